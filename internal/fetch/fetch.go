// Package fetch is the only door to the outside world: whatever the desk reads from the net comes through
// [Fetcher.Get].
//
// It promises that no address off the public internet is ever dialled, whoever asks and by whatever redirect, name or
// wrapper (the operator's own exceptions apart); that every host is visited politely, one request at a time, with a
// pause, by the rules of its robots.txt and at the times it asks for; that every answer is bounded in size, time and
// number of redirects, after decoding; and that every failure says in one line what happened and sorts itself by
// what a person would do about it.
//
// Nothing is executed, no cookie is kept, and a challenge page is named, never solved. A Fetcher may be used from
// many goroutines. Its memory of hosts is its own: several processes do not share turns.
package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"rapporteur"
)

// Config is what an operator may set. The zero value of each field means its default.
type Config struct {
	// Product is the name robots.txt files know us by, and Version follows it in User-Agent; "Rapporteur" by default.
	Product string
	Version string
	// Contact is a page or mail address where a publisher finds out who reads them; it is printed in User-Agent.
	Contact string

	// Allow lists the exact addresses and ports off the public internet that may be dialled: the sample outlet, a
	// newsroom's own server. An address written as such a literal, or under localhost, is the operator's own and gets no
	// pause between visits.
	Allow []netip.AddrPort
	// Hosts pins names to addresses, as a hosts file does: "outlet.localhost:7391" is dialled at the address and port
	// given, wherever that is today. What is pinned is allowed and the operator's own.
	Hosts map[string]netip.AddrPort
	// Proxy carries every connection when set (http, https or socks5). Names are still resolved and checked here and
	// the proxy is told an address, so it is no way round the rules. Proxies named in the environment are ignored.
	Proxy *url.URL
	// RootCAs are the authorities trusted for TLS; nil for the system's. Certificates are always verified.
	RootCAs *x509.CertPool

	HostDelay    time.Duration // least time between two starts at one host; 5 s, negative for none
	MaxWait      time.Duration // longest time Get waits for a host's turn before it gives the work back; 15 s
	MaxPage      int64         // bytes of a page after decoding; 20 MB
	MaxFeed      int64         // bytes of a feed after decoding; 10 MB
	MaxRedirects int           // 10

	ConnectTimeout time.Duration // to connect, and again to agree on TLS; 15 s
	HeaderTimeout  time.Duration // from the request sent to the answer's header read whole; 30 s
	TotalTimeout   time.Duration // of one request, without the wait for its turn; 2 min
	MinSpeed       int64         // bytes per second on the wire, measured over each SpeedWindow; 100
	SpeedWindow    time.Duration // 15 s

	// Resolve looks a name up; nil for the system's resolver.
	Resolve func(ctx context.Context, host string) ([]netip.Addr, error)
	// Now, Sleep and Jitter are the clock politeness goes by; nil for the real one. Jitter gives a time from 0 to max.
	Now    func() time.Time
	Sleep  func(ctx context.Context, d time.Duration) error
	Jitter func(max time.Duration) time.Duration
}

// Kind is what a request is for: it decides the limit of size, what is asked for, and whether robots.txt is consulted.
type Kind string

const (
	// KindPage is an article's page; robots.txt is obeyed.
	KindPage Kind = "page"
	// KindFeed is a feed or sitemap: published to be read by programs, so robots.txt is not consulted.
	KindFeed Kind = "feed"
)

// Request is one wish.
type Request struct {
	URL  string
	Kind Kind // KindPage by default

	// ETag and LastModified are those of the copy at hand. LastFull is when that copy came: once it is a day old the
	// request is made unconditionally, since some servers' validators lie. The zero time means not known.
	ETag         string
	LastModified string
	LastFull     time.Time

	Credentials *Credentials
}

// Credentials are sent to the one host they are bound to, over TLS (or to one of the operator's own addresses), and
// nowhere else: a redirect to another host leaves them behind.
type Credentials struct {
	Host     string // host, or host:port where the port is not the scheme's own
	Username string
	Password string
	Bearer   string // sent instead of name and password when set
}

// fullEvery is how often a copy is fetched whole whatever its validators say.
const fullEvery = 24 * time.Hour

// maxHeader bounds an answer's header in bytes.
const maxHeader = 256 << 10

// Fetcher reads the outside world. Make one with [New]; it has no background work and needs no closing.
type Fetcher struct {
	cfg       Config
	allow     []netip.AddrPort
	agent     string
	transport *http.Transport
	turns     *turns

	mu     sync.Mutex
	robots map[string]*robotsEntry // by origin

	reservations map[string]*reservationsEntry // likewise
	asking       singleflight.Group            // for reservations, by origin
}

