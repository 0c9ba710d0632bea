package dates

import (
	"strconv"
	"strings"

	"rapporteur"
)

// span of time: a quantity and a unit, as both durations and shifted points begin.
type stretch struct {
	q    quantity
	u    unit
	end  int
	mod  string
	more []quantity // further amounts, each of a smaller unit: "two years and three months"
	less []unit     // their units
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
	if p.oneOf(k-1, "a", "an") && p.at(k).word != nil && p.at(k).word.plural {
		return s, false // "an hours-long wait"
	}
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
	if !t.word.plural && !hyphen && q.n >= 1000 && p.at(q.end-1).digits == 4 {
		return s, false // "World Cup 2018 day five"
	}
	switch s.u {
	case night:
		if !t.word.plural && q.n != 1 && !hyphen {
			return s, false // "three night markets"
		}
	case period, moment, half, season:
		return s, false
	case second:
		if !t.word.plural && t.word.text == "second" && !hyphen && q.text == "1" && p.at(q.end-1).digits == 0 {
			return s, false // "a second"
		}
	case quarter:
		if hyphen && t.word.plural || p.is(k+1, "of") && k == q.end {
			return s, false // "three-quarters", "four quarters of the city"
		}
		if q.n == 1 && !hyphen || q.n == 3 && p.at(q.end).word == t.word && !p.oneOf(i-1, "for", "past", "last", "next", "coming", "previous", "consecutive", "of", "in") {
			return s, false // "a quarter", "three quarters" of something
		}
	}
	if t.word.text == "mo" || (t.word.text == "min" || t.word.text == "sec") && (t.capital || p.at(q.end-1).digits == 0 || hyphen) {
		return s, false
	}
	s.end = k + 1
	s.join(p)
	return s, true
}

// join adds further amounts: "two years and three months", "an hour and a half", "1 hour 30 minutes", "2 years, 1 month and 21 days".
func (s *stretch) join(p *parser) {
	for last := s.u; ; {
		k := s.end
		if p.is(k, "and") && p.is(k+1, "a") && p.oneOf(k+2, "half", "quarter") && s.q.n > 0 && len(s.more) == 0 && p.unitAt(k+3) == noUnit {
			s.q.text, s.end = s.q.text+map[bool]string{true: ".5", false: ".25"}[p.is(k+2, "half")], k+3
			return
		}
		if p.is(k, "and") || p.mark(k, ',') {
			k++
		}
		if p.mark(k-1, ',') && p.is(k, "and") {
			k++
		}
		q, ok := p.simpleQuantity(k)
		if !ok || q.vague() || s.q.vague() || p.is(k, "a") && k == s.end {
			return
		}
		u := p.unitAt(q.end)
		if u == noUnit || u >= last || u > year || s.u > year || u == quarter || u == half || u == second && !p.at(q.end).word.plural {
			return
		}
		if p.oneOf(q.end+1, "ago", "later", "earlier") && p.is(s.end, "and") && p.oneOf(s.end-3, "last", "past", "next") {
			return // "for the last 3 months, and 2 days ago ..."
		}
		s.more, s.less = append(s.more, q), append(s.less, u)
		s.end, last = q.end+1, u
	}
}

