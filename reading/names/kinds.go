package names

import (
	"math"
	"strings"
	"unicode/utf8"

	"rapporteur"
)

// weights is the evidence for each kind, in points that were set by hand and checked on training texts.
type weights [kinds]float64

func (w *weights) add(k Kind, v float64) { w[k] += v }

// best returns the kind with most evidence; the order of kinds breaks ties.
func (w *weights) best() Kind {
	best := Person
	for k := Organisation; k < kinds; k++ {
		if w[k] > w[best] {
			best = k
		}
	}
	return best
}

// classify sets the kinds of names. A spelling has one kind in an article: the evidence of all its mentions is added up, and a
// longer name lends its kind to its parts ("Kaja Kallas", "Kallas"). What a tagger saw of each name is evidence like what stands around
// it; seen is nil where there is no tagger.
func classify(t *text, names []Name, seen []proposal) {
	c := classifier{text: t}
	rules := 1.0
	if seen != nil {
		rules = ruleShare
	}
	keys := make([]string, 0, 64) // of each spelling, in the order of their first mentions
	at := make([]int32, len(names))
	number := make(map[string]int32)
	sum := make(map[string]*weights)
	var around []surroundings
	for i := range names {
		from, to := t.wordsOf(names[i].Span)
		key := t.key(from, to)
		n, known := number[key]
		if !known {
			n = int32(len(keys))
			w := &weights{}
			number[key], sum[key] = n, w
			keys, around = append(keys, key), append(around, surroundings{})
			c.form(w, from, to)
			w.scale(rules)
		}
		at[i] = n
		c.mention(&around[n], from, to, rules)
		if seen != nil && seen[i].seen() {
			around[n].add(seen[i].kind, seenShare*seen[i].confidence)
		}
		around[n].times++
	}
	for n := range around {
		for k, v := range around[n].weights {
			sum[keys[n]].add(Kind(k), v/math.Sqrt(around[n].times))
		}
	}
	c.lend(keys, sum)
	for i := range names {
		names[i].Kind = sum[keys[at[i]]].best()
		if seen != nil && seen[i].confidence > certain && seen[i].kind != Person && names[i].Kind != Person {
			names[i].Kind = seen[i].kind
		}
	}
}

// ruleShare scales the evidence of the rules where there is a tagger's too; seenShare is the weight of a name that the tagger is
// certain of, in the points of the rules. A mention that it is certain of keeps the kind it saw, unless a person is one of the two:
// "Chicago won in Chicago".
const (
	ruleShare = 0.5
	seenShare = 5
	certain   = 0.95
)

func (w *weights) scale(v float64) {
	for k := range w {
		w[k] *= v
	}
}

// mention adds what stands around one mention.
func (c *classifier) mention(s *surroundings, from, to int, share float64) {
	var w weights
	c.context(&w, from, to)
	for k := range w {
		s.weights[k] += share * w[k]
	}
}

type classifier struct{ *text }

// surroundings is the evidence around the mentions of one spelling. It counts by the root of their number: ten mentions of a party's
// campaign don't make its leader a party.
type surroundings struct {
	weights
	times float64
}

// wordsOf returns the range of words that a span touches.
func (t *text) wordsOf(s rapporteur.Span) (from, to int) {
	from = t.words.Search(func(at *spot) bool { return at.end > s.Start }, func(w *word) bool { return w.End > s.Start })
	to = from
	for to < t.size() && t.word(to).Start < s.End {
		to++
	}
	return from, to
}

// key is the spelling of words from..to by which mentions are brought together: folded, single spaces, no points of initials.
func (t *text) key(from, to int) string {
	if to == from+1 {
		return strings.ReplaceAll(t.word(from).fold, ".", "")
	}
	var b strings.Builder
	for k := from; k < to; k++ {
		if k > from && !t.word(k).glued {
			b.WriteByte(' ')
		}
		b.WriteString(strings.ReplaceAll(t.word(k).fold, ".", ""))
	}
	return b.String()
}

