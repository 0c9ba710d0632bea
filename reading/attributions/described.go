package attributions

import (
	"maps"
	"slices"
	"strings"

	"rapporteur"
	"rapporteur/reading/names"
)

// descriptions are nouns by which news calls a person that it has named, whether or not it printed that noun beside the name: "The New
// York businessman", "the GOP nominee". Such a person is what the article is about, or was just spoken of.
var descriptions = set(`nominee candidate hopeful front-runner frontrunner contender mogul billionaire businessman businesswoman tycoon magnate
	senator governor congressman congresswoman republican democrat lady standard-bearer politician`)

// described resolves such a phrase to the person, before it, whom it fits best and of whose party it is.
func (r *resolver) described(i int, h headed, src within) (mention, bool) {
	noun := r.low(h.noun)
	if !descriptions[noun] || r.low(h.from) != "the" {
		return mention{}, false
	}
	return r.salient(i, src, r.partyIn(h.from, h.noun+1), sameOffice(noun))
}

// salient is the person before a phrase of whom the article speaks there: often named, near, the subject, the last who spoke, of the party and
// the office that are asked for, if any.
func (r *resolver) salient(i int, src within, party, office string) (mention, bool) {
	spoke, _ := r.lastPerson(i, names.Unknown)
	first := r.before(src.from)
	counts := map[int]int{}
	for _, m := range r.mentions[max(0, first-farBack):first] {
		counts[m.entity]++
	}
	best, top := mention{}, describedLeast
	for n := first - 1; n >= max(0, first-lookBack); n-- {
		m := r.mentions[n]
		if m.form != rapporteur.Proper || r.doc.Entities[m.entity].Kind != rapporteur.Person {
			continue
		}
		s := 0.3*float64(min(counts[m.entity], 6)) - 0.45*float64(min(6, r.word(src.from).sentence-r.word(m.from).sentence))
		from, _ := r.sentenceOf(m.from)
		if r.leads(m, from) {
			s += 0.8
		}
		if m.entity == spoke {
			s += 0.8
		}
		if p := r.partyOf(m.entity); party != "" && p != "" {
			s += 2
			if p != party {
				continue
			}
		}
		if slices.Contains(r.byHead[office], m.entity) {
			s += heldShare
		}
		if s > top {
			best, top = m, s
		}
	}
	return best, top > describedLeast
}

// aged resolves a phrase that gives an age: "the 34-year-old mother of three".
func (r *resolver) aged(i int, h headed, src within) (mention, bool) {
	if r.low(h.from) != "the" {
		return mention{}, false
	}
	for k := h.from + 1; k <= h.noun && k < r.size(); k++ {
		if w := r.low(k); strings.HasSuffix(w, "year-old") || w == "year" && r.low(k+1) == "-" && r.low(k+2) == "old" {
			m, ok := r.salient(i, src, "", "")
			return m, ok && r.maybe(h, m.entity)
		}
	}
	return mention{}, false
}

// heldShare is what speaks for somebody who was introduced by the very noun.
const heldShare = 2.0

// describedLeast is the score from which a description is taken to mean a person.
const describedLeast = 0.5

// parties gives the party that a word names.
var parties = map[string]string{
	"republican": "republican", "republicans": "republican", "gop": "republican", "r": "republican", "democrat": "democratic", "democratic": "democratic",
	"democrats": "democratic", "d": "democratic", "libertarian": "libertarian", "conservative": "conservative", "tory": "conservative", "labour": "labour",
	"green": "green", "liberal": "liberal", "socialist": "socialist",
}

// partyIn is the last party named in a range of words, "" where none is.
func (r *resolver) partyIn(from, to int) string {
	for k := min(to, r.size()) - 1; k >= max(0, from); k-- {
		if p := parties[r.low(k)]; p != "" && len(r.low(k)) > 1 {
			return p
		}
	}
	return ""
}

// partyOf is the party printed with a person's name most often: before it ("Republican nominee Ada Lund"), behind it ("(D-Ohio)",
// "Lund, a Democrat,").
func (r *resolver) partyOf(e int) string {
	if p, ok := r.party[e]; ok {
		return p
	}
	votes := map[string]int{}
	for _, x := range r.doc.Entities[e].Mentions {
		m := within{r.wordAt(x.Start), r.wordAt(x.End-1) + 1}
		if x.Form != rapporteur.Proper || m.from >= r.size() {
			continue
		}
		from := m.from
		for from > 0 && m.from-from < 5 && r.word(from-1).letters && !prepositions[r.low(from-1)] && r.word(from-1).sentence == r.word(m.from).sentence && r.low(from-1) != "'s" {
			from--
		}
		votes[r.partyIn(from, m.from)]++
		switch r.low(m.to) {
		case "(":
			votes[parties[firstLetter(r.low(m.to+1))]]++
		case ",":
			if w := r.low(m.to + 1); (w == "a" || w == "the") && !r.genitiveIn(m.to+2, m.to+7) {
				votes[r.partyIn(m.to+2, m.to+4)]++
			}
		}
	}
	delete(votes, "")
	best := ""
	for _, p := range slices.Sorted(maps.Keys(votes)) {
		if best == "" || votes[p] > votes[best] {
			best = p
		}
	}
	r.party[e] = best
	return best
}

// genitiveIn reports whether an owner stands in a range of words: "the nominee's daughter" is not the nominee.
func (r *resolver) genitiveIn(from, to int) bool {
	for k := from; k < to; k++ {
		switch r.low(k) {
		case "'s", "'":
			return true
		case ",", ".", "":
			return false
		}
	}
	return false
}

// firstLetter is the letter of "r-wis." and "d-ohio".
func firstLetter(w string) string {
	if len(w) == 1 || len(w) > 1 && w[1] == '-' {
		return w[:1]
	}
	return ""
}
