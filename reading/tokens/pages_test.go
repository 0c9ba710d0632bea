package tokens_test

import (
	"math/rand/v2"
	"testing"

	"rapporteur/reading/tokens"
)

// counter makes the words of a row: each holds its number and that of the made before it.
func counter() *tokens.Pages[int, [2]int] {
	return &tokens.Pages[int, [2]int]{Make: func(at *int, w *[2]int) {
		*w = [2]int{*at, 3 * *at}
		*at++
	}}
}

// What is made again is what was made at first, in whatever order it is looked at.
func TestPagesMakeAgain(t *testing.T) {
	const many = 200_000
	p, at := counter(), 0
	for range many {
		p.Add(&at)
	}
	if p.Size() != many {
		t.Fatalf("%d words of %d", p.Size(), many)
	}
	if p.Held(0) != nil || p.Held(many-1) == nil {
		t.Error("the first word is in memory, or the last is not")
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 10_000 {
		i := random.IntN(many)
		if got := *p.At(i); got != [2]int{i, 3 * i} {
			t.Fatalf("word %d is %v", i, got)
		}
		x := random.IntN(4 * many)
		got := p.Search(func(at *int) bool { return 3*(*at-1) > x }, func(w *[2]int) bool { return w[1] > x })
		if want := min(many, x/3+1); got != want {
			t.Fatalf("the first word above %d is %d, not %d", x, got, want)
		}
	}
}

func TestPagesOfShortRows(t *testing.T) {
	for _, n := range []int{0, 1, 31, 32, 33, 64} {
		p, at := counter(), 0
		for range n {
			p.Add(&at)
		}
		for x := range n + 2 {
			got := p.Search(func(at *int) bool { return *at > x }, func(w *[2]int) bool { return w[0] >= x })
			if want := min(n, x); got != want {
				t.Errorf("of %d words, the first from %d on is %d, not %d", n, x, got, want)
			}
		}
		for i := range n {
			if p.Held(i) == nil {
				t.Errorf("word %d of %d is not in memory", i, n)
			}
		}
	}
}