// lend gives the last word of a person's name, and the first word of a body's, the kind of the whole. The bare surname of a
// person the article names in full is that person, whatever stands around it, if the gazetteer does not know it for a place.
func (c *classifier) lend(keys []string, sum map[string]*weights) {
	lent := map[string]bool{}
	for _, k := range keys {
		i := strings.LastIndexByte(k, ' ')
		if i < 0 || lent[k] {
			continue
		}
		lent[k] = true
		kind := sum[k].best()
		last, first := sum[k[i+1:]], sum[k[:strings.IndexByte(k, ' ')]]
		switch {
		case kind == Person && last != nil:
			last.add(Person, 3)
			if c.tables.isName(k[:strings.IndexByte(k, ' ')]) && len(c.tables.phrases[k[i+1:]]) == 0 {
				last.add(Person, 20)
			}
		case kind == Organisation && first != nil:
			first.add(Organisation, 1)
		}
		if kind == Person && first != nil {
			first.add(Person, 1)
		}
		if family := sum[k[i+1:]+"s"]; kind == Person && family != nil {
			family.add(Misc, 10) // "the Clintons": several people
		}
	}
}

// form weighs what the name itself shows.
func (c *classifier) form(w *weights, from, to int) {
	n := to - from
	for k := from; k < to; k++ {
		if c.word(k).text == "-" {
			n -= 2 // "Ki-moon" is one word
		}
	}
	first, last := c.word(from), c.word(to-1)
	known := c.known(w, from, to)
	isGiven := c.tables.isName(first.fold)
	switch {
	case isGiven && n >= 2 && !known:
		w.add(Person, 3)
	case isGiven && n == 1:
		w.add(Person, 2)
	}
	if !known {
		c.endings(w, from, to)
	}
	if n == 1 && first.caps && !first.title && utf8.RuneCountInString(first.text) <= 6 {
		w.add(Organisation, 2.5)
	}
	for k := from; k < to; k++ {
		c.inside(w, k, from, to)
	}
	if known {
		return
	}
	switch {
	case n == 1 && !first.caps:
		w.add(Person, 0.6)
	case n == 2 && last.class&(orgEnd|placeEnd|eventEnd) == 0:
		w.add(Person, 1.2)
	case n == 3:
		w.add(Person, 0.4)
		w.add(Organisation, 0.3)
	case n > 3:
		w.add(Organisation, 1)
		w.add(Misc, 0.7)
	}
}

// known weighs what the gazetteer knows of the whole name, or of its first words.
func (c *classifier) known(w *weights, from, to int) bool {
	p := c.phrase(from)
	if p == nil {
		return false
	}
	if from+len(p.words) == to {
		v := 5.0
		if c.tables.isName(c.word(from).fold) && to == from+1 && p.fact.sense != country {
			v = 2.5 // "Charlotte", "Jordan"
		}
		w.add(p.fact.kind(), v)
		return true
	}
	if p.fact.sense != body && c.word(to-1).class&(role) == 0 { // "British Airways", "Texas Rangers"
		w.add(Organisation, 1.6)
		w.add(Misc, 0.8)
	}
	return false
}

// endings weighs the last word and the head before "of".
func (c *classifier) endings(w *weights, from, to int) {
	v := 3.5
	if to == from+1 {
		v = 1.6
	}
	head := c.word(to - 1)
	for k := from + 1; k+1 < to; k++ {
		if f := c.word(k).fold; f == "of" || f == "for" || f == "on" {
			head, v = c.word(k-1), 4
			break
		}
	}
	cl := head.class
	switch {
	case v == 4 && cl&orgHead != 0, cl&orgEnd != 0 && cl&eventEnd == 0:
		w.add(Organisation, v)
	case cl&eventEnd != 0:
		w.add(Misc, v)
	case cl&placeEnd != 0:
		w.add(Place, v)
	case v == 4 && cl&placeHead != 0:
		w.add(Place, v)
	}
	if to > from+1 && c.word(from).class&placeHead != 0 && cl&(orgEnd|eventEnd) == 0 {
		w.add(Place, 1.5)
	}
}

