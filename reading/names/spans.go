package names

import (
	"slices"
	"strings"
	"unicode/utf8"

	"rapporteur"
)

// finder finds the stretches that are names. It reads the lines with honest capitals first; what it learns there tells
// names from other words in headlines.
type finder struct {
	*text
	out   []Name
	named map[string]bool // folded words of names found so far
}

// all finds the names of a text by rule. Their kinds are not set.
func (f *finder) all() {
	t := f.text
	for i := range t.sents {
		if s := t.sents[i]; s.from < s.to && !t.word(s.from).title {
			f.sentence(s)
		}
	}
	for i := range t.sents {
		if s := t.sents[i]; s.from < s.to && t.word(s.from).title {
			f.sentence(s)
		}
	}
	slices.SortFunc(f.out, func(a, b Name) int { return a.Compare(b.Span) })
}

// sentence finds runs of name words and parts each into names.
func (f *finder) sentence(s sentence) {
	for i := s.from; i < s.to; {
		if !f.opens(i) {
			i++
			continue
		}
		j := f.run(i, s.to)
		f.part(i, j)
		i = j
	}
}

// opens reports whether a name may begin at word i.
func (f *finder) opens(i int) bool {
	w := f.word(i)
	switch {
	case w.punct || strings.HasSuffix(w.text, "$"):
		return false
	case !w.upper:
		return f.arabic(i) && f.word(i+2).upper
	case w.class&never != 0:
		p := f.phrase(i)
		return p != nil && len(p.words) > 1 || f.namedMonth(i)
	case w.title:
		return f.inTitle(i)
	case w.first:
		return f.atFirst(i)
	}
	return true
}

// arabic reports whether word i is the article of "al-Assad".
func (f *finder) arabic(i int) bool {
	w := f.word(i)
	return (w.fold == "al" || w.fold == "el" || w.fold == "ul" || w.fold == "ash" || w.fold == "as") && f.hyphen(i+1)
}

// hyphen reports whether word i is a hyphen that holds two words together.
func (f *finder) hyphen(i int) bool {
	return i > 0 && i+1 < f.size() && (f.word(i).text == "-" || f.word(i).text == "‑") && f.word(i).glued && f.word(i+1).glued
}

// namedMonth lets "Theresa May" and "April Ryan" through: a month is a name after a title or a given name, or as one before a surname.
func (f *finder) namedMonth(i int) bool {
	w := f.word(i)
	if w.fold != "may" && w.fold != "april" && w.fold != "june" && w.fold != "august" {
		return false
	}
	if i > 0 && f.word(i-1).sent == w.sent && f.word(i-1).class&honorific != 0 {
		return true
	}
	next := i + 1
	return w.fold != "may" && next < f.size() && f.word(next).upper && f.word(next).sent == w.sent &&
		f.word(next).class&(never|honorific) == 0 && !w.first
}

// atFirst judges a word whose capital may only open the sentence.
func (f *finder) atFirst(i int) bool {
	w := f.word(i)
	ordinary := f.ordinary(w)
	if p := f.phrase(i); p != nil && (len(p.words) > 1 || !ordinary) {
		return true
	}
	next := i+1 < f.size() && f.word(i+1).sent == w.sent && f.word(i+1).upper && f.word(i+1).class&never == 0
	switch {
	case w.class&function != 0:
		return false
	case w.class&honorific != 0 && next, w.caps && !ordinary:
		return true
	case f.capital[w.fold] > f.lower[w.fold]:
		return true
	case f.lower[w.fold] > 0 && !next:
		return false
	case next && (f.isGiven(w) || f.roleRun(i, f.sents[w.sent].to) > 0):
		return true
	case ordinary:
		return next && f.bodyFollows(i)
	}
	return true
}

// bodyFollows reports whether the capitalised words from i end as the name of a body ("Justice Department").
func (f *finder) bodyFollows(i int) bool {
	j := i + 1
	for j < f.sents[f.word(i).sent].to && f.word(j).upper {
		j++
	}
	return f.word(j-1).class&(orgEnd|placeEnd) != 0
}

