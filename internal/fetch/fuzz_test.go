package fetch

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

func FuzzParseAddress(f *testing.F) {
	for _, s := range []string{"http://outlet.example/a?b#c", "http://in\\@out/", "https://[::1]:443/", "http://1.2.3.4.", "http://é.example", "http://0x7f.1"} {
		f.Add(s)
	}
	door, err := New(Config{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		a, err := door.parseAddress(raw, nil)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\r\n") {
				t.Errorf("%q: error of several lines", raw)
			}
			return
		}
		// What is sent must be read in the same way by whoever parses it again.
		again, err := url.Parse(a.String())
		if err != nil || again.Host != a.Host || again.User != nil || strings.Contains(a.String(), `\`) {
			t.Errorf("%q becomes %q, which is read as %v (%v)", raw, a, again, err)
		}
		b, err := door.parseAddress(a.String(), nil)
		if err != nil || b.String() != a.String() || b.host != a.host || b.port != a.port {
			t.Errorf("%q is not stable: %q, then %v (%v)", raw, a, b, err)
		}
	})
}

func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /*a*b$\n", "/xaxb")
	f.Add("User-agent: rapporteur\nAllow: %zz%\n", "/%")
	f.Fuzz(func(t *testing.T, text, path string) {
		r := parseRobots(text, "Rapporteur")
		r.Allowed(&url.URL{Path: path})
		if r.CrawlDelay < 0 || r.CrawlDelay > maxCrawlDelay {
			t.Errorf("crawl delay %s", r.CrawlDelay)
		}
		if n := normalise(path); normalise(n) != n {
			t.Errorf("%q: %q is not stable", path, n)
		}
	})
}

func FuzzRetryAfter(f *testing.F) {
	f.Add("120")
	f.Add("Mon, 01 Dec 2025 07:00:00 GMT")
	f.Fuzz(func(t *testing.T, s string) {
		if d := retryAfter(s, time.Unix(1764500000, 0)); d < 0 || d > maxRetryAfter {
			t.Errorf("%q: %s", s, d)
		}
	})
}
