package attributions

import (
	"strings"
	"unicode"

	"rapporteur"
	"rapporteur/reading/names"
)

// This file finds names in sources where the names alone do not tell: behind titles of several words, in appositions of bodies, in capitals that
// the names missed.

// clipped cuts a source that took in the verb behind its name: "Lund had long been", "Ada Lund Slams Oslo Mayor" in a headline.
func (r *resolver) clipped(src within) within {
	m, ok := r.nameAt(src.from, src.to)
	if !ok || m.to+1 >= src.to || !r.isPerson(m.entity) {
		return src
	}
	next := r.low(m.to)
	if next == "and" && finites[r.low(m.to+1)] { // "Lund and has aides"
		return within{src.from, m.to}
	}
	headline := r.word(src.from).paragraph == 0 && r.word(m.to).capital && len(verbs[next]) > 0 && verbs[next][0].form == third
	if headline || finites[next] && !strings.HasPrefix(next, "'") {
		return within{src.from, m.to}
	}
	return src
}

// titleHeads are nouns of titles that go on with "of" before a name: "secretary of state Ada Lund".
var titleHeads = set("secretary chief speaker minister master undersecretary director")

// titledName is the person at the end of a title that has a preposition or an "and" in it: "former secretary of state Ada Lund", "mayor and nominee Ada
// Lund".
func (r *resolver) titledName(p *asked) (speaker, bool) {
	for k := p.noun + 1; k < p.src.to && k < p.noun+12; k++ {
		if w := r.low(k); w == "," || w == "(" || w == "who" {
			break
		}
		m, ok := r.nameAt(k, p.src.to)
		if !ok {
			continue
		}
		if !r.isPerson(m.entity) {
			k = m.to - 1
			continue
		}
		after := r.low(m.to)
		ends := m.to >= p.src.to || after == "," || after == "(" || after == "who"
		return r.one(m, ends && titleHeads[p.word] && r.titleReaches(p.noun, k), p, "the name behind a title")
	}
	return speaker{}, false
}

// titleReaches reports whether a title goes on from its noun to a name at a word: "of state", "of staff", "of state and nominee".
func (r *resolver) titleReaches(noun, name int) bool {
	if w := r.low(noun + 1); w != "of" && w != "in" && w != "-" || prepositions[r.low(name-1)] || determiners[r.low(name-1)] {
		return false
	}
	for k := noun + 2; k < name; k++ {
		if w := r.low(k); w == "'s" || w == "for" || w == "to" || titleNouns[w] != "" && r.low(k-1) == "of" {
			return false
		}
	}
	return name > noun+2
}

// apposedBody is the body that stands alone behind the comma of a noun for bodies: "one group, Parents for Oslo,".
func (r *resolver) apposedBody(h headed, src within) (mention, bool) {
	for k := h.end; k < src.to && k < h.end+16; k++ {
		if w := r.low(k); w == "including" || w == "such" || w == "like" {
			break
		} else if w != "," {
			continue
		}
		next := k + 1
		if r.low(next) == "the" {
			next++
		}
		m, ok := r.nameAt(next, src.to)
		if after := r.low(m.to); ok && !r.isPerson(m.entity) && (m.to >= src.to || after == "," || after == "at") {
			return m, true
		}
	}
	return mention{}, false
}

// apposedList is the people listed behind the mark after a noun: "two bakers, Ada Lund and Karl Berg,".
func (r *resolver) apposedList(h headed, src within) []mention {
	k := h.end
	if w := r.low(k); k+1 >= src.to || w != "," && w != "-" && w != "--" && w != "—" && w != "–" || !strings.HasSuffix(r.low(h.noun), "s") {
		return nil
	}
	list := r.headOf(within{k + 1, src.to}).names
	for _, m := range list {
		if !r.isPerson(m.entity) {
			return nil
		}
	}
	if len(list) < 2 {
		return nil
	}
	return list
}

// crowds are nouns of many: a name that ends with one is no name of a body.
var crowds = set(`republicans democrats lawmakers senators congressmen nations countries voters officials supporters leaders members conservatives
	liberals progressives activists advocates workers employees residents students veterans critics aides allies delegates candidates governors
	mayors ministers diplomats economists experts analysts journalists reporters americans europeans muslims christians jews catholics evangelicals latinos`)

// seats are nouns of places that are governed.
var seats = set("city town state county village province government municipality")

// seated is the government of a place: "the city of Oslo".
func (r *resolver) seated(p *asked) (speaker, bool) {
	if !seats[p.word] || r.low(p.noun+1) != "of" {
		return speaker{}, false
	}
	m, ok := r.nameAt(p.noun+2, p.src.to)
	if !ok || m.to != p.src.to || r.doc.Entities[m.entity].Kind != rapporteur.Place {
		return speaker{}, false
	}
	s := r.named([]mention{m}, p.printed, "the government of a place")
	s.name = r.span(p.noun, m.to).Of(r.text)
	return s, true
}

// crowdOf reports whether a name of several words, or what it ends with, is a group of people: "Senate Republicans", "Black Lawmakers".
func (r *resolver) crowdOf(m mention) bool {
	return m.to-m.from > 1 && crowds[r.low(m.to-1)] && r.low(m.to-2) != "united" && r.low(m.to-2) != "first"
}

// governments are nouns that make a body of a country's adjective.
var governments = set("government parliament army military embassy authorities presidency")

