package feeds

import (
	"strings"
	"time"
)

// dateReader reads the dates of one listing.
type dateReader struct {
	now      time.Time // when the listing was fetched; "2 hours ago" is reckoned from it
	language string    // BCP 47, as the listing says; may be empty
	unread   int       // could not be read
}

const maxDateSize = 60 // bytes; what is longer is prose

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
	if len(words) <= maxDateSize && strings.ContainsAny(words, "0123456789") {
		if t := readOdd(words, d.language, d.now); !t.IsZero() {
			return t.UTC()
		}
	}
	d.unread++
	return time.Time{}
}
