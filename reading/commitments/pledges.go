package commitments

import (
	"strings"

	"rapporteur"
)

// modal reads "will provide", "are going to provide", "will meet", "will have to", "would withdraw": i is the auxiliary, v where its verb is
// looked for. What has passed into reported speech ("would") wants a verb of saying or a condition.
func (r *reader) modal(i, v int, reported bool) (rapporteur.Commitment, bool) {
	v = r.skip(v)
	switch {
	case r.word(v) == "have" && r.word(v+1) == "to":
		return r.obligation(v)
	case r.word(v) == "be" && r.any(v+1, "willing", "ready", "prepared") && r.word(v+2) == "to":
		v = r.skip(v + 3)
	case r.word(v) == "be" && r.participle(v+1):
		return r.passive(i, v)
	}
	subject, head := r.subject(i)
	refusing := reported && r.between(i, v, "not") || r.between(i, v, "n't") // "he would not say" is told of what was
	if reported && !(r.reported(i) && (!refusing || r.among(says, 0, i))) && !r.conditional() || r.asked(subject) {
		return rapporteur.Commitment{}, false
	}
	if kind, ok := r.eventKind(head, v, i); ok {
		return r.commitment(kind, subject, v, i)
	}
	if subject.Empty() && head == "" || !r.acts(subject, head, v) || r.vain(v) || head != "i" && head != "we" && (r.guessed(i) || r.among(guesses, i, v)) {
		return rapporteur.Commitment{}, false
	}
	return r.commitment(rapporteur.Pledge, subject, v, i)
}

// acts reports whether a subject does what the verb at v says on purpose: the verb is one of doing, and where things are said to do
// the like as well the subject is somebody.
func (r *reader) acts(who rapporteur.Span, head string, v int) bool {
	verb := r.base(v)
	switch {
	case !doing[verb] || who.Empty() || lifeless[head] && !r.bodyIt(head, who) || crowds[head] || r.gerundSubject(who):
		return false
	case !soft[verb]:
		return true
	}
	return r.actor(who, head)
}

// gerundSubject reports whether an act is the subject: "expanding the park will protect".
func (r *reader) gerundSubject(who rapporteur.Span) bool {
	for k, t := range r.toks {
		if t.Start == who.Start {
			return strings.HasSuffix(r.words[k], "ing") && !r.capital(k) && len(r.words[k]) > 5
		}
	}
	return false
}

// bodyIt reports whether "it" is somebody: what a body is reported to say of itself.
func (r *reader) bodyIt(head string, who rapporteur.Span) bool {
	if head != "it" {
		return false
	}
	kind, known := r.its[who.End-len("it")]
	return known && kind != rapporteur.Person && r.reportedBefore(who) || !known && r.bodySays(who)
}

// bodySays reports whether a span stands in what somebody is reported to say who is no person.
func (r *reader) bodySays(s rapporteur.Span) bool {
	if !r.reportedBefore(s) {
		return false
	}
	last := rapporteur.None // the statement whose cue stands nearest before
	for _, t := range r.toks {
		if t.Start >= s.Start {
			break
		}
		if n := r.statement(t); n != rapporteur.None {
			last = n
		}
	}
	if last == rapporteur.None {
		return true
	}
	for _, e := range r.doc.Attributions[last].Speakers {
		if r.doc.Entities[e].Kind == rapporteur.Person {
			return false
		}
	}
	return true
}

// actor reports whether a subject is somebody: a pronoun, a name, or a noun for people and bodies.
func (r *reader) actor(who rapporteur.Span, head string) bool {
	if pronouns[head] || actors[head] {
		return true
	}
	if r.ends.has(who.End) {
		return true
	}
	for at, end := who.Start, who.End; at < end; at++ { // "Carson, who", "the shoe company Nike of Oregon"
		if r.starts.has(at) && strings.Contains(r.text[at:end], ",") {
			return true
		}
	}
	return false
}

