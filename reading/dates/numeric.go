package dates

// numeric reads dates in figures: 2025-12-01, 2025/12/01, 12/01/2025, 1.12.2025, 12/25.
func (p *parser) numeric(i int) (match, bool) {
	if m, ok := p.yearFirst(i); ok {
		return m, true
	}
	if m, ok := p.september11(i); ok {
		return m, true
	}
	a, b := p.at(i), p.at(i+2)
	sep := p.at(i + 1).mark
	if a.digits == 0 || b.digits == 0 || a.frac || b.frac || !p.joined(i+1) || !p.joined(i+2) {
		return match{}, false
	}
	if p.mark(i-1, '-') && p.joined(i) && !p.at(i-1).spaced && !(p.at(i-2).digits == 4 && (p.mark(i-3, '/') || p.mark(i-3, '-'))) || p.mark(i-1, '/') || p.mark(i-1, '+') || p.mark(i-1, '$') || i > 0 && p.joined(i) && p.at(i-1).digits > 0 {
		return match{}, false
	}
	third := p.at(i + 4)
	full := p.at(i+3).mark == sep && third.digits > 0 && p.joined(i+3) && p.joined(i+4)
	if full && (p.mark(i+5, sep) && p.joined(i+5) && p.at(i+6).digits > 0) {
		return match{}, false
	}
	switch {
	case full && a.digits == 4 && (sep == '-' || sep == '/' || sep == '.') && b.digits <= 2 && third.digits <= 2:
		return p.ymd(i+5, a.n, b.n, third.n)
	case full && (sep == '/' || sep == '.' || sep == '-') && a.digits <= 2 && b.digits <= 2 && (third.digits == 4 || third.digits == 2 && sep == '/'):
		return p.dmy(i+5, a.n, b.n, century2(third.n, third.digits), sep)
	case !full && sep == '-' && a.digits == 4 && b.digits == 2 && b.n >= 1 && b.n <= 12 && a.n >= 1900 && a.n <= 2100:
		// 2025-11 is a month, 2025-26 a range of years.
		if b.n == (a.n+1)%100 {
			return match{}, false
		}
		v := point(month)
		v.year, v.month = a.n, b.n
		return match{i + 3, v}, true
	case !full && sep == '/' && a.digits <= 2 && b.digits == 4 && a.n >= 1 && a.n <= 12 && b.n >= 1900 && b.n <= 2100:
		v := point(month)
		v.year, v.month = b.n, a.n
		return match{i + 3, v}, true
	case !full && sep == '/' && a.digits <= 2 && b.digits <= 2 && (a.digits == 2 || b.digits == 2) && (p.oneOf(i-1, "on", "by", "since", "until", "before", "after", "from", "between", "to", "this", "next") || p.at(i-1).word != nil && p.at(i-1).word.weekday > 0):
		return p.dmy(i+3, a.n, b.n, 0, sep)
	}
	return match{}, false
}

// september11 reads "9/11" as the name of a day: "the 9/11 attacks", "since 9/11".
func (p *parser) september11(i int) (match, bool) {
	if p.at(i).n != 9 || p.at(i).digits != 1 || !p.mark(i+1, '/') || p.at(i+2).n != 11 || !p.joined(i+1) || !p.joined(i+2) || p.mark(i+3, '/') || p.oneOf(i-1, "on", "by") {
		return match{}, false
	}
	v := point(day)
	v.year, v.month, v.day = 2001, 9, 11
	return match{i + 3, v}, true
}

