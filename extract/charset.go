package extract

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/gogs/chardet"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// decode turns bytes into valid UTF-8. UTF-8 stays as it is, byte for byte, whatever is declared; UTF-8 with a few
// broken bytes keeps the rest, with U+FFFD where it is broken. Otherwise the byte order mark, the content type, a meta
// tag and the statistics of the bytes decide, in that order; windows-1252 comes last, for it decodes anything.
func decode(body []byte, contentType string) string {
	if order, ok := unmarkedUTF16(body); ok {
		body, _ = unicode.UTF16(order, unicode.IgnoreBOM).NewDecoder().Bytes(body) // what is broken becomes U+FFFD
	}
	if utf8.Valid(body) {
		return string(body)
	}
	e, _, certain := charset.DetermineEncoding(body[:min(len(body), 1024)], contentType)
	marked := utf16Marked(body)
	if !marked && mostlyUTF8(body) {
		return strings.ToValidUTF8(string(body), "\uFFFD")
	}
	if !certain && !marked {
		e = guessed(body, e)
	}
	out, err := e.NewDecoder().Bytes(body)
	if err != nil {
		return strings.ToValidUTF8(string(body), "\uFFFD")
	}
	return strings.ToValidUTF8(string(bytes.TrimPrefix(out, []byte("\xef\xbb\xbf"))), "\uFFFD")
}

// guessed asks the statistics of the bytes, and keeps to the fallback where they are unsure.
func guessed(body []byte, fallback encoding.Encoding) encoding.Encoding {
	all, err := chardet.NewHtmlDetector().DetectAll(body[:min(len(body), 1<<16)])
	if err != nil {
		return fallback
	}
	// The detector's recognisers race each other: between equals, the name decides, so that two readings are equal.
	r := chardet.Result{Confidence: 29}
	for _, x := range all {
		if x.Confidence > r.Confidence || x.Confidence == r.Confidence && x.Charset < r.Charset {
			r = x
		}
	}
	e, err := htmlindex.Get(r.Charset)
	if err != nil {
		return fallback
	}
	return e
}

// mostlyUTF8 reports whether at least nine in ten of the non-ASCII characters are well-formed UTF-8.
func mostlyUTF8(body []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(body); {
		if body[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(body[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		i += n
	}
	return good >= 9*bad
}

func utf16Marked(body []byte) bool {
	return bytes.HasPrefix(body, []byte{0xff, 0xfe}) || bytes.HasPrefix(body, []byte{0xfe, 0xff})
}

// unmarkedUTF16 recognises UTF-16 without a byte order mark: every other byte of much of the text is NUL, the others are not.
func unmarkedUTF16(body []byte) (unicode.Endianness, bool) {
	head := body[:min(len(body), 4096)&^1]
	var nuls [2]int
	for i, c := range head {
		if c == 0 {
			nuls[i%2]++
		}
	}
	switch least := len(head) / 6; {
	case len(head) < 8 || utf16Marked(body):
	case nuls[0] == 0 && nuls[1] > least:
		return unicode.LittleEndian, true
	case nuls[1] == 0 && nuls[0] > least:
		return unicode.BigEndian, true
	}
	return unicode.LittleEndian, false
}

// binary reports whether decoded text holds what no text holds: NULs, or control characters in number.
func binary(text string) bool {
	head := text[:min(len(text), 1<<16)]
	controls := 0
	for _, c := range []byte(head) {
		if c == 0 {
			return true
		}
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1b {
			controls++
		}
	}
	return controls*10 > len(head)
}
