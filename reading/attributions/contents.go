package attributions

import "strings"

// skipAdjuncts goes from the end of a cue over the person spoken to, the time and the place, to where the content begins:
// "told reporters in Brussels on Monday | that ...".
func (f *finder) skipAdjuncts(i, to int, v verb) int {
	if v.class == object {
		return f.skipDay(i, to)
	}
	if at := f.clauseMark(i, to, v); at > 0 {
		return at
	}
	if v.class == tell && i < to && f.low(i) != "for" {
		i = f.skipAddressee(i, to)
	}
	for k := 0; k < 4; k++ {
		n := f.skipDay(i, to)
		n = f.skipPlace(n, to)
		if n == i {
			break
		}
		i = n
	}
	if i < to && f.low(i) == ":" {
		i++
	}
	if i+1 < to && f.low(i) == "," && f.quoted(i+1) {
		i++
	}
	return i
}

// clauseMark finds "that", "whether" or an opening quotation behind a chain of prepositional phrases, or 0.
func (f *finder) clauseMark(i, to int, v verb) int {
	for k := i; k < to && k < i+16; k++ {
		w := f.word(k)
		switch {
		case w.low == "that" || w.low == "whether" || w.low == "how" || w.low == "why":
			if k == i || prepositions[f.low(i)] || days[f.low(i)] || v.class == tell && k <= i+5 && !f.finite(within{i, k}) {
				return k
			}
			return 0
		case w.quote != none && f.quotes[w.quote].first == k && (f.low(k-1) == "," || f.low(k-1) == ":"):
			if !f.finite(within{i, k}) {
				return k
			}
			return 0
		case w.low == ";" || w.low == ":" || finites[w.low] || pronouns[w.low] && k > i+1:
			return 0
		}
	}
	return 0
}

func (f *finder) skipDay(i, to int) int {
	k := i
	if f.low(k) == "on" || f.low(k) == "late" || f.low(k) == "early" || f.low(k) == "earlier" || f.low(k) == "last" || f.low(k) == "this" {
		k++
	}
	if k >= to || !days[f.low(k)] && !(k > i && partsOfDay[f.low(k)]) {
		return i
	}
	k++
	for k < to && partsOfDay[f.low(k)] {
		k++
	}
	return k
}

// skipPlace goes over "in a statement", "at a news conference", "to reporters", "in an interview with X".
func (f *finder) skipPlace(i, to int) int {
	w := f.low(i)
	if w != "in" && w != "at" && w != "during" && w != "to" && w != "on" && w != "after" && w != "of" {
		return i
	}
	if w == "of" && !strings.HasSuffix(f.low(i-1), "ed") {
		return i
	}
	occasion := false
	for k := i + 1; k < to && k < i+12; k++ {
		l := f.low(k)
		switch {
		case occasions[l]:
			occasion = true
		case f.word(k).quote != none, l == ",", l == "that", l == ".":
			if occasion {
				return k
			}
			return i
		case occasion && (pronouns[l] || determiners[l] && f.low(k-1) != "with" && f.low(k-1) != "on" && f.low(k-1) != "by" && f.low(k-1) != "to" && f.low(k-1) != "in"):
			return k
		}
	}
	return i
}

var occasions = set(`statement interview conference email e-mail speech briefing reporters tweet post call rally letter appearance
	debate memo time twitter facebook journalists supporters audience crowd phone remarks hearing segment show op-ed column`)

// skipAddressee goes over the person spoken to: "reporters", "the Associated Press", "him".
func (f *finder) skipAddressee(i, to int) int {
	k := i
	if k < to && (objectPronouns[f.low(k)] && !f.word(k).capital) {
		return k + 1
	}
	if k < to && determiners[f.low(k)] {
		k++
	}
	if k < to && f.word(k).capital {
		for k < to && (f.word(k).capital || f.low(k) == "'s" || f.low(k) == "of" || f.low(k) == "." || f.low(k) == "-") {
			k++
		}
		return k
	}
	for n := k; n < to && n < k+4; n++ {
		if strings.HasSuffix(f.low(n), "s") && f.word(n).letters && !prepositions[f.low(n)] {
			return n + 1
		}
		if n > k && determiners[f.low(i)] && (pronouns[f.low(n)] || f.word(n).capital || f.low(n) == "to") {
			return n
		}
	}
	return i
}

var objectPronouns = set("me him her us them you himself herself themselves")

// contentAfter is what follows a cue from word i on: the quotation that begins there with what goes on in its sentence, or
// the clause.
func (f *finder) contentAfter(i, to int, v verb) []within {
	if f.quoted(i) {
		q := f.word(i).quote
		last := f.quotes[q].last
		if last >= to || f.low(last) == "." {
			return []within{f.quoteRun(q)}
		}
		if f.quotes[q].Kind == Speech && (f.low(last) == "," || f.ends(f.quotes[q])) {
			return []within{f.quoteRun(q)}
		}
	}
	return []within{{i, f.clauseEnd(i, to)}}
}

// relativeEnd is where a relative clause ends that begins at i: at a comma before a verb, "who said he votes, said one ...".
func (f *finder) relativeEnd(i, to int) int {
	for k := i; k+1 < to; k++ {
		if f.word(k).quote != none {
			k = max(k, f.quotes[f.word(k).quote].last-1)
			continue
		}
		if next := f.low(k + 1); f.low(k) == "," && (auxiliaries[next] || isAdverb(next) || verbs[next] != nil && !nouns[next] || strings.HasSuffix(next, "ed")) {
			return k
		}
	}
	return to
}

// clauseEnd is where a reported clause that begins at i ends: the end of the sentence, with the quotations that run over it,
// or before words that lead something else.
func (f *finder) clauseEnd(i, to int) int {
	depth := 0
	for k := i; k < to; k++ {
		switch f.low(k) {
		case "(":
			depth++
		case ")":
			if depth--; depth < 0 {
				return k
			}
		}
		if q := f.word(k).quote; q != none {
			k = f.quotes[q].last - 1
			if k >= to-1 {
				return k + 1
			}
			continue
		}
		if k+2 < to && f.low(k) == "," && (f.low(k+1) == "according" || verbs[f.low(k+1)] != nil && strings.HasSuffix(f.low(k+1), "ing") && verbs[f.low(k+1)][0].class == speech) {
			return k
		}
		if f.low(k) == ";" {
			return k
		}
	}
	return to
}
