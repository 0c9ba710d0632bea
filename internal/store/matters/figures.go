package matters

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"rapporteur"
	"rapporteur/internal/store"
)

// Quantity is one thing that is counted or measured, with the values that were given for it over time.
type Quantity struct {
	Unit     string
	Of       string  // what is counted, as the newest report prints it; "" where none does
	Values   []Value // in the order in which they were first given
	Outlets  int     // that give one
	Articles int     // likewise
	Said     Extract // the newest sentence that gives one
	Figure   rapporteur.Figure
	Restated *rapporteur.Figure // the same amount in another unit, where one is printed
}

// Value is one value with who gives it.
type Value struct {
	Figure      rapporteur.Figure
	First, Last time.Time
	Outlets     []string
	Sources     []Extract // the sentences, newest first, one an article
}

// Now is the value that holds: the one given last.
func (q *Quantity) Now() *Value {
	last := &q.Values[0]
	for i := range q.Values {
		if v := &q.Values[i]; !v.Last.Before(last.Last) {
			last = v
		}
	}
	return last
}

// Changed reports whether different values were given.
func (q *Quantity) Changed() bool { return len(q.Values) > 1 }

// given is a figure where it stands.
type given struct {
	article  *Article
	index    int
	figure   *rapporteur.Figure
	sentence rapporteur.Span
	context  map[string]bool // stems of the sentence, without the figure's own words and those of every sentence
	head     string          // stem of the last word of what is counted
	names    map[string]bool // who and where the sentence speaks of
}

// group is figures that are taken for values of one quantity.
type group struct {
	members []*given
	weights map[string]int // in how many members a stem stands
	heads   map[string]int
	names   map[string]bool
	partOf  map[string]bool
	values  map[string]bool
}

// alike is how near two figures must be to be values of one quantity; found on made-up reports, by eye.
const alike = 0.42

// Quantities groups the figures of a matter by what they count, and gives those with most to say first.
func (m *Matter) Quantities() []Quantity {
	list := m.figures()
	common := commonStems(list, m.Dossier.Question())
	var groups []*group
	for _, g := range list {
		for s := range common {
			delete(g.context, s)
		}
		var best *group
		most := 0.0
		for _, x := range groups {
			if s := x.similarity(g); s > most {
				best, most = x, s
			}
		}
		if most < alike {
			best = &group{weights: map[string]int{}, heads: map[string]int{}, names: map[string]bool{}, partOf: map[string]bool{}, values: map[string]bool{}}
			groups = append(groups, best)
		}
		best.add(g)
	}
	out := make([]Quantity, len(groups))
	for i, g := range groups {
		out[i] = g.quantity()
	}
	slices.SortStableFunc(out, func(a, b Quantity) int { return cmp.Compare(b.weight(), a.weight()) })
	return out
}

// figures gives the figures of the matter that can stand alone, oldest first.
func (m *Matter) figures() []*given {
	var out []*given
	for i := len(m.Articles) - 1; i >= 0; i-- {
		a := &m.Articles[i]
		for j := range a.Doc.Figures {
			f := &a.Doc.Figures[j]
			sentence := sentenceAt(a.Doc, f.Start)
			if f.Value == "" || f.Same != rapporteur.None || sentence.Empty() || !a.In(f.Span) || a.isSource(f.Span) || a.passing(f) {
				continue
			}
			g := &given{article: a, index: j, figure: f, sentence: sentence, context: map[string]bool{}}
			text := a.Doc.Article.Text
			for _, s := range contentStems(around(text, sentence, f.Span)) {
				g.context[s] = true
			}
			if of := stemsOf(f.Of.Of(text)); len(of) > 0 {
				g.head = of[len(of)-1]
			}
			g.names = a.namesIn(sentence)
			out = append(out, g)
		}
	}
	return out
}

