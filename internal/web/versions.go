package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"rapporteur"
	"rapporteur/internal/store"
	"rapporteur/internal/store/versions"
)

type versionsView struct {
	Title, Href, Outlet, OutletHref, StoryHref, Said string
	Rows                                             []versionRow // newest first
	Look, Source                                     string       // where to ask for the page to be looked at again; "" where it is of no outlet
	Looks                                            []lookRow    // newest first
	NextLook, NextLookWords                          string
	From, To                                         int
	Diff                                             *diffView
}

// versionRow is one version of an article, and how it is compared with others.
type versionRow struct {
	Number           int
	Href             string
	Seen, SeenWords  string
	Until            string // when it was last found unchanged
	Address          string // where it came from, if the version before came from elsewhere
	Size             string
	Changed          string // the comparison with the version before, "" of the first one
	FromHere, ToHere bool
	MayFrom, MayTo   bool
}

// lookRow is one time that the page of the article was asked for.
type lookRow struct{ At, AtWords, What, Class string }

// shownLooks is how many times of looking are shown.
const shownLooks = 12

// looks tells when the page was asked for, and when it will be again.
func (v *versionsView) looks(r *http.Request, s *server, url string) error {
	list, err := s.Store.Outcomes(r.Context(), store.OutcomeFilter{URL: url, Stage: rapporteur.StageFetch, Limit: shownLooks})
	if err != nil {
		return err
	}
	for _, o := range list.Rows {
		row := lookRow{At: o.At.Format(time.RFC3339), AtWords: o.At.Format("2 Jan 2006 15:04 MST"), What: o.Detail}
		switch {
		case o.Kind != rapporteur.OutcomeOK && o.Kind != rapporteur.OutcomeUnchanged:
			row.Class = "late"
		case row.What == "" && o.Kind == rapporteur.OutcomeOK:
			row.What = "it came"
		}
		v.Looks = append(v.Looks, row)
	}
	next, err := s.Store.NextLook(r.Context(), url)
	if !next.IsZero() && !s.NoLooks {
		v.NextLook, v.NextLookWords = next.Format(time.RFC3339), next.Format("2 Jan 2006 15:04 MST")
	}
	return err
}

type diffView struct {
	Summary    []string
	Note       string
	Changes    []changeView
	Paragraphs []diffParagraph
}

// changeView is a figure, a date or a statement that is not in both versions as it was.
type changeView struct {
	What                string
	Old, New            placeView // Words "" for none
	Of                  string
	Statement           bool
	Kept                placeView   // words that stand in both versions: it is the speaker who changed
	Pieces              []pieceView // of a statement that is worded anew, in place of Old and New
	Who, OldWho, NewWho string      // Who is the speaker of both, or of the one there is
}

type diffParagraph struct {
	Class, Label string
	Pieces       []pieceView
	Folded       []diffParagraph // paragraphs that did not change, in place of this one
	FoldedWords  string
}

type pieceView struct {
	Op    string // "", del, ins
	Words string
	Space bool // white space follows
}

func versionsHref(id string, from, to int) string {
	href := articleHref(id) + "/versions"
	if to > 0 {
		href += "?from=" + itoa(from) + "&to=" + itoa(to)
	}
	return href
}

