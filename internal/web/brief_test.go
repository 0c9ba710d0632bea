package web_test

import (
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rapporteur/internal/store"
)

const safePeriod = "since=2025-11-28T00%3A00&until=2025-12-05T00%3A00"

// buttons gives the forms of a page that end in a button of these words, as address and what they send.
func buttons(t *testing.T, page, words string) (out []struct {
	action string
	form   url.Values
}) {
	t.Helper()
	form := regexp.MustCompile(`(?s)<form[^>]*action="([^"]*)"[^>]*>(.*?)</form>`)
	field := regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)
	for _, f := range form.FindAllStringSubmatch(page, -1) {
		button := regexp.MustCompile(`<button(?: name="([^"]*)" value="([^"]*)")?(?: data-[a-z]+)?>` + regexp.QuoteMeta(words) + `</button>`).FindStringSubmatch(f[2])
		if button == nil {
			continue
		}
		values := url.Values{}
		for _, x := range field.FindAllStringSubmatch(f[2], -1) {
			values.Set(x[1], html.UnescapeString(x[2]))
		}
		if button[1] != "" {
			values.Set(button[1], button[2])
		}
		out = append(out, struct {
			action string
			form   url.Values
		}{f[1], values})
	}
	return out
}

// click sends the first form that ends in a button of these words, and gives the page it leads to.
func click(t *testing.T, h http.Handler, page, words string) string {
	t.Helper()
	list := buttons(t, page, words)
	if len(list) == 0 {
		t.Fatalf("no button %q on the page", words)
	}
	status, to, answer := post(t, h, list[0].action, list[0].form)
	if status != http.StatusSeeOther {
		t.Fatalf("%s: %d %s", words, status, texts(t, answer))
	}
	return get(t, h, to)
}

// TestLinesAreChangedAndChangedBack: each change to a line of the brief has the button that undoes it, right there.
func TestLinesAreChangedAndChangedBack(t *testing.T) {
	st := matter(t)
	h := pages(t, st, io.Discard)
	if _, err := st.AddDossier(t.Context(), store.Dossier{Name: "SAFE", Query: "SAFE"}, time.Now()); err != nil {
		t.Fatal(err)
	}
	title := regexp.MustCompile(`<h3 dir="auto"><a [^>]*>([^<]*)</a>`)
	titles := func(page string) (out []string) {
		for _, m := range title.FindAllStringSubmatch(page, -1) {
			out = append(out, m[1])
		}
		return out
	}
	start := get(t, h, "/?"+safePeriod)
	lines := titles(start)
	if len(lines) < 3 {
		t.Fatalf("the brief has %d lines", len(lines))
	}
	page := click(t, h, start, "Down")
	if got := titles(page); got[0] != lines[1] || got[1] != lines[0] {
		t.Errorf("down: %q", got[:3])
	}
	page = click(t, h, page, "Undo")
	if got := titles(page); !slices.Equal(got, lines) {
		t.Errorf("down, undone: %q", got)
	}
	last := buttons(t, start, "Pin to the top")[2]
	_, to, _ := post(t, h, last.action, last.form)
	if page = get(t, h, to); titles(page)[0] != lines[2] {
		t.Errorf("pinned: %q", titles(page))
	}
	if page = click(t, h, page, "Unpin"); !slices.Equal(titles(page), lines) {
		t.Errorf("unpinned: %q", titles(page))
	}
	page = click(t, h, page, "Cut")
	if got := titles(page); !slices.Equal(got[:2], lines[1:3]) || !strings.Contains(texts(t, page), "1 cut") {
		t.Errorf("cut: %q", got)
	}
	if page = click(t, h, page, "Put back"); !slices.Equal(titles(page), lines) {
		t.Errorf("put back: %q", titles(page))
	}
	form := buttons(t, page, "Rewrite")[0]
	form.form.Set("words", "All are in.")
	_, to, _ = post(t, h, form.action, form.form)
	if page = get(t, h, to); !strings.Contains(texts(t, page), "your words All are in.") {
		t.Error("not rewritten")
	}
	if page = click(t, h, page, "Back to the printed sentence"); strings.Contains(texts(t, page), "your words All are in.") {
		t.Error("the printed sentence is not back")
	}
}

