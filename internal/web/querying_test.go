package web_test

import (
	"cmp"
	"encoding/json"
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	nethtml "golang.org/x/net/html"

	"rapporteur/internal/desktest"
)

func TestSearchPage(t *testing.T) {
	h := pages(t, archive(t), io.Discard)
	page := body(t, ask(t, h, "GET", "/search?q="+url.QueryEscape(`by:kallas pivotal`), ""))
	seen := texts(t, page)
	for _, want := range []string{"4 articles", "pivotal, said by kallas", "Why it was found", "by:kallas", "Who speaks", "Kaja Kallas", "4 · 100 %", "says", "of all 4 articles found", "Save this query as"} {
		if !strings.Contains(seen, want) {
			t.Errorf("the page does not say %q: %s", want, seen)
		}
	}
	if !strings.Contains(html.UnescapeString(page), url.QueryEscape(`by:kallas pivotal (by:"Kaja Kallas")`)) {
		t.Error("a facet does not lead to the narrower query")
	}
	for path, want := range map[string]string{
		"/search?q=a+(b":                               "a (bThis parenthesis is not closed",
		"/statements?q=act:regects":                    "did you mean rejects?",
		"/figures?q=figure:x":                          "No figure fits",
		"/figures?q=date:soon":                         "is no date",
		"/calendar?q=in:nowhere":                       "no saved query is called",
		"/search?q=" + strings.Repeat("word+", 10_000): "longer than 10000 characters",
	} {
		res := ask(t, h, "GET", path, "")
		if seen := texts(t, body(t, res)); !strings.Contains(strings.ToLower(seen), strings.ToLower(want)) {
			t.Errorf("%.40s does not say %q: %.600s", path, want, seen)
		}
		if bad := !strings.Contains(want, "fits"); bad != (res.StatusCode == http.StatusBadRequest) {
			t.Errorf("%.40s: %d", path, res.StatusCode)
		}
	}
}

func TestBuiltQueries(t *testing.T) {
	h := pages(t, archive(t), io.Discard)
	form := url.Values{"to_page": {"/search"}, "rest": {"frozen"}, "words": {"assets (belgium)"}, "phrase": {`last “and” outlast`}, "without": {"opinion sport"}, "by": {"Kaja Kallas"}, "act": {"asks for"},
		"outlet": {"a.example"}, "figure": {"EUR>1bn"}, "due": {"<2026-01"}, "from": {"2025-11-01"}}
	res := ask(t, h, "GET", "/build?"+form.Encode(), "")
	to, err := url.Parse(res.Header.Get("Location"))
	if err != nil || res.StatusCode != http.StatusSeeOther {
		t.Fatal(res.StatusCode, err)
	}
	want := `assets belgium "last and outlast" -opinion -sport by:"Kaja Kallas" act:"asks for" outlet:a.example figure:EUR>1bn due:"<2026-01" date:2025-11-01/ frozen`
	if got := to.Query().Get("q"); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if res := ask(t, h, "GET", to.String(), ""); res.StatusCode != http.StatusOK {
		t.Errorf("the query that was built can't be read: %s", texts(t, body(t, res)))
	}
	if res := ask(t, h, "GET", "/build?to_page=//evil.example&words=x", ""); res.StatusCode != http.StatusNotFound {
		t.Error("a form leads elsewhere:", res.StatusCode)
	}
}

// rowsOf gives the rows of the form that a page shows filled, as the form would send them.
func rowsOf(t *testing.T, page string) url.Values {
	t.Helper()
	doc, err := nethtml.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	out := url.Values{}
	for form := range doc.Descendants() {
		if form.Data != "form" || attribute(form, "action") != "/build" {
			continue
		}
		choice := ""
		for n := range form.Descendants() {
			switch {
			case n.Data == "input":
				out.Set(attribute(n, "name"), attribute(n, "value"))
			case n.Data == "select":
				choice = attribute(n, "name")
			case n.Data == "option" && slices.ContainsFunc(n.Attr, func(a nethtml.Attribute) bool { return a.Key == "selected" }):
				out.Set(choice, attribute(n, "value"))
			}
		}
	}
	return out
}

