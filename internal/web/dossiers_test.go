package web_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"rapporteur/internal/desktest"
	"rapporteur/internal/store"
	"rapporteur/internal/store/matters"
	"rapporteur/internal/web"
)

// matter is a record with the reports of testdata on the SAFE fund, read and filed.
func matter(t testing.TB) *store.Store {
	t.Helper()
	return desktest.Articles(t, "safe-")
}

// deskOf is a record with the articles of a folder, read, filed and grouped.
func deskOf(t testing.TB, dir string) *store.Store {
	t.Helper()
	return desktest.Folder(t, dir, func(t testing.TB, to string) {
		t.Helper()
		if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
	})
}

// post sends a form and gives the answer; path of the redirect where it is one.
func post(t testing.TB, h http.Handler, path string, form url.Values) (status int, to, page string) {
	t.Helper()
	res := ask(t, h, "POST", path, form.Encode(), "Sec-Fetch-Site", "same-origin")
	return res.StatusCode, res.Header.Get("Location"), body(t, res)
}

func get(t testing.TB, h http.Handler, path string) string {
	t.Helper()
	res := ask(t, h, "GET", path, "")
	page := body(t, res)
	if res.StatusCode != http.StatusOK {
		t.Errorf("GET %s: %d", path, res.StatusCode)
	}
	return page
}

// TestDossierPage: what nine reports say of one fund stands on one page, and every piece of it leads to where it was printed.
func TestDossierPage(t *testing.T) {
	st := matter(t)
	h := pages(t, st, io.Discard)
	draft := texts(t, get(t, h, "/dossiers/new?q=SAFE"))
	for _, want := range []string{"9 articles", "Security Action for Europe", "what SAFE stands for", "Named along with it"} {
		if !strings.Contains(draft, want) {
			t.Errorf("the draft does not show %q", want)
		}
	}
	status, to, _ := post(t, h, "/dossiers", url.Values{"q": {"SAFE"}, "name": {"SAFE"}, "alias": {"Security Action for Europe"}})
	if status != http.StatusSeeOther || to != "/dossiers/1" {
		t.Fatal(status, to)
	}
	page := get(t, h, to)
	seen := texts(t, page)
	for what, words := range map[string][]string{
		"size": {"€150 billion ($174 billion)", "SAFE defence fund"}, "applicants": {"19 of 27", "members"}, "plans": {"submitted their spending plans"},
		"deadline": {"30 Nov 2025", "deadline, day over"}, "Ukraine's share": {"12 15", "support for Ukraine"},
		"Britain": {"Britain", "British Defence Minister", "Britain’s talks on joining SAFE fail over price", "Adam Whitlock"}, "Canada": {"Canada will pay an entry fee of €10 million", "Claire Desrosiers", "promises to put the agreement before Parliament by 30 January 2026"},
		"how much was read": {"9 articles, 9 Oct – 4 Dec 2025"}, "empty states": {"What do you want to know that nobody has said yet?"},
	} {
		for _, w := range words {
			if !strings.Contains(seen, w) {
				t.Errorf("%s: the page does not say %q", what, w)
			}
		}
	}
	checkSafe(t, to, page)
	checkPlaces(t, st, page)
}

// checkPlaces follows every link into an article: the paragraph or the statement it names is there.
func checkPlaces(t *testing.T, st *store.Store, page string) {
	t.Helper()
	n := 0
	for _, piece := range strings.Split(page, `href="/articles/`)[1:] {
		id, anchor, _ := strings.Cut(piece[:strings.IndexByte(piece, '"')], "#")
		a, err := st.Article(t.Context(), id, 0)
		if err != nil {
			t.Fatal(id, err)
		}
		if anchor == "" {
			continue
		}
		n++
		k, err := strconv.Atoi(anchor[1:])
		most := map[byte]int{'p': len(a.Document.Article.Parts), 't': len(a.Document.Attributions)}[anchor[0]]
		if err != nil || k < 1 || k > most {
			t.Errorf("%s of %q is not there", anchor, a.Row.Title)
		}
	}
	if n < 40 {
		t.Errorf("%d places only are linked", n)
	}
}

