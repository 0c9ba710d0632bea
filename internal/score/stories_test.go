package score

import (
	"math"
	"testing"
)

func TestGroups(t *testing.T) {
	for _, c := range []struct {
		name  string
		gold  string
		found []int
		p, r  float64
	}{
		{"the same", "aabb", []int{7, 7, 3, 3}, 1, 1},
		{"each alone", "aabb", []int{1, 2, 3, 4}, 1, 0.5},
		{"all in one", "aabb", []int{1, 1, 1, 1}, 0.5, 1},
		// Articles 1 and 2 are right among three: 2/3 each; the third is alone in gold: 1/3; the fourth is alone in found.
		{"one astray", "aabb", []int{1, 1, 1, 2}, (2.0/3 + 2.0/3 + 1.0/3 + 1) / 4, (1 + 1 + 0.5 + 0.5) / 4},
		{"nothing", "", nil, 0, 0},
	} {
		g := Groups([]byte(c.gold), c.found)
		if math.Abs(g.Precision-c.p) > 1e-9 || math.Abs(g.Recall-c.r) > 1e-9 {
			t.Errorf("%s: %+v, want %v and %v", c.name, g, c.p, c.r)
		}
	}
	if (Grouping{}).F1() != 0 || (Grouping{0.5, 1}).F1() != 2.0/3 {
		t.Error("F1")
	}
}
