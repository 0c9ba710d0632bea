package figures

// toldApart reports whether the number that was read is none that counts: part of a name, a year, a score, an address,
// an ordinal, a pronoun.
func (p *parser) toldApart(f *figure) bool {
	t := p.at(f.core)
	after, first := p.at(f.amount.end), f.start
	if p.glued(first) && p.at(first-1).kind == word && f.unit == "" {
		return true // "x3"
	}
	if p.leadsToTime(f) || p.numbered(f) || p.noDay(f) || p.is(f.start-1, "year") && f.amount.whole && p.same(f.start-1, f.start) {
		return true
	}
	if f.amount.spelt {
		return p.wordApart(f)
	}
	if w := p.words(f.core); f.amount.whole && len(w) > 1 && w[0] == '0' || f.unit == "" && p.versioned(f.start-1, w, f.end) {
		return true // "serial number 001", "Safari 4.0"
	}
	if prev := p.at(first - 1); p.mark(first, '+') && prev.kind == word && (p.is(first-1, "gmt") || p.is(first-1, "utc")) {
		return true
	}
	if f.unit == "" && after.kind == word && p.glued(f.amount.end) {
		return true // "5th", "3D", "737s"
	}
	if f.unit == "" && after.kind == mark && p.glued(f.amount.end) && (after.r == '/' || after.r == '_' || after.r == '°' || after.r == '@') {
		return true
	}
	if prev := p.at(first - 1); prev.kind == mark && p.glued(first) && (prev.r == '/' || prev.r == '#' || prev.r == '_' || prev.r == '@' || prev.r == '\'' || prev.r == '’' || prev.r == '&' || prev.r == '+' || prev.r == '=') {
		return true
	}
	if f.unit == "" && p.dash(f.amount.end) && p.glued(f.amount.end) && p.glued(f.amount.end+1) {
		if next := p.at(f.amount.end + 1); next.kind == literal && !p.rangeOrVote(f) || next.kind == opaque || next.taken || next.kind == word && next.upper && !p.looksPlural(f.amount.end+2) && !p.at(first).first {
			if next.kind == literal {
				p.toks[f.amount.end+1].kind = opaque
			}
			return true // "3-2", "737-800", "9-A"
		}
	}
	if p.scored(f) || p.mark(first-1, '(') && p.mark(f.end, '.') && p.mark(f.end+1, ')') || p.mark(first-1, '"') && p.mark(first-2, '=') {
		return true // "3 – 0", the rank in a list "(5.)", the attribute of a tag
	}
	if f.unit != "" || !f.amount.whole && t.kind == literal && len(p.words(f.core)) > 3 {
		return false
	}
	return f.amount.whole && (p.labelled(f) || p.yearLike(f) || p.houseNumber(f))
}

// versioned reports whether the decimal number w, with token end behind it, is the version of what is named by token k.
func (p *parser) versioned(k int, w string, end int) bool {
	t := p.at(k)
	if len(w) > 4 || len(w) < 3 || w[len(w)-2] != '.' || t.kind != word || !p.same(k, end-1) {
		return false
	}
	if t.entry != nil && t.entry.label {
		return true // "version 10.4"
	}
	named := (t.upper && !t.first || mixedCase(p.words(k))) && !t.headline
	next := p.at(end)
	return named && (w[len(w)-1] == '0' || next.kind == word && !next.taken && !p.stops(end) && next.entry == nil && p.same(k, end) && !p.nounFollows(end))
}

// noDay reports whether the number is the day of a date that the calendar does not have: "31 February", "Sept. 31".
func (p *parser) noDay(f *figure) bool {
	if f.unit != "" || !f.amount.whole || len(f.amount.value) > 2 {
		return false
	}
	k := f.start - 1
	if p.mark(k, '.') && p.at(k).taken {
		k--
	}
	return p.month(f.end) && p.same(f.start, f.end) || p.month(k) && p.same(k, f.start) && !p.nounFollows(f.end)
}

func (p *parser) month(i int) bool {
	t := p.at(i)
	return t.taken && t.kind == word && t.upper && p.oneOf(i, "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
		"jan", "feb", "mar", "apr", "aug", "sept", "sep", "oct", "nov", "dec")
}

// numbered reports whether the number stands alone in brackets, as those of a list and of notes do: "(1) ... (2)".
func (p *parser) numbered(f *figure) bool {
	return f.unit == "" && f.amount.whole && len(f.amount.value) < 3 && p.mark(f.start-1, '(') && p.mark(f.end, ')') && p.glued(f.start) && p.glued(f.end)
}

