package figures

import (
	"math/big"
	"strconv"
	"strings"

	"rapporteur"
)

// parser holds one article's tokens and what it has found so far.
type parser struct {
	*scanner
	comma  bool   // the article's language writes decimals with a comma
	dollar string // what "$" alone means
	found  []rapporteur.Figure
	last   int             // token after the last figure
	ends   []figure        // the second half of a tally that was begun
	heat   int             // whether the text tells of temperatures: 1 yes, 2 no, 0 not looked yet
	models map[string]bool // numbers that are models in this text: "737" where "Boeing 737" stands
	none   token
	spans  []figure // what the latest findings were put together from
	gone   int      // findings before those
	tied   int      // findings that are tied to others and to dates
	date   int      // the first date that may be the next finding's
}

func newParser(doc *rapporteur.Document) *parser {
	p := &parser{scanner: scan(doc), none: token{sentence: -1, end: -1, taken: true}}
	if lang, _, _ := strings.Cut(doc.Article.Language, "-"); lang != "" {
		p.comma = strings.Contains(" de fr es it pt nl da no nb sv fi pl cs sk hu ro bg ru uk tr el id hr sl sr lt lv et ", " "+lang+" ")
	}
	p.learn()
	return p
}

// learn goes through the whole text for what it says of all its figures.
func (p *parser) learn() {
	q := p
	if !p.whole() {
		q = &parser{scanner: scan(p.doc), none: p.none}
		p.heat = 2
	}
	for i := 0; i < len(q.toks); i++ {
		i -= q.slide(i)
		q.learnModel(i)
		if p.dollar == "" {
			p.dollar = q.statedDollar(i)
		}
		if q != p && p.heat == 2 && q.speaksOfHeat(i) {
			p.heat = 1
		}
	}
	p.models = q.models
	if p.dollar == "" {
		p.dollar = "USD"
	}
}

// move moves the window along with token i, which is numbered anew. What stands in it so far is tied then.
func (p *parser) move(i int) int {
	if p.whole() || i < len(p.toks)-windowMargin {
		return i
	}
	p.tie()
	n := p.slide(i)
	p.last -= n
	if old := len(p.spans) - latest; old > 0 {
		p.spans = p.spans[:copy(p.spans, p.spans[old:])]
		p.gone += old
	}
	for k := range p.spans {
		f := &p.spans[k]
		f.start, f.end, f.core, f.digits = f.start-n, f.end-n, f.core-n, f.digits-n
		f.amount.end -= n
		f.wholeAt -= n
	}
	return i - n
}

// latest is how many findings before the one at hand a rule may look at.
const latest = 16

// span is what a finding was put together from, one of the latest.
func (p *parser) span(n int) *figure { return &p.spans[n-p.gone] }

// tie ties the findings that are new.
func (p *parser) tie() {
	for ; p.tied < len(p.found); p.tied++ {
		p.restate(p.tied)
		p.holdAsOf(p.tied)
	}
}

func (p *parser) at(i int) *token {
	if i < 0 || i >= len(p.toks) {
		return &p.none
	}
	return &p.toks[i]
}

func (p *parser) words(i int) string { t := p.at(i); return p.text[max(t.start, 0):max(t.end, 0)] }

// is reports whether token i is the word s, given in lower case.
func (p *parser) is(i int, s string) bool {
	t := p.at(i)
	return t.kind == word && t.end-t.start == len(s) && strings.EqualFold(p.text[t.start:t.end], s)
}

func (p *parser) oneOf(i int, list ...string) bool {
	for _, s := range list {
		if p.is(i, s) {
			return true
		}
	}
	return false
}

func (p *parser) mark(i int, r rune) bool {
	t := p.at(i)
	return t.kind == mark && t.r == r && t.end > 0
}

func (p *parser) dash(i int) bool { t := p.at(i); return t.kind == mark && isDash(t.r) }

// glued reports whether no white space stands before token i.
func (p *parser) glued(i int) bool { return i > 0 && i < len(p.toks) && !p.toks[i].spaced }

// same reports whether tokens i and j stand in one sentence.
func (p *parser) same(i, j int) bool {
	return p.at(i).sentence == p.at(j).sentence && p.at(i).sentence >= 0
}

// role returns the entry of token i that has one of the roles, where its spelling and place allow it.
func (p *parser) role(i int, roles ...role) *entry {
	t := p.at(i)
	for e := t.entry; e != nil; e = e.also {
		for _, r := range roles {
			if e.role == r && r != plain && (e.strict == "" || e.strict == p.text[t.start:t.end]) && (!e.glued || p.glued(i)) {
				return e
			}
		}
	}
	return nil
}

