package attributions

import (
	"slices"
	"strings"

	"rapporteur"
	"rapporteur/reading/names"
)

// mention is one mention of an entity, in words.
type mention struct {
	within
	form   rapporteur.Form
	entity int
}

// speaker is who a source turned out to be.
type speaker struct {
	entities []int
	name     string
	class    rapporteur.SpeakerClass
	why      []rapporteur.Reason
}

// resolver finds the speakers of statements, in the order of the text.
type resolver struct {
	*article
	found    []rapporteur.Attribution
	mentions []mention        // in order; of those that begin together, the longest first
	done     []bool           // the speaker of statement i is set
	latest   map[string]span  // the campaign, team or administration named last, by that noun
	carried  map[string]maker // whose the ad, poll or statement named last was, by that noun
	byHead   map[string][]int
	party    map[int]string // of a person, once asked for
	full     map[int]within // an entity's first mention by its fullest name
	letters  []mention      // who signs what stands above, once asked for
	rulesAt  []int          // where the lines stand that part a digest
}

// span is where a body without an entity of its own was named, and by which name.
type span struct {
	rapporteur.Span
	name string
}

// speakers resolves the sources of all statements. Words of a speaker about himself, inside his own quotation, come last, when the
// quotation's speaker is known.
func (a *article) speakers(found []rapporteur.Attribution) {
	r := &resolver{article: a, found: found, done: make([]bool, len(found)), latest: map[string]span{}, carried: map[string]maker{}, byHead: map[string][]int{}, full: map[int]within{}, party: map[int]string{}, rulesAt: a.partRules()}
	r.index()
	part := 0
	for i := range found {
		if p := r.partAt(start(&found[i])); p != part { // another part of a digest has its own campaign and poll
			part = p
			clear(r.latest)
			clear(r.carried)
		}
		if !r.selfish(i) {
			r.set(i, r.resolve(i))
		}
	}
	for i := range found {
		if !r.done[i] {
			r.set(i, r.resolve(i))
		}
	}
	for i := range found {
		r.behalf(&found[i])
	}
}

func (r *resolver) set(i int, s speaker) {
	x := &r.found[i]
	x.Speakers, x.SpeakerName, x.SpeakerClass, x.Why = s.entities, s.name, s.class, s.why
	r.done[i] = true
}

// index lists the mentions in order, and the entities by the nouns of their roles.
func (r *resolver) index() {
	for e := range r.doc.Entities {
		for _, m := range r.doc.Entities[e].Mentions {
			if w := (within{r.wordAt(m.Start), r.wordAt(m.End - 1)}); m.Start < m.End && w.from < r.size() {
				r.mentions = append(r.mentions, mention{within{w.from, w.to + 1}, m.Form, e})
				r.holds(e, titleNouns[r.low(w.from-1)])
				if r.doc.Entities[e].Kind == rapporteur.Person {
					r.holds(e, r.kinship(w))
				}
			}
		}
		for _, role := range r.doc.Entities[e].Roles {
			r.holds(e, r.roleHead(role.Span))
		}
	}
	slices.SortFunc(r.mentions, func(x, y mention) int {
		if x.from != y.from {
			return x.from - y.from
		}
		return y.to - x.to
	})
}

// partAt is how many lines of strokes or stars, which part a digest, stand before a byte offset.
func (r *resolver) partAt(at int) int {
	n, _ := slices.BinarySearch(r.rulesAt, at)
	return n
}

// partRules are the byte offsets of the lines that part a digest: "___".
func (a *article) partRules() []int {
	var out []int
	for i := range a.size() {
		if w := a.word(i).low; len(w) > 2 && (strings.Trim(w, "_") == "" || strings.Trim(w, "*") == "") && (i == 0 || a.word(i-1).paragraph != a.word(i).paragraph) {
			out = append(out, a.word(i).Start)
		}
	}
	return out
}

// kinship is the noun of kin beside a name: "his wife, Ada Lund", "Ada Lund, his wife"; "" where there is none.
func (r *resolver) kinship(w within) string {
	k := w.from - 1
	if r.low(k) == "," {
		k--
	}
	if kin[r.low(k)] {
		return r.low(k)
	}
	next := w.to + 2
	if r.low(next-1) != "," {
		return ""
	}
	if definites[r.low(next)] {
		next++
	}
	if after := r.low(next + 1); kin[r.low(next)] && (after == "," || after == "." || after == "of" || after == "who") {
		return r.low(next)
	}
	return ""
}

var kin = set("wife husband son daughter brother sister father mother widow widower nephew niece cousin uncle aunt grandson granddaughter ex-wife ex-husband")

