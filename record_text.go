package rapporteur

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
)

// Style paints the words of a finding when a record is printed for people: on a terminal in colour, in a golden file not
// at all. A nil function leaves the words as they are.
type Style struct {
	Source, Cue, Content, Date, Figure, Label, Faint func(string) string
}

// AppendText appends the record as text for people, the format of the record.txt files under testdata/articles: one
// block a finding, in order, each naming the paragraph (¶, counted from 1 over the article's parts) that it stands in.
func (d *Document) AppendText(dst []byte, style Style) []byte {
	t := textPrinter{doc: d, style: style}
	t.head()
	t.attributions()
	t.entities()
	t.figures()
	t.dates()
	t.commitments()
	return append(dst, t.b.String()...)
}

type textPrinter struct {
	doc   *Document
	style Style
	b     strings.Builder
}

func paint(f func(string) string, s string) string {
	if f == nil || s == "" {
		return s
	}
	return f(s)
}

func (t *textPrinter) words(s Span) string {
	return strings.Join(strings.Fields(s.Of(t.doc.Article.Text)), " ")
}

func (t *textPrinter) quoted(list []Span, style func(string) string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = strconv.Quote(t.words(s))
		if strings.ContainsRune(t.words(s), '"') {
			out[i] = "«" + t.words(s) + "»"
		}
		out[i] = paint(style, out[i])
	}
	return strings.Join(out, " ... ")
}

func (t *textPrinter) paragraph(list ...[]Span) string {
	for _, spans := range list {
		for _, s := range spans {
			return "¶" + strconv.Itoa(t.doc.Article.PartAt(s.Start)+1)
		}
	}
	return ""
}

// PartAt returns the index of the part that holds the byte offset, or of the last one before it; None where there are no parts.
func (a *Article) PartAt(offset int) int {
	return sort.Search(len(a.Parts), func(i int) bool { return a.Parts[i].Start > offset }) - 1
}

func (t *textPrinter) line(indent int, label, text string, rest ...string) {
	t.b.WriteString(strings.Repeat(" ", indent))
	t.b.WriteString(paint(t.style.Label, fmt.Sprintf("%-10s", label)))
	t.b.WriteString(text)
	for _, r := range rest {
		if r != "" {
			t.b.WriteString("  " + r)
		}
	}
	t.b.WriteByte('\n')
}

func (t *textPrinter) head() {
	a := t.doc.Article
	t.line(0, "title", a.Title())
	t.line(0, "outlet", a.Outlet, prefixed("by ", a.Byline), prefixed("wire: ", a.Wire))
	published := "unknown"
	if s := a.Published.String(); s != "" {
		published = s + "  from: " + string(a.Published.From)
		if a.Published.From.Inferred() {
			published += " (inferred)"
		}
	}
	t.line(0, "published", published)
	t.line(0, "language", a.Language)
}

func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}

func (t *textPrinter) attributions() {
	for i := range t.doc.Attributions {
		a := &t.doc.Attributions[i]
		t.b.WriteByte('\n')
		flags := ""
		if a.Negated {
			flags = "negated"
		}
		if a.Hedged {
			flags = strings.TrimSpace(flags + " hedged")
		}
		t.line(0, "statement", paint(t.style.Label, strconv.Itoa(i+1)), string(a.Kind), string(a.Act), flags,
			t.paragraph(a.Cue, a.Content), paint(t.style.Faint, strconv.FormatFloat(a.Confidence, 'f', 2, 64)))
		t.line(2, "source", t.quoted(a.Source, t.style.Source), t.speaker(a))
		t.line(2, "cue", t.quoted(a.Cue, t.style.Cue))
		t.line(2, "content", t.quoted(a.Content, t.style.Content))
		if a.Within != None {
			t.line(2, "within", strconv.Itoa(a.Within+1))
		}
		if a.Behalf != None {
			t.line(2, "for", t.doc.Entities[a.Behalf].Name)
		}
	}
}

func (t *textPrinter) speaker(a *Attribution) string {
	if a.SpeakerName != "" {
		return "-> " + a.SpeakerName
	}
	return "(" + string(a.SpeakerClass) + ")"
}

