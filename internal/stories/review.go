package stories

import (
	"slices"
	"time"
)

// A newcomer sees a part of a story that is large, so that the story can't part. It is looked at as a whole when it has grown by
// half since the last time: that costs an article no more than its own grouping does, as pairs go by the square of a
// story's size and the sizes by powers of 1.5.
var reviewSizes = []int{12, 18, 27, 40, 60, 90, 135, MaxReview}

// MaxReview is how many articles of a story are looked at as a whole at most; a story that has more does not part any more.
const MaxReview = 200

// slack keeps what has just come together from parting at once, when other neighbours weigh its words: it is the difference
// between the likeness that brings articles together and that which parts them.
const slack = 0.5

// ReviewAt says whether a story that has come to have so many articles is to be looked at as a whole.
func ReviewAt(articles int) bool { return slices.Contains(reviewSizes, articles) }

// leastOthers is how many articles of other stories must be at hand, as a share of the story's: what all of its own share tells
// the event or the matter, and without others nothing tells which.
const leastOthers = 1.0 / 3

// Review finds the articles that do not tell the story they are in, all of whose articles are given, beside some of other
// stories that are near it. Those that tell most of the story stay. Negative numbers stand for stories that the others begin.
func Review(members, others []Candidate) []Move {
	return review(members, others, &weights, threshold)
}

func review(members, others []Candidate, w *[features + 1]float32, threshold float32) (out []Move) {
	if float64(len(others)) < leastOthers*float64(len(members)) {
		return nil
	}
	all := slices.Concat(members, others)
	sketches, at := make([]*Sketch, len(all)), make([]time.Time, len(all))
	for i, m := range all {
		sketches[i], at[i] = m.Sketch, m.At
	}
	n := len(all)
	l := likeness(compare(sketches, at), w)
	keepCopies(l, n, all)
	for i := range all {
		for j := range i { // others only show which words tell: they are not grouped anew
			if i >= len(members) {
				l[i*n+j], l[j*n+i] = never, never
			}
		}
	}
	of := cluster(l, n, threshold-slack)
	size, most := map[int]int{}, -1
	for _, k := range of[:len(members)] {
		if size[k]++; most < 0 || size[k] > size[most] {
			most = k
		}
	}
	for i, m := range members {
		if of[i] != most && !m.Fixed {
			out = append(out, Move{m.Number, -int64(of[i]) - 1})
		}
	}
	return out
}
