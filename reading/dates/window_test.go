package dates_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
	"rapporteur/reading/dates"
)

// In a text of many windows each paragraph has the dates that it has in a short one.
func TestLongTextsHaveTheSameDates(t *testing.T) {
	const unit = "The talks “will go on” on 3 May 2026, a day after the summit, and end on Friday. From 10 June to July 2, 2026 the fund paid; it rose in 2025 and 2026.\n\n"
	find := func(n int) []rapporteur.Date {
		return dates.Find(&rapporteur.Document{Article: &rapporteur.Article{Text: strings.Repeat(unit, n)}})
	}
	const many = 2000
	short, long := find(2), find(many)
	each := len(short) / 2
	if each < 5 || len(long) != many*each {
		t.Fatalf("%d dates in two paragraphs, %d in %d", len(short), len(long), many)
	}
	for i := each; i < len(long); i++ {
		got, want := long[i], short[each+i%each]
		by := (i/each - 1) * len(unit)
		got.Start, got.End = got.Start-by, got.End-by
		if !got.Event.Empty() {
			got.Event.Start, got.Event.End = got.Event.Start-by, got.Event.End-by
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("date %d of paragraph %d: %s", i%each, i/each, diff)
		}
	}
}
