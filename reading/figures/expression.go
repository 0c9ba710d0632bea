package figures

import "rapporteur"

// starts reports whether a figure may begin at token i, its bound left aside.
func (p *parser) starts(i int) bool {
	t := p.at(i)
	if t.taken {
		return false
	}
	switch t.kind {
	case literal:
		return true
	case opaque:
		return false
	case mark:
		_, ok := vulgar[t.r]
		return ok || symbols[t.r] != "" || p.minus(i) && p.glued(i+1) || t.r == '+' || t.r == '.' && p.at(i+1).kind == literal
	}
	if e := t.entry; e != nil {
		for ; e != nil; e = e.also {
			switch e.role {
			case unitWord, tenWord, plural, fraction, article, vague, currencyCode:
				return true
			}
		}
	}
	return p.oneOf(i, "minus", "negative") || p.at(i+1).kind == mark && symbols[p.at(i+1).r] != ""
}

// expression reads the figure whose numeral begins at token i.
func (p *parser) expression(i int) (figure, bool) {
	f, ok := p.quantity(i)
	if !ok {
		return f, false
	}
	if p.is(i, "one") && p.is(i+1, "or") && p.near(&f) && p.ranged(&f) {
		p.trailing(&f)
		p.bound(&f)
		return f, true // "one or two points"
	}
	if p.toldApart(&f) {
		return f, false
	}
	switch {
	case p.versus(&f):
		return f, true
	case p.ranged(&f), p.part(&f):
	}
	p.sharesUnit(&f)
	p.trailing(&f)
	p.bound(&f)
	p.aged(&f)
	p.difference(&f)
	if p.empty(&f) {
		return f, false
	}
	return f, true
}

// ranged takes in the upper end of a range: "three to seven percent", "€3bn-€5bn", "between 10 and 20".
func (p *parser) ranged(f *figure) bool {
	j := f.end
	between := p.is(f.start-1, "between") && p.same(f.start-1, f.start)
	joint := p.dash(j) || p.is(j, "to") || p.is(j, "or") && p.near(f) || between && p.is(j, "and")
	if !joint || f.amount.share || f.amount.rough || !p.same(f.start, j+1) || f.hyphen {
		return false
	}
	if p.is(j, "to") && (p.is(f.start-1, "from") && (f.unit != "" || p.moves(f.start-1)) && !p.oneOf(f.start-2, "ranged", "ranging", "range", "ranges", "anywhere") || f.unit != "" && p.differs(f.start) != 0) || p.dash(j) && p.at(j).spaced != p.at(j+1).spaced {
		return false
	}
	if p.dash(j) && p.at(j).r == '—' {
		return false
	}
	g, ok := p.quantity(j + 1)
	if !ok || g.amount.rough || g.negative || f.unit != "" && g.unit != f.unit && !(g.unit == "" && p.dash(j)) || g.amount.share {
		return false
	}
	if p.dash(j) && (g.end < len(p.toks) && p.dash(g.end) && p.glued(g.end) && p.at(g.end+1).kind == literal) {
		return false
	}
	if p.is(j, "or") && g.unit == "" && !p.nounFollows(g.end) {
		return false
	}
	low := f.amount
	if g.amount.scaled && !low.scaled && less(low.value, leading(g.amount.value)) || g.amount.scaled && !low.scaled && low.whole && len(low.value) <= 3 {
		low = p.likewise(low, g.amount)
	}
	if g.unit != f.unit && g.unit != "" && p.is(g.end-1, "cents") {
		low.value = shift(low.value, -2)
	}
	if !less(low.value, g.amount.value) {
		return false
	}
	if p.is(j, "to") && g.unit == "" && f.unit == "" && !p.nounFollows(g.end) && !f.amount.scaled && !between && !p.levels(f, &g) {
		return false
	}
	if p.dash(j) && g.unit == "" && f.unit == "" && !g.amount.scaled && !p.nounFollows(g.end) {
		return false
	}
	f.amount, f.high, f.end, f.digits = low, g.amount.value, g.end, g.digits
	f.amount.end = g.end
	if g.unit != "" {
		f.unit = g.unit
	}
	if between {
		f.start--
	}
	return true
}

