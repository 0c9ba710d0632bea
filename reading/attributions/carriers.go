package attributions

import (
	"slices"
	"strings"

	"rapporteur"
	"rapporteur/reading/names"
)

// bodies are nouns that make a speaking body out of a name: the Trump campaign, the Obama administration.
var bodies = set("campaign administration")

// body resolves "the Trump campaign", "his campaign", and "the campaign" to the one named last. Such a body has a name, but no entity of
// its own.
func (r *resolver) body(i int, h headed, printed rapporteur.Span) (speaker, bool) {
	noun := r.low(h.noun)
	if noun == "team" || noun == "camp" {
		noun = "campaign"
	}
	if !bodies[noun] {
		return speaker{}, false
	}
	if m, ok := r.ownerName(i, h); ok {
		s := span{printed, r.span(m.from, m.to).Of(r.text) + " " + noun}
		r.latest[noun] = s
		return speaker{name: s.name, class: rapporteur.SpeakerNamed, why: []rapporteur.Reason{{Span: printed, To: r.span(m.from, m.to), Rule: "a body called after a name"}}}, true
	}
	if last, ok := r.latest[noun]; ok && (r.low(h.from) == "the" || h.from == h.noun) {
		return speaker{name: last.name, class: rapporteur.SpeakerNamed, why: []rapporteur.Reason{{Span: printed, To: last.Span, Rule: "noun: the " + noun + " named last"}}}, true
	}
	if lead := r.low(h.from); noun == "campaign" && lead == "the" && h.noun == h.from+1 {
		if m, ok := r.salient(i, within{h.from, h.noun + 1}, "", ""); ok {
			s := span{printed, r.doc.Entities[m.entity].Name + " " + noun}
			return speaker{name: s.name, class: rapporteur.SpeakerNamed, why: []rapporteur.Reason{{Span: printed, To: r.span(m.from, m.to), Rule: "noun: the campaign of the person spoken of"}}}, true
		}
	}
	return speaker{}, false
}

// teamOf is the campaign that the article names, where a source is called team or camp: "the Lund team".
func (r *resolver) teamOf(p *asked) (mention, bool) {
	if len(p.names) != 1 {
		return mention{}, false
	}
	m := p.names[0]
	if w := r.low(m.to - 1); m.to-m.from < 2 || w != "team" && w != "camp" {
		return mention{}, false
	}
	name := r.span(m.from, m.to-1).Of(r.text) + " campaign"
	for n := 0; n < len(r.mentions) && n < farBack; n++ {
		if o := r.mentions[n]; o.form == rapporteur.Proper && strings.EqualFold(r.doc.Entities[o.entity].Name, name) {
			return o, true
		}
	}
	return mention{}, false
}

// ownerName is the name inside a phrase whose noun is a body, or the one that its "his" or "her" stands for.
func (r *resolver) ownerName(i int, h headed) (mention, bool) {
	for k := h.noun - 1; k >= h.from && k >= h.noun-5; k-- {
		for n := r.before(k + 1); n > 0 && r.mentions[n-1].from >= h.from && r.mentions[n-1].to <= h.noun; n-- {
			if m := r.mentions[n-1]; m.form == rapporteur.Proper {
				return m, true
			}
		}
	}
	return r.owner(i, h.from)
}

// owner is the person whom a "his" or "her" at a word stands for.
func (r *resolver) owner(i, at int) (mention, bool) {
	g := singular[r.low(at)]
	if g == names.Unknown {
		return mention{}, false
	}
	if m, ok := r.linked(at); ok && r.doc.Entities[m.entity].Kind == rapporteur.Person {
		return m, true
	}
	return r.bestPerson(i, at, g)
}

// carriers are nouns for what carries words: the words of "a statement from X" are X's, and those of "a Y poll" Y's. Those that news
// exchange freely stand together.
var carriers = groups(
	"ad ads spot clip video commercial advertisement film documentary",
	"poll polls survey surveys tally average",
	"report reports study studies analysis research paper review audit estimate projection forecast findings data brief database",
	"article story piece column editorial op-ed commentary essay profile page",
	"statement", "letter", "email e-mail", "tweet tweets", "memo", "complaint lawsuit filing submission", "press-release release", "post", "message",
	"speech", "website", "account", "book memoir", "slide presentation", "interview", "testimony", "transcript", "ruling decision order", "proposal plan proposals plans", "document documents",
	"remarks comments words rhetoric language", "lesson advice", "returns", "record", "program show podcast broadcast",
)

// groups gives each word the first of its line.
func groups(lines ...string) map[string]string {
	out := map[string]string{}
	for _, l := range lines {
		words := strings.Fields(l)
		for _, w := range words {
			out[w] = words[0]
		}
	}
	return out
}

// maker is whose some words are: a name, or a body called after it.
type maker struct {
	mention
	body string // "campaign", "" where the name itself is meant
}

// carrier resolves "a new ad from the campaign", "Trump's tweet" and "a CNN poll" to whose it is, and "the ad" to whose the one before was.
func (r *resolver) carrier(i int, h headed, src within) (maker, bool) {
	kind := carriers[r.low(h.noun)]
	if kind == "" {
		return maker{}, false
	}
	m, ok := r.maker(h, src)
	if !ok {
		m.mention, ok = r.owner(i, h.from)
	}
	if ok {
		r.carried[kind] = m
		return m, true
	}
	if m, ok := r.ahead(i, kind, src); ok {
		return m, true
	}
	if lead := r.low(h.from); lead != "the" && lead != "this" || h.noun-h.from > 2 || h.noun-h.from == 2 && r.word(h.from+1).capital {
		return maker{}, false
	}
	if press[r.low(h.noun)] {
		if body, ok := r.lastBody(i, src.from); ok {
			return maker{mention: body}, true
		}
	}
	if m, ok = r.carried[kind]; !ok {
		m, ok = r.releasedBefore(kind, src.from)
	}
	if !ok && bodiesMake[kind] {
		m.mention, ok = r.lastBody(i, src.from)
	}
	return m, ok
}

