package names_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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
	_, found := names.Read(read(text), h.tagger.Find(states), h.referrer.Over(slices.Values([]*encoder.States{states})))
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
		doc := d.Document()
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

// TestFuse gives the tagger's part by hand, as it errs: titles in names, kinds that waver, words that only open a sentence.
func TestFuse(t *testing.T) {
	type saw struct {
		words      string
		kind       names.Kind
		confidence float64
	}
	for _, c := range []struct {
		about, text string
		saw         []saw
		want        []string
	}{
		{"a title", "Reporters met Mr. Quist.", []saw{{"Mr. Quist", names.Person, 0.9}}, []string{"Quist person"}},
		{"a state and a title", "Reporters met Vermont Sen. Anna Berg.", []saw{{"Vermont Sen. Anna Berg", names.Organisation, 0.6}}, []string{"Vermont place", "Anna Berg person"}},
		{"a possessive", "Reporters saw Quist's house.", []saw{{"Quist's", names.Person, 0.9}}, []string{"Quist person"}},
		{"a party tag", "Anna Berg (R-Wis.) left.", []saw{{"Anna Berg", names.Person, 0.9}, {"R-Wis", names.Organisation, 0.9}}, []string{"Anna Berg person"}},
		{"an ordinary word", "Aides left. The aides were late.", []saw{{"Aides", names.Organisation, 0.9}}, nil},
		{"a kind that wavers", "Anna Quist left. Quist was late.", []saw{{"Anna Quist", names.Person, 0.99}, {"Quist", names.Organisation, 0.5}}, []string{"Anna Quist person", "Quist person"}},
		{"borders", "He joined Reform Harbour Now today.", []saw{{"Harbour Now", names.Organisation, 0.9}}, []string{"Harbour Now organisation"}},
		{"not seen, known", "Anna Quist left Norway.", []saw{{"Anna Quist", names.Person, 0.99}}, []string{"Anna Quist person", "Norway place"}},
		{"a nickname", `Critics of Anna "Puck" Berg left.`, []saw{{"Anna", names.Person, 0.9}, {"Berg", names.Person, 0.9}}, []string{`Anna "Puck" Berg person`}},
		{"seen elsewhere", "Parents for Harbour Peace met. Later friends of Parents for Harbour Peace left.", []saw{{"Parents for Harbour Peace", names.Organisation, 0.9}},
			[]string{"Parents for Harbour Peace organisation", "Parents for Harbour Peace organisation"}},
		{"not seen, not supported", "Anna Quist liked Zorblat.", []saw{{"Anna Quist", names.Person, 0.99}}, []string{"Anna Quist person"}},
	} {
		var seen []names.Seen
		at := 0
		for _, s := range c.saw {
			at += strings.Index(c.text[at:], s.words)
			seen = append(seen, names.Seen{Name: names.Name{Span: rapporteur.Span{Start: at, End: at + len(s.words)}, Kind: s.kind}, Confidence: s.confidence})
			at += len(s.words)
		}
		var got []string
		for _, n := range names.Spans(read(c.text), seen...) {
			got = append(got, n.Of(c.text)+" "+n.Kind.String())
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.about, diff)
		}
	}
}
