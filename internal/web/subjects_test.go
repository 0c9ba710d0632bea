package web_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"

	"rapporteur/internal/desk"
	"rapporteur/internal/desktest"
	"rapporteur/internal/fetch"
	"rapporteur/internal/store"
)

// press fills in the form of a page whose hidden or named fields hold all of with, and sends it.
func press(t *testing.T, h http.Handler, where, page string, with url.Values) *http.Response {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || n.Data != "form" || attribute(n, "method") != "post" {
			continue
		}
		fields, offered := url.Values{}, map[string]bool{}
		for c := range n.Descendants() {
			if c.Type != html.ElementNode || attribute(c, "name") == "" {
				continue
			}
			name := attribute(c, "name")
			offered[name+"="+attribute(c, "value")] = true
			offered[name] = true
			if attribute(c, "type") == "hidden" {
				fields.Set(name, attribute(c, "value"))
			}
		}
		fits := true
		for k, v := range with {
			fits = fits && offered[k] && (k != "what" && k != "quote" || offered[k+"="+v[0]])
			fields[k] = v
		}
		if fits {
			return ask(t, h, http.MethodPost, attribute(n, "action"), fields.Encode(), "Sec-Fetch-Site", "same-origin")
		}
	}
	t.Fatalf("%s has no form for %v", where, with)
	return nil
}

// see asks for a page that must be well and safe.
func see(t *testing.T, h http.Handler, path string) string {
	t.Helper()
	res := ask(t, h, "GET", path, "")
	page := body(t, res)
	if res.StatusCode != http.StatusOK {
		t.Fatalf("%s is answered %d: %s", path, res.StatusCode, texts(t, page))
	}
	checkSafe(t, path, page)
	return page
}

// subjectOf finds the address of a subject's page in the list.
func subjectOf(t *testing.T, h http.Handler, name string) string {
	t.Helper()
	page := see(t, h, "/subjects?q="+url.QueryEscape(name))
	m := regexp.MustCompile(`<td><a href="(/subjects/\d+)"><b>([^<]*)</b>`).FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("%q is not in the list: %s", name, texts(t, page))
	}
	return m[1]
}

func contains(t *testing.T, where, page string, words ...string) {
	t.Helper()
	text := texts(t, page)
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("%s does not say %q: %s", where, w, text)
		}
	}
}

func TestSubjectPages(t *testing.T) {
	h := pages(t, archive(t), io.Discard)
	kallas := subjectOf(t, h, "kallas")
	contains(t, kallas, see(t, h, kallas), "Kaja Kallas", "EU foreign policy chief", "It could be a pivotal week for diplomacy", "Roles over time", "Who quotes it", "Articles a day", "Put right")
	contains(t, "the chart by month", see(t, h, kallas+"?by=month"), "Articles a month")
	id := strings.TrimPrefix(kallas, "/subjects/")
	contains(t, "her statements", see(t, h, "/statements?subject="+id), "Statements by Kaja Kallas", "pivotal")
	contains(t, "articles", see(t, h, "/articles?subject="+id), "Articles that mention Kaja Kallas")
	contains(t, "about", see(t, h, "/statements?about="+id), "Statements about Kaja Kallas")
	contains(t, "nobody", see(t, h, "/subjects?q=zzz"), "Nobody and nothing of that name")
	for path, status := range map[string]int{"/subjects/99999": 404, "/subjects/x": 404, "/subjects?kind=dragon": 400, "/subjects?before=!": 400, kallas + "?by=hour": 400, "/statements?subject=x": 400,
		"/statements?subject=99999": 404, "/articles?subject=0": 400, "/corrections?subject=x": 400, "/review?before=x": 400, "/review?what=subjects&skip=x": 400} {
		if res := ask(t, h, "GET", path, ""); res.StatusCode != status {
			t.Errorf("%s is answered %d, want %d", path, res.StatusCode, status)
		}
	}
}

// A statement of two people leads to both.
func TestSeveralSpeakers(t *testing.T) {
	dir := t.TempDir()
	reportPage(t, dir, "gazette.example", "Ministers back the fund", "2025-12-01T08:00:00Z",
		"“We will support the new fund for the defence of Europe,” Kaja Kallas and Andrius Kubilius said in a statement in Brussels on Monday.",
		"Kallas is the top diplomat of the European Union, and Kubilius is its commissioner for defence. The ministers of the member states meet again in the second week of December.")
	st := deskOf(t, dir)
	h := pages(t, st, io.Discard)
	list, err := st.Statements(t.Context(), store.StatementFilter{})
	if err != nil || len(list.Rows) == 0 {
		t.Fatal(list, err)
	}
	row := list.Rows[0]
	if len(row.Subjects) != 2 {
		t.Fatalf("%q has the subjects %v", row.Quote, row.Subjects)
	}
	for _, path := range []string{"/statements", "/articles/" + row.ArticleID} {
		page := see(t, h, path)
		for _, x := range row.Subjects {
			contains(t, path, page, x.Name)
			if link := fmt.Sprintf(`<a href="/subjects/%d">%s</a>`, x.ID, x.Name); !strings.Contains(page, link) {
				t.Errorf("%s does not lead to %s", path, x.Name)
			}
		}
	}
}

