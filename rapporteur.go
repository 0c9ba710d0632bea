// Package rapporteur holds the nouns of the press desk: what an article is, and what can be found in it.
//
// Everything found is a [Span] of an article's text: a half-open range of bytes. Nobody stores a copy of
// the words, so every finding can be checked against its source. The printed form of a reading
// ([Document.AppendJSON]) counts in Unicode code points instead and gives the words beside each span, so that
// programs in any language, and people, can check it.
//
// The package imports the standard library only, and no other package of this module.
package rapporteur

import "errors"

// The desk's errors, named for what a caller does next. Packages wrap them with the detail:
// fmt.Errorf("%w: no feed at %s", ErrNotFound, url).
var (
	// ErrNotFound: there is no such thing; look elsewhere.
	ErrNotFound = errors.New("not found")
	// ErrInvalid: the input can't be used as it is; mend it.
	ErrInvalid = errors.New("invalid")
	// ErrGone: it was there and will not come back; stop asking.
	ErrGone = errors.New("gone")
	// ErrRefused: a rule (ours, or the other side's) forbids it; do not retry as is.
	ErrRefused = errors.New("refused")
	// ErrTransient: it may work later; retry with patience.
	ErrTransient = errors.New("temporarily unavailable")
)
