package names

import (
	"slices"
	"strings"

	"rapporteur"
)

// This file links nouns and pronouns to the entities they stand for. It goes through the text once, from the beginning, and keeps
// the entities that were spoken of last; each pronoun takes the one that fits best. What is not clear stays unlinked: "officials",
// "they" and "it" without a body that speaks are nobody the article names.

// pronoun is what a personal pronoun tells of whom it stands for.
type pronoun struct {
	gender     Gender
	neuter     bool // it
	object     bool // him, her
	possessive bool // his, her, its
	relative   bool // who, whose
}

var pronouns = map[string]pronoun{
	"he": {gender: Male}, "him": {gender: Male, object: true}, "his": {gender: Male, possessive: true}, "himself": {gender: Male, object: true},
	"she": {gender: Female}, "her": {gender: Female, object: true, possessive: true}, "hers": {gender: Female, object: true}, "herself": {gender: Female, object: true},
	"it": {neuter: true}, "its": {neuter: true, possessive: true},
	"who": {relative: true}, "which": {relative: true, neuter: true}, "whose": {relative: true, possessive: true}, "whom": {relative: true, object: true},
}

// reach is how many sentences back an antecedent may lie.
const reach = 8

// recent bounds how many earlier mentions of an entity are compared with a pronoun.
const recent = 6

// anaphor is a noun or pronoun to be linked, or a proper mention passed on the way.
type anaphor struct {
	mention
	ent     int     // known entity of a proper mention, else -1
	pronoun pronoun // of a pronoun
	head    string  // of a noun phrase
	subject bool
	listed  bool // after a comma or "and", with no verb behind it
	prep    bool // after a preposition
	owner   bool // followed by 's, or possessive itself
	place   int  // among all mentions
}

// active is an entity as the reader has it in mind.
type active struct {
	ent   int
	last  anaphor
	count int
	said  bool  // its last mention spoke: "Berg said"
	told  []int // its latest mentions, by their place among all
	head  bool  // the headline names it
}

type resolver struct {
	*linker
	mind []active               // most recent last
	odds func(i, j int) float64 // of mention j as what mention i refers to
}

func (l *linker) resolve() {
	r := &resolver{linker: l}
	var list []anaphor
	for k, place := 0, 0; k < l.size(); k += stretch {
		list = l.anaphors(list[:0], k, min(l.size(), k+stretch))
		if k == 0 {
			r.consult(list)
		}
		for i := range list {
			list[i].place = place
			r.link(&list[i])
			place++
		}
	}
}

// stretch is how many words are gone through at a time. Antecedents know no more than the first, the length of fifty articles.
const stretch = 1 << 16

// link finds out whom a mention stands for, and keeps him in mind.
func (r *resolver) link(a *anaphor) {
	if a.ent < 0 {
		a.ent = r.antecedent(a)
		if a.ent < 0 {
			return
		}
		r.adopt(a)
	}
	r.remember(a)
}

// consult asks the caller's Antecedents about the mentions of the first stretch.
func (r *resolver) consult(list []anaphor) {
	if r.prefer == nil {
		return
	}
	mentions := make([]rapporteur.Mention, len(list))
	for i := range list {
		mentions[i] = rapporteur.Mention{Span: list[i].Span, Form: list[i].form}
	}
	r.odds = r.prefer(mentions)
	r.prefer = nil // it may hold much
}

// adopt files a noun or pronoun with its entity. A phrase that names a body or a country is a role too: "The EU's top diplomat".
func (l *linker) adopt(a *anaphor) {
	e := &l.ents[a.ent]
	if e.kind == Person {
		e.votes.add(a.pronoun.gender, 0.5)
	}
	e.mentions = append(e.mentions, a.mention)
	if e.kind != Person || a.form != rapporteur.Nominal || len(e.roles) > 0 {
		return
	}
	for k := a.from; k < a.to; k++ {
		if l.opener(k) >= 0 {
			from := a.from
			if determiner[l.word(from).fold] {
				from++
			}
			l.addRole(a.ent, roleFound{from: from, to: a.to, head: a.to - 1, phrase: a.from})
			return
		}
	}
}

