package names

import (
	"fmt"

	"rapporteur"
	"rapporteur/reading/encoder"
)

// Tagger is the trained head that finds names and their kinds. It may be used from many goroutines.
type Tagger struct {
	tagger *encoder.Tagger
	kinds  []Kind // of tagger.Kinds
}

// NewTagger takes the head out of an encoder's weights. It fails with encoder.ErrWeights where it is not there.
func NewTagger(e *encoder.Encoder) (*Tagger, error) {
	t, err := e.Tagger("names")
	if err != nil {
		return nil, err
	}
	h := &Tagger{tagger: t}
	for _, label := range t.Kinds {
		kind, ok := map[string]Kind{"PER": Person, "ORG": Organisation, "LOC": Place, "MISC": Misc}[label]
		if !ok {
			return nil, fmt.Errorf("%w: head names tags the unknown kind %s", encoder.ErrWeights, label)
		}
		h.kinds = append(h.kinds, kind)
	}
	return h, nil
}

// Find returns the names that the head sees in a stretch of text, in order, as Spans takes them.
func (h *Tagger) Find(s *encoder.States) []Seen {
	var out []Seen
	for _, t := range h.tagger.Find(s) {
		start, end := s.Bytes(t.Span)
		out = append(out, Seen{Name{rapporteur.Span{Start: start, End: end}, h.kinds[t.Kind]}, float64(t.Confidence)})
	}
	return out
}