// TestDossierChanges: what people do is kept, said, and undone; two people do not overwrite each other.
func TestDossierChanges(t *testing.T) {
	st := matter(t)
	h := pages(t, st, io.Discard)
	if _, to, _ := post(t, h, "/dossiers", url.Values{"q": {"SAFE"}, "name": {"SAFE"}}); to != "/dossiers/1" {
		t.Fatal(to)
	}
	list, err := st.Articles(t.Context(), store.ArticleFilter{Query: "SAFE"})
	if err != nil {
		t.Fatal(err)
	}
	first := list.Rows[0]
	for _, c := range []struct {
		form         url.Values
		there, undid string
	}{
		{url.Values{"kind": {"note"}, "words": {"Ask Luc\nabout it."}}, "Ask Luc", "Your own words, kept beside"},
		{url.Values{"kind": {"question"}, "words": {"Who pays?"}}, "Who pays?", "What do you want to know"},
		{url.Values{"kind": {"exclude"}, "about": {first.ID}, "words": {first.Title}}, "8 articles", "9 articles"},
	} {
		status, to, _ := post(t, h, "/dossiers/1/edits", c.form)
		seen := texts(t, get(t, h, to))
		if status != http.StatusSeeOther || !strings.Contains(seen, c.there) || !strings.Contains(seen, "Undo") {
			t.Errorf("%v: %d, %q is not there", c.form, status, c.there)
		}
		id := to[strings.Index(to, "done=")+5:]
		_, to, _ = post(t, h, "/edits/"+id+"/undo", url.Values{"back": {"https://evil.example/"}})
		if !strings.HasPrefix(to, "/dossiers/1") {
			t.Errorf("a form leads to %s", to)
		}
		if seen := texts(t, get(t, h, to)); !strings.Contains(seen, c.undid) || !strings.Contains(seen, "Taken back") {
			t.Errorf("%v: not undone", c.form)
		}
	}
	edit := url.Values{"version": {"1"}, "name": {"SAFE fund"}, "query": {"SAFE"}, "aliases": {"Security Action for Europe\n"}}
	if status, to, _ := post(t, h, "/dossiers/1", edit); status != http.StatusSeeOther || !strings.Contains(texts(t, get(t, h, to)), "The dossier was changed") {
		t.Error(status, to)
	}
	edit.Set("name", "My fund")
	status, _, page := post(t, h, "/dossiers/1", edit)
	seen := texts(t, page)
	if status != http.StatusConflict || !strings.Contains(seen, "Nothing was overwritten") || !strings.Contains(seen, "SAFE fund") || !strings.Contains(page, `value="My fund"`) || !strings.Contains(page, `name="version" value="2"`) {
		t.Error("a change over another's:", status, seen)
	}
	edit.Set("version", "2")
	edit.Set("do", "close")
	if _, to, _ := post(t, h, "/dossiers/1", edit); !strings.Contains(texts(t, get(t, h, to)), "Not followed since") {
		t.Error("it is not closed")
	}
	if seen := texts(t, get(t, h, "/dossiers/1/log")); strings.Count(seen, "The dossier was changed") != 2 {
		t.Error(seen)
	}
	if seen := texts(t, get(t, h, "/dossiers/1/statements?party=Adam+Whitlock&stance=against")); !strings.Contains(seen, "Adam Whitlock rejects or denies") || strings.Contains(seen, "Desrosiers") {
		t.Error(seen)
	}
}

