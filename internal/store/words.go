package store

import (
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/kljensen/snowball/english"
	"golang.org/x/text/unicode/norm"
)

// Both databases index the same words, cut, folded and stemmed here, so that they find the same articles, and the marks
// in a snippet are what was searched for.

// indexedBytes is how much of an article's text is indexed. PostgreSQL holds no more than 1 MB of words in a row; what is
// left out is shown with the article (Provenance.IndexedBytes).
const indexedBytes = 500_000

// longestWord bounds a word in bytes; what is longer (an address, a key) is cut there, in text and query alike.
const longestWord = 100

// word is one word of a text: where it stands and what it is indexed as.
type word struct {
	start, end int
	stem       string
	acronym    string // where it stands in capitals, as acronyms are compared; else ""
}

// eachWord calls visit for the words of a text until it returns false. A word is a run of letters, digits and combining
// marks; in scripts written without spaces, each letter is one.
func eachWord(text string, visit func(start, end int) bool) {
	start := -1
	for i, r := range text {
		switch {
		case spaceless(r):
			if start >= 0 && !visit(start, i) || !visit(i, i+utf8.RuneLen(r)) {
				return
			}
			start = -1
		case isWordRune(r):
			if start < 0 {
				start = i
			}
		case start >= 0:
			if !visit(start, i) {
				return
			}
			start = -1
		}
	}
	if start >= 0 {
		visit(start, len(text))
	}
}

func isWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r))
}

func spaceless(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) && !unicode.IsMark(r)
}

// fold brings a word to the form that ignores case and accents.
func fold(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		if !unicode.IsMark(r) && isWordRune(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// stem folds a word and takes its English endings off (Porter's second stemmer). Words of other languages pass through
// the same mill: text and query change alike. To take endings off costs more than all else that is done to words, and most
// come again and again: those met before are looked up.
func stem(s string) string {
	stemmed.RLock()
	known, ok := stemmed.words[s]
	stemmed.RUnlock()
	if ok {
		return known
	}
	known = stemAnew(s)
	if len(s) > longestWord {
		return known
	}
	stemmed.Lock()
	defer stemmed.Unlock()
	if len(stemmed.words) >= maxStemmed {
		clear(stemmed.words)
	}
	stemmed.words[strings.Clone(s)] = known
	return known
}

var stemmed = struct {
	sync.RWMutex
	words map[string]string
}{words: map[string]string{}}

// maxStemmed bounds the table; when it is full it begins anew.
const maxStemmed = 100_000

func stemAnew(s string) string {
	s = shortened(fold(s))
	if len(s) < 4 || !isASCII(s) {
		return strings.Clone(s)
	}
	return english.Stem(s, true)
}

func shortened(s string) string {
	if len(s) <= longestWord {
		return s
	}
	n := longestWord
	for !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// stems gives the words of a text as they are indexed.
func stems(text string) []string {
	var out []string
	eachWord(text, func(start, end int) bool {
		if s := stem(text[start:end]); s != "" {
			out = append(out, s)
		}
		return true
	})
	return out
}

// indexed gives the part of a text that the index holds, cut at a word's border.
func indexed(text string) string {
	if len(text) <= indexedBytes {
		return text
	}
	n := indexedBytes
	for n > 0 && !unicode.IsSpace(rune(text[n])) && n > indexedBytes-longestWord {
		n--
	}
	for !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

// maxPosition is the last place of a word that PostgreSQL can tell from the next; phrases beyond are found by their
// words alone there.
const maxPosition = 16383

// tsvector writes words in PostgreSQL's own notation: 'asset':2,9 'frozen':1.
func tsvector(words []string) string {
	places := make(map[string][]int, len(words))
	order := make([]string, 0, len(words))
	for i, w := range words {
		if places[w] == nil {
			order = append(order, w)
		}
		if len(places[w]) < 255 {
			places[w] = append(places[w], min(i+1, maxPosition))
		}
	}
	var b strings.Builder
	for _, w := range order {
		b.WriteByte('\'')
		b.WriteString(w)
		b.WriteByte('\'')
		for i, p := range places[w] {
			b.WriteByte(":,"[min(i, 1)])
			b.WriteString(strconv.Itoa(p))
		}
		b.WriteByte(' ')
	}
	return b.String()
}
