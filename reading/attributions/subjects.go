package attributions

import (
	"strings"

	"rapporteur"
)

// This file gives a source to statements that were found without one, where the sentence says whose they are: the subject of the cue, the
// relative pronoun before it, the agent behind a passive, the name behind an inverted verb, the subject that a participle shares.

// agents gives each statement without a source the one that its cue has in its sentence, and one whose source stands in another sentence the
// subject right before its cue.
func (m *mender) agents() {
	for n := range m.found {
		x := &m.found[n]
		if len(x.Cue) == 0 || len(x.Content) == 0 {
			continue
		}
		cue := m.wordsOf(x.Cue[0])
		if len(x.Source) == 0 {
			if s, ok := m.agent(n, cue); ok && !s.empty() {
				m.spokenBy(n, s)
			}
		} else if verb := m.verbOf(cue); verb != none && m.sentenceAt(x.Source[0].Start) != m.word(cue.from).sentence {
			from, _ := m.sentenceOf(cue.from)
			f := &finder{article: m.article}
			s, shared, ok := f.subject(cue.from, max(from, cue.from-longest), verbAt(m.low(verb)))
			if ok && !shared && s.to == cue.from && m.low(cue.from) != "to" && !m.suffers(cue.from, verb) {
				m.spokenBy(n, s)
			}
		}
	}
}

// wordsOf is the range of words of a span.
func (m *mender) wordsOf(s rapporteur.Span) within {
	return within{m.wordAt(s.Start), min(m.wordAt(s.End-1)+1, m.size())}
}

// spokenBy makes a range of words the source of a statement, and leaves it out of the content where it is a fragment of it.
func (m *mender) spokenBy(n int, s within) {
	x := &m.found[n]
	source := m.span(s.from, s.to)
	var content []rapporteur.Span
	for _, c := range x.Content {
		switch {
		case !c.Overlaps(source):
			content = append(content, c)
		case source.Contains(c):
		default:
			return
		}
	}
	if len(content) == 0 || source.Overlaps(x.Cue[0]) {
		return
	}
	x.Source, x.Content = []rapporteur.Span{source}, content
}

// agent finds who does what a cue says.
func (m *mender) agent(n int, cue within) (within, bool) {
	f := &finder{article: m.article}
	from, to := m.sentenceOf(cue.from)
	from, to = max(from, cue.from-longest), min(to, cue.to+longest)
	verb := m.verbOf(cue)
	if w := m.low(cue.from - 1); cue.from > from && (w == "'s" || w == "'" || possessives[w]) {
		return m.ownerOf(f, cue.from, from), verb == none || m.word(verb).low != "expected"
	}
	switch {
	case f.quoteBefore(cue.from) != none && cue.to-cue.from == 1 && f.beginsPhrase(cue.to, to):
		return f.phraseAfter(cue.to, to), true
	case m.low(cue.to) == "by" && cue.to < to:
		return f.phraseAfter(cue.to+1, to), true
	case verb == none || unspoken[m.low(verb)]:
		return within{}, false
	case strings.HasSuffix(m.low(verb), "ing") && verb == cue.from && len(m.low(verb)) > 4:
		return m.shared(n, cue.from, from, to)
	case m.low(cue.from) == "to" || m.suffers(cue.from, verb):
		return within{}, false
	}
	return m.subjectOf(f, cue, verb, from)
}

// unspoken are verbs of what seems so, to nobody in particular, and participles by which a noun is called.
var unspoken = set("seem seems seemed seeming appear appears appeared appearing sound sounds sounded plead pleaded known seen spotted assigned named called dubbed labeled titled entitled nicknamed billed asked expected")