// leadsToTime reports whether only numbers stand between the figure and the stretch of time that the last of them measures: "five, six,
// seven years".
func (p *parser) leadsToTime(f *figure) bool {
	if f.unit != "" || f.amount.scaled {
		return false
	}
	j := f.end
	for n := 0; n < 4 && p.same(f.start, j); n++ {
		if !p.mark(j, ',') && !p.dash(j) && !p.oneOf(j, "or", "to") {
			return false
		}
		for p.mark(j, ',') || p.dash(j) || p.oneOf(j, "or", "to") {
			j++
		}
		t := p.at(j)
		if t.kind != literal && p.role(j, unitWord, tenWord) == nil && !(t.taken && t.entry != nil && t.entry.number()) {
			return false
		}
		if t.taken {
			return t.kind != literal && p.at(j+1).taken || t.kind == literal && t.end-t.start < 3 && p.at(j+1).taken && p.at(j+1).kind == word && len(p.words(j+1)) > 3 && !p.at(j+1).upper
		}
		j++
	}
	return false
}

// scored reports whether the number opens the score of a match set with a spaced dash: "1 – 0".
func (p *parser) scored(f *figure) bool {
	j := f.amount.end
	next := p.at(j + 1)
	if f.unit != "" || !f.amount.whole || len(f.amount.value) > 2 || !p.dash(j) || !p.at(j).spaced || next.kind != literal || !next.spaced || next.end-next.start > 2 || p.rangeOrVote(f) {
		return false
	}
	next.kind = opaque
	return true
}

// rangeOrVote tells "10-15 people" and "52-48" in a vote from "3-2".
func (p *parser) rangeOrVote(f *figure) bool {
	j := f.amount.end + 1
	g, ok := p.quantity(j)
	if !ok {
		return false
	}
	if p.voted(f.start, g.end) {
		return true
	}
	return less(f.amount.value, g.amount.value) && (g.unit != "" || g.amount.scaled || p.nounFollows(g.end) || p.is(f.start-1, "between"))
}

// labelled reports whether the word before makes the number a name: "Article 5", "Boeing 737", "iPhone 4".
func (p *parser) labelled(f *figure) bool {
	k := f.start - 1
	if p.models[p.words(f.core)] || p.singularAfter(f) || p.is(k, "s") && p.is(k-2, "poor") {
		return true
	}
	if p.mark(k, '.') && p.glued(k) {
		k--
	}
	t := p.at(k)
	if t.kind != word || !p.same(k, f.start) {
		return false
	}
	e := t.entry
	if e != nil && (e.stop || e.rise != 0 || e.number()) && !e.label {
		return false
	}
	if mixedCase(p.words(k)) || e != nil && e.maker && (t.upper || k > 0 && p.at(k).upper) {
		return true
	}
	noun := p.looksPlural(f.end) || !p.at(f.end).upper && p.nounFollows(f.end)
	if e != nil && e.label {
		return t.upper && (!t.first || !noun) || !noun
	}
	if !t.upper || t.first || t.headline || p.mark(k-1, '"') || p.mark(k-1, '“') {
		return false
	}
	return !noun && !f.hyphen && !p.dash(f.end)
}

// singularAfter reports whether a number stands between a determiner and a noun in the singular, as names do: "its 777 airliner",
// "the first 787 Dreamliner".
func (p *parser) singularAfter(f *figure) bool {
	if f.amount.value == "1" || p.dash(f.end) || p.at(f.end).kind != word || p.stops(f.end) || !p.same(f.core, f.end) || p.glued(f.end) {
		return false
	}
	k := f.start - 1
	if p.at(f.end).upper && !p.at(f.core).first && !p.at(f.core).headline && len(f.amount.value) >= 3 {
		span, _ := p.phrase(f.end, false)
		return span.Empty() // "a long-range 787 Dreamliner"
	}
	if p.oneOf(f.end, "mark", "level", "barrier", "threshold") {
		return false
	}
	if !p.oneOf(k, "the", "a", "an", "its", "their", "his", "her", "our", "final", "first", "new", "second", "last", "s") {
		return false
	}
	span, _ := p.phrase(f.end, false)
	return span.Empty()
}

// learnModel notes the number at i where the text gives it to what a maker makes, or with a dash behind: "737-800".
func (p *parser) learnModel(i int) {
	t := &p.toks[i]
	if p.models == nil && t.kind == word && p.is(i, "boeing") {
		p.models = map[string]bool{"707": true, "717": true, "727": true, "737": true, "747": true, "757": true, "767": true, "777": true, "787": true}
	}
	if t.kind != literal || !t.whole(p.text) || t.end-t.start > 4 || t.end-t.start < 3 || !p.made(i) {
		return
	}
	if p.models == nil {
		p.models = map[string]bool{}
	}
	p.models[p.words(i)] = true
}

// made reports whether the number at i is a model: a maker stands before it, perhaps with "'s" and an adjective ("Boeing's larger
// 777"), or a version behind ("777-200LR").
func (p *parser) made(i int) bool {
	if p.dash(i+1) && p.glued(i+1) && p.at(i+2).kind == literal && p.glued(i+2) && p.at(i+3).kind == word && p.glued(i+3) {
		return true
	}
	for k := i - 1; k >= i-4 && p.same(k, i); k-- {
		if e := p.at(k).entry; e != nil && e.maker && p.at(k).upper {
			return k == i-1 || p.is(k+2, "s")
		}
	}
	return false
}

