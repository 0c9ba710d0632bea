package figures

import (
	"math/big"

	"rapporteur"
)

// figure is one expression while it is put together, by tokens.
type figure struct {
	start, end int // the whole expression
	core       int // where its first numeral stands, with its sign of money
	digits     int // token after the last numeral, before its unit
	amount     amount
	high       string
	unit       string
	partOf     string
	wholeAt    int // the numeral of the whole, where one stands
	sense      rapporteur.Sense
	change     string
	negative   bool
	hyphen     bool // tied to what it counts: "27-member"
	tally      bool
	age        bool
}

// quantity reads a numeral with its sign and unit, on either side, from token i.
func (p *parser) quantity(i int) (figure, bool) {
	f := figure{start: i, core: i, wholeAt: -1}
	j := p.sign(&f, i)
	code, j := p.moneyBefore(j)
	if code != "" && p.minus(j) && p.glued(j) {
		f.negative = true
		j++
	}
	a, ok := p.numeral(j)
	if !ok || code != "" && !p.same(i, j) {
		return f, false
	}
	f.amount, f.digits, f.end, f.unit = a, a.end, a.end, code
	if code != "" {
		p.moneyTail(&f)
	} else {
		p.unitAfter(&f)
	}
	if f.negative {
		f.amount.value = negated(f.amount.value)
	}
	return f, true
}

func (p *parser) minus(i int) bool { return p.mark(i, '-') || p.mark(i, '−') || p.mark(i, '–') }

// sign reads "-5", "minus five", "negative five".
func (p *parser) sign(f *figure, i int) int {
	if p.oneOf(i, "minus", "negative") && p.same(i, i+1) && !(p.is(i-1, "or") && p.is(i-2, "plus")) { // not "plus or minus 3 points"
		f.negative = true
		return i + 1
	}
	if p.minus(i) && p.glued(i+1) && (!p.glued(i) || p.mark(i-1, '(')) {
		f.negative = true
		return i + 1
	}
	if p.mark(i, '+') && p.glued(i+1) && !p.glued(i) && p.at(i+1).kind == literal {
		return i + 1
	}
	return i
}

// moneyBefore reads "€", "US$", "EUR", "Rs." before a numeral.
func (p *parser) moneyBefore(i int) (string, int) {
	t := p.at(i)
	if t.kind == mark {
		if code := symbols[t.r]; code != "" {
			if t.r == '$' {
				code = p.dollar
			}
			return code, i + 1
		}
		return "", i
	}
	if t.kind != word {
		return "", i
	}
	if sym := p.at(i + 1); sym.kind == mark && symbols[sym.r] != "" {
		if code := p.signed(i); code != "" {
			return code, i + 2
		}
	}
	e := p.role(i, currencyCode)
	if e == nil || t.taken {
		return "", i
	}
	j := i + 1
	if p.mark(j, '.') && p.glued(j) {
		j++
	}
	if n := p.at(j); n.kind == mark && symbols[n.r] != "" {
		j++
	}
	if p.at(j).kind != literal || e.strict == "R" && p.at(j).spaced {
		return "", i
	}
	return e.money, j
}

// signed reads the letters at i with the sign of money behind them: "US$", "C$". Single letters are words where small or apart.
func (p *parser) signed(i int) string {
	w, sym := p.words(i), p.at(i+1)
	if len(w) == 1 && (w != "C" && w != "c" && (sym.spaced || w != upper(w)) || p.glued(i) && p.at(i-1).kind == mark && !isDash(p.at(i-1).r) && p.at(i-1).r != '(') {
		return ""
	}
	return signed[upper(w)+string(sym.r)]
}

func upper(s string) string {
	b := make([]byte, 0, 8)
	for i := 0; i < len(s) && i < 8; i++ {
		c := s[i]
		if c >= 'a' && c <= 'z' {
			c -= 0x20
		}
		b = append(b, c)
	}
	return string(b)
}

