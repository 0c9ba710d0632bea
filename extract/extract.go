// Package extract makes an article of what was published: a web page, a plain text file or a mail.
//
// It promises to be pure (bytes in, values out: no network, no disk, no clock, no log), to take any bytes without a
// panic, and to keep the source's words: every [rapporteur.Part] is a span of Article.Text, parts are in order and do
// not overlap, and Article.Text is valid UTF-8. Of a page, the text is built from its headline, standfirst, crossheads,
// paragraphs and captions, with blank lines between them and white space inside them collapsed; menus, links to other
// stories and invitations to subscribe are left out. Of a plain text file, the text is the file unchanged.
//
// What cannot be made an article is told apart from an article by [ErrNotArticle].
package extract

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"net/mail"
	"strings"

	"rapporteur"
)

// ErrNotArticle is what every error of this package wraps: the bytes hold no article. The message says what they are
// instead, and what to do.
var ErrNotArticle = errors.New("not an article")

// MaxBytes is the size up to which a page, a file or a mail is read: 32 MiB. What is longer is refused, never cut.
const MaxBytes = 32 << 20

func notArticle(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrNotArticle, fmt.Sprintf(format, args...))
}

// Extract makes an article of a page. It tells HTML, mail (.eml) and plain text apart by the declared content type
// where the bytes agree, else by the bytes. Revision is 1; who keeps revisions counts them.
func Extract(p *rapporteur.Page) (*rapporteur.Article, error) {
	if err := refuse(p.Body); err != nil {
		return nil, err
	}
	switch sniff(p) {
	case formHTML:
		return HTML(p)
	case formMail:
		return Mail(p)
	}
	return Text(p)
}

type form int

const (
	formText form = iota
	formHTML
	formMail
)

func sniff(p *rapporteur.Page) form {
	media, _, _ := mime.ParseMediaType(p.ContentType) // what can't be parsed declares nothing
	head := p.Body[:min(len(p.Body), 4096)]
	switch {
	case media == "message/rfc822", looksLikeMail(head):
		return formMail
	case media == "text/plain":
		// Servers and mail programs call much HTML plain: only a document's first tag is trusted over them.
		if startsDocument(head) {
			return formHTML
		}
		return formText
	case media == "text/html", media == "application/xhtml+xml", looksLikeHTML(head):
		return formHTML
	}
	return formText
}

// refuse says why bytes can't be read at all, or nil.
func refuse(body []byte) error {
	if len(body) > MaxBytes {
		return notArticle("%d MB are more than the limit of %d MB; cut the file into its articles", len(body)>>20, MaxBytes>>20)
	}
	for _, f := range foreign {
		if bytes.HasPrefix(body, []byte(f.magic)) {
			return notArticle("is %s; Rapporteur reads HTML, plain text and .eml", f.name)
		}
	}
	text := bytes.TrimLeft(body[:min(len(body), 1024)], "\xef\xbb\xbf \t\r\n")
	if len(bytes.TrimSpace(body)) == 0 {
		return notArticle("is empty; nothing was downloaded or saved")
	}
	for _, f := range feeds {
		if i := bytes.Index(text, []byte(f)); i >= 0 && bytes.HasPrefix(text, []byte("<")) && !bytes.Contains(bytes.ToLower(text[:i]), []byte("<html")) {
			return notArticle("is a feed; follow it as a source instead of reading it as an article")
		}
	}
	if _, wide := unmarkedUTF16(body); !wide && !utf16Marked(body) && !startsDocument(body[:min(len(body), 1024)]) && bytes.IndexByte(body[:min(len(body), 1<<16)], 0) >= 0 {
		return notArticle("is binary (it holds NUL bytes); Rapporteur reads HTML, plain text and .eml")
	}
	return nil
}

// foreign lists the first bytes of files that people try most.
var foreign = []struct{ magic, name string }{
	{"%PDF-", "a PDF"},
	{"\x89PNG\r\n", "a PNG image"},
	{"\xff\xd8\xff", "a JPEG image"},
	{"GIF87a", "a GIF image"},
	{"GIF89a", "a GIF image"},
	{"RIFF", "an image or sound file"},
	{"PK\x03\x04", "a ZIP archive or an Office document"},
	{"\xd0\xcf\x11\xe0", "an old Office document"},
	{"\x1f\x8b", "compressed with gzip"},
	{"7z\xbc\xaf", "a 7-Zip archive"},
	{"BZh", "compressed with bzip2"},
	{"\x28\xb5\x2f\xfd", "compressed with zstd"},
	{"{\\rtf", "an RTF document"},
	{"SQLite format 3", "an SQLite database"},
	{"\x7fELF", "a program"},
}

var feeds = []string{"<rss", "<feed", "<rdf:RDF", "<urlset", "<sitemapindex", "<opml"}

func startsDocument(head []byte) bool {
	s := strings.ToLower(string(bytes.TrimLeft(head, "\xef\xbb\xbf \t\r\n\f")))
	return strings.HasPrefix(s, "<!doctype html") || strings.HasPrefix(s, "<html") || strings.HasPrefix(s, "<?xml") && strings.Contains(s, "<html")
}

func looksLikeHTML(head []byte) bool {
	s := strings.ToLower(string(plainASCII(bytes.TrimLeft(head, "\xef\xbb\xbf\xff\xfe \t\r\n\f"))))
	if !strings.HasPrefix(s, "<") {
		return false
	}
	for _, tag := range []string{"<!doctype", "<html", "<head", "<body", "<meta", "<title", "<div", "<p>", "<p ", "<article", "<main", "<section", "<h1", "<script", "<table"} {
		if strings.Contains(s, tag) {
			return true
		}
	}
	return false
}

// plainASCII drops NULs, so that a marked UTF-16 page shows its tags.
func plainASCII(b []byte) []byte {
	if bytes.IndexByte(b, 0) < 0 {
		return b
	}
	return bytes.ReplaceAll(b, []byte{0}, nil)
}

// looksLikeMail asks for a header block with at least two fields that letters and files do not begin with together.
func looksLikeMail(head []byte) bool {
	name, _, ok := bytes.Cut(head, []byte(":"))
	if !ok || len(name) > 40 || bytes.ContainsAny(name, " \t\n<") {
		return false
	}
	m, err := mail.ReadMessage(bytes.NewReader(head))
	if err != nil {
		return false
	}
	n := 0
	for _, key := range []string{"From", "Date", "Message-Id", "Received", "Mime-Version", "Return-Path", "Content-Type", "To", "Subject"} {
		if m.Header.Get(key) != "" {
			n++
		}
	}
	return n >= 3 || n == 2 && m.Header.Get("From") != ""
}
