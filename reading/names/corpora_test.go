package names_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rapporteur"
	"rapporteur/internal/score"
	"rapporteur/reading/names"
)

// corpus opens a file of the corpora, or skips the test where they are absent.
func corpus(t testing.TB, path string) *os.File {
	t.Helper()
	dir := os.Getenv("RAPPORTEUR_CORPORA")
	if dir == "" {
		t.Skip("RAPPORTEUR_CORPORA is not set: no corpora to measure on")
	}
	f, err := os.Open(filepath.Join(dir, path))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// chunks turns the names of one sentence into runs of its tokens.
func chunks(s rapporteur.Sentence, found []names.Name) []score.Chunk {
	var out []score.Chunk
	for _, n := range found {
		if c, ok := score.Cover(s, n.Span, n.Kind.String()); ok {
			out = append(out, c)
		}
	}
	return out
}

func scoreCoNLL(t *testing.T, path string, report func(words []string, gold, found []score.Chunk)) map[string]score.Counts {
	docs, err := score.ReadCoNLL(corpus(t, path))
	if err != nil {
		t.Fatal(err)
	}
	sum := map[string]score.Counts{}
	for _, d := range docs {
		doc := d.Document()
		found := names.Spans(doc)
		for i, s := range doc.Sentences {
			gold, got := score.Chunks(d.Tags[i]), chunks(s, found)
			for k, c := range score.Names(gold, got) {
				sum[k] = sum[k].Add(c)
			}
			if report != nil {
				report(d.Words[i], gold, got)
			}
		}
	}
	return sum
}

// floorNames is what the rules reached on the development half when they were written, less a margin.
const floorNames = 0.76

func TestCoNLL(t *testing.T) {
	sum := scoreCoNLL(t, "names/conll2003/eng.testa", nil)
	for _, k := range []string{"", "PER", "ORG", "LOC", "MISC"} {
		c := sum[k]
		t.Logf("%-4s P %.1f R %.1f F1 %.1f", k, 100*c.Precision(), 100*c.Recall(), 100*c.F1())
	}
	if f := sum[""].F1(); f < floorNames {
		t.Errorf("entity F1 %.3f, the floor is %.2f", f, floorNames)
	}
}

// TestCoNLLErrors prints the errors on the training half, for whoever mends the rules: go test -run CoNLLErrors -v, with
// RAPPORTEUR_ERRORS set to a file to write.
func TestCoNLLErrors(t *testing.T) {
	path := os.Getenv("RAPPORTEUR_ERRORS")
	if path == "" {
		t.Skip("RAPPORTEUR_ERRORS is not set")
	}
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	sum := scoreCoNLL(t, "names/conll2003/eng.train", func(words []string, gold, found []score.Chunk) {
		show := func(mark string, list, other []score.Chunk) {
			for _, c := range list {
				hit := false
				for _, o := range other {
					hit = hit || o == c
				}
				if !hit {
					fmt.Fprintf(out, "%s %s [%s]  <- %s\n", mark, c.Kind, strings.Join(words[c.From:c.To], " "), strings.Join(words, " "))
				}
			}
		}
		show("MISS", gold, found)
		show("FALSE", found, gold)
	})
	for _, k := range []string{"", "PER", "ORG", "LOC", "MISC"} {
		c := sum[k]
		t.Logf("%-4s P %.1f R %.1f F1 %.1f", k, 100*c.Precision(), 100*c.Recall(), 100*c.F1())
	}
}
