package stories

import (
	"cmp"
	"math"
	"slices"
)

// Features of a pair of articles. The near ones weigh words by how rare they are among the articles at hand too: what all
// of them share (earthquake, magnitude, Aceh) tells their matter, and not which of two events they report.
const (
	fAll      = iota // cosine of all words
	fNames           // of the words of names
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
	features
)

type matrix [features]float32

// neighbourhood is a set of articles that are compared with one another.
type neighbourhood struct {
	sketches []*Sketch
	dots     []matrix // [i*n+j], i < j: first the inner products, then the features
	norms    []matrix
}

// posting is a term in one of the articles.
type posting struct {
	hash uint32
	doc  uint32
	term
}

func compare(sketches []*Sketch) *neighbourhood {
	n := len(sketches)
	h := &neighbourhood{sketches: sketches, dots: make([]matrix, n*n), norms: make([]matrix, n)}
	total := 0
	for _, s := range sketches {
		total += len(s.terms)
	}
	all := make([]posting, 0, total)
	for i, s := range sketches {
		for _, t := range s.terms {
			all = append(all, posting{t.hash, uint32(i), t})
		}
	}
	slices.SortFunc(all, func(a, b posting) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.doc, b.doc)) })
	for len(all) > 0 {
		k := 1
		for k < len(all) && all[k].hash == all[0].hash {
			k++
		}
		h.add(all[:k])
		all = all[k:]
	}
	for i := range n {
		for j := i + 1; j < n; j++ {
			h.finish(i, j)
		}
	}
	return h
}

// add takes one term into the inner products.
func (h *neighbourhood) add(docs []posting) {
	n := len(h.sketches)
	near := float32(math.Log(float64(n+1) / float64(len(docs))))
	for i := range docs {
		a := &docs[i]
		w := a.weight()
		kinds := kindsOf(a.place)
		square(&h.norms[a.doc], kinds, w, near, len(docs) > 1)
		for j := i + 1; j < len(docs); j++ {
			b := &docs[j]
			both := kinds & kindsOf(b.place)
			square2(&h.dots[int(a.doc)*n+int(b.doc)], both, w*b.weight(), near)
		}
	}
}

type kinds uint8

const (
	kWord kinds = 1 << iota
	kName
	kLead
	kRest
	kNumber
	kPair
)

func kindsOf(p place) (k kinds) {
	if p&isPair != 0 {
		return kPair
	}
	k = kWord
	if p&inLead != 0 {
		k |= kLead
	}
	switch {
	case p&isNumber != 0:
		k |= kNumber
	case p&inName != 0:
		k |= kName
	default:
		k |= kRest
	}
	return k
}

func square(m *matrix, k kinds, w, near float32, elsewhere bool) {
	square2(m, k, w*w, 0)
	if !elsewhere {
		return // a word that no other article here has says nothing of what tells them apart
	}
	square2near(m, k, w*w, near)
}

func square2(m *matrix, k kinds, ww, near float32) {
	if k&kPair != 0 {
		m[fPairs] += ww
		return
	}
	if k&kWord != 0 {
		m[fAll] += ww
	}
	if k&kName != 0 {
		m[fNames] += ww
	}
	if k&kLead != 0 {
		m[fLead] += ww
	}
	if k&kRest != 0 {
		m[fRest] += ww
	}
	if k&kNumber != 0 {
		m[fNumbers] += ww
	}
	if near > 0 {
		square2near(m, k, ww, near)
	}
}

func square2near(m *matrix, k kinds, ww, near float32) {
	ww *= near * near
	if k&kWord != 0 {
		m[fNearAll] += ww
	}
	if k&kName != 0 {
		m[fNearName] += ww
	}
	if k&kLead != 0 {
		m[fNearLead] += ww
	}
}

// finish turns the inner products of a pair into its features.
func (h *neighbourhood) finish(i, j int) {
	n := len(h.sketches)
	m := &h.dots[i*n+j]
	for f := fAll; f <= fNearLead; f++ {
		if m[f] > 0 {
			m[f] /= float32(math.Sqrt(float64(h.norms[i][f]) * float64(h.norms[j][f])))
		}
	}
	a, b := h.sketches[i], h.sketches[j]
	m[fNoPlace] = truth(noPlace(a, b))
	if len(a.days) > 0 && len(b.days) > 0 {
		same := meet(a.days, b.days)
		m[fDay], m[fNoDay] = truth(same), truth(!same)
	}
	if a.year != 0 && b.year != 0 {
		m[fYears] = float32(min(2, max(a.year-b.year, b.year-a.year))) / 2
	}
}

func truth(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

// noPlace reports whether two articles both name places, and none that is in both.
func noPlace(a, b *Sketch) bool {
	some := func(s *Sketch) bool {
		return slices.ContainsFunc(s.terms, func(t term) bool { return t.place&inLocation != 0 })
	}
	for i, j := 0, 0; i < len(a.terms) && j < len(b.terms); {
		x, y := &a.terms[i], &b.terms[j]
		if x.hash == y.hash && x.place&y.place&inLocation != 0 {
			return false
		}
		if x.hash <= y.hash {
			i++
		} else {
			j++
		}
	}
	return some(a) && some(b)
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
