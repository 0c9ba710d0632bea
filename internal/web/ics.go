package web

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"
)

// calendarFile answers the calendar as iCalendar (RFC 5545), for programs that subscribe to it.
func (s *server) calendarFile(w http.ResponseWriter, r *http.Request) {
	var view calendarView
	q := r.URL.Query()
	view.Kind = q.Get("kind")
	from, to, err := view.period(r, s.Now().UTC())
	var items []calendarItem
	if err == nil {
		items, _, err = s.due(r, strings.TrimSpace(q.Get("q")), view.Kind, from, to)
	}
	if err != nil {
		http.Error(w, sentence(err), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="rapporteur.ics"`)
	_, _ = w.Write([]byte(iCalendar(items, s.Now().UTC()))) // the reader has left
}

func iCalendar(items []calendarItem, now time.Time) string {
	var b strings.Builder
	line := func(name, value string) { b.WriteString(folded(name + ":" + value)) }
	line("BEGIN", "VCALENDAR")
	line("VERSION", "2.0")
	line("PRODID", "-//Rapporteur//Calendar//EN")
	for _, day := range calendarDays(items) {
		for _, x := range day.Items {
			line("BEGIN", "VEVENT")
			line("UID", icsText(x.id)+"@rapporteur")
			line("DTSTAMP", now.Format("20060102T150405Z"))
			line("DTSTART;VALUE=DATE", x.from.Format("20060102"))
			line("DTEND;VALUE=DATE", lastDay(x.from, x.to).Format("20060102"))
			line("SUMMARY", icsText(strings.TrimSpace(x.Kind+": "+strings.TrimSpace(cmp.Or(strings.TrimSpace(x.Who+" "+x.What), x.sentence)))))
			line("DESCRIPTION", icsText(fmt.Sprintf("%s\n%s, %s: %s", x.sentence, x.Outlet, x.Said, x.Title)))
			if u := webAddress(x.url); u != "" {
				line("URL", u)
			}
			line("END", "VEVENT")
		}
	}
	line("END", "VCALENDAR")
	return b.String()
}

// lastDay is the day after the last of an interval, at least the one after the first.
func lastDay(from, to time.Time) time.Time {
	end := to.Add(24*time.Hour - 1).Truncate(24 * time.Hour)
	if first := from.Truncate(24*time.Hour).AddDate(0, 0, 1); end.Before(first) {
		return first
	}
	return end
}

func icsText(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r", "", "\n", `\n`).Replace(s)
}

// folded is a line as iCalendar wants it: at most 75 bytes, the rest on lines that begin with a space.
func folded(s string) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		if size := utf8.RuneLen(r); n+size > 74 {
			b.WriteString("\r\n ")
			n = 1
		}
		b.WriteRune(r)
		n += utf8.RuneLen(r)
	}
	return b.String() + "\r\n"
}
