package dates

import (
	"time"

	"rapporteur"
)

// weekdayDate reads "Monday", "Mon.", "Friday, Nov. 23, 2025", "Friday the 13th".
func (p *parser) weekdayDate(i int) (match, bool) {
	t := p.at(i)
	if t.word == nil || t.word.weekday == 0 || t.word.plural || !t.capital && t.word.abbreviation {
		return match{}, false
	}
	k := i + 1
	if t.word.abbreviation {
		// "Sun" is a newspaper, "Wed" a verb, "Mon" a surname: only with a point or a date.
		if p.mark(k, '.') && p.joined(k) {
			k++
		} else if _, ok := p.dateAfter(k); !ok {
			return match{}, false
		}
	}
	if m, ok := p.dateAfter(k); ok {
		m.v.weekday = t.word.weekday
		return m, true
	}
	if t.word.abbreviation && !p.mark(k-1, '.') {
		return match{}, false
	}
	v := point(day)
	v.weekday = t.word.weekday
	return match{k, v}, true
}

// dateAfter reads the date that a weekday introduces.
func (p *parser) dateAfter(k int) (match, bool) {
	if p.mark(k, ',') {
		k++
	}
	if m, ok := p.monthFirst(k); ok && m.v.unit == day {
		return m, true
	}
	if m, ok := p.dayFirstDate(k); ok && m.v.unit == day && (m.v.month > 0 || p.is(k, "the")) {
		return m, true
	}
	if p.is(k, "the") {
		if d, end, ord := p.dayNumber(k + 1); ord && !p.mark(k-1, ',') && (p.at(k+1).digits > 0 || p.at(end).mark != 0 || end >= len(p.toks) || p.is(end, "at")) {
			v := point(day)
			v.day = d
			return match{end, v}, true
		}
	}
	if m, ok := p.numeric(k); ok && m.v.unit == day {
		return m, true
	}
	return match{}, false
}

// namedDay reads "yesterday", "today", "tomorrow", "tonight", "the day before yesterday".
func (p *parser) namedDay(i int) (match, bool) {
	t := p.at(i)
	switch {
	case t.word == nil:
	case t.is("yesterday"):
		return match{i + 1, p.relative(i, day, -1)}, true
	case t.is("today"):
		return match{i + 1, p.relative(i, day, 0)}, !p.is(i-1, "usa")
	case t.is("tomorrow"):
		return match{i + 1, p.relative(i, day, 1)}, true
	case t.is("tonight"):
		v := p.relative(i, day, 0)
		v.part = "NI"
		return match{i + 1, v}, true
	case t.is("the") && p.is(i+1, "day"):
		switch {
		case p.is(i+2, "before") && p.is(i+3, "yesterday"):
			return match{i + 4, p.relative(i, day, -2)}, true
		case p.is(i+2, "after") && p.is(i+3, "tomorrow"):
			return match{i + 4, p.relative(i, day, 2)}, true
		}
	}
	return match{}, false
}

// step is how a determiner moves a unit: last -1, this 0, next +1.
func (p *parser) step(i int) (n, end int, ok bool) {
	k := i
	if p.oneOf(k, "the", "its", "their") {
		k++
	}
	switch {
	case p.oneOf(k, "last", "past", "previous"):
		return -1, k + 1, true
	case p.oneOf(k, "this", "current") && p.oneOf(k+1, "past"):
		return -1, k + 2, true
	case p.is(k, "this") && p.oneOf(k+1, "coming", "upcoming", "next"):
		return 1, k + 2, true
	case p.is(k, "this") && p.oneOf(k+1, "same", "current"):
		return 0, k + 2, true
	case p.is(k, "this"), p.is(k, "current"):
		return 0, k + 1, true
	case p.oneOf(k, "next", "coming", "upcoming"):
		return 1, k + 1, true
	}
	return 0, i, false
}

