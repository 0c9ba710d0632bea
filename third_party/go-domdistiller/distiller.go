// Package distiller stands in for github.com/markusmobius/go-domdistiller: it has the names that go-trafilatura uses
// and never finds a text. See ../README.md.
package distiller

import (
	"errors"
	"net/url"

	"golang.org/x/net/html"
)

// ErrOff is what Apply answers.
var ErrOff = errors.New("the distiller is not linked; keep EnableFallback at false")

// Options are the options that go-trafilatura sets. They have no effect.
type Options struct {
	OriginalURL    *url.URL
	SkipPagination bool
}

// Result is a text that was found.
type Result struct {
	Node *html.Node
}

// Apply finds no text: it returns ErrOff.
func Apply(*html.Node, *Options) (*Result, error) { return nil, ErrOff }
