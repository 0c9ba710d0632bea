package web

import (
	"strings"
	"time"

	"rapporteur"
)

// How the desk says things in words: dates, speakers, figures.

func speakerWords(a *rapporteur.Attribution) string {
	if a.SpeakerName != "" {
		return a.SpeakerName
	}
	switch a.SpeakerClass {
	case rapporteur.SpeakerAuthor:
		return "the author"
	case rapporteur.SpeakerNone:
		return "nobody named"
	}
	return "unnamed"
}

func dateWords(d *rapporteur.Date) string {
	if d.From.IsZero() {
		return strings.TrimSpace(d.Value + " " + anchorWords(d.Anchor))
	}
	last := d.To.Add(-time.Second)
	from, to := d.From.Format("Mon 2 Jan 2006"), last.Format("Mon 2 Jan 2006")
	switch {
	case d.Grain == rapporteur.GrainHour, d.Grain == rapporteur.GrainMinute, d.Grain == rapporteur.GrainSecond:
		from, to = d.From.Format("Mon 2 Jan 2006 15:04 MST"), ""
	case d.Grain == rapporteur.GrainMonth:
		from, to = d.From.Format("January 2006"), last.Format("January 2006")
	case d.Grain == rapporteur.GrainYear:
		from, to = d.From.Format("2006"), last.Format("2006")
	}
	if to != "" && to != from {
		from += " – " + to
	}
	return strings.TrimSpace(from + " " + anchorWords(d.Anchor))
}

func anchorWords(anchor string) string {
	switch anchor {
	case "":
		return ""
	case "published":
		return "(reckoned from the day of publication)"
	case "caption":
		return "(reckoned from the caption's day)"
	case "spoken":
		return "(reckoned from the day it was spoken)"
	}
	return "(reckoned from the text)"
}

var currencySigns = map[string]string{"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}

func figureWords(d *rapporteur.Document, f *rapporteur.Figure) string {
	words := amountWords(f)
	if f.PartOf != "" {
		words += " of " + grouped(f.PartOf)
	}
	if f.Same != rapporteur.None {
		words += " = " + amountWords(&d.Figures[f.Same])
	}
	return words
}

func amountWords(f *rapporteur.Figure) string {
	if f.Value == "" {
		return "a vague number"
	}
	n := shortNumber(f.Value)
	if f.High != "" {
		n += "–" + shortNumber(f.High)
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

// shortNumber writes round millions and billions in words and groups the digits of the rest.
func shortNumber(s string) string {
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
	return grouped(s)
}

// grouped sets thin spaces between thousands.
func grouped(s string) string {
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

// dayWords is the heading of a day in a list.
func dayWords(t time.Time) string { return t.Format("Monday 2 January 2006") }

// ago says how long ago t was, in words that fit a table.
func ago(now, t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	d := now.Sub(t)
	switch {
	case d < 0:
		return "in " + span(-d)
	case d < time.Minute:
		return "just now"
	}
	return span(d) + " ago"
}

func span(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "less than a minute"
	case d < time.Hour:
		return plural(int(d/time.Minute), "minute")
	case d < 48*time.Hour:
		return plural(int(d/time.Hour), "hour")
	}
	return plural(int(d/(24*time.Hour)), "day")
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return grouped(itoa(n)) + " " + noun + "s"
}