// New checks a configuration and makes a Fetcher of it.
func New(cfg Config) (*Fetcher, error) {
	cfg.setDefaults()
	f := &Fetcher{cfg: cfg, robots: map[string]*robotsEntry{}, reservations: map[string]*reservationsEntry{}}
	for _, ap := range slices.AppendSeq(slices.Clone(cfg.Allow), maps.Values(cfg.Hosts)) {
		if !ap.IsValid() || ap.Port() == 0 {
			return nil, fmt.Errorf("%w: an allowed address needs an IP address and a port, as in 127.0.0.1:8080", rapporteur.ErrInvalid)
		}
		f.allow = append(f.allow, netip.AddrPortFrom(ap.Addr().Unmap(), ap.Port()))
	}
	var err error
	if f.agent, err = userAgent(cfg); err != nil {
		return nil, err
	}
	dial, err := f.dialer()
	if err != nil {
		return nil, err
	}
	f.turns = &turns{hosts: map[string]*host{}, now: cfg.Now, sleep: cfg.Sleep, maxWait: cfg.MaxWait}
	f.transport = &http.Transport{
		Proxy:                  nil, // never from the environment: see dialer
		DialContext:            dial,
		TLSClientConfig:        &tls.Config{RootCAs: cfg.RootCAs, MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    cfg.ConnectTimeout,
		ResponseHeaderTimeout:  cfg.HeaderTimeout,
		MaxResponseHeaderBytes: maxHeader,
		DisableCompression:     true, // decoded here, with more encodings and a limit
		ForceAttemptHTTP2:      true,
		MaxConnsPerHost:        1,
		MaxIdleConns:           64,
		IdleConnTimeout:        30 * time.Second,
	}
	return f, nil
}

func (c *Config) setDefaults() {
	or(&c.Product, "Rapporteur")
	or(&c.HostDelay, 5*time.Second)
	or(&c.MaxWait, 15*time.Second)
	or(&c.MaxPage, 20<<20)
	or(&c.MaxFeed, 10<<20)
	or(&c.MaxRedirects, 10)
	or(&c.ConnectTimeout, 15*time.Second)
	or(&c.HeaderTimeout, 30*time.Second)
	or(&c.TotalTimeout, 2*time.Minute)
	or(&c.MinSpeed, 100)
	or(&c.SpeedWindow, 15*time.Second)
	c.HostDelay = max(c.HostDelay, 0)
	if c.Resolve == nil {
		c.Resolve = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Sleep == nil {
		c.Sleep = sleep
	}
	if c.Jitter == nil {
		c.Jitter = func(max time.Duration) time.Duration { return rand.N(max + 1) }
	}
}

func or[T comparable](v *T, otherwise T) {
	var zero T
	if *v == zero {
		*v = otherwise
	}
}

// sleep waits for d or until the context ends.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func userAgent(cfg Config) (string, error) {
	s := cfg.Product
	if cfg.Version != "" {
		s += "/" + cfg.Version
	}
	if cfg.Contact != "" {
		s += " (+" + cfg.Contact + ")"
	}
	if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) || strings.ContainsAny(cfg.Product, " /(") {
		return "", fmt.Errorf("%w: %q can't be sent as User-Agent; use plain ASCII, and one word for the product", rapporteur.ErrInvalid, s)
	}
	return s, nil
}

// Get brings one page. The error, if any, is an [Error]. A page with NotModified set has no body: the copy at hand
// still holds.
//
// Each step of a redirect is a visit of its own: it is checked, waits for its host's turn and asks its host's
// robots.txt like any other.
func (f *Fetcher) Get(ctx context.Context, req Request) (*rapporteur.Page, error) {
	or(&req.Kind, KindPage)
	a, err := f.parseAddress(req.URL, nil)
	if err != nil {
		return nil, err
	}
	if req.Credentials != nil && !f.bound(a, req.Credentials) {
		return nil, fail(rapporteur.OutcomeRefused, a, "the credentials are for %q over TLS, and are sent nowhere else", req.Credentials.Host)
	}
	seen := map[string]bool{}
	var from *address
	for range f.cfg.MaxRedirects + 1 {
		if seen[a.String()] {
			return nil, fail(rapporteur.OutcomeInvalid, a, "redirects go round in a circle")
		}
		seen[a.String()] = true
		ans, err := f.politely(ctx, from, a, req)
		if err != nil {
			return nil, err
		}
		if ans.location == "" {
			return f.page(a, req, ans)
		}
		from = a
		if a, err = f.parseAddress(ans.location, from); err != nil {
			return nil, err
		}
	}
	return nil, fail(rapporteur.OutcomeInvalid, a, "more than %d redirects", f.cfg.MaxRedirects)
}

// politely makes one request at its host's turn, if the host's robots.txt lets us. from is the step of a redirect
// before this one, nil for the first.
func (f *Fetcher) politely(ctx context.Context, from, a *address, req Request) (*answer, error) {
	v := visitor{address: a}
	if req.Kind == KindPage || req.Kind == kindReservations {
		rules, err := f.robotsFor(ctx, a)
		if err != nil {
			return nil, err
		}
		if !rules.Allowed(a.URL) {
			return nil, fail(rapporteur.OutcomeRefused, a, "robots.txt of %s keeps programs away from this page", a.host)
		}
		v.pause = rules.CrawlDelay
	}
	if from != nil && from.host == a.host {
		v.follow = max(f.cfg.HostDelay, 1) // the crawl delay is meant for whole visits
	}
	return f.visit(ctx, v, req)
}

