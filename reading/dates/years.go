package dates

// yearPoint reads "2025", "fiscal 2025", "FY2025", "FY25", "the year 2025", "the current fiscal year", "2024-25", "1999-2003".
func (p *parser) yearPoint(i int) (match, bool) {
	k, fiscal := i, false
	if p.is(k, "the") && (p.is(k+1, "year") || p.is(k+1, "fiscal") || p.is(k+1, "calendar")) {
		k++
	}
	for p.oneOf(k, "fiscal", "financial", "year", "calendar", "fy") && k < i+4 {
		fiscal = fiscal || p.oneOf(k, "fiscal", "financial", "fy")
		k++
	}
	if k > i && !fiscal && !p.is(k-1, "year") {
		return match{}, false
	}
	if fiscal && p.at(k).digits == 2 && p.is(k-1, "fy") {
		v := point(year)
		v.year, v.fiscal = century2(p.at(k).n, 2), true
		return match{k + 1, v}, true
	}
	if p.mark(k, '\'') && p.at(k+1).digits == 2 && p.joined(k+1) && k > i {
		v := point(year)
		v.year, v.fiscal = century2(p.at(k+1).n, 2), fiscal
		return match{k + 2, v}, true
	}
	t := p.at(k)
	if t.digits != 4 || t.frac || t.guarded || t.end-t.start != 4 || t.n < 1000 || t.n > 2999 || p.unitCount(k) {
		return match{}, false
	}
	if k == i && !p.yearAlone(k) {
		return match{}, false
	}
	v := point(year)
	v.year, v.fiscal = t.n, fiscal
	return p.yearRange(match{k + 1, v})
}

// yearRange reads the closing year of "2021-2027", "2024-25", "2024/25".
func (p *parser) yearRange(m match) (match, bool) {
	k := m.end
	if !p.dash(k) && !p.mark(k, '/') || p.mark(k, '-') && !p.joined(k) {
		return m, true
	}
	t := p.at(k + 1)
	y := t.n
	if t.digits == 2 {
		y = m.v.year - m.v.year%100 + t.n
	}
	if t.digits != 4 && t.digits != 2 || !p.joined(k+1) || t.frac || y <= m.v.year || y > m.v.year+400 || t.digits == 2 && y > m.v.year+15 || p.unitCount(k+1) || p.dash(k+2) && p.at(k+3).digits > 0 {
		return m, p.mark(k, '–') || !p.joined(k+1) || t.digits == 0
	}
	u := m.v
	u.year = y
	m.v.until = &u
	m.end = k + 2
	return m, true
}

// yearAlone says whether four digits without company are a year rather than a count, an amount or a number of something.
func (p *parser) yearAlone(k int) bool {
	t := p.at(k)
	prev := p.at(k - 1)
	if p.oneOf(k-1, "resolution", "article", "section", "chapter", "room", "flight", "number", "rule", "route", "highway", "page", "model", "boeing", "apollo", "psalm", "russell", "nikkei", "no", "law", "decree", "convoy") {
		return false
	}
	prep := p.oneOf(k-1, "in", "since", "by", "until", "till", "through", "from", "to", "of", "during", "before", "after", "early", "late", "mid", "between", "for", "and", "the", "for",
		"around", "about", "throughout", "into", "beyond", "at", "on", "ended", "ending", "as", "or", "its", "a")
	switch prev.mark {
	case '$', '€', '£', '¥', '#', '+', '.', ':', '%', '*':
		if prev.mark != ':' && prev.mark != '.' || p.joined(k) {
			return false
		}
	}
	if t.n < 1700 && !(p.oneOf(k-1, "in", "since", "of", "until") && t.n >= 1066 && p.at(k+1).mark != 0) || t.n > 2100 {
		return t.n > 2100 && t.n <= 2300 && p.oneOf(k-1, "in", "by", "until") && p.at(k+1).mark != 0
	}
	if p.mark(k-1, '-') && p.joined(k) && (p.mark(k-3, '-') || p.mark(k-3, '+')) {
		return false
	}
	if p.mark(k-1, '-') && p.joined(k) && !p.oneOf(k-2, "mid", "early", "late", "post", "pre") && p.at(k-2).digits != 4 || p.mark(k-1, '/') {
		return false
	}
	if prev.digits > 0 || prev.word != nil && prev.word.number > 0 && !prev.word.starts {
		return false
	}
	next := p.at(k + 1)
	if next.mark != 0 && next.mark != '%' || k+1 >= len(p.toks) {
		return prep || t.n >= 1900 && t.n <= 2100
	}
	if next.mark == '%' || next.digits > 0 && !p.mark(k-1, '(') {
		return false
	}
	return !p.counted(k+1, prep)
}