// relativePoint reads a determiner and what it points at: "last week", "this Friday", "next May", "last summer", "the
// following day", "that year", "the same month".
func (p *parser) relativePoint(i int) (match, bool) {
	if m, ok := p.contextual(i); ok {
		return m, true
	}
	if m, ok := p.theUnit(i); ok {
		return m, true
	}
	n, k, ok := p.step(i)
	w := p.at(k).word
	if !ok || w == nil {
		return match{}, false
	}
	switch {
	case w.weekday > 0 && !w.plural && !w.abbreviation:
		return match{k + 1, p.steppedWeekday(i, n, w.weekday)}, true
	case w.month > 0 && (p.is(i, "last") || p.is(i, "this") || p.is(i, "next") || p.is(k-1, "past")):
		return p.steppedMonth(i, k, n)
	case w.season != "":
		return match{k + 1, p.steppedSeason(n, w.season)}, true
	case w.part != "" && !p.is(i, "the") && w.text != "nights":
		return p.steppedPart(i, k, n, w)
	}
	return p.steppedUnit(i, k, n)
}

func (p *parser) steppedUnit(i, k, n int) (match, bool) {
	fiscal := false
	if p.oneOf(k, "fiscal", "financial", "business", "tax", "school", "academic", "calendar", "full", "working") {
		fiscal = !p.oneOf(k, "calendar", "full", "working")
		k++
	}
	u := p.unitAt(k)
	w := p.at(k).word
	if u == noUnit || w.plural || p.joined(k+1) && p.mark(k+1, '-') && p.joined(k+2) && !p.is(i, "last") {
		return match{}, false
	}
	switch u {
	case second, minute, hour, night, period, moment, half, fortnight, season, millennium:
		return match{}, false
	case quarter:
		return match{k + 1, p.relative(i, quarter, n)}, true
	case day:
		if n != 0 || !p.is(i, "this") {
			return match{}, false
		}
	}
	// "the last year", "the past decade" end now: still the year or decade, by TIMEX3 usage.
	v := p.relative(i, u, n)
	if p.is(i, "the") && p.is(i+1, "past") && u == decade || u == decade && n < 0 {
		v = p.relative(i, u, n)
	}
	v.fiscal = fiscal
	return match{k + 1, v}, true
}

func (p *parser) steppedWeekday(i, n, weekday int) value {
	v := point(day)
	v.weekday = weekday
	ref, anchor := p.reference(i)
	if ref.IsZero() {
		return v
	}
	t := nearest(ref.AddDate(0, 0, n), weekday, n)
	if n == 0 {
		dir := p.direction(i, i+2)
		if dir == 0 {
			dir = 1
		}
		t = nearest(ref, weekday, dir)
	}
	v = p.onWeekday(v, t)
	v.anchor = anchor
	return v
}

func (p *parser) steppedMonth(i, k, n int) (match, bool) {
	m, end := p.monthName(k)
	if m == 0 {
		return match{}, false
	}
	v := point(month)
	v.month = m
	if p.ref.IsZero() {
		return match{end, v}, true
	}
	v.anchor, v.year = p.anchor, p.ref.Year()
	switch now := int(p.ref.Month()); {
	case n < 0 && m >= now:
		v.year--
	case n > 0 && m <= now:
		v.year++
	}
	if d, e, _ := p.dayNumber(end); d > 0 && validDay(v.year, m, d) && !p.countAfter(e) {
		v.unit, v.day, end = day, d, e
	}
	return match{end, v}, true
}

func (p *parser) steppedSeason(n int, s string) value {
	v := point(season)
	v.season = s
	if p.ref.IsZero() {
		return v
	}
	v.anchor = p.anchor
	now, y := seasonOf(p.ref)
	v.year = y
	switch {
	case n < 0 && seasonOrder[s] >= seasonOrder[now]:
		v.year--
	case n > 0 && seasonOrder[s] <= seasonOrder[now]:
		v.year++
	}
	return v
}

