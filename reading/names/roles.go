package names

import (
	"strings"

	"rapporteur"
)

// Roles are read from four constructions: before the name ("EU Defense Commissioner Andrius Kubilius"), behind it between commas
// ("Andrius Kubilius, the EU's defence commissioner,"), before it between commas ("The EU's top diplomat, Kaja Kallas,"), and
// "is the". A role is a noun phrase whose head stands in the table of roles. The determiner and "former" are left out of its span.

// longestRole bounds the words of a role, so that a sentence without commas is not swallowed.
const longestRole = 16

// roleFound is a role before it is filed: words from..to, its head, and where the whole phrase with its determiner begins.
type roleFound struct {
	from, to, head int
	phrase         int // first word of the phrase, determiner included
	former         bool
	apart          bool // a phrase of its own, so a mention: not glued to the name
}

func (l *linker) findRoles() {
	for i := range l.ents {
		if l.ents[i].kind != Person {
			continue
		}
		for _, m := range l.ents[i].mentions {
			l.tie(i, m)
			if r, ok := l.prenominal(m); ok {
				l.addRole(i, r)
			}
			for _, find := range [...]func(mention) (roleFound, bool){l.appositive, l.introduced, l.copular} {
				if r, ok := find(m); ok {
					l.addRole(i, r)
					break
				}
			}
		}
	}
}

// tie notes the body or country that a person is printed as belonging to: "EU's Kallas".
func (l *linker) tie(i int, m mention) {
	k := m.from - 1
	if k < 1 || l.word(k).fold != "'s" && l.word(k).fold != "’s" {
		return
	}
	if o := l.endingAt(k); o >= 0 && l.ents[o].kind != Person && len(l.ents[i].ties) < crowd {
		l.ents[i].ties = append(l.ents[i].ties, o)
	}
}

// endingAt returns the entity whose proper mention ends just before word k, -1 where none does.
func (l *linker) endingAt(k int) int {
	if k > 0 && l.claimOn(k-1).ent >= 0 && l.claimOn(k-1).to == k {
		return l.claimOn(k - 1).ent
	}
	return -1
}

// prenominal reads the title in front of a name.
func (l *linker) prenominal(m mention) (roleFound, bool) {
	s := l.sents[l.word(m.from).sent]
	h := m.from - 1
	if h > s.from && l.word(h).class&honorific != 0 && !l.office(l.word(h)) {
		h-- // "Undersecretary Mr. Berg"
	}
	if h < s.from {
		return roleFound{}, false
	}
	head := l.headBackwards(h, s.from)
	if head < 0 {
		head = l.headOfBody(h, s.from)
	}
	if head < 0 {
		return roleFound{}, false
	}
	from := head
	if from-2 >= s.from && l.word(from-1).text == "-" && l.word(from-1).glued {
		from -= 2 // "co-founder"
	}
	for from > s.from && m.from-from < longestRole && l.leftOfRole(from-1, s.from) {
		from--
	}
	return l.trimmed(roleFound{from: from, to: h + 1, head: head, phrase: from})
}

// headOfBody returns the role noun before the body that its holder's name follows, -1 where there is none: "CEO of the Refugee Council
// Enver Solomon", "ambassador to the United States Hamdullah Mohib". The body may be part of another.
func (l *linker) headOfBody(h, start int) int {
	for range 3 {
		o := l.endingAt(h + 1)
		if o < 0 || l.ents[o].kind == Person {
			return -1
		}
		k := l.claimOn(h).from - 1
		for k > start && (l.word(k).fold == "the" || l.word(k).class&(roleOf|roleBefore) != 0) {
			k--
		}
		if k <= start || l.word(k).fold != "of" && l.word(k).fold != "to" && l.word(k).fold != "at" && l.word(k).fold != "for" {
			return -1
		}
		if head := l.headBackwards(k-1, start); head >= 0 {
			return head
		}
		h = k - 1
	}
	return -1
}

// headBackwards returns the role noun that ends at word h, or whose complement does ("Secretary of State"), -1 where there is none.
func (l *linker) headBackwards(h, start int) int {
	w := l.word(h)
	switch {
	case l.office(w):
		return h
	case w.class&roleTail != 0 && h > start && l.word(h-1).class&role != 0:
		return h - 1
	case w.class&roleTail != 0 && h-1 > start && l.hyphenAt(h-1) && l.word(h-2).class&role != 0:
		return h - 2
	}
	for k := h; k > start && k > h-6 && (l.word(k).class&roleOf != 0 || l.word(k).fold == "and"); k-- {
		if l.word(k-1).fold == "of" && k-2 >= start && l.word(k-2).class&role != 0 {
			return k - 2
		}
	}
	return -1
}

