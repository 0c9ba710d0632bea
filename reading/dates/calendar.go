package dates

import (
	"math"
	"time"

	"rapporteur"
)

// calendarRules find a calendar point without its modifiers and time of day; the longest wins. (A function, since the rules
// call one another through it.)
func calendarRules() [18]func(*parser, int) (match, bool) {
	return [...]func(*parser, int) (match, bool){
		(*parser).numeric, (*parser).monthFirst, (*parser).dayFirstDate, (*parser).weekdayDate, (*parser).namedDay, (*parser).relativePoint,
		(*parser).quarterPoint, (*parser).yearPoint, (*parser).decadePoint, (*parser).centuryPoint, (*parser).seasonPoint, (*parser).weekendPoint,
		(*parser).holidayPoint, (*parser).spokenYear, (*parser).partOfPeriod, (*parser).weekOf, (*parser).newYear, (*parser).yearToDate,
	}
}

// maxDepth bounds how deep points may name one another ("the first week of the last month of the year"): rules that call one
// another on the same words would otherwise cost exponentially much.
const maxDepth = 4

// calendar finds a calendar point at i and joins what completes it: "March next year", "Tuesday of last week".
func (p *parser) calendar(i int) (match, bool) {
	m, ok := p.simpleCalendar(i)
	if !ok {
		return m, false
	}
	m = p.complete(i, m)
	p.resolve(&m.v, i, m.end)
	if m.v.unit == day && m.v.month > 0 && m.v.day > 0 && !validDay(m.v.year, m.v.month, m.v.day) {
		return match{}, false
	}
	return m, true
}

func (p *parser) simpleCalendar(i int) (match, bool) {
	var best match
	if p.at(i).guarded || !p.canStart(i) || p.depth >= maxDepth {
		return best, false
	}
	p.depth++
	defer func() { p.depth-- }()
	for _, rule := range calendarRules() {
		if m, ok := rule(p, i); ok && m.end > best.end {
			best = m
		}
	}
	return best, best.end > i
}

// complete joins a following year or week to a point that lacks it, and a quarter to the year before it.
func (p *parser) complete(i int, m match) match {
	if m.v.ref != "" || m.v.kind != rapporteur.Point {
		return m
	}
	if m.v.unit == year && p.possessive(m.end) {
		if q, ok := p.simpleCalendar(m.end + 2); ok && q.v.year == 0 && (q.v.unit == quarter || q.v.unit == season || q.v.unit == month || q.v.unit == half) {
			q.v.year, q.v.anchor = m.v.year, m.v.anchor
			return q
		}
		return m
	}
	if m.v.unit == week && m.v.known() && p.at(m.end).word != nil && p.at(m.end).word.weekday > 0 && !p.at(m.end).word.plural && !p.at(m.end).word.abbreviation {
		v := on(monday(m.v.year, m.v.week).AddDate(0, 0, p.at(m.end).word.weekday-1), day)
		v.anchor = m.v.anchor
		return match{m.end + 1, v}
	}
	if m.v.year != 0 && !m.v.partial() {
		return m
	}
	if y, ok := p.yearOfRange(m); ok {
		m.v.year = y
		return m
	}
	k := m.end
	if p.is(k, "of") || p.is(k, "in") && (m.v.unit != day || m.v.month > 0 && p.at(k+1).digits == 4) || p.mark(k, ',') {
		k++
	}
	next, ok := p.relativeOrYear(k)
	if !ok {
		return m
	}
	switch {
	case next.v.unit == year && m.v.unit != year && m.v.unit != week && !m.v.bareWeekday():
		m.v.year, m.v.anchor, m.v.fiscal, m.end = next.v.year, next.v.anchor, next.v.fiscal, next.end
	case next.v.unit == week && m.v.bareWeekday() && next.v.known():
		m.v = on(monday(next.v.year, next.v.week).AddDate(0, 0, m.v.weekday-1), day)
		m.v.anchor, m.end = next.v.anchor, next.end
	case next.v.unit == month && m.v.unit == day && m.v.month == 0 && m.v.day > 0 && next.v.known():
		m.v.year, m.v.month, m.v.anchor, m.end = next.v.year, next.v.month, next.v.anchor, next.end
	}
	return m
}

// partial reports whether a point of known year still lacks a part.
func (v *value) partial() bool { return v.unit == quarter && v.quarter == 0 }

func (v *value) bareWeekday() bool { return v.unit == day && v.weekday > 0 && v.day == 0 }

func (p *parser) relativeOrYear(k int) (match, bool) {
	if m, ok := p.relativePoint(k); ok {
		return m, true
	}
	return p.yearPoint(k)
}

// resolve gives a point without a year the one that its clause's tense asks for.
func (p *parser) resolve(v *value, i, end int) {
	if v.year != 0 || v.kind != rapporteur.Point || v.ref != "" || p.ref.IsZero() {
		return
	}
	ref, anchor := p.ref, p.anchor
	if v.month == 9 && v.day == 11 && (p.oneOf(end, "attacks", "attack") || p.oneOf(end+1, "attacks", "attack")) && ref.Year() > 2001 {
		v.year = 2001
		return
	}
	dir := p.direction(i, end)
	switch {
	case v.bareWeekday():
		if p.at(i).quoted {
			ref, anchor = p.reference(i)
		}
		if d, ok := p.afterWhich(i); ok {
			ref, dir, anchor = d, -1, "text"
		}
		if dir == 0 {
			dir = -1
		}
		*v = p.onWeekday(*v, nearest(ref, v.weekday, dir))
	case v.unit == day && v.month > 0:
		v.year = nearestYear(ref, v.month, v.day, dir)
	case v.unit == day && v.day > 0:
		t := nearestMonthDay(ref, v.day, dir)
		if v.weekday > 0 {
			t = matchingMonth(t, v.day, v.weekday)
		}
		v.year, v.month = t.Year(), int(t.Month())
	case v.unit == month:
		v.year = nearestYear(ref, v.month, 0, dir)
	case v.unit == quarter && v.quarter > 0:
		v.year = p.quarterYear(ref, v.quarter, dir)
	case v.unit == season:
		v.year = p.seasonYear(ref, v.season, dir)
	case v.unit == half && v.half > 0:
		v.year = ref.Year()
	default:
		return
	}
	v.anchor = anchor
}

