package dates_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
	"rapporteur/internal/score"
	"rapporteur/reading/dates"
)

var update = flag.Bool("update", false, "rewrite the list of known failures")

func corpus(t testing.TB, path ...string) string {
	root := os.Getenv("RAPPORTEUR_CORPORA")
	if root == "" {
		t.Skip("RAPPORTEUR_CORPORA is not set")
	}
	return filepath.Join(append([]string{root}, path...)...)
}

func measure(docs []score.DatedText, keep func(score.DatedText) bool, errs *strings.Builder) score.DateCounts {
	var c score.DateCounts
	for _, d := range docs {
		if !keep(d) {
			continue
		}
		found := score.Timexes(dates.Find(&rapporteur.Document{Article: d.Article()}))
		c = c.Add(score.Dates(d.Gold, found))
		if errs != nil {
			explain(errs, d, found)
		}
	}
	return c
}

func explain(w *strings.Builder, d score.DatedText, found []score.Timex) {
	for _, p := range score.PairTimexes(d.Gold, found) {
		var g, f score.Timex
		kind := ""
		switch {
		case p.Found < 0:
			kind, g = "miss", d.Gold[p.Gold]
		case p.Gold < 0:
			kind, f = "extra", found[p.Found]
		default:
			g, f = d.Gold[p.Gold], found[p.Found]
			switch {
			case g.Value != f.Value && g.Span != f.Span:
				kind = "both"
			case g.Value != f.Value:
				kind = "value"
			case g.Span != f.Span:
				kind = "extent"
			default:
				continue
			}
		}
		s := g.Span
		if kind == "extra" {
			s = f.Span
		}
		before, after := d.Text[max(0, s.Start-70):s.Start], d.Text[s.End:min(len(d.Text), s.End+50)]
		fmt.Fprintln(w, strings.Join(strings.Fields(fmt.Sprintf("%s | %s | gold [%s] %s | found [%s] %s | %s <<%s>> %s | %s", kind, d.Published.Format("2006-01-02"), g.Of(d.Text), g.Value,
			f.Of(d.Text), f.Value, before, s.Of(d.Text), after, d.Name)), " "))
	}
}

func report(t *testing.T, name string, c score.DateCounts) {
	t.Logf("%s: gold %d, strict %.1f, relaxed %.1f (P %.1f R %.1f), value %.1f", name, c.Strict.Gold, 100*c.Strict.F1(), 100*c.Relaxed.F1(),
		100*c.Relaxed.Precision(), 100*c.Relaxed.Recall(), 100*c.Value.F1())
}

func atLeast(t *testing.T, name string, c score.Counts, percent float64) {
	t.Helper()
	if got := 100 * c.F1(); got < percent {
		t.Errorf("%s F1 %.1f, want at least %.0f", name, got, percent)
	}
}

func TestTempEval3(t *testing.T) {
	docs, err := score.ReadTimeML(corpus(t, "dates", "tempeval3"))
	if err != nil {
		t.Fatal(err)
	}
	var errs strings.Builder
	report(t, "tuned two thirds", measure(docs, func(d score.DatedText) bool { return !d.Held() }, &errs))
	held := measure(docs, score.DatedText.Held, nil)
	report(t, "held third", held)
	atLeast(t, "strict", held.Strict, 80)
	atLeast(t, "relaxed", held.Relaxed, 89)
	atLeast(t, "value", held.Value, 76)
	if f := os.Getenv("DATES_ERRORS"); f != "" {
		os.WriteFile(f, []byte(errs.String()), 0o600)
	}
}

func TestMEANTIME(t *testing.T) {
	docs, err := score.ReadMEANTIME(corpus(t, "dates", "meantime"))
	if err != nil {
		t.Fatal(err)
	}
	var errs strings.Builder
	c := measure(docs, func(score.DatedText) bool { return true }, &errs)
	report(t, "MEANTIME", c)
	atLeast(t, "value", c.Value, 70)
	if f := os.Getenv("DATES_ERRORS_MEANTIME"); f != "" {
		os.WriteFile(f, []byte(errs.String()), 0o600)
	}
}

// The cases of Recognizers-Text that apply to news and are known to fail stand in testdata/recognizers_text_failures.txt by
// their number in DateTimeModel.json; one that starts to pass must be struck off (go test -update).
func TestRecognizersText(t *testing.T) {
	specs, err := score.ReadTimeSpecs(corpus(t, "dates", "recognizers_text", "English", "DateTimeModel.json"))
	if err != nil {
		t.Fatal(err)
	}
	var failed []string
	var errs strings.Builder
	applies, left := 0, map[string]int{}
	for i := range specs {
		s := &specs[i]
		if ok, why := s.Applies(); !ok {
			left[why]++
			continue
		}
		applies++
		a := &rapporteur.Article{Text: s.Input, Language: "en-US", Published: rapporteur.Stamp{Time: s.Published(), From: rapporteur.FromGiven}}
		found := dates.Find(&rapporteur.Document{Article: a})
		if ok, why := score.TimeSpecPasses(s, found); !ok {
			failed = append(failed, strconv.Itoa(i))
			explainSpec(&errs, s, why, found)
		}
	}
	rate := 100 * float64(applies-len(failed)) / float64(applies)
	t.Logf("Recognizers-Text: %d of %d applicable cases pass (%.1f %%); left out %v", applies-len(failed), applies, rate, left)
	if rate < 75 {
		t.Errorf("pass rate %.1f %%, want at least 75 %%", rate)
	}
	if f := os.Getenv("DATES_ERRORS_RECOGNIZERS"); f != "" {
		os.WriteFile(f, []byte(errs.String()), 0o600)
	}
	golden(t, filepath.Join("testdata", "recognizers_text_failures.txt"), strings.Join(failed, "\n")+"\n")
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Fields(string(want)), strings.Fields(got)); diff != "" {
		t.Errorf("known failures have changed; look at them, then go test -update (-want +got):\n%s", diff)
	}
}

func explainSpec(w *strings.Builder, s *score.TimeSpec, why string, found []rapporteur.Date) {
	fmt.Fprintf(w, "%q (%s): %s\n", s.Input, s.Context.ReferenceDateTime, why)
	for _, r := range s.Results {
		fmt.Fprintf(w, "\t\tgold %q %v\n", r.Text, r.Resolution.Values)
	}
	for _, d := range found {
		fmt.Fprintf(w, "\t\tfound %q %s %s %s..%s\n", d.Of(s.Input), d.Kind, d.Value, d.From.Format("2006-01-02T15:04"), d.To.Format("2006-01-02T15:04"))
	}
}
