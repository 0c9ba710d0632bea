package dates

import (
	"strings"
	"time"

	"rapporteur"
)

// comesAfter reads a stretch that dates one event by another: "the meeting comes a day after the deadline". What comes is on the
// day of publication (or, told in the past, the day last spoken of), so what it comes after lies the stretch before that.
func (p *parser) comesAfter(i, k int, s stretch) (match, bool) {
	sign := -1
	if p.is(k, "before") {
		sign = 1
	}
	apposed := p.apposed(i)
	if !p.comes(i-1) && !apposed || !p.oneOf(k, "after", "before") || s.q.vague() || s.u < day || s.q.n > 9000 || s.mod != "" {
		return match{}, false
	}
	if _, ok := p.calendar(k + 1); ok {
		return match{}, false
	}
	ref, anchor := p.ref, p.anchor
	if apposed || p.oneOf(i-1, "came", "place", "happened", "occurred") && p.lastDay.known() {
		ref, _ = p.lastDay.span()
		anchor = "text"
	}
	end := p.clauseEnd(k + 1)
	if ref.IsZero() || end == k+1 {
		return match{}, false
	}
	v := p.landing(dayOf(ref), anchor, s.u, sign, s)
	v.echo = true
	v.event = rapporteur.Span{Start: p.toks[k+1].start, End: p.toks[end-1].end}
	return match{k + 1, v}, true
}

// apposed reports whether the stretch at i stands behind a day and a comma: "on Monday, a day after talks in Florida ended".
func (p *parser) apposed(i int) bool {
	n := len(p.found) - 1
	return n >= 0 && p.mark(i-1, ',') && p.ends[n] == i-1 && p.lastDay.known() && p.found[n].Kind == rapporteur.Point && p.last == p.lastDay
}

func (p *parser) comes(k int) bool {
	if p.oneOf(k, "just", "only") {
		k--
	}
	return p.oneOf(k, "comes", "came", "coming", "happened", "occurred", "happens", "follows") || p.is(k, "place") && p.oneOf(k-1, "takes", "took", "taking")
}

// clauseEnd is the token that ends the clause beginning at k: the end of its sentence, or a semicolon or dash.
func (p *parser) clauseEnd(k int) int {
	s := p.at(k).sentence
	for ; k < len(p.toks) && p.toks[k].sentence == s && k >= 0; k++ {
		t := &p.toks[k]
		if t.mark == '\n' || t.mark == ';' || t.mark == '–' && t.spaced || strings.ContainsRune(".!?\"”", t.mark) && t.mark != 0 && (k+1 >= len(p.toks) || p.toks[k+1].sentence != s) {
			break
		}
	}
	return k
}

// tieEvents gives each date the words of what happens then, where its sentence says it plainly: the noun that the date stands
// before ("Monday's meeting", "the Oct. 23 summit"), else the nearest verb before it in its clause ("launched in May").
func (p *parser) tieEvents() {
	for ; p.tied < len(p.found); p.tied++ {
		n := p.tied
		d := &p.found[n]
		if d.Event.Len() > 0 || d.Kind != rapporteur.Point || d.From.Equal(time.Time{}) {
			continue
		}
		if s, ok := p.nounAfter(p.ends[n]); ok {
			d.Event = s
		} else if s, ok := p.verbBefore(n); ok {
			d.Event = s
		} else if s, ok := p.verbAfter(n); ok {
			d.Event = s
		} else if n > 0 && p.joinedDates(n) {
			d.Event = p.found[n-1].Event
		}
	}
}

// joinedDates reports whether only "and", "or", "to" or a dash stands between finding n and the one before it.
func (p *parser) joinedDates(n int) bool {
	k := p.ends[n-1]
	if p.mark(k, ',') {
		k++
	}
	return k+1 == p.at0[n] && (p.oneOf(k, "and", "or", "to", "until", "through") || p.dash(k))
}

// nounAfter reads the words after a possessive up to the end of the noun phrase.
func (p *parser) nounAfter(k int) (rapporteur.Span, bool) {
	if !p.possessive(k) {
		return rapporteur.Span{}, false
	}
	k += 2
	first := k
	for k < len(p.toks) && k < first+5 && p.nounish(k) && p.toks[k].sentence == p.toks[first].sentence {
		k++
	}
	if k == first {
		return rapporteur.Span{}, false
	}
	return rapporteur.Span{Start: p.toks[first].start, End: p.toks[k-1].end}, true
}

