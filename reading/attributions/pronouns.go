package attributions

import (
	"slices"
	"strings"

	"rapporteur"
	"rapporteur/reading/names"
)

// lookBack bounds how many mentions back the antecedent of a pronoun may stand, farBack that of a noun.
const (
	lookBack = 48
	farBack  = 400
)

// heOrShe resolves he and she to the best person before it, else to the last source without a name.
func (r *resolver) heOrShe(i, at int, g names.Gender) speaker {
	src := r.found[i].Source[0]
	if m, ok := r.bestPerson(i, at, g); ok {
		rule := "pronoun: the nearest person it fits"
		if spoke, _ := r.lastPerson(i, g); m.entity == spoke {
			rule = "pronoun: the last person who spoke"
		}
		return r.named([]mention{m}, src, rule)
	}
	for k := i - 1; k >= 0 && k >= i-3; k-- { // somebody without a name: "a minister said ..., he added"
		if x := &r.found[k]; r.done[k] && x.SpeakerClass == rapporteur.SpeakerUnnamed && len(x.Source) > 0 {
			return r.as(k, src, "pronoun: the last source, unnamed")
		}
	}
	return speaker{class: rapporteur.SpeakerUnnamed, why: []rapporteur.Reason{{Span: src, To: src, Rule: "pronoun: nobody before it fits"}}}
}

// bestPerson weighs the people mentioned before a pronoun: who spoke last, who is near, who is the subject of a sentence, whom the names
// link it to; hardly somebody the content itself speaks of.
func (r *resolver) bestPerson(i, at int, g names.Gender) (mention, bool) {
	best, score := mention{}, -4.0
	spoke, spokeBefore := r.lastPerson(i, g)
	first := r.before(at)
	for n := first - 1; n >= 0 && n >= first-lookBack; n-- {
		m := r.mentions[n]
		if r.doc.Entities[m.entity].Kind != rapporteur.Person || m.form == rapporteur.Pronoun {
			continue
		}
		s := r.fits(i, at, m, g)
		switch m.entity {
		case spoke:
			s += 1.6
		case spokeBefore:
			s += 0.5
		}
		if s > score {
			best, score = m, s
		}
	}
	if m, ok := r.linked(at); ok && r.doc.Entities[m.entity].Kind == rapporteur.Person && score < 1.4 && (score <= -4 || best.entity != m.entity) {
		if g2 := r.genderOf(m.entity); g2 == g && r.fits(i, at, m, g)+1.2 > score {
			best, score = m, 0
		}
	}
	return best, score > -4
}

// fits scores a mention as the antecedent of he or she at a word.
func (r *resolver) fits(i, at int, m mention, g names.Gender) float64 {
	have := r.genderOf(m.entity)
	if have != names.Unknown && have != g {
		return -9
	}
	s := 0.0
	if have == names.Unknown {
		s -= 0.6
	}
	s -= 0.45 * float64(min(6, r.word(at).sentence-r.word(m.from).sentence))
	s -= 0.25 * float64(min(6, r.word(at).paragraph-r.word(m.from).paragraph))
	here := r.span(m.from, m.to)
	for _, c := range r.found[i].Content {
		if c.Contains(here) {
			s -= 2.2
		}
	}
	if q := r.word(m.from).quote; q != none && r.quotes[q].Kind == Speech {
		s -= 1.0
	}
	from, _ := r.sentenceOf(m.from)
	if r.leads(m, from) {
		s += 0.8
	}
	if r.opens(m, from) && from == r.starts[r.word(at).sentence] && r.word(m.from).quote == r.word(at).quote {
		s += opensShare
	}
	if next := r.low(m.to); next == "'s" || next == "'" {
		s -= 0.5
	}
	if prepositions[r.low(m.from-1)] {
		s -= 0.4
	}
	return s
}

// opensShare is what speaks for the subject that opens the pronoun's own sentence: "Then Lund arrived, and he said".
const opensShare = 1.4

// opens reports whether a mention is the subject at the head of its sentence.
func (r *resolver) opens(m mention, from int) bool {
	if m.from-from > 4 || r.low(m.to) == "'s" || r.low(m.to) == "'" || r.low(m.to) == "," || prepositions[r.low(m.from-1)] {
		return false
	}
	for k := from; k < m.from; k++ {
		if pronouns[r.low(k)] || singular[r.low(k)] != names.Unknown {
			return false
		}
	}
	return true
}

// leads reports whether a mention is the first of a person in its sentence.
func (r *resolver) leads(m mention, from int) bool {
	last := r.before(m.from) - 1
	for n := last; n >= 0 && n > last-farBack && r.mentions[n].from >= from; n-- {
		if r.doc.Entities[r.mentions[n].entity].Kind == rapporteur.Person && r.mentions[n].entity != m.entity {
			return false
		}
	}
	return true
}

