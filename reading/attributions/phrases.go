package attributions

import "strings"

// subject finds the noun phrase before the verb group that begins at g. It is conjunct where the verb shares the subject of
// the clause before: "praised the plan and said".
func (f *finder) subject(g, from int, v verb) (source within, conjunct, ok bool) {
	if g <= from {
		return within{}, false, false
	}
	j := g - 1
	w := f.low(j)
	switch {
	case pronouns[w]:
		if w == "that" || w == "which" && v.class != speech {
			return within{}, false, false
		}
		return within{j, g}, false, f.word(j).quote == none
	case conjunctions[w]:
		if f.noun(g, v) || v.form == base {
			return within{}, false, false
		}
		s, ok := f.clauseSource(from, j)
		if ok {
			f.cut(g)
		}
		return s, true, ok
	case prepositions[w] || determiners[w] && !plural[w] || w == "'s" || w == "'":
		return within{}, false, false
	}
	region := within{f.boundary(j, from), g}
	region = f.leave(region)
	if region.empty() {
		return within{}, false, false
	}
	if w == "," {
		source, ok = f.apposed(region)
	} else {
		source, ok = f.plain(region)
	}
	if !ok || source.to-source.from > 40 || !f.agrees(source, g, v) {
		return within{}, false, false
	}
	return source, false, true
}

var plural = set("some many most several all both each others two three four five six seven eight nine ten dozens hundreds thousands critics")

// boundary goes left from j to where the clause begins: after a mark, a quotation, or a word that leads a clause.
func (f *finder) boundary(j, from int) int {
	depth := 0
	for i := j; i >= from; i-- {
		w := f.word(i)
		switch {
		case w.quote != none && f.quotes[w.quote].Kind == Speech:
			return i + 1
		case w.low == ")":
			depth++
		case w.low == "(":
			depth--
			if depth < 0 {
				return i + 1
			}
		case depth > 0:
		case w.low == ";" || w.low == ":" || w.low == "—" || w.low == "–" || w.low == "--" || w.low == "-" && !w.glued:
			return i + 1
		case subordinators[w.low] && !(w.low == "as" && (f.low(i-1) == "such" || f.low(i-1) == "well" || f.low(i-1) == "known")):
			return i + 1
		}
	}
	return from
}

// leave strips what stands before a subject: conjunctions, adverbs, commas, days.
func (f *finder) leave(r within) within {
	for !r.empty() {
		w := f.low(r.from)
		if !(conjunctions[w] || w == "," || isAdverb(w) && !f.word(r.from+0).capital || isAdverb(w) && f.low(r.from+1) == "," || days[w] && f.word(r.from).capital) {
			break
		}
		r.from++
	}
	return r
}

// chunks cuts a range at its commas.
func (f *finder) chunks(r within) []within {
	var out []within
	start := r.from
	for i := r.from; i < r.to; i++ {
		if f.low(i) == "," {
			out = append(out, within{start, i})
			start = i + 1
		}
	}
	return append(out, within{start, r.to})
}

// apposed handles "Kallas, the EU's top diplomat, said": the apposition belongs to the source, an adjunct does not.
func (f *finder) apposed(r within) (within, bool) {
	list := f.chunks(within{r.from, r.to - 1})
	if len(list) > 12 {
		return within{}, false
	}
	for k, c := range list {
		if c = f.leave(c); c.empty() || !f.headed(c) {
			continue
		}
		if k+1 == len(list) {
			return f.shorten(c), true // a stray comma
		}
		next := list[k+1]
		if next.empty() || f.adjunct(next) {
			return f.shorten(c), true
		}
		return within{c.from, r.to}, true
	}
	return within{}, false
}

// adjunct reports whether a chunk is a circumstance rather than an apposition.
func (f *finder) adjunct(c within) bool {
	w := f.low(c.from)
	return prepositions[w] || days[w] || isAdverb(w) || strings.HasSuffix(w, "ing") && !f.word(c.from).capital || w == "citing"
}

