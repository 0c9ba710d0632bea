package dates

import (
	"time"

	"rapporteur"
)

// seasonPoint reads "summer 2025", "the summer of 2025", "the winter", "in spring".
func (p *parser) seasonPoint(i int) (match, bool) {
	k := i
	if p.is(k, "the") {
		k++
	}
	if k > i && p.oneOf(k, "whole", "entire") {
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
	prep := k > i+1 || p.oneOf(i-1, "in", "by", "during", "since", "until", "through", "throughout", "of", "before", "after", "from", "early", "late", "mid", "this", "over", "into", "for") || p.mark(i-1, '-') && p.oneOf(i-2, "mid")
	if !prep || p.is(k, "fall") && (k == i && !p.oneOf(i-1, "in", "by", "early", "late", "this", "mid", "since") || p.at(k+1).mark == 0 && p.oneOf(k+1, "of", "in", "from", "to", "below", "by")) {
		return match{}, false
	}
	if p.is(k, "spring") && p.at(k).capital && p.oneOf(k-1, "arab", "prague") {
		return match{}, false
	}
	return match{k + 1, v}, true
}

// newYear reads "in the new year": the beginning of the next one, until spring that of this one.
func (p *parser) newYear(i int) (match, bool) {
	if !p.is(i, "the") || !p.is(i+1, "new") || !p.is(i+2, "year") || !p.oneOf(i-1, "in", "into", "of", "early", "until", "before", "by") || p.possessive(i+3) || p.oneOf(i+3, "eve", "day") {
		return match{}, false
	}
	n := 1
	if !p.ref.IsZero() && p.ref.Month() <= 3 && p.direction(i, i+3) <= 0 {
		n = 0
	}
	v := p.relative(i, year, n)
	v.mod = "START"
	return match{i + 3, v}, true
}

// yearToDate reads "the year to date", "year-to-date".
func (p *parser) yearToDate(i int) (match, bool) {
	k := i
	if p.is(k, "the") {
		k++
	}
	j := k + 1
	for _, w := range [...]string{"to", "date"} {
		if p.mark(j, '-') {
			j++
		}
		if !p.is(k, "year") || !p.is(j, w) {
			return match{}, false
		}
		j++
	}
	return match{j, p.relative(i, year, 0)}, true
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
	case k > i && u == week && p.oneOf(k+1, "of", "beginning", "starting", "commencing"), u == weekend && p.is(k+1, "of"):
		j := k + 2
		if p.is(j, "the") {
			j++
		}
		m, ok := p.calendar(j)
		if !ok || m.v.unit != day || !m.v.known() {
			return match{}, false
		}
		from, _ := m.v.span()
		if u == weekend {
			from = nearest(from.AddDate(0, 0, -1), 6, 1)
		}
		v := on(from, u)
		v.anchor = m.v.anchor
		return match{m.end, v}, true
	case u == week && p.at(k+1).digits > 0 && p.at(k+1).digits <= 2 && p.at(k+1).n >= 1 && p.at(k+1).n <= 53 && (k > i || p.is(k+2, "of")) && !p.ref.IsZero():
		v := point(week)
		v.year, v.week, v.anchor = p.ref.Year(), p.at(k+1).n, p.anchor
		end := k + 2
		if y, e := p.yearAfter(end); y > 0 {
			v.year, v.anchor, end = y, "", e
		} else if m, ok := p.relativePoint(end + 1); ok && p.is(end, "of") && m.v.unit == year && m.v.known() {
			v.year, end = m.v.year, m.end
		}
		return match{end, v}, v.week < 53 || monday(v.year, 53).AddDate(0, 0, 3).Year() == v.year
	}
	return match{}, false
}