// office reports whether a word is a role noun or the short form of one ("Sen.", "Gov."), but no plain honorific ("Mr.").
func (l *linker) office(w *word) bool {
	return w.class&role != 0 || w.class&honorificB != 0 && w.upper && offices[strings.TrimSuffix(w.fold, ".")]
}

var offices = map[string]bool{
	"sen": true, "rep": true, "gov": true, "gen": true, "col": true, "capt": true, "lt": true, "maj": true, "adm": true, "sgt": true, "cmdr": true,
	"pres": true, "del": true, "amb": true, "rev": true, "prof": true, "det": true, "supt": true, "brig": true, "msgr": true,
}

// leftOfRole reports whether word k belongs to the title that begins after it.
func (l *linker) leftOfRole(k, start int) bool {
	w := l.word(k)
	switch {
	case l.holder(k) >= 0:
		return l.ents[l.holder(k)].kind != Person
	case w.class&honorific != 0 && !l.office(w):
		return false
	case w.class&(role|roleBefore|roleTail) != 0:
		return true
	case w.text == "-":
		return w.glued
	case w.fold == "'s" || w.fold == "’s":
		o := l.endingAt(k)
		return o >= 0 && l.ents[o].kind != Person
	case w.fold == "and" || w.fold == "of":
		return k > start && l.word(k-1).class&(role|roleTail) != 0
	case w.upper && w.class&(never|function) == 0 && !w.digit:
		return !w.first || l.phrase(k) != nil
	case w.punct || w.class&(function|say|particle) != 0 || w.upper:
		return false
	}
	return k > start && l.nounModifier(k, start)
}

// nounModifier lets a lower-case word into a title when a determiner stands before it ("the wildlife expert Ada Lund").
func (l *linker) nounModifier(k, start int) bool {
	for j := k - 1; j >= start && j >= k-2; j-- {
		switch f := l.word(j).fold; {
		case f == "the" || f == "a" || f == "an" || f == "'s":
			return true
		case l.word(j).punct || l.word(j).class&function != 0:
			return false
		}
	}
	return false
}

// holder returns the entity that has a proper mention over word k, -1 where none has.
func (l *linker) holder(k int) int {
	if k >= len(l.claimed) {
		return -1
	}
	return l.claimOn(k).ent
}

// trimmed leaves out "former" and the like at the front, and refuses what has no head left.
func (l *linker) trimmed(r roleFound) (roleFound, bool) {
	for r.from < r.head {
		switch w := l.word(r.from); {
		case w.fold == "former" || w.fold == "ex" || w.fold == "onetime" || w.fold == "ex-":
			r.former = true
		case w.fold == "then" || w.punct || w.class&function != 0 && !w.upper || w.fold == "late" || w.fold == "and" || w.fold == "'s":
		default:
			return r, r.to > r.head
		}
		r.from++
	}
	return r, r.to > r.head
}

// appositive reads "Andrius Kubilius, the EU's defence commissioner,".
func (l *linker) appositive(m mention) (roleFound, bool) {
	s := l.sents[l.word(m.from).sent]
	k := m.to + 1
	if k >= s.to || l.word(m.to).text != "," {
		return roleFound{}, false
	}
	r, ok := l.nounPhrase(k, s.to)
	if !ok || r.to >= s.to || !closes(l.word(r.to)) || l.word(r.to).class&say != 0 && r.from != k {
		return roleFound{}, false // "by Berg, the minister said"
	}
	r.apart = true
	return l.trimmed(r)
}

func closes(w *word) bool {
	switch w.text {
	case ",", ".", ";", ")", "—", "–", "?", "!", "”", "\"":
		return true
	}
	return w.class&say != 0 || w.fold == "who" || w.fold == "whose" || w.fold == "and"
}

