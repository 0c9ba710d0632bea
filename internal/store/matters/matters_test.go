package matters_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rapporteur/internal/desktest"
	"rapporteur/internal/store"
	"rapporteur/internal/store/matters"
)

// archive is a record with the articles of testdata whose folder names begin so, read and filed.
func archive(t *testing.T, prefix string) *store.Store {
	t.Helper()
	return desktest.Articles(t, prefix)
}

func safe(t *testing.T, st *store.Store) (*matters.Reader, store.Dossier) {
	t.Helper()
	d, err := st.AddDossier(t.Context(), store.Dossier{Name: "SAFE", Query: "SAFE", Aliases: []string{"Security Action for Europe"}}, day(5))
	if err != nil {
		t.Fatal(err)
	}
	return matters.NewReader(st), d
}

func day(n int) time.Time { return time.Date(2025, 12, n, 12, 0, 0, 0, time.UTC) }

func read(t *testing.T, r *matters.Reader, d store.Dossier, w matters.Window) *matters.Matter {
	t.Helper()
	m, err := r.Matter(t.Context(), d, w)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestSAFE: nine reports of eight weeks on one fund; its dossier states what a desk officer would want to know of it.
func TestSAFE(t *testing.T) {
	st := archive(t, "safe-")
	r, d := safe(t, st)
	m := read(t, r, d, matters.Window{})
	if m.Read != 9 || m.Matching != 9 || len(m.Articles) != 9 {
		t.Fatalf("%d articles of %d matching, %d read", len(m.Articles), m.Matching, m.Read)
	}
	t.Run("figures", func(t *testing.T) { figuresOfSAFE(t, m) })
	t.Run("ledger", func(t *testing.T) { ledgerOfSAFE(t, st, r, d) })
	t.Run("parties", func(t *testing.T) { partiesOfSAFE(t, m) })
	t.Run("passages", func(t *testing.T) { passagesOfSAFE(t, m) })
	t.Run("names", func(t *testing.T) {
		draft, err := r.Draft(t.Context(), store.Dossier{Name: "SAFE", Query: "SAFE"}, matters.Window{})
		if err != nil {
			t.Fatal(err)
		}
		p := draft.Proposals()
		if len(p) == 0 || p[0].Name != "Security Action for Europe" || !p[0].Alias || p[0].At.Words == "" {
			t.Errorf("%+v", p)
		}
	})
	t.Run("windows", func(t *testing.T) {
		november := matters.Window{From: time.Date(2025, 11, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC)}
		if got := read(t, r, d, november); len(got.Articles) != 4 {
			t.Errorf("%d articles in November", len(got.Articles))
		}
		if got := read(t, r, d, matters.Window{Limit: 2}); len(got.Articles) != 2 || got.Matching != 9 || !got.Reached.Equal(got.Articles[1].At) {
			t.Errorf("%d articles of %d", len(got.Articles), got.Matching)
		}
	})
	t.Run("no to this match", func(t *testing.T) {
		e, err := st.AddEdit(t.Context(), store.Edit{Dossier: d.ID, Kind: store.EditExclude, About: m.Articles[0].ID, At: day(5)})
		if err != nil {
			t.Fatal(err)
		}
		if got := read(t, r, d, matters.Window{}); len(got.Articles) != 8 || got.Excluded != 1 || got.Articles[0].ID == m.Articles[0].ID {
			t.Error("the article is still there")
		}
		if _, err := st.UndoEdit(t.Context(), e.ID, day(5)); err != nil {
			t.Fatal(err)
		}
		if got := read(t, r, d, matters.Window{}); len(got.Articles) != 9 {
			t.Error("undoing brings nothing back")
		}
	})
}

func figuresOfSAFE(t *testing.T, m *matters.Matter) {
	list := m.Quantities()
	find := func(value, unit string) *matters.Quantity {
		for i := range list {
			if list[i].Unit == unit && list[i].Figure.Value == value {
				return &list[i]
			}
		}
		t.Errorf("no quantity stands at %s %s", value, unit)
		return nil
	}
	if size := find("150000000000", "EUR"); size != nil {
		if size.Outlets < 5 || size.Articles != 9 || size.Changed() || size.Restated == nil || size.Restated.Unit != "USD" {
			t.Errorf("size: %d outlets, %d articles, %d values, restated %v", size.Outlets, size.Articles, len(size.Values), size.Restated)
		}
		if size != &list[0] {
			t.Error("the size does not come first")
		}
	}
	if applicants := find("19", ""); applicants != nil && applicants.Figure.PartOf != "27" {
		t.Errorf("19 of %q", applicants.Figure.PartOf)
	}
	if share := find("15", ""); share != nil {
		var values []string
		for _, v := range share.Values {
			values = append(values, v.Figure.Value)
		}
		if !slices.Equal(values, []string{"8", "12", "15"}) {
			t.Errorf("plans that include Ukraine: %v", values)
		}
		if !strings.Contains(share.Said.Words, "Ukraine") || share.Now().Figure.Value != "15" {
			t.Error(share.Said.Words)
		}
	}
	for _, q := range list {
		for _, v := range q.Values {
			for _, s := range v.Sources {
				if s.Words != strings.Join(strings.Fields(s.Span.Of(articleText(m, s.Article.ID))), " ") {
					t.Errorf("%q is not what stands there", s.Words)
				}
			}
		}
	}
}

func articleText(m *matters.Matter, id string) string {
	for i := range m.Articles {
		if m.Articles[i].ID == id {
			return m.Articles[i].Doc.Article.Text
		}
	}
	return ""
}

func ledgerOfSAFE(t *testing.T, st *store.Store, r *matters.Reader, d store.Dossier) {
	deadline := func(now time.Time) *matters.Entry {
		list := read(t, r, d, matters.Window{}).Ledger(now)
		for i := range list {
			if e := &list[i]; e.Due != nil && e.Due.From.Format(time.DateOnly) == "2025-11-30" {
				return e
			}
		}
		t.Fatal("the deadline of 30 November is missing")
		return nil
	}
	e := deadline(day(5))
	if e.State != matters.Passed || e.Articles < 2 || !strings.Contains(e.What, "plans") {
		t.Errorf("%+v", e)
	}
	if got := deadline(time.Date(2025, 11, 29, 0, 0, 0, 0, time.UTC)).State; got != matters.Ahead {
		t.Error(got)
	}
	set, err := st.AddEdit(t.Context(), store.Edit{Dossier: d.ID, Kind: store.EditLedger, About: e.Key, Words: string(matters.Kept), At: day(5)})
	if err != nil {
		t.Fatal(err)
	}
	if got := deadline(day(5)); got.State != matters.Kept || got.SetBy == nil {
		t.Error(got.State)
	}
	if _, err := st.UndoEdit(t.Context(), set.ID, day(5)); err != nil {
		t.Fatal(err)
	}
	if got := deadline(day(5)); got.State != matters.Passed {
		t.Error(got.State)
	}
}

func partiesOfSAFE(t *testing.T, m *matters.Matter) {
	g := m.Positions()
	if len(g.Steps) < 6 || len(g.Steps) > 12 {
		t.Errorf("%d steps", len(g.Steps))
	}
	find := func(name string) *matters.Party {
		for i := range g.Parties {
			if g.Parties[i].Name == name {
				return &g.Parties[i]
			}
		}
		t.Fatalf("%s is no party", name)
		return nil
	}
	stances := map[matters.Stance]int{}
	whitlock := find("Adam Whitlock")
	for _, column := range whitlock.Cells {
		for _, c := range column {
			stances[c.Stance] += len(c.Statements)
		}
	}
	if stances[matters.Against] == 0 || stances[matters.Warns] == 0 || whitlock.Last.At.Month() != time.November || whitlock.Last.At.Day() != 28 {
		t.Errorf("%v, last on %v", stances, whitlock.Last.At)
	}
	if last := find("Claire Desrosiers").Last; last.At.Day() != 4 || last.Act != "promises" {
		t.Errorf("the last word of Canada: %s %q", last.Act, last.Quote)
	}
	for name, printed := range map[string]string{"United Kingdom": "Britain", "Canada": "Canada"} {
		if p := find(name); p.Articles < 3 || p.Named == nil || !strings.Contains(p.Named.Words, printed) {
			t.Errorf("%s: %+v", name, p.Named)
		}
	}
}

func passagesOfSAFE(t *testing.T, m *matters.Matter) {
	for i := range m.Articles {
		a := &m.Articles[i]
		if frozen := strings.Contains(a.Title, "frozen"); a.About == frozen {
			t.Errorf("%s: about the fund is %v", a.Title, a.About)
		}
		for _, s := range a.Statements {
			if strings.Contains(s.Quote, "guarantees") {
				t.Errorf("%q is about another matter", s.Quote)
			}
		}
	}
}

// TestSuggest: what the newest articles name and the weeks before did not is suggested, and what is followed is not.
func TestSuggest(t *testing.T) {
	st := archive(t, "safe-")
	r := matters.NewReader(st)
	names := func() string {
		list, err := r.Suggest(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, x := range list {
			if x.Articles < 3 || x.At.Words == "" {
				t.Errorf("%+v", x)
			}
			out = append(out, x.Name)
		}
		return strings.Join(out, ", ")
	}
	if got := names(); !strings.Contains(got, "Elise Maurer") {
		t.Error(got)
	}
	if _, err := st.AddDossier(t.Context(), store.Dossier{Name: "Maurer", Query: `"Elise Maurer"`}, day(5)); err != nil {
		t.Fatal(err)
	}
	if got := names(); strings.Contains(got, "Elise Maurer") {
		t.Error("what is followed is suggested:", got)
	}
}
