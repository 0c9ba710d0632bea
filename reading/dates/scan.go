package dates

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rapporteur"
)

// token is a run of letters, a number, or one mark. Unlike the tokens of a sentence it splits at every hyphen and slash,
// since "mid-2027", "8-month-old" and "3Q" hide their parts from a word tokenizer.
type token struct {
	start, end int
	word       *word // the lexicon's entry, nil for words it does not hold
	n          int   // value of a number of at most nine digits, else -1
	digits     int   // how many digits before the point; 0 for words and marks
	frac       bool  // a number with a decimal fraction
	mark       rune  // of a mark; 0 for words and numbers
	sentence   int
	capital    bool // begins with an upper-case letter
	spaced     bool // white space stands before it
	quoted     bool // inside quotation marks
	reach      int  // tokens to the next one that speaks of time, itself included; at most maxReach
	guarded    bool // part of an address or another code that only looks like a date
}

func (t *token) is(s string) bool { return t.word != nil && t.word.text == s }

// window is a stretch of an article's tokens that moves through it: behind the token at hand and before it stand as many as any rule looks at,
// and the rest is not in memory. An ordinary article is in it whole.
type window struct {
	text  string
	parts []rapporteur.Part
	given []rapporteur.Sentence
	toks  []token

	next, chunk    int  // where the text goes on, and the end of the run without white space there
	guarded        bool // that run is a code
	newlines, part int
	marked         int // tokens marked up
	sentence, g    int
	quoted         bool
}

const (
	windowTokens = 1 << 14
	windowMargin = 1 << 12 // tokens kept behind the one at hand, and seen before it
)

func newWindow(doc *rapporteur.Document) window {
	a := doc.Article
	w := window{text: a.Text, parts: a.Parts, given: doc.Sentences, toks: make([]token, 0, min(len(a.Text)/4, windowTokens)+8)}
	w.fill()
	return w
}

// whole reports whether the text ends in the window.
func (w *window) whole() bool { return w.next == len(w.text) }

// slide moves the window, where token i comes close to its end, and returns how many tokens it left behind.
func (w *window) slide(i int) int {
	if w.whole() || i < len(w.toks)-windowMargin {
		return 0
	}
	n := max(0, i-windowMargin)
	w.toks = w.toks[:copy(w.toks, w.toks[n:])]
	w.marked -= n
	w.fill()
	return n
}

// fill cuts text into tokens and marks sentences, quotations and codes.
// Between paragraphs and parts stands an empty token with the mark '\n', so that no expression crosses them.
func (w *window) fill() {
	for w.next < len(w.text) && len(w.toks) < windowTokens {
		if w.next < w.chunk {
			w.cut()
			continue
		}
		if w.chunk = chunkEnd(w.text, w.next); w.chunk > w.next {
			w.begin()
			continue
		}
		if w.text[w.next] == '\n' {
			w.newlines++
		}
		_, n := utf8.DecodeRuneInString(w.text[w.next:])
		w.next += n
	}
	w.markUp()
	reachTime(w.toks)
}

// begin goes into a run without white space.
func (w *window) begin() {
	for w.part < len(w.parts) && w.parts[w.part].Start <= w.next {
		w.part++
		w.newlines = 2
	}
	if w.newlines > 1 && len(w.toks) > 0 {
		w.toks = append(w.toks, token{start: w.next, end: w.next, n: -1, mark: '\n', spaced: true})
	}
	w.newlines = 0
	w.guarded = code(w.text[w.next:w.chunk])
	w.cut()
	w.toks[len(w.toks)-1].spaced = true
}

// cut takes the next token of a run without white space.
func (w *window) cut() {
	t := cutToken(w.text, w.next, w.chunk)
	t.guarded = w.guarded
	w.toks = append(w.toks, t)
	w.next = t.end
}

