package dates

import "rapporteur"

// modified reads a calendar point with what narrows it: "late November", "mid-2027", "the end of the year", "earlier this
// week", "later that day", "the rest of 2025", "sometime next year", "year-end".
func (p *parser) modified(i int) (match, bool) {
	if m, ok := p.yearEnd(i); ok {
		return m, true
	}
	if m, ok := p.endOf(i); ok {
		return m, true
	}
	mod, k := p.modifier(i)
	if k == i {
		return match{}, false
	}
	m, ok := p.moment(k)
	if !ok {
		if m, ok := p.yearEnd(k); ok {
			return m, true
		}
		if mod == "MID" || mod == "START" || mod == "END" {
			return p.partAlone(i, k, mod)
		}
		return match{}, false
	}
	if m.v.kind != rapporteur.Point || m.v.ref != "" {
		return match{}, false
	}
	if mod != "" {
		m.v.mod = mod
	}
	return m, true
}

// modifier reads the words that narrow what follows.
func (p *parser) modifier(i int) (mod string, k int) {
	k = i
	if p.is(k, "the") {
		k++
	}
	if p.oneOf(k, "very", "as") && p.oneOf(k+1, "early", "late") {
		k++
	}
	switch {
	case p.is(k, "early"):
		mod = "START"
	case p.is(k, "late"):
		mod = "END"
	case p.is(k, "mid"), p.is(k, "middle"):
		mod = "MID"
	case k > i:
		return "", i
	case p.oneOf(k, "earlier", "later"):
		mod = map[bool]string{true: "BEFORE", false: "AFTER"}[p.is(k, "earlier")]
		if p.is(k+1, "in") || p.is(k+1, "on") {
			k++
		}
	case p.is(k, "sometime"):
		if p.oneOf(k+1, "in", "during", "before", "after") {
			k++
		}
	case p.oneOf(k, "around", "about", "approximately", "roughly") && (p.at(k+1).digits > 0 || p.at(k+1).word != nil && (p.at(k+1).word.month > 0 || p.oneOf(k+1, "noon", "midnight", "christmas", "year"))):
		mod = "APPROX"
	default:
		return "", i
	}
	k++
	if p.mark(k, '-') && p.joined(k) {
		k++
	}
	if mod == "START" || mod == "END" || mod == "MID" {
		if p.oneOf(k, "in", "on", "of") {
			k++
		}
	}
	if (mod == "BEFORE" || mod == "AFTER") && p.is(k-1, "in") && p.is(k, "the") && (p.oneOf(k+1, "year", "month", "week")) {
		return mod, k
	}
	if (mod == "BEFORE" || mod == "AFTER") && !p.deictic(k) {
		return "", i
	}
	return mod, k
}

// deictic reports whether "earlier" and "later" may qualify what begins at k: "this week", "in the year", "that day".
func (p *parser) deictic(k int) bool {
	return p.oneOf(k, "this", "that", "the", "last", "next", "today", "yesterday", "tomorrow", "tonight")
}

// partAlone reads "mid-afternoon", "late morning" where no day is given.
func (p *parser) partAlone(i, k int, mod string) (match, bool) {
	w := p.at(k).word
	if w == nil || w.part == "" || w.plural || p.ref.IsZero() || w.text == "overnight" {
		return match{}, false
	}
	v, anchor := p.dayInContext()
	v.part, v.mod, v.anchor = w.part, mod, anchor
	end := k + 1
	if d, ok := p.calendar(end); ok && d.v.unit == day && d.v.ref == "" {
		part := v.part
		v, end = d.v, d.end
		v.part, v.mod = part, mod
	}
	return match{end, v}, true
}

// dayInContext is the day last spoken of, else that of publication.
func (p *parser) dayInContext() (value, string) {
	if p.lastDay.known() {
		v := point(day)
		v.year, v.month, v.day = p.lastDay.year, p.lastDay.month, p.lastDay.day
		return v, "text"
	}
	return on(p.ref, day), p.anchor
}

// yearEnd reads "year-end", "year end", "year's end", "the end of the year", "month's end".
func (p *parser) yearEnd(i int) (match, bool) {
	k := i
	if p.is(k, "the") {
		k++
	}
	u := p.unitAt(k)
	if u != year && u != month && u != week || p.at(k).word.plural {
		return match{}, false
	}
	j := k + 1
	switch {
	case p.mark(j, '-') && p.joined(j) && p.is(j+1, "end"):
		j += 2
	case p.possessive(j) && p.is(j+2, "end"):
		j += 3
	case p.is(j, "end") && u == year:
		j++
	default:
		return match{}, false
	}
	v := p.relative(i, u, 0)
	if p.is(i-1, "since") {
		v = p.relative(i, u, -1)
	}
	if y, end := p.yearAfter(j); y > 0 && u == year {
		v.year, v.anchor, j = y, "", end
	}
	if p.is(j-1, "end") && p.mark(j-2, '-') && u == year && v.year > 0 {
		// In TIMEX3 corpora "year-end" is the day on which books are closed.
		anchor := v.anchor
		v = on(date(v.year, 12, 31), day)
		v.anchor = anchor
		return match{j, v}, true
	}
	v.mod = "END"
	return match{j, v}, true
}

// endOf reads "the end of 2027", "the beginning of next week", "the middle of the month", "the remainder of the year".
func (p *parser) endOf(i int) (match, bool) {
	k := i
	if p.is(k, "the") {
		k++
	}
	if p.is(k, "very") {
		k++
	}
	w := p.at(k).word
	if w == nil || !p.is(k+1, "of") && !(p.is(k, "end") && k == i && !p.is(k+1, "the")) {
		return match{}, false
	}
	mod, ok := periodParts[w.text]
	if !ok {
		return match{}, false
	}
	j := k + 1
	if p.is(j, "of") {
		j++
	}
	m, ok := p.wholePeriod(j)
	if !ok || m.v.kind != rapporteur.Point || m.v.ref != "" {
		return match{}, false
	}
	if mod != "" {
		m.v.mod = mod
	}
	return m, true
}

// wholePeriod reads a calendar point, or a bare "the year", "the month", "the day", which is then the current one.
func (p *parser) wholePeriod(j int) (match, bool) {
	if p.is(j, "the") && (p.oneOf(j+1, "year", "month", "week", "day", "decade", "century", "quarter", "weekend") || p.oneOf(j+1, "fiscal", "calendar", "financial") && p.is(j+2, "year")) {
		k := j + 1
		if !p.is(k, "year") && p.is(k+1, "year") {
			k++
		}
		if m, ok := p.quarterPoint(j); ok {
			return m, true
		}
		if p.unitAt(k) == day {
			if m, ok := p.calendar(k + 1); ok && m.v.unit == day && m.v.known() && !m.v.clock {
				return m, true // "the end of the day Saturday"
			}
		}
		v := p.relative(j, p.unitAt(k), 0)
		v.fiscal = p.oneOf(k-1, "fiscal", "financial")
		return match{k + 1, v}, true
	}
	if u := p.unitAt(j); (u == year || u == month || u == week) && !p.at(j).word.plural && p.is(j-1, "of") {
		return match{j + 1, p.relative(j, u, 0)}, true
	}
	return p.calendar(j)
}

// periodParts are the nouns that name a part of the period after "of", with its TIMEX3 modifier.
var periodParts = map[string]string{"end": "END", "close": "END", "start": "START", "beginning": "START", "middle": "MID", "rest": "", "remainder": ""}
