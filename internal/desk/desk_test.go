package desk

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
	"rapporteur/extract"
	"rapporteur/internal/fetch"
	"rapporteur/internal/outlettest"
	"rapporteur/internal/sample"
	"rapporteur/internal/store"
	"rapporteur/internal/store/pgtest"
	"rapporteur/internal/store/versions"
	"rapporteur/reading"
)

func TestMain(m *testing.M) {
	if dsn := os.Getenv("DESK_TEST_CHILD"); dsn != "" {
		child(dsn, os.Getenv("DESK_TEST_OUTLET"))
		return
	}
	os.Exit(pgtest.Main(m))
}

func databases(t *testing.T, run func(t *testing.T, dsn string)) {
	t.Run("sqlite", func(t *testing.T) { run(t, t.TempDir()) })
	t.Run("postgres", func(t *testing.T) { run(t, pgtest.URL(t)) })
}

func openDesk(t testing.TB, dsn string, o *outlettest.Outlet, change func(*Config)) *Desk {
	t.Helper()
	s, err := store.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	f, err := fetch.New(fetch.Config{Allow: []netip.AddrPort{o.Addr()}, HostDelay: -1, Contact: "https://example.org/"})
	if err != nil {
		t.Fatal(err)
	}
	c := Config{Store: s, Fetcher: f}
	if change != nil {
		change(&c)
	}
	d, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// story is a page that the extractor takes for an article.
func story(title, published, words string) string {
	filler := "The ministers met in Brussels on Monday, and after a long night of talks they went home without a decision on the matter, officials said."
	date := ""
	if published != "" {
		date = fmt.Sprintf(`<meta property="article:published_time" content="%s">`, published)
	}
	return fmt.Sprintf(`<!doctype html><html lang="en"><head><title>%[1]s</title><meta property="og:title" content="%[1]s"><meta property="og:site_name" content="The Make-Believe Times">%[2]s</head>
<body><article><h1>%[1]s</h1><p>%[3]s</p><p>%[4]s</p><p>“It could be a pivotal week for diplomacy,” Kaja Kallas told reporters in Brussels. %[4]s</p></article></body></html>`, title, date, words, filler)
}

// outlet has n articles and a feed of them.
func outlet(t testing.TB, n int) *outlettest.Outlet {
	t.Helper()
	o := outlettest.New(t)
	var items []outlettest.Item
	for i := range n {
		path := fmt.Sprintf("/news/%d", i)
		o.PutPage(path, story(fmt.Sprintf("Story number %d", i), "", fmt.Sprintf("This is what story %d begins with, and it is long enough for a paragraph of its own in the paper.", i)))
		items = append(items, outlettest.Item{Title: fmt.Sprintf("Story number %d", i), Link: o.URL + path, Published: time.Now().Add(-time.Duration(i) * time.Hour)})
	}
	o.PutFeed("/feed.xml", "The Times", items)
	return o
}

func outcomes(t testing.TB, s *store.Store, f store.OutcomeFilter) []rapporteur.Outcome {
	t.Helper()
	f.Limit = store.MaxPageSize
	list, err := s.Outcomes(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	return list.Rows
}

// onceEach fails unless the desk has exactly n articles, and each page one good outcome a stage.
func onceEach(t testing.TB, s *store.Store, n int) {
	t.Helper()
	c, err := s.Counts(t.Context())
	if err != nil || c.Articles != n || c.Pages != n {
		t.Errorf("%+v, want %d articles and pages (%v)", c, n, err)
	}
	list, err := s.Articles(t.Context(), store.ArticleFilter{Limit: store.MaxPageSize})
	if err != nil || len(list.Rows) != n {
		t.Errorf("%d articles listed, want %d (%v)", len(list.Rows), n, err)
	}
	seen := map[string]int{}
	for _, stage := range []rapporteur.Stage{rapporteur.StageFetch, rapporteur.StageExtract, rapporteur.StageRead, rapporteur.StageFile} {
		for _, o := range outcomes(t, s, store.OutcomeFilter{Kind: rapporteur.OutcomeOK, Stage: stage}) {
			if strings.Contains(o.URL, "/news/") {
				seen[string(o.Stage)+" "+o.URL]++
			}
		}
	}
	for what, times := range seen {
		if times != 1 {
			t.Errorf("%s went well %d times", what, times)
		}
	}
	if len(seen) != 4*n {
		t.Errorf("%d stages went well, want %d", len(seen), 4*n)
	}
}

func TestFromFeedToPage(t *testing.T) {
	databases(t, func(t *testing.T, dsn string) {
		o := outlet(t, 12)
		d := openDesk(t, dsn, o, nil)
		r, err := d.Add(t.Context(), o.URL+"/feed.xml")
		if err != nil || len(r.Feeds) != 1 {
			t.Fatal(r, err)
		}
		if r, err := d.Add(t.Context(), o.URL+"/feed.xml"); err != nil || len(r.Known) != 1 {
			t.Fatal(r, err)
		}
		if err := d.FetchDue(t.Context()); err != nil {
			t.Fatal(err)
		}
		onceEach(t, d.Store, 12)
		if p := d.Progress(); p != (Progress{Visits: 1, Fetched: 12, Extracted: 12, Read: 12, Filed: 12, Grouped: 12}) {
			t.Errorf("%+v", p)
		}
		list, err := d.Store.Articles(t.Context(), store.ArticleFilter{})
		if err != nil {
			t.Fatal(err)
		}
		first := list.Rows[0]
		if first.Title != "Story number 0" || first.Published.From != rapporteur.FromFeed || first.Outlet != "The Make-Believe Times" {
			t.Errorf("%+v", first)
		}
		v, err := d.Store.Article(t.Context(), first.ID, 0)
		if err != nil || v.Engine != reading.Version || v.Extractor != extract.Version {
			t.Fatal(v, err)
		}
		src, err := d.Store.Sources(t.Context())
		if err != nil || len(src) != 1 || src[0].Health != store.HealthOK || src[0].Articles != 12 || src[0].LastDetail != "12 listed, 12 new" {
			t.Errorf("%+v %v", src, err)
		}
		// A second round: nothing is due; asked all the same, nothing has changed.
		if err := d.FetchDue(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := d.VisitNow(t.Context(), r.Feeds[0].ID); err != nil {
			t.Fatal(err)
		}
		if err := d.Work(t.Context()); err != nil {
			t.Fatal(err)
		}
		onceEach(t, d.Store, 12)
		if n := len(o.Visits("/feed.xml")); n != 4 {
			t.Errorf("the feed was asked for %d times, want 4 (twice to add, once when due, once by wish)", n)
		}
		n, err := d.Reread(t.Context(), false)
		if err != nil || n != 0 {
			t.Errorf("%d read again, none is old (%v)", n, err)
		}
		d.EngineVersion = "next"
		if n, err = d.Reread(t.Context(), false); err != nil || n != 12 {
			t.Errorf("%d read again, want 12 (%v)", n, err)
		}
		if v, err = d.Store.Article(t.Context(), first.ID, 0); err != nil || v.Engine != "next" || v.Row.Revision != 1 {
			t.Errorf("%+v %v", v, err)
		}
	})
}

func TestSameArticleFromTwoFeedsAndChangedText(t *testing.T) {
	o := outlet(t, 2)
	o.PutFeed("/other.xml", "The same again", []outlettest.Item{{Title: "Story number 1", Link: o.URL + "/news/1"}})
	d := openDesk(t, t.TempDir(), o, nil)
	if _, err := d.AddAddresses(t.Context(), o.URL+"/feed.xml\n# a remark\n\n"+o.URL+"/other.xml\n"); err != nil {
		t.Fatal(err)
	}
	if err := d.FetchDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	onceEach(t, d.Store, 2)
	o.PutPage("/news/1", story("Story number 1, updated", "", "This is what the story says now, after the outlet has changed it without a word to anybody."))
	o.PutFeed("/other.xml", "The same again", []outlettest.Item{{Title: "Story number 1", Link: o.URL + "/news/1", Published: time.Now()}})
	src, err := d.Store.Sources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range src {
		if err := d.VisitNow(t.Context(), s.ID); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Work(t.Context()); err != nil {
		t.Fatal(err)
	}
	list, err := d.Store.Articles(t.Context(), store.ArticleFilter{Query: "updated"})
	if err != nil || len(list.Rows) != 1 || list.Rows[0].Revision != 2 {
		t.Errorf("%+v %v", list, err)
	}
}

func TestSiteToFeed(t *testing.T) {
	o := outlet(t, 1)
	o.PutPage("/", `<html><head><title>The Times</title><link rel="alternate" type="application/rss+xml" title="News" href="/feed.xml"></head><body>Welcome</body></html>`)
	o.PutPage("/none", `<html><head><title>No feed</title></head><body>Nothing here</body></html>`)
	o.Put("/list.opml", outlettest.Content("text/x-opml", `<?xml version="1.0"?><opml version="2.0"><body><outline text="a"><outline type="rss" text="The Times" xmlUrl="`+o.URL+`/feed.xml"/><outline type="rss" text="x" xmlUrl="javascript:alert(1)"/></outline></body></opml>`))
	d := openDesk(t, t.TempDir(), o, nil)
	if r, err := d.Add(t.Context(), o.URL+"/"); err != nil || len(r.Feeds) != 1 || r.Feeds[0].URL != o.URL+"/feed.xml" {
		t.Fatal(r, err)
	}
	if r, err := d.Add(t.Context(), o.URL+"/list.opml"); err != nil || len(r.Known) != 1 || len(r.Notes) != 1 {
		t.Fatal(r, err)
	}
	if _, err := d.Add(t.Context(), o.URL+"/missing"); !errors.Is(err, rapporteur.ErrNotFound) {
		t.Error(err)
	}
	o.Put("/feed.xml", outlettest.Status(404)) // nothing is left to be found
	if _, err := d.Add(t.Context(), o.URL+"/none"); !errors.Is(err, rapporteur.ErrNotFound) || strings.Contains(err.Error(), "\n") {
		t.Error(err)
	}
	for _, bad := range []string{"", "   ", "no address at all", "ftp://example.org/x", "./missing.html", "http://127.0.0.1:1/feed"} {
		if r, err := d.Add(t.Context(), bad); err == nil {
			t.Errorf("%q: %+v", bad, r)
		}
	}
	dir := t.TempDir()
	secret := filepath.Join(dir, "secret.txt")
	if err := os.WriteFile(secret, []byte(story("Secret", "", "x")), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{secret, "file://" + secret, dir} {
		if r, err := d.AddAddresses(t.Context(), path); err == nil {
			t.Errorf("an address reads the disk: %+v", r)
		}
	}
}

func TestFilesAndFolders(t *testing.T) {
	o := outlettest.New(t)
	d := openDesk(t, t.TempDir(), o, nil)
	dir := t.TempDir()
	write := func(name, body string) string {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	text := "Talks go on\n\nBRUSSELS, Dec. 1 - “It could be a pivotal week,” Kaja Kallas said on Monday, before the ministers of the 27 met behind closed doors.\n"
	write("b/one.html", story("One", "2025-12-01", "The first of the stories in the folder, told at some length so that it is one."))
	write("two.txt", text)
	write("picture.png", "\x89PNG\r\n")
	write("empty.txt", "")
	r, err := d.Add(t.Context(), dir)
	if err != nil || r.Files != 2 || len(r.Notes) != 2 || len(r.Intakes) != 2 {
		t.Fatalf("%v %+v %v", r, r.Intakes, err)
	}
	if err := d.Work(t.Context()); err != nil {
		t.Fatal(err)
	}
	list, err := d.Store.Articles(t.Context(), store.ArticleFilter{})
	if err != nil || len(list.Rows) != 2 {
		t.Fatalf("%+v %v %+v", list, err, outcomes(t, d.Store, store.OutcomeFilter{Failed: true}))
	}
	found, err := d.Store.Articles(t.Context(), store.ArticleFilter{Query: `"behind closed doors"`})
	if err != nil || len(found.Rows) != 1 {
		t.Fatal(found, err)
	}
	v, err := d.Store.Article(t.Context(), found.Rows[0].ID, 0)
	if err != nil || v.Document.Article.Text != text {
		t.Errorf("a text file is not kept as it is: %v", err)
	}
	if bad := outcomes(t, d.Store, store.OutcomeFilter{Failed: true}); len(bad) != 1 || bad[0].Kind != rapporteur.OutcomeInvalid || !strings.HasSuffix(bad[0].URL, "empty.txt") {
		t.Errorf("%+v", bad)
	}
	if r, err := d.Add(t.Context(), dir); err != nil || r.Files != 0 || r.Unchanged != 2 {
		t.Error(r, err)
	}
	if _, err := d.Add(t.Context(), t.TempDir()); !errors.Is(err, rapporteur.ErrNotFound) {
		t.Error(err)
	}
}

func TestPanicSetsOneArticleAside(t *testing.T) {
	databases(t, func(t *testing.T, dsn string) {
		o := outlet(t, 5)
		d := openDesk(t, dsn, o, func(c *Config) {
			c.Read = func(a *rapporteur.Article) *rapporteur.Document {
				if a.Title() == "Story number 3" {
					var none []int
					_ = none[len(a.Text)]
				}
				return reading.Read(a)
			}
		})
		if _, err := d.Add(t.Context(), o.URL+"/feed.xml"); err != nil {
			t.Fatal(err)
		}
		if err := d.FetchDue(t.Context()); err != nil {
			t.Fatal(err)
		}
		bad := outcomes(t, d.Store, store.OutcomeFilter{Failed: true})
		if len(bad) != 1 || bad[0].Kind != rapporteur.OutcomePanicked || bad[0].Stage != rapporteur.StageRead || !strings.Contains(bad[0].Detail, "desk_test.go") || !strings.Contains(bad[0].Detail, "index out of range") {
			t.Errorf("%+v", bad)
		}
		if list, err := d.Store.Articles(t.Context(), store.ArticleFilter{}); err != nil || len(list.Rows) != 4 {
			t.Errorf("%+v %v", list, err)
		}
		if left, err := d.Store.Pending(t.Context()); err != nil || left != (store.Pending{}) {
			t.Errorf("%+v waits", left)
		}
	})
}

func TestFaults(t *testing.T) {
	o := outlettest.New(t)
	items := []outlettest.Item{}
	put := func(path string, h http.Handler) {
		o.Put(path, h)
		items = append(items, outlettest.Item{Title: path, Link: o.URL + path})
	}
	put("/news/gone", outlettest.Status(410))
	put("/news/denied", outlettest.Status(403))
	put("/news/down", outlettest.Status(503))
	put("/news/reset", outlettest.Reset())
	put("/news/loop", outlettest.EndlessRedirect())
	put("/news/garbage", outlettest.Garbage())
	put("/news/challenge", outlettest.Challenge("cloudflare"))
	o.PutFeed("/feed.xml", "Troubles", items)
	o.Put("/broken.xml", outlettest.Content("application/rss+xml", "<rss><channel><item>"))
	d := openDesk(t, t.TempDir(), o, nil)
	if _, err := d.Add(t.Context(), o.URL+"/feed.xml"); err != nil {
		t.Fatal(err)
	}
	f, _, err := d.Store.AddFeed(t.Context(), store.NewFeed{URL: o.URL + "/broken.xml", Host: "127.0.0.1", Every: time.Hour}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if err := d.FetchDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, x := range outcomes(t, d.Store, store.OutcomeFilter{}) {
		if strings.Contains(x.Detail, "\n") || (x.Kind != rapporteur.OutcomeOK && x.Detail == "") {
			t.Errorf("not one line: %+v", x)
		}
		count[strings.TrimPrefix(x.URL, o.URL)+" "+string(x.Kind)]++
	}
	for what, n := range count {
		if n != 1 {
			t.Errorf("%s: %d outcomes of one attempt", what, n)
		}
	}
	for _, want := range []string{"/feed.xml ok", "/broken.xml invalid", "/news/gone gone", "/news/denied blocked", "/news/down transient", "/news/challenge blocked", "/news/loop invalid"} {
		if count[want] != 1 {
			t.Errorf("no outcome %q in %v", want, count)
		}
	}
	st, err := d.Store.Feed(t.Context(), f.ID)
	if err != nil || st.Failures != 1 || !st.NextAt.After(time.Now()) {
		t.Errorf("%+v %v", st, err)
	}
	left, err := d.Store.Pending(t.Context())
	if err != nil || left.Now != 0 || left.Later != count["/news/down transient"]+count["/news/reset transient"]+count["/news/garbage transient"] {
		t.Errorf("%+v: what may come later is to wait for it (%v)", left, err)
	}
}

func TestPolitenessCostsNoAttempt(t *testing.T) {
	o := outlettest.New(t)
	o.Put("/news/1", outlettest.Status(429, "Retry-After", "3600"))
	d := openDesk(t, t.TempDir(), o, nil)
	for range 2 {
		if err := d.Store.EnqueueFetch(t.Context(), o.URL+"/news/1"); err != nil {
			t.Fatal(err)
		}
		if err := d.Work(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := outcomes(t, d.Store, store.OutcomeFilter{}); len(got) != 1 || got[0].Kind != rapporteur.OutcomeRateLimited || got[0].Status != 429 {
		t.Errorf("%+v", got)
	}
	if left, err := d.Store.Pending(t.Context()); err != nil || left != (store.Pending{Later: 1}) {
		t.Errorf("%+v %v", left, err)
	}
	if n := len(o.Visits("/news/1")); n != 1 {
		t.Errorf("the server, which asked for an hour of peace, was asked %d times", n)
	}
}

func TestAFeedIsNeverGivenUp(t *testing.T) {
	last := time.Duration(0)
	for n := 1; n < 200; n++ {
		pause := retryIn(n, time.Hour, 0)
		if pause < last || pause > mostPause || pause < time.Hour {
			t.Fatalf("after %d failures: %v", n, pause)
		}
		last = pause
	}
	if last != mostPause {
		t.Errorf("in the end every %v", last)
	}
	if got := retryIn(1, time.Minute, 5*time.Hour); got != 5*time.Hour {
		t.Errorf("asked for 5 hours, waits %v", got)
	}
}

func TestFirstVisitTakesTheNewest(t *testing.T) {
	o := outlet(t, 9)
	d := openDesk(t, t.TempDir(), o, func(c *Config) { c.FirstItems = 4 })
	if _, err := d.Add(t.Context(), o.URL+"/feed.xml"); err != nil {
		t.Fatal(err)
	}
	if err := d.FetchDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	list, err := d.Store.Articles(t.Context(), store.ArticleFilter{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range list.Rows {
		got = append(got, r.Title)
	}
	if d := cmp.Diff([]string{"Story number 0", "Story number 1", "Story number 2", "Story number 3"}, got); d != "" {
		t.Error(d)
	}
	src, err := d.Store.Sources(t.Context())
	if err != nil || src[0].LastDetail != "9 listed, 9 new; 5 older ones noted and not fetched" {
		t.Errorf("%+v %v", src, err)
	}
}

func TestRunStopsAndGoesOn(t *testing.T) {
	o := outlet(t, 10)
	dir := t.TempDir()
	d := openDesk(t, dir, o, func(c *Config) { c.Every = 20 * time.Millisecond })
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- d.Run(ctx) }()
	for d.Progress().Visits == 0 {
		if _, err := d.Add(t.Context(), o.URL+"/feed.xml"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Millisecond)
	}
	other := openDesk(t, dir, o, nil)
	if err := other.Work(t.Context()); !errors.Is(err, rapporteur.ErrRefused) || !strings.Contains(err.Error(), fmt.Sprint(os.Getpid())) {
		t.Errorf("a second process at work: %v", err)
	}
	if _, err := other.Store.Search(t.Context(), "story", store.SearchOptions{}); err != nil {
		t.Errorf("searching beside it: %v", err)
	}
	cancel()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if err := other.Work(t.Context()); err != nil {
		t.Fatal(err)
	}
	onceEach(t, other.Store, 10)
}

func TestSampleOutlet(t *testing.T) {
	_, at, err := sample.Serve(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	f, err := fetch.New(fetch.Config{Hosts: map[string]netip.AddrPort{sample.Host: at}})
	if err != nil {
		t.Fatal(err)
	}
	d, err := New(Config{Store: s, Fetcher: f})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Add(t.Context(), sample.BaseURL+"/"); err != nil {
		t.Fatal(err)
	}
	if err := d.FetchDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	c, err := s.Counts(t.Context())
	if err != nil || c.Articles < 20 || c.Articles != c.Pages {
		t.Errorf("%+v %v", c, err)
	}
	if bad := outcomes(t, s, store.OutcomeFilter{Failed: true}); len(bad) > 0 {
		t.Errorf("%+v", bad)
	}
}

// The outlet edits an article: the desk keeps both versions and tells them apart.
func TestVersionsOfAnEditedArticle(t *testing.T) {
	databases(t, func(t *testing.T, dsn string) {
		const path = "/news/fund"
		report := func(n, extra string) string {
			return story("The fund's applicants", "2025-11-30T09:00:00Z", n+" countries have applied for loans from the defence fund, and the plans are due on November 30, the Commission said.</p><p>"+extra)
		}
		o := outlettest.New(t)
		o.PutPage(path, report("Eighteen", "Hungary has not decided yet whether it will apply for a loan, a diplomat of the country said on Sunday."))
		now := time.Now()
		o.PutFeed("/feed.xml", "The Times", []outlettest.Item{{Title: "The fund's applicants", Link: o.URL + path, Published: now}})
		d := openDesk(t, dsn, o, func(c *Config) {
			c.Now = func() time.Time { return now }
			f, err := fetch.New(fetch.Config{Allow: []netip.AddrPort{o.Addr()}, HostDelay: -1, Contact: "https://example.org/", Now: c.Now})
			if err != nil {
				t.Fatal(err)
			}
			c.Fetcher = f
		})
		if _, err := d.AddAddresses(t.Context(), o.URL+"/feed.xml"); err != nil {
			t.Fatal(err)
		}
		if err := d.FetchDue(t.Context()); err != nil {
			t.Fatal(err)
		}
		list, err := d.Store.Articles(t.Context(), store.ArticleFilter{})
		if err != nil || len(list.Rows) != 1 {
			t.Fatal(list, err)
		}
		id, first := list.Rows[0].ID, now
		look := func(page string) *store.Versions {
			t.Helper()
			o.PutPage(path, page)
			now = now.Add(time.Hour)
			if err := d.Store.EnqueueFetch(t.Context(), o.URL+path); err != nil {
				t.Fatal(err)
			}
			if err := d.Work(t.Context()); err != nil {
				t.Fatal(err)
			}
			v, err := d.Store.Versions(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		same := report("Eighteen", "Hungary has not decided yet whether it will apply for a loan, a diplomat of the country said on Sunday.")
		if v := look(same); len(v.Revisions) != 1 || !v.Revisions[0].Last.Equal(now.Truncate(time.Microsecond)) {
			t.Errorf("nothing changed: %+v", v.Revisions)
		}
		unchanged := now
		if v := look(strings.Replace(same, "</body>", "<!-- another day, another advertisement --></body>", 1)); len(v.Revisions) != 1 || !v.Revisions[0].Last.Equal(now.Truncate(time.Microsecond)) {
			t.Errorf("other bytes with the same text: %+v, want unchanged since %v, last at %v", v.Revisions, unchanged, now)
		}
		unchanged = now
		v := look(report("Nineteen", "Hungary will apply for a loan, the government of the country said on Sunday evening."))
		if len(v.Revisions) != 2 || v.Row.Revision != 2 || !v.Revisions[0].Fetched.Equal(first.Truncate(time.Microsecond)) || !v.Revisions[0].Last.Equal(unchanged.Truncate(time.Microsecond)) ||
			!v.Revisions[1].Fetched.Equal(now.Truncate(time.Microsecond)) {
			t.Fatalf("%+v", v)
		}
		old, err := d.Store.Document(t.Context(), id, 1)
		if err != nil {
			t.Fatal(err)
		}
		late, err := d.Store.Document(t.Context(), id, 2)
		if err != nil {
			t.Fatal(err)
		}
		c := versions.Of(old, late)
		if c.ChangedParts != 2 || c.AddedParts+c.RemovedParts+c.Moves > 0 || c.Headline {
			t.Errorf("%+v", c)
		}
		if len(c.Figures) != 1 || old.Figures[c.Figures[0].Old].Value != "18" || late.Figures[c.Figures[0].New].Value != "19" {
			t.Errorf("%+v", c.Figures)
		}
	})
}
