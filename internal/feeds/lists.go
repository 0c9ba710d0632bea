package feeds

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"golang.org/x/net/html"

	"rapporteur"
)

// Limits of a list of feeds. A list beyond them is refused whole, so that nobody believes it was taken in.
const (
	MaxListBytes    = 10 << 20
	MaxOutlines     = 5_000
	maxOutlineDepth = 32
)

func readList(r io.Reader) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, MaxListBytes+1))
	if err != nil {
		return nil, fmt.Errorf("the list can't be read: %w", err)
	}
	if len(body) > MaxListBytes {
		return nil, fmt.Errorf("%w: the list is larger than %d MB; split it", rapporteur.ErrInvalid, MaxListBytes>>20)
	}
	return body, nil
}

// ParseOPML reads a list of feeds in OPML 1.0 or 2.0. Every outline that names a feed becomes a candidate, in order and
// once; one whose address can't be used says so in Problem. Outlines without an address are folders.
func ParseOPML(r io.Reader) ([]Candidate, error) {
	body, err := readList(r)
	if err != nil {
		return nil, err
	}
	body = decode(body, "")
	root, err := inspect(body)
	if err != nil {
		return nil, err
	}
	if root != "opml" {
		return nil, fmt.Errorf("%w: this is not OPML (it begins with %q)", rapporteur.ErrInvalid, opening(body))
	}
	o := outlines{seen: map[string]bool{}}
	err = o.read(body)
	if errors.Is(err, errBroken) && endsWell(body) {
		o = outlines{seen: map[string]bool{}}
		err = o.readAsHTML(body)
	}
	if err != nil {
		return nil, err
	}
	return o.out, nil
}

// errBroken is a list that is not well-formed XML.
var errBroken = fmt.Errorf("%w: the OPML is broken", rapporteur.ErrInvalid)

// endsWell tells a list with a slip in the middle from one that is cut short.
func endsWell(body []byte) bool {
	return bytes.HasSuffix(bytes.ToLower(bytes.TrimSpace(body)), []byte("</opml>"))
}

// readAsHTML reads outlines by the rules of HTML, which make the best of quotation marks inside quotation marks and the
// like, as some programs export them.
func (o *outlines) readAsHTML(body []byte) error {
	z := html.NewTokenizer(bytes.NewReader(body))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return nil
		}
		name, _ := z.TagName()
		if string(name) != "outline" {
			continue
		}
		if kind == html.EndTagToken {
			o.close()
			continue
		}
		if err := o.open(tagAttrs(z)); err != nil {
			return err
		}
		if kind == html.SelfClosingTagToken {
			o.close()
		}
	}
}

func tagAttrs(z *html.Tokenizer) map[string]string {
	attr := map[string]string{}
	for {
		k, v, more := z.TagAttr()
		if len(k) > 0 {
			attr[string(k)] = string(v)
		}
		if !more {
			return attr
		}
	}
}

type outlines struct {
	out     []Candidate
	seen    map[string]bool
	folders []string
	count   int
}

func (o *outlines) read(body []byte) error {
	d := xml.NewDecoder(bytes.NewReader(body))
	d.Strict = false
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w after %d outlines: %s", errBroken, o.count, oneLine(err))
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if strings.EqualFold(t.Name.Local, "outline") {
				if err := o.open(xmlAttrs(t)); err != nil {
					return err
				}
			}
		case xml.EndElement:
			if strings.EqualFold(t.Name.Local, "outline") {
				o.close()
			}
		}
	}
}

func xmlAttrs(t xml.StartElement) map[string]string {
	attr := map[string]string{}
	for _, a := range t.Attr {
		attr[strings.ToLower(a.Name.Local)] = a.Value
	}
	return attr
}

func (o *outlines) close() {
	if len(o.folders) > 0 {
		o.folders = o.folders[:len(o.folders)-1]
	}
}

