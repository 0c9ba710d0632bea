package encoder

import (
	"slices"
)

// Windows of a text, as the weights were trained: see training/README.md.
const (
	windowBody    = 254 // pieces of text in a window, which CLS and SEP make 256
	windowOverlap = 48  // pieces that neighbouring windows share
)

// A Word is one word of a text as the encoder sees it: a run without space or punctuation, or one mark.
type Word struct {
	Start, End int // bytes of States.Text, half-open
	Line       int // counted from 0; a line feed between words begins a new one
	first      int // its first piece
}

// States is a text as the encoder has read it: its words, each with the state of its first piece. The heads read
// nothing else.
type States struct {
	Base  int // where in the article the stretch begins, in bytes: Bytes counts from the article's start
	Text  string
	Words []Word
	Lines []int // index of the first word of each line, and at the end len(Words)

	hidden  int
	vectors []float32 // [words][hidden]
	window  []float32 // scratch: what the encoder made of the last window
}

// State returns the state of a word: hidden values that must not be changed.
func (s *States) State(word int) []float32 {
	return s.vectors[word*s.hidden : (word+1)*s.hidden]
}

// Read returns a text's states. Time and memory are linear in its length: about 2 KB a word.
func (e *Encoder) Read(text string) (*States, error) { return e.ReadInto(new(States), text) }

// ReadInto is Read in the memory of states that nobody needs any more. They are the text's afterwards, and what is returned.
func (e *Encoder) ReadInto(s *States, text string) (*States, error) {
	v, err := e.words()
	if err != nil {
		return nil, err
	}
	t := v.Read(text)
	*s = States{Text: text, Words: s.Words[:0], Lines: s.Lines[:0], hidden: e.weights.Config.Hidden, vectors: s.vectors, window: s.window}
	s.cut(v, t)
	s.vectors = resize(s.vectors, len(s.Words)*s.hidden)
	word := 0
	for _, w := range windowsOf(s.Words, len(t.Pieces)) {
		s.window, err = e.Encode(s.window, []Window{v.Window(&e.weights.Config, t, w.start, w.end)})
		if err != nil {
			return nil, err
		}
		for ; word < len(s.Words) && s.Words[word].first < w.ownEnd; word++ {
			at := (1 + s.Words[word].first - w.start) * s.hidden
			copy(s.State(word), s.window[at:at+s.hidden])
		}
	}
	return s, nil
}

// cut fills in the words and lines.
func (s *States) cut(v *Vocabulary, t *Text) {
	line := -1
	for i, p := range t.Pieces {
		if v.Continues(p.ID) && i > 0 {
			s.Words[len(s.Words)-1].End = p.End
			continue
		}
		if t.Gap[i] == GapNewline {
			line++
			s.Lines = append(s.Lines, len(s.Words))
		}
		s.Words = append(s.Words, Word{Start: p.Start, End: p.End, Line: line, first: i})
	}
	s.Lines = append(s.Lines, len(s.Words))
}

// window is a stretch of pieces that is read together, and the end of the pieces whose states it gives.
type window struct{ start, end, ownEnd int }

// windowsOf cuts n pieces into windows that begin at words. Of the pieces two windows share, each gives the states of
// those farther from its own edge.
func windowsOf(words []Word, n int) []window {
	var out []window
	start, end := 0, min(n, windowBody)
	for end < n {
		after, _ := slices.BinarySearchFunc(words, end-windowOverlap+1, func(w Word, piece int) int { return w.first - piece })
		next := words[after-1].first // the first piece of the word that holds piece end-windowOverlap
		if next <= start {           // a word as long as a window: go on without overlap
			next = end
		}
		out = append(out, window{start, end, (next + end) / 2})
		start, end = next, min(n, next+windowBody)
	}
	return append(out, window{start, end, n})
}

// Span is a stretch of words, half-open.
type Span struct{ First, End int }

// Bytes returns where a span of words stands in the article.
func (s *States) Bytes(w Span) (start, end int) {
	return s.Base + s.Words[w.First].Start, s.Base + s.Words[w.End-1].End
}

// Vector returns the mean of the states of a span of words, which the vector head makes comparable between texts.
func (s *States) Vector(w Span) []float32 {
	mean := make([]float32, s.hidden)
	for i := w.First; i < w.End; i++ {
		for j, x := range s.State(i) {
			mean[j] += x
		}
	}
	for j := range mean {
		mean[j] /= float32(max(1, w.End-w.First))
	}
	return mean
}
