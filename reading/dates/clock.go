package dates

// moment reads a calendar point with its time of day, in either order: "Thursday at 9 a.m.", "9 a.m. EDT Thursday",
// "Monday night", "noon Thursday", "tomorrow morning".
func (p *parser) moment(i int) (match, bool) {
	if m, ok := p.partInContext(i); ok {
		return m, true
	}
	c, clockFirst := p.clock(i)
	if clockFirst {
		return p.clockThenDay(i, c), true
	}
	m, ok := p.calendar(i)
	if !ok || m.v.unit != day || m.v.ref != "" || m.v.part != "" || m.v.until != nil {
		return m, ok
	}
	k := m.end
	if part, end := p.dayPart(k); part != "" {
		m.v.part, m.end = part, end
		k = end
		// "Thursday morning, April 9"
		if d, ok := p.dateAfter(k); ok && m.v.weekday > 0 && p.mark(k, ',') {
			d.v.part = part
			p.resolve(&d.v, i, d.end)
			return d, true
		}
	}
	if p.mark(k, ',') {
		k++
	}
	if p.oneOf(k, "at", "around", "about", "from") {
		k++
	}
	if p.oneOf(k, "around", "about") {
		k++
	}
	if c, ok := p.clock(k); ok && (k > m.end || c.v.zone != nil || c.v.minutes || p.at(c.end-1).word != nil) {
		part := m.v.part
		m.v.part = ""
		m.v.takeClock(c.v)
		m.v.halfDay(part)
		m.end = c.end
	}
	return m, true
}

func (v *value) takeClock(c value) {
	v.clock, v.hour, v.min, v.sec, v.minutes, v.zone = c.clock, c.hour, c.min, c.sec, c.minutes, c.zone
	if c.part != "" {
		v.part = c.part
	}
}

// dayPart reads the part of the day after a day: "night", "morning", "late night".
func (p *parser) dayPart(k int) (part string, end int) {
	if t := p.tail(k); p.is(k, "in") && t.end > k {
		return t.v.part, t.end
	}
	if p.oneOf(k, "late", "early", "mid") {
		k++
		if p.mark(k, '-') {
			k++
		}
	}
	w := p.at(k).word
	if w == nil || w.part == "" || w.plural {
		return "", k
	}
	return w.part, k + 1
}

// clockThenDay adds the day that follows a time; without one the time belongs to the day in context.
func (p *parser) clockThenDay(i int, c match) match {
	k := c.end
	if d, ok := p.dayAfterBrackets(k); ok {
		d.takeClock(c.v)
		return match{c.end, d}
	}
	if p.mark(k, ',') || p.oneOf(k, "on", "of") {
		k++
	}
	if d, ok := p.calendar(k); ok && d.v.unit == day && d.v.ref == "" && d.v.until == nil {
		part := d.v.part
		d.v.takeClock(c.v)
		d.v.halfDay(part) // "9:30 last night"
		if part, end := p.dayPart(d.end); part != "" {
			d.end = end
			d.v.halfDay(part)
		}
		return d
	}
	if d, ok := p.dayOfRange(c.end); ok {
		d.takeClock(c.v)
		return match{c.end, d}
	}
	if part := p.tail(c.end); part.end > c.end {
		c.end = part.end
		c.v.halfDay(part.v.part)
		if d, ok := p.calendar(c.end); ok && d.v.unit == day && d.v.ref == "" {
			d.v.takeClock(c.v)
			return d
		}
	}
	if p.ref.IsZero() {
		c.v.unit = day
		return c
	}
	d, anchor := p.dayInContext()
	if c.v.hour == 24 && anchor != "text" && p.direction(i, c.end) < 0 {
		d = on(p.ref.AddDate(0, 0, -1), day) // "expired at midnight"
	}
	d.anchor = anchor
	d.takeClock(c.v)
	return match{c.end, d}
}

// dayAfterBrackets finds the day of a time that stands before the same time in another zone: "8 a.m. (0600 GMT) on Sunday", for
// either of the two.
func (p *parser) dayAfterBrackets(k int) (value, bool) {
	if p.mark(k, '(') {
		if c, ok := p.clock(k + 1); ok {
			k = c.end
		}
	}
	if !p.mark(k, ')') {
		return value{}, false
	}
	k++
	if p.is(k, "on") {
		k++
	}
	d, ok := p.calendar(k)
	return d.v, ok && d.v.unit == day && d.v.ref == "" && d.v.until == nil
}