// steppedPart reads "this morning", "last night", "this evening".
func (p *parser) steppedPart(i, k, n int, w *word) (match, bool) {
	if n > 0 {
		return match{}, false
	}
	v := p.relative(i, day, n)
	v.part = w.part
	return match{k + 1, v}, true
}

// contextual reads what leans on the date before it: "that day", "the same week", "the following month", "the previous Friday",
// "the quarter", "the latest period".
func (p *parser) contextual(i int) (match, bool) {
	var k, n int
	switch {
	case p.is(i, "that") && p.is(i+1, "same"), p.is(i, "the") && p.is(i+1, "same"):
		k = i + 2
	case p.is(i, "that"):
		k = i + 1
	case p.is(i, "the") && p.oneOf(i+1, "following"), p.is(i, "the") && p.is(i+1, "next") && p.is(i+2, "day"):
		k, n = i+2, 1
	case p.is(i, "the") && p.oneOf(i+1, "previous", "preceding", "prior"):
		k, n = i+2, -1
	case p.is(i, "the") && p.oneOf(i+2, "before", "after", "earlier") && (p.at(i+3).mark != 0 || i+3 >= len(p.toks)) && p.oneOf(i+1, "day", "week", "month", "year"):
		n = -1
		if p.is(i+2, "after") {
			n = 1
		}
		base, anchor := p.contextDay()
		if base.IsZero() {
			return match{}, false
		}
		return match{i + 3, p.away(base, anchor, p.unitAt(i+1), n)}, true
	default:
		return match{}, false
	}
	w := p.at(k).word
	if w == nil || !p.last.known() && p.ref.IsZero() {
		return match{}, false
	}
	base, anchor := p.contextDay()
	if (w.unit == day || w.part != "") && p.lastDay.known() {
		base, _ = p.lastDay.span()
		anchor = "text"
	}
	switch {
	case w.weekday > 0 && n != 0:
		v := p.onWeekday(value{}, nearest(base.AddDate(0, 0, n), w.weekday, n))
		v.kind, v.unit, v.sec, v.anchor = rapporteur.Point, day, -1, anchor
		return match{k + 1, v}, true
	case w.part != "" && w.part != "DT" && !w.plural:
		v := on(base.AddDate(0, 0, n), day)
		v.part, v.anchor = w.part, anchor
		return match{k + 1, v}, true
	case w.unit == day || w.unit == week || w.unit == month || w.unit == year || w.unit == quarter || w.unit == weekend:
		if w.plural || w.text == "weekday" {
			return match{}, false
		}
		return match{k + 1, p.away(base, anchor, w.unit, n)}, true
	}
	return match{}, false
}

// contextTime is the start of the latest date found, else the day of publication.
func (p *parser) contextDay() (t time.Time, anchor string) {
	if p.last.known() {
		from, _ := p.last.span()
		return from, "text"
	}
	return p.ref, p.anchor
}

// quarterPoint reads "the third quarter", "third-quarter", "Q3 2025", "3Q", "the first half of 2025", "the quarter".
func (p *parser) quarterPoint(i int) (match, bool) {
	if m, ok := p.quarterCode(i); ok {
		return m, true
	}
	k := i
	if p.is(k, "the") {
		k++
	}
	if k > i && p.at(k).digits == 4 && p.at(k).n > 1900 && (p.unitAt(k+1) == quarter || p.unitAt(k+1) == period) && !p.at(k+1).word.plural {
		v, ok := p.lastOf(quarter)
		v.year = p.at(k).n
		return match{k + 2, v}, ok
	}
	if p.is(k, "fiscal") {
		k++
	}
	if o, end, ord := p.dayNumber(k); ord && p.at(k).digits > 0 && o <= 4 && p.unitAt(end) == quarter && !p.at(end).word.plural {
		v := point(quarter)
		v.quarter = o
		if y, e := p.yearAfter(end + 1); y > 0 {
			v.year, end = y, e-1
		}
		return match{end + 1, v}, true
	}
	w := p.at(k).word
	switch {
	case w == nil:
		return match{}, false
	case k > i && p.mark(k+1, '-') && p.joined(k+1):
		return match{}, false
	case w.ordinal >= 1 && w.ordinal <= 4 || p.oneOf(k, "last", "final") && p.unitAt(k+1) == half:
		return p.ordinalQuarter(k)
	case w.unit == quarter && !w.plural && k > i && p.is(i, "the"), p.oneOf(k, "latest") && (p.unitAt(k+1) == quarter || p.unitAt(k+1) == period) && k > i:
		return p.theQuarter(k)
	}
	return match{}, false
}

