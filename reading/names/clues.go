package names

import "rapporteur"

// This file weighs the people in mind as whom a he or she stands for.

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
	w, m := r.word(a.from), r.word(c.last.from)
	return e.kind != Person || w.sent-m.sent > reach || e.votes.against(a.pronoun.gender) > 1.5 || r.bound(a, c) ||
		w.quote > 0 && w.quote == r.speakerOf(c, w.quote)
}

// clues measures the features of a pronoun and a person in mind.
func (r *resolver) clues(a *anaphor, c *active, rank, most int) (f [clues]float64) {
	e := &r.ents[c.ent]
	w, m := r.word(a.from), r.word(c.last.from)
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

// longestClause bounds the words of a clause, so that a sentence without marks costs no more than its length.
const longestClause = 250

// sameClause reports whether no mark and no conjunction stands between two words.
func (r *resolver) sameClause(from, to int) bool {
	if to-from > longestClause {
		return false
	}
	for k := from; k < to; k++ {
		if w := r.word(k); w.punct && w.text != "-" || clauseOpens[w.fold] {
			return false
		}
	}
	return true
}

// speaks reports whether a verb of saying stands beside the mention.
func (r *resolver) speaks(a *anaphor) bool {
	s := r.sents[r.word(a.from).sent]
	return a.to < s.to && r.word(a.to).class&say != 0 || a.from > s.from && r.word(a.from-1).class&say != 0
}

// speakerOf returns the quotation if the candidate spoke it: its speaking mention stands beside the marks in the same sentence.
func (r *resolver) speakerOf(c *active, quote int) int {
	if !c.said || r.word(c.last.from).quote == quote {
		return 0
	}
	s := r.sents[r.word(c.last.from).sent]
	for k := c.last.to; k < min(s.to, c.last.to+6); k++ {
		if r.word(k).quote == quote {
			return quote
		}
	}
	return 0
}

// bound reports whether grammar forbids it: the object of a clause is not its subject ("Berg met him").
func (r *resolver) bound(a *anaphor, c *active) bool {
	if !a.pronoun.object || a.owner || r.word(a.from).sent != r.word(c.last.from).sent || c.last.owner {
		return false
	}
	if f := r.word(a.from).fold; f == "himself" || f == "herself" {
		return false
	}
	if a.from-c.last.to > longestClause {
		return false
	}
	for k := c.last.to; k < a.from; k++ {
		if w := r.word(k); w.punct && w.text != "-" || clauseOpens[w.fold] || w.class&say != 0 || w.fold == "to" {
			return false
		}
	}
	return true
}

// ahead takes the subject that follows in the sentence, for a pronoun with nobody before it: "In his speech, Lind said".
func (r *resolver) ahead(a *anaphor) int {
	s := r.sents[r.word(a.from).sent]
	for k := a.to; k < min(s.to, a.to+longestClause); k++ {
		if i := r.opener(k); i >= 0 && r.ents[i].kind == Person {
			if g := r.ents[i].votes.gender(); g == Unknown || g == a.pronoun.gender {
				return i
			}
		}
	}
	return -1
}
