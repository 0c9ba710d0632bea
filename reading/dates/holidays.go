package dates

import (
	"strings"
	"time"
)

// holiday is a day known by name. Movable feasts follow the Gregorian calendar's rules; lunar ones are left out, since no
// rule gives their days in advance.
type holiday struct {
	names []string // lower case, words apart by one space; apostrophes left out with their "s" kept ("new year s day")
	day   func(year int) time.Time
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

var holidays = []holiday{
	{names: []string{"christmas eve"}, day: fixed(12, 24)},
	{names: []string{"christmas day", "christmas", "xmas"}, day: fixed(12, 25)},
	{names: []string{"boxing day"}, day: fixed(12, 26)},
	{names: []string{"new year s eve", "new years eve"}, day: fixed(12, 31)},
	{names: []string{"new year s day", "new years day", "new year day", "new year s"}, day: fixed(1, 1)},
	{names: []string{"epiphany"}, day: fixed(1, 6)},
	{names: []string{"valentine s day", "valentines day"}, day: fixed(2, 14)},
	{names: []string{"st patrick s day", "saint patrick s day"}, day: fixed(3, 17)},
	{names: []string{"april fools day", "april fool s day"}, day: fixed(4, 1)},
	{names: []string{"earth day"}, day: fixed(4, 22)},
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
	{names: []string{"ascension day"}, day: easter(39)},
	{names: []string{"pentecost", "whit sunday"}, day: easter(49)},
	{names: []string{"corpus christi"}, day: easter(60)},
	{names: []string{"mardi gras", "shrove tuesday"}, day: easter(-47)},
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
	if h == nil {
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
	return match{end, v}, true
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
		for p.mark(k, '\'') || p.mark(k, '.') && k > start {
			k++
		}
		if !p.is(k, w) || !p.at(k).capital && strings.HasPrefix(whole, "may") {
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