// missed is a name that the names do not have: a handle, a government, the capitals behind "the".
func (r *resolver) missed(p *asked) (speaker, bool) {
	for k := p.src.from; k < p.src.to && k < p.end; k++ {
		if w := r.word(k).Of(r.text); len(w) > 2 && w[0] == '@' {
			return r.byCapitals(k, k+1, p), true
		}
	}
	from := p.from
	if r.low(from) == "the" {
		from++
	}
	capitals := from
	for capitals <= p.noun && r.word(capitals).capital {
		capitals++
	}
	switch {
	case capitals == from || r.word(p.from).paragraph == 0:
		return speaker{}, false
	case capitals == p.noun && governments[p.word] && from > p.from && parties[r.low(capitals-1)] == "":
		return r.byCapitals(from, p.noun+1, p), true
	case capitals > p.noun && associations[p.word] && (r.low(p.noun+1) == "for" || r.low(p.noun+1) == "against"):
		return r.association(from, p)
	case capitals > p.noun && from > p.from && p.noun == from:
		return r.acronym(p)
	}
	return speaker{}, false
}

// associations are nouns with which the names of associations begin.
var associations = set("citizens americans parents mothers fathers veterans friends doctors physicians students voters workers people women men lawyers scholars businesses families alumni artists")

// association is a name like "Citizens for Fair Tax".
func (r *resolver) association(from int, p *asked) (speaker, bool) {
	to := p.noun + 2
	for to < p.src.to && (r.word(to).capital || inNames[r.low(to)]) {
		to++
	}
	for to > p.noun+2 && !r.word(to-1).capital {
		to--
	}
	if to == p.noun+2 || !r.word(p.noun+2).capital && r.low(p.noun+2) != "a" && r.low(p.noun+2) != "the" {
		return speaker{}, false
	}
	return r.byCapitals(from, to, p), true
}

// acronym is "the DNC": the body that it is short for, else itself.
func (r *resolver) acronym(p *asked) (speaker, bool) {
	name := r.word(p.noun).Of(r.text)
	if letters := strings.Count(name, "") - 1; letters < 2 || letters > 8 || name != strings.ToUpper(name) || parties[p.word] != "" {
		return speaker{}, false
	}
	for n := r.before(r.size()) - 1; n >= 0 && n > len(r.mentions)-farBack; n-- {
		if m := r.mentions[n]; m.form == rapporteur.Proper && m.to-m.from > 1 && !strings.EqualFold(r.word(m.from).Of(r.text), name) && !r.isPerson(m.entity) && names.Same(name, r.doc.Entities[m.entity].Name) {
			return r.named([]mention{m}, p.printed, "what the letters are short for"), true
		}
	}
	return r.byCapitals(p.noun, p.noun+1, p), true
}

// brand is a maker known by a capital inside its name, before what it made: "the RealWorldPolls average".
func (r *resolver) brand(p *asked) (speaker, bool) {
	kind := carriers[p.word]
	if !madeByBodies[kind] || kind == "memo" {
		return speaker{}, false
	}
	for k := p.noun - 1; k >= p.from && k >= p.noun-3; k-- {
		w := r.word(k).Of(r.text)
		if r.word(k).capital && len(w) > 4 && !strings.ContainsAny(w, "-.’'") && strings.IndexFunc(w[1:], unicode.IsUpper) > 0 && w != strings.ToUpper(w) && !r.isName(k) {
			return r.byCapitals(k, k+1, p), true
		}
	}
	return speaker{}, false
}

// variation are words by which a phrase with "the" describes somebody who was named, without being how he was introduced.
var variation = set("retired former self-described self-styled self-proclaimed ex longtime onetime one-time veteran outspoken embattled first-term second-term two-term first-time")

// varied is the person spoken of, where a phrase describes one whom nobody called so before: "the retired surgeon", "Lund's former adviser".
func (r *resolver) varied(p *asked) (mention, bool) {
	if strings.HasSuffix(p.word, "s") || vague[p.word] || carriers[p.word] != "" || places[p.word] || p.noun-p.from < 2 || institutions[p.word] || bodyNouns[p.word] || press[p.word] {
		return mention{}, false
	}
	at, owner := p.from+1, none
	if m, ok := r.nameAt(p.from, p.noun); ok && r.low(m.to) == "'s" {
		at, owner = m.to+1, m.entity
	} else if r.low(p.from) != "the" {
		return mention{}, false
	}
	if !variation[r.low(at)] {
		return mention{}, false
	}
	m, ok := r.salient(p.i, p.src, r.partyIn(p.from, p.noun+1), "")
	return m, ok && m.entity != owner && r.maybe(p.headed, m.entity)
}

// headlined is the person whose full name stands before the verb of a headline that was taken for a source as a whole.
func (r *resolver) headlined(p *asked) (speaker, bool) {
	if r.word(p.from).paragraph > 0 {
		return speaker{}, false
	}
	for k := p.from + 1; k < p.src.to-1 && k < p.from+5; k++ {
		if list := verbs[r.low(k)]; !r.word(k).capital || len(list) == 0 || list[0].form != third {
			continue
		}
		name := r.span(p.from, k).Of(r.text)
		for n := 0; n < len(r.mentions) && n < farBack; n++ {
			if m := r.mentions[n]; m.form == rapporteur.Proper && r.isPerson(m.entity) && r.doc.Entities[m.entity].Name == name {
				return r.one(m, true, p, "the name before the verb")
			}
		}
	}
	return speaker{}, false
}