// namesIn gives the places and people that a sentence names.
func (a *Article) namesIn(s rapporteur.Span) map[string]bool {
	out := map[string]bool{}
	for i := range a.Doc.Entities {
		e := &a.Doc.Entities[i]
		if e.Kind == rapporteur.Organisation {
			continue
		}
		for _, x := range e.Mentions {
			if x.Form == rapporteur.Proper && s.Contains(x.Span) && !a.Doc.Article.Dateline.Contains(x.Span) {
				out[partyKey(e.Name)] = true
			}
		}
	}
	return out
}

// wordsBefore and wordsAfter are how many words of the sentence beside a figure say what it is; those beyond say who speaks.
const wordsBefore, wordsAfter = 10, 16

func around(text string, sentence, f rapporteur.Span) string {
	before, after := strings.Fields(text[sentence.Start:f.Start]), strings.Fields(text[f.End:sentence.End])
	before = before[max(0, len(before)-wordsBefore):]
	return strings.Join(append(before, after[:min(len(after), wordsAfter)]...), " ")
}

// isSource reports whether a span counts the people who speak ("two officials").
func (a *Article) isSource(s rapporteur.Span) bool {
	for i := range a.Doc.Attributions {
		for _, x := range a.Doc.Attributions[i].Source {
			if x.Contains(s) {
				return true
			}
		}
	}
	return false
}

// passing reports whether a figure says nothing by itself: a bare "two" or "half", a number in a headline (the text says it
// again, and what it counts), a length of time.
func (a *Article) passing(f *rapporteur.Figure) bool {
	part := a.Doc.Article.PartAt(f.Start)
	if part >= 0 && a.Doc.Article.Parts[part].Kind == rapporteur.Headline {
		return true
	}
	if slices.Contains([]string{"year", "month", "week", "day", "hour", "minute", "second"}, f.Unit) {
		return true
	}
	return f.Unit == "" && f.PartOf == "" && f.Of.Empty()
}

// commonStems are those that stand beside more than half of the figures: they tell nothing apart. The words that the matter
// is found by are among them.
func commonStems(list []*given, question string) map[string]bool {
	n := map[string]int{}
	for _, g := range list {
		for s := range g.context {
			n[s]++
		}
	}
	out := map[string]bool{}
	for _, s := range stemsOf(question) {
		out[s] = true
	}
	for s, k := range n {
		if k > 4 && 2*k > len(list) {
			out[s] = true
		}
	}
	return out
}

func (x *group) add(g *given) {
	x.members = append(x.members, g)
	for s := range g.context {
		x.weights[s]++
	}
	x.heads[g.head]++
	for n := range g.names {
		x.names[n] = true
	}
	x.partOf[g.figure.PartOf] = true
	x.values[valueKey(g.figure)] = true
}

func valueKey(f *rapporteur.Figure) string { return f.Value + "-" + f.High }

// similarity says how sure it is that a figure is one more value of a group: the same unit, sentences of the same words, the
// same thing counted. An amount of money that comes again is taken for the same one.
func (x *group) similarity(g *given) float64 {
	if x.members[0].figure.Unit != g.figure.Unit {
		return 0
	}
	both, theirs := 0.0, 0.0
	n := float64(len(x.members))
	for s, k := range x.weights {
		w := float64(k) / n
		theirs += w * w
		if g.context[s] {
			both += w
		}
	}
	score := 0.0
	if theirs > 0 && len(g.context) > 0 {
		score = both / math.Sqrt(theirs*float64(len(g.context)))
	}
	switch {
	case g.head != "" && x.heads[g.head] > 0:
		score += 0.12
	case g.figure.Unit == "%": // shares of different things have little to do with each other
		score -= 0.2
	}
	if g.figure.PartOf != "" && x.partOf[g.figure.PartOf] {
		score += 0.15
	}
	same := x.values[valueKey(g.figure)]
	if !same && len(g.names) > 0 && len(x.names) > 0 && disjoint(x.names, g.names) { // Britain's share is not Canada's
		score -= 0.3
	}
	switch {
	case same && len(g.figure.Unit) == 3:
		score += 0.45
	case same:
		score += 0.2
	}
	return score
}