// afterWhich finds the coming day, in the same sentence, of what follows the event at token i: "talks are to go on on Tuesday after a first
// round on Sunday" tells of the Sunday before.
func (p *parser) afterWhich(i int) (time.Time, bool) {
	n := len(p.found) - 1
	if n < 0 || p.lastDay.year == 0 || p.at(p.at0[n]).sentence != p.at(i).sentence {
		return time.Time{}, false
	}
	for k := p.ends[n]; k < i-1 && k < p.ends[n]+10; k++ {
		if !p.is(k, "after") {
			continue
		}
		from, _ := p.lastDay.span()
		return from, p.found[n].Grain == rapporteur.GrainDay && from.Equal(p.found[n].From) && from.After(dayOf(p.ref))
	}
	return time.Time{}, false
}

// onWeekday keeps the part of day and modifiers of v and sets its day.
func (p *parser) onWeekday(v value, t time.Time) value {
	w := on(t, day)
	v.year, v.month, v.day = w.year, w.month, w.day
	return v
}

// nearestYear is the year whose month and day (0: any) lie closest to ref. A year against the clause's tense counts as four
// times as far, so that "payable Dec. 7" in October is the coming December whatever the verb before it.
func nearestYear(ref time.Time, m, d, dir int) int {
	best, bestCost := ref.Year(), 0.0
	for y := ref.Year() - 1; y <= ref.Year()+1; y++ {
		if d > 0 && !validDay(y, m, d) {
			continue
		}
		cost := float64(12*(y-ref.Year()) + m - int(ref.Month()))
		if d > 0 {
			cost += float64(d-ref.Day()) / 31
		}
		switch {
		case dir < 0 && cost > 0, dir > 0 && cost < 0:
			cost *= 4
		}
		if cost = math.Abs(cost); bestCost == 0 && y < ref.Year() || cost < bestCost {
			best, bestCost = y, cost
		}
	}
	return best
}

// nearestMonthDay finds the month of a bare day ("the 15th").
func nearestMonthDay(ref time.Time, d, dir int) time.Time {
	t := date(ref.Year(), int(ref.Month()), 1)
	switch {
	case dir < 0 && d > ref.Day():
		t = t.AddDate(0, -1, 0)
	case dir > 0 && d < ref.Day():
		t = t.AddDate(0, 1, 0)
	}
	for d > daysIn(t.Year(), int(t.Month())) {
		t = t.AddDate(0, max(dir, -1)|1, 0)
	}
	return t
}

// matchingMonth is the month closest to t whose day d falls on a weekday ("Tuesday the 11th"); t itself where none within a year does.
func matchingMonth(t time.Time, d, weekday int) time.Time {
	for n := range 13 {
		for _, m := range []time.Time{t.AddDate(0, -n, 0), t.AddDate(0, n, 0)} {
			if d <= daysIn(m.Year(), int(m.Month())) && isoDay(date(m.Year(), int(m.Month()), d)) == weekday {
				return m
			}
		}
	}
	return t
}

// quarterYear: results are reported after their quarter, so a quarter is the latest one begun unless the clause looks ahead.
func (p *parser) quarterYear(ref time.Time, q, dir int) int {
	now := (int(ref.Month()) + 2) / 3
	switch {
	case dir > 0 && q < now-1:
		return ref.Year() + 1
	case dir <= 0 && q > now:
		return ref.Year() - 1
	}
	return ref.Year()
}

// seasonOrder is the order of the seasons in a year that begins with spring.
var seasonOrder = map[string]int{"SP": 0, "SU": 1, "FA": 2, "WI": 3}

func (p *parser) seasonYear(ref time.Time, s string, dir int) int {
	now, y := seasonOf(ref)
	switch {
	case dir <= 0 && seasonOrder[s] > seasonOrder[now]:
		return y - 1
	case dir > 0 && seasonOrder[s] < seasonOrder[now]:
		return y + 1
	}
	return y
}

// yearOfRange finds the year that the closing end of a range gives the opening one: "from May to October 2020".
func (p *parser) yearOfRange(m match) (int, bool) {
	k := m.end
	if m.v.month == 0 || !p.oneOf(k, "to", "through", "until", "till", "and") && !p.dash(k) {
		return 0, false
	}
	w := p.at(k + 1).word
	if p.at(k+1).digits == 0 && (w == nil || w.month == 0 && w.weekday == 0) {
		return 0, false
	}
	to, ok := p.simpleCalendar(k + 1)
	if ok && to.v.year == 0 && p.depth < maxDepth {
		p.depth++
		to = p.complete(k+1, to)
		p.depth--
	}
	if !ok || to.v.year == 0 || to.v.month == 0 || to.v.anchor != "" {
		return 0, false
	}
	if to.v.month < m.v.month || to.v.month == m.v.month && to.v.day < m.v.day {
		return to.v.year - 1, true
	}
	return to.v.year, true
}
