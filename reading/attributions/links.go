package attributions

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"rapporteur"
	"rapporteur/reading/encoder"
)

// Heads are the trained heads that find statements: a tagger for the spans of sources, cues and contents, and two pair heads
// that make attributions of them. They may be used from many goroutines.
type Heads struct {
	spans      *encoder.Tagger
	contentCue *encoder.Pairer
	cueSource  *encoder.Pairer
	kinds      [3]int // of spans.Kinds: source, cue, content
}

// A cue stands in the line of its content and its source. Only a quotation in a line without cues may belong to one further
// away, at most floatLines: it floats, or goes on from the paragraph before.
const floatLines = 2

// NewHeads takes the heads out of an encoder's weights. It fails with encoder.ErrWeights where they are not there.
func NewHeads(e *encoder.Encoder) (*Heads, error) {
	var h Heads
	var err error
	if h.spans, err = e.Tagger("attribution"); err != nil {
		return nil, err
	}
	if h.contentCue, err = e.Pairer("content_cue", "distance", "between", "line"); err != nil {
		return nil, err
	}
	if h.cueSource, err = e.Pairer("cue_source", "distance", "between", "line"); err != nil {
		return nil, err
	}
	for i, kind := range []string{"source", "cue", "content"} {
		if h.kinds[i] = slices.Index(h.spans.Kinds, kind); h.kinds[i] < 0 {
			return nil, fmt.Errorf("%w: head attribution does not tag %s", encoder.ErrWeights, kind)
		}
	}
	return &h, nil
}

// assembled is an attribution in words of the states.
type assembled struct {
	source  encoder.Span // empty where there is none
	cue     encoder.Span
	content []encoder.Span
	// The probabilities of the spans and links it is made of, multiplied.
	confidence float64
}

// parts are the spans of one kind, with the chain's confidence in each.
type parts struct {
	spans      []encoder.Span
	confidence []float64
}

func (p *parts) add(t *encoder.Tagged) {
	p.spans = append(p.spans, t.Span)
	p.confidence = append(p.confidence, float64(t.Confidence))
}

// Find gives the statements of a stretch of text, in the order of their cues, with source, cue, content and confidence; Complete
// adds the rest. A statement without content says only that somebody spoke there.
func (h *Heads) Find(s *encoder.States) []rapporteur.Attribution {
	var out []rapporteur.Attribution
	for _, l := range h.find(s) {
		out = append(out, rapporteur.Attribution{
			Source: spansOf(s, l.source), Cue: spansOf(s, l.cue), Content: spansOf(s, l.content...), Confidence: l.confidence,
		})
	}
	return out
}

// find gives the attributions of a text, in the order of their cues. Each cue is one attribution. Each content goes to the cue
// that scores best, each cue takes the source that scores best, if it scores above none. A cue may be left without content.
func (h *Heads) find(s *encoder.States) []assembled {
	var source, cue, content parts
	for _, t := range h.spans.Find(s) {
		switch t.Kind {
		case h.kinds[0]:
			source.add(&t)
		case h.kinds[1]:
			cue.add(&t)
		case h.kinds[2]:
			content.add(&t)
		}
	}
	if len(cue.spans) == 0 || len(content.spans) == 0 {
		return nil
	}
	out := make([]assembled, len(cue.spans))
	for j := range out {
		out[j] = assembled{cue: cue.spans[j], confidence: cue.confidence[j]}
	}
	h.linkContents(s, out, &cue, &content)
	h.linkSources(s, out, &cue, &source)
	return out
}

func (h *Heads) linkContents(s *encoder.States, out []assembled, cue, content *parts) {
	left, right := h.contentCue.Left(s, content.spans), h.contentCue.Right(s, cue.spans)
	for i, part := range content.spans {
		near := nearby(s, cue.spans, part, 0)
		if near.First == near.End && quoted(s, part) {
			near = nearby(s, cue.spans, part, floatLines)
		}
		if near.First == near.End {
			continue
		}
		scores := make([]float32, 0, near.End-near.First)
		for j := near.First; j < near.End; j++ {
			scores = append(scores, h.contentCue.Score(left, i, right, j, placed(s, part, cue.spans, j)...))
		}
		best, p := top(scores)
		l := &out[near.First+best]
		l.content = append(l.content, part)
		if len(l.content) == 1 { // the first content decides: further ones are fragments of it
			l.confidence *= p * content.confidence[i]
		}
	}
}

func (h *Heads) linkSources(s *encoder.States, out []assembled, cue, source *parts) {
	left, right := h.cueSource.Left(s, cue.spans), h.cueSource.Right(s, source.spans)
	for j, c := range cue.spans {
		near := nearby(s, source.spans, c, 0)
		scores := []float32{h.cueSource.None(left, j)}
		for i := near.First; i < near.End; i++ {
			scores = append(scores, h.cueSource.Score(left, j, right, i, placed(s, source.spans[i], cue.spans, j)...))
		}
		best, p := top(scores)
		out[j].confidence *= p
		if best > 0 {
			out[j].source = source.spans[near.First+best-1]
			out[j].confidence *= source.confidence[near.First+best-1]
		}
	}
}

// top returns the index of the best score, the lowest of equals, and its probability among all. It changes the scores.
func top(scores []float32) (best int, p float64) {
	for i, x := range scores {
		if x > scores[best] {
			best = i
		}
	}
	return best, float64(encoder.Softmax(scores)[best])
}

// mostNear is how many spans before and behind another may belong to it: so that a line of a thousand cues costs no more than its length.
const mostNear = 64

// nearby returns the range of spans, which are in order, at most so many lines away from one.
func nearby(s *encoder.States, spans []encoder.Span, from encoder.Span, lines int) encoder.Span {
	line := func(w encoder.Span) int { return s.Words[w.First].Line }
	at := line(from)
	first, _ := slices.BinarySearchFunc(spans, at-lines, func(w encoder.Span, l int) int { return line(w) - l })
	end, _ := slices.BinarySearchFunc(spans, at+lines+1, func(w encoder.Span, l int) int { return line(w) - l })
	here, _ := slices.BinarySearchFunc(spans, from.First, func(w encoder.Span, at int) int { return w.First - at })
	return encoder.Span{First: max(first, here-mostNear), End: min(end, here+mostNear)}
}

// quoted reports whether a span opens with a quotation mark.
func quoted(s *encoder.States, w encoder.Span) bool {
	r, _ := utf8.DecodeRuneInString(s.Text[s.Words[w.First].Start:])
	return strings.ContainsRune("“\"«„‘", r)
}

// placed gives the numbers of a link's features: how a part (content or source) stands to cue j.
func placed(s *encoder.States, part encoder.Span, cues []encoder.Span, j int) []int {
	before, _ := slices.BinarySearchFunc(cues, part.First, func(w encoder.Span, first int) int { return w.First - first })
	lines := s.Words[cues[j].First].Line - s.Words[part.First].Line
	return []int{encoder.Distance(part, cues[j]), 4 + max(-4, min(4, j-before)), 2 + max(-2, min(2, lines))}
}

// spansOf turns words into bytes of the text.
func spansOf(s *encoder.States, words ...encoder.Span) []rapporteur.Span {
	var out []rapporteur.Span
	for _, w := range words {
		if w.First < w.End {
			start, end := s.Bytes(w)
			out = append(out, rapporteur.Span{Start: start, End: end})
		}
	}
	return out
}
