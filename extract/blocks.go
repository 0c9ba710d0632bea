package extract

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"rapporteur"
)

// block is a run of text between two borders of block elements, with what its place in the page tells.
type block struct {
	text    string
	heading int  // 1 to 6 within a heading, else 0
	caption bool // in a figcaption, or in what is named one
	credit  bool // the credit within a caption
	outside bool // in navigation, asides, footers, teasers, forms
	deck    bool // named as a standfirst
	byline  bool // named as one
	kept    bool
}

// selectBlocks returns the blocks of the page in order, those of the article marked as kept.
func selectBlocks(doc *html.Node, m *metadata) []block {
	prune(doc)
	c := collector{}
	c.walk(doc, block{})
	c.flush(block{})
	if countElements(doc) > maxForLibrary {
		keepLongest(c.blocks)
		return c.blocks
	}
	content, err := mainText(doc)
	if err != nil || content == nil {
		keepLongest(c.blocks)
		return c.blocks
	}
	if keepContent(c.blocks, content); keptLetters(c.blocks) < minLetters {
		keepLongest(c.blocks)
	}
	return c.blocks
}

// maxForLibrary is the number of elements up to which trafilatura is asked: its time grows with their square (20,000
// paragraphs take seconds). Beyond it, where hardly any article is found, the blocks are judged without it.
const maxForLibrary = 12_000

func keptLetters(blocks []block) int {
	n := 0
	for i := range blocks {
		if b := &blocks[i]; b.kept && !b.caption && b.heading == 0 {
			n += len(key(b.text))
		}
	}
	return n
}

// invisible elements hold no text of the page; those of the head were read before.
var invisible = map[string]bool{
	"script": true, "style": true, "template": true, "noscript": true, "svg": true, "math": true, "iframe": true, "object": true,
	"canvas": true, "video": true, "audio": true, "map": true, "select": true, "textarea": true, "input": true, "link": true,
	"meta": true, "base": true, "title": true, "embed": true, "datalist": true, "dialog": true,
}

// prune takes out what is not shown, and cuts attributes that nobody needs (data: addresses of pictures may be huge).
func prune(doc *html.Node) {
	for n := doc.FirstChild; n != nil; {
		next := n.NextSibling
		switch {
		case n.Type == html.CommentNode || n.Type == html.ElementNode && (invisible[n.Data] || hidden(n) && !holdsArticle(n)):
			doc.RemoveChild(n)
		case n.Type == html.ElementNode:
			for i := range n.Attr {
				if len(n.Attr[i].Val) > 2048 {
					n.Attr[i].Val = ""
				}
			}
			prune(n)
		}
		n = next
	}
}

// holdsArticle recognises what scripts unveil: some pages hide their whole body until they have run.
func holdsArticle(n *html.Node) bool {
	switch n.Data {
	case "html", "body", "main", "article":
		return true
	}
	paragraphs := 0
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == "p" {
			if paragraphs++; paragraphs > 6 {
				return true
			}
		}
	}
	return false
}

func hidden(n *html.Node) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "class": // text for screen readers ("Image caption,"), of which the eye sees nothing
			if strings.Contains(a.Val, "visually-hidden") || strings.Contains(a.Val, "visuallyhidden") || strings.Contains(a.Val, "sr-only") || strings.Contains(a.Val, "screen-reader-text") {
				return true
			}
		case "style":
			s := strings.ReplaceAll(strings.ToLower(head(a.Val, 200)), " ", "")
			if strings.Contains(s, "display:none") || strings.Contains(s, "visibility:hidden") {
				return true
			}
		}
	}
	return false
}

var blockElements = map[string]bool{
	"address": true, "article": true, "aside": true, "blockquote": true, "body": true, "caption": true, "center": true, "dd": true, "details": true,
	"div": true, "dl": true, "dt": true, "fieldset": true, "figcaption": true, "figure": true, "footer": true, "form": true, "h1": true, "h2": true,
	"h3": true, "h4": true, "h5": true, "h6": true, "header": true, "hr": true, "li": true, "main": true, "nav": true, "ol": true, "p": true, "pre": true,
	"section": true, "summary": true, "table": true, "tbody": true, "thead": true, "tr": true, "ul": true, "amp-img": true, "amp-ad": true, "button": true,
}

// longestCaption is in bytes; a longer text in what is named a caption is a story about the picture.
const longestCaption = 1000

type collector struct {
	blocks []block
	buf    strings.Builder
	breaks int // <br> in a row
}

// walk collects the text below n; ctx carries what the elements above say of it.
func (c *collector) walk(n *html.Node, ctx block) {
	for ch := n.FirstChild; ch != nil; ch = ch.NextSibling {
		switch ch.Type {
		case html.TextNode:
			c.add(ch.Data, ctx)
		case html.ElementNode:
			c.element(ch, ctx)
		}
	}
}

