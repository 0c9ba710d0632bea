package extract

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"

	"rapporteur"
)

// metadata is what a page states of itself, by where it states it.
type metadata struct {
	address  string            // where the page was found
	meta     map[string]string // name, property or http-equiv of meta tags, lower case -> first content
	authors  []string          // article:author and author, in order
	item     map[string]string // microdata: itemprop -> first value
	ld       linkedData        // JSON-LD
	link     string            // <link rel="canonical">
	title    string            // <title>
	h1       []string
	time     string // the first <time datetime> that is marked as the page's, or stands before any paragraph
	language string
}

// readMetadata reads it in one walk over the tree.
func readMetadata(doc *html.Node, address string) *metadata {
	m := &metadata{address: address, meta: map[string]string{}, item: map[string]string{}}
	paragraphs := 0
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if prop := attribute(n, "itemprop"); prop != "" {
			m.readItem(n, prop)
		}
		switch n.Data {
		case "html":
			m.language = attribute(n, "lang")
		case "meta":
			m.readMeta(n)
		case "link":
			if m.link == "" && strings.EqualFold(attribute(n, "rel"), "canonical") {
				m.link = attribute(n, "href")
			}
		case "title":
			if m.title == "" && !within(n, "svg") {
				m.title = plain(n, 500)
			}
		case "h1":
			m.h1 = append(m.h1, plain(n, 500))
		case "script":
			if strings.Contains(strings.ToLower(attribute(n, "type")), "ld+json") && n.FirstChild != nil {
				m.ld.read(n.FirstChild.Data)
			}
		case "p":
			paragraphs++
		case "time":
			m.readTime(n, paragraphs)
		}
	}
	return m
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

func within(n *html.Node, name string) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Data == name {
			return true
		}
	}
	return false
}

// plain is the text below n with white space collapsed, of at most about limit bytes.
func plain(n *html.Node, limit int) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && !within(d, "style") && !within(d, "script") {
			b.WriteString(head(d.Data, limit))
			b.WriteByte(' ')
		}
		if b.Len() > limit {
			break
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func (m *metadata) readMeta(n *html.Node) {
	content := head(attribute(n, "content"), 2000)
	if content == "" {
		return
	}
	for _, attr := range []string{"property", "name", "http-equiv"} {
		name := strings.ToLower(attribute(n, attr))
		if name == "" {
			continue
		}
		if name == "author" || name == "article:author" || name == "dc.creator" || name == "byl" || name == "parsely-author" || name == "sailthru.author" {
			m.authors = append(m.authors, content)
		}
		if m.meta[name] == "" {
			m.meta[name] = content
		}
	}
}

// readItem reads a property of schema.org microdata. Only what a desk needs is kept, the first of each.
func (m *metadata) readItem(n *html.Node, props string) {
	for _, prop := range strings.Fields(props) {
		switch prop {
		case "datePublished", "dateModified", "dateCreated", "author", "creator", "publisher", "headline":
		default:
			continue
		}
		if m.item[prop] != "" {
			continue
		}
		m.item[prop] = itemValue(n)
	}
}

func itemValue(n *html.Node) string {
	for _, attr := range []string{"content", "datetime"} {
		if v := attribute(n, attr); v != "" {
			return head(v, 500)
		}
	}
	if _, scope := find(n, func(a html.Attribute) bool { return a.Key == "itemprop" && a.Val == "name" }); scope != nil {
		if v := attribute(scope, "content"); v != "" {
			return head(v, 500)
		}
		return plain(scope, 300)
	}
	return plain(n, 300)
}

// find returns the first attribute below n that fits, with its element.
func find(n *html.Node, fits func(html.Attribute) bool) (string, *html.Node) {
	steps := 0
	for d := range n.Descendants() {
		if steps++; steps > 200 {
			break
		}
		for _, a := range d.Attr {
			if fits(a) {
				return a.Val, d
			}
		}
	}
	return "", nil
}

// readTime keeps the first <time> that stands above the article's paragraphs. Lists of other stories carry times as
// well, so one inside a link or a navigation does not count.
func (m *metadata) readTime(n *html.Node, paragraphs int) {
	if m.time != "" || paragraphs > 3 || within(n, "nav") || within(n, "aside") || within(n, "a") || within(n, "footer") || within(n, "li") {
		return
	}
	value := attribute(n, "datetime")
	if value == "" {
		value = plain(n, 80)
	}
	if _, _, ok := stated(value); ok {
		m.time = value
	}
}

// canonical is the address under which the publisher files the page. A canonical link to another host is not believed
// where the page's own address is known: it may be an agency's original, or a trap.
func (m *metadata) canonical() string {
	base, _ := url.Parse(m.address)
	for _, s := range []string{m.link, m.meta["og:url"], m.ld.url} {
		u, err := url.Parse(strings.TrimSpace(s))
		if s == "" || err != nil {
			continue
		}
		if base != nil && base.Host != "" {
			u = base.ResolveReference(u)
			if !sameSite(u.Hostname(), base.Hostname()) || (u.Path == "" || u.Path == "/") && len(base.Path) > 1 {
				continue
			}
		}
		if (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" {
			return clean(u)
		}
	}
	if base == nil || base.Host == "" {
		return ""
	}
	return clean(base)
}

// sameSite compares hosts without what often differs between a page and its canonical form.
func sameSite(a, b string) bool {
	short := func(h string) string {
		h = strings.ToLower(h)
		for _, p := range []string{"www.", "m.", "amp.", "mobile."} {
			h = strings.TrimPrefix(h, p)
		}
		return h
	}
	a, b = short(a), short(b)
	return a == b || strings.HasSuffix(a, "."+b) || strings.HasSuffix(b, "."+a)
}

// clean takes the fragment and the marks of campaigns off an address.
func clean(u *url.URL) string {
	c := *u
	c.Fragment, c.RawFragment, c.User = "", "", nil
	c.Host = strings.ToLower(c.Host)
	if c.RawQuery != "" {
		q := c.Query()
		for k := range q {
			if strings.HasPrefix(k, "utm_") || k == "fbclid" || k == "gclid" || k == "at_medium" || k == "at_campaign" || k == "ref_src" {
				q.Del(k)
			}
		}
		c.RawQuery = q.Encode()
	}
	return strings.ToValidUTF8(c.String(), "\uFFFD") // a host may hold any percent-encoded bytes
}

// outlet is the name that the page gives itself, else its host.
func (m *metadata) outlet() string {
	for _, s := range []string{m.meta["og:site_name"], m.ld.publisher, m.item["publisher"], m.meta["application-name"], m.meta["dc.publisher"], m.meta["publisher"]} {
		s = strings.Join(strings.Fields(html.UnescapeString(s)), " ")
		if s != "" && len(s) <= 80 && !strings.HasPrefix(s, "http") {
			return s
		}
	}
	if h := hostOf(m.address); h != "" {
		return h
	}
	return hostOf(m.canonical())
}

func (m *metadata) byline() string {
	for _, list := range [][]string{m.ld.authors, {m.item["author"]}, {m.item["creator"]}, m.authors} {
		var names []string
		for _, s := range list {
			s = cleanByline(html.UnescapeString(s))
			if s == "" || len(s) > 200 || strings.Contains(s, "://") || strings.HasPrefix(s, "@") || contains(names, s) || strings.EqualFold(s, m.outlet()) {
				continue
			}
			names = append(names, s)
		}
		if len(names) > 0 {
			return strings.Join(names, ", ")
		}
	}
	return ""
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if strings.EqualFold(x, s) {
			return true
		}
	}
	return false
}

