package figures_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
	"rapporteur/reading/dates"
	"rapporteur/reading/figures"
)

// In a text of many windows each paragraph has the figures that it has in a short one.
func TestLongTextsHaveTheSameFigures(t *testing.T) {
	const unit = "Call +44 20 7946 0958: 19 of the 27 members pay €150 billion ($174 billion) in 2026, up 5 % or 7 billion. As of Monday, 737s made 40C of 1,200 flights late.\n\n"
	find := func(n int) []rapporteur.Figure {
		doc := &rapporteur.Document{Article: &rapporteur.Article{Text: "Boeing weather.\n\n" + strings.Repeat(unit, n)}}
		doc.Dates = dates.Find(doc)
		out := figures.Find(doc)
		for i := range out {
			if f := &out[i]; f.AsOf != rapporteur.None {
				f.AsOf = doc.Dates[f.AsOf].Start - f.Start // as far from the figure
			}
		}
		return out
	}
	const many = 2000
	short, long := find(2), find(many)
	each := len(short) / 2
	if each < 5 || len(long) != many*each {
		t.Fatalf("%d figures in two paragraphs, %d in %d", len(short), len(long), many)
	}
	for i := each; i < len(long); i++ {
		got, want := long[i], short[each+i%each]
		by := (i/each - 1) * len(unit)
		got.Start, got.End = got.Start-by, got.End-by
		if !got.Of.Empty() {
			got.Of.Start, got.Of.End = got.Of.Start-by, got.Of.End-by
		}
		if got.Same != rapporteur.None {
			got.Same -= (i/each - 1) * each
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("figure %d of paragraph %d: %s", i%each, i/each, diff)
		}
	}
}
