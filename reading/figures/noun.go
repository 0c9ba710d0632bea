package figures

import (
	"strings"

	"rapporteur"
)

var singular = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(singles) {
		m[w] = true
	}
	return m
}()

// reach is how many words a noun phrase behind a number may have.
const reach = 7

func (p *parser) stops(i int) bool {
	t := p.at(i)
	if t.entry == nil || !t.entry.stop {
		return false
	}
	return !t.upper || t.headline || t.end-t.start < 2 || p.text[t.start+1] < 'A' || p.text[t.start+1] > 'Z' // "US" is no pronoun
}

// looksPlural reports whether token i is a noun in the plural, as far as its form tells.
func (p *parser) looksPlural(i int) bool {
	t := p.at(i)
	if t.kind != word || t.taken {
		return false
	}
	if e := t.entry; e != nil && e.people {
		return true
	}
	w := p.text[t.start:t.end]
	if p.is(i+1, "s") && p.glued(i+1) && t.end-t.start > 1 && isDigit(rune(w[len(w)-1])) {
		return true // "A350s"
	}
	if len(w) < 4 || w[len(w)-1] != 's' || p.stops(i) {
		return false
	}
	switch w[len(w)-2] {
	case 's', 'u', 'i', '\'':
		return false
	}
	return true
}

// phrase returns the noun phrase that begins at token i: up to its first plural, or as far as it goes where single.
func (p *parser) phrase(i int, single bool) (rapporteur.Span, int) {
	end := -1
	k := i
	for ; k < i+reach && p.same(i, k); k++ {
		t := p.at(k)
		if t.kind == mark {
			if p.dash(k) && p.glued(k) && p.glued(k+1) {
				continue
			}
			if (t.r == '\'' || t.r == '’') && p.glued(k) && p.is(k+1, "s") && p.glued(k+1) && k > i {
				end = -1
				k++
				continue
			}
			break
		}
		if t.kind != word || t.taken || p.stops(k) {
			break
		}
		if p.looksPlural(k) {
			end = k
			for p.looksPlural(end+1) && p.same(i, end+1) && !p.at(end).upper && !p.at(end+1).upper {
				end++
			}
			if next := p.at(end + 1); p.at(end).upper && next.kind == word && !next.upper && !next.taken && !p.stops(end+1) && p.same(i, end+1) && end+1 < i+reach {
				k = end
				continue // "United States stock market indexes"
			}
			if possessive := (p.mark(end+1, '\'') || p.mark(end+1, '’')) && p.glued(end+1); !possessive && (!p.at(end).upper || !p.looksPlural(end+1)) {
				return rapporteur.Span{Start: p.at(i).start, End: p.at(end).end}, end + 1
			}
			k = end
		}
		if single && p.at(k).kind == word {
			end = k
		}
	}
	if end < i || end >= len(p.toks) || p.at(end).kind != word {
		return rapporteur.Span{}, i
	}
	return rapporteur.Span{Start: p.at(i).start, End: p.at(end).end}, end + 1
}

// counts finds what a figure counts, and the token after it.
func (p *parser) counts(f *figure) (rapporteur.Span, int) {
	j := f.end
	if p.mark(j, '(') { // the restatement stands between the figure and its noun
		for k := j; k < j+8 && p.same(j, k); k++ {
			if p.mark(k, ')') {
				j = k + 1
				break
			}
		}
	}
	if f.age || f.tally {
		return rapporteur.Span{}, f.end
	}
	single := f.unit != "" || f.amount.share || f.amount.value == "1"
	if p.dash(j) && p.glued(j) && p.glued(j+1) && p.at(j+1).kind == word {
		return p.tiedNoun(j + 1)
	}
	if f.unit == "%" && p.oneOf(j, "month", "quarter", "year", "week") {
		return rapporteur.Span{}, f.end // "up 2 % year on year"
	}
	of := p.is(j, "of")
	if of || single && p.is(j, "in") && f.unit != "%" && f.change == "" {
		j++
		for p.oneOf(j, "the", "its", "their", "his", "her", "all", "our", "those", "these", "a", "an") {
			j++
		}
		single = true
	} else if f.amount.share && p.oneOf(j, "the", "its", "their", "all", "our", "those", "these") {
		j++
	}
	for p.oneOf(j, "more", "other", "additional", "further", "new") && !p.stops(j+1) && p.at(j).kind == word {
		if !p.oneOf(j, "more") {
			break
		}
		j++
	}
	if e := p.at(j).entry; e != nil && e.rise != 0 && f.unit != "" && p.same(f.start, j) { // "a 3 % increase in profits"
		if !p.is(j+1, "in") || !p.same(j, j+2) || p.at(j+2).taken {
			return rapporteur.Span{}, f.end
		}
		for j += 2; p.oneOf(j, "the", "its", "their", "his", "her"); {
			j++
		}
	}
	if !p.same(f.start, j) {
		return rapporteur.Span{}, f.end
	}
	return p.phrase(j, single)
}

