package query

import (
	"strings"

	"rapporteur"
)

// Suggestion is something that can stand where the cursor is.
type Suggestion struct {
	Text string // what to put there
	What string // what it is, in a few words
}

// Completion is what can be completed at a cursor: Replace is the stretch of the text that a suggestion takes the place
// of, Field the field whose value is typed there (nil for words and names of fields), Typed what stands there already.
type Completion struct {
	Replace     rapporteur.Span
	Field       *Field
	Typed       string
	Suggestions []Suggestion // what the language alone can tell: fields, listed values, dates
}

// Complete finds what can be completed at a cursor, a place in the text in bytes. It never fails: where nothing can be
// completed there are no suggestions.
func Complete(text string, cursor int) *Completion {
	cursor = max(0, min(cursor, len(text)))
	cursor -= backToRune(text+" ", cursor)
	start, quoteAt := pieceAt(text[:cursor])
	piece := text[start:cursor]
	c := &Completion{Replace: rapporteur.Span{Start: start, End: cursor}, Typed: strings.TrimLeft(piece, "-")}
	c.Replace.Start = cursor - len(c.Typed)
	name, value, ok := strings.Cut(c.Typed, ":")
	if f := field(name); ok && f != nil {
		c.Field = f
		c.Typed = strings.TrimFunc(value, isQuote)
		c.Replace.Start += len(name) + 1
		c.Suggestions = valuesOf(f, c.Typed)
		return c
	}
	if quoteAt < 0 && !strings.ContainsFunc(c.Typed, isQuote) {
		c.Suggestions = fieldsOf(c.Typed)
	}
	return c
}

// pieceAt finds where the piece that ends a text begins, and the open quotation mark inside it, -1 for none.
func pieceAt(s string) (start, quote int) {
	quote = -1
	for i, r := range s {
		switch {
		case isQuote(r) && quote >= 0:
			quote = -1
		case isQuote(r):
			quote = i
		case quote < 0 && (r == ' ' || r == '\t' || r == '\n' || r == '(' || r == ')'):
			start = i + 1
		}
	}
	return start, quote
}

func fieldsOf(typed string) []Suggestion {
	var out []Suggestion
	for _, f := range Fields {
		if strings.HasPrefix(f.Name, strings.ToLower(typed)) {
			out = append(out, Suggestion{f.Name + ":", f.What})
		}
	}
	return out
}

// someDates are ways to write a date, in the order in which they are offered.
var someDates = []Suggestion{
	{"today", ""}, {"yesterday", ""}, {`"this week"`, "from Monday on"}, {`"last week"`, "Monday to Sunday"}, {`"this month"`, ""}, {`"last month"`, ""},
	{"-7d", "the last seven days"}, {"-30d", "the last thirty days"}, {"2025", "a year"}, {"2025-11", "a month"}, {"2025-11/2025-12", "both included"}, {"2025-11/", "from then on"},
}

var aheadDates = []Suggestion{
	{"+7d", "the next seven days"}, {"+30d", "the next thirty days"}, {`"this month"`, ""}, {`"next month"`, ""}, {"<2026-01", "before"}, {"2026-01/", "from then on"},
}

var someFigures = []Suggestion{{">1bn", "above a billion, in any unit"}, {"EUR>1bn", ""}, {"1bn..2bn", "from one to two billion"}, {"EUR", "any sum in euros"}, {"%", "any share"}, {"19", "that very number"}}

func valuesOf(f *Field, typed string) []Suggestion {
	var list []Suggestion
	switch f.Name {
	case "date":
		list = someDates
	case "due", "when":
		list = aheadDates
	case "figure":
		list = someFigures
	default:
		for _, v := range f.Values {
			list = append(list, Suggestion{Quote(v), ""})
		}
	}
	var out []Suggestion
	for _, s := range list {
		if strings.HasPrefix(strings.ToLower(strings.Trim(s.Text, `"`)), strings.ToLower(typed)) {
			out = append(out, s)
		}
	}
	return out
}
