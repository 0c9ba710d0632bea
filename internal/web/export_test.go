package web

import (
	"html/template"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"rapporteur/internal/store"
	"rapporteur/internal/store/matters"
)

// Routes are the patterns of all pages, so that tests walk them without a list of their own.
func Routes() []string {
	out := []string{"GET /{$}", "GET /assets/desk.css"}
	for pattern := range (&server{}).routes() {
		out = append(out, pattern)
	}
	slices.Sort(out)
	return out
}

// ArticlePage renders one article as the page does.
func ArticlePage(view *store.ArticleView, w http.ResponseWriter) error {
	v := articleViewOf(view, "")
	s := &server{Config: Config{Log: slog.New(slog.DiscardHandler)}, pages: map[string]*template.Template{}}
	t, err := parsePage("article")
	if err != nil {
		return err
	}
	s.pages["article"] = t
	return s.render(w, &page{name: "article", frame: frame{Title: v.Title, Here: "/articles", MainClass: "reading"}, view: v})
}

// SnippetHTML renders a snippet of a search.
func SnippetHTML(s *store.Snippet) string { return string(snippetHTML(s)) }

// BreakPage makes a page fail in the middle, as a fault in a template would.
func BreakPage(w http.ResponseWriter, r *http.Request, log *slog.Logger) {
	t, err := parsePage("message")
	if err != nil {
		panic(err)
	}
	s := &server{Config: Config{Log: log}, pages: map[string]*template.Template{"message": t}}
	s.serve(func(*http.Request) (*page, error) {
		return &page{name: "message", view: struct{ Heading string }{strings.Repeat("half ", 1000)}}, nil // it has no .Message
	})(w, r)
}

// Warning says what is wrong with a query for a dossier.
func Warning(m *matters.Matter, articles int) string { return warning(m, articles) }
