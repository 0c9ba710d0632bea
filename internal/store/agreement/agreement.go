// Package agreement lays the reports of one story side by side: what all of them say, what only one says, which figures
// differ, and how one quotation is worded in each. It promises that everything it gives is a span of a report; nothing is
// summed up or weighed. It is pure: no clock, no database.
package agreement

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"rapporteur"
)

// Place is a span of one of the reports.
type Place struct {
	Report int // index
	rapporteur.Span
}

// Table is what reports agree on and what not.
type Table struct {
	Reports int
	Names   []Name      // that two reports or more have; those that most have first
	Only    []Only      // what only one report says
	Figures []Figures   // that two reports or more give, those that differ first
	Quotes  []Quotation // that two reports or more carry, those whose words differ first
}

// Name is somebody or something that reports name.
type Name struct {
	Words  string // the fullest form
	Kind   rapporteur.EntityKind
	Places []Place // the first mention in each report that has it
}

// Only is a sentence with a name or a figure that no other report has.
type Only struct {
	Place
	New []string // those, as printed
}

// Figures are figures of one thing, side by side.
type Figures struct {
	Of     string // the thing, as printed in the first report
	Unit   string
	Differ bool
	Cells  []Cell
}

// Cell is one report's figure: an index of its record's Figures.
type Cell struct {
	Place
	Index int
}

// Quotation is one quotation in its wordings.
type Quotation struct {
	Speaker  string
	Differ   bool
	Wordings []Wording
}

// Wording is how one report words a quotation: an index of its record's Attributions.
type Wording struct {
	Place
	Index int
	Words string
}

