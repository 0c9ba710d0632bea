package query

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// date reads a time, an interval of two, or one of them open; a comparison makes an open interval of it.
func (p *parser) date(t *Term) *Error {
	text := strings.ToLower(strings.TrimSpace(t.Text))
	if t.Op == Is {
		t.Op, text = comparison(text)
		text = strings.TrimSpace(text)
	}
	from, to, ok := strings.Cut(text, "/")
	if !ok {
		from, to, ok = strings.Cut(text, "..")
	}
	if ok {
		return p.interval(t, strings.TrimSpace(from), strings.TrimSpace(to))
	}
	begin, end, ok := moment(text, p.options.Now)
	if !ok {
		return p.badDate(t)
	}
	switch t.Op {
	case Less:
		t.To = begin
	case AtMost:
		t.To = end
	case More:
		t.From = end
	case AtLeast:
		t.From = begin
	default:
		t.From, t.To = begin, end
		t.stretch(text, p.options.Now)
	}
	return nil
}

// stretch makes of a lone offset the days from or up to it: -7d is the last seven days, +30d the next thirty.
func (t *Term) stretch(text string, now time.Time) {
	switch today := midnight(now); {
	case strings.HasPrefix(text, "-"):
		t.To = time.Time{}
	case strings.HasPrefix(text, "+"):
		t.From = today
	}
}

func (p *parser) interval(t *Term, from, to string) *Error {
	if t.Op != Is || from == "" && to == "" {
		return p.badDate(t)
	}
	if from != "" {
		begin, _, ok := moment(from, p.options.Now)
		if !ok {
			return p.badDate(t)
		}
		t.From = begin
	}
	if to != "" {
		_, end, ok := moment(to, p.options.Now)
		if !ok {
			return p.badDate(t)
		}
		t.To = end
	}
	if !t.From.IsZero() && !t.To.IsZero() && !t.From.Before(t.To) {
		return p.wrong(t.Span, "the interval ends before it begins; exchange its ends")
	}
	return nil
}

func (p *parser) badDate(t *Term) *Error {
	return p.wrong(t.Span, "%.40q is no date; write 2025, 2025-11, 2025-11-30, 2025-W48, 2025-Q4, today, \"last week\", -7d, or an interval such as 2025-11/2025-12 or 2025-11/", t.Text)
}

var (
	isoDate = regexp.MustCompile(`^(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?$`)
	isoPart = regexp.MustCompile(`^(\d{4})-?([wq])(\d\d?)$`)
	offset  = regexp.MustCompile(`^([+-])(\d{1,5})([dwmy])$`)
	named   = regexp.MustCompile(`^(this|last|next)[ -](day|week|month|quarter|year)$`)
)

// moment reads one time as a half-open interval of whole days, in the zone of now.
func moment(s string, now time.Time) (from, to time.Time, ok bool) {
	today := midnight(now)
	switch s {
	case "today", "now":
		return today, today.AddDate(0, 0, 1), true
	case "yesterday":
		return today.AddDate(0, 0, -1), today, true
	case "tomorrow":
		return today.AddDate(0, 0, 1), today.AddDate(0, 0, 2), true
	}
	if m := isoDate.FindStringSubmatch(s); m != nil {
		return calendar(m[1], m[2], m[3], now.Location())
	}
	if m := isoPart.FindStringSubmatch(s); m != nil {
		return partOfYear(number(m[1]), m[2], number(m[3]), now.Location())
	}
	if m := offset.FindStringSubmatch(s); m != nil {
		n := number(m[2])
		if m[1] == "-" {
			n = -n
		}
		from = step(today, m[3], n)
		return from, from.AddDate(0, 0, 1), plausible(from)
	}
	if m := named.FindStringSubmatch(s); m != nil {
		n := map[string]int{"last": -1, "this": 0, "next": 1}[m[1]]
		from, unit := beginning(today, m[2])
		return step(from, unit, n), step(from, unit, n+1), true
	}
	return from, to, false
}

func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

func number(s string) int {
	n, _ := strconv.Atoi(s) // digits only, and few
	return n
}

// plausible keeps dates within what a year of four digits can name.
func plausible(t time.Time) bool { return t.Year() >= 1 && t.Year() <= 9999 }

// step goes n days, weeks, months, quarters or years from a day.
func step(t time.Time, unit string, n int) time.Time {
	switch unit {
	case "w":
		return t.AddDate(0, 0, 7*n)
	case "m":
		return t.AddDate(0, n, 0)
	case "q":
		return t.AddDate(0, 3*n, 0)
	case "y":
		return t.AddDate(n, 0, 0)
	}
	return t.AddDate(0, 0, n)
}

// beginning is the first day of the week (a Monday), month, quarter or year that a day is in.
func beginning(t time.Time, unit string) (time.Time, string) {
	first := func(m time.Month) time.Time { return time.Date(t.Year(), m, 1, 0, 0, 0, 0, t.Location()) }
	switch unit {
	case "week":
		return t.AddDate(0, 0, -(int(t.Weekday())+6)%7), "w"
	case "month":
		return first(t.Month()), "m"
	case "quarter":
		return first((t.Month()-1)/3*3 + 1), "q"
	case "year":
		return first(1), "y"
	}
	return t, "d"
}

// calendar reads a year, a month or a day.
func calendar(year, month, day string, zone *time.Location) (from, to time.Time, ok bool) {
	y, m, d := number(year), 1, 1
	if month != "" {
		m = number(month)
	}
	if day != "" {
		d = number(day)
	}
	from = time.Date(y, time.Month(m), d, 0, 0, 0, 0, zone)
	if from.Year() != y || int(from.Month()) != m || from.Day() != d || !plausible(from) {
		return from, to, false
	}
	switch {
	case day != "":
		return from, from.AddDate(0, 0, 1), true
	case month != "":
		return from, from.AddDate(0, 1, 0), true
	}
	return from, from.AddDate(1, 0, 0), true
}

// partOfYear reads an ISO week or a quarter.
func partOfYear(year int, kind string, n int, zone *time.Location) (from, to time.Time, ok bool) {
	if kind == "q" {
		from = time.Date(year, time.Month(3*n-2), 1, 0, 0, 0, 0, zone)
		return from, from.AddDate(0, 3, 0), n >= 1 && n <= 4 && plausible(from)
	}
	fourth := time.Date(year, 1, 4, 0, 0, 0, 0, zone) // is always in the first week
	first, _ := beginning(fourth, "week")
	from = first.AddDate(0, 0, 7*(n-1))
	y, w := from.ISOWeek()
	return from, from.AddDate(0, 0, 7), y == year && w == n && plausible(from)
}
