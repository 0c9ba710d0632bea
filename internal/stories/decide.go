package stories

import (
	"slices"
	"time"
)

// Candidate is an article that may tell the same event as a new one: it was found by the same clues.
type Candidate struct {
	Number   int64 // names the article in a Decision
	Story    int64
	Size     int  // articles of its story, in all
	Fixed    bool // a person said where it belongs: it is not moved
	Original int64
	At       time.Time
	Sketch   *Sketch
}

// Decision is what came of comparing a new article with its candidates.
type Decision struct {
	Story    int64  // that it tells: one of theirs, a new one (0), or one that Moves begin (negative)
	Original int64  // Number of the candidate whose words it repeats, 0 for none
	Moves    []Move // second thoughts about the candidates
}

// Move takes an article to another story; a negative number stands for a new one.
type Move struct{ Number, Story int64 }

// sure is the likeness of two articles that are copies, and bounds that of all others.
const sure = 6

// Decide finds the story of a new article among its candidates, which it groups anew for that: what is known now may bring
// two stories together, or part one. Only stories that are wholly among the candidates are changed; a greater one takes
// articles in.
func Decide(s *Sketch, candidates []Candidate) Decision {
	return decide(s, candidates, &weights, threshold)
}

func decide(s *Sketch, candidates []Candidate, w *[features + 1]float32, threshold float32) Decision {
	sketches := make([]*Sketch, 0, len(candidates)+1)
	for _, c := range candidates {
		sketches = append(sketches, c.Sketch)
	}
	sketches = append(sketches, s)
	n := len(sketches)
	l := likeness(compare(sketches), w)
	d := Decision{}
	d.Original = foldCopies(l, sketches, candidates)
	of := cluster(l, n, threshold)
	d.settle(of, candidates)
	return d
}

// likeness gives the log-odds that two articles tell one event, [i*n+j].
func likeness(h *neighbourhood, w *[features + 1]float32) []float32 {
	n := len(h.sketches)
	l := make([]float32, n*n)
	for i := range n {
		for j := i + 1; j < n; j++ {
			x := w[features]
			for f, v := range h.pairs[i*n+j] {
				x += w[f] * v
			}
			x = min(sure, max(-sure, x))
			l[i*n+j], l[j*n+i] = x, x
		}
	}
	return l
}

// foldCopies makes copies as alike as can be, and gives the original of the last article, 0 where it is nobody's copy.
func foldCopies(l []float32, sketches []*Sketch, candidates []Candidate) (original int64) {
	n, most := len(sketches), 0.0
	for i := range n - 1 {
		share := shared(sketches[i], sketches[n-1])
		if share < copyShare {
			continue
		}
		l[i*n+n-1], l[(n-1)*n+i] = sure, sure
		if share > most {
			most, original = share, candidates[i].Number
		}
	}
	for i, c := range candidates {
		if k := slices.IndexFunc(candidates, func(o Candidate) bool { return o.Number == c.Original }); c.Original != 0 && k >= 0 {
			l[i*n+k], l[k*n+i] = sure, sure
		}
	}
	return original
}

// settle gives the clusters their stories. Each story stays with the cluster that has most of its articles; a cluster that
// several stories stay with takes the name of the one with most articles in it.
func (d *Decision) settle(of []int, candidates []Candidate) {
	n := len(of)
	in := map[[2]int64]int{} // cluster, story -> articles
	visible := map[int64]int{}
	for i, c := range candidates {
		in[[2]int64{int64(of[i]), c.Story}]++
		visible[c.Story]++
	}
	name := names(of, candidates, in)
	own := name[of[n-1]]
	moved := map[int64]int{}
	for i, c := range candidates {
		to := name[of[i]]
		if to == c.Story || c.Fixed || c.Size > visible[c.Story] {
			continue
		}
		d.Moves = append(d.Moves, Move{c.Number, to})
		moved[to]++
	}
	if d.Story = own; own < 0 && moved[own] == 0 {
		d.Story = most(of[n-1], of, candidates, in)
	}
}

// names gives each cluster the number of its story, a negative one where no story stays with it.
func names(of []int, candidates []Candidate, in map[[2]int64]int) map[int]int64 {
	home := map[int64]int{} // story -> cluster
	for i, c := range candidates {
		h, known := home[c.Story]
		if !known || in[[2]int64{int64(of[i]), c.Story}] > in[[2]int64{int64(h), c.Story}] {
			home[c.Story] = of[i]
		}
	}
	out := map[int]int64{}
	for _, k := range of {
		out[k] = -int64(k) - 1
	}
	size := map[int]int{}
	for _, c := range candidates {
		k := home[c.Story]
		if x := in[[2]int64{int64(k), c.Story}]; x > size[k] || x == size[k] && (out[k] < 0 || c.Story < out[k]) {
			out[k], size[k] = c.Story, x
		}
	}
	return out
}

// most is the story that most articles of a cluster are in, 0 for none.
func most(k int, of []int, candidates []Candidate, in map[[2]int64]int) int64 {
	story, n := int64(0), 0
	for i, c := range candidates {
		if x := in[[2]int64{int64(k), c.Story}]; of[i] == k && x > n {
			story, n = c.Story, x
		}
	}
	return story
}