// AppendWhy appends, for each statement, how its speaker was resolved: one line a step.
func (d *Document) AppendWhy(dst []byte, style Style) []byte {
	t := textPrinter{doc: d, style: style}
	for i := range d.Attributions {
		a := &d.Attributions[i]
		t.b.WriteByte('\n')
		t.line(0, "statement", strconv.Itoa(i+1), t.speaker(a), fmt.Sprintf("confidence %.2f", a.Confidence))
		for _, r := range a.Why {
			step := t.quoted([]Span{r.Span}, style.Source)
			if r.To != r.Span {
				step += " = " + t.quoted([]Span{r.To}, style.Source) + " " + t.paragraph([]Span{r.To})
			}
			t.line(2, "why", step, paint(style.Faint, r.Rule))
		}
	}
	return append(dst, t.b.String()...)
}

func (t *textPrinter) entities() {
	if len(t.doc.Entities) > 0 {
		t.b.WriteByte('\n')
	}
	for i := range t.doc.Entities {
		e := &t.doc.Entities[i]
		var roles []string
		for i := range e.Roles {
			roles = append(roles, t.role(&e.Roles[i]))
		}
		t.line(0, "entity", e.Name, string(e.Kind), prefixed("roles: ", strings.Join(roles, ", ")),
			prefixed("also: ", strings.Join(e.Aliases, ", ")), fmt.Sprintf("mentions: %d", len(e.Mentions)))
	}
}

// role is a title as printed, with what tells it: "president" (former, of: the bank, country: France).
func (t *textPrinter) role(r *Role) string {
	var more []string
	if r.Former {
		more = append(more, "former")
	}
	if !r.Body.Empty() {
		more = append(more, "of: "+t.words(r.Body))
	}
	if !r.Country.Empty() {
		more = append(more, "country: "+t.words(r.Country))
	}
	out := strconv.Quote(t.words(r.Span))
	if len(more) > 0 {
		out += " (" + strings.Join(more, ", ") + ")"
	}
	return out
}

func (t *textPrinter) figures() {
	if len(t.doc.Figures) > 0 {
		t.b.WriteByte('\n')
	}
	for i := range t.doc.Figures {
		f := &t.doc.Figures[i]
		value := f.Value
		if f.High != "" {
			value += ".." + f.High
		}
		same := ""
		if f.Same != None {
			same = "same as " + t.quoted([]Span{t.doc.Figures[f.Same].Span}, t.style.Figure)
		}
		t.line(0, "figure", t.quoted([]Span{f.Span}, t.style.Figure), strings.TrimSpace(value+" "+f.Unit), string(f.Sense), f.Change,
			prefixed("of: ", t.words(f.Of)), prefixed("part of: ", f.PartOf), same, t.paragraph([]Span{f.Span}))
	}
}

func (t *textPrinter) dates() {
	if len(t.doc.Dates) > 0 {
		t.b.WriteByte('\n')
	}
	for i := range t.doc.Dates {
		x := &t.doc.Dates[i]
		span := ""
		if !x.From.IsZero() {
			span = x.printTime(x.From) + ".." + x.printTime(x.To)
		}
		t.line(0, "date", t.quoted([]Span{x.Span}, t.style.Date), x.Value, prefixed("mod: ", x.Mod), span, string(x.Kind),
			prefixed("from: ", x.Anchor), prefixed("dates: ", t.words(x.Event)), t.paragraph([]Span{x.Span}))
	}
}

func (t *textPrinter) commitments() {
	if len(t.doc.Commitments) > 0 {
		t.b.WriteByte('\n')
	}
	for i := range t.doc.Commitments {
		c := &t.doc.Commitments[i]
		due := ""
		if c.Due != None {
			due = "due " + t.doc.Dates[c.Due].Value
		}
		var amounts []string
		for _, f := range c.Figures {
			amounts = append(amounts, t.words(t.doc.Figures[f].Span))
		}
		statement := ""
		if c.Attribution != None {
			statement = "statement " + strconv.Itoa(c.Attribution+1)
		}
		t.line(0, "commits", t.words(c.Who), string(c.Kind), t.quoted([]Span{c.What}, t.style.Content), due,
			prefixed("amounts: ", strings.Join(amounts, ", ")), prefixed("condition: ", t.words(c.Condition)), statement, t.paragraph([]Span{c.Span}))
	}
}
