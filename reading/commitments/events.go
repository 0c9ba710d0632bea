package commitments

import (
	"strings"

	"rapporteur"
)

// eventKind tells meetings, votes and expiries behind a modal or an auxiliary at m, by the verb at v and the head of the subject.
func (r *reader) eventKind(head string, v, m int) (rapporteur.CommitmentKind, bool) {
	w := r.word(v)
	gathering, ballot := events[head], ballots[head]
	held := w == "be" && r.any(r.skip(v+1), "held", "convened", "hosted", "staged", "rescheduled", "scheduled", "postponed") || w == "take" && r.word(v+1) == "place" || r.any(v, "begin", "start", "resume", "open", "happen", "go") && (gathering || ballot) || w == "be" && gathering && r.any(v+1, "on", "in") && r.dateAfter(v) >= 0
	switch {
	case r.votes(head, v), held && ballot:
		return rapporteur.Vote, true
	case held && (gathering || head == "it" && r.word(r.skip(v+1)) == "held"):
		return rapporteur.Meeting, true
	case r.any(v, "expire", "lapse") || r.any(v, "run", "last", "remain", "continue", "be", "stay") && (terms[head] || r.any(r.skip(v+1), "open", "closed", "in", "valid", "suspended", "frozen", "shut", "available", "free", "effective")) && r.untilAfter(v) || w == "end" && terms[head] && r.dateAfter(v) >= 0:
		return rapporteur.Expiry, true
	case w == "go" && (r.any(v+1, "to") && r.any(v+2, "trial", "court") || r.any(v+1, "on") && r.any(v+2, "trial")):
		return rapporteur.Meeting, true
	}
	if w == "be" { // "will be gathering"
		if w = gerundBase(r.word(v + 1)); meeting[w] == nil && w != "meet" && w != "gather" || w == "" {
			return "", false
		}
		v++
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
	for k := v + 1; k < v+7; k++ {
		if r.any(k, need...) {
			return rapporteur.Meeting, true
		}
	}
	return "", false
}

// votes reports whether the verb at v calls somebody to a vote.
func (r *reader) votes(head string, v int) bool {
	switch r.word(v) {
	case "vote":
		return r.any(v+1, "on", "again", "next", "this", "in", "today", "tomorrow", "later", "whether", ".") || r.inDate(v+1)
	case "decide":
		return r.any(v+1, "on") && (crowds[head] || actors[head])
	case "elect", "select", "choose", "pick":
		return electors[head]
	case "go", "head":
		return r.any(v+1, "to") && (r.any(v+2, "polls") || r.any(v+3, "polls"))
	case "hold", "stage", "call":
		for k := v + 1; k < v+6; k++ {
			if ballots[r.word(k)] {
				return true
			}
			if r.any(k, "talks", "meeting", "on", "to") {
				return false
			}
		}
	}
	return false
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
	for k := v + 1; k < len(r.words) && k < v+12; k++ {
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

// arranged reads "is scheduled to vote", "are due to meet", "is to be held", "is set for 14 January", "is valid until".
func (r *reader) arranged(i int) (rapporteur.Commitment, bool) {
	past := r.any(i, "was", "were")
	j := r.skip(i + 1)
	subject, head := r.subject(i)
	if r.asked(subject) {
		return rapporteur.Commitment{}, false
	}
	if !past {
		if r.any(j, "valid", "available", "in", "free", "closed", "suspended") && r.untilAfter(j) && (terms[head] || r.any(j, "valid") || r.untilSoon(j)) {
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
	case r.word(j) == "to" && !past:
		v = j + 1
	case r.any(j, "scheduled", "set", "due", "expected", "slated", "supposed", "ready", "prepared") && r.word(j+1) == "to":
		v = j + 2
	default:
		return rapporteur.Commitment{}, false
	}
	v = r.skip(v)
	if kind, ok := r.eventKind(head, v, i); ok && !(past && r.dateAfter(v) < 0) {
		return r.commitment(kind, subject, v, i)
	}
	if past || r.any(j, "expected", "supposed") || r.word(j) == "to" && r.dateAfter(i) < 0 && !r.inDate(i-1) || !r.acts(subject, head, v) || subject.Empty() || r.vain(v) {
		return rapporteur.Commitment{}, false
	}
	return r.commitment(rapporteur.Pledge, subject, v, i)
}

// untilSoon reports whether "until" and a date stand within the words that belong to the adjective at j: "free to members until May".
func (r *reader) untilSoon(j int) bool {
	for k := j + 1; k < len(r.words) && k < j+9; k++ {
		if r.any(k, ",", ".", ";") {
			return false
		}
		if r.any(k, "until", "till") {
			return r.dateAfter(k) >= 0
		}
	}
	return false
}

// held reads "a special event to be held on 12 October".
func (r *reader) held(i int) (rapporteur.Commitment, bool) {
	if !r.any(i-1, "be") || !r.any(i-2, "to") || i < 4 {
		return rapporteur.Commitment{}, false
	}
	subject, head := r.subject(i - 2)
	if !events[head] && !ballots[head] {
		return rapporteur.Commitment{}, false
	}
	kind := rapporteur.Meeting
	if ballots[head] {
		kind = rapporteur.Vote
	}
	return r.commitment(kind, subject, i, i-2)
}

// present reads what is fixed, in the present tense: "expires on 30 June", "takes place on", "go to the polls on", "arrives on".
func (r *reader) present(i int) (rapporteur.Commitment, bool) {
	kind, subject, ok := r.fixed(i)
	if !ok || r.any(i-1, "to", "will", "would", "could", "may", "the", "can", "not", "should", "a") || r.asked(subject) {
		return rapporteur.Commitment{}, false
	}
	d := r.dateAfter(i)
	if d < 0 || kind != rapporteur.Expiry && r.past(d) || r.doc.Dates[d].Start-r.toks[i].End > 60 {
		return rapporteur.Commitment{}, false
	}
	return r.commitment(kind, subject, i, i)
}

// fixed tells what kind of event a verb in the present tense fixes.
func (r *reader) fixed(i int) (kind rapporteur.CommitmentKind, subject rapporteur.Span, ok bool) {
	head := ""
	switch r.words[i] {
	case "expires", "expire", "lapses", "lapse":
		subject, head = r.subject(i)
		return rapporteur.Expiry, subject, head != ""
	case "ends", "end", "runs", "run", "remains", "remain", "lasts":
		subject, head = r.subject(i)
		return rapporteur.Expiry, subject, terms[head] && (r.any(i, "ends", "end") || r.untilAfter(i)) || r.any(i, "runs", "run") && r.any(i+1, "out") && !r.actor(subject, head)
	case "takes", "take":
		subject, head = r.subject(i)
		kind = rapporteur.Meeting
		if ballots[head] {
			kind = rapporteur.Vote
		}
		return kind, subject, r.word(i+1) == "place" && (events[head] || ballots[head])
	case "go", "goes", "head", "heads":
		subject, head = r.subject(i)
		return rapporteur.Vote, subject, head != "" && r.word(i+1) == "to" && (r.word(i+3) == "polls" || r.word(i+2) == "polls")
	}
	base, known := presents[r.words[i]]
	if !known {
		return "", rapporteur.Span{}, false
	}
	subject, head = r.subject(i)
	if lifeless[head] || subject.Empty() || strings.Trim(head, "0123456789") == "" {
		return "", subject, false
	}
	if base == "hold" && r.votes(head, i) || base == "hold" && (ballots[r.word(i+1)] || ballots[r.word(i+2)]) {
		return rapporteur.Vote, subject, true
	}
	need := meeting[base]
	return rapporteur.Meeting, subject, need == nil || r.any(i+1, need...) || r.any(i+2, need...)
}

// past reports whether a date lies wholly before the day of publication.
func (r *reader) past(d int) bool {
	pub := r.doc.Article.Published.Time
	x := r.doc.Dates[d]
	return x.Value == "PAST_REF" || !pub.IsZero() && !x.To.IsZero() && x.To.Before(pub) && x.To.AddDate(0, 0, 1).Before(pub)
}
