package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
	"rapporteur/internal/fetch"
	"rapporteur/internal/outlettest"
)

// starts records when, by the test's clock, each request came in.
func starts(c *clock, h http.Handler) (http.Handler, *[]time.Time) {
	var mu sync.Mutex
	var at []time.Time
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		at = append(at, c.Now())
		mu.Unlock()
		h.ServeHTTP(w, r)
	}), &at
}

func TestPauseBetweenStarts(t *testing.T) {
	o, c := outlettest.New(t), newClock()
	f := fetcher(t, c, []*outlettest.Outlet{o})
	h, at := starts(c, outlettest.Content("text/html", "x"))
	o.Put("/*", h)
	o.Put("/moved", outlettest.Redirect(301, "/b"))
	for _, path := range []string{"/a", "/b", "/moved"} {
		if _, err := get(f, o.Under("one.example")+path); err != nil {
			t.Fatal(err)
		}
	}
	before := len(*at)
	begin := c.Now()
	if _, err := get(f, o.Under("two.example")+"/a"); err != nil { // another host does not wait for the first
		t.Fatal(err)
	}
	if first := (*at)[before]; !first.Equal(begin) {
		t.Errorf("two.example waited %s", first.Sub(begin))
	}
	for i := 1; i < before; i++ {
		if gap := (*at)[i].Sub((*at)[i-1]); gap < 5*time.Second {
			t.Errorf("requests %d and %d are %s apart", i-1, i, gap)
		}
	}
	if before != 4 { // robots.txt, a, b, and b again by the redirect
		t.Errorf("%d requests", before)
	}
}

func TestOwnAddressesAreNotWaitedFor(t *testing.T) {
	o, c := outlettest.New(t), newClock()
	o.PutPage("/*", "x")
	f := fetcher(t, c, []*outlettest.Outlet{o})
	pinned := fetcher(t, c, nil, func(cfg *fetch.Config) {
		cfg.Hosts = map[string]netip.AddrPort{"paper.localhost:7391": o.Addr(), "paper.example:80": o.Addr()}
	})
	for range 5 {
		for u, f := range map[string]*fetch.Fetcher{
			o.URL + "/a": f, o.Under("paper.localhost") + "/a": f, "http://paper.localhost:7391/a": pinned, "http://paper.example/a": pinned,
		} {
			if p, err := get(f, u); err != nil || p.FinalURL != u {
				t.Fatal(p, err)
			}
		}
	}
	if _, err := get(f, "http://paper.localhost:7391/a"); fetch.Outcome(err) != rapporteur.OutcomeRefused {
		t.Errorf("not pinned here: %v", err)
	}
	if _, err := get(pinned, "http://other.localhost/a"); fetch.Outcome(err) != rapporteur.OutcomeRefused {
		t.Errorf("another name under localhost: %v", err)
	}
	if len(c.slept) > 0 {
		t.Errorf("slept %v", c.slept)
	}
}

func TestOneRequestAtATime(t *testing.T) {
	o, c := outlettest.New(t), newClock()
	var now, most atomic.Int64
	o.Put("/*", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		most.Store(max(most.Load(), now.Add(1)))
		time.Sleep(2 * time.Millisecond)
		now.Add(-1)
		fmt.Fprint(w, "x")
	}))
	f := fetcher(t, c, []*outlettest.Outlet{o}, func(cfg *fetch.Config) { cfg.MaxWait = time.Hour })
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			if _, err := get(f, fmt.Sprintf("%s/%d", o.URL, i)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if most.Load() != 1 {
		t.Errorf("%d requests at once", most.Load())
	}
}

func TestLongLinesGiveTheWorkBack(t *testing.T) {
	o, c := outlettest.New(t), newClock()
	o.PutPage("/*", "x")
	f := fetcher(t, c, []*outlettest.Outlet{o}, func(cfg *fetch.Config) { cfg.HostDelay = time.Minute })
	req := fetch.Request{URL: o.Under("slow.example") + "/a", Kind: fetch.KindFeed}
	if _, err := f.Get(context.Background(), req); err != nil {
		t.Fatal(err)
	}
	c.pass(20 * time.Second)
	_, err := f.Get(context.Background(), req)
	wantKind(t, err, rapporteur.OutcomeTransient, rapporteur.ErrTransient, "left alone for another 40s")
	if d, ok := fetch.Waiting(err); !ok || d != 40*time.Second {
		t.Errorf("waiting %s, %v", d, ok)
	}
	if n := len(o.Visits("/a")); n != 1 {
		t.Errorf("%d visits", n)
	}
	c.pass(40 * time.Second)
	if _, err := f.Get(context.Background(), req); err != nil {
		t.Error(err)
	}
}

