package extract

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// linkedData is what JSON-LD blocks say of the article (schema.org). The body that some carry is not read: it is
// often cut, or without its paragraphs.
type linkedData struct {
	headline, description, url   string
	published, modified          string
	created                      string // dateCreated, or the date of the page around the article
	publisher, credit, copyright string
	authors                      []string
	found                        bool // an article was found; later ones describe other stories
	names                        map[string]string
}

// maxLinkedData bounds one block of JSON-LD, in bytes; maxLinkedNodes the objects visited in it.
const (
	maxLinkedData  = 1 << 20
	maxLinkedNodes = 5000
	maxLinkedDepth = 24
)

// articleTypes are the schema.org types of what a desk reads.
var articleTypes = map[string]bool{
	"Article": true, "NewsArticle": true, "ReportageNewsArticle": true, "AnalysisNewsArticle": true, "OpinionNewsArticle": true,
	"BackgroundNewsArticle": true, "ReviewNewsArticle": true, "AskPublicNewsArticle": true, "LiveBlogPosting": true, "BlogPosting": true,
	"SocialMediaPosting": true, "Report": true, "TechArticle": true, "ScholarlyArticle": true, "AdvertiserContentArticle": true,
	"PressRelease": true, "SatiricalArticle": true,
}

func (l *linkedData) read(script string) {
	if len(script) > maxLinkedData {
		return
	}
	script = strings.TrimSpace(script)
	script = strings.TrimSuffix(strings.TrimPrefix(script, "<![CDATA["), "]]>")
	script = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(script, "<!--"), "-->"))
	var v any
	if json.Unmarshal([]byte(script), &v) != nil && json.Unmarshal([]byte(mended(script)), &v) != nil {
		return
	}
	if l.names == nil {
		l.names = map[string]string{}
	}
	budget := maxLinkedNodes
	l.index(v, 0, &budget)
	budget = maxLinkedNodes
	l.visit(v, 0, &budget)
}

// mended repairs the two commonest faults: raw line breaks inside strings, and a semicolon at the end.
func mended(s string) string {
	s = strings.TrimRight(s, "; \n\r\t")
	return strings.NewReplacer("\r", " ", "\n", " ", "\t", " ").Replace(s)
}

// index notes the names of things that are referred to by @id.
func (l *linkedData) index(v any, depth int, budget *int) {
	if *budget--; depth > maxLinkedDepth || *budget < 0 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			l.index(x, depth+1, budget)
		}
	case map[string]any:
		id, _ := v["@id"].(string)
		name, _ := v["name"].(string)
		if id != "" && name != "" && l.names[id] == "" {
			l.names[id] = name
		}
		for _, k := range slices.Sorted(maps.Keys(v)) { // in order, so that two readings are equal
			l.index(v[k], depth+1, budget)
		}
	}
}

// visit looks for the article: at the top, in arrays, in @graph, as mainEntity.
func (l *linkedData) visit(v any, depth int, budget *int) {
	if *budget--; depth > maxLinkedDepth || *budget < 0 || l.found {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			l.visit(x, depth+1, budget)
		}
	case map[string]any:
		if isArticle(v["@type"]) {
			l.article(v)
			return
		}
		if s, ok := v["datePublished"].(string); ok && l.created == "" {
			l.created = head(s, 64) // a WebPage, a video, a question: better than nothing
		}
		for _, k := range []string{"@graph", "mainEntity", "mainEntityOfPage"} {
			l.visit(v[k], depth+1, budget)
		}
	}
}

func isArticle(t any) bool {
	switch t := t.(type) {
	case string:
		t = strings.TrimPrefix(strings.TrimPrefix(t, "http://schema.org/"), "https://schema.org/")
		return articleTypes[t]
	case []any:
		for _, x := range t {
			if s, ok := x.(string); ok && isArticle(s) {
				return true
			}
		}
	}
	return false
}

func (l *linkedData) article(v map[string]any) {
	l.found = true
	text := func(keys ...string) string {
		for _, k := range keys {
			if s, ok := v[k].(string); ok && strings.TrimSpace(s) != "" {
				return html.UnescapeString(head(strings.TrimSpace(s), 2000))
			}
		}
		return ""
	}
	l.headline = text("headline", "name")
	l.description = text("description", "alternativeHeadline")
	l.published = text("datePublished")
	if s := text("dateCreated"); s != "" {
		l.created = s
	}
	l.modified = text("dateModified")
	l.url = text("url")
	if l.url == "" {
		l.url = text("mainEntityOfPage")
	}
	l.publisher = strings.Join(l.namesOf(v["publisher"], 0), ", ")
	l.credit = strings.Join(append(l.namesOf(v["sourceOrganization"], 0), text("creditText")), " ")
	l.copyright = strings.Join(append(l.namesOf(v["copyrightHolder"], 0), text("copyrightNotice")), " ")
	l.authors = l.namesOf(v["author"], 0)
	if len(l.authors) == 0 {
		l.authors = l.namesOf(v["creator"], 0)
	}
}

// namesOf reads names however they are given: a string, an object, a list, a reference.
func (l *linkedData) namesOf(v any, depth int) []string {
	if depth > 4 {
		return nil
	}
	switch v := v.(type) {
	case string:
		if v = strings.TrimSpace(v); v != "" {
			return []string{head(v, 200)}
		}
	case []any:
		var out []string
		for _, x := range v[:min(len(v), 20)] {
			out = append(out, l.namesOf(x, depth+1)...)
		}
		return out
	case map[string]any:
		if names := l.namesOf(v["name"], depth+1); len(names) > 0 {
			return names
		}
		if id, ok := v["@id"].(string); ok && l.names[id] != "" {
			return []string{l.names[id]}
		}
	}
	return nil
}
