package web

import (
	"html/template"
	"net/http"
	"strings"
	"time"

	"rapporteur/internal/store"
	"rapporteur/internal/store/query"
)

type searchView struct {
	Query, From, To string
	Found           string
	Explain         string
	Readings        []readingView
	Limit           string // where counting stopped
	Problem         *queryProblem
	Said            string // what a change to the saved queries came to
	Deleted         int64  // a saved query that was deleted just now
	Hits            []hitLine
	Empty           string
	Teach           bool // show how a query is written
	Facets          []facetView
	Counted         string     // of which articles the facets are
	Months          *chartView // nil where one month has it all
	Builder         builderView
	Saved           []savedView
	Others          []option // the same query on other pages
	Pages           pages
}

type hitLine struct {
	Href, Title, Outlet, Date, DateWords, Statements string
	Snippet                                          template.HTML
	Why                                              []reasonView
}

// facetView is one side of what was found.
type facetView struct {
	Name   string
	Values []facetLine
}

type facetLine struct {
	Name, Href, Share string
	Count             int
}

func (s *server) search(r *http.Request) (*page, error) {
	q := r.URL.Query()
	view := searchView{Query: strings.TrimSpace(q.Get("q")), From: q.Get("from"), To: q.Get("to"), Said: heard(r), Deleted: numberOf(q.Get("deleted"))}
	p := &page{name: "search", frame: frame{Title: "Search", Here: "/search", Query: view.Query}}
	var err error
	if view.Builder, err = s.builder(r, view.Query); err != nil {
		return nil, err
	}
	if view.Saved, err = s.savedQueries(r); err != nil {
		return nil, err
	}
	if view.Query == "" {
		view.Teach = true
		p.view = view
		return p, nil
	}
	from, to, err := dateRange(q)
	if err != nil {
		return nil, err
	}
	found, err := s.Store.Search(r.Context(), view.Query, store.SearchOptions{From: from, To: to, Outlet: q.Get("outlet"), Before: store.Cursor(q.Get("before")), Facets: true})
	if view.Problem, err = problemOf(err); err != nil {
		return nil, err
	}
	if view.Problem != nil {
		p.status = http.StatusBadRequest
		view.Teach, view.Found = true, "Not understood"
		p.view = view
		return p, nil
	}
	view.fill(r, found)
	if found.Facets != nil {
		view.facets(found.Facets)
	}
	p.view = view
	return p, nil
}

func (v *searchView) fill(r *http.Request, found *store.SearchResult) {
	v.Pages, v.Explain = pagesOf(r, found.Next).lookedBack(found.Reached), found.Explain
	v.Readings = readingsOf(found.Readings)
	v.Found = plural(found.Total, "article")
	if found.More {
		v.Found = "More than " + v.Found
		v.Limit = "Counting stops at " + plural(found.Total, "article") + "; all that fit are listed, page by page."
	}
	switch {
	case !found.Reached.IsZero() && r.URL.Query().Get("before") == "":
		v.Found = plural(found.Total, "article") + " since " + found.Reached.Format("2 Jan 2006")
	case len(found.Hits) == 0:
		v.Empty, v.Teach = "Nothing fits. Fewer conditions find more.", true
	}
	for i := range found.Hits {
		h := &found.Hits[i]
		line := lineOf(&h.ArticleRow)
		v.Hits = append(v.Hits, hitLine{
			Href: line.Href, Title: line.Title, Outlet: h.Outlet, Statements: line.Statements,
			Date: h.At.Format(time.DateOnly), DateWords: h.At.Format("2 Jan 2006"), Snippet: snippetHTML(&h.Snippet), Why: reasonsOf(h.ID, h.Reasons),
		})
	}
	v.Others = otherPages(v.Query, "/search")
}

// facets shows the sides of what was found; each value leads to the query that has it too.
func (v *searchView) facets(f *store.Facets) {
	v.Counted = "of all " + plural(f.Of, "article") + " found"
	if f.More {
		v.Counted = "of the newest " + plural(f.Of, "article") + " found, older ones are not counted"
	}
	for _, side := range []struct {
		name, field string
		list        []store.Facet
	}{{"Outlet", "outlet", f.Outlets}, {"Who speaks", "by", f.Speakers}, {"Act", "act", f.Acts}} {
		facet := facetView{Name: side.name}
		for _, x := range side.list {
			facet.Values = append(facet.Values, facetLine{Name: x.Name, Href: searchHref(v.narrower(side.field, x.Value)), Count: x.Articles, Share: share(x.Articles, f.Of)})
		}
		if len(facet.Values) > 0 {
			v.Facets = append(v.Facets, facet)
		}
	}
	if len(f.Months) < 2 {
		return
	}
	c := &chart{Title: "Articles a month", Shape: chartBars, Period: "month", Series: []chartSeries{{Name: "articles"}}}
	for i := range f.Months {
		x := &f.Months[i]
		c.Series[0].Points = append(c.Series[0].Points, chartPoint{At: x.Month(), Value: float64(x.Articles), Words: plural(x.Articles, "article") + ", " + share(x.Articles, f.Of), Href: searchHref(v.narrower("date", x.Value))})
	}
	v.Months = c.view()
}

// narrower adds a condition to the query: one on a statement in parentheses, so that it asks for one anywhere in the
// article, as it was counted.
func (v *searchView) narrower(field, value string) string {
	term := field + ":" + query.Quote(strings.Map(unquoted, value))
	if field == "by" || field == "act" {
		term = "(" + term + ")"
	}
	return v.Query + " " + term
}

// share is a part in per cent.
func share(n, of int) string {
	if of == 0 {
		return ""
	}
	return itoa((200*n+of)/(2*of)) + " %"
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
