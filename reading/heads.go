package reading

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"rapporteur"
	"rapporteur/reading/attributions"
	"rapporteur/reading/encoder"
	"rapporteur/reading/names"
)

// heads are the encoder and what reads its states.
type heads struct {
	encoder    *encoder.Encoder
	names      *names.Tagger
	referrer   *names.Referrer
	statements *attributions.Heads
}

// newHeads takes the heads out of an encoder's weights.
func newHeads(e *encoder.Encoder) (*heads, error) {
	h := &heads{encoder: e}
	var err error
	if h.names, err = names.NewTagger(e); err != nil {
		return nil, err
	}
	if h.referrer, err = names.NewReferrer(e); err != nil {
		return nil, err
	}
	h.statements, err = attributions.NewHeads(e)
	return h, err
}

// trained loads the heads once, from the weights inside the program.
var trained = sync.OnceValue(func() *heads {
	h, err := newHeads(encoder.Embedded())
	if err != nil {
		panic("reading: the weights inside the program do not fit it: " + err.Error())
	}
	return h
})

// sectionBytes bounds how much text is read at a time, and keptSections how much of it is kept for what its pronouns refer to (by rule
// alone behind that), so that memory does not grow with the article: about 2 KB a word. An ordinary article is one section.
const (
	sectionBytes = 96 << 10
	keptSections = 2
)

// read gives the names and statements of a text so far as the encoder sees them, each in order.
func (h *heads) read(text string) (sections []*encoder.States, seen []names.Seen, said []rapporteur.Attribution) {
	for start := 0; start < len(text); {
		end := sectionEnd(text, start)
		states, err := h.encoder.Read(text[start:end])
		if err != nil { // the windows are cut to fit: see TestReadsAnything
			panic("reading: " + err.Error())
		}
		states.Base = start
		if len(sections) < keptSections {
			sections = append(sections, states)
		}
		seen = append(seen, h.names.Find(states)...)
		said = append(said, h.statements.Find(states)...)
		start = end
	}
	return sections, seen, said
}

// sectionEnd ends a section after a line where one ends in its second half, else after a space, else where it must.
func sectionEnd(text string, start int) int {
	if len(text)-start <= sectionBytes {
		return len(text)
	}
	end := start + sectionBytes
	half := text[start+sectionBytes/2 : end]
	if i := strings.LastIndexByte(half, '\n'); i >= 0 {
		return end - len(half) + i + 1
	}
	if i := strings.LastIndexFunc(half, unicode.IsSpace); i >= 0 {
		_, size := utf8.DecodeRuneInString(half[i:])
		return end - len(half) + i + size
	}
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return end
}
