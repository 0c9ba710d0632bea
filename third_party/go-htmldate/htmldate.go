// Package htmldate stands in for github.com/markusmobius/go-htmldate: it has the names that go-trafilatura uses and
// never finds a date. See ../README.md.
package htmldate

import (
	"errors"
	"time"

	"golang.org/x/net/html"
)

// ErrOff is what FromDocument answers.
var ErrOff = errors.New("the search for dates is not linked; keep HtmlDateMode at Disabled")

// Options are the options that go-trafilatura sets. They have no effect.
type Options struct {
	URL                 string
	UseOriginalDate     bool
	SkipExtensiveSearch bool
}

// Result is a date, always zero here unless a caller makes one.
type Result struct {
	DateTime time.Time
	HasTime  bool
}

// IsZero reports whether there is no date.
func (r Result) IsZero() bool { return r.DateTime.IsZero() }

// FromDocument finds no date: it returns ErrOff.
func FromDocument(*html.Node, Options) (Result, error) { return Result{}, ErrOff }
