package dates

import "strings"

// direction tells whether the clause around the tokens [i, end) speaks of the past (-1), of the future (+1), or does not
// say (0): by the nearest verb before the expression in its sentence, else the nearest one after it; where the expression
// opens its clause, the other way round.
func (p *parser) direction(i, end int) int {
	s := p.at(i).sentence
	switch {
	case p.is(i-1, "ended"):
		return -1
	case p.is(i-1, "ending"), p.is(i-1, "of") && p.is(i-2, "ahead"), p.oneOf(i-1, "effective", "starting", "beginning"), p.oneOf(i-1, "on", "at", "from") && p.oneOf(i-2, "effective", "starting", "beginning"):
		return 1
	case p.is(i-1, "as") && p.oneOf(i-2, "early", "soon") && p.is(i-3, "as"), p.putOff(i):
		return 1 // "as early as Wednesday", "moved to Friday"
	case p.possessive(end) && p.at(i).word != nil && p.at(i).word.weekday > 0 && !p.is(end+3, "will"):
		return p.possessor(i, end+2)
	}
	if p.is(i-1, "until") && p.is(i-2, "not") && p.oneOf(end, "did", "was", "were") {
		return -1 // "not until Friday did they reply"
	}
	if by := p.beforeClock(i - 1); p.oneOf(by, "by", "until", "till", "through") && !p.overBefore(by, s) {
		return 1
	}
	if p.opensClause(i) {
		if d := p.verbsAfter(end, s, true); d != 0 {
			return d
		}
	}
	if d := p.verbsBefore(i, s); d != 0 {
		return d
	}
	return p.verbsAfter(end, s, false)
}

// putOff reports whether the date at token i is the new one of what was moved to it.
func (p *parser) putOff(i int) bool {
	if !p.is(i-1, "to") {
		return false
	}
	for k := i - 2; k > i-5; k-- {
		switch p.text[p.at(k).start:p.at(k).end] {
		case "moved", "postponed", "delayed", "pushed", "rescheduled", "adjourned", "extended", "deferred", "shifted":
			return true
		}
	}
	return false
}

// verbsBefore is the direction of the nearest verb before token i in sentence s.
func (p *parser) verbsBefore(i, s int) int {
	for k := i - 1; k >= 0 && k > i-40 && p.toks[k].sentence == s; k-- {
		if d := p.verb(k); d != 0 {
			return d
		}
		if p.mark(k, ';') {
			break
		}
		k = p.skipBrackets(k)
	}
	return 0
}

// verbsAfter is the direction of the nearest verb from token k on in sentence s, or in the clause of k alone.
func (p *parser) verbsAfter(k, s int, clause bool) int {
	for end := k + 30; k < len(p.toks) && k < end && p.toks[k].sentence == s; k++ {
		if clause && (p.mark(k, ';') || p.mark(k, ',') && p.oneOf(k+1, "and", "but", "which", "who", "when", "while", "as")) {
			break
		}
		if d := p.verb(k); d != 0 {
			return d
		}
	}
	return 0
}

// opensClause reports whether token i, with its preposition, stands at the head of its sentence or after a comma and "and" or "but".
func (p *parser) opensClause(i int) bool {
	if p.oneOf(i-1, "on", "in", "at", "by") {
		i--
	}
	if !p.oneOf(i-1, "and", "but", "while") {
		return false
	}
	return p.mark(i-2, ',') || p.mark(i-2, ';')
}

// possessor is the direction of "Thursday's summit", whose noun stands at k: back, but for what is arranged beforehand where the
// clause looks ahead.
func (p *parser) possessor(i, k int) int {
	arranged := false
	for j := k; j < k+4 && p.at(j).mark == 0; j++ {
		arranged = arranged || arrangements[p.text[p.at(j).start:p.at(j).end]]
	}
	switch {
	case !arranged:
		return -1
	case p.oneOf(i-1, "before", "until") || p.verbsBefore(i, p.at(i).sentence) > 0:
		return 1
	}
	return -1
}

// arrangements are nouns of what has a date before it happens.
var arrangements = map[string]bool{"summit": true, "meeting": true, "talks": true, "vote": true, "election": true, "elections": true, "referendum": true,
	"ballot": true, "poll": true, "debate": true, "hearing": true, "deadline": true, "match": true, "game": true, "final": true, "launch": true, "ceremony": true,
	"conference": true, "session": true, "inauguration": true, "signing": true, "gathering": true, "runoff": true, "primary": true}

// beforeClock steps back from token k over a time of day and its "on": "until midnight on Friday", "by 5 p.m. Monday".
func (p *parser) beforeClock(k int) int {
	j := k
	if p.is(j, "least") && p.is(j-1, "at") {
		return k - 2
	}
	if p.is(j, "on") {
		j--
	}
	from := j
	for j > k-8 && (p.oneOf(j, "am", "pm", "noon", "midnight", "time", "local") || p.at(j).digits > 0 || p.mark(j, ':') || p.at(j).word != nil && p.at(j).word.zone != nil) {
		j--
	}
	if j == from {
		return k
	}
	return j
}

// skipBrackets returns the token of the bracket that closes at k, k itself where none does in a few words.
func (p *parser) skipBrackets(k int) int {
	if !p.mark(k, ')') {
		return k
	}
	for j := k - 1; j >= 0 && j > k-12 && p.toks[j].sentence == p.toks[k].sentence; j-- {
		if p.mark(j, '(') {
			return j
		}
	}
	return k
}

