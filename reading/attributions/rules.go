package attributions

import (
	"strings"
)

// within is a half-open range of words.
type within struct{ from, to int }

func (r within) empty() bool { return r.to <= r.from }

// relation is an attribution while it is put together, in words.
type relation struct {
	source, cue within
	content     []within
	verb        verb
	rule        rule
}

// rule names the pattern that found a relation; each has its own confidence.
type rule uint8

const (
	ruleReported   rule = iota // Kallas said that ...
	ruleQuoted                 // Kallas said, “...”
	ruleAfter                  // “...,” Kallas said
	ruleInverted               // “...,” said Kallas
	ruleFollowing              // ..., Kallas said
	ruleAccording              // according to Kallas
	ruleColon                  // Kallas: ...
	ruleParticiple             // ..., adding that ...
	ruleConjunct               // Kallas praised the plan and said ...
	ruleAttitude               // Kallas believes, vowed to, praised ...
	ruleFloating               // a quotation whose speaker spoke last
	ruleReportedly
	ruleSigned // “...” — Ada Kallas
	ruleTurn   // KALLAS: ... in a transcript
	ruleDashed // Growth slows - Ada Kallas: “...”
)

// longest bounds how many words of a sentence before and after a cue are looked at, so that no sentence costs more than its length.
const longest = 300

// finder goes through an article from beginning to end.
type finder struct {
	*article
	found []relation
}

// speechSpans finds source, cue and content by rule.
func speechSpans(a *article) []relation {
	f := &finder{article: a}
	for s := 0; s+1 < len(a.starts); s++ {
		from, to := a.starts[s], a.starts[s+1]
		f.colon(from, to)
		f.dashed(from, to)
		for i := from; i < to; i++ {
			if q := a.word(i).quote; q != none {
				i = min(a.quotes[q].last, to) - 1
				continue
			}
			if !a.word(i).letters {
				continue
			}
			f.cue(i, max(from, i-longest), min(to, i+longest))
		}
	}
	f.floating()
	return f.found
}

func (f *finder) cue(i, from, to int) {
	switch f.low(i) {
	case "according":
		if f.low(i+1) == "to" {
			f.according(i, from, to)
		}
		return
	case "reportedly", "allegedly":
		f.reportedly(i, from, to)
		return
	}
	if f.word(i).capital && i > from && f.word(i).paragraph > 0 {
		return // a name: United States
	}
	if f.word(i).glued && f.low(i-1) == "-" {
		return // so-called
	}
	for _, v := range verbs[f.low(i)] {
		if f.particle(i+1, v.particle) {
			f.reporting(i, v, from, to)
			return
		}
	}
}

func (f *finder) particle(i int, words []string) bool {
	for k, w := range words {
		if f.low(i+k) != w {
			return false
		}
	}
	return true
}

func (f *finder) add(r relation) {
	kept := r.content[:0]
	for _, c := range r.content {
		if c = f.trim(c); !c.empty() {
			kept = append(kept, c)
		}
	}
	r.content = kept
	if len(kept) > 0 {
		f.found = append(f.found, r)
	}
}

// trim leaves out the marks at the edges of a content that are not its own: commas, full stops, dashes, brackets, and a
// quotation mark without its fellow. A stop inside quotation marks stays.
func (f *finder) trim(c within) within {
	for !c.empty() && strings.Contains(",.;:—–-…)]", f.low(c.to-1)) && f.low(c.to-1) != "" && f.word(c.to-1).quote == none {
		if l := f.low(c.to - 1); (l == ")" || l == "]") && f.opens(c) {
			break
		}
		c.to--
	}
	for !c.empty() && strings.Contains(",.;:—–-…", f.low(c.from)) && f.word(c.from).quote == none {
		c.from++
	}
	return c
}

// opens reports whether a bracket opens inside the range.
func (f *finder) opens(c within) bool {
	for i := c.to - 1; i >= c.from && i > c.to-60; i-- {
		if l := f.low(i); l == "(" || l == "[" {
			return true
		}
	}
	return false
}

// reporting handles a reporting verb at i.
func (f *finder) reporting(i int, v verb, from, to int) {
	cue := f.group(i, v, from)
	if f.low(cue.from) == "to" || f.low(cue.to) == "by" || f.passive(cue, i, v) {
		return
	}
	switch {
	case v.form == gerund && cue.from == i:
		f.participial(cue, v, from, to)
	case f.inverted(i, cue, v, to):
	default:
		f.withSubject(i, cue, v, from, to)
	}
}