// base is the verb at v in its base form: "be asking" is "ask"; "" where there is none.
func (r *reader) base(v int) string {
	w := r.word(v)
	if w == "be" {
		return gerundBase(r.word(r.skip(v + 1)))
	}
	if (w == "begin" || w == "start" || w == "continue" || w == "stop" || w == "keep") && strings.HasSuffix(r.word(v+1), "ing") {
		return gerundBase(r.word(v + 1))
	}
	if (w == "continue" || w == "begin" || w == "start" || w == "seek") && r.word(v+1) == "to" {
		return r.base(r.skip(v + 2))
	}
	if w == "" || !(w[0] >= 'a' && w[0] <= 'z') || strings.HasSuffix(w, "ing") && len(w) > 5 {
		return gerundBase(w)
	}
	return w
}

// gerundBase gives the verb of a form in -ing.
func gerundBase(w string) string {
	stem, ok := strings.CutSuffix(w, "ing")
	if !ok || len(stem) < 2 {
		return ""
	}
	switch short := stem[:len(stem)-1]; {
	case doing[stem+"e"]:
		return stem + "e"
	case doing[stem]:
		return stem
	case stem[len(stem)-1] == stem[len(stem)-2] && doing[short]:
		return short
	}
	return stem
}

// vain tells phrases that name no act: "take place", "play a role", "make America great", "help".
func (r *reader) vain(v int) bool {
	switch r.word(v) {
	case "take":
		return r.any(v+1, "place", "years", "months", "weeks", "days", "time", "off", "until", "delivery", "") || r.figureAt(v+1) || r.inDate(v+1) || r.any(v+1, "a") && !r.any(v+2, "look", "decision", "step")
	case "make":
		return r.among(greatness, v+1, v+8)
	case "go":
		return !r.any(v+1, "to", "after", "ahead", "wherever", "on")
	case "bring":
		return r.among(set("change hope peace jobs"), v+1, v+4)
	case "help", "include", "face", "end", "begin", "start", "open", "continue", "keep", "close", "move", "improve", "stand", "stay":
		return r.word(v) == "help" && !r.capital(v+1) || r.word(v) == "include" || r.word(v) == "face" || r.any(v+1, ".", ",", "on", "at", "soon", "in", "until", "when", "as") && !pronouns[r.word(v-2)]
	case "work", "seek", "show", "try", "fight":
		return r.any(v+1, ".", "out")
	case "vote":
		return true // whom somebody is for; votes that are called are found as such
	}
	return false
}

// pacts are what is agreed on that binds.
var pacts = set("plan deal package measures measure timetable compromise framework sanctions budget truce ceasefire pact date steps format roadmap extension")

// guesses are adverbs behind "will" that make a forecast of it.
var guesses = set("likely probably possibly presumably undoubtedly surely hopefully inevitably eventually almost certainly perhaps")

var greatness = set("great again win safe strong better difference sense")

// reported reports whether a verb of saying stands before token i in the sentence, or behind it: "..., the ministry said".
func (r *reader) reported(i int) bool {
	if r.among(says, 0, i) {
		return true
	}
	for k := i + 1; k < len(r.words); k++ {
		if says[r.words[k]] && (r.among(commas, max(i, k-9), k)) {
			return true
		}
	}
	return false
}

var commas = set(`, " ” ''`)

// reportedBefore is the same of where a span begins.
func (r *reader) reportedBefore(s rapporteur.Span) bool {
	for k, t := range r.toks {
		if t.Start >= s.Start {
			return r.reported(k)
		}
	}
	return false
}

// conditional reports whether the sentence says what somebody would do in an office.
func (r *reader) conditional() bool { return r.among(candidacies, 0, len(r.words)) }

var candidacies = set("elected reelected re-elected nominated")

// asked reports whether a question within is what the clause is: "how she will run things", "whether they would", "in case no deal".
func (r *reader) asked(subject rapporteur.Span) bool {
	for k, t := range r.toks {
		if t.Start >= subject.Start {
			return r.any(k-1, "whether", "how", "what", "why", "where", "when", "who", "which") && !r.any(k-2, ",") && !subject.Empty() || r.any(k, "no", "nobody", "nothing", "none", "neither") ||
				r.any(k-1, "if") && r.any(k-2, "asked", "ask", "say", "asking", "know", "see", "wonder", "wondered")
		}
	}
	return false
}

