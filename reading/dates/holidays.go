package dates

import (
	"strings"
	"time"
)

// holiday is a day, or a stretch of days, known by name.
type holiday struct {
	names []string // lower case, words apart by one space; apostrophes and hyphens left out, an "s" kept ("new year s day")
	day   func(year int) time.Time
	days  int  // how long it lasts; 0 for one day
	about bool // the day is known to within one
}

func fixed(m time.Month, d int) func(int) time.Time {
	return func(y int) time.Time { return date(y, int(m), d) }
}

// nth is the n-th weekday of a month, the last one for n = -1.
func nth(n int, weekday int, m time.Month) func(int) time.Time {
	return func(y int) time.Time {
		if n < 0 {
			return nearest(date(y, int(m), daysIn(y, int(m))), weekday, -1)
		}
		return nearest(date(y, int(m), 1), weekday, 1).AddDate(0, 0, 7*(n-1))
	}
}

// easter is days after Easter Sunday, by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, ch. 8).
func easter(days int) func(int) time.Time {
	return func(y int) time.Time {
		a, b, c := y%19, y/100, y%100
		d, e, f := b/4, b%4, (b+8)/25
		g := (b - f + 1) / 3
		h := (19*a + b - d - g + 15) % 30
		i, k := c/4, c%4
		l := (32 + 2*e + 2*i - h - k) % 7
		m := (a + 11*h + 22*l) / 451
		n := h + l - 7*m + 114
		return date(y, n/31, n%31+1).AddDate(0, 0, days)
	}
}

// orthodoxEaster is Easter Sunday by the Julian calendar (Meeus, ch. 8), as a Gregorian day of the years 1900 to 2099.
func orthodoxEaster(y int) time.Time {
	d := (19*(y%19) + 15) % 30
	e := (2*(y%4) + 4*(y%7) - d + 34) % 7
	m := d + e + 114
	return date(y, m/31, m%31+1).AddDate(0, 0, 13)
}