// levels reports whether "to" between two bare numbers makes a range though no noun follows: both are large, near to one another, and end the clause.
func (p *parser) levels(f, g *figure) bool {
	twice, ok := times(f.amount.value, 2)
	return ok && f.amount.whole && g.amount.whole && len(f.amount.value) > 1 && less(g.amount.value, twice) && p.at(g.end).kind == mark && !p.dash(g.end) && !p.voted(f.start, g.end) && !p.moves(f.start) && p.differs(f.start) == 0
}

// sharesUnit gives the first of two numbers the unit that only the second prints: "by 1.5 and 3 percent", "from 70 to 200 dollars".
func (p *parser) sharesUnit(f *figure) {
	level := p.is(f.start-1, "from") && p.is(f.end, "to")
	if f.unit != "" || f.partOf != "" || f.high != "" || f.amount.share || f.amount.scaled || !level && !p.oneOf(f.end, "and", "or") || p.at(f.start).kind != literal {
		return
	}
	g, ok := p.quantity(f.end + 1)
	if ok && p.same(f.start, g.end-1) && (g.unit == "%" || g.unit == "pp" || level && g.unit != "" || !f.amount.whole && g.unit != "" && kindOf(g.unit) != "money" && !g.age) {
		f.unit = g.unit
	}
}

// moves reports whether a word of change stands before "from" at i, so that what follows are two levels and no range.
func (p *parser) moves(i int) bool {
	for k := i - 1; k >= i-12 && p.same(k, i); k-- {
		if e := p.at(k).entry; e != nil && e.rise != 0 || p.oneOf(k, "changed", "went", "go", "moved", "doubled", "tripled", "halved", "swung", "widened", "narrowed") {
			return true
		}
	}
	return false
}

// near reports whether "or" behind the figure offers the next number up: "two or three".
func (p *parser) near(f *figure) bool {
	g, ok := p.numeral(f.end + 1)
	return ok && f.unit == "" && len(f.amount.value) <= 2 && len(g.value) <= 2 && less(f.amount.value, g.value)
}

// leading is the numeral before its scale: "15" of 15000000.
func leading(s string) string {
	for len(s) > 3 && s[len(s)-3:] == "000" {
		s = s[:len(s)-3]
	}
	return s
}

// likewise gives the lower end the scale of the upper one: "10 to 15 million".
func (p *parser) likewise(low, high amount) amount {
	n := 0
	for k := high.end - 1; k > high.end-4; k-- {
		e := p.role(k, scale, hundred)
		if e == nil {
			break
		}
		n += e.power
	}
	low.value, low.scaled = shift(low.value, n), n > 0
	return low
}

// part takes in the whole: "19 of the 27", "19 out of the bloc's 27", "two in three".
func (p *parser) part(f *figure) bool {
	j := f.end
	if f.unit != "" || f.amount.share || f.amount.rough || !p.same(f.start, j+1) {
		return false
	}
	switch {
	case p.is(j, "out") && p.is(j+1, "of"):
		if j += 2; p.is(j, "every") {
			j++
		}
	case p.is(j, "of"):
		j++
	case p.is(j, "in") && (f.amount.spelt || f.amount.whole) && len(f.amount.value) <= 3:
		if p.is(j+1, "every") {
			j++
		}
		g, ok := p.quantity(j + 1)
		if !ok || g.unit != "" || g.amount.share || g.amount.scaled && len(g.amount.value) > 7 || g.amount.spelt != f.amount.spelt && f.amount.value != "1" && !(f.amount.spelt && (g.amount.value == "10" || g.amount.value == "100")) || !less(f.amount.value, g.amount.value) {
			return false
		}
		if !g.amount.spelt && len(g.amount.value) == 4 || g.amount.value == "0" || p.role(j+1, article) != nil {
			return false
		}
		f.partOf, f.end, f.digits, f.wholeAt = g.amount.value, g.end, g.end, g.core
		return true
	default:
		return false
	}
	if p.oneOf(j, "the", "its", "their", "all", "our", "his", "her", "these", "those", "some", "about") {
		j++
	}
	for k := j; k < j+4 && p.at(k).kind != literal && p.role(k, unitWord, tenWord) == nil; k++ {
		if p.mark(k, '\'') || p.mark(k, '’') {
			j = k + 1
			if p.is(j, "s") && p.glued(j) {
				j++
			}
			break
		}
		if p.at(k).kind != word || p.stops(k) {
			break
		}
	}
	g, ok := p.quantity(j)
	if !ok || !p.same(f.start, j) || g.unit != "" || g.amount.share || g.amount.rough || !less(f.amount.value, g.amount.value) || g.negative {
		return false
	}
	f.partOf, f.end, f.digits, f.wholeAt = g.amount.value, g.end, g.end, g.core
	return true
}

