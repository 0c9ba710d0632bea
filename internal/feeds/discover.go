package feeds

import (
	"bytes"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"rapporteur"
)

// Candidate is an address that may be a feed.
type Candidate struct {
	URL    string
	Title  string
	Kind   rapporteur.FeedKind // what its source says it is; empty where it says nothing
	Folder string              // the outlines it stood under in an OPML file, joined by "/"
	Sure   bool                // named as a feed by the page or the list, rather than guessed at
	// Problem says in one line why the address can't be used; empty for a good one. Nothing is dropped silently.
	Problem string
}

// usualPaths are where feeds and news sitemaps are found on most sites that do not name them.
var usualPaths = []struct {
	path string
	kind rapporteur.FeedKind
}{
	{"/feed", rapporteur.FeedRSS}, {"/rss", rapporteur.FeedRSS}, {"/rss.xml", rapporteur.FeedRSS}, {"/feed.xml", ""}, {"/atom.xml", rapporteur.FeedAtom},
	{"/index.xml", rapporteur.FeedRSS}, {"/feed.json", rapporteur.FeedJSON},
	{"/news-sitemap.xml", rapporteur.FeedSitemap}, {"/sitemap-news.xml", rapporteur.FeedSitemap}, {"/sitemap.xml", rapporteur.FeedSitemap},
}

var typeKinds = map[string]rapporteur.FeedKind{
	"application/rss+xml": rapporteur.FeedRSS, "application/rdf+xml": rapporteur.FeedRSS, "application/atom+xml": rapporteur.FeedAtom,
	"application/feed+json": rapporteur.FeedJSON, "application/json": rapporteur.FeedJSON, "text/xml": "", "application/xml": "",
}

const maxCandidates = 100

// Discover lists where the feeds of a site may be, best first: those named in the page's head, links that look like
// feeds, and the usual places. Feeds of comments come last among the named.
func Discover(page *rapporteur.Page) []Candidate {
	at, err := baseOf(page)
	if err != nil {
		return nil
	}
	f := finder{at: at, seen: map[string]bool{}}
	f.read(decode(page.Body, page.ContentType))
	out := slices.Concat(f.named, f.comments, f.linked)
	for _, p := range usualPaths {
		if u, ok := at.resolve(p.path); ok && !f.seen[u] {
			out = append(out, Candidate{URL: u, Kind: p.kind})
		}
	}
	return out[:min(len(out), maxCandidates)]
}

type finder struct {
	at                      base
	seen                    map[string]bool
	named, comments, linked []Candidate
}

// read walks the tags of a page. It keeps no tree, so that no depth of nesting can hurt.
func (f *finder) read(body []byte) {
	z := html.NewTokenizer(bytes.NewReader(body))
	for len(f.named)+len(f.linked)+len(f.comments) < maxCandidates {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			f.tag(z)
		}
	}
}

func (f *finder) tag(z *html.Tokenizer) {
	name, _ := z.TagName()
	tag := string(name)
	if tag != "link" && tag != "a" && tag != "base" {
		return
	}
	attr := tagAttrs(z)
	switch tag {
	case "base":
		if u, ok := f.at.resolve(attr["href"]); ok {
			if b, err := url.Parse(u); err == nil {
				f.at = base{b}
			}
		}
	case "link":
		f.link(attr)
	case "a":
		if u, ok := f.at.resolve(attr["href"]); ok && looksLikeFeed(u) {
			f.add(&f.linked, Candidate{URL: u, Title: plain(attr["title"], 200)})
		}
	}
}

func (f *finder) link(attr map[string]string) {
	if !slices.Contains(strings.Fields(strings.ToLower(attr["rel"])), "alternate") {
		return
	}
	media, _, _ := strings.Cut(strings.ToLower(attr["type"]), ";")
	kind, ok := typeKinds[strings.TrimSpace(media)]
	u, usable := f.at.resolve(attr["href"])
	if !ok || !usable || media == "application/json" && strings.Contains(u, "/wp-json/") {
		return
	}
	c := Candidate{URL: u, Title: plain(attr["title"], 200), Kind: kind, Sure: true}
	if strings.Contains(strings.ToLower(c.Title+" "+u), "comments") {
		f.add(&f.comments, c)
		return
	}
	f.add(&f.named, c)
}

func (f *finder) add(list *[]Candidate, c Candidate) {
	if !f.seen[c.URL] {
		f.seen[c.URL] = true
		*list = append(*list, c)
	}
}

// looksLikeFeed judges a link by its path.
func looksLikeFeed(u string) bool {
	p, err := url.Parse(u)
	if err != nil {
		return false
	}
	path := strings.ToLower(strings.TrimSuffix(p.Path, "/"))
	for _, end := range []string{"/feed", "/rss", "/atom", ".rss", ".atom", "/rss.xml", "/feed.xml", "/atom.xml", "/feed.json", ".rdf"} {
		if strings.HasSuffix(path, end) {
			return true
		}
	}
	return strings.Contains(path, "/rss/") && strings.HasSuffix(path, ".xml")
}