// dayOfRange finds the day after the closing time of a range: "from 9 a.m. to 5 p.m. Monday".
func (p *parser) dayOfRange(k int) (value, bool) {
	if !p.dash(k) && !p.oneOf(k, "to", "and", "until", "till") {
		return value{}, false
	}
	to, ok := p.clock(k + 1)
	if !ok {
		return value{}, false
	}
	k = to.end
	if p.mark(k, ',') || p.oneOf(k, "on", "of") {
		k++
	}
	d, ok := p.calendar(k)
	return d.v, ok && d.v.unit == day && d.v.ref == "" && d.v.until == nil
}

// tail reads "in the morning", "at night", "this afternoon" after a time.
func (p *parser) tail(k int) match {
	j := k
	switch {
	case p.is(k, "in") && p.is(k+1, "the"):
		j = k + 2
	case p.is(k, "at") && p.is(k+1, "night"):
		j = k + 1
	case p.is(k, "this"):
		j = k + 1
	}
	w := p.at(j).word
	if j == k || w == nil || w.part == "" || w.plural {
		return match{end: k}
	}
	return match{j + 1, value{part: w.part}}
}

// halfDay moves a time on the twelve-hour clock into the part of the day.
func (v *value) halfDay(part string) {
	if v.clock && v.hour < 12 && (part == "AF" || part == "EV" || part == "NI" && v.hour > 5) {
		v.hour += 12
	}
}

// clock reads a time of day: "3 p.m.", "15:30 GMT", "3:30 in the afternoon", "noon", "midnight", "0900 GMT", "9 o'clock".
func (p *parser) clock(i int) (match, bool) {
	if p.oneOf(i, "noon", "midnight") && !p.is(i-1, "high") {
		v := point(day)
		v.clock, v.minutes = true, true
		if v.hour = 12; p.is(i, "midnight") {
			v.hour = 24
		}
		return p.zoneAfter(match{i + 1, v}), true
	}
	if p.mark(i-1, ':') && p.joined(i) && p.at(i-2).digits > 0 {
		return match{}, false // the minutes of an hour that there is not: "25:00 o'clock"
	}
	if m, ok := p.spokenClock(i); ok {
		return m, true
	}
	h := p.at(i)
	n := h.n
	if h.word != nil && h.word.number > 0 && h.word.number <= 12 {
		n = h.word.number
	} else if h.digits == 0 || h.guarded {
		return match{}, false
	}
	v := point(day)
	v.clock = true
	k := i + 1
	switch {
	case h.digits == 4 && n < 2400 && n%100 < 60 && !h.frac && p.oneOf(k, "gmt", "utc", "hrs", "hours") && h.end-h.start == 4:
		v.hour, v.min, v.minutes = n/100, n%100, true
		if p.oneOf(k, "hrs", "hours") {
			k++
		}
		return p.zoneAfter(match{k, v}), true
	case h.digits > 2:
		return match{}, false
	}
	v.hour = n
	if h.frac {
		// 9.30 a.m., as British papers print it.
		v.min = decimal(p.text[h.start+h.digits+1 : h.end])
		v.minutes = true
		if h.end-h.start != h.digits+3 {
			return match{}, false
		}
	}
	minutes := p.mark(k, ':') && p.joined(k) && p.joined(k+1) && p.at(k+1).digits == 2 && !p.at(k+1).frac
	if minutes {
		v.min, v.minutes = p.at(k+1).n, true
		k += 2
		if p.mark(k, ':') && p.joined(k) && p.joined(k+1) && p.at(k+1).digits == 2 {
			v.sec = p.at(k + 1).n
			k += 2
		}
	}
	return p.clockSuffix(i, k, v, minutes)
}

