package web_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rapporteur/internal/desk"
	"rapporteur/internal/fetch"
	"rapporteur/internal/outlettest"
	"rapporteur/internal/store"
	"rapporteur/internal/web"
)

// fundReport is a page of an outlet in one of its versions.
func fundReport(title string, paragraphs ...string) string {
	return fmt.Sprintf(`<!doctype html><html lang="en"><head><title>%[1]s</title><meta property="og:title" content="%[1]s"><meta property="og:site_name" content="The Gazette">
		<meta property="article:published_time" content="2025-11-30T09:00:00Z"></head><body><article><h1>%[1]s</h1><p>%[2]s</p></article></body></html>`, title, strings.Join(paragraphs, "</p><p>"))
}

// edited is a desk that has seen an outlet's article in its versions.
func edited(t testing.TB, st *store.Store, versions ...string) (id string, o *outlettest.Outlet, d *desk.Desk) {
	t.Helper()
	o = outlettest.New(t)
	now := time.Date(2025, 11, 30, 9, 30, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	f, err := fetch.New(fetch.Config{Allow: []netip.AddrPort{o.Addr()}, HostDelay: -1, Contact: "https://example.org/", Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	d, err = desk.New(desk.Config{Store: st, Fetcher: f, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range versions {
		o.PutPage("/fund", v)
		if err := st.EnqueueFetch(t.Context(), o.URL+"/fund"); err != nil {
			t.Fatal(err)
		}
		if err := d.Work(t.Context()); err != nil {
			t.Fatal(err)
		}
		now = now.Add(2 * time.Hour)
	}
	list, err := st.Articles(context.Background(), store.ArticleFilter{})
	if err != nil || len(list.Rows) != 1 {
		t.Fatal(list, err)
	}
	return list.Rows[0].ID, o, d
}

// fundVersions are three versions of one report.
func fundVersions() []string {
	unchanged := []string{
		"The loans run for 45 years, and nothing is paid back in the first ten of them, the Commission said when the fund was set up in May.",
		"Ukraine may take part in joint purchases under the rules, and so may members of the European Free Trade Association.",
		"Ministers meet again in Brussels in the second week of December, and the first money is expected early in the new year.",
		"At least 65 per cent of the value of what is bought must come from the Union, from Ukraine or from Norway and Switzerland.",
	}
	return []string{
		fundReport("Eighteen apply for defence fund", append([]string{"Eighteen EU countries have applied for loans under the fund, whose plans are due on November 30, the Commission said.",
			"“The demand is higher than we expected,” Andrius Kubilius told reporters in Brussels."}, append(unchanged, "Hungary has not decided yet, a diplomat of the country said on Sunday.")...)...),
		fundReport("Nineteen apply for defence fund", append([]string{"Nineteen EU countries have applied for loans under the fund, whose plans are due on November 30, the Commission said.",
			"“The demand is much higher than we expected,” Andrius Kubilius told reporters in Brussels."}, unchanged...)...),
		fundReport("Nineteen apply for defence fund", append([]string{"Nineteen EU countries have applied for loans under the fund, whose plans are due on December 15, the Commission said.",
			"“The demand is much higher than we expected,” Andrius Kubilius told reporters in Brussels.", "Kaja Kallas said that <b>no</b> country &amp; no ministry would be left out."}, unchanged...)...),
	}
}

func TestVersionsPage(t *testing.T) {
	st := emptyArchive(t)
	id, _, _ := edited(t, st, fundVersions()...)
	h := pages(t, st, io.Discard)
	article := get(t, h, "/articles/"+id)
	if !strings.Contains(article, `href="/articles/`+id+`/versions"`) {
		t.Error("the article does not lead to its versions")
	}
	last := get(t, h, "/articles/"+id+"/versions")
	for _, want := range []string{"Sun 30 Nov 2025 09:30 UTC", "Sun 30 Nov 2025 13:30 UTC", "From version 2 to version 3", "<del>November 30</del><ins>December 15</ins>", "date changed", "statement new", "1 paragraph new", "3 paragraphs unchanged"} {
		if !strings.Contains(last, want) {
			t.Errorf("the last two versions: the page lacks %q", want)
		}
	}
	if strings.Contains(last, "figure changed") {
		t.Error("a figure that did not change between these two is said to have")
	}
	all := get(t, h, "/articles/"+id+"/versions?from=1&to=3")
	for _, want := range []string{"headline changed", "figure changed", "<del>Eighteen</del> <ins>Nineteen</ins> apply for defence fund", "statement reworded", "1 paragraph gone", "<ins>much</ins>", "no country &amp; no ministry"} {
		if !strings.Contains(all, want) {
			t.Errorf("the first and the last version: the page lacks %q", want)
		}
	}
	if back := get(t, h, "/articles/"+id+"/versions?from=3&to=1"); !strings.Contains(back, "From version 1 to version 3") {
		t.Error("the later version is not the new one")
	}
	checkSafe(t, "versions", all)
	for path, status := range map[string]int{"/articles/none/versions": 404, "/articles/" + id + "/versions?from=9": 400, "/articles/" + id + "/versions?to=x": 400, "/articles/" + id + "/versions?from=2&to=2": 200} {
		if res := ask(t, h, "GET", path, ""); res.StatusCode != status {
			t.Error(path, res.StatusCode)
		}
	}
	story := fmt.Sprint("/stories/", storyNumberOf(t, st))
	page := get(t, h, story)
	for _, want := range []string{"Changed after they were published", "3 versions", "figure changed", "date changed", "/versions?from=1&amp;to=3", "headline changed"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page of the story lacks %q", want)
		}
	}
}

func storyNumberOf(t testing.TB, st *store.Store) int64 {
	t.Helper()
	list, err := st.Articles(t.Context(), store.ArticleFilter{})
	if err != nil {
		t.Fatal(err)
	}
	return list.Rows[0].Story
}

func TestLookAgain(t *testing.T) {
	st := emptyArchive(t)
	id, o, d := edited(t, st, fundVersions()[0])
	h := pages(t, st, io.Discard)
	if page := get(t, h, "/articles/"+id+"/versions"); !strings.Contains(page, "One version so far") || !strings.Contains(page, "Look again") {
		t.Error("the history of an unchanged article does not say so")
	}
	// It is looked at by itself, too: at 10:30 first, an hour after it came; the page says when, and what came of it.
	contains(t, "the versions", get(t, h, "/articles/"+id+"/versions"), "and at the time given below", "When the desk looked", "It looks again on 30 Nov 2025 10:30 UTC")
	if err := d.FetchDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	contains(t, "the versions", get(t, h, "/articles/"+id+"/versions"), "30 Nov 2025 11:30 UTClooked at again: its text is the same", "It looks again on 30 Nov 2025 15:30 UTC")
	status, to, _ := post(t, h, "/articles/"+id+"/look", url.Values{})
	if status != 303 || to != "/articles/"+id+"/versions" {
		t.Error(status, to)
	}
	o.PutPage("/fund", fundVersions()[1])
	if err := d.Work(t.Context()); err != nil {
		t.Fatal(err)
	}
	if page := get(t, h, to); !strings.Contains(page, "From version 1 to version 2") {
		t.Error("the page was not looked at again")
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.html"), []byte(fundVersions()[0]), 0o600); err != nil {
		t.Fatal(err)
	}
	file := deskOf(t, dir)
	h = pages(t, file, io.Discard)
	list, err := file.Articles(t.Context(), store.ArticleFilter{})
	if err != nil {
		t.Fatal(err)
	}
	if status, _, _ := post(t, h, "/articles/"+list.Rows[0].ID+"/look", url.Values{}); status != 400 {
		t.Error("a file can't be looked at again:", status)
	}
}

// A source can be left alone, and be looked at again.
func TestLooksOfASource(t *testing.T) {
	st := archive(t)
	h := pages(t, st, io.Discard)
	contains(t, "the sources", see(t, h, "/sources"), "looks again for silent changes", "Don’t look again")
	for _, c := range []struct{ on, said, shown string }{{"no", "are not looked at again", "does not look again"}, {"yes", "are looked at again", "looks again for silent changes"}} {
		status, to, _ := post(t, h, "/sources/1/looks", url.Values{"on": {c.on}})
		if status != 303 || to != "/sources" {
			t.Fatal(status, to)
		}
		contains(t, "the sources", see(t, h, "/sources"), c.shown)
	}
	if status, _, _ := post(t, h, "/sources/99/looks", url.Values{"on": {"no"}}); status != 404 {
		t.Error("a source that is not followed:", status)
	}
	off, err := web.Handler(web.Config{Store: st, Now: time.Now, Log: slog.New(slog.DiscardHandler), NoLooks: true, Hosts: []string{"example.com"}})
	if err != nil {
		t.Fatal(err)
	}
	if page := get(t, off, "/sources"); strings.Contains(page, "looks again") {
		t.Error("a desk that does not look again offers it")
	}
}