// TestForYourReview: the brief counts the statements it is not sure of, and leads to exactly these, one by one.
func TestForYourReview(t *testing.T) {
	st := matter(t)
	h := pages(t, st, io.Discard)
	d, err := st.AddDossier(t.Context(), store.Dossier{Name: "SAFE", Query: "SAFE"}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	link := regexp.MustCompile(`<span class="who">SAFE</span> <a href="(/review\?[^"]*)">(\d+) statements?</a>`).FindStringSubmatch(get(t, h, "/?"+safePeriod))
	if link == nil {
		t.Fatal("the brief has nothing for review")
	}
	n, err := strconv.Atoi(link[2])
	if err != nil || n == 0 {
		t.Fatal(link)
	}
	at, seen := strings.ReplaceAll(link[1], "&amp;", "&"), map[string]bool{}
	var first string
	for i := range n {
		page := get(t, h, at)
		words := texts(t, page)
		passage := regexp.MustCompile(`(?s)<mark>(.*?)</mark>`).FindString(page)
		if !strings.Contains(words, strconv.Itoa(n-i)+" statement") || !strings.Contains(words, "of SAFE") || passage == "" || seen[passage] {
			t.Fatalf("%d of %d: %s", i+1, n, words)
		}
		seen[passage] = true
		if i == 0 {
			first = page
		}
		skip := regexp.MustCompile(`href="([^"]*)" data-key="s"`).FindStringSubmatch(page)
		if (skip == nil) != (i == n-1) {
			t.Fatalf("%d of %d: skip leads to %q", i+1, n, skip)
		}
		if skip != nil {
			at = strings.ReplaceAll(skip[1], "&amp;", "&")
		}
	}
	// One answer, and one less waits.
	answer := regexp.MustCompile(`(?s)<form method="post" action="(/articles/[^"]*)">(.*?)</form>`).FindStringSubmatch(first)
	values := url.Values{"what": {"accept"}}
	for _, x := range regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`).FindAllStringSubmatch(answer[2], -1) {
		values.Set(x[1], html.UnescapeString(x[2]))
	}
	status, to, page := post(t, h, answer[1], values)
	if status != http.StatusSeeOther || !strings.HasPrefix(to, "/review?") {
		t.Fatal(status, to, texts(t, page))
	}
	if words := texts(t, get(t, h, to)); n > 1 && !strings.Contains(words, strconv.Itoa(n-1)+" statement") {
		t.Error(words)
	}
	if words := texts(t, get(t, h, "/dossiers/"+strconv.FormatInt(d.ID, 10))); !strings.Contains(words, "to review") {
		t.Error("the dossier's page does not lead to the review")
	}
	for path, status := range map[string]int{"/review?dossier=99": 404, "/review?dossier=x": 404, "/review?dossier=1&skip=-1": 400, "/review?dossier=1&skip=999": 200, "/review?dossier=1&since=soon": 400} {
		if res := ask(t, h, "GET", path, ""); res.StatusCode != status {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
}

func TestSentLog(t *testing.T) {
	st := matter(t)
	h := pages(t, st, io.Discard)
	if words := texts(t, get(t, h, "/brief/sent")); !strings.Contains(words, "Nothing was noted as sent") {
		t.Error(words)
	}
	for _, to := range []string{"the minister", evil} {
		if status, _, _ := post(t, h, "/brief/sent", url.Values{"period": {safePeriod}, "to": {to}}); status != http.StatusSeeOther {
			t.Fatal(status)
		}
	}
	page := get(t, h, "/brief/sent")
	checkSafe(t, "/brief/sent", page)
	if words := texts(t, page); !strings.Contains(words, "the minister") || !strings.Contains(words, "Brief of Thursday 4 December 2025, as it was sent") || !strings.Contains(page, `href="/brief/sent/1"`) {
		t.Error(words)
	}
}

// TestLineKeys: a line is pinned and cut by one key each, as entries are starred and marked in feed readers.
func TestLineKeys(t *testing.T) {
	chromium(t)
	site, _ := matterPages(t)
	b := openBrowser(t, site)
	b.visit("/?since=2025-11-28&until=2025-12-05")
	pinned := `document.querySelectorAll(".line .chip:not(.yours)").length`
	b.press("j")
	before, cut := js[int](b, "%s", pinned), js[int](b, `document.querySelectorAll(".line").length`)
	b.press("s")
	b.until(`location.search.includes("done=") && document.readyState === "complete" && %s !== %d`, pinned, before)
	b.press("j")
	b.press("m")
	b.until(`document.readyState === "complete" && document.querySelectorAll(".line").length === %d`, cut-1)
	b.quiet()
}