// yearFirst reads "2017 April", "2019 Q1", "2019-Aug-1", "22/Jan/2019", "Dec-2018".
func (p *parser) yearFirst(i int) (match, bool) {
	t := p.at(i)
	sep := func(k int) int {
		if (p.mark(k, '-') || p.mark(k, '/')) && p.joined(k) && p.joined(k+1) {
			return k + 1
		}
		return k
	}
	switch {
	case t.digits == 4 && t.n >= 1900 && t.n <= 2100 && t.end-t.start == 4:
		k := sep(i + 1)
		if k == i+1 && !p.oneOf(i-1, "in", "of", "by", "since", "until", "during", "from", "to", "and") && i > 0 && p.at(i-1).mark == 0 {
			return match{}, false
		}
		if q, ok := p.quarterCode(k); ok && q.v.year == 0 {
			q.v.year = t.n
			return q, true
		}
		m, end := p.anyMonth(k)
		if m == 0 || p.at(k).is("may") && k == i+1 || p.at(k).is("march") && k == i+1 && !p.at(k).capital {
			return match{}, false
		}
		v := point(month)
		v.year, v.month = t.n, m
		if d, e, _ := p.dayNumber(sep(end)); d > 0 && validDay(t.n, m, d) {
			v.unit, v.day, end = day, d, e
		} else if k == i+1 && p.yearFollows(end) {
			return match{}, false
		}
		return match{end, v}, true
	case t.digits > 0 && t.digits <= 2 && sep(i+1) > i+1:
		m, end := p.anyMonth(i + 2)
		if y := p.at(sep(end)); m > 0 && sep(end) > end && (y.digits == 4 || y.digits == 2) && validDay(century2(y.n, y.digits), m, t.n) {
			v := point(day)
			v.year, v.month, v.day = century2(y.n, y.digits), m, t.n
			return match{end + 2, v}, true
		}
	case t.word != nil && t.word.month > 0 && t.capital && p.mark(i+1, '/') && sep(i+1) > i+1 && p.at(i+2).digits <= 2:
		d, end, _ := p.dayNumber(i + 2)
		v := point(day)
		v.month, v.day = t.word.month, d
		return match{end, v}, d > 0 && validDay(0, t.word.month, d) && !p.mark(end, '/')
	case t.word != nil && t.word.month > 0 && t.capital && sep(i+1) > i+1:
		if y := p.at(i + 2); y.digits == 4 && y.n >= 1900 && y.n <= 2100 && y.end-y.start == 4 {
			v := point(month)
			v.year, v.month = y.n, t.word.month
			return match{i + 3, v}, true
		}
	}
	return match{}, false
}

// anyMonth is monthName in any case.
func (p *parser) anyMonth(k int) (m, end int) {
	if w := p.at(k).word; w != nil && w.month > 0 {
		return w.month, k + 1
	}
	return 0, k
}

func (p *parser) yearFollows(k int) bool {
	return p.at(k).digits > 0 || p.mark(k, ',') && p.at(k+1).digits == 4
}

func century2(n, digits int) int {
	switch {
	case digits == 4:
		return n
	case n < 50:
		return 2000 + n
	}
	return 1900 + n
}

func (p *parser) ymd(end, y, m, d int) (match, bool) {
	if y < 1000 || !validDay(y, m, d) {
		return match{}, false
	}
	v := point(day)
	v.year, v.month, v.day = y, m, d
	return match{end, v}, true
}

// dmy orders day and month: as only one order allows, else as the article's region writes, and points mean day first.
func (p *parser) dmy(end, a, b, y int, sep rune) (match, bool) {
	d, m := b, a
	if sep == '.' || p.dayFirst && validDay(y, b, a) || !validDay(y, a, b) {
		d, m = a, b
	}
	if !validDay(y, m, d) {
		return match{}, false
	}
	v := point(day)
	v.year, v.month, v.day = y, m, d
	return match{end, v}, true
}