var holidays = []holiday{
	{names: []string{"christmas eve"}, day: fixed(12, 24)},
	{names: []string{"christmas day", "christmas", "xmas"}, day: fixed(12, 25)},
	{names: []string{"boxing day"}, day: fixed(12, 26)},
	{names: []string{"new year s eve", "new years eve"}, day: fixed(12, 31)},
	{names: []string{"new year s day", "new years day", "new year day", "new year s", "new year"}, day: fixed(1, 1)},
	{names: []string{"epiphany"}, day: fixed(1, 6)},
	{names: []string{"valentine s day", "valentines day"}, day: fixed(2, 14)},
	{names: []string{"st patrick s day", "saint patrick s day"}, day: fixed(3, 17)},
	{names: []string{"april fools day", "april fool s day"}, day: fixed(4, 1)},
	{names: []string{"earth day"}, day: fixed(4, 22)},
	{names: []string{"orthodox christmas"}, day: fixed(1, 7)},
	{names: []string{"holocaust remembrance day", "holocaust memorial day"}, day: fixed(1, 27)},
	{names: []string{"international women s day", "women s day"}, day: fixed(3, 8)},
	{names: []string{"victory day"}, day: fixed(5, 9)},
	{names: []string{"human rights day"}, day: fixed(12, 10)},
	{names: []string{"may day", "labour day", "international workers day"}, day: fixed(5, 1)},
	{names: []string{"europe day"}, day: fixed(5, 9)},
	{names: []string{"juneteenth"}, day: fixed(6, 19)},
	{names: []string{"independence day", "fourth of july", "july fourth"}, day: fixed(7, 4)},
	{names: []string{"bastille day"}, day: fixed(7, 14)},
	{names: []string{"halloween"}, day: fixed(10, 31)},
	{names: []string{"all saints day"}, day: fixed(11, 1)},
	{names: []string{"guy fawkes night", "guy fawkes day"}, day: fixed(11, 5)},
	{names: []string{"veterans day", "armistice day", "remembrance day"}, day: fixed(11, 11)},
	{names: []string{"martin luther king day", "martin luther king jr day", "mlk day"}, day: nth(3, 1, 1)},
	{names: []string{"presidents day", "washington s birthday"}, day: nth(3, 1, 2)},
	{names: []string{"mother s day", "mothers day"}, day: nth(2, 7, 5)},
	{names: []string{"memorial day"}, day: nth(-1, 1, 5)},
	{names: []string{"father s day", "fathers day"}, day: nth(3, 7, 6)},
	{names: []string{"labor day"}, day: nth(1, 1, 9)},
	{names: []string{"remembrance sunday"}, day: nth(2, 7, 11)},
	{names: []string{"columbus day", "indigenous peoples day"}, day: nth(2, 1, 10)},
	{names: []string{"election day"}, day: func(y int) time.Time { return nth(1, 1, 11)(y).AddDate(0, 0, 1) }},
	{names: []string{"thanksgiving day", "thanksgiving"}, day: nth(4, 4, 11)},
	{names: []string{"black friday"}, day: func(y int) time.Time { return nth(4, 4, 11)(y).AddDate(0, 0, 1) }},
	{names: []string{"cyber monday"}, day: func(y int) time.Time { return nth(4, 4, 11)(y).AddDate(0, 0, 4) }},
	{names: []string{"ash wednesday"}, day: easter(-46)},
	{names: []string{"palm sunday"}, day: easter(-7)},
	{names: []string{"maundy thursday", "holy thursday"}, day: easter(-3)},
	{names: []string{"good friday"}, day: easter(-2)},
	{names: []string{"holy saturday"}, day: easter(-1)},
	{names: []string{"easter sunday", "easter day", "easter"}, day: easter(0)},
	{names: []string{"easter monday"}, day: easter(1)},
	{names: []string{"orthodox easter", "orthodox easter sunday"}, day: orthodoxEaster},
	{names: []string{"ascension day"}, day: easter(39)},
	{names: []string{"pentecost", "whit sunday"}, day: easter(49)},
	{names: []string{"corpus christi"}, day: easter(60)},
	{names: []string{"mardi gras", "shrove tuesday"}, day: easter(-47)},
	{names: []string{"rosh hashanah"}, day: tishri(0)},
	{names: []string{"yom kippur"}, day: tishri(9)},
	{names: []string{"sukkot"}, day: tishri(14), days: 7},
	{names: []string{"hanukkah"}, day: hanukkah, days: 8},
	{names: []string{"purim"}, day: passover(-30)},
	{names: []string{"passover"}, day: passover(0), days: 7},
	{names: []string{"ramadan"}, day: islamic(9, 1), days: 30, about: true},
	{names: []string{"eid al fitr", "eid ul fitr"}, day: islamic(10, 1), about: true},
	{names: []string{"eid al adha", "eid ul adha"}, day: islamic(12, 10), about: true},
	{names: []string{"ashura"}, day: islamic(1, 10), about: true},
	{names: []string{"nowruz"}, day: fixed(3, 20), about: true},
	{names: []string{"lunar new year", "chinese new year", "lunar new year s day"}, day: lunarNewYear},
}

// first are the words that a name begins with; rest are the others.
func (h holiday) first() (out []string) {
	for _, n := range h.names {
		f, _, _ := strings.Cut(n, " ")
		out = append(out, f)
	}
	return out
}

func (h holiday) rest() (out []string) {
	for _, n := range h.names {
		out = append(out, strings.Fields(n)[1:]...)
	}
	return out
}

