package attributions

import "rapporteur"

// This file resolves what stands for two: they, "the two ministers".

// pairBack bounds how many sentences back two were named together.
const pairBack = 2

// pairBefore is the two people whom "they" at a word means: named together as the subject of the sentence or one just before it, with no group
// that spoke between.
func (r *resolver) pairBefore(i, at int) ([]mention, bool) {
	first := r.before(at)
	for n := first - 1; n > 0 && n > first-lookBack; n-- {
		b := r.mentions[n]
		if r.word(at).sentence-r.word(b.from).sentence > pairBack {
			break
		}
		if b.form != rapporteur.Proper || !r.isPerson(b.entity) {
			continue
		}
		if a, ok := r.joined(b); ok {
			near := r.word(at).sentence == r.word(b.from).sentence && r.word(b.from).quote == r.word(at).quote && !r.theyBefore(a.from)
			return []mention{a, b}, (near || r.subjects(a, b)) && !r.groupSpoke(i, b.to)
		}
	}
	return nil, false
}

// theyBefore reports whether a "they" stands in the sentence of word i before it: who "wrote with Lund and Berg" are others.
func (r *resolver) theyBefore(i int) bool {
	from, _ := r.sentenceOf(i)
	for k := from; k < i; k++ {
		if w := r.low(k); w == "they" || w == "their" {
			return true
		}
	}
	return r.low(i-1) == "and" || r.low(i-1) == ","
}

// joined is the person before a name with "and" between: "Ada Lund and Sen. Berg", "Lund, Republican of Ohio, and Berg", "she and Berg".
func (r *resolver) joined(b mention) (mention, bool) {
	k := b.from - 1
	for k > 0 && k > b.from-6 && r.word(k).letters && r.low(k) != "and" && (r.word(k).capital || r.low(k) == "former") {
		k--
	}
	if r.low(k) != "and" {
		return mention{}, false
	}
	k--
	if r.low(k) == "," {
		for k--; k > 0 && k > b.from-16 && r.low(k) != ","; k-- {
		}
	}
	if r.low(k) == ")" {
		k = r.antecedentEnd(k + 1)
	}
	for n := r.before(k+1) - 1; n >= 0 && r.mentions[n].from > k-8; n-- {
		m := r.mentions[n]
		if (m.to == k || m.to == k+1) && m.entity != b.entity && m.form != rapporteur.Nominal && r.isPerson(m.entity) {
			return m, true
		}
	}
	return mention{}, false
}

// subjects reports whether two who are named together open their sentence, but for a few words, and do something there.
func (r *resolver) subjects(a, b mention) bool {
	from, to := r.sentenceOf(a.from)
	if r.word(a.from).sentence != r.word(b.from).sentence || b.to >= to || r.word(a.from).quote != none {
		return false
	}
	for k := a.from - 1; k >= from; k-- {
		if prepositions[r.low(k)] && k > a.from-4 && (r.low(k) != "like" || k > from+4) || verbs[r.low(k)] != nil && !nouns[r.low(k)] {
			return false
		}
	}
	next := r.low(b.to)
	return next != "'s" && next != "'" && next != "and" && (a.from-from < 12)
}

// groupSpoke reports whether the source of a statement before the i-th, behind a word, is of several.
func (r *resolver) groupSpoke(i, at int) bool {
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		x := &r.found[k]
		if r.done[k] && len(x.Source) > 0 && x.Source[0].Start > r.word(at-1).Start && x.SpeakerClass != rapporteur.SpeakerNone &&
			(x.SpeakerClass == rapporteur.SpeakerSeveral || r.plural(x.Source[0])) {
			return true
		}
	}
	return false
}

// plural reports whether a source is a noun in the plural.
func (r *resolver) plural(s rapporteur.Span) bool {
	w := within{r.wordAt(s.Start), r.wordAt(s.End-1) + 1}
	noun := r.low(r.headOf(w).noun)
	return len(noun) > 3 && noun[len(noun)-1] == 's' && noun[len(noun)-2] != 's' || noun == "people" || noun == "they"
}

// twos are nouns of whom two may be named: true where they are countries.
var twos = map[string]bool{
	"presidents": false, "candidates": false, "men": false, "women": false, "senators": false, "leaders": false, "lawmakers": false, "rivals": false, "ministers": false,
	"nominees": false, "governors": false, "republicans": false, "democrats": false, "politicians": false, "contenders": false, "authors": false, "diplomats": false,
	"congressmen": false, "attorneys": false, "officials": false, "hopefuls": false, "countries": true, "nations": true, "governments": true, "states": true,
}

// twosome is whom "the two", "the two ministers", "both countries" means: the two last named before it, shortly before.
func (r *resolver) twosome(p *asked) ([]mention, bool) {
	lead := p.from
	switch r.low(lead) {
	case "the", "these":
		lead++
	case "both":
		lead--
	default:
		return nil, false
	}
	if lead >= p.from && r.low(lead) != "two" {
		return nil, false
	}
	countries, known := twos[p.word]
	if !known && p.word != "two" {
		return nil, false
	}
	return r.lastTwo(p.from, r.partyIn(p.from, p.noun+1), countries)
}

// lastTwo are the two people, or countries, named last before a word, in its sentence or the two before it, if no third stands among them.
func (r *resolver) lastTwo(at int, party string, countries bool) ([]mention, bool) {
	var out []mention
	first := r.before(at)
	for n := first - 1; n >= 0 && n > first-lookBack; n-- {
		m := r.mentions[n]
		if r.word(at).sentence-r.word(m.from).sentence > pairBack {
			break
		}
		kind := r.doc.Entities[m.entity].Kind
		if m.form != rapporteur.Proper || countries != (kind == rapporteur.Place) || !countries && kind != rapporteur.Person || hasEntity(out, m.entity) {
			continue
		}
		if have := r.partyOf(m.entity); party != "" && have != "" && have != party {
			continue
		}
		out = append(out, m)
	}
	if len(out) != 2 {
		return nil, false
	}
	return []mention{out[1], out[0]}, true
}

func hasEntity(list []mention, e int) bool {
	for _, m := range list {
		if m.entity == e {
			return true
		}
	}
	return false
}
