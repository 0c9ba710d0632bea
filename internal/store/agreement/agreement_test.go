package agreement

import (
	"slices"
	"strings"
	"testing"

	"rapporteur"
	"rapporteur/reading"
)

func read(texts ...string) (out []*rapporteur.Document) {
	for _, t := range texts {
		out = append(out, reading.Read(&rapporteur.Article{Text: t}))
	}
	return out
}

var quake = []string{
	"A 6.1 magnitude earthquake struck Aceh in Indonesia on Sunday, and six people were killed, officials said. \"We are still looking for survivors in the rubble,\" said Siti Rahmawati, the head of the rescue agency. Hospitals in Meulaboh were full.",
	"Nine people were killed in Aceh when an earthquake hit Indonesia, the disaster agency said. \"We are still looking for survivors under the rubble of the mosque,\" Rahmawati said. Japan offered a rescue team.",
	"Indonesia mourned nine people killed in Aceh. Schools in the province stay closed.",
}

func TestOf(t *testing.T) {
	docs := read(quake...)
	got := Of(docs)
	var all []string
	for _, n := range got.Names {
		if len(n.Places) == 3 {
			all = append(all, n.Words)
		}
		for _, p := range n.Places {
			if p.Of(docs[p.Report].Article.Text) == "" {
				t.Errorf("%s has no words in report %d", n.Words, p.Report)
			}
		}
	}
	slices.Sort(all)
	if strings.Join(all, ", ") != "Aceh, Indonesia" {
		t.Error("what all name:", all)
	}
	if len(got.Figures) == 0 || !got.Figures[0].Differ || !strings.Contains(got.Figures[0].Of, "people") || len(got.Figures[0].Cells) != 3 {
		t.Errorf("six and nine people killed do not stand side by side: %+v", got.Figures)
	}
	var only []string
	for _, o := range got.Only {
		only = append(only, o.New...)
	}
	for _, w := range []string{"Meulaboh", "Japan"} {
		if !slices.Contains(only, w) {
			t.Errorf("only one report has %s: %q", w, only)
		}
	}
	if slices.Contains(only, "Aceh") {
		t.Error(only)
	}
	if len(got.Quotes) != 1 || !got.Quotes[0].Differ || len(got.Quotes[0].Wordings) != 2 || !strings.HasSuffix(got.Quotes[0].Speaker, "Rahmawati") {
		t.Errorf("one quotation in two wordings: %+v", got.Quotes)
	}
}

func TestOfFew(t *testing.T) {
	for _, texts := range [][]string{nil, {""}, {quake[0]}, {"", ""}} {
		if got := Of(read(texts...)); len(got.Only)+len(got.Figures)+len(got.Names)+len(got.Quotes) != 0 {
			t.Errorf("%q: %+v", texts, got)
		}
	}
}
