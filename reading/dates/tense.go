package dates

import "strings"

// direction tells whether the clause around the tokens [i, end) speaks of the past (-1), of the future (+1), or does not
// say (0): by the nearest verb before the expression in its sentence, else the nearest one after it.
func (p *parser) direction(i, end int) int {
	s := p.at(i).sentence
	switch {
	case p.is(i-1, "ended"):
		return -1
	case p.is(i-1, "ending"):
		return 1
	case p.possessive(end) && p.at(i).word != nil && p.at(i).word.weekday > 0 && !p.is(end+3, "will"):
		return -1 // "Tuesday's ruling"
	}
	if p.oneOf(i-1, "by", "until", "till", "through") && !p.overBefore(i-1, s) {
		return 1
	}
	for k := i - 1; k >= 0 && k > i-40 && p.toks[k].sentence == s; k-- {
		if d := p.verb(k); d != 0 {
			return d
		}
		if p.mark(k, ';') || p.mark(k, ')') {
			break
		}
	}
	for k := end; k < len(p.toks) && k < end+30 && p.toks[k].sentence == s; k++ {
		if d := p.verb(k); d != 0 {
			return d
		}
	}
	return 0
}

// overBefore reports whether the sentence tells before token i that all is over, so that "by" and "until" look back: "had left by
// Monday", "lasted until May". Where it opens with "until", the verb after it tells.
func (p *parser) overBefore(i, s int) bool {
	for k := i - 1; k >= 0 && k > i-12 && p.toks[k].sentence == s; k-- {
		if p.oneOf(k, "had", "was", "were", "did", "lasted", "ran", "served") {
			return true
		}
		if p.verb(k) != 0 {
			return false
		}
	}
	return p.at(i-1).sentence != s
}

// verb is the direction that one word gives: -1, +1, or 0 where it gives none.
func (p *parser) verb(k int) int {
	t := p.at(k)
	if t.mark != 0 || t.digits > 0 {
		return 0
	}
	if t.word != nil && t.word.tense != noTense {
		return p.listedVerb(k, t.word)
	}
	s := p.text[t.start:t.end]
	if t.capital || t.word != nil || !strings.HasSuffix(s, "ed") || strings.HasSuffix(s, "eed") || strings.HasPrefix(s, "un") || len(s) < 4 {
		return 0
	}
	// "will be released", "to be released", "is released"
	for j := k - 1; j >= k-2; j-- {
		switch w := p.at(j).word; {
		case w == nil:
		case w.tense == be:
			return 1
		case w.tense == past:
			return -1
		}
	}
	return -1
}

func (p *parser) listedVerb(k int, w *word) int {
	t := p.at(k)
	switch w.tense {
	case future:
		if t.capital && p.at(k-1).mark == 0 && k > 0 && p.at(k-1).sentence == t.sentence {
			return 0 // Will Smith
		}
		return 1
	case plan:
		return p.planned(k)
	case present:
		if w.text == "has" || w.text == "have" {
			return p.perfect(k)
		}
		if p.oneOf(k, "says", "say") {
			return 0
		}
		return 1
	case past:
		if p.is(k+1, "to") && p.oneOf(k, "agreed", "vowed", "pledged", "promised") {
			return 1
		}
		switch w := p.at(k - 1).word; {
		case w != nil && (w.tense == be || w.tense == future && !p.is(k-1, "going")):
			return 1 // "will cut", "to be held"
		}
		return -1
	case be:
		return 1
	}
	return 0
}

// planned is the direction of "scheduled", "due", "set", "would": ahead, unless all that is over ("had been due to expire").
func (p *parser) planned(k int) int {
	switch {
	case p.at(k).capital:
		return 0
	case p.is(k-1, "been") && p.is(k-2, "had"):
		return -1
	case p.is(k, "set") && !p.oneOf(k+1, "to", "for") && !p.oneOf(k-1, "is", "are", "was", "were", "been", "be"):
		return -1
	}
	return 1
}

// perfect tells "has met" (past) from "has to meet" and "has a meeting".
func (p *parser) perfect(k int) int {
	if p.is(k+1, "to") {
		return 1
	}
	return -1
}
