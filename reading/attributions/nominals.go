package attributions

import (
	"slices"
	"strings"

	"rapporteur"
)

// nominal resolves "the minister" to the nearest earlier person with that role whom the phrase fits. The noun must be definite; what a
// headline or an opening paragraph says without a name ("A New York judge") is somebody whom the article names later.
func (r *resolver) nominal(i int, h headed, src within) (mention, bool) {
	holders := r.byHead[sameOffice(r.low(h.noun))]
	if len(holders) == 0 {
		return mention{}, false
	}
	if !r.definite(h) {
		if m, ok := r.introduced(i, h, src); ok {
			return m, true
		}
		return r.namedLater(h, src, holders)
	}
	owner, owned := r.ownerName(i, h)
	owned = owned && (r.low(h.from) != "the" || r.low(owner.to) == "'s")
	first := r.before(src.from) - 1
	best, top := mention{}, 0.0
	seen := map[int]bool{}
	for n := first; n >= 0 && n > first-farBack && len(seen) < len(holders); n-- {
		m := r.mentions[n]
		if m.form != rapporteur.Proper || seen[m.entity] || !among(holders, m.entity) {
			continue
		}
		s := r.suits(h, m.entity) - 0.1*float64(len(seen))
		if owned && !r.tied(m.entity, owner.entity) {
			s = 0
		}
		seen[m.entity] = true
		if s > top {
			best, top = m, s
		}
	}
	if top > 0 {
		return best, true
	}
	if len(holders) == 1 && len(seen) == 0 { // "The EU's top diplomat said ...": named later
		return r.next(src.to, 40, holders, h)
	}
	return mention{}, false
}

// among reports whether an entity is one of the holders of a role, who are in order.
func among(holders []int, e int) bool {
	_, ok := slices.BinarySearch(holders, e)
	return ok
}

// definite reports whether a phrase means somebody known: "the minister", "his lawyer", "Berg's wife", "Minister", not "a minister".
func (r *resolver) definite(h headed) bool {
	lead := r.low(h.from)
	if definites[lead] {
		return true
	}
	return r.word(h.from).capital && lead != "a" && lead != "an" && lead != "one" && lead != "some" && lead != "another" && r.word(h.from).paragraph > 0
}

// tie is how many words may stand between a name and whose wife, lawyer or spokesman its bearer is.
const tie = 10

// tied reports whether two entities are named near each other somewhere: "Lund's lawyer, Ada Berg".
func (r *resolver) tied(e, owner int) bool {
	for n, m := range r.mentions[:min(len(r.mentions), 2*farBack)] { // where people are introduced
		if m.entity != e || m.form != rapporteur.Proper {
			continue
		}
		for k := n - 1; k >= 0 && r.mentions[k].from > m.from-tie; k-- {
			if r.mentions[k].entity == owner {
				return true
			}
		}
		for k := n + 1; k < len(r.mentions) && r.mentions[k].from < m.to+tie; k++ {
			if r.mentions[k].entity == owner {
				return true
			}
		}
	}
	return false
}

// suits scores whether a holder of a role is whom a phrase with that noun means, by what the phrase says more: 1 where it says nothing, 0
// or less where party or place are at odds.
func (r *resolver) suits(h headed, e int) float64 {
	s := 1.0
	if (r.low(h.from) == "former" || r.low(h.from+1) == "former") && !r.owned(h) && !r.former(e, sameOffice(r.low(h.noun))) {
		return 0
	}
	if party := r.partyIn(h.from, h.noun+1); party != "" {
		switch p := r.partyOf(e); p {
		case party:
			s += 2
		case "":
		default:
			return 0
		}
	}
	said, met := 0, 0
	for k := h.from; k < h.noun; k++ {
		if w := r.word(k); w.capital && w.letters && k > h.from || w.capital && !definites[w.low] && w.letters {
			said++
			if r.roleHas(e, w.low) {
				met++
			}
		}
	}
	if said > 0 && met == 0 {
		s -= 0.6
	}
	return s + float64(met)
}

// owned reports whether a phrase has an owner in it: "the former minister's lawyer" was never said to be no lawyer.
func (r *resolver) owned(h headed) bool {
	for k := h.from; k < h.noun; k++ {
		if w := r.low(k); w == "'s" || w == "'" {
			return true
		}
	}
	return false
}

// former reports whether an entity is said to have held an office, or not known to hold it now.
func (r *resolver) former(e int, office string) bool {
	held := false
	for _, role := range r.doc.Entities[e].Roles {
		if sameOffice(r.roleHead(role.Span)) != office {
			continue
		}
		from := r.wordAt(role.Start)
		for k := from - 1; k >= max(0, from-3); k-- {
			if w := r.low(k); w == "former" || w == "ex" || w == "then" || w == "ex-" {
				return true
			}
		}
		held = true
	}
	return !held
}

// roleHas reports whether a role printed of an entity holds a word.
func (r *resolver) roleHas(e int, word string) bool {
	for _, role := range r.doc.Entities[e].Roles {
		if strings.Contains(strings.ToLower(role.Of(r.text)), word) {
			return true
		}
	}
	return false
}

// openingParagraphs is how many paragraphs of an article may speak of somebody whom it names only later.
const openingParagraphs = 2

// namedLater resolves a phrase of the headline or the opening to the only holder of its role who is named after it.
func (r *resolver) namedLater(h headed, src within, holders []int) (mention, bool) {
	if r.word(src.from).paragraph > openingParagraphs || vague[r.low(h.noun)] {
		return mention{}, false
	}
	for n := min(r.before(src.from), farBack) - 1; n >= 0; n-- {
		if among(holders, r.mentions[n].entity) && r.word(r.mentions[n].from).paragraph > 0 {
			return mention{}, false // known by name already: this is another one
		}
	}
	return r.next(src.to, 60, holders, h)
}

// vague are nouns of whom news leaves unnamed even where it names others of them.
var vague = set("official officials source aide adviser analyst expert voter supporter critic reporter lawmaker member ally strategist user group person man woman")

// next is the first mention, of so many behind a word, of a holder whom the phrase suits.
func (r *resolver) next(at, reach int, holders []int, h headed) (mention, bool) {
	first := r.before(at)
	for n := first; n < len(r.mentions) && n < first+reach; n++ {
		if m := r.mentions[n]; m.form == rapporteur.Proper && among(holders, m.entity) && r.suits(h, m.entity) > 0 {
			return m, true
		}
	}
	return mention{}, false
}

// institution resolves "the commission" to the body, spoken of before, whose name has the noun.
func (r *resolver) institution(h headed, src within) (mention, bool) {
	noun := r.low(h.noun)
	if lead := r.low(h.from); !institutions[noun] || lead != "the" && lead != "this" {
		return mention{}, false
	}
	first := r.before(src.from) - 1
	for n := first; n >= 0 && n > first-farBack; n-- {
		m := r.mentions[n]
		if m.form != rapporteur.Proper || r.doc.Entities[m.entity].Kind != rapporteur.Organisation {
			continue
		}
		if r.kindred(noun, m.entity) {
			return m, true
		}
	}
	return mention{}, false
}

var institutions = set("commission committee court agency department council ministry union institute bureau board association foundation university party bank parliament assembly senate federation coalition alliance center centre")
