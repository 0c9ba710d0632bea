package fetch

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"rapporteur"
)

// kindRobots is the request for a robots.txt itself.
const kindRobots Kind = "robots.txt"

const (
	maxRobots     = 512 << 10        // RFC 9309 asks for at least 500 KiB
	robotsTTL     = 24 * time.Hour   // RFC 9309, 2.4
	robotsPause   = 10 * time.Minute // before an unreachable robots.txt is asked for again
	maxCrawlDelay = 5 * time.Minute
	manyRobots    = 4096
)

// Robots is what one robots.txt says to us (RFC 9309). The zero value lets us read everything.
//
// It is read here rather than by a library since the one at hand (temoto/robotstxt 1.1.2) does not anchor a rule with
// a wildcard ("/a*/b" also shuts "/x/a/b"), takes "Disallow: *" for nothing, lets the order decide between rules of
// equal length, and gives up on a file with one bad line.
type Robots struct {
	CrawlDelay time.Duration // least pause between visits it asks for, at most 5 minutes
	Sitemaps   []string      // addresses as printed
	Terms      []string      // lines about the use of what is read: License, Content-Signal, Content-Usage; as printed
	rules      []robotsRule
}

type robotsRule struct {
	allow   bool
	pattern string // percent-encoding normalised; * is any run, a final $ the end
}

// robotsEntry is a robots.txt at hand, or the error that kept it from us.
type robotsEntry struct {
	rules *Robots
	err   error
	until time.Time
}

// Robots gives the rules of the site an address belongs to, for people to see.
func (f *Fetcher) Robots(ctx context.Context, site string) (*Robots, error) {
	a, err := f.parseAddress(site, nil)
	if err != nil {
		return nil, err
	}
	return f.robotsFor(ctx, a)
}

// robotsFor gives the rules of an origin, from memory for a day.
func (f *Fetcher) robotsFor(ctx context.Context, a *address) (*Robots, error) {
	key := a.origin()
	f.mu.Lock()
	e := f.robots[key]
	f.mu.Unlock()
	if e == nil || !f.cfg.Now().Before(e.until) {
		var keep bool
		if e, keep = f.askRobots(ctx, a); keep {
			f.keepRobots(key, e)
		}
	}
	return e.rules, e.err
}

func (f *Fetcher) keepRobots(key string, e *robotsEntry) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.robots) >= manyRobots {
		now := f.cfg.Now()
		for k, old := range f.robots {
			if !now.Before(old.until) || len(f.robots) >= 2*manyRobots {
				delete(f.robots, k)
			}
		}
	}
	f.robots[key] = e
}

// askRobots fetches a robots.txt. A file that isn't there allows everything; one that can't be had just now makes us
// wait (RFC 9309, 2.3.1). keep is false when nothing was learnt about the host.
func (f *Fetcher) askRobots(ctx context.Context, a *address) (e *robotsEntry, keep bool) {
	ans, err := f.getRobots(ctx, a)
	now := f.cfg.Now()
	var own *Error
	switch {
	case err != nil && ctx.Err() != nil:
		return &robotsEntry{err: err}, false
	case errors.As(err, &own) && (own.Waiting || own.Kind == rapporteur.OutcomeRefused || own.Kind == rapporteur.OutcomeNotFound):
		return &robotsEntry{err: err}, false
	case err != nil:
		return f.unreachable(a, robotsPause, oneLine(err)), true
	case ans.status == http.StatusTooManyRequests || ans.status >= 500:
		return f.unreachable(a, max(ans.wait, robotsPause), "status "+strconv.Itoa(ans.status)), true
	case ans.status == http.StatusOK:
		return &robotsEntry{rules: parseRobots(string(ans.body), f.cfg.Product), until: now.Add(robotsTTL)}, true
	}
	return &robotsEntry{rules: &Robots{}, until: now.Add(robotsTTL)}, true
}

func (f *Fetcher) unreachable(a *address, wait time.Duration, why string) *robotsEntry {
	e := fail(rapporteur.OutcomeTransient, a, "robots.txt of %s can't be read just now, so nothing else is (%s)", a.host, why)
	e.RetryAfter = wait
	return &robotsEntry{err: e, until: f.cfg.Now().Add(wait)}
}

