package rapporteur

import "time"

// Page is what one request brought: the bytes as they came, kept and never changed.
type Page struct {
	URL          string // as asked for
	FinalURL     string // after redirects
	Status       int
	ContentType  string
	ETag         string
	LastModified string
	Body         []byte // decoded from its transfer and content encodings
	Fetched      time.Time
	NotModified  bool     // 304: the body we have still holds
	Terms        []string // lines of the answer's header about the use of what is read, such as "Tdm-Reservation: 1"; not kept
}

// Outlet is a publisher. Its identity is the host its pages come from, not what a feed claims.
type Outlet struct {
	ID   int64
	Host string
	Name string
}

// Feed is an address that lists what is new.
type Feed struct {
	ID       int64
	OutletID int64
	URL      string
	Title    string
	Kind     FeedKind
	Interval time.Duration // between visits, from the feed's own rhythm
	NextAt   time.Time
	LastOK   time.Time // last successful visit
	LastNew  time.Time // last visit that brought something new
	Failures int       // in a row
}

// FeedKind is the format of a feed.
type FeedKind string

const (
	FeedRSS     FeedKind = "rss"
	FeedAtom    FeedKind = "atom"
	FeedJSON    FeedKind = "json"
	FeedSitemap FeedKind = "sitemap"
)

// Item is one entry of a feed.
type Item struct {
	URL       string
	GUID      string
	Title     string
	Summary   string // plain text
	Author    string
	Published time.Time // zero where the feed does not say
	Updated   time.Time
}

// Stage is a step of the desk's work on one address.
type Stage string

const (
	StageFetch   Stage = "fetch"
	StageExtract Stage = "extract"
	StageRead    Stage = "read"
	StageFile    Stage = "file"
	StageGroup   Stage = "group"
)

// Outcome is one attempt at one URL: exactly one row an attempt, whatever happened.
type Outcome struct {
	ID     int64
	URL    string
	FeedID int64 // 0 where no feed was involved
	Stage  Stage
	Kind   OutcomeKind
	Detail string // one line, in plain words
	Status int    // of HTTP, 0 where none
	Took   time.Duration
	At     time.Time
}

// OutcomeKind sorts outcomes by what a person would do about them.
type OutcomeKind string

const (
	OutcomeOK          OutcomeKind = "ok"
	OutcomeUnchanged   OutcomeKind = "unchanged"
	OutcomeNotFound    OutcomeKind = "not found"
	OutcomeGone        OutcomeKind = "gone"
	OutcomeRefused     OutcomeKind = "refused" // our rule or their robots.txt
	OutcomeBlocked     OutcomeKind = "blocked" // a challenge page, 401, 403
	OutcomeRateLimited OutcomeKind = "rate limited"
	OutcomeTransient   OutcomeKind = "transient" // timeouts, 5xx, broken connections
	OutcomeInvalid     OutcomeKind = "invalid"   // not a feed, not an article
	OutcomePanicked    OutcomeKind = "panicked"  // our fault: the stack is in Detail
)
