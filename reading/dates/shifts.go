package dates

import (
	"strconv"
	"strings"
	"time"
)

// shifted reads a stretch that leads from one point to another: "two years ago", "a week earlier", "three days later",
// "a year from now", "a week from Monday".
func (p *parser) shifted(i int) (match, bool) {
	if m, ok := p.yearEarlier(i); ok {
		return m, true
	}
	s, ok := p.stretch(i)
	if !ok {
		return p.bareAgo(i)
	}
	k := s.end
	if p.is(k, "or") && p.oneOf(k+1, "so", "two", "more") {
		k += 2
	}
	switch {
	case p.is(k, "ago"):
		return match{k + 1, p.shift(i, s, -1, "published")}, true
	case p.oneOf(k, "from", "after") && p.is(k+1, "now"), p.is(k, "hence"):
		if p.is(k, "hence") {
			k--
		}
		return match{k + 2, p.shift(i, s, 1, "published")}, true
	case p.oneOf(k, "earlier", "previously"):
		return match{k + 1, p.shift(i, s, -1, "text")}, true
	case p.oneOf(k, "later", "afterward", "afterwards", "thereafter"):
		return match{k + 1, p.shift(i, s, 1, "text")}, true
	case p.oneOf(k, "from", "after", "before"):
		return p.shiftedFrom(i, k, s)
	case p.is(k, "on") && s.u == week && p.at(k+1).word != nil && p.at(k+1).word.weekday > 0 && !p.at(k+1).word.plural && !p.ref.IsZero():
		v := on(shift(nearest(p.ref, p.at(k+1).word.weekday, 1), week, s.q.n), day)
		v.anchor = p.anchor
		return match{k + 2, v}, !s.q.vague() && s.q.n < 100 // "a week on Monday"
	}
	return match{}, false
}

// shift reckons a stretch from the day of publication ("published") or from the date before it ("text").
func (p *parser) shift(i int, s stretch, sign int, from string) value {
	if s.q.vague() || s.u == moment {
		return vagueRef(map[int]string{-1: "PAST_REF", 1: "FUTURE_REF"}[sign])
	}
	ref, anchor := p.reference(i)
	if from == "text" {
		ref, anchor = p.contextDay()
		if v, ok := p.wholeDays(s); ok {
			s = v
		}
		if u := p.last.unit; !p.last.known() && sign > 0 || p.last.known() && unitDays[u] > unitDays[s.u] && anchor == "text" {
			// Nothing was spoken of, or nothing as exact, that this could be later than.
			return vagueRef(map[bool]string{true: "PAST_REF", false: "FUTURE_REF"}[sign < 0 || p.direction(i, s.end) < 0])
		}
	}
	if ref.IsZero() || s.q.n > 9000 {
		return vagueRef(map[int]string{-1: "PAST_REF", 1: "FUTURE_REF"}[sign])
	}
	if v, ok := p.lastOf(quarter); ok && s.u == year && (from == "text" || s.q.n == 1) {
		v.year += sign * s.q.n
		return v
	}
	return p.landing(ref, anchor, s.u, sign, s)
}

// wholeDays turns 24, 48 and 72 hours into days, as far as they lead from one day to another: "less than 24 hours later".
func (p *parser) wholeDays(s stretch) (stretch, bool) {
	if s.u != hour || s.q.n == 0 || s.q.n%24 != 0 || len(s.more) > 0 {
		return s, false
	}
	s.u, s.q.n = day, s.q.n/24
	s.q.text = strconv.Itoa(s.q.n)
	return s, true
}

var unitDays = map[unit]int{day: 1, night: 1, weekend: 2, week: 7, fortnight: 14, month: 30, quarter: 91, season: 91, half: 182, year: 365, decade: 3650, century: 36500}

