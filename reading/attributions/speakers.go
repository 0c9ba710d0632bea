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
	mentions []mention          // in order; of those that begin together, the longest first
	done     []bool             // the speaker of statement i is set
	latest   map[string]span    // the campaign, team or administration named last, by that noun
	carried  map[string]mention // whose the ad, poll or statement named last was, by that noun
	byHead   map[string][]int
	party    map[int]string // of a person, once asked for
	full     map[int]within // an entity's first mention by its fullest name
}

// span is where a body without an entity of its own was named, and by which name.
type span struct {
	rapporteur.Span
	name string
}

// speakers resolves the sources of all statements. Words of a speaker about himself, inside his own quotation, come last, when the
// quotation's speaker is known.
func (a *article) speakers(found []rapporteur.Attribution) {
	r := &resolver{article: a, found: found, done: make([]bool, len(found)), latest: map[string]span{}, carried: map[string]mention{}, byHead: map[string][]int{}, full: map[int]within{}, party: map[int]string{}}
	r.index()
	for i := range found {
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
			if w := (within{r.wordAt(m.Start), r.wordAt(m.End - 1)}); m.Start < m.End && w.from < len(r.words) {
				r.mentions = append(r.mentions, mention{within{w.from, w.to + 1}, m.Form, e})
				r.holds(e, titleNouns[r.low(w.from-1)])
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

// holds notes that an entity can be called by a noun.
func (r *resolver) holds(e int, noun string) {
	if full := titleNouns[noun]; full != "" {
		noun = full
	}
	list := r.byHead[noun] // entities come one after the other
	if noun != "" && (len(list) == 0 || list[len(list)-1] != e) {
		r.byHead[noun] = append(list, e)
	}
}

// titleNouns are the nouns behind the titles before names.
var titleNouns = map[string]string{
	"sen.": "senator", "senator": "senator", "gov.": "governor", "governor": "governor", "rep.": "congressman", "president": "president",
	"mayor": "mayor", "judge": "judge", "justice": "justice", "gen.": "general", "chancellor": "chancellor", "minister": "minister",
	"secretary": "secretary", "ambassador": "ambassador", "prof.": "professor", "professor": "professor", "rev.": "pastor", "pastor": "pastor",
}

// roleHead is the noun of a role: "the EU's top diplomat for now" is a diplomat.
func (r *resolver) roleHead(s rapporteur.Span) string {
	head := ""
	for i := r.wordAt(s.Start); i < len(r.words) && r.words[i].Start < s.End; i++ {
		if w := r.low(i); prepositions[w] {
			break
		} else if r.words[i].letters && w != "'s" {
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
	return w < len(r.words) && firstPerson[r.low(w)] && r.words[w].End >= src[0].End
}

var firstPerson = set("i me my mine myself we us our ours ourselves")

func (r *resolver) resolve(i int) speaker {
	x := &r.found[i]
	if len(x.Source) == 0 {
		return speaker{class: rapporteur.SpeakerNone}
	}
	from := r.wordAt(x.Source[0].Start)
	to := from
	for to < len(r.words) && r.words[to].Start < x.Source[0].End {
		to++
	}
	src := within{from, to}
	for !src.empty() && (!r.words[src.to-1].letters && r.low(src.to-1) != ")" && r.words[src.to-1].low != ".") {
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
	if r.words[at].quote == none || r.quotes[r.words[at].quote].Kind == Heading {
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
	if w, ok := r.full[m.entity]; ok {
		return w
	}
	e := &r.doc.Entities[m.entity]
	w := m.within
	for _, o := range e.Mentions {
		if o.Form == rapporteur.Proper && o.Of(r.text) == e.Name {
			w = within{r.wordAt(o.Start), r.wordAt(o.End-1) + 1}
			r.full[m.entity] = w
			break
		}
	}
	return w
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

// lookBack bounds how many mentions back the antecedent of a pronoun may stand, farBack that of a noun.
const (
	lookBack = 48
	farBack  = 400
)

// heOrShe weighs the people mentioned before: who spoke last, who is near, who is the subject of a sentence; hardly somebody the
// content itself speaks of.
func (r *resolver) heOrShe(i, at int, g names.Gender) speaker {
	src := r.found[i].Source[0]
	best, score := mention{}, -4.0
	spoke, spokeBefore := r.lastPerson(i, g)
	first := r.before(at)
	for n := first - 1; n >= 0 && n >= first-lookBack; n-- {
		m := r.mentions[n]
		if r.doc.Entities[m.entity].Kind != rapporteur.Person || m.form == rapporteur.Pronoun {
			continue
		}
		s := r.fits(i, at, m, g)
		switch m.entity {
		case spoke:
			s += 1.6
		case spokeBefore:
			s += 0.5
		}
		if s > score {
			best, score = m, s
		}
	}
	if m, ok := r.linked(at); ok && r.doc.Entities[m.entity].Kind == rapporteur.Person && score < 1.4 && (score <= -4 || best.entity != m.entity) {
		if g2 := r.genderOf(m.entity); g2 == g && r.fits(i, at, m, g)+1.2 > score {
			best, score = m, 0
		}
	}
	if score > -4 {
		rule := "pronoun: the nearest person it fits"
		if best.entity == spoke {
			rule = "pronoun: the last person who spoke"
		}
		return r.named([]mention{best}, src, rule)
	}
	for k := i - 1; k >= 0 && k >= i-3; k-- { // somebody without a name: "a minister said ..., he added"
		if x := &r.found[k]; r.done[k] && x.SpeakerClass == rapporteur.SpeakerUnnamed && len(x.Source) > 0 {
			return r.as(k, src, "pronoun: the last source, unnamed")
		}
	}
	return speaker{class: rapporteur.SpeakerUnnamed, why: []rapporteur.Reason{{Span: src, To: src, Rule: "pronoun: nobody before it fits"}}}
}

// fits scores a mention as the antecedent of he or she at a word.
func (r *resolver) fits(i, at int, m mention, g names.Gender) float64 {
	have := r.genderOf(m.entity)
	if have != names.Unknown && have != g {
		return -9
	}
	s := 0.0
	if have == names.Unknown {
		s -= 0.6
	}
	s -= 0.45 * float64(min(6, r.words[at].sentence-r.words[m.from].sentence))
	s -= 0.25 * float64(min(6, r.words[at].paragraph-r.words[m.from].paragraph))
	here := r.span(m.from, m.to)
	for _, c := range r.found[i].Content {
		if c.Contains(here) {
			s -= 2.2
		}
	}
	if q := r.words[m.from].quote; q != none && r.quotes[q].Kind == Speech {
		s -= 1.0
	}
	from, _ := r.sentenceOf(m.from)
	if r.leads(m, from) {
		s += 0.8
	}
	if next := r.low(m.to); next == "'s" || next == "'" {
		s -= 0.5
	}
	if prepositions[r.low(m.from-1)] {
		s -= 0.4
	}
	return s
}

// leads reports whether a mention is the first of a person in its sentence.
func (r *resolver) leads(m mention, from int) bool {
	for n := r.before(m.from) - 1; n >= 0 && r.mentions[n].from >= from; n-- {
		if r.doc.Entities[r.mentions[n].entity].Kind == rapporteur.Person && r.mentions[n].entity != m.entity {
			return false
		}
	}
	return true
}

// lastPerson gives the people who spoke last and last but one before statement i, None where none fits the gender (any, if it is Unknown).
func (r *resolver) lastPerson(i int, g names.Gender) (last, before int) {
	last, before = none, none
	at := start(&r.found[i])
	for k := i - 1; k >= 0 && k >= i-6; k-- {
		x := &r.found[k]
		if !r.done[k] || len(x.Speakers) != 1 || len(x.Source) == 0 || x.Source[0].Start > at {
			continue
		}
		e := x.Speakers[0]
		if r.doc.Entities[e].Kind != rapporteur.Person {
			continue
		}
		if have := r.genderOf(e); g != names.Unknown && have != g && have != names.Unknown {
			continue
		}
		if last == none {
			last = e
		} else if e != last {
			return last, e
		}
	}
	return last, before
}

// linked is the mention that the names give for the very word.
func (r *resolver) linked(at int) (mention, bool) {
	for n := r.before(at); n < len(r.mentions) && r.mentions[n].from == at; n++ {
		if m := r.mentions[n]; m.to == at+1 {
			return r.proper(m), true
		}
	}
	return mention{}, false
}

// proper is the nearest proper mention of the entity at or before a mention, so that Why shows a name.
func (r *resolver) proper(m mention) mention {
	if m.form == rapporteur.Proper {
		return m
	}
	first := r.before(m.from) - 1
	for n := first; n >= 0 && n > first-farBack; n-- {
		if o := r.mentions[n]; o.entity == m.entity && o.form == rapporteur.Proper {
			return o
		}
	}
	return m
}

// theyOrIt resolves to a body or a group: what the names say, else the last source of that kind.
func (r *resolver) theyOrIt(i, at int) speaker {
	src := r.found[i].Source[0]
	plural := r.low(at)[0] == 't'
	if m, ok := r.linked(at); ok && (plural || r.doc.Entities[m.entity].Kind != rapporteur.Person) {
		return r.named([]mention{m}, src, "pronoun: what it refers to")
	}
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		x := &r.found[k]
		if !r.done[k] || len(x.Source) == 0 || r.words[at].paragraph-r.words[r.wordAt(x.Source[0].Start)].paragraph > 1 {
			continue
		}
		switch x.SpeakerClass {
		case rapporteur.SpeakerSeveral, rapporteur.SpeakerUnnamed:
			if plural {
				return r.as(k, src, "pronoun: the last group that spoke")
			}
		case rapporteur.SpeakerNamed:
			if len(x.Speakers) == 0 || r.doc.Entities[x.Speakers[0]].Kind != rapporteur.Person {
				return r.as(k, src, "pronoun: the last body that spoke")
			}
		}
	}
	return speaker{class: rapporteur.SpeakerUnnamed, why: []rapporteur.Reason{{Span: src, To: src, Rule: "pronoun of nobody named"}}}
}

// relative resolves who and which to the noun phrase before it.
func (r *resolver) relative(i, at int) speaker {
	src := r.found[i].Source[0]
	end := at
	for end > 0 && (r.low(end-1) == "," || r.low(end-1) == ")" || prepositions[r.low(end-1)] && end == at) {
		if r.low(end-1) == ")" {
			for k := end - 1; k > 0 && k > end-10; k-- {
				if r.low(k) == "(" {
					end = k + 1
					break
				}
			}
		}
		end--
	}
	for n := r.before(end) - 1; n >= 0 && n >= r.before(end)-6; n-- {
		m := r.mentions[n]
		if m.to == end && m.form != rapporteur.Pronoun {
			if m.form == rapporteur.Proper && r.part(m) {
				break
			}
			return r.named([]mention{r.proper(m)}, src, "relative pronoun: the name before it")
		}
	}
	from, _ := r.sentenceOf(at)
	if end > from && r.words[end-1].letters {
		region := (&finder{article: r.article}).tail(within{max(from, end-8), end})
		if !region.empty() {
			s := r.phrase(i, region)
			s.why = append([]rapporteur.Reason{{Span: src, To: r.span(region.from, region.to), Rule: "relative pronoun: the phrase before it"}}, s.why...)
			return s
		}
	}
	return speaker{class: rapporteur.SpeakerUnnamed, why: []rapporteur.Reason{{Span: src, To: src, Rule: "relative pronoun of nobody named"}}}
}

// part reports whether a name only belongs to a noun phrase: "officials in Brussels, who".
func (r *resolver) part(m mention) bool {
	return m.from > 0 && prepositions[r.low(m.from-1)] && r.low(m.from-1) != "like" && r.low(m.from-1) != "including" && r.doc.Entities[m.entity].Kind != rapporteur.Person
}

// behalf sets whose position is reported: "reiterated the EU's position that ...", "on behalf of the bloc".
func (r *resolver) behalf(x *rapporteur.Attribution) {
	if len(x.Content) == 0 || len(x.Cue) == 0 {
		return
	}
	from := r.wordAt(x.Cue[0].Start)
	to := min(from+12, len(r.words))
	for n := r.before(from); n < len(r.mentions) && r.mentions[n].from < to; n++ {
		m := r.mentions[n]
		if m.form != rapporteur.Proper && m.form != rapporteur.Nominal || slices.Contains(x.Speakers, m.entity) {
			continue
		}
		next := m.to
		if r.low(next) == "'s" || r.low(next) == "'" {
			for next++; next < to && next < m.to+3 && !positions[r.low(next)]; next++ {
			}
			if positions[r.low(next)] && r.words[m.from].sentence == r.words[from].sentence {
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
