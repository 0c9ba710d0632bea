package query

import "strings"

// String prints the query: parsing it again, with the same options, gives the same tree.
func (q *Query) String() string { return Print(q.Root) }

// Print writes a part of a query.
func Print(n Node) string {
	var b strings.Builder
	write(&b, n, false)
	return b.String()
}

// write prints a node; bracketed says that an And or Or must stand in parentheses to be one condition.
func write(b *strings.Builder, n Node, bracketed bool) {
	switch n := n.(type) {
	case *And:
		writeParts(b, n.Parts, " ", bracketed)
	case *Or:
		writeParts(b, n.Parts, " OR ", bracketed)
	case *Not:
		b.WriteByte('-')
		write(b, n.Part, true)
	case *Group:
		b.WriteByte('(')
		write(b, n.Part, false)
		b.WriteByte(')')
	case *Term:
		b.WriteString(n.String())
	}
}

func writeParts(b *strings.Builder, parts []Node, between string, bracketed bool) {
	if bracketed {
		b.WriteByte('(')
	}
	for i, p := range parts {
		if i > 0 {
			b.WriteString(between)
		}
		_, and := p.(*And)
		_, or := p.(*Or)
		write(b, p, and || or && between != " ")
	}
	if bracketed {
		b.WriteByte(')')
	}
}

// String prints the term.
func (t *Term) String() string {
	text := t.Text
	if t.Prefix {
		text += "*"
	}
	if t.Field == nil {
		if t.Quoted {
			return `"` + text + `"`
		}
		return text
	}
	if t.Quoted {
		return t.Field.Name + ":" + t.typed() + `"` + text + `"`
	}
	return t.Field.Name + ":" + t.typed() + text
}

// typed is the comparison as it stood before the value; that of figure:EUR>1bn is inside it, and so is one in quotation marks.
func (t *Term) typed() string {
	if strings.Contains(t.Text, string(t.Op)) {
		return ""
	}
	return string(t.Op)
}