// statedDollar is the dollar in which a text says at token i that it counts ("all figures in Canadian dollars"), else "".
func (p *parser) statedDollar(i int) string {
	if p.toks[i].kind != word || !p.is(i, "dollars") {
		return ""
	}
	e := p.at(i - 1).entry
	if e == nil || family[e.adj] != "dollar" {
		return ""
	}
	j := i - 2
	if p.oneOf(j, "new", "hong") {
		j--
	}
	if p.is(j, "in") && p.oneOf(j-1, "figures", "amounts", "prices", "values", "sums", "are", "quoted", "stated") {
		return e.adj
	}
	return ""
}

// moneyTail takes in a name or code that says a sign of money again: "$249 USD", "$9.99 US dollars".
func (p *parser) moneyTail(f *figure) {
	if p.at(f.end).kind == mark {
		return
	}
	if code, end := p.moneyName(f.end); end > f.end && p.same(f.end-1, f.end) && (code == f.unit || family[code] == family[f.unit] && family[code] != "" || f.unit == "JPY" && code == "CNY") {
		if p.role(end-1, hundredth) == nil && !p.followedByAmount(f.end, end) {
			f.unit, f.end = code, end
		}
	}
}

// followedByAmount reports whether the code at i stands before another amount: "17 USD 25".
func (p *parser) followedByAmount(i, end int) bool {
	return end == i+1 && p.role(i, currencyCode) != nil && p.at(end).kind == literal
}

// moneyName reads "euros", "US dollars", "EUR", "€" behind a numeral; end is i where there is none.
func (p *parser) moneyName(i int) (code string, end int) {
	t := p.at(i)
	if t.taken {
		return "", i
	}
	if t.kind == mark {
		if code := symbols[t.r]; code != "" && !(p.at(i+1).kind == literal && p.glued(i+1)) {
			if t.r == '$' {
				code = p.dollar
			}
			return code, i + 1
		}
		return "", i
	}
	if e := p.role(i, currencyName, hundredth); e != nil && e.strict == "" {
		if (p.is(i, "pounds") || p.is(i, "pound")) && p.is(i+1, "sterling") {
			return "GBP", i + 2
		}
		return e.money, i + 1
	}
	if sym := p.at(i + 1); t.kind == word && sym.kind == mark && p.glued(i+1) && symbols[sym.r] != "" && p.at(i+2).kind != literal {
		if code := p.signed(i); code != "" {
			return code, i + 2
		}
	}
	if e := p.role(i, currencyCode); e != nil && e.strict != "R" && e.strict != "Re" && e.strict != "LE" && e.strict != "Sh" {
		return e.money, i + 1
	}
	for k := i; k <= i+1; k++ { // "New Zealand dollars", "Hong Kong dollars"
		if e := p.at(k).entry; e != nil && e.adj != "" && p.same(i, k+1) {
			if n := p.role(k+1, currencyName, hundredth); n != nil {
				return p.owned(e.adj, n.money), k + 2
			}
		}
	}
	return "", i
}

// owned is the currency of the name whose country the adjective says.
func (p *parser) owned(adj, name string) string {
	switch {
	case family[adj] == family[name] && family[adj] != "":
		return adj
	case name == "CZK" || name == "SEK" || name == "DKK": // crowns, kronor, kroner
		if family[adj] == "crown" {
			return adj
		}
	case name == "SAR" && family[adj] == "rial", name == "IRR" && family[adj] == "rial":
		return adj
	}
	return name
}

// unitAfter reads the unit behind a bare numeral: per cent, money, or a measure.
func (p *parser) unitAfter(f *figure) {
	j := f.digits
	if p.amountOf(f) {
		return
	}
	if p.dash(j) && p.glued(j) && p.glued(j+1) && p.role(j+1, measure, currencyName, hundredth, percent) != nil {
		f.hyphen = true
		j++
	} else if (p.mark(j, '(') || p.mark(j, '[')) && (p.mark(j+2, ')') || p.mark(j+2, ']')) && p.role(j+1, measure) != nil {
		f.unit, f.end = p.role(j+1, measure).unit, j+3
		return
	}
	if !p.same(f.digits-1, j) || p.at(j).taken {
		return
	}
	if p.perCent(f, j) || p.yearsOld(f, f.digits) || p.name(f, j) || p.millions(f, j) {
		return
	}
	p.measure(f, j)
}