// amount is a numeral that was read: its value, and how it was printed.
type amount struct {
	end    int    // token after it
	value  string // decimal text; "" where the words are vague
	rough  bool   // a vague plural: value is its lower bound
	spelt  bool   // in words
	scaled bool   // with "million" and the like
	share  bool   // a fraction of something
	whole  bool   // digits alone, without separator
	vague  bool   // a number of things that the words do not bound ("a handful")
	about  bool   // "a couple"
}

// numeral reads a number that begins at token i.
func (p *parser) numeral(i int) (amount, bool) {
	t := p.at(i)
	if t.taken || t.kind == opaque {
		return amount{}, false
	}
	switch {
	case t.kind == literal:
		return p.digitNumeral(i)
	case t.kind == mark:
		return p.markNumeral(i)
	case t.entry == nil:
		return amount{}, false
	}
	if p.role(i, article) != nil {
		return p.articleNumeral(i)
	}
	if p.is(i, "half") || p.is(i, "quarter") {
		return p.halfNumeral(i)
	}
	if e := p.role(i, vague); e != nil {
		return p.vagueNumeral(i)
	}
	if e := p.role(i, plural); e != nil {
		return p.pluralNumeral(i)
	}
	if p.role(i, unitWord, tenWord) != nil {
		return p.wordNumeral(i)
	}
	return amount{}, false
}

// vulgar are the fractions that have a character of their own.
var vulgar = map[rune][2]int64{'½': {1, 2}, '⅓': {1, 3}, '⅔': {2, 3}, '¼': {1, 4}, '¾': {3, 4}, '⅕': {1, 5}, '⅖': {2, 5}, '⅗': {3, 5}, '⅘': {4, 5}, '⅙': {1, 6}, '⅚': {5, 6}, '⅛': {1, 8}, '⅜': {3, 8}, '⅝': {5, 8}, '⅞': {7, 8}}

func (p *parser) markNumeral(i int) (amount, bool) {
	if v, ok := vulgar[p.at(i).r]; ok {
		return p.scaleUp(amount{end: i + 1, value: ratio(v[0], v[1]), share: true}), true
	}
	if p.mark(i, '.') && p.at(i+1).kind == literal && p.glued(i+1) && !p.glued(i) && p.at(i+1).whole(p.text) {
		return amount{end: i + 2, value: tidy("0." + p.words(i+1))}, true
	}
	return amount{}, false
}

func (t *token) whole(text string) bool {
	return !strings.ContainsAny(text[t.start:t.end], "., \u00a0\u202f\u2009")
}

func (p *parser) digitNumeral(i int) (amount, bool) {
	t := p.at(i)
	text := p.text[t.start:t.end]
	value, ok := normal(text, p.comma)
	if !ok {
		return amount{}, false
	}
	a := amount{end: i + 1, value: value, whole: t.whole(p.text)}
	if f, end := p.slashed(i); end > i {
		return p.scaleUp(amount{end: end, value: f, share: true}), true
	}
	if v, ok := vulgar[p.at(i+1).r]; ok && p.at(i+1).kind == mark {
		a.value, a.end, a.whole = plus(value, ratio(v[0], v[1])), i+2, false
	} else if f, end := p.slashed(i + 1); end > i+1 && a.whole && p.at(i+1).spaced {
		a.value, a.end, a.whole = plus(value, f), end, false
	}
	return p.croreAndLakh(p.scaleUp(p.andFraction(a))), true
}

// croreAndLakh takes in the lakh behind crore: "Rs 3 crore 20 lakh".
func (p *parser) croreAndLakh(a amount) amount {
	j := a.end
	if !p.is(j-1, "crore") || p.at(j).kind != literal || !p.is(j+1, "lakh") || !p.same(j-1, j+1) {
		return a
	}
	if value, ok := normal(p.words(j), p.comma); ok {
		a.value, a.end = plus(a.value, shift(value, 5)), j+2
	}
	return a
}

// slashed reads "3/4" at i: a proper fraction with a denominator that is in use.
func (p *parser) slashed(i int) (string, int) {
	if p.at(i).kind != literal || !p.mark(i+1, '/') || !p.glued(i+1) || p.at(i+2).kind != literal || !p.glued(i+2) || p.at(i).taken || p.mark(i+3, '/') && p.glued(i+3) {
		return "", i
	}
	n, ok := small(p.words(i))
	d, ok2 := small(p.words(i + 2))
	if !ok || !ok2 || n >= d || n == 0 || d > 10 && d != 12 && d != 16 && d != 32 && d != 100 {
		return "", i
	}
	return ratio(n, d), i + 3
}

