package encoder

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Text is a text ready for the encoder: its pieces, and for each of them what an uncased vocabulary loses, the
// look of its word and where it stands. Value 0 of every feature is for CLS and SEP.
type Text struct {
	Pieces []Piece
	Shape  []uint8 // of the piece's word: ShapeLower ...
	Gap    []uint8 // what parts the piece from the one before: GapJoined ...
	Quote  []uint8 // where its word stands to quotation marks: QuoteOutside ...
	Line   []uint8 // LineFirst up to the first line feed between words, then LineLater
}

// The shapes of words.
const (
	ShapeLower  = 1 + iota // letters, none of them a capital
	ShapeTitle             // the first letter alone a capital
	ShapeUpper             // two letters or more, all capitals
	ShapeSingle            // one letter, a capital
	ShapeMixed             // capitals otherwise
	ShapeDigits            // digits without letters
	ShapeAlnum             // digits and letters
	ShapeMark              // neither
)

// What parts two pieces.
const (
	GapJoined = 1 + iota
	GapSpaced
	GapNewline
)

// Where a word stands to quotation marks, double ones and then single ones.
const (
	QuoteOutside = 1 + iota
	QuoteInside
	QuoteOpens
	QuoteCloses
	QuoteInsideSingle
	QuoteOpensSingle
	QuoteClosesSingle
)

// The lines of a text.
const (
	LineFirst = 1 + iota
	LineLater
)

// featureNames are the features a Text has, as weights files name them.
var featureNames = map[string]func(*Text) []uint8{
	"shape": func(t *Text) []uint8 { return t.Shape },
	"gap":   func(t *Text) []uint8 { return t.Gap },
	"quote": func(t *Text) []uint8 { return t.Quote },
	"line":  func(t *Text) []uint8 { return t.Line },
}

// surfaceWord is a word as its pieces give it.
type surfaceWord struct {
	first, end int  // its pieces
	mark       rune // the word if it is one character, or 0
	leads      rune // its first character
	shape, gap uint8
}

// Read splits a text and looks at its surface, in time linear in its length.
func (v *Vocabulary) Read(text string) *Text {
	t := &Text{Pieces: v.Pieces(make([]Piece, 0, len(text)/4), text)}
	n := len(t.Pieces)
	values := make([]uint8, 4*n)
	t.Shape, t.Gap, t.Quote, t.Line = values[:n:n], values[n:2*n:2*n], values[2*n:3*n:3*n], values[3*n:]
	words := v.words(text, t.Pieces)
	quotes := quotesOf(words)
	line := uint8(LineFirst)
	for i, w := range words {
		if i > 0 && w.gap == GapNewline {
			line = LineLater
		}
		for p := w.first; p < w.end; p++ {
			t.Shape[p], t.Gap[p], t.Quote[p], t.Line[p] = w.shape, GapJoined, quotes[i], line
		}
		t.Gap[w.first] = w.gap
	}
	return t
}

// words puts pieces together again.
func (v *Vocabulary) words(text string, pieces []Piece) []surfaceWord {
	words := make([]surfaceWord, 0, len(pieces))
	before := 0
	for i := 0; i < len(pieces); {
		w := surfaceWord{first: i, gap: GapNewline}
		for i++; i < len(pieces) && v.Continues(pieces[i].ID); i++ {
		}
		w.end = i
		start, end := pieces[w.first].Start, pieces[i-1].End
		r, n := utf8.DecodeRuneInString(text[start:end])
		w.leads, w.shape = r, shapeOf(text[start:end])
		if n == end-start {
			w.mark = r
		}
		if w.first > 0 {
			w.gap = gapOf(text[before:start])
		}
		before = end
		words = append(words, w)
	}
	return words
}

// gapOf returns what the text between two words parts them by.
func gapOf(between string) uint8 {
	gap := uint8(GapJoined)
	for _, r := range between {
		switch {
		case r == '\n':
			return GapNewline
		case r == ' ', '\t' <= r && r <= '\r', r == 0x85, r > unicode.MaxASCII && unicode.Is(unicode.Z, r):
			gap = GapSpaced
		}
	}
	return gap
}

