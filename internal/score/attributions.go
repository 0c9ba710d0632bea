package score

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"rapporteur"
)

// Relation is an attribution as people mark it: spans in code points, half-open. Speaker is the resolved name, "" for none;
// only [Speakers] looks at it.
type Relation struct {
	Source, Cue, Content []rapporteur.Span
	Speaker              string
}

// AttributionCounts are the figures for attributions, as they are published for PolNeAR and as the record promises them.
// Words are runs of letters, numbers and underscores, joined by ’ ' . or -.
type AttributionCounts struct {
	ExactSource    Counts // single fragments with equal offsets, white space aside
	ExactCue       Counts
	ExactContent   Counts
	ContentStrict  Counts // contents of the same words
	ContentOverlap Counts // one-to-one, Dice of words at least one half
	ContentTokens  Counts // words inside any content
	Cue, Source    Counts // over matched pairs: any shared word counts, what is unmatched is wrong
	Relation       Counts // Dice at least one half, and the sources share a word or both have none
	RelationStrict Counts // content and source of the same words
	Direct         Counts // gold relations with quotation marks in their content that Relation finds; Found is not set
}

// Add returns the counts of both.
func (c AttributionCounts) Add(o AttributionCounts) AttributionCounts {
	return AttributionCounts{
		c.ExactSource.Add(o.ExactSource), c.ExactCue.Add(o.ExactCue), c.ExactContent.Add(o.ExactContent),
		c.ContentStrict.Add(o.ContentStrict), c.ContentOverlap.Add(o.ContentOverlap), c.ContentTokens.Add(o.ContentTokens),
		c.Cue.Add(o.Cue), c.Source.Add(o.Source), c.Relation.Add(o.Relation), c.RelationStrict.Add(o.RelationStrict), c.Direct.Add(o.Direct),
	}
}

// Attributions compares the attributions found in a text with the gold ones. Relations without a word of content do not count.
func Attributions(text string, gold, found []Relation) AttributionCounts {
	t := newScored(text)
	var c AttributionCounts
	c.ExactSource = t.fragments(gold, found, func(r *Relation) []rapporteur.Span { return r.Source })
	c.ExactCue = t.fragments(gold, found, func(r *Relation) []rapporteur.Span { return r.Cue })
	c.ExactContent = t.fragments(gold, found, func(r *Relation) []rapporteur.Span { return r.Content })
	g, f := t.withContent(gold), t.withContent(found)
	for _, x := range []*Counts{&c.ContentStrict, &c.ContentOverlap, &c.Relation, &c.RelationStrict} {
		x.Gold, x.Found = len(g), len(f)
	}
	c.Source = Counts{Gold: count(g, hasSource), Found: count(f, hasSource)}
	c.Cue = Counts{Gold: count(g, hasCue), Found: count(f, hasCue)}
	c.ContentTokens = contentTokens(g, f)
	c.Direct.Gold = count(g, func(r *words) bool { return r.quoted })
	for _, p := range match(g, f) {
		c.pair(&g[p.gold], &f[p.found], p.dice)
	}
	return c
}

func (c *AttributionCounts) pair(g, f *words, dice float64) {
	sources := common(g.source, f.source)
	strict := slices.Equal(g.content, f.content)
	relation := related(g, f, dice)
	add(&c.ContentStrict, strict)
	add(&c.ContentOverlap, dice >= .5)
	add(&c.Source, sources > 0)
	add(&c.Cue, common(g.cue, f.cue) > 0)
	add(&c.Relation, relation)
	add(&c.RelationStrict, strict && slices.Equal(g.source, f.source))
	add(&c.Direct, relation && g.quoted)
}

// related is the relation's condition: contents that overlap by half, and sources that share a word or both are none.
func related(g, f *words, dice float64) bool {
	return dice >= .5 && (common(g.source, f.source) > 0 || len(g.source) == 0 && len(f.source) == 0)
}

func add(c *Counts, right bool) {
	if right {
		c.Right++
	}
}

// scored is a text cut into words, in code points.
type scored struct {
	runes []rune
	words []rapporteur.Span
}

// words are a relation's parts as sorted indexes of words.
type words struct {
	source, cue, content []int
	quoted               bool // a double quotation mark stands in the content
}

func newScored(text string) *scored {
	t := &scored{runes: []rune(text)}
	for i := 0; i < len(t.runes); {
		if !wordRune(t.runes[i]) {
			i++
			continue
		}
		start := i
		for i < len(t.runes) && (wordRune(t.runes[i]) || i+1 < len(t.runes) && strings.ContainsRune("’'.-", t.runes[i]) && wordRune(t.runes[i+1])) {
			i++
		}
		t.words = append(t.words, rapporteur.Span{Start: start, End: i})
	}
	return t
}

func wordRune(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r) }