// holidayPoint reads a holiday by name, with the year if it is printed: "last Christmas", "Thanksgiving Day 2025".
func (p *parser) holidayPoint(i int) (match, bool) {
	k, n, stepped := i, 0, false
	if p.oneOf(i, "last", "this", "next", "previous", "following") {
		k, stepped = i+1, true
		n = map[string]int{"last": -1, "previous": -1, "this": 0, "next": 1, "following": 1}[p.at(i).word.text]
	}
	if p.at(k).word == nil || !p.at(k).word.holiday {
		return match{}, false
	}
	h, end := p.holidayName(k)
	if h == nil || p.otherThanDay(k, end) {
		return match{}, false
	}
	v := point(day)
	y, e := p.yearAfter(end)
	switch {
	case y > 0:
		end = e
	case p.ref.IsZero():
		d := h.day(2000)
		if d == h.day(2001) || d.Month() == h.day(2001).Month() && d.Day() == h.day(2001).Day() && h.day(2003).Day() == d.Day() {
			v.month, v.day = int(d.Month()), d.Day()
		}
		return match{end, v}, true
	default:
		y = p.holidayYear(i, end, h, n, stepped)
		v.anchor = p.anchor
	}
	d := h.day(y)
	if p.unitAt(end) == weekend && !p.at(end).word.plural {
		w := on(nearest(d.AddDate(0, 0, -2), 6, 1), weekend)
		w.anchor = v.anchor
		return match{end + 1, w}, true
	}
	v.year, v.month, v.day = y, int(d.Month()), d.Day()
	if h.about {
		v.mod = "APPROX"
	}
	if h.days > 1 {
		last := on(d.AddDate(0, 0, h.days-1), day)
		v.until = &last
	}
	return match{end, v}, true
}

// otherThanDay reports whether the holiday's name at [k, end) names something else: the Good Friday Agreement, Easter Island, the
// independence day of another country than the one whose name is the plain one.
func (p *parser) otherThanDay(k, end int) bool {
	if next := p.at(end); next.capital && next.sentence == p.at(k).sentence {
		switch p.text[next.start:next.end] {
		case "Agreement", "Agreements", "Accord", "Accords", "Island", "Islands", "War":
			return true
		}
	}
	if p.text[p.at(end).start:p.at(end).end] == "war" {
		return true
	}
	before := p.at(k - 1)
	if p.oneOf(k, "christmas", "easter") && k > 1 && before.capital && before.word == nil && before.sentence == p.at(k-2).sentence && before.sentence == p.at(k).sentence {
		return true // a surname
	}
	if k == 0 || !p.is(k, "independence") {
		return false
	}
	if p.possessive(k - 2) {
		before = p.at(k - 3)
	}
	switch p.text[before.start:before.end] {
	case "America", "American", "US", "U.S", "Americans":
		return false
	}
	return before.capital && before.word == nil && before.sentence == p.at(k).sentence
}

// holidayName matches the longest name at k, apostrophes aside.
func (p *parser) holidayName(k int) (*holiday, int) {
	var best *holiday
	bestEnd := k
	for n := range holidays {
		for _, name := range holidays[n].names {
			if end := p.matchName(k, name); end > bestEnd {
				best, bestEnd = &holidays[n], end
			}
		}
	}
	return best, bestEnd
}

func (p *parser) matchName(k int, name string) int {
	start, whole := k, name
	for len(name) > 0 {
		var w string
		w, name, _ = strings.Cut(name, " ")
		for p.mark(k, '\'') || (p.mark(k, '.') || p.mark(k, '-')) && k > start {
			k++
		}
		if !p.is(k, w) || !p.at(k).capital && (strings.HasPrefix(whole, "may") || whole == "new year") {
			return start
		}
		k++
	}
	if p.mark(k, '\'') && p.is(k+1, "day") {
		return start
	}
	return k
}

func (p *parser) holidayYear(i, end int, h *holiday, n int, stepped bool) int {
	y := p.ref.Year()
	d := h.day(y)
	if stepped {
		switch {
		case n < 0 && !d.Before(dayOf(p.ref)):
			return y - 1
		case n > 0 && !d.After(dayOf(p.ref)):
			return y + 1
		}
		return y
	}
	return nearestYear(p.ref, int(d.Month()), d.Day(), p.direction(i, end))
}

func dayOf(t time.Time) time.Time { return date(t.Year(), int(t.Month()), t.Day()) }
