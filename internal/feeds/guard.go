package feeds

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"rapporteur"
)

// Bounds on XML, far above what any feed needs. encoding/xml knows no external entities and never expands those a
// document declares, so a bomb of entities stays as small as it is; what remains is depth, number and length.
const (
	maxDepth     = 200
	maxTokens    = 4_000_000
	maxAttrs     = 200     // of one element
	maxAttrBytes = 1 << 20 // of one element
)

// inspect says what a document is by its first element, in lower case ("{" for JSON, "" for neither), and refuses one
// that is built to exhaust its reader.
func inspect(body []byte) (root string, err error) {
	switch {
	case len(body) == 0:
		return "", fmt.Errorf("%w: the answer is empty, so there is no feed in it", rapporteur.ErrInvalid)
	case body[0] == '{':
		return "{", nil
	case body[0] != '<':
		return "", nil
	case looksLikeHTML(body):
		return "html", nil
	}
	d := xml.NewDecoder(bytes.NewReader(body))
	d.Strict = false
	depth := 0
	for n := 0; ; n++ {
		tok, err := d.RawToken()
		if err != nil {
			return root, nil //nolint:nilerr // the end, or a fault for the parser proper to report
		}
		if n > maxTokens {
			return "", tooMuch("more than %d elements", maxTokens)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			depth++
			if root == "" {
				root = strings.ToLower(t.Name.Local)
			}
			if err := checkAttrs(t.Attr); err != nil {
				return "", err
			}
		case xml.EndElement:
			depth--
		}
		if depth > maxDepth {
			return "", tooMuch("elements nested more than %d deep", maxDepth)
		}
	}
}

func checkAttrs(attrs []xml.Attr) error {
	if len(attrs) > maxAttrs {
		return tooMuch("an element of more than %d attributes", maxAttrs)
	}
	n := 0
	for _, a := range attrs {
		n += len(a.Value)
	}
	if n > maxAttrBytes {
		return tooMuch("an element with more than %d MB of attributes", maxAttrBytes>>20)
	}
	return nil
}

func tooMuch(format string, args ...any) error {
	return fmt.Errorf("%w: the feed has %s and is not read", rapporteur.ErrInvalid, fmt.Sprintf(format, args...))
}

func looksLikeHTML(body []byte) bool {
	head := bytes.ToLower(body[:min(len(body), 1024)])
	for bytes.HasPrefix(head, []byte("<!--")) {
		end := bytes.Index(head, []byte("-->"))
		if end < 0 {
			return false
		}
		head = bytes.TrimSpace(head[end+3:])
	}
	for _, p := range []string{"<!doctype html", "<html", "<head", "<body"} {
		if bytes.HasPrefix(head, []byte(p)) {
			return true
		}
	}
	return false
}