// in gives the words that share a code point with the spans.
func (t *scored) in(spans []rapporteur.Span) []int {
	var out []int
	for _, s := range spans {
		first, _ := slices.BinarySearchFunc(t.words, s.Start+1, func(w rapporteur.Span, at int) int { return w.End - at })
		for i := first; i < len(t.words) && t.words[i].Start < s.End; i++ {
			out = append(out, i)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (t *scored) relation(r *Relation) words {
	w := words{source: t.in(r.Source), cue: t.in(r.Cue), content: t.in(r.Content)}
	for _, s := range r.Content {
		for _, c := range t.runes[max(0, s.Start):max(0, min(s.End, len(t.runes)))] {
			w.quoted = w.quoted || c == '“' || c == '”' || c == '"'
		}
	}
	return w
}

func (t *scored) withContent(list []Relation) []words {
	var out []words
	for i := range list {
		if w := t.relation(&list[i]); len(w.content) > 0 {
			out = append(out, w)
		}
	}
	return out
}

// fragments counts single spans with equal offsets, white space at their edges aside.
func (t *scored) fragments(gold, found []Relation, part func(*Relation) []rapporteur.Span) Counts {
	set := func(list []Relation) map[rapporteur.Span]bool {
		out := map[rapporteur.Span]bool{}
		for i := range list {
			for _, s := range part(&list[i]) {
				for s.Start < s.End && unicode.IsSpace(t.runes[s.Start]) {
					s.Start++
				}
				for s.End > s.Start && unicode.IsSpace(t.runes[s.End-1]) {
					s.End--
				}
				if s.Start < s.End {
					out[s] = true
				}
			}
		}
		return out
	}
	return equalSpans(set(gold), set(found))
}

func hasSource(r *words) bool { return len(r.source) > 0 }

func hasCue(r *words) bool { return len(r.cue) > 0 }

func count(list []words, ok func(*words) bool) int {
	n := 0
	for i := range list {
		if ok(&list[i]) {
			n++
		}
	}
	return n
}

func contentTokens(gold, found []words) Counts {
	union := func(list []words) []int {
		var out []int
		for i := range list {
			out = append(out, list[i].content...)
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	g, f := union(gold), union(found)
	return Counts{Right: common(g, f), Found: len(f), Gold: len(g)}
}

// common counts what two sorted lists share.
func common(a, b []int) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n++
			i++
			j++
		}
	}
	return n
}

// pair is a gold and a found relation that belong together.
type pair struct {
	gold, found int
	dice, rank  float64
}

// match pairs relations one to one, the best Dice of their contents first; a shared source word breaks near ties.
func match(gold, found []words) []pair {
	var all []pair
	for i := range gold {
		for j := range found {
			n := common(gold[i].content, found[j].content)
			if n == 0 {
				continue
			}
			d := 2 * float64(n) / float64(len(gold[i].content)+len(found[j].content))
			p := pair{i, j, d, d}
			if common(gold[i].source, found[j].source) > 0 {
				p.rank += 0.01
			}
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(x, y pair) int {
		return cmp.Or(cmp.Compare(y.rank, x.rank), cmp.Compare(y.dice, x.dice), cmp.Compare(y.gold, x.gold), cmp.Compare(y.found, x.found))
	})
	usedGold, usedFound := make([]bool, len(gold)), make([]bool, len(found))
	kept := all[:0]
	for _, p := range all {
		if !usedGold[p.gold] && !usedFound[p.found] {
			usedGold[p.gold], usedFound[p.found] = true, true
			kept = append(kept, p)
		}
	}
	return kept
}

// ReadStandoff reads the attributions of a brat standoff file (PolNeAR's .ann): T lines are spans, E lines link them.
// Attributions without content are left out.
func ReadStandoff(r io.Reader) ([]Relation, error) {
	spans := map[string][]rapporteur.Span{}
	var links []string
	in := bufio.NewScanner(r)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		id, rest, ok := strings.Cut(in.Text(), "\t")
		if !ok {
			continue
		}
		rest, _, _ = strings.Cut(rest, "\t")
		switch id[0] {
		case 'T':
			_, offsets, _ := strings.Cut(rest, " ")
			list, err := standoffSpans(offsets)
			if err != nil {
				return nil, fmt.Errorf("standoff %s: %w", id, err)
			}
			spans[id] = list
		case 'E':
			links = append(links, rest)
		}
	}
	return relationsOf(links, spans), in.Err()
}

func standoffSpans(offsets string) ([]rapporteur.Span, error) {
	var out []rapporteur.Span
	for fragment := range strings.SplitSeq(offsets, ";") {
		from, to, _ := strings.Cut(fragment, " ")
		start, err := strconv.Atoi(from)
		if err != nil {
			return nil, err
		}
		end, err := strconv.Atoi(to)
		if err != nil {
			return nil, err
		}
		out = append(out, rapporteur.Span{Start: start, End: end})
	}
	return out, nil
}

func relationsOf(links []string, spans map[string][]rapporteur.Span) []Relation {
	var out []Relation
	for _, link := range links {
		var r Relation
		for arg := range strings.FieldsSeq(link) {
			role, id, _ := strings.Cut(arg, ":")
			switch strings.ToLower(strings.TrimRight(role, "0123456789")) {
			case "source":
				r.Source = append(r.Source, spans[id]...)
			case "cue":
				r.Cue = append(r.Cue, spans[id]...)
			case "content":
				r.Content = append(r.Content, spans[id]...)
			}
		}
		for _, list := range [][]rapporteur.Span{r.Source, r.Cue, r.Content} {
			slices.SortFunc(list, rapporteur.Span.Compare)
		}
		if len(r.Content) > 0 {
			out = append(out, r)
		}
	}
	return out
}
