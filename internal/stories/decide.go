package stories

import (
	"math"
	"slices"
	"time"
)

// Candidate is an article that may tell the same event as a new one: it was found by the same clues.
type Candidate struct {
	Number   int64 // names the article in a Decision
	Story    int64
	Size     int     // articles of its story, in all
	Fixed    bool    // a person said where it belongs: it is not moved
	Apart    []int64 // stories that a person keeps apart from its own: no cluster has articles of both
	Original int64
	At       time.Time
	Sketch   *Sketch
}

// Decision is what came of comparing a new article with its candidates.
type Decision struct {
	Story    int64  // that it tells: one of theirs, a new one (0), or one that Moves begin (negative)
	Original int64  // Number of the candidate whose words it repeats, 0 for none
	Moves    []Move // second thoughts about the candidates
	Merges   []Merge
}

// Merge says that two stories are one, of which only a part was looked at.
type Merge struct{ From, To int64 }

// Move takes an article to another story; a negative number stands for a new one.
type Move struct{ Number, Story int64 }

// sure is the likeness of two articles that are copies, and alike that of all others at most.
const sure, alike = 6, 5.9

// never is the likeness of articles that can't come together, however many others speak for it.
var never = float32(math.Inf(-1))

// Decide finds the story of a new article among its candidates, which it groups anew for that: what is known now may bring
// two stories together, or part one. Stories that are wholly among the candidates may part; a greater one takes articles in,
// and comes together with another one as a whole, where all that is seen of it does. [Review] parts it.
func Decide(s *Sketch, at time.Time, candidates []Candidate) Decision {
	return decide(s, at, candidates, &weights, threshold)
}

func decide(s *Sketch, at time.Time, candidates []Candidate, w *[features + 1]float32, threshold float32) Decision {
	sketches, times := make([]*Sketch, 0, len(candidates)+1), make([]time.Time, 0, len(candidates)+1)
	for _, c := range candidates {
		sketches, times = append(sketches, c.Sketch), append(times, c.At)
	}
	sketches, times = append(sketches, s), append(times, at)
	n := len(sketches)
	l := likeness(compare(sketches, times), w)
	d := Decision{}
	d.Original = foldCopies(l, sketches, candidates)
	keepApart(l, candidates)
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
			x = min(alike, max(-alike, x))
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
	keepCopies(l, n, candidates)
	return original
}

// keepCopies makes the candidates that are copies of one another as alike as can be.
func keepCopies(l []float32, n int, candidates []Candidate) {
	at := map[int64]int{}
	for i, c := range candidates {
		at[c.Number] = i
	}
	for i, c := range candidates {
		if k, seen := at[c.Original]; seen && c.Original != 0 {
			l[i*n+k], l[k*n+i] = sure, sure
		}
	}
}

// keepApart makes articles of stories that a person keeps apart as unlike as nothing else is: whatever joins one of them does
// not join the other (clustering under constraints, Davidson and Ravi 2005).
func keepApart(l []float32, candidates []Candidate) {
	n := len(candidates) + 1
	for i, a := range candidates {
		for j, b := range candidates {
			if slices.Contains(a.Apart, b.Story) {
				l[i*n+j], l[j*n+i] = never, never
			}
		}
	}
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
	name, home := names(of, candidates, in)
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
	d.merge(home, name, visible, in, candidates)
	if d.Story = own; own < 0 && moved[own] == 0 {
		d.Story = most(of[n-1], of, candidates, in)
	}
}

// A story of so many articles (large) or more is seldom in view as a whole; leastSeen of them speak for all of it.
const (
	large     = MaxCandidates / 2
	leastSeen = 8
)

// merge brings stories together of which only a part is in view.
func (d *Decision) merge(home map[int64]int, name map[int]int64, visible map[int64]int, in map[[2]int64]int, candidates []Candidate) {
	done := map[int64]bool{}
	for _, c := range candidates {
		k := home[c.Story]
		if to := name[k]; done[c.Story] || c.Size < large || c.Size <= visible[c.Story] || visible[c.Story] < leastSeen || to == c.Story || in[[2]int64{int64(k), c.Story}] < visible[c.Story] {
			continue
		}
		done[c.Story] = true
		d.Merges = append(d.Merges, Merge{c.Story, name[k]})
	}
}

// names gives each cluster the number of its story, a negative one where no story stays with it, and says with which cluster
// each story stays.
func names(of []int, candidates []Candidate, in map[[2]int64]int) (out map[int]int64, home map[int64]int) {
	home = map[int64]int{}
	for i, c := range candidates {
		h, known := home[c.Story]
		if !known || in[[2]int64{int64(of[i]), c.Story}] > in[[2]int64{int64(h), c.Story}] {
			home[c.Story] = of[i]
		}
	}
	out = map[int]int64{}
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
	return out, home
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
