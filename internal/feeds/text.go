package feeds

import (
	"bytes"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"rapporteur"
)

// base is the address against which a document's links are resolved.
type base struct{ *url.URL }

func baseOf(page *rapporteur.Page) (base, error) {
	raw := page.FinalURL
	if raw == "" {
		raw = page.URL
	}
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return base{}, fmt.Errorf("%w: a feed needs the address it came from to resolve its links; %q is none", rapporteur.ErrInvalid, raw)
	}
	return base{u}, nil
}

// resolve makes a link absolute. Links that are not of the web, hide a user name, or that browsers and programs read
// differently are no links.
func (b base) resolve(link string) (string, bool) {
	link = strings.TrimSpace(link)
	if link == "" || len(link) > maxLink || strings.ContainsFunc(link, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' }) {
		return "", false
	}
	u, err := b.Parse(strings.ReplaceAll(link, " ", "%20"))
	if err != nil {
		return "", false
	}
	u.Scheme = strings.ToLower(u.Scheme)
	if u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.Opaque != "" {
		return "", false
	}
	u.Host = strings.ToLower(u.Host)
	u.Fragment, u.RawFragment = "", ""
	return u.String(), true
}

var xmlDeclaration = regexp.MustCompile(`^\s*<\?xml[^>]*\?>`)

// decode brings a document to valid UTF-8 without XML declaration and without characters XML forbids. The byte order
// mark counts most, then the XML declaration, then the header of the answer; bytes that are still no UTF-8 are taken
// for Windows-1252, or replaced where only a few are wrong.
func decode(body []byte, contentType string) []byte {
	label := ""
	if m := xmlDeclaration.Find(body[:min(len(body), 512)]); m != nil {
		label = declared(string(m))
	}
	enc, _, _ := charset.DetermineEncoding(body[:min(len(body), 1024)], contentType)
	bom := bytes.HasPrefix(body, []byte("\xfe\xff")) || bytes.HasPrefix(body, []byte("\xff\xfe"))
	sevenBit := false // valid UTF-8 to look at, and yet none
	if e, name := charset.Lookup(label); e != nil && !bom && !strings.HasPrefix(name, "utf-16") {
		enc, sevenBit = e, name == "iso-2022-jp"
	}
	text := body
	if bom || sevenBit || !utf8.Valid(body) {
		if out, err := enc.NewDecoder().Bytes(body); err == nil {
			text = out
		}
	}
	text = bytes.ToValidUTF8(bytes.TrimPrefix(text, []byte("\ufeff")), []byte("\ufffd"))
	if m := xmlDeclaration.FindIndex(text[:min(len(text), 512)]); m != nil {
		text = text[m[1]:]
	}
	return bytes.TrimSpace(bytes.Map(allowedInXML, text))
}

func allowedInXML(r rune) rune {
	if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
		return -1
	}
	return r
}

var encodingName = regexp.MustCompile(`encoding\s*=\s*["']([^"']+)["']`)

func declared(declaration string) string {
	if m := encodingName.FindStringSubmatch(declaration); m != nil {
		return m[1]
	}
	return ""
}

// plain makes one line of text of what may be HTML, at most so many characters long; what is cut ends in "…".
func plain(s string, most int) string {
	if strings.ContainsAny(s, "<&") {
		s = withoutTags(s)
	}
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	cut := string([]rune(s)[:most-1])
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return cut + "…"
}

// inline are the elements that do not end a word.
var inline = map[string]bool{"a": true, "b": true, "i": true, "em": true, "strong": true, "span": true, "sup": true, "sub": true, "u": true, "font": true, "abbr": true, "small": true, "mark": true}

func withoutTags(s string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(s))
	hidden := ""
	for {
		kind := z.Next()
		switch kind {
		case html.ErrorToken:
			return html.UnescapeString(b.String()) // many feeds escape twice
		case html.TextToken:
			if hidden == "" {
				b.Write(z.Text())
			}
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			tag := string(name)
			if kind == html.StartTagToken && hidden == "" && (tag == "script" || tag == "style") {
				hidden = tag
			} else if kind == html.EndTagToken && tag == hidden {
				hidden = ""
			}
			if !inline[tag] {
				b.WriteByte(' ')
			}
		}
	}
}

func oneLine(err error) string {
	s := strings.Join(strings.Fields(err.Error()), " ")
	if len(s) > 160 {
		s = strings.ToValidUTF8(s[:160], "") + "…"
	}
	return s
}
