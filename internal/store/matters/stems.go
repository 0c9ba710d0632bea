package matters

import (
	"strings"
	"unicode"

	"rapporteur/internal/store"
)

// stemsOf gives the stems of the words of a text, as store.Stems does.
func stemsOf(text string) []string {
	fields := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) })
	out := make([]string, 0, len(fields))
	for _, w := range fields {
		if s := stemOf(w); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// stemOf gives the stem of a word; of a run of letters that the index cuts into several, these with spaces between.
func stemOf(word string) string { return strings.Join(store.Stems(word), " ") }
