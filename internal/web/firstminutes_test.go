package web_test

import (
	"encoding/json"
	"io"
	"net/http/httptest"
	"net/url"
	"os"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"rapporteur/internal/store"
)

// tabTo goes on with the Tab key until an element that a selector chooses has the focus.
func (b *browser) tabTo(selector string) {
	b.Helper()
	for range 200 {
		b.press("\t")
		if js[bool](b, `document.activeElement?.matches(%q) ?? false`, selector) {
			return
		}
	}
	b.Fatalf("the Tab key does not lead to %s at %s", selector, js[string](b, "location.href"))
}

// ready waits until the page of a path is there.
func (b *browser) ready(path string) {
	b.Helper()
	b.until(`location.pathname === %q && document.readyState === "complete"`, path)
}

// TestFirstMinutes: a newcomer with a keyboard goes from an empty desk to the sentence behind a line of the first brief, and
// takes back what they did.
func TestFirstMinutes(t *testing.T) {
	chromium(t)
	site, st, _ := openEmpty(t)
	b := openBrowser(t, site)
	b.screen(1280, 900, "light")
	began := time.Now()
	step := func(what string) { t.Logf("%6.1f s  %s", time.Since(began).Seconds(), what) }

	b.visit("/")
	b.ready("/start")
	step("the first steps stand there")
	b.tabTo(`form:has([name=sample]) button`)
	b.press("\r")
	b.until(`document.querySelector("[role=status]") !== null && document.querySelector("tbody tr") !== null`)
	step("the sample outlet is taken in")
	b.until(`location.pathname === "/start" && [...document.querySelectorAll("a")].some((a) => a.pathname.startsWith("/articles/"))`)
	step("the first article is read")
	waitForArticles(t, st, 30)
	b.visit("/start")
	step("thirty articles are read")

	b.tabTo("#follow")
	b.press("police\r")
	b.ready("/dossiers/new")
	if n := js[int](b, `document.querySelectorAll(".hit mark").length`); n == 0 {
		b.Fatal("the matches do not say why they match")
	}
	step("what matches is shown")
	b.tabTo(`[name=no]`)
	b.press(" ")
	b.tabTo(`button[formaction="/dossiers"]`)
	b.press("\r")
	b.ready("/")
	b.until(`document.querySelectorAll(".line").length > 2 && [...document.querySelectorAll("main a")].some((a) => a.textContent === "police" && a.pathname === "/dossiers/1")`)
	step("the first brief stands there")

	b.press("j")
	b.press("o")
	b.until(`location.pathname.startsWith("/articles/") && document.readyState === "complete"`)
	b.press("j")
	b.until(`document.querySelector(".note[data-here]") !== null`)
	step("a line is opened, a statement lit in its text")

	b.press("g")
	b.press("d")
	b.ready("/dossiers")
	b.press("j")
	b.press("o")
	b.ready("/dossiers/1")
	b.tabTo("#question")
	b.press("Who pays?\r")
	b.until(`document.querySelector(".done button") !== null && document.body.textContent.includes("Who pays?")`)
	b.tabTo(".done button")
	b.press("\r")
	b.until(`document.querySelector("[role=status]")?.textContent.startsWith("Taken back") && ![...document.querySelectorAll("li.note")].some((n) => n.textContent.includes("Who pays?"))`)
	step("a question is asked and taken back")
	b.until(`document.querySelectorAll("section:last-of-type li.note").length > 0`) // what was said no to
	b.quiet()
}

// TestLiveDraft: what a dossier would find changes while one types, and with the names that are ticked.
func TestLiveDraft(t *testing.T) {
	chromium(t)
	server := httptest.NewServer(pages(t, matter(t), io.Discard))
	defer server.Close()
	b := openBrowser(t, server.URL)
	b.visit("/dossiers/new")
	b.tabTo("#draft [name=q]")
	b.press("SAFE")
	b.until(`document.querySelector("#found h2")?.textContent === "9 articles" && document.querySelector("[name=alias]").checked`)
	b.press(" Britain price")
	b.until(`document.querySelector("#found h2")?.textContent !== "9 articles"`)
	if got := js[string](b, `document.activeElement.value`); got != "SAFE Britain price" {
		b.Errorf("the box holds %q", got)
	}
	b.press("\r")
	b.until(`location.search.includes("Britain")`)
	b.quiet()
}