// ordinary reports whether a word is one that English writes in lower case, or is made of one.
func (f *finder) ordinary(w *word) bool {
	if f.tables.common[w.fold] || w.class&function != 0 || f.lower[w.fold] > 0 {
		return true
	}
	for _, end := range [...]string{"s", "es", "ed", "d", "ing", "ly", "er", "ers", "ness"} {
		if stem, ok := strings.CutSuffix(w.fold, end); ok && len(stem) > 3 && (f.tables.common[stem] || end == "ing" && f.tables.common[stem+"e"]) {
			return true
		}
	}
	for _, start := range [...]string{"un", "re", "non", "anti", "pre", "over"} {
		if stem, ok := strings.CutPrefix(w.fold, start); ok && len(stem) > 4 && f.tables.common[stem] {
			return true
		}
	}
	return false
}

func (f *finder) isGiven(w *word) bool {
	_, ok := f.tables.given[w.fold]
	return ok
}

// inTitle judges a word in a headline or a line of capitals.
func (f *finder) inTitle(i int) bool {
	w := f.word(i)
	if w.class&function != 0 && w.fold != "new" {
		return false
	}
	ordinary := f.ordinary(w)
	if p := f.phrase(i); p != nil && (len(p.words) > 1 || !ordinary) {
		return true
	}
	if w.class&function != 0 {
		return false
	}
	switch {
	case f.named[w.fold]:
		return !ordinary || f.capital[w.fold] > f.lower[w.fold]
	case ordinary:
		return f.capital[w.fold] > 2*f.lower[w.fold]
	}
	return len(w.text) > 1
}

// phrase returns the longest entry of the gazetteer at word i, nil where there is none.
func (t *text) phrase(i int) *phrase {
	at := t.tables.phrases[t.word(i).fold]
	for k := range at {
		if t.matches(&at[k], i) {
			return &at[k]
		}
	}
	return nil
}

func (t *text) matches(p *phrase, i int) bool {
	if i+len(p.words) > t.size() {
		return false
	}
	w := t.word(i)
	if p.exact != "" && w.text != p.exact {
		return false
	}
	if !w.upper && p.words[0] != "al" {
		return false
	}
	for k := 1; k < len(p.words); k++ {
		if n := t.word(i + k); n.fold != p.words[k] || n.sent != w.sent {
			return false
		}
	}
	return true
}

// longestRun bounds the name words that are taken together, so that a line of nothing else costs no more than its length.
const longestRun = 100

// run returns the end of the run of name words that begins at i.
func (f *finder) run(i, end int) int {
	j := i + 1
	if p := f.phrase(i); p != nil {
		j = i + len(p.words)
	}
	for j < end && j-i < longestRun {
		n := f.extend(i, j, end)
		if n == 0 {
			break
		}
		j += n
	}
	return j
}

// extend returns by how many words the run i..j goes on at j, 0 where it ends.
func (f *finder) extend(i, j, end int) int {
	w := f.word(j)
	if p := f.phrase(j); p != nil && !w.first && (!w.title || f.inTitle(j)) {
		return len(p.words)
	}
	switch {
	case f.inner(j):
		return 1
	case f.hyphen(j) && j+1 < end && f.joins(i, j):
		return 2
	case quoteMark[w.text] && j+3 < end && f.word(j+1).upper && quoteMark[f.word(j+2).text] && f.word(j+3).upper && f.word(j-1).upper && f.word(j-1).class&(role|honorific|never) == 0 && !w.title:
		return 4 // Robert "Bobby" Scott
	case w.text == "&" && j+1 < end && f.word(j+1).upper:
		return 2
	case w.fold == "'" && j+1 < end && f.word(j+1).upper && f.word(j+1).class&orgEnd != 0 && strings.HasSuffix(f.word(j-1).fold, "s"):
		return 2
	case w.text == "," && j+1 < end && f.word(j+1).class&suffix != 0 && f.word(j+1).upper:
		return 2
	case w.class&particle != 0 || f.arabic(j):
		return f.particles(j, end)
	}
	return f.connector(i, j, end)
}

var quoteMark = map[string]bool{"\"": true, "“": true, "”": true, "‘": true, "’": true, "``": true, "''": true}

