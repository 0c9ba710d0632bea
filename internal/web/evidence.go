package web

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"rapporteur"
	"rapporteur/internal/store"
)

// evidence says where a statement stands and what it was made of, so that anybody can check it: span, revision, bytes,
// engine, and what people did to it.
func evidence(stored *store.ArticleView, a *rapporteur.Attribution, ruled string) []string {
	doc, p := stored.Document, &stored.Provenance
	var spans []string
	for _, s := range a.Content {
		from := codePoints(doc.Article.Text, s.Start)
		spans = append(spans, fmt.Sprintf("%d–%d", from, from+utf8.RuneCountInString(s.Of(doc.Article.Text))))
	}
	var out []string
	if len(spans) > 0 {
		out = append(out, fmt.Sprintf("characters %s of revision %d", strings.Join(spans, ", "), doc.Article.Revision))
	}
	if p.PageHash != "" {
		out = append(out, "bytes SHA-256 "+p.PageHash[:min(12, len(p.PageHash))]+"…")
	}
	if p.Engine != "" {
		out = append(out, "engine "+p.Engine)
	}
	if ruled == "" {
		ruled = "no human edit"
	}
	return append(out, ruled)
}

// codePoints is how many code points stand before a byte of a text.
func codePoints(text string, at int) int { return utf8.RuneCountInString(text[:min(at, len(text))]) }

// citation is a statement with its source, to be pasted elsewhere: who, as what, says what, where, when, and the address that
// marks the words on the outlet's own page.
func citation(stored *store.ArticleView, n *noteView) string {
	a := stored.Document.Article
	who := n.Speaker
	if n.Role != "" {
		who += ", " + n.Role + ","
	}
	where := []string{stored.Row.Outlet}
	if t := a.Title(); t != "" {
		where = append(where, "“"+t+"”")
	}
	if !a.Published.Time.IsZero() && !stored.Row.DateDoubted() {
		where = append(where, a.Published.Time.Format("2 Jan 2006"))
	}
	s := who + " " + n.Act + ": " + n.Content + " (" + strings.Join(where, ", ") + ")"
	if n.Source != "" {
		s += " " + n.Source
	}
	return s
}
