package query

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Explain says in plain words how the query was understood.
func (q *Query) Explain() string { return explain(q.Root) }

func explain(n Node) string {
	switch n := n.(type) {
	case *And:
		return explainAll(n)
	case *Or:
		return join(n.Parts, " or ")
	case *Not:
		if t, ok := n.Part.(*Term); ok {
			return "without " + noun(t)
		}
		return "without (" + explain(n.Part) + ")"
	case *Group:
		return "(" + explain(n.Part) + ")"
	case *Term:
		if n.Field == nil {
			return quoted(n)
		}
		return n.Field.say(n)
	}
	return ""
}

// explainAll puts words before fields, and what is left out last.
func explainAll(n *And) string {
	var words, fields, without []Node
	for _, p := range n.Parts {
		_, not := p.(*Not)
		t, term := p.(*Term)
		switch {
		case not:
			without = append(without, p)
		case term && t.Field != nil:
			fields = append(fields, p)
		default:
			words = append(words, p)
		}
	}
	var out []string
	if len(words) > 0 {
		out = append(out, join(words, " and "))
	}
	for _, list := range [][]Node{fields, without} {
		for _, p := range list {
			out = append(out, explain(p))
		}
	}
	return strings.Join(out, ", ")
}

func join(parts []Node, between string) string {
	out := make([]string, len(parts))
	for i, p := range parts {
		out[i] = explain(p)
		switch p.(type) {
		case *And, *Or:
			out[i] = "(" + out[i] + ")"
		}
	}
	return strings.Join(out, between)
}

// noun is a term after "without".
func noun(t *Term) string {
	if t.Field == nil {
		return quoted(t)
	}
	return "what is " + t.Field.say(t)
}

// quoted is text as it is looked for: in quotation marks where it is more than a word.
func quoted(t *Term) string {
	text := t.Text
	if t.Prefix {
		text += "…"
	}
	if t.Quoted {
		return "“" + text + "”"
	}
	return text
}

func sayKind(t *Term) string {
	switch {
	case factKinds[t.Value]:
		return "with a " + map[bool]string{true: "date of ", false: ""}[t.Value == "expiry"] + t.Value
	case t.Value == "indirect":
		return "as reported speech"
	case t.Value == "mixed":
		return "partly quoted"
	}
	return "quoted directly"
}

var sayClass = map[string]string{
	"named": "said by somebody named", "unnamed": "said by somebody not named", "several": "said by several together",
	"author": "said by the author", "none": "with no source named",
}

func sayYesNo(yes, no string) func(*Term) string {
	return func(t *Term) string {
		if t.Yes {
			return yes
		}
		return no
	}
}

func sayWire(t *Term) string {
	if t.Text == "none" {
		return "with no wire credited"
	}
	return "from the wire " + t.Text
}

func sayFigure(t *Term) string {
	unit := t.Unit
	if unit == "count" {
		unit = "as a plain count"
	}
	if !t.Number {
		return strings.TrimSpace("with a figure in " + unit)
	}
	return strings.TrimSpace("with a figure " + sayNumber(t) + " " + unit)
}

func sayNumber(t *Term) string {
	switch t.Op {
	case Less:
		return "below " + short(t.High)
	case AtMost:
		return "of at most " + short(t.High)
	case More:
		return "above " + short(t.Low)
	case AtLeast:
		return "of at least " + short(t.Low)
	}
	switch {
	case t.Low == t.High:
		return "of " + short(t.Low)
	case math.IsInf(t.Low, 0):
		return "of at most " + short(t.High)
	case math.IsInf(t.High, 0):
		return "of at least " + short(t.Low)
	}
	return "between " + short(t.Low) + " and " + short(t.High)
}

// short writes a number with its scale in words.
func short(n float64) string {
	for _, s := range []struct {
		size float64
		word string
	}{{1e12, " trillion"}, {1e9, " billion"}, {1e6, " million"}} {
		if math.Abs(n) >= s.size {
			return strconv.FormatFloat(n/s.size, 'g', 6, 64) + s.word
		}
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

func sayInterval(t *Term) string {
	day := func(d time.Time) string { return d.Format("2 Jan 2006") }
	last := t.To.AddDate(0, 0, -1)
	switch {
	case t.From.IsZero():
		return "before " + day(t.To)
	case t.To.IsZero():
		return "from " + day(t.From) + " on"
	case t.From.Equal(last):
		return "on " + day(t.From)
	}
	return "from " + day(t.From) + " to " + day(last)
}