// versions shows the history of an article and what differs between two of its versions: those asked for, or the last two.
func (s *server) versions(r *http.Request) (*page, error) {
	history, err := s.Store.Versions(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	row := &history.Row
	v := &versionsView{
		Title: lineOf(row).Title, Href: articleHref(row.ID), Outlet: row.Outlet, OutletHref: outletHref(row.OutletHost), Said: heard(r), Source: webAddress(row.URL),
	}
	if row.Story != 0 {
		v.StoryHref = storyHref(row.Story)
	}
	if v.Source != "" {
		v.Look = articleHref(row.ID) + "/look"
		if err := v.looks(r, s, history.Revisions[len(history.Revisions)-1].URL); err != nil {
			return nil, err
		}
	}
	if v.From, v.To, err = comparedVersions(r, history.Revisions); err != nil {
		return nil, err
	}
	v.rows(history)
	if v.To > 0 {
		if v.Diff, err = s.diff(r, row.ID, v.From, v.To); err != nil {
			return nil, err
		}
	}
	return &page{name: "versions", frame: frame{Title: "Versions of " + v.Title, Here: "/articles"}, view: v}, nil
}

// comparedVersions reads which two versions to compare; to is 0 where there is one only.
func comparedVersions(r *http.Request, list []store.RevisionRow) (from, to int, err error) {
	number := func(name string, otherwise int) int {
		words := r.URL.Query().Get(name)
		if words == "" || err != nil {
			return otherwise
		}
		n, bad := strconv.Atoi(words)
		if bad != nil || !slices.ContainsFunc(list, func(x store.RevisionRow) bool { return x.Revision == n }) {
			err = invalid("%.40q is not the number of a version of this article", words)
		}
		return n
	}
	if len(list) < 2 {
		return 0, 0, nil
	}
	to = number("to", list[len(list)-1].Revision)
	before := list[0].Revision
	for _, x := range list {
		if x.Revision < to {
			before = x.Revision
		}
	}
	from = number("from", before)
	if from > to { // the later one is the new one, however they were picked
		from, to = to, from
	}
	return from, to, err
}

func (v *versionsView) rows(history *store.Versions) {
	for i, x := range history.Revisions {
		row := versionRow{
			Number: x.Revision, Href: articleHref(history.Row.ID) + "?revision=" + itoa(x.Revision), Seen: x.Fetched.Format(time.RFC3339), SeenWords: seenWords(x.Fetched),
			Size: plural(x.Bytes, "byte"), FromHere: x.Revision == v.From, ToHere: x.Revision == v.To, MayFrom: i < len(history.Revisions)-1, MayTo: i > 0,
		}
		if x.Last.Sub(x.Fetched) >= time.Minute {
			row.Until = seenWords(x.Last)
		}
		if i > 0 {
			before := history.Revisions[i-1]
			row.Changed = versionsHref(history.Row.ID, before.Revision, x.Revision)
			if before.URL != x.URL {
				row.Address = x.URL
			}
		}
		v.Rows = append(v.Rows, row)
	}
	slices.Reverse(v.Rows)
}

func seenWords(t time.Time) string { return t.UTC().Format("Mon 2 Jan 2006 15:04 UTC") }

func (s *server) diff(r *http.Request, id string, from, to int) (*diffView, error) {
	old, err := s.Store.Document(r.Context(), id, from)
	if err != nil {
		return nil, err
	}
	now, err := s.Store.Document(r.Context(), id, to)
	if err != nil {
		return nil, err
	}
	c := versions.Of(old, now)
	d := &diffView{Summary: changedWords(c), Note: engineNote(old, now), Paragraphs: diffParagraphs(c, old, now)}
	x := &twoVersions{id, old, now}
	for _, f := range c.Figures {
		d.Changes = append(d.Changes, x.figure(f))
	}
	for _, f := range c.Dates {
		d.Changes = append(d.Changes, x.date(f))
	}
	for _, f := range c.Statements {
		d.Changes = append(d.Changes, x.statement(f))
	}
	return d, nil
}

// engineNote says where findings of the two versions can't be compared, or only with care.
func engineNote(old, now *rapporteur.Document) string {
	switch {
	case old.Engine == "" || now.Engine == "":
		return "One of the two versions is not read yet: figures and statements can't be compared."
	case old.Engine != now.Engine:
		return "The two versions were read by different engines; what is listed may differ for that alone. “rapporteur reread” reads them anew."
	}
	return ""
}

// changedWords sums up what a reader of the text sees.
func changedWords(c *versions.Changes) (out []string) {
	if c.Headline {
		out = append(out, "headline changed")
	}
	for _, x := range []struct {
		n    int
		what string
	}{{c.ChangedParts, "changed"}, {c.AddedParts, "new"}, {c.RemovedParts, "gone"}, {c.Moves, "moved"}} {
		if x.n > 0 {
			out = append(out, plural(x.n, "paragraph")+" "+x.what)
		}
	}
	if c.WordsAdded+c.WordsRemoved > 0 {
		out = append(out, "+"+grouped(itoa(c.WordsAdded))+" −"+grouped(itoa(c.WordsRemoved))+" words")
	}
	return out
}

// lookAgain asks for the page of an article to be fetched once more.
func (s *server) lookAgain(r *http.Request) (*page, error) {
	history, err := s.Store.Versions(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	address := webAddress(history.Revisions[len(history.Revisions)-1].URL)
	if address == "" {
		return nil, invalid("this article came from a file: there is no page to look at again")
	}
	if err := s.Store.EnqueueFetch(r.Context(), address); err != nil {
		return nil, err
	}
	return &page{redirect: versionsHref(history.Row.ID, 0, 0), said: "The page is looked at again at the next permitted moment. If its text has changed, another version stands here then."}, nil
}

// A paragraph's state as the style sheet and a reader know it.
var states = map[versions.State][2]string{
	versions.Changed: {"edited", "changed"}, versions.Added: {"added", "new"}, versions.Removed: {"removed", "gone"}, versions.Moved: {"moved", "moved here"}, versions.Gone: {"moved", "moved from here"},
}

func diffParagraphs(c *versions.Changes, old, now *rapporteur.Document) []diffParagraph {
	var out []diffParagraph
	for _, p := range c.Paragraphs {
		view := diffParagraph{Class: states[p.State][0], Label: states[p.State][1]}
		if part := p.New; part >= 0 && part < len(now.Article.Parts) && now.Article.Parts[part].Kind != rapporteur.Paragraph {
			view.Class += " " + string(now.Article.Parts[part].Kind)
		}
		for _, x := range p.Pieces {
			view.Pieces = append(view.Pieces, pieceOf(x, p.State, old.Article.Text, now.Article.Text))
		}
		out = append(out, view)
	}
	return fold(out)
}

func pieceOf(x versions.Piece, s versions.State, old, now string) pieceView {
	words, op := x.New.Of(now), ""
	switch {
	case s == versions.Gone:
		words = shorten(x.Old.Of(old), 60)
	case x.Op == versions.Deleted:
		words, op = x.Old.Of(old), "del"
	case x.Op == versions.Inserted:
		op = "ins"
	}
	trimmed := strings.TrimRight(words, " \t\r\n\u00a0")
	return pieceView{op, trimmed, len(trimmed) < len(words)}
}

// mostSame is how many unchanged paragraphs in a row are shown; of more, those beside a change.
const mostSame = 3

// fold takes long stretches of unchanged paragraphs together.
func fold(list []diffParagraph) (out []diffParagraph) {
	for i := 0; i < len(list); {
		n := i
		for n < len(list) && list[n].Label == "" {
			n++
		}
		first, last := i, n
		if i > 0 {
			first++
		}
		if n < len(list) {
			last--
		}
		if n-i > mostSame && last-first > 1 {
			out = append(out, list[i:first]...)
			out = append(out, diffParagraph{Folded: list[first:last], FoldedWords: plural(last-first, "paragraph") + " unchanged"})
			i = last
		}
		out = append(out, list[i:n]...)
		if i = n; i < len(list) {
			out = append(out, list[i])
			i++
		}
	}
	return out
}

// twoVersions leads to places in two versions of one article.
type twoVersions struct {
	id       string
	old, now *rapporteur.Document
}

func (x *twoVersions) place(d *rapporteur.Document, at rapporteur.Span, words string) placeView {
	p := placeView{Href: articleHref(x.id) + "?revision=" + itoa(d.Article.Revision), Words: words, Title: oneLine(at.Of(d.Article.Text))}
	if part := d.Article.PartAt(at.Start); part >= 0 {
		p.Href += "#p" + itoa(part+1)
	}
	return p
}

// came says what became of a thing.
func came(thing string, old, now int) string {
	switch {
	case old < 0:
		return thing + " new"
	case now < 0:
		return thing + " gone"
	}
	return thing + " changed"
}

func (x *twoVersions) figure(f versions.Fact) changeView {
	v := changeView{What: came("figure", f.Old, f.New)}
	show := func(d *rapporteur.Document, i int) (p placeView) {
		if i >= 0 {
			g := &d.Figures[i]
			p = x.place(d, g.Span, figureWords(d, g))
			if g.Value == "" {
				p.Words = "“" + p.Title + "”"
			}
			v.Of = oneLine(g.Of.Of(d.Article.Text))
		}
		return p
	}
	v.Old, v.New = show(x.old, f.Old), show(x.now, f.New)
	return v
}

func (x *twoVersions) date(f versions.Fact) changeView {
	v := changeView{What: came("date", f.Old, f.New)}
	show := func(d *rapporteur.Document, i int) (p placeView) {
		if i >= 0 {
			g := &d.Dates[i]
			p = x.place(d, g.Span, dateWords(g))
			v.Of = oneLine(g.Event.Of(d.Article.Text))
		}
		return p
	}
	v.Old, v.New = show(x.old, f.Old), show(x.now, f.New)
	return v
}

func (x *twoVersions) statement(f versions.Statement) changeView {
	v := changeView{What: came("statement", f.Old, f.New), Statement: true}
	show := func(d *rapporteur.Document, i int) (p placeView, who string) {
		if i >= 0 {
			a := &d.Attributions[i]
			if len(a.Content) > 0 {
				p = x.place(d, a.Content[0], shorten(joined(d.Article.Text, a.Content), 600))
			}
			who = speakerWords(d.Article.Text, a)
		}
		return p, who
	}
	v.Old, v.OldWho = show(x.old, f.Old)
	v.New, v.NewWho = show(x.now, f.New)
	switch {
	case f.Words:
		v.What = "statement reworded"
		for _, p := range versions.Words(v.Old.Words, v.New.Words) {
			v.Pieces = append(v.Pieces, pieceOf(p, versions.Changed, v.Old.Words, v.New.Words))
		}
	case f.Speaker:
		v.What = "speaker changed"
		v.Kept, v.Old, v.New = v.New, placeView{}, placeView{}
	}
	if !f.Speaker {
		v.Who, v.OldWho, v.NewWho = cmp.Or(v.NewWho, v.OldWho), "", ""
	}
	return v
}

// Of an article that changed, the page of its story says what, from the first version to the last.
type editedView struct {
	Href, Title, Outlet, OutletHref, Versions string
	Time, Clock                               string // when the last version was seen
	What                                      []string
	Changes                                   []changeView // of figures and dates
	More                                      string
	VersionsHref                              string
}

// Bounds of what a story's page says about versions: each article is read twice from the disk for it.
const (
	mostEdited  = 24
	mostChanges = 6 // of one article
)

// edited lists the reports of a story that were changed after they were first seen.
func (s *server) edited(r *http.Request, v *storyView, stored *store.StoryView) error {
	for i := range stored.Reports {
		x := &stored.Reports[i]
		if x.Revision < 2 {
			continue
		}
		if len(v.Edited) == mostEdited {
			v.EditedMore = true
			return nil
		}
		history, err := s.Store.Versions(r.Context(), x.ID)
		if err != nil {
			return err
		}
		if len(history.Revisions) < 2 {
			continue
		}
		view, err := s.editedOf(r, x, history.Revisions)
		if err != nil {
			return err
		}
		v.Edited = append(v.Edited, *view)
	}
	return nil
}

func (s *server) editedOf(r *http.Request, x *store.Report, list []store.RevisionRow) (*editedView, error) {
	first, last := list[0], list[len(list)-1]
	d, err := s.diff(r, x.ID, first.Revision, last.Revision)
	if err != nil {
		return nil, err
	}
	v := &editedView{
		Href: articleHref(x.ID), Title: lineOf(&x.ArticleRow).Title, Outlet: x.Outlet, OutletHref: outletHref(x.OutletHost), Versions: plural(len(list), "version"),
		Time: last.Fetched.Format(time.RFC3339), Clock: seenWords(last.Fetched), What: d.Summary, VersionsHref: versionsHref(x.ID, first.Revision, last.Revision),
	}
	statements := 0
	for _, c := range d.Changes {
		switch {
		case c.Statement:
			statements++
		case len(v.Changes) < mostChanges:
			v.Changes = append(v.Changes, c)
		default:
			v.More = "and more"
		}
	}
	if statements > 0 {
		v.What = append(v.What, plural(statements, "statement")+" new, gone or changed")
	}
	return v, nil
}
