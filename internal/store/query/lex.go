package query

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rapporteur"
)

type tokenKind int

const (
	wordToken tokenKind = iota
	phraseToken
	fieldToken // "by:", with nothing after the colon in it
	openToken
	closeToken
	orToken
	andToken
	minusToken
	endToken
)

// token is a piece of a query's text.
type token struct {
	rapporteur.Span
	kind  tokenKind
	text  string // of words and phrases, without quotation marks; of fields, the name
	glued bool   // nothing stands between it and the piece before
}

// lexer cuts a query into tokens, one at a time.
type lexer struct {
	text string
	at   int
	last tokenKind
}

// next gives the next token.
func (l *lexer) next() (token, *Error) {
	start := l.at
	for l.at < len(l.text) {
		r, n := utf8.DecodeRuneInString(l.text[l.at:])
		if !unicode.IsSpace(r) {
			break
		}
		l.at += n
	}
	t, err := l.cut()
	t.glued = t.Start == start
	l.last = t.kind
	return t, err
}

func (l *lexer) cut() (token, *Error) {
	from := l.at
	if from == len(l.text) {
		return token{kind: endToken, Span: rapporteur.Span{Start: from, End: from}}, nil
	}
	r, n := utf8.DecodeRuneInString(l.text[from:])
	one := func(k tokenKind) (token, *Error) {
		l.at += n
		return token{kind: k, Span: rapporteur.Span{Start: from, End: l.at}, text: l.text[from:l.at]}, nil
	}
	switch {
	case r == '(':
		return one(openToken)
	case r == ')':
		return one(closeToken)
	case isQuote(r):
		return l.phrase(n)
	case r == '-' && l.last != fieldToken && l.startsUnit(from+1):
		return one(minusToken)
	}
	return l.run(), nil
}

// startsUnit reports whether something to leave out stands right after a minus.
func (l *lexer) startsUnit(at int) bool {
	r, n := utf8.DecodeRuneInString(l.text[at:])
	return n > 0 && !unicode.IsSpace(r) && r != ')'
}

// phrase cuts what stands in quotation marks; n is the first one's length.
func (l *lexer) phrase(n int) (token, *Error) {
	from := l.at
	end := strings.IndexFunc(l.text[from+n:], isQuote)
	if end < 0 {
		l.at = len(l.text)
		return token{}, &Error{Text: l.text, At: from, Length: n, What: "this quotation mark is not closed; put another one at the end of the phrase"}
	}
	end += from + n
	_, m := utf8.DecodeRuneInString(l.text[end:])
	l.at = end + m
	return token{kind: phraseToken, Span: rapporteur.Span{Start: from, End: l.at}, text: l.text[from+n : end]}, nil
}

// run cuts a word, or a field's name with its colon.
func (l *lexer) run() token {
	from := l.at
	letters := true
	for l.at < len(l.text) {
		r, n := utf8.DecodeRuneInString(l.text[l.at:])
		if unicode.IsSpace(r) || isQuote(r) || r == '(' || r == ')' {
			break
		}
		l.at += n
		if r == ':' && letters && l.at-n > from && l.last != fieldToken {
			return token{kind: fieldToken, Span: rapporteur.Span{Start: from, End: l.at}, text: l.text[from : l.at-n]}
		}
		letters = letters && (r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z')
	}
	t := token{kind: wordToken, Span: rapporteur.Span{Start: from, End: l.at}, text: l.text[from:l.at]}
	switch {
	case l.last == fieldToken:
	case t.text == "OR":
		t.kind = orToken
	case t.text == "AND":
		t.kind = andToken
	case t.text == "NOT":
		t.kind = minusToken
	}
	return t
}

func isQuote(r rune) bool {
	switch r {
	case '"', '“', '”', '„', '«', '»':
		return true
	}
	return false
}

// hasWord reports whether there is something to look for in a text.
func hasWord(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r)) })
}