// scaleUp takes in "million", "bn" and the like behind a numeral, several at once too: "100 thousand million".
func (p *parser) scaleUp(a amount) amount {
	for n := 0; n < 3; n++ {
		j := a.end
		if p.dash(j) && p.glued(j) && p.glued(j+1) {
			j++
		}
		if p.at(j).taken || !p.same(a.end-1, j) {
			return a
		}
		if e := p.role(j, hundred, scale); e != nil && !(e.glued && !p.scaleLetter(a.end-1, j)) {
			if e.role == hundred && a.scaled {
				return a
			}
			a.value, a.end, a.scaled, a.share, a.whole = shift(a.value, e.power), j+1, true, false, false
			continue
		}
		if e := p.role(j, dozen, plural); e != nil && e.n == 12 && !a.scaled {
			a.value, _ = times(a.value, e.n)
			a.end, a.scaled, a.whole = j+1, true, false
		}
		return a
	}
	return a
}

// scaleLetter tells whether the letter at j, glued to digits, multiplies them: "$5m", "30k", "5M people", not "1.8m tall" or "5G".
func (p *parser) scaleLetter(i, j int) bool {
	if !p.glued(j) {
		return false
	}
	w := p.words(j)
	money := p.priced(i) || p.role(j+1, currencyName, currencyCode) != nil || symbols[p.at(j+1).r] != "" && p.at(j+1).kind == mark
	switch w {
	case "k", "K", "M", "MM":
		return money || w != "MM" && (w != "M" || p.nounFollows(j+1)) || w == "K"
	case "B":
		return money || p.nounFollows(j+1)
	case "mm":
		return money // "155mm shells"
	case "m", "b":
		return money || p.nounFollows(j+1)
	case "T", "t":
		return p.priced(i)
	}
	return false
}

// nounFollows reports whether a noun in the plural stands at i, or one adjective on.
func (p *parser) nounFollows(i int) bool {
	return p.same(i-1, i) && (p.looksPlural(i) || p.at(i).kind == word && !p.stops(i) && p.same(i, i+1) && p.looksPlural(i+1))
}

// priced reports whether a sign of money stands before the digits at i.
func (p *parser) priced(i int) bool {
	t := p.at(i - 1)
	return t.kind == mark && symbols[t.r] != "" || p.role(i-1, currencyCode) != nil
}

// andFraction reads "and a half", "and three quarters" behind a whole number.
func (p *parser) andFraction(a amount) amount {
	if !p.is(a.end, "and") || p.at(a.end+1).taken {
		return a
	}
	j := a.end + 1
	n := int64(1)
	if e := p.role(j, unitWord); e != nil && e.n > 0 {
		n = e.n
	} else if p.role(j, article) == nil {
		return a
	}
	e := p.role(j+1, fraction)
	if e == nil || e.many != (n > 1) || p.role(j+2, measure, percent) == nil && p.is(j+2, "of") {
		return a
	}
	if a.scaled {
		return a
	}
	a.value, a.end, a.whole, a.share = plus(a.value, ratio(n, e.n)), j+2, false, false
	return a
}

// articleNumeral reads "a million", "a dozen", "a third of", "a few hundred", "a percentage point", "an hour" not.
func (p *parser) articleNumeral(i int) (amount, bool) {
	j := i + 1
	if !p.same(i, j) || p.at(j).taken {
		return amount{}, false
	}
	if e := p.role(j, hundred, scale); e != nil && !e.glued && e.power < 13 {
		a, ok := p.composed(i, j)
		return a, ok
	}
	if e := p.role(j, dozen); e != nil && (e.n == 12 || p.is(j+1, "of")) {
		return amount{end: j + 1, value: strconv.FormatInt(e.n, 10), spelt: true, scaled: true}, true
	}
	if p.is(j, "half") {
		if e := p.role(j+1, dozen, hundred, scale); e != nil {
			return p.scaleUp(amount{end: j + 1, value: "0.5", spelt: true}), true
		}
	}
	if e := p.role(j, fraction); e != nil && !e.many && (p.is(j+1, "of") || p.at(j+1).kind != word && (j+1 >= len(p.toks) || e.n == 2) || e.n == 2 && p.role(j+1, measure, percent) != nil || p.is(i-1, "by") || e.n > 2 && p.oneOf(j+1, "are", "were", "have", "say", "believe", "want", "support", "oppose", "think")) {
		if q := p.role(j+2, article); q != nil && p.role(j+3, hundred, scale, percent) != nil {
			return p.ofA(amount{value: ratio(1, e.n), spelt: true}, j+3), true
		}
		return amount{end: j + 1, value: ratio(1, e.n), spelt: true, share: true}, true
	}
	if p.role(j, vague) != nil {
		return p.vagueNumeral(j)
	}
	if p.is(j, "percentage") && p.oneOf(j+1, "point") {
		return amount{end: j, value: "1", spelt: true}, true
	}
	return amount{}, false
}

