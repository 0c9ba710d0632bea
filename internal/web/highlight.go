package web

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"rapporteur"
)

// finding is one stretch of text to mark: its class is how it looks, its group what lights up together with it.
type finding struct {
	rapporteur.Span
	class string // source, cue, content, date, figure
	group string // "s3": statement 3; "d1": date 1; "f2": figure 2
	title string // shown on hover: who, what act, or the value
	id    string // address of its beginning, for the notes to point at; "" for parts of statements
	last  bool   // the last content span of its statement: its number follows
}

// findings lists everything to be marked in a document, in order of the text.
func findings(d *rapporteur.Document) []finding {
	var out []finding
	for i := range d.Attributions {
		out = append(out, statementFindings(d, i)...)
	}
	for i := range d.Dates {
		group := fmt.Sprintf("d%d", i+1)
		out = append(out, finding{Span: d.Dates[i].Span, class: "date", group: group, title: dateTitle(&d.Dates[i]), id: "t" + group})
	}
	for i := range d.Figures {
		group := fmt.Sprintf("f%d", i+1)
		out = append(out, finding{Span: d.Figures[i].Span, class: "figure", group: group, title: figureWords(d, &d.Figures[i]), id: "t" + group})
	}
	sortFindings(out)
	return out
}

// sortFindings puts them in order of the text, the longer first where several begin at one place.
func sortFindings(all []finding) {
	slices.SortStableFunc(all, func(a, b finding) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
}

func statementFindings(d *rapporteur.Document, i int) []finding {
	a := &d.Attributions[i]
	group := fmt.Sprintf("s%d", i+1)
	title := fmt.Sprintf("%s %s (%s)", speakerWords(d.Article.Text, a), actOf(speakerWords(d.Article.Text, a), a.SpeakerClass, a.Act, a.Negated), kindWords(a.Kind))
	var out []finding
	add := func(class string, spans []rapporteur.Span) {
		for _, s := range spans {
			out = append(out, finding{Span: s, class: class, group: group, title: title})
		}
	}
	add("source", a.Source)
	add("cue", a.Cue)
	add("content", a.Content)
	if len(a.Content) > 0 {
		out[len(out)-1].last = true
	}
	return out
}

// maxDepth is how many findings may lie over one another and still be marked. Readings nest a few deep; the bound keeps the
// cost and the size of the page linear in the number of findings whatever a record holds.
const maxDepth = 32

// marker renders a text's parts one after the other, with the findings marked. It goes through text and findings once.
type marker struct {
	text   string
	coming []finding // not begun yet, in order of their starts
	open   []finding // begun and not ended
	begun  int       // where the last rendered piece ended
}

func newMarker(text string, all []finding) *marker { return &marker{text: text, coming: all} }

// part renders the words of the next part, escaped. Where findings overlap, each piece of text carries the classes of all of
// them. Parts are to be given in order of the text; what lies between them is not rendered.
func (m *marker) part(p rapporteur.Span) template.HTML {
	var b strings.Builder
	m.begun = max(m.begun, p.Start)
	for m.begun < p.End {
		m.openAt(m.begun)
		end := m.pieceEnd(p.End)
		m.piece(&b, rapporteur.Span{Start: m.begun, End: end})
		m.begun = end
	}
	return template.HTML(b.String()) //nolint:gosec // every text in it was escaped by piece
}

// openAt takes up the findings that begin at or before at, and lets go of those that have ended.
func (m *marker) openAt(at int) {
	m.open = slices.DeleteFunc(m.open, func(f finding) bool { return f.End <= at })
	for len(m.coming) > 0 && m.coming[0].Start <= at {
		if f := m.coming[0]; f.End > at && len(m.open) < maxDepth {
			m.open = append(m.open, f)
		}
		m.coming = m.coming[1:]
	}
}

// pieceEnd is where the next finding begins or an open one ends, at most end.
func (m *marker) pieceEnd(end int) int {
	if len(m.coming) > 0 {
		end = min(end, m.coming[0].Start)
	}
	for _, f := range m.open {
		end = min(end, f.End)
	}
	return end
}

// piece renders a stretch of text over which the open findings do not change.
func (m *marker) piece(b *strings.Builder, p rapporteur.Span) {
	words := template.HTMLEscapeString(p.Of(m.text))
	if len(m.open) == 0 {
		b.WriteString(words)
		return
	}
	var classes, groups, titles, ids, numbers []string
	for _, f := range m.open {
		classes, groups, titles = appendNew(classes, f.class), appendNew(groups, f.group), appendNew(titles, f.title)
		if f.id != "" && f.Start == p.Start {
			ids = append(ids, f.id)
		}
		if f.last && f.End == p.End {
			numbers = append(numbers, strings.TrimPrefix(f.group, "s"))
		}
	}
	for _, id := range ids {
		fmt.Fprintf(b, `<span id="%s"></span>`, id)
	}
	fmt.Fprintf(b, `<span class="%s" data-on="%s" title="%s">%s</span>`, strings.Join(classes, " "), strings.Join(groups, " "),
		template.HTMLEscapeString(strings.Join(titles, "; ")), words)
	for _, n := range numbers {
		fmt.Fprintf(b, `<a class="no" id="t%s" href="#s%s" data-on="s%s" aria-label="statement %s">%s</a>`, n, n, n, n, n)
	}
}

func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// maxLit is how many statements, dates and figures each light up: browsers match these rules at every move of the pointer.
const maxLit = 400

// lightRules is the style sheet that lights up all of a finding (its words, and its note) when any of it is hovered, has the
// focus or is the target of the address: no script is needed for reading.
func lightRules(d *rapporteur.Document) template.CSS {
	var b strings.Builder
	rule := func(kind string, n int) {
		for i := 1; i <= min(n, maxLit); i++ {
			on := fmt.Sprintf(`[data-on~="%s%d"]`, kind, i)
			fmt.Fprintf(&b, "main:has(%[1]s:hover) %[1]s,main:has(%[1]s:focus-within) %[1]s,main:has(:is(#%[2]s%[3]d,#t%[4]s%[3]d):target) .text %[1]s,main:has(:is(#%[2]s%[3]d,#t%[4]s%[3]d):target) h1 %[1]s{background-color:var(--lit);box-shadow:inset 0 -2px var(--accent)}\n",
				on, kind, i, strings.TrimPrefix(kind, "s"))
		}
	}
	rule("s", len(d.Attributions))
	rule("d", len(d.Dates))
	rule("f", len(d.Figures))
	return template.CSS(b.String()) //nolint:gosec // made of constants and numbers
}