func (c *collector) add(s string, ctx block) {
	if strings.TrimSpace(s) != "" {
		if c.breaks >= 2 {
			c.flush(ctx)
		}
		c.breaks = 0
	}
	c.buf.WriteString(s)
}

func (c *collector) element(n *html.Node, ctx block) {
	switch n.Data {
	case "br":
		c.breaks++
		c.buf.WriteByte(' ')
		return
	case "td", "th", "img":
		c.buf.WriteByte(' ')
	}
	inner := place(n, ctx)
	border := blockElements[n.Data] || inner.credit && !ctx.credit
	if border {
		c.flush(ctx)
	}
	c.walk(n, inner)
	if border {
		c.flush(inner)
	}
}

// flush ends a block; ctx is the context in which its text stood.
func (c *collector) flush(ctx block) {
	s := strings.Join(strings.FieldsFunc(c.buf.String(), outside), " ")
	c.buf.Reset()
	c.breaks = 0
	if s != "" {
		ctx.text = s
		ctx.caption = ctx.caption && len(s) <= longestCaption
		c.blocks = append(c.blocks, ctx)
	}
}

// place reads from an element's name, class, id, role and itemprop what its text is.
func place(n *html.Node, ctx block) block {
	if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
		ctx.heading = int(n.Data[1] - '0')
	}
	switch n.Data {
	case "nav", "aside", "footer", "form", "button":
		ctx.outside = true
	case "figcaption":
		ctx.caption = true
	}
	if n.Data == "html" || n.Data == "body" || n.Data == "main" || n.Data == "article" {
		return ctx // their names are of the whole page
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "class", "id", "itemprop", "role", "data-testid", "data-component", "rel":
			ctx = named(strings.ToLower(head(a.Val, 300)), ctx)
		}
	}
	return ctx
}

func named(name string, ctx block) block {
	has := func(list ...string) bool {
		for _, w := range list {
			if strings.Contains(name, w) {
				return true
			}
		}
		return false
	}
	if has("caption") && !has("captioned", "no-caption", "with-caption", "closed-caption") {
		ctx.caption = true
	}
	if ctx.caption && has("credit", "copyright", "source", "photographer", "attribution") {
		ctx.credit = true
	}
	if has("related", "recommend", "newsletter", "promo", "teaser", "most-read", "mostread", "trending", "sidebar", "social", "share", "breadcrumb", "cookie", "advert", "comments", "navigation", "paywall", "readmore", "read-more", "outbrain", "taboola", "contentinfo") && !has("body", "content", "main", "layout", "wrapper", "container", "page") {
		ctx.outside = true
	}
	if has("standfirst", "deck", "dek", "subhead", "sub-head", "subtitle", "sub-title", "subline", "lead-in", "article-summary", "article__summary", "article__intro", "article-intro", "alternativeheadline", "kicker-text", "article__lead", "article-lead", "teaser-text", "chapo", "vorspann") && !has("decker", "body") {
		ctx.deck = true
	}
	if has("byline", "author") && !has("authorit", "body", "content") {
		ctx.byline = true
	}
	return ctx
}

// key is a text reduced to its letters and digits, by which the words of a block are known again in trafilatura's output.
func key(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		if r < 0x80 {
			if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
				b.WriteByte(byte(r))
			} else if r >= 'A' && r <= 'Z' {
				b.WriteByte(byte(r) + 'a' - 'A')
			}
		} else if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// searchBudget bounds the bytes compared while blocks are looked for in the main text, so that no page costs more than
// linear time.
const searchBudget = 64 << 20

// keepContent marks the blocks whose words are in the main text, and the captions that stand among them. A block that
// the page prints twice (a teaser of its own first paragraph) is kept as often as the main text has it.
func keepContent(blocks []block, content *html.Node) {
	exact := map[string]int{}
	c := collector{}
	c.walk(content, block{})
	c.flush(block{})
	var whole strings.Builder
	for i := range c.blocks {
		k := key(c.blocks[i].text)
		exact[k]++
		whole.WriteString(k)
	}
	all := whole.String()
	budget := searchBudget
	seen := map[string]bool{}
	for i := range blocks {
		b := &blocks[i]
		k := key(b.text)
		switch {
		case k == "" || b.caption:
		case exact[k] > 0:
			exact[k]--
			b.kept = true
		case len(k) >= 24 && !seen[k] && budget > len(all):
			budget -= len(all)
			b.kept = strings.Contains(all, k)
		}
		seen[k] = true
	}
	keepCaptions(blocks)
}

