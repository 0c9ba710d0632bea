package commitments

import (
	"strings"

	"rapporteur"
)

// reader goes through one sentence.
type reader struct {
	doc    *rapporteur.Document
	text   string
	span   rapporteur.Span
	toks   []rapporteur.Token
	words  []string // in lower case
	date   int      // first date that ends in the sentence or later
	figure int      // the same of figures
	done   int      // token after the last commitment's verb
}

// longest is how many tokens of a sentence are read; what is longer is a list or a table.
const longest = 400

func newReader(doc *rapporteur.Document, s *rapporteur.Sentence, date, figure int) *reader {
	r := &reader{doc: doc, text: doc.Article.Text, span: s.Span, toks: s.Tokens, date: date, figure: figure}
	if len(r.toks) > longest {
		r.toks = r.toks[:longest]
	}
	return r
}

// read finds the commitments of the sentence.
func (r *reader) read() []rapporteur.Commitment {
	if !r.promising() {
		return nil
	}
	r.words = make([]string, len(r.toks))
	for i, t := range r.toks {
		r.words[i] = strings.ToLower(t.Of(r.text))
	}
	var out []rapporteur.Commitment
	for i := 0; i < len(r.words); i++ {
		if i < r.done {
			continue
		}
		if c, ok := r.at(i); ok {
			out = append(out, c)
		}
	}
	return out
}

// promising looks for a word that any rule begins with, so that most sentences cost nothing more.
func (r *reader) promising() bool {
	for _, t := range r.toks {
		if n := t.Len(); n < 2 || n > 12 {
			continue
		}
		w := t.Of(r.text)
		if triggers[w] || w[0] < 'a' && triggers[strings.ToLower(w)] {
			return true
		}
	}
	return false
}

var triggers = func() map[string]bool {
	m := set(`will 'll would shall wo must had have has until deadline deadlines required obliged due scheduled set expected expire expires expiring lapses run runs end ends
is are to valid takes take go goes given gave arrives planned plans plan intends intend remain remains`)
	for w := range commissive {
		m[w] = true
	}
	for w := range presents {
		m[w] = true
	}
	return m
}()

func (r *reader) word(i int) string {
	if i < 0 || i >= len(r.words) {
		return ""
	}
	return r.words[i]
}

func (r *reader) any(i int, list ...string) bool {
	w := r.word(i)
	for _, s := range list {
		if w == s && s != "" {
			return true
		}
	}
	return false
}

// at tries the rules at token i.
func (r *reader) at(i int) (rapporteur.Commitment, bool) {
	w := r.words[i]
	switch {
	case w == "will" || w == "'ll" || w == "’ll" || w == "shall" || w == "wo":
		return r.modal(i, false)
	case w == "would":
		return r.modal(i, true)
	case w == "must" || r.any(i, "had", "have", "has") && r.word(i+1) == "to", r.any(i, "required", "obliged") && r.word(i+1) == "to":
		return r.obligation(i)
	case r.any(i, "has", "have", "had") || r.any(i, "gave", "given"):
		return r.timed(i)
	case w == "deadline" || w == "deadlines":
		return r.deadline(i)
	case commissive[w]:
		return r.promise(i)
	case intending[w]:
		return r.intention(i)
	case r.any(i, "is", "are"):
		return r.arranged(i)
	}
	return r.present(i)
}

// skip passes over adverbs and negations.
func (r *reader) skip(i int) int {
	for adverbs[r.word(i)] || r.word(i) == "n't" || strings.HasSuffix(r.word(i), "ly") && len(r.word(i)) > 4 && r.word(i) != "apply" && r.word(i) != "supply" && r.word(i) != "comply" && r.word(i) != "rally" {
		i++
	}
	return i
}

// modal reads "will provide", "will meet", "will have to", "would withdraw".
func (r *reader) modal(i int, would bool) (rapporteur.Commitment, bool) {
	v := r.skip(i + 1)
	if r.word(v) == "have" && r.word(v+1) == "to" {
		return r.obligation(v)
	}
	if r.word(v) == "be" && r.any(v+1, "willing", "ready", "prepared") && r.word(v+2) == "to" {
		v = r.skip(v + 3)
	}
	subject, head := r.subject(i)
	if kind, ok := r.eventKind(head, v, i); ok {
		if would && kind != rapporteur.Vote && !r.reported(i) {
			return rapporteur.Commitment{}, false
		}
		return r.commitment(kind, subject, v, i)
	}
	if would && !(r.reported(i) || r.conditional()) {
		return rapporteur.Commitment{}, false
	}
	if soft[r.word(v)] && !r.acts(subject, head) {
		return rapporteur.Commitment{}, false
	}
	if !doing[r.word(v)] || lifeless[head] && !(head == "it" && r.reported(i)) || subject.Empty() && head == "" || r.question() || r.vain(v) {
		return rapporteur.Commitment{}, false
	}
	return r.commitment(rapporteur.Pledge, subject, v, i)
}