// guessed reports whether what follows is an opinion of what others will do: "analysts predict that", "I think she will".
func (r *reader) guessed(i int) bool {
	for k := i - 1; k >= 0 && k > i-14; k-- {
		if says[r.words[k]] {
			return false
		}
		if opinions[r.words[k]] {
			return true
		}
	}
	return false
}

// passive reads what is announced to be done: "announced that 500 billion rubles would be infused". Who announces is bound.
func (r *reader) passive(i, v int) (rapporteur.Commitment, bool) {
	subject, head := r.subject(i)
	if kind, ok := r.eventKind(head, v, i); ok && !r.asked(subject) {
		return r.commitment(kind, subject, v, i)
	}
	k := i - 1
	for k >= 0 && !announces[r.words[k]] {
		k--
	}
	if k < 0 || !doing[participleBase(r.word(r.skip(v+1)))] || r.asked(subject) {
		return rapporteur.Commitment{}, false
	}
	who := rapporteur.Span{}
	if n := r.statement(r.toks[k]); n != rapporteur.None && len(r.doc.Attributions[n].Source) > 0 {
		who = r.doc.Attributions[n].Source[0]
	}
	c, ok := r.commitment(rapporteur.Pledge, who, v, i)
	if !subject.Empty() {
		c.What.Start = subject.Start
	}
	c.Start = c.What.Start // the clause; who is bound stands outside of it
	return c, ok
}

// participle reports whether the word at i, adverbs aside, is a past participle.
func (r *reader) participle(i int) bool {
	w := r.word(r.skip(i))
	return strings.HasSuffix(w, "ed") || participles[w] != ""
}

// participleBase gives the verb of a past participle.
func participleBase(w string) string {
	if b := participles[w]; b != "" {
		return b
	}
	stem, ok := strings.CutSuffix(w, "ed")
	if !ok || len(stem) < 2 {
		return ""
	}
	switch {
	case doing[stem]:
		return stem
	case doing[stem+"e"]:
		return stem + "e"
	case strings.HasSuffix(stem, "i"):
		return stem[:len(stem)-1] + "y"
	case stem[len(stem)-1] == stem[len(stem)-2]:
		return stem[:len(stem)-1]
	}
	return stem
}

// promise reads "pledged to cut", "has promised that", "committed $10 billion", "agreed on a plan".
func (r *reader) promise(i int) (rapporteur.Commitment, bool) {
	w := r.words[i]
	if !r.finiteVerb(i) || r.refused(i) || r.any(i-1, "initially", "originally", "previously") {
		return rapporteur.Commitment{}, false
	}
	subject, head := r.promiser(i)
	if (lifeless[head] || events[head]) && head != "it" && head != "who" && head != "which" || r.capital(i) && r.capital(i+1) && i > 0 && !r.any(i+1, "to") {
		return rapporteur.Commitment{}, false // the name of something: "Promises Treatment Center"
	}
	v := i + 1
	if r.any(v, "themselves", "itself", "himself", "herself", "ourselves") {
		v++
	}
	switch agreeing := strings.HasPrefix(w, "agree"); {
	case agreeing && !r.any(v, "to", "on"), agreeing && r.any(v, "on") && !r.among(pacts, v+1, v+7), agreeing && r.any(v, "to") && r.any(v+1, "a", "the") || strings.HasPrefix(w, "offer") && !r.any(v, "to"):
		return rapporteur.Commitment{}, false
	case strings.HasPrefix(w, "commit") && r.any(v, "to") && !r.deed(v+1):
		return rapporteur.Commitment{}, false
	case strings.HasSuffix(w, "ing") && !r.any(v, "to", "that", "a", "an", "its", "his", "her", "their", "more") && !r.figureAt(v) && !r.quoteMark(v):
		return rapporteur.Commitment{}, false // "rivals promising upheaval"
	case r.any(v, "to", "that", "on"):
		v = r.skip(v + 1)
	case r.any(v, "not", "never") && r.word(v+1) == "to":
	case r.any(v, ".", ",", "in", "with", "by", "for", "at", "and", "") || strings.HasPrefix(w, "commit") && !r.figureAt(v) || pronouns[r.word(v)] || r.any(v, "him", "her", "us", "them", "you"):
		return rapporteur.Commitment{}, false
	}
	if r.any(v, "be") && !strings.HasPrefix(w, "vow") || r.among(greatness, v, v+1) || r.vain(v) && !r.any(v, "vote", "fight", "stay", "go", "bring") || v >= len(r.words) || r.any(v, "a", "an") && v+1 >= len(r.words) {
		return rapporteur.Commitment{}, false
	}
	return r.commitment(rapporteur.Pledge, subject, v, i)
}

