package web_test

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rapporteur/internal/desktest"
	"rapporteur/internal/store"
	"rapporteur/internal/web"
)

// TestDossierOfEverythingAndNothing: what matches all or none of the archive is said to, and every page stands.
func TestDossierOfEverythingAndNothing(t *testing.T) {
	h := pages(t, matter(t), io.Discard)
	for q, want := range map[string]string{"date:1900/": "9 articles", "-zzzz": "9 articles", "the": "9 articles", "zzzz": "0 articles", "!?": "nothing to look for", "": "What do you follow?"} {
		if words := texts(t, get2(t, h, "/dossiers/new?q="+url.QueryEscape(q))); !strings.Contains(words, want) {
			t.Errorf("%s: %.600s", q, words)
		}
	}
	for i, q := range []string{"date:1900/", "zzzz"} {
		if status, to, page := post(t, h, "/dossiers", url.Values{"q": {q}, "name": {"Dossier of " + q}}); status != http.StatusSeeOther || to != fmt.Sprintf("/dossiers/%d", i+1) {
			t.Fatal(status, to, texts(t, page))
		}
	}
	if words := texts(t, get(t, h, "/dossiers/1")); !strings.Contains(words, "9 articles") {
		t.Error(words)
	}
	if words := texts(t, get(t, h, "/dossiers/2")); !strings.Contains(words, "Nothing on file holds its words yet") {
		t.Error(words)
	}
	brief := texts(t, get(t, h, "/?"+safePeriod))
	if !strings.Contains(brief, "Nothing new on Dossier of zzzz") || !strings.Contains(brief, "Canada signs up") {
		t.Error(brief)
	}
}

// get2 gives a page, whatever its status.
func get2(t *testing.T, h http.Handler, path string) string {
	t.Helper()
	return body(t, ask(t, h, "GET", path, ""))
}

// TestClockSetBack: a desk whose clock goes back a year shows every page, and a look then is a look.
func TestClockSetBack(t *testing.T) {
	st := matter(t)
	now := time.Date(2026, 1, 10, 8, 0, 0, 0, time.UTC)
	h, err := web.Handler(web.Config{Store: st, Now: func() time.Time { return now }, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Hosts: []string{"example.com"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.AddDossier(t.Context(), store.Dossier{Name: "SAFE", Query: "SAFE"}, now); err != nil {
		t.Fatal(err)
	}
	_, _, err = st.AddFeed(t.Context(), store.NewFeed{URL: "https://news.example.org/feed.xml", Host: "news.example.org"}, now)
	if err != nil {
		t.Fatal(err)
	}
	cookie := "visitor=somebody"
	ask(t, h, "GET", "/", "", "Cookie", cookie)
	_, to, _ := post(t, h, "/dossiers/1/edits", url.Values{"kind": {"note"}, "words": {"written in January"}})
	now = now.AddDate(-1, 0, 0)
	for _, path := range []string{"/", "/dossiers", "/dossiers/1", to, "/dossiers/1/log", "/sources", "/start", "/calendar", "/stories", "/review", "/brief.md"} {
		if res := ask(t, h, "GET", path, "", "Cookie", cookie); res.StatusCode != http.StatusOK {
			t.Errorf("%s: %d %.300s", path, res.StatusCode, texts(t, body(t, res)))
		}
	}
	if status, _, page := post(t, h, "/edits/1/undo", nil); status != http.StatusSeeOther || strings.Contains(texts(t, get(t, h, "/dossiers/1")), "written in January") {
		t.Error("an edit of later can't be undone:", status, texts(t, page))
	}
	now = now.AddDate(1, 0, 1)
	if words := texts(t, body(t, ask(t, h, "GET", "/", "", "Cookie", cookie))); !strings.Contains(words, "Nothing came in since Sat 10 Jan 2026") {
		t.Errorf("the last look is forgotten: %.400s", words)
	}
}

// TestOddDates: an article that says it is from 2099, or from the zero of a clock, stands where it was seen; its claim is
// shown and doubted, and no date in it is reckoned from it.
func TestOddDates(t *testing.T) {
	st := desktest.Folder(t, "odd dates", func(t testing.TB, dir string) {
		t.Helper()
		for name, date := range map[string]string{"future": "2099-01-01T08:00:00Z", "epoch": "1970-01-01T00:00:00Z"} {
			page := fmt.Sprintf(`<!doctype html><html lang="en"><head><title>Harbour fees rise, %[1]s</title><meta property="article:published_time" content="%[2]s"></head><body><article><h1>Harbour fees rise, %[1]s</h1>
<p>The harbour of Ostend raised its fees on Monday, and after a long night of talks the shippers went home without a decision on the %[1]s, officials said.</p>
<p>“We will pay the fees by next Friday,” Lena Maes promised reporters on Tuesday. She said 19 of the 27 ships of the %[1]s had left.</p></article></body></html>`, name, date)
			if err := os.WriteFile(filepath.Join(dir, name+".html"), []byte(page), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	})
	h := pages(t, st, io.Discard)
	list, err := st.Articles(t.Context(), store.ArticleFilter{})
	if err != nil || len(list.Rows) != 2 {
		t.Fatal(list, err)
	}
	for _, row := range list.Rows {
		words := texts(t, get(t, h, "/articles/"+row.ID))
		if future := strings.Contains(row.Title, "future"); future && !strings.Contains(words, "Thu 1 Jan 2099 08:00 UTC doubtful date") || !future && strings.Contains(words, "1 Jan 1970") {
			t.Errorf("%s: %s", row.Title, words)
		}
		for _, year := range []string{"2098", "1969", "Jan 1970", "2 Jan 2099", "Jan 2099 ·"} {
			if strings.Contains(words, year) {
				t.Errorf("%s: a date is reckoned from it: %s in %s", row.Title, year, words)
			}
		}
		if time.Since(row.At) > time.Hour {
			t.Errorf("%s stands at %v", row.Title, row.At)
		}
	}
	if words := texts(t, get(t, h, "/articles")); !strings.Contains(words, "dated 1 Jan 2099?") {
		t.Errorf("the list does not doubt 2099: %s", words)
	}
	for _, path := range []string{"/", "/calendar", "/figures?q=harbour", "/statements", "/search?q=harbour", "/stories"} {
		if words := texts(t, get(t, h, path)); strings.Contains(words, "2099") || strings.Contains(words, "1970") {
			t.Errorf("%s speaks of 2099 or 1970: %s", path, words)
		}
	}
}
