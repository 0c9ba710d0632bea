package dates_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rapporteur"
	"rapporteur/internal/score"
	"rapporteur/reading/dates"
)

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

func TestTempEval3(t *testing.T) {
	docs, err := score.ReadTimeML(corpus(t, "dates", "tempeval3"))
	if err != nil {
		t.Fatal(err)
	}
	var errs strings.Builder
	report(t, "tuned two thirds", measure(docs, func(d score.DatedText) bool { return !d.Held() }, &errs))
	held := measure(docs, score.DatedText.Held, nil)
	report(t, "held third", held)
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
	report(t, "MEANTIME", measure(docs, func(score.DatedText) bool { return true }, &errs))
	if f := os.Getenv("DATES_ERRORS_MEANTIME"); f != "" {
		os.WriteFile(f, []byte(errs.String()), 0o600)
	}
}

func TestRecognizersText(t *testing.T) {
	specs, err := score.ReadTimeSpecs(corpus(t, "dates", "recognizers_text", "English", "DateTimeModel.json"))
	if err != nil {
		t.Fatal(err)
	}
	passed, applies := 0, 0
	left := map[string]int{}
	var errs strings.Builder
	for i := range specs {
		s := &specs[i]
		if ok, why := s.Applies(); !ok {
			left[why]++
			continue
		}
		applies++
		a := &rapporteur.Article{Text: s.Input, Language: "en-US", Published: rapporteur.Stamp{Time: s.Published(), From: rapporteur.FromGiven}}
		found := dates.Find(&rapporteur.Document{Article: a})
		ok, why := score.TimeSpecPasses(s, found)
		if ok {
			passed++
			continue
		}
		fmt.Fprintf(&errs, "%q (%s): %s\n", s.Input, s.Context.ReferenceDateTime, why)
		for _, r := range s.Results {
			fmt.Fprintf(&errs, "\t\tgold %q %v\n", r.Text, r.Resolution.Values)
		}
		for _, d := range found {
			fmt.Fprintf(&errs, "\t\tfound %q %s %s %s..%s\n", d.Of(s.Input), d.Kind, d.Value, d.From.Format("2006-01-02T15:04"), d.To.Format("2006-01-02T15:04"))
		}
	}
	t.Logf("Recognizers-Text: %d of %d applicable cases pass (%.1f %%); left out %v", passed, applies, 100*float64(passed)/float64(applies), left)
	if f := os.Getenv("DATES_ERRORS_RECOGNIZERS"); f != "" {
		os.WriteFile(f, []byte(errs.String()), 0o600)
	}
}
