package versions

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"rapporteur"
)

// mapping says where words of one text stand in the other.
type mapping struct {
	old, now           []rapporteur.Span // that were kept, in the order of each text
	slotsOld, slotsNew []slot            // the changes, in the order of each text
}

// slot is what went, or came, at one place of change.
type slot struct {
	rapporteur.Span
	place int
}

func newMapping(list []Paragraph) *mapping {
	m := &mapping{}
	place := 0
	for _, p := range list {
		if p.State == Gone {
			continue // it is where it moved to
		}
		for _, x := range p.Pieces {
			switch x.Op {
			case Kept:
				m.old, m.now = append(m.old, x.Old), append(m.now, x.New)
				place++
			case Deleted:
				m.slotsOld = append(m.slotsOld, slot{x.Old, place})
			case Inserted:
				m.slotsNew = append(m.slotsNew, slot{x.New, place})
			}
		}
		place++
	}
	for _, l := range [][]rapporteur.Span{m.old, m.now} {
		slices.SortFunc(l, func(a, b rapporteur.Span) int { return a.Start - b.Start })
	}
	for _, l := range [][]slot{m.slotsOld, m.slotsNew} {
		slices.SortFunc(l, func(a, b slot) int { return a.Start - b.Start })
	}
	return m
}

// stands says that words of the old text stand in the new one, stood that words of the new text stood in the old one.
func (m *mapping) stands(s rapporteur.Span) bool { return within(m.old, s) }
func (m *mapping) stood(s rapporteur.Span) bool  { return within(m.now, s) }

func within(list []rapporteur.Span, s rapporteur.Span) bool {
	i, found := slices.BinarySearchFunc(list, s.Start, func(x rapporteur.Span, at int) int { return x.Start - at })
	if !found {
		i--
	}
	return i >= 0 && s.End <= list[i].End
}

// placeOf is the place of the first change that a stretch has part in, -1 for none.
func placeOf(list []slot, s rapporteur.Span) int {
	i, _ := slices.BinarySearchFunc(list, s.Start, func(x slot, at int) int { return x.End - at - 1 }) // the first that ends behind its start
	if i < len(list) && list[i].Overlaps(s) {
		return list[i].place
	}
	return -1
}

// fact is a figure or a date as it is compared.
type fact struct {
	rapporteur.Span
	value string // what it says
	unit  string // what it may be compared with
	of    string // what it is of, "" where that is not printed
}

func (f *fact) key() string { return f.value + "\x00" + f.unit + "\x00" + f.of }

func figuresIn(d *rapporteur.Document) []fact {
	out := make([]fact, len(d.Figures))
	for i := range d.Figures {
		f := &d.Figures[i]
		out[i] = fact{f.Span, strings.Join([]string{f.Value, f.High, string(f.Sense), f.PartOf, f.Change}, " "), f.Unit, headOf(f.Of.Of(d.Article.Text))}
		if f.Value == "" {
			out[i].value = folded(f.Span.Of(d.Article.Text))
		}
	}
	return out
}

func datesIn(d *rapporteur.Document) []fact {
	out := make([]fact, len(d.Dates))
	for i := range d.Dates {
		x := &d.Dates[i]
		out[i] = fact{x.Span, x.Value + " " + x.Mod, string(x.Kind), ""}
	}
	return out
}

// headOf is the last word of a noun phrase, before what is said of it.
func headOf(phrase string) string {
	head := ""
	for _, w := range strings.FieldsFunc(strings.ToLower(phrase), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' }) {
		if head != "" && (w == "of" || w == "in" || w == "from" || w == "for" || w == "who" || w == "that") {
			break
		}
		head = w
	}
	return strings.TrimSuffix(head, "s")
}

// facts finds which facts came, went and changed. Words that stand in both versions say the same in both, however they were
// read; a fact that is given elsewhere in the other version neither came nor went. What went where another of its kind
// came, or was the only one of its thing, has changed.
func facts(m *mapping, old, now []fact) []Fact {
	gone := without(old, now, m.stands)
	come := without(now, old, m.stood)
	var out []Fact
	pairUp := func(key func(f *fact, slots []slot) string) {
		at := map[string][]int{}
		for _, j := range come {
			if k := key(&now[j], m.slotsNew); k != "" {
				at[k] = append(at[k], j)
			}
		}
		taken := map[int]bool{}
		gone = slices.DeleteFunc(gone, func(i int) bool {
			k := key(&old[i], m.slotsOld)
			if len(at[k]) == 0 {
				return false
			}
			out = append(out, Fact{i, at[k][0]})
			taken[at[k][0]], at[k] = true, at[k][1:]
			return true
		})
		come = slices.DeleteFunc(come, func(j int) bool { return taken[j] })
	}
	pairUp(func(f *fact, slots []slot) string { return f.at(slots, f.unit+" "+f.of) })
	pairUp(func(f *fact, slots []slot) string { return f.at(slots, f.unit) })
	pairUp(func(f *fact, _ []slot) string {
		if f.of == "" {
			return ""
		}
		return f.unit + " " + f.of
	})
	out = told(out, old, now)
	for _, i := range gone {
		out = append(out, Fact{i, rapporteur.None})
	}
	for _, j := range come {
		out = append(out, Fact{rapporteur.None, j})
	}
	slices.SortStableFunc(out, func(a, b Fact) int { return order(a) - order(b) })
	return out
}

// told leaves out a change that is told of another place where it is printed of what: the headline's "eighteen".
func told(list []Fact, old, now []fact) []Fact {
	key := func(f Fact) string { return old[f.Old].unit + "\x00" + old[f.Old].value + "\x00" + now[f.New].value }
	of := map[string]bool{}
	for _, f := range list {
		of[key(f)] = of[key(f)] || now[f.New].of != ""
	}
	return slices.DeleteFunc(list, func(f Fact) bool { return now[f.New].of == "" && of[key(f)] })
}

// at is a key for facts of a kind at one place of change, "" where nothing changed.
func (f *fact) at(slots []slot, kind string) string {
	place := placeOf(slots, f.Span)
	if place < 0 {
		return ""
	}
	return strconv.Itoa(place) + " " + kind
}

// order puts what changed before what came, and that before what went.
func order(f Fact) int {
	switch {
	case f.Old >= 0 && f.New >= 0:
		return 0
	case f.New >= 0:
		return 1
	}
	return 2
}

// without gives the facts whose words do not stand in the other version, and which it does not give elsewhere; each once.
func without(mine, others []fact, stands func(rapporteur.Span) bool) (out []int) {
	seen := map[string]bool{}
	for i := range others {
		seen[others[i].key()] = true
	}
	for i := range mine {
		if k := mine[i].key(); !seen[k] && !stands(mine[i].Span) {
			seen[k] = true
			out = append(out, i)
		}
	}
	return out
}

func folded(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }
