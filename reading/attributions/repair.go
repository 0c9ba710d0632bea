package attributions

import (
	"slices"

	"rapporteur"
)

// mender mends statements that were found without regard to quotation marks, by the quotations themselves. A speech belongs to one
// statement: the one whose cue stands beside its marks, else the one that holds most of it, else the one that the rules give it to.
// Statements that somebody quotes inside his own speech stay beside his.
type mender struct {
	*article
	found []rapporteur.Attribution
	rules []relation
	outer owners // of each word: the statement whose content holds it and whose cue stands outside of the speech that the word is in
	cues  owners // of each word: the statement whose cue holds it
	own   []int  // of each quotation: the relation whose cue or source stands beside its closing mark
	taken []int  // of each quotation: how many of its words a content holds
}

// owners holds one statement, or none, for each word.
type owners []int32

func (o owners) of(word int) int { return int(o[word]) }

func (o owners) set(word, statement int) { o[word] = int32(statement) }

// repair mends statements and adds those of the speeches that no content holds.
func (a *article) repair(found []rapporteur.Attribution) []rapporteur.Attribution {
	m := &mender{article: a, found: found, rules: speechSpans(a), outer: make(owners, a.size()), cues: make(owners, a.size()), own: make([]int, len(a.quotes)), taken: make([]int, len(a.quotes))}
	for i := range m.outer {
		m.outer.set(i, none)
		m.cues.set(i, none)
	}
	for n := range found {
		m.claim(n)
	}
	m.reclaim()
	for q := range a.quotes {
		if a.speech(q) {
			if n, most := m.mostly(q); most {
				m.hold(n, q)
			}
		}
	}
	for i := range m.rules {
		m.fill(&m.rules[i])
	}
	m.printed()
	m.agents()
	m.seams()
	return m.found
}

func (a *article) speech(q int) bool {
	return a.quotes[q].Kind == Speech && a.quotes[q].Within == none && a.quotes[q].last > a.quotes[q].first
}

// claim notes the words of a statement. Of a speech, its own speaker's statement holds the words, not one that is told in it.
func (m *mender) claim(n int) {
	for _, s := range m.found[n].Content {
		m.take(n, s)
	}
	for _, s := range m.found[n].Cue {
		for i := m.wordAt(s.Start); i < m.size() && m.word(i).Start < s.End; i++ {
			m.cues.set(i, n)
		}
	}
}

// take notes the words of a stretch of a statement's content.
func (m *mender) take(n int, s rapporteur.Span) {
	for i := m.wordAt(s.Start); i < m.size() && m.word(i).Start < s.End; i++ {
		if !m.told(n, i) {
			m.give(i, n)
		}
	}
}

// give notes the statement, or none, whose content holds word i.
func (m *mender) give(i, n int) {
	if q := m.word(i).quote; q != none && (m.outer.of(i) == none) != (n == none) {
		m.taken[q]++
		if n == none {
			m.taken[q] -= 2
		}
	}
	m.outer.set(i, n)
}

// told reports whether word i stands in a speech that the cue of statement n stands in too.
func (m *mender) told(n, i int) bool {
	q := m.word(i).quote
	return q != none && m.quotes[q].Kind == Speech && len(m.found[n].Cue) > 0 && m.quotes[q].Overlaps(m.found[n].Cue[0])
}

func (m *mender) overlaps(list []rapporteur.Span, r within) bool {
	return !r.empty() && slices.ContainsFunc(list, m.span(r.from, r.to).Overlaps)
}

// target is the statement with the cue of a relation; where there is none, it is made, without content.
func (m *mender) target(r *relation) int {
	for i := r.cue.from; i < r.cue.to; i++ {
		if m.cues.of(i) != none {
			return m.cues.of(i)
		}
	}
	x := m.attribution(r)
	x.Content = nil
	m.found = append(m.found, x)
	m.claim(len(m.found) - 1)
	return len(m.found) - 1
}

// mostly gives the one statement that holds at least half the words of a speech, where no other holds any.
func (m *mender) mostly(q int) (n int, most bool) {
	n = none
	held, all := 0, 0
	for i := m.quotes[q].first; i < m.quotes[q].last; i++ {
		if !m.word(i).letters {
			continue
		}
		all++
		switch o := m.outer.of(i); {
		case o == none:
		case n == none || o == n:
			n = o
			held++
		default:
			return none, false
		}
	}
	return n, n != none && 2*held >= all
}

