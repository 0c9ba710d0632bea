package dates

import (
	"strings"
	"time"

	"rapporteur"
)

// span of time: a quantity and a unit, as both durations and shifted points begin.
type stretch struct {
	q    quantity
	u    unit
	end  int
	mod  string
	more string // further amounts: "two years and three months" -> "3M"
}

// stretch reads "[about] three [more] years", "2 1/2 years", "eight-year", "two years and three months" at i.
func (p *parser) stretch(i int) (stretch, bool) {
	var s stretch
	mod, k := p.bound(i)
	s.mod = mod
	q, ok := p.quantity(k)
	if !ok {
		return s, false
	}
	s.q = q
	k = q.end
	hyphen := p.mark(k, '-') && p.joined(k)
	if hyphen || p.mark(k, '–') && p.joined(k) {
		k++
	} else {
		for n := 0; n < 2 && p.oneOf(k, "more", "full", "whole", "straight", "consecutive", "trading", "business", "working", "calendar", "additional", "further", "extra", "successive", "long", "entire", "other", "of", "upcoming", "coming", "next", "past", "previous", "last"); n++ {
			if p.oneOf(k, "upcoming", "coming", "next", "past", "previous", "last") && (q.n > 100 || p.at(k+1).word == nil || !p.at(k+1).word.plural) {
				return s, false
			}
			k++
		}
	}
	t := p.at(k)
	if t.word == nil || t.word.unit == noUnit || t.guarded {
		return s, false
	}
	s.u = t.word.unit
	switch s.u {
	case period, moment, half, season:
		return s, false
	case second:
		if !t.word.plural && t.word.text == "second" && !hyphen && q.text == "1" && p.at(q.end-1).digits == 0 {
			return s, false // "a second"
		}
	case quarter:
		if hyphen && t.word.plural || p.is(k+1, "of") {
			return s, false // "three-quarters"
		}
		if q.n == 1 && !hyphen || q.n == 3 && p.at(q.end).word == t.word && !p.oneOf(i-1, "for", "past", "last", "next", "coming", "previous", "consecutive", "of", "in") {
			return s, false // "a quarter", "three quarters" of something
		}
	}
	if t.word.text == "mo" || t.word.text == "min" || t.word.text == "sec" {
		return s, false
	}
	s.end = k + 1
	s.join(p)
	return s, true
}

// join adds a second amount: "two years and three months", "an hour and a half", "1 hour 30 minutes".
func (s *stretch) join(p *parser) {
	k := s.end
	if p.is(k, "and") && p.is(k+1, "a") && p.is(k+2, "half") && s.q.n > 0 {
		s.q.text, s.end = s.q.text+".5", k+3
		return
	}
	if p.is(k, "and") || p.mark(k, ',') {
		k++
	}
	q, ok := p.simpleQuantity(k)
	if !ok || q.vague() || s.q.vague() || p.is(k, "a") && k == s.end {
		return
	}
	u := p.unitAt(q.end)
	if u == noUnit || u >= s.u || u > year || s.u > year || u == quarter || u == half || u == second && !p.at(q.end).word.plural {
		return
	}
	s.more = strings.TrimPrefix(amount(q.text, u), "P")
	s.end = q.end + 1
}

// value is the TIMEX3 duration.
func (s stretch) value() string {
	v := amount(s.q.text, s.u)
	switch {
	case s.more == "":
	case strings.HasPrefix(v, "PT"):
		v += strings.TrimPrefix(s.more, "T")
	default:
		v += s.more
	}
	return v
}

