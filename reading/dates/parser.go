package dates

import (
	"strings"
	"time"

	"rapporteur"
)

// parser holds one article's tokens and what it has found so far.
type parser struct {
	window
	ref      time.Time // day of publication; zero when unknown
	anchor   string    // its name
	timed    bool      // the hour of publication is known
	dayFirst bool      // 1/2/2025 is 1 February
	found    []rapporteur.Date
	at0      []int // first token of each finding, of those in the window
	depth    int   // of rules within rules
	ends     []int // the token after each finding, likewise
	tied     int   // findings that have their events
	last     value // the latest calendar point found: "the same day", "a year earlier"
	mainDay  value // the first day reckoned from publication, which the article tells of
	lastDay  value // the latest one of grain day
	lastTerm value // the latest quarter, half or year: what results are reported for
	none     token // stands for tokens beyond either end
}

// move moves the window along with token i, which is numbered anew. What stands in it so far has its events then.
func (p *parser) move(i int) int {
	if p.whole() || i < len(p.toks)-windowMargin {
		return i
	}
	p.tieEvents()
	n := p.slide(i)
	for k := max(0, len(p.found)-latest); k < len(p.found); k++ {
		p.at0[k] -= n
		p.ends[k] -= n
	}
	return i - n
}

// latest is how many findings before the one at hand a rule may look at.
const latest = 16

// match is what a rule found: the token after its end, and its meaning.
type match struct {
	end int
	v   value
}

func newParser(doc *rapporteur.Document) *parser {
	a := doc.Article
	p := &parser{window: newWindow(doc), none: token{n: -1, sentence: -1}}
	p.ref, p.anchor = published(a)
	p.timed = !a.Published.DateOnly
	p.dayFirst = printsDayFirst(doc, p.window, dayFirst(a.Language))
	return p
}

// dayFirst reports whether an English-speaking region writes the day before the month. Plain "en" reads as American.
func dayFirst(language string) bool {
	switch {
	case len(language) < 5, language[:2] != "en":
		return len(language) >= 2 && language[:2] != "en" && language != "und"
	}
	switch language[3:] {
	case "US", "us", "PH", "ph":
		return false
	}
	return true
}

// printsDayFirst corrects the order that the language implies by the article's own numeric dates that allow only one: after 28/11/2025,
// 05/01/2026 is in January. The window is the first.
func printsDayFirst(doc *rapporteur.Document, first window, implied bool) bool {
	if !strings.Contains(first.text, "/") {
		return implied
	}
	p := &parser{window: first, none: token{n: -1, sentence: -1}}
	if !first.whole() {
		p.window = newWindow(doc) // one that may be moved
	}
	for i := 0; i < len(p.toks); i++ {
		i -= p.slide(i)
		a := &p.toks[i]
		if a.digits == 0 || a.digits > 2 || !p.mark(i+1, '/') || !p.mark(i+3, '/') || p.at(i+4).digits != 4 || a.guarded {
			continue
		}
		switch b := p.at(i + 2).n; {
		case a.n > 12 && a.n <= 31 && b >= 1 && b <= 12:
			return true
		case b > 12 && b <= 31 && a.n >= 1 && a.n <= 12:
			return false
		}
	}
	return implied
}

func (p *parser) at(i int) *token {
	if i < 0 || i >= len(p.toks) {
		return &p.none
	}
	return &p.toks[i]
}

func (p *parser) is(i int, s string) bool { return p.at(i).is(s) }

func (p *parser) mark(i int, m rune) bool { return i >= 0 && i < len(p.toks) && p.toks[i].mark == m }

func (p *parser) oneOf(i int, words ...string) bool {
	w := p.at(i).word
	if w == nil {
		return false
	}
	for _, s := range words {
		if w.text == s {
			return true
		}
	}
	return false
}

// joined reports whether no white space stands before token i.
func (p *parser) joined(i int) bool { return i < len(p.toks) && !p.toks[i].spaced }

func (p *parser) unitAt(i int) unit {
	if w := p.at(i).word; w != nil {
		return w.unit
	}
	return noUnit
}

// possessive reports whether "'s" stands at i.
func (p *parser) possessive(i int) bool {
	return p.mark(i, '\'') && p.joined(i) && p.is(i+1, "s") && p.joined(i+1)
}

// expression finds the longest expression that begins at token i.
func (p *parser) expression(i int) (match, bool) {
	t := p.at(i)
	if !p.canStart(i) {
		return match{}, false
	}
	if p.joined(i) && i > 0 && p.toks[i-1].mark == 0 && t.digits > 0 {
		return match{}, false // "A320", "MH17"
	}
	var best match
	for _, rule := range rules {
		if m, ok := rule(p, i); ok && m.end > best.end {
			best = m
		}
	}
	return best, best.end > i
}

// canStart reports whether an expression may begin at token i.
func (p *parser) canStart(i int) bool {
	t := p.at(i)
	return !t.guarded && t.reach < maxReach && (t.digits > 0 || t.mark == '\'' || t.word != nil && t.word.starts)
}

// rules are tried in this order at each token; the longest match wins, the first of equals.
var rules = []func(*parser, int) (match, bool){
	(*parser).set, (*parser).modified, (*parser).shifted, (*parser).moment, (*parser).duration, (*parser).vagueReference,
}

