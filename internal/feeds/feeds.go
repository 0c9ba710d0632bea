// Package feeds reads what outlets publish to say what is new: RSS 0.9 to 2.0, Atom, JSON Feed, sitemaps, news sitemaps
// and their indexes; and lists of feeds: OPML, plain lists, the links in a page's head.
//
// It promises to be pure (pages in, values out: it never fetches and asks no clock), to bound what hostile input can
// cost, to give only absolute http and https links, and to say what it left out. Dates are what the feed claims;
// nothing is made of a date it can't read.
package feeds

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/rss"

	"rapporteur"
)

// Listing is what a feed or sitemap says at one visit.
type Listing struct {
	Kind     rapporteur.FeedKind
	Title    string
	Link     string   // the site's own page, absolute
	Language string   // BCP 47 as the feed gives it, or empty
	Rights   []string // what it says of rights: a copyright line, the address of a licence
	Items    []rapporteur.Item
	More     []string // sitemaps that an index points to, newest first

	Interval  time.Duration // between visits, from the feed's own rhythm: 5 minutes to 24 hours
	SkipHours []int         // hours of the day (UTC) in which the feed asks not to be visited
	SkipDays  []time.Weekday

	Notes []string // one line each: what was left out or is odd
}

// Limits of one listing. What is beyond them is left out and said in Notes.
const (
	maxItems   = 10_000 // of a feed
	maxURLs    = 50_000 // of a sitemap, as its protocol has it
	maxSummary = 2_000  // characters
	maxLink    = 8 << 10
)

// NotFeedError is a page that is no feed. Where the page names feeds, they are offered.
type NotFeedError struct {
	Why        string
	Candidates []Candidate
}

func (e *NotFeedError) Error() string {
	var named []string
	for _, c := range e.Candidates {
		if c.Sure && len(named) < 3 {
			named = append(named, c.URL)
		}
	}
	if len(named) > 0 {
		return e.Why + "; it offers " + strings.Join(named, ", ")
	}
	return e.Why
}

// Unwrap makes it an ErrInvalid.
func (e *NotFeedError) Unwrap() error { return rapporteur.ErrInvalid }

// Parse reads a feed or sitemap. A page that is none is an error that says what it is instead: a [*NotFeedError] with
// the feeds it names, where it is a web page. A feed without entries is not an error; Notes says so.
func Parse(page *rapporteur.Page) (*Listing, error) {
	at, err := baseOf(page)
	if err != nil {
		return nil, err
	}
	body := decode(page.Body, page.ContentType)
	root, err := inspect(body)
	if err != nil {
		return nil, err
	}
	var l *Listing
	switch root {
	case "rss", "rdf", "feed", "{":
		l, err = parseFeed(body, root, at, page.Fetched)
	case "urlset", "sitemapindex":
		l, err = parseSitemap(body, at)
	case "html":
		return nil, &NotFeedError{Why: "this is a web page, not a feed", Candidates: Discover(page)}
	case "opml":
		return nil, &NotFeedError{Why: "this is a list of feeds (OPML), not a feed; import it as a list"}
	default:
		return nil, &NotFeedError{Why: fmt.Sprintf("this is not a feed (it begins with %q)", opening(body))}
	}
	if err != nil {
		return nil, err
	}
	if len(l.Items)+len(l.More) == 0 {
		l.note("the feed lists nothing at present")
	}
	l.reckonInterval()
	return l, nil
}

func (l *Listing) note(format string, args ...any) {
	l.Notes = append(l.Notes, fmt.Sprintf(format, args...))
}

func opening(body []byte) string {
	s := strings.Join(strings.Fields(string(body[:min(len(body), 60)])), " ")
	return strings.ToValidUTF8(s[:min(len(s), 30)], "")
}