func TestSubjectIsPutRight(t *testing.T) {
	h := pages(t, archive(t), io.Discard)
	kallas := subjectOf(t, h, "kallas")
	page := see(t, h, kallas)
	if res := press(t, h, kallas, page, url.Values{"what": {"rename"}, "name": {"Kaja Kallas (HR/VP)"}}); res.StatusCode != http.StatusSeeOther {
		t.Fatal(res.StatusCode, body(t, res))
	}
	renamed := see(t, h, kallas)
	contains(t, kallas, renamed, "Kaja Kallas (HR/VP)", "name given by a person", "renamed")
	old := press(t, h, kallas, page, url.Values{"what": {"rename"}, "name": {"Somebody"}})
	if old.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a change of what is no more is answered %d", old.StatusCode)
	}
	contains(t, "the refusal", body(t, old), "Somebody changed Kaja Kallas (HR/VP) meanwhile")
	empty := press(t, h, kallas, renamed, url.Values{"what": {"rename"}, "name": {" "}})
	contains(t, "the refusal", body(t, empty), "A subject needs a name")

	novak := subjectOf(t, h, "novak")
	found := see(t, h, novak+"?find=kallas")
	if res := press(t, h, novak, found, url.Values{"what": {"merge"}, "other": {strings.TrimPrefix(kallas, "/subjects/")}}); res.StatusCode != http.StatusSeeOther {
		t.Fatal(res.StatusCode, body(t, res))
	}
	contains(t, novak, see(t, h, novak), "Kaja Kallas (HR/VP)", "What you asked for was merged", "Jan Novak")
	audit := see(t, h, "/corrections")
	contains(t, "the audit", audit, "merged into another", "renamed")
	undo := regexp.MustCompile(`/corrections/(\d+)/undo`).FindStringSubmatch(audit)[0]
	if res := ask(t, h, "POST", undo, "", "Sec-Fetch-Site", "same-origin"); res.StatusCode != http.StatusSeeOther {
		t.Errorf("undoing is answered %d", res.StatusCode)
	}
	twice := ask(t, h, "POST", undo, "", "Sec-Fetch-Site", "same-origin")
	contains(t, "undoing twice", body(t, twice), "undone already")
	contains(t, novak, see(t, h, novak), "Jan Novak")
}

func TestWrongSpeaker(t *testing.T) {
	st := archive(t)
	h := pages(t, st, io.Discard)
	list, err := st.Statements(t.Context(), store.StatementFilter{Speaker: "kallas", Query: "pivotal", Limit: 1})
	if err != nil || len(list.Rows) != 1 {
		t.Fatal(list, err)
	}
	article := "/articles/" + list.Rows[0].ArticleID
	page := see(t, h, article)
	contains(t, article, page, "wrong speaker?", "nobody whom the article names")
	quote := list.Rows[0].Quote
	with := url.Values{"what": {"speaker"}, "quote": {quote}, "speaker": {"other"}, "name": {"Pat Somebody"}}
	if res := press(t, h, article, page, with); res.StatusCode != http.StatusSeeOther || !strings.HasPrefix(res.Header.Get("Location"), article+"#s") {
		t.Fatal(res.StatusCode, res.Header, body(t, res))
	}
	page = see(t, h, article)
	contains(t, article, page, "Pat Somebody", "speaker set by a person")
	contains(t, "the new speaker", see(t, h, subjectOf(t, h, "somebody")), "Pat Somebody", "pivotal")
	contains(t, "statements", see(t, h, "/statements"), "Pat Somebody")
	if res := ask(t, h, "POST", article+"/statements/1", url.Values{"what": {"speaker"}, "back": {"//evil.example"}, "speaker": {"nobody"}, "version": {"x"}}.Encode(), "Sec-Fetch-Site", "same-origin"); res.StatusCode != http.StatusBadRequest {
		t.Errorf("a version that is no number is answered %d", res.StatusCode)
	}
	undo := regexp.MustCompile(`/corrections/\d+/undo`).FindString(page)
	res := ask(t, h, "POST", undo, url.Values{"back": {"//evil.example"}}.Encode(), "Sec-Fetch-Site", "same-origin")
	if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/corrections" {
		t.Errorf("undo leads to %q (%d)", res.Header.Get("Location"), res.StatusCode)
	}
	if strings.Contains(see(t, h, article), "Pat Somebody") {
		t.Error("the speaker was not set back")
	}
}

func TestReview(t *testing.T) {
	st := archive(t)
	h := pages(t, st, io.Discard)
	list, err := st.DoubtfulStatements(t.Context(), "", store.MaxPageSize)
	if err != nil || len(list.Rows) < 2 {
		t.Fatal("nothing is doubtful in the newspaper", err)
	}
	page := see(t, h, "/review")
	contains(t, "the queue", page, "Right a", "Not a statement n", "Skip s", "Wrong speaker? w")
	for _, what := range []string{"accept", "no statement"} {
		if res := press(t, h, "/review", see(t, h, "/review"), url.Values{"what": {what}}); res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/review" {
			t.Fatal(what, res.StatusCode, body(t, res))
		}
	}
	left, err := st.DoubtfulStatements(t.Context(), "", store.MaxPageSize)
	if err != nil || len(left.Rows) != len(list.Rows)-2 {
		t.Errorf("%d wait after two answers, %d before (%v)", len(left.Rows), len(list.Rows), err)
	}
	contains(t, "doubts", see(t, h, "/review?what=subjects"), "Subjects")
}