// tiedNoun finds what a figure counts whose dash is followed by token k: the word itself ("27-member"), but what comes behind "2 million-strong"
// and "$2bn-a-year".
func (p *parser) tiedNoun(k int) (rapporteur.Span, int) {
	switch {
	case p.oneOf(k, "strong", "fold", "plus", "odd"):
		return p.phrase(k+1, true)
	case p.oneOf(k, "a", "per") && p.dash(k+1):
		return p.phrase(k+3, true)
	}
	return rapporteur.Span{Start: p.at(k).start, End: p.at(k).end}, k + 1
}

// keep turns an expression into findings and returns the token after it.
func (p *parser) keep(f figure) int {
	of, after := p.counts(&f)
	if f.unit == "m" && of.Empty() && p.is(f.end-1, "m") && p.glued(f.end-1) {
		if span, ok := p.numberOf(&f); ok {
			f.amount.value, f.unit, of = shift(f.amount.value, 6), "", span // "the number of passengers will jump to 70m"
		}
	}
	if of.Empty() && f.unit == "" && f.partOf == "" && !f.amount.share && !f.age && !f.tally {
		if span, ok := p.numberOf(&f); ok {
			of = span
		}
	}
	fig := rapporteur.Figure{
		Span: rapporteur.Span{Start: p.at(f.start).start, End: p.at(f.end - 1).end}, Value: f.amount.value, High: f.high, Unit: f.unit, Sense: f.sense,
		Change: f.change, Of: of, PartOf: f.partOf, Same: rapporteur.None, AsOf: rapporteur.None,
	}
	if after > f.end {
		f.digits = after
	} else {
		f.digits = f.end
	}
	p.ofWhom(&f, &fig)
	p.moneyBetween(&f, &fig)
	if n := len(p.found); n > 0 && fig.Unit == "" && fig.Of.Empty() && fig.PartOf == "" && p.oneOf(f.start-1, "to", "against") && f.start-1 == p.span(n-1).digits && p.span(n-1).unit == "" && p.oneOf(f.start-2, "votes", "seats") {
		fig.Of = p.found[n-1].Of // "52 votes to 48"
	}
	p.found = append(p.found, fig)
	p.spans = append(p.spans, f)
	p.last = f.end
	if f.tally && len(p.ends) > 0 {
		g := p.ends[0]
		p.ends = p.ends[:0]
		return p.keep(g)
	}
	return f.end
}

// ofWhom ties "40 of whom" and "of which 90 billion" to the figure before: what that one counts, its unit, and its value for the whole.
func (p *parser) ofWhom(f *figure, fig *rapporteur.Figure) {
	if len(p.found) == 0 || fig.PartOf != "" {
		return
	}
	whom := p.is(f.end, "of") && p.oneOf(f.end+1, "whom", "which", "them")
	before := p.is(f.start-2, "of") && p.oneOf(f.start-1, "whom", "which", "them")
	if !whom && !before {
		return
	}
	prev := p.found[len(p.found)-1]
	at := p.span(len(p.found) - 1).start
	money := kindOf(prev.Unit) == "money" && (f.unit == prev.Unit || f.unit == "" && f.amount.scaled)
	if !money && (f.unit != "" || prev.Unit != "" || prev.Of.Empty() && !p.is(f.end+1, "them")) || !p.same(at, f.start) || fig.Value == "" || prev.Value == "" || less(prev.Value, fig.Value) {
		return
	}
	if fig.PartOf = prev.Value; money {
		fig.Unit, f.unit = prev.Unit, prev.Unit
		return
	}
	fig.Of = prev.Of
}

// moneyBetween gives a difference without a unit the money of the figure before it in its sentence: "82.7 billion euros, up 20.2 billion".
func (p *parser) moneyBetween(f *figure, fig *rapporteur.Figure) {
	n := len(p.found)
	if n == 0 || fig.Unit != "" || !f.amount.scaled || f.amount.rough || !fig.Of.Empty() || fig.PartOf != "" {
		return
	}
	first := n - 1
	if n > 1 && p.mark(p.span(first).start-1, '(') {
		first-- // what stands in brackets restates it
	}
	if d := p.differs(f.start); d != 0 && p.same(p.span(first).start, f.start) && kindOf(p.found[first].Unit) == "money" {
		fig.Unit, f.unit = p.found[first].Unit, p.found[first].Unit
		fig.Change = map[bool]string{true: "up", false: "down"}[d > 0]
	}
}

// numberOf finds what figures count whose sentence has said it before them: "the number of refugees fell from 1.2 million to 900,000".
func (p *parser) numberOf(f *figure) (rapporteur.Span, bool) {
	for k := f.start - 1; k > f.start-24 && p.same(k, f.start); k-- {
		if p.mark(k, ';') || p.oneOf(k, "while", "when", "after") {
			break
		}
		if p.oneOf(k, "number", "numbers") && p.is(k+1, "of") {
			span, end := p.phrase(k+2, false)
			return span, !span.Empty() && end <= f.start && (p.oneOf(f.start-1, "to", "from", "at", "was", "is", "reached", "by", "exceeded", "exceeds") || p.at(f.start).kind == word)
		}
	}
	return rapporteur.Span{}, false
}