func parseFeed(body []byte, root string, at base, fetched time.Time) (*Listing, error) {
	p := gofeed.NewParser()
	p.KeepOriginalFeed = true
	feed, err := p.Parse(bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("%w: the feed is broken: %s", rapporteur.ErrInvalid, oneLine(err))
	}
	if root == "{" && !looksLikeJSONFeed(feed) {
		return nil, &NotFeedError{Why: "this is JSON, but not a JSON Feed"}
	}
	l := &Listing{Kind: kindOf(feed.FeedType), Title: plain(feed.Title, maxSummary), Language: strings.TrimSpace(feed.Language)}
	l.Link, _ = at.resolve(feed.Link)
	l.Rights = rights(feed)
	r, _ := feed.OriginalFeed().(*rss.Feed)
	l.readWishes(feed, r)
	l.readItems(feed, r, at, fetched)
	return l, nil
}

// rights gathers what a feed says of rights, each wording once.
func rights(feed *gofeed.Feed) []string {
	said := []string{feed.Copyright}
	if dc := feed.DublinCoreExt; dc != nil {
		said = append(said, dc.Rights...)
	}
	for _, name := range []string{"creativeCommons", "cc", "rsl"} {
		for _, e := range feed.Extensions[name]["license"] {
			said = append(said, cmp.Or(e.Value, e.Attrs["resource"], e.Attrs["href"]))
		}
	}
	var out []string
	for _, s := range said {
		if s = plain(s, 300); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func kindOf(gofeedType string) rapporteur.FeedKind {
	switch gofeedType {
	case "atom":
		return rapporteur.FeedAtom
	case "json":
		return rapporteur.FeedJSON
	}
	return rapporteur.FeedRSS
}

func looksLikeJSONFeed(f *gofeed.Feed) bool {
	return strings.Contains(f.FeedVersion, "jsonfeed.org") || len(f.Items) > 0
}

func (l *Listing) readItems(feed *gofeed.Feed, r *rss.Feed, at base, fetched time.Time) {
	seen := map[string]bool{}
	unlinked, repeated := 0, 0
	dates := dateReader{now: fetched, language: l.Language}
	for i, it := range feed.Items {
		if len(l.Items) == maxItems {
			l.note("only the first %d of %d entries are taken", maxItems, len(feed.Items))
			break
		}
		permalink := true
		if r != nil && i < len(r.Items) && r.Items[i].GUID != nil {
			permalink = !strings.EqualFold(r.Items[i].GUID.IsPermalink, "false")
		}
		u := linkOf(it, permalink, at)
		switch {
		case u == "":
			unlinked++
			continue
		case seen[u]:
			repeated++
			continue
		}
		seen[u] = true
		l.Items = append(l.Items, itemOf(it, u, &dates))
	}
	if unlinked > 0 {
		l.note("%d of %d entries have no usable link and are left out", unlinked, len(feed.Items))
	}
	if repeated > 0 {
		l.note("%d entries repeat the link of another and are left out", repeated)
	}
	if dates.unread > 0 {
		l.note("%d dates could not be read", dates.unread)
	}
}

func itemOf(it *gofeed.Item, url string, dates *dateReader) rapporteur.Item {
	summary := it.Description
	if strings.TrimSpace(summary) == "" {
		summary = it.Content
	}
	return rapporteur.Item{
		URL: url, GUID: strings.TrimSpace(it.GUID), Title: plain(it.Title, maxSummary), Summary: plain(summary, maxSummary),
		Author: authors(it), Published: dates.read(it.PublishedParsed, it.Published), Updated: dates.read(it.UpdatedParsed, it.Updated),
	}
}

// linkOf chooses the entry's own page: the original address where a feed service keeps it, the link, another link, or a
// GUID that is a permanent link.
func linkOf(it *gofeed.Item, permalink bool, at base) string {
	wishes := []string{}
	if e := it.Extensions["feedburner"]["origLink"]; len(e) > 0 {
		wishes = append(wishes, e[0].Value)
	}
	wishes = append(append(wishes, it.Link), it.Links...)
	for _, w := range wishes {
		if u, ok := at.resolve(w); ok {
			return u
		}
	}
	if g := strings.TrimSpace(it.GUID); permalink && strings.HasPrefix(strings.ToLower(g), "http") {
		if u, ok := at.resolve(g); ok {
			return u
		}
	}
	return ""
}

func authors(it *gofeed.Item) string {
	var names []string
	for _, p := range it.Authors {
		name := p.Name
		if name == "" {
			name = p.Email
		}
		if name = plain(name, 200); name != "" {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}
