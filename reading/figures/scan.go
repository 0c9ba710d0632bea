package figures

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rapporteur"
)

type kind uint8

const (
	mark    kind = iota // one rune that is neither letter nor digit
	word                // letters, with digits after them ("A380")
	literal             // digits with their separators
	opaque              // an address, a version, a telephone number, a time of the clock: digits that count nothing
)

// token is one piece of the text as this package cuts it: finer than a treebank, for "$174", "US$", "15bn" and "3.5-inch".
type token struct {
	start, end int
	kind       kind
	r          rune   // of a mark
	entry      *entry // what the lexicon says of a word; nil where nothing
	sentence   int32
	spaced     bool // white space stands before it
	upper      bool // begins with a capital
	first      bool // first word of its sentence
	taken      bool // part of a date
	headline   bool // in a headline, where capitals mean little
}

// scanner cuts a text in one pass. What it has cut is a window that moves through the text: behind the token at hand and before it stand as
// many as any rule looks at, and the rest is not in memory. An ordinary article is in it whole.
type scanner struct {
	doc  *rapporteur.Document
	text string
	toks []token
	buf  [longest]byte

	next   int  // where the text goes on
	spaced bool // white space stands there
	called int  // tokens looked at for telephone numbers
	marked int  // tokens with their borders

	inSentence, inDate, inPart int // what the next token stands in or before
	sentence                   int32
	end                        int // of the token before
}

const (
	windowTokens = 1 << 14
	windowMargin = 1 << 12 // tokens kept behind the one at hand, and seen before it
	mostCalled   = 64      // tokens in a telephone number
)

func scan(doc *rapporteur.Document) *scanner {
	s := &scanner{doc: doc, text: doc.Article.Text, spaced: true}
	s.toks = make([]token, 0, min(len(s.text)/5, windowTokens)+8)
	s.fill()
	return s
}

// whole reports whether the text ends in the window.
func (s *scanner) whole() bool { return s.next == len(s.text) }

// slide moves the window, where token i comes close to its end, and returns how many tokens it left behind.
func (s *scanner) slide(i int) int {
	if s.whole() || i < len(s.toks)-windowMargin {
		return 0
	}
	n := max(0, i-windowMargin)
	s.toks = s.toks[:copy(s.toks, s.toks[n:])]
	s.called, s.marked = s.called-n, s.marked-n
	s.fill()
	return n
}

func (s *scanner) fill() {
	for s.next < len(s.text) && len(s.toks) < windowTokens {
		s.step()
	}
	s.telephones()
	s.borders()
}

// step passes over a white space or cuts a token.
func (s *scanner) step() {
	i := s.next
	r, size := rune(s.text[i]), 1
	if r >= utf8.RuneSelf {
		r, size = utf8.DecodeRuneInString(s.text[i:])
	}
	if isSpace(r) {
		s.spaced = true
		s.next += size
		return
	}
	if s.spaced {
		if end := s.address(i); end > i {
			s.next, s.spaced = end, false
			return
		}
	}
	before := len(s.toks)
	s.next = s.cut(i, r, size)
	s.toks[before].spaced = s.spaced
	s.spaced = false
}

// telephones makes opaque the groups of digits behind a plus: "+44 20 7946 0958".
func (s *scanner) telephones() {
	end := len(s.toks)
	if !s.whole() {
		end = max(s.called, end-mostCalled)
	}
	for ; s.called < end; s.called++ {
		i := s.called
		if s.toks[i].r != '+' || s.toks[i].kind != mark {
			continue
		}
		j := i + 1
		for j < len(s.toks) && (s.toks[j].kind == literal || s.toks[j].kind == opaque) {
			j++
		}
		if j < i+4 || s.toks[i+1].spaced {
			continue
		}
		for k := i + 1; k < j; k++ {
			s.toks[k].kind = opaque
		}
	}
}

