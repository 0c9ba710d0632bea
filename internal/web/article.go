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
	Title, Outlet, OutletHref, Byline, Place, Wire, Language string
	Published, PublishedWords, PublishedFrom, PublishedWhy   string
	Seen, Source, Canonical                                  string
	StoryHref                                                string         // "" where the article is not grouped yet
	Revisions                                                []revisionLink // none where there is one version only
	VersionsHref                                             string
	Light                                                    template.CSS
	Headline                                                 template.HTML
	HeadlineNumber                                           int // its number among the parts, 0 where there is none
	Parts                                                    []partView
	StatementCount                                           string
	Statements                                               []noteView
	People                                                   []personView // who has a role or a statement
	Others                                                   []personView // who is named beside them
	Figures, Dates                                           []factView
	VagueDates                                               []printed
	Commitments                                              []commitmentView
	Provenance                                               []string
	Said                                                     string
	AuditHref                                                string // "" where nobody corrected anything
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
	view := articleViewOf(stored, heard(r))
	return &page{name: "article", frame: frame{Title: view.Title, Here: "/articles", MainClass: "reading"}, view: view}, nil
}

func articleViewOf(stored *store.ArticleView, said string) *articleView {
	doc, a := stored.Document, stored.Document.Article
	v := &articleView{
		Title: a.Title(), Outlet: stored.Row.Outlet, OutletHref: outletHref(stored.Row.OutletHost),
		Byline: a.Byline, Place: a.Dateline.Place, Wire: a.Wire, Language: a.Language, Seen: a.Fetched.UTC().Format("2 Jan 2006 15:04 UTC"),
		Canonical: webAddress(a.URL), Source: webAddress(a.URL), Light: lightRules(doc),
		StatementCount: plural(len(doc.Attributions), "statement"), Provenance: provenanceWords(stored),
	}
	if v.Title == "" {
		v.Title = shorten(stored.Row.Lead, 90)
	}
	if stored.Row.Story != 0 {
		v.StoryHref = storyHref(stored.Row.Story)
	}
	v.published(stored)
	v.revisions(stored)
	v.parts(doc)
	v.notes(stored)
	v.Said = said
	if len(stored.Rulings) > 0 {
		v.AuditHref = "/corrections?article=" + url.QueryEscape(stored.Row.ID)
	}
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
	if v.VersionsHref = versionsHref(stored.Row.ID, 0, 0); len(stored.Revisions) < 2 {
		return
	}
	for _, rev := range stored.Revisions {
		v.Revisions = append(v.Revisions, revisionLink{
			Number: rev.Revision, Href: articleHref(stored.Row.ID) + "?revision=" + itoa(rev.Revision), Here: rev.Revision == stored.Document.Article.Revision,
		})
	}
}

// parts renders the text; the headline stands above it, once, with its findings marked like all others.
func (v *articleView) parts(doc *rapporteur.Document) {
	parts := doc.Article.Parts
	if len(parts) == 0 {
		parts = []rapporteur.Part{{Span: rapporteur.Span{End: len(doc.Article.Text)}, Kind: rapporteur.Paragraph}}
	}
	m := newMarker(doc.Article.Text, findings(doc))
	for i, p := range parts {
		html := m.part(p.Span)
		if p.Kind == rapporteur.Headline && v.HeadlineNumber == 0 {
			v.Headline, v.HeadlineNumber = html, i+1
			continue
		}
		v.Parts = append(v.Parts, partView{Number: i + 1, Kind: p.Kind, HTML: html})
	}
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
