package dates

import (
	"strings"

	"rapporteur"
)

// Range ties the two ends of a stretch of time printed as two expressions: indexes of the opening and the closing date.
type Range struct{ From, To int }

// Ranges finds the dates in found, which [Find] returned for text, that words join to one stretch: "from Monday to Friday",
// "between May and June". A range printed as one ("5-7 May") is one date already.
func Ranges(text string, found []rapporteur.Date) []Range {
	var out []Range
	for n := 0; n+1 < len(found); n++ {
		open, end := found[n], found[n+1]
		if open.Kind != rapporteur.Point || end.Kind != rapporteur.Point || end.Start-open.End > 16 {
			continue
		}
		switch strings.Trim(text[open.End:end.Start], " ,\n") {
		case "to", "through", "until", "till", "-", "–", "to the", "until the":
		case "and":
			if !precededBy(text, open.Start, "between") {
				continue
			}
		default:
			continue
		}
		out = append(out, Range{n, n + 1})
		n++
	}
	return out
}

// precededBy reports whether word, in any case, stands before offset at.
func precededBy(text string, at int, word string) bool {
	s := strings.TrimRight(text[:at], " ")
	return len(s) >= len(word) && strings.EqualFold(s[len(s)-len(word):], word)
}