func shapeOf(word string) uint8 {
	var letters, capitals, digits int
	first := false
	for _, r := range word {
		switch {
		case 'a' <= r && r <= 'z':
			letters++
		case unicode.IsLetter(r):
			if unicode.IsUpper(r) || unicode.IsTitle(r) {
				capitals++
				first = first || letters == 0
			}
			letters++
		case unicode.IsDigit(r):
			digits++
		}
	}
	switch {
	case letters == 0 && digits == 0:
		return ShapeMark
	case letters == 0:
		return ShapeDigits
	case digits > 0:
		return ShapeAlnum
	case capitals == 0:
		return ShapeLower
	case letters == 1:
		return ShapeSingle
	case capitals == letters:
		return ShapeUpper
	case first && capitals == 1:
		return ShapeTitle
	}
	return ShapeMixed
}

// quotesOf follows quotation marks through a text. Double marks do not outlive their line: curly and angular ones
// open or close as they are drawn, the straight one opens outside and closes inside. A single mark counts only
// outside double ones and where its partner is found in the line, so that apostrophes are left alone.
func quotesOf(words []surfaceWord) []uint8 {
	states := make([]uint8, len(words))
	inside, closes := false, -1
	for i, w := range words {
		if w.gap == GapNewline {
			inside, closes = false, -1
		}
		states[i] = QuoteOutside
		switch {
		case w.mark == '“' || w.mark == '«' || w.mark == '„' || w.mark == '"' && !inside:
			states[i], inside, closes = QuoteOpens, true, -1
		case w.mark == '”' || w.mark == '»':
			states[i], inside = QuoteCloses, false
		case w.mark == '"':
			states[i], inside, closes = QuoteCloses, false, -1
		case inside:
			states[i] = QuoteInside
		case i == closes:
			states[i], closes = QuoteClosesSingle, -1
		case closes > i:
			states[i] = QuoteInsideSingle
		case (w.mark == '‘' || w.mark == '\'') && mayOpen(words, i):
			if at := singleClose(words, i); at > i {
				states[i], closes = QuoteOpensSingle, at
			}
		}
	}
	return states
}

// mayOpen tells whether a single mark stands where one opens: after a gap, a bracket or a dash, before a joined word.
func mayOpen(words []surfaceWord, i int) bool {
	if i+1 >= len(words) || words[i+1].gap != GapJoined {
		return false
	}
	return words[i].gap != GapJoined || strings.ContainsRune("([{—–-", words[i-1].leads)
}

// singleClose returns which word closes the single mark at i, or -1: one joined to the word before and not to a
// letter or digit after, in the same line and at most 120 words on.
func singleClose(words []surfaceWord, i int) int {
	for j := i + 1; j < min(len(words), i+121); j++ {
		w := words[j]
		if w.gap == GapNewline {
			return -1
		}
		if w.mark != '’' && w.mark != '\'' || w.gap != GapJoined {
			continue
		}
		if j+1 >= len(words) || words[j+1].gap != GapJoined || words[j+1].shape == ShapeMark {
			if j > i+1 {
				return j
			}
			return -1
		}
	}
	return -1
}

// Window returns pieces [from, to) between CLS and SEP, with the features that the weights know. Its state i is
// that of piece from+i-1.
func (v *Vocabulary) Window(c *Config, t *Text, from, to int) Window {
	n := to - from
	w := Window{IDs: make([]int32, n+2)}
	w.IDs[0], w.IDs[n+1] = v.CLS, v.SEP
	for i, p := range t.Pieces[from:to] {
		w.IDs[i+1] = p.ID
	}
	for _, f := range c.Features {
		values := make([]uint8, n+2)
		copy(values[1:], featureNames[f.Name](t)[from:to])
		w.Features = append(w.Features, values)
	}
	return w
}
