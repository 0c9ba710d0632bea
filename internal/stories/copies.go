package stories

import "slices"

// Copies are found by the runs of words they share (Broder 1997, "On the resemblance and containment of documents"): of
// all runs of shingleWords words, those are kept whose hash is a multiple of shingleStep, so that two articles keep the
// same ones wherever they stand.
const (
	shingleWords = 5
	shingleStep  = 2
	maxShingles  = 256
	minShingles  = 8 // of the shorter article: below, a likeness says nothing
	// copyShare is the share of the shorter article's runs that stands in the other one too, from which on it is a copy:
	// agency copy is cut from the end and given another headline, two reports of one event share quotations only.
	copyShare = 0.5
)

func shingles(words []word) []uint32 {
	var out []uint32
	var ring [shingleWords]uint32
	for i, w := range words {
		ring[i%shingleWords] = hash(w.stem)
		if i < shingleWords-1 {
			continue
		}
		h := uint32(2166136261)
		for k := range shingleWords {
			h = (h ^ ring[(i+1+k)%shingleWords]) * 16777619
			h ^= h >> 15
		}
		if h%shingleStep == 0 {
			out = append(out, h)
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return out[:min(len(out), maxShingles)]
}

// shared is the share of the shorter article's runs of words that stands in the other one too, 0 to 1. Of articles longer than a
// sample, the part with the smallest hashes is compared.
func shared(a, b *Sketch) float64 {
	x, y := a.shingles, b.shingles
	if len(x) == maxShingles {
		y = upTo(y, x[len(x)-1])
	}
	if len(y) == maxShingles {
		x = upTo(x, y[len(y)-1])
	}
	least := min(len(x), len(y))
	if least < minShingles {
		return 0
	}
	n := 0
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch {
		case x[i] < y[j]:
			i++
		case x[i] > y[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return float64(n) / float64(least)
}

func upTo(list []uint32, last uint32) []uint32 {
	n, found := slices.BinarySearch(list, last)
	if found {
		n++
	}
	return list[:n]
}
