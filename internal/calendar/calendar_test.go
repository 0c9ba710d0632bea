package calendar_test

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
	"github.com/google/go-cmp/cmp"

	"rapporteur"
	"rapporteur/internal/calendar"
	"rapporteur/reading"
)

func read(text string, published time.Time) *rapporteur.Document {
	return reading.Read(&rapporteur.Article{ID: "an-article", URL: "https://harbour.example/a", Text: text, Language: "en", Published: rapporteur.Stamp{Time: published, DateOnly: true, From: rapporteur.FromGiven}})
}

// parsed is a calendar of one article as a client reads it.
func parsed(t *testing.T, doc *rapporteur.Document) []*ics.VEvent {
	t.Helper()
	events, err := calendar.Events(doc)
	if err != nil {
		t.Fatal(err)
	}
	all := append(append(calendar.Begin(), events...), calendar.End...)
	for line := range bytes.SplitSeq(all, []byte("\r\n")) {
		if len(line) > 75 || bytes.ContainsAny(line, "\r\n") || !utf8.Valid(line) {
			t.Errorf("a line of %d octets: %q", len(line), line)
		}
	}
	cal, err := ics.ParseCalendar(bytes.NewReader(all))
	if err != nil {
		t.Fatalf("%v in\n%s", err, all)
	}
	return cal.Events()
}

func property(e *ics.VEvent, p ics.ComponentProperty) string {
	if v := e.GetProperty(p); v != nil {
		return v.Value
	}
	return ""
}

var monday = time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC)

func TestWhatLiesAhead(t *testing.T) {
	doc := read("The ministers met in Oslo last week.\n\nEU leaders will meet in Brussels on 18 December. Member states must submit their plans by 15 December. The sanctions run until 31 July 2026.\n\nThe ceremony on 6 May 2026 marks the day. Norway will send ten tanks in February.", monday)
	var got []string
	for _, e := range parsed(t, doc) {
		got = append(got, strings.Join([]string{property(e, "CATEGORIES"), property(e, "DTSTART"), property(e, "DTEND"), property(e, "SUMMARY")}, " | "))
		if s := property(e, "DTSTAMP"); s != "20251201T000000Z" {
			t.Errorf("the stamp is %s, not the article's", s)
		}
		if property(e, "UID") == "" || property(e, "URL") != "https://harbour.example/a" || !strings.Contains(property(e, "DESCRIPTION"), "https://harbour.example/a") {
			t.Errorf("an event without its source: %s", e.Serialize(&ics.SerializationConfiguration{MaxLength: 75, NewLine: "\n"}))
		}
	}
	want := []string{
		"deadline | 20251215 | 20251216 | Member states must submit their plans by 15 December",
		"meeting | 20251218 | 20251219 | EU leaders will meet in Brussels on 18 December",
		"pledge | 20260201 | 20260301 | Norway will send ten tanks in February",
		"date | 20260506 | 20260507 | The ceremony on 6 May 2026 marks the day.",
		"expiry | 20260731 | 20260801 | The sanctions run until 31 July 2026",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestEscapingFoldingAndTwins(t *testing.T) {
	long := "The council, “tired; worn\\out” and späte Gäste — all of them from Åland — will meet in Brussels on 18 December."
	doc := read(long+"\n\n"+long, monday)
	all := parsed(t, doc)
	if len(all) != 2 {
		t.Fatalf("%d events, want 2", len(all))
	}
	if got := property(all[0], "SUMMARY"); !strings.HasSuffix(got, "will meet in Brussels on 18 December") {
		t.Errorf("the summary is %q", got)
	}
	if got := property(all[0], "DESCRIPTION"); !strings.HasPrefix(got, long) {
		t.Errorf("the description is %q", got)
	}
	if a, b := property(all[0], "UID"), property(all[1], "UID"); a == b {
		t.Errorf("two events with the UID %s", a)
	}
	again, _ := calendar.Events(read(long+"\n\n"+long, monday))
	once, _ := calendar.Events(doc)
	if !bytes.Equal(once, again) {
		t.Error("another reading makes another calendar")
	}
}

func TestTimes(t *testing.T) {
	for text, want := range map[string]string{
		"The two sides will meet on 18 December at 16:30 UTC in Geneva.": "20251218T163000Z",
		"The two sides will meet on 18 December at 4:30 p.m. in Geneva.": "20251218T163000",
	} {
		all := parsed(t, read(text, monday))
		if len(all) == 0 {
			t.Errorf("%s: nothing", text)
			continue
		}
		if got := property(all[0], "DTSTART"); got != want {
			t.Errorf("%s: starts %s, want %s", text, got, want)
		}
	}
}

func TestNothingAhead(t *testing.T) {
	for _, doc := range []*rapporteur.Document{read("The ministers met on 3 March 2024.", monday), read("EU leaders will meet on 18 December 2025.", time.Time{}), read("", monday)} {
		if got := parsed(t, doc); len(got) != 0 {
			t.Errorf("%q: %d events", doc.Article.Text, len(got))
		}
	}
}
