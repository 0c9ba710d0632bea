package web_test

import (
	"io"
	"regexp"
	"strings"
	"testing"

	"rapporteur/internal/store"
)

// TestEvidence: every statement of an article says where it stands, of what bytes and by which engine it was read, what people
// did to it, and can be cited with an address that marks its words.
func TestEvidence(t *testing.T) {
	st := matter(t)
	h := pages(t, st, io.Discard)
	list, err := st.Articles(t.Context(), store.ArticleFilter{Query: `"All 19"`})
	if err != nil || len(list.Rows) == 0 {
		t.Fatal(err)
	}
	page := get(t, h, "/articles/"+list.Rows[0].ID)
	view, err := st.Article(t.Context(), list.Rows[0].ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	statements := view.Document.Attributions
	if n := strings.Count(page, `class="evidence"`); n != len(statements) || n == 0 {
		t.Errorf("%d of %d statements have their evidence", n, len(statements))
	}
	words := texts(t, page)
	for _, want := range []string{"of revision 1 · bytes SHA-256 " + view.Provenance.PageHash[:12], "engine " + view.Provenance.Engine, "no human edit"} {
		if strings.Count(words, want) < len(statements) {
			t.Errorf("not every statement says %q", want)
		}
	}
	span := regexp.MustCompile(`characters (\d+)–(\d+) of`).FindStringSubmatch(words)
	if span == nil {
		t.Fatal("no span")
	}
	for _, want := range []string{"(" + list.Rows[0].Outlet + ", “" + list.Rows[0].Title + "”, 1 Dec 2025) " + list.Rows[0].URL + "#:~:text=", "Sofia Brandt, adviser to"} {
		if !strings.Contains(words, want) {
			t.Errorf("no citation says %q", want)
		}
	}
	if strings.Contains(words, "does not: ") {
		t.Error("an act that is denied reads oddly")
	}
}