// acts reports whether a subject is somebody: a pronoun, a name of the record, or a noun for people and bodies.
func (r *reader) acts(who rapporteur.Span, head string) bool {
	if pronouns[head] || actors[head] {
		return true
	}
	for _, e := range r.doc.Entities {
		for _, m := range e.Mentions {
			if who.Contains(m.Span) && (m.End == who.End || m.Start == who.Start && strings.HasPrefix(r.text[m.End:who.End], ",")) {
				return true
			}
		}
	}
	return false
}

// vain tells phrases that name no act: "take place", "play a role", "make great", "help".
func (r *reader) vain(v int) bool {
	switch r.word(v) {
	case "take":
		return r.any(v+1, "place", "years", "months", "weeks", "days", "time", "off", "a", "until") && !r.any(v+2, "look", "decision", "step")
	case "help", "include", "face", "end", "begin", "start", "open", "continue", "keep", "close", "move", "improve":
		return r.word(v) == "help" && !r.capital(v+1) || r.word(v) == "include" || r.word(v) == "face" || r.any(v+1, ".", ",", "on", "at", "soon", "in", "until", "when", "as")
	case "work", "seek", "show", "try", "fight":
		return r.any(v+1, ".", "out")
	}
	return false
}

func (r *reader) capital(i int) bool {
	if i < 0 || i >= len(r.toks) {
		return false
	}
	c := r.text[r.toks[i].Start]
	return c >= 'A' && c <= 'Z'
}

func (r *reader) question() bool { return len(r.words) > 0 && r.words[len(r.words)-1] == "?" }

// reported reports whether a verb of saying stands before token i in the sentence.
func (r *reader) reported(i int) bool {
	for k := i - 1; k >= 0; k-- {
		if says[r.words[k]] {
			return true
		}
	}
	return false
}

// conditional reports whether the sentence has a condition.
func (r *reader) conditional() bool {
	for _, w := range r.words {
		if w == "if" {
			return true
		}
	}
	return false
}

// eventKind tells meetings, votes and expiries behind a modal or an auxiliary at m, by the verb at v and the head of the subject.
func (r *reader) eventKind(head string, v, m int) (rapporteur.CommitmentKind, bool) {
	w := r.word(v)
	held := w == "be" && r.any(v+1, "held", "convened", "hosted", "staged") || w == "take" && r.word(v+1) == "place" || r.any(v, "begin", "start", "resume", "open", "happen") && (events[head] || ballots[head]) || w == "be" && events[head] && r.any(v+1, "on", "in") && r.dateAfter(v) >= 0
	switch {
	case w == "vote", w == "decide" && r.word(v+1) == "on", w == "go" && r.any(v+1, "to") && (r.word(v+2) == "the" && r.word(v+3) == "polls" || r.word(v+2) == "polls"), held && ballots[head]:
		return rapporteur.Vote, true
	case held && events[head]:
		return rapporteur.Meeting, true
	case r.any(v, "expire", "lapse") || r.any(v, "run", "last", "remain", "continue", "be", "stay") && terms[head] && r.untilAfter(v) || w == "end" && terms[head] && r.dateAfter(v) >= 0:
		return rapporteur.Expiry, true
	}
	need, ok := meeting[w]
	if !ok || lifeless[head] && head != "it" || w == "arrive" && r.dateAfter(v) < 0 {
		return "", false
	}
	if w == "meet" && !r.encounter(v+1) {
		return "", false
	}
	if need == nil {
		return rapporteur.Meeting, w != "meet" || !r.any(v+1, "additional", "demand", "the", "its", "their", "our", "expectations")
	}
	for k := v + 1; k < v+6; k++ {
		if r.any(k, need...) {
			return rapporteur.Meeting, true
		}
	}
	return "", false
}

// encounter reports whether what follows "meet" makes it a meeting, and not the meeting of a demand.
func (r *reader) encounter(i int) bool {
	if i >= len(r.words) || r.any(i, "in", "on", "at", "with", "again", "for", "to", ".", ",", "next", "this", "face", "face-to-face", "behind", "online", "here", "tomorrow", "later", "early") || r.inDate(i) || r.capital(i) {
		return true
	}
	for k := i; k < i+5 && k < len(r.words); k++ {
		if actors[r.words[k]] || actors[r.words[k]+"s"] {
			return true
		}
	}
	return false
}