// group is the verb with the auxiliaries and adverbs before it and the particle behind it: "has repeatedly said", "can be heard asking".
func (f *finder) group(i int, v verb, from int) within {
	g := within{i, i + 1 + len(v.particle)}
	if before := f.low(i - 1); v.form == gerund && i-1 > from && (before == "heard" || before == "seen") && auxiliaries[f.low(i-2)] {
		g.from--
	}
	for g.from > from && (auxiliaries[f.low(g.from-1)] || isAdverb(f.low(g.from-1))) && f.word(g.from-1).quote == none {
		if f.low(g.from-1) == "'s" && v.form != gerund && v.form != past {
			break
		}
		g.from--
	}
	// An adverb alone at the head of a clause is no part of the cue: "Also, ..." stands apart; "later said" belongs.
	if g.from == from && g.from < i && g.from+1 < f.size() && f.low(g.from) != "to" {
		for g.from < i && isAdverb(f.low(g.from)) {
			g.from++
		}
	}
	return g
}

func (f *finder) passive(cue within, i int, v verb) bool {
	if v.form != past && v.form != participle {
		return false
	}
	for k := cue.from; k < i; k++ {
		switch f.low(k) {
		case "is", "are", "was", "were", "be", "been", "being", "'re", "'m":
			return true
		}
	}
	return v.form == participle && cue.from == i
}

// inverted handles `“...,” said Kallas` and `..., said Kallas`.
func (f *finder) inverted(i int, cue within, v verb, to int) bool {
	if v.class != speech && v.lemma != "ask" || cue.from != i || len(v.particle) > 0 || v.form == base || i == 0 {
		return false
	}
	q := f.quoteBefore(i)
	if q == none && f.low(i-1) != "," || !f.beginsPhrase(i+1, to) {
		return false
	}
	source := f.phraseAfter(i+1, to)
	if source.empty() {
		return false
	}
	if q == none && (f.finite(within{i + 1, to}) || !f.leads(source.to, to) || f.hasApposition(i)) {
		return false
	}
	content := f.contentBefore(i)
	if content.empty() {
		return false
	}
	f.add(relation{source: source, cue: cue, content: f.continued(content, source.to, to), verb: v, rule: ruleInverted})
	return true
}

// hasApposition reports whether the words before a comma at i-1 are a subject with its apposition: "Berg, the minister, said".
func (f *finder) hasApposition(i int) bool {
	from, _ := f.sentenceOf(i)
	r := f.leave(within{f.boundary(i-2, max(from, i-longest)), i - 1})
	if r.empty() {
		return false
	}
	list := f.chunks(r)
	return len(list) > 1 && !list[1].empty() && determiners[f.low(list[1].from)] && !f.finite(r) && f.headed(list[0])
}

// leads reports whether what follows an inverted speaker is no clause: the end, a mark, a day, a circumstance.
func (f *finder) leads(i, to int) bool {
	w := f.low(i)
	return i >= to || !f.word(i).letters || days[w] || circumstances[w]
}

var circumstances = set("in on at during after before when as while of to from who last this")

// quoteBefore is the quotation that ends right before word i, or none.
func (f *finder) quoteBefore(i int) int {
	sentence := f.word(i).sentence
	if i > 0 && f.low(i-1) == "," && f.word(i-1).quote == none {
		i--
	}
	if i > 0 && f.word(i-1).sentence == sentence {
		if q := f.word(i - 1).quote; q != none && f.quotes[q].last == i {
			return q
		}
	}
	return none
}

// contentBefore is the clause that ends before word i: the quotation that closes there, or the words of the sentence so far.
func (f *finder) contentBefore(i int) within {
	from, _ := f.sentenceOf(i)
	if q := f.quoteBefore(i); q != none {
		if f.quotes[q].first <= from || f.quotes[q].Kind == Speech && !f.joined(from, f.quotes[q].first) {
			return within{f.quotes[q].first, f.quotes[q].last}
		}
	}
	if n := len(f.found); n > 0 {
		for _, c := range f.found[n-1].content {
			if c.to > from && c.to <= i {
				from = c.to
			}
		}
		if to := f.found[n-1].cue.to; to > from && to <= i {
			from = to
		}
	}
	for from < i && (conjunctions[f.low(from)] && f.low(from) != "no" || f.low(from) == ",") {
		from++
	}
	if q := f.word(from).quote; q != none {
		from = f.quotes[q].first
	}
	if from < i {
		return f.afterDateline(within{from, i})
	}
	return within{from, i}
}