// yearsOld reads an age: "14-year-old", "19 year old".
func (p *parser) yearsOld(f *figure, j int) bool {
	if p.dash(j) {
		j++
	}
	k := j + 1
	if p.dash(k) {
		k++
	}
	if !p.is(j, "year") || !p.oneOf(k, "old", "olds") || p.at(j).taken || p.at(k).taken {
		return false
	}
	f.unit, f.end, f.age = "year", k+1, true
	return true
}

// millions reads "30 MUSD", as companies of the North write.
func (p *parser) millions(f *figure, j int) bool {
	w := p.words(j)
	if len(w) != 4 || w[0] != 'M' || p.at(j).kind != word {
		return false
	}
	for e := lexicon[lowered(w[1:])]; e != nil; e = e.also {
		if e.role == currencyCode && e.money == w[1:] {
			f.amount.value, f.amount.scaled, f.unit, f.end = shift(f.amount.value, 6), true, e.money, j+1
			return true
		}
	}
	return false
}

// amountOf reads the unit of a vague plural: "billions of dollars", "hundreds of kilometres".
func (p *parser) amountOf(f *figure) bool {
	j := f.digits
	if !p.is(j, "of") || !(f.amount.rough || f.amount.about || f.amount.vague) {
		return false
	}
	if code, end := p.moneyName(j + 1); end > j+1 && p.role(end-1, currencyName) != nil {
		f.unit, f.end = code, end
		return true
	}
	if p.role(j+1, measure) != nil {
		p.measure(f, j+1)
		return f.unit != ""
	}
	return false
}

func (p *parser) perCent(f *figure, j int) bool {
	switch {
	case p.mark(j, '%') || p.mark(j, '％'):
		f.unit, f.end = "%", j+1
	case p.is(j, "per") && p.is(j+1, "cent"):
		f.unit, f.end = "%", j+2
	case p.is(j, "per") && p.dash(j+1) && p.is(j+2, "cent"):
		f.unit, f.end = "%", j+3
	case p.is(j, "basis") && p.oneOf(j+1, "points", "point"):
		f.unit, f.end = "bp", j+2
		return true
	case p.is(j, "pp") || p.is(j, "ppt"):
		f.unit, f.end = "pp", j+1
		return true
	case p.role(j, percent) != nil:
		f.unit, f.end = "%", j+1
	default:
		return false
	}
	if k := f.end; p.oneOf(k, "points", "point") || p.dash(k) && p.glued(k) && p.oneOf(k+1, "points", "point") {
		f.unit, f.end = "pp", k+1
		if p.dash(k) {
			f.end++
		}
	}
	return true
}

// weights are what a weight in pounds is of.
var weights = []string{"weigh", "weighs", "weighed", "weighing", "weight", "heavier", "lighter", "bomb", "bombs", "warhead", "warheads", "cocaine", "heroin", "explosives", "payload", "shells", "meat", "fish", "food", "marijuana", "drugs", "uranium"}

// doubtful are names of money that are other words too; they count after large amounts only.
var doubtful = []string{"won", "real", "reals", "sol", "crown", "crowns", "colon", "buck", "rand", "som", "kip", "dram", "drams", "lire", "sterling", "dong", "leu", "lei", "score"}

// name reads money named behind a numeral, and the cents behind that.
func (p *parser) name(f *figure, j int) bool {
	code, end := p.moneyName(j)
	if end == j {
		return false
	}
	if p.oneOf(end-1, "pounds", "pound") && code == "GBP" && p.weighed(f, end) {
		f.unit, f.end = "lb", end
		return true
	}
	if p.oneOf(j, doubtful...) && !f.amount.scaled && len(f.amount.value) < 4 {
		return false
	}
	f.unit, f.end = code, end
	if p.role(end-1, hundredth) != nil || p.mark(j, '¢') {
		f.amount.value, f.high = shift(f.amount.value, -2), shift(f.high, -2)
		return true
	}
	if e := p.role(end, scale); e != nil && !e.glued && !f.amount.scaled && p.role(end-1, currencyCode) != nil { // "75 USD million"
		f.amount.value, f.amount.scaled, f.end = shift(f.amount.value, e.power), true, end+1
	}
	p.cents(f)
	return true
}

