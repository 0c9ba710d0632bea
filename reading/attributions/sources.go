package attributions

import (
	"slices"
	"strings"

	"rapporteur"
)

// asked is a source that is a noun phrase, taken apart.
type asked struct {
	headed
	i       int // the statement whose source it is
	src     within
	printed rapporteur.Span
	word    string // the noun
}

// phrase resolves a source that is a noun phrase: the name at its head, the name in its apposition, or the noun it is called by. The first way
// that leads to somebody is taken.
func (r *resolver) phrase(i int, src within) speaker {
	src = r.clipped(src)
	h := r.headOf(src)
	p := &asked{headed: h, i: i, src: src, printed: r.span(src.from, src.to), word: r.low(h.noun)}
	for _, way := range [...]func(*asked) (speaker, bool){
		r.byName, r.titledName, r.apposition, r.headlined, r.seated, r.byBody, r.byCarrier, r.byDescription, r.byOffice, r.byIntroduction, r.byReference,
	} {
		if s, ok := way(p); ok {
			return s
		}
	}
	return r.unlisted(p)
}

// byName takes the names that are the head of the phrase.
func (r *resolver) byName(p *asked) (speaker, bool) {
	if len(p.names) == 1 && p.names[0].to-p.names[0].from == 1 {
		if s, ok := r.capitalised(p.headed, p.src, p.printed); ok {
			return s, true
		}
	}
	if len(p.names) == 0 {
		return speaker{}, false
	}
	if m, ok := r.teamOf(p); ok {
		return r.one(m, ok, p, "a team by its other name")
	}
	if len(p.names) == 1 && r.crowdOf(p.names[0]) {
		return speaker{class: rapporteur.SpeakerUnnamed, why: []rapporteur.Reason{{Span: p.printed, To: r.span(p.names[0].from, p.names[0].to), Rule: "a group without a name of its own"}}}, true
	}
	return r.named(p.names, p.printed, ruleOfNames(p.names)), true
}

// apposition takes the name in the apposition of a noun.
func (r *resolver) apposition(p *asked) (speaker, bool) {
	if list := r.apposedList(p.headed, p.src); list != nil {
		return r.named(list, p.printed, "apposition"), true
	}
	m, ok := r.apposed(p.end, p.src.to)
	if !ok && (bodyNouns[p.word] || press[p.word] || institutions[p.word] || p.word == "pac") {
		m, ok = r.apposedBody(p.headed, p.src)
	}
	return r.one(m, ok, p, "apposition")
}

// one is a source that is one mention's entity, where there is one.
func (r *resolver) one(m mention, ok bool, p *asked, rule string) (speaker, bool) {
	if !ok {
		return speaker{}, false
	}
	return r.named([]mention{m}, p.printed, rule), true
}

// byBody takes "the Lund campaign".
func (r *resolver) byBody(p *asked) (speaker, bool) { return r.body(p.i, p.headed, p.printed) }

// byCarrier gives what carries words to whose it is.
func (r *resolver) byCarrier(p *asked) (speaker, bool) {
	m, ok := r.carrier(p.i, p.headed, p.src)
	if !ok {
		return r.brand(p)
	}
	s := r.named([]mention{m.mention}, p.printed, "whose "+p.word+" it is")
	if m.body != "" {
		s.entities, s.name = nil, r.span(m.from, m.to).Of(r.text)+" "+m.body
		r.latest[m.body] = span{p.printed, s.name}
	}
	return s, true
}

// byDescription takes "the 34-year-old", "the senator", of several.
func (r *resolver) byDescription(p *asked) (speaker, bool) {
	if pair, ok := r.twosome(p); ok {
		return r.named(pair, p.printed, "the two named before it"), true
	}
	m, ok := r.aged(p.i, p.headed, p.src)
	if !ok && r.low(p.from) == "the" && descriptions[p.word] && p.noun-p.from == 1 {
		m, ok = r.described(p.i, p.headed, p.src)
	}
	return r.one(m, ok, p, "noun: the person spoken of whom it fits best")
}