// inner reports whether word j goes on with a name.
func (f *finder) inner(j int) bool {
	w := f.word(j)
	switch {
	case w.punct || w.fold == "'s" || strings.HasSuffix(w.text, "$"):
		return false
	case w.class&suffix != 0:
		return w.upper
	case !w.upper || w.first && f.word(j-1).punct:
		return false
	case w.class&never != 0:
		return w.class&orgEnd != 0 || w.fold == "may" && f.isGiven(f.word(j-1))
	case w.title:
		return f.inTitle(j) || w.class&orgEnd != 0 && !f.ordinary(f.word(j-1)) && f.lower[w.fold] == 0
	}
	return true
}

// joins decides whether a hyphen holds one name together ("Jean-Claude") or sets two side by side ("U.S.-Ukraine talks").
func (f *finder) joins(i, j int) bool {
	a, b := f.word(j-1), f.word(j+1)
	if b.digit || a.class&particle != 0 || f.arabic(j-1) {
		return true
	}
	if !b.upper && b.fold != "elect" {
		if i < j-1 && f.syllables(j) {
			return true
		}
		return b.class&particle != 0 && j+3 < f.size() && f.word(j+2).text == "-"
	}
	if f.phrase(j-1) != nil && f.phrase(j+1) != nil {
		return false
	}
	if i < j-1 || j+2 < f.size() && f.word(j+2).upper && f.word(j+2).sent == a.sent || f.isGiven(a) && f.isGiven(b) {
		return true
	}
	return f.capital[a.fold] <= 1 && f.capital[b.fold] <= 1
}

// syllables tells "Ban Ki-moon" and "Tsai Ing-wen" from "New York-led": three short words, the last in lower case and no participle.
func (f *finder) syllables(j int) bool {
	a, b, before := f.word(j-1), f.word(j+1), f.word(j-2)
	switch b.fold {
	case "led", "born", "style", "like", "wide", "area", "based", "run", "era", "made", "held", "owned", "only", "free", "level":
		return false
	}
	return before.upper && len(before.text) <= 5 && len(a.text) <= 5 && len(b.text) <= 5 && f.phrase(j-2) == nil && f.phrase(j-1) == nil
}

// particles returns how many words "van der Bellen", "bin Salman" and "al-Assad" take from j.
func (f *finder) particles(j, end int) int {
	k := j
	for k < end && k-j < 3 && (f.word(k).class&particle != 0 || f.arabic(k)) && !f.word(k).upper {
		k++
		if f.hyphen(k) {
			k++
		}
	}
	if k > j && k < end && f.word(k).upper && f.word(k).class&never == 0 {
		return k + 1 - j
	}
	return 0
}

// connector returns how many words "of England", "for American Progress", "and Exchange Commission" take from j.
func (f *finder) connector(i, j, end int) int {
	w, last := f.word(j), f.word(j-1)
	k := j + 1
	if k < end && f.word(k).fold == "the" {
		k++
	}
	if k >= end || !f.word(k).upper || f.word(k).class&never != 0 || last.punct {
		return 0
	}
	if f.word(k).title && f.word(k).class&function != 0 {
		return 0
	}
	ok := false
	switch w.fold {
	case "of":
		ok = last.class&(orgHead|placeHead|eventEnd) != 0 || last.class&role != 0 && f.word(k).class&roleOf != 0 && k == j+1
	case "for":
		ok = last.class&orgHead != 0 && !f.ordinaryFirst(k)
	case "on":
		ok = last.fold == "committee" || last.fold == "council" || last.fold == "subcommittee" || last.fold == "commission" || last.fold == "conference"
	case "to":
		ok = last.fold == "committee" || last.fold == "coalition"
	case "and":
		ok = k == j+1 && f.andJoins(i, j, end)
	}
	if !ok {
		return 0
	}
	return k + 1 - j
}

func (f *finder) ordinaryFirst(k int) bool { return f.phrase(k) != nil && f.word(k).class&orgEnd == 0 }

