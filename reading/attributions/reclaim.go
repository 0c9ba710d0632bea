package attributions

import (
	"slices"
	"strings"
)

// This file moves speeches from statements that a reader of words would give them to, to those that their place on the page gives them to.

func (m *mender) reclaim() {
	m.overrun()
	m.claimed()
	m.orphans()
	m.follow()
	m.announced()
	m.resumed()
}

// claimed gives each speech with a speaker beside its closing mark to him: “...,” Kallas said.
func (m *mender) claimed() {
	for q := range m.own {
		m.own[q] = none
	}
	for i := range m.rules {
		r := &m.rules[i]
		if r.rule != ruleAfter && r.rule != ruleInverted && r.rule != ruleSigned && r.rule != ruleDashed {
			continue
		}
		q := m.beside(r)
		if q == none || !m.speech(q) {
			continue
		}
		m.own[q] = i
		if r.rule == ruleSigned || r.rule == ruleDashed {
			m.sign(r, q)
			continue
		}
		if n, most := m.mostly(q); most && !m.overlaps(m.found[n].Cue, r.cue) && !m.reports(n, r) && !m.leadsUp(n, q) && !m.leadsOn(r) {
			m.move(n, m.target(r), q)
		}
	}
}

// sign gives a speech with a name under it to that name, whoever held parts of it.
func (m *mender) sign(r *relation, q int) {
	n, last := m.target(r), none
	for i := m.quotes[q].first; i < m.quotes[q].last; i++ {
		if o := m.outer.of(i); o != none && o != n {
			if o != last {
				m.found[o].Content = m.without(m.found[o].Content, m.quotes[q].Span)
			}
			last = o
			m.give(i, none)
		}
	}
	m.hold(n, q)
}

// reports reports whether a statement's content holds the cue of a relation: “...,” Kallas said, according to Politico.
func (m *mender) reports(n int, r *relation) bool { return m.overlaps(m.found[n].Content, r.cue) }

// leadsOn reports whether the cue of a relation is known to lead up to another content, behind it.
func (m *mender) leadsOn(r *relation) bool {
	n := m.cues.of(r.cue.from)
	return n != none && len(m.found[n].Content) > 0 && m.found[n].Content[0].Start >= m.word(r.cue.from).Start
}

// unsure is the confidence below which a cue before a colon is not taken to lead up to a speech that has a speaker behind it.
const unsure = 0.5

// leadsUp reports whether a statement's cue stands right before a speech: Berg warned, “...”.
func (m *mender) leadsUp(n, q int) bool {
	first := m.quotes[q].first
	if first == 0 || m.word(first-1).sentence != m.word(first).sentence {
		return false
	}
	mark := m.low(first - 1)
	if m.cues.of(first-1) == n && (mark != ":" || m.found[n].Confidence >= unsure) {
		return true
	}
	return first > 1 && m.cues.of(first-2) == n && (mark == "," || mark == ":" && m.found[n].Confidence >= unsure)
}

// beside is the quotation that ends where the source and cue of a relation begin, a comma between or not; or that begins behind a colon.
func (m *mender) beside(r *relation) int {
	if r.rule == ruleDashed {
		return m.word(r.cue.to).quote
	}
	first := r.cue.from
	if !r.source.empty() {
		first = min(first, r.source.from)
	}
	if m.low(first-1) == "," && m.word(first-1).quote == none {
		first--
	}
	if first == 0 {
		return none
	}
	if q := m.word(first - 1).quote; q != none && m.quotes[q].last == first {
		return q
	}
	return none
}

// orphans gives statements that were left without content what ends right before them, where that was given to a cue of another
// sentence: “We are shocked,” Berg said. It was “hard,” Lund said.
func (m *mender) orphans() {
	for k := range m.found {
		x := &m.found[k]
		if len(x.Content) > 0 || len(x.Cue) == 0 || len(x.Source) == 0 {
			continue
		}
		i := m.wordAt(min(x.Source[0].Start, x.Cue[0].Start)) - 1
		if i > 0 && m.low(i) == "," && m.outer.of(i) == none {
			i--
		}
		if i < 0 || m.outer.of(i) == none || m.word(i).sentence != m.word(i+1).sentence {
			continue
		}
		if n := m.outer.of(i); len(m.found[n].Cue) > 0 && m.sentenceAt(m.found[n].Cue[0].Start) != m.word(i).sentence {
			m.adopt(k, n, i)
		}
	}
}