// ofA reads the "million" or "percent" of "a quarter of a million" at j.
func (p *parser) ofA(a amount, j int) amount {
	if e := p.role(j, hundred, scale); e != nil {
		return amount{end: j + 1, value: shift(a.value, e.power), spelt: true, scaled: true}
	}
	a.end = j
	return a
}

// halfNumeral reads "half a million", "half of the", "half the members", "half a percent".
func (p *parser) halfNumeral(i int) (amount, bool) {
	e := p.role(i, fraction)
	if e == nil || e.many {
		return amount{}, false
	}
	half := amount{end: i + 1, value: ratio(1, e.n), spelt: true, share: true}
	if n := p.role(i+1, dozen, hundred, scale); n != nil && !n.glued {
		half.share = false
		return p.scaleUp(half), true
	}
	if e.n != 2 || p.dash(i+1) {
		return amount{}, false
	}
	if p.role(i+1, article) != nil {
		if n := p.role(i+2, hundred, scale); n != nil {
			return p.ofA(half, i+2), true
		}
		if n := p.role(i+2, dozen); n != nil {
			return amount{end: i + 3, value: strconv.FormatInt(n.n/2, 10), spelt: true, scaled: true}, true
		}
		if p.role(i+2, percent, measure) != nil {
			half.end, half.share = i+2, false
			return half, true
		}
		return amount{}, false
	}
	if p.oneOf(i-1, "first", "second", "other", "better", "bottom", "top", "last", "latter", "in") || p.oneOf(i+1, "way", "hour", "year", "time", "empty", "full") {
		return amount{}, false
	}
	if p.is(i+1, "of") || p.oneOf(i+1, "the", "its", "their", "his", "her", "our", "all", "those", "these") {
		return half, true
	}
	if p.oneOf(i-1, "about", "almost", "nearly", "than", "least", "over", "roughly", "around", "approximately", "by") {
		return half, true
	}
	return amount{}, false
}

// vagueNumeral reads "several hundred", "a few thousand", "many thousands", "a couple of", "a handful of" from its vague word on.
func (p *parser) vagueNumeral(j int) (amount, bool) {
	e := p.role(j, vague)
	next := p.role(j+1, hundred, scale, dozen, plural)
	if next != nil && !next.glued && !p.at(j+1).taken && e.n > 0 && !p.is(j, "couple") {
		value := strconv.FormatInt(e.n*max(next.n, 1), 10)
		if next.role != dozen && next.n != 12 && next.n != 20 {
			value = shift("2", next.power)
		}
		return amount{end: j + 2, value: value, spelt: true, rough: true, scaled: true}, true
	}
	if p.is(j, "couple") && p.is(j+1, "of") && p.is(j-1, "a") {
		if n := p.role(j+2, hundred, scale, dozen); n != nil && !n.glued {
			a := p.scaleUp(amount{end: j + 2, value: "2", spelt: true, about: true})
			return a, true
		}
		return amount{end: j + 1, value: "2", spelt: true, about: true}, p.nounFollows(j + 2)
	}
	if p.is(j, "handful") && p.is(j+1, "of") {
		return amount{end: j + 1, spelt: true, vague: true}, true
	}
	return amount{}, false
}

// pluralNumeral reads "dozens of", "tens of thousands of", "hundreds of millions".
func (p *parser) pluralNumeral(i int) (amount, bool) {
	e := p.role(i, plural)
	value := shift("2", e.power)
	if e.n > 0 {
		value = strconv.FormatInt(2*e.n, 10)
	}
	a := amount{end: i + 1, value: value, spelt: true, rough: true, scaled: true}
	for p.is(a.end, "of") || p.is(a.end, "upon") {
		n := p.role(a.end+1, plural)
		if n == nil || n.n > 0 || p.at(a.end+1).taken || len(a.value) > 30 {
			break
		}
		a.value, a.end = shift(a.value, n.power), a.end+2
	}
	if e.power == 1 && a.end == i+1 {
		return amount{}, false // "tens" alone
	}
	if e.n == 20 && !p.is(a.end, "of") {
		return amount{}, false // "scores" of a match
	}
	return a, true
}

