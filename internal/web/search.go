package web

import (
	"errors"
	"html/template"
	"net/http"
	"strings"
	"time"

	"rapporteur"
	"rapporteur/internal/store"
)

type searchView struct {
	Query, From, To string
	Found           string
	Explain         string
	Problem         string
	Hits            []hitLine
	Empty           string
	Teach           bool // show how a query is written
	Pages           pages
}

type hitLine struct {
	Href, Title, Outlet, Date, DateWords, Statements string
	Snippet                                          template.HTML
}

func (s *server) search(r *http.Request) (*page, error) {
	q := r.URL.Query()
	view := searchView{Query: strings.TrimSpace(q.Get("q")), From: q.Get("from"), To: q.Get("to")}
	p := &page{name: "search", frame: frame{Title: "Search", Here: "/search", Query: view.Query}}
	if view.Query == "" {
		view.Teach = true
		p.view = view
		return p, nil
	}
	from, to, err := dateRange(q)
	if err != nil {
		return nil, err
	}
	found, err := s.Store.Search(r.Context(), view.Query, store.SearchOptions{From: from, To: to, Outlet: q.Get("outlet"), Before: store.Cursor(q.Get("before"))})
	switch {
	case errors.Is(err, rapporteur.ErrInvalid):
		p.status = http.StatusBadRequest
		view.Problem, view.Teach, view.Found = sentence(err), true, "Not understood"
	case err != nil:
		return nil, err
	default:
		view.fill(r, found)
	}
	p.view = view
	return p, nil
}

func (v *searchView) fill(r *http.Request, found *store.SearchResult) {
	v.Pages, v.Explain = pagesOf(r, found.Next), found.Explain
	v.Found = plural(found.Total, "article")
	if found.More {
		v.Found = "More than " + v.Found
	}
	if len(found.Hits) == 0 {
		v.Empty, v.Teach = "Nothing fits. Fewer words find more.", true
	}
	for i := range found.Hits {
		h := &found.Hits[i]
		line := lineOf(&h.ArticleRow)
		v.Hits = append(v.Hits, hitLine{
			Href: line.Href, Title: line.Title, Outlet: h.Outlet, Statements: line.Statements,
			Date: h.At.Format(time.DateOnly), DateWords: h.At.Format("2 Jan 2006"), Snippet: snippetHTML(&h.Snippet),
		})
	}
}

func snippetHTML(s *store.Snippet) template.HTML {
	var b strings.Builder
	write := func(text string) { b.WriteString(template.HTMLEscapeString(text)) }
	if s.Before {
		write("… ")
	}
	at := 0
	for _, m := range s.Marks {
		write(s.Text[at:m.Start])
		b.WriteString("<mark>")
		write(m.Of(s.Text))
		b.WriteString("</mark>")
		at = m.End
	}
	write(s.Text[at:])
	if s.After {
		write(" …")
	}
	return template.HTML(b.String()) //nolint:gosec // every text in it was escaped
}