// anaphors appends the mentions that begin in words from..to, in order: the proper ones with their entities, nouns and pronouns without.
// Appositions are left out: they add nothing that the name beside them does not.
func (l *linker) anaphors(out []anaphor, from, to int) []anaphor {
	if out == nil {
		out = make([]anaphor, 0, (to-from)/6)
	}
	for k := from; k < to; k++ {
		if c := l.claimOn(k); c.ent >= 0 {
			if c.from == k {
				out = append(out, l.describe(anaphor{mention: l.mention(k, c.to, rapporteur.Proper), ent: c.ent}))
				if a, ok := l.nominal(k); ok && a.to > c.to && !l.apposed[k] {
					out = append(out, l.describe(a))
				}
			}
			continue
		}
		w := l.word(k)
		if w.punct {
			continue
		}
		if p, ok := pronouns[w.fold]; ok {
			if !w.caps {
				out = append(out, l.describe(anaphor{mention: l.mention(k, k+1, rapporteur.Pronoun), ent: -1, pronoun: p}))
			}
			continue
		}
		if a, ok := l.nominal(k); ok && !l.apposed[k] {
			out = append(out, l.describe(a))
		}
	}
	return out
}

func (l *linker) mention(from, to int, form rapporteur.Form) mention {
	return mention{Span: l.span(from, to), form: form, from: from, to: to}
}

// describe tells a mention's place in its clause from the words around it.
func (l *linker) describe(a anaphor) anaphor {
	s := l.sents[l.word(a.from).sent]
	personal := a.pronoun != (pronoun{})
	a.owner = a.pronoun.possessive && !(a.pronoun.object && l.objective(a.to, s.to)) || a.to < s.to && l.word(a.to).fold == "'s"
	k := a.from - 1
	for k >= s.from && k > a.from-longestRole && (l.word(k).class&(honorific|role|roleBefore) != 0 || determiner[l.word(k).fold]) {
		k--
	}
	var before, after *word
	if k >= s.from {
		before = l.word(k)
	}
	if a.to < s.to {
		after = l.word(a.to)
	}
	a.prep = before != nil && prepositions[before.fold]
	a.listed = before != nil && (before.text == "," || before.fold == "and") && !(after != nil && l.verb(after))
	switch {
	case a.owner || a.pronoun.object:
	case personal:
		a.subject = true
	case after != nil && l.verb(after):
		a.subject = !a.prep || before.fold == "after" || before.fold == "before" || before.fold == "than"
	case before == nil:
		a.subject = true
	default:
		a.subject = !a.prep && (before.punct && before.text != "," && before.text != "-" || clauseOpens[before.fold] && before.fold != "and" && before.fold != "or")
	}
	return a
}

// verb reports whether a word looks like a finite verb.
func (l *linker) verb(w *word) bool {
	if w.punct || w.upper {
		return false
	}
	return w.class&say != 0 || auxiliary[w.fold] || strings.HasSuffix(w.fold, "ed") && len(w.fold) > 4
}

// auxiliary holds the verbs that don't end in -ed and open most predicates, with the adverbs that stand before one.
var auxiliary = map[string]bool{
	"is": true, "was": true, "has": true, "had": true, "will": true, "would": true, "could": true, "can": true, "may": true, "might": true, "must": true,
	"should": true, "did": true, "does": true, "do": true, "also": true, "never": true, "later": true, "then": true, "still": true, "now": true, "often": true,
	"became": true, "becomes": true, "began": true, "took": true, "takes": true, "gave": true, "gives": true, "made": true, "makes": true, "went": true,
	"goes": true, "came": true, "comes": true, "won": true, "wins": true, "lost": true, "left": true, "met": true, "meets": true, "ran": true, "runs": true,
	"wrote": true, "writes": true, "saw": true, "sees": true, "got": true, "gets": true, "held": true, "holds": true, "led": true, "leads": true,
	"found": true, "finds": true, "kept": true, "sent": true, "spent": true, "stood": true, "broke": true, "brought": true, "built": true, "bought": true,
	"grew": true, "knew": true, "knows": true, "wants": true, "rose": true, "sat": true, "spoke": true, "speaks": true, "put": true, "set": true,
	"arrives": true, "decides": true, "tries": true, "plays": true, "appears": true, "returns": true, "refuses": true, "seems": true, "finally": true,
	"felt": true, "fell": true, "drew": true, "died": true, "chose": true, "sought": true, "hopes": true, "plans": true, "faces": true, "wasn't": true, "hasn't": true,
}

