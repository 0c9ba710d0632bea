package attributions

import (
	"slices"
	"strings"

	"rapporteur"
	"rapporteur/reading/names"
)

// This file resolves whom a headline or an opening speaks of without a name to whom the article introduces next: "A former envoy said ...",
// and two paragraphs on "Ada Lund told ...".

// introduction bounds how many paragraphs behind its first mention somebody is introduced by name, introducedWithin how many statements.
const (
	introduction     = 6
	introducedWithin = 40
)

// introduced is the person, named in full for the first time behind a source, who speaks there and says what the source says. A role of his that
// the phrase names makes less do.
func (r *resolver) introduced(i int, h headed, src within) (mention, bool) {
	noun := r.low(h.noun)
	if !r.opening(src.from) || strings.HasSuffix(noun, "s") && noun != "boss" || !r.word(h.noun).letters || r.low(h.from) == "another" || carriers[noun] != "" || places[noun] {
		return mention{}, false
	}
	body := bodyNouns[noun] || institutions[noun] || kindreds[noun] != nil || press[noun]
	said := r.gist(r.found[i].Content)
	best, top := mention{}, 0.0
	for k := i + 1; k < min(len(r.found), i+introducedWithin); k++ {
		x := &r.found[k]
		if len(x.Source) == 0 || x.Source[0].Start < r.word(src.to-1).End {
			continue
		}
		if r.word(r.wordAt(x.Source[0].Start)).paragraph-r.word(src.from).paragraph > introduction {
			break
		}
		m, ok := r.newcomer(x.Source[0], src, body)
		if !ok || body != r.isBody(m.entity) || !r.maybe(h, m.entity) {
			continue
		}
		s := shared(said, r.gist(x.Content)) + r.introducing(h, src, m, body)
		if s > top {
			best, top = m, s
		}
	}
	return best, top >= introducedLeast
}

// introducing is what the way in which somebody is named first behind a phrase says for its meaning him: by a role like it, by words of it, at the
// head of the next paragraph as if he were known, as the spokesman of the same.
func (r *resolver) introducing(h headed, src within, m mention, body bool) float64 {
	s := 0.0
	if !body && r.roleFits(h, m.entity) || body && r.kindred(r.low(h.noun), m.entity) {
		s += roleShare
	}
	if body {
		name := strings.ToLower(r.doc.Entities[m.entity].Name)
		for k := src.from; k < src.to; k++ {
			if w := r.low(k); len(w) > 4 && r.word(k).letters && strings.Contains(name, w[:min(len(w), stem)]) {
				s++
			}
		}
		return s
	}
	first := m.from == 0 || r.word(m.from-1).paragraph != r.word(m.from).paragraph
	if first && len(r.doc.Entities[m.entity].Roles) == 0 && r.low(m.to) != "," && r.word(m.from).paragraph == r.word(src.from).paragraph+1 && r.low(h.from) != "the" && r.human(r.low(h.noun)) {
		s += knownShare
	}
	if spokes[r.low(h.noun)] && r.speaksFor(src, m) {
		s += 2 * roleShare
	}
	return s
}

// human reports whether a noun is surely one for a person.
func (r *resolver) human(noun string) bool {
	return titleNouns[noun] != "" || offices[noun] != "" || kin[noun] || descriptions[noun] || genderOfNoun[noun] != names.Unknown && !vague[noun]
}

// knownShare is what speaks for whom the next paragraph names first, as if he were known.
const knownShare = 3.0

var spokes = set("spokesman spokeswoman spokesperson spokespeople")

// speaksFor reports whether a phrase and the titles before a name have the owner in common: "a spokesman for Lund", "Lund's press secretary Ada Berg".
func (r *resolver) speaksFor(src within, m mention) bool {
	press, owner := false, false
	for k := m.from - 1; k >= 0 && k >= m.from-5 && r.word(k).letters; k-- {
		press = press || r.low(k) == "communications" || r.low(k) == "press" || spokes[r.low(k)]
		for i := src.from; i < src.to; i++ {
			owner = owner || r.word(i).capital && r.word(k).capital && r.low(i) == r.low(k)
		}
	}
	return press && owner
}

var places = set("city town county state country nation government capital house community crowd public")

func (r *resolver) isBody(e int) bool { return r.doc.Entities[e].Kind == rapporteur.Organisation }

// opening reports whether word i stands in the first paragraphs of the article, or of a part of it behind a rule ("___") or a time of day.
func (r *resolver) opening(i int) bool {
	if r.word(i).paragraph <= openingParagraphs {
		return true
	}
	for k, p := i-1, r.word(i).paragraph; k > i-longest && k > 0 && p-r.word(k).paragraph <= openingParagraphs; k-- {
		if r.word(k).paragraph == p || r.word(k).paragraph == r.word(k+1).paragraph {
			continue
		}
		from := k
		for from > 0 && from > k-longestByline && r.word(from-1).paragraph == r.word(k).paragraph {
			from--
		}
		if r.heads(from, k+1) {
			return true
		}
	}
	return false
}

// heads reports whether words from..to are a paragraph that begins a part: nothing but marks, or a time of day.
func (r *resolver) heads(from, to int) bool {
	letters := 0
	for k := from; k < to; k++ {
		if r.word(k).letters {
			letters++
		}
	}
	return letters == 0 || letters <= 3 && r.word(from).low[0] >= '0' && r.word(from).low[0] <= '9' && strings.Contains(r.low(to-1)+r.low(to-2), ".m.")
}

const (
	introducedLeast = 3.0 // words in common, of five bytes
	roleShare       = 1.5
)

// newcomer is who is named in full in a source, and was not named before a phrase.
func (r *resolver) newcomer(source rapporteur.Span, src within, body bool) (mention, bool) {
	from := r.wordAt(source.Start)
	for n := r.before(from); n < len(r.mentions) && r.word(r.mentions[n].from).Start < source.End; n++ {
		m := r.mentions[n]
		e := &r.doc.Entities[m.entity]
		if m.form != rapporteur.Proper || e.Kind != rapporteur.Person && !body {
			continue
		}
		return m, strings.Contains(e.Name, " ") && e.Mentions[0].Start > r.word(src.from).Start
	}
	return mention{}, false
}

// ahead is whose the words in a headline or an opening are, by what names their maker behind it: "A new poll", then "the Lund Institute poll".
func (r *resolver) ahead(i int, kind string, src within) (maker, bool) {
	if !r.opening(src.from) {
		return maker{}, false
	}
	for k := i + 1; k < min(len(r.found), i+introducedWithin); k++ {
		x := &r.found[k]
		if len(x.Source) == 0 || x.Source[0].Start < r.word(src.to-1).End {
			continue
		}
		at := within{r.wordAt(x.Source[0].Start), r.wordAt(x.Source[0].End-1) + 1}
		if r.word(at.from).paragraph-r.word(src.from).paragraph > introduction {
			break
		}
		if h := r.headOf(at); carriers[r.low(h.noun)] == kind {
			if m, ok := r.maker(h, at); ok {
				return m, true
			}
		}
	}
	return maker{}, false
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
		for k := r.wordAt(s.Start); k < r.size() && r.word(k).Start < s.End && len(out) < longest; k++ {
			if w := r.low(k); len(w) > 3 && r.word(k).letters && !auxiliaries[w] && !prepositions[w] && !determiners[w] && !subordinators[w] && !plain[w] {
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