// byOffice takes "the minister" to the holder of the office.
func (r *resolver) byOffice(p *asked) (speaker, bool) {
	if strings.HasSuffix(p.word, "s") && p.word != "press" && p.word != "boss" && p.word != "congress" {
		return speaker{}, false
	}
	m, ok := r.nominal(p.i, p.headed, p.src)
	return r.one(m, ok, p, "noun: the "+p.word+" named before")
}

// byIntroduction takes what a headline or an opening says to whom the article introduces behind it.
func (r *resolver) byIntroduction(p *asked) (speaker, bool) {
	m, ok := r.introduced(p.i, p.headed, p.src)
	return r.one(m, ok, p, "noun: whom the article introduces behind it")
}

// byReference takes the person or the body spoken of whom the phrase fits best, or what the names link it to.
func (r *resolver) byReference(p *asked) (speaker, bool) {
	const person, body = "noun: the person spoken of whom it fits best", "noun: the body spoken of whom it fits best"
	if m, ok := r.described(p.i, p.headed, p.src); ok && r.partyIn(p.from, p.noun+1) != "" {
		return r.one(m, ok, p, person)
	}
	if m, ok := r.organ(p.i, p.headed, p.src); ok && !press[p.word] {
		return r.one(m, ok, p, body)
	}
	if m, ok := r.institution(p.headed, p.src); ok {
		return r.one(m, ok, p, "noun: the "+p.word+" named before")
	}
	if m, ok := r.linkedPhrase(p.src, p.headed); ok && !r.unnamedBefore(p.headed, m) {
		return r.one(m, ok, p, "noun: what it refers to")
	}
	if m, ok := r.described(p.i, p.headed, p.src); ok {
		return r.one(m, ok, p, person)
	}
	if m, ok := r.organ(p.i, p.headed, p.src); ok {
		return r.one(m, ok, p, body)
	}
	m, ok := r.varied(p)
	return r.one(m, ok, p, person)
}

func ruleOfNames(list []mention) string {
	if len(list) > 1 {
		return "several names"
	}
	return "the name at the head of the source"
}

// headed is a noun phrase taken apart.
type headed struct {
	from, end int       // its core: up to the first comma, bracket, preposition or relative clause
	noun      int       // the last word of the core
	names     []mention // the names that are the head: one, or several joined by "and"
}

// headOf finds the core of a noun phrase. A name counts as one word, whatever it holds.
func (r *resolver) headOf(src within) headed { return r.headAt(src, 0) }

// deepest bounds how many phrases that "and his" leads to are read inside each other.
const deepest = 4

func (r *resolver) headAt(src within, depth int) headed {
	h := headed{from: src.from, noun: src.from}
	var names []mention
	joined := true // the name before and this one are joined by "and", or this is the first
	sure := 0      // how many of the names stand before the last "and"
	i := src.from
	for i < src.to {
		if m, ok := r.nameAt(i, src.to); ok {
			if !joined {
				names = names[:sure]
			}
			names, joined = append(names, m), false
			h.noun = m.to - 1
			i = m.to
			continue
		}
		w := r.word(i)
		if (w.low == "and" || w.low == "or" || w.low == "nor" || w.low == "&") && i > src.from {
			if r.retinue(i, src, depth) {
				break // "Lund and her aides" speak for Lund
			}
			if len(names) > 0 && names[len(names)-1].to >= i-1 || len(names) == 0 {
				joined = len(names) > 0
				sure = len(names)
			}
			i++
			continue
		}
		if w.low == "'" && w.glued && i > src.from && strings.HasSuffix(r.low(i-1), "s") && i+1 < src.to && r.word(i+1).letters {
			joined = false // "Fox News' Ada Lund"
			i++
			continue
		}
		if i > src.from && r.endsCore(i, src) {
			if r.inTitle(i, src) { // "Secretary of State John Kerry"
				i++
				continue
			}
			if w.low == "," && r.listed(i, src) && len(names) > 0 && names[len(names)-1].to == i {
				joined = true
				i++
				continue
			}
			break
		}
		if w.letters && w.low != "'s" && !(len(names) > 0 && names[len(names)-1].to == i && r.suffix(i)) {
			h.noun = i
			if !joined && !w.capital { // the name was a modifier: "Trump supporters"
				names = names[:min(sure, len(names))]
			}
		}
		i++
	}
	h.end = i
	if n := len(names); n > 0 && (names[n-1].to-1 == h.noun) && !r.genitive(names[n-1], src) {
		h.names = slices.Clone(names)
	}
	return h
}