// nounPhrase reads a noun phrase with a role for its head from word k: determiner, modifiers, head, complements.
func (l *linker) nounPhrase(k, end int) (roleFound, bool) {
	r := roleFound{phrase: k, head: -1}
	if determiner[l.word(k).fold] {
		k++
	}
	r.from = k
	for ; k < end && k-r.from < 9 && l.modifies(k); k++ {
		if l.word(k).class&role != 0 {
			r.head = k
		}
	}
	if r.head < 0 {
		return r, false
	}
	if i := l.holder(r.head + 1); i >= 0 && l.ents[i].kind == Person {
		return r, false // "Berg, President Lund": a second person
	}
	r.to = l.complements(r.head+1, end)
	return r, true
}

var determiner = map[string]bool{"the": true, "a": true, "an": true, "his": true, "her": true, "its": true, "their": true, "our": true, "one": true}

// modifies reports whether word k may stand in a noun phrase before its last noun.
func (l *linker) modifies(k int) bool {
	w := l.word(k)
	switch {
	case w.fold == "'s" || w.fold == "’s" || w.text == "-" || w.text == "&":
		return true
	case w.punct || w.class&say != 0 && w.class&role == 0:
		return false
	case w.class&(role|roleBefore|roleTail) != 0:
		return true
	}
	return w.class&function == 0 || w.fold == "former" || w.fold == "first" || w.fold == "second" || w.fold == "last" || w.fold == "new" || w.fold == "old"
}

// complements reads on over "of the European Council", "at the Atlantic Institute in Oslo" and ends before a mark or a verb.
func (l *linker) complements(k, end int) int {
	start := k
	for k < end && k-start < longestRole {
		w := l.word(k)
		switch {
		case w.fold == "of" || w.fold == "for" || w.fold == "at" || w.fold == "in" || w.fold == "on" || w.fold == "to" || w.fold == "with" || w.fold == "from" || w.fold == "the" || w.fold == "and" && k+1 < end && l.word(k+1).class&(role|roleOf) != 0:
		case w.text == "-" || w.fold == "'s" || w.text == "&":
		case w.punct || w.class&function != 0 && w.fold != "new" || w.class&say != 0 && w.class&role == 0:
			return l.whole(start, k)
		}
		k++
	}
	return l.whole(start, k)
}

// whole leaves out small words at the end of complements: "curator of" is "curator".
func (l *linker) whole(start, k int) int {
	for k > start {
		switch l.word(k - 1).fold {
		case "of", "for", "at", "in", "on", "to", "with", "from", "the", "and":
			k--
		default:
			return k
		}
	}
	return k
}

// introduced reads "The EU's top diplomat, Kaja Kallas,".
func (l *linker) introduced(m mention) (roleFound, bool) {
	s := l.sents[l.word(m.from).sent]
	comma := m.from - 1
	if comma > s.from && l.word(comma).class&honorific != 0 && !l.office(l.word(comma)) {
		comma-- // "the prime minister, Mr. Berg"
	}
	if comma <= s.from || l.word(comma).text != "," || m.to >= s.to || !closes(l.word(m.to)) || l.word(m.to).fold == "and" {
		return roleFound{}, false
	}
	start := -1
	for k := comma - 1; k >= s.from && comma-k < longestRole; k-- {
		w := l.word(k)
		if w.fold == "the" || w.fold == "its" || w.fold == "his" || w.fold == "her" || w.fold == "their" || w.fold == "a" || w.fold == "an" {
			start = k
			break
		}
		if w.class&say != 0 && w.class&role == 0 && k+1 < comma && l.word(k+1).upper {
			start = k + 1 // "said Airbus president Tom Berg": no determiner
			break
		}
		if w.punct && w.text != "-" || w.class&say != 0 {
			if w.text == "," && k+1 < comma && l.word(k+1).upper {
				start = k + 1
			}
			break
		}
		if k == s.from && w.upper {
			start = k
		}
	}
	if start < 0 {
		return roleFound{}, false
	}
	// "the head of the agency": the determiner nearest the comma may belong to a complement.
	if start-2 > s.from && l.word(start-1).fold == "of" && l.word(start-2).class&role != 0 {
		for k := start - 2; k >= s.from && start-k < 8; k-- {
			if determiner[l.word(k).fold] {
				start = k
				break
			}
		}
	}
	r, ok := l.nounPhrase(start, comma)
	if !ok || r.to != comma {
		return roleFound{}, false
	}
	r.apart = true
	return l.trimmed(r)
}

