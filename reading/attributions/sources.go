package attributions

import (
	"slices"
	"strings"

	"rapporteur"
)

// phrase resolves a source that is a noun phrase: the name at its head, the name in its apposition, or the noun it is called by.
func (r *resolver) phrase(i int, src within) speaker {
	printed := r.span(src.from, src.to)
	h := r.headOf(src)
	if len(h.names) > 0 {
		return r.named(h.names, printed, ruleOfNames(h.names))
	}
	if m, ok := r.apposed(h.end, src.to); ok {
		return r.named([]mention{m}, printed, "apposition")
	}
	noun := r.low(h.noun)
	if s, ok := r.body(h, printed); ok {
		return s
	}
	if m, ok := r.carrier(h, src); ok {
		return r.named([]mention{m}, printed, "whose "+noun+" it is")
	}
	if !strings.HasSuffix(noun, "s") || noun == "press" || noun == "boss" || noun == "congress" {
		if m, ok := r.nominal(h, src); ok {
			return r.named([]mention{m}, printed, "noun: the "+noun+" named before")
		}
	}
	if m, ok := r.linkedPhrase(src, h); ok {
		return r.named([]mention{m}, printed, "noun: what it refers to")
	}
	if m, ok := r.described(i, h, src); ok {
		return r.named([]mention{m}, printed, "noun: the person spoken of whom it fits best")
	}
	return r.unlisted(h, src, printed)
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
func (r *resolver) headOf(src within) headed {
	h := headed{from: src.from, noun: src.from}
	var names []mention
	joined := true // the name before and this one are joined by "and", or this is the first
	i := src.from
	for i < src.to {
		if m, ok := r.nameAt(i, src.to); ok {
			if !joined {
				names = names[:0]
			}
			names, joined = append(names, m), false
			h.noun = m.to - 1
			i = m.to
			continue
		}
		w := &r.words[i]
		if (w.low == "and" || w.low == "or" || w.low == "&") && i > src.from {
			if len(names) > 0 && names[len(names)-1].to >= i-1 || len(names) == 0 {
				joined = len(names) > 0
			}
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
				names = names[:0]
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

func (r *resolver) suffix(i int) bool {
	return r.low(i) == "himself" || r.low(i) == "herself" || r.low(i) == "itself" || r.low(i) == "also"
}

// genitive reports whether something follows a name's 's inside the source.
func (r *resolver) genitive(m mention, src within) bool {
	return m.to+1 < src.to && (r.low(m.to) == "'s" || r.low(m.to) == "'") && r.words[m.to+1].letters
}

func (r *resolver) endsCore(i int, src within) bool {
	w := r.low(i)
	switch w {
	case ",", "(", "[", "—", "–", "--", "who", "whose", "which", "that", ":", "\"", "“", "'", "‘":
		return true
	}
	return prepositions[w] && i > src.from
}

// inTitle reports whether the preposition at i stands inside a title that a person's name follows: capitals around it, and a
// person at the end of what is capitalised behind it.
func (r *resolver) inTitle(i int, src within) bool {
	if !prepositions[r.low(i)] || !r.words[i-1].capital {
		return false
	}
	next := i + 1
	if r.low(next) == "the" {
		next++
	}
	for k := next; k < src.to && k < next+6 && r.words[k].capital; k++ {
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
	if !ok {
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
				if next := r.low(m.to); m.to >= to || next == "," || next == "(" || next == "—" || next == "–" || next == "'s" {
					return m, true
				}
			}
		}
	}
	return mention{}, false
}

// bodies are nouns that make a speaking body out of a name: the Trump campaign, the Obama administration.
var bodies = set("campaign administration")

// body resolves "the Trump campaign", and "the campaign" to the one named last. Such a body has a name, but no entity of its own.
func (r *resolver) body(h headed, printed rapporteur.Span) (speaker, bool) {
	noun := r.low(h.noun)
	if noun == "team" || noun == "camp" {
		noun = "campaign"
	}
	if !bodies[noun] {
		return speaker{}, false
	}
	for k := h.noun - 1; k >= h.from && k >= h.noun-5; k-- {
		for n := r.before(k + 1); n > 0 && r.mentions[n-1].from >= h.from && r.mentions[n-1].to <= h.noun; n-- {
			m := r.mentions[n-1]
			if m.form == rapporteur.Proper {
				s := span{printed, r.span(m.from, m.to).Of(r.text) + " " + noun}
				r.latest[noun] = s
				return speaker{name: s.name, class: rapporteur.SpeakerNamed, why: []rapporteur.Reason{{Span: printed, To: printed, Rule: "a body called after a name"}}}, true
			}
		}
	}
	if last, ok := r.latest[noun]; ok && (r.low(h.from) == "the" || h.from == h.noun) {
		return speaker{name: last.name, class: rapporteur.SpeakerNamed, why: []rapporteur.Reason{{Span: printed, To: last.Span, Rule: "noun: the " + noun + " named last"}}}, true
	}
	return speaker{}, false
}

// carriers are nouns for what carries words: the words of "a statement from X" are X's, and those of "a Y poll" Y's.
var carriers = set(`statement ad ads letter email e-mail tweet tweets memo complaint editorial column op-ed article story
	press-release release post message speech website account book memoir poll polls survey surveys study studies report reports analysis data
	slide presentation video spot film documentary brief submission filing lawsuit findings tally review audit estimate projection forecast
	interview testimony transcript profile page ruling decision order proposal plan`)

// carrier resolves "a new ad from the campaign", "Trump's tweet" and "a CNN poll" to whose it is, and "the ad" to whose the one before was.
func (r *resolver) carrier(h headed, src within) (mention, bool) {
	noun := r.low(h.noun)
	if !carriers[noun] {
		return mention{}, false
	}
	m, ok := r.maker(h, src)
	if ok {
		r.carried[noun] = m
		return m, true
	}
	if r.low(h.from) == "the" && h.noun-h.from <= 2 {
		m, ok = r.carried[noun]
	}
	return m, ok
}

// maker finds the name behind a carrier of words ("by X", "released by X", "from X") or before it ("X's", a body's "X").
func (r *resolver) maker(h headed, src within) (mention, bool) {
	for k := h.noun + 1; k < src.to && k < h.noun+5; k++ {
		if w := r.low(k); w != "from" && w != "by" && (w != "in" && w != "of" || k > h.noun+1) {
			if prepositions[w] {
				break
			}
			continue
		}
		for n := k + 1; n < src.to && n < k+5; n++ {
			if m, ok := r.nameAt(n, src.to); ok && (r.low(k) == "by" || r.doc.Entities[m.entity].Kind != rapporteur.Place) {
				return m, true
			}
		}
		break
	}
	for n := r.before(h.noun); n > 0 && r.mentions[n-1].from >= h.from; n-- {
		m := r.mentions[n-1]
		if m.form == rapporteur.Proper && m.to <= h.noun && r.makes(m, h) {
			return m, true
		}
	}
	return mention{}, false
}

// makes reports whether a name before a carrier of words is whose it is: it owns it, or it is a body and the noun is of what bodies make.
func (r *resolver) makes(m mention, h headed) bool {
	kind, after := r.doc.Entities[m.entity].Kind, r.low(m.to)
	switch {
	case after == "'s" || after == "'" || after == "’":
		return true
	case definites[r.low(h.from)] && r.low(h.from) != "the" && r.low(h.from) != "this": // "his Facebook page"
		return false
	case kind == rapporteur.Organisation:
		return madeByBodies[r.low(h.noun)]
	}
	return kind == rapporteur.Person && (r.low(h.noun) == "tweet" || r.low(h.noun) == "tweets")
}

var madeByBodies = set(`poll polls survey surveys tally study studies report reports analysis data ad ads statement editorial column story article
	memo website review audit estimate projection forecast press-release release documentary brief filing lawsuit complaint`)

var definites = set("the this that his her their")

// nominal resolves "the minister" to the nearest earlier person with that role: the noun must be definite.
func (r *resolver) nominal(h headed, src within) (mention, bool) {
	lead := r.low(h.from)
	definite := definites[lead] || r.words[h.from].capital && lead != "a" && lead != "an" && lead != "one"
	if !definite {
		return mention{}, false
	}
	holders := r.byHead[r.low(h.noun)]
	if len(holders) == 0 {
		return mention{}, false
	}
	first := r.before(src.from) - 1
	for n := first; n >= 0 && n > first-farBack; n-- {
		if m := r.mentions[n]; m.form == rapporteur.Proper && slices.Contains(holders, m.entity) {
			return m, true
		}
	}
	for n := r.before(src.to); n < len(r.mentions) && n < r.before(src.to)+40; n++ { // "The EU's top diplomat said ...": named later
		if m := r.mentions[n]; m.form == rapporteur.Proper && slices.Contains(holders, m.entity) && len(holders) == 1 {
			return m, true
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
func (r *resolver) unlisted(h headed, src within, printed rapporteur.Span) speaker {
	from := h.noun + 1
	for from > h.from && r.words[from-1].capital && !determiners[r.low(from-1)] {
		from--
	}
	first, _ := r.sentenceOf(h.noun)
	alone := from == h.noun && (h.noun == first || r.words[h.noun].paragraph == 0)
	if from <= h.noun && !alone && len(r.doc.Entities) == 0 && !strings.HasSuffix(r.low(h.noun), "s") {
		name := r.span(from, h.noun+1)
		return speaker{name: name.Of(r.text), class: rapporteur.SpeakerNamed, why: []rapporteur.Reason{{Span: printed, To: name, Rule: "a name by its capitals"}}}
	}
	return speaker{class: rapporteur.SpeakerUnnamed, why: []rapporteur.Reason{{Span: printed, To: printed, Rule: "names nobody"}}}
}
