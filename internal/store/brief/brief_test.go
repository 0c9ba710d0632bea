package brief_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rapporteur/internal/desktest"
	"rapporteur/internal/store"
	"rapporteur/internal/store/brief"
	"rapporteur/internal/store/matters"
)

// archive is a record with the reports on the SAFE fund of testdata and one on another matter, read and filed.
func archive(t *testing.T) *store.Store {
	t.Helper()
	return desktest.Articles(t, "safe-", "wire-report")
}

func day(month time.Month, n int) time.Time { return time.Date(2025, month, n, 0, 0, 0, 0, time.UTC) }

func TestBrief(t *testing.T) {
	st := archive(t)
	safe, err := st.AddDossier(t.Context(), store.Dossier{Name: "SAFE *fund*", Query: "SAFE"}, day(12, 1))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.AddDossier(t.Context(), store.Dossier{Name: "Silence", Query: "zzzz"}, day(12, 1)); err != nil {
		t.Fatal(err)
	}
	k := &brief.Maker{Store: st, Reader: matters.NewReader(st)}
	week := brief.Options{Since: day(11, 28), Until: day(12, 5), Now: day(12, 5)}
	make := func(o brief.Options) *brief.Brief {
		t.Helper()
		b, err := k.Make(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	b := make(week)
	if b.Articles != 4 || len(b.Sections) != 1 || len(b.Sections[0].Items) != 3 || len(b.Quiet) != 1 || len(b.Others) != 1 {
		t.Fatalf("%d articles, %d sections, %d quiet, %d others", b.Articles, len(b.Sections), len(b.Quiet), len(b.Others))
	}
	t.Run("lines", func(t *testing.T) { checkLines(t, st, b) })
	t.Run("edits", func(t *testing.T) { checkEdits(t, st, safe, func() *brief.Brief { return make(week) }) })
	t.Run("formats", func(t *testing.T) { checkFormats(t, b) })
	t.Run("one dossier", func(t *testing.T) {
		o := week
		o.Dossier = safe.ID
		if b := make(o); len(b.Sections) != 1 || len(b.Others)+len(b.Sources)+len(b.Quiet) != 0 {
			t.Errorf("%+v", b)
		}
	})
	t.Run("a report and its copy", func(t *testing.T) {
		items := make(brief.Options{Since: day(10, 9), Until: day(10, 10), Now: day(12, 5)}).Sections[0].Items
		if len(items) != 1 || items[0].Outlets != 2 || items[0].Independent != 1 || items[0].Copies != 1 || items[0].First.Outlet != "Continental Press Agency" {
			t.Errorf("%d lines: %s", len(items), items[0].Reports())
		}
	})
	t.Run("an empty period", func(t *testing.T) {
		if b := make(brief.Options{Since: day(1, 1), Until: day(1, 2), Now: day(12, 5)}); len(b.Sections) != 0 || len(b.Quiet) != 2 || b.Articles != 0 {
			t.Errorf("%+v", b)
		}
	})
	t.Run("seen since", func(t *testing.T) {
		o := brief.Options{Since: day(12, 5), Until: day(12, 6), Now: day(12, 5), SinceSeen: true} // filed now, dated days before
		if b := make(o); len(b.Sections) != 1 || len(b.Sections[0].Items) != 1 {
			t.Errorf("what came late is not in the brief: %d sections", len(b.Sections))
		}
	})
}

// checkLines: each line is what stands in its article, with what changed and who said it.
func checkLines(t *testing.T, st *store.Store, b *brief.Brief) {
	changed := false
	for _, it := range b.Sections[0].Items {
		a, err := st.Article(t.Context(), it.Sentence.Article.ID, 0)
		if err != nil {
			t.Fatal(err)
		}
		text := it.Sentence.Span.Of(a.Document.Article.Text)
		if strings.Join(strings.Fields(text), " ") != it.Sentence.Words || len(it.Quotes) == 0 || len(it.Quotes) > 2 {
			t.Errorf("%s: %q with %d quotations", it.Title, it.Sentence.Words, len(it.Quotes))
		}
		if strings.HasPrefix(it.Sentence.Words, "LONDON") {
			t.Error("the dateline is taken for what happened:", it.Sentence.Words)
		}
		for _, c := range it.Changes {
			changed = changed || c.From.Figure.Value == "12" && c.To.Figure.Value == "15" && strings.Contains(it.Title, "fifteen")
		}
	}
	if !changed {
		t.Error("nobody says that 12 plans became 15")
	}
	if i := slices.IndexFunc(b.Ahead, func(d brief.Due) bool { return d.Due.From.Equal(day(1, 30).AddDate(1, 0, 0)) }); i < 0 {
		t.Error("30 January 2026 is not ahead")
	}
	if i := slices.IndexFunc(b.Overdue, func(d brief.Due) bool { return d.Due.From.Equal(day(11, 30)) }); i < 0 {
		t.Error("the deadline of 30 November is not asked about")
	}
}

func checkEdits(t *testing.T, st *store.Store, d store.Dossier, again func() *brief.Brief) {
	was := again().Sections[0].Items
	do := func(kind store.EditKind, about, words string) store.Edit {
		t.Helper()
		e, err := st.AddEdit(t.Context(), store.Edit{Dossier: d.ID, Kind: kind, About: about, Words: words, At: day(12, 5)})
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	titles := func() string {
		var out []string
		for _, it := range again().Sections[0].Items {
			out = append(out, it.Title)
		}
		return strings.Join(out, " | ")
	}
	before := titles()
	edits := []store.Edit{
		do(store.EditPin, was[2].Line, ""), do(store.EditCut, was[1].Line, ""), do(store.EditRewrite, was[0].Line, "Short."),
	}
	s := again().Sections[0]
	if len(s.Items) != 2 || len(s.Cut) != 1 || s.Items[0].Title != was[2].Title || !s.Items[0].Pinned || s.Items[1].Yours != "Short." || s.Cut[0].Title != was[1].Title {
		t.Errorf("%s; cut %d", titles(), len(s.Cut))
	}
	for _, e := range edits {
		if _, err := st.UndoEdit(t.Context(), e.ID, day(12, 5)); err != nil {
			t.Fatal(err)
		}
	}
	if got := titles(); got != before {
		t.Errorf("undone, it reads %s, not %s", got, before)
	}
	moved := do(store.EditPlace, was[2].Line, was[0].Line)
	if got, want := titles(), was[2].Title+" | "+was[0].Title+" | "+was[1].Title; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	last := do(store.EditPlace, was[2].Line, "")
	if got := titles(); got != before {
		t.Error(got)
	}
	for _, e := range []store.Edit{moved, last} {
		if _, err := st.UndoEdit(t.Context(), e.ID, day(12, 5)); err != nil {
			t.Fatal(err)
		}
	}
}

func checkFormats(t *testing.T, b *brief.Brief) {
	b.Sections[0].Items[0].Yours = "<b>ours</b> & *theirs*"
	for f, want := range map[brief.Format][]string{
		brief.Text:     {"Brief of Thursday 4 December 2025", "SAFE *fund*", "Dates ahead", "30 Jan 2026", "12 → 15", "[yours] <b>ours</b>"},
		brief.Markdown: {"# Brief of Thursday 4 December 2025", `SAFE \*fund\*`, "## Dates ahead", "| Fri 30 Jan 2026 |", "12 → 15", `*(our words)* \<b\>ours`, "](https://brusselsdispatch.example/2025/12/01/all-plans-in"},
		brief.HTML:     {"<h1>Brief of Thursday 4 December 2025</h1>", "SAFE *fund*", "Dates ahead", "12 → 15", "&lt;b&gt;ours", "#:~:text="},
	} {
		var out bytes.Buffer
		if err := b.Write(&out, f, "http://127.0.0.1:8470"); err != nil {
			t.Fatal(err)
		}
		for _, w := range want {
			if !strings.Contains(out.String(), w) {
				t.Errorf("%s: no %q in\n%s", f, w, out.String())
			}
		}
		if f == brief.HTML && (strings.Contains(out.String(), "<script") || strings.Contains(out.String(), "src=") || strings.Contains(out.String(), "url(")) {
			t.Error("the mail is not self-contained")
		}
		if dir := os.Getenv("BRIEF_TO"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, "brief."+string(f)), out.Bytes(), 0o600); err != nil {
				t.Error(err)
			}
		}
	}
}