// firstComma is where the first comma of a range stands, or its end.
func (f *finder) firstComma(r within) int {
	for i := r.from; i < r.to; i++ {
		if f.low(i) == "," {
			return i
		}
	}
	return r.to
}

// wholeBefore is all of the sentence before word i, statements in it included, without the adverbs it begins with.
func (f *finder) wholeBefore(i, from int) within {
	if q := f.quoteBefore(i); q != none && f.quotes[q].Kind == Speech && !f.joined(from, f.quotes[q].first) {
		return f.quoteRun(q)
	}
	for k := from; k < i && k < from+4; k++ {
		if f.low(k) == "," && (isAdverb(f.low(from)) || f.low(from) == "in") {
			from = k + 1
			break
		}
	}
	for from < i && conjunctions[f.low(from)] && f.low(from) != "no" {
		from++
	}
	if q := f.word(from).quote; q != none && f.quotes[q].last < i {
		from = f.quotes[q].first
	}
	return f.afterDateline(within{from, i})
}

// joined reports whether the words before a quotation belong to the same content: "The talks were “difficult,” she said".
func (f *finder) joined(from, first int) bool {
	return first > from && f.low(first-1) != "," && f.low(first-1) != ":" && f.low(first-1) != "."
}

// continued adds what follows the cue to a content that stands before it: `..., she said, “...”` or `... she said. “...”`.
func (f *finder) continued(content within, i, to int) []within {
	out := []within{content}
	direct := f.word(content.to-1).quote != none || f.word(content.from).quote != none
	for k := i; k < to; k++ {
		if q := f.word(k).quote; q != none {
			if k > i && (f.low(k-1) == "," || f.low(k-1) == ":") || f.quotes[q].Kind == Speech {
				return append(out, f.quoteRun(q))
			}
			k = f.quotes[q].last - 1
		}
		if verbs[f.low(k)] != nil && k > i && f.word(k).letters {
			return out
		}
	}
	if direct && to < f.size() && to > 0 && f.word(to).paragraph == f.word(i-1).paragraph {
		if q := f.word(to).quote; q != none && f.quotes[q].first == to && f.quotes[q].Kind == Speech && !f.attributed(q) {
			return append(out, f.quoteRun(q))
		}
	}
	return out
}

// quoteRun is the range of a quotation.
func (f *finder) quoteRun(q int) within { return within{f.quotes[q].first, f.quotes[q].last} }

// attributed reports whether a quotation is followed by words that say whose it is.
func (f *finder) attributed(q int) bool {
	last := f.quotes[q].last
	if last == 0 || last >= f.size() || f.word(last).paragraph != f.word(last-1).paragraph {
		return false
	}
	if f.word(last).sentence == f.word(last-1).sentence {
		_, to := f.sentenceOf(last)
		for k := last; k < to && k < last+12; k++ {
			if verbs[f.low(k)] != nil {
				return true
			}
		}
	}
	return false
}

// withSubject handles a verb whose subject stands before it.
func (f *finder) withSubject(i int, cue within, v verb, from, to int) {
	source, conjunct, ok := f.subject(cue.from, from, v)
	if !ok {
		return
	}
	if f.low(source.from-1) == "to" && source.from > from || naming[v.lemma] && v.form == past && cue.from == i && (f.low(i-1) == "," || f.low(source.to-1) == ",") && f.word(i+1).capital {
		return // an infinitive; "a fund, dubbed SAFE, "
	}
	r := relation{source: source, cue: cue, verb: v, rule: ruleReported}
	if conjunct {
		r.rule = ruleConjunct
	} else if q := f.quoteBefore(source.from); q != none && (v.class == speech || v.class == tell) && f.ends(f.quotes[q]) {
		r.rule = ruleAfter
		r.content = f.continued(f.contentBefore(source.from), cue.to, to)
		f.add(r)
		return
	}
	if f.low(source.from) == "who" {
		to = f.relativeEnd(cue.to, to)
	}
	start := f.skipAdjuncts(cue.to, to, v)
	if start >= to || f.nothing(within{start, to}) || f.low(start) == "," && !f.quoted(start+1) && f.low(source.from-1) == "," {
		if conjunct || source.from <= from || v.class == object || v.class == aim {
			return
		}
		before := f.contentBefore(source.from)
		if before.empty() || before.to-before.from < 3 && (start >= to || to-start < 4) {
			return
		}
		r.rule = ruleFollowing
		r.content = []within{before}
		if start < to && f.low(start) == "," {
			r.content = append(r.content, within{start, to})
		}
		f.add(r)
		return
	}
	if (v.class == object || v.class == aim || v.class == hold) && r.rule == ruleReported {
		r.rule = ruleAttitude
	} else if f.quoted(start) || f.quoted(start+1) {
		r.rule = ruleQuoted
	}
	r.content = f.contentAfter(start, to, v)
	f.add(r)
}

