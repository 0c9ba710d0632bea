package encoder

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSurfaceAgreesWithReference(t *testing.T) {
	v := testVocabulary(t)
	for _, g := range goldens(t) {
		got := v.Read(g.Text)
		for name, pair := range map[string][2]any{
			"shape": {g.Shape, got.Shape}, "gap": {g.Gap, got.Gap}, "quote": {g.Quote, got.Quote}, "line": {g.Line, got.Line},
		} {
			have := []int{}
			for _, value := range pair[1].([]uint8) {
				have = append(have, int(value))
			}
			if diff := cmp.Diff(pair[0], have); diff != "" {
				t.Errorf("%s of %q (-want +got):\n%s", name, g.Text, diff)
			}
		}
	}
}

func TestWindowOfText(t *testing.T) {
	v := testVocabulary(t)
	text := v.Read("The minister said no")
	c := &Config{Features: []Feature{{"gap", 8}, {"shape", 16}}}
	w := v.Window(c, text, 1, 3)
	want := []int32{v.CLS, text.Pieces[1].ID, text.Pieces[2].ID, v.SEP}
	if !slices.Equal(w.IDs, want) {
		t.Errorf("IDs %v, want %v", w.IDs, want)
	}
	if diff := cmp.Diff([][]uint8{{0, GapSpaced, GapSpaced, 0}, {0, ShapeLower, ShapeLower, 0}}, w.Features); diff != "" {
		t.Errorf("features (-want +got):\n%s", diff)
	}
}

func TestReadIsLinear(t *testing.T) {
	v := testVocabulary(t)
	if got := v.Read(strings.Repeat("' a", 1<<17)); len(got.Pieces) != 1<<18 {
		t.Errorf("%d pieces", len(got.Pieces))
	}
}

func FuzzRead(f *testing.F) {
	v := testVocabulary(f)
	for _, g := range goldens(f) {
		f.Add(g.Text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := v.Read(text)
		for i := range got.Pieces {
			if got.Shape[i]-1 >= ShapeMark || got.Gap[i]-1 >= GapNewline || got.Quote[i]-1 >= QuoteClosesSingle || got.Line[i]-1 >= LineLater {
				t.Fatalf("piece %d of %q has no features", i, text)
			}
		}
	})
}
