package query

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"rapporteur"
)

// Error says what is wrong with a query, where, and what to do. It wraps rapporteur.ErrInvalid.
type Error struct {
	Text   string // the query
	At     int    // where in it, in bytes
	Length int    // of what is wrong there, in bytes; 0 where something is missing
	What   string // what is wrong and what to do, one line
	Path   string // the saved queries that lead there: `in:"a" > in:"b"`; "" for the query itself
}

// Column is the place as a number for people: characters, counted from 1.
func (e *Error) Column() int { return utf8.RuneCountInString(e.Text[:e.At]) + 1 }

func (e *Error) Error() string {
	where := ""
	if e.Text != "" {
		where = fmt.Sprintf("at column %d of the query: ", e.Column())
	}
	if e.Path != "" {
		where = fmt.Sprintf("in %s, at column %d: ", e.Path, e.Column())
	}
	return rapporteur.ErrInvalid.Error() + ": " + where + e.What
}

// Unwrap makes the error one of the root's.
func (e *Error) Unwrap() error { return rapporteur.ErrInvalid }

// window is how much of a long query is shown around the place, in characters on each side.
const window = 36

// Excerpt gives the query around the place: before it, what is wrong, after it. Long ones are cut, with an ellipsis.
func (e *Error) Excerpt() (before, wrong, after string) {
	b, w, a := []rune(e.Text[:e.At]), []rune(e.Text[e.At:e.At+e.Length]), []rune(e.Text[e.At+e.Length:])
	if len(b) > window {
		b = append([]rune("…"), b[len(b)-window:]...)
	}
	if len(w) > window {
		w = append(w[:window:window], '…')
	}
	if len(a) > window {
		a = append(a[:window:window], '…')
	}
	line := func(r []rune) string {
		return strings.Map(func(r rune) rune {
			if r < ' ' || r == utf8.RuneError {
				return ' '
			}
			return r
		}, string(r))
	}
	return line(b), line(w), line(a)
}

// Caret gives two lines for a terminal: the query, and below it a mark under the place.
func (e *Error) Caret() string {
	before, wrong, after := e.Excerpt()
	n := max(1, utf8.RuneCountInString(wrong))
	return before + wrong + after + "\n" + strings.Repeat(" ", utf8.RuneCountInString(before)) + strings.Repeat("^", n)
}
