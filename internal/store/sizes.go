package store

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"rapporteur/internal/store/query"
)

// Figures by their size. A range of sums holds figures of all times, and would have to be read whole and sorted to have its newest; so an index has
// them by powers of ten, each newest first, and a comparison follows the few that it reaches side by side.

// largest is the last of the sizes: 0 below nothing, 1 below one, 2 below ten, ... and the last from a trillion on.
const largest = 14

// sizeOf is the size that the database gives a figure, in the very words of the index.
var sizeOf = func() string {
	var b strings.Builder
	b.WriteString("(CASE WHEN low < 0 THEN 0")
	bound := 1
	for size := 1; size < largest; size++ {
		fmt.Fprintf(&b, " WHEN low < %d THEN %d", bound, size)
		bound *= 10
	}
	fmt.Fprintf(&b, " WHEN low >= %d THEN %d END)", bound/10, largest)
	return b.String()
}()

// size is the same of a number.
func size(x float64) int {
	if x < 0 {
		return 0
	}
	bound := 1.0
	for size := 1; size < largest; size++ {
		if x < bound {
			return size
		}
		bound *= 10
	}
	return largest
}

// sizesOf gives the sizes in which figures may lie that a comparison holds of, by their lower ends. ok is false where these say too little.
func sizesOf(t *query.Term) (first, last int, ok bool) {
	switch t.Op {
	case query.Less, query.AtMost:
		return 0, size(t.High), true
	case query.More, query.AtLeast:
		return size(t.Low), largest, true
	}
	if t.Low == t.High { // it may be the upper end of a range
		return 0, 0, false
	}
	low, high := 0, largest
	if !math.IsInf(t.Low, 0) {
		low = size(t.Low)
	}
	if !math.IsInf(t.High, 0) {
		high = size(t.High)
	}
	return low, high, low <= high
}

// figureWay leads to figures of some size.
func figureWay(t *query.Term, p asking) *way {
	const table = "figures"
	y := onFact(t, table)
	first, last, ok := sizesOf(t)
	if !ok {
		return findings(p, p.table == table, false, cond("SELECT id AS i FROM figures WHERE "+y.sql, y.args...))
	}
	var parts []condition
	for size := first; size <= last; size++ {
		parts = append(parts, cond("SELECT id AS i FROM figures WHERE "+sizeOf+" = "+strconv.Itoa(size)+" AND "+y.sql, y.args...))
	}
	return findings(p, p.table == table, true, parts...)
}