// versus reads a tally of votes, "52-48", or a vote of 52 to 48.
func (p *parser) versus(f *figure) bool {
	j := f.end
	if f.unit != "" || !f.amount.whole || len(f.amount.value) > 4 || !(p.dash(j) && p.glued(j) && p.glued(j+1) || p.oneOf(j, "to", "against")) || p.at(j+1).kind != literal {
		return false
	}
	g, ok := p.quantity(j + 1)
	if !ok || !g.amount.whole || g.unit != "" || p.dash(g.end) && p.glued(g.end) {
		return false
	}
	if less(f.amount.value, g.amount.value) && p.nounFollows(g.end) && !p.oneOf(g.end, "vote", "votes") || !p.voted(f.start, g.end) {
		return false
	}
	f.tally, f.unit = true, "vote"
	g.tally, g.unit = true, "vote"
	p.ends = append(p.ends[:0], g)
	return true
}

// voted reports whether the words around tell of a vote.
func (p *parser) voted(start, end int) bool {
	for k := max(0, start-8); k < start; k++ {
		if p.same(k, start) && p.ballot(k) {
			return true
		}
	}
	for k := end; k < end+5; k++ {
		if p.same(k, start) && p.ballot(k) {
			return true
		}
	}
	return false
}

func (p *parser) ballot(i int) bool {
	return p.oneOf(i, "vote", "votes", "voted", "voting", "passed", "approved", "ruled", "ruling", "majority", "ballot", "decision", "rejected", "confirmed", "senate", "lawmakers", "parliament", "backed", "adopted", "committee", "abstention", "abstentions", "abstained", "abstaining")
}

// trailing takes in a bound behind the figure: "100 or more", "50+", "or so".
func (p *parser) trailing(f *figure) {
	j := f.end
	switch {
	case p.is(j, "or") && p.oneOf(j+1, "more") && p.same(f.start, j+1) && !p.is(j+2, "than"):
		f.sense, f.end = rapporteur.AtLeast, j+2
	case p.is(j, "or") && p.oneOf(j+1, "less", "fewer") && p.same(f.start, j+1):
		f.sense, f.end = rapporteur.AtMost, j+2
	case p.is(j, "or") && p.is(j+1, "so"):
		f.sense, f.end = rapporteur.About, j+2
	case p.mark(j, '+') && p.glued(j):
		f.sense, f.end = rapporteur.AtLeast, j+1
	case p.is(j, "mark") && f.unit == "" && p.is(f.start-1, "the") && p.same(f.start, j):
		f.end = j + 1 // "above the 5,000 mark"
	case p.dash(j) && p.glued(j) && p.is(j+1, "plus") && p.glued(j+1):
		f.sense, f.end = rapporteur.AtLeast, j+2
	case p.dash(j) && p.glued(j) && p.is(j+1, "odd") && p.glued(j+1):
		f.sense, f.end = rapporteur.About, j+2
	}
}