// move takes a speech from one statement to another.
func (m *mender) move(from, to, q int) {
	if from == to {
		return
	}
	quote := m.quotes[q]
	m.found[from].Content = m.without(m.found[from].Content, quote.Span)
	for i := quote.first; i < quote.last; i++ {
		m.give(i, none)
	}
	m.hold(to, q)
}

// without leaves a stretch out of a content, and the marks that led to it.
func (m *mender) without(content []rapporteur.Span, cut rapporteur.Span) []rapporteur.Span {
	var out []rapporteur.Span
	keep := func(s rapporteur.Span) {
		if s.Empty() {
			return
		}
		words := within{m.wordAt(s.Start), m.wordAt(s.End-1) + 1}
		if words = m.bare(words); !words.empty() && !m.wordless(words) {
			out = append(out, m.span(words.from, words.to))
		}
	}
	for _, s := range content {
		if !s.Overlaps(cut) {
			out = append(out, s)
			continue
		}
		keep(rapporteur.Span{Start: s.Start, End: min(s.End, cut.Start)})
		keep(rapporteur.Span{Start: max(s.Start, cut.End), End: s.End})
	}
	return out
}

// bare trims marks, and a quotation mark that opens what was cut out.
func (m *mender) bare(r within) within {
	f := finder{article: m.article}
	r = f.trim(r)
	for !r.empty() && !m.word(r.to-1).letters && m.word(r.to-1).quote != none && m.quotes[m.word(r.to-1).quote].first == r.to-1 {
		r.to--
		r = f.trim(r)
	}
	return r
}

func (m *mender) wordless(r within) bool {
	for i := r.from; i < r.to; i++ {
		if m.word(i).letters {
			return false
		}
	}
	return true
}

// hold makes one fragment of what a content has of a speech: all of it, with its marks. It never lies over its own source or cue.
func (m *mender) hold(n, q int) {
	x := &m.found[n]
	speech := m.quotes[q].Span
	quote := speech
	if last := len(x.Content) - 1; last >= manyFragments && x.Content[last].End <= quote.Start {
		m.extend(n, quote)
		return
	}
	kept := x.Content[:0:0]
	for _, s := range x.Content {
		if s.Overlaps(quote) {
			quote.Start, quote.End = min(quote.Start, s.Start), max(quote.End, s.End)
		} else {
			kept = append(kept, s)
		}
	}
	if slices.ContainsFunc(x.Source, quote.Overlaps) || slices.ContainsFunc(x.Cue, quote.Overlaps) {
		return
	}
	x.Content = append(kept, quote)
	slices.SortFunc(x.Content, rapporteur.Span.Compare)
	if size(x.Content) > longContent {
		m.take(n, speech)
	} else {
		m.claim(n)
	}
}

// longContent is how many bytes a content has before only what is added to it is looked at: a line of a million characters.
const longContent = 32 << 10

func size(list []rapporteur.Span) (n int) {
	for _, s := range list {
		n += s.Len()
	}
	return n
}

// manyFragments is how many fragments a content has before only what is added to it is looked at: a speech of a thousand paragraphs.
const manyFragments = 64

// extend puts a speech behind all else of a content.
func (m *mender) extend(n int, quote rapporteur.Span) {
	x := &m.found[n]
	if !slices.ContainsFunc(x.Source, quote.Overlaps) && !slices.ContainsFunc(x.Cue, quote.Overlaps) {
		x.Content = append(x.Content, quote)
		m.take(n, quote)
	}
}

// fill gives the speeches of a relation that nobody holds to the statement with the same cue, else makes a statement of it.
func (m *mender) fill(r *relation) {
	if r.source.empty() {
		return
	}
	missing := false
	target := none
	for _, c := range r.content {
		if c.empty() {
			continue
		}
		if q := m.word(c.from).quote; q != none && m.speech(q) && m.free(q) {
			missing = true
		} else if n := m.outer.of(c.from); n != none {
			target = n
		}
	}
	if !missing {
		return
	}
	for i := r.cue.from; i < r.cue.to; i++ {
		if m.cues.of(i) != none {
			target = m.cues.of(i)
		}
	}
	if target == none {
		m.found = append(m.found, m.attribution(r))
		m.claim(len(m.found) - 1)
		return
	}
	for _, c := range r.content {
		if !c.empty() && m.outer.of(c.from) == none {
			if q := m.word(c.from).quote; q != none && m.speech(q) && m.free(q) {
				m.hold(target, q)
			}
		}
	}
}

// free reports whether nobody holds a word of a speech.
func (m *mender) free(q int) bool { return m.taken[q] == 0 }