func TestRetryAfter(t *testing.T) {
	date := newClock().now.Add(3 * time.Minute).Format(http.TimeFormat)
	past := newClock().now.Add(-time.Hour).Format(http.TimeFormat)
	cases := []struct {
		status int
		value  string
		want   time.Duration
	}{
		{429, "", 30 * time.Second},
		{429, "5", 30 * time.Second},
		{429, "120", 2 * time.Minute},
		{429, date, 3 * time.Minute},
		{429, past, 30 * time.Second},
		{429, "soon", 30 * time.Second},
		{429, "-5", 30 * time.Second},
		{429, "99999999", 24 * time.Hour},
		{429, "999999999999999999999999999", 24 * time.Hour},
		{503, "", 0},
		{503, "60", time.Minute},
		{503, date, 3 * time.Minute},
		{404, "60", 0},
	}
	for _, cs := range cases {
		o, c := outlettest.New(t), newClock()
		o.Put("/", outlettest.Once(outlettest.Status(cs.status, "Retry-After", cs.value), outlettest.Content("text/html", "x")))
		f := fetcher(t, c, []*outlettest.Outlet{o})
		req := fetch.Request{URL: o.URL + "/", Kind: fetch.KindFeed}
		_, err := f.Get(context.Background(), req)
		if got := fetch.RetryAfter(err); got != cs.want {
			t.Errorf("%d %q: retry after %s, want %s", cs.status, cs.value, got, cs.want)
		}
		if _, waiting := fetch.Waiting(err); waiting {
			t.Errorf("%d: an attempt was made, but is not counted", cs.status)
		}
		_, err = f.Get(context.Background(), req)
		if d, waiting := fetch.Waiting(err); waiting != (cs.want > 15*time.Second) || waiting && d != cs.want {
			t.Errorf("%d %q: the next call waits %s (%v)", cs.status, cs.value, d, err)
		}
		c.pass(cs.want)
		if _, err := f.Get(context.Background(), req); err != nil {
			t.Errorf("%d %q: afterwards: %v", cs.status, cs.value, err)
		}
	}
}

func TestJitter(t *testing.T) {
	o, c := outlettest.New(t), newClock()
	o.Put("/", outlettest.Status(429, "Retry-After", "100"))
	f := fetcher(t, c, []*outlettest.Outlet{o}, func(cfg *fetch.Config) { cfg.Jitter = func(max time.Duration) time.Duration { return max } })
	_, err := f.Get(context.Background(), fetch.Request{URL: o.URL + "/", Kind: fetch.KindFeed})
	if got := fetch.RetryAfter(err); got != 110*time.Second {
		t.Errorf("retry after %s", got)
	}
}

func TestRobotsAreObeyedForPages(t *testing.T) {
	o, c := outlettest.New(t), newClock()
	o.PutPage("/*", "x")
	o.Put("/jump", outlettest.Redirect(302, "/private/a"))
	o.PutRobots("User-agent: *\nDisallow: /private/\nSitemap: https://outlet.example/news.xml\nCrawl-delay: 7\n")
	f := fetcher(t, c, []*outlettest.Outlet{o})
	if _, err := get(f, o.URL+"/public"); err != nil {
		t.Error(err)
	}
	for _, path := range []string{"/private/a", "/private/", "/%70rivate/a", "/jump"} {
		_, err := get(f, o.URL+path)
		wantKind(t, err, rapporteur.OutcomeRefused, rapporteur.ErrRefused, "robots.txt")
	}
	if _, err := f.Get(context.Background(), fetch.Request{URL: o.URL + "/private/feed", Kind: fetch.KindFeed}); err != nil {
		t.Errorf("a feed: %v", err)
	}
	if n := len(o.Visits("/robots.txt")); n != 1 {
		t.Errorf("robots.txt was fetched %d times", n)
	}
	r, err := f.Robots(context.Background(), o.URL+"/")
	if err != nil || r.CrawlDelay != 7*time.Second || len(r.Sitemaps) != 1 {
		t.Errorf("%+v, %v", r, err)
	}
	o.PutRobots("User-agent: *\nDisallow:")
	c.pass(25 * time.Hour)
	if _, err := get(f, o.URL+"/private/a"); err != nil {
		t.Errorf("after a day the new robots.txt counts: %v", err)
	}
}

func TestCrawlDelayIsKept(t *testing.T) {
	o, c := outlettest.New(t), newClock()
	h, at := starts(c, outlettest.Content("text/html", "x"))
	o.Put("/p/*", h)
	o.PutRobots("User-agent: *\nCrawl-delay: 12.5\n")
	f := fetcher(t, c, []*outlettest.Outlet{o})
	for range 3 {
		if _, err := get(f, o.Under("slow.example")+"/p/a"); err != nil {
			t.Fatal(err)
		}
	}
	for i := 1; i < len(*at); i++ {
		if gap := (*at)[i].Sub((*at)[i-1]); gap != 12500*time.Millisecond {
			t.Errorf("gap %s", gap)
		}
	}
}

