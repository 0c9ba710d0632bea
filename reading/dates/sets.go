package dates

import (
	"strconv"

	"rapporteur"
)

// set reads what recurs: "every two weeks", "each Friday", "daily", "twice a week", "$50 a year", "on Mondays".
func (p *parser) set(i int) (match, bool) {
	w := p.at(i).word
	if w == nil {
		return match{}, false
	}
	switch {
	case w.set != "":
		if w.text == "annual" || w.text == "everyday" || w.text == "quarterly" && p.at(i+1).mark == 0 && i+1 < len(p.toks) || p.at(i+1).capital && p.at(i+1).sentence == p.at(i).sentence || p.at(i).capital && (p.at(i-1).capital || p.at(i+1).capital) {
			return match{}, false // the Daily Telegraph
		}
		return setOf(i+1, w.set, noUnit), true
	case w.text == "bi" && p.mark(i+1, '-') && p.joined(i+1) && p.at(i+2).word != nil && p.at(i+2).word.set != "":
		v, ok := map[string]string{"P1W": "P2W", "P1M": "P2M", "P1Y": "P6M"}[p.at(i+2).word.set]
		return setOf(i+3, v, noUnit), ok
	case w.text == "every" || w.text == "each":
		return p.every(i)
	case w.unit == weekend && w.plural && p.at(i-1).digits == 0 && (p.at(i-1).word == nil || p.at(i-1).word.number == 0 && !p.oneOf(i-1, "few", "several", "last", "past")):
		return setOf(i+1, "XXXX-WXX-WE", weekend), true
	case w.part != "" && w.plural && (p.oneOf(i-1, "on", "in", "and", "or", "the", "most")):
		return setOf(i+1, "XXXX-XX-XXT"+w.part, day), true
	case w.weekday > 0 && p.at(i+1).word != nil && p.at(i+1).word.part != "" && p.at(i+1).word.plural:
		return p.weekdays(i, i)
	case w.weekday > 0 && w.plural:
		return p.weekdays(i, i)
	case w.text == "once" || w.text == "twice":
		return p.timesPer(i, i+1)
	case w.text == "per" || w.text == "a" || w.text == "an":
		return p.per(i)
	case w.number > 0 && p.is(i+1, "times"):
		return p.timesPer(i, i+2)
	}
	return match{}, false
}

func setOf(end int, v string, u unit) match {
	return match{end, value{kind: rapporteur.Set, ref: v, unit: u, sec: -1}}
}

// every reads what stands after "every" or "each".
func (p *parser) every(i int) (match, bool) {
	k := i + 1
	n := "1"
	switch {
	case p.is(k, "other"):
		n, k = "2", k+1
	case p.at(k).word != nil && p.at(k).word.ordinal > 1 && p.unitAt(k+1) != noUnit:
		n, k = strconv.Itoa(p.at(k).word.ordinal), k+1
	case p.is(k, "single"):
		k++
	default:
		if q, ok := p.quantity(k); ok {
			n, k = q.text, q.end
		}
	}
	w := p.at(k).word
	switch {
	case w == nil:
		return match{}, false
	case w.unit != noUnit && w.unit != moment && w.unit != period && w.unit != season && w.unit != half:
		if w.unit == night && n == "1" {
			return setOf(k+1, "XXXX-XX-XXTNI", day), true
		}
		if w.unit == weekend {
			return setOf(k+1, "XXXX-WXX-WE", weekend), true
		}
		return setOf(k+1, amount(n, w.unit), w.unit), true
	case w.weekday > 0 && (p.at(k).capital || !w.abbreviation):
		return p.weekdays(i, k)
	case w.month > 0 && p.at(k).capital:
		return setOf(k+1, "XXXX"+number("-", w.month, 2), month), true
	case w.part != "":
		return setOf(k+1, "XXXX-XX-XXT"+w.part, day), true
	case w.season != "":
		return setOf(k+1, "XXXX-"+w.season, season), true
	}
	return match{}, false
}

// weekdays is the set of a weekday, with the part of the day after it.
func (p *parser) weekdays(i, k int) (match, bool) {
	v := "XXXX-WXX-" + strconv.Itoa(p.at(k).word.weekday)
	end := k + 1
	if w := p.at(end).word; w != nil && w.part != "" {
		v += "T" + w.part
		return setOf(end+1, v, day), true
	}
	if p.is(end, "at") {
		if c, ok := p.clock(end + 1); ok {
			v, end = v+c.v.clockTime(), c.end
		}
	}
	return setOf(end, v, day), true
}

// timesPer reads "once a week", "three times a year".
func (p *parser) timesPer(i, k int) (match, bool) {
	if !p.oneOf(k, "a", "an", "per", "each", "every") {
		return match{}, false
	}
	if m, ok := p.every(k); ok {
		return m, true
	}
	return match{}, false
}

// per reads "a year", "per day" after an amount.
func (p *parser) per(i int) (match, bool) {
	w := p.at(i + 1).word
	if w == nil || w.plural {
		return match{}, false
	}
	if p.is(i, "per") && w.text == "annum" {
		return setOf(i+2, "P1Y", year), true
	}
	if w.unit < hour || w.unit > year || w.unit == half || p.mark(i+2, '-') || p.oneOf(i+2, "ago", "earlier", "later", "before", "after", "from", "old", "or") {
		return match{}, false
	}
	if p.is(i, "per") || p.amountBefore(i) && !p.toDo(i+2) {
		return setOf(i+2, amount("1", w.unit), w.unit), true
	}
	return match{}, false
}

// amountBefore reports whether a sum, a count or a share stands up to three words before token i.
func (p *parser) amountBefore(i int) bool {
	for k := i - 1; k >= i-4 && k >= 0; k-- {
		t := p.at(k)
		if t.mark != 0 && t.mark != '%' || p.oneOf(k, "of", "in", "for", "after", "is", "was", "from") {
			return false
		}
		if t.mark == '%' || t.digits > 0 || t.word != nil && t.word.number > 0 {
			return true
		}
	}
	return false
}
