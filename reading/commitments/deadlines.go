package commitments

import (
	"strings"

	"rapporteur"
)

// obligation reads "must submit by", "had to repay ... on", "was ordered to release ... this month", at the last word before "to" or at
// "must". Without a time it is a demand.
func (r *reader) obligation(i int) (rapporteur.Commitment, bool) {
	v := i + 1
	if r.word(v) == "to" {
		v++
	}
	v = r.skip(v)
	from := i
	for r.any(from-1, "will", "would", "is", "are", "was", "were", "be", "also", "been", "has", "have", "had") {
		from--
	}
	subject, head := r.subject(from)
	be := r.word(v) == "be" && r.participle(v+1)
	bound := r.any(from, "will") && doing[r.word(v)] && r.actor(subject, head) && !r.conditional()
	if v >= len(r.toks) || strings.Trim(head, "0123456789") == "" && head != "" || subject.Empty() && head == "" {
		return rapporteur.Commitment{}, false // an index, nobody
	}
	due := r.due(v, from, false)
	if due >= 0 && !r.limits(due, v) {
		due = rapporteur.None
	}
	if due < 0 && !bound || !doing[r.base(v)] && !be || lifeless[head] && head != "it" && !be {
		return rapporteur.Commitment{}, false
	}
	return r.commitment(rapporteur.Deadline, subject, v, from)
}

// limits reports whether a date can be a limit for what is done at v: what stands before it in its clause makes it one, or its being a day.
func (r *reader) limits(d, v int) bool {
	x := r.doc.Dates[d]
	if x.Start < r.toks[v].Start && x.Event.Empty() {
		return false // when they had to, not by when
	}
	if x.Kind == rapporteur.Duration {
		return r.within(x.Start)
	}
	return x.Value != "PRESENT_REF" && x.Value != "FUTURE_REF" && x.Value != "PAST_REF"
}

// timed reads "has until Friday to comply", "has 30 days to respond", "gave the government until 15 March to publish".
func (r *reader) timed(i int) (rapporteur.Commitment, bool) {
	given := r.any(i, "gave", "given", "gives")
	for k := i + 1; k < i+14 && k < len(r.words); k++ {
		if r.words[k] == "deadline" && r.any(k+1, "to") && given {
			subject, _ := r.subject(i)
			return r.dated(rapporteur.Deadline, subject, k+2, i)
		}
		if r.words[k] != "to" || k+1 >= len(r.words) || !(doing[r.word(k+1)] || r.any(k+1, "pay", "answer", "file", "hand", "leave")) {
			continue
		}
		if r.datesBetween(i, k) && (r.between(i, k, "until") || r.between(i, k, "deadline") || r.lastsFrom(i, k, given)) {
			subject, _ := r.subject(i)
			if r.any(i, "gave", "gives") {
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

// lastsFrom reports whether a stretch of time is what somebody has or is given: "has 30 days to".
func (r *reader) lastsFrom(i, k int, given bool) bool {
	d := r.dateAfter(i)
	if d < 0 || r.doc.Dates[d].Kind != rapporteur.Duration || r.doc.Dates[d].End+1 < r.toks[k].Start-1 {
		return false
	}
	return given || i+1 < len(r.toks) && (r.doc.Dates[d].Start == r.toks[i+1].Start || r.any(i+1, "only", "just", "another"))
}

// object is the phrase between a verb and "until", or the time that is given.
func (r *reader) object(i, k int) rapporteur.Span {
	for j := i + 1; j < k; j++ {
		if j > i+1 && (r.any(j, "until", "a") || r.inDate(j)) {
			return rapporteur.Span{Start: r.toks[i+1].Start, End: r.toks[j-1].End}
		}
	}
	return rapporteur.Span{}
}

// deadline reads "the deadline for applications is 1 May", "set an April 15 deadline for parties to litigate", "that's the deadline for
// candidates to file reports".
func (r *reader) deadline(i int) (rapporteur.Commitment, bool) {
	if r.any(i+1, "to") && doing[r.word(i+2)] {
		who, _ := r.subject(i - 1)
		if r.any(i-1, "the", "a") || r.inDate(i-1) {
			who = rapporteur.Span{}
		}
		return r.dated(rapporteur.Deadline, who, i+2, i)
	}
	if !r.any(i+1, "for") || i+2 >= len(r.words) {
		return rapporteur.Commitment{}, false
	}
	for k := i + 3; k < i+16 && k < len(r.words); k++ {
		if r.word(k) == "to" && !r.inDate(k+1) && k+1 < len(r.words) && r.base(k+1) != "" && !r.any(k-1, "due", "is", "was") {
			return r.dated(rapporteur.Deadline, rapporteur.Span{Start: r.toks[i+2].Start, End: r.toks[k-1].End}, k+1, i)
		}
		if r.any(k, "is", "was", "expires", "falls", "passed", "of") && r.dateAfter(k) >= 0 {
			c, ok := r.commitment(rapporteur.Deadline, rapporteur.Span{}, i+2, i)
			c.What.End = r.toks[k-1].End
			return c, ok
		}
	}
	return rapporteur.Commitment{}, false
}

// dated is commitment, whose date may stand anywhere in the sentence: "set an April 15 deadline for".
func (r *reader) dated(kind rapporteur.CommitmentKind, who rapporteur.Span, v, m int) (rapporteur.Commitment, bool) {
	c, ok := r.commitment(kind, who, v, m)
	for d := r.date; c.Due == rapporteur.None && d < len(r.doc.Dates) && r.doc.Dates[d].Start < r.span.End; d++ {
		if x := r.doc.Dates[d]; x.Kind == rapporteur.Point && !x.From.IsZero() {
			c.Due = d
		}
	}
	return c, ok
}
