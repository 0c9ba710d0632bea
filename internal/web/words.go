package web

import (
	"strings"
	"time"

	"rapporteur"
)

// How the desk says things in words: dates, speakers, figures.

// speakerWords is the speaker's name, else the source as printed.
func speakerWords(text string, a *rapporteur.Attribution) string {
	switch {
	case a.SpeakerName != "":
		return a.SpeakerName
	case len(a.Source) > 0:
		return joined(text, a.Source)
	case a.SpeakerClass == rapporteur.SpeakerAuthor:
		return "the author"
	}
	return "no source named"
}

// dateWords names the time that a date stands for; vague ones and mere durations give their TIMEX3 value.
func dateWords(d *rapporteur.Date) string {
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
	return between(d.From.Format(layout), last.Format(layout))
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

// dateTitle is dateWords with what it was reckoned from.
func dateTitle(d *rapporteur.Date) string {
	return strings.TrimSpace(dateWords(d) + " " + anchorWords(d.Anchor))
}

// anchorWords says what a relative date was reckoned from; "" for absolute ones.
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

// currencySigns are the currencies whose sign every reader knows; the others keep their code.
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
func dayWords(t time.Time) string { return t.Format("Mon 2 Jan 2006") }

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