// cents takes in "and forty-five cents".
func (p *parser) cents(f *figure) {
	j := f.end
	if p.is(j, "and") {
		j++
	}
	a, ok := p.numeral(j)
	if !ok || !p.same(f.end, j) {
		return
	}
	if e := p.role(a.end, hundredth); e != nil && !a.share && (e.money == f.unit || family[f.unit] == "dollar" || f.unit == "EUR") {
		f.amount.value, f.end = plus(f.amount.value, shift(a.value, -2)), a.end+1
	}
}

func (p *parser) weighed(f *figure, end int) bool {
	if f.hyphen && p.is(end-1, "pound") {
		return p.oneOf(end, weights...) || p.oneOf(end+1, weights...)
	}
	for k := f.start - 3; k < f.start; k++ {
		if p.same(k, f.start) && p.oneOf(k, weights...) {
			return true
		}
	}
	return p.is(end, "of") && (p.oneOf(end+1, weights...) || p.oneOf(end+2, weights...)) || p.oneOf(end, "heavier", "lighter")
}

// measure reads "square kilometres", "barrels a day", "km/h", "degrees Celsius", "years old" at j.
func (p *parser) measure(f *figure, j int) {
	if p.oneOf(j, "years") && p.oneOf(j+1, "old") {
		f.unit, f.end, f.age = "year", j+2, true
		return
	}
	if p.is(j, "in") && (p.mark(j+1, '(') && p.at(f.digits-1).kind == literal || p.oneOf(j+1, "thick", "wide", "long", "tall", "high", "deep")) {
		f.unit, f.end = "in", j+1
		return
	}
	if p.is(j, "m") && p.at(j).spaced && !p.nounFollows(j+1) && p.at(f.digits-1).kind == literal {
		f.unit, f.end = "m", j+1
		return
	}
	k, power := j, map[string]string(nil)
	switch {
	case p.oneOf(j, "square", "sq"):
		power, k = squared, j+1
	case p.is(j, "cubic"):
		power, k = cubed, j+1
	case p.oneOf(j, "metric", "nautical", "long", "short", "imperial"):
		k = j + 1
	}
	if k > j && p.mark(k, '.') {
		k++
	}
	if p.mark(j, '°') {
		f.unit, f.end = "°", j+1
		p.degrees(f)
		return
	}
	e := p.role(k, measure)
	if e == nil || p.at(k).taken || e.glued && p.at(k+1).kind == literal && p.glued(k+1) {
		return
	}
	unit, end := e.unit, k+1
	if (unit == "°C" || unit == "°F") && e.glued && !p.hot() {
		return
	}
	switch {
	case power != nil:
		if power[unit] == "" {
			return
		}
		unit = power[unit]
	case p.is(j, "nautical"):
		unit = "nmi"
	case p.at(end).kind == literal && p.glued(end) && p.oneOf(k, "km", "m"):
		return // "190 km2" is cut as one word
	}
	if unit == "pt" && !p.points(f) {
		return
	}
	if unit == "ft" && p.is(k, "foot") && !f.hyphen && f.amount.value != "1" {
		return
	}
	f.unit, f.end = p.rate(unit, end, power)
	if unit == "pt" && p.shares(end) {
		f.unit = "pp"
	}
	if unit == "ft" {
		p.inches(f)
	}
	if unit == "°" {
		p.degrees(f)
	}
}

// hot reports whether the text is one in which "40C" is a temperature.
func (p *parser) hot() bool {
	if p.heat == 0 {
		p.heat = 2
		for i := range p.toks {
			if p.speaksOfHeat(i) {
				p.heat = 1
				break
			}
		}
	}
	return p.heat == 1
}

