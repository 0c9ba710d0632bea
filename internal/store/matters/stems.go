package matters

import (
	"strings"
	"sync"
	"unicode"

	"rapporteur/internal/store"
)

// Taking the endings off words costs more than all else that is done to them, and most words come again and again: those
// met before are looked up.
var stemmed = struct {
	sync.RWMutex
	words map[string]string
}{words: map[string]string{}}

// maxStemmed bounds the table; when it is full it begins anew.
const maxStemmed = 100_000

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
func stemOf(word string) string {
	stemmed.RLock()
	s, known := stemmed.words[word]
	stemmed.RUnlock()
	if known {
		return s
	}
	s = strings.Join(store.Stems(word), " ")
	stemmed.Lock()
	if len(stemmed.words) >= maxStemmed {
		clear(stemmed.words)
	}
	stemmed.words[strings.Clone(word)] = s
	stemmed.Unlock()
	return s
}
