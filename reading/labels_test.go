package reading_test

import (
	"os"
	"path/filepath"
	"testing"

	"rapporteur"
	"rapporteur/internal/score"
	"rapporteur/reading"
	"rapporteur/reading/attributions"
)

// source gives the articles that labels speak of: those of Wikinews from the sample outlet, those of PolNeAR's training half from the
// corpora, where they are.
type source struct {
	news    map[string]*rapporteur.Article
	corpora string
}

func sources(t *testing.T) *source {
	t.Helper()
	news, err := score.ReadWikinews("../internal/sample/wikinews.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	return &source{news, os.Getenv("RAPPORTEUR_CORPORA")}
}

func (s *source) article(name string) *rapporteur.Article {
	if a := s.news[name]; a != nil || s.corpora == "" {
		return a
	}
	text, err := os.ReadFile(filepath.Join(s.corpora, "attribution/polnear/train/text", name+".txt"))
	if err != nil {
		return nil
	}
	return &rapporteur.Article{Text: string(text), Language: "en", Published: score.DayInName(name)}
}

// TestLabelledActs measures the acts of the half that rules are developed on, given source, cue and content. RAPPORTEUR_ERRORS=1
// prints what is wrong.
func TestLabelledActs(t *testing.T) {
	from := sources(t)
	for _, file := range []string{"acts-wikinews.tsv", "acts-polnear.tsv"} {
		all, err := score.ReadStatements("attributions/testdata/" + file)
		if err != nil {
			t.Fatal(err)
		}
		var c score.ActCounts
		for name, list := range byArticle(all) {
			a := from.article(name)
			if a == nil || score.Measured(name) {
				continue
			}
			doc := reading.Read(a)
			found := attributions.Complete(doc, score.InBytes(a.Text, list))
			c = c.Add(score.Acts(a.Text, list, found, func(g *score.Statement, x *rapporteur.Attribution) {
				if os.Getenv("RAPPORTEUR_ERRORS") != "" {
					t.Logf("%s want %q %v %v, got %q %v %v: [%s] {%s} (%s)", name, g.Act, g.Negated, g.Hedged, x.Act, x.Negated, x.Hedged,
						words(a.Text, x.Source), words(a.Text, x.Cue), words(a.Text, x.Content))
				}
			}))
		}
		if c.Act.Gold == 0 {
			t.Logf("%s: the articles are not here", file)
			continue
		}
		t.Logf("%s: %d labelled, %d matched, acts right %.1f %%, negated F1 %.1f of %d, hedged F1 %.1f of %d", file, c.Act.Gold, c.Act.Found,
			100*c.Act.Recall(), 100*c.Negated.F1(), c.Negated.Gold, 100*c.Hedged.F1(), c.Hedged.Gold)
		if c.Act.Recall() < .8 {
			t.Errorf("%s: %.1f %% of the acts are right", file, 100*c.Act.Recall())
		}
	}
}

// TestLabelledCommitments measures the commitments of the half that rules are developed on.
func TestLabelledCommitments(t *testing.T) {
	from := sources(t)
	for _, file := range []string{"commitments-wikinews.tsv", "commitments-polnear.tsv"} {
		all, err := score.ReadBindings("commitments/testdata/" + file)
		if err != nil {
			t.Fatal(err)
		}
		var c score.Counts
		for i := range all {
			b := &all[i]
			a := from.article(b.Article)
			if a == nil || score.Measured(b.Article) {
				continue
			}
			c = c.Add(bindings(t, a, b))
		}
		if c.Gold == 0 {
			t.Logf("%s: the articles are not here", file)
			continue
		}
		t.Logf("%s: %d commitments, P %.1f R %.1f F1 %.1f", file, c.Gold, 100*c.Precision(), 100*c.Recall(), 100*c.F1())
		if c.F1() < .65 {
			t.Errorf("%s: F1 %.1f", file, 100*c.F1())
		}
	}
}

func bindings(t *testing.T, a *rapporteur.Article, b *score.Binding) score.Counts {
	found := reading.Read(a).Commitments
	runes := []rune(a.Text)
	show := os.Getenv("RAPPORTEUR_ERRORS") != ""
	return score.Bindings(a.Text, b, found, func(i int) {
		if f := found[i]; show {
			t.Logf("%s WRONG %s who %q what %q in %q", b.Article, f.Kind, f.Who.Of(a.Text), f.What.Of(a.Text), a.Text[max(0, f.Start-60):min(len(a.Text), f.End+40)])
		}
	}, func(g *score.Bonded) {
		if show {
			t.Logf("%s MISSED %v who %q what %q in %q", b.Article, g.Kinds, string(runes[g.Who.Start:g.Who.End]), string(runes[g.What.Start:g.What.End]), string(runes[max(0, g.What.Start-130):min(len(runes), g.What.End+40)]))
		}
	})
}

func byArticle(all []score.Statement) map[string][]score.Statement {
	out := map[string][]score.Statement{}
	for _, s := range all {
		out[s.Article] = append(out[s.Article], s)
	}
	return out
}

func words(text string, list []rapporteur.Span) string {
	var out []byte
	for _, s := range list {
		out = append(append(out, s.Of(text)...), ' ')
	}
	return string(out)
}