// visit waits for the host's turn, makes one request and heeds what the answer says about the next.
func (f *Fetcher) visit(ctx context.Context, v visitor, req Request) (*answer, error) {
	a := v.address
	if !f.own(a) {
		v.pause = max(v.pause, f.cfg.HostDelay)
	}
	done, err := f.turns.take(ctx, v)
	if err != nil {
		return nil, err
	}
	defer done()
	ans, err := f.exchange(ctx, a, req)
	if err != nil {
		return nil, err
	}
	ans.wait = f.askedWait(ans)
	if ans.wait > 0 {
		f.turns.postpone(a.host, ans.wait)
	}
	return ans, nil
}

// Pause is how long the host of an address is left alone between two visits: our own pause, or what its robots.txt asks for where that
// is longer and known. Nothing is fetched to find out.
func (f *Fetcher) Pause(address string) time.Duration {
	a, err := f.parseAddress(address, nil)
	if err != nil || f.own(a) {
		return 0
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	pause := f.cfg.HostDelay
	if e := f.robots[a.origin()]; e != nil && e.rules != nil {
		pause = max(pause, e.rules.CrawlDelay)
	}
	return pause
}

// page makes the answer a Page, or the error its status stands for.
func (f *Fetcher) page(a *address, req Request, ans *answer) (*rapporteur.Page, error) {
	p := &rapporteur.Page{
		URL: req.URL, FinalURL: a.String(), Status: ans.status, ContentType: ans.header.Get("Content-Type"),
		ETag: ans.header.Get("ETag"), LastModified: ans.header.Get("Last-Modified"), Body: ans.body, Fetched: ans.at, Terms: termsOf(ans.header),
	}
	if vendor := challenge(ans.status, ans.header, ans.body); vendor != "" {
		e := fail(rapporteur.OutcomeBlocked, a, "blocked by a challenge page (%s); a person's browser can still open it", vendor)
		e.Status, e.RetryAfter = ans.status, ans.wait
		return nil, e
	}
	switch {
	case ans.status == http.StatusOK, ans.status == http.StatusNonAuthoritativeInfo:
		return p, nil
	case ans.status == http.StatusNotModified && ans.conditional:
		p.NotModified, p.Body = true, nil
		return p, nil
	}
	e := byStatus(a, ans.status)
	e.RetryAfter = ans.wait
	return nil, e
}

// termsOf takes the lines about the use of what is read out of an answer's header.
func termsOf(h http.Header) []string {
	var out []string
	for _, name := range []string{"Tdm-Reservation", "Tdm-Policy", "X-Robots-Tag", "Content-Usage"} {
		for _, v := range h.Values(name) {
			out = append(out, shorten(name+": "+v))
		}
	}
	for _, v := range h.Values("Link") {
		if strings.Contains(strings.ToLower(v), "license") {
			out = append(out, shorten("Link: "+v))
		}
	}
	return out
}

// bound reports whether the credentials may go to this address.
func (f *Fetcher) bound(a *address, c *Credentials) bool {
	return strings.EqualFold(c.Host, a.Host) && (a.Scheme == "https" || f.own(a))
}

// Limits of what a host may ask for, so that a slip of its keyboard does not silence it for good.
const (
	after429      = 30 * time.Second
	maxRetryAfter = 24 * time.Hour
	maxJitter     = 30 * time.Second
)

// askedWait is how long the host asks to be left alone, with a little chance added so that not everybody comes back
// in the same second; 0 if it asks for nothing.
func (f *Fetcher) askedWait(ans *answer) time.Duration {
	var d time.Duration
	if ans.status == http.StatusTooManyRequests || ans.status >= 500 || ans.status >= 300 && ans.status < 400 {
		d = retryAfter(ans.header.Get("Retry-After"), ans.at)
	}
	if ans.status == http.StatusTooManyRequests {
		d = max(d, after429)
	}
	if d == 0 {
		return 0
	}
	return d + f.cfg.Jitter(min(d/10, maxJitter))
}

// retryAfter reads a Retry-After header, in seconds or as a date (RFC 9110, 10.2.3), from 0 to a day.
func retryAfter(s string, now time.Time) time.Duration {
	s = strings.TrimSpace(s)
	if s == "" {
		return 0
	}
	if n, err := strconv.ParseUint(s, 10, 63); err == nil {
		return time.Duration(min(n, uint64(maxRetryAfter/time.Second))) * time.Second
	}
	if isDigits(s) {
		return maxRetryAfter
	}
	t, err := http.ParseTime(s)
	if err != nil {
		return 0
	}
	return min(max(t.Sub(now), 0), maxRetryAfter)
}

func isDigits(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}