// objective tells "saw her." from "her house": what follows an object is no noun.
func (l *linker) objective(k, end int) bool {
	return k >= end || l.word(k).punct || l.word(k).class&function != 0 && l.word(k).class&role == 0 && !numeral[l.word(k).fold]
}

var numeral = map[string]bool{"own": true, "first": true, "second": true, "last": true, "new": true, "old": true, "two": true, "three": true, "four": true, "many": true, "few": true, "good": true, "late": true, "long": true, "big": true, "small": true, "most": true, "more": true, "call": true, "work": true, "help": true, "use": true, "run": true, "show": true, "want": true, "next": true, "best": true}

var prepositions = map[string]bool{
	"of": true, "in": true, "for": true, "with": true, "to": true, "from": true, "by": true, "on": true, "at": true, "against": true, "about": true,
	"between": true, "into": true, "over": true, "under": true, "after": true, "before": true, "like": true, "than": true, "behind": true, "around": true,
	"toward": true, "towards": true, "via": true, "without": true, "including": true, "near": true, "through": true, "upon": true, "among": true,
}

var clauseOpens = map[string]bool{
	"and": true, "but": true, "that": true, "when": true, "while": true, "as": true, "because": true, "if": true, "although": true, "though": true,
	"where": true, "since": true, "until": true, "whether": true, "how": true, "why": true, "what": true, "which": true, "who": true, "so": true, "or": true,
	"once": true, "then": true, "also": true, "whom": true,
}

// nominal reads a definite noun phrase that begins at word k: "the minister", "the EU's top diplomat", "the company".
func (l *linker) nominal(k int) (anaphor, bool) {
	s := l.sents[l.word(k).sent]
	f := l.word(k).fold
	owned := l.phrase(k) != nil && l.word(k).class&function == 0
	if f != "the" && f != "this" && !owned {
		return anaphor{}, false
	}
	to := k + 1
	if owned {
		to = k + len(l.phrase(k).words)
	}
	head := ""
	for ; to < s.to && to-k < 9; to++ {
		w := l.word(to)
		if p := l.phrase(to); p != nil && p.fact.sense == demonym {
			to += len(p.words) - 1
			continue
		}
		if w.fold == "'s" && l.holder(to-1) >= 0 || w.text == "-" && w.glued && to+1 < s.to && l.word(to+1).class&role != 0 {
			continue
		}
		_, isHead := l.tables.nominal[w.fold]
		isHead = isHead || w.class&role != 0 || l.tables.bodies[w.fold] != ""
		if w.punct || w.fold == "'s" || w.upper && l.holder(to) < 0 && w.class&(role|roleBefore) == 0 || !isHead && w.class&(function|say) != 0 {
			break
		}
		if isHead {
			head = w.fold
		} else if head != "" && w.class&(roleBefore|roleTail) == 0 {
			break
		}
	}
	for to > k && l.word(to-1).fold != head {
		to--
	}
	if head == "" || to <= k+1 && !owned || to < s.to && l.word(to).class&(role|roleTail) != 0 || l.holder(to-1) >= 0 {
		return anaphor{}, false
	}
	if to < s.to && l.word(to).upper && !l.word(to).first {
		return anaphor{}, false // the title of the name that follows
	}
	if owned && l.holder(k) < 0 && l.tables.words[head]&role == 0 {
		return anaphor{}, false
	}
	return anaphor{mention: l.mention(k, to, rapporteur.Nominal), ent: -1, head: head}, true
}