// headed reports whether a chunk begins like a noun phrase.
func (f *finder) headed(c within) bool {
	w := f.word(c.from)
	switch {
	case !w.letters && w.quote == none, prepositions[w.low], w.low == "to", subordinators[w.low], auxiliaries[w.low]:
		return false
	case strings.HasSuffix(w.low, "ing") && len(w.low) > 4 && !w.capital:
		return false
	}
	return true
}

// plain handles a subject that stands right before its verb.
func (f *finder) plain(r within) (within, bool) {
	list := f.chunks(r)
	last := f.leave(list[len(list)-1])
	if last.empty() {
		return within{}, false
	}
	if n := len(list); n > 1 && conjunctions[f.low(list[n-1].from)] && f.headed(list[0]) && !f.finite(within{list[0].from, last.from}) && len(list[0:]) > 1 {
		return within{list[0].from, r.to}, true // "X, Y, and Z said"
	}
	last = f.shorten(f.afterDay(last))
	if last.empty() || !f.headed(last) {
		last = f.tail(last)
	}
	if last.empty() {
		return within{}, false
	}
	if at := f.lastFinite(last); at >= 0 {
		last = f.tail(within{at + 1, last.to})
	}
	return last, !last.empty() && f.headed(last)
}

// afterDay skips "On Tuesday", "Earlier this week" before the subject.
func (f *finder) afterDay(r within) within {
	for i := r.from; i < r.to-1 && i < r.from+5; i++ {
		if days[f.low(i)] && (prepositions[f.low(r.from)] || i == r.from || isAdverb(f.low(r.from))) {
			i++
			for i < r.to-1 && partsOfDay[f.low(i)] {
				i++
			}
			return within{i, r.to}
		}
	}
	return r
}

var partsOfDay = set("morning afternoon evening night week month year")

// shorten leaves out the day at the end of a subject: "Kallas on Monday said".
func (f *finder) shorten(r within) within {
	for r.to-1 > r.from && (days[f.low(r.to-1)] || partsOfDay[f.low(r.to-1)]) && f.low(r.to-1) != "week" {
		r.to--
		if r.to-1 > r.from && (f.low(r.to-1) == "on" || f.low(r.to-1) == "late" || f.low(r.to-1) == "early") {
			r.to--
		}
	}
	return r
}

// tail is the shortest noun phrase at the end of a range: back from the end over names, nouns and "of".
func (f *finder) tail(r within) within {
	i := r.to
	for i > r.from {
		w := f.word(i - 1)
		if !w.letters && w.low != "." && w.low != "-" && w.low != "'s" && w.low != "'" || prepositions[w.low] && w.low != "of" || auxiliaries[w.low] && w.low != "'s" {
			break
		}
		i--
		if determiners[w.low] && f.low(i-1) != "of" {
			break
		}
	}
	return within{i, r.to}
}

// finite reports whether a clause with a verb of its own stands in the range.
func (f *finder) finite(r within) bool { return f.lastFinite(r) >= 0 }

// lastFinite is the last auxiliary in a range that does not belong to a relative clause, or -1.
func (f *finder) lastFinite(r within) int {
	for i := r.to - 1; i >= r.from; i-- {
		w := f.low(i)
		if w == "who" || w == "which" || w == "that" && i > r.from {
			return -1
		}
		if finites[w] {
			for k := i - 1; k >= r.from && k > i-12; k-- {
				if l := f.low(k); l == "who" || l == "which" || l == "that" {
					return -1
				}
			}
			return i
		}
	}
	return -1
}

var finites = set("has have had is are was were will would can could may might must should shall did do does ca wo 're 've 'd 'll 'm came went got made took became")

