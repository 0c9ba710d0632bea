package desk

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rapporteur/internal/outlettest"
	"rapporteur/internal/store"
)

// Reports of one event whose pages claim to be of 1970 and of 2099, while the desk's clock is set back and put right again.
func TestOddTimes(t *testing.T) {
	databases(t, func(t *testing.T, dsn string) {
		now := time.Date(2025, 11, 30, 12, 0, 0, 0, time.UTC)
		dir := t.TempDir()
		d := openDesk(t, dsn, outlettest.New(t), func(c *Config) { c.Now = func() time.Time { return now } })
		report := func(name, published, extra string) {
			t.Helper()
			page := story("Earthquake kills six in Aceh, "+name, published, "A magnitude 6.1 earthquake struck Indonesia's Aceh province, killing six people near Blangpidie, the disaster agency said. A relief convoy is due to arrive tomorrow. "+extra)
			path := filepath.Join(dir, name+".html")
			if err := os.WriteFile(path, []byte(page), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := d.Add(t.Context(), path); err != nil {
				t.Fatal(err)
			}
			if err := d.Work(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		report("now", "2025-11-30T09:00:00Z", "Hospitals in Meulaboh were full.")
		report("zero", "1970-01-01T00:00:00Z", "Hundreds of houses were damaged.")
		report("future", "2099-01-01T00:00:00Z", "The governor closed the schools.")
		now = time.Date(2025, 11, 29, 12, 0, 0, 0, time.UTC) // the clock is set back by a day
		report("back", "2025-11-29T10:00:00Z", "Japan offered a rescue team of 40.")
		now = time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC) // and to where a battery ran out
		report("battery", "2025-11-30T11:00:00Z", "The mosque of the town collapsed.")
		now = time.Date(2025, 11, 30, 13, 0, 0, 0, time.UTC)

		list, err := d.Store.Articles(t.Context(), store.ArticleFilter{})
		if err != nil || len(list.Rows) != 5 {
			t.Fatalf("%d articles of 5 are on file: %v; %+v", len(list.Rows), err, outcomes(t, d.Store, store.OutcomeFilter{}))
		}
		told := map[string]int64{}
		for _, r := range list.Rows {
			told[r.Title[strings.LastIndex(r.Title, " ")+1:]] = r.Story
			if y := r.At.Year(); y != 2025 && y != 2001 {
				t.Errorf("%s stands at %v", r.URL, r.At)
			}
		}
		for _, path := range []string{"zero", "future", "back"} {
			if told[path] != told["now"] {
				t.Errorf("%s is not told by the story of the others: %v", path, told)
			}
		}
		if told["battery"] == 0 {
			t.Error("an article that came while the clock was wrong has no story:", told)
		}
		days, err := d.Store.Dates(t.Context(), store.DateFilter{})
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range days.Rows {
			if y := x.DueFrom.Year(); !x.DueFrom.IsZero() && y != 2025 {
				t.Errorf("the calendar has %v of an article whose date can't be: %+v", x.DueFrom, x)
			}
		}
		if n, err := d.Store.CloseStories(t.Context(), now.Add(-45*24*time.Hour)); err != nil || n > 1 {
			t.Errorf("%d articles closed that came just now: %v", n, err)
		}
	})
}
