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
	last  bool   // the last content span of its statement: its number follows
}

// findings lists everything to be marked in a document, in order of the text.
func findings(d *rapporteur.Document) []finding {
	var out []finding
	for i := range d.Attributions {
		out = append(out, statementFindings(d, i)...)
	}
	for i := range d.Dates {
		out = append(out, finding{Span: d.Dates[i].Span, class: "date", group: fmt.Sprintf("d%d", i+1), title: dateWords(&d.Dates[i])})
	}
	for i := range d.Figures {
		out = append(out, finding{Span: d.Figures[i].Span, class: "figure", group: fmt.Sprintf("f%d", i+1), title: figureWords(d, &d.Figures[i])})
	}
	slices.SortStableFunc(out, func(a, b finding) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	return out
}

func statementFindings(d *rapporteur.Document, i int) []finding {
	a := &d.Attributions[i]
	group := fmt.Sprintf("s%d", i+1)
	title := fmt.Sprintf("%s %s (%s)", speakerWords(a), a.Act, a.Kind)
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

// mark renders the words of part with the findings that touch it. Where findings overlap, each piece of text carries the
// classes of all of them. Findings are in order of their starts. The cost is linear in the length of the part and in the number of
// overlapping findings.
func mark(text string, part rapporteur.Span, all []finding) template.HTML {
	from, _ := slices.BinarySearchFunc(all, part.Start, func(f finding, at int) int { return cmp.Compare(f.Start, at) })
	from = earliestTouching(all, from, part.Start)
	var touching []finding
	cuts := []int{part.Start, part.End}
	for _, f := range all[from:] {
		if f.Start >= part.End {
			break
		}
		if f.Overlaps(part) {
			touching = append(touching, f)
			cuts = append(cuts, max(f.Start, part.Start), min(f.End, part.End))
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var b strings.Builder
	for i := 1; i < len(cuts); i++ {
		piece := rapporteur.Span{Start: cuts[i-1], End: cuts[i]}
		markPiece(&b, text, piece, touching)
	}
	return template.HTML(b.String()) //nolint:gosec // every text in it was escaped by markPiece
}

// earliestTouching steps back from i to the first finding that may reach over at: findings that start earlier but end later.
func earliestTouching(all []finding, i, at int) int {
	first := i
	for j := i - 1; j >= 0 && i-j < 64; j-- {
		if all[j].End > at {
			first = j
		}
	}
	return first
}

func markPiece(b *strings.Builder, text string, piece rapporteur.Span, touching []finding) {
	var classes, groups, titles, numbers []string
	for _, f := range touching {
		if !f.Overlaps(piece) {
			continue
		}
		if !slices.Contains(classes, f.class) {
			classes = append(classes, f.class)
		}
		groups = append(groups, f.group)
		if !slices.Contains(titles, f.title) {
			titles = append(titles, f.title)
		}
		if f.last && f.End == piece.End {
			numbers = append(numbers, strings.TrimPrefix(f.group, "s"))
		}
	}
	words := template.HTMLEscapeString(piece.Of(text))
	if len(classes) == 0 {
		b.WriteString(words)
		return
	}
	fmt.Fprintf(b, `<span class="%s" data-on="%s" title="%s">%s</span>`, strings.Join(classes, " "), strings.Join(groups, " "),
		template.HTMLEscapeString(strings.Join(titles, "; ")), words)
	for _, n := range numbers {
		fmt.Fprintf(b, `<a class="no" id="t%s" href="#s%s" data-on="s%s" aria-label="statement %s">%s</a>`, n, n, n, n, n)
	}
}

// lightRules is the style sheet that lights up all of a finding (its words, and its note) when any of it is hovered or has the
// focus: no script is needed for reading.
func lightRules(d *rapporteur.Document) template.CSS {
	var b strings.Builder
	rule := func(kind string, n int) {
		for i := 1; i <= n; i++ {
			on := fmt.Sprintf(`[data-on~="%s%d"]`, kind, i)
			fmt.Fprintf(&b, "main:has(%s:hover) %s,main:has(%s:focus-visible) %s,main:has(#%s%d:target) .text %s{background-color:var(--accent-soft);box-shadow:inset 0 -2px var(--accent)}\n",
				on, on, on, on, kind, i, on)
		}
	}
	rule("s", len(d.Attributions))
	rule("d", len(d.Dates))
	rule("f", len(d.Figures))
	return template.CSS(b.String()) //nolint:gosec // made of constants and numbers
}