// A long crawl delay must not keep a redirect within the host from ever being followed.
func TestCrawlDelayAndRedirect(t *testing.T) {
	o, c := outlettest.New(t), newClock()
	o.PutRobots("User-agent: *\nCrawl-delay: 120\n")
	o.Put("/old", outlettest.Redirect(301, "/new"))
	o.PutPage("/new", "x")
	f := fetcher(t, c, []*outlettest.Outlet{o})
	u := o.Under("slow.example") + "/old"
	for range 5 {
		_, err := get(f, u)
		if err == nil {
			return
		}
		d, ok := fetch.Waiting(err)
		if !ok {
			t.Fatal(err)
		}
		c.pass(d)
	}
	t.Error("the redirect was never followed to its end")
}

func TestRobotsThatCannotBeHad(t *testing.T) {
	cases := map[string]struct {
		robots http.Handler
		read   bool
	}{
		"404":           {outlettest.Status(404), true},
		"403":           {outlettest.Status(403), true},
		"html":          {outlettest.Content("text/html", "<html>Disallow: /</html>"), true},
		"empty":         {outlettest.Content("text/plain", ""), true},
		"redirect loop": {outlettest.Redirect(302, "/robots.txt"), true},
		"500":           {outlettest.Status(500), false},
		"503":           {outlettest.Status(503), false},
		"reset":         {outlettest.Reset(), false},
	}
	for name, cs := range cases {
		o, c := outlettest.New(t), newClock()
		o.PutPage("/a", "x")
		o.Put("/robots.txt", cs.robots)
		f := fetcher(t, c, []*outlettest.Outlet{o})
		_, err := get(f, o.URL+"/a")
		if cs.read {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if fetch.Outcome(err) != rapporteur.OutcomeTransient || fetch.RetryAfter(err) == 0 || len(o.Visits("/a")) > 0 {
			t.Errorf("%s: %v; the page was visited %d times", name, err, len(o.Visits("/a")))
		}
		asked := len(o.Visits("/robots.txt"))
		get(f, o.URL+"/a")
		if n := len(o.Visits("/robots.txt")); n != asked {
			t.Errorf("%s: robots.txt is hammered", name)
		}
		o.PutRobots("")
		c.pass(fetch.RetryAfter(err))
		if _, err := get(f, o.URL+"/a"); err != nil {
			t.Errorf("%s: once it is back: %v", name, err)
		}
	}
}

// robots.txt goes through the same door: a redirect of it to the inside is refused.
func TestRobotsAreNoWayIn(t *testing.T) {
	inside, o := outlettest.New(t), outlettest.New(t)
	inside.PutRobots("")
	o.PutPage("/a", "x")
	o.Put("/robots.txt", outlettest.Redirect(302, inside.URL+"/robots.txt"))
	_, err := get(fetcher(t, newClock(), []*outlettest.Outlet{o}), o.URL+"/a")
	if !errors.Is(err, rapporteur.ErrRefused) || len(inside.Visits("")) > 0 {
		t.Errorf("%v; inside visited: %v", err, inside.Visits(""))
	}
}

func TestRobotsRules(t *testing.T) {
	cases := []struct {
		name, robots, path string
		want               bool
	}{
		{"nothing said", "", "/a", true},
		{"all shut", "User-agent: *\nDisallow: /", "/a", false},
		{"all shut by a star", "User-agent: *\nDisallow: *", "/a", false},
		{"empty disallow", "User-agent: *\nDisallow:", "/a", true},
		{"ours is named", "User-agent: *\nDisallow: /\n\nUser-agent: rapporteur\nAllow: /", "/a", true},
		{"ours is shut", "User-agent: *\nAllow: /\n\nUser-agent: Rapporteur/2.0\nDisallow: /", "/a", false},
		{"another's name begins like ours", "User-agent: rapporteur-images\nDisallow: /", "/a", true},
		{"another's group", "User-agent: otherbot\nDisallow: /", "/a", true},
		{"two names, one group", "User-agent: otherbot\nUser-agent: rapporteur\nDisallow: /", "/a", false},
		{"two groups of ours", "User-agent: rapporteur\nDisallow: /a\n\nUser-agent: rapporteur\nDisallow: /b", "/b", false},
		{"longest wins", "User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", true},
		{"longest wins, either order", "User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/b/c", true},
		{"equal length allows", "User-agent: *\nDisallow: /a\nAllow: /a", "/a", true},
		{"wildcard", "User-agent: *\nDisallow: /*.pdf", "/x/y.pdf?z", false},
		{"wildcard to the end", "User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", true},
		{"wildcard to the end, fits", "User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", false},
		{"wildcard is anchored", "User-agent: *\nDisallow: /a*/b", "/x/a/b", true},
		{"end alone", "User-agent: *\nDisallow: /a$", "/ab", true},
		{"query", "User-agent: *\nDisallow: /*?print=", "/a?print=1", false},
		{"percent-encoding of the rule", "User-agent: *\nDisallow: /%61%2f", "/a%2Fb", false},
		{"percent-encoding of the path", "User-agent: *\nDisallow: /a", "/%61", false},
		{"non-ASCII", "User-agent: *\nDisallow: /café", "/caf%C3%A9", false},
		{"no leading slash", "User-agent: *\nDisallow: a", "/a", false},
		{"rules before any agent", "Disallow: /\nUser-agent: *\nDisallow: /b", "/a", true},
		{"comments and odd case", "USER-AGENT : * # all\r\nDISALLOW : /a # not this\r\n", "/a", false},
		{"byte order mark", "\ufeffUser-agent: *\nDisallow: /", "/a", false},
		{"old line ends", "User-agent: *\rDisallow: /\r", "/a", false},
		{"a bad line in between", "User-agent: *\nCrawl-delay: soon\nrubbish\nDisallow: /a", "/a", false},
		{"sitemap does not end a group", "User-agent: *\nSitemap: https://x.example/s.xml\nDisallow: /a", "/a", false},
	}
	for _, cs := range cases {
		o := outlettest.New(t)
		o.PutPage("/*", "x")
		o.PutRobots(cs.robots)
		_, err := get(fetcher(t, newClock(), []*outlettest.Outlet{o}), o.URL+cs.path)
		if got := err == nil; got != cs.want {
			t.Errorf("%s: %s allowed = %v, want %v (%v)", cs.name, cs.path, got, cs.want, err)
		}
	}
}

func TestGiantRobots(t *testing.T) {
	o := outlettest.New(t)
	o.PutPage("/*", "x")
	o.PutRobots("User-agent: *\nDisallow: /shut\n" + strings.Repeat("# nothing\n", 100_000))
	f := fetcher(t, newClock(), []*outlettest.Outlet{o})
	if _, err := get(f, o.URL+"/open"); err != nil {
		t.Error(err)
	}
	if _, err := get(f, o.URL+"/shut"); fetch.Outcome(err) != rapporteur.OutcomeRefused {
		t.Error(err)
	}
}

func TestOutcomeOfOtherErrors(t *testing.T) {
	want := map[error]rapporteur.OutcomeKind{
		nil: rapporteur.OutcomeOK,
		fmt.Errorf("%w: x", rapporteur.ErrNotFound): rapporteur.OutcomeNotFound,
		fmt.Errorf("%w: x", rapporteur.ErrGone):     rapporteur.OutcomeGone,
		fmt.Errorf("%w: x", rapporteur.ErrRefused):  rapporteur.OutcomeRefused,
		fmt.Errorf("%w: x", rapporteur.ErrInvalid):  rapporteur.OutcomeInvalid,
		errors.New("anything else"):                 rapporteur.OutcomeTransient,
	}
	for err, kind := range want {
		if d := cmp.Diff(kind, fetch.Outcome(err)); d != "" {
			t.Errorf("%v: %s", err, d)
		}
	}
}

// What robots.txt and an answer's header say about the use of a page is handed on as printed.
func TestTermsOfUse(t *testing.T) {
	o := outlettest.New(t)
	o.PutRobots("User-agent: other\nContent-Signal: search=no\n\nUser-agent: *\nContent-Signal: ai-train=no\ncontent-usage: ai=n\n\nLicense: https://a.example/rsl.xml\n")
	o.Put("/a", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("TDM-Reservation", "1")
		w.Header().Add("Link", `<https://creativecommons.org/licenses/by/4.0/>; rel="license"`)
		w.Header().Add("Link", `</style.css>; rel="preload"`)
	}))
	f := fetcher(t, newClock(), []*outlettest.Outlet{o})
	r, err := f.Robots(t.Context(), o.URL)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Content-Signal: ai-train=no", "Content-Usage: ai=n", "License: https://a.example/rsl.xml"}, r.Terms); diff != "" {
		t.Error(diff)
	}
	page, err := get(f, o.URL+"/a")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Tdm-Reservation: 1", `Link: <https://creativecommons.org/licenses/by/4.0/>; rel="license"`}, page.Terms); diff != "" {
		t.Error(diff)
	}
}
