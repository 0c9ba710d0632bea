package rapporteur

import (
	"strings"
	"time"
)

// Article is one revision of one published text. It is derived from a [Page] (or a file) and never edited.
type Article struct {
	ID       string // made from the canonical URL, or from the path and text where there is none
	Revision int    // counts from 1; a changed text under the same ID is a new revision
	Outlet   string // who published it, as the page names itself, else the host
	URL      string // canonical address, empty for files
	Byline   string // author as printed, without "By"
	Wire     string // the news agency credited ("Reuters", "AP"), empty where none is
	Language string // BCP 47, "en"; "und" where it can't be told

	Dateline  Dateline
	Published Stamp
	Modified  Stamp
	Fetched   time.Time

	// Text is headline, standfirst, paragraphs and captions in order; Parts says which is which.
	// For plain text it is the input unchanged, so that offsets agree with standoff annotation.
	Text  string
	Parts []Part
}

// Title returns the headline's words, or "" where the article has none.
func (a *Article) Title() string {
	for _, p := range a.Parts {
		if p.Kind == Headline {
			return strings.TrimSpace(p.Of(a.Text))
		}
	}
	return ""
}

// Stamp is a point in time as a page claims it. The zero Stamp means that nothing is known.
type Stamp struct {
	Time     time.Time
	DateOnly bool      // only the day is known; Time is midnight UTC of it
	From     StampFrom // where it was read
}

// String is an RFC 3339 date or time, "" for the zero Stamp.
func (s Stamp) String() string {
	switch {
	case s.Time.IsZero():
		return ""
	case s.DateOnly:
		return s.Time.Format(time.DateOnly)
	}
	return s.Time.Format(time.RFC3339)
}

// StampFrom says where a date of publication was read, surest first.
type StampFrom string

const (
	FromGiven     StampFrom = "given"     // the caller said so (--published)
	FromJSONLD    StampFrom = "json-ld"   // schema.org in the page
	FromOpenGraph StampFrom = "opengraph" // article:published_time
	FromMicrodata StampFrom = "microdata" // itemprop="datePublished"
	FromMeta      StampFrom = "meta"      // other meta tags, <time>
	FromHeader    StampFrom = "header"    // the Date header of a mail
	FromFeed      StampFrom = "feed"      // the feed's entry
	FromURL       StampFrom = "url"       // /2025/12/01/ in the address
	FromDateline  StampFrom = "dateline"  // inferred: BRUSSELS, Dec. 1
	FromCaption   StampFrom = "caption"   // inferred: a photo caption's day
	FromText      StampFrom = "text"      // inferred: a day named in the text
)

// Inferred reports whether the date was reckoned from the text rather than stated by the publisher.
func (f StampFrom) Inferred() bool {
	return f == FromDateline || f == FromCaption || f == FromText
}

// Dateline is the place and day a report opens with: "BRUSSELS, Dec. 1 (Reuters) -".
type Dateline struct {
	Span
	Place string
	Day   string // as printed
}

// PartKind tells the parts of an article's text apart.
type PartKind string

const (
	Headline   PartKind = "headline"
	Standfirst PartKind = "standfirst" // the summary line below the headline
	BylinePart PartKind = "byline"     // "By Jane Doe", where plain text prints one
	Paragraph  PartKind = "paragraph"
	Heading    PartKind = "heading" // a crosshead inside the text
	Caption    PartKind = "caption" // of a photo or video
	Credit     PartKind = "credit"  // "(EPA Photo)", "Reporting by ..."
)

// Part is a stretch of an article's text with its kind. Parts are in order and don't overlap; the gaps are white space.
type Part struct {
	Span
	Kind PartKind
}