// deed reports whether what is committed to is an act: "to cut", "to spending".
func (r *reader) deed(v int) bool {
	v = r.skip(v)
	return doing[r.word(v)] || strings.HasSuffix(r.word(v), "ing") || r.actorsVerb(v)
}

// actorsVerb reports whether the word at v can be a verb in its base form: it is no determiner, name or number.
func (r *reader) actorsVerb(v int) bool {
	return !r.capital(v) && !r.figureAt(v) && r.any(v+1, "the", "a", "an", "his", "her", "its", "their", "all", "more", "no")
}

// finiteVerb reports whether the commissive word at i is a verb with a subject, and no noun or adjective ("pledged delegates").
func (r *reader) finiteVerb(i int) bool {
	before := r.word(i - 1)
	switch {
	case r.any(i-1, "the", "a", "an", "its", "his", "her", "their", "our", "my", "of", "'s", "for", "security", "no", "new", "such", "these", "those", "that", "this", "any", "every", "constitutional", "campaign", "written", "more", "most", "in", "with", "on", "by", "from", "enough", "yet"):
		return false
	case strings.HasSuffix(r.words[i], "ing") && r.any(i-1, "by", "on", "of", "for", "without", "than", "before", "from"):
		return false
	case strings.HasPrefix(r.words[i], "pledged") && strings.HasPrefix(r.word(i+1), "delegate"), r.figureAt(i-1) && !r.any(i+1, "to", "that"):
		return false
	case r.any(r.auxiliaries(i)-2, "what", "how") || r.any(r.auxiliaries(i)-3, "what", "how"):
		return false // a question within
	case before == "to" && r.any(i-2, "yet", "have"), r.any(i+1, "of", "if", "when", "you"):
		return false
	case r.words[i] == "committed" && r.any(i+1, "to") && !r.any(r.auxiliaries(i), "has", "have", "had", "is", "are", "was", "were", "'s", "'re", "'m", "'ve", "'d", "be", "am") && !pronouns[before]:
		return false // "a president committed to"
	}
	return true
}

// promiser is who promises with the word at i: the source of the statement that it is the cue of, else its subject.
func (r *reader) promiser(i int) (rapporteur.Span, string) {
	if n := r.statement(r.toks[i]); n != rapporteur.None && len(r.doc.Attributions[n].Source) > 0 {
		s := r.doc.Attributions[n].Source[0]
		if s.Start >= r.span.Start && s.End <= r.span.End {
			words := strings.Fields(strings.ToLower(s.Of(r.text)))
			return s, strings.Trim(words[len(words)-1], ",")
		}
	}
	return r.subject(r.auxiliaries(i))
}

// refused reports whether what is told is that nothing was promised, or that somebody should.
func (r *reader) refused(i int) bool {
	for k := max(0, i-5); k < i; k++ {
		if denials[r.words[k]] {
			return true
		}
	}
	return r.any(i-1, "to") && r.any(i-2, "urged", "asked", "told", "refused", "unwilling", "reluctant", "called", "pressed") || r.any(i-1, "should", "must", "could", "might", "may", "can")
}

