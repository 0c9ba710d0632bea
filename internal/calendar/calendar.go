// Package calendar writes what a record knows to lie ahead as iCalendar (RFC 5545): the commitments that fall due after the article was
// published, and the other dates that it names after that day.
//
// Every word of an entry is the article's: its summary is the clause (or what the sentence dates), its description the sentence with
// title, outlet and address. UIDs are stable: the same article read again gives the same ones. DTSTAMP is the article's own date, never
// the clock's. Days and longer are all-day entries with an exclusive end; times are UTC where the article prints a zone, else
// floating, which a calendar shows as printed. Nothing is marked as busy.
package calendar

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"rapporteur"
)

// Entry is something that lies ahead.
type Entry struct {
	Kind     string // pledge, deadline, meeting, vote, expiry; date where the article only names the day
	Words    rapporteur.Span
	Sentence rapporteur.Span
	Date     *rapporteur.Date
	Last     bool // only the last day of the date's interval is meant: "by the end of May", "until 2027"
}

// Entries gives what lies ahead in a record, in order of its time, then of the text; nothing where nobody knows when the article was
// published. Dates without an interval and those of decades or centuries are left out.
func Entries(doc *rapporteur.Document) []Entry {
	published := doc.Article.Published.Time
	if published.IsZero() {
		return nil
	}
	var out []Entry
	used := make([]bool, len(doc.Dates))
	for i := range doc.Commitments {
		c := &doc.Commitments[i]
		if c.Due == rapporteur.None {
			continue
		}
		used[c.Due] = true
		if d := &doc.Dates[c.Due]; exact(d) && d.To.After(published) {
			s := sentence(doc, c.Span)
			words := c.Span
			if pronouns[strings.ToLower(c.Who.Of(doc.Article.Text))] {
				words = s // "it would present an offer" does not say who
			}
			out = append(out, Entry{string(c.Kind), words, s, d, limit(doc, c, d)})
		}
	}
	tomorrow := time.Date(published.Year(), published.Month(), published.Day()+1, 0, 0, 0, 0, time.UTC)
	for i := range doc.Dates {
		d := &doc.Dates[i]
		if used[i] || !exact(d) || d.Kind != rapporteur.Point || d.From.Before(tomorrow) && !(timed(d) && d.From.After(published) && !doc.Article.Published.DateOnly) {
			continue
		}
		s := sentence(doc, d.Span)
		words := s
		if s.Contains(d.Event) && strings.ContainsAny(strings.TrimSpace(d.Event.Of(doc.Article.Text)), " \n") {
			words = d.Event // one word says too little
		}
		out = append(out, Entry{"date", words, s, d, false})
	}
	slices.SortStableFunc(out, func(a, b Entry) int {
		return cmp.Or(a.Date.From.Compare(b.Date.From), a.Words.Compare(b.Words))
	})
	return out
}

var pronouns = map[string]bool{"he": true, "she": true, "it": true, "they": true, "we": true, "i": true, "you": true, "who": true, "which": true}

func exact(d *rapporteur.Date) bool {
	return !d.From.IsZero() && d.To.After(d.From) && d.Grain != rapporteur.GrainDecade && d.Grain != rapporteur.GrainCentury && d.Kind != rapporteur.Set
}

func timed(d *rapporteur.Date) bool {
	return d.Kind == rapporteur.Point && (d.Grain == rapporteur.GrainSecond || d.Grain == rapporteur.GrainMinute || d.Grain == rapporteur.GrainHour)
}

// limit reports whether a commitment falls due at the end of a date's interval: a deadline, an expiry, or "by", "until", "within" before it.
func limit(doc *rapporteur.Document, c *rapporteur.Commitment, d *rapporteur.Date) bool {
	if c.Kind == rapporteur.Deadline || c.Kind == rapporteur.Expiry {
		return true
	}
	before := strings.Fields(strings.ToLower(doc.Article.Text[max(0, d.Start-24):d.Start] + " " + d.Of(doc.Article.Text)))
	for _, w := range before {
		if w == "by" || w == "until" || w == "till" || w == "within" || w == "before" {
			return true
		}
	}
	return false
}