// TestBuilderIsFilled: a query goes into the rows of the form and comes out the same, the order of its conditions apart.
func TestBuilderIsFilled(t *testing.T) {
	h := pages(t, archive(t), io.Discard)
	for text, want := range map[string]string{
		`frozen assets "last and outlast" -opinion -sport by:"Kaja Kallas" about:"frozen assets" act:"asks for" kind:direct outlet:example.org figure:EUR>1bn due:"<2026-01" date:2025-11-01/2025-12-31`: "",
		`sanction* act:rej date:2025-11/2025-12`: `sanction* act:rejects date:2025-11-01/2025-12-31`,
		`date:2025-W48 x`:                        `x date:2025-11-24/2025-11-30`,
		`date:/2025 x`:                           `x date:/2025-12-31`,
		// What has no row is kept as typed.
		`x date:-30d`: "", `x date:"last week" wire:reuters lang:en`: "", `x by:kallas by:metsola`: "", `x "a b" "c d"`: "", `frozen (by:kallas) (by:metsola)`: "", `a OR b`: "", `x -by:kallas`: "", `x by:(kallas OR metsola)`: `x by:kallas OR by:metsola`, `x by:"kallas"`: "",
		`x -(a b)`: "", `a (b`: "", `by:`: "", `figure:1..2bn`: "", `x due:>2025`: `x due:">2025"`, `confidence:>0.8`: "", `"a:b"`: "",
	} {
		page := body(t, ask(t, h, "GET", "/search?q="+url.QueryEscape(text), ""))
		res := ask(t, h, "GET", "/build?"+rowsOf(t, page).Encode(), "")
		to, err := url.Parse(res.Header.Get("Location"))
		if err != nil {
			t.Fatal(err)
		}
		if got := to.Query().Get("q"); got != cmp.Or(want, text) {
			t.Errorf("%s comes out as %s", text, got)
		}
	}
	rows := rowsOf(t, body(t, ask(t, h, "GET", "/search?q="+url.QueryEscape(`frozen by:"Kaja Kallas" act:rejects (a OR b) date:2025-11`), "")))
	for row, want := range map[string]string{"words": "frozen", "by": "Kaja Kallas", "act": "rejects", "rest": "a OR b", "from": "2025-11-01", "to": "2025-11-30"} {
		if rows.Get(row) != want {
			t.Errorf("%s: %q, want %q", row, rows.Get(row), want)
		}
	}
	if seen := texts(t, body(t, ask(t, h, "GET", "/search?q=a+OR+b", ""))); !strings.Contains(seen, "have no row: they are kept here as typed") {
		t.Error("nothing says why the rows are empty")
	}
}

func TestSavedQueriesOnThePage(t *testing.T) {
	h := pages(t, archive(t), io.Discard)
	post := func(path string, form url.Values) *http.Response { return ask(t, h, "POST", path, form.Encode()) }
	if res := post("/queries", url.Values{"name": {"Kallas, pivotal"}, "q": {"by:kallas pivotal"}}); res.StatusCode != http.StatusSeeOther {
		t.Fatal(res.StatusCode)
	}
	page := body(t, ask(t, h, "GET", "/search", ""))
	id := regexp.MustCompile(`/queries/(\d+)/delete`).FindStringSubmatch(page)
	if id == nil || !strings.Contains(texts(t, page), "Kallas, pivotal") {
		t.Fatal(texts(t, page))
	}
	if seen := texts(t, body(t, ask(t, h, "GET", "/search?q="+url.QueryEscape(`in:"kallas, pivotal"`), ""))); !strings.Contains(seen, "4 articles") {
		t.Error(seen)
	}
	res := post("/queries/"+id[1]+"/delete", nil)
	gone := body(t, ask(t, h, "GET", res.Header.Get("Location"), ""))
	if strings.Contains(texts(t, gone), "Kallas, pivotal") || !strings.Contains(gone, "/queries/"+id[1]+"/restore") {
		t.Error(texts(t, gone))
	}
	post("/queries/"+id[1]+"/restore", nil)
	if seen := texts(t, body(t, ask(t, h, "GET", "/search", ""))); !strings.Contains(seen, "Kallas, pivotal") {
		t.Error(seen)
	}
}