// clockSuffix reads what makes a number a time: a.m., p.m., o'clock, a zone, or minutes in a 24-hour form.
func (p *parser) clockSuffix(i, k int, v value, minutes bool) (match, bool) {
	if v.hour > 24 || v.min > 59 || v.sec > 60 {
		return match{}, false
	}
	switch {
	case p.oneOf(k, "am", "pm") && (p.at(k).end-p.at(k).start > 2 || p.joined(k) || !p.at(k).spaced || p.is(k, "pm") || p.digitsAt(i)):
		if v.hour > 12 {
			break
		}
		v.hour %= 12
		if p.is(k, "pm") {
			v.hour += 12
		}
		return p.zoneAfter(match{k + 1, v}), true
	case p.is(k, "o") && p.mark(k+1, '\'') && p.is(k+2, "clock"):
		m := p.zoneAfter(match{k + 3, v})
		if t := p.tail(m.end); t.end > m.end {
			m.v.halfDay(t.v.part)
			m.end = t.end
		}
		return m, true
	case p.tail(k).end > k && (p.oneOf(i-1, "at", "around", "about", "by", "until", "from", "since") || minutes) && p.digitsAt(i):
		t := p.tail(k)
		v.halfDay(t.v.part)
		return match{t.end, v}, true
	}
	if m := p.zoneAfter(match{k, v}); m.v.zone != nil && p.digitsAt(i) {
		return m, true
	}
	if m, ok := p.openingClock(i, k, v); ok {
		return m, true
	}
	// 15:30 alone; scores and ratios ("3:2", "4:30.5") have other shapes, and "Genesis 1:26" a name before.
	if minutes && p.at(i).digits > 0 && (p.oneOf(i-1, "at", "from", "until", "by", "to", "around", "about", "till", "before", "after", "between", "and", "since") || p.at(i).digits == 2 && p.at(i-1).word == nil && !p.at(i-1).capital) {
		return match{k, v}, true
	}
	return match{}, false
}

// openingClock reads the opening time of a range, whose half of the day the closing one gives: "from 9 to 11 a.m.".
func (p *parser) openingClock(i, k int, v value) (match, bool) {
	if !p.digitsAt(i) || v.hour > 12 || !p.dash(k) && !p.oneOf(k, "to", "and", "until", "till") || p.at(k+1).digits == 0 || p.at(k+1).digits > 2 {
		return match{}, false
	}
	if p.depth >= maxDepth {
		return match{}, false
	}
	p.depth++
	to, ok := p.clock(k + 1)
	p.depth--
	if !ok || to.v.hour == 0 || p.at(to.end-1).word == nil && to.v.zone == nil && !(to.v.minutes && (v.minutes || p.oneOf(i-1, "from", "between"))) || p.is(k, "and") && !p.is(i-1, "between") {
		return match{}, false
	}
	v.zone = to.v.zone
	if v.hour < 12 && to.v.hour >= 12 && v.hour+12 <= to.v.hour {
		v.hour += 12
	}
	return match{k, v}, true
}

func (p *parser) digitsAt(i int) bool { return p.at(i).digits > 0 }

// zoneAfter reads a zone: "GMT", "EDT", "local time", "Eastern time", "(1900 GMT)" is left alone.
func (p *parser) zoneAfter(m match) match {
	k := m.end
	w := p.at(k).word
	if w == nil {
		return m
	}
	switch {
	case w.zone != nil && p.at(k).capital && p.upper(k):
		m.v.zone, m.end = w.zone, k+1
		if s := p.at(k + 1).mark; (s == '+' || s == '-') && p.joined(k+1) && p.at(k+2).digits > 0 && p.at(k+2).digits <= 2 && p.at(k+2).n <= 14 {
			n := p.at(k+2).n * 60
			if s == '-' {
				n = -n
			}
			m.v.zone, m.end = &zone{n}, k+3
		}
	case w.text == "local" && p.is(k+1, "time"):
		m.end = k + 2
	default:
		return p.namedZone(m)
	}
	return m
}

func (p *parser) upper(k int) bool {
	t := p.at(k)
	return t.end-t.start > 1 && p.text[t.start+1] < 'a' || t.end-t.start == 1
}

// namedZone reads "Eastern time", "Eastern Standard Time", "Moscow time", "Greenwich Mean Time".
func (p *parser) namedZone(m match) match {
	k := m.end
	base, ok := namedZones[p.at(k).word.text]
	if !ok {
		return m
	}
	j := k + 1
	switch {
	case p.is(j, "daylight"):
		base, j = base+60, j+1
	case p.oneOf(j, "standard", "mean"):
		j++
	}
	if !p.is(j, "time") {
		return m
	}
	m.v.zone, m.end = &zone{base}, j+1
	return m
}