// untilAfter reports whether "until" stands behind token v.
func (r *reader) untilAfter(v int) bool {
	for k := v + 1; k < len(r.words) && k < v+9; k++ {
		if r.any(k, "until", "till") || r.any(k, "through") && r.dateAfter(k) >= 0 {
			return true
		}
	}
	return false
}

// dateAfter returns the first date of the sentence that begins behind token v, or -1.
func (r *reader) dateAfter(v int) int {
	if v < 0 || v >= len(r.toks) {
		return -1
	}
	for d := r.date; d < len(r.doc.Dates) && r.doc.Dates[d].Start < r.span.End; d++ {
		if r.doc.Dates[d].Start >= r.toks[v].Start && r.doc.Dates[d].Kind != rapporteur.Set {
			return d
		}
	}
	return -1
}

// obligation reads "must submit by", "had to repay ... on", at the last word before "to" or at "must".
func (r *reader) obligation(i int) (rapporteur.Commitment, bool) {
	v := i + 1
	if r.word(v) == "to" {
		v++
	}
	v = r.skip(v)
	from := i
	for r.any(from-1, "will", "would", "is", "are", "was", "were", "be", "also", "been") {
		from--
	}
	subject, head := r.subject(from)
	be := r.word(v) == "be" && strings.HasSuffix(r.word(v+1), "ed")
	bound := r.any(from, "will") && doing[r.word(v)] && !r.conditional()
	if v >= len(r.toks) {
		return rapporteur.Commitment{}, false
	}
	due := r.due(v, from, false)
	if strings.Trim(head, "0123456789") == "" && head != "" {
		return rapporteur.Commitment{}, false // an index
	}
	if due < 0 && !bound || !doing[r.word(v)] && !be && r.word(v) != "pay" && r.word(v) != "answer" && r.word(v) != "hand" || lifeless[head] && head != "it" && !be || r.question() {
		return rapporteur.Commitment{}, false
	}
	return r.commitment(rapporteur.Deadline, subject, v, from)
}

// timed reads "has until Friday to comply", "has 30 days to respond", "gave the government until 15 March to publish".
func (r *reader) timed(i int) (rapporteur.Commitment, bool) {
	given := r.any(i, "gave", "given")
	for k := i + 1; k < i+12 && k < len(r.words); k++ {
		if r.words[k] != "to" || k+1 >= len(r.words) || !(doing[r.word(k+1)] || r.any(k+1, "pay", "answer", "file", "hand", "leave")) {
			continue
		}
		if r.datesBetween(i, k) && (r.between(i, k, "until") || r.between(i, k, "deadline") || !given && r.dateStarts(i+1)) {
			subject, _ := r.subject(i)
			if r.words[i] == "gave" {
				subject = r.object(i, k)
			} else if given {
				subject, _ = r.subject(i - 1)
			}
			return r.commitment(rapporteur.Deadline, subject, k+1, i)
		}
		return rapporteur.Commitment{}, false
	}
	return rapporteur.Commitment{}, false
}

func (r *reader) between(i, k int, w string) bool {
	for ; i < k; i++ {
		if r.word(i) == w {
			return true
		}
	}
	return false
}

func (r *reader) datesBetween(i, k int) bool {
	d := r.dateAfter(i)
	return d >= 0 && r.doc.Dates[d].Start < r.toks[k].Start
}

func (r *reader) dateStarts(i int) bool {
	d := r.dateAfter(i)
	return d >= 0 && i < len(r.toks) && r.doc.Dates[d].Start == r.toks[i].Start
}

// object is the phrase between a verb and "until".
func (r *reader) object(i, k int) rapporteur.Span {
	for j := i + 1; j < k; j++ {
		if r.any(j, "until", "a") && j > i+1 {
			return rapporteur.Span{Start: r.toks[i+1].Start, End: r.toks[j-1].End}
		}
	}
	return rapporteur.Span{}
}

// deadline reads "the deadline for applications is 1 May".
func (r *reader) deadline(i int) (rapporteur.Commitment, bool) {
	if !r.any(i+1, "for", "to") || i+2 >= len(r.words) {
		return rapporteur.Commitment{}, false
	}
	for k := i + 3; k < i+14 && k < len(r.words); k++ {
		if r.any(k, "is", "was", "expires", "falls", "passed", "of") && r.dateAfter(k) >= 0 {
			c, ok := r.commitment(rapporteur.Deadline, rapporteur.Span{}, i+2, i)
			c.What.End = r.toks[k-1].End
			return c, ok
		}
	}
	return rapporteur.Commitment{}, false
}