// quarterCode reads "Q3", "Q3 2025", "3Q", "3Q25", "H1", "1H".
func (p *parser) quarterCode(i int) (match, bool) {
	letter, n, k := i, i+1, i+2
	if p.at(i).digits == 1 {
		letter, n = i+1, i
	}
	q := p.at(n)
	if !p.joined(i+1) || q.digits != 1 || !p.oneOf(letter, "q", "h") || !p.at(letter).capital && (!p.is(letter, "q") || n == i) {
		return match{}, false
	}
	v := point(quarter)
	if v.quarter = q.n; p.is(letter, "h") {
		v = point(half)
		v.half = q.n
		if q.n > 2 {
			return match{}, false
		}
	}
	if q.n < 1 || q.n > 4 {
		return match{}, false
	}
	if n == i && p.joined(k) && p.at(k).digits == 2 {
		v.year = century2(p.at(k).n, 2)
		return match{k + 1, v}, true
	}
	y, end := p.yearAfter(k)
	if y == 0 && p.mark(k, '-') && p.joined(k) && p.joined(k+1) {
		y, end = p.yearAfter(k + 1)
	}
	if y > 0 {
		v.year, k = y, end
	}
	return match{k, v}, true
}

func (p *parser) ordinalQuarter(k int) (match, bool) {
	o := p.at(k).word.ordinal
	j := k + 1
	if p.mark(j, '-') && p.joined(j) {
		j++
	}
	if p.is(j, "fiscal") {
		j++
	}
	switch u := p.unitAt(j); {
	case u == quarter && !p.at(j).word.plural && o > 0 && !p.oneOf(j+1, "century"):
		v := point(quarter)
		v.quarter = o
		v.fiscal = p.is(k-1, "fiscal")
		if y, end := p.yearAfter(j + 1); y > 0 {
			v.year, j = y, end-1
		}
		return match{j + 1, v}, true
	case u == half && (o == 1 || o == 2 || o == 0) && p.is(j+1, "of"):
		return p.halfOf(j, o)
	}
	return match{}, false
}

// halfOf reads "first half of 2025": ISO knows no halves of other periods, so those keep their period with a modifier.
func (p *parser) halfOf(j, o int) (match, bool) {
	m, ok := p.calendar(j + 2)
	if !ok || m.v.ref != "" {
		return match{}, false
	}
	if m.v.unit != year || m.v.fiscal {
		m.v.mod = map[int]string{1: "START", 2: "END", 0: "END"}[o]
		return m, true
	}
	v := point(half)
	v.year, v.anchor = m.v.year, m.v.anchor
	if v.half = o; o == 0 {
		v.half = 2
	}
	return match{m.end, v}, true
}

// theQuarter reads "the quarter", "the latest quarter", "the latest period": the quarter last spoken of, else the latest to end.
func (p *parser) theQuarter(k int) (match, bool) {
	latest := p.is(k, "latest")
	if latest {
		k++
	}
	if p.mark(k+1, '-') && p.joined(k+1) {
		return match{}, false
	}
	v, ok := p.lastOf(quarter)
	if !ok {
		if !latest && !p.oneOf(k-2, "for", "in", "during", "of") || p.unitAt(k) == period {
			return match{}, false
		}
		v = p.relative(k, quarter, -1)
	}
	return match{k + 1, v}, true
}

