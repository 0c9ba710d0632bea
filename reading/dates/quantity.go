package dates

import (
	"strconv"
	"strings"
)

// quantity is a number as printed before a unit: "3", "2.5", or "X" where the words are vague ("several").
type quantity struct {
	text string
	n    int // whole part; 0 where vague
	end  int // token after it
}

func (q quantity) vague() bool { return q.text == "X" }

// quantity reads a number at i: digits, words, fractions, vague words, or a low-to-high pair, whose low end counts.
func (p *parser) quantity(i int) (quantity, bool) {
	q, ok := p.simpleQuantity(i)
	if !ok {
		return q, false
	}
	j := q.end
	if p.is(j, "to") || p.is(j, "or") || p.mark(j, '-') || p.mark(j, '–') {
		if high, ok := p.simpleQuantity(j + 1); ok && !high.vague() && !q.vague() && high.n > q.n && p.unitAt(high.end) != noUnit && high.n < 1000*q.n+1000 {
			q.end = high.end
		}
	}
	return q, true
}

func (p *parser) simpleQuantity(i int) (quantity, bool) {
	t := p.at(i)
	switch {
	case t.guarded:
		return quantity{}, false
	case t.digits > 0:
		return p.digits(i)
	case t.is("a") || t.is("an"):
		return p.article(i)
	case t.is("half") && (p.is(i+1, "a") || p.is(i+1, "an")):
		return quantity{text: "0.5", end: i + 2}, true
	case t.is("several") || t.is("few") || t.is("many") || t.is("some") || t.is("numerous") || t.is("various") || t.is("countless"):
		return quantity{text: "X", end: i + 1}, true
	case (t.is("dozens") || t.is("decades")) && p.is(i+1, "of"):
		return quantity{text: "X", end: i + 2}, true
	case t.is("couple") && p.oneOf(i-1, "next", "past", "last", "first"):
		if p.is(i+1, "of") {
			i++
		}
		return quantity{text: "2", n: 2, end: i + 1}, true
	case t.is("another"):
		return quantity{text: "1", n: 1, end: i + 1}, true
	case t.is("all") && p.oneOf(i+1, "day", "week", "month", "year", "night", "weekend"):
		return quantity{text: "1", n: 1, end: i + 1}, true
	case t.word != nil && t.word.number > 0:
		return p.numberWords(i)
	}
	return quantity{}, false
}

// digits reads "3", "2.5", "2 1/2", "30 million".
func (p *parser) digits(i int) (quantity, bool) {
	t := p.at(i)
	if t.n < 0 {
		return quantity{}, false
	}
	q := quantity{text: strconv.Itoa(t.n), n: t.n, end: i + 1}
	if t.frac {
		q.text = strings.ReplaceAll(p.text[t.start:t.end], ",", "")
	}
	if w := p.at(i + 1).word; w != nil && w.number >= 1000 && !t.frac && t.n < 1000 {
		q.n *= w.number
		q.text, q.end = strconv.Itoa(q.n), i+2
	}
	if k := i + 1; p.at(k).digits == 1 && p.mark(k+1, '/') && p.at(k+2).digits == 1 && p.at(k).n == 1 && p.at(k+2).n > 0 {
		q.text, q.end = fraction(t.n, p.at(k+2).n), k+3
	}
	return p.andHalf(q), true
}

func fraction(whole, den int) string {
	return strconv.FormatFloat(float64(whole)+1/float64(den), 'g', 6, 64)
}

// andHalf adds "and a half", "and half", "and a quarter".
func (p *parser) andHalf(q quantity) quantity {
	k := q.end + 1
	if !p.is(q.end, "and") {
		return q
	}
	if p.is(k, "a") {
		k++
	}
	switch {
	case p.is(k, "half"):
		q.text, q.end = strconv.Itoa(q.n)+".5", k+1
	case p.is(k, "quarter") && k > q.end+1 && p.unitAt(k+1) != noUnit:
		q.text, q.end = strconv.Itoa(q.n)+".25", k+1
	}
	return q
}

// article reads "a", "a few", "a couple of", "a dozen", "a hundred", "a half".
func (p *parser) article(i int) (quantity, bool) {
	n := p.at(i + 1)
	switch {
	case n.is("few") || n.is("handful") || n.is("number") || n.is("good"):
		k := i + 2
		if p.is(k, "many") {
			k++
		}
		if p.is(k, "of") {
			k++
		}
		return quantity{text: "X", end: k}, true
	case n.is("couple"):
		k := i + 2
		if p.is(k, "of") {
			k++
		}
		return quantity{text: "2", n: 2, end: k}, true
	case n.is("half"):
		k := i + 2
		if p.mark(k, '-') {
			k++
		}
		return quantity{text: "0.5", end: k}, p.unitAt(k) != noUnit
	case n.word != nil && (n.word.number == 12 || n.word.number >= 100) && !n.is("twelve"):
		return p.numberWords(i + 1)
	}
	return quantity{text: "1", n: 1, end: i + 1}, true
}

// numberWords reads cardinals in words up to the billions: "twenty-four", "two hundred and ten", "one and a half".
func (p *parser) numberWords(i int) (quantity, bool) {
	total, group, k := 0, 0, i
	for k < len(p.toks) && k < i+12 {
		w := p.at(k).word
		if w == nil || w.number == 0 {
			if (p.mark(k, '-') && group >= 20 && group%10 == 0 || p.is(k, "and") && group+total >= 100) && k > i && p.small(k+1) {
				k++
				continue
			}
			break
		}
		switch n := w.number; {
		case w.text == "dozen":
			group = max(group, 1) * 12
		case n == 100:
			group = max(group, 1) * 100
		case n >= 1000:
			total += max(group, 1) * n
			group = 0
		case group%100 != 0 && (group%10 != 0 || n > 9):
			return p.wordsDone(i, k, total+group)
		default:
			group += n
		}
		k++
		if total > 1_000_000_000 {
			break
		}
	}
	return p.wordsDone(i, k, total+group)
}

func (p *parser) wordsDone(i, k, n int) (quantity, bool) {
	return p.andHalf(quantity{text: strconv.Itoa(n), n: n, end: k}), k > i
}

func (p *parser) small(i int) bool {
	w := p.at(i).word
	return w != nil && w.number > 0 && w.number < 100
}

// times multiplies decimal text by a whole number.
func times(n string, by int) string {
	f, err := strconv.ParseFloat(n, 64)
	if err != nil {
		return "X"
	}
	return strconv.FormatFloat(f*float64(by), 'f', -1, 64)
}
