package dates

import (
	"time"

	"rapporteur"
)

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
		if y, end := p.yearAfter(k + 2); p.is(k+1, "in") && y > 0 && !p.ref.IsZero() && validDay(y, int(p.ref.Month()), p.ref.Day()) {
			return match{end, on(date(y, int(p.ref.Month()), p.ref.Day()), day)}, true // "on this day in 1989"
		}
	}
	// "the last year", "the past decade" end now: still the year or decade, by TIMEX3 usage.
	if n < 0 && (u == decade || u == century) && p.is(i, "the") {
		s := stretch{q: quantity{text: "1", n: 1}, u: u}
		m := match{k + 1, durationOf("1", u)}
		p.tie(&m.v, s, i, -1)
		return m, true // "in the past decade": the ten years to now
	}
	v := p.relative(i, u, n)
	if u == weekend && n == 0 && !p.ref.IsZero() && isoDay(p.ref) < 6 && p.direction(i, k+1) < 0 {
		v = p.relative(i, u, -1) // "was held this weekend", on a Monday
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
	case n < 0 && (m >= now || m == now-1):
		v.year-- // what was this year's is "last month"
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
	if !p.lastDay.known() && n != 0 && (w.unit == day || w.weekday > 0 || w.part != "") && p.last.known() && p.last.unit == month {
		v := point(day)
		v.year, v.month, v.anchor = p.last.year, p.last.month, "text"
		return match{k + 1, v}, w.unit == day && !w.plural
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

// contextDay is the start of the latest date found, else the day of publication.
func (p *parser) contextDay() (t time.Time, anchor string) {
	if p.last.known() {
		from, _ := p.last.span()
		return from, "text"
	}
	return p.ref, p.anchor
}