func TestCompletions(t *testing.T) {
	h := pages(t, archive(t), io.Discard)
	res := ask(t, h, "GET", "/complete?before="+url.QueryEscape("x by:kal"), "")
	var got struct {
		Keep        string
		Suggestions []struct{ Text, What string }
	}
	if err := json.NewDecoder(res.Body).Decode(&got); err != nil {
		t.Fatal(err)
	}
	if got.Keep != "x by:" || len(got.Suggestions) == 0 || got.Suggestions[0].Text != `"Kaja Kallas"` {
		t.Errorf("%+v", got)
	}
}

func TestFiguresPage(t *testing.T) {
	h := pages(t, archive(t), io.Discard)
	page := body(t, ask(t, h, "GET", "/figures?q="+url.QueryEscape("figure:EUR>1bn"), ""))
	seen := texts(t, page)
	for _, want := range []string{"€150 billion", "would not be enough", "said by Kaja Kallas", "Figures in EUR through time", "The same as a table"} {
		if !strings.Contains(seen, want) {
			t.Errorf("the page does not say %q: %s", want, seen)
		}
	}
	if !strings.Contains(page, `<svg class="chart"`) || !regexp.MustCompile(`<tr id="f-[^"]+"`).MatchString(page) || !regexp.MustCompile(`href="#f-[^"]+"`).MatchString(page) {
		t.Error("the drawing's points do not lead to the table's rows")
	}
}

func TestCalendarPage(t *testing.T) {
	h := pages(t, archive(t), io.Discard)
	seen := texts(t, body(t, ask(t, h, "GET", "/calendar?month=2025-12", "")))
	for _, want := range []string{"December 2025", "Mon 15 Dec 2025", "We will sign the agreement by 15 December 2025", "November 2025", "January 2026"} {
		if !strings.Contains(seen, want) {
			t.Errorf("the page does not say %q: %s", want, seen)
		}
	}
	if strings.Contains(seen, "went home without a decision") {
		t.Error("a day that was over when it was written about stands in the calendar")
	}
	if res := ask(t, h, "GET", "/calendar?month=soon", ""); res.StatusCode != http.StatusBadRequest {
		t.Error(res.StatusCode)
	}
	res := ask(t, h, "GET", "/calendar.ics?month=2025-12", "")
	ics := body(t, res)
	if !strings.HasPrefix(ics, "BEGIN:VCALENDAR\r\n") || !strings.Contains(ics, "DTSTART;VALUE=DATE:20251215") || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/calendar") {
		t.Errorf("%.500s", ics)
	}
	for line := range strings.SplitSeq(ics, "\r\n") {
		if len(line) > 75 {
			t.Errorf("a line of %d bytes: %s", len(line), line)
		}
	}
}

// How a word in capitals was taken is said on the page, which leads to the other way; completion offers both before.
func TestAcronymsOnThePage(t *testing.T) {
	h := pages(t, desktest.Articles(t, "safe-"), io.Discard)
	for q, want := range map[string][]string{
		"SAFE fund": {"SAFE is taken for an acronym: it stands in capitals in what is found. Also the word “safe”", `href="/search?q=safe&#43;fund"`},
		"safe":      {"“safe” finds SAFE, too. Only the acronym SAFE", `href="/search?q=SAFE"`},
		"FUND":      {"FUND stands nowhere in capitals, so it is taken for the word “fund”."},
	} {
		page := see(t, h, "/search?q="+url.QueryEscape(q))
		contains(t, q, page, want[0])
		if len(want) > 1 && !strings.Contains(page, want[1]) {
			t.Errorf("%s: the page does not lead to %s", q, want[1])
		}
	}
	if got := body(t, ask(t, h, "GET", "/complete?before=by:maurer+SAFE", "")); !strings.Contains(got, `{"keep":"by:maurer ","suggestions":[{"text":"SAFE","what":"only the acronym, in capitals: 9 articles"},{"text":"safe","what":"the word, in any case"}`) {
		t.Error(got)
	}
}