// TestWarning: a query that finds everything, nothing or something else says so, and what to do.
func TestWarning(t *testing.T) {
	article := make([]matters.Article, 30)
	for want, c := range map[string]struct {
		m        matters.Matter
		articles int
	}{
		"Nothing has been read yet":  {matters.Matter{}, 0},
		"Nothing on file":            {matters.Matter{}, 50},
		"finds nearly everything":    {matters.Matter{Matching: 30, Read: 30, Articles: article}, 50},
		"Add a word that only":       {matters.Matter{Matching: matters.CountMatching, Beyond: true, Common: true, Read: 30, Articles: article}, 1_000_000},
		"never in capitals":          {matters.Matter{Matching: 3, Read: 3, Elsewise: 3}, 50},
		"31 of the last 61 articles": {matters.Matter{Matching: 61, Read: 61, Articles: article, Elsewise: 31}, 1000},
	} {
		if got := web.Warning(&c.m, c.articles); !strings.Contains(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := web.Warning(&matters.Matter{Matching: 30, Read: 30, Articles: article}, 500); got != "" {
		t.Error(got)
	}
}

func TestBadDossiers(t *testing.T) {
	h := pages(t, matter(t), io.Discard)
	for q, want := range map[string]string{
		"zzzz":                     "Nothing on file holds these words",
		`"open`:                    "quotation mark",
		strings.Repeat("a ", 3000): "the query has more than",
		"TALKS":                    "never in capitals",
	} {
		res := ask(t, h, "GET", "/dossiers/new?q="+url.QueryEscape(q), "")
		if page := texts(t, body(t, res)); !strings.Contains(page, want) {
			t.Errorf("%.20q: the page does not say %q: %s", q, want, page)
		}
	}
	for name, form := range map[string]url.Values{"no name": {"q": {"SAFE"}, "name": {" "}}, "500 words": {"q": {"SAFE"}, "name": {strings.Repeat("word ", 500)}}} {
		if status, _, page := post(t, h, "/dossiers", form); status != http.StatusBadRequest && name != "no name" || strings.Contains(page, "Something failed") {
			t.Errorf("%s: %d", name, status)
		}
	}
	for path, status := range map[string]int{"/dossiers/99": 404, "/dossiers/x": 404, "/dossiers/99/edit": 404, "/?since=x": 400, "/?since=2025-12-02&until=2025-12-01": 400, "/?dossier=99": 404, "/brief/sent/9": 404} {
		if res := ask(t, h, "GET", path, ""); res.StatusCode != status {
			t.Errorf("%s: %d, want %d", path, res.StatusCode, status)
		}
	}
}

// TestBriefPage: the brief of a period, its lines changed by hand, its other forms, and who it was sent to.
func TestBriefPage(t *testing.T) {
	st := matter(t)
	h := pages(t, st, io.Discard)
	if _, to, _ := post(t, h, "/dossiers", url.Values{"q": {"SAFE"}, "name": {"SAFE"}, "then": {"brief"}}); to != "/" {
		t.Fatal(to)
	}
	const period = "since=2025-11-28T00%3A00&until=2025-12-05T00%3A00"
	page := get(t, h, "/?"+period)
	seen := texts(t, page)
	for _, want := range []string{"Since Friday 28 November", "All 19 SAFE applicants hand in plans", "figure changed: plans: 12 → 15", "Talks on Britain joining", "Dates ahead", "Claire Desrosiers"} {
		if !strings.Contains(seen, want) {
			t.Errorf("the brief does not say %q", want)
		}
	}
	checkSafe(t, "the brief", page)
	line := page[strings.Index(page, `name="about" value="`)+len(`name="about" value="`):]
	line = line[:strings.IndexByte(line, '"')]
	_, to, _ := post(t, h, "/dossiers/1/edits", url.Values{"kind": {"rewrite"}, "about": {line}, "words": {"All are in."}, "back": {"/?" + period}})
	if seen := texts(t, get(t, h, to)); !strings.Contains(seen, "your words All are in.") || !strings.Contains(seen, "Undo") {
		t.Errorf("not rewritten at %s", to)
	}
	for path, want := range map[string]string{"/brief.md?": "# Brief of Thursday 4 December 2025", "/brief.txt?": "[yours] All are in.", "/brief.html?": "<em>Our words:</em> All are in."} {
		if got := get(t, h, path+period); !strings.Contains(got, want) {
			t.Errorf("%s does not say %q", path, want)
		}
	}
	if _, to, _ = post(t, h, "/brief/sent", url.Values{"period": {period}, "to": {"the minister"}}); !strings.Contains(texts(t, get(t, h, to)), "the minister") {
		t.Error("it is not noted who it was sent to")
	}
	if got := get(t, h, "/brief/sent/1"); !strings.Contains(got, "Sent to the minister") || !strings.Contains(got, "All are in") {
		t.Error(got)
	}
}

// TestSinceLastLook: a look covers what came since the one before; where nothing did, the last days on file stand in.
func TestSinceLastLook(t *testing.T) {
	h := pages(t, matter(t), io.Discard)
	res := ask(t, h, "GET", "/", "")
	seen := texts(t, body(t, res))
	if !strings.Contains(seen, "These are the last days on file") || !strings.Contains(seen, "Canada signs up") {
		t.Error(seen)
	}
	var cookie string
	for _, c := range res.Cookies() {
		if c.Name == "visitor" {
			cookie = c.Name + "=" + c.Value
			if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode {
				t.Error("the visitor's cookie is not guarded")
			}
		}
	}
	if cookie == "" {
		t.Fatal("the visitor is not remembered")
	}
	if res := ask(t, h, "GET", "/", "", "Cookie", cookie); res.StatusCode != http.StatusOK || len(res.Cookies()) != 0 {
		t.Error("a visitor who is known is named again")
	}
}

func TestStart(t *testing.T) {
	h := pages(t, emptyArchive(t), io.Discard)
	if res := ask(t, h, "GET", "/", ""); res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/start" {
		t.Error("an empty desk does not begin at the beginning", res.StatusCode)
	}
	if seen := texts(t, get(t, h, "/start")); !strings.Contains(seen, "Paste anything") || !strings.Contains(seen, "What do you follow?") {
		t.Error(seen)
	}
	status, to, _ := post(t, h, "/start", url.Values{"what": {"https://news.example.org"}})
	if status != http.StatusSeeOther || to != "/start" {
		t.Error(status, to)
	}
	if status, _, page := post(t, h, "/start", url.Values{"what": {"bad"}}); status != http.StatusUnprocessableEntity || !strings.Contains(page, "There is no feed") {
		t.Error(status)
	}
	for _, path := range []string{"/dossiers", "/dossiers/new"} {
		if seen := texts(t, get(t, h, path)); len(seen) < 200 {
			t.Errorf("%s teaches nothing: %s", path, seen)
		}
	}
}

// hostileDossier plants hostile words wherever a person can write.
func hostileDossier(t *testing.T, st *store.Store) {
	t.Helper()
	d, err := st.AddDossier(t.Context(), store.Dossier{Name: "x " + evil[:80], Query: "diplomacy", Aliases: []string{evil[:60]}}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []store.EditKind{store.EditNote, store.EditQuestion, store.EditExclude} {
		if _, err := st.AddEdit(t.Context(), store.Edit{Dossier: d.ID, Kind: kind, About: evil, Words: evil, At: time.Now()}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := st.AddSent(t.Context(), store.Sent{At: time.Now(), To: evil, Title: evil, Body: evil}); err != nil {
		t.Fatal(err)
	}
}

func TestDossiersAreSafe(t *testing.T) {
	st := archive(t)
	hostileDossier(t, st)
	h := pages(t, st, io.Discard)
	q := url.QueryEscape(evil)
	for _, path := range []string{"/dossiers", "/dossiers/1", "/dossiers/1/edit", "/dossiers/1/log", "/dossiers/1/statements?party=" + q, "/dossiers/new?q=" + q, "/dossiers/new?q=diplomacy&name=" + q + "&alias=" + q + "&no=" + q,
		"/?since=2025-12-01&until=2025-12-10", "/?done=" + q, "/dossiers/1?done=1", "/start"} {
		res := ask(t, h, "GET", path, "")
		page := body(t, res)
		checkSafe(t, path, page)
		if res.StatusCode >= http.StatusInternalServerError || strings.Contains(page, "ZgotmplZ") {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
	if mail := get(t, h, "/brief.html?since=2025-12-01&until=2025-12-10"); strings.Contains(mail, "<script") || strings.Contains(mail, "<img") || strings.Contains(mail, `href="javascript`) {
		t.Error("the mail runs what the press sends")
	}
	for _, path := range []string{"/brief/sent/1", "/brief.txt", "/brief.md"} {
		if res := ask(t, h, "GET", path, ""); !strings.HasPrefix(res.Header.Get("Content-Type"), "text/plain") && !strings.HasPrefix(res.Header.Get("Content-Type"), "text/markdown") || res.StatusCode != http.StatusOK {
			t.Error(fmt.Sprint(path, res.StatusCode, res.Header))
		}
	}
}
