package score

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
)

func TestChunks(t *testing.T) {
	for _, c := range []struct {
		tags string
		want []Chunk
	}{
		{"O O", nil},
		{"I-PER I-PER O I-LOC", []Chunk{{0, 2, "PER"}, {3, 4, "LOC"}}},
		{"I-PER B-PER I-PER", []Chunk{{0, 1, "PER"}, {1, 3, "PER"}}},
		{"I-ORG I-LOC", []Chunk{{0, 1, "ORG"}, {1, 2, "LOC"}}},
		{"S-ORG I-ORG", []Chunk{{0, 1, "ORG"}, {1, 2, "ORG"}}},
		{"B-ORG E-ORG I-ORG", []Chunk{{0, 2, "ORG"}, {2, 3, "ORG"}}},
		{"B-PER O I-PER", []Chunk{{0, 1, "PER"}, {2, 3, "PER"}}},
	} {
		if diff := cmp.Diff(c.want, Chunks(strings.Fields(c.tags))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.tags, diff)
		}
	}
}

func TestNames(t *testing.T) {
	gold := []Chunk{{0, 2, "PER"}, {3, 4, "LOC"}, {5, 6, "ORG"}}
	found := []Chunk{{0, 2, "PER"}, {3, 4, "ORG"}, {3, 4, "ORG"}, {5, 7, "ORG"}}
	want := map[string]Counts{"": {1, 4, 3}, "PER": {1, 1, 1}, "LOC": {0, 0, 1}, "ORG": {0, 3, 1}}
	if diff := cmp.Diff(want, Names(gold, found)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestReadCoNLL(t *testing.T) {
	docs, err := ReadCoNLL(strings.NewReader("-DOCSTART- -X- O O\n\nOslo NNP I-NP I-LOC\nsleeps VBZ I-VP O\n\nAda NNP I-NP I-PER\n-DOCSTART- -X- O O\n\nNo DT I-NP O"))
	if err != nil {
		t.Fatal(err)
	}
	want := []TaggedDocument{
		{Words: [][]string{{"Oslo", "sleeps"}, {"Ada"}}, Tags: [][]string{{"I-LOC", "O"}, {"I-PER"}}},
		{Words: [][]string{{"No"}}, Tags: [][]string{{"O"}}},
	}
	if diff := cmp.Diff(want, docs); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := ReadCoNLL(strings.NewReader("Oslo\n")); err == nil {
		t.Error("a word without a tag is read without complaint")
	}
}

const gapHeader = "ID\tText\tPronoun\tPronoun-offset\tA\tA-offset\tA-coref\tB\tB-offset\tB-coref\tURL\n"

func TestGAP(t *testing.T) {
	cases, err := ReadGAP(strings.NewReader(gapHeader + "x-1\tÅsa told \"Bo that she won.\tshe\t18\tÅsa\t0\tTRUE\tBo\t10\tFALSE\turl\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []GAPCase{{
		ID: "x-1", Text: "Åsa told \"Bo that she won.", Pronoun: rapporteur.Span{Start: 19, End: 22},
		A: rapporteur.Span{Start: 0, End: 4}, B: rapporteur.Span{Start: 11, End: 13}, IsA: true,
	}}
	if diff := cmp.Diff(want, cases); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
	if !cases[0].Feminine() {
		t.Error("she is not feminine")
	}
	for _, c := range []struct {
		a, b bool
		want Counts
	}{{true, false, Counts{1, 1, 1}}, {false, true, Counts{0, 1, 1}}, {true, true, Counts{1, 2, 1}}, {false, false, Counts{0, 0, 1}}} {
		if got := GAP(cases[0], c.a, c.b); got != c.want {
			t.Errorf("GAP(%v, %v) = %v, want %v", c.a, c.b, got, c.want)
		}
	}
	if _, err := ReadGAP(strings.NewReader(gapHeader + "x-2\tBo.\the\t1\tBo\t0\tTRUE\tBo\t0\tTRUE\turl\n")); err == nil {
		t.Error("a wrong offset is read without complaint")
	}
}
