package web

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"rapporteur"
	"rapporteur/internal/store"
	"rapporteur/internal/store/agreement"
)

type storyView struct {
	storyLine
	ID                  int64
	LastTime, LastWords string
	AllHref             string
	Left                string // how many articles are not shown
	Said                string
	Reports             []reportView
	Compared            string
	All, Some           []nameView
	Figures             []figureReports
	Only                []onlyView
	Quotes              []quotationView
	Edited              []editedView
	EditedMore          bool // there are more than these
	Corrections         []correctionView
	Post, NotSame, Undo string
	Alone               bool
}

// reportView is a report with the copies folded under it.
type reportView struct {
	ID, Href, Title, Sentence, Outlet, OutletHref, Origin string
	Time, Clock, Day                                      string
	After                                                 string // how long after the first report
	Revisions                                             string
	RevisionsHref                                         string
	Copies                                                []reportView
	CopyWords                                             string
}

// placeView leads to where something stands in a report.
type placeView struct{ Href, Words, Outlet, Title string }

type nameView struct {
	Words, In string
	Places    []placeView
}

type figureReports struct {
	Of     string
	Differ bool
	Cells  []placeView
}

type onlyView struct {
	placeView
	New []string
}

type quotationView struct {
	Speaker  string
	Differ   bool
	Wordings []placeView
}

type correctionView struct {
	ID          int64
	Words       string
	A, B        placeView
	Time, Clock string
	Undone      string
}

// mostCompared is how many reports are laid side by side, the earliest: each is read from the disk for it.
const mostCompared = 24