// remember makes a mention's entity the last in mind.
func (r *resolver) remember(a *anaphor) {
	s := r.sents[r.word(a.from).sent]
	said := a.to < s.to && r.word(a.to).class&say != 0 || a.from > s.from && r.word(a.from-1).class&say != 0
	c := active{ent: a.ent, last: *a, count: 1, said: said, head: s.headline, told: []int{a.place}}
	if i := slices.IndexFunc(r.mind, func(x active) bool { return x.ent == a.ent }); i >= 0 {
		old := r.mind[i]
		c.count += old.count
		c.told = append(old.told[max(0, len(old.told)-recent):], a.place)
		c.head = c.head || old.head
		// A subject of the same sentence stays one when it is named again as something less.
		if old.last.subject && !a.subject && r.word(old.last.from).sent == r.word(a.from).sent {
			c.last.subject = true
		}
		r.mind = slices.Delete(r.mind, i, i+1)
	}
	if len(r.mind) >= crowd {
		r.mind = slices.Delete(r.mind, 0, 1)
	}
	r.mind = append(r.mind, c)
}

// antecedent returns the entity that a noun or pronoun stands for, -1 where that is not clear.
func (r *resolver) antecedent(a *anaphor) int {
	switch {
	case a.form == rapporteur.Nominal:
		return r.ofNoun(a)
	case a.pronoun.relative:
		return r.ofWho(a)
	case a.pronoun.neuter:
		return r.ofIt(a)
	}
	return r.ofPerson(a)
}

// ofWho takes the person named just before "who", a comma between or not, or the body before ", which".
func (r *resolver) ofWho(a *anaphor) int {
	k := a.from
	if k > 0 && r.word(k-1).text == "," {
		k--
	} else if a.pronoun.neuter {
		return -1 // "in which"
	}
	if n := len(r.mind); n > 0 {
		if c := &r.mind[n-1]; c.last.to == k && r.word(c.last.from).sent == r.word(a.from).sent && (r.ents[c.ent].kind == Person) != a.pronoun.neuter {
			return c.ent
		}
	}
	return -1
}

// ofIt takes a body that was the subject of this or the last sentence, where "it" speaks or owns, or is what the body speaks of
// ("The agency said it").
func (r *resolver) ofIt(a *anaphor) int {
	s := r.sents[r.word(a.from).sent]
	told := a.from > s.from && (r.word(a.from-1).class&say != 0 || r.word(a.from-1).fold == "that" && a.from-1 > s.from && r.word(a.from-2).class&say != 0)
	if !a.pronoun.possessive && !told && !(a.to < s.to && r.word(a.to).class&say != 0) {
		return -1
	}
	best, top := -1, 0.0
	for i := range r.mind {
		c := &r.mind[i]
		e := &r.ents[c.ent]
		d := r.word(a.from).sent - r.word(c.last.from).sent
		if e.kind == Person || d > 1 || e.kind == Place && !c.last.subject || told && !(d == 0 && c.said) {
			continue
		}
		v := 1.5 - float64(d)
		if c.last.subject {
			v++
		}
		if c.last.prep || c.last.owner {
			v -= 0.7
		}
		if v += r.preferred(a, c); v > top {
			best, top = c.ent, v
		}
	}
	if top < 1 {
		return -1
	}
	return best
}

// preferred is what the caller's Antecedents say of a candidate: the best of its latest mentions.
func (r *resolver) preferred(a *anaphor, c *active) float64 {
	if r.odds == nil || len(c.told) == 0 {
		return 0
	}
	best := r.odds(a.place, c.told[0])
	for _, j := range c.told[1:] {
		best = max(best, r.odds(a.place, j))
	}
	return best
}

// ofPerson takes the person in mind who fits he or she best.
func (r *resolver) ofPerson(a *anaphor) int {
	most := r.most()
	best, top := -1, 0.0
	for i := range r.mind {
		c := &r.mind[i]
		if v, ok := r.personFits(a, c, len(r.mind)-1-i, most); ok && (best < 0 || v > top) {
			best, top = c.ent, v
		}
	}
	if best < 0 {
		return r.ahead(a)
	}
	return best
}

// most returns how often the most mentioned person in mind was mentioned.
func (r *resolver) most() int {
	n := 0
	for i := range r.mind {
		if r.ents[r.mind[i].ent].kind == Person {
			n = max(n, r.mind[i].count)
		}
	}
	return n
}
