package store

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
	"rapporteur/reading/tokens"
)

var (
	markedMoney = regexp.MustCompile(`€(\d+)(?:-(\d+))? billion|(\d+) (?:states|votes)`)
	markedDate  = regexp.MustCompile(`\d{4}-\d\d-\d\d`)
	markedBond  = regexp.MustCompile(`(?:([A-Z]\w+) )?must (\w+) by (\d{4}-\d\d-\d\d)`)
)

// markFacts finds sums in billions of euros, counts of states and votes, ISO dates, and what "must ... by" a date.
func markFacts(doc *rapporteur.Document) {
	text := doc.Article.Text
	doc.Sentences = tokens.Find(doc.Article)
	for i := range doc.Sentences {
		doc.Sentences[i].Tokens = nil // they are not kept
	}
	span := func(m []int, group int) rapporteur.Span {
		if m[2*group] < 0 {
			return rapporteur.Span{}
		}
		return rapporteur.Span{Start: m[2*group], End: m[2*group+1]}
	}
	for _, m := range markedMoney.FindAllStringSubmatchIndex(text, -1) {
		f := rapporteur.Figure{Span: span(m, 0), Same: rapporteur.None, AsOf: rapporteur.None}
		if f.Value = span(m, 3).Of(text); f.Value == "" {
			f.Value, f.Unit = span(m, 1).Of(text)+"000000000", "EUR"
			if h := span(m, 2).Of(text); h != "" {
				f.High = h + "000000000"
			}
		} else {
			f.Of = rapporteur.Span{Start: m[7] + 1, End: m[1]}
		}
		doc.Figures = append(doc.Figures, f)
	}
	for _, m := range markedDate.FindAllStringIndex(text, -1) {
		d := rapporteur.Date{Span: rapporteur.Span{Start: m[0], End: m[1]}, Grain: rapporteur.GrainDay, Kind: rapporteur.Point}
		d.Value, d.ISO = d.Of(text), d.Of(text)
		d.From, _ = time.Parse(time.DateOnly, d.Value)
		d.To = d.From.AddDate(0, 0, 1)
		doc.Dates = append(doc.Dates, d)
	}
	for _, m := range markedBond.FindAllStringSubmatchIndex(text, -1) {
		c := rapporteur.Commitment{Span: span(m, 0), Kind: rapporteur.Deadline, Attribution: rapporteur.None, Who: span(m, 1), What: span(m, 2), Due: rapporteur.None}
		for i, d := range doc.Dates {
			if d.Start == m[6] {
				c.Due = i
			}
		}
		doc.Commitments = append(doc.Commitments, c)
	}
}

func (p *press) figures(f FigureFilter) []FigureRow {
	p.t.Helper()
	list, err := p.Figures(p.t.Context(), f)
	if err != nil {
		p.t.Fatal(err)
	}
	return list.Rows
}

func (p *press) commitments(f CommitmentFilter) []CommitmentRow {
	p.t.Helper()
	list, err := p.Commitments(p.t.Context(), f)
	if err != nil {
		p.t.Fatal(err)
	}
	return list.Rows
}

