// Package plainly says figures and dates in plain words: "€150 billion", "19 of 27", "June – August 2022". It promises the same
// words wherever they are shown, on pages, in mail and on a terminal, and that nothing is rounded.
package plainly

import (
	"strconv"
	"strings"
	"time"

	"rapporteur"
)

// Date names the time that a date stands for; vague ones and mere durations give their TIMEX3 value.
func Date(d *rapporteur.Date) string {
	if d.From.IsZero() {
		return d.Value
	}
	last := d.To.Add(-time.Second)
	layout := "Mon 2 Jan 2006"
	switch d.Grain {
	case rapporteur.GrainHour, rapporteur.GrainMinute, rapporteur.GrainSecond:
		return d.From.Format("Mon 2 Jan 2006 15:04 MST")
	case rapporteur.GrainMonth, rapporteur.GrainQuarter, rapporteur.GrainSeason:
		layout = "January 2006"
	case rapporteur.GrainYear, rapporteur.GrainDecade, rapporteur.GrainCentury:
		layout = "2006"
	}
	return modified(d.Mod) + between(d.From.Format(layout), last.Format(layout))
}

// modified says which part of a span of time is meant.
func modified(mod string) string {
	switch mod {
	case "START":
		return "early "
	case "MID":
		return "mid "
	case "END":
		return "end of "
	}
	return ""
}

// between joins the ends of an interval, and says once what both have at their end ("June – August 2022").
func between(from, to string) string {
	if from == to || to == "" {
		return from
	}
	if i := strings.LastIndexByte(from, ' '); i > 0 && strings.HasSuffix(to, from[i:]) {
		from = from[:i]
	}
	return from + " – " + to
}

// currencySigns are the currencies whose sign every reader knows; the others keep their code.
var currencySigns = map[string]string{"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}

// Figure is the amount, and the whole that it is a part of: "19 of 27".
func Figure(f *rapporteur.Figure) string {
	words := Amount(f)
	if f.PartOf != "" {
		words += " of " + Grouped(f.PartOf)
	}
	return words
}

// Amount is a value, or the ends of a range, with its unit and what bounds it: "about €200 million".
func Amount(f *rapporteur.Figure) string {
	if f.Value == "" {
		return "a vague number"
	}
	n := short(f.Value)
	if f.High != "" {
		n += "–" + short(f.High)
	}
	switch sign, ok := currencySigns[f.Unit]; {
	case ok:
		n = sign + n
	case f.Unit == "%":
		n += " %"
	case f.Unit != "":
		n += " " + f.Unit
	}
	if f.Sense != rapporteur.Exactly {
		n = string(f.Sense) + " " + n
	}
	return n
}

// short writes round millions and billions in words and groups the digits of the rest.
func short(s string) string {
	whole, frac, _ := strings.Cut(s, ".")
	for _, scale := range []struct {
		zeros int
		word  string
	}{{12, "trillion"}, {9, "billion"}, {6, "million"}} {
		if frac != "" || len(whole) <= scale.zeros || len(whole) > scale.zeros+3 {
			continue
		}
		head, tail := whole[:len(whole)-scale.zeros], strings.TrimRight(whole[len(whole)-scale.zeros:], "0")
		switch {
		case tail == "":
			return head + " " + scale.word
		case len(tail) <= 3:
			return head + "." + tail + " " + scale.word
		}
	}
	return Grouped(s)
}

// Grouped sets thin spaces between thousands.
func Grouped(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "−", s[1:]
	}
	whole, frac, ok := strings.Cut(s, ".")
	if len(whole) > 40 {
		whole = whole[:40] + "…"
	}
	var b strings.Builder
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 && len(whole) > 4 {
			b.WriteString("\u2009")
		}
		b.WriteRune(r)
	}
	if ok {
		b.WriteString("." + frac)
	}
	return sign + b.String()
}

// Number writes a count with its digits grouped.
func Number(n int) string { return Grouped(strconv.Itoa(n)) }

// Count writes a count with what is counted: "1 article", "12 articles".
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Number(n) + " " + many
}

// Span says from which day to which: "9 Oct – 4 Dec 2025".
func Span(from, to time.Time) string {
	const day = "2 Jan 2006"
	return between(from.Format(day), to.Format(day))
}
