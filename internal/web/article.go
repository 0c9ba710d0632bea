package web

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"rapporteur"
	"rapporteur/internal/store"
)

type articleView struct {
	Headline, Outlet, OutletHref, Byline, Wire, Language   string
	Published, PublishedWords, PublishedFrom, PublishedWhy string
	Seen, Source, Canonical                                string
	Revisions                                              []revisionLink
	Light                                                  template.CSS
	Parts                                                  []partView
	StatementCount                                         string
	Statements                                             []noteView
	People                                                 []personView
	Figures, Dates                                         []factView
	Commitments                                            []commitmentView
	Provenance                                             []string
}

type revisionLink struct {
	Number int
	Href   string
	Here   bool
}

type partView struct {
	Number int
	Kind   rapporteur.PartKind
	HTML   template.HTML
}

type noteView struct {
	Number, Paragraph                     int
	Speaker, SpeakerHref, Role, Act, Kind string
	Hedge, Content, Source, Confidence    string
	Share                                 int // of ten
	Why                                   []string
}

type personView struct{ Name, Href, Role string }

type factView struct{ ID, Words, Of, Printed string }

type commitmentView struct{ Who, What, Due string }

func (s *server) article(r *http.Request) (*page, error) {
	revision := 0
	if n := r.URL.Query().Get("revision"); n != "" {
		var err error
		if revision, err = strconv.Atoi(n); err != nil || revision < 1 {
			return nil, invalid("%q is not the number of a revision", n)
		}
	}
	stored, err := s.Store.Article(r.Context(), r.PathValue("id"), revision)
	if err != nil {
		return nil, err
	}
	view := articleViewOf(stored)
	return &page{name: "article", frame: frame{Title: view.Headline, Here: "/articles", MainClass: "reading"}, view: view}, nil
}

func articleViewOf(stored *store.ArticleView) *articleView {
	doc, a := stored.Document, stored.Document.Article
	v := &articleView{
		Headline: a.Title(), Outlet: stored.Row.Outlet, OutletHref: "/articles?outlet=" + url.QueryEscape(stored.Row.OutletHost),
		Byline: a.Byline, Wire: a.Wire, Language: a.Language, Seen: a.Fetched.UTC().Format("2 Jan 2006 15:04 UTC"),
		Canonical: webAddress(a.URL), Source: webAddress(a.URL), Light: lightRules(doc),
		StatementCount: plural(len(doc.Attributions), "statement"), Provenance: provenanceWords(stored),
	}
	if v.Headline == "" {
		v.Headline = shorten(stored.Row.Lead, 90)
	}
	v.published(stored)
	v.revisions(stored)
	v.parts(doc)
	for i := range doc.Attributions {
		v.Statements = append(v.Statements, noteOf(doc, i))
	}
	v.facts(doc)
	return v
}

// webAddress lets http and https addresses through, and nothing that could run.
func webAddress(s string) string {
	if u, err := url.Parse(s); err == nil && (u.Scheme == "http" || u.Scheme == "https") {
		return s
	}
	return ""
}

func (v *articleView) published(stored *store.ArticleView) {
	p := stored.Document.Article.Published
	if p.Time.IsZero() {
		v.PublishedWords, v.PublishedFrom = "no date", "date unknown"
		v.PublishedWhy = "The page gives no date of publication, and none could be reckoned from its text."
		return
	}
	v.Published, v.PublishedWords = p.String(), p.Time.Format("Mon 2 Jan 2006")
	if !p.DateOnly {
		v.PublishedWords = p.Time.Format("Mon 2 Jan 2006 15:04 MST")
	}
	v.PublishedWhy = "Where the date of publication was read: " + string(p.From)
	switch {
	case p.From.Inferred():
		v.PublishedFrom = "date from " + string(p.From)
		v.PublishedWhy = "The page gives no date of publication; this one was reckoned from its " + string(p.From) + "."
	case stored.Row.DateDoubted():
		v.PublishedFrom = "doubtful date"
	}
}

func (v *articleView) revisions(stored *store.ArticleView) {
	if len(stored.Revisions) < 2 {
		return
	}
	for _, rev := range stored.Revisions {
		v.Revisions = append(v.Revisions, revisionLink{
			Number: rev.Revision, Href: articleHref(stored.Row.ID) + "?revision=" + itoa(rev.Revision), Here: rev.Revision == stored.Document.Article.Revision,
		})
	}
}

// parts renders the text; the headline stands above it, once.
func (v *articleView) parts(doc *rapporteur.Document) {
	all := findings(doc)
	for i, p := range doc.Article.Parts {
		html := mark(doc.Article.Text, p.Span, all)
		if p.Kind == rapporteur.Headline && i == 0 && !strings.Contains(string(html), "<span") {
			continue // nothing was found in it, and it stands above
		}
		v.Parts = append(v.Parts, partView{Number: i + 1, Kind: p.Kind, HTML: html})
	}
	if len(doc.Article.Parts) == 0 {
		v.Parts = []partView{{Number: 1, Kind: rapporteur.Paragraph, HTML: mark(doc.Article.Text, rapporteur.Span{End: len(doc.Article.Text)}, all)}}
	}
}