func testFacts(t *testing.T, p *press) {
	p.publish("https://a.example/1", "The fund", "2025-11-30T18:00:00Z",
		`Kaja Kallas: "The fund of €150 billion is asked for by 19 states." Plans of €3-5 billion were heard of.`, `Poland must apply by 2026-01-31. Sums of €9 billion fell due.`, long)
	p.publish("https://b.example/2", "Another", "2025-12-01T07:00:00Z", "A loan of €90 billion; it must end by 2027-06-30.", long)
	p.work()
	rows := p.figures(FigureFilter{})
	var got []string
	for _, r := range rows {
		got = append(got, fmt.Sprintf("%s|%g|%g|%s|%s|%s|%d", r.Words, r.Low, r.Upper, r.Unit, r.OfWords, r.Speaker, r.Index))
	}
	want := []string{"€90 billion|9e+10|9e+10|EUR|||0", "€150 billion|1.5e+11|1.5e+11|EUR||Kaja Kallas|0", "19 states|19|19||states|Kaja Kallas|1",
		"€3-5 billion|3e+09|5e+09|EUR|||2", "€9 billion|9e+09|9e+09|EUR|||3"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if r := rows[1]; r.SentenceWords == "" || !strings.Contains(r.SentenceWords, "asked for by 19 states") || r.Statement != 0 || r.Title != "The fund" || r.OutletHost != "a.example" || r.At.IsZero() || r.Same != rapporteur.None {
		t.Errorf("%+v", r)
	}
	for name, c := range map[string]struct {
		f FigureFilter
		n int
	}{
		"unit": {FigureFilter{Unit: "EUR"}, 4}, "counts": {FigureFilter{Unit: "count"}, 1}, "outlet": {FigureFilter{Outlet: "b.example"}, 1}, "words": {FigureFilter{Query: "loan"}, 1},
		"from": {FigureFilter{From: p.day.Add(-12 * time.Hour)}, 1}, "to": {FigureFilter{To: p.day.Add(-12 * time.Hour)}, 4}, "article": {FigureFilter{ArticleID: rows[0].ArticleID}, 1}, "no article": {FigureFilter{ArticleID: "none"}, 0},
	} {
		if got := p.figures(c.f); len(got) != c.n {
			t.Errorf("%s: %d figures, want %d", name, len(got), c.n)
		}
	}
	bonds := p.commitments(CommitmentFilter{ByDue: true})
	if len(bonds) != 2 || bonds[0].WhoWords != "Poland" || bonds[0].WhatWords != "apply" || bonds[0].DueWords != "2026-01-31" || bonds[0].Due != 0 || !bonds[0].DueFrom.Equal(time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC)) ||
		bonds[0].Kind != rapporteur.Deadline || bonds[1].WhoWords != "" || !strings.HasPrefix(bonds[0].SentenceWords, "Poland must apply") {
		t.Errorf("%+v", bonds)
	}
	if got := p.commitments(CommitmentFilter{DueFrom: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)}); len(got) != 1 {
		t.Errorf("%d due after January, want 1", len(got))
	}
	if got := p.commitments(CommitmentFilter{Kind: rapporteur.Meeting}); len(got) != 0 {
		t.Error(got)
	}
	dates, err := p.Dates(t.Context(), DateFilter{DueTo: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil || len(dates.Rows) != 1 || dates.Rows[0].Value != "2026-01-31" || dates.Rows[0].Grain != rapporteur.GrainDay {
		t.Errorf("%+v %v", dates, err)
	}
	// A new revision takes the place of the old one's facts.
	p.publish("https://a.example/1", "The fund", "2025-11-30T18:00:00Z", "Now it is €200 billion.", long)
	p.work()
	if got := p.figures(FigureFilter{Outlet: "a.example"}); len(got) != 1 || got[0].Value != "200000000000" || got[0].Revision != 2 {
		t.Errorf("%+v", got)
	}
	if got := p.commitments(CommitmentFilter{}); len(got) != 1 {
		t.Errorf("%+v", got)
	}
}

func testFactPages(t *testing.T, p *press) {
	for i := range 5 {
		p.publish(fmt.Sprintf("https://a.example/%d", i), fmt.Sprintf("Number %d", i), "2025-11-30", fmt.Sprintf("Spain must sign by 2026-01-%02d. Italy must vote by 2026-01-15.", 10+i), long)
	}
	p.work()
	for _, byDue := range []bool{false, true} {
		var got []CommitmentRow
		seen := map[string]bool{}
		for f := (CommitmentFilter{Limit: 3, ByDue: byDue}); ; {
			list, err := p.Commitments(t.Context(), f)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range list.Rows {
				seen[fmt.Sprint(r.ArticleID, r.Index)] = true
			}
			got = append(got, list.Rows...)
			if f.Before = list.Next; f.Before == "" {
				break
			}
		}
		if len(got) != 10 || len(seen) != 10 {
			t.Fatalf("by due %v: %d rows, %d of them different; want 10", byDue, len(got), len(seen))
		}
		for i := 1; byDue && i < len(got); i++ {
			if got[i].DueFrom.Before(got[i-1].DueFrom) {
				t.Errorf("%v comes after %v", got[i].DueFrom, got[i-1].DueFrom)
			}
		}
	}
	if _, err := p.Commitments(t.Context(), CommitmentFilter{ByDue: true, Before: "x"}); err == nil {
		t.Error("a place in another list is taken for one in this")
	}
}
