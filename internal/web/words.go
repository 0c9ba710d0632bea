package web

import (
	"strings"
	"time"

	"rapporteur"
	"rapporteur/internal/store/plainly"
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
func dateWords(d *rapporteur.Date) string { return plainly.Date(d) }

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

func figureWords(d *rapporteur.Document, f *rapporteur.Figure) string {
	words := plainly.Figure(f)
	if f.Same != rapporteur.None {
		words += " = " + amountWords(&d.Figures[f.Same])
	}
	return words
}

// amountWords is a value with its unit and what bounds it.
func amountWords(f *rapporteur.Figure) string { return plainly.Amount(f) }

// grouped sets thin spaces between thousands.
func grouped(s string) string { return plainly.Grouped(s) }

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