// dayNumber reads a day of the month at k: "5", "5th", "fifth", "twenty-first"; end is the token after it.
func (p *parser) dayNumber(k int) (d, end int, ordinal bool) {
	t := p.at(k)
	switch {
	case t.digits > 0 && t.digits <= 2 && !t.frac && t.n >= 1 && t.n <= 31 && !t.guarded:
		if p.joined(k+1) && p.oneOf(k+1, "st", "nd", "rd", "th") {
			return t.n, k + 2, true
		}
		if p.joined(k+1) && (p.at(k+1).mark == 0 && k+1 < len(p.toks) || p.mark(k+1, '%') || p.mark(k+1, ':') && p.joined(k+2) && p.at(k+2).digits > 0) {
			return 0, k, false
		}
		return t.n, k + 1, false
	case t.word != nil && t.word.ordinal > 0:
		return t.word.ordinal, k + 1, true
	case t.word != nil && (t.word.number == 20 || t.word.number == 30) && p.at(k+1).word != nil:
		if o := p.at(k + 1).word.ordinal; o > 0 && o < 10 && t.word.number+o <= 31 && (o != 2 || p.at(k-1).word != nil && p.at(k-1).word.month > 0) {
			return t.word.number + o, k + 2, true
		}
	case t.word != nil && (t.word.number == 20 || t.word.number == 30) && p.mark(k+1, '-') && p.at(k+2).word != nil:
		if o := p.at(k + 2).word.ordinal; o > 0 && o < 10 && t.word.number+o <= 31 {
			return t.word.number + o, k + 3, true
		}
	}
	return 0, k, false
}

// monthName reads a month at k with the point of its abbreviation. "May", "March", "Mar" and "Jan" need company, which the
// callers ask for.
func (p *parser) monthName(k int) (m, end int) {
	w := p.at(k).word
	if w == nil || w.month == 0 || p.at(k).guarded {
		return 0, k
	}
	if !p.at(k).capital {
		// Lower case only for full names that are nothing else.
		_, _, digits := p.dayNumber(k + 1)
		if (w.abbreviation || w.text == "may" || w.text == "march" || w.text == "august" && !p.monthNear(k)) && !digits {
			return 0, k
		}
	}
	end = k + 1
	if w.abbreviation && p.mark(end, '.') && p.joined(end) {
		end++
	}
	return w.month, end
}

// monthFirst reads "Nov. 23, 2025", "November 23rd", "Nov. 5-7", "November 2025", "November".
func (p *parser) monthFirst(i int) (match, bool) {
	m, k := p.monthName(i)
	if m == 0 {
		return match{}, false
	}
	if p.is(k, "the") {
		if d, end, ord := p.dayNumber(k + 1); ord && validDay(0, m, d) {
			return p.withYear(end, m, d)
		}
	}
	if d, end, _ := p.dayNumber(k); d > 0 && validDay(0, m, d) && !p.countAfter(end) {
		return p.withYear(end, m, d)
	}
	if q, ok := p.numberWords(k); ok && q.n > 20 && q.n <= 31 && q.end > k+1 && validDay(0, m, q.n) && p.unitAt(q.end) == noUnit {
		return p.withYear(q.end, m, q.n) // "May twenty nine", in transcripts
	}
	if p.at(k).digits == 2 && p.at(k).n > 31 {
		return match{}, false
	}
	if y, end := p.yearAfter(k); y > 0 {
		v := point(month)
		v.year, v.month = y, m
		return match{end, v}, true
	}
	if !p.monthAlone(i, k) {
		return match{}, false
	}
	v := point(month)
	v.month = m
	return match{k, v}, true
}

// countAfter reports whether the number before token k counts something: "March 5 million", "May 20 percent".
func (p *parser) countAfter(k int) bool {
	return p.mark(k, '%') || p.oneOf(k, "percent", "million", "billion", "hundred", "thousand") || p.mark(k, ':') && p.joined(k) && p.at(k+1).digits > 0
}