// nounish reports whether a token may belong to a noun phrase: a word that is neither a function word nor a verb we know.
func (p *parser) nounish(k int) bool {
	t := p.at(k)
	return t.mark == 0 && t.digits == 0 && (t.word == nil || t.word.tense == noTense && t.capital) && (t.capital || p.verb(k) == 0)
}

func (p *parser) verbBefore(n int) (rapporteur.Span, bool) {
	i := p.at0[n]
	floor := 0
	for k := n - 1; k >= max(0, n-6) && floor == 0; k-- {
		if !p.found[k].From.IsZero() {
			floor = p.ends[k]
		}
	}
	s := p.at(i).sentence
	for k := i - 1; k >= floor && k > i-14 && p.toks[k].sentence == s; k-- {
		t := p.at(k)
		switch {
		case t.mark != 0 && t.mark != '\'' && t.mark != '-':
			return rapporteur.Span{}, false
		case t.word != nil && (t.word.tense == future || t.word.tense == plan && auxiliary(t.word.text)):
			return p.mainVerb(k+1, i)
		case t.word != nil && t.word.tense == past && !auxiliary(t.word.text), t.word == nil && p.verb(k) != 0,
			t.word == nil && !t.capital && t.mark == 0 && t.digits == 0 && p.is(k-1, "to") && p.infinitive(k-2):
			return rapporteur.Span{Start: t.start, End: t.end}, true
		}
	}
	return rapporteur.Span{}, false
}

// infinitive reports whether the word at k governs the infinitive of what is to happen: "is due to", "agreed to", "is to".
func (p *parser) infinitive(k int) bool {
	w := p.at(k).word
	return w != nil && (w.tense == plan || w.tense == present || w.tense == future || p.oneOf(k, "agreed", "vowed", "pledged", "promised"))
}

// verbAfter is the first verb after a date that opens its sentence: "On Friday, the bank injected ...".
func (p *parser) verbAfter(n int) (rapporteur.Span, bool) {
	i := p.at0[n]
	s := p.at(i).sentence
	if p.at(i-1).sentence == s && (p.at(i-2).sentence == s || !p.oneOf(i-1, "on", "in", "by", "since", "during", "at", "late", "early", "over", "from")) {
		return rapporteur.Span{}, false
	}
	for k := p.ends[n]; k < len(p.toks) && k < p.ends[n]+20 && p.toks[k].sentence == s; k++ {
		t := p.at(k)
		switch {
		case t.mark != 0 && t.mark != ',' && t.mark != '\'' && t.mark != '-':
			return rapporteur.Span{}, false
		case t.word != nil && (t.word.tense == future || t.word.tense == plan && auxiliary(t.word.text)) && !t.capital:
			return p.mainVerb(k+1, k+4)
		case t.word != nil && t.word.tense == past && !auxiliary(t.word.text) && !t.capital, t.word == nil && p.verb(k) != 0:
			return rapporteur.Span{Start: t.start, End: t.end}, true
		}
	}
	return rapporteur.Span{}, false
}

func auxiliary(s string) bool {
	switch s {
	case "was", "were", "had", "did", "been", "would", "may", "might", "could", "should", "must", "can":
		return true
	}
	return false
}

// mainVerb is the first word after an auxiliary that is no other auxiliary and no adverb.
func (p *parser) mainVerb(k, end int) (rapporteur.Span, bool) {
	for ; k < end; k++ {
		t := p.at(k)
		switch {
		case t.mark != 0 && t.mark != '\'', t.word != nil && t.word.starts && t.word.ref == "" && t.word.tense == noTense:
			return rapporteur.Span{}, false
		case t.mark != 0, t.word != nil && (!t.word.starts || t.word.ref != ""), strings.HasSuffix(p.text[t.start:t.end], "ly"):
			continue
		}
		return rapporteur.Span{Start: t.start, End: t.end}, true
	}
	return rapporteur.Span{}, false
}
