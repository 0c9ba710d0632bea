package query

import (
	"fmt"
	"strings"

	"rapporteur"
)

// Parse reads a query. What is wrong with it is an *Error.
func Parse(text string, o Options) (*Query, error) {
	terms := 0
	q, err := parse(text, o, &terms, nil)
	if err != nil {
		return nil, err // not through a typed nil
	}
	return q, nil
}

// parser is at one token of a text.
type parser struct {
	lexer
	options Options
	tok     token
	terms   *int     // read so far, over all saved queries
	depth   int      // of open parentheses
	path    []string // names of the saved queries that this one stands in
}

func parse(text string, o Options, terms *int, path []string) (*Query, *Error) {
	p := &parser{lexer: lexer{text: text}, options: o, terms: terms, path: path}
	if len(text) > MaxBytes {
		return nil, p.wrong(rapporteur.Span{Start: MaxBytes - backToRune(text, MaxBytes), End: len(text)}, "the query is longer than %d characters; ask for less at a time, or save a part of it and name it by in:", MaxBytes)
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	n, err := p.conjunction()
	if err != nil {
		return nil, err
	}
	if p.tok.kind == closeToken {
		return nil, p.wrong(p.tok.Span, "this parenthesis closes none; take it away, or open one before it")
	}
	if n == nil {
		return nil, &Error{Text: text, Path: p.where(), What: "the query holds nothing to look for; write a word, a \"phrase\", or a field such as by:name"}
	}
	if g, ok := n.(*Group); ok {
		n = g.Part
	}
	return &Query{Text: text, Root: n}, nil
}

func backToRune(s string, at int) int {
	n := 0
	for at-n > 0 && s[at-n]&0xc0 == 0x80 {
		n++
	}
	return n
}

func (p *parser) wrong(s rapporteur.Span, format string, args ...any) *Error {
	return &Error{Text: p.text, At: s.Start, Length: s.Len(), Path: p.where(), What: fmt.Sprintf(format, args...)}
}

func (p *parser) where() string {
	names := make([]string, len(p.path))
	for i, n := range p.path {
		names[i] = "in:" + Quote(n)
	}
	return strings.Join(names, " > ")
}

func (p *parser) advance() *Error {
	t, err := p.next()
	if err != nil {
		err.Path = p.where()
		return err
	}
	p.tok = t
	return nil
}

// conjunction reads conditions that must all hold, up to a closing parenthesis or the end; nil where there is none.
func (p *parser) conjunction() (Node, *Error) {
	var parts []Node
	for p.tok.kind != endToken && p.tok.kind != closeToken {
		if p.tok.kind == andToken {
			if len(parts) == 0 {
				return nil, p.wrong(p.tok.Span, "AND stands between two conditions; there is none before it (to look for the word, write it small)")
			}
			and := p.tok.Span
			if err := p.advance(); err != nil {
				return nil, err
			}
			if p.tok.kind == endToken || p.tok.kind == closeToken {
				return nil, p.wrong(and, "AND stands between two conditions; there is none after it (to look for the word, write it small)")
			}
			continue
		}
		n, err := p.alternatives()
		if err != nil {
			return nil, err
		}
		if n != nil {
			parts = append(parts, n)
		}
	}
	switch len(parts) {
	case 0:
		return nil, nil
	case 1:
		return parts[0], nil
	}
	return &And{parts}, nil
}

// alternatives reads one condition, or several with OR between them.
func (p *parser) alternatives() (Node, *Error) {
	first, err := p.unit()
	if err != nil {
		return nil, err
	}
	if p.tok.kind != orToken {
		return first, nil
	}
	or := &Or{}
	for n := first; ; {
		if n == nil {
			return nil, p.wrong(p.tok.Span, "OR stands between two conditions; there is none before it (to look for the word, write it small)")
		}
		or.Parts = append(or.Parts, alternative(n)...)
		if p.tok.kind != orToken {
			return or, nil
		}
		at := p.tok.Span
		if err := p.advance(); err != nil {
			return nil, err
		}
		if p.tok.kind == orToken || p.tok.kind == andToken || p.tok.kind == endToken || p.tok.kind == closeToken {
			return nil, p.wrong(at, "OR stands between two conditions; there is none after it (to look for the word, write it small)")
		}
		if n, err = p.unit(); err != nil {
			return nil, err
		}
		if n == nil {
			return nil, p.wrong(at, "OR stands between two conditions; what follows holds no letter and no digit")
		}
	}
}

// alternative gives what a condition adds to an Or: parentheses around one add nothing there.
func alternative(n Node) []Node {
	if g, ok := n.(*Group); ok {
		n = g.Part
	}
	if or, ok := n.(*Or); ok {
		return or.Parts
	}
	return []Node{n}
}

// unit reads one condition with its sign; nil where what stands there says nothing.
func (p *parser) unit() (Node, *Error) {
	if p.tok.kind == minusToken {
		minus := p.tok.Span
		if err := p.advance(); err != nil {
			return nil, err
		}
		switch p.tok.kind {
		case minusToken:
			return nil, p.wrong(rapporteur.Span{Start: minus.Start, End: p.tok.End}, "one minus is enough to leave something out")
		case endToken, closeToken, orToken, andToken:
			return nil, p.wrong(minus, "nothing stands after this to be left out")
		}
		n, err := p.primary()
		if n == nil || err != nil {
			return nil, err
		}
		if not, ok := n.(*Not); ok { // -(-a)
			return not.Part, nil
		}
		return &Not{n}, nil
	}
	return p.primary()
}

func (p *parser) primary() (Node, *Error) {
	switch p.tok.kind {
	case openToken:
		return p.parentheses()
	case fieldToken:
		return p.field()
	case orToken:
		return nil, p.wrong(p.tok.Span, "OR stands between two conditions; there is none before it (to look for the word, write it small)")
	}
	t := &Term{Span: p.tok.Span, Text: p.tok.text, Quoted: p.tok.kind == phraseToken}
	if err := p.advance(); err != nil {
		return nil, err
	}
	if !hasWord(t.Text) {
		return nil, nil
	}
	if err := p.words(t); err != nil {
		return nil, err
	}
	return t, p.count(t)
}

func (p *parser) parentheses() (Node, *Error) {
	open := p.tok.Span
	if p.depth++; p.depth+len(p.path) > MaxDepth {
		return nil, p.wrong(open, "more than %d parentheses stand inside one another; save a part of the query and name it by in:", MaxDepth)
	}
	defer func() { p.depth-- }()
	if err := p.advance(); err != nil {
		return nil, err
	}
	n, err := p.conjunction()
	if err != nil {
		return nil, err
	}
	if p.tok.kind != closeToken {
		return nil, p.wrong(open, "this parenthesis is not closed; put ) where it ends")
	}
	if err := p.advance(); err != nil || n == nil {
		return nil, err
	}
	switch n.(type) {
	case *Or, *Group, *Not:
		return n, nil
	}
	return &Group{n}, nil
}

// count refuses a query of too many terms.
func (p *parser) count(t *Term) *Error {
	if *p.terms++; *p.terms > MaxTerms {
		return p.wrong(t.Span, "the query has more than %d words and fields; ask for less at a time", MaxTerms)
	}
	return nil
}

// field reads what stands after a field's colon: a value, or values in parentheses with OR between them.
func (p *parser) field() (Node, *Error) {
	name := p.tok
	f := field(name.text)
	if f == nil {
		return nil, p.unknown(name)
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	if !p.tok.glued || p.tok.kind == endToken || p.tok.kind == closeToken {
		return nil, p.wrong(name.Span, "%s: needs its value right after the colon: %s:%s (%s)", f.Name, f.Name, f.Example, f.What)
	}
	if p.tok.kind != openToken {
		return p.value(f, name.Start)
	}
	return p.list(f)
}

func (p *parser) unknown(name token) *Error {
	names := make([]string, len(Fields))
	for i, f := range Fields {
		names[i] = f.Name
	}
	if near := nearest(names, strings.ToLower(name.text)); near != "" {
		return p.wrong(name.Span, "no field is called %.40q; did you mean %s:? To look for the words themselves, put them in quotation marks", name.text, near)
	}
	return p.wrong(name.Span, "no field is called %.40q; there are %s. To look for the words themselves, put them in quotation marks", name.text, strings.Join(names, ", "))
}

// list reads by:(kallas OR metsola).
func (p *parser) list(f *Field) (Node, *Error) {
	open := p.tok.Span
	or := &Or{}
	for {
		p.last = fieldToken // what follows is a value, whatever it holds
		if err := p.advance(); err != nil {
			return nil, err
		}
		if p.tok.kind != wordToken && p.tok.kind != phraseToken {
			return nil, p.wrong(p.tok.Span, "a value of %s: is missing here: %s:(one OR another)", f.Name, f.Name)
		}
		n, err := p.value(f, p.tok.Start)
		if err != nil {
			return nil, err
		}
		or.Parts = append(or.Parts, n)
		switch p.tok.kind {
		case orToken:
		case closeToken:
			if err := p.advance(); err != nil {
				return nil, err
			}
			if len(or.Parts) == 1 {
				return or.Parts[0], nil
			}
			return or, nil
		case endToken:
			return nil, p.wrong(open, "this parenthesis is not closed; put ) where it ends")
		default:
			return nil, p.wrong(p.tok.Span, "between the values of %s: stands OR: %s:(one OR another)", f.Name, f.Name)
		}
	}
}

// value reads one value of a field; the field began at start.
func (p *parser) value(f *Field, start int) (Node, *Error) {
	t := &Term{Field: f, Text: p.tok.text, Quoted: p.tok.kind == phraseToken}
	t.Span = rapporteur.Span{Start: start, End: p.tok.End}
	p.last = wordToken
	if p.tok.kind == wordToken {
		t.Op, t.Text = comparison(t.Text)
	}
	bare := t.Text == "" && t.Op != Is
	if bare {
		p.last = fieldToken
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	if bare && p.tok.kind == phraseToken && p.tok.glued { // date:>"last week"
		t.Text, t.Quoted, t.End = p.tok.text, true, p.tok.End
		p.last = wordToken
		if err := p.advance(); err != nil {
			return nil, err
		}
	}
	if err := p.mean(t); err != nil {
		return nil, err
	}
	return t, p.count(t)
}

// comparison cuts the sign off a value.
func comparison(s string) (Op, string) {
	for _, op := range []Op{AtMost, AtLeast, Less, More} {
		if rest, ok := strings.CutPrefix(s, string(op)); ok {
			return op, rest
		}
	}
	s = strings.TrimPrefix(s, "=")
	return Is, s
}

// mean makes of a field's text what it means.
func (p *parser) mean(t *Term) *Error {
	f := t.Field
	switch {
	case strings.TrimSpace(t.Text) == "":
		return p.wrong(t.Span, "%s: needs a value: %s:%s (%s)", f.Name, f.Name, f.Example, f.What)
	case t.Op != Is && f.Name != "date" && f.Name != "due" && f.Name != "when" && f.Name != "figure" && f.Name != "confidence":
		return p.wrong(t.Span, "%s: is not compared; write %s:%s", f.Name, f.Name, f.Example)
	case f.read == nil:
		if !hasWord(t.Text) {
			return p.wrong(t.Span, "%s: needs a value with letters or digits in it: %s:%s", f.Name, f.Name, f.Example)
		}
		return nil
	}
	return f.read(p, t)
}
