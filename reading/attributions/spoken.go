package attributions

import (
	"slices"
	"strings"

	"rapporteur"
)

// This file mends statements by how news print certain sources: transcripts, "according to", "footage of Lund saying".

// printed mends them all.
func (m *mender) printed() {
	m.transcribed()
	m.accorded()
	for n := range m.found {
		m.recorded(n)
		m.opening(n)
	}
}

// opening ends the content of a participle that opens its sentence where a quotation in it ends and the clause begins that the sentence is about: After
// saying it was “too late,” she left.
func (m *mender) opening(n int) {
	x := &m.found[n]
	if len(x.Cue) != 1 || len(x.Source) > 0 || len(x.Content) == 0 {
		return
	}
	cue := m.wordsOf(x.Cue[0])
	from, _ := m.sentenceOf(cue.from)
	if w := m.low(cue.from); cue.to-cue.from != 1 || !strings.HasSuffix(w, "ing") || cue.from-from > 1 || cue.from > from && !prepositions[m.low(from)] {
		return
	}
	c := m.wordsOf(x.Content[0])
	for k := max(c.from, cue.to); k+1 < c.to; k++ {
		q := m.word(k).quote
		if q == none || m.quotes[q].last != k+1 || m.low(k-1) != "," {
			continue
		}
		if w := m.low(k + 1); w == "he" || w == "she" || w == "they" || m.isName(k+1) {
			x.Content = []rapporteur.Span{m.span(c.from, k+1)}
			return
		}
	}
}

// leastTurns is how many lines with a name in capitals make a transcript.
const leastTurns = 3

// transcribed gives each turn of a transcript, "LUND: ...", to its speaker, whoever held parts of it.
func (m *mender) transcribed() {
	var turns []*relation
	for i := range m.rules {
		if r := &m.rules[i]; r.rule == ruleTurn {
			turns = append(turns, r)
		}
	}
	if len(turns) < leastTurns {
		return
	}
	at := func(s rapporteur.Span) bool { // whether it stands in a turn
		n, _ := slices.BinarySearchFunc(turns, s.Start, func(r *relation, start int) int { return m.word(r.content[0].to-1).End - start - 1 })
		return n < len(turns) && m.span(turns[n].source.from, turns[n].content[0].to).Overlaps(s)
	}
	for n := range m.found {
		x := &m.found[n]
		if slices.ContainsFunc(x.Cue, at) || slices.ContainsFunc(x.Source, at) {
			x.Content = nil
		} else {
			x.Content = slices.DeleteFunc(x.Content, at)
		}
	}
	for _, r := range turns {
		m.found = append(m.found, m.attribution(r))
		m.claim(len(m.found) - 1)
	}
}

// accorded gives "according to Lund" the clause that it stands behind or before, where it was left without content.
func (m *mender) accorded() {
	for i := range m.rules {
		r := &m.rules[i]
		if r.rule != ruleAccording || r.source.empty() || len(r.content) == 0 || r.content[0].to-r.content[0].from < 3 || m.outer[r.cue.from] != none {
			continue
		}
		n := int(m.cues[r.cue.from])
		if n != none && len(m.found[n].Content) > 0 || m.word(r.cue.from).quote != none {
			continue
		}
		x := m.attribution(r)
		if n != none {
			if len(m.found[n].Source) > 0 {
				x.Source = m.found[n].Source
			}
			x.Confidence = max(x.Confidence, m.found[n].Confidence)
			m.found[n] = x
		} else {
			m.found = append(m.found, x)
			n = len(m.found) - 1
		}
		m.claim(n)
	}
}

// recordings are what shows somebody saying something.
var recordings = set("footage video clip clips audio recording tape videotape excerpt excerpts")

// recorded gives the words in "footage of Lund saying" to Lund, not to what shows it.
func (m *mender) recorded(n int) {
	x := &m.found[n]
	if len(x.Cue) != 1 || len(x.Content) == 0 {
		return
	}
	cue := m.wordsOf(x.Cue[0])
	if m.low(cue.from) != "" && strings.HasSuffix(m.low(cue.from), "ing") && verbs[m.low(cue.from)] != nil {
		if s, ok := m.shown(cue.from); ok {
			m.spokenBy(n, s)
		}
		return
	}
	c := m.wordsOf(x.Content[0])
	if c.from != cue.to || m.low(cue.to-1) != "of" || cue.to-cue.from < 2 || !recordings[m.low(cue.to-2)] {
		return
	}
	for k := c.from + 1; k < min(c.to-1, c.from+6); k++ {
		if w := m.low(k); strings.HasSuffix(w, "ing") && len(verbs[w]) > 0 && (verbs[w][0].class == speech || verbs[w][0].class == tell) {
			if s, ok := m.shown(k); ok && s.from == c.from {
				rest := m.span(k+1, c.to)
				if q := m.quoteFrom(k+1, c.to); q != none {
					rest = m.quotes[q].Span
				}
				x.Source, x.Cue, x.Content = []rapporteur.Span{m.span(s.from, s.to)}, []rapporteur.Span{m.span(k, k+1)}, append([]rapporteur.Span{rest}, x.Content[1:]...)
			}
			return
		}
	}
}

// quoteFrom is the first speech that opens in a range of words, or none.
func (m *mender) quoteFrom(from, to int) int {
	for k := from; k < to; k++ {
		if q := m.word(k).quote; q != none && m.quotes[q].first == k && m.quotes[q].Kind == Speech {
			return q
		}
	}
	return none
}

// shown is who is shown saying something: the name between "footage of" and the verb at a word.
func (m *mender) shown(verb int) (within, bool) {
	for k := verb - 1; k > 1 && k >= verb-5; k-- {
		if m.low(k) == "of" {
			return within{k + 1, verb}, k+1 < verb && recordings[m.low(k-1)]
		}
		if !m.word(k).capital || !m.word(k).letters {
			break
		}
	}
	return within{}, false
}
