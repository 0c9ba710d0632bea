package score

import (
	"slices"

	"rapporteur"
)

// Timex is one TIMEX3 annotation: a half-open range of bytes in a text, and its value.
type Timex struct {
	rapporteur.Span
	Type  string // DATE, TIME, DURATION, SET
	Value string
}

// DateCounts are the counts of TempEval-3 (UzZaman et al. 2013) over one or more documents.
type DateCounts struct {
	Strict  Counts // same extent
	Relaxed Counts // overlapping extents, one to one
	Value   Counts // overlapping extents with the same value; its F1 is value accuracy times relaxed F1
}

// Add returns the counts of both.
func (c DateCounts) Add(o DateCounts) DateCounts {
	return DateCounts{c.Strict.Add(o.Strict), c.Relaxed.Add(o.Relaxed), c.Value.Add(o.Value)}
}

// TimexPair is a gold annotation and the finding that overlaps it; either is -1 where there is none.
type TimexPair struct{ Gold, Found int }

// Dates counts the expressions found in one document against its gold ones.
func Dates(gold, found []Timex) DateCounts {
	base := Counts{Found: len(found), Gold: len(gold)}
	c := DateCounts{base, base, base}
	for _, p := range PairTimexes(gold, found) {
		if p.Gold < 0 || p.Found < 0 {
			continue
		}
		g, f := gold[p.Gold], found[p.Found]
		c.Relaxed.Right++
		if g.Span == f.Span {
			c.Strict.Right++
		}
		if g.Value == f.Value {
			c.Value.Right++
		}
	}
	return c
}

// PairTimexes pairs overlapping annotations one to one, equal extents before others, and lists those left over, in order of
// their place in the text.
func PairTimexes(gold, found []Timex) []TimexPair {
	goldTo, foundTo := fill(len(gold)), fill(len(found))
	pair := func(fits func(g, f Timex) bool) {
		for gi, g := range gold {
			if goldTo[gi] >= 0 {
				continue
			}
			for fi, f := range found {
				if foundTo[fi] < 0 && fits(g, f) {
					goldTo[gi], foundTo[fi] = fi, gi
					break
				}
			}
		}
	}
	pair(func(g, f Timex) bool { return g.Span == f.Span })
	pair(func(g, f Timex) bool { return g.Overlaps(f.Span) })

	var out []TimexPair
	for gi, fi := range goldTo {
		out = append(out, TimexPair{gi, fi})
	}
	for fi, gi := range foundTo {
		if gi < 0 {
			out = append(out, TimexPair{-1, fi})
		}
	}
	place := func(p TimexPair) rapporteur.Span {
		if p.Gold >= 0 {
			return gold[p.Gold].Span
		}
		return found[p.Found].Span
	}
	slices.SortStableFunc(out, func(a, b TimexPair) int { return place(a).Compare(place(b)) })
	return out
}

func fill(n int) []int { return slices.Repeat([]int{-1}, n) }

// Timexes turns findings into annotations for counting.
func Timexes(found []rapporteur.Date) []Timex {
	out := make([]Timex, 0, len(found))
	for _, d := range found {
		t := Timex{Span: d.Span, Value: d.Value, Type: "DATE"}
		switch {
		case d.Kind == rapporteur.Duration:
			t.Type = "DURATION"
		case d.Kind == rapporteur.Set:
			t.Type = "SET"
		case d.Grain == rapporteur.GrainPartDay || d.Grain == rapporteur.GrainHour || d.Grain == rapporteur.GrainMinute || d.Grain == rapporteur.GrainSecond:
			t.Type = "TIME"
		}
		out = append(out, t)
	}
	return out
}