// overBefore reports whether the sentence tells before token i that all is over, so that "by" and "until" look back: "had left by
// Monday", "lasted until May". Where it opens with "until", the verb after it tells.
func (p *parser) overBefore(i, s int) bool {
	for k := i - 1; k >= 0 && k > i-12 && p.toks[k].sentence == s; k-- {
		if p.oneOf(k, "had", "was", "were", "did", "lasted", "ran", "served") || p.verb(k) < 0 && p.oneOf(k-1, "was", "were") {
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
	if p.mark(k-1, '\'') && p.joined(k) && p.joined(k-1) {
		if d := p.contracted(k); d != 0 {
			return d
		}
	}
	if t.word != nil && t.word.tense != noTense {
		return p.listedVerb(k, t.word)
	}
	s := p.text[t.start:t.end]
	if p.plainPresent(k, s) {
		return 1
	}
	if t.capital || t.word != nil || !strings.HasSuffix(s, "ed") || strings.HasSuffix(s, "eed") || strings.HasPrefix(s, "un") || len(s) < 4 {
		return 0
	}
	// "will be released", "to be released", "is released"
	for j := k - 1; j >= k-2; j-- {
		switch w := p.at(j).word; {
		case w == nil:
		case w.tense == be:
			return p.listedVerb(j, w)
		case w.tense == past:
			return -1
		}
	}
	return -1
}

func (p *parser) listedVerb(k int, w *word) int {
	t := p.at(k)
	if (w.tense == plan || w.tense == present) && p.oneOf(k-1, "the", "a", "an", "its", "their", "his", "her", "this", "that", "these", "those", "our") && !p.oneOf(k, "is", "are", "has", "have", "am") {
		return 0 // a noun: "the plan", "the votes"
	}
	switch w.tense {
	case future:
		if t.capital && p.at(k-1).mark == 0 && k > 0 && p.at(k-1).sentence == t.sentence {
			return 0 // Will Smith
		}
		return 1
	case plan:
		return p.planned(k)
	case present:
		if w.text == "am" && p.at(k-1).digits > 0 {
			return 0 // 9 a.m.
		}
		if w.text == "has" || w.text == "have" {
			return p.perfect(k)
		}
		if p.oneOf(k, "says", "say") || p.is(k, "is") && p.is(k-1, "that") && p.mark(k+1, ',') {
			return 0
		}
		return 1
	case past:
		if p.is(k+1, "to") && p.oneOf(k, "agreed", "vowed", "pledged", "promised") {
			return 1
		}
		switch w := p.at(k - 1).word; {
		case w != nil && w.tense == be:
			return p.listedVerb(k-1, w) // "to be held"
		case w != nil && (w.tense == future && !p.is(k-1, "going") || w.tense == plan && auxiliary(w.text)):
			return 1 // "will cut", "would put"
		case w != nil && p.is(k-1, "to"):
			return 0 // "agreed to cut", "is expected to hit"
		}
		return -1
	case be:
		if p.is(k-1, "not") && p.is(k-2, "could") {
			return -1 // "could not be reached"
		}
		return 1
	}
	return 0
}

// plainPresent tells "EU leaders meet Thursday", "polls open Sunday" from infinitives and nouns: after a plural or a name.
func (p *parser) plainPresent(k int, s string) bool {
	noun, ok := plainVerbs[s]
	before := p.at(k - 1)
	if !ok || before.mark != 0 || before.word != nil || before.sentence != p.at(k).sentence {
		return false
	}
	w := p.text[before.start:before.end]
	return before.capital && !noun || !before.capital && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss")
}

// plainVerbs are verbs whose plain form may speak of what is to come; true for those that are nouns as well ("the House vote").
var plainVerbs = map[string]bool{"go": false, "meet": false, "open": false, "begin": false, "gather": false, "convene": false, "resume": false, "decide": false,
	"arrive": false, "elect": false, "expire": false, "travel": true, "head": true, "vote": true, "hold": true, "face": true}

// contracted is the direction of a verb cut short at token k: "they're meeting", "she's leaving", "we've met", "they'd meet".
func (p *parser) contracted(k int) int {
	next := p.at(k + 1)
	ing := strings.HasSuffix(p.text[next.start:next.end], "ing")
	switch p.text[p.at(k).start:p.at(k).end] {
	case "d":
		return p.wouldOrHad(k + 1)
	case "re", "m":
		return 1
	case "ve":
		return -1
	case "s":
		if ing {
			return 1
		}
	}
	return 0
}

// wouldOrHad is the direction of "'d" before the word at k: "they'd postpone", "they'd met".
func (p *parser) wouldOrHad(k int) int {
	t := p.at(k)
	if t.word != nil && (t.word.tense == past || p.is(k, "been")) || strings.HasSuffix(p.text[t.start:t.end], "ed") {
		return -1
	}
	return 1
}

// planned is the direction of "scheduled", "due", "set", "would": ahead, unless all that is over ("had been due to expire").
func (p *parser) planned(k int) int {
	switch {
	case p.is(k, "could") && p.is(k+1, "not"):
		return 0
	case p.at(k).capital, p.oneOf(k-1, "previously", "originally", "initially", "as"):
		return 0
	case p.is(k-1, "been") && p.is(k-2, "had"):
		return -1
	case p.is(k, "set") && !p.oneOf(k+1, "to", "for") && !p.oneOf(k-1, "is", "are", "was", "were", "been", "be"):
		return -1
	}
	return 1
}

// perfect tells "has met" (past) from "has to meet", and from "has a meeting" and "have until Friday", which do not say.
func (p *parser) perfect(k int) int {
	switch {
	case p.is(k+1, "to"):
		return 1
	case p.oneOf(k+1, "until", "till", "a", "an", "the", "no", "one", "two", "three", "its", "their", "his", "her"), p.at(k+1).digits > 0:
		return 0
	}
	return -1
}