// agrees checks that the subject fits the verb's form.
func (f *finder) agrees(source within, g int, v verb) bool {
	head := f.head(source)
	w := f.low(head)
	if days[w] || prepositions[w] || w == "to" || !f.word(head).letters {
		return false
	}
	if v.form == third && nouns[f.lowVerb(g, v)] && !f.word(head).capital {
		return determiners[f.low(source.from)] && f.word(source.from).capital && source.to-source.from <= 3
	}
	if v.form == base && f.bare(g, v) {
		if before := f.low(g - 1); f.noun(g, v) && !strings.HasSuffix(before, "s") && !plural[before] && before != "people" {
			return false
		}
		return f.many(source, head)
	}
	return true
}

// many reports whether a subject is plural: by its head, by "and", or as a share of people.
func (f *finder) many(source within, head int) bool {
	w := f.low(head)
	if plural[w] || shares[w] || w[0] >= '0' && w[0] <= '9' || strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && (!f.word(head).capital || peoples[w]) {
		return true
	}
	for i := source.from; i < source.to && i < source.from+12; i++ {
		if f.low(i) == "and" || f.low(i) == "percent" || f.low(i) == "%" || i == source.from && shares[f.low(i)] {
			return true
		}
	}
	return false
}

var (
	shares  = set("people police half quarter third majority percent number most fewer men women media")
	peoples = set("republicans democrats americans voters conservatives liberals russians europeans ukrainians germans britons israelis palestinians mourners critics analysts experts officials")
)

// bare reports whether no auxiliary stands before the verb.
func (f *finder) bare(g int, v verb) bool {
	return verbs[f.low(g)] != nil || isAdverb(f.low(g))
}

func (f *finder) lowVerb(g int, v verb) string {
	for i := g; i < f.size() && i < g+5; i++ {
		for _, o := range verbs[f.low(i)] {
			if o.lemma == v.lemma {
				return f.low(i)
			}
		}
	}
	return ""
}

// noun reports whether the word is more likely a noun here.
func (f *finder) noun(g int, v verb) bool { return nouns[f.lowVerb(g, v)] }

// head is the last word of the noun phrase before its apposition or prepositions.
func (f *finder) head(r within) int {
	i := r.from
	for k := r.from; k < r.to; k++ {
		w := f.low(k)
		if k > r.from && (prepositions[w] || w == "," || w == "(" || w == "who" || w == "that" || w == "which") {
			break
		}
		if f.word(k).letters && w != "'s" {
			i = k
		}
	}
	return i
}

// firstPhrase is the subject of a sentence whose verb is not a reporting one: its first noun phrase, up to a verb or comma.
func (f *finder) firstPhrase(from, before int) (within, bool) {
	r := f.leave(f.afterDateline(within{from, before}))
	if r.empty() || f.word(r.from).quote != none || !f.headed(r) {
		return within{}, false
	}
	if pronouns[f.low(r.from)] {
		return within{r.from, r.from + 1}, f.low(r.from) != "that" && f.low(r.from) != "it"
	}
	for i := r.from; i < before && i < r.from+14; i++ {
		w := f.word(i)
		if w.low == "," || auxiliaries[w.low] && w.low != "'s" || prepositions[w.low] && w.low != "of" || isAdverb(w.low) || w.quote != none || conjunctions[w.low] ||
			i > r.from && !w.capital && (strings.HasSuffix(w.low, "ed") || verbs[w.low] != nil && !nouns[w.low]) {
			return within{r.from, i}, i > r.from && (w.low != "," || f.word(r.from).capital)
		}
		if !w.letters && w.low != "." && w.low != "-" && w.low != "'s" && w.low != "'" || i > r.from && !w.capital && f.word(i-1).capital && f.word(i-1).low != "the" && f.word(i-1).low != "a" && w.low != "of" && !f.adjective(i-1, r.from) {
			return within{r.from, i}, i > r.from
		}
	}
	return within{}, false
}

// adjective reports whether the word at i, the first of its sentence, has its capital from there and goes with the plural behind it: "Small
// groups of students".
func (f *finder) adjective(i, first int) bool {
	next := f.low(i + 1)
	if i != first || !strings.HasSuffix(next, "s") || verbs[next] != nil {
		return false
	}
	return !f.isName(i)
}