// bounds are the words before a figure that bound it, the longest first. Those marked strict want digits or a unit behind
// them, since they are prepositions of place too.
var bounds = []struct {
	words  []string
	sense  rapporteur.Sense
	strict bool
}{
	{[]string{"just", "a", "little", "more", "than"}, rapporteur.AtLeast, false},
	{[]string{"a", "little", "more", "than"}, rapporteur.AtLeast, false},
	{[]string{"a", "maximum", "of"}, rapporteur.AtMost, false},
	{[]string{"a", "minimum", "of"}, rapporteur.AtLeast, false},
	{[]string{"in", "excess", "of"}, rapporteur.AtLeast, false},
	{[]string{"no", "more", "than"}, rapporteur.AtMost, false},
	{[]string{"not", "more", "than"}, rapporteur.AtMost, false},
	{[]string{"no", "fewer", "than"}, rapporteur.AtLeast, false},
	{[]string{"not", "less", "than"}, rapporteur.AtLeast, false},
	{[]string{"no", "less", "than"}, rapporteur.AtLeast, false},
	{[]string{"slightly", "more", "than"}, rapporteur.AtLeast, false},
	{[]string{"slightly", "less", "than"}, rapporteur.AtMost, false},
	{[]string{"as", "much", "as"}, rapporteur.AtMost, false},
	{[]string{"as", "many", "as"}, rapporteur.AtMost, false},
	{[]string{"as", "few", "as"}, rapporteur.AtLeast, false},
	{[]string{"as", "little", "as"}, rapporteur.AtLeast, false},
	{[]string{"upwards", "of"}, rapporteur.AtLeast, false},
	{[]string{"upward", "of"}, rapporteur.AtLeast, false},
	{[]string{"more", "than"}, rapporteur.AtLeast, false},
	{[]string{"greater", "than"}, rapporteur.AtLeast, false},
	{[]string{"fewer", "than"}, rapporteur.AtMost, false},
	{[]string{"less", "than"}, rapporteur.AtMost, false},
	{[]string{"at", "least"}, rapporteur.AtLeast, false},
	{[]string{"at", "most"}, rapporteur.AtMost, false},
	{[]string{"up", "to"}, rapporteur.AtMost, false},
	{[]string{"close", "to"}, rapporteur.About, false},
	{[]string{"just", "over"}, rapporteur.AtLeast, false},
	{[]string{"just", "under"}, rapporteur.AtMost, false},
	{[]string{"just", "above"}, rapporteur.AtLeast, false},
	{[]string{"just", "below"}, rapporteur.AtMost, false},
	{[]string{"well", "over"}, rapporteur.AtLeast, false},
	{[]string{"an", "estimated"}, rapporteur.About, false},
	{[]string{"nearly"}, rapporteur.About, false},
	{[]string{"almost"}, rapporteur.About, false},
	{[]string{"about"}, rapporteur.About, false},
	{[]string{"roughly"}, rapporteur.About, false},
	{[]string{"approximately"}, rapporteur.About, false},
	{[]string{"around"}, rapporteur.About, false},
	{[]string{"circa"}, rapporteur.About, false},
	{[]string{"some"}, rapporteur.About, false},
	{[]string{"estimated"}, rapporteur.About, false},
	{[]string{"over"}, rapporteur.AtLeast, true},
	{[]string{"above"}, rapporteur.AtLeast, true},
	{[]string{"exceeding"}, rapporteur.AtLeast, true},
	{[]string{"under"}, rapporteur.AtMost, true},
	{[]string{"below"}, rapporteur.AtMost, true},
}

// bound takes the words before the figure that bound it into its span.
func (p *parser) bound(f *figure) {
	if p.mark(f.start-1, '~') && p.glued(f.start) {
		f.start, f.sense = f.start-1, rapporteur.About
		return
	}
	if (f.amount.rough || f.amount.vague) && f.sense == "" {
		f.sense = rapporteur.AtLeast
	}
	if f.amount.about || f.amount.vague {
		f.sense = rapporteur.About
	}
	for _, b := range bounds {
		at := f.start - len(b.words)
		if at < p.last || at < 0 || !p.same(at, f.start) || b.strict && f.amount.spelt && f.unit == "" && !f.amount.scaled {
			continue
		}
		ok := true
		for k, w := range b.words {
			if !p.is(at+k, w) || p.at(at+k).taken {
				ok = false
				break
			}
		}
		if ok {
			f.start, f.sense = at, b.sense
			return
		}
	}
}

