package commitments

import (
	"strings"
	"time"

	"rapporteur"
)

// verbal are words before which a subject cannot begin: verbs of saying and conjunctions.
var verbal = func() map[string]bool {
	m := set(`that if when while because as but and or so than whether although whilst though since unless after before where : ; ( ) – — --
on says hopes fears believes thinks hope fear think believe claims claimed noted notes outcome`)
	for w := range says {
		m[w] = true
	}
	return m
}()

// subject is the noun phrase before token i, and its head: the last word, in lower case.
func (r *reader) subject(i int) (rapporteur.Span, string) {
	end := i
	for end > 0 && (adverbs[r.words[end-1]] && r.words[end-1] != "all" && r.words[end-1] != "both" || r.inDate(end-1) && end-1 > 0 && !r.inDate(0)) {
		end--
	}
	if end > 0 && r.words[end-1] == "," { // apposition: "Rolls-Royce, part of the consortium, will"
		if k := r.opening(end - 1); k > 0 {
			end = k
		} else {
			end--
		}
	}
	if end <= 0 || r.quoteMark(end-1) {
		return rapporteur.Span{}, ""
	}
	if r.any(end-1, "that", "which", "who") { // "meetings that will be held"
		end--
		if r.word(end-1) == "," {
			end--
		}
		if s, head, ok := r.antecedent(end); ok {
			return s, head
		}
	} else if end > 1 && r.any(end-1, "and") {
		return r.subject(r.clauseVerb(end - 1))
	}
	if end > 0 && pronouns[r.words[end-1]] {
		return r.toks[end-1], r.words[end-1]
	}
	start := end
	for start > 0 && end-start < 26 {
		w := r.words[start-1]
		if open := r.bracket(start - 1); open >= 0 {
			start = open
			continue
		}
		if w == "-" && start > 1 && r.toks[start-1].Start > r.toks[start-2].End { // behind a dateline
			break
		}
		if w == "," || r.quoteMark(start-1) || verbal[w] && !(w == "and" && r.joins(start-1)) && !(w == "on" && start-1 > 0) {
			break
		}
		start--
	}
	if start > 1 && r.any(start-1, "that", "who") && (actors[r.words[start-2]] || r.endsName(start-2)) && end-start > 1 && !r.capital(start) && !lifeless[r.words[start]] && !r.any(start, "the", "a", "an", "its", "his", "her", "their", "no", "nobody") { // "countries that want the loans"
		return r.subject(start - 1)
	}
	for k := end - 2; k > start; k-- { // "between 2014 and 2016 it"
		if r.inDate(k) && (r.any(k-1, "in", "on", "by", "and", "since", "from", "until") || r.inDate(k-1)) && !r.inDate(k+1) && !r.any(k+1, "'s", "’s", "and") {
			start = k + 1
			break
		}
	}
	for start < end && (r.inDate(start) || r.any(start, "of", "and", "but", "'s", "’s", "whilst", "on", "in", "by", "then", "now", "yesterday", "today", "also")) {
		start++
	}
	if start >= end || r.any(end-1, "do", "does", "did", "be") {
		return rapporteur.Span{}, ""
	}
	span := rapporteur.Span{Start: r.toks[start].Start, End: r.toks[end-1].End}
	return span, r.head(start, end)
}

// endsName reports whether a proper name ends with token i.
func (r *reader) endsName(i int) bool {
	return r.ends.has(r.toks[i].End)
}

// antecedent is what a relative pronoun behind token end-1 stands for: the name that ends there, else the phrase from its determiner.
func (r *reader) antecedent(end int) (rapporteur.Span, string, bool) {
	for k := end - 1; k >= 0 && k > end-8; k-- {
		name := r.starts.has(r.toks[k].Start)
		if ends := r.ends.has(r.toks[end-1].End); name && ends || !ends && r.any(k, "the", "a", "an", "its", "their", "his", "her", "these", "those") {
			return rapporteur.Span{Start: r.toks[k].Start, End: r.toks[end-1].End}, r.head(k, end), true
		}
		if r.words[k] == "," {
			break
		}
	}
	return rapporteur.Span{}, "", false
}

