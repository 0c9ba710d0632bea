package dates

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