// getRobots follows up to five redirects, as RFC 9309 asks; more count as a file that isn't there.
func (f *Fetcher) getRobots(ctx context.Context, a *address) (*answer, error) {
	at, err := f.parseAddress(a.origin()+"/robots.txt", nil)
	if err != nil {
		return nil, err
	}
	for range 6 {
		ans, err := f.visit(ctx, visitor{address: at}, Request{Kind: kindRobots})
		if err != nil || ans.location == "" {
			return ans, err
		}
		if at, err = f.parseAddress(ans.location, at); err != nil {
			return nil, err
		}
	}
	return &answer{status: http.StatusNotFound}, nil
}

// parseRobots reads the groups that are meant for product, else those for everybody. What can't be understood is
// passed over line by line.
func parseRobots(text, product string) *Robots {
	product = strings.ToLower(product)
	ours, all := &Robots{}, &Robots{}
	var current []*Robots
	var sitemaps, terms []string
	named, inAgents := false, false
	for line := range strings.Lines(strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r", "\n")) {
		key, value := robotsLine(line)
		switch key {
		case "user-agent":
			if !inAgents {
				current = nil
			}
			inAgents = true
			switch productToken(value) {
			case "*":
				current = append(current, all)
			case product:
				named = true
				current = append(current, ours)
			}
			continue
		case "sitemap":
			sitemaps = append(sitemaps, value)
			continue
		case "license": // Really Simple Licensing: for everybody
			terms = append(terms, shorten("License: "+value))
			continue
		case "":
			continue
		}
		inAgents = false
		for _, r := range current {
			r.add(key, value)
		}
	}
	if !named {
		ours = all
	}
	ours.Sitemaps, ours.Terms = sitemaps, append(ours.Terms, terms...)
	return ours
}

func robotsLine(line string) (key, value string) {
	line, _, _ = strings.Cut(line, "#")
	key, value, ok := strings.Cut(line, ":")
	if !ok {
		return "", ""
	}
	return strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value)
}

// productToken is the leading name of a User-agent line: letters, hyphens and underscores (RFC 9309, 2.2.1).
func productToken(s string) string {
	if s == "*" {
		return s
	}
	s = strings.ToLower(s)
	if i := strings.IndexFunc(s, func(r rune) bool { return (r < 'a' || r > 'z') && r != '-' && r != '_' }); i >= 0 {
		s = s[:i]
	}
	return s
}

func (r *Robots) add(key, value string) {
	switch key {
	case "allow", "disallow":
		if value == "" {
			return
		}
		if value[0] != '/' && value[0] != '*' {
			value = "/" + value
		}
		r.rules = append(r.rules, robotsRule{key == "allow", normalise(value)})
	case "crawl-delay":
		if s, err := strconv.ParseFloat(value, 64); err == nil && s > 0 {
			r.CrawlDelay = time.Duration(min(s, maxCrawlDelay.Seconds()) * float64(time.Second))
		}
	case "content-signal", "content-usage":
		r.Terms = append(r.Terms, shorten(http.CanonicalHeaderKey(key)+": "+value))
	}
}

// Allowed reports whether the longest rule that fits lets us read the address; of equals, the one that allows.
func (r *Robots) Allowed(u *url.URL) bool {
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	path = normalise(path)
	allowed, longest := true, -1
	for _, rule := range r.rules {
		if n := len(rule.pattern); (n > longest || n == longest && rule.allow) && matches(rule.pattern, path) {
			allowed, longest = rule.allow, n
		}
	}
	return allowed
}

// matches fits a pattern to the beginning of a path, in time proportional to their lengths times the wildcards.
func matches(pattern, path string) bool {
	pattern, toEnd := strings.CutSuffix(pattern, "$")
	parts := slices.Collect(strings.SplitSeq(pattern, "*"))
	rest, ok := strings.CutPrefix(path, parts[0])
	if !ok {
		return false
	}
	for i, part := range parts[1:] {
		if toEnd && i == len(parts)-2 {
			return strings.HasSuffix(rest, part)
		}
		at := strings.Index(rest, part)
		if at < 0 {
			return false
		}
		rest = rest[at+len(part):]
	}
	return !toEnd || rest == ""
}

// normalise brings percent-encoding to one form: octets that need none are decoded, all others are encoded in upper
// case (RFC 9309, 2.2.2).
func normalise(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		encoded := false
		if c == '%' && i+2 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				c, encoded = byte(n), true
				i += 2
			}
		}
		switch {
		case encoded && !unreserved(c), c >= 0x80, c <= ' ', c == '"', c == '<', c == '>', c == 0x7f:
			b.WriteByte('%')
			b.WriteByte("0123456789ABCDEF"[c>>4])
			b.WriteByte("0123456789ABCDEF"[c&15])
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func unreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0
}