var naming = set("dub call label name describe")

// ends reports whether a quotation stops before the words that name its speaker.
func (f *finder) ends(q Quotation) bool {
	inner := q.last - 1
	if q.Close {
		inner--
	}
	return inner >= q.first && strings.Contains(",.?!…—-", f.low(inner)) || q.last < f.size() && f.low(q.last) == ","
}

func (f *finder) quoted(i int) bool {
	return i < f.size() && i >= 0 && f.word(i).quote != none && f.quotes[f.word(i).quote].first == i
}

// nothing reports whether a range holds no word.
func (f *finder) nothing(r within) bool {
	for i := r.from; i < r.to; i++ {
		if f.word(i).letters {
			return false
		}
	}
	return true
}

// participial handles ", adding that ..." and ", calling it ...": the source is that of the clause before.
func (f *finder) participial(cue within, v verb, from, to int) {
	if cue.from == from || v.class == aim || f.low(cue.from-1) == "by" {
		return
	}
	before := f.low(cue.from - 1)
	if before != "," && f.quoteBefore(cue.from) == none && !conjunctions[before] && before != "while" && v.class != speech {
		return
	}
	source, ok := f.clauseSource(from, cue.from)
	if !ok {
		return
	}
	start := f.skipAdjuncts(cue.to, to, v)
	if start >= to || f.nothing(within{start, to}) {
		return
	}
	f.cut(cue.from)
	f.add(relation{source: source, cue: cue, content: f.contentAfter(start, to, v), verb: v, rule: ruleParticiple})
}

// clauseSource is the source that speaks in this sentence, the outermost where one speaks of another; else its subject.
func (f *finder) clauseSource(from, before int) (within, bool) {
	source, ok := within{}, false
	for n := len(f.found) - 1; n >= 0 && n >= len(f.found)-4; n-- {
		r := &f.found[n]
		if r.cue.from >= from && r.cue.to <= before && !r.source.empty() && r.source.from >= from && f.low(r.source.from) != "who" {
			source, ok = r.source, true
		}
	}
	if ok {
		return source, true
	}
	return f.firstPhrase(from, before)
}

// cut ends the content of the relations before where a new cue begins.
func (f *finder) cut(at int) {
	for n := len(f.found) - 1; n >= 0 && n >= len(f.found)-3; n-- {
		r := &f.found[n]
		for k := range r.content {
			if c := &r.content[k]; c.from < at && at < c.to && r.cue.to <= at && f.word(at).quote == none {
				if c.to = f.trim(within{c.from, at}).to; c.to > c.from && conjunctions[f.low(c.to-1)] {
					c.to = f.trim(within{c.from, c.to - 1}).to
				}
			}
		}
	}
}

// according handles "according to X" before or after its content.
func (f *finder) according(i, from, to int) {
	source := f.phraseAfter(i+2, to)
	if source.empty() {
		return
	}
	r := relation{source: source, cue: within{i, i + 2}, rule: ruleAccording}
	switch {
	case i <= from+1 || f.nothing(within{from, i}):
		if f.nothing(within{source.to, to}) { // no apposition: "According to Berg, the talks failed"
			source.to = f.firstComma(source)
			r.source = source
		}
		r.content = []within{{source.to, to}}
	default:
		r.content = f.continued(f.wholeBefore(i, from), source.to, to)
		if len(r.content) == 1 && source.to < to && f.low(source.to) == "," && to-source.to > 4 {
			r.content = append(r.content, within{source.to, to})
		}
	}
	f.add(r)
}

// reportedly has no source; its content is the clause around it.
func (f *finder) reportedly(i, from, to int) {
	for k := i - 1; k >= from; k-- {
		if f.low(k) == "," || f.low(k) == ";" {
			from = k + 1
			break
		}
	}
	f.add(relation{cue: within{i, i + 1}, content: []within{{from, i}, {i + 1, f.clauseEnd(i+1, to)}}, rule: ruleReportedly})
}