// value is the TIMEX3 duration.
func (s stretch) value() string {
	v := amount(s.q.text, s.u)
	for n, q := range s.more {
		more := strings.TrimPrefix(amount(q.text, s.less[n]), "P")
		if strings.Contains(v, "T") {
			more = strings.TrimPrefix(more, "T")
		}
		v += more
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

// duration reads a stretch of time for its length: "three days", "the past two years", "weeks", "a three-year period".
func (p *parser) duration(i int) (match, bool) {
	if m, ok := p.numbered(i); ok {
		return m, true
	}
	if m, ok := p.asMany(i); ok {
		return m, true
	}
	if m, ok := p.quarterCentury(i); ok {
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
	for n := 0; n < 2 && p.oneOf(k, "past", "last", "next", "coming", "first", "previous", "following", "final", "recent", "latest", "early", "entire", "upcoming") && !p.lasts(k); n++ {
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

// lasts reports whether "last" at k is the verb: "may last months".
func (p *parser) lasts(k int) bool {
	return p.is(k, "last") && p.oneOf(k-1, "may", "will", "could", "to", "would", "might", "should", "not")
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
	if w != nil && (w.unit == fortnight || w.unit == hour || w.unit == minute) && !w.plural {
		return p.hourTied(k, start)
	}
	if w == nil || w.unit == noUnit || !w.plural || w.unit == moment || w.unit == period || w.unit == half || w.unit == hour && p.is(k-1, "early") {
		return match{}, false // "the early hours of Saturday" are on Saturday
	}
	switch {
	case p.oneOf(k-1, "recent", "past", "latest"):
		return match{k + 1, vagueRef("PAST_REF")}, true
	case p.oneOf(k-1, "coming", "next", "upcoming", "following"):
		return match{k + 1, vagueRef("FUTURE_REF")}, true
	}
	return match{k + 1, durationOf("X", w.unit)}, true
}

// hourTied reads "the past hour", "the next fortnight".
func (p *parser) hourTied(k, start int) (match, bool) {
	s := stretch{q: quantity{text: "1", n: 1}, u: p.unitAt(k)}
	m := match{k + 1, durationOf("1", s.u)}
	switch {
	case p.mark(k+1, '-'), p.oneOf(k-1, "first", "final") || s.u == minute && p.oneOf(k-1, "last", "latest"):
		return match{}, false // "last-minute"
	case p.oneOf(k-1, "past", "last", "previous"):
		p.tie(&m.v, s, start, -1)
	case p.oneOf(k-1, "next", "coming", "following"):
		p.tie(&m.v, s, start, 1)
	}
	return m, true
}

// tie gives a duration that ends or begins with the day of publication its interval: "the past two years", "within 30 days".
func (p *parser) tie(v *value, s stretch, i, sign int) {
	ref, anchor := p.reference(i)
	if s.q.text == "0.5" && s.u == hour {
		s.q, s.u = quantity{text: "30", n: 30}, minute
	}
	if ref.IsZero() || s.q.vague() || len(s.more) > 0 || strings.Contains(s.q.text, ".") || s.q.n > 9000 || s.u == moment {
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

// quarterCentury reads "a quarter century", "almost a quarter of a century".
func (p *parser) quarterCentury(i int) (match, bool) {
	mod, k := p.bound(i)
	if p.is(k, "a") {
		k++
	}
	if !p.is(k, "quarter") {
		return match{}, false
	}
	if k++; p.is(k, "of") && p.is(k+1, "a") {
		k += 2
	} else if p.mark(k, '-') && p.joined(k) {
		k++
	}
	v := durationOf("25", year)
	v.mod = mod
	return match{k + 1, v}, p.is(k, "century")
}

// asMany reads "as many weeks" after the number that it repeats: "the third attack in as many weeks".
func (p *parser) asMany(i int) (match, bool) {
	u := p.unitAt(i + 2)
	if !p.is(i, "as") || !p.is(i+1, "many") || u == noUnit || !p.at(i+2).word.plural || p.is(i+3, "as") {
		return match{}, false
	}
	for k := i - 1; k >= 0 && k > i-14 && p.toks[k].sentence == p.toks[i].sentence; k-- {
		w := p.at(k).word
		switch {
		case w != nil && w.ordinal > 1:
			return match{i + 3, durationOf(strconv.Itoa(w.ordinal), u)}, true
		case w != nil && w.number > 1 && w.number < 100:
			return match{i + 3, durationOf(strconv.Itoa(w.number), u)}, true
		case p.at(k).digits > 0 && p.at(k).n > 0:
			return match{i + 3, durationOf(strconv.Itoa(p.at(k).n), u)}, true
		}
	}
	return match{i + 3, durationOf("X", u)}, true
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
	if _, vague := p.phrase(i); vague {
		return match{}, false // "will one day be"
	}
	m, ok := p.asDuration(s, i)
	if !ok || p.age(m.end, s.u) {
		return match{}, false
	}
	switch {
	case p.is(i-1, "in") && p.record(i-1):
		p.tie(&m.v, s, i, -1)
	case p.is(i-1, "within") && !p.oneOf(m.end, "of", "after"), p.is(i-1, "in") && p.direction(i, m.end) >= 0:
		p.tie(&m.v, s, i, 1)
	}
	return m, true
}

// record reports whether what stands before token k is the first or most of its kind, so that a stretch after "in" lies behind: "the
// first visit in 15 years", "the worst flood in a decade".
func (p *parser) record(k int) bool {
	for j := k - 1; j >= 0 && j > k-8 && p.toks[j].sentence == p.toks[k].sentence; j-- {
		t := p.at(j)
		if t.word != nil {
			if t.word.ordinal > 0 || p.oneOf(j, "most", "least") {
				return true
			}
			continue
		}
		if w := p.text[t.start:t.end]; w == "worst" || w == "best" || len(w) > 5 && strings.HasSuffix(w, "est") {
			return true
		}
	}
	return false
}

// toDo reports whether an infinitive follows at k, so that the stretch before it is the time that is left: "gave them a week to comply".
func (p *parser) toDo(k int) bool {
	t := p.at(k + 1)
	return p.is(k, "to") && t.mark == 0 && t.digits == 0 && !t.capital && (t.word == nil || t.word.tense == be) && t.end > t.start
}

// articleCounts tells "for a year" (a duration) from "a day of prayer", "$50 a year" (a set, see set).
func (p *parser) articleCounts(i, k int, s stretch) bool {
	if k > i || p.mark(k+1, '-') || p.is(i-1, "within") || strings.HasSuffix(s.q.text, ".5") {
		return true
	}
	if p.oneOf(i-1, "for", "in", "within", "after", "over", "than", "least", "about", "lasted", "took", "only", "half", "just", "takes", "before") {
		return !p.oneOf(s.end, "when", "that", "like", "of")
	}
	return p.toDo(s.end) || p.oneOf(s.end, "after", "before", "from", "since") || p.is(s.end, "on") && (p.mark(s.end+1, ',') || p.oneOf(s.end+1, "from", "since", "after")) || len(s.more) > 0
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

// lengthwise reports whether "-long" is joined to the unit at i and no number stands before it.
func (p *parser) lengthwise(i int) bool {
	return p.mark(i+1, '-') && p.joined(i+1) && p.is(i+2, "long") && p.joined(i+2) && !(p.joined(i) && p.mark(i-1, '-')) && p.at(i-1).digits == 0 &&
		(p.at(i-1).word == nil || p.at(i-1).word.number == 0)
}

// bareUnits reads "weeks", "years" after words that make them a length: "for years", "within weeks", "days after".
func (p *parser) bareUnits(i int) (match, bool) {
	w := p.at(i).word
	if w != nil && w.unit >= day && w.unit <= century && !w.plural && p.lengthwise(i) {
		return match{i + 3, durationOf("1", w.unit)}, true // "a day-long meeting"
	}
	if w == nil || w.unit == noUnit || !w.plural || w.unit == moment || w.unit == period || w.unit == half || w.unit == second || w.unit == season || w.unit == quarter {
		return match{}, false
	}
	if p.lengthwise(i) {
		return match{i + 3, durationOf("X", w.unit)}, true
	}
	if p.oneOf(i-1, "for", "within", "in") || p.is(i-1, "just") && p.oneOf(i-2, "for", "within", "in") || p.lasts(i-1) || p.oneOf(i+1, "long") || p.oneOf(i+1, "after", "before", "later", "since") {
		end := i + 1
		if p.is(end, "later") {
			end++
		}
		return match{end, durationOf("X", w.unit)}, true
	}
	return match{}, false
}