// chunkEnd returns the end of the run without white space that begins at i.
func chunkEnd(text string, i int) int {
	for i < len(text) {
		if c := text[i]; c < utf8.RuneSelf {
			if c <= ' ' {
				return i
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) {
			return i
		}
		i += n
	}
	return i
}

func cutToken(text string, i, end int) token {
	switch c := text[i]; {
	case c >= '0' && c <= '9':
		return scanNumber(text, i, end)
	case isLetter(text, i):
		return scanWord(text, i, end)
	}
	r, n := utf8.DecodeRuneInString(text[i:end])
	return token{start: i, end: i + n, n: -1, mark: plainMark(r)}
}

// plainMark maps typographic variants to one form: dashes and quotation marks.
func plainMark(r rune) rune {
	switch r {
	case '‐', '‑':
		return '-'
	case '–', '—', '―':
		return '–'
	case '’', '‘', '`':
		return '\''
	}
	return r
}

// scanNumber reads digits with groups of three after commas and a decimal fraction: "1,300", "2.5".
func scanNumber(text string, i, end int) token {
	t := token{start: i}
	j := i
	for j < end && isDigit(text[j]) {
		j++
	}
	t.digits = j - i
	for t.digits > 0 && groupAt(text, j, end) {
		j += 4
		t.digits += 3
	}
	t.n = decimal(text[i:j])
	if j+1 < end && text[j] == '.' && isDigit(text[j+1]) && !(i > 1 && text[i-1] == '.' && isDigit(text[i-2])) {
		k := j + 1
		for k < end && isDigit(text[k]) {
			k++
		}
		// 1.12.2025 and 10.0.0.1 are not fractions.
		if k+1 >= end || text[k] != '.' || !isDigit(text[k+1]) {
			j, t.frac = k, true
		}
	}
	t.end = j
	return t
}

// groupAt reports whether ",ddd" and no fourth digit stands at j.
func groupAt(text string, j, end int) bool {
	return j+3 < end && text[j] == ',' && isDigit(text[j+1]) && isDigit(text[j+2]) && isDigit(text[j+3]) &&
		(j+4 >= end || !isDigit(text[j+4]))
}

// decimal is the value of up to nine digits (commas skipped), -1 for more.
func decimal(s string) int {
	n, digits := 0, 0
	for i := 0; i < len(s); i++ {
		if isDigit(s[i]) {
			n, digits = n*10+int(s[i]-'0'), digits+1
			if digits > 9 {
				return -1
			}
		}
	}
	return n
}

func scanWord(text string, i, end int) token {
	t := token{start: i, n: -1, capital: text[i] >= 'A' && text[i] <= 'Z'}
	j := i
	for j < end && isLetter(text, j) {
		if text[j] < utf8.RuneSelf {
			j++
			continue
		}
		_, n := utf8.DecodeRuneInString(text[j:])
		j += n
	}
	// "a.m.", "p.m." with or without the last point.
	if j-i == 1 && j+1 < end && text[j] == '.' && (text[j+1]|0x20) == 'm' && (text[i]|0x20 == 'a' || text[i]|0x20 == 'p') && (j+2 >= end || !isLetter(text, j+2)) {
		j += 2
		if j < end && text[j] == '.' {
			j++
		}
		if t.word = lexicon["am"]; text[i]|0x20 == 'p' {
			t.word = lexicon["pm"]
		}
		t.end = j
		return t
	}
	t.end = j
	t.word = lookUp(text[i:j])
	return t
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(text string, i int) bool {
	c := text[i]
	if c < utf8.RuneSelf {
		return c|0x20 >= 'a' && c|0x20 <= 'z'
	}
	r, _ := utf8.DecodeRuneInString(text[i:])
	return unicode.IsLetter(r)
}

// lookUp finds a word of the lexicon whatever its case.
func lookUp(s string) *word {
	var buf [longestWord]byte
	if len(s) > len(buf) || len(s) > 1 && beginnings[pair(s[0], s[1])]&(1<<len(s)) == 0 {
		return nil
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		buf[i] = c
	}
	return lexicon[string(buf[:len(s)])]
}

// code reports whether a run without white space is an address, a path, a handle or a version rather than words:
// example.org/2025/12/01, @desk, v1.2.3, 10.0.0.1, A/55/L.2; but 1.12.2025 and Dec/2018 are dates.
func code(s string) bool {
	var at, slashes, dots, points int
	letters, digits := false, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			letters = true
		case isDigit(c):
			digits = true
		case c == '/':
			slashes++
		case c == '.':
			points++
			if i > 0 && i+1 < len(s) && isDigit(s[i-1]) && isDigit(s[i+1]) {
				dots++
			}
		case c == '@', c == '#', c == '=', c == '\\', c == '_' && i > 0 && i+1 < len(s):
			at++
		}
	}
	switch {
	case slashes == 0 && points == 0 && at == 0:
		return false
	case at > 0, strings.Contains(s, "://"), strings.HasPrefix(s, "www."):
		return true
	}
	return dots > 2 || dots > 1 && letters || letters && slashes > 2 || letters && digits && slashes > 0 && points > 0
}

