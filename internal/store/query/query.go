// Package query is the one language in which the archive is asked: by search, filters, alerts, dossiers and the API alike.
// It promises that
//   - every text either parses or gives one [Error] that points at the place and says what to do; nothing panics, and the
//     time taken grows with the text's length only;
//   - a parsed query prints to text that parses to the same query;
//   - it knows no database: what a query means is in the tree, and docs/query.md has the grammar.
//
// Relative dates are reckoned from a clock that the caller gives.
package query

import (
	"strings"
	"time"

	"rapporteur"
)

// Node is a part of a query: [And], [Or], [Not], [Group] or [Term].
type Node interface{ node() }

// And holds where all its parts do. Its parts are Or, Not, Group or Term.
type And struct{ Parts []Node }

// Or holds where one of its parts does. Its parts are And, Not, Group or Term.
type Or struct{ Parts []Node }

// Not holds where its part does not. The part is an Or, a Group or a Term.
type Not struct{ Part Node }

// Group is what stands in parentheses beside other conditions: it asks for a statement of its own, anywhere in the article.
// Parentheses that only bracket alternatives are no Group.
type Group struct{ Part Node }

func (*And) node()   {}
func (*Or) node()    {}
func (*Not) node()   {}
func (*Group) node() {}
func (*Term) node()  {}

// Op compares a value.
type Op string

const (
	Is      Op = ""
	Less    Op = "<"
	AtMost  Op = "<="
	More    Op = ">"
	AtLeast Op = ">="
)

// Term is a word, a phrase, or a field with its value. Which of the values are set depends on the field.
type Term struct {
	rapporteur.Span        // where it stands in the query's text, in bytes
	Field           *Field // nil for words
	Text            string // the words, or the value, as typed without quotation marks and comparison
	Quoted          bool
	Op              Op

	Prefix    bool      // of words: the last is a beginning, typed with *
	Value     string    // the canonical value of a field with a list of values: "asks for"; of story, its number
	Yes       bool      // of hedged and negated
	From, To  time.Time // of dates: half-open; zero is open
	Low, High float64   // of figure and confidence: both ends included unless Op says otherwise
	Number    bool      // Low and High are set; figure:EUR has a unit alone
	Unit      string    // of figure; "" for every unit, "count" for plain counts
	Saved     *Query    // of in: the saved query, where Options.Saved finds it
}

// Query is a parsed query.
type Query struct {
	Text string
	Root Node
}

// Options are what parsing needs to know beside the text.
type Options struct {
	// Now is what relative dates are reckoned from: its day, in its own zone.
	Now time.Time
	// Saved finds the text of a saved query; ok is false where none has that name. Nil finds none.
	Saved func(name string) (text string, ok bool)
}

// Limits on a query: what a person types is far below them.
const (
	MaxBytes = 10_000 // of the text
	MaxTerms = 200    // words, phrases and fields, those of saved queries included
	MaxDepth = 20     // of parentheses inside parentheses, and of saved queries inside saved queries
)

// Terms calls visit for every term, saved queries included; negated is true below an odd number of Nots.
func Terms(n Node, visit func(t *Term, negated bool)) { terms(n, false, visit) }

func terms(n Node, negated bool, visit func(*Term, bool)) {
	switch n := n.(type) {
	case *And:
		for _, p := range n.Parts {
			terms(p, negated, visit)
		}
	case *Or:
		for _, p := range n.Parts {
			terms(p, negated, visit)
		}
	case *Not:
		terms(n.Part, !negated, visit)
	case *Group:
		terms(n.Part, negated, visit)
	case *Term:
		visit(n, negated)
		if n.Saved != nil {
			terms(n.Saved.Root, negated, visit)
		}
	}
}

// Level is what a term is asked of.
type Level int

const (
	OfWords     Level = iota // the words of the article, or of the statement where statements are listed
	OfArticle                // the article
	OfStatement              // one statement
	OfFact                   // a figure, a date or a commitment
)

// Level says what the term is asked of.
func (t *Term) Level() Level {
	switch {
	case t.Field == nil:
		return OfWords
	case t.Field == kindField && factKinds[t.Value]:
		return OfFact
	}
	return t.Field.Level
}

// Quote puts text in quotation marks where it needs them to stand as one value. No text can hold a quotation mark.
func Quote(text string) string {
	if text == "" || strings.ContainsAny(text, " \t\n()") || strings.HasPrefix(text, "-") || strings.ContainsAny(text[:1], "<>=") || text == "OR" || text == "AND" || text == "NOT" {
		return `"` + text + `"`
	}
	return text
}

// By is a term that asks for a speaker.
func By(name string) *Term { return &Term{Field: field("by"), Text: name, Quoted: true} }

// Both joins two conditions, of which the first may be nil.
func Both(a, b Node) Node {
	switch a := a.(type) {
	case nil:
		return b
	case *And:
		return &And{append(a.Parts[:len(a.Parts):len(a.Parts)], b)}
	}
	return &And{[]Node{a, b}}
}