func isSpace(r rune) bool {
	return r == ' ' || r < ' ' || r >= 0x80 && (unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff')
}

// address takes a chunk that is an address of the net whole, as one opaque token; it returns i where it is none.
func (s *scanner) address(i int) int {
	c := s.text[i] | 0x20
	if c != 'h' && c != 'w' && c != 'f' {
		return i
	}
	rest := s.text[i:]
	if !hasPrefixFold(rest, "http://") && !hasPrefixFold(rest, "https://") && !hasPrefixFold(rest, "www.") && !hasPrefixFold(rest, "ftp://") {
		return i
	}
	end := strings.IndexFunc(rest, isSpace)
	if end < 0 {
		end = len(rest)
	}
	s.toks = append(s.toks, token{start: i, end: i + end, kind: opaque, spaced: true})
	return i + end
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// cut cuts the token at i.
func (s *scanner) cut(i int, r rune, size int) int {
	switch {
	case isDigit(r):
		return s.number(i)
	case isLetter(r):
		return s.word(i, r)
	}
	s.toks = append(s.toks, token{start: i, end: i + size, r: r})
	return i + size
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isLetter(r rune) bool {
	if r < utf8.RuneSelf {
		c := r | 0x20
		return c >= 'a' && c <= 'z'
	}
	return unicode.IsLetter(r) || unicode.IsMark(r)
}

// firstIdeograph begins the scripts of East Asia.
const firstIdeograph = 0x2E80

// word cuts letters, and the digits behind them unless they are an amount behind a currency ("EUR125"). "U.S." is one word.
func (s *scanner) word(i int, first rune) int {
	end := i
	before := first
	for end < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[end:])
		if isDigit(r) {
			if before >= firstIdeograph {
				break // 通胀率为2.5%: those scripts have no spaces
			}
			if e := s.look(s.text[i:end]); e != nil && e.money != "" && e.prefix {
				break
			}
		} else if !isLetter(r) {
			break
		}
		end += size
		before = r
	}
	for end-i == 1 && end+2 < len(s.text)+1 && end+2 <= len(s.text) && s.text[end] == '.' && isLetter(rune(s.text[end+1])) &&
		(end+2 == len(s.text) || !isLetter(rune(s.text[end+2]))) {
		end = initials(s.text, end)
		break
	}
	s.toks = append(s.toks, token{start: i, end: end, kind: word, upper: unicode.IsUpper(first), entry: s.look(s.text[i:end])})
	return end
}

// initials returns the end of "U.S.", from its first point on.
func initials(text string, at int) int {
	for at+1 < len(text) && text[at] == '.' && text[at+1] < utf8.RuneSelf && isLetter(rune(text[at+1])) && (at+2 == len(text) || !isLetter(rune(text[at+2]))) {
		at += 2
	}
	if at < len(text) && text[at] == '.' {
		at++
	}
	return at
}

// look finds a word in the lexicon, whatever its case.
func (s *scanner) look(w string) *entry {
	if len(w) > longest || len(w) > 1 && beginnings[pair(w[0], w[1])]&(1<<len(w)) == 0 {
		return nil
	}
	for i := range len(w) {
		c := w[i]
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		s.buf[i] = c
	}
	return lexicon[string(s.buf[:len(w)])]
}

// number cuts digits and the separators between them. More than one point that groups nothing, or a colon, makes them
// a version or a time; digits tied to digits by several dashes are a telephone number.
func (s *scanner) number(i int) int {
	end, kind := digits(s.text, i), literal
	for end+1 < len(s.text) && isDigit(rune(s.text[end+1])) && (s.text[end] == '.' || s.text[end] == ',' || s.text[end] == ':') {
		if s.text[end] == ':' {
			kind = opaque
		}
		end = digits(s.text, end+1)
	}
	if kind == literal {
		end = s.spacedGroups(i, end)
		cut := listed(s.text[i:end])
		if n := len(s.toks); n > 1 && cut == 0 && s.toks[n-1].r == ',' && s.toks[n-1].end == i && s.toks[n-2].kind == literal && s.toks[n-2].end == i-1 {
			cut = max(0, strings.IndexByte(s.text[i:end], ',')) // the last two of "1,2,3"
		}
		if cut > 0 {
			end = i + cut // "22,24,26" is a list
		} else if !wellFormed(s.text[i:end]) {
			kind = opaque
		}
	}
	if n := len(s.toks); n > 0 && s.toks[n-1].end == i && s.toks[n-1].kind == mark {
		kind = s.tied(n-1, kind)
	}
	s.toks = append(s.toks, token{start: i, end: end, kind: kind})
	return end
}

func digits(text string, i int) int {
	for i < len(text) && isDigit(rune(text[i])) {
		i++
	}
	return i
}

// spacedGroups takes in groups of three digits after a thin, hard or plain space: "40 000".
func (s *scanner) spacedGroups(start, end int) int {
	if end-start > 3 || s.text[start] == '0' {
		return end
	}
	for {
		rest := s.text[end:]
		r, size := utf8.DecodeRuneInString(rest)
		if r != ' ' && r != '\u00a0' && r != '\u202f' && r != '\u2009' {
			return s.decimals(start, end)
		}
		after := size + 3
		next, _ := utf8.DecodeRuneInString(rest[min(after, len(rest)):])
		if digits(rest, size) != after || isLetter(next) {
			return s.decimals(start, end)
		}
		end += after
	}
}

// decimals takes in the decimals behind groups set with spaces.
func (s *scanner) decimals(start, end int) int {
	if end-start > 3 && end+1 < len(s.text) && (s.text[end] == '.' || s.text[end] == ',') && isDigit(rune(s.text[end+1])) && !strings.ContainsAny(s.text[start:end], ".,") && digits(s.text, start) < end {
		return digits(s.text, end+1)
	}
	return end
}

// listed returns the length of the first of several numbers set with commas and no spaces, or 0.
func listed(s string) int {
	first := strings.IndexByte(s, ',')
	if first < 0 || strings.IndexByte(s, '.') >= 0 || strings.Count(s, ",") < 2 {
		return 0
	}
	for group := range strings.SplitSeq(s[first+1:], ",") {
		if len(group) != 3 {
			return first
		}
	}
	return 0
}

// tied tells telephone numbers and scores: what follows a dash that follows a number.
func (s *scanner) tied(at int, k kind) kind {
	if !isDash(s.toks[at].r) || at == 0 {
		return k
	}
	before := &s.toks[at-1]
	if before.end != s.toks[at].start {
		return k
	}
	if before.kind == word || before.kind == opaque {
		if before.kind == word && before.entry != nil && before.entry.number() {
			return k
		}
		return opaque // "F-16", "555-0123-4567"
	}
	if before.kind == literal && at > 1 && isDash(s.toks[at-2].r) && s.toks[at-2].end == before.start && at > 2 && s.toks[at-3].end == s.toks[at-2].start {
		before.kind = opaque
		if s.toks[at-3].kind == literal {
			s.toks[at-3].kind = opaque
		}
		return opaque
	}
	return k
}

func isDash(r rune) bool {
	return r == '-' || r == '–' || r == '—' || r == '‐' || r == '‑' || r == '−'
}

// borders marks sentences, headlines and what dates took, in one walk over each.
func (s *scanner) borders() {
	doc, parts := s.doc, s.doc.Article.Parts
	for ; s.marked < len(s.toks); s.marked++ {
		i, t := s.marked, &s.toks[s.marked]
		for s.inSentence < len(doc.Sentences) && doc.Sentences[s.inSentence].End <= t.start {
			s.inSentence++
			s.sentence++
		}
		if i > 0 && strings.IndexByte(s.text[s.end:t.start], '\n') >= 0 && len(doc.Sentences) == 0 {
			s.sentence++
		}
		s.end = t.end
		t.sentence = s.sentence
		t.first = i == 0 || s.toks[i-1].sentence != s.sentence || s.toks[i-1].first && s.toks[i-1].kind == mark
		for s.inDate < len(doc.Dates) && doc.Dates[s.inDate].End <= t.start {
			s.inDate++
		}
		t.taken = s.inDate < len(doc.Dates) && doc.Dates[s.inDate].Start < t.end
		for s.inPart < len(parts) && parts[s.inPart].End <= t.start {
			s.inPart++
		}
		if s.inPart < len(parts) && parts[s.inPart].Start <= t.start {
			t.headline = parts[s.inPart].Kind == rapporteur.Headline
		}
	}
}