// bodiesMake are the kinds of carriers that a body which has just spoken may be meant to have made: "The centre said ... According to the data".
var bodiesMake = set("poll report ruling document")

// carriedBack bounds how many words back what carries words was first spoken of.
const carriedBack = 600

// releasedBefore looks for the carrier of words where it was first spoken of, outside of sources: "The ministry released a report. The
// report says".
func (r *resolver) releasedBefore(kind string, at int) (maker, bool) {
	for k := at - 1; k >= 0 && k > at-carriedBack; k-- {
		if carriers[r.low(k)] != kind {
			continue
		}
		from, to := r.sentenceOf(k)
		if m, ok := r.maker(headed{from: max(from, k-4), noun: k}, within{max(from, k-4), min(to, k+14)}); ok {
			return m, true
		}
		for n := r.before(k); n > 0 && r.mentions[n-1].from >= max(from, k-12); n-- {
			if m := r.mentions[n-1]; m.form == rapporteur.Proper && m.to < k && r.releases(m.to, k) {
				return r.bodyOf(m, k), true
			}
		}
	}
	return maker{}, false
}

// releases reports whether a verb of publishing stands among the first words of a range, which begins behind a name.
func (r *resolver) releases(from, to int) bool {
	for k := from; k < min(to, from+4); k++ {
		if releasing[r.low(k)] {
			return true
		}
	}
	return false
}

var releasing = set("released release releases launched launches aired airs unveiled unveils published publishes issued issues posted posts produced wrote sent filed conducted")

// maker finds whose name owns what carries words ("X's"), stands behind it ("by X", "released by X", "from X"), or is a body's before it ("X").
func (r *resolver) maker(h headed, src within) (maker, bool) {
	before := r.mentions[r.before(h.from):r.before(h.noun)]
	for _, m := range before {
		if next := r.low(m.to); m.form == rapporteur.Proper && m.to < h.noun && (next == "'s" || next == "'") {
			return r.bodyOf(m, h.noun), true
		}
	}
	if m, ok := r.behind(h, src, "from", "by"); ok {
		return r.bodyOf(m, src.to), true
	}
	for n := len(before) - 1; n >= 0; n-- {
		if m := before[n]; m.form == rapporteur.Proper && m.to <= h.noun && r.makes(m, h) {
			return r.bodyOf(m, h.noun), true
		}
	}
	m, ok := r.behind(h, src, "in", "of", "on")
	return r.bodyOf(m, src.to), ok
}

// behind is the name behind a noun and one of some prepositions; "in", "of" and "on" must follow at once, and lead to no place.
func (r *resolver) behind(h headed, src within, prepositionsAllowed ...string) (mention, bool) {
	for k := h.noun + 1; k < src.to && k < h.noun+5; k++ {
		w := r.low(k)
		if !slices.Contains(prepositionsAllowed, w) {
			if prepositions[w] {
				break
			}
			continue
		}
		near := w == "in" || w == "of" || w == "on"
		if near && k > h.noun+1 {
			break
		}
		if m, ok := r.nameAfterTitles(k+1, src.to); ok && !near {
			return m, true
		}
		if m, ok := r.apposed(k+1, min(src.to, k+12)); ok && !near {
			return m, true // "from the club's director, Ada Lund"
		}
		reach := k + 5
		if near {
			reach = k + 3
		}
		for n := k + 1; n < src.to && n < reach; n++ {
			if m, ok := r.nameAt(n, src.to); ok && (w == "by" || r.doc.Entities[m.entity].Kind != rapporteur.Place) {
				return m, true
			}
		}
		break
	}
	return mention{}, false
}

// bodyOf is a name, or the campaign called after it: "an ad from Lund's presidential campaign".
func (r *resolver) bodyOf(m mention, to int) maker {
	for k := m.to; k < to && k < m.to+4 && m.to > m.from; k++ {
		if bodies[r.low(k)] {
			return maker{m, r.low(k)}
		}
	}
	return maker{mention: m}
}

// makes reports whether a name before a carrier of words says whose it is without owning it: it is a body, and the noun is of what bodies make.
func (r *resolver) makes(m mention, h headed) bool {
	kind := r.doc.Entities[m.entity].Kind
	switch {
	case definites[r.low(h.from)] && r.low(h.from) != "the" && r.low(h.from) != "this": // "his Facebook page"
		return false
	case kind == rapporteur.Organisation:
		return madeByBodies[carriers[r.low(h.noun)]]
	}
	noun := carriers[r.low(h.noun)]
	return kind == rapporteur.Person && (noun == "tweet" || noun == "poll" && m.to == h.noun && m.to-m.from > 1 || noun == "ad" && m.to == h.noun)
}

// madeByBodies are the kinds of carriers that a body's name just before says the maker of.
var madeByBodies = set("ad poll report article statement memo website press-release complaint document ruling")

var definites = set("the this that his her their")