// landing is the point a stretch away from ref, as exact as its unit.
func (p *parser) landing(ref time.Time, anchor string, u unit, sign int, s stretch) value {
	n := sign * s.q.n
	if s.q.text != "" && strings.HasSuffix(s.q.text, ".5") && u == year {
		t := shift(shift(ref, year, n), month, sign*6)
		v := on(t, month)
		v.mod, v.anchor = s.mod, anchor
		return v
	}
	switch u {
	case second, minute, hour:
		t := shift(ref, u, n)
		if strings.HasSuffix(s.q.text, ".5") && u == hour {
			t, u = shift(t, minute, 30*sign), minute
		}
		v := on(t, day)
		if p.timed {
			v.clock, v.hour, v.min, v.minutes = true, t.Hour(), t.Minute(), u != hour
		}
		v.mod, v.anchor = s.mod, anchor
		return v
	case decade, century, millennium:
		v := on(shift(ref, u, n), year)
		v.mod, v.anchor = s.mod, anchor
		return v
	case fortnight:
		u, n = week, 2*n
	case quarter, half:
	case night:
		u = day
	}
	t := shift(ref, u, n)
	for k, q := range s.more {
		if k == 0 {
			t = shiftDay(ref, u, n)
		}
		u = s.less[k]
		t = shiftDay(t, u, sign*q.n)
	}
	if t.Year() < 1 {
		return vagueRef("PAST_REF")
	}
	v := on(t, u)
	v.mod, v.anchor = s.mod, anchor
	return v
}

// shiftedFrom reads "a week from Monday", "two days before Christmas", "a year after Sept. 11": a stretch and a date.
func (p *parser) shiftedFrom(i, k int, s stretch) (match, bool) {
	if m, ok := p.comesAfter(i, k, s); ok {
		return m, true
	}
	if p.oneOf(k, "after", "before") && s.u != day && s.u != week && s.u != month {
		return match{}, false
	}
	m, ok := p.calendar(k + 1)
	if !ok || !m.v.known() || m.v.unit != day || s.q.vague() || s.q.n > 9000 {
		return match{}, false
	}
	if p.is(k, "from") && s.u != day && s.u != week && s.u != month {
		return match{}, false
	}
	sign := 1
	if p.is(k, "before") {
		sign = -1
	}
	from, _ := m.v.span()
	v := on(shiftDay(from, s.u, sign*s.q.n), day)
	v.anchor = m.v.anchor
	return match{m.end, v}, true
}

// bareAgo reads "years ago", "long ago", "months later".
func (p *parser) bareAgo(i int) (match, bool) {
	w := p.at(i).word
	if w == nil || !(w.unit != noUnit && w.plural || w.text == "long") {
		return match{}, false
	}
	if p.is(i+1, "ago") || p.is(i+1, "earlier") && w.unit != noUnit {
		return match{i + 2, vagueRef("PAST_REF")}, true
	}
	return match{}, false
}

// yearEarlier reads "a year earlier", "year-earlier", "the year-ago quarter", "a year ago": of the same quarter, month or year
// that was spoken of.
func (p *parser) yearEarlier(i int) (match, bool) {
	k := i
	for p.oneOf(k, "the", "a", "comparable", "corresponding", "same") && k < i+3 {
		k++
	}
	if !p.is(k, "year") {
		return match{}, false
	}
	j := k + 1
	hyphen := p.mark(j, '-') && p.joined(j)
	if hyphen {
		j++
	}
	if !p.oneOf(j, "earlier", "ago", "before") || !hyphen && !p.is(k-1, "a") || p.is(j, "before") && !hyphen && p.at(j+1).mark == 0 {
		return match{}, false
	}
	end := j + 1
	if hyphen && p.is(i, "the") {
		for p.at(end).word != nil && (p.at(end).word.ordinal > 0 && p.unitAt(end+1) == quarter) {
			end++
		}
		if u := p.unitAt(end); u == quarter || u == period {
			end++
		}
	} else if hyphen && i != k {
		return match{}, false
	}
	return match{end, p.yearBefore(i, p.is(j, "ago") && !hyphen)}, true
}

func (p *parser) yearBefore(i int, ago bool) value {
	if v, ok := p.lastOf(quarter); ok {
		v.year--
		return v
	}
	if p.last.known() && !ago {
		v := on(shift(p.lastStart(), year, -1), year)
		v.anchor, v.echo = "text", true
		return v
	}
	v := p.relative(i, year, -1)
	v.echo = true
	return v
}

func (p *parser) lastStart() time.Time {
	from, _ := p.last.span()
	return from
}