// mixedCase tells names such as "iPhone".
func mixedCase(s string) bool {
	for i := 1; i < len(s); i++ {
		if s[i] >= 'A' && s[i] <= 'Z' && s[0] >= 'a' && s[0] <= 'z' {
			return true
		}
	}
	return false
}

// yearLike reports whether a number of four digits is a year: no noun in the plural behind it.
func (p *parser) yearLike(f *figure) bool {
	v := f.amount.value
	return len(v) == 4 && (v[0] == '1' || v[:2] == "20" || v[:2] == "21") && f.partOf == "" && !p.nounFollows(f.end)
}

// houseNumber tells "10 Downing Street".
func (p *parser) houseNumber(f *figure) bool {
	for k := f.end; k < f.end+4; k++ {
		t := p.at(k)
		if t.kind != word || !t.upper {
			return false
		}
		if p.oneOf(k, "street", "avenue", "road", "lane", "boulevard", "drive", "square", "place", "st", "ave", "rd", "way", "court", "terrace", "downing") {
			return true
		}
	}
	return false
}

// wordApart does the same for numbers in words.
func (p *parser) wordApart(f *figure) bool {
	t := p.at(f.core)
	if p.dash(f.core-1) && p.glued(f.core) && p.glued(f.core-1) && p.at(f.core-2).kind == word {
		return true // "twin-six", "mid-thirties"
	}
	if p.dash(f.end) && (p.is(f.end+1, "figure") || p.is(f.end+1, lowered(p.words(f.core)))) {
		return true // "a six-figure sum", "fifty-fifty"
	}
	if f.unit != "" || f.amount.scaled && !f.amount.rough || f.partOf != "" {
		return t.upper && !t.first && p.is(f.core, "sterling")
	}
	if t.upper && !t.first && !t.headline && !p.mark(f.core-1, '"') && !p.mark(f.core-1, '“') && !p.mark(f.core-1, ':') && !p.nounFollows(f.end) {
		return true // "Group of Seven"
	}
	if p.oneOf(f.core-1, "day", "number", "phase", "chapter", "group", "round", "week", "stage") && p.same(f.core-1, f.core) {
		return true // "day five"
	}
	if f.amount.share {
		return p.sharedTime(f)
	}
	switch f.amount.value {
	case "0":
		return !p.nounFollows(f.end)
	case "1":
		return !p.countsOne(f)
	case "2", "3", "4", "5", "6", "7", "8", "9":
		return p.pronounLike(f)
	}
	return false
}

// sharedTime tells shares from parts of time and of matches.
func (p *parser) sharedTime(f *figure) bool {
	for k := f.end; k <= f.end+3; k++ {
		if p.at(k).taken && p.same(f.end, k) {
			return !p.oneOf(f.end, "of") || k < f.end+3
		}
	}
	return false
}

// countsOne tells the numeral "one" from the pronoun: it counts before a few nouns and in "one in three".
func (p *parser) countsOne(f *figure) bool {
	if f.partOf != "" || p.oneOf(f.core-1, "no", "any", "every", "this", "that", "the", "which", "each", "last", "only") {
		return false
	}
	if p.is(f.end, "in") || p.is(f.end, "out") {
		j := f.end + 1
		if p.is(j, "every") {
			j++
		}
		g, ok := p.numeral(j)
		return p.is(f.end, "out") || ok && (g.spelt || g.value == "10" || j > f.end+1) && less("1", g.value) && p.role(j, article) == nil && !p.at(j).taken
	}
	return f.high != "" || singular[lowered(p.words(f.end))] && p.same(f.core, f.end)
}

// pronounLike tells "the two said", "between the two" from counts.
func (p *parser) pronounLike(f *figure) bool {
	if f.amount.value == "2" && p.oneOf(f.core-1, "the", "these", "those", "both") && f.sense == "" && !p.is(f.end, "of") && !p.is(f.end, "out") && !p.is(f.end, "in") {
		return true // "the two companies": no count, the pair already spoken of
	}
	if span, _ := p.phrase(f.end, false); !span.Empty() || p.dash(f.end) && p.glued(f.end) && p.at(f.end+1).kind == word || p.is(f.end, "of") || p.is(f.end, "in") || p.is(f.end, "out") || p.is(f.end, "others") {
		return false
	}
	return p.oneOf(f.core-1, "the", "these", "those", "all", "any", "other", "latter", "last", "first", "at")
}

// empty reports whether nothing is left that counts.
func (p *parser) empty(f *figure) bool {
	return f.amount.value == "" && !f.amount.vague
}