// lastOf returns the latest reporting term if it has this grain.
func (p *parser) lastOf(u unit) (value, bool) {
	if !p.lastTerm.known() || p.lastTerm.unit != u {
		return value{}, false
	}
	v := p.lastTerm
	v.anchor, v.mod, v.echo = "text", "", true
	return v, true
}

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

// seasonPoint reads "summer 2025", "the summer of 2025", "the winter", "in spring".
func (p *parser) seasonPoint(i int) (match, bool) {
	k := i
	if p.is(k, "the") {
		k++
	}
	w := p.at(k).word
	if w == nil || w.season == "" {
		return match{}, false
	}
	v := point(season)
	v.season = w.season
	if y, end := p.yearAfter(k + 1); y > 0 {
		v.year = y
		return match{end, v}, true
	}
	if p.is(k+1, "of") {
		if m, ok := p.relativePoint(k + 2); ok && m.v.unit == year {
			v.year, v.anchor = m.v.year, m.v.anchor
			return match{m.end, v}, true
		}
	}
	prep := p.oneOf(i-1, "in", "by", "during", "since", "until", "through", "throughout", "of", "before", "after", "from", "early", "late", "mid", "this", "over", "into", "for") || p.mark(i-1, '-') && p.oneOf(i-2, "mid")
	if !prep || p.is(k, "fall") && (k == i && !p.oneOf(i-1, "in", "by", "early", "late", "this", "mid", "since") || p.at(k+1).mark == 0 && p.oneOf(k+1, "of", "in", "from", "to", "below", "by")) {
		return match{}, false
	}
	if p.is(k, "spring") && p.at(k).capital && p.oneOf(k-1, "arab", "prague") {
		return match{}, false
	}
	return match{k + 1, v}, true
}