// afterDateline skips "WASHINGTON —" and "BRUSSELS (AP) —".
func (f *finder) afterDateline(r within) within {
	first := f.word(r.from).Of(f.text)
	if len(first) < 2 || first != strings.ToUpper(first) {
		return r
	}
	for i := r.from + 1; i < r.to && i < r.from+12; i++ {
		if w := f.low(i); w == "—" || w == "–" || w == "--" || w == "-" && !f.word(i).glued {
			return within{i + 1, r.to}
		}
	}
	return r
}

// beginsPhrase reports whether a noun phrase that can speak begins at i.
func (f *finder) beginsPhrase(i, to int) bool {
	if i >= to {
		return false
	}
	w := f.word(i)
	if w.quote != none || !w.letters || days[w.low] {
		return false
	}
	if pronouns[w.low] {
		return w.low == "he" || w.low == "she" || w.low == "they"
	}
	return w.capital || determiners[w.low] || strings.HasSuffix(w.low, "s") && !prepositions[w.low] && !auxiliaries[w.low] || w.low == "former" || w.low == "president"
}

// phraseAfter is the noun phrase that begins at i: a name with its apposition, or a nominal with what belongs to it.
func (f *finder) phraseAfter(i, to int) within {
	if pronouns[f.low(i)] || objectPronouns[f.low(i)] {
		return within{i, i + 1}
	}
	end, depth := i, 0
	for end < to {
		w := f.word(end)
		switch {
		case w.low == "(":
			depth++
		case w.low == ")":
			depth--
		case depth > 0:
		case w.quote != none && f.quotes[w.quote].Kind == Speech, strings.Contains(";:—–", w.low), w.low == "--", w.low == "-" && !w.glued:
			return f.shorten(within{i, end})
		case w.low == ",":
			n := f.apposition(end, to)
			return f.shorten(within{i, n})
		case end > i && f.leaves(end, to):
			return f.shorten(within{i, end})
		}
		end++
	}
	for end > i && !f.word(end-1).letters && f.word(end-1).quote == none && f.low(end-1) != ")" {
		end--
	}
	return f.shorten(within{i, end})
}

// leaves reports whether the word at i, inside a phrase, begins something else.
func (f *finder) leaves(i, to int) bool {
	w := f.low(i)
	switch {
	case w == "of" || w == "for" || w == "and" || w == "'s" || w == "from" || w == "with":
		return w == "and" && i+1 < to && (pronouns[f.low(i+1)] || isAdverb(f.low(i+1)) || verbs[f.low(i+1)] != nil)
	case w == "in" || w == "at":
		return f.word(i-1).capital || f.low(i+1) == "a" || f.low(i+1) == "an"
	case w == "who" || w == "familiar" || w == "close":
		return false
	}
	return prepositions[w] || subordinators[w] || auxiliaries[w] || days[w] || isAdverb(w)
}

// apposition is where the phrase with its apposition ends: at the comma, where none follows; after the closing comma.
func (f *finder) apposition(comma, to int) int {
	next := comma + 1
	if next >= to || f.adjunct(within{next, to}) || f.word(next).quote != none || conjunctions[f.low(next)] || subordinators[f.low(next)] ||
		pronouns[f.low(next)] && f.low(next) != "who" {
		return comma
	}
	if !determiners[f.low(next)] && f.low(next) != "who" && f.word(next).capital && f.word(next).low != "R" && !strings.HasPrefix(f.low(next+1), "-") {
		return comma
	}
	end := next
	for end < to && f.low(end) != "," && !strings.Contains(";:—–", f.low(end)) && !f.quoted(end) {
		end++
	}
	if end >= to {
		for end > next && !f.word(end-1).letters {
			end--
		}
		return end
	}
	if f.low(end) == "," && f.low(next) != "who" && f.finite(within{next, end}) {
		return comma
	}
	if f.low(end) == "," {
		return end + 1
	}
	return end
}
