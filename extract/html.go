package extract

import (
	"errors"
	"net/url"
	"strings"

	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"

	"rapporteur"
)

// HTML makes an article of a web page. Trafilatura says which blocks of the page are its main text; the words are then
// taken from the page's own blocks, in their order, so that nothing is rewritten on the way. What the page states of
// itself is read from JSON-LD, OpenGraph, microdata and meta tags, in that order of trust.
func HTML(p *rapporteur.Page) (*rapporteur.Article, error) {
	if err := refuse(p.Body); err != nil {
		return nil, err
	}
	text := strings.ReplaceAll(decode(p.Body, p.ContentType), "\x00", "") // browsers skip NULs as well
	if binary(text) {
		return nil, notArticle("is binary or garbled; Rapporteur reads HTML, plain text and .eml")
	}
	doc, err := parse(text)
	if err != nil {
		return nil, err
	}
	m := readMetadata(doc, webAddress(p))
	if why := wall(m, doc); why != "" {
		return nil, notArticle("%s", why)
	}
	a := &rapporteur.Article{
		Revision: 1, URL: m.canonical(), Outlet: m.outlet(), Byline: m.byline(), Fetched: p.Fetched,
		Published: m.published(), Modified: m.modified(),
	}
	compose(a, m, selectBlocks(doc, m))
	if n := countLetters(a); n < minLetters {
		return nil, notArticle("holds no article text (%d letters outside menus and links); if the page needs JavaScript, save it from a browser", n)
	}
	readOpening(a)
	m.readWire(a)
	readCredits(a)
	a.Language = language(a.Text, m.language)
	a.ID = identity(a)
	a.Published = reckon(a, a.Published)
	return a, nil
}

// minLetters is the least that a page's paragraphs hold to be an article: the shortest flash of a wire has more.
const minLetters = 40

func countLetters(a *rapporteur.Article) int {
	n := 0
	for _, p := range a.Parts {
		if p.Kind == rapporteur.Paragraph || p.Kind == rapporteur.Standfirst {
			n += len(key(p.Of(a.Text)))
		}
	}
	return n
}

// webAddress is where the page was found, "" for files.
func webAddress(p *rapporteur.Page) string {
	for _, s := range []string{p.FinalURL, p.URL} {
		if u, err := url.Parse(s); err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" {
			return strings.ToValidUTF8(s, "\uFFFD")
		}
	}
	return ""
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToValidUTF8(strings.TrimPrefix(strings.ToLower(u.Hostname()), "www."), "\uFFFD")
}

// maxElements bounds the work on one page. The longest liveblogs have some 60,000 elements.
const maxElements = 250_000

// parse reads the page into a tree. The parser gives up on pages nested deeper than 512 elements, most of them old ones
// whose <font> and <b> were never closed: without such tags they have another chance.
func parse(text string) (*html.Node, error) {
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		doc, err = html.Parse(strings.NewReader(withoutFormatting(text)))
	}
	if err != nil {
		return nil, notArticle("is nested too deep to be read (more than 512 elements); save the article as plain text")
	}
	if n := countElements(doc); n > maxElements {
		return nil, notArticle("has %d elements, more than the limit of %d; save the article as plain text", n, maxElements)
	}
	return doc, nil
}

func countElements(doc *html.Node) int {
	n := 0
	for d := range doc.Descendants() {
		if d.Type == html.ElementNode {
			n++
		}
	}
	return n
}

var formatting = map[string]bool{
	"a": true, "b": true, "big": true, "code": true, "em": true, "font": true, "i": true, "nobr": true, "s": true,
	"small": true, "span": true, "strike": true, "strong": true, "tt": true, "u": true, "center": true, "ins": true, "del": true,
}

func withoutFormatting(text string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(text))
	for z.Next() != html.ErrorToken {
		raw := z.Raw()
		name, _ := z.TagName()
		if formatting[string(name)] {
			continue
		}
		b.Write(raw)
	}
	return b.String()
}

// mainText asks trafilatura for the main text of a tree from which scripts and metadata have been taken, so that it
// can't prefer JSON-LD's articleBody. The tree is left as it was. A panic of the library is an error here: the page's
// blocks are then judged without it.
func mainText(doc *html.Node) (content *html.Node, err error) {
	defer func() {
		if recover() != nil {
			content, err = nil, errLibrary
		}
	}()
	r, err := trafilatura.ExtractDocument(doc, libraryOptions())
	if err != nil {
		return nil, err
	}
	return r.ContentNode, nil
}

// libraryOptions keeps off what is not linked (third_party/README.md says why): the search for dates, the second opinion.
func libraryOptions() trafilatura.Options {
	return trafilatura.Options{EnableFallback: false, ExcludeComments: true, HtmlDateMode: trafilatura.Disabled}
}

var errLibrary = errors.New("the page broke the extractor")

// wall recognises pages that stand in front of an article.
func wall(m *metadata, doc *html.Node) string {
	title := strings.ToLower(m.title)
	for _, w := range walls {
		if strings.HasPrefix(title, w.title) {
			return w.why
		}
	}
	return ""
}

var walls = []struct{ title, why string }{
	{"just a moment", "is a challenge page (are you human?); save the article from a browser"},
	{"attention required", "is a challenge page (are you human?); save the article from a browser"},
	{"access denied", "says that access is denied; save the article from a browser"},
	{"403 forbidden", "says that access is denied; save the article from a browser"},
	{"are you a robot", "is a challenge page (are you human?); save the article from a browser"},
	{"404 not found", "says that there is no such page; check the address"},
	{"page not found", "says that there is no such page; check the address"},
}