// restate ties a figure to the one before it that it says again in another unit: in brackets, or behind "or".
func (p *parser) restate(n int) {
	if n == 0 {
		return
	}
	a, b := p.span(n-1), p.span(n)
	if !p.same(a.start, b.start) || a.unit == "" && b.unit == "" || a.tally || b.tally {
		return
	}
	gap := b.start - a.end
	bracketed := gap >= 1 && gap <= 4 && p.mark(a.end, '(') && p.bracket(a.end+1, b.start) || gap <= 4 && gap >= 1 && p.afterNoun(a, b)
	said := gap == 1 && p.is(a.end, "or") || gap == 2 && p.mark(a.end, ',') && p.is(a.end+1, "or")
	if a.unit == "" && b.unit == "%" && b.start == a.digits+2 && p.mark(a.digits, ',') && p.is(a.digits+1, "or") && a.partOf != "" {
		p.found[n].Same = n - 1 // "two in three voters, or 66%"
		return
	}
	if (bracketed || said) && a.unit != b.unit && kindOf(a.unit) != "" && kindOf(b.unit) != "" && (kindOf(a.unit) == kindOf(b.unit) || said) && (a.high == "") == (b.high == "") {
		p.found[n].Same = n - 1
		if prev := p.found[n-1].Same; prev != rapporteur.None {
			p.found[n].Same = prev
		}
	}
}

// bracket reports whether only words such as "about" or "or" stand between an opening bracket and the figure in it.
func (p *parser) bracket(i, end int) bool {
	for ; i < end; i++ {
		if !p.oneOf(i, "about", "or", "some", "around", "equivalent", "to", "approximately", "roughly", "currently", "worth") {
			return false
		}
	}
	return true
}

// afterNoun reports whether a bracket opens behind the noun of the first figure.
func (p *parser) afterNoun(a, b *figure) bool {
	return p.mark(b.start-1, '(') && b.start-1 == a.digits && a.unit != ""
}

// kindOf groups units that can restate one another.
func kindOf(unit string) string {
	switch unit {
	case "":
		return ""
	case "%", "pp", "bp", "pt":
		return "share"
	case "km", "m", "cm", "mm", "mi", "yd", "ft", "in", "nmi":
		return "length"
	case "km²", "m²", "sq mi", "sq ft", "ha", "acre":
		return "area"
	case "t", "kg", "g", "lb", "oz", "kt", "Mt":
		return "mass"
	case "mph", "km/h", "kn":
		return "speed"
	case "°C", "°F", "°":
		return "temperature"
	case "L", "gal", "bbl", "m³", "cu ft", "mL":
		return "volume"
	}
	if len(unit) == 3 && unit[0] >= 'A' && unit[0] <= 'Z' && unit[2] >= 'A' && unit[2] <= 'Z' {
		return "money"
	}
	return unit
}

// holdAsOf ties a figure to the date at which it holds: one said to be so in the sentence ("as of Monday"), or the date that
// stands right behind the figure and its noun ("$4 billion in 2011").
func (p *parser) holdAsOf(n int) {
	f, dates := p.span(n), p.doc.Dates
	for p.date < len(dates) && dates[p.date].End <= p.found[n].Start {
		p.date++
	}
	for d := max(0, p.date-1); d < len(dates) && d < p.date+4; d++ {
		if dates[d].Kind == rapporteur.Point && (p.statedAt(f, dates[d]) || d == p.date && p.behind(f, dates[d])) {
			p.found[n].AsOf = d
			break
		}
	}
}

// statedAt reports whether the date is one "as of" which the sentence of the figure speaks.
func (p *parser) statedAt(f *figure, d rapporteur.Date) bool {
	before := strings.TrimRight(p.text[max(0, d.Start-12):d.Start], " ")
	if !strings.HasSuffix(strings.ToLower(before), "as of") && !strings.HasSuffix(strings.ToLower(before), "as at") {
		return false
	}
	lo, hi := min(p.at(f.start).start, d.Start), max(p.at(f.end-1).end, d.End)
	return hi-lo < 400 && p.sentenceAt(d.Start) == p.at(f.start).sentence
}

// sentenceAt is the number of the sentence that holds byte at.
func (p *parser) sentenceAt(at int) int32 { return p.at(p.tokenAt(at)).sentence }

// tokenAt is the first token that ends behind byte at.
func (p *parser) tokenAt(at int) int {
	lo, hi := 0, len(p.toks)
	for lo < hi {
		if mid := (lo + hi) / 2; p.toks[mid].end <= at {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// behind reports whether only prepositions of time stand between the figure with its noun and the date.
func (p *parser) behind(f *figure, d rapporteur.Date) bool {
	j := f.digits
	if k := p.tokenAt(d.End); p.oneOf(k, "level", "levels") {
		return false // "by 90 % on 1990 levels"
	}
	for n := 0; n < 4 && p.oneOf(j, "in", "on", "at", "by", "during", "for", "as", "of", "the", "end", "since"); n++ {
		j++
	}
	t := p.at(j)
	return t.taken && t.start >= d.Start && t.start < d.End && p.same(f.start, j) && (d.Start-p.at(f.digits-1).end) < 25
}
