package sample

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rapporteur"
)

func do(t *testing.T, h http.Handler, path string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1:7391"+path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func text(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func handler(t *testing.T) http.Handler {
	t.Helper()
	h, err := Handler()
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestEveryArticleIsServedAndAttributed(t *testing.T) {
	h := handler(t)
	articles, err := load()
	if err != nil || len(articles) != 110 {
		t.Fatal(len(articles), err)
	}
	jsonld := regexp.MustCompile(`(?s)<script type="application/ld\+json">(.*?)</script>`)
	for _, a := range articles {
		r := do(t, h, a.Path())
		page := text(t, r)
		if r.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d", a.Path(), r.StatusCode)
		}
		seen := html.UnescapeString(page)
		for _, want := range []string{a.Title, a.DateLine, a.Original, "Wikinews contributors", licence, a.Corpus, a.Paragraphs[0], a.Paragraphs[len(a.Paragraphs)-1]} {
			if !strings.Contains(seen, want) {
				t.Errorf("%s: lacks %q", a.Path(), want)
			}
		}
		var ld struct{ Headline, DatePublished, URL string }
		if m := jsonld.FindStringSubmatch(page); m == nil {
			t.Errorf("%s: no JSON-LD", a.Path())
		} else if err := json.Unmarshal([]byte(m[1]), &ld); err != nil || ld.Headline != a.Title || ld.DatePublished != a.Day() || ld.URL != a.Original {
			t.Errorf("%s: JSON-LD %+v, %v", a.Path(), ld, err)
		}
		if strings.Contains(page, "ZgotmplZ") || strings.Contains(strings.Join(a.Paragraphs, "\n"), "``") {
			t.Errorf("%s: something was mangled", a.Path())
		}
		if y := a.Published.Year(); y < 2004 || y > 2025 {
			t.Errorf("%s: published %s", a.Path(), a.Day())
		}
	}
}

// The words are the original's: only marks and spaces may differ.
func TestWordsAreUnchanged(t *testing.T) {
	letters := func(s string) string {
		return regexp.MustCompile(`[^\pL\pN]+`).ReplaceAllString(s, "")
	}
	for row := range strings.Lines(string(wikinews)) {
		var l line
		if err := json.Unmarshal([]byte(row), &l); err != nil {
			t.Fatal(err)
		}
		a, err := l.article()
		if err != nil {
			t.Fatal(err)
		}
		got := letters(a.DateLine + strings.Join(a.Paragraphs, " "))
		want := strings.TrimPrefix(letters(l.Text), letters(l.Title))
		if got != want {
			t.Errorf("%s: the words differ", l.ID)
		}
	}
}

func TestFeed(t *testing.T) {
	h := handler(t)
	r := do(t, h, FeedPath)
	var f atomFeed
	if err := xml.Unmarshal([]byte(text(t, r)), &f); err != nil || len(f.Entries) != 110 {
		t.Fatal(len(f.Entries), err)
	}
	ids := map[string]bool{}
	for i, e := range f.Entries {
		ids[e.ID] = true
		path, ok := strings.CutPrefix(e.Link.Href, "http://127.0.0.1:7391")
		if !ok || do(t, h, path).StatusCode != http.StatusOK || e.Summary == "" || i > 0 && e.Published > f.Entries[i-1].Published {
			t.Errorf("entry %+v", e)
		}
	}
	if len(ids) != 110 {
		t.Errorf("%d identities", len(ids))
	}
	if got := do(t, h, FeedPath, "If-None-Match", r.Header.Get("ETag")).StatusCode; got != 304 {
		t.Errorf("the same again: %d", got)
	}
}

func TestOtherPaths(t *testing.T) {
	h := handler(t)
	front := text(t, do(t, h, "/"))
	if n := strings.Count(front, `href="/articles/`); n != 110 || !strings.Contains(front, `type="application/atom+xml"`) {
		t.Errorf("front page: %d articles", n)
	}
	if got := text(t, do(t, h, "/robots.txt")); !strings.HasPrefix(got, "User-agent: *") {
		t.Errorf("robots.txt: %q", got)
	}
	for _, path := range []string{"/articles/", "/articles/none", "/x", "/articles/../../etc/passwd"} {
		if got := do(t, h, path).StatusCode; got == 200 {
			t.Errorf("%s: %d", path, got)
		}
	}
	if got := do(t, h, "/").Header.Get("Content-Security-Policy"); !strings.Contains(got, "default-src 'none'") {
		t.Errorf("CSP %q", got)
	}
}

func TestServe(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	name, allow, err := Serve(ctx, "127.0.0.1:0")
	if err != nil || name != BaseURL {
		t.Fatal(name, err)
	}
	base := "http://" + allow.String()
	r, err := http.Get(base + FeedPath)
	if err != nil || r.StatusCode != http.StatusOK || !strings.Contains(text(t, r), base+"/articles/") {
		t.Fatal(r, err)
	}
	if _, _, err := Serve(ctx, allow.String()); err == nil || !strings.Contains(err.Error(), "give another port") {
		t.Errorf("port in use: %v", err)
	}
	stop()
	for range 100 { // closing runs beside us
		if r, err = http.Get(base + FeedPath); err != nil {
			break
		}
		r.Body.Close()
	}
	for _, addr := range []string{"0.0.0.0:0", "192.0.2.1:80", "localhost", ":8080", "x"} {
		if _, _, err := Serve(context.Background(), addr); !errors.Is(err, rapporteur.ErrInvalid) {
			t.Errorf("%q: %v", addr, err)
		}
	}
}

// Whatever the port, the feed that is asked for by the outlet's name speaks by that name.
func TestAddressesDoNotDependOnThePort(t *testing.T) {
	r := httptest.NewRequest(http.MethodGet, BaseURL+FeedPath, nil)
	w := httptest.NewRecorder()
	handler(t).ServeHTTP(w, r)
	var f atomFeed
	if err := xml.Unmarshal(w.Body.Bytes(), &f); err != nil {
		t.Fatal(err)
	}
	for _, e := range f.Entries {
		if !strings.HasPrefix(e.Link.Href, BaseURL+"/articles/") {
			t.Errorf("entry at %s", e.Link.Href)
		}
	}
}

func TestServeTakesAnotherPortWhenItsOwnIsTaken(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	base, first, err := Serve(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	again, second, err := Serve(ctx, "")
	if err != nil || first == second || second.String() == DefaultAddr || again != base {
		t.Errorf("%s, then %s, %v", first, second, err)
	}
}

func TestJoinMarks(t *testing.T) {
	for in, want := range map[string]string{
		"`` We do not , '' he said .":           `"We do not ," he said .`,
		"the Airbus ' jet and Jobs ' health":    "the Airbus' jet and Jobs' health",
		"we ' re launching":                     "we're launching",
		`people who want " an easy option . "`:  `people who want "an easy option ."`,
		`he said : " The world`:                 `he said : "The world`,
		`miss him . "`:                          `miss him ."`,
		"as ` one of the seven wonders '":       "as 'one of the seven wonders'",
		`"already right" and 'so is this' it's`: `"already right" and 'so is this' it's`,
		"to ` cut the cord ' between":           "to 'cut the cord' between",
	} {
		if got := joinMarks(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