// auxiliaries goes back from a participle over "has", "had", "also".
func (r *reader) auxiliaries(i int) int {
	for r.any(i-1, "has", "have", "had", "also", "already", "will", "is", "are", "am", "was", "were", "been", "be", "'m", "'re", "'d", "'ve", "'s", "repeatedly", "reportedly") || adverbs[r.word(i-1)] && r.word(i-1) != "both" {
		i--
	}
	return i
}

// intention reads "plans to send", "intends to leave", "has decided to take", "expects to cut".
func (r *reader) intention(i int) (rapporteur.Commitment, bool) {
	w := r.words[i]
	v := r.skip(i + 2)
	if r.word(i+1) != "to" || r.any(i-1, "to", "the", "its", "his", "her", "their", "no", "of", "new", "current", "ambitious", "any", "future", "our", "had", "should", "could", "might", "may", "a", "'s", "announced", "unveiled") {
		return rapporteur.Commitment{}, false
	}
	perfect := r.any(r.auxiliaries(i), "has", "have", "'ve")
	if strings.HasSuffix(w, "ed") && !perfect && !(pronouns[r.word(i-1)] && (w == "intended" || w == "planned")) || w == "chosen" && !perfect {
		return rapporteur.Commitment{}, false // done, or a participle: "a step intended to"
	}
	subject, head := r.promiser(i)
	if r.finite(subject) || r.asked(subject) || subject.Empty() || lifeless[head] && head != "it" || r.guessed(i) {
		return rapporteur.Commitment{}, false
	}
	if kind, ok := r.eventKind(head, v, i); ok {
		return r.commitment(kind, subject, v, i)
	}
	if !r.acts(subject, head, v) && !(head == "it" && doing[r.word(v)]) || r.vain(v) && r.word(v) != "vote" || strings.HasPrefix(w, "expect") && !doing[r.base(v)] {
		return rapporteur.Commitment{}, false
	}
	return r.commitment(rapporteur.Pledge, subject, v, i)
}

// finite reports whether a verb stands inside what was taken for a subject.
func (r *reader) finite(s rapporteur.Span) bool {
	for i, t := range r.toks {
		if s.Contains(t) && (r.any(i, "does", "do", "did", "is", "'m", "are", "was", "has", "have", "not", "this", "no", "fits") || t.Start > s.Start && strings.HasSuffix(r.words[i], "ed") && !r.any(i, "united")) {
			return true
		}
	}
	return false
}

// vow reads a pledge told by a noun: "her vow to go after", "announced plans to merge", "the ministry's pledge to rebuild", "a promise of aid".
func (r *reader) vow(i int) (rapporteur.Commitment, bool) {
	v := r.skip(i + 2)
	k := i - 1
	for k > 0 && i-k < 4 && !r.any(k, "his", "her", "its", "their", "my", "our", "'s", "'") && !announces[r.word(k)] {
		k--
	}
	planning := strings.HasPrefix(r.words[i], "plan") || strings.HasPrefix(r.words[i], "intention") || strings.HasPrefix(r.words[i], "decision")
	switch {
	case v >= len(r.words) || r.refused(i):
		return rapporteur.Commitment{}, false
	case announces[r.word(k)]:
		who, _ := r.promiser(k)
		if r.word(i+1) != "to" || who.Empty() {
			break
		}
		return r.commitment(rapporteur.Pledge, who, v, i)
	case planning || r.word(i+1) != "to" || !doing[r.base(v)]:
	case r.any(k, "'s", "'"):
		who, _ := r.subject(k)
		return r.commitment(rapporteur.Pledge, who, v, i)
	case r.any(k, "his", "her", "its", "their", "my", "our"):
		return r.commitment(rapporteur.Pledge, r.toks[k], v, i)
	}
	if commissive[r.words[i]] {
		return r.promise(i)
	}
	if intending[r.words[i]] {
		return r.intention(i)
	}
	return rapporteur.Commitment{}, false
}