// adopt moves the fragment that holds word i from the content of statement n to that of k.
func (m *mender) adopt(k, n, i int) {
	content := m.found[n].Content
	at := slices.IndexFunc(content, m.word(i).Overlaps)
	if at < 0 || content[at].Overlaps(m.found[k].Cue[0]) {
		return
	}
	m.found[k].Content = append(m.found[k].Content, content[at])
	m.found[n].Content = slices.Delete(content, at, at+1)
	m.claim(k)
}

// announced gives a speech that opens its paragraph to the statement whose cue the paragraph before ends with: Berg wrote:
func (m *mender) announced() {
	for q := range m.quotes {
		first := m.quotes[q].first
		if !m.speech(q) || m.own[q] != none || first == 0 || m.low(first-1) != ":" || m.word(first-1).paragraph == m.word(first).paragraph {
			continue
		}
		from, _ := m.sentenceOf(first - 1)
		k := m.lastCue(from, first)
		if k == none {
			continue
		}
		if n, most := m.mostly(q); most {
			m.move(n, k, q)
		} else if m.free(q) {
			m.hold(k, q)
		}
	}
}

// lastCue is the statement of the last cue in a range of words that has a source and stands in nobody's words, or none.
func (m *mender) lastCue(from, to int) int {
	for i := to - 1; i >= from && i > to-longest; i-- {
		if k := m.cues.of(i); k != none && len(m.found[k].Source) > 0 && m.outer.of(i) == none && m.word(i).quote == none {
			return k
		}
	}
	return none
}

// resumed gives a speech that is a sentence of its own to whoever spoke last before it in its paragraph.
func (m *mender) resumed() {
	for q := range m.quotes {
		first := m.quotes[q].first
		if !m.speech(q) || m.own[q] != none || m.quotes[q].Follows != none {
			continue
		}
		n, most := m.mostly(q)
		if from, _ := m.sentenceOf(first); !most || from < first-1 || len(m.found[n].Cue) == 0 || m.found[n].Cue[0].Start > m.quotes[q].Start {
			continue
		}
		from := first
		for from > 0 && from > first-longest && m.word(from-1).paragraph == m.word(first).paragraph {
			from--
		}
		if k := m.lastCue(from, first); k != none && m.sentenceAt(m.found[k].Cue[0].Start) > m.sentenceAt(m.found[n].Cue[0].Start) {
			m.move(n, k, q)
		}
	}
}

// sentenceAt is the number of the sentence at a byte offset.
func (m *mender) sentenceAt(offset int) int {
	return m.word(min(m.wordAt(offset), m.size()-1)).sentence
}

// follow brings the paragraphs of one speech together: what is left open belongs to whom the next paragraph belongs to, if that one
// tells.
func (m *mender) follow() {
	for q := len(m.quotes) - 1; q >= 0; q-- {
		p := m.quotes[q].Follows
		if p == none || m.own[q] == none || m.own[p] != none || !m.speech(p) {
			continue
		}
		m.own[p] = m.own[q]
		if n, most := m.mostly(p); most && n != m.outer.of(m.quotes[q].first) {
			m.move(n, m.target(&m.rules[m.own[q]]), p)
		}
	}
}

// overrun cuts from a content what it holds of the sentences before the one that its cue stands in, behind it: “It rained. The talks failed,”
// where only the second sentence is Berg's: It rained. The talks failed, Berg said. Speeches of several sentences stay whole.
func (m *mender) overrun() {
	for n := range m.found {
		x := &m.found[n]
		if len(x.Cue) == 0 || len(x.Content) == 0 {
			continue
		}
		cue := m.wordAt(x.Cue[0].Start)
		for k := range x.Content {
			c := m.wordsOf(x.Content[k])
			if c.empty() || c.to > cue {
				continue
			}
			from := m.ownSentence(c, cue)
			if from > c.from && from < c.to {
				x.Content[k] = m.span(from, c.to)
				for i := c.from; i < from; i++ {
					m.give(i, none)
				}
			}
		}
	}
}

// ownSentence is where the sentence of a content begins that its cue, behind it, stands in: at its speech, where a full stop stands before it.
func (m *mender) ownSentence(c within, cue int) int {
	from, _ := m.sentenceOf(cue)
	if q := m.word(c.to - 1).quote; q != none && m.quotes[q].Kind == Speech {
		if first := m.quotes[q].first; first > from && strings.Contains(".?!", m.low(first-1)) {
			return first
		}
	}
	if from >= c.to {
		return c.from
	}
	if q := m.word(from).quote; q != none {
		return min(from, m.quotes[q].first)
	}
	return from
}