// bracket is where the bracket that closes at token i opens, near before it; else -1.
func (r *reader) bracket(i int) int {
	if r.words[i] != ")" {
		return -1
	}
	for k := i - 1; k > 0 && k > i-8; k-- {
		if r.words[k] == "(" {
			return k
		}
	}
	return -1
}

// clauseVerb goes back to the verb that "and" continues, at most a few words.
func (r *reader) clauseVerb(i int) int {
	for k := i - 1; k > 0 && k > i-12; k-- {
		if r.any(k, "will", "would", "has", "have", "continue", "continues", "is", "are", "said") {
			return k
		}
	}
	return 0
}

// joins reports whether "and" at i joins two parts of one subject: no verb of saying or modal stands before it.
func (r *reader) joins(i int) bool {
	for k := i - 1; k >= 0 && k > i-8; k-- {
		if r.words[k] == "," || verbal[r.words[k]] {
			return true
		}
		if r.any(k, "will", "would", "is", "are", "was", "has", "have", "had", "to") {
			return false
		}
	}
	return true
}

// head is the last noun before a preposition inside the phrase: "round of talks" is headed by "round".
func (r *reader) head(start, end int) string {
	for k := start + 1; k < end; k++ {
		if r.any(k, "of", "from", "in", "for", "on", "between", "with", "to", "such") && k > start {
			if r.any(k-1, "some", "all", "one", "most", "number", "group", "dozens", "hundreds", "several", "half") {
				continue
			}
			return r.words[k-1]
		}
	}
	return r.words[end-1]
}

// opening finds the comma that opens what the comma at i closes.
func (r *reader) opening(i int) int {
	for k := i - 1; k > 0 && k > i-20; k-- {
		if r.words[k] == "," {
			return k
		}
	}
	return 0
}

// end is the token after the clause whose verb stands at v: before its condition, before who said it, or before a new clause.
func (r *reader) end(v int) int {
	for k := v + 1; k < len(r.words); k++ {
		switch w := r.words[k]; {
		case bounds[w] || r.quoteMark(k) || w == ";" || w == "." && k == len(r.words)-1 || w == "!" || w == "?":
			return k
		case w == "," && (r.any(k+1, "which", "who", "but", "while", "although", "where", "as", "because", "according", "said", "after", "and", "if", "unless") || r.cue(k+1)):
			return k
		case w == "and" && k+1 < len(r.words) && strings.HasSuffix(r.words[k+1], "ed") && !r.any(k+2, "and") && k > v+1:
			return k
		case w == "and" && r.any(k+1, "will", "would", "said", "that", "has", "is", "are"):
			return k
		}
	}
	return len(r.words)
}

// cue reports whether the words behind a comma say who said it ("its minister said") or begin another clause with a modal.
func (r *reader) cue(i int) bool {
	for k := i; k < i+9 && k < len(r.words); k++ {
		if says[r.words[k]] || r.any(k, "ruled", "will", "would") {
			return true
		}
		if r.words[k] == "," {
			return false
		}
	}
	return false
}