// emit records a finding.
func (p *parser) emit(i int, m match) {
	v := m.v
	if v.kind == "" {
		v.kind = rapporteur.Point
	}
	p.follow(i, &v)
	end := m.end
	for end > i+1 && p.toks[end-1].mark == ',' {
		end--
	}
	from, to := v.interval()
	if from.Year() > 9999 || to.Year() > 10000 {
		from, to = time.Time{}, time.Time{}
	}
	d := rapporteur.Date{
		Span: rapporteur.Span{Start: p.toks[i].start, End: p.toks[end-1].end}, Value: v.timex(), Mod: v.mod, ISO: v.iso(),
		From: from, To: to, Grain: v.grain(), Kind: v.kind, Anchor: v.anchor, Event: v.event,
	}
	p.found = append(p.found, d)
	p.at0 = append(p.at0, i)
	p.ends = append(p.ends, end)
	if v.known() && !v.echo {
		if v.unit == quarter || v.unit == half || v.unit == year && v.anchor == "" {
			p.lastTerm = v
		}
		p.last = v
		if v.unit == day {
			p.lastDay = v
			if v.clock && v.hour == 24 {
				w := on(date(v.year, v.month, v.day+1), day)
				p.lastDay.year, p.lastDay.month, p.lastDay.day = w.year, w.month, w.day
			}
			if !p.mainDay.known() && v.anchor == p.anchor {
				p.mainDay = v
			}
		}
	}
}

// follow moves the closing end of a range behind its opening one where neither prints a year: "from November to March".
func (p *parser) follow(i int, v *value) {
	if len(p.found) == 0 || v.anchor == "" || !v.known() || v.unit != month && v.unit != day || v.month == 0 {
		return
	}
	k := i - 1
	listed := v.weekday > 0 && p.oneOf(k, "and", "or") && p.direction(i, i+1) >= 0 // "talks on Monday and Tuesday"
	if !(listed || p.oneOf(k, "to", "until", "till", "through") || p.dash(k) || p.is(k, "and") && p.is(p.at0[len(p.at0)-1]-1, "between")) || k != p.ends[len(p.ends)-1] {
		return
	}
	open := p.found[len(p.found)-1]
	if v.clock && v.anchor == "text" && v.unit == day {
		// "from 10 p.m. to 5 a.m."
		if from, _ := v.interval(); from.Before(open.From) && open.From.Sub(from) < 24*time.Hour && open.Kind == rapporteur.Point {
			w := on(date(v.year, v.month, v.day).AddDate(0, 0, 1), day)
			v.year, v.month, v.day = w.year, w.month, w.day
		}
		return
	}
	if v.clock || v.part != "" || open.Grain != v.grain() {
		return
	}
	if from, _ := v.span(); open.Anchor != v.anchor || !from.Before(open.From) || open.From.Sub(from) > 366*24*time.Hour {
		return
	}
	if v.weekday > 0 {
		from, _ := v.span()
		w := on(from.AddDate(0, 0, 7), day)
		v.year, v.month, v.day = w.year, w.month, w.day
		return
	}
	v.year++
}

// relative is the calendar point n units away from the day of publication, or one without a year where that is unknown.
func (p *parser) relative(i int, u unit, n int) value {
	ref, anchor := p.reference(i)
	return p.away(ref, anchor, u, n)
}

func (p *parser) away(ref time.Time, anchor string, u unit, n int) value {
	if ref.IsZero() {
		v := point(u)
		if u == night {
			v.unit, v.part = day, "NI"
		}
		return v
	}
	v := on(shift(ref, u, n), u)
	if u == night {
		v.part = "NI"
	}
	v.anchor = anchor
	return v
}

// reference is the day on which the words at token i were said or written.
func (p *parser) reference(i int) (time.Time, string) {
	if !p.at(i).quoted || p.ref.IsZero() {
		return p.ref, p.anchor
	}
	return p.speechDay(i), "spoken"
}

// speechDay looks in the sentence of a quotation, outside its marks, for the day it was spoken ("...," she said Tuesday);
// without one it is the day of publication.
func (p *parser) speechDay(i int) time.Time {
	s := p.at(i).sentence
	for k := i; k < len(p.toks) && k < i+60 && p.toks[k].sentence == s; k++ {
		if d, ok := p.saidOn(k); ok {
			return d
		}
	}
	for k := i; k >= 0 && k > i-60 && p.toks[k].sentence == s; k-- {
		if d, ok := p.saidOn(k); ok {
			return d
		}
	}
	return p.ref
}

func (p *parser) saidOn(k int) (time.Time, bool) {
	w := p.at(k).word
	if w == nil || p.at(k).quoted {
		return time.Time{}, false
	}
	near := false
	for j := k - 1; j >= k-10 && j >= 0 && !p.toks[j].quoted; j-- {
		near = near || p.oneOf(j, "said", "told", "says")
	}
	switch {
	case near && w.month > 0:
		d, ok := p.monthFirst(k)
		if p.at(k-1).digits > 0 {
			d, ok = p.dayFirstDate(k - 1)
		}
		if !ok || d.v.unit != day || d.v.until != nil {
			return time.Time{}, false
		}
		if d.v.year == 0 {
			d.v.year = nearestYear(p.ref, d.v.month, d.v.day, -1)
		}
		return date(d.v.year, d.v.month, d.v.day), validDay(d.v.year, d.v.month, d.v.day)
	case near && w.weekday > 0 && !w.plural:
		return nearest(p.ref, w.weekday, -1), true
	case near && w.text == "yesterday":
		return p.ref.AddDate(0, 0, -1), true
	}
	return time.Time{}, false
}

// nearest is the closest day of a weekday on or before (dir < 0), or on or after t.
func nearest(t time.Time, weekday, dir int) time.Time {
	delta := weekday - isoDay(t)
	switch {
	case dir < 0 && delta > 0:
		delta -= 7
	case dir > 0 && delta < 0:
		delta += 7
	}
	return t.AddDate(0, 0, delta)
}