// keepCaptions keeps the captions between the headline (or the first paragraph) and the last paragraph.
func keepCaptions(blocks []block) {
	first, last := -1, -1
	for i, b := range blocks {
		if b.heading == 1 && !b.outside && first < 0 || b.kept && first < 0 {
			first = i
		}
		if b.kept {
			last = i
		}
	}
	if last < 0 {
		return
	}
	for i := range blocks {
		b := &blocks[i]
		if b.caption && !b.outside && i > first && i <= last+3 {
			b.kept = true
		}
	}
}

// keepLongest does without trafilatura: every block of a sentence's length outside of navigation, or, where a menu that was
// never closed holds everything, every one of a paragraph's length.
func keepLongest(blocks []block) {
	none := true
	for i := range blocks {
		b := &blocks[i]
		b.kept = !b.outside && !b.caption && (words(b.text) >= 12 || b.heading > 1)
		none = none && (!b.kept || b.heading > 0)
	}
	for i := range blocks {
		b := &blocks[i]
		b.kept = b.kept || none && !b.caption && words(b.text) >= 25
	}
	keepCaptions(blocks)
}

// compose builds the article's text and parts from the headline and the kept blocks.
func compose(a *rapporteur.Article, m *metadata, blocks []block) {
	headline, at := m.headline(blocks)
	w := writer{a: a}
	w.part(headline, rapporteur.Headline)
	if i := m.standfirst(blocks, at); i >= 0 {
		w.part(blocks[i].text, rapporteur.Standfirst)
		blocks[i].kept = false
	}
	readDateLine(a, blocks, at)
	top := key(headline)
	for i := range blocks {
		b := &blocks[i]
		if !b.kept || key(b.text) == top || boilerplate().MatchString(b.text) && b.heading == 0 && words(b.text) < 40 {
			continue
		}
		w.part(b.text, w.kind(b, blocks[i+1:]))
	}
	w.finish()
}

var publishedWord = pattern(`(?i)\b(?:published|posted|updated|released|issued)\b`)

// readDateLine takes the day of publication from the lines around the headline where the page's head states none: a line
// that is a day and nothing else, or a short one that says "posted", names the author, or stands right below the headline.
func readDateLine(a *rapporteur.Article, blocks []block, at int) {
	if !a.Published.Time.IsZero() {
		return
	}
	for i := max(at-3, 0); i < len(blocks) && i <= at+10; i++ {
		b := &blocks[i]
		if b.kept && i > at && words(b.text) > 20 {
			return // the story has begun
		}
		d, ok := dateLine(b.text)
		near := i > at && at >= 0 && !b.kept && b.heading == 0 && words(b.text) <= 14
		if !ok && len(b.text) <= 120 && (near || b.byline || publishedWord().MatchString(b.text)) {
			for _, f := range findDays(b.text, 1) {
				d, ok = f, f.year != 0
			}
		}
		if ok && d.agrees() {
			a.Published = dayStamp(d.time(), rapporteur.FromDateline)
			return
		}
	}
}

type writer struct {
	a    *rapporteur.Article
	b    strings.Builder
	body bool
}

func (w *writer) part(s string, k rapporteur.PartKind) {
	if s == "" || k == "" {
		return
	}
	if w.b.Len() > 0 {
		w.b.WriteString("\n\n")
	}
	start := w.b.Len()
	w.b.WriteString(s)
	w.a.Parts = append(w.a.Parts, rapporteur.Part{Span: rapporteur.Span{Start: start, End: w.b.Len()}, Kind: k})
}

// kind says what a kept block is; "" leaves it out after all.
func (w *writer) kind(b *block, rest []block) rapporteur.PartKind {
	name, by := byline(b.text)
	_, dated := dateLine(b.text)
	switch {
	case b.credit, b.caption && creditLine(b.text):
		return rapporteur.Credit
	case b.caption:
		return rapporteur.Caption
	case !w.body && (by || dated || b.byline && words(b.text) <= 12):
		if by && w.a.Byline == "" {
			w.a.Byline = cleanByline(name)
		}
		return "" // what the page's head says is in Byline and Published
	case boilerplate().MatchString(b.text):
		return ""
	case b.heading > 0:
		if followed(rest) {
			return rapporteur.Heading
		}
		return ""
	case creditLine(b.text):
		return rapporteur.Credit
	}
	w.body = true
	return rapporteur.Paragraph
}

// followed reports whether a paragraph comes before the next heading of the kept blocks; a crosshead above nothing was
// the title of a list of links.
func followed(rest []block) bool {
	for i := range rest {
		if !rest[i].kept || rest[i].caption || rest[i].credit {
			continue
		}
		return true
	}
	return false
}

func (w *writer) finish() { w.a.Text = w.b.String() }