func (s *server) story(r *http.Request) (*page, error) {
	id, err := storyID(r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	stored, err := s.Store.Story(r.Context(), id)
	if err != nil {
		return nil, err
	}
	if stored.ID != id { // it went into another
		return &page{redirect: storyHref(stored.ID), said: "This story was found to be the same as the one below."}, nil
	}
	v := &storyView{
		storyLine: storyLineOf(&stored.StoryRow), ID: id, LastTime: stored.Last.Format(time.RFC3339), LastWords: stored.Last.Format("Mon 2 Jan 2006 15:04 MST"),
		AllHref: "/articles?story=" + strconv.FormatInt(id, 10), Said: heard(r), Post: storyHref(id), Alone: stored.Articles == 1,
	}
	v.FirstWords = stored.First.Format("Mon 2 Jan 2006 15:04 MST")
	if left := stored.Articles - len(stored.Reports); left > 0 {
		v.Left = plural(left, "later article")
	}
	v.reports(stored)
	if err := s.compare(r, v, stored); err != nil {
		return nil, err
	}
	if err := s.edited(r, v, stored); err != nil {
		return nil, err
	}
	v.corrections(stored)
	return &page{name: "story", frame: frame{Title: v.Title, Here: "/stories"}, view: v}, nil
}

// reports lists the originals in the order of their dates, the copies of each folded under it.
func (v *storyView) reports(stored *store.StoryView) {
	at := map[string]int{}
	for i := range stored.Reports {
		x := &stored.Reports[i]
		view := reportOf(x, stored.First)
		if k, known := at[x.Original]; known && x.Original != "" {
			v.Reports[k].Copies = append(v.Reports[k].Copies, view)
			continue
		}
		at[x.ID] = len(v.Reports)
		v.Reports = append(v.Reports, view)
	}
	for i := range v.Reports {
		switch n := len(v.Reports[i].Copies); {
		case n == 1:
			v.Reports[i].CopyWords = "1 copy"
		case n > 1:
			v.Reports[i].CopyWords = grouped(itoa(n)) + " copies"
		}
	}
}

func reportOf(x *store.Report, first time.Time) reportView {
	line := lineOf(&x.ArticleRow)
	v := reportView{
		ID: x.ID, Href: line.Href, Title: line.Title, Sentence: line.Sentence, Outlet: x.Outlet, OutletHref: outletHref(x.OutletHost),
		Time: x.At.Format(time.RFC3339), Clock: x.At.Format("15:04 MST"), Day: x.At.Format("2 Jan"),
	}
	if x.Published.DateOnly {
		v.Time, v.Clock = x.At.Format(time.DateOnly), "day only"
	}
	if x.Origin != x.OutletHost {
		v.Origin = x.Wire
	}
	if d := x.At.Sub(first); d >= time.Minute {
		v.After = span(d) + " later"
	}
	if x.Revision > 1 {
		v.Revisions, v.RevisionsHref = plural(x.Revision, "version"), versionsHref(x.ID, 0, 0)
	}
	return v
}

// compare lays the originals side by side.
func (s *server) compare(r *http.Request, v *storyView, stored *store.StoryView) error {
	var docs []*rapporteur.Document
	var rows []*store.Report
	originals := 0
	for i := range stored.Reports {
		x := &stored.Reports[i]
		if x.Original != "" {
			continue
		}
		if originals++; originals > mostCompared {
			continue
		}
		doc, err := s.Store.Document(r.Context(), x.ID, x.Revision)
		if err != nil {
			return err
		}
		docs, rows = append(docs, doc), append(rows, x)
	}
	if len(docs) < 2 {
		return nil
	}
	v.Compared = plural(len(docs), "report")
	if originals > len(docs) {
		v.Compared = "the first " + v.Compared + " of " + itoa(originals)
	}
	c := comparison{docs, rows}
	c.fill(v, agreement.Of(docs))
	return nil
}

// comparison is reports side by side, and what they are on file as.
type comparison struct {
	docs []*rapporteur.Document
	rows []*store.Report
}

// maxNames is how many names are shown that some reports share, and maxRows of everything else.
const (
	maxNames = 14
	maxRows  = 12
)

func (c *comparison) fill(v *storyView, t *agreement.Table) {
	for _, n := range t.Names {
		view := nameView{Words: n.Words, In: itoa(len(n.Places)) + " of " + itoa(t.Reports)}
		for _, p := range n.Places {
			view.Places = append(view.Places, c.place(p))
		}
		switch {
		case len(n.Places) == t.Reports:
			v.All = append(v.All, view)
		case len(v.Some) < maxNames:
			v.Some = append(v.Some, view)
		}
	}
	for _, f := range t.Figures[:min(len(t.Figures), maxRows)] {
		view := figureReports{Of: f.Of, Differ: f.Differ}
		for _, cell := range f.Cells {
			p := c.place(cell.Place)
			p.Words = figureWords(c.docs[cell.Report], &c.docs[cell.Report].Figures[cell.Index])
			p.Title = oneLine(cell.Of(c.docs[cell.Report].Article.Text))
			view.Cells = append(view.Cells, p)
		}
		v.Figures = append(v.Figures, view)
	}
	for _, o := range t.Only {
		v.Only = append(v.Only, onlyView{c.place(o.Place), o.New})
	}
	for _, q := range t.Quotes[:min(len(t.Quotes), maxRows)] {
		view := quotationView{Speaker: q.Speaker, Differ: q.Differ}
		for _, w := range q.Wordings {
			p := c.place(w.Place)
			p.Words, p.Href = w.Words, articleHref(c.rows[w.Report].ID)+"#t"+itoa(w.Index+1)
			view.Wordings = append(view.Wordings, p)
		}
		v.Quotes = append(v.Quotes, view)
	}
}

// place leads to the part of the article that a span stands in.
func (c *comparison) place(p agreement.Place) placeView {
	doc, row := c.docs[p.Report], c.rows[p.Report]
	v := placeView{Href: articleHref(row.ID), Words: shorten(p.Of(doc.Article.Text), 400), Outlet: row.Outlet, Title: row.Title}
	if part := doc.Article.PartAt(p.Start); part >= 0 {
		v.Href += "#p" + itoa(part+1)
	}
	return v
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// corrections lists what people said about the story, the latest first.
func (v *storyView) corrections(stored *store.StoryView) {
	for _, c := range stored.Corrections {
		view := correctionView{ID: c.ID, A: placeOfRow(&c.A), B: placeOfRow(&c.B), Time: c.At.Format(time.RFC3339), Clock: c.At.Format("2 Jan 2006 15:04 MST"), Words: "is not the same story as"}
		if c.Same {
			view.Words = "is the same story as"
		}
		if !c.Undone.IsZero() {
			view.Undone = c.Undone.Format("2 Jan 2006 15:04 MST")
		}
		v.Corrections = append(v.Corrections, view)
	}
}

func placeOfRow(row *store.ArticleRow) placeView {
	if row.Title == "" {
		return placeView{Words: "an article that is no longer on file"}
	}
	href := articleHref(row.ID)
	if row.Story != 0 {
		href = storyHref(row.Story)
	}
	return placeView{Href: href, Words: row.Title, Outlet: row.Outlet}
}
