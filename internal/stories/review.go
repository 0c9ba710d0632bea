package stories

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// A newcomer sees a part of a story that is large, so that the story can't part. It is looked at as a whole when it has grown by
// half since the last time: that costs an article no more than its own grouping does, as pairs go by the square of a
// story's size and the sizes by powers of 1.5.
var reviewSizes = []int{12, 18, 27, 40, 60, 90, 135, whole}

// whole is how many articles of a story are compared pair by pair at most. Of a larger one some are, evenly over its time, and the
// others go where those go that they are most like: that takes time linear in the size.
const whole = 200

// MaxReview is how many articles of a story are looked at at most, the newest.
const MaxReview = 5000

// MaxOthers is how many articles of other stories are of use beside those.
const MaxOthers = whole/3 + 1

// slack keeps what has just come together from parting at once, when other neighbours weigh its words: it is the difference
// between the likeness that brings articles together and that which parts them.
const slack = 0.5

// ReviewAt says whether a story that has come to have so many articles is to be looked at as a whole.
func ReviewAt(articles int) bool {
	size := whole
	for size < articles {
		size += size / 2
	}
	return size == articles || slices.Contains(reviewSizes, articles)
}

// leastOthers is how many articles of other stories must be at hand, as a share of the story's: what all of its own share tells
// the event or the matter, and without others nothing tells which.
const leastOthers = 1.0 / 3

// Review finds the articles that do not tell the story they are in, all of whose articles are given (the newest [MaxReview]), beside
// some of other stories that are near it. Those that tell most of the story stay. Negative numbers stand for stories that the
// others begin.
func Review(members, others []Candidate) []Move {
	return review(members, others, &weights, threshold)
}

func review(members, others []Candidate, w *[features + 1]float32, threshold float32) (out []Move) {
	chosen := spread(members, whole)
	if float64(len(others)) < leastOthers*float64(len(chosen)) {
		return nil
	}
	parts, most := part(chosen, others, w, threshold-slack)
	of := map[int64]int{}
	for i, m := range chosen {
		of[m.Number] = parts[i]
	}
	if len(chosen) < len(members) {
		assign(members, chosen, of, most, w, threshold-slack)
	}
	for _, m := range members {
		if k := of[m.Number]; k != most && !m.Fixed {
			out = append(out, Move{m.Number, -int64(k) - 1})
		}
	}
	return out
}

// spread chooses some of the articles, evenly over their time; all where there are no more.
func spread(members []Candidate, most int) []Candidate {
	if len(members) <= most {
		return members
	}
	list := slices.Clone(members)
	slices.SortStableFunc(list, func(a, b Candidate) int { return a.At.Compare(b.At) })
	out := make([]Candidate, most)
	for i := range out {
		out[i] = list[i*len(list)/most]
	}
	return out
}

// part clusters articles anew, beside others that only show which words tell; most is the greatest cluster.
func part(members, others []Candidate, w *[features + 1]float32, threshold float32) (of []int, most int) {
	all := slices.Concat(members, others)
	l := likenessOf(all, w)
	n := len(all)
	keepCopies(l, n, all)
	for i := len(members); i < n; i++ { // they are not grouped anew
		for j := range i {
			l[i*n+j], l[j*n+i] = never, never
		}
	}
	of = cluster(l, n, threshold)[:len(members)]
	return of, greatest(of)
}

// likenessOf compares articles pair by pair.
func likenessOf(list []Candidate, w *[features + 1]float32) []float32 {
	sketches, at := make([]*Sketch, len(list)), make([]time.Time, len(list))
	for i, m := range list {
		sketches[i], at[i] = m.Sketch, m.At
	}
	return likeness(compare(sketches, at), w)
}

func greatest(of []int) int {
	size, most := map[int]int{}, -1
	for _, k := range of {
		if size[k]++; most < 0 || size[k] > size[most] {
			most = k
		}
	}
	return most
}

// Those that speak for a part, how many of a part are too few to speak, and how many articles are compared with them at a time.
const (
	speakers    = 20
	fewSpeakers = 3
	batch       = 40
	mostParts   = 6 // that others are compared with, the greatest
)

// assign fills in to which part the articles belong that were not chosen: that of which the speakers are most like it, where they are
// like it at all; else they stay. Copies go with their originals.
func assign(members, chosen []Candidate, of map[int64]int, most int, w *[features + 1]float32, threshold float32) {
	voices := speakersOf(chosen, of)
	if len(voices) < 2 {
		settleRest(members, of, most)
		return
	}
	var front []Candidate
	for _, v := range voices {
		front = append(front, v...)
	}
	var rest []Candidate
	for _, m := range members {
		if _, known := of[m.Number]; !known {
			rest = append(rest, m)
		}
	}
	for some := range slices.Chunk(rest, batch) {
		l := likenessOf(slices.Concat(front, some), w)
		n := len(front) + len(some)
		for i := range some {
			of[some[i].Number] = nearestPart(l[(len(front)+i)*n:][:len(front)], voices, of, most, threshold)
		}
	}
	settleRest(members, of, most)
}

// speakersOf gives some articles of each part that has enough, the greatest parts first.
func speakersOf(chosen []Candidate, of map[int64]int) (out [][]Candidate) {
	parts := map[int][]Candidate{}
	for _, c := range chosen {
		parts[of[c.Number]] = append(parts[of[c.Number]], c)
	}
	for _, k := range slices.SortedFunc(maps.Keys(parts), func(a, b int) int { return cmp.Or(len(parts[b])-len(parts[a]), a-b) }) {
		if len(parts[k]) >= fewSpeakers && len(out) < mostParts {
			out = append(out, spread(parts[k], speakers))
		}
	}
	return out
}

// nearestPart finds the part whose speakers are most like an article on average; l is how like it is to each of them.
func nearestPart(l []float32, voices [][]Candidate, of map[int64]int, most int, threshold float32) int {
	nearest, best := most, threshold
	for _, v := range voices {
		var sum float32
		for i := range v {
			sum += l[i]
		}
		l = l[len(v):]
		if x := sum / float32(len(v)); x > best {
			nearest, best = of[v[0].Number], x
		}
	}
	return nearest
}

// settleRest leaves what has no part yet where most are, and copies with their originals.
func settleRest(members []Candidate, of map[int64]int, most int) {
	for _, m := range members {
		if _, known := of[m.Number]; !known {
			of[m.Number] = most
		}
	}
	for _, m := range members {
		if k, known := of[m.Original]; known && m.Original != 0 {
			of[m.Number] = k
		}
	}
}