func disjoint(a, b map[string]bool) bool {
	for k := range b {
		if a[k] {
			return false
		}
	}
	return true
}

func (x *group) quantity() Quantity {
	q := Quantity{Unit: x.members[0].figure.Unit}
	outlets, articles := map[string]bool{}, map[string]bool{}
	for _, g := range x.members {
		if x.partOf[g.figure.Value] && len(x.members) > 1 && g.figure.PartOf == "" { // the whole, not the part
			continue
		}
		q.put(g)
		outlets[g.article.OutletHost], articles[g.article.ID] = true, true
	}
	q.Outlets, q.Articles = len(outlets), len(articles)
	for i := range q.Values {
		slices.Reverse(q.Values[i].Sources)
	}
	now := q.Now()
	q.Figure, q.Said = now.Figure, now.Sources[0]
	for _, g := range slices.Backward(x.members) {
		doc := g.article.Doc
		if q.Of == "" {
			q.Of = oneSpace(g.figure.Of.Of(doc.Article.Text))
		}
		for i := range doc.Figures {
			if q.Restated == nil && doc.Figures[i].Same == g.index && valueKey(g.figure) == valueKey(&q.Figure) {
				q.Restated = &doc.Figures[i]
			}
		}
	}
	return q
}

// put adds one place where a value is given.
func (q *Quantity) put(g *given) {
	i := slices.IndexFunc(q.Values, func(v Value) bool { return valueKey(&v.Figure) == valueKey(g.figure) })
	if i < 0 {
		i = len(q.Values)
		q.Values = append(q.Values, Value{Figure: *g.figure, First: g.article.At})
	}
	v := &q.Values[i]
	v.Last = g.article.At
	if v.Figure.PartOf == "" {
		v.Figure.PartOf = g.figure.PartOf
	}
	if !slices.Contains(v.Outlets, g.article.OutletHost) {
		v.Outlets = append(v.Outlets, g.article.OutletHost)
	}
	if n := len(v.Sources); n == 0 || v.Sources[n-1].Article.ID != g.article.ID {
		v.Sources = append(v.Sources, g.article.extract(g.sentence))
	}
}

// weight orders quantities: what many outlets give, what changed, amounts before bare counts.
func (q *Quantity) weight() float64 {
	w := math.Log2(1+float64(q.Outlets)) + 0.5*math.Log2(1+float64(q.Articles))
	if q.Changed() {
		w += 0.7
	}
	if q.Unit == "" && q.Figure.PartOf == "" && q.Of == "" {
		w--
	}
	return w
}

// contentStems gives the stems of words that tell sentences apart.
func contentStems(text string) []string { return ofContent(stemsOf(text)) }

// ofContent leaves those out that stand in every sentence, and numbers.
func ofContent(list []string) []string {
	return slices.DeleteFunc(list, func(s string) bool {
		return len(s) < 2 || stopStems[s] || s[0] <= '9' && strings.Trim(s, "0123456789") == ""
	})
}

// stopStems are the stems of words that stand in every sentence.
var stopStems = func() map[string]bool {
	out := map[string]bool{}
	for _, w := range store.Stems(`a about above after again against all also am an and any are as at be because been before being below between both
		but by can could did do does doing down during each few for from further had has have having he her here hers him his how i if in into is it its
		just may me might more most must my no nor not now of off on once only or other our out over own s said same say says she should so some such t
		than that the their them then there these they this those through to too under until up very was we were what when where which while who whom
		why will with would you your mr mrs ms according told added reporters monday tuesday wednesday thursday friday saturday sunday january february
		march april june july august september october november december today yesterday tomorrow week month year one two three four five six seven
		eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty hundred thousand million billion trillion per cent
		percent least`) {
		out[w] = true
	}
	return out
}()
