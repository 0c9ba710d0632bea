package attributions

import (
	"slices"
	"strings"

	"rapporteur"
)

// This file mends seams: where two statements were found as one, one as two, or a cue took in what belongs to the content.

func (m *mender) seams() {
	for n := range m.found { // those that are added have none
		m.parted(n)
		m.crowded(n)
	}
	m.hedged()
	m.leadIn()
}

// parted makes two statements of a verb with its object and a participle that speaks: Berg rejected the plan saying “it would fail.”
func (m *mender) parted(n int) {
	x := &m.found[n]
	if len(x.Cue) != 1 || len(x.Content) == 0 || len(x.Source) == 0 {
		return
	}
	cue := m.wordsOf(x.Cue[0])
	c := m.wordsOf(x.Content[0])
	if c.from != cue.to {
		return
	}
	at := m.participle(c)
	if at == none {
		return
	}
	start := at + 1
	if m.low(start) == "," {
		start++
	}
	rest := append([]rapporteur.Span{m.span(start, c.to)}, x.Content[1:]...)
	object := (&finder{article: m.article}).trim(within{c.from, at})
	if object.empty() {
		return
	}
	x.Content = []rapporteur.Span{m.span(object.from, object.to)}
	m.found = append(m.found, rapporteur.Attribution{
		Source: x.Source, Cue: []rapporteur.Span{m.span(at, at+1)}, Content: rest, Confidence: x.Confidence,
	})
}

// longestObject bounds the words of an object before a participle.
const longestObject = 6

// participle is where a participle that speaks stands behind a short object, a quotation or "that" behind it, or none.
func (m *mender) participle(c within) int {
	for i := c.from; i < min(c.to-2, c.from+longestObject+1); i++ {
		w := m.low(i)
		if m.word(i).quote != none || prepositions[w] || i > c.from && subordinators[w] {
			return none
		}
		list := verbs[w]
		if i == c.from || len(list) == 0 || list[0].form != gerund || list[0].class != speech && list[0].class != tell || len(list[0].particle) > 0 {
			continue
		}
		next := i + 1
		if m.low(next) == "," {
			next++
		}
		if q := m.word(next).quote; m.low(next) == "that" || q != none && m.quotes[q].first == next && m.quotes[q].Kind == Speech {
			return i
		}
		return none
	}
	return none
}

// crowded shortens a cue that took in who did what its noun says: "dodged a question by a reporter on" is "dodged a question", and its last
// preposition leads the content.
func (m *mender) crowded(n int) {
	x := &m.found[n]
	if len(x.Cue) != 1 || len(x.Content) == 0 {
		return
	}
	cue := m.wordsOf(x.Cue[0])
	last := cue.to - 1
	if cue.to-cue.from < 5 || !prepositions[m.low(last)] || m.wordsOf(x.Content[0]).from != cue.to {
		return
	}
	for i := cue.from + 2; i < last-1; i++ {
		if w := m.low(i); w == "by" || w == "from" {
			x.Cue[0] = m.span(cue.from, i)
			x.Content[0].Start = m.word(last).Start
			return
		}
	}
}

// hedged gives a "reportedly" the clause that it stands in, the subject before it too, where a statement without a speaker took that.
func (m *mender) hedged() {
	for n := range m.found {
		x := &m.found[n]
		if len(x.Cue) != 1 || len(x.Source) > 0 || len(x.Content) == 0 {
			continue
		}
		cue := m.wordsOf(x.Cue[0])
		if w := m.low(cue.from); cue.to-cue.from != 1 || w != "reportedly" && w != "allegedly" && w != "supposedly" {
			continue
		}
		subject := m.before(cue.from)
		if subject.empty() || m.word(subject.from).quote != none {
			continue
		}
		s := m.span(subject.from, subject.to)
		if slices.ContainsFunc(x.Content, s.Overlaps) || m.heldBySpeaker(n, subject) {
			continue
		}
		x.Content = append([]rapporteur.Span{s}, x.Content...)
	}
}

// before is the clause so far before word i: from the last mark between clauses, or the beginning of the sentence.
func (m *mender) before(i int) within {
	f := &finder{article: m.article}
	from, _ := m.sentenceOf(i)
	for k := i - 1; k >= max(from, i-longest); k-- {
		if strings.Contains(",;:—–", m.low(k)) || m.low(k) == "--" {
			from = k + 1
			break
		}
	}
	return f.trim(f.leave(within{from, i}))
}

// heldBySpeaker reports whether a statement with a speaker of its own has a part in a range of words. One whose source is a time has none, and
// is emptied: "Last week, talks on a deal reportedly failed".
func (m *mender) heldBySpeaker(n int, r within) bool {
	s := m.span(r.from, r.to)
	for w := max(r.from, r.to-longest); w < r.to; w++ {
		for _, k := range [...]int{m.outer.of(w), m.cues.of(w)} {
			if k == none || k == n || len(m.found[k].Content) == 0 {
				continue
			}
			x := &m.found[k]
			inside := !slices.ContainsFunc(x.Content, func(c rapporteur.Span) bool { return !s.Contains(c) })
			if !inside || len(x.Source) > 0 && !m.time(x.Source[0]) {
				return true
			}
			x.Content = nil
		}
	}
	return false
}

// time reports whether a span is an expression of time.
func (m *mender) time(s rapporteur.Span) bool {
	i, _ := slices.BinarySearchFunc(m.doc.Dates, s.Start+1, func(d rapporteur.Date, at int) int { return d.End - at })
	return i < len(m.doc.Dates) && (m.doc.Dates[i].Contains(s) || s.Contains(m.doc.Dates[i].Span) && m.doc.Dates[i].Len()+4 >= s.Len())
}

// leadIn lets a content run on over what one of its own people calls something: Berg said that talks could end soon, after what she called
// hard weeks.
func (m *mender) leadIn() {
	for n := range m.found {
		x := &m.found[n]
		if len(x.Source) != 1 || len(x.Cue) != 1 || len(x.Content) == 0 {
			continue
		}
		source := m.wordsOf(x.Source[0])
		if source.from < 3 || m.low(source.from-1) != "what" || !called[m.low(m.wordAt(x.Cue[0].Start))] {
			continue
		}
		at := source.from - 2
		for at > 0 && prepositions[m.low(at)] || m.low(at) == "," {
			at--
		}
		k := m.outer.of(at)
		if k == none || k == n || m.word(at).sentence != m.word(source.from).sentence {
			continue
		}
		m.runOn(k, at, x.Content[len(x.Content)-1].End)
	}
}

var called = set("described describes called calls termed terms labeled labels deemed deems considered considers")

// runOn lengthens the fragment of a content that ends with word at, to a byte offset.
func (m *mender) runOn(k, at, end int) {
	for i := range m.found[k].Content {
		c := &m.found[k].Content[i]
		if strings.TrimSpace(m.text[min(c.End, m.word(at).End):max(c.End, m.word(at).End)]) == "" && end > c.End && end-c.End < longestRun {
			c.End = end
		}
	}
}

// longestRun bounds in bytes how far a content runs on.
const longestRun = 300