// retinue reports whether the "and" at i leads to a noun phrase of its own that names nobody: "and his aides", "and the paper's editors".
func (r *resolver) retinue(i int, src within, depth int) bool {
	next := r.low(i + 1)
	if i+1 >= src.to || depth == deepest || !determiners[next] && !quantifiers[next] {
		return false
	}
	return len(r.headAt(within{i + 1, src.to}, depth+1).names) == 0
}

var quantifiers = set("other others some several many more two three his her their its")

func (r *resolver) suffix(i int) bool {
	return afterNames[r.low(i)]
}

// afterNames may stand between a name and its verb: "Lund and Berg both".
var afterNames = set("himself herself itself themselves also all both each alone together")

// genitive reports whether something follows a name's 's inside the source.
func (r *resolver) genitive(m mention, src within) bool {
	return m.to+1 < src.to && (r.low(m.to) == "'s" || r.low(m.to) == "'") && r.word(m.to+1).letters
}

func (r *resolver) endsCore(i int, src within) bool {
	w := r.low(i)
	switch w {
	case "-":
		return !r.word(i).glued
	case ",", "(", "[", "—", "–", "--", "who", "whose", "which", "that", ":", "\"", "“", "'", "‘":
		return true
	}
	if carriers[r.low(i-1)] != "" && !r.word(i).capital && (strings.HasSuffix(w, "ing") || strings.HasSuffix(w, "ed")) {
		return true
	}
	if i > src.from+1 && strings.HasSuffix(w, "ing") && w != "calling" && !r.word(i).capital && i+1 < src.to && r.word(i+1).letters && (bodyNouns[r.low(i-1)] || vague[r.low(i-1)]) {
		return true // "a union representing teachers"
	}
	return prepositions[w] || participles[w] && (prepositions[r.low(i+1)] || days[r.low(i+1)] || r.low(i+1) == "last" || r.low(i+1) == "this")
}

// participles end the core of what carries words: "an analysis released by the ministry".
var participles = set("released conducted published obtained issued filed posted written produced sponsored commissioned compiled prepared taken provided signed owned led broadcast aired")

// inTitle reports whether the preposition at i stands inside a title that a person's name follows: capitals around it, and a
// person at the end of what is capitalised behind it.
func (r *resolver) inTitle(i int, src within) bool {
	if !prepositions[r.low(i)] || !r.word(i-1).capital {
		return false
	}
	next := i + 1
	if r.low(next) == "the" {
		next++
	}
	for k := next; k < src.to && k < next+6 && r.word(k).capital; k++ {
		if m, ok := r.nameAt(k, src.to); ok {
			if r.doc.Entities[m.entity].Kind == rapporteur.Person {
				return k > next
			}
			k = m.to - 1
		}
	}
	return false
}

// listed reports whether the comma at i goes on with a list of names: another name and an "and" follow.
func (r *resolver) listed(i int, src within) bool {
	next := i + 1
	if r.low(next) == "and" {
		next++
	}
	m, ok := r.nameAfterTitles(next, src.to)
	if w := r.low(next); !ok || w == "a" || w == "an" { // "Lund, a Berg aide and veteran"
		return false
	}
	for k := i; k < min(src.to, m.to+12); k++ {
		if r.low(k) == "and" {
			return true
		}
	}
	return false
}

// nameAt is the longest proper mention that begins at word i, or ok is false.
func (r *resolver) nameAt(i, to int) (mention, bool) {
	for n := r.before(i); n < len(r.mentions) && r.mentions[n].from == i; n++ {
		if m := r.mentions[n]; m.form == rapporteur.Proper && m.to <= to {
			return m, true
		}
	}
	return mention{}, false
}

