package names_test

import (
	"testing"

	"rapporteur"
	"rapporteur/internal/score"
	"rapporteur/reading/encoder"
	"rapporteur/reading/names"
)

// trained is the encoder inside the program, with the heads of this package.
type trained struct {
	encoder  *encoder.Encoder
	tagger   *names.Tagger
	referrer *names.Referrer
}

// trainedHeads takes the heads out of the weights inside the program, or skips the test where they have none.
func trainedHeads(t testing.TB) (h trained) {
	t.Helper()
	h.encoder = encoder.Embedded()
	var errTagger, errReferrer error
	h.tagger, errTagger = names.NewTagger(h.encoder)
	h.referrer, errReferrer = names.NewReferrer(h.encoder)
	if errTagger != nil || errReferrer != nil {
		t.Skip("the weights lack heads for names: ", errTagger, errReferrer)
	}
	return h
}

func (h trained) read(t testing.TB, text string) *encoder.States {
	t.Helper()
	states, err := h.encoder.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	return states
}

// entities reads a text with all heads.
func (h trained) entities(t testing.TB, text string) []rapporteur.Entity {
	t.Helper()
	states := h.read(t, text)
	_, found := names.Read(read(text), h.tagger.Find(states), h.referrer.Over([]*encoder.States{states}))
	return found
}

// TestFusedCoNLL measures what rules and tagger find, each alone and together.
func TestFusedCoNLL(t *testing.T) {
	docs, err := score.ReadCoNLL(corpus(t, "names/conll2003/eng.testa"))
	if err != nil {
		t.Fatal(err)
	}
	h := trainedHeads(t)
	sum := map[string]map[string]score.Counts{"rules": {}, "tagger": {}, "fused": {}}
	for _, d := range docs {
		doc := document(d)
		seen := h.tagger.Find(h.read(t, doc.Article.Text))
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