func (o *outlines) open(attr map[string]string) error {
	if o.count++; o.count > MaxOutlines {
		return fmt.Errorf("%w: the list has more than %d outlines; split it", rapporteur.ErrInvalid, MaxOutlines)
	}
	if len(o.folders) == maxOutlineDepth {
		return fmt.Errorf("%w: the list is nested more than %d deep", rapporteur.ErrInvalid, maxOutlineDepth)
	}
	title := plain(attr["title"], 300)
	or(&title, plain(attr["text"], 300))
	if attr["xmlurl"] == "" {
		o.folders = append(o.folders, title)
		return nil
	}
	c := candidate(attr["xmlurl"])
	c.Title, c.Kind = title, outlineKinds[strings.ToLower(attr["type"])]
	c.Folder = strings.Trim(strings.Join(o.folders, "/"), "/")
	o.folders = append(o.folders, "") // so that its end tag finds its own
	if c.Problem != "" || !o.seen[c.URL] {
		o.seen[c.URL] = true
		o.out = append(o.out, c)
	}
	return nil
}

var outlineKinds = map[string]rapporteur.FeedKind{"rss": "", "rss1": rapporteur.FeedRSS, "atom": rapporteur.FeedAtom, "json": rapporteur.FeedJSON}

// candidate judges one address of a list. "feed:" addresses become web addresses; a bare "outlet.example/news" is taken
// for https.
func candidate(raw string) Candidate {
	raw = strings.TrimSpace(raw)
	s := raw
	if rest, ok := cutFold(s, "feed:"); ok {
		s = rest
		if strings.HasPrefix(rest, "//") {
			s = "https:" + rest
		}
	} else if first, _, _ := strings.Cut(s, "/"); !strings.Contains(first, ":") && strings.Contains(first, ".") {
		s = "https://" + s
	}
	u, err := url.Parse(s)
	if err == nil && u.IsAbs() && u.Host != "" {
		if good, ok := (base{u}).resolve(s); ok {
			return Candidate{URL: good, Sure: true}
		}
	}
	if len(raw) > 200 {
		raw = strings.ToValidUTF8(raw[:200], "") + "…"
	}
	return Candidate{URL: raw, Problem: "not an address of the web; it should begin with https://"}
}

func cutFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// ParseList reads a plain list of addresses, one a line. Empty lines and those that begin with # are passed over.
// The addresses may be of feeds or of sites: Sure is false.
func ParseList(r io.Reader) ([]Candidate, error) {
	body, err := readList(r)
	if err != nil {
		return nil, err
	}
	var out []Candidate
	seen := map[string]bool{}
	lines := bufio.NewScanner(bytes.NewReader(decode(body, "text/plain")))
	lines.Buffer(nil, MaxListBytes+1)
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		if len(out) == MaxOutlines {
			return nil, fmt.Errorf("%w: the list has more than %d addresses; split it", rapporteur.ErrInvalid, MaxOutlines)
		}
		c := candidate(line)
		c.Sure = false
		if !seen[c.URL] {
			seen[c.URL] = true
			out = append(out, c)
		}
	}
	return out, lines.Err()
}

type opmlOutline struct {
	Text   string `xml:"text,attr"`
	Title  string `xml:"title,attr"`
	Type   string `xml:"type,attr"`
	XMLURL string `xml:"xmlUrl,attr"`
}

// WriteOPML writes feeds as OPML 2.0. Sitemaps are left in: other readers pass over what they do not know.
func WriteOPML(w io.Writer, title string, list []rapporteur.Feed) error {
	doc := struct {
		XMLName xml.Name      `xml:"opml"`
		Version string        `xml:"version,attr"`
		Title   string        `xml:"head>title"`
		Feeds   []opmlOutline `xml:"body>outline"`
	}{Version: "2.0", Title: title}
	for _, f := range list {
		name := f.Title
		or(&name, f.URL)
		kind := string(f.Kind)
		if f.Kind == "" {
			kind = string(rapporteur.FeedRSS)
		}
		doc.Feeds = append(doc.Feeds, opmlOutline{name, name, kind, f.URL})
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(doc); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