// inside weighs initials, particles and marks in a name.
func (c *classifier) inside(w *weights, k, from, to int) {
	x := c.word(k)
	switch {
	case k > from && k < to-1 && len(x.text) == 2 && x.text[1] == '.' && x.upper, x.class&suffix != 0 && k > from:
		w.add(Person, 3)
	case k == from && to > from+1 && len(x.text) <= 4 && strings.HasSuffix(x.text, ".") && x.upper:
		w.add(Person, 1.5)
	case x.text == "&":
		w.add(Organisation, 4)
	case x.class&particle != 0 && !x.upper && k > from:
		w.add(Person, 0.7)
	case x.digit:
		w.add(Misc, 1.5)
	}
}

// context weighs the words around a mention.
func (c *classifier) context(w *weights, from, to int) {
	s := c.sents[c.word(from).sent]
	title := c.word(from).title
	if from > s.from {
		c.before(w, from-1, to, s)
	}
	if to < s.to && !title {
		c.after(w, to, s)
	}
}

func (c *classifier) before(w *weights, b, to int, s sentence) {
	p := c.word(b)
	switch {
	case p.class&honorific != 0 && p.upper, p.class&role != 0:
		w.add(Person, 4)
	case p.fold == "in" || p.fold == "near":
		w.add(Place, 2)
	case p.class&placeBefore != 0:
		w.add(Place, 0.9)
	case p.class&say != 0:
		w.add(Person, 0.8)
	case p.fold == "the" && to < s.to && c.attributive(c.word(to)): // "the Berg campaign" says nothing of Berg
	case p.fold == "the":
		w.add(Person, -2)
		w.add(Organisation, 1.2)
		w.add(Misc, 0.7)
	case p.fold == "a" || p.fold == "an":
		w.add(Misc, 1)
		w.add(Organisation, 0.7)
		w.add(Person, -0.5)
	case p.fold == "by" || p.fold == "with":
		w.add(Person, 0.4)
	}
	if p.class&roleTail != 0 && b > s.from && c.word(b-1).class&role != 0 {
		w.add(Person, 3)
	}
}

// attributive reports whether a noun seems to follow a name that stands before it as an adjective does.
func (c *classifier) attributive(w *word) bool {
	return !w.punct && !w.upper && w.class&(function|say) == 0 && w.fold != "'s" && !strings.HasSuffix(w.fold, "ed")
}

func (c *classifier) after(w *weights, a int, s sentence) {
	n := c.word(a)
	switch {
	case n.class&say != 0 && !n.upper:
		w.add(Person, 1.2)
		w.add(Organisation, 0.6)
	case n.fold == "who" || n.fold == "whose":
		w.add(Person, 2.5)
	case n.fold == "'s":
		w.add(Person, 0.2)
	case n.class&role != 0 && !n.upper:
		w.add(Organisation, 0.6)
	case n.text == "(" && a+2 < s.to && c.word(a+1).caps:
		w.add(Organisation, 1)
	case n.digit && len(n.text) <= 2:
		w.add(Organisation, 1.4) // a result: "Auxerre 0"
	case n.digit:
		w.add(Organisation, 0.4)
	case n.text == "," && a+2 < s.to:
		c.afterComma(w, a+1, s)
	}
}

func (c *classifier) afterComma(w *weights, a int, s sentence) {
	n := c.word(a)
	switch {
	case n.digit && len(n.text) == 2 && a+1 < s.to && c.word(a+1).punct:
		w.add(Person, 3) // an age
	case n.fold == "who":
		w.add(Person, 2.5)
	case n.fold == "which":
		w.add(Organisation, 1)
	case n.upper:
		if p := c.phrase(a); p != nil && (p.fact.sense == country || p.fact.sense == place) {
			w.add(Place, 1.5)
		}
	case n.fold == "a" || n.fold == "an" || n.fold == "the" || n.class&(role|roleBefore) != 0:
		for k := a; k < min(a+6, s.to) && !c.word(k).punct; k++ {
			if c.word(k).class&role != 0 && !c.word(k).upper {
				w.add(Person, 2.5)
				return
			}
		}
	}
}
