package score

import (
	"strings"

	"rapporteur"
)

// Value is one annotation of an amount: a half-open range of bytes in a text and the class it is given.
type Value struct {
	rapporteur.Span
	Type string // MONEY, PERCENT, QUANTITY
}

// Values counts the annotations found in one document against its gold ones; one is right where extent and type are the same.
func Values(gold, found []Value) Counts {
	c := Counts{Found: len(found), Gold: len(gold)}
	left := map[Value]int{}
	for _, g := range gold {
		left[g]++
	}
	for _, f := range found {
		if left[f] > 0 {
			left[f]--
			c.Right++
		}
	}
	return c
}

// FigureValues turns findings into annotations as MEANTIME makes them, whose guidelines mark the numeral of a quantity with its
// bound and leave out a unit set apart from it ("9,420" of "9,420 nautical miles"), points of an index excepted, and mark
// the part and the whole each by itself ("19", "27" of "19 of the 27"). Extents are widened to the borders of the tokens.
func FigureValues(text string, borders []rapporteur.Span, found []rapporteur.Figure) []Value {
	var out []Value
	for _, f := range found {
		kind := "QUANTITY"
		switch {
		case f.Unit == "%" || f.Unit == "pp":
			kind = "PERCENT"
		case len(f.Unit) == 3 && strings.ToUpper(f.Unit) == f.Unit && strings.ToLower(f.Unit) != f.Unit:
			kind = "MONEY"
		}
		if f.PartOf != "" {
			first, rest, ok := strings.Cut(f.Span.Of(text), " ")
			last := rest[strings.LastIndexByte(rest, ' ')+1:]
			if ok && rest != "" {
				out = append(out, Value{widen(borders, rapporteur.Span{Start: f.Start, End: f.Start + len(first)}), kind},
					Value{widen(borders, rapporteur.Span{Start: f.End - len(last), End: f.End}), kind})
				continue
			}
		}
		span := f.Span
		if kind == "QUANTITY" && f.Unit != "" && f.Unit != "pt" {
			span.End = numeralEnd(text, span)
		}
		out = append(out, Value{widen(borders, span), kind})
	}
	return out
}

// numeralEnd is the end of the last word of a span that holds a digit, or the end of the span where none does.
func numeralEnd(text string, s rapporteur.Span) int {
	at := strings.LastIndexAny(s.Of(text), "0123456789")
	if at < 0 {
		if cut := strings.LastIndexByte(s.Of(text), ' '); cut > 0 {
			return s.Start + cut
		}
		return s.End
	}
	end := s.Start + at
	for end < s.End && text[end] != ' ' {
		end++
	}
	rest := strings.TrimSpace(text[end:s.End])
	for _, scale := range []string{"million", "billion", "trillion", "thousand", "hundred"} {
		if strings.HasPrefix(rest, scale) {
			return end + 1 + len(scale)
		}
	}
	return end
}

// widen extends a span to the borders of the tokens that it touches.
func widen(borders []rapporteur.Span, s rapporteur.Span) rapporteur.Span {
	for _, b := range borders {
		if b.Overlaps(s) {
			s.Start, s.End = min(s.Start, b.Start), max(s.End, b.End)
		}
	}
	return s
}
