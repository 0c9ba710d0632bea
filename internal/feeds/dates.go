package feeds

import (
	"strings"
	"time"

	dateparser "github.com/markusmobius/go-dateparser"
)

// dateReader reads the dates of one listing. Dates in one of the usual shapes are cheap; odd ones (other languages,
// no year, "2 hours ago") go to a slower reader, so many a listing.
type dateReader struct {
	now      time.Time // when the listing was fetched; "2 hours ago" is reckoned from it
	language string
	odd      int // given to the slow reader so far
	unread   int // could not be read
}

const (
	maxOdd      = 300
	maxUnread   = 20 // after so many in vain the rest are not tried: an unreadable date costs the most
	maxDateSize = 60 // bytes
)

// layouts are shapes that the feed parser does not know.
var layouts = []string{
	time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04:05-0700", "2006-01-02T15:04",
	"2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05", "2006-01-02 15:04", time.DateOnly,
	"2006/01/02 15:04:05", "2006/01/02", "20060102T150405Z", "20060102150405", "2006-01", "02.01.2006 15:04:05", "02.01.2006 15:04", "02.01.2006",
	time.RFC1123Z, "Mon, 2 Jan 2006 15:04:05 Z", "2 Jan 2006 15:04:05 -0700", "2 Jan 2006", "January 2, 2006",
}

// read gives the date that is parsed already, else reads the words. The zero time means that there is none.
func (d *dateReader) read(parsed *time.Time, words string) time.Time {
	if parsed != nil && parsed.Year() > 1 {
		return parsed.UTC()
	}
	words = strings.Join(strings.Fields(words), " ")
	if words == "" || strings.HasPrefix(words, "0001-01-01") || strings.HasPrefix(words, "0000-00-00") {
		return time.Time{}
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, words); err == nil && t.Year() > 1 {
			return t.UTC()
		}
	}
	if t := d.readOdd(words); !t.IsZero() {
		return t
	}
	d.unread++
	return time.Time{}
}

func (d *dateReader) readOdd(words string) time.Time {
	if d.odd++; d.odd > maxOdd || d.unread >= maxUnread || len(words) > maxDateSize || !strings.ContainsAny(words, "0123456789") {
		return time.Time{}
	}
	cfg := &dateparser.Configuration{DefaultTimezone: time.UTC, CurrentTime: d.now, StrictParsing: d.now.IsZero()}
	language, _, _ := strings.Cut(strings.ToLower(d.language), "-")
	if language != "" && language != "en" {
		cfg.Languages = []string{language, "en"}
		if t, err := dateparser.Parse(cfg, words); err == nil && t.Time.Year() > 1 {
			return t.Time.UTC()
		}
		cfg.Languages = nil
	}
	t, err := dateparser.Parse(cfg, words)
	if err != nil || t.Time.Year() <= 1 {
		return time.Time{}
	}
	return t.Time.UTC()
}