// commitment builds the finding of a kind whose action begins at token v and whose auxiliary stands at m.
func (r *reader) commitment(kind rapporteur.CommitmentKind, who rapporteur.Span, v, m int) (rapporteur.Commitment, bool) {
	if v >= len(r.toks) {
		return rapporteur.Commitment{}, false
	}
	end := max(r.end(v), v+1)
	c := rapporteur.Commitment{Kind: kind, Attribution: rapporteur.None, Due: rapporteur.None, Who: who, What: rapporteur.Span{Start: r.toks[v].Start, End: r.toks[end-1].End}}
	c.Span = rapporteur.Span{Start: min(r.toks[min(m, v)].Start, c.What.Start), End: c.What.End}
	if !who.Empty() && who.Start < c.Start {
		c.Start = who.Start
	}
	for k := m + 1; k < v; k++ { // "will not block": the negation is part of what is bound to
		if r.any(k, "not", "n't", "never") {
			c.What.Start = r.toks[k].Start
			break
		}
	}
	c.Condition = r.condition(end)
	c.Due = r.due(v, m, kind == rapporteur.Expiry)
	if what := c.What.Of(r.text); c.Due == rapporteur.None && (strings.Contains(what, "during the day") || strings.Contains(what, "later in the day")) {
		c.Due = r.thatDay(c.Start)
	}
	for f := r.figure; f < len(r.doc.Figures) && r.doc.Figures[f].Start < c.What.End; f++ {
		if c.What.Contains(r.doc.Figures[f].Span) {
			c.Figures = append(c.Figures, f)
		}
	}
	r.done = v + 1
	if kind == rapporteur.Pledge {
		r.done = max(v+1, min(end, v+3))
	}
	return c, true
}

// condition is the "if ..." behind the clause, or the one that opens the sentence.
func (r *reader) condition(end int) rapporteur.Span {
	at := -1
	if bounds[r.word(end)] && r.word(end) != "whether" {
		at = end
	} else if r.any(end, ",") && r.any(end+1, "if", "unless", "provided") {
		at = end + 1
	} else if r.any(0, "if", "unless", "provided") {
		at = 0
	}
	if at < 0 {
		return rapporteur.Span{}
	}
	stop := at + 1
	for stop < len(r.words) && r.words[stop] != "," && r.words[stop] != "." && r.words[stop] != ";" && !r.quoteMark(stop) {
		stop++
	}
	return rapporteur.Span{Start: r.toks[at].Start, End: r.toks[stop-1].End}
}

// due is the date by which the commitment falls due: the first behind the verb, the one that the sentence ties to it ("a day
// after ... had to submit"), or the one that opens the sentence; a day that has passed is none, unless late: for what
// "had to" be done, and for what still runs.
func (r *reader) due(v, m int, late bool) int {
	end := r.toks[max(r.end(v)-1, 0)].End
	late = late || r.any(m, "had", "was", "were")
	first := rapporteur.None
	for d := r.date; d < len(r.doc.Dates) && r.doc.Dates[d].Start < r.span.End; d++ {
		x := r.doc.Dates[d]
		if x.Kind == rapporteur.Set || !late && r.past(d) || x.Value == "PRESENT_REF" || x.Value == "PAST_REF" {
			continue
		}
		if x.Event.Start < x.Event.End && m < len(r.toks) && x.Event.Overlaps(rapporteur.Span{Start: r.toks[m].Start, End: end}) && !x.Event.Contains(r.span) {
			return d
		}
		if x.Start >= r.toks[v].Start && x.Start < end {
			if x.Kind == rapporteur.Duration && !r.within(x.Start) {
				continue
			}
			return d
		}
		if first == rapporteur.None && x.Start < r.toks[m].Start && (x.Start <= r.span.Start+4 || late || r.between(m, v, "until")) && x.Kind == rapporteur.Point {
			first = d
		}
		if x.Start >= r.toks[m].Start && x.Start < r.toks[v].Start {
			return d
		}
	}
	return first
}

// within reports whether "within", "in" or "of" stands right before byte at, which makes of a stretch of time a limit.
func (r *reader) within(at int) bool {
	before := strings.ToLower(strings.TrimRight(r.text[max(r.span.Start, at-12):at], " "))
	return strings.HasSuffix(before, "within") || strings.HasSuffix(before, " in")
}

// thatDay is the latest date before byte at that is the day of publication: what "during the day" means in a report of it.
func (r *reader) thatDay(at int) int {
	pub := r.doc.Article.Published.Time
	for d := min(r.date, len(r.doc.Dates)-1); d >= 0; d-- {
		x := r.doc.Dates[d]
		if x.Start < at && x.Grain == rapporteur.GrainDay && !pub.IsZero() && x.From.Format(time.DateOnly) == pub.Format(time.DateOnly) {
			return d
		}
	}
	return rapporteur.None
}