// sentence is the sentence that holds a span, or the span.
func sentence(doc *rapporteur.Document, s rapporteur.Span) rapporteur.Span {
	i, _ := slices.BinarySearchFunc(doc.Sentences, s.Start, func(x rapporteur.Sentence, at int) int {
		if x.End <= at {
			return -1
		}
		return 1
	})
	if i < len(doc.Sentences) && doc.Sentences[i].Overlaps(s) {
		return doc.Sentences[i].Span
	}
	return s
}

// crlf ends every line, on every system (RFC 5545, 3.1).
const crlf = ics.WithNewLineWindows

// Begin is what opens a calendar, End what closes it; the events of any number of articles go in between.
func Begin() []byte {
	cal := ics.NewCalendarFor("rapporteur")
	cal.SetProductId("-//Rapporteur//Rapporteur//EN")
	cal.SetMethod(ics.MethodPublish)
	cal.SetCalscale("GREGORIAN")
	cal.SetXWRCalName("Dates ahead")
	return []byte(strings.TrimSuffix(cal.Serialize(crlf), End))
}

// End closes a calendar.
const End = "END:VCALENDAR\r\n"

// Events gives a record's entries as VEVENT components.
func Events(doc *rapporteur.Document) ([]byte, error) {
	var b bytes.Buffer
	seen := map[string]int{}
	for _, e := range Entries(doc) {
		if err := event(doc, &e, seen).SerializeTo(&b, &ics.SerializationConfiguration{MaxLength: 75, PropertyMaxLength: 75, NewLine: string(crlf)}); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

func event(doc *rapporteur.Document, e *Entry, seen map[string]int) *ics.VEvent {
	a := doc.Article
	summary, said := words(a.Text, e.Words), words(a.Text, e.Sentence)
	v := ics.NewEvent(uid(a, e.Kind, summary, e.Date.Value, seen))
	v.SetDtStampTime(stamp(a))
	when(v, e, day(a.Published.Time))
	v.SetSummary(summary)
	v.SetDescription(strings.TrimSpace(said + "\n\n" + strings.Join(source(a), ", ") + "\n" + a.URL))
	if a.URL != "" {
		v.SetURL(a.URL)
	}
	v.AddCategory(e.Kind)
	v.SetTimeTransparency(ics.TransparencyTransparent)
	return v
}

// when sets the start and the end. What has begun already ("this month") begins on the day of publication.
func when(v *ics.VEvent, e *Entry, published time.Time) {
	d := e.Date
	if timed(d) {
		const utc, floating = "20060102T150405Z", "20060102T150405"
		layout := floating
		if _, clock, ok := strings.Cut(d.Value, "T"); ok && strings.ContainsAny(clock, "Z+-") {
			layout = utc
		}
		v.SetProperty(ics.ComponentPropertyDtStart, d.From.UTC().Format(layout))
		return // a moment: it has no length that anybody printed
	}
	from, to := day(d.From), day(d.To.Add(24*time.Hour-time.Nanosecond))
	switch {
	case e.Last:
		from = to.AddDate(0, 0, -1)
	case from.Before(published):
		from = published
	}
	v.SetAllDayStartAt(from)
	v.SetAllDayEndAt(to)
}

func day(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// stamp is when the article says that it was published, or last changed.
func stamp(a *rapporteur.Article) time.Time {
	if a.Modified.Time.After(a.Published.Time) {
		return a.Modified.Time
	}
	return a.Published.Time
}

func source(a *rapporteur.Article) []string {
	var out []string
	for _, s := range []string{a.Title(), a.Outlet, a.Published.String()} {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// uid is made of what the entry says, not of where: it lives through a change elsewhere in the article. A second entry of the same words and
// day gets a number.
func uid(a *rapporteur.Article, kind, summary, value string, seen map[string]int) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{a.ID, kind, summary, value}, "\x00")))
	id := hex.EncodeToString(sum[:12])
	seen[id]++
	if n := seen[id]; n > 1 {
		id = fmt.Sprintf("%s-%d", id, n)
	}
	return id + "@rapporteur"
}

// words is a stretch of text on one line.
func words(text string, s rapporteur.Span) string {
	return strings.Join(strings.Fields(s.Of(text)), " ")
}
