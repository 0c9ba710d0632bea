package outlettest_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"rapporteur/internal/outlettest"
)

func body(t *testing.T, url string, header ...string) (int, string) {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

func TestArticlesBecomeAnOutlet(t *testing.T) {
	o := outlettest.New(t)
	urls := o.PutArticles(t, fstest.MapFS{
		"old/page.html":   {Data: []byte(`<title>Old &amp; tired</title><meta property="article:published_time" content="2025-11-01">`)},
		"new/page.html":   {Data: []byte(`<title>New</title><script>{"datePublished": "2025-12-01T10:00:00+01:00"}</script>`)},
		"new/LICENSE":     {Data: []byte("ours")},
		"not/article.txt": {Data: []byte("text")},
	})
	if d := cmp.Diff([]string{o.URL + "/new.html", o.URL + "/old.html"}, urls); d != "" {
		t.Error(d)
	}
	status, feed := body(t, o.URL+"/feed.xml")
	for _, want := range []string{"Old &amp; tired", "Mon, 01 Dec 2025 10:00:00 +0100", "<link>" + o.URL + "/old.html</link>"} {
		if status != http.StatusOK || !strings.Contains(feed, want) {
			t.Errorf("%d, no %q in %s", status, want, feed)
		}
	}
	if status, page := body(t, o.URL+"/old.html"); status != http.StatusOK || !strings.Contains(page, "tired") {
		t.Errorf("%d %s", status, page)
	}
	if status, _ := body(t, o.URL+"/not.html"); status != http.StatusNotFound {
		t.Errorf("a folder without a page: %d", status)
	}
	visits := o.Visits("/feed.xml")
	if len(visits) != 1 || len(o.Visits("")) != 3 || visits[0].Header.Get("User-Agent") == "" {
		t.Errorf("visits %+v", o.Visits(""))
	}
}

func TestFeedTagTellsTheTruth(t *testing.T) {
	o := outlettest.New(t)
	o.PutFeed("/f", "T", nil)
	r, err := http.Get(o.URL + "/f")
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	tag := r.Header.Get("ETag")
	if status, _ := body(t, o.URL+"/f", "If-None-Match", tag); status != http.StatusNotModified {
		t.Errorf("unchanged: %d", status)
	}
	o.PutFeed("/f", "T", []outlettest.Item{{Title: "x", Link: o.URL + "/x"}})
	if status, _ := body(t, o.URL+"/f", "If-None-Match", tag); status != http.StatusOK {
		t.Errorf("changed: %d", status)
	}
}

func TestOnceAndWildcards(t *testing.T) {
	o := outlettest.New(t)
	o.Put("/a/*", outlettest.Once(outlettest.Status(503), outlettest.Content("text/plain", "back")))
	if status, _ := body(t, o.URL+"/a/b/c"); status != http.StatusServiceUnavailable {
		t.Errorf("first %d", status)
	}
	if status, got := body(t, o.URL+"/a/d"); status != http.StatusOK || got != "back" {
		t.Errorf("then %d %q", status, got)
	}
}