// withYear adds the end of a range of days and the year: "5-7, 2025".
func (p *parser) withYear(end, m, d int) (match, bool) {
	v := point(day)
	v.month, v.day = m, d
	var until *value
	if k := p.rangeWord(end, m); k > end {
		if d2, end2, _ := p.dayNumber(k); d2 > d && validDay(0, m, d2) && p.at(end2).mark != '-' && !p.hyphenated(end2) && (p.dash(end) || p.closesRange(end2)) {
			u := point(day)
			u.month, u.day = m, d2
			until, end = &u, end2
		}
	}
	if y, k := p.yearAfter(end); y > 0 && validDay(y, m, d) {
		v.year, end = y, k
	}
	v.until = until
	if until != nil && v.year == 0 {
		p.resolve(&v, end-1, end)
	}
	if until != nil {
		until.year = v.year
	}
	return match{end, v}, true
}

// rangeWord skips what joins two days of one month at k: a dash, "to", "through the"; k itself where nothing does.
func (p *parser) rangeWord(k, m int) int {
	switch {
	case p.dash(k):
		return k + 1
	case p.oneOf(k, "to", "through", "till", "until"):
		if p.is(k+1, "the") {
			return k + 2
		}
		return k + 1
	}
	return k
}

// closesRange tells "May 5 to 7" from "May 5 to 7 people".
func (p *parser) closesRange(k int) bool {
	t := p.at(k)
	return k >= len(p.toks) || t.mark != 0 && t.mark != '%' && t.mark != ':' || p.oneOf(k, "in", "at", "to", "and", "for", "with", "of", "on") || t.digits == 4
}

func (p *parser) hyphenated(k int) bool { return p.mark(k, '-') && p.joined(k) && p.joined(k+1) }

func (p *parser) dash(k int) bool { return p.mark(k, '-') || p.mark(k, '–') }

// yearAfter reads ", 2025", " 2025", " of 2025", "'25" after a month or a day.
func (p *parser) yearAfter(k int) (y, end int) {
	if p.mark(k, ',') || p.is(k, "of") {
		k++
	}
	t := p.at(k)
	if t.digits == 4 && !t.frac && t.end-t.start == 4 && t.n >= 1000 && t.n <= 2999 && !p.unitCount(k) {
		return t.n, k + 1
	}
	if p.mark(k, '\'') && p.at(k+1).digits == 2 && p.joined(k+1) {
		return century2(p.at(k+1).n, 2), k + 2
	}
	if p.at(k).word != nil && (p.at(k).word.number >= 17 || p.at(k).word.number == 2 && p.is(k+1, "thousand")) {
		if m, ok := p.spokenYear(k); ok {
			return m.v.year, m.end
		}
	}
	return 0, k
}

// unitCount reports whether the number at k is joined to more ("2000-strong", "1990s") or counts what follows.
func (p *parser) unitCount(k int) bool {
	return p.joined(k+1) && (p.is(k+1, "s") || p.mark(k+1, '%') || p.at(k+1).mark == 0 && k+1 < len(p.toks))
}

// monthAlone says whether a month's name without day and year is the month: "May" and "March" are also other words.
func (p *parser) monthAlone(i, k int) bool {
	w := p.at(i).word
	if p.dash(k) && p.at(k+1).word != nil && p.at(k+1).word.month > 0 && p.at(i).capital && p.at(k+1).capital {
		return true
	}
	prep := p.oneOf(i-1, "in", "since", "by", "until", "till", "through", "from", "to", "of", "during", "before", "after", "last", "next", "this", "early",
		"late", "mid", "and", "between", "for", "every", "each", "earlier", "later", "past") || p.mark(i-1, '-') && p.oneOf(i-2, "mid", "early", "late")
	switch w.text {
	case "may", "march", "mar", "jan", "sep", "dec", "jun", "august":
		if p.oneOf(k, "to", "through") && p.at(i).capital && p.at(k+1).capital && p.at(k+1).word != nil && p.at(k+1).word.month > 0 {
			return true
		}
		if !prep {
			return w.text == "august" && (p.at(k).mark != 0 || p.at(k).word != nil)
		}
		// "March for Our Lives", "in March Madness", "May and Johnson", "for May to"
		if p.oneOf(i-1, "and", "for", "to", "by", "of", "after", "before", "from") && w.text != "march" && w.text != "august" {
			return p.monthNear(i) || (p.at(k).mark != 0 && p.oneOf(i-1, "of", "from", "by", "before", "after") && !p.possessive(k)) || p.oneOf(k, "and", "to", "or") && p.at(k+1).word != nil && p.at(k+1).word.month > 0
		}
		return !p.at(k).capital || p.at(k).word != nil && (p.at(k).word.month > 0 || p.at(k).word.weekday > 0)
	}
	if w.abbreviation {
		return prep || p.mark(k-1, '.')
	}
	// "April Glaspie", "June Brown": a name follows.
	if (w.text == "april" || w.text == "june") && !prep && p.at(k).capital && p.at(k).word == nil && !p.at(k).guarded && p.at(k).sentence == p.at(i).sentence {
		return false
	}
	return true
}