// weekendPoint reads "the weekend": the one before where the clause tells the past, else the one to come.
func (p *parser) weekendPoint(i int) (match, bool) {
	k := i
	if p.is(k, "the") {
		k++
	} else if !p.oneOf(i-1, "over", "at", "this") {
		return match{}, false
	}
	if p.unitAt(k) != weekend || p.at(k).word.plural {
		return match{}, false
	}
	ref, anchor := p.reference(i)
	if ref.IsZero() {
		return match{k + 1, point(weekend)}, true
	}
	n := 0
	if isoDay(ref) < 6 && p.direction(i, k+1) <= 0 {
		n = -1
	}
	return match{k + 1, p.away(ref, anchor, weekend, n)}, true
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

// theUnit reads "the year", "the full year", "the week", "the fiscal year" after a preposition that makes it a time; with
// "ended" or "ending" and its last day it is a length.
func (p *parser) theUnit(i int) (match, bool) {
	if !p.is(i, "the") {
		return match{}, false
	}
	k := i + 1
	fiscal := p.oneOf(k, "fiscal", "financial")
	if fiscal || p.oneOf(k, "full", "whole", "entire", "calendar", "current") {
		k++
	}
	u := p.unitAt(k)
	if u != year && u != week && u != month || p.at(k).word.plural || p.mark(k+1, '-') && p.joined(k+1) {
		return match{}, false
	}
	if p.oneOf(k+1, "ended", "ending") && p.oneOf(i-1, "for", "in", "of", "during") {
		return match{k + 1, durationOf("1", u)}, true
	}
	if !p.oneOf(i-1, "for", "of", "throughout", "during", "in", "over") || p.is(k+1, "of") || p.at(k+1).digits > 0 || p.oneOf(k+1, "that", "when", "before", "after", "to", "since") {
		return match{}, false
	}
	if u == month && p.is(i-1, "in") {
		return match{}, false
	}
	v := p.relative(i, u, 0)
	v.fiscal, v.echo = fiscal, true
	return match{k + 1, v}, true
}

// partOfPeriod reads a counted day, week or month of a longer period: "the first week of 2015", "the last week of July", "the 15th
// day of next month", "the third month of 2021". The first week of a period is the one that holds its fourth day.
func (p *parser) partOfPeriod(i int) (match, bool) {
	k := i
	if p.is(k, "the") {
		k++
	}
	n, end, ordinal := p.dayNumber(k)
	if p.oneOf(k, "last", "final") {
		n, end, ordinal = -1, k+1, true
	}
	if p.mark(end, '-') && p.joined(end) {
		end++
	}
	u := p.unitAt(end)
	if !ordinal || u != day && u != week && u != month && u != weekend || p.at(end).word.plural || !p.oneOf(end+1, "of", "in") {
		return match{}, false
	}
	whole, ok := p.wholePeriod(end + 2)
	if !ok || !whole.v.fullRange() {
		return match{}, false
	}
	p.resolve(&whole.v, end+2, whole.end)
	from, to := whole.v.interval()
	if from.IsZero() || to.Sub(from) < 8*24*time.Hour && u != day {
		return match{}, false
	}
	v, ok := nthWithin(from, to, u, n)
	v.anchor = whole.v.anchor
	return match{whole.end, v}, ok
}

func (v *value) fullRange() bool {
	return v.kind == rapporteur.Point && v.ref == "" && (v.unit == month || v.unit == year || v.unit == week || v.unit == quarter || v.unit == season) && v.mod == ""
}

// nthWithin is the n-th unit of a period, the last one for n = -1.
func nthWithin(from, to time.Time, u unit, n int) (value, bool) {
	t := from
	switch {
	case u == week && n < 0:
		t = to.AddDate(0, 0, -4) // as the last ISO week of a year holds 28 December
	case u == week:
		t = from.AddDate(0, 0, 3+7*(n-1)) // as the first one holds 4 January
	case n < 0:
		t = to.AddDate(0, 0, -1)
	case u == month:
		t = shift(from, month, n-1)
	case u == day:
		t = from.AddDate(0, 0, n-1)
	default:
		t = from.AddDate(0, 0, 7*(n-1))
	}
	return on(t, u), t.Before(to)
}

// weekOf reads "the week of April 10", "the week beginning April 10", "week 31", "the week after next".
func (p *parser) weekOf(i int) (match, bool) {
	k := i
	if p.is(k, "the") {
		k++
	}
	u := p.unitAt(k)
	switch {
	case u != week && u != month && u != year && u != weekend || p.at(k).word.plural:
	case k > i && p.oneOf(k+1, "after", "before") && p.oneOf(k+2, "next", "last"):
		n := map[string]int{"next": 2, "last": -2}[p.at(k+2).word.text]
		return match{k + 3, p.relative(i, u, n)}, true
	case k > i && u == week && p.oneOf(k+1, "of", "beginning", "starting", "commencing"):
		j := k + 2
		if p.is(j, "the") {
			j++
		}
		m, ok := p.calendar(j)
		if !ok || m.v.unit != day || !m.v.known() {
			return match{}, false
		}
		from, _ := m.v.span()
		v := on(from, week)
		v.anchor = m.v.anchor
		return match{m.end, v}, true
	case u == week && p.at(k+1).digits > 0 && p.at(k+1).digits <= 2 && p.at(k+1).n >= 1 && p.at(k+1).n <= 53 && (k > i || p.is(k+2, "of")) && !p.ref.IsZero():
		v := point(week)
		v.year, v.week, v.anchor = p.ref.Year(), p.at(k+1).n, p.anchor
		end := k + 2
		if y, e := p.yearAfter(end); y > 0 {
			v.year, v.anchor, end = y, "", e
		}
		return match{end, v}, v.week < 53 || monday(v.year, 53).AddDate(0, 0, 3).Year() == v.year
	}
	return match{}, false
}
