package dates

// weekdayDate reads "Monday", "Mon.", "Friday, Nov. 23, 2025", "Friday the 13th".
func (p *parser) weekdayDate(i int) (match, bool) {
	t := p.at(i)
	if t.word == nil || t.word.weekday == 0 || t.word.plural || !t.capital && t.word.abbreviation || p.inName(i) {
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
	if p.is(k, "week") && p.at(k+1).word == nil && !p.possessive(k+1) && !p.ref.IsZero() && p.at(k+1).digits == 0 && (p.at(k+1).mark != 0 || k+1 >= len(p.toks)) {
		v := on(nearest(p.ref, t.word.weekday, 1).AddDate(0, 0, 7), day)
		v.anchor = p.anchor
		return match{k + 1, v}, true // "on Tuesday week", as the British say
	}
	v := point(day)
	v.weekday = t.word.weekday
	return match{k, v}, true
}

// inName reports whether the weekday at token i belongs to a name: the Sunday Times, Bloody Sunday, Sheffield Wednesday.
func (p *parser) inName(i int) bool {
	next, before := p.at(i+1), p.at(i-1)
	if next.capital && next.sentence == p.at(i).sentence {
		switch p.text[next.start:next.end] {
		case "Times", "Telegraph", "Mirror", "Express", "Mail", "Post", "Herald", "Star", "People", "World", "Independent":
			return true
		}
	}
	if !before.capital || i == 0 {
		return false
	}
	switch p.text[before.start:before.end] {
	case "Good", "Bloody", "Black", "Red", "Blue", "Super", "Sheffield", "Ruby":
		return true
	}
	return false
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
	if d, end, ord := p.dayNumber(k); d > 0 && p.at(k).digits > 0 && !p.mark(k-1, ',') && (ord || p.at(k).n > 12) && (end >= len(p.toks) || p.at(end).mark != 0 && !p.joined(end+1) && p.at(end).mark != '%') {
		v := point(day)
		v.day = d
		return match{end, v}, true // "Tue 13th", "Sunday 31"
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