// counted reports whether token k is what a number counts: a unit, or a plural noun.
func (p *parser) counted(k int, prep bool) bool {
	t := p.at(k)
	if p.is(k, "year") && p.is(k+1, "old") {
		return true
	}
	if t.capital || t.word != nil && t.word.unit == noUnit && t.word.number == 0 {
		return false
	}
	if t.word != nil {
		return t.word.plural || t.word.number > 0
	}
	s := p.text[t.start:t.end]
	switch s {
	case "people", "men", "women", "children", "miles", "feet", "tons", "tonnes", "shares", "points", "troops", "points.", "percent":
		return true
	}
	return len(s) > 3 && s[len(s)-1] == 's' && s[len(s)-2] != 's' && !prep
}

// decadePoint reads "the 1990s", "the '90s", "the mid-1980s", "the nineties".
func (p *parser) decadePoint(i int) (match, bool) {
	k := i
	if p.is(k, "the") {
		k++
	}
	t := p.at(k)
	v := point(decade)
	switch {
	case t.digits == 4 && t.n%10 == 0 && t.n >= 1000 && t.n <= 2990 && t.end-t.start == 4 && p.joined(k+1) && p.is(k+1, "s"):
		v.year = t.n
		return match{k + 2, v}, true
	case t.digits == 4 && t.n%10 == 0 && t.n >= 1000 && t.n <= 2990 && p.possessive(k+1) && (k > i || p.oneOf(k-1, "the", "early", "late", "mid") || p.mark(k-1, '-')):
		v.year = t.n
		return match{k + 3, v}, true // "the late 1980's"
	case p.mark(k, '\'') && p.at(k+1).digits == 2 && p.at(k+1).n%10 == 0 && p.joined(k+1) && p.joined(k+2) && p.is(k+2, "s"):
		v.year = 1900 + p.at(k+1).n
		return match{k + 3, v}, true
	case k > i && t.digits == 2 && t.n%10 == 0 && t.n > 10 && p.joined(k+1) && p.is(k+1, "s"):
		v.year = 1900 + t.n
		return match{k + 2, v}, true
	case (k > i || p.is(i-1, "in")) && t.word != nil:
		if n := decadeNames[t.word.text]; n > 0 {
			v.year = 1900 + n
			return match{k + 1, v}, true
		}
	}
	return match{}, false
}

var decadeNames = map[string]int{"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80, "nineties": 90}

// centuryPoint reads "the 19th century", "the twentieth century".
func (p *parser) centuryPoint(i int) (match, bool) {
	k := i
	if p.is(k, "the") {
		k++
	}
	n, end, ordinal := p.dayNumber(k)
	if !ordinal {
		return match{}, false
	}
	if p.mark(end, '-') && p.joined(end) {
		end++
	}
	if p.unitAt(end) != century || p.at(end).word.plural || n < 2 {
		return match{}, false
	}
	v := point(century)
	v.year = 100 * (n - 1)
	return match{end + 1, v}, true
}

// spokenYear reads years in words, as transcripts print them: "nineteen ninety-six", "two thousand (and) ten".
func (p *parser) spokenYear(i int) (match, bool) {
	w := p.at(i).word
	k := i
	if p.is(k, "the") && p.is(k+1, "year") {
		k += 2
		w = p.at(k).word
	}
	if w == nil {
		return match{}, false
	}
	v := point(year)
	if (w.number >= 17 && w.number <= 20) && !p.mark(k+1, '-') {
		if q, ok := p.numberWords(k + 1); ok && q.n >= 10 && q.n < 100 && q.end > k+1 {
			v.year = 100*w.number + q.n
			return match{q.end, v}, p.unitAt(q.end) == noUnit && !p.is(q.end, "s")
		}
	}
	if w.number == 2 && p.is(k+1, "thousand") && (k > i || p.oneOf(k-1, "in", "since", "by", "of", "until") || p.at(k-1).word != nil && p.at(k-1).word.month > 0) {
		q, _ := p.numberWords(k)
		v.year = q.n
		return match{q.end, v}, q.n >= 2000 && q.n < 2100 && (k > i || p.at(k-1).word != nil && p.at(k-1).word.month > 0 || p.at(q.end).mark != 0 || q.end >= len(p.toks))
	}
	return match{}, false
}