// Of compares reports. Copies are better left out: they agree with their originals.
func Of(reports []*rapporteur.Document) *Table {
	t := &Table{Reports: len(reports)}
	groups := namesOf(reports)
	for _, g := range groups {
		if len(g.Places) > 1 {
			t.Names = append(t.Names, g.Name)
		}
	}
	slices.SortStableFunc(t.Names, func(a, b Name) int { return len(b.Places) - len(a.Places) })
	figures := figuresOf(reports)
	for _, f := range figures {
		if reportsIn(f.Cells) > 1 {
			t.Figures = append(t.Figures, f)
		}
	}
	slices.SortStableFunc(t.Figures, func(a, b Figures) int {
		return cmp.Or(truth(b.Differ)-truth(a.Differ), reportsIn(b.Cells)-reportsIn(a.Cells))
	})
	t.Only = onlyOf(reports, groups)
	t.Quotes = quotesOf(reports)
	return t
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// named is a name with the forms it goes by.
type named struct {
	Name
	forms map[string]bool
}

// namesOf brings together the entities of the reports that share a form of their name.
func namesOf(reports []*rapporteur.Document) []*named {
	var out []*named
	byForm := map[string]*named{}
	for r, doc := range reports {
		for _, e := range doc.Entities {
			i := slices.IndexFunc(e.Mentions, func(m rapporteur.Mention) bool { return m.Form == rapporteur.Proper })
			if i < 0 {
				continue
			}
			forms := formsOf(&e)
			var g *named
			for _, f := range forms {
				if g == nil {
					g = byForm[f]
				}
			}
			if g == nil {
				g = &named{Name: Name{Words: e.Name, Kind: e.Kind}, forms: map[string]bool{}}
				out = append(out, g)
			}
			for _, f := range forms {
				g.forms[f] = true
				if byForm[f] == nil {
					byForm[f] = g
				}
			}
			if len(e.Name) > len(g.Words) {
				g.Words = e.Name
			}
			if n := len(g.Places); n == 0 || g.Places[n-1].Report != r {
				g.Places = append(g.Places, Place{r, e.Mentions[i].Span})
			}
		}
	}
	return out
}

// formsOf are the forms under which an entity is known to be the same in another report: of a person the surname will do.
func formsOf(e *rapporteur.Entity) []string {
	var out []string
	for _, n := range append([]string{e.Name}, e.Aliases...) {
		w := strings.Fields(strings.ToLower(n))
		if len(w) == 0 {
			continue
		}
		key := string(e.Kind) + " "
		out = append(out, key+strings.Join(w, " "))
		if e.Kind == rapporteur.Person {
			out = append(out, key+w[len(w)-1])
		}
	}
	return out
}

// figuresOf brings together the figures of the reports that count one thing.
func figuresOf(reports []*rapporteur.Document) []Figures {
	var out []Figures
	at := map[string]int{}
	for r, doc := range reports {
		seen := map[string]bool{}
		for i := range doc.Figures {
			f := &doc.Figures[i]
			key := thing(doc, f)
			if f.Value == "" || key == "" || seen[key+" "+f.Value] {
				continue
			}
			seen[key+" "+f.Value] = true
			k, known := at[key]
			if !known {
				k = len(out)
				at[key] = k
				out = append(out, Figures{Of: label(doc, f), Unit: f.Unit})
			}
			c := Cell{Place{r, f.Span}, i}
			g := &out[k]
			g.Differ = g.Differ || len(g.Cells) > 0 && value(reports, g.Cells[0]) != f.Value
			g.Cells = append(g.Cells, c)
		}
	}
	return out
}

func value(reports []*rapporteur.Document, c Cell) string {
	return reports[c.Report].Figures[c.Index].Value
}

func reportsIn(cells []Cell) int {
	n := 0
	for i, c := range cells {
		if i == 0 || cells[i-1].Report != c.Report {
			n++
		}
	}
	return n
}

// thing is the key of what a figure counts: its unit, the head of the noun phrase, and what befell it ("people", "killed").
// "" where nothing is printed that tells.
func thing(doc *rapporteur.Document, f *rapporteur.Figure) string {
	head, fate := headOf(doc, f)
	if head == "" && f.Unit == "" {
		return ""
	}
	if fate == "" && slices.Contains(people, singular(head)) {
		return "" // people of any kind: nothing says that it is the same ones
	}
	if head == "" { // a bare amount is of the same thing only where the words before it are
		head = wordBefore(doc.Article.Text, f.Start)
	}
	return f.Unit + " " + singular(head) + " " + fate
}

// label names the thing as printed.
func label(doc *rapporteur.Document, f *rapporteur.Figure) string {
	head, fate := headOf(doc, f)
	if f.Of.End > f.Of.Start {
		head = strings.Join(strings.Fields(f.Of.Of(doc.Article.Text)), " ")
	}
	if strings.HasSuffix(head, fate) {
		return head
	}
	return head + " " + fate
}

// headOf is the head of the noun phrase that is counted, and the participle behind it.
func headOf(doc *rapporteur.Document, f *rapporteur.Figure) (head, fate string) {
	text := doc.Article.Text
	phrase := wordsIn(f.Of.Of(text))
	for _, w := range phrase {
		if slices.Contains(prepositions, w) {
			break
		}
		if head != "" && befell(w) { // "people killed in Aceh"
			return head, w
		}
		head = w
	}
	end := max(f.End, f.Of.End)
	rest := text[end:min(len(text), end+60)]
	if i := strings.IndexAny(rest, ".;\n"); i >= 0 {
		rest = rest[:i]
	}
	for _, w := range wordsIn(rest) {
		if slices.Contains(auxiliaries, w) {
			continue
		}
		if befell(w) {
			return head, w
		}
		break
	}
	return head, before(text[max(0, f.Start-30):f.Start])
}

// before is what the words before a figure say befell what is counted: "killing six people", "killed nine".
func before(words string) string {
	list := wordsIn(words)
	for _, w := range slices.Backward(list) {
		if slices.Contains(bounds, w) {
			continue
		}
		if stem, ok := strings.CutSuffix(w, "ing"); ok {
			w = stem + "ed"
		}
		if befell(w) {
			return w
		}
		break
	}
	return ""
}

func befell(w string) bool { return strings.HasSuffix(w, "ed") || slices.Contains(fates, w) }

var (
	bounds       = []string{"at", "least", "most", "about", "some", "around", "nearly", "almost", "over", "more", "than", "up", "to", "another"}
	prepositions = []string{"of", "in", "from", "at", "on", "for", "to", "by", "with", "who", "that", "which"}
	auxiliaries  = []string{"was", "were", "have", "has", "had", "been", "is", "are", "being", "be", "who", "also", "still", "more", "others"}
	people       = []string{"people", "person", "other", "man", "woman", "one"}
	fates        = []string{"dead", "hurt", "missing", "died", "homeless", "won", "lost", "voted", "trapped", "held"}
)

func singular(w string) string {
	switch {
	case strings.HasSuffix(w, "ies"):
		return w[:len(w)-3] + "y"
	case strings.HasSuffix(w, "ss"), len(w) < 4:
		return w
	}
	return strings.TrimSuffix(w, "s")
}

// wordBefore is the last word before a place that is none of the smallest.
func wordBefore(text string, at int) string {
	words := wordsIn(text[max(0, at-40):at])
	for _, w := range slices.Backward(words) {
		if len(w) > 3 {
			return w
		}
	}
	return ""
}

func wordsIn(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' })
}

// maxOnly is how many sentences of one report are given that no other report has.
const maxOnly = 3

// onlyOf finds the sentences with names or figures of which no other report has any form or value.
func onlyOf(reports []*rapporteur.Document, groups []*named) []Only {
	if len(reports) < 2 {
		return nil
	}
	fresh := make([][]Place, len(reports))
	for _, g := range groups {
		if len(g.Places) == 1 && !reports[g.Places[0].Report].Article.Dateline.Overlaps(g.Places[0].Span) {
			fresh[g.Places[0].Report] = append(fresh[g.Places[0].Report], g.Places[0])
		}
	}
	for r, doc := range reports {
		for _, f := range doc.Figures {
			if f.Value != "" && !elsewhere(reports, r, f.Value) {
				fresh[r] = append(fresh[r], Place{r, f.Span})
			}
		}
	}
	var out []Only
	for r, doc := range reports {
		out = append(out, sentencesWith(r, doc, fresh[r])...)
	}
	return out
}

// elsewhere reports whether a report other than r gives a figure of some value, of whatever.
func elsewhere(reports []*rapporteur.Document, r int, value string) bool {
	for o, doc := range reports {
		if o != r && slices.ContainsFunc(doc.Figures, func(f rapporteur.Figure) bool { return f.Value == value }) {
			return true
		}
	}
	return false
}

// sentencesWith are the sentences of a report that have most of what is new, in their order.
func sentencesWith(r int, doc *rapporteur.Document, fresh []Place) []Only {
	var out []Only
	for _, s := range doc.Sentences {
		o := Only{Place: Place{r, s.Span}}
		for _, p := range fresh {
			if s.Start <= p.Start && p.End <= s.End {
				o.New = append(o.New, strings.Join(strings.Fields(p.Of(doc.Article.Text)), " "))
			}
		}
		if len(o.New) > 0 {
			out = append(out, o)
		}
	}
	slices.SortStableFunc(out, func(a, b Only) int { return len(b.New) - len(a.New) })
	out = out[:min(len(out), maxOnly)]
	slices.SortFunc(out, func(a, b Only) int { return a.Start - b.Start })
	return out
}
