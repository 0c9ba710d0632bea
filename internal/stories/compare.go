package stories

import (
	"math"
	"math/bits"
	"time"
)

// Features of a pair of articles. The near ones weigh words by how rare they are among the articles at hand too: what all
// of them share (earthquake, magnitude, Aceh) tells their matter, and not which of two events they report.
const (
	fAll      = iota // cosine of all words, weighed by tf·idf
	fNames           // of the words of names; told by its near weights alone
	fLead            // of the words of headline and first lines
	fRest            // of words that are in no name and no number
	fNumbers         // of numbers
	fPairs           // of words in a row
	fNearAll         // as fAll, with near weights
	fNearName        // as fNames, with near weights
	fNearLead        // as fLead, with near weights
	fNoPlace         // 1 where both name places, and none of them twice
	fDay             // 1 where both name the same day
	fNoDay           // 1 where both name days, and none is the same
	fYears           // years between the latest that each names, at most 2, halved
	fGap             // days between the two, at most 14, as a share of those; 0 where a date is not known
	fShort           // 1 of the shortest article, 0 of a long one: in few words there is little to share
	features
)

type matrix [features]float32

// neighbourhood is a set of articles that are compared with one another.
type neighbourhood struct {
	sketches []*Sketch
	pairs    []matrix // [i*n+j], i < j: first the inner products, then the features
	norms    []matrix
	places   []bool // whether an article names one
}

// posting is a term in one of the articles; next is that of the same term in another, -1 for none.
type posting struct {
	term
	kinds kinds
	doc   int16
	next  int32
}

// compare finds the features of every pair. It takes time linear in the terms, and in the pairs of articles that share each.
// at are their dates, zero where they are not known.
func compare(sketches []*Sketch, at []time.Time) *neighbourhood {
	n := len(sketches)
	h := &neighbourhood{sketches: sketches, pairs: make([]matrix, n*n), norms: make([]matrix, n), places: make([]bool, n)}
	postings, heads := invert(sketches)
	for i := range postings {
		p := &postings[i]
		h.places[p.doc] = h.places[p.doc] || p.place&inLocation != 0
	}
	var docs []*posting
	for _, i := range heads {
		docs = docs[:0]
		for ; i >= 0; i = postings[i].next {
			docs = append(docs, &postings[i])
		}
		h.add(docs)
	}
	for i := range n {
		for j := i + 1; j < n; j++ {
			h.finish(i, j)
			h.pairs[i*n+j][fGap] = gapOf(at[i], at[j])
		}
	}
	return h
}

// invert chains the postings of each term; heads are the first ones, in the order of the articles.
func invert(sketches []*Sketch) (postings []posting, heads []int32) {
	total := 0
	for _, s := range sketches {
		total += len(s.terms)
	}
	size := 1 << bits.Len(uint(2*total))
	table := make([]int32, size) // 1 + the last posting of the term
	postings = make([]posting, 0, total)
	for d, s := range sketches {
		for _, t := range s.terms {
			k := int32(len(postings))
			postings = append(postings, posting{t, kindsOf(t.place), int16(d), -1})
			slot := int(t.hash) & (size - 1)
			for table[slot] != 0 && postings[table[slot]-1].hash != t.hash {
				slot = (slot + 1) & (size - 1)
			}
			if last := table[slot] - 1; last >= 0 {
				postings[last].next = k
			} else {
				heads = append(heads, k)
			}
			table[slot] = k + 1
		}
	}
	return postings, heads
}

// add takes one term into the inner products of the articles that have it.
func (h *neighbourhood) add(docs []*posting) {
	n := len(h.sketches)
	near := float32(math.Log(float64(n+1) / float64(len(docs))))
	if near *= near; len(docs) == 1 {
		near = 0 // a word that no other article here has says nothing of what tells them apart
	}
	for i, a := range docs {
		w := a.weight()
		h.norms[a.doc].add(a.kinds, w*w, near)
		for _, b := range docs[i+1:] {
			m := &h.pairs[int(a.doc)*n+int(b.doc)]
			m.add(a.kinds&b.kinds, w*b.weight(), near)
			if a.place&b.place&inLocation != 0 {
				m[fNoPlace] = 1 // for now: a place that both name
			}
		}
	}
}

// kinds are the features that a term takes part in, one bit each.
type kinds uint8

func kindsOf(p place) kinds {
	if p&isPair != 0 {
		return 1 << fPairs
	}
	k := kinds(1 << fAll)
	if p&inLead != 0 {
		k |= 1 << fLead
	}
	switch {
	case p&isNumber != 0:
		k |= 1 << fNumbers
	case p&inName != 0:
		k |= 1 << fNames
	default:
		k |= 1 << fRest
	}
	return k
}

func (m *matrix) add(k kinds, ww, near float32) {
	for ; k != 0; k &= k - 1 {
		f := bits.TrailingZeros8(uint8(k))
		m[f] += ww
		if f <= fLead {
			m[f+fNearAll] += ww * near
		}
	}
}

// finish turns the inner products of a pair into its features.
func (h *neighbourhood) finish(i, j int) {
	m := &h.pairs[i*len(h.sketches)+j]
	for f := fAll; f <= fNearLead; f++ {
		if m[f] > 0 {
			m[f] /= float32(math.Sqrt(float64(h.norms[i][f]) * float64(h.norms[j][f])))
		}
	}
	a, b := h.sketches[i], h.sketches[j]
	m[fNoPlace] = truth(h.places[i] && h.places[j] && m[fNoPlace] == 0)
	if len(a.days) > 0 && len(b.days) > 0 {
		same := meet(a.days, b.days)
		m[fDay], m[fNoDay] = truth(same), truth(!same)
	}
	m[fShort] = fewTerms / (fewTerms + float32(min(len(a.terms), len(b.terms))))
	if a.year != 0 && b.year != 0 {
		m[fYears] = float32(min(2, max(a.year-b.year, b.year-a.year))) / 2
	}
}

// gapOf is how far apart two articles are, as a share of the window.
func gapOf(a, b time.Time) float32 {
	if a.IsZero() || b.IsZero() {
		return 0
	}
	return min(1, float32(a.Sub(b).Abs())/float32(Span))
}

// fewTerms is how many terms make an article short.
const fewTerms = 20

func truth(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

func meet(a, b []int32) bool {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			return true
		}
	}
	return false
}