// promise reads "pledged to cut", "has promised that", "committed $10 billion", "agreed on a plan".
func (r *reader) promise(i int) (rapporteur.Commitment, bool) {
	w := r.words[i]
	if r.any(i-1, "the", "a", "its", "his", "her", "their", "of", "its", "'s") || denials[r.word(i-1)] || r.refused(i) {
		return rapporteur.Commitment{}, false
	}
	if r.any(i-1, "for", "security", "no", "new", "such", "these", "those", "written") || r.any(r.auxiliaries(i)-2, "what", "how") || r.any(r.auxiliaries(i)-3, "what", "how") {
		return rapporteur.Commitment{}, false // the noun, a question within
	}
	if strings.HasSuffix(w, "ing") && r.any(i-1, "by", "on", "of", "for", "without", "than", "before", "from") {
		return rapporteur.Commitment{}, false
	}
	if r.any(i-1, "initially", "originally", "previously") {
		return rapporteur.Commitment{}, false
	}
	subject, head := r.subject(r.auxiliaries(i))
	if lifeless[head] && head != "it" && head != "who" && head != "which" {
		return rapporteur.Commitment{}, false
	}
	v := i + 1
	if r.any(v, "themselves", "itself", "himself", "herself", "ourselves") {
		v++
	}
	if agreeing := strings.HasPrefix(w, "agree"); agreeing && !(r.any(v, "to", "on")) || strings.HasPrefix(w, "offer") && !r.any(v, "to") {
		return rapporteur.Commitment{}, false
	}
	switch {
	case r.any(v, "to", "that", "on"):
		v = r.skip(v + 1)
	case r.any(v, "not", "never") && r.word(v+1) == "to":
	case r.any(v, ".", ",", "in", "with", "by", "for", "at", "and", "") || strings.HasPrefix(w, "commit") && !r.figureAt(v) || r.any(v, "it", "he", "she", "they", "we", "him", "her", "us", "them"):
		return rapporteur.Commitment{}, false
	}
	if v >= len(r.words) || r.any(v, "a", "an") && v+1 >= len(r.words) || r.quoteMark(v+1) {
		return rapporteur.Commitment{}, false
	}
	return r.commitment(rapporteur.Pledge, subject, v, i)
}

// refused reports whether what is told is that nothing was promised.
func (r *reader) refused(i int) bool {
	for k := max(0, i-5); k < i; k++ {
		if denials[r.words[k]] {
			return true
		}
	}
	return r.any(i-1, "to") && r.any(i-2, "urged", "asked", "told", "refused", "unwilling", "reluctant") || r.any(i-1, "should", "must", "could", "might", "may")
}

func (r *reader) figureAt(i int) bool {
	if i >= len(r.toks) {
		return false
	}
	for f := r.figure; f < len(r.doc.Figures) && r.doc.Figures[f].Start < r.span.End; f++ {
		if r.doc.Figures[f].Contains(r.toks[i].Span) {
			return true
		}
	}
	return false
}

// auxiliaries goes back from a participle over "has", "had", "also".
func (r *reader) auxiliaries(i int) int {
	for r.any(i-1, "has", "have", "had", "also", "already", "will", "is", "are", "was", "were", "been", "'ve", "'s") || adverbs[r.word(i-1)] && r.word(i-1) != "both" {
		i--
	}
	return i
}

// intention reads "plans to send", "intends to leave".
func (r *reader) intention(i int) (rapporteur.Commitment, bool) {
	v := r.skip(i + 2)
	subject, head := r.subject(r.auxiliaries(i))
	if r.any(r.auxiliaries(i)-1, "current", "ambitious", "new", "any", "future", "our") || r.finite(subject) {
		return rapporteur.Commitment{}, false // the noun
	}
	for k := i - 4; k < i; k++ {
		if r.any(k, "how", "what", "whether", "where", "when") {
			return rapporteur.Commitment{}, false // a question within
		}
	}
	if r.word(i+1) != "to" || r.any(i-1, "the", "its", "their", "no", "of", "new", "has", "have") || subject.Empty() || lifeless[head] && head != "it" {
		return rapporteur.Commitment{}, false
	}
	if kind, ok := r.eventKind(head, v, i); ok {
		return r.commitment(kind, subject, v, i)
	}
	if !doing[r.word(v)] || r.vain(v) {
		return rapporteur.Commitment{}, false
	}
	return r.commitment(rapporteur.Pledge, subject, v, i)
}