func noteOf(doc *rapporteur.Document, i int) noteView {
	a, text := &doc.Attributions[i], doc.Article.Text
	n := noteView{
		Number: i + 1, Speaker: speakerWords(a), Act: actWords(a.Act, a.Negated), Kind: kindWords(a.Kind), Content: joined(text, a.Content),
		Confidence: strconv.FormatFloat(a.Confidence, 'f', 2, 64), Share: int(a.Confidence*10 + 0.5),
	}
	if len(a.Content) > 0 {
		n.Paragraph = doc.Article.PartAt(a.Content[0].Start) + 1
		n.Source = fragment(doc.Article, a.Content[0])
	}
	if a.Hedged {
		n.Hedge = "hedged"
	}
	if a.SpeakerName == "" && len(a.Source) > 0 {
		n.Speaker = joined(text, a.Source)
	}
	if a.SpeakerClass == rapporteur.SpeakerNamed {
		n.SpeakerHref = speakerHref(a.SpeakerName)
	}
	if len(a.Speakers) == 1 {
		n.Role = roleWords(text, &doc.Entities[a.Speakers[0]])
	}
	if a.Behalf != rapporteur.None {
		n.Role = strings.TrimSpace(n.Role + " for " + doc.Entities[a.Behalf].Name)
	}
	for _, step := range a.Why {
		n.Why = append(n.Why, whyWords(doc, step))
	}
	return n
}

func whyWords(doc *rapporteur.Document, r rapporteur.Reason) string {
	text := doc.Article.Text
	if r.Span == r.To {
		return fmt.Sprintf("“%s”: %s", joined(text, []rapporteur.Span{r.Span}), r.Rule)
	}
	return fmt.Sprintf("“%s” = “%s” (¶%d): %s", joined(text, []rapporteur.Span{r.Span}), joined(text, []rapporteur.Span{r.To}), doc.Article.PartAt(r.To.Start)+1, r.Rule)
}

// joined gives the words of the spans, as printed, with an ellipsis where something stands between them.
func joined(text string, spans []rapporteur.Span) string {
	var out []string
	for _, s := range spans {
		out = append(out, strings.Join(strings.Fields(s.Of(text)), " "))
	}
	return strings.Join(out, " … ")
}

func roleWords(text string, e *rapporteur.Entity) string {
	if len(e.Roles) == 0 {
		return ""
	}
	return joined(text, []rapporteur.Span{e.Roles[0].Span})
}

// fragment is the address of the words on the outlet's own page: a text fragment, which browsers scroll to and mark.
func fragment(a *rapporteur.Article, s rapporteur.Span) string {
	address := webAddress(a.URL)
	if address == "" {
		return ""
	}
	words := strings.Fields(strings.Trim(s.Of(a.Text), "\"“”‘’'«»„ ,.;:"))
	if len(words) == 0 {
		return address
	}
	escape := func(w []string) string {
		return strings.ReplaceAll(strings.ReplaceAll(url.QueryEscape(strings.Join(w, " ")), "+", "%20"), "-", "%2D")
	}
	base, _, _ := strings.Cut(address, "#")
	if len(words) <= 8 {
		return base + "#:~:text=" + escape(words)
	}
	return base + "#:~:text=" + escape(words[:4]) + "," + escape(words[len(words)-4:])
}

func (v *articleView) facts(doc *rapporteur.Document) {
	text := doc.Article.Text
	for i := range doc.Entities {
		if e := &doc.Entities[i]; e.Kind == rapporteur.Person {
			v.People = append(v.People, personView{Name: e.Name, Href: speakerHref(e.Name), Role: roleWords(text, e)})
		}
	}
	for i := range doc.Figures {
		f := &doc.Figures[i]
		v.Figures = append(v.Figures, factView{fmt.Sprintf("f%d", i+1), figureWords(doc, f), joined(text, nonEmpty(f.Of)), joined(text, []rapporteur.Span{f.Span})})
	}
	for i := range doc.Dates {
		d := &doc.Dates[i]
		v.Dates = append(v.Dates, factView{fmt.Sprintf("d%d", i+1), dateWords(d), "", joined(text, []rapporteur.Span{d.Span})})
	}
	for i := range doc.Commitments {
		c := &doc.Commitments[i]
		view := commitmentView{Who: joined(text, nonEmpty(c.Who)), What: joined(text, nonEmpty(c.What))}
		if c.Due != rapporteur.None {
			view.Due = dateWords(&doc.Dates[c.Due])
		}
		v.Commitments = append(v.Commitments, view)
	}
}

func nonEmpty(s rapporteur.Span) []rapporteur.Span {
	if s.Empty() {
		return nil
	}
	return []rapporteur.Span{s}
}

func provenanceWords(stored *store.ArticleView) []string {
	p := &stored.Provenance
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if p.FinalURL != "" {
		add("from %s", p.FinalURL)
	}
	if p.PageHash != "" {
		add("page as fetched: SHA-256 %s, %s bytes", p.PageHash, grouped(itoa(p.PageSize)))
	}
	if !p.Fetched.IsZero() {
		add("fetched %s", p.Fetched.UTC().Format(time.RFC3339))
	}
	add("read by engine %s on %s", p.Engine, p.Read.UTC().Format(time.RFC3339))
	if n := len(stored.Document.Article.Text); p.IndexedBytes > 0 && p.IndexedBytes < n {
		add("the search knows the first %s of its %s bytes", grouped(itoa(p.IndexedBytes)), grouped(itoa(n)))
	}
	return out
}