// readWire finds the agency in what the page states; an agency's own pages are its reports too.
func (m *metadata) readWire(a *rapporteur.Article) {
	for _, s := range append([]string{a.Byline, m.ld.credit, m.meta["dc.source"], m.meta["source"], m.ld.copyright, a.Outlet}, m.ld.authors...) {
		if a.Wire == "" {
			a.Wire = wire(s)
		}
	}
}

var publishedMeta = []string{
	"parsely-pub-date", "sailthru.date", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.issued", "dcterms.created", "dc.date.created",
	"publishdate", "publish-date", "publish_date", "pubdate", "publication_date", "citation_publication_date", "article.published", "published-date",
	"cxenseparse:recs:publishtime", "cxenseparse:publishtime", "og:pubdate", "release_date", "last-published", "displaydate", "rnews:datepublished", "originalpublicationdate", "prism.publicationdate",
}

func (m *metadata) published() rapporteur.Stamp {
	tries := []rapporteur.Stamp{
		stamp(m.ld.published, rapporteur.FromJSONLD),
		stamp(first(m.meta, "article:published_time", "og:published_time", "og:article:published_time", "article:published"), rapporteur.FromOpenGraph),
		stamp(m.item["datePublished"], rapporteur.FromMicrodata),
		stamp(first(m.meta, publishedMeta...), rapporteur.FromMeta),
		stamp(m.item["dateCreated"], rapporteur.FromMicrodata),
		stamp(m.ld.created, rapporteur.FromJSONLD),
		stamp(m.time, rapporteur.FromMeta),
	}
	for _, address := range []string{m.canonical(), m.address} {
		if u, err := url.Parse(address); err == nil {
			tries = append(tries, urlStamp(u))
		}
	}
	return firstStamp(tries)
}

