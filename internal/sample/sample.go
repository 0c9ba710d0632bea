// Package sample is a small outlet inside the program: 110 Wikinews articles behind a real HTTP server on loopback, with
// a front page, a feed, a robots.txt and one page an article, so that a desk without a network has something to read
// within seconds.
//
// It promises real articles as their authors wrote them, attributed on every page (see ATTRIBUTION.md), the same
// answers at every start, and to listen on loopback only.
//
// An article's identity does not depend on where the outlet happens to listen. Its addresses are all below BaseURL, a
// name that means this machine (RFC 6761) and a port; where the port is taken the outlet listens elsewhere, and the one
// who fetches pins the name to that place (fetch.Config.Hosts). So the addresses in a desk's archive stay what they
// were, and in a browser on the same machine they usually open. Each page names the original at Wikinews as its
// canonical address as well, and each entry of the feed has it as GUID, as syndicated copies should; but a reader that
// believes no canonical address on another host, as it should not, need not rely on that.
package sample

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

//go:embed wikinews.jsonl
var wikinews []byte

// Licence of the articles as published by Wikinews.
const (
	licence    = "Creative Commons Attribution 2.5"
	licenceURL = "https://creativecommons.org/licenses/by/2.5/"
)

// Article is one page of the outlet.
type Article struct {
	Slug       string // last part of its path, made from the original address
	Title      string
	Original   string // address at Wikinews
	Corpus     string // the corpus its text was taken from, with its terms
	DateLine   string // as printed
	Published  time.Time
	Paragraphs []string
}

// Path is where the outlet serves the article.
func (a *Article) Path() string { return "/articles/" + a.Slug }

// Day is the date of publication in ISO 8601.
func (a *Article) Day() string { return a.Published.Format(time.DateOnly) }

// Caption reports whether a paragraph is a picture's: the corpus keeps these between the others, and they name who made it.
func (a *Article) Caption(paragraph string) bool {
	return strings.Contains(paragraph, " Image: ") && len(paragraph) < 200
}

// Lead is the article's first paragraph.
func (a *Article) Lead() string {
	if i := slices.IndexFunc(a.Paragraphs, func(p string) bool { return !a.Caption(p) }); i >= 0 {
		return a.Paragraphs[i]
	}
	return a.Paragraphs[0]
}

// ETag changes with the article and nothing else.
func etag(page []byte) string {
	sum := sha256.Sum256(page)
	return `"` + hex.EncodeToString(sum[:8]) + `"`
}

type line struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	URL   string `json:"url"`
	Date  string `json:"date"`
	Note  string `json:"note"`
	Text  string `json:"text"`
}

// load reads the articles, newest first.
func load() ([]*Article, error) {
	var out []*Article
	seen := map[string]bool{}
	for row := range bytes.Lines(wikinews) {
		var l line
		if err := json.Unmarshal(row, &l); err != nil {
			return nil, fmt.Errorf("sample article %d: %w", len(out)+1, err)
		}
		a, err := l.article()
		if err != nil {
			return nil, fmt.Errorf("sample article %s: %w", l.ID, err)
		}
		if seen[a.Slug] {
			return nil, fmt.Errorf("two sample articles are called %s", a.Slug)
		}
		seen[a.Slug] = true
		out = append(out, a)
	}
	slices.SortStableFunc(out, func(a, b *Article) int { return b.Published.Compare(a.Published) })
	return out, nil
}

var printedDate = regexp.MustCompile(`^(?:[A-Z][a-z]+day, )?([A-Z][a-z]+ \d{1,2}, \d{4})\b`)

// article takes a text apart: the title where it repeats it, the line with the date, the paragraphs. The printed date
// counts more than the list's.
func (l line) article() (*Article, error) {
	a := &Article{Title: l.Title, Original: l.URL, Corpus: "the Georgetown University Multilayer corpus (CC BY 2.5)"}
	if strings.HasPrefix(l.ID, "meantime_") {
		a.Corpus = "the NewsReader MEANTIME corpus (CC BY 4.0)"
	}
	if _, err := url.Parse(l.URL); err != nil { // a bare per cent sign in a title
		a.Original = strings.ReplaceAll(l.URL, "%", "%25")
	}
	a.Slug = slug(a.Original)
	for p := range strings.Lines(l.Text) {
		p = strings.TrimSpace(p)
		if m := printedDate.FindStringSubmatch(p); m != nil && len(a.Paragraphs) == 0 && a.DateLine == "" {
			day, err := time.Parse("January 2, 2006", m[1])
			if err != nil {
				return nil, err
			}
			a.DateLine, a.Published = m[0], day
			p = strings.TrimSpace(p[len(m[0]):])
		}
		if p == "" || len(a.Paragraphs) == 0 && p == l.Title {
			continue
		}
		if l.Note == "detokenised" {
			p = joinMarks(p)
		}
		a.Paragraphs = append(a.Paragraphs, p)
	}
	if a.Published.IsZero() || len(a.Paragraphs) == 0 || a.Slug == "" || a.Title == "" {
		return nil, fmt.Errorf("lacks title, date, address or text")
	}
	return a, nil
}

var notInSlug = regexp.MustCompile(`[^a-z0-9]+`)

func slug(original string) string {
	u, err := url.Parse(original)
	if err != nil {
		return ""
	}
	name := strings.ToLower(u.Path[strings.LastIndexByte(u.Path, '/')+1:])
	return strings.Trim(notInSlug.ReplaceAllString(name, "-"), "-")
}

var (
	contraction = regexp.MustCompile(`(\pL) ' (s|re|ve|ll|d|m|t)\b`)
	leftMark    = regexp.MustCompile(`([\pL\pN.,!?]) '(\s|$)`)
	loneOpening = regexp.MustCompile(`([:,] )" (\S)`)
	loneClosing = regexp.MustCompile(`([.,!?]) "$`)
	spacedPair  = regexp.MustCompile(`(^|\s)" ([^"]+?) "(\s|$|[.,;:!?])`)
)

// joinMarks puts quotation marks and apostrophes that stand between spaces back to the words they belong to: “ x ”
// becomes "x", Airbus ' becomes Airbus'.
func joinMarks(s string) string {
	s = strings.ReplaceAll(s, "`` ", `"`)
	s = strings.ReplaceAll(s, " ''", `"`)
	s = strings.ReplaceAll(s, "''", `"`)
	s = strings.ReplaceAll(s, "` ", "'")
	s = contraction.ReplaceAllString(s, "$1'$2")
	s = leftMark.ReplaceAllString(s, "$1'$2")
	s = spacedPair.ReplaceAllString(s, `$1"$2"$3`)
	s = loneOpening.ReplaceAllString(s, `$1"$2`) // of a quotation that goes on in the next paragraph
	return loneClosing.ReplaceAllString(s, `$1"`)
}
