package dates_test

import (
	"fmt"
	"time"

	"rapporteur"
	"rapporteur/reading/dates"
)

func ExampleFind() {
	doc := &rapporteur.Document{Article: &rapporteur.Article{
		Text:      "Ministers met on Monday and will vote by the end of next week.",
		Published: rapporteur.Stamp{Time: time.Date(2025, 12, 3, 0, 0, 0, 0, time.UTC), DateOnly: true},
	}}
	for _, d := range dates.Find(doc) {
		fmt.Println(d.Of(doc.Article.Text), d.Value, d.Mod, d.To.Format(time.DateOnly))
	}
	// Output:
	// Monday 2025-12-01  2025-12-02
	// the end of next week 2025-W50 END 2025-12-15
}
