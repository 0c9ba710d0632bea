// Package outlettest is a make-believe outlet for tests: a real HTTP server on loopback that serves articles and a feed
// of them, keeps a log of who asked for what, and misbehaves to order.
//
// It promises to leave the machine alone: it listens on 127.0.0.1 and is gone when its test ends.
package outlettest

import (
	"crypto/x509"
	"encoding/xml"
	"fmt"
	"html"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Outlet is a running server. Handlers may be added while it runs.
type Outlet struct {
	URL string // http://127.0.0.1:port, without final slash

	server *httptest.Server
	mu     sync.Mutex
	pages  map[string]http.Handler
	log    []Visit
}

// Visit is one request as it came.
type Visit struct {
	Host   string
	Path   string // with its query
	Header http.Header
	At     time.Time
}

// New starts an outlet with nothing to read: every path is a 404 until something is put there.
func New(t testing.TB) *Outlet { return start(t, (*httptest.Server).Start) }

// NewTLS is New over TLS with a certificate nobody trusts unless told; see [Outlet.Certificate].
func NewTLS(t testing.TB) *Outlet { return start(t, (*httptest.Server).StartTLS) }

// NewAt is New at a given address, such as another one of loopback's with the port of an outlet there already.
func NewAt(t testing.TB, at netip.AddrPort) *Outlet {
	t.Helper()
	l, err := net.Listen("tcp", at.String())
	if err != nil {
		t.Skipf("this machine does not lend %s: %v", at, err)
	}
	return start(t, func(s *httptest.Server) {
		_ = s.Listener.Close()
		s.Listener = l
		s.Start()
	})
}

func start(t testing.TB, run func(*httptest.Server)) *Outlet {
	t.Helper()
	o := &Outlet{pages: map[string]http.Handler{}}
	o.server = httptest.NewUnstartedServer(o)
	run(o.server)
	o.URL = o.server.URL
	t.Cleanup(func() {
		o.server.CloseClientConnections()
		o.server.Close()
	})
	return o
}

// Certificate is the one of an outlet over TLS; nil without.
func (o *Outlet) Certificate() *x509.Certificate { return o.server.Certificate() }

// Addr is where the outlet listens: what a fetcher must be allowed to dial.
func (o *Outlet) Addr() netip.AddrPort {
	return netip.MustParseAddrPort(o.server.Listener.Addr().String())
}

// Under is the outlet's address under another name of the host, for resolvers made up by the test.
func (o *Outlet) Under(host string) string {
	scheme, _, _ := strings.Cut(o.URL, "://")
	return fmt.Sprintf("%s://%s:%d", scheme, host, o.Addr().Port())
}

// Put sets what a path (without query) answers. A path ending in /* answers for all below it.
func (o *Outlet) Put(path string, h http.Handler) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.pages[path] = h
}

// PutPage puts an HTML page.
func (o *Outlet) PutPage(path, page string) { o.Put(path, Content("text/html; charset=utf-8", page)) }

// PutRobots puts a robots.txt.
func (o *Outlet) PutRobots(text string) { o.Put("/robots.txt", Content("text/plain", text)) }

// Visits are the requests so far for a path without query, oldest first; of all paths for "".
func (o *Outlet) Visits(path string) []Visit {
	o.mu.Lock()
	defer o.mu.Unlock()
	var out []Visit
	for _, v := range o.log {
		if p, _, _ := strings.Cut(v.Path, "?"); path == "" || p == path {
			out = append(out, v)
		}
	}
	return out
}

// ServeHTTP implements http.Handler.
func (o *Outlet) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	o.mu.Lock()
	o.log = append(o.log, Visit{Host: r.Host, Path: r.URL.RequestURI(), Header: r.Header.Clone(), At: time.Now()})
	h := o.handler(r.URL.Path)
	o.mu.Unlock()
	h.ServeHTTP(w, r)
}

func (o *Outlet) handler(p string) http.Handler {
	if h := o.pages[p]; h != nil {
		return h
	}
	for p != "/" && p != "." && p != "" {
		p = path.Dir(p)
		if h := o.pages[strings.TrimSuffix(p, "/")+"/*"]; h != nil {
			return h
		}
	}
	return http.NotFoundHandler()
}

// PutArticles serves a folder of articles: every folder NAME with a page.html becomes /NAME.html, and /feed.xml lists
// them as RSS, newest first. It returns the addresses of the articles in the feed's order.
func (o *Outlet) PutArticles(t testing.TB, dir fs.FS) []string {
	t.Helper()
	pages, err := fs.Glob(dir, "*/page.html")
	if err != nil || len(pages) == 0 {
		t.Fatalf("no articles: want folders with a page.html (%v)", err)
	}
	var items []Item
	for _, name := range pages {
		page, err := fs.ReadFile(dir, name)
		if err != nil {
			t.Fatal(err)
		}
		at := "/" + path.Dir(name) + ".html"
		o.PutPage(at, string(page))
		items = append(items, itemOf(o.URL+at, string(page)))
	}
	slices.SortStableFunc(items, func(a, b Item) int { return b.Published.Compare(a.Published) })
	o.PutFeed("/feed.xml", "Articles", items)
	var urls []string
	for _, i := range items {
		urls = append(urls, i.Link)
	}
	return urls
}

// Item is an entry of a feed.
type Item struct {
	Title, Link string
	Published   time.Time // zero: not said
}

var (
	titleTag = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`)
	dateTag  = regexp.MustCompile(`(?i)(?:datePublished"\s*:\s*"|article:published_time"\s+content=")([^"]+)"`)
)

func itemOf(url, page string) Item {
	i := Item{Link: url, Title: path.Base(url)}
	if m := titleTag.FindStringSubmatch(page); m != nil {
		i.Title = html.UnescapeString(strings.TrimSpace(m[1]))
	}
	if m := dateTag.FindStringSubmatch(page); m != nil {
		for _, layout := range []string{time.RFC3339, time.DateOnly} {
			if at, err := time.Parse(layout, m[1]); err == nil {
				i.Published = at
			}
		}
	}
	return i
}

// PutFeed puts an RSS 2.0 feed with an ETag that tells the truth.
func (o *Outlet) PutFeed(path, title string, items []Item) {
	body := RSS(o.URL, title, items)
	tag := fmt.Sprintf(`"%d-%d"`, len(items), len(body))
	o.Put(path, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprint(w, body)
	}))
}

// RSS writes an RSS 2.0 feed.
func RSS(site, title string, items []Item) string {
	var b strings.Builder
	esc := func(s string) string {
		var e strings.Builder
		_ = xml.EscapeText(&e, []byte(s)) // a builder takes everything
		return e.String()
	}
	fmt.Fprintf(&b, "%s<rss version=\"2.0\"><channel><title>%s</title><link>%s</link><description>made up</description>\n", xml.Header, esc(title), esc(site))
	for _, i := range items {
		fmt.Fprintf(&b, "<item><title>%s</title><link>%s</link><guid>%s</guid>", esc(i.Title), esc(i.Link), esc(i.Link))
		if !i.Published.IsZero() {
			fmt.Fprintf(&b, "<pubDate>%s</pubDate>", i.Published.Format(time.RFC1123Z))
		}
		b.WriteString("</item>\n")
	}
	return b.String() + "</channel></rss>\n"
}