// holds notes that an entity can be called by a noun.
func (r *resolver) holds(e int, noun string) {
	noun = sameOffice(noun)
	list := r.byHead[noun] // entities come one after the other
	if noun != "" && (len(list) == 0 || list[len(list)-1] != e) {
		r.byHead[noun] = append(list, e)
	}
}

// sameOffice brings together nouns that news exchange freely: sen. and senator, judge and justice.
func sameOffice(noun string) string {
	if full := titleNouns[noun]; full != "" {
		noun = full
	}
	if same := offices[noun]; same != "" {
		return same
	}
	return noun
}

var offices = groups("judge justice magistrate", "chairman chair chairwoman chairperson", "spokesman spokeswoman spokesperson", "lawyer attorney",
	"congressman congresswoman representative", "chief head boss")

// titleNouns are the nouns behind the titles before names.
var titleNouns = map[string]string{
	"sen.": "senator", "senator": "senator", "gov.": "governor", "governor": "governor", "rep.": "congressman", "president": "president",
	"mayor": "mayor", "judge": "judge", "justice": "justice", "commissioner": "commissioner", "chairman": "chairman", "chairwoman": "chairwoman",
	"chair": "chair", "director": "director", "spokesman": "spokesman", "spokeswoman": "spokeswoman", "sheriff": "sheriff", "speaker": "speaker",
	"treasurer": "treasurer", "representative": "representative", "chief": "chief", "leader": "leader", "manager": "manager", "strategist": "strategist",
	"attorney": "attorney", "lawyer": "lawyer", "candidate": "candidate", "nominee": "nominee", "adm.": "admiral", "admiral": "admiral", "gen.": "general", "chancellor": "chancellor", "minister": "minister",
	"secretary": "secretary", "ambassador": "ambassador", "prof.": "professor", "professor": "professor", "rev.": "pastor", "pastor": "pastor",
}

// roleHead is the noun of a role: "the EU's top diplomat for now" is a diplomat.
func (r *resolver) roleHead(s rapporteur.Span) string {
	head := ""
	for i := r.wordAt(s.Start); i < r.size() && r.word(i).Start < s.End; i++ {
		if w := r.low(i); prepositions[w] {
			break
		} else if r.word(i).letters && w != "'s" {
			head = w
		}
	}
	return head
}

// selfish reports whether the source is a first person inside a quotation.
func (r *resolver) selfish(i int) bool {
	src := r.found[i].Source
	if len(src) != 1 {
		return false
	}
	w := r.wordAt(src[0].Start)
	return w < r.size() && firstPerson[r.low(w)] && r.word(w).End >= src[0].End
}

var firstPerson = set("i me my mine myself we us our ours ourselves")

// longestSource bounds the words of a source that are looked at.
const longestSource = 100

func (r *resolver) resolve(i int) speaker {
	x := &r.found[i]
	if len(x.Source) == 0 {
		return speaker{class: rapporteur.SpeakerNone}
	}
	from := r.wordAt(x.Source[0].Start)
	to := from
	for to < r.size() && r.word(to).Start < x.Source[0].End {
		to++
	}
	src := within{from, min(to, from+longestSource)}
	for !src.empty() && (!r.word(src.to-1).letters && r.low(src.to-1) != ")" && r.low(src.to - 1)[0] != '@' && r.word(src.to-1).low != ".") {
		src.to--
	}
	if src.empty() {
		return speaker{class: rapporteur.SpeakerUnnamed}
	}
	if src.to-src.from == 1 || src.to-src.from == 2 && strings.HasPrefix(r.low(src.from+1), "'") {
		switch w := r.low(src.from); {
		case firstPerson[w]:
			return r.first(i, src.from)
		case singular[w] != names.Unknown:
			return r.heOrShe(i, src.from, singular[w])
		case w == "they" || w == "them" || w == "their" || w == "it" || w == "its":
			return r.theyOrIt(i, src.from)
		case w == "who" || w == "which" || w == "that" || w == "whom" || w == "whose":
			return r.relative(i, src.from)
		}
	}
	return r.phrase(i, src)
}

var singular = map[string]names.Gender{"he": names.Male, "him": names.Male, "his": names.Male, "she": names.Female, "her": names.Female, "hers": names.Female}

