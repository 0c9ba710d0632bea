package web_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http/httptest"
	"net/netip"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"rapporteur/internal/desk"
	"rapporteur/internal/fetch"
	"rapporteur/internal/sample"
	"rapporteur/internal/store"
	"rapporteur/internal/web"
)

// browserTime bounds a test in the browser as a whole, each step with it.
const browserTime = 6 * time.Minute

// chromium finds the browser. Where there is none the test is skipped, except in CI.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("no chromium or google-chrome on the PATH: the pages can't be tested in a browser")
	}
	t.Skip("NOT TESTED IN A BROWSER: install chromium or google-chrome")
	return ""
}

// browser is a tab, and what its console said.
type browser struct {
	*testing.T
	ctx  context.Context
	site string

	mu      sync.Mutex
	console []string
}

// openBrowser starts a browser of its own, which ends with the test.
func openBrowser(t *testing.T, site string) *browser {
	t.Helper()
	bounded, cancel := context.WithTimeout(t.Context(), browserTime)
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium(t)), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-quic", true), chromedp.WindowSize(1280, 900))
	allocated, closeAll := chromedp.NewExecAllocator(bounded, options...)
	ctx, closeTab := chromedp.NewContext(allocated)
	t.Cleanup(func() {
		if err := chromedp.Cancel(ctx); err != nil && bounded.Err() == nil {
			t.Errorf("the browser did not close: %v", err)
		}
		closeTab()
		closeAll()
		cancel()
	})
	b := &browser{T: t, ctx: ctx, site: site}
	b.do(chromedp.Navigate("about:blank"))
	messages := chromedp.Console(ctx)
	go func() {
		for m, err := range messages {
			if err != nil {
				return
			}
			b.mu.Lock()
			b.console = append(b.console, m.String()+" "+m.URL)
			b.mu.Unlock()
		}
	}()
	return b
}

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.Fatal(err)
	}
}

func (b *browser) visit(path string) { b.Helper(); b.do(chromedp.Navigate(b.site + path)) }

// press types keys, once the page is whole: its script hears none before that.
func (b *browser) press(keys string) {
	b.Helper()
	b.until(`document.readyState == "complete"`)
	b.do(chromedp.KeyEvent(keys))
}

// js evaluates an expression in the page.
func js[T any](b *browser, format string, args ...any) T {
	b.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](fmt.Sprintf(format, args...)))
	if err != nil {
		b.Fatalf("%s: %v", format, err)
	}
	return v
}

// until waits for an expression to be true.
func (b *browser) until(format string, args ...any) {
	b.Helper()
	expression := fmt.Sprintf(format, args...)
	for range 400 {
		if ok, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](expression)); err == nil && ok { // an error: between two pages
			return
		}
		select {
		case <-b.ctx.Done():
			b.Fatalf("time is up; waiting for %s", expression)
		case <-time.After(25 * time.Millisecond):
		}
	}
	b.Fatalf("never true: %s; at %s", expression, js[string](b, "location.href"))
}

// quiet fails if the console has an error, such as a breach of the Content-Security-Policy. Answers of 4xx that the test asks
// for are reported there, too, and are no fault.
func (b *browser) quiet() {
	b.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, m := range b.console {
		if !strings.Contains(m, "the server responded with a status of 4") {
			b.Errorf("the console says: %s", m)
		}
	}
}

func (b *browser) screen(width, height int64, theme string) {
	b.Helper()
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: theme}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
	if err != nil {
		b.Fatal(err)
	}
	b.do(chromedp.EmulateViewport(width, height))
}

// openSample opens a desk on loopback with the sample outlet, and waits until it has read some of it.
func openSample(t *testing.T) (site string) {
	t.Helper()
	site, st, take := openEmpty(t)
	if _, err := take(t.Context()); err != nil {
		t.Fatal(err)
	}
	waitForArticles(t, st, 30)
	return site
}