// markUp fills in sentences and quotations of the tokens that are new.
func (w *window) markUp() {
	end := len(w.toks)
	if !w.whole() {
		end -= 2 // a mark is read with what follows it
	}
	for ; w.marked < end; w.marked++ {
		i, t := w.marked, &w.toks[w.marked]
		gap := ""
		if i > 0 {
			gap = w.text[w.toks[i-1].end:t.start]
		}
		if t.mark == '\n' {
			w.quoted = false
		}
		switch {
		case len(w.given) > 0:
			for w.g+1 < len(w.given) && w.given[w.g+1].Start <= t.start {
				w.g++
			}
			w.sentence = w.g
		case i > 0 && breaks(w.text, w.toks, i, gap):
			w.sentence++
		}
		t.sentence = w.sentence
		w.quote(i)
	}
}

// quote tells whether token i stands in quotation marks.
func (w *window) quote(i int) {
	t := &w.toks[i]
	paired := func(mark string) bool { return i+1 < len(w.toks) && w.text[t.start:w.toks[i+1].end] == mark }
	opening := t.mark == '“' || t.mark == '"' && !w.quoted || t.mark == '\'' && i+1 < len(w.toks) && w.text[t.start] == '`' && w.text[w.toks[i+1].start] == '`'
	closing := t.mark == '”' || t.mark == '"' && w.quoted || t.mark == '\'' && w.quoted && paired("''")
	switch {
	case opening:
		w.quoted = true
	case closing:
		w.quoted = false
	}
	t.quoted = w.quoted
}

// maxReach is how far ahead of its first word an expression's own word of time may stand: "the very end of the current fiscal year".
const maxReach = 8

// reachTime fills in how far each token is from the next word or number of time.
func reachTime(toks []token) {
	reach := maxReach
	for i := len(toks) - 1; i >= 0; i-- {
		t := &toks[i]
		if t.digits > 0 || t.word != nil && t.word.temporal {
			reach = 0
		}
		t.reach = reach
		reach = min(reach+1, maxReach)
	}
}

// breaks reports whether a sentence begins at token i: after a full stop that ends no abbreviation, or a blank line.
func breaks(text string, toks []token, i int, gap string) bool {
	if toks[i].mark == '\n' {
		return true
	}
	if gap == "" {
		return false
	}
	k := i - 1
	for k > 0 && (toks[k].mark == '"' || toks[k].mark == '”' || toks[k].mark == '\'' || toks[k].mark == ')') {
		k--
	}
	switch toks[k].mark {
	case '!', '?':
		return true
	case '.':
	default:
		return false
	}
	t := &toks[i]
	upper := t.capital || t.digits > 0 || t.mark != 0 && t.mark != ',' && t.mark != '–'
	if !upper || k == 0 {
		return false
	}
	before := &toks[k-1]
	return before.end-before.start > 1 && !(before.word != nil && before.word.abbreviation) && !title(text[before.start:before.end])
}

func title(s string) bool {
	switch s {
	case "Mr", "Mrs", "Ms", "Dr", "Prof", "Gen", "Col", "Lt", "Sgt", "Sen", "Rep", "Gov", "St", "Rev", "Hon", "Jr", "No", "vs", "Maj", "Capt", "Adm":
		return true
	}
	return false
}