func (p *parser) speaksOfHeat(i int) bool {
	return p.toks[i].kind == word && p.oneOf(i, "temperature", "temperatures", "degrees", "celsius", "fahrenheit", "heat", "heatwave", "weather", "warm", "cold", "warming")
}

// points tells the points of an index from those of an argument, a plan or a match: they are many, or have decimals, or go up and down.
func (p *parser) points(f *figure) bool {
	switch {
	case f.hyphen && p.oneOf(f.digits+2, "plan", "programme", "program", "proposal", "framework", "list", "agenda", "peace", "declaration", "statement", "memorandum"):
		return false
	case !f.amount.spelt && (!f.amount.whole || len(f.amount.value) > 2 || f.hyphen), f.amount.scaled:
		return true
	}
	reach := 12
	if f.amount.spelt {
		if reach = 4; f.amount.value == "1" {
			return false // "at one point"
		}
	}
	for k := f.start - 1; k > f.start-reach && p.same(k, f.start); k-- {
		if e := p.at(k).entry; e != nil && e.rise != 0 || p.mark(k, '%') || p.oneOf(k, "percent", "index", "closed", "ended", "traded") {
			return true
		}
	}
	return false
}

// shares reports whether the points behind the figure at j are those of a percentage: "fell 0.2 points to 5.9%".
func (p *parser) shares(j int) bool {
	if !p.oneOf(j, "to", "from") {
		return false
	}
	a, ok := p.numeral(j + 1)
	g := figure{amount: a}
	return ok && p.same(j, j+1) && p.perCent(&g, a.end) && g.unit == "%"
}

func (p *parser) rate(unit string, end int, power map[string]string) (string, int) {
	j := end
	if !p.oneOf(j, "per", "a", "an") && !p.mark(j, '/') || !rated[unit] && power == nil {
		if unit == "mi" || unit == "km" || !p.is(j, "of") || unit != "bbl" {
			return unit, end
		}
		if !p.oneOf(j+1, "oil", "crude") || !p.oneOf(j+2, "per", "a") {
			return unit, end
		}
		j += 2
	}
	t := rates[lowered(p.words(j+1))]
	if t == "" || !p.same(end, j+1) {
		return unit, end
	}
	switch {
	case unit == "mi" && t == "h":
		return "mph", j + 2
	case unit == "bbl" && t == "d":
		return "bpd", j + 2
	case unit == "nmi" && t == "h":
		return "kn", j + 2
	}
	return unit + "/" + t, j + 2
}

func lowered(s string) string {
	for i := range len(s) {
		if s[i] >= 'A' && s[i] <= 'Z' {
			b := []byte(s)
			for k := range b {
				if b[k] >= 'A' && b[k] <= 'Z' {
					b[k] |= 0x20
				}
			}
			return string(b)
		}
	}
	return s
}

// inches takes in "5 feet 2 inches".
func (p *parser) inches(f *figure) {
	j := f.end
	if p.is(j, "and") {
		j++
	}
	a, ok := p.numeral(j)
	if !ok || p.role(a.end, measure) == nil && !p.is(a.end, "in") || p.role(a.end, measure) != nil && p.role(a.end, measure).unit != "in" || p.is(a.end, "in") && p.at(a.end+1).kind == word {
		return
	}
	x, ok := rat(f.amount.value)
	y, ok2 := rat(a.value)
	if ok && ok2 {
		f.amount.value, f.end = ratText(x.Add(x, y.Quo(y, big.NewRat(12, 1)))), a.end+1
	}
}

// degrees takes in the scale of a temperature.
func (p *parser) degrees(f *figure) {
	j := f.end
	if p.mark(j, '.') && p.is(j-1, "deg") {
		j++
	}
	if e := p.role(j, measure); e != nil && (e.unit == "°C" || e.unit == "°F") {
		f.unit, f.end = e.unit, j+1
		return
	}
	switch p.words(j) {
	case "C", "c":
		f.unit, f.end = "°C", j+1
	case "F", "f":
		f.unit, f.end = "°F", j+1
	}
}
