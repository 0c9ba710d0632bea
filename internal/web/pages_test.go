package web_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"rapporteur"
	"rapporteur/internal/desktest"
	"rapporteur/internal/store"
	"rapporteur/internal/web"
)

// evil is text as an attacker would plant it in a page, a feed or a name.
const evil = `<script>alert(1)</script><img src=x onerror=alert(2)>" onmouseover="alert(3)' x='</style></title><a href="javascript:alert(4)">`

// newspaper fills a folder with articles, one of them hostile, in the make of a newspaper's pages.
func newspaper(t testing.TB, dir string) {
	t.Helper()
	for i, headline := range []string{"Ministers meet in Brussels", "Parliament votes on the fund", "EU's Kallas: talks may turn 'pivotal'", html.EscapeString(evil + " headline")} {
		page := fmt.Sprintf(`<!doctype html><html lang="en"><head><title>%[1]s</title><meta property="og:title" content="%[1]s"><meta property="og:site_name" content="%[2]s">
<meta property="article:published_time" content="2025-12-0%[3]dT08:00:00Z"></head><body><article><h1>%[1]s</h1>
<p>The ministers met in Brussels on Monday, and after a long night of talks they went home without a decision on the matter, %[4]s said.</p>
<p>“It could be a pivotal week for diplomacy %[5]s,” EU foreign policy chief Kaja Kallas told reporters in Brussels on Tuesday. She warned that €150 billion would not be enough.</p>
<p>“We will sign the agreement by 15 December 2025,” Defence Minister Jan Novak promised. He said 19 of the 27 members had handed in their plans.</p>
<p>https://example.org/%[6]s</p></article></body></html>`,
			headline, html.EscapeString("The Times "+evil), i+1, "officials", html.EscapeString(evil), strings.Repeat("a-very-long-address-", 20))
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("article-%d.html", i)), []byte(page), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// archive is a record with the newspaper's articles read and filed, and two feeds of which one fails.
func archive(t testing.TB) *store.Store {
	t.Helper()
	st := desktest.Folder(t, "newspaper", func(t testing.TB, dir string) {
		t.Helper()
		newspaper(t, dir)
	})
	feed, _, err := st.AddFeed(t.Context(), store.NewFeed{URL: "https://news.example.org/feed.xml", Title: "Feed " + evil, Host: "news.example.org", Outlet: "News " + evil}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	err = st.AddOutcome(t.Context(), rapporteur.Outcome{
		At: time.Now(), FeedID: feed.ID, URL: "javascript:alert(5)//" + evil, Stage: rapporteur.StageFetch, Kind: rapporteur.OutcomeBlocked, Detail: "Kept out " + evil,
	})
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func emptyArchive(t testing.TB) *store.Store {
	t.Helper()
	st, err := store.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return st
}

// pages serves a record. What is added as "bad" is refused, "broken" fails for a reason of ours, all else is taken.
func pages(t testing.TB, st *store.Store, log io.Writer) http.Handler {
	t.Helper()
	h, err := web.Handler(web.Config{
		Store: st, Now: time.Now, Log: slog.New(slog.NewTextHandler(log, nil)), Version: "1.2.3", Engine: "4.5.6",
		Hosts: []string{"example.com"}, // what httptest asks for
		Visit: func(_ context.Context, id int64) error {
			if id > 1 {
				return fmt.Errorf("%w: no source %d", rapporteur.ErrNotFound, id)
			}
			return nil
		},
		Add: func(_ context.Context, what string) (string, error) {
			switch what {
			case "bad":
				return "", fmt.Errorf("%w: there is no feed at %s", rapporteur.ErrInvalid, evil)
			case "broken":
				return "", errors.New("the disk is full of secrets")
			}
			return "Added " + what, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func ask(t testing.TB, h http.Handler, method, target, body string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t testing.TB, res *http.Response) string {
	t.Helper()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// texts gives the text of a page as a person sees it, without marks of its structure.
func texts(t testing.TB, page string) string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range doc.Descendants() {
		if n.Type == html.TextNode && n.Parent.Data != "style" && n.Parent.Data != "script" {
			b.WriteString(n.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// checkSafe fails where a page holds anything that could run, or lead to something that could.
func checkSafe(t *testing.T, where, page string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "img", "iframe", "object", "embed", "base", "math", "use", "image", "foreignObject", "animate", "set":
			t.Errorf("%s: an element <%s>", where, n.Data)
		case "svg":
			if attribute(n, "class") == "" { // ours have one
				t.Errorf("%s: a drawing that is not ours", where)
			}
		case "script":
			if src := attribute(n, "src"); n.FirstChild != nil || !strings.HasPrefix(src, "/assets/keys.js?") && !strings.HasPrefix(src, "/assets/complete.js?") {
				t.Errorf("%s: a script that is not ours: %v", where, n.Attr)
			}
		case "style":
			if attribute(n, "nonce") == "" || strings.ContainsAny(n.FirstChild.Data, "<\\") {
				t.Errorf("%s: a style sheet that is not ours: %.80s", where, n.FirstChild.Data)
			}
		}
		for _, a := range n.Attr {
			checkAttribute(t, where, a)
		}
	}
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func checkAttribute(t *testing.T, where string, a html.Attribute) {
	t.Helper()
	if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "srcdoc" {
		t.Errorf("%s: an attribute %s=%q", where, a.Key, a.Val)
	}
	switch a.Key {
	case "href", "src", "action", "cite", "formaction":
		u, err := url.Parse(strings.TrimSpace(a.Val))
		if err != nil || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" {
			t.Errorf("%s: an address %s=%q", where, a.Key, a.Val)
		}
	}
}

// firstArticle is the path of an article of the archive, of the hostile one with hostile.
func articles(t testing.TB, st *store.Store) []string {
	t.Helper()
	list, err := st.Articles(t.Context(), store.ArticleFilter{})
	if err != nil || len(list.Rows) != 4 {
		t.Fatalf("%d articles on file, want 4 (%v)", len(list.Rows), err)
	}
	var out []string
	for _, row := range list.Rows {
		out = append(out, "/articles/"+row.ID)
	}
	return out
}

func TestPagesAreSafe(t *testing.T) {
	st := archive(t)
	h := pages(t, st, io.Discard)
	q := url.QueryEscape(evil)
	paths := append(articles(t, st), "/articles", "/articles?outlet="+q, "/articles?speaker="+q, "/statements", "/figures", "/figures?q="+q, "/figures?unit="+q, "/calendar", "/calendar?q="+q, "/search?q=by:"+q, "/statements?speaker="+q, "/statements?q="+q, "/statements?kind="+q,
		"/statements?act="+q, "/statements?from="+q, "/articles?before="+q, "/search", "/search?q=alert", "/search?q="+q, "/search?q=%22"+q, "/sources", "/sources?added="+q, "/keys", "/nowhere/"+q, "/articles/"+q)
	for _, path := range paths {
		res := ask(t, h, "GET", path, "")
		page := body(t, res)
		checkSafe(t, path, page)
		if strings.Contains(page, "ZgotmplZ") {
			t.Errorf("%s: the template engine refused something", path)
		}
	}
	page := body(t, ask(t, h, "POST", "/sources", "what=bad"))
	checkSafe(t, "POST /sources", page)
	if !strings.Contains(texts(t, page), "There is no feed at "+evil) {
		t.Error("the problem is not shown as it is")
	}
}

// What the press sends is shown in full, as text.
func TestHostileTextIsShown(t *testing.T) {
	st := archive(t)
	h := pages(t, st, io.Discard)
	seen := texts(t, body(t, ask(t, h, "GET", "/articles", "")))
	for _, want := range []string{evil + " headline", "Ministers meet in Brussels"} {
		if !strings.Contains(seen, want) {
			t.Errorf("the list of articles does not show %q", want)
		}
	}
	path := articles(t, st)[0]
	if seen := texts(t, body(t, ask(t, h, "GET", path, ""))); !strings.Contains(seen, " "+evil+",”") {
		t.Errorf("the article does not show its text: %s", seen)
	}
}

func TestRoutesCarryTheHeaders(t *testing.T) {
	st := archive(t)
	h := pages(t, st, io.Discard)
	for _, route := range append(web.Routes(), "GET /nowhere", "DELETE /articles", "GET /assets/", "GET /assets/fonts", "GET /assets/nothing.css") {
		method, path, _ := strings.Cut(route, " ")
		path = strings.NewReplacer("{id}", "1", "{$}", "").Replace(path)
		res := ask(t, h, method, path, "what=x")
		for _, header := range []string{"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy"} {
			if res.Header.Get(header) == "" {
				t.Errorf("%s: no %s", route, header)
			}
		}
		csp := res.Header.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "script-src 'unsafe") {
			t.Errorf("%s: a weak policy: %s", route, csp)
		}
	}
}

// No page changes anything for a form on another site, and none that changes something answers to GET.
func TestCrossOriginIsRefused(t *testing.T) {
	h := pages(t, archive(t), io.Discard)
	changing := 0
	for _, route := range web.Routes() {
		method, path, _ := strings.Cut(route, " ")
		if method == http.MethodGet {
			continue
		}
		changing++
		path = strings.NewReplacer("{id}", "1", "{n}", "1").Replace(path)
		for _, foreign := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}, {"Origin", "null"}} {
			if res := ask(t, h, method, path, "what=x", foreign...); res.StatusCode != http.StatusForbidden {
				t.Errorf("%s from elsewhere (%s) is answered %d, want 403", route, foreign, res.StatusCode)
			}
		}
		if res := ask(t, h, method, path, "what=x", "Sec-Fetch-Site", "same-origin"); res.StatusCode == http.StatusForbidden || res.StatusCode >= http.StatusInternalServerError {
			t.Errorf("%s from our own page is answered %d", route, res.StatusCode)
		}
		if res := ask(t, h, "GET", path, ""); !slices.Contains(web.Routes(), strings.Replace(route, method, "GET", 1)) && res.StatusCode != http.StatusNotFound {
			t.Errorf("GET %s is answered %d, want 404", path, res.StatusCode)
		}
	}
	if changing < 2 {
		t.Errorf("%d routes change something; has the list of routes lost them?", changing)
	}
}

func TestAnswers(t *testing.T) {
	st := archive(t)
	h := pages(t, st, io.Discard)
	article := articles(t, st)[3]
	for _, c := range []struct {
		method, target, body string
		status               int
		shows                string
	}{
		{"GET", "/articles", "", 200, "Ministers meet in Brussels"},
		{"GET", article, "", 200, "On record"},
		{"GET", article + "?revision=1", "", 200, "On record"},
		{"GET", article + "?revision=7", "", 404, "no such page"},
		{"GET", article + "?revision=x", "", 400, `"x" is not the number of a revision.`},
		{"GET", "/articles/unknown", "", 404, "no such page"},
		{"GET", "/nowhere", "", 404, "no such page"},
		{"GET", "/articles/", "", 404, "no such page"},
		{"DELETE", article, "", 404, "no such page"},
		{"GET", "/articles?from=yesterday", "", 400, `"yesterday" is not a date: write it as 2025-12-01.`},
		{"GET", "/articles?from=2025-12-31&to=2025-01-01", "", 400, "exchange the two days"},
		{"GET", "/articles?before=!", "", 400, "no place in a list"},
		{"GET", "/articles?from=2031-01-01", "", 200, "No article fits."},
		{"GET", "/statements?speaker=kallas", "", 200, "Kaja Kallas"},
		{"GET", "/statements?speaker=nobody", "", 200, "Fewer filters find more"},
		{"GET", "/statements?kind=loud", "", 400, `"loud" is no kind of speech`},
		{"GET", "/statements?act=sings", "", 400, `"sings" is no act of speech`},
		{"GET", "/search?q=pivotal", "", 200, "4 articles"},
		{"GET", "/search?q=%22unclosed", "", 400, "How to ask"},
		{"GET", "/search?q=zebra", "", 200, "Nothing fits."},
		{"GET", "/search", "", 200, "How to ask"},
		{"GET", "/sources", "", 200, "Kept out"},
		{"GET", "/sources?added=Send+me+your+password", "", 200, "Sources"},
		{"POST", "/sources", "what=bad", 422, "There is no feed at"},
		{"POST", "/sources", "what=broken", 500, "the log says why"},
		{"POST", "/sources", "what=", 200, "Nothing was pasted"},
		{"POST", "/sources/1/visit", "", 303, ""},
		{"POST", "/sources/77/visit", "", 404, "no such page"},
		{"POST", "/sources/x/visit", "", 404, "no such page"},
		{"GET", "/keys", "", 200, "next, previous item"},
		{"GET", "/", "", 200, "Brief"},
	} {
		res := ask(t, h, c.method, c.target, c.body)
		seen := texts(t, body(t, res))
		if res.StatusCode != c.status || !strings.Contains(seen, c.shows) {
			t.Errorf("%s %s: %d, want %d with %q; it shows %.400s", c.method, c.target, res.StatusCode, c.status, c.shows, seen)
		}
		if strings.Contains(seen, "password") || strings.Contains(seen, "secrets") {
			t.Errorf("%s %s shows what it should not: %.400s", c.method, c.target, seen)
		}
	}
}

// HEAD answers as GET does, without a body.
func TestHead(t *testing.T) {
	st := archive(t)
	server := httptest.NewServer(pages(t, st, io.Discard))
	defer server.Close()
	for _, path := range append(articles(t, st)[:1], "/articles", "/statements", "/search?q=pivotal", "/sources", "/keys", "/assets/desk.css") {
		res, err := http.Head(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || res.StatusCode != http.StatusOK || len(data) > 0 {
			t.Errorf("HEAD %s: %d with %d bytes (%v)", path, res.StatusCode, len(data), err)
		}
	}
}

// What a redirect has to say is said once, and not by a link.
func TestSaidOnce(t *testing.T) {
	h := pages(t, archive(t), io.Discard)
	res := ask(t, h, "POST", "/sources", "what=https%3A%2F%2Fexample.org%2F%C3%A9")
	if len(res.Cookies()) != 1 || res.Header.Get("Location") != "/sources" {
		t.Fatalf("cookies %v, location %q", res.Cookies(), res.Header.Get("Location"))
	}
	c := res.Cookies()[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode {
		t.Errorf("the cookie is %s", c)
	}
	res = ask(t, h, "GET", "/sources", "", "Cookie", c.Name+"="+c.Value)
	if page := texts(t, body(t, res)); !strings.Contains(page, "Added https://example.org/é") {
		t.Errorf("it is not said: %.300s", page)
	}
	if got := res.Cookies(); len(got) != 1 || got[0].MaxAge >= 0 {
		t.Errorf("it would be said again: %v", got)
	}
}

func TestAssets(t *testing.T) {
	h := pages(t, emptyArchive(t), io.Discard)
	for path, kind := range map[string]string{"desk.css": "text/css", "keys.js": "text/javascript", "fonts.css": "text/css", "icon.svg": "image/svg+xml", "fonts/source-serif-4-latin-wght-normal.woff2": "font/woff2"} {
		res := ask(t, h, "GET", "/assets/"+path, "")
		if got := res.Header.Get("Content-Type"); res.StatusCode != 200 || !strings.HasPrefix(got, kind) || !strings.Contains(res.Header.Get("Cache-Control"), "max-age") {
			t.Errorf("%s: %d, %s, %s", path, res.StatusCode, got, res.Header.Get("Cache-Control"))
		}
	}
	for _, path := range []string{"", "fonts", "fonts/", "../web.go", "nothing.css"} {
		if res := ask(t, h, "GET", "/assets/"+path, ""); res.StatusCode == 200 {
			t.Errorf("/assets/%s is served", path)
		}
	}
	for _, path := range []string{"/articles", "/keys"} {
		if got := ask(t, h, "GET", path, "").Header.Get("Cache-Control"); got != "private, no-cache" {
			t.Errorf("%s may be cached: %q", path, got)
		}
	}
}

// An error in the middle of a page leaves no half of it.
func TestPageIsWholeOrNotAtAll(t *testing.T) {
	var log bytes.Buffer
	w := httptest.NewRecorder()
	web.BreakPage(w, httptest.NewRequest("GET", "/articles", nil), slog.New(slog.NewTextHandler(&log, nil)))
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "half") || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/plain") {
		t.Errorf("%d, %s: %.200s", w.Code, w.Header().Get("Content-Type"), w.Body)
	}
	if !strings.Contains(log.String(), "page not shown") {
		t.Errorf("the log says %q", log.String())
	}
}

func TestEmptyPagesTeach(t *testing.T) {
	h := pages(t, emptyArchive(t), io.Discard)
	for path, want := range map[string]string{
		"/articles": "the address of a newspaper or of its feed is enough", "/statements": "Add a source to begin",
		"/sources": "Paste an address above", "/figures": "Add a source to begin", "/calendar": "Deadlines, meetings, votes", "/search": `"prime minister"`,
	} {
		if seen := texts(t, body(t, ask(t, h, "GET", path, ""))); !strings.Contains(seen, want) {
			t.Errorf("%s does not say %q: %s", path, want, seen)
		}
	}
}

// The headline stands once, with its findings marked in it; every number in the text has its note and the reverse.
func TestArticlePage(t *testing.T) {
	st := archive(t)
	h := pages(t, st, io.Discard)
	for _, path := range articles(t, st) {
		doc, err := html.Parse(strings.NewReader(body(t, ask(t, h, "GET", path, ""))))
		if err != nil {
			t.Fatal(err)
		}
		ids, links, headings := map[string]int{}, []string{}, 0
		for n := range doc.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			if id := attribute(n, "id"); id != "" {
				ids[id]++
			}
			if href := attribute(n, "href"); strings.HasPrefix(href, "#") {
				links = append(links, href[1:])
			}
			if n.Data == "h1" || attribute(n, "class") == "headline" {
				headings++
			}
		}
		for id, n := range ids {
			if n > 1 {
				t.Errorf("%s: %d elements called %s", path, n, id)
			}
		}
		for _, to := range links {
			if ids[to] == 0 {
				t.Errorf("%s: a link to #%s, which is not there", path, to)
			}
		}
		if headings != 1 || len(links) < 8 {
			t.Errorf("%s: %d headlines and %d links within", path, headings, len(links))
		}
	}
}