var namedZones = map[string]int{"eastern": -300, "central": -360, "mountain": -420, "pacific": -480, "moscow": 180, "greenwich": 0,
	"london": 0, "beijing": 480, "tokyo": 540}

// partInContext reads "overnight" and "in the morning" of the day spoken of, and the day itself where "for the day", "ended the day" or
// "late in the day" make it that one.
func (p *parser) partInContext(i int) (match, bool) {
	if p.ref.IsZero() {
		return match{}, false
	}
	k := i
	switch {
	case p.is(i, "overnight"):
	case p.is(i, "the") && p.is(i+1, "day") && p.thisDay(i):
		v := on(p.ref, day)
		if v.anchor = p.anchor; p.mainDay.known() {
			v.year, v.month, v.day, v.anchor = p.mainDay.year, p.mainDay.month, p.mainDay.day, "text"
		}
		v.echo = true
		return match{i + 2, v}, true
	case p.is(i, "the") && p.oneOf(i-1, "in", "during", "by"):
		k++
	default:
		return match{}, false
	}
	w := p.at(k).word
	if w == nil || w.part == "" || w.plural || p.is(k+1, "of") || p.is(i-2, "hours") {
		return match{}, false
	}
	if k > i && p.at(i-2).word != nil && (p.at(i-2).word.number > 0 || p.is(i-2, "clock")) || p.at(i-2).digits > 0 && !p.at(i-2).frac {
		return match{}, false
	}
	v, anchor := p.dayInContext()
	if p.is(k, "overnight") && anchor != "text" {
		v = p.relative(i, day, -1)
		anchor = v.anchor
	}
	v.part, v.anchor, v.echo = w.part, anchor, true
	if p.is(i-1, "in") {
		v.mod = map[string]string{"early": "START", "earlier": "START", "late": "END", "later": "END"}[p.text[p.at(i-2).start:p.at(i-2).end]]
	}
	return match{k + 1, v}, true
}

// thisDay reports whether the words before "the day" at i make it the day spoken of: "for the day", "ended the day", "later in the day".
func (p *parser) thisDay(i int) bool {
	told := p.is(i-1, "in") && p.oneOf(i-2, "late", "later", "early", "earlier")
	if p.mark(i+2, '-') || p.oneOf(i+2, "after", "before", "that", "when", "of", "to") && !told {
		return false
	}
	switch p.text[p.at(i-1).start:p.at(i-1).end] {
	case "end", "ended", "ends", "ending", "finish", "finished", "finishing", "close", "closed", "closing", "open", "opened", "began", "begin", "start", "started":
		return p.at(i-1).sentence == p.at(i).sentence
	case "in":
		return told
	case "for", "For":
		return p.mark(i+2, ',') || p.mark(i+2, '.')
	}
	return false
}

// spokenClock reads times in words: "half past seven", "a quarter to nine", "ten minutes past eight o'clock".
func (p *parser) spokenClock(i int) (match, bool) {
	k, n := i, 0
	if p.is(k, "a") {
		k++
	}
	switch q, ok := p.simpleQuantity(k); {
	case p.is(k, "half") && k == i:
		k, n = k+1, 30
	case p.is(k, "quarter"):
		k, n = k+1, 15
	case ok && q.n > 0 && q.n < 60 && k == i:
		if k, n = q.end, q.n; p.oneOf(k, "minutes", "minute") {
			k++
		}
	}
	h := p.at(k + 1)
	hour := h.n
	if h.word != nil && h.word.number > 0 {
		hour = h.word.number
	}
	if n == 0 || !p.oneOf(k, "past", "to") || hour < 1 || hour > 12 || h.frac || p.is(k, "to") && n != 15 {
		return match{}, false
	}
	v := point(day)
	v.clock, v.minutes, v.hour, v.min = true, true, hour, n
	if p.is(k, "to") {
		v.hour, v.min = (hour+11)%12, 60-n
	}
	m, ok := p.clockSuffix(k+1, k+2, v, false)
	if !ok {
		t := p.tail(k + 2)
		v.halfDay(t.v.part)
		m, ok = match{t.end, v}, p.is(k, "past") || p.oneOf(i-1, "at", "around", "by", "until", "about")
	}
	return m, ok && p.unitAt(m.end) == noUnit
}