// nameAfterTitles allows up to five words before the name: "former Gov. Bill Weld".
func (r *resolver) nameAfterTitles(i, to int) (mention, bool) {
	for k := i; k < to && k < i+6; k++ {
		if m, ok := r.nameAt(k, to); ok {
			if r.doc.Entities[m.entity].Kind == rapporteur.Person && !r.genitive(m, within{i, to}) {
				return m, true
			}
			k = m.to - 1
			continue
		}
		if w := r.low(k); prepositions[w] || w == "," || w == "who" {
			break
		}
	}
	return mention{}, false
}

// apposed finds the person named in the apposition of a noun: "the state's chairman, Phil Lovas,".
func (r *resolver) apposed(i, to int) (mention, bool) {
	for k := i; k < to && k < i+20; k++ {
		if w := r.low(k); w == "," || w == "—" || w == "–" || w == "(" {
			if m, ok := r.nameAfterTitles(k+1, to); ok {
				if next := r.low(m.to); m.to >= to || next == "," || next == "." || next == "(" || next == "—" || next == "–" || next == "'s" {
					return m, true
				}
			}
		}
	}
	return mention{}, false
}

// linkedPhrase is the entity that the names give for the noun phrase.
func (r *resolver) linkedPhrase(src within, h headed) (mention, bool) {
	for n := r.before(src.from); n < len(r.mentions) && r.mentions[n].from <= h.noun; n++ {
		m := r.mentions[n]
		if m.form == rapporteur.Nominal && m.to > h.noun && m.from <= h.noun {
			return r.proper(m), true
		}
	}
	return mention{}, false
}

// unlisted is a source that is no entity: a group, somebody the article leaves unnamed, or a name that the names missed, which is
// known by its capitals.
func (r *resolver) unlisted(p *asked) speaker {
	if s, ok := r.capitalised(p.headed, p.src, p.printed); ok {
		return s
	}
	if s, ok := r.missed(p); ok {
		return s
	}
	from := p.noun + 1
	for from > p.from && r.word(from-1).capital && !determiners[r.low(from-1)] {
		from--
	}
	first, _ := r.sentenceOf(p.noun)
	alone := from == p.noun && (p.noun == first || r.word(p.noun).paragraph == 0)
	if from <= p.noun && !alone && len(r.doc.Entities) == 0 && !strings.HasSuffix(p.word, "s") {
		return r.byCapitals(from, p.noun+1, p)
	}
	return speaker{class: rapporteur.SpeakerUnnamed, why: []rapporteur.Reason{{Span: p.printed, To: p.printed, Rule: "names nobody"}}}
}

// byCapitals is a name that the names missed.
func (r *resolver) byCapitals(from, to int, p *asked) speaker {
	name := r.span(from, to)
	return speaker{name: name.Of(r.text), class: rapporteur.SpeakerNamed, why: []rapporteur.Reason{{Span: p.printed, To: name, Rule: "a name by its capitals"}}}
}

// capitalised takes an institution that the names missed, printed in full: "The Committee for a Responsible Federal Budget".
func (r *resolver) capitalised(h headed, src within, printed rapporteur.Span) (speaker, bool) {
	from := src.from
	if r.low(from) == "the" {
		from++
	}
	if from >= src.to || !r.word(from).capital || !institutions[r.low(from)] || r.low(from+1) != "for" && r.low(from+1) != "of" && r.low(from+1) != "on" {
		return speaker{}, false
	}
	to, great := from, 0
	for to < src.to && (r.word(to).capital || inNames[r.low(to)]) {
		if r.word(to).capital {
			great++
		}
		to++
	}
	for to > from && !r.word(to-1).capital {
		to--
	}
	if great < 3 || to < h.end {
		return speaker{}, false
	}
	name := r.span(from, to)
	return speaker{name: name.Of(r.text), class: rapporteur.SpeakerNamed, why: []rapporteur.Reason{{Span: printed, To: name, Rule: "a name by its capitals"}}}, true
}

var inNames = set("of for on and the a an in &")