// monthNear reports whether another month stands within three tokens.
func (p *parser) monthNear(i int) bool {
	for k := i - 4; k <= i+4; k++ {
		if w := p.at(k).word; k != i && w != nil && w.month > 0 && w.text != "may" && (w.text != "march" || p.at(k).capital && k > 0 && p.oneOf(k-1, "from", "between", "to", "and", "in")) && !w.abbreviation {
			return true
		}
	}
	return false
}

// dayFirstDate reads "23 November 2025", "the 23rd of November", "5-7 May", "the 23rd".
func (p *parser) dayFirstDate(i int) (match, bool) {
	k := i
	if p.is(k, "the") {
		k++
	}
	d, end, ordinal := p.dayNumber(k)
	if d == 0 || k > i && !ordinal || p.mark(k-1, ':') && p.joined(k) || p.mark(k-1, '$') || p.mark(k-1, '.') && p.joined(k) {
		return match{}, false
	}
	d2, end2 := 0, end
	if p.dash(end) || p.oneOf(end, "to", "and", "through", "till", "until") {
		j := end + 1
		if p.is(j, "the") {
			j++
		}
		if n, e, _ := p.dayNumber(j); n > d {
			d2, end2 = n, e
		}
	}
	if m, ok := p.dayMonth(i, end2, d, d2); ok {
		return m, true
	}
	if d2 > 0 && p.dash(end) {
		return match{}, false
	}
	if m, ok := p.dayMonth(i, end, d, 0); ok {
		return m, true
	}
	if p.at(k).digits > 0 && ordinal && p.bareDay(i, end) {
		v := point(day)
		v.day = d
		return match{end, v}, true
	}
	return match{}, false
}

// dayMonth reads the month and year after the day d, or after the range d to d2.
func (p *parser) dayMonth(i, end, d, d2 int) (match, bool) {
	if p.is(end, "of") {
		end++
	}
	if p.mark(end, '-') && p.joined(end) {
		end++
	}
	m, k := p.monthName(end)
	if m == 0 || !validDay(0, m, d) || d2 > 0 && !validDay(0, m, d2) || p.at(end).is("may") && p.at(k).word != nil && p.at(k).word.tense == be {
		return match{}, false
	}
	if p.mark(k, '-') && p.at(k+1).digits > 0 {
		k++
	}
	v := point(day)
	v.month, v.day = m, d
	if y, e := p.yearAfter(k); y > 0 && validDay(y, m, max(d, d2)) {
		v.year, k = y, e
	}
	if d2 > 0 {
		p.resolve(&v, i, k)
		u := v
		u.day = d2
		v.until = &u
	}
	return match{k, v}, true
}

// bareDay accepts "the 15th" as a day where a preposition of time stands before and no noun after.
func (p *parser) bareDay(i, end int) bool {
	if !p.oneOf(i-1, "on", "by", "until", "since", "before", "after") {
		return false
	}
	t := p.at(end)
	return t.mark != 0 && !p.joined(end+1) || end >= len(p.toks) || t.mark == '.' || t.mark == ',' || p.oneOf(end, "of", "and", "at", "to", "in", "for")
}
