// Package versions tells what an outlet changed in an article: paragraph by paragraph and word by word, and which figures,
// dates and statements came, went or are no longer the same. It promises that everything it gives is a span of one of the
// two texts, that the unchanged and the inserted pieces are the whole of the new text and the unchanged and the deleted ones
// that of the old (white space apart), and that no text, however long or different, takes more than a bounded time.
// It is pure: no clock, no database.
package versions

import (
	"strings"

	"rapporteur"
)

// Op is what became of a piece of text.
type Op int

const (
	Kept     Op = iota // stands in both versions
	Deleted            // stood in the old one
	Inserted           // stands in the new one
)

// Piece is a run of words that one thing became of.
type Piece struct {
	Op  Op
	Old rapporteur.Span // in the old text; empty where Op is Inserted
	New rapporteur.Span // in the new text; empty where Op is Deleted
}

// State is what became of a paragraph.
type State int

const (
	Same    State = iota // word for word
	Changed              // some of its words
	Added
	Removed
	Moved // word for word, to another place: at the place where it stands now
	Gone  // of a moved one: at the place where it stood
)

// Paragraph is a part of the text in one or both of the versions. Those of the new version stand in their order, and those
// that went stand where they stood.
type Paragraph struct {
	State    State
	Old, New int // indexes of the Parts of the articles, rapporteur.None where it is in one version only
	Pieces   []Piece
}

// Fact is a figure or a date that changed: indexes into the records of the two versions, rapporteur.None for the one that lacks
// it.
type Fact struct{ Old, New int }

// Statement is one that changed: indexes into the records of the two versions, rapporteur.None for the one that lacks it.
type Statement struct {
	Old, New int
	Speaker  bool // where both have it: it is somebody else's now
	Words    bool // where both have it: it is worded differently now
}

// Changes is what differs between two versions of one article.
type Changes struct {
	Paragraphs []Paragraph
	Figures    []Fact
	Dates      []Fact
	Statements []Statement

	Headline                                      bool // it is another one now
	ChangedParts, AddedParts, RemovedParts, Moves int  // paragraphs, the headline left out
	WordsAdded, WordsRemoved                      int
}

// None says that nothing that a reader could see has changed.
func (c *Changes) None() bool {
	return !c.Headline && c.ChangedParts+c.AddedParts+c.RemovedParts+c.Moves == 0
}

// Of compares two versions of an article. Figures, dates and statements are compared where both versions were read.
func Of(old, now *rapporteur.Document) *Changes {
	a, b := partsOf(old.Article), partsOf(now.Article)
	c := &Changes{Paragraphs: align(a, b)}
	c.count(a, b)
	if old.Engine == "" || now.Engine == "" {
		return c
	}
	m := newMapping(c.Paragraphs)
	c.Figures = facts(m, figuresIn(old), figuresIn(now))
	c.Dates = facts(m, datesIn(old), datesIn(now))
	c.Statements = statements(m, old, now)
	return c
}

// Words compares two short texts word by word.
func Words(old, now string) []Piece {
	in := func(s string) *part {
		p := &part{Span: rapporteur.Span{End: len(s)}, text: s}
		p.tokens = tokens(s, p.Span)
		return p
	}
	left := budget(mostPairs)
	return left.pieces(in(old), in(now))
}

// count sums up the paragraphs.
func (c *Changes) count(a, b []part) {
	for i := range c.Paragraphs {
		p := &c.Paragraphs[i]
		if p.State == Same {
			continue
		}
		head := p.Old >= 0 && a[p.Old].kind == rapporteur.Headline || p.New >= 0 && b[p.New].kind == rapporteur.Headline
		switch {
		case head:
			c.Headline = true
		case p.State == Changed:
			c.ChangedParts++
		case p.State == Added:
			c.AddedParts++
		case p.State == Removed:
			c.RemovedParts++
		case p.State == Moved:
			c.Moves++
		}
		if p.State == Moved || p.State == Gone {
			continue
		}
		for _, x := range p.Pieces {
			switch x.Op {
			case Deleted:
				c.WordsRemoved += len(strings.Fields(x.Old.Of(a[p.Old].text)))
			case Inserted:
				c.WordsAdded += len(strings.Fields(x.New.Of(b[p.New].text)))
			}
		}
	}
}

// part is a paragraph with its words.
type part struct {
	rapporteur.Span
	text   string // of the article
	kind   rapporteur.PartKind
	tokens []token
	key    string // its words, white space folded
}

// partsOf cuts an article into its parts, and what no part covers is left out; an article without parts is one.
func partsOf(a *rapporteur.Article) []part {
	parts := a.Parts
	if len(parts) == 0 {
		parts = []rapporteur.Part{{Span: rapporteur.Span{End: len(a.Text)}, Kind: rapporteur.Paragraph}}
	}
	out := make([]part, len(parts))
	for i, p := range parts {
		out[i] = part{Span: p.Span, text: a.Text, kind: p.Kind, tokens: tokens(a.Text, p.Span)}
		var b strings.Builder
		for _, t := range out[i].tokens {
			b.WriteString(t.Of(a.Text))
			b.WriteByte(' ')
		}
		out[i].key = b.String()
	}
	return out
}