// matterPages is a desk with the reports on the SAFE fund and a dossier of them, and the addresses of its pages.
func matterPages(t *testing.T) (site string, paths []string) {
	t.Helper()
	st := matter(t)
	server := httptest.NewServer(pages(t, st, io.Discard))
	t.Cleanup(server.Close)
	d, err := st.AddDossier(t.Context(), store.Dossier{Name: "SAFE, the EU’s defence loan fund", Query: "SAFE", Aliases: []string{"Security Action for Europe"}}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	list, err := st.Articles(t.Context(), store.ArticleFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range []store.Edit{
		{Kind: store.EditNote, Words: "Ask the ministry."}, {Kind: store.EditQuestion, Words: "Who pays?"}, {Kind: store.EditPin, About: list.Rows[1].ID},
		{Kind: store.EditRewrite, About: list.Rows[0].ID, Words: "Canada joins."}, {Kind: store.EditExclude, About: list.Rows[8].ID, Words: "a copy"}, {Kind: store.EditCut, About: list.Rows[2].ID},
	} {
		e.Dossier, e.At = d.ID, time.Now()
		if _, err := st.AddEdit(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	return server.URL, []string{
		"/?since=2025-11-28&until=2025-12-05", "/?since=2025-11-28&until=2025-12-05&done=4", "/", "/dossiers", "/dossiers/1", "/dossiers/1?done=1", "/dossiers/1/edit", "/dossiers/1/log",
		"/dossiers/1/statements?party=Adam+Whitlock", "/dossiers/new", "/dossiers/new?q=SAFE", "/dossiers/new?q=" + url.QueryEscape(`"open`), "/start", "/articles/" + list.Rows[0].ID,
	}
}

// TestMatterPages: the pages fit every width, are readable in both themes, and need no script to be read.
func TestMatterPages(t *testing.T) {
	chromium(t)
	site, paths := matterPages(t)
	b := openBrowser(t, site)
	for _, theme := range []string{"light", "dark"} {
		for _, path := range paths {
			for _, width := range []int64{320, 1280} {
				b.screen(width, 900, theme)
				b.visit(path)
				if got := js[int64](b, `document.documentElement.scrollWidth`); got > width {
					b.Errorf("%s is %d wide on a screen of %d", path, got, width)
				}
			}
			for _, poor := range js[[]string](b, "%s", poorContrast) {
				b.Errorf("%s, %s: %s", theme, path, poor)
			}
			if n := js[int](b, `document.querySelectorAll("h1").length`); n != 1 {
				b.Errorf("%s has %d headlines", path, n)
			}
			b.axe(theme + " " + path)
		}
	}
	b.screen(1280, 900, "light")
	b.quiet()
	readWithoutScript(b)
}

// readWithoutScript walks from the brief to a sentence and from a cell of the grid to its statement, with scripts turned off.
func readWithoutScript(b *browser) {
	set := func(off bool) {
		if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: off}); err != nil {
			b.Fatal(err)
		}
	}
	set(true)
	defer set(false)
	b.visit("/?since=2025-11-28&until=2025-12-05")
	b.do(chromedp.Click(chromedp.CSS(".line .sentence a")), chromedp.WaitVisible(chromedp.CSS(".text p:target")))
	b.visit("/dossiers/1")
	b.do(chromedp.Click(chromedp.CSS(".fact a")), chromedp.WaitVisible(chromedp.CSS(".text p:target")))
	b.visit("/dossiers/1")
	b.do(chromedp.Click(chromedp.CSS("td .cell.against")), chromedp.WaitVisible(chromedp.CSS(".no:target")))
	b.visit("/dossiers/new?q=SAFE")
	b.do(chromedp.Click(chromedp.CSS(`button[formaction="/dossiers"]`)), chromedp.WaitVisible(chromedp.CSS(".grid")))
}

// axe has axe-core check the page, where RAPPORTEUR_AXE names its file (axe.min.js of the npm package axe-core).
func (b *browser) axe(where string) {
	b.Helper()
	file := os.Getenv("RAPPORTEUR_AXE")
	if file == "" {
		return
	}
	code, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	js[bool](b, "%s; true", code)
	js[bool](b, `window.found = undefined, axe.run().then((r) => { window.found = JSON.stringify(r.violations.map((v) => v.id + ": " + v.help + " " + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | "))) }), true`)
	b.until(`window.found !== undefined`)
	var found []string
	if err := json.Unmarshal([]byte(js[string](b, `window.found`)), &found); err != nil {
		b.Fatal(err)
	}
	for _, f := range found {
		b.Errorf("%s: %s", where, f)
	}
}