// andJoins tells "Securities and Exchange Commission" from "Clinton and Trump".
func (f *finder) andJoins(i, j, end int) bool {
	of := false
	for k := i; k < j; k++ {
		of = of || f.word(k).fold == "of" || f.word(k).fold == "for"
		if f.word(k).class&(role|honorific) != 0 && f.word(k).class&orgHead == 0 {
			return false
		}
	}
	k := j + 1
	for k < end && f.word(k).upper && !f.word(k).punct {
		k++
	}
	next := f.word(k - 1)
	bodyWord := next.fold == "department" || next.fold == "ministry" || next.fold == "commission" || next.fold == "committee" ||
		next.fold == "association" || next.fold == "administration" || next.fold == "agency" || next.fold == "company" || next.fold == "co"
	if of {
		return f.word(j-1).class&roleOf != 0 || f.tables.common[f.word(j-1).fold] && f.phrase(j+1) == nil && next.class&orgEnd == 0 && !f.isGiven(f.word(j+1))
	}
	if p := f.phrase(i); p != nil && (p.fact.sense != body || i+1 == j) {
		return false
	}
	return bodyWord && j-i <= 2 && !f.isGiven(f.word(i)) && (f.tables.common[f.word(j-1).fold] || f.word(j-1).class&roleOf != 0) && f.word(j-1).class&orgEnd == 0
}

// longestTitle bounds the words of a title, so that a list of titles costs no more than its length.
const longestTitle = 32

// roleRun returns the end of the title that begins at word i ("Deputy Prime Minister", "Secretary of State"), 0 where none does.
func (t *text) roleRun(i, end int) int {
	j, last := i, 0
	end = min(end, i+longestTitle)
	for j < end && !t.word(j).punct && t.word(j).class&(role|roleBefore|roleTail|honorific) != 0 {
		if t.word(j).class&(role|roleTail|honorific) != 0 && (t.word(j).class&roleTail == 0 || last == j) {
			last = j + 1
		}
		j++
		if j < end && t.hyphenAt(j) && j+1 < end && t.word(j+1).class&(role|roleTail|roleBefore) != 0 {
			j++
		}
	}
	if last > i && last+1 < end && t.word(last).fold == "of" && t.word(last+1).class&roleOf != 0 && t.word(last+1).upper == t.word(last-1).upper {
		last = t.roleComplement(last+2, end)
	}
	return last
}

// roleComplement goes on over "Foreign Affairs", "Health and Human Services" after "Minister of".
func (t *text) roleComplement(j, end int) int {
	for j < end {
		switch {
		case t.word(j).class&roleOf != 0 && t.word(j).upper:
			j++
		case t.word(j).fold == "and" && j+1 < end && t.word(j+1).class&roleOf != 0 && t.word(j+1).upper:
			j += 2
		default:
			return j
		}
	}
	return j
}

func (t *text) hyphenAt(i int) bool { return t.word(i).text == "-" && t.word(i).glued }

// part cuts a run of name words into names: titles are left out, and a nation, a party or a body before a person stands alone.
func (f *finder) part(i, j int) {
	from := i
	flush := func(to int) {
		f.emit(from, to)
		from = to
	}
	for k := i; k < j; {
		if n := f.boundary(from, k, j); n > 0 {
			flush(k)
			k += n
			from = k
			continue
		}
		p := f.phrase(k)
		if p == nil || k+len(p.words) > j {
			k++
			continue
		}
		n := k + len(p.words)
		if !f.alone(p, from, k, n, j) {
			k = n
			continue
		}
		flush(k)
		flush(n)
		k = n
		if k < j && f.word(k).punct { // the hyphen of "U.S.-Ukraine"
			k++
			from = k
		}
	}
	flush(j)
}

// boundary returns the length of the title at k, if it is one and no part of a name.
func (f *finder) boundary(from, k, j int) int {
	w := f.word(k)
	if w.class&honorific != 0 && w.class&role == 0 && k+1 < j && !(w.fold == "st." || w.fold == "san" || from < k && !strings.HasSuffix(w.fold, ".")) {
		return 1
	}
	if w.class&(role|roleBefore) == 0 {
		return 0
	}
	end := f.roleRun(k, j)
	if end == 0 {
		return 0
	}
	if end < j && (f.word(end).class&orgEnd != 0 || f.word(end).fold == "of" || f.word(end).fold == "'" || f.word(end).class&eventEnd != 0 && end+1 == j) {
		return 0 // "Justice Department", "Council of Ministers"
	}
	if end == j && from < k && (f.isGiven(f.word(k-1)) || utf8.RuneCountInString(f.word(k-1).text) <= 2) && f.phrase(k-1) == nil {
		return 0 // "Larry King"
	}
	return end - k
}

