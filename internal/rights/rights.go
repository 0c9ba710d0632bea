// Package rights words what a publisher says about the use of what it publishes: in the head of a page, in the header of an
// answer, in robots.txt, in a feed. It promises to give statements as they are printed or as their standard means them, each
// once, and to draw no conclusion from them: what may be copied is between the publisher and the reader.
package rights

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Most is how many statements are given of one source.
const Most = 8

// maxWords is how long a statement may be, in bytes.
const maxWords = 200

// OfPage gives the lines of a page's head that speak of rights, as "name: value".
func OfPage(body []byte) []string {
	var out []string
	z := html.NewTokenizer(bytes.NewReader(body[:min(len(body), 512<<10)]))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return out
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			tag := string(name)
			if tag == "body" {
				return out
			}
			if (tag == "meta" || tag == "link") && more {
				if line := headLine(tag, attributes(z)); line != "" && len(out) < 4*Most {
					out = append(out, line)
				}
			}
		}
	}
}

func attributes(z *html.Tokenizer) map[string]string {
	out := map[string]string{}
	for range 32 {
		key, value, more := z.TagAttr()
		out[string(key)] = string(value)
		if !more {
			break
		}
	}
	return out
}

// said are the names of meta elements that speak of rights.
var said = []string{"copyright", "dc.rights", "dcterms.rights", "dcterms.license", "dcterms.rightsholder", "tdm-reservation", "tdm-policy", "robots"}

func headLine(tag string, a map[string]string) string {
	if tag == "link" {
		if slices.Contains(strings.Fields(strings.ToLower(a["rel"])), "license") && a["href"] != "" {
			return "license: " + a["href"]
		}
		return ""
	}
	if name := strings.ToLower(strings.TrimSpace(a["name"])); slices.Contains(said, name) && a["content"] != "" {
		return name + ": " + a["content"]
	}
	return ""
}

// Words gives lines as a person reads them, each once; lines that say nothing of rights are left out.
func Words(lines []string) []string {
	var out []string
	for _, line := range lines {
		for _, w := range words(line) {
			if w != "" && !slices.Contains(out, w) && len(out) < Most {
				out = append(out, w)
			}
		}
	}
	return out
}

// words reads one line. One without a name is a statement in itself.
func words(line string) []string {
	name, value, named := strings.Cut(line, ":")
	value = tidy(value)
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "tdm-reservation":
		switch value {
		case "1":
			return []string{"reserves text and data mining (TDMRep)"}
		case "0":
			return []string{"does not reserve text and data mining (TDMRep)"}
		}
		return nil
	case "tdm-policy":
		return []string{"its terms for text and data mining: " + value}
	case "license", "dcterms.license":
		return []string{"licence: " + licence(value)}
	case "link":
		if m := linkTarget.FindStringSubmatch(value); m != nil {
			return []string{"licence: " + licence(m[1])}
		}
		return nil
	case "robots", "x-robots-tag":
		return asked(value)
	case "content-signal", "content-usage":
		return []string{strings.TrimSpace(name) + ": " + value}
	case "copyright", "dc.rights", "dcterms.rights", "dcterms.rightsholder":
		return []string{licence(value)}
	}
	if named && (name == "http" || name == "https") || !named {
		return []string{licence(tidy(line))}
	}
	return []string{tidy(line)}
}

var linkTarget = regexp.MustCompile(`^<([^>]*)>`)

// requests are directives for robots that are about use rather than about finding, in plain words.
var requests = map[string]string{
	"noai": "asks not to be used for training (noai)", "noimageai": "asks that its pictures not be used for training (noimageai)",
	"noarchive": "asks that no copy be shown (noarchive)", "nosnippet": "asks that no excerpt be shown (nosnippet)", "noindex": "asks not to be found by search engines (noindex)",
}

func asked(value string) []string {
	var out []string
	for d := range strings.FieldsFuncSeq(strings.ToLower(value), func(r rune) bool { return r == ',' || r == ' ' }) {
		out = append(out, requests[d])
	}
	return out
}

var commons = regexp.MustCompile(`^https?://creativecommons\.org/(licenses|publicdomain)/([a-z-]+)/([0-9.]+)`)

// licence names a Creative Commons licence that is given by its address; others stay as they are.
func licence(s string) string {
	m := commons.FindStringSubmatch(s)
	switch {
	case m == nil:
		return s
	case m[2] == "zero":
		return "CC0 " + m[3]
	case m[1] == "publicdomain":
		return "public domain (" + s + ")"
	}
	return "CC " + strings.ToUpper(m[2]) + " " + m[3]
}

// tidy keeps a statement on one line of a sensible length.
func tidy(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > maxWords {
		s = strings.ToValidUTF8(s[:maxWords], "") + "…"
	}
	return s
}
