package names_test

import (
	"testing"

	"rapporteur"
	"rapporteur/internal/score"
	"rapporteur/reading/encoder"
	"rapporteur/reading/names"
)

// trainedTagger takes the head out of the weights inside the program, or skips the test where they have none.
func trainedTagger(t testing.TB) (*encoder.Encoder, *names.Tagger) {
	t.Helper()
	e := encoder.Embedded()
	tagger, err := names.NewTagger(e)
	if err != nil {
		t.Skip("the weights have no head for names: ", err)
	}
	return e, tagger
}

// saw is what the tagger sees in a document.
func saw(t testing.TB, e *encoder.Encoder, tagger *names.Tagger, doc *rapporteur.Document) []names.Seen {
	t.Helper()
	states, err := e.Read(doc.Article.Text)
	if err != nil {
		t.Fatal(err)
	}
	return tagger.Find(states)
}

// TestFusedCoNLL measures what rules and tagger find, each alone and together.
func TestFusedCoNLL(t *testing.T) {
	docs, err := score.ReadCoNLL(corpus(t, "names/conll2003/eng.testa"))
	if err != nil {
		t.Fatal(err)
	}
	e, tagger := trainedTagger(t)
	sum := map[string]map[string]score.Counts{"rules": {}, "tagger": {}, "fused": {}}
	for _, d := range docs {
		doc := document(d)
		seen := saw(t, e, tagger, doc)
		var alone []names.Name
		for _, s := range seen {
			alone = append(alone, s.Name)
		}
		for how, found := range map[string][]names.Name{"rules": names.Spans(doc), "tagger": alone, "fused": names.Spans(doc, seen...)} {
			for i, s := range doc.Sentences {
				for k, c := range score.Names(score.Chunks(d.Tags[i]), chunks(s, found)) {
					sum[how][k] = sum[how][k].Add(c)
				}
			}
		}
	}
	for _, how := range []string{"rules", "tagger", "fused"} {
		for _, k := range []string{"", "PER", "ORG", "LOC", "MISC"} {
			c := sum[how][k]
			t.Logf("%-6s %-4s P %.1f R %.1f F1 %.1f", how, k, 100*c.Precision(), 100*c.Recall(), 100*c.F1())
		}
	}
	if fused, alone := sum["fused"][""].F1(), sum["tagger"][""].F1(); fused < alone-0.01 {
		t.Errorf("fused F1 %.3f, the tagger alone %.3f", fused, alone)
	}
}