func (m *metadata) modified() rapporteur.Stamp {
	return firstStamp([]rapporteur.Stamp{
		stamp(m.ld.modified, rapporteur.FromJSONLD),
		stamp(first(m.meta, "article:modified_time", "og:updated_time", "article:modified"), rapporteur.FromOpenGraph),
		stamp(m.item["dateModified"], rapporteur.FromMicrodata),
		stamp(first(m.meta, "last-modified", "lastmod", "dc.date.modified", "dcterms.modified", "revision_date", "datemodified"), rapporteur.FromMeta),
	})
}

func firstStamp(list []rapporteur.Stamp) rapporteur.Stamp {
	for _, s := range list {
		if !s.Time.IsZero() {
			return s
		}
	}
	return rapporteur.Stamp{}
}

func first(m map[string]string, names ...string) string {
	for _, n := range names {
		if m[n] != "" {
			return m[n]
		}
	}
	return ""
}

// headline returns the article's headline as the page shows it, and the index of its block, -1 where it is only stated
// in the page's head.
func (m *metadata) headline(blocks []block) (string, int) {
	claims := []string{m.ld.headline, m.meta["og:title"], m.meta["twitter:title"], m.item["headline"], m.title}
	best, at := 0, -1
	for i := range blocks {
		b := &blocks[i]
		if b.heading == 0 || b.heading > 2 || words(b.text) > 45 {
			continue
		}
		score := 0
		for _, c := range claims {
			score = max(score, likeness(b.text, c))
		}
		if b.heading == 1 {
			score++
		}
		if b.outside {
			score -= 2
		}
		if score > best && (score > 2 || b.heading == 1 && len(m.h1) == 1 && words(b.text) > 2 && key(b.text) != key(m.outlet())) {
			best, at = score, i
		}
	}
	if at >= 0 {
		return withoutKicker(blocks[at].text, claims), at
	}
	for _, c := range claims {
		if c = strings.Join(strings.Fields(html.UnescapeString(c)), " "); c != "" {
			return m.withoutOutlet(c), -1
		}
	}
	return "", -1
}

// withoutKicker takes off the rubric or subtitle that some pages print inside the heading, where the page's head has the
// headline alone.
func withoutKicker(heading string, claims []string) string {
	for _, c := range claims[:2] {
		c = strings.Join(strings.Fields(html.UnescapeString(c)), " ")
		if words(c) >= 4 && words(c) < words(heading) && strings.Contains(heading, c) && !strings.HasPrefix(strings.TrimPrefix(heading, c), ":") && !strings.HasSuffix(strings.TrimSuffix(heading, c), ": ") {
			return c
		}
	}
	return heading
}

// likeness is 4 for the same words, 3 where one holds the other, else 0.
func likeness(heading, claim string) int {
	a, b := key(heading), key(html.UnescapeString(claim))
	switch {
	case len(a) < 4 || len(b) < 4:
		return 0
	case a == b:
		return 4
	case len(a) >= 12 && strings.Contains(b, a), len(b) >= 12 && strings.Contains(a, b):
		return 3
	}
	return 0
}

var titleBar = pattern(`\s+(?:\||[-–—•·]|::|»)\s+`)

// withoutOutlet takes the outlet's name off a title: "Talks resume - The Post".
func (m *metadata) withoutOutlet(title string) string {
	bars := titleBar().FindAllStringIndex(title, -1)
	if len(bars) == 0 {
		return title
	}
	last := bars[len(bars)-1]
	rest, tail := title[:last[0]], title[last[1]:]
	if words(tail) <= 4 && words(rest) >= 3 || strings.EqualFold(tail, m.outlet()) {
		return rest
	}
	return title
}

// standfirst returns the index of the summary line below the headline, -1 where the page shows none: a block named as
// one, or one of the first blocks after the headline that says what the description says and is no plain paragraph.
func (m *metadata) standfirst(blocks []block, at int) int {
	claims := []string{key(html.UnescapeString(m.meta["description"])), key(html.UnescapeString(m.meta["og:description"])), key(html.UnescapeString(m.ld.description))}
	start := max(at+1, 0)
	for i := start; i < min(len(blocks), start+12); i++ {
		b := &blocks[i]
		if b.outside && !b.deck || b.caption || words(b.text) < 5 || words(b.text) > 90 || b.byline {
			continue
		}
		k := key(b.text)
		same := false
		for _, c := range claims {
			same = same || c != "" && (c == k || len(c) > 40 && strings.HasPrefix(k, strings.TrimRight(c, ".…")))
		}
		switch {
		case b.deck && i <= start+6 && !boilerplate().MatchString(b.text):
			return i
		case same && (b.heading >= 2 || !b.kept):
			return i
		case b.kept && b.heading == 0:
			return -1 // the story has begun
		}
	}
	return -1
}