// aged makes a person's age a measure: "aged 55", "Jobs, 55, said".
func (p *parser) aged(f *figure) {
	if f.unit != "" || !f.amount.whole && !f.amount.spelt || len(f.amount.value) > 2 || f.partOf != "" || f.high != "" {
		return
	}
	switch {
	case p.is(f.start-1, "aged"), p.is(f.start-1, "age") && p.same(f.start-1, f.start), p.is(f.start-1, "of") && p.is(f.start-2, "age"), p.grown(f):
	case f.amount.spelt:
		return
	case p.apposed(f):
	default:
		return
	}
	f.unit, f.age = "year", true
}

// grown reports whether a person's age follows "she was" or "turned", with no noun behind: "until he was eighteen".
func (p *parser) grown(f *figure) bool {
	if !p.oneOf(f.start-1, "was", "is", "turned", "turns") || !p.same(f.start-1, f.start) || less(f.amount.value, "1") {
		return false
	}
	if !p.oneOf(f.start-2, "he", "she", "who", "i") && !p.oneOf(f.start-1, "turned", "turns") {
		return false
	}
	return p.at(f.end).kind == mark && !p.mark(f.end, '%') && !p.dash(f.end) || p.oneOf(f.end, "and", "when", "so", "at", "in", "on", "until", "but", "or")
}

// apposed reports whether the number stands alone between a person's name, or a noun in the singular, and the next mark: "Jobs, 55, said",
// "the minister, 54, has".
func (p *parser) apposed(f *figure) bool {
	t := p.at(f.start - 2)
	if !p.mark(f.start-1, ',') || t.kind != word || t.taken || t.entry != nil || !p.same(f.start-2, f.start) || !p.glued(f.end) {
		return false
	}
	if t.upper {
		return p.mark(f.end, ',') || p.mark(f.end, '.')
	}
	return p.mark(f.end, ',') && p.oneOf(f.start-3, "the", "a", "an", "former", "his", "her", "prime") && len(f.amount.value) == 2 && f.amount.value > "17"
}

// differs tells whether the words before token i make the figure there a difference, and in which direction.
func (p *parser) differs(i int) int {
	if p.is(i-1, "by") {
		return p.differsBy(i - 1)
	}
	for k := i - 1; k >= i-6 && p.same(k, i); k-- {
		if e := p.at(k).entry; e != nil && e.rise != 0 {
			if p.is(k, "up") && (p.is(k+1, "to") || p.oneOf(k-1, "made", "make", "makes", "making", "freed", "free", "frees", "freeing", "set", "setting", "sets", "gave", "give", "giving", "took", "take", "taking", "put", "putting", "pay", "paying", "paid")) {
				return 0
			}
			return e.rise
		}
		if !p.oneOf(k, "by", "of", "another", "a", "an", "further", "about", "nearly", "almost", "more", "than", "around", "some", "over", "as", "much", "total", "roughly", "the", "up", "down", "at", "least", "approximately", "additional", "some") {
			return 0
		}
	}
	return 0
}

// differsBy is the direction of the verb or noun that "by" at token i goes with: "cut its key rate by", "a fall in exports by".
func (p *parser) differsBy(i int) int {
	for k := i - 1; k >= i-7 && p.same(k, i); k-- {
		t := p.at(k)
		if t.kind == literal || t.kind == mark && t.r != '\'' && t.r != '’' && !p.dash(k) {
			return 0
		}
		if e := t.entry; e != nil && e.rise != 0 {
			return e.rise
		}
	}
	return 0
}

// difference marks figures that say by how much something went up or down.
func (p *parser) difference(f *figure) {
	d := 0
	if (f.unit != "" || f.amount.share && f.partOf == "" && p.is(f.start-1, "by")) && f.unit != "vote" && !f.age {
		d = p.differs(f.start)
		if d == 0 && p.same(f.start, f.end) {
			if e := p.at(f.end).entry; e != nil && p.oneOf(f.end, "increase", "rise", "jump", "hike", "growth", "gain", "surge", "decrease", "drop", "fall", "decline", "cut", "reduction", "loss", "higher", "lower") {
				d = e.rise
			}
		}
	}
	switch d {
	case 1:
		f.change = "up"
	case -1:
		f.change = "down"
	}
}
