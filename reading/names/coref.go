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
	list := l.anaphors()
	r.consult(list)
	for i, a := range list {
		a.place = i
		if a.ent < 0 {
			a.ent = r.antecedent(&a)
			if a.ent < 0 {
				continue
			}
			l.adopt(&a)
		}
		r.remember(&a)
	}
}

// consult asks the caller's Antecedents about all mentions.
func (r *resolver) consult(list []anaphor) {
	if r.prefer == nil {
		return
	}
	mentions := make([]rapporteur.Mention, len(list))
	for i := range list {
		mentions[i] = rapporteur.Mention{Span: list[i].Span, Form: list[i].form}
	}
	r.odds = r.prefer(mentions)
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
			if determiner[l.words[from].fold] {
				from++
			}
			l.addRole(a.ent, roleFound{from: from, to: a.to, head: a.to - 1, phrase: a.from})
			return
		}
	}
}

// anaphors returns all mentions in order: the proper ones with their entities, nouns and pronouns without. Appositions are left
// out: they add nothing that the name beside them does not.
func (l *linker) anaphors() []anaphor {
	out := make([]anaphor, 0, len(l.words)/6)
	for k := range l.words {
		if c := l.claims[k]; c.ent >= 0 {
			if c.from == k {
				out = append(out, l.describe(anaphor{mention: l.mention(k, c.to, rapporteur.Proper), ent: c.ent}))
				if a, ok := l.nominal(k); ok && a.to > c.to && !l.apposed[k] {
					out = append(out, l.describe(a))
				}
			}
			continue
		}
		w := &l.words[k]
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
	s := l.sents[l.words[a.from].sent]
	personal := a.pronoun != (pronoun{})
	a.owner = a.pronoun.possessive && !(a.pronoun.object && l.objective(a.to, s.to)) || a.to < s.to && l.words[a.to].fold == "'s"
	k := a.from - 1
	for k >= s.from && (l.words[k].class&(honorific|role|roleBefore) != 0 || determiner[l.words[k].fold]) {
		k--
	}
	var before, after *word
	if k >= s.from {
		before = &l.words[k]
	}
	if a.to < s.to {
		after = &l.words[a.to]
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
	return k >= end || l.words[k].punct || l.words[k].class&function != 0 && l.words[k].class&role == 0 && !numeral[l.words[k].fold]
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
	s := l.sents[l.words[k].sent]
	f := l.words[k].fold
	owned := l.phrase(k) != nil && l.words[k].class&function == 0
	if f != "the" && f != "this" && !owned {
		return anaphor{}, false
	}
	to := k + 1
	if owned {
		to = k + len(l.phrase(k).words)
	}
	head := ""
	for ; to < s.to && to-k < 9; to++ {
		w := &l.words[to]
		if p := l.phrase(to); p != nil && p.fact.sense == demonym {
			to += len(p.words) - 1
			continue
		}
		if w.fold == "'s" && l.holder(to-1) >= 0 || w.text == "-" && w.glued && to+1 < s.to && l.words[to+1].class&role != 0 {
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
	for to > k && l.words[to-1].fold != head {
		to--
	}
	if head == "" || to <= k+1 && !owned || to < s.to && l.words[to].class&(role|roleTail) != 0 || l.holder(to-1) >= 0 {
		return anaphor{}, false
	}
	if to < s.to && l.words[to].upper && !l.words[to].first {
		return anaphor{}, false // the title of the name that follows
	}
	if owned && l.holder(k) < 0 && l.tables.words[head]&role == 0 {
		return anaphor{}, false
	}
	return anaphor{mention: l.mention(k, to, rapporteur.Nominal), ent: -1, head: head}, true
}

// remember makes a mention's entity the last in mind.
func (r *resolver) remember(a *anaphor) {
	s := r.sents[r.words[a.from].sent]
	said := a.to < s.to && r.words[a.to].class&say != 0 || a.from > s.from && r.words[a.from-1].class&say != 0
	c := active{ent: a.ent, last: *a, count: 1, said: said, head: s.headline, told: []int{a.place}}
	if i := slices.IndexFunc(r.mind, func(x active) bool { return x.ent == a.ent }); i >= 0 {
		old := r.mind[i]
		c.count += old.count
		c.told = append(old.told[max(0, len(old.told)-recent):], a.place)
		c.head = c.head || old.head
		// A subject of the same sentence stays one when it is named again as something less.
		if old.last.subject && !a.subject && r.words[old.last.from].sent == r.words[a.from].sent {
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
	if k > 0 && r.words[k-1].text == "," {
		k--
	} else if a.pronoun.neuter {
		return -1 // "in which"
	}
	if n := len(r.mind); n > 0 {
		if c := &r.mind[n-1]; c.last.to == k && r.words[c.last.from].sent == r.words[a.from].sent && (r.ents[c.ent].kind == Person) != a.pronoun.neuter {
			return c.ent
		}
	}
	return -1
}

// ofIt takes a body that was the subject of this or the last sentence, where "it" speaks or owns, or is what the body speaks of
// ("The agency said it").
func (r *resolver) ofIt(a *anaphor) int {
	s := r.sents[r.words[a.from].sent]
	told := a.from > s.from && (r.words[a.from-1].class&say != 0 || r.words[a.from-1].fold == "that" && a.from-1 > s.from && r.words[a.from-2].class&say != 0)
	if !a.pronoun.possessive && !told && !(a.to < s.to && r.words[a.to].class&say != 0) {
		return -1
	}
	best, top := -1, 0.0
	for i := range r.mind {
		c := &r.mind[i]
		e := &r.ents[c.ent]
		d := r.words[a.from].sent - r.words[c.last.from].sent
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

// clue is one feature of a pronoun and a person it may stand for.
type clue int

const (
	clueDistance    clue = iota // sentences between, at most 4
	clueSame                    // in the pronoun's sentence
	clueSubject                 // the person was last a subject
	clueOwner                   // ... a possessor
	clueOblique                 // ... after a preposition
	clueParallel                // both subjects
	clueOwners                  // both possessors
	clueObjects                 // neither subject nor possessor
	clueRank                    // entities spoken of since, at most 6
	clueCount                   // mentions so far, at most 6
	clueChain                   // last spoken of by a pronoun
	clueGender                  // known to agree, against unknown
	clueAgainst                 // a given name of the other gender, and nothing else against it
	clueHeadline                // named in the headline
	clueQuoted                  // last named inside a quotation that the pronoun stands outside of
	clueSpoke                   // spoke last, and the pronoun speaks
	cluePossessed               // subject of the sentence, before its own "his" or "her"
	clueOpens                   // last mention opens its sentence
	clueFull                    // last mention by two words or more
	clueTopic                   // mentioned most of all in mind
	clueNextSubject             // subject of the sentence before, the pronoun a subject
	clueSameClause              // no comma or conjunction between
	clueObject                  // the pronoun is an object, the person in its sentence
	clueList                    // the person stands in a list or apposition
	clueParagraph               // a paragraph ends between
	clues
)

// clueWeights are in log odds of a softmax over the persons in mind, fitted on the development half of GAP and on news,
// biographies, speeches and court reports of GUM's training half (see fit_test.go); neither has headlines, that weight is set by hand.
var clueWeights = [clues]float64{
	clueDistance: -1.36, clueSame: 0.68, clueSubject: 0.57, clueOwner: 0.66, clueOblique: -0.53, clueParallel: 0.24,
	clueOwners: -0.28, clueObjects: 0.38, clueRank: -0.13, clueCount: 0.28, clueChain: -0.48, clueGender: 0.59,
	clueAgainst: -1.94, clueHeadline: 0.4, clueQuoted: -1.2, clueSpoke: 0.54, cluePossessed: -0.33, clueOpens: 0.27,
	clueFull: -0.38, clueTopic: 0.2, clueNextSubject: 0.84, clueSameClause: 0.93, clueObject: -0.59, clueList: -0.08,
	clueParagraph: 0.11,
}

// personFits scores a person as antecedent; rank counts the entities spoken of since, most how often the most mentioned one was.
func (r *resolver) personFits(a *anaphor, c *active, rank, most int) (float64, bool) {
	if r.barred(a, c) {
		return 0, false
	}
	f := r.clues(a, c, rank, most)
	v := 0.0
	for i, x := range f {
		v += x * clueWeights[i]
	}
	return v + r.preferred(a, c), true
}

// barred reports whether an entity can't be the one at all: no person, too far back, of the other gender, the object of its own
// clause, or the speaker of the quotation in which the pronoun stands.
func (r *resolver) barred(a *anaphor, c *active) bool {
	e := &r.ents[c.ent]
	w, m := &r.words[a.from], &r.words[c.last.from]
	return e.kind != Person || w.sent-m.sent > reach || e.votes.against(a.pronoun.gender) > 1.5 || r.bound(a, c) ||
		w.quote > 0 && w.quote == r.speakerOf(c, w.quote)
}

// clues measures the features of a pronoun and a person in mind.
func (r *resolver) clues(a *anaphor, c *active, rank, most int) (f [clues]float64) {
	e := &r.ents[c.ent]
	w, m := &r.words[a.from], &r.words[c.last.from]
	d := w.sent - m.sent
	set := func(i clue, on bool) {
		if on {
			f[i] = 1
		}
	}
	last := &c.last
	f[clueDistance] = float64(min(d, 4))
	f[clueRank] = float64(min(rank, 6))
	f[clueCount] = float64(min(c.count, 6))
	set(clueSame, d == 0)
	set(clueSubject, last.subject)
	set(clueOwner, last.owner)
	set(clueOblique, last.prep)
	set(clueParallel, last.subject && a.subject)
	set(clueOwners, last.owner && a.owner)
	set(clueObjects, !last.subject && !a.subject && !last.owner && !a.owner)
	set(clueChain, last.form == rapporteur.Pronoun)
	g := e.votes.gender()
	set(clueGender, g == a.pronoun.gender)
	set(clueAgainst, g != Unknown && g != a.pronoun.gender)
	set(clueHeadline, c.head)
	set(clueQuoted, m.quote > 0 && w.quote != m.quote)
	set(clueSpoke, c.said && a.subject && r.speaks(a))
	set(cluePossessed, a.owner && d == 0 && last.subject)
	set(clueOpens, m.first)
	set(clueFull, last.to-last.from > 1)
	set(clueTopic, c.count == most)
	set(clueNextSubject, d == 1 && last.subject && a.subject)
	if d == 0 {
		set(clueSameClause, r.sameClause(last.to, a.from))
		set(clueObject, a.pronoun.object && !a.owner)
	}
	set(clueList, last.listed)
	set(clueParagraph, d > 0 && w.para != m.para)
	return f
}

// sameClause reports whether no mark and no conjunction stands between two words.
func (r *resolver) sameClause(from, to int) bool {
	for k := from; k < to; k++ {
		if w := &r.words[k]; w.punct && w.text != "-" || clauseOpens[w.fold] {
			return false
		}
	}
	return true
}

// speaks reports whether a verb of saying stands beside the mention.
func (r *resolver) speaks(a *anaphor) bool {
	s := r.sents[r.words[a.from].sent]
	return a.to < s.to && r.words[a.to].class&say != 0 || a.from > s.from && r.words[a.from-1].class&say != 0
}

// speakerOf returns the quotation if the candidate spoke it: its speaking mention stands beside the marks in the same sentence.
func (r *resolver) speakerOf(c *active, quote int) int {
	if !c.said || r.words[c.last.from].quote == quote {
		return 0
	}
	s := r.sents[r.words[c.last.from].sent]
	for k := c.last.to; k < min(s.to, c.last.to+6); k++ {
		if r.words[k].quote == quote {
			return quote
		}
	}
	return 0
}

// bound reports whether grammar forbids it: the object of a clause is not its subject ("Berg met him").
func (r *resolver) bound(a *anaphor, c *active) bool {
	if !a.pronoun.object || a.owner || r.words[a.from].sent != r.words[c.last.from].sent || c.last.owner {
		return false
	}
	if f := r.words[a.from].fold; f == "himself" || f == "herself" {
		return false
	}
	for k := c.last.to; k < a.from; k++ {
		if w := &r.words[k]; w.punct && w.text != "-" || clauseOpens[w.fold] || w.class&say != 0 || w.fold == "to" {
			return false
		}
	}
	return true
}

// ahead takes the subject that follows in the sentence, for a pronoun with nobody before it: "In his speech, Lind said".
func (r *resolver) ahead(a *anaphor) int {
	s := r.sents[r.words[a.from].sent]
	for k := a.to; k < s.to; k++ {
		if i := r.opener(k); i >= 0 && r.ents[i].kind == Person {
			if g := r.ents[i].votes.gender(); g == Unknown || g == a.pronoun.gender {
				return i
			}
		}
	}
	return -1
}

// ofNoun takes the entity that can be called by the noun: one whose role has it for its head, one whose name ends in it, or
// the body that the tables describe so.
func (r *resolver) ofNoun(a *anaphor) int {
	if name := r.tables.bodies[a.head]; name != "" && r.words[a.from].fold == "the" && a.to == a.from+2 {
		if i, ok := r.byKey["="+fold(name)]; ok {
			return i
		}
	}
	kind, known := r.tables.nominal[a.head]
	if !known {
		kind = Person
	}
	best, top := -1, 0.0
	for i := range r.mind {
		c := &r.mind[i]
		if r.ents[c.ent].kind != kind && !(kind == Place && r.ents[c.ent].kind == Place) {
			continue
		}
		v := r.calledBy(a, c, kind)
		if p := r.preferred(a, c); v > 0 {
			v = max(v+nounShare*p, 0.1)
		} else if p > nounOdds && r.mayBe(a, c) {
			v = nounShare * p
		}
		if v > top {
			best, top = c.ent, v
		}
	}
	return best
}

// A noun that no role and no name explains refers to what the trained head gives odds of more than nounOdds; nounShare makes its odds
// comparable with the points of the rules.
const (
	nounOdds  = 0.0
	nounShare = 0.5
)

// mayBe reports whether nothing in the text speaks against a noun phrase's meaning an entity that was spoken of before.
func (r *resolver) mayBe(a *anaphor, c *active) bool {
	e := &r.ents[c.ent]
	if c.last.to > a.from || strings.HasSuffix(a.head, "s") && r.tables.words[a.head]&role == 0 {
		return false
	}
	if e.kind != Person {
		return true
	}
	if g, h := genderOfNoun(r.tables, a.head), e.votes.gender(); g != Unknown && h != Unknown && g != h {
		return false
	}
	return r.agrees(e, a, r.ownerOf(a))
}

// calledBy scores an entity as what a noun phrase means; 0 means that it is not.
func (r *resolver) calledBy(a *anaphor, c *active, kind Kind) float64 {
	e := &r.ents[c.ent]
	d := float64(r.words[a.from].sent - r.words[c.last.from].sent)
	if c.last.to > a.from || c.last.from < a.to && c.last.to > a.from {
		return 0
	}
	owner := r.ownerOf(a)
	if kind == Person {
		return r.personCalled(a, e, owner, d)
	}
	if owner >= 0 || r.words[a.from].fold != "the" && r.words[a.from].fold != "this" {
		return 0
	}
	last := e.words[len(e.words)-1]
	switch {
	case last == a.head && len(e.words) > 1:
		return 6 - min(d, 5)
	case kind == Place && d <= 2 && r.townOrCountry(a.head, e):
		return 3 - d
	case a.head == "company" || a.head == "firm" || a.head == "newspaper" || a.head == "paper" || a.head == "network":
		if d <= 2 && r.trade(e, a.head) {
			return 3 - d
		}
	}
	return 0
}

// ownerOf returns the body or country at the front of a phrase ("the EU's top diplomat"), -1 where none is.
func (r *resolver) ownerOf(a *anaphor) int {
	for k := a.from; k < a.to; k++ {
		if i := r.opener(k); i >= 0 {
			return i
		}
	}
	return -1
}

// personCalled: the role must have the same head, or one that means the same; what the phrase says more must not be at odds.
func (r *resolver) personCalled(a *anaphor, e *entity, owner int, d float64) float64 {
	v := 0.0
	for _, h := range e.heads {
		switch {
		case h == a.head || spelled[h] == a.head:
			v = max(v, 4)
		case synonyms[h] != "" && synonyms[h] == synonyms[a.head]:
			v = max(v, 2.5)
		}
	}
	if owner >= 0 && slices.Contains(e.ties, owner) {
		v += 3
	}
	if g := genderOfNoun(r.tables, a.head); g != Unknown {
		if h := e.votes.gender(); h != Unknown && h != g {
			return 0
		}
	}
	if v == 0 || owner >= 0 && v < 3 {
		return 0
	}
	if !slices.Contains(e.ties, owner) && !r.agrees(e, a, owner) {
		return 0
	}
	return max(v-0.2*d, 0.1)
}

// agrees reports whether what a phrase says of body, place and party is at odds with none or not all of the roles of e.
func (r *resolver) agrees(e *entity, a *anaphor, owner int) bool {
	nation, party := r.nation(a.from, a.to), r.party(a.from, a.to)
	if owner < 0 && nation == "" && party == "" {
		return true
	}
	named := false
	for _, role := range e.roles {
		from, to := r.wordsOf(role.Span)
		if p := r.party(from, to); party != "" && p != "" {
			return p == party
		}
		for k := from; k < to; k++ {
			if i := r.opener(k); i >= 0 {
				named = true
				if i == owner {
					return true
				}
			}
		}
		if n := r.nation(from, to); n != "" {
			named = true
			if n == nation {
				return true
			}
		}
	}
	return !named && party == ""
}

// party returns the party that words from..to name, "" where they name none.
func (r *resolver) party(from, to int) string {
	for k := from; k < to; k++ {
		switch f := r.words[k].fold; f {
		case "republican", "democratic", "libertarian", "conservative", "labour", "liberal", "green", "socialist", "communist":
			return f
		case "gop":
			return "republican"
		}
	}
	return ""
}

// nation returns the country that words from..to name first, by itself or its people, "" where they name none.
func (r *resolver) nation(from, to int) string {
	for k := from; k < to; k++ {
		if p := r.phrase(k); p != nil && (p.fact.sense == country || p.fact.sense == demonym) {
			return p.fact.name
		}
	}
	return ""
}

// spelled gives the long form of a title's short one.
var spelled = map[string]string{
	"sen.": "senator", "rep.": "representative", "gov.": "governor", "gen.": "general", "amb.": "ambassador", "prof.": "professor", "pres.": "president",
	"sen": "senator", "rep": "representative", "gov": "governor", "lt.": "lieutenant", "col.": "colonel", "capt.": "captain", "sgt.": "sergeant",
}

// synonyms brings role nouns together that newspapers exchange freely.
var synonyms = map[string]string{
	"senator": "lawmaker", "congressman": "lawmaker", "congresswoman": "lawmaker", "representative": "lawmaker", "lawmaker": "lawmaker", "legislator": "lawmaker",
	"sen.": "lawmaker", "rep.": "lawmaker", "mp": "lawmaker", "sen": "lawmaker", "rep": "lawmaker",
	"premier": "leader", "minister": "leader", "chancellor": "leader", "president": "leader", "leader": "leader",
	"ambassador": "diplomat", "envoy": "diplomat", "diplomat": "diplomat",
	"candidate": "candidate", "nominee": "candidate", "hopeful": "candidate", "contender": "candidate",
	"spokesman": "spokesman", "spokeswoman": "spokesman", "spokesperson": "spokesman",
	"gov.": "governor", "governor": "governor", "gov": "governor",
	"chairman": "chair", "chairwoman": "chair", "chair": "chair", "chairperson": "chair", "chief": "chief", "head": "chief", "director": "chief", "boss": "chief",
	"professor": "scholar", "scientist": "scholar", "expert": "scholar", "scholar": "scholar", "researcher": "scholar", "economist": "scholar", "analyst": "scholar",
	"gen.": "general", "general": "general", "attorney": "lawyer", "lawyer": "lawyer", "billionaire": "businessman", "businessman": "businessman", "mogul": "businessman", "tycoon": "businessman",
}

func (r *resolver) townOrCountry(head string, e *entity) bool {
	if e.fact == nil {
		return false
	}
	switch head {
	case "country", "nation":
		return e.fact.sense == country
	case "city", "town", "capital":
		return e.fact.sense != country
	}
	return false
}

// trade reports whether a body may be called a company or a newspaper.
func (r *resolver) trade(e *entity, head string) bool {
	last := r.tables.words[e.words[len(e.words)-1]]
	press := false
	switch e.words[len(e.words)-1] {
	case "times", "post", "journal", "herald", "tribune", "gazette", "telegraph", "observer", "globe", "news", "daily", "guardian", "chronicle", "inquirer":
		press = true
	}
	if head == "newspaper" || head == "paper" {
		return press
	}
	if head == "network" {
		return e.words[len(e.words)-1] == "news" || len(e.words) == 1 && r.words[e.first].caps
	}
	return !press && (e.fact == nil || e.fact.sense != body) && last&orgHead == 0
}