// alone reports whether the gazetteer's phrase k..n inside the run is a name by itself.
func (f *finder) alone(p *phrase, from, k, n, j int) bool {
	rest := n < j
	switch {
	case !rest && from == k:
		return true
	case f.word(n-1).class&particle != 0 || n < j && f.hyphen(n) && n+1 < j && f.joins(k, n):
		return false
	}
	prior := from < k
	end := f.word(j - 1)
	switch p.fact.sense {
	case body:
		return !prior && (!rest || f.word(n).class&(orgEnd|eventEnd) == 0 && f.word(n).fold != "of" && len(p.words) > 1 || f.roleRun(n, j) > n || f.isGiven(f.word(min(n, j-1)))) || len(p.words) > 1
	case demonym, people:
		if prior {
			return false
		}
		return !(end.class&(orgEnd|eventEnd) != 0 && !ofGovernment[end.fold]) || f.isGiven(f.word(n))
	case country, capital:
		if prior {
			return !rest && f.word(k-1).class&(orgHead|placeHead|particle|function) == 0 && f.word(k-1).fold != "of" && f.demonymAt(k-1)
		}
		abbreviated := p.exact != "" || strings.Contains(p.words[0], ".")
		return abbreviated && (end.class&orgEnd == 0 || ofGovernment[end.fold]) || ofGovernment[end.fold] || f.roleRun(n, j) > n || f.isGiven(f.word(n)) && j-n > 1
	}
	return false
}

func (f *finder) demonymAt(k int) bool {
	_, ok := f.tables.demonym[f.word(k).fold]
	return ok
}

// ofGovernment holds the last words of bodies that print their nation as something apart: "Russian | Foreign Ministry".
var ofGovernment = map[string]bool{
	"ministry": true, "government": true, "parliament": true, "senate": true, "congress": true, "army": true, "navy": true, "embassy": true,
	"police": true, "court": true, "department": true, "house": true, "treasury": true, "cabinet": true, "constitution": true, "forces": true,
	"assembly": true, "administration": true, "states": false,
}

// emit adds the name i..j, without what does not belong to a name at its edges.
func (f *finder) emit(i, j int) {
	for i < j && f.edge(i) {
		i++
	}
	for j > i && (f.word(j-1).punct || !f.word(j-1).upper && !f.word(j-1).digit && !f.hyphen(j-2) || f.word(j-1).fold == "'s") {
		j--
	}
	if i >= j || !f.worth(i, j) {
		return
	}
	for k := i; k < j; k++ {
		if !f.word(k).title {
			f.named[f.word(k).fold] = true
		}
	}
	f.out = append(f.out, Name{Span: rapporteur.Span{Start: f.word(i).Start, End: f.word(j - 1).End}})
}

// edge reports whether word i can't open a name.
func (f *finder) edge(i int) bool {
	w := f.word(i)
	switch {
	case w.punct:
		return true
	case w.upper:
		return w.class&never != 0 && f.phrase(i) == nil && !f.namedMonth(i)
	}
	return !f.arabic(i)
}

// worth leaves out single letters, lone titles, and ordinary words before a day or a month.
func (f *finder) worth(i, j int) bool {
	if j-i > 1 {
		return true
	}
	w := f.word(i)
	if utf8.RuneCountInString(w.text) < 2 || w.class&function != 0 && !w.caps && w.first {
		return false
	}
	if utf8.RuneCountInString(w.text) == 2 && w.text[1] == '.' {
		return false
	}
	if j < f.size() && f.word(j).upper && f.word(j).class&never != 0 && f.ordinary(w) {
		return false // "Super Tuesday"
	}
	if i > 0 && f.word(i-1).class&(honorificM|honorificF) != 0 && f.word(i-1).upper {
		return true // "Mr. King"
	}
	return !(w.class&(honorific|role|never) != 0 && f.phrase(i) == nil && !f.tables.isName(w.fold))
}

func (t *tables) isName(s string) bool {
	_, ok := t.given[s]
	return ok
}