// copular reads "Kallas is the EU's top diplomat".
func (l *linker) copular(m mention) (roleFound, bool) {
	s := l.sents[l.word(m.from).sent]
	k := m.to
	if k+2 >= s.to {
		return roleFound{}, false
	}
	was := false
	switch l.word(k).fold {
	case "is", "became", "remains":
	case "was":
		was = true
	default:
		return roleFound{}, false
	}
	if f := l.word(k + 1).fold; f != "the" && f != "a" && f != "an" && l.word(k+1).class&(role|roleBefore) == 0 {
		return roleFound{}, false
	}
	r, ok := l.nounPhrase(k+1, s.to)
	if !ok || l.word(r.to-1).class&function != 0 {
		return roleFound{}, false
	}
	r.former = was && l.word(r.from).fold == "former"
	return l.trimmed(r)
}

// addRole files a role with the body and the country it names.
func (l *linker) addRole(i int, f roleFound) {
	if f.apart && !l.appose(i, f) {
		return
	}
	e := &l.ents[i]
	r := rapporteur.Role{Span: l.span(f.from, f.to), Former: f.former}
	for k := f.from; k < f.to; k++ {
		l.placeOfRole(&r, k, f.to)
	}
	head := l.word(f.head).fold
	e.votes.add(genderOfNoun(l.tables, head), 2)
	if relations[head] {
		return
	}
	for _, old := range e.roles {
		if strings.EqualFold(old.Of(l.src), r.Of(l.src)) {
			return
		}
	}
	if len(e.roles) < crowd {
		e.roles = append(e.roles, r)
		e.heads = append(e.heads, head)
	}
}

// appose makes a phrase in apposition a mention, unless it is somebody's already.
func (l *linker) appose(i int, f roleFound) bool {
	if c := l.claimOn(f.phrase); l.apposed[f.phrase] || c.ent >= 0 && c.from == f.phrase && c.to >= f.to {
		return false
	}
	for k := f.phrase; k < f.to; k++ {
		l.apposed[k] = true
	}
	l.ents[i].mentions = append(l.ents[i].mentions, l.mention(f.phrase, f.to, rapporteur.Nominal))
	return true
}

// relations are nouns that show that a name is a person's, but no office: they are not filed as roles.
var relations = map[string]bool{
	"rival": true, "opponent": true, "critic": true, "supporter": true, "fellow": true, "predecessor": true, "successor": true, "surrogate": true,
	"celebrity": true, "student": true,
}

// placeOfRole sets the body or the country of a role where word k begins a name of one.
func (l *linker) placeOfRole(r *rapporteur.Role, k, end int) {
	if o := l.opener(k); o >= 0 {
		n := l.claimOn(k).to
		switch e := &l.ents[o]; {
		case n > end:
		case e.kind == Organisation && l.nation(k, n, r):
		case e.kind == Organisation && r.Body.Empty():
			r.Body = l.span(k, n)
		case e.kind == Place && e.fact != nil && e.fact.sense == country && r.Country.Empty():
			r.Country = l.span(k, n)
		}
		return
	}
	if p := l.phrase(k); p != nil && k+len(p.words) <= end && l.holder(k) < 0 {
		switch {
		case p.fact.sense == body && r.Body.Empty():
			r.Body = l.span(k, k+len(p.words))
		case (p.fact.sense == demonym || p.fact.sense == country) && r.Country.Empty():
			r.Country = l.span(k, k+len(p.words))
		}
	}
}

// nation sets the country or the body of a role where what was taken for a body is that and what the office is for: "Canadian Defence
// Minister", "EU Defence Commissioner".
func (l *linker) nation(k, n int, r *rapporteur.Role) bool {
	p := l.phrase(k)
	if p == nil || p.fact.sense != demonym && p.fact.sense != country && p.fact.sense != body || k+len(p.words) >= n {
		return false
	}
	for i := k + len(p.words); i < n; i++ {
		if l.word(i).class&(roleBefore|roleOf) == 0 {
			return false
		}
	}
	of := &r.Country
	if p.fact.sense == body {
		of = &r.Body
	}
	if of.Empty() {
		*of = l.span(k, k+len(p.words))
	}
	return true
}

// span is the stretch of words from..to.
func (l *linker) span(from, to int) rapporteur.Span {
	return rapporteur.Span{Start: l.word(from).Start, End: l.word(to - 1).End}
}