// verbOf is the word of a cue that is its verb, or none: the first that has the form of one, where the cue names nothing that is in the air.
func (m *mender) verbOf(cue within) int {
	verb, helped := none, false // helped by an auxiliary: "has always held"
	for i := cue.from; i < cue.to; i++ {
		w := m.low(i)
		if aired[w] {
			return none
		}
		if verb != none || !m.word(i).letters || auxiliaries[w] || isAdverb(w) {
			helped = helped || auxiliaries[w] && w != "to"
			continue
		}
		relative := i == cue.from && relatives[m.low(i-1)]
		third := i == cue.to-1 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss")
		if helped || third || verbs[w] != nil || strings.HasSuffix(w, "ed") || strings.HasSuffix(w, "ing") || relative && !determiners[w] && !prepositions[w] {
			verb = i
		}
	}
	return verb
}

// aired are nouns of what many say, so that who raises it says it not.
var aired = set("question questions fear fears doubt doubts concern concerns criticism controversy speculation suspicion suspicions debate reputation outcry eyebrows")

var relatives = set("who which that")

// possessives own what the cue names: "his claim that".
var possessives = set("his her their my our your its")

// ownerOf is the owner that stands before a cue: "Kallas’s", "his".
func (m *mender) ownerOf(f *finder, at, from int) within {
	if possessives[m.low(at-1)] {
		return within{at - 1, at}
	}
	s := f.tail(within{max(from, at-8), at - 1})
	s.to = at
	return s
}

// suffers reports whether the verb of a cue is passive.
func (m *mender) suffers(from, verb int) bool {
	for k := from; k < verb; k++ {
		switch m.low(k) {
		case "is", "are", "was", "were", "be", "been", "being", "'re", "'m", "'s", "get", "got":
			return !strings.HasSuffix(m.low(verb), "ing")
		}
	}
	return false
}

// subjectOf is the subject of a finite verb, or the relative pronoun that stands for it.
func (m *mender) subjectOf(f *finder, cue within, verb, from int) (within, bool) {
	before := m.low(cue.from - 1)
	if cue.from > from && (before == "who" || before == "which" || before == "that" && verbs[m.low(cue.from-2)] == nil && m.word(cue.from-2).letters) {
		return within{cue.from - 1, cue.from}, m.word(cue.from-1).quote == m.word(cue.from).quote
	}
	v := verbAt(m.low(verb))
	s, shared, ok := f.subject(cue.from, from, v)
	if shared {
		return m.shared(none, cue.from, from, cue.from)
	}
	if ok && (m.low(s.from) == "it" || m.low(s.from) == "there") {
		return within{}, false
	}
	return s, ok
}

// verbAt is the reporting verb that a word is a form of; of other words, one in the past.
func verbAt(w string) verb {
	if list := verbs[w]; len(list) > 0 {
		return list[len(list)-1]
	}
	return verb{lemma: w, class: speech, form: past}
}

// shared is the source of the clause that a participle or a second verb shares its subject with: that of the statement whose cue stands
// nearest before it in its sentence, else the subject of the sentence, else that of the clause behind it: "After saying so, he left."
func (m *mender) shared(n, at, from, to int) (within, bool) {
	f := &finder{article: m.article}
	for w := at - 1; w >= from && w > at-longest; w-- {
		if k := m.cues.of(w); k != none && k != n && m.outer.of(w) == none && len(m.found[k].Source) == 1 {
			return m.wordsOf(m.found[k].Source[0]), true
		}
	}
	if before := m.low(at - 1); n != none && (at == from || at == from+1 && prepositions[before]) {
		return m.mainSubject(f, n, at, to)
	}
	return f.firstPhrase(from, at)
}

// mainSubject is the subject of the clause behind an opening one with a participle, which ends with the content of statement n.
func (m *mender) mainSubject(f *finder, n, at, to int) (within, bool) {
	end := at
	for _, c := range m.found[n].Content {
		if w := m.wordsOf(c); w.to <= to {
			end = max(end, w.to)
		}
	}
	if end <= at || end+1 >= to || m.low(end) != "," && m.word(end-1).quote == none {
		return within{}, false
	}
	if m.low(end) == "," {
		end++
	}
	return f.firstPhrase(end, to)
}
