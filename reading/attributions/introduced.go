package attributions

import (
	"slices"
	"strings"

	"rapporteur"
	"rapporteur/reading/names"
)

// This file resolves whom a headline or an opening speaks of without a name to whom the article introduces next: "A former envoy said ...",
// and two paragraphs on "Ada Lund told ...".

// introduction bounds how many paragraphs behind its first mention somebody is introduced by name.
const introduction = 6

// introduced is the person, named in full for the first time behind a source, who speaks there and says what the source says. A role of his that
// the phrase names makes less do.
func (r *resolver) introduced(i int, h headed, src within) (mention, bool) {
	noun := r.low(h.noun)
	lead := r.low(h.from)
	if r.words[src.from].paragraph > openingParagraphs || strings.HasSuffix(noun, "s") && noun != "boss" || !r.words[h.noun].letters || lead == "another" {
		return mention{}, false
	}
	said := r.gist(r.found[i].Content)
	best, top := mention{}, 0.0
	for k := i + 1; k < len(r.found); k++ {
		x := &r.found[k]
		if len(x.Source) == 0 || x.Source[0].Start < r.words[src.to-1].End {
			continue
		}
		at := r.wordAt(x.Source[0].Start)
		if r.words[at].paragraph-r.words[src.from].paragraph > introduction {
			break
		}
		m, ok := r.newcomer(x.Source[0], src)
		if !ok || !r.maybe(h, m.entity) {
			continue
		}
		s := shared(said, r.gist(x.Content))
		if r.roleFits(h, m.entity) {
			s += roleShare
		}
		if s > top {
			best, top = m, s
		}
	}
	return best, top >= introducedLeast
}

const (
	introducedLeast = 3.0 // words in common
	roleShare       = 1.5
)

// newcomer is the person named in full in a source who was not named before a phrase, but maybe by surname in a headline.
func (r *resolver) newcomer(source rapporteur.Span, src within) (mention, bool) {
	from := r.wordAt(source.Start)
	for n := r.before(from); n < len(r.mentions) && r.words[r.mentions[n].from].Start < source.End; n++ {
		m := r.mentions[n]
		e := &r.doc.Entities[m.entity]
		if m.form != rapporteur.Proper || e.Kind != rapporteur.Person {
			continue
		}
		first := e.Mentions[0]
		return m, strings.Contains(e.Name, " ") && first.Start > r.words[src.from].Start
	}
	return mention{}, false
}

// maybe reports whether nothing speaks against a person's being called by a phrase.
func (r *resolver) maybe(h headed, e int) bool {
	if g, have := genderOfNoun[r.low(h.noun)], r.genderOf(e); g != names.Unknown && have != names.Unknown && g != have {
		return false
	}
	party, have := r.partyIn(h.from, h.noun+1), r.partyOf(e)
	return party == "" || have == "" || party == have
}

var genderOfNoun = map[string]names.Gender{
	"man": names.Male, "woman": names.Female, "father": names.Male, "mother": names.Female, "husband": names.Male, "wife": names.Female, "son": names.Male,
	"daughter": names.Female, "congresswoman": names.Female, "congressman": names.Male, "businesswoman": names.Female, "spokeswoman": names.Female,
	"chairwoman": names.Female, "ex-wife": names.Female, "widow": names.Female, "girl": names.Female, "boy": names.Male,
}

// roleFits reports whether a role printed of a person has the noun of a phrase, or one that news exchange with it.
func (r *resolver) roleFits(h headed, e int) bool {
	noun := sameOffice(r.low(h.noun))
	for role, holders := range r.byHead {
		if slices.Contains(holders, e) && (role == noun || lawmakers[role] && lawmakers[noun]) {
			return true
		}
	}
	return false
}

var lawmakers = set("lawmaker senator congressman representative legislator member")

// gist is the set of telling words of a content, by their beginnings.
func (r *resolver) gist(content []rapporteur.Span) map[string]bool {
	out := map[string]bool{}
	for _, s := range content {
		for k := r.wordAt(s.Start); k < len(r.words) && r.words[k].Start < s.End && len(out) < longest; k++ {
			if w := r.low(k); len(w) > 3 && r.words[k].letters && !auxiliaries[w] && !prepositions[w] && !determiners[w] && !subordinators[w] && !plain[w] {
				out[w[:min(len(w), stem)]] = true
			}
		}
	}
	return out
}

// stem is how many bytes of a word are compared.
const stem = 5

var plain = set("said says they them their there would could should have been were what which with that this about more than will just like people when")

func shared(a, b map[string]bool) float64 {
	n := 0.0
	for w := range a {
		if b[w] {
			n++
		}
	}
	return n
}

// unnamedBefore reports whether the noun of a phrase stands before it with "a": "the man" goes on with "a man", whom nobody named since.
func (r *resolver) unnamedBefore(h headed, m mention) bool {
	noun := r.low(h.noun)
	for k := h.from - 1; k > m.to && k > h.from-carriedBack; k-- {
		if r.low(k) != noun {
			continue
		}
		for d := k - 1; d >= k-7 && d > m.to; d-- {
			if w := r.low(d); w == "a" || w == "an" || w == "one" || w == "another" {
				return r.low(k+1) != "," // an apposition may name him
			}
		}
	}
	return false
}