// bound reads the words before an amount that say how exact it is.
func (p *parser) bound(i int) (mod string, k int) {
	switch {
	case p.oneOf(i, "about", "around", "nearly", "almost", "roughly", "approximately", "some") && (!p.is(i, "some") || p.at(i+1).digits > 0 || p.at(i+1).word != nil && p.at(i+1).word.number > 0):
		return "APPROX", i + 1
	case p.oneOf(i, "more", "longer") && p.is(i+1, "than"):
		return "MORE_THAN", i + 2
	case p.is(i, "over") && p.oneOf(i-1, "for", "lasts", "lasted", "last", "just", "took", "take", "takes", "by", "of", "been", "in") && !p.is(i+1, "the"), p.is(i, "well") && p.is(i+1, "over"):
		k = i + 1
		if p.is(i, "well") {
			k++
		}
		return "MORE_THAN", k
	case p.oneOf(i, "less", "fewer") && p.is(i+1, "than"):
		return "LESS_THAN", i + 2
	case p.is(i, "under"):
		return "LESS_THAN", i + 1
	case p.is(i, "at") && p.is(i+1, "least"):
		return "EQUAL_OR_MORE", i + 2
	case p.is(i, "at") && p.is(i+1, "most"):
		return "EQUAL_OR_LESS", i + 2
	case p.is(i, "up") && p.is(i+1, "to"):
		return "EQUAL_OR_LESS", i + 2
	case p.oneOf(i, "no", "not") && p.oneOf(i+1, "more", "longer") && p.is(i+2, "than"):
		return "EQUAL_OR_LESS", i + 3
	case p.oneOf(i, "no", "not") && p.oneOf(i+1, "less", "fewer") && p.is(i+2, "than"):
		return "EQUAL_OR_MORE", i + 3
	case p.is(i, "just") && p.oneOf(i+1, "over", "under"):
		return map[bool]string{true: "MORE_THAN", false: "LESS_THAN"}[p.is(i+1, "over")], i + 2
	case p.is(i, "as") && p.oneOf(i+1, "many", "much", "long", "little", "few") && p.is(i+2, "as"):
		return "APPROX", i + 3
	}
	return "", i
}

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
		if u := p.last.unit; p.last.known() && unitDays[u] > unitDays[s.u] && anchor == "text" {
			return vagueRef(map[int]string{-1: "PAST_REF", 1: "FUTURE_REF"}[sign])
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

// duration reads a stretch of time for its length: "three days", "the past two years", "weeks", "a three-year period".
func (p *parser) duration(i int) (match, bool) {
	if m, ok := p.numbered(i); ok {
		return m, true
	}
	k := i
	_, b := p.bound(i)
	if b > i && p.oneOf(b, "the", "a") && !p.is(i, "over") {
		k = b
	}
	start := k
	if p.is(k, "the") || p.oneOf(k, "its", "their", "his", "her", "our") && p.oneOf(k+1, "first", "last", "past") {
		k++
	}
	framed := false
	for n := 0; n < 2 && p.oneOf(k, "past", "last", "next", "coming", "first", "previous", "following", "final", "recent", "latest", "early", "entire", "upcoming"); n++ {
		framed = true
		k++
	}
	if framed {
		if m, ok := p.framed(k, start); ok {
			return m, true
		}
	}
	if k == start+1 && p.is(start, "the") {
		if s, ok := p.stretch(k); ok && !p.oneOf(k, "a", "an") && !p.mark(k+1, '-') {
			m, ok := p.asDuration(s, k)
			return m, ok && !p.age(m.end, s.u)
		}
	}
	return p.bareUnits(i)
}

// framed reads what follows "the past", "the next", "recent".
func (p *parser) framed(k, start int) (match, bool) {
	if s, ok := p.stretch(k); ok && !p.oneOf(k, "a", "an") {
		if s.q.vague() && p.is(start, "recent") {
			return match{s.end, vagueRef("PAST_REF")}, true
		}
		m, ok := p.asDuration(s, k)
		switch {
		case p.oneOf(k-1, "past", "last", "previous"):
			p.tie(&m.v, s, start, -1)
		case p.oneOf(k-1, "next", "coming", "following", "upcoming"):
			p.tie(&m.v, s, start, 1)
		}
		return m, ok
	}
	w := p.at(k).word
	if w != nil && w.unit == fortnight && !w.plural {
		return match{k + 1, durationOf("1", fortnight)}, true
	}
	if w == nil || w.unit == noUnit || !w.plural || w.unit == moment || w.unit == period || w.unit == half {
		return match{}, false
	}
	switch {
	case p.oneOf(k-1, "recent", "past", "latest"):
		return match{k + 1, vagueRef("PAST_REF")}, true
	case p.oneOf(k-1, "coming", "next", "upcoming", "following"):
		return match{k + 1, vagueRef("FUTURE_REF")}, true
	}
	return match{k + 1, durationOf("X", w.unit)}, true
}

// tie gives a duration that ends or begins with the day of publication its interval: "the past two years", "within 30 days".
func (p *parser) tie(v *value, s stretch, i, sign int) {
	ref, anchor := p.reference(i)
	if ref.IsZero() || s.q.vague() || s.more != "" || strings.Contains(s.q.text, ".") || s.q.n > 9000 || s.u == moment {
		return
	}
	if s.u > hour {
		ref = dayOf(ref)
	}
	to := shiftDay(ref, s.u, sign*s.q.n)
	if to.Year() < 1 {
		return
	}
	v.from, v.to, v.anchor = ref, to, anchor
	if sign < 0 {
		v.from, v.to = to, ref
	}
}

func durationOf(n string, u unit) value {
	return value{kind: rapporteur.Duration, ref: amount(n, u), unit: u, sec: -1}
}

func (p *parser) asDuration(s stretch, i int) (match, bool) {
	v := value{kind: rapporteur.Duration, ref: s.value(), unit: s.u, mod: s.mod, sec: -1}
	end := s.end
	if p.mark(end, '-') && p.joined(end) && p.joined(end+1) && p.oneOf(end+1, "old", "long") {
		end += 2
	}
	if p.is(end, "or") && p.is(end+1, "so") {
		end += 2
		v.mod = "APPROX"
	}
	return match{end, v}, true
}

// numbered reads a stretch that begins with its number, where the words around it do not make it something else.
func (p *parser) numbered(i int) (match, bool) {
	s, ok := p.stretch(i)
	if !ok {
		return match{}, false
	}
	_, k := p.bound(i)
	if p.oneOf(k, "a", "an") && s.q.n == 1 && !p.articleCounts(i, k, s) {
		return match{}, false
	}
	if p.at(i).digits > 0 && (p.mark(i-1, '$') || p.mark(i-1, '€') || p.mark(i-1, '£') || p.mark(i-1, '-') && p.joined(i)) {
		return match{}, false
	}
	m, ok := p.asDuration(s, i)
	if !ok || p.age(m.end, s.u) {
		return match{}, false
	}
	if p.is(i-1, "within") && !p.oneOf(m.end, "of", "after") || p.is(i-1, "in") && p.direction(i, m.end) > 0 {
		p.tie(&m.v, s, i, 1)
	}
	return m, true
}

// articleCounts tells "for a year" (a duration) from "a day of prayer", "$50 a year" (a set, see set).
func (p *parser) articleCounts(i, k int, s stretch) bool {
	if k > i || p.mark(k+1, '-') {
		return true
	}
	if p.oneOf(i-1, "for", "in", "within", "after", "over", "than", "least", "about", "lasted", "took", "only", "half", "just", "takes", "before") {
		return !p.oneOf(s.end, "when", "that", "like", "of")
	}
	return p.oneOf(s.end, "after", "before", "from", "since") || s.more != "" || p.mark(s.end, '-') && p.is(s.end+1, "long")
}

// age reports whether the stretch is a person's age: "Smith, 44 years old", "a 44-year-old man". Ages are figures.
func (p *parser) age(end int, u unit) bool {
	switch {
	case p.is(end-1, "old"):
		return u == year || p.oneOf(end, "son", "daughter", "baby", "boy", "girl", "child", "infant", "twins", "brother", "sister", "grandson", "granddaughter")
	case p.is(end, "old") || p.oneOf(end, "of") && p.is(end+1, "age"):
		return true
	}
	return false
}

// bareUnits reads "weeks", "years" after words that make them a length: "for years", "within weeks", "days after".
func (p *parser) bareUnits(i int) (match, bool) {
	w := p.at(i).word
	if w == nil || w.unit == noUnit || !w.plural || w.unit == moment || w.unit == period || w.unit == half || w.unit == second || w.unit == season || w.unit == quarter {
		return match{}, false
	}
	if p.oneOf(i-1, "for", "within", "in") || p.oneOf(i+1, "after", "before", "later", "since") {
		end := i + 1
		if p.is(end, "later") {
			end++
		}
		return match{end, durationOf("X", w.unit)}, true
	}
	return match{}, false
}