// openEmpty opens a desk at work with nothing in it, and gives what takes in the sample outlet.
func openEmpty(t *testing.T) (site string, st *store.Store, take func(context.Context) (string, error)) {
	t.Helper()
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	base, at, err := sample.Serve(ctx, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	st = emptyArchive(t)
	f, err := fetch.New(fetch.Config{Hosts: map[string]netip.AddrPort{sample.Host: at}})
	if err != nil {
		t.Fatal(err)
	}
	d, err := desk.New(desk.Config{Store: st, Fetcher: f, FirstItems: 30})
	if err != nil {
		t.Fatal(err)
	}
	take = func(ctx context.Context) (string, error) {
		report, err := d.Add(ctx, base+sample.FeedPath)
		if err != nil {
			return "", err
		}
		return report.String(), nil
	}
	h, err := web.Handler(web.Config{
		Store: st, Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Version: "test", Engine: "test", Visit: d.VisitNow, Sample: take,
		Add: func(ctx context.Context, what string) (string, error) {
			report, err := d.AddAddresses(ctx, what)
			if err != nil {
				return "", err
			}
			return report.String(), nil
		},
		AddFiles: filesTo(d),
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h)
	done := make(chan error, 1)
	go func() { done <- d.Run(ctx) }()
	t.Cleanup(func() {
		server.Close()
		stop()
		if err := <-done; err != nil {
			t.Errorf("the desk: %v", err)
		}
	})
	return server.URL, st, take
}

func waitForArticles(t *testing.T, st *store.Store, n int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for {
		c, err := st.Counts(ctx)
		if err != nil {
			t.Fatalf("the sample outlet was not read in time: %v", err)
		}
		if c.Articles >= n {
			return
		}
		select {
		case <-ctx.Done():
			t.Fatalf("%d of %d articles were read in time", c.Articles, n)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// TestBrowser walks the pages as a person does.
func TestBrowser(t *testing.T) {
	chromium(t)
	b := openBrowser(t, openSample(t))
	b.screen(1280, 900, "light")
	for _, walk := range []struct {
		name string
		run  func(*browser)
	}{
		{"from the list to an article", walkArticle}, {"statements of a speaker", walkStatements}, {"search", walkSearch},
		{"a subject is put right", walkSubject}, {"the review queue, by keys", walkReview},
		{"a bad address", walkBadSource}, {"keys", walkKeys}, {"every page at every width", walkWidths}, {"dark", walkDark}, {"without JavaScript", walkWithoutScript},
	} {
		t.Run(walk.name, func(t *testing.T) {
			here := &browser{T: t, ctx: b.ctx, site: b.site}
			walk.run(here)
		})
	}
	t.Run("hostile words", func(t *testing.T) {
		walkHostile(&browser{T: t, ctx: b.ctx})
	})
	b.quiet()
}

// walkHostile: nothing of what a hostile page plants runs, and words without end do not widen a page.
func walkHostile(b *browser) {
	st := archive(b.T)
	server := httptest.NewServer(pages(b.T, st, io.Discard))
	defer server.Close()
	b.site = server.URL
	b.screen(320, 800, "light")
	for _, path := range append(articles(b.T, st), "/articles", "/statements", "/search?q=alert", "/figures", "/calendar", "/sources", "/subjects", "/subjects/1", "/review", "/corrections") {
		b.visit(path)
		if n := js[int](b, `document.images.length + document.querySelectorAll("script:not([src^='/assets/'])").length`); n != 0 {
			b.Errorf("%s: %d images and scripts that are not ours", path, n)
		}
		if got := js[int](b, `document.documentElement.scrollWidth`); got > 320 {
			b.Errorf("%s is %d wide on a screen of 320", path, got)
		}
	}
}

// quoted opens the article with the most statements of the first page, and gives its path.
func quoted(b *browser) string {
	b.Helper()
	b.visit("/articles")
	path := js[string](b, `[...document.querySelectorAll(".item")].sort((x, y) => parseInt(y.querySelector(".meta span + span").textContent) - parseInt(x.querySelector(".meta span + span").textContent))[0].querySelector("a").pathname`)
	b.visit(path)
	return path
}

const lit = `(e) => getComputedStyle(e).boxShadow !== "none"`

// walkArticle: what belongs to a statement lights up together, whether hovered or in focus, and numbers lead there and back.
func walkArticle(b *browser) {
	b.visit("/articles")
	b.until(`location.pathname === "/articles" && document.querySelectorAll(".item").length >= 30`)
	quoted(b)
	if n := js[int](b, `document.querySelectorAll("h1").length`); n != 1 {
		b.Errorf("%d headlines", n)
	}
	group := js[string](b, `[...document.querySelectorAll("li.note[id^=s]")].map(n => n.id).find(s => ["source", "cue", "content"].every(c => document.querySelector(".text ." + c + "[data-on~=" + s + "]")))`)
	all := fmt.Sprintf(`[...document.querySelectorAll("[data-on~=%s]")].every(%s)`, group, lit)
	if js[bool](b, "%s", all) {
		b.Fatal("a statement is lit before anybody touched it")
	}
	b.do(chromedp.Focus(chromedp.CSS("#t" + strings.TrimPrefix(group, "s"))))
	b.until("%s", all)
	js[bool](b, `document.activeElement.blur(), true`)
	b.until("!(%s)", all)
	js[bool](b, `document.querySelector(".text .source[data-on~=%s]").scrollIntoView({block: "center"}), true`, group)
	at := js[[]float64](b, `(() => { const r = document.querySelector(".text .source[data-on~=%s]").getClientRects()[0]; return [r.x + r.width / 2, r.y + r.height / 2] })()`, group)
	b.do(chromedp.MouseEvent("mouseMoved", at[0], at[1]))
	b.until("%s", all)
	b.do(chromedp.MouseEvent("mouseMoved", 1, 1), chromedp.Click(chromedp.CSS("#t"+strings.TrimPrefix(group, "s"))))
	b.until(`location.hash === "#%s"`, group)
	b.do(chromedp.Click(chromedp.CSS("#" + group + " .tools a")))
	b.until(`location.hash === "#t%s"`, strings.TrimPrefix(group, "s"))
}

func walkStatements(b *browser) {
	b.visit("/statements")
	name := js[string](b, `document.querySelector(".said .who a").textContent`)
	b.do(chromedp.SendKeys(chromedp.CSS(`input[name=speaker]`), name+"\r"))
	b.until(`document.readyState === "complete" && location.search.includes("speaker=") && document.querySelector("h1").textContent === "Statements by " + %q`, name)
	if !js[bool](b, `[...document.querySelectorAll(".said .who")].length > 0 && [...document.querySelectorAll(".said .who")].every(w => w.textContent.includes(%q))`, name) {
		b.Errorf("statements of others than %s are shown", name)
	}
	b.do(chromedp.Click(chromedp.CSS(".said .place")))
	b.until(`location.pathname.startsWith("/articles/") && document.querySelector(".no:target") !== null`)
}

func walkSearch(b *browser) {
	b.visit("/articles")
	b.press("/")
	b.until(`document.activeElement.matches("input.find")`)
	b.press("government\r")
	b.until(`location.pathname === "/search" && document.querySelectorAll(".hit mark").length > 0`)
	if !js[bool](b, `[...document.querySelectorAll(".hit")].every(h => [...h.querySelectorAll("mark")].some(m => /^government/i.test(m.textContent)))`) {
		b.Error("a hit does not show what it was found by")
	}
	b.visit(`/search?q=%22unclosed`)
	b.until(`document.querySelector("[role=alert]") !== null`)
}

func walkBadSource(b *browser) {
	b.visit("/sources")
	b.do(chromedp.SendKeys(chromedp.ID("what"), "not an address\r"))
	b.until(`document.querySelector("[role=alert]") !== null`)
	if got := js[string](b, `document.getElementById("what").value`); got != "not an address" {
		b.Errorf("what was pasted is gone: %q", got)
	}
	if !js[bool](b, `document.querySelector("tbody").textContent.includes("Wikinews")`) {
		b.Error("the sources are not shown beside the problem")
	}
}

func walkKeys(b *browser) {
	b.visit("/articles")
	b.press("j")
	b.press("j")
	b.press("k")
	b.press("j")
	b.until(`document.querySelectorAll(".item")[1].hasAttribute("data-here") && document.querySelectorAll("[data-here]").length === 1`)
	want := js[string](b, `document.querySelectorAll(".item h3 a")[1].pathname`)
	b.press("o")
	b.until(`location.pathname === %q && document.readyState === "complete"`, want)
	b.press("j")
	b.until(`document.querySelector(".note[data-here]") !== null`)
	b.press("g")
	b.press("s")
	b.until(`location.pathname === "/statements" && document.readyState === "complete"`)
	b.press("?")
	b.until(`location.pathname === "/keys" && document.readyState === "complete"`)
	b.press("\t")
	b.until(`document.activeElement.matches("a.skip") && document.activeElement.getBoundingClientRect().left >= 0`)
	if !js[bool](b, `getComputedStyle(document.activeElement).outlineStyle === "solid"`) {
		b.Error("the focus can't be seen")
	}
}

func everyPage(b *browser) []string {
	b.Helper()
	return []string{quoted(b), "/articles", "/articles?from=2031-01-01", "/statements", "/search", "/search?q=government", "/search?q=a+(b", "/figures", "/figures?q=government", "/calendar", "/calendar?month=2022-07", "/sources", "/keys", "/subjects", "/subjects/1", "/review", "/review?what=subjects", "/corrections", "/nowhere"}
}

func walkWidths(b *browser) {
	for _, path := range everyPage(b) {
		for _, width := range []int64{320, 390, 768, 1280} {
			b.screen(width, 900, "light")
			b.visit(path)
			if got := js[int64](b, `document.documentElement.scrollWidth`); got > width {
				b.Errorf("%s is %d wide on a screen of %d", path, got, width)
			}
		}
	}
	// Which subject has which number differs from run to run; a name of many words is wide in a list of choices.
	b.screen(320, 900, "light")
	for n := 1; n <= 150; n++ {
		b.visit(fmt.Sprintf("/subjects/%d", n))
		if got := js[int64](b, `document.documentElement.scrollWidth`); got > 320 {
			b.Errorf("/subjects/%d, %q, is %d wide on a screen of 320", n, js[string](b, `document.title`), got)
		}
	}
	b.screen(1280, 900, "light")
}

// walkDark: the dark theme is applied, and every text has a contrast of 4.5 or more as the browser draws it.
func walkDark(b *browser) {
	for _, theme := range []string{"light", "dark"} {
		b.screen(1280, 900, theme)
		for _, path := range everyPage(b) {
			b.visit(path)
			if dark := js[bool](b, `parseInt(getComputedStyle(document.body).backgroundColor.slice(4)) < 64`); dark != (theme == "dark") {
				b.Errorf("%s: dark is %v in the %s theme", path, dark, theme)
			}
			for _, poor := range js[[]string](b, "%s", poorContrast) {
				b.Errorf("%s, %s: %s", theme, path, poor)
			}
		}
	}
	b.screen(1280, 900, "light")
}

// poorContrast lists the elements whose text has a contrast below 4.5 to the nearest ground behind them (WCAG 2.2).
const poorContrast = `(() => {
  const rgb = (s) => s.match(/[\d.]+/g).map(Number);
  const lum = (c) => { const [r, g, b] = c.map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b };
  const ground = (e) => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0.5) return c.slice(0, 3) } return [255, 255, 255] };
  return [...document.querySelectorAll("body *")].filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())).map((e) => {
    const a = lum(rgb(getComputedStyle(e).color).slice(0, 3)), b = lum(ground(e));
    return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), e.outerHTML.slice(0, 100)];
  }).filter(([c]) => c < 4.5).map(([c, e]) => c.toFixed(2) + " " + e);
})()`

// walkWithoutScript: reading, filters and the form for sources need no JavaScript.
func walkWithoutScript(b *browser) {
	set := func(off bool) {
		if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: off}); err != nil {
			b.Fatal(err)
		}
	}
	path := quoted(b)
	set(true)
	defer set(false)
	b.visit("/statements")
	b.do(chromedp.SendKeys(chromedp.CSS(`input[name=speaker]`), "a"), chromedp.Click(chromedp.CSS(".filter button")), chromedp.WaitVisible(chromedp.CSS(".filter .do a")))
	b.visit(path)
	b.do(chromedp.Click(chromedp.CSS(".text .no")), chromedp.WaitVisible(chromedp.CSS(".note:target, .note:has(:target)")))
	shown, err := chromedp.Run(b.ctx, chromedp.Text(chromedp.CSS(".text")))
	if err != nil || len(shown) < 500 {
		b.Errorf("%d bytes of text are shown (%v)", len(shown), err)
	}
	b.visit("/sources")
	b.do(chromedp.SendKeys(chromedp.ID("what"), "not an address"), chromedp.Click(chromedp.CSS(".add button")), chromedp.WaitVisible(chromedp.CSS("[role=alert]")))
}