// wordNumeral reads "twenty-one", "two hundred and fifty-four thousand", "two-thirds", "one and a half million", "zero point five".
func (p *parser) wordNumeral(i int) (amount, bool) {
	if a, ok := p.pointed(i); ok {
		return a, true
	}
	a, ok := p.composed(i, i)
	if !ok {
		return a, false
	}
	j := a.end
	if p.dash(j) {
		j++
	}
	if e := p.role(j, fraction); e != nil && !p.at(j).taken && p.same(i, j) {
		if n, ok := small(a.value); ok && n > 0 && n < e.n*100 && e.many == (n > 1) && (n > 1 || p.dash(j-1) || p.is(j+1, "of") || p.at(j+1).kind != word || !p.same(j, j+1)) {
			return p.scaleUp(amount{end: j + 1, value: ratio(n, e.n), spelt: true, share: true}), true
		}
	}
	if b, ok := p.pointed(a.end - 1); ok && a.end > i+1 && b.end > a.end {
		_, tail, _ := strings.Cut(b.value, ".")
		a.value, a.end = tidy(a.value+"."+tail), b.end
	}
	a = p.andFraction(a)
	if !a.scaled {
		a = p.scaleUp(a)
	}
	return a, true
}

// pointed reads decimals in words.
func (p *parser) pointed(i int) (amount, bool) {
	e := p.role(i, unitWord, tenWord, hundred)
	if e == nil || !p.is(i+1, "point") || p.role(i+2, unitWord) == nil {
		return amount{}, false
	}
	value, j := strconv.FormatInt(e.n, 10)+".", i+2
	for ; j < i+12; j++ {
		d := p.role(j, unitWord)
		if d == nil || p.at(j).taken {
			break
		}
		value += strconv.FormatInt(d.n, 10)
	}
	return p.scaleUp(amount{end: j, value: tidy(value), spelt: true}), true
}

// composed reads number words by the rules of English from token i; with an article at start, that counts for one.
func (p *parser) composed(start, i int) (amount, bool) {
	var total, cur int64
	top := int64(1e18) // scales must fall
	a := amount{spelt: true}
	if i > start {
		cur = 1
	}
	read := 0 // words of number so far
	end := i
	for j := i; ; {
		k := j
		if read > 0 && p.dash(k) && p.glued(k) && p.glued(k+1) {
			k++
		} else if read > 0 && p.is(k, "and") && (cur == 0 || cur%100 == 0 && cur > 0) && (total > 0 || cur >= 100) && p.role(k+1, unitWord, tenWord) != nil {
			k++
		}
		if p.at(k).taken || !p.same(start, k) {
			break
		}
		e := p.role(k, unitWord, tenWord, hundred, scale)
		if e == nil || e.glued {
			break
		}
		ok := false
		switch e.role {
		case unitWord:
			if ok = read == 0 || cur == 0 && total > 0 || cur > 0 && cur%100 == 0 || cur%10 == 0 && cur%100 >= 20 && e.n > 0 && e.n < 10; ok {
				cur += e.n
			}
		case tenWord:
			if ok = read == 0 || cur%100 == 0 && (cur > 0 || total > 0); ok {
				cur += e.n
			}
		case hundred:
			if ok = cur > 0 && cur < 100; ok {
				cur *= 100
				a.scaled = true
			}
		case scale:
			if cur == 0 && total > 0 && top < pow10(e.power) && total < 1e9 && e.power <= 9 && p.role(k-1, scale) != nil { // "three lakh crore"
				total, ok = total*pow10(e.power), true
			} else if ok = cur > 0 && e.power < 16 && pow10(e.power) < top; ok {
				top = pow10(e.power)
				total, cur = total+cur*top, 0
				a.scaled = true
			}
		}
		if !ok {
			break
		}
		read++
		j, end = k+1, k+1
	}
	if read == 0 || total < 0 {
		return a, false
	}
	a.end, a.value = end, big.NewInt(total+cur).String()
	return a, true
}

func pow10(n int) int64 {
	v := int64(1)
	for range n {
		v *= 10
	}
	return v
}