// first resolves I and we: inside a quotation its speaker, outside the author.
func (r *resolver) first(i, at int) speaker {
	src := r.found[i].Source[0]
	if r.word(at).quote == none || r.quotes[r.word(at).quote].Kind == Heading {
		if m, ok := r.signed(at); ok {
			return r.named([]mention{m}, src, "first person: whose name stands below")
		}
		return speaker{class: rapporteur.SpeakerAuthor, why: []rapporteur.Reason{{Span: src, To: src, Rule: "first person outside quotations: the author"}}}
	}
	for k := range r.near(i) {
		if k == i || !r.done[k] {
			continue
		}
		for _, c := range r.found[k].Content {
			if c.Contains(src) {
				return r.as(k, src, "first person in a quotation: its speaker")
			}
		}
	}
	return speaker{class: rapporteur.SpeakerUnnamed, why: []rapporteur.Reason{{Span: src, To: src, Rule: "first person in a quotation of nobody known"}}}
}

// near yields the statements around the i-th, nearest first.
func (r *resolver) near(i int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for d := 0; d <= 24; d++ {
			if i-d >= 0 && !yield(i-d) || d > 0 && i+d < len(r.found) && !yield(i+d) {
				return
			}
		}
	}
}

// maxWhy bounds how many steps of another statement's resolution are told again: the last ones, which end at the name.
const maxWhy = 4

// as gives a source the speaker of statement k.
func (r *resolver) as(k int, src rapporteur.Span, rule string) speaker {
	x := &r.found[k]
	to := src
	if len(x.Source) > 0 {
		to = x.Source[0]
	}
	why := x.Why
	if to != src {
		why = append([]rapporteur.Reason{{Span: src, To: to, Rule: rule}}, x.Why[max(0, len(x.Why)-maxWhy):]...)
	}
	return speaker{entities: x.Speakers, name: x.SpeakerName, class: x.SpeakerClass, why: why}
}

// named is a source that is these entities.
func (r *resolver) named(list []mention, src rapporteur.Span, rule string) speaker {
	s := speaker{class: rapporteur.SpeakerNamed}
	var all []string
	for _, m := range list {
		if slices.Contains(s.entities, m.entity) {
			continue
		}
		s.entities = append(s.entities, m.entity)
		all = append(all, r.doc.Entities[m.entity].Name)
		s.why = append(s.why, rapporteur.Reason{Span: src, To: r.span(m.from, m.to), Rule: rule})
		if full := r.fullest(m); full != m.within {
			s.why = append(s.why, rapporteur.Reason{Span: r.span(m.from, m.to), To: r.span(full.from, full.to), Rule: "the fullest name"})
		}
	}
	s.name = strings.Join(all, "; ")
	if len(s.entities) > 1 {
		s.class = rapporteur.SpeakerSeveral
	}
	return s
}

// fullest is the first mention of the entity by its fullest name, else the mention itself.
func (r *resolver) fullest(m mention) within {
	full, ok := r.full[m.entity]
	if !ok {
		e := &r.doc.Entities[m.entity]
		i := slices.IndexFunc(e.Mentions, func(o rapporteur.Mention) bool { return o.Form == rapporteur.Proper && o.Of(r.text) == e.Name })
		if i >= 0 {
			full = within{r.wordAt(e.Mentions[i].Start), r.wordAt(e.Mentions[i].End-1) + 1}
		}
		r.full[m.entity] = full
	}
	if full.empty() {
		return m.within
	}
	return full
}

// before is the number of mentions that begin before word w.
func (r *resolver) before(w int) int {
	n, _ := slices.BinarySearchFunc(r.mentions, w, func(m mention, w int) int {
		if m.from < w {
			return -1
		}
		return 1
	})
	return n
}

// behalf sets whose position is reported: "reiterated the EU's position that ...", "on behalf of the bloc".
func (r *resolver) behalf(x *rapporteur.Attribution) {
	if len(x.Content) == 0 || len(x.Cue) == 0 {
		return
	}
	from := r.wordAt(x.Cue[0].Start)
	to := min(from+12, r.size())
	for n := r.before(from); n < len(r.mentions) && r.mentions[n].from < to; n++ {
		m := r.mentions[n]
		if m.form != rapporteur.Proper && m.form != rapporteur.Nominal || slices.Contains(x.Speakers, m.entity) {
			continue
		}
		next := m.to
		if r.low(next) == "'s" || r.low(next) == "'" {
			for next++; next < to && next < m.to+3 && !positions[r.low(next)]; next++ {
			}
			if positions[r.low(next)] && r.word(m.from).sentence == r.word(from).sentence {
				x.Behalf = m.entity
				return
			}
		}
		if k := m.from; k >= 2 && r.low(k-1) == "of" && r.low(k-2) == "behalf" || k >= 3 && r.low(k-1) == "the" && r.low(k-2) == "of" && r.low(k-3) == "behalf" {
			x.Behalf = m.entity
			return
		}
	}
}

var positions = set("position positions stance view views line policy call calls commitment support opposition concern concerns demand demands message rejection")
