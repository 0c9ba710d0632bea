package reading

import (
	"fmt"
	"iter"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"rapporteur"
	"rapporteur/reading/encoder"
	"rapporteur/reading/names"
)

// limits bound the sections in which a long article is read, so that memory does not grow with it: states take 1.5 KB a word.
type limits struct {
	bytes, words int // of a section
	kept         int // sections whose states are kept for what their pronouns refer to; behind them the rules alone tell
	again        int // sections of a text from which on those states are not kept, but made again: a few more are nothing to it
}

// An ordinary article is one section. docs/decisions/0013-any-text.md has the figures.
var ordinary = limits{bytes: 96 << 10, words: 12_000, kept: 3, again: 96}

// mostHands is how many sections are read at a time in all.
const mostHands = 8

// section is a stretch of an article, and what the encoder sees in it.
type section struct {
	rapporteur.Span
	states *encoder.States // of those that are kept
	seen   []names.Seen
	said   []rapporteur.Attribution
}

// read gives the names and statements of a text so far as the encoder sees them, each in order, and the states of the first sections.
// Where cores are idle several read the sections of one text; what comes of it does not depend on how many.
func (h *heads) read(text string) (states iter.Seq[*encoder.States], seen []names.Seen, said []rapporteur.Attribution) {
	sections := h.limits.sections(text)
	kept := h.limits.kept
	if len(sections) >= h.limits.again {
		kept = 0
	}
	h.readAll(text, sections, kept)
	for i := range sections {
		s := &sections[i]
		seen, said = append(seen, s.seen...), append(said, s.said...)
		s.seen, s.said = nil, nil
	}
	sections = sections[:min(len(sections), h.limits.kept)]
	return func(yield func(*encoder.States) bool) {
		var free encoder.States
		for i := range sections {
			if s := sections[i].states; s != nil && !yield(s) || s == nil && !yield(h.states(&free, sections[i].Span, text)) {
				return
			}
		}
	}, seen, said
}

// readAll reads sections with as many hands as there is work and leave for. A panic of a helper is the caller's.
// The states of the first kept ones are kept.
func (h *heads) readAll(text string, sections []section, kept int) {
	var next atomic.Int64
	work := func() {
		free := new(encoder.States)
		for i := int(next.Add(1)) - 1; i < len(sections); i = int(next.Add(1)) - 1 {
			if h.readSection(&sections[i], free, text); i < kept {
				sections[i].states, free = free, new(encoder.States)
			}
		}
	}
	var all sync.WaitGroup
	var failed atomic.Pointer[string]
	for n := 1; n < len(sections) && h.helper(); n++ {
		all.Go(func() {
			defer func() {
				<-h.helpers
				if p := recover(); p != nil {
					what := fmt.Sprintf("%v\n%s", p, debug.Stack())
					failed.Store(&what)
				}
			}()
			work()
		})
	}
	work()
	all.Wait()
	if what := failed.Load(); what != nil {
		panic(*what)
	}
}

// helper reports whether one more may help; who does gives the place back.
func (h *heads) helper() bool {
	select {
	case h.helpers <- struct{}{}:
		return true
	default:
		return false
	}
}

func (h *heads) readSection(s *section, free *encoder.States, text string) {
	states := h.states(free, s.Span, text)
	s.seen, s.said = h.names.Find(states), h.statements.Find(states)
}

// states reads a stretch of an article.
func (h *heads) states(free *encoder.States, s rapporteur.Span, text string) *encoder.States {
	states, err := h.encoder.ReadInto(free, s.Of(text))
	if err != nil { // the windows are cut to fit: see TestReadsAnything
		panic("reading: " + err.Error())
	}
	states.Base = s.Start
	return states
}

// sections cuts a text.
func (l limits) sections(text string) []section {
	var out []section
	for start := 0; start < len(text); {
		end := l.end(text, start)
		out = append(out, section{Span: rapporteur.Span{Start: start, End: end}})
		start = end
	}
	return out
}

// end ends a section after a line where one ends in its second half, else after a space, else where it must.
func (l limits) end(text string, start int) int {
	end := l.furthest(text, start)
	if end == len(text) {
		return end
	}
	half := text[start+(end-start)/2 : end]
	if i := strings.LastIndexByte(half, '\n'); i >= 0 {
		return end - len(half) + i + 1
	}
	if i := strings.LastIndexFunc(half, unicode.IsSpace); i >= 0 {
		_, size := utf8.DecodeRuneInString(half[i:])
		return end - len(half) + i + size
	}
	return end
}

// furthest is where a section that begins at start has all the bytes or words it may have.
func (l limits) furthest(text string, start int) int {
	words, inside := 0, false
	for i, r := range text[start:min(len(text), start+l.bytes)] {
		was := inside
		inside = unicode.IsLetter(r) && r < firstIdeograph || unicode.IsDigit(r) || unicode.IsMark(r)
		if !was && inside || !inside && !unicode.IsSpace(r) {
			words++
		}
		if words > l.words {
			return start + i
		}
	}
	end := min(len(text), start+l.bytes)
	for end < len(text) && !utf8.RuneStart(text[end]) {
		end--
	}
	return end
}

// firstIdeograph begins the scripts that the encoder reads sign by sign.
const firstIdeograph = 0x2E80
