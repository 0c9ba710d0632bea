package feeds

import (
	"strings"
	"testing"
	"time"
)

var oddNow = time.Date(2025, 12, 1, 12, 0, 0, 0, time.UTC)

func TestReadOdd(t *testing.T) {
	cases := []struct{ language, words, want string }{
		{"en", "Monday, 01-Dec-25 10:30:00 EST", "2025-12-01T15:30:00Z"},
		{"en", "Mon Dec 1 10:30:00 UTC 2025", "2025-12-01T10:30:00Z"},
		{"en", "Mon Dec 01 2025 10:30:00 GMT+0100 (CET)", "2025-12-01T09:30:00Z"},
		{"en", "2025-12-01 10:30:00.123 +05:30", "2025-12-01T05:00:00Z"},
		{"en", "2025-12-01T10:30+01", "2025-12-01T09:30:00Z"},
		{"en", "December 1st, 2025 at 12:05 a.m. PST", "2025-12-01T08:05:00Z"},
		{"en", "1 Dec 2025 9 pm", "2025-12-01T21:00:00Z"},
		{"en", "12/1/2025 1:30 PM", "2025-12-01T13:30:00Z"},
		{"en-GB", "12/1/2025", "2025-01-12T00:00:00Z"},
		{"en", "25/11/2025", "2025-11-25T00:00:00Z"},
		{"en", "30 Dec, 10:30", "2024-12-30T10:30:00Z"},
		{"en", "yesterday 10:30", "2025-11-30T10:30:00Z"},
		{"en", "Dec. 1, 2025 10:30 AM ET", "2025-12-01T15:30:00Z"},
		{"en", "July 4, 2025 10:30 AM ET", "2025-07-04T14:30:00Z"},
		{"en", "Mar 9, 2025 3:30 AM PT", "2025-03-09T10:30:00Z"},
		{"en", "Nov 2, 2025 3:30 AM ET", "2025-11-02T08:30:00Z"},
		{"en", "Sept. 5, 2025", "2025-09-05T00:00:00Z"},
		{"", "29 February 2025", ""}, {"", "32 May 2025", ""}, {"", "May 1 2 3 2025", ""}, {"", "1 May 2025 25:30", ""},
		{"", "room 12", ""}, {"", "1 Mayor 2025", ""}, {"", "13 pm", ""}, {"", "2025-13-41 1", ""}, {"", "99999999999999999999 May 2025", ""},
		{"de", "Mo., 1. Dez. 2025, 10.30 Uhr", "2025-12-01T10:30:00Z"},
		{"de", "vor 2 Stunden", "2025-12-01T10:00:00Z"},
		{"fr", "mar. 2 déc. 2025 à 10h30", "2025-12-02T10:30:00Z"},
		{"fr", "1er mars 2025", "2025-03-01T00:00:00Z"},
		{"fr", "il y a 3 jours", "2025-11-28T12:00:00Z"},
		{"es", "5 ago 2025", "2025-08-05T00:00:00Z"},
		{"es", "hace 2 semanas", "2025-11-17T12:00:00Z"},
		{"it", "lunedì 1 dicembre 2025 - 10:30", "2025-12-01T10:30:00Z"},
		{"pt-BR", "1º de dezembro de 2025 às 10h30", "2025-12-01T10:30:00Z"},
		{"nl", "1 mrt 2025", "2025-03-01T00:00:00Z"},
		{"pl", "1 grudnia 2025, 10:30", "2025-12-01T10:30:00Z"},
		{"ru", "1 декабря 2025 г. 10:30 МСК", "2025-12-01T07:30:00Z"},
		{"ru", "5 мая 2025", "2025-05-05T00:00:00Z"},
		{"ru", "2 часа назад", "2025-12-01T10:00:00Z"},
		{"uk", "1 листопада 2025", "2025-11-01T00:00:00Z"},
		{"hr", "1. listopada 2025.", "2025-10-01T00:00:00Z"},
		{"cs", "1. 12. 2025 10:30", "2025-12-01T10:30:00Z"},
		{"cs", "5. července 2025", "2025-07-05T00:00:00Z"},
		{"sv", "1 maj 2025 kl. 10.30", "2025-05-01T10:30:00Z"},
		{"da", "1. marts 2025", "2025-03-01T00:00:00Z"},
		{"nb", "1. desember 2025", "2025-12-01T00:00:00Z"},
		{"fi", "1. joulukuuta 2025", "2025-12-01T00:00:00Z"},
		{"tr", "1 Aralık 2025 Pazartesi 10:30", "2025-12-01T10:30:00Z"},
		{"ro", "1 decembrie 2025", "2025-12-01T00:00:00Z"},
		{"hu", "2025. december 1. 10:30", "2025-12-01T10:30:00Z"},
		{"el", "1 Δεκεμβρίου 2025", "2025-12-01T00:00:00Z"},
		{"ja", "2025年12月1日 10:30", "2025-12-01T10:30:00Z"},
		{"ar", "1 ديسمبر 2025", "2025-12-01T00:00:00Z"},
	}
	for _, c := range cases {
		got := ""
		if v := readOdd(c.words, c.language, oddNow); !v.IsZero() {
			got = v.UTC().Format(time.RFC3339)
		}
		if got != c.want {
			t.Errorf("%q (%s): %q, want %q", c.words, c.language, got, c.want)
		}
	}
}

// Without the time of the fetch, what needs it is not read.
func TestReadOddWithoutNow(t *testing.T) {
	for _, words := range []string{"2 hours ago", "30 Dec, 10:30", "yesterday 10:30"} {
		if v := readOdd(words, "en", time.Time{}); !v.IsZero() {
			t.Errorf("%q: %v, want none", words, v)
		}
	}
}

func TestCalendars(t *testing.T) {
	for i, l := range monthNames {
		if n := len(strings.Fields(l.months)); n != 12 {
			t.Fatalf("%s: %d months", l.language, n)
		}
		for m, forms := range calendars()[i].months {
			for _, f := range forms {
				if got := monthNamed(f, l.language); got != m+1 {
					t.Errorf("%s: %q is month %d, want %d", l.language, f, got, m+1)
				}
			}
		}
	}
}

func FuzzReadOdd(f *testing.F) {
	for _, s := range []string{"1. Dez. 2025, 10.30 Uhr", "2025年12月1日", "10:30 +1:00 1 may", "2 hours ago", "12/1/25 3 pm", "\xff1h"} {
		f.Add(s, "de")
	}
	f.Fuzz(func(t *testing.T, words, language string) {
		if v := readOdd(words, language, oddNow); !v.IsZero() && v.After(oddNow.AddDate(201, 0, 0)) {
			t.Errorf("%q: %v", words, v)
		}
	})
}

func BenchmarkReadOdd(b *testing.B) {
	for _, words := range []string{"lundi 1 décembre 2025 10:30", "not a date 12"} {
		b.Run(words, func(b *testing.B) {
			for b.Loop() {
				readOdd(words, "fr", oddNow)
			}
		})
	}
}