// finite reports whether a verb stands inside what was taken for a subject.
func (r *reader) finite(s rapporteur.Span) bool {
	for i, t := range r.toks {
		if s.Contains(t.Span) && r.any(i, "does", "do", "did", "is", "are", "was", "has", "have", "not", "this", "no", "fits") {
			return true
		}
	}
	return false
}

// arranged reads "is scheduled to vote", "are due to meet", "is to be held", "is set for 14 January", "is valid until".
func (r *reader) arranged(i int) (rapporteur.Commitment, bool) {
	j := r.skip(i + 1)
	subject, head := r.subject(i)
	if j > i {
		if r.any(j, "valid", "available", "in") && r.untilAfter(j) && (terms[head] || r.any(j, "valid")) {
			return r.commitment(rapporteur.Expiry, subject, i, i)
		}
		if r.any(j, "scheduled", "set", "due", "planned", "slated") && r.any(j+1, "for", "on", "in", "early", "next") && r.dateAfter(j) >= 0 {
			switch {
			case ballots[head]:
				return r.commitment(rapporteur.Vote, subject, i, i)
			case events[head]:
				return r.commitment(rapporteur.Meeting, subject, i, i)
			}
		}
	}
	v := 0
	switch {
	case r.word(j) == "to":
		v = j + 1
	case r.any(j, "scheduled", "due", "set", "expected", "slated", "planning", "supposed") && r.word(j+1) == "to":
		v = j + 2
	default:
		return rapporteur.Commitment{}, false
	}
	v = r.skip(v)
	if kind, ok := r.eventKind(head, v, i); ok {
		return r.commitment(kind, subject, v, i)
	}
	if r.any(j, "expected", "supposed") || r.dateAfter(v) < 0 || !doing[r.word(v)] || lifeless[head] || subject.Empty() || r.word(j) == "to" && r.vain(v) {
		return rapporteur.Commitment{}, false
	}
	return r.commitment(rapporteur.Pledge, subject, v, i)
}

// present reads what is fixed, in the present tense: "expires on 30 June", "takes place on", "go to the polls on", "arrives on".
func (r *reader) present(i int) (rapporteur.Commitment, bool) {
	w := r.words[i]
	fixed := false
	kind := rapporteur.CommitmentKind("")
	subject, head := rapporteur.Span{}, ""
	switch w {
	case "expires", "expire", "lapses", "lapse", "ends", "end", "runs", "run", "remains", "remain", "lasts":
		subject, head = r.subject(i)
		fixed = r.any(i, "expires", "expire", "lapses", "lapse") || terms[head] && (r.any(i, "ends", "end") || r.untilAfter(i))
		kind = rapporteur.Expiry
	case "takes", "take":
		subject, head = r.subject(i)
		fixed, kind = r.word(i+1) == "place" && events[head], rapporteur.Meeting
		if r.word(i+1) == "place" && ballots[head] {
			fixed, kind = true, rapporteur.Vote
		}
	case "go", "goes", "head":
		subject, head = r.subject(i)
		fixed, kind = r.word(i+1) == "to" && (r.word(i+3) == "polls" || r.word(i+2) == "polls"), rapporteur.Vote
	default:
		base, ok := presents[w]
		if !ok || r.any(i-1, "to", "will", "would", "can", "could", "the", "a", "may", "not", "should") {
			return rapporteur.Commitment{}, false
		}
		subject, head = r.subject(i)
		need := meeting[base]
		fixed, kind = !lifeless[head] && !subject.Empty(), rapporteur.Meeting
		if need != nil {
			fixed = fixed && (r.any(i+1, need...) || r.any(i+2, need...))
		}
	}
	if !fixed || head == "" || kind == rapporteur.Meeting && strings.Trim(head, "0123456789") == "" || r.any(i-1, "to", "will", "would", "could", "may", "the") {
		return rapporteur.Commitment{}, false
	}
	d := r.dateAfter(i)
	if d < 0 || kind != rapporteur.Expiry && r.past(d) || r.doc.Dates[d].Start-r.toks[i].End > 60 {
		return rapporteur.Commitment{}, false
	}
	return r.commitment(kind, subject, i, i)
}

// past reports whether a date lies wholly before the day of publication.
func (r *reader) past(d int) bool {
	pub := r.doc.Article.Published.Time
	x := r.doc.Dates[d]
	return x.Value == "PAST_REF" || !pub.IsZero() && !x.To.IsZero() && x.To.Before(pub) && x.To.AddDate(0, 0, 1).Before(pub)
}