// walkSubject goes from the list to a subject by keys, renames it, and takes that back.
func walkSubject(b *browser) {
	b.visit("/articles")
	b.press("g")
	b.press("u")
	b.until(`location.pathname == "/subjects" && document.readyState == "complete"`)
	b.press("j")
	b.press("o")
	b.until(`location.pathname.startsWith("/subjects/") && document.readyState == "complete"`)
	name := js[string](b, `document.querySelector("h1").textContent`)
	js[string](b, `document.querySelector(".corrections input[name=name]").value += " (tested)"`)
	b.do(chromedp.Click(chromedp.CSS(`.corrections button`)))
	b.until(`document.querySelector("h1").textContent == %q`, name+" (tested)")
	b.do(chromedp.Click(chromedp.CSS(`form[action$="/undo"] button`)))
	b.until(`location.pathname == "/corrections" && document.querySelector("[role=status]")?.textContent == "Undone."`)
}

// walkReview answers the queue by one key each.
func walkReview(b *browser) {
	b.visit("/articles")
	b.press("g")
	b.press("v")
	b.until(`location.pathname == "/review" && document.readyState == "complete"`)
	b.until(`document.querySelector("mark") !== null`)
	first := js[string](b, `document.querySelector("mark").textContent`)
	b.press("s")
	b.until(`location.search != "" && document.querySelector("mark").textContent != %q`, first)
	b.press("w")
	b.until(`document.querySelector("details.correct").open`)
	b.press("a")
	b.until(`document.querySelector("[role=status]")?.textContent.startsWith("Found right.")`)
}

// Somebody else of the same name is told on the page of each, and leads to the other and to its articles.
func TestOthersOfAName(t *testing.T) {
	dir := t.TempDir()
	for i, day := range []string{"2025-12-01", "2025-12-02"} {
		reportPage(t, dir, fmt.Sprintf("gazette%d.example", i), fmt.Sprintf("The mayor of town number %d", i), day+"T08:00:00Z",
			"“We will build the new bridge before the end of the year,” Walter Brennick said in a statement in the town hall on Monday.",
			"Brennick is the mayor of the town. The council meets again in the second week of December, and will hear the architects before it decides.")
	}
	st := deskOf(t, dir)
	f, err := fetch.New(fetch.Config{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := desk.New(desk.Config{Store: st, Fetcher: f}); err != nil { // the store learns from it how names are compared
		t.Fatal(err)
	}
	h := pages(t, st, io.Discard)
	first := subjectOf(t, h, "Brennick")
	page := see(t, h, first)
	if strings.Contains(page, "Others of this name") {
		t.Fatal("others of the name are told where there are none")
	}
	if res := press(t, h, first, page, url.Values{"what": {"split off"}, "name": {"Walter Brennick"}}); res.StatusCode != http.StatusSeeOther {
		t.Fatal(res.StatusCode, body(t, res))
	}
	others := regexp.MustCompile(`Others of this name</span> <a href="(/subjects/\d+)">Walter Brennick</a> <span class="why">person[^<]*, <a href="([^"]+)">1 article</a></span>`)
	m := others.FindStringSubmatch(see(t, h, first))
	if m == nil || m[1] == first {
		t.Fatalf("the other one is not told: %s", texts(t, see(t, h, first)))
	}
	if back := others.FindStringSubmatch(see(t, h, m[1])); back == nil || back[1] != first {
		t.Errorf("the other one does not lead back: %v", back)
	}
	if n := strings.Count(see(t, h, unescape(m[2])), "data-item"); n != 1 {
		t.Errorf("%d articles of the other one, want 1", n)
	}
}

func unescape(s string) string { return html.UnescapeString(s) }

// The counts of a subject's page lead to as many articles as they say.
func TestCountsOfASubjectLeadThere(t *testing.T) {
	h := pages(t, desktest.Articles(t, "safe-"), io.Discard)
	links := regexp.MustCompile(`href="(/articles\?[^"]*(?:called|role)=[^"]*)"[^>]*>(\d+)</a>`)
	seen := 0
	for _, name := range []string{"European Commission", "Maurer", "Canada"} {
		page := see(t, h, subjectOf(t, h, name))
		for _, m := range links.FindAllStringSubmatch(page, -1) {
			seen++
			if n := strings.Count(see(t, h, unescape(m[1])), "data-item"); fmt.Sprint(n) != m[2] {
				t.Errorf("%s: %s says %s articles, and leads to %d", name, m[1], m[2], n)
			}
		}
	}
	if seen < 5 {
		t.Errorf("only %d counts were followed", seen)
	}
}