// lastPerson gives the people who spoke last and last but one before statement i, None where none fits the gender (any, if it is Unknown).
func (r *resolver) lastPerson(i int, g names.Gender) (last, before int) {
	last, before = none, none
	at := start(&r.found[i])
	for k := i - 1; k >= 0 && k >= i-6; k-- {
		x := &r.found[k]
		if !r.done[k] || len(x.Speakers) != 1 || len(x.Source) == 0 || x.Source[0].Start > at {
			continue
		}
		e := x.Speakers[0]
		if r.doc.Entities[e].Kind != rapporteur.Person {
			continue
		}
		if have := r.genderOf(e); g != names.Unknown && have != g && have != names.Unknown {
			continue
		}
		if last == none {
			last = e
		} else if e != last {
			return last, e
		}
	}
	return last, before
}

// linked is the mention that the names give for the very word.
func (r *resolver) linked(at int) (mention, bool) {
	for n := r.before(at); n < len(r.mentions) && r.mentions[n].from == at; n++ {
		if m := r.mentions[n]; m.to == at+1 {
			return r.proper(m), true
		}
	}
	return mention{}, false
}

// proper is the nearest proper mention of the entity at or before a mention, so that Why shows a name.
func (r *resolver) proper(m mention) mention {
	if m.form == rapporteur.Proper {
		return m
	}
	first := r.before(m.from) - 1
	for n := first; n >= 0 && n > first-farBack; n-- {
		if o := r.mentions[n]; o.entity == m.entity && o.form == rapporteur.Proper {
			return o
		}
	}
	return m
}

// theyOrIt resolves to a body or a group: what the names say, else the last source of that kind.
func (r *resolver) theyOrIt(i, at int) speaker {
	src := r.found[i].Source[0]
	plural := r.low(at)[0] == 't'
	if plural {
		if pair, ok := r.pairBefore(i, at); ok {
			return r.named(pair, src, "pronoun: the two named together before it")
		}
	}
	if m, ok := r.linked(at); ok && (plural || r.doc.Entities[m.entity].Kind != rapporteur.Person) {
		return r.named([]mention{m}, src, "pronoun: what it refers to")
	}
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		x := &r.found[k]
		if !r.done[k] || len(x.Source) == 0 || r.word(at).paragraph-r.word(r.wordAt(x.Source[0].Start)).paragraph > 1 {
			continue
		}
		switch x.SpeakerClass {
		case rapporteur.SpeakerSeveral, rapporteur.SpeakerUnnamed:
			if plural {
				return r.as(k, src, "pronoun: the last group that spoke")
			}
		case rapporteur.SpeakerNamed:
			if len(x.Speakers) == 0 || r.doc.Entities[x.Speakers[0]].Kind != rapporteur.Person {
				return r.as(k, src, "pronoun: the last body that spoke")
			}
		}
	}
	return speaker{class: rapporteur.SpeakerUnnamed, why: []rapporteur.Reason{{Span: src, To: src, Rule: "pronoun of nobody named"}}}
}

// agree files each pronoun that speaks with the entity that it turned out to be, where the names had it elsewhere: who speaks is known
// better from the statements around it.
func (a *article) agree(found []rapporteur.Attribution) {
	var had, at map[rapporteur.Span]int // the entity of each pronoun, before and now
	for i := range found {
		x := &found[i]
		if len(x.Speakers) != 1 || len(x.Source) != 1 || singular[strings.ToLower(x.Source[0].Of(a.text))] == names.Unknown {
			continue
		}
		if had == nil {
			had, at = a.pronounsOf(), map[rapporteur.Span]int{}
		}
		at[x.Source[0]] = x.Speakers[0]
	}
	gone, come := map[int]map[rapporteur.Span]bool{}, map[int][]rapporteur.Mention{}
	for s, e := range at {
		before, ok := had[s]
		if ok && before == e {
			continue
		}
		if ok {
			if gone[before] == nil {
				gone[before] = map[rapporteur.Span]bool{}
			}
			gone[before][s] = true
		}
		come[e] = append(come[e], rapporteur.Mention{Span: s, Form: rapporteur.Pronoun})
	}
	for e, spans := range gone {
		a.doc.Entities[e].Mentions = slices.DeleteFunc(a.doc.Entities[e].Mentions, func(m rapporteur.Mention) bool { return spans[m.Span] })
	}
	for e, list := range come {
		list = append(list, a.doc.Entities[e].Mentions...)
		slices.SortStableFunc(list, func(x, y rapporteur.Mention) int { return x.Compare(y.Span) })
		a.doc.Entities[e].Mentions = list
	}
}

func (a *article) pronounsOf() map[rapporteur.Span]int {
	at := map[rapporteur.Span]int{}
	for e := range a.doc.Entities {
		for _, m := range a.doc.Entities[e].Mentions {
			if m.Form == rapporteur.Pronoun {
				at[m.Span] = e
			}
		}
	}
	return at
}
