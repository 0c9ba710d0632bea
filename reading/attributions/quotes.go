package attributions

import (
	"strings"

	"rapporteur"
)

// QuoteKind tells what a pair of quotation marks is for.
type QuoteKind int

const (
	Speech  QuoteKind = iota // somebody's words, a clause or more
	Words                    // a few words taken over, or held at arm's length: ‘pivotal’
	Heading                  // the title of a work
)

// Quotation is a stretch between quotation marks.
type Quotation struct {
	rapporteur.Span // with its marks, as far as they are printed
	Kind            QuoteKind
	Open, Close     bool // whether each mark is printed; a speech that runs on through paragraphs closes only in its last
	Follows         int  // the quotation that this one goes on with, in the paragraph before, or None
	Within          int  // the quotation that holds this one, or None

	first, last int // range of words
}

// Quotations finds what stands between quotation marks: “ ” ‘ ’ " ' « » „ “ ‚ ‘ ‹ › “ and “ ”, balanced or not. An apostrophe
// is not a mark, nor are the signs of feet and inches. A speech of several paragraphs, each opened again, is a chain by
// Follows. The quotations come in order of their starts; the work is linear in the number of tokens.
func Quotations(doc *rapporteur.Document) []Quotation {
	return newArticle(doc).quotes
}

type side int8

const (
	opening side = iota
	closing
	straight // the mark does not say
)

type mark struct {
	single bool
	side   side
	family byte // 'c' curly and straight, 'g' guillemets
}

var marks = map[string]mark{
	"“": {false, opening, 'c'}, "”": {false, closing, 'c'}, "„": {false, opening, 'c'}, "‟": {false, opening, 'c'},
	"\"": {false, straight, 'c'}, "''": {false, straight, 'c'}, "``": {false, opening, 'c'}, "＂": {false, straight, 'c'},
	"«": {false, opening, 'g'}, "»": {false, closing, 'g'},
	"‘": {true, opening, 'c'}, "’": {true, closing, 'c'}, "‚": {true, opening, 'c'}, "‛": {true, opening, 'c'},
	"'": {true, straight, 'c'}, "`": {true, opening, 'c'}, "‹": {true, opening, 'g'}, "›": {true, closing, 'g'},
}

// scanner goes through the words once, with a stack of what is open in this paragraph.
type scanner struct {
	a     *article
	out   []Quotation
	open  []openMark
	after []bool // after[i]: a single mark that can close stands later in the paragraph of word i
	chain int    // the quotation left open at the end of the paragraph before, or None
}

type openMark struct {
	at int // index in out
	mark
	german bool // „ closes with “, » with «
}

func scanQuotes(a *article) []Quotation {
	s := &scanner{a: a, chain: none}
	s.after = s.singlesAhead()
	for i := range a.size() {
		if i > 0 && a.word(i).paragraph != a.word(i-1).paragraph {
			s.endParagraph(i)
		}
		if w := a.word(i); !w.letters && len(w.low) <= 3 {
			if m, ok := marks[a.text[w.Start:w.End]]; ok {
				s.mark(i, m)
			}
		}
	}
	s.endParagraph(a.size())
	out := s.compact()
	for i := range out {
		out[i].Kind = a.kindOfQuote(&out[i])
	}
	return out
}

// singlesAhead marks, from the back, the words behind which a single mark can close in their paragraph.
func (s *scanner) singlesAhead() []bool {
	out := make([]bool, s.a.size())
	ahead := false
	for i := len(out) - 1; i >= 0; i-- {
		w := s.a.word(i)
		if i+1 < len(out) && s.a.word(i+1).paragraph != w.paragraph {
			ahead = false
		}
		out[i] = ahead
		if m, ok := marks[s.a.text[w.Start:w.End]]; ok && m.single && m.side != opening && w.glued && !s.leads(i) {
			ahead = true
		}
	}
	return out
}

// leads reports whether the word after i is glued to it; trails, whether i is glued to what stands before, a bracket or a
// dash apart.
func (s *scanner) leads(i int) bool {
	if i+1 >= s.a.size() {
		return false
	}
	next := s.a.word(i + 1)
	return next.glued && (next.letters || strings.ContainsAny(next.low, "[($€£…'‘“’.") && next.low != ".")
}

func (s *scanner) trails(i int) bool {
	return s.a.word(i).glued && !strings.Contains("([{—–-/:", s.a.word(i-1).low)
}

func (s *scanner) mark(i int, m mark) {
	if m.single {
		s.single(i, m)
		return
	}
	depth := s.find(func(o openMark) bool { return !o.single && o.family == m.family })
	switch {
	case m.side == straight && s.measure(i, depth >= 0):
	case depth >= 0 && s.closesAt(i, m, s.open[depth]):
		s.closeTo(depth, i)
	case depth >= 0 && m.side == opening && m.family == 'c' && s.closesTwice(i):
		s.push(i, m, false)
	case depth >= 0 && m.side != closing:
		s.again(i, m, depth)
	case depth < 0 && (m.side == opening || s.leads(i) && !s.trails(i) || m.side == straight && !s.stops(i)):
		s.push(i, m, false)
	case depth < 0 && m.side == closing && m.family == 'g' && s.leads(i):
		s.push(i, m, true)
	case depth < 0 && m.side == closing && s.leads(i) && !s.trails(i) && (i == 0 || !strings.Contains(".,!?…", s.a.word(i-1).low)):
		s.push(i, m, false) // ” where “ is meant
	case depth < 0:
		s.unopened(i)
	}
}

// closesAt reports whether the mark at i closes the open one.
func (s *scanner) closesAt(i int, m mark, o openMark) bool {
	switch {
	case o.german:
		return m.side == opening
	case m.side == closing:
		return true
	case m.side == straight:
		return s.trails(i) || !s.leads(i)
	}
	return s.trails(i) && !s.leads(i) // “ where ” is meant
}

// again meets an opening mark while one is open: the one before was left unclosed, unless a single quotation stands between.
func (s *scanner) again(i int, m mark, depth int) {
	if depth == len(s.open)-1 {
		s.out[s.open[depth].at].last = i
		s.end(depth, i, false)
		s.open = s.open[:depth]
	}
	s.push(i, m, false)
}

// closesTwice reports whether, behind an opening mark in an open quotation, two closing ones stand in the paragraph before another opens: the
// inner quotation has the marks of the outer one.
func (s *scanner) closesTwice(i int) bool {
	closed := 0
	for k := i + 1; k < s.a.size() && k < i+longest && s.a.word(k).paragraph == s.a.word(i).paragraph && closed < 2; k++ {
		w := s.a.word(k)
		switch m := marks[w.Of(s.a.text)]; {
		case w.letters || m.single || m.family != 'c':
		case m.side == closing:
			closed++
		case m.side == opening || m.side == straight:
			return false
		}
	}
	return closed == 2
}

// stops reports whether what stands before i ends a quotation, rather than leading up to one.
func (s *scanner) stops(i int) bool {
	return s.trails(i) && i > 0 && strings.Contains(".,!?…", s.a.word(i-1).low)
}

// measure tells feet and inches from quotation marks: 6'2", 27".
func (s *scanner) measure(i int, open bool) bool {
	if i == 0 || !s.a.word(i).glued || s.a.low(i) == "''" {
		return false
	}
	number := s.a.word(i - 1)
	if number.low == "" || number.low[0] < '0' || number.low[0] > '9' {
		return false
	}
	feet := i >= 3 && number.glued && (s.a.low(i-2) == "'" || s.a.low(i-2) == "′")
	return feet || !open
}

func (s *scanner) find(ok func(openMark) bool) int {
	for d := len(s.open) - 1; d >= 0; d-- {
		if ok(s.open[d]) {
			return d
		}
	}
	return -1
}

// maxDepth bounds the nesting: deeper marks are taken as text.
const maxDepth = 8

func (s *scanner) push(i int, m mark, german bool) {
	if len(s.open) == maxDepth {
		return
	}
	q := Quotation{Open: true, Follows: none, Within: none, first: i, last: i + 1}
	q.Start = s.a.word(i).Start
	if len(s.open) > 0 {
		q.Within = s.open[len(s.open)-1].at
	} else if s.chain != none && (i == 0 || s.a.word(i-1).paragraph != s.a.word(i).paragraph) {
		q.Follows = s.chain
	}
	low := s.a.text[s.a.word(i).Start:s.a.word(i).End]
	s.out = append(s.out, q)
	s.open = append(s.open, openMark{at: len(s.out) - 1, mark: m, german: german || low == "„" || low == "‚"})
}

// closeTo closes the quotation at this depth with the mark at i; what was open inside it ends before the mark.
func (s *scanner) closeTo(depth, i int) {
	for d := len(s.open) - 1; d > depth; d-- {
		s.drop(d)
	}
	s.end(depth, i+1, true)
	s.open = s.open[:depth]
}

// drop forgets an inner mark that was never closed: it was an apostrophe.
func (s *scanner) drop(d int) { s.out[s.open[d].at].last = 0 }

func (s *scanner) end(depth, to int, closed bool) {
	q := &s.out[s.open[depth].at]
	q.last, q.Close = to, closed
	q.End = s.a.word(to - 1).End
}

// unopened meets a closing mark with nothing open: the opening one is missing. The quotation begins where the speech of the
// paragraph before goes on, else with the sentence.
func (s *scanner) unopened(i int) {
	if !s.stops(i) && s.chain == none {
		return
	}
	first, _ := s.a.sentenceOf(i)
	if s.chain != none {
		for first > 0 && s.a.word(first-1).paragraph == s.a.word(i).paragraph {
			first--
		}
	}
	if n := len(s.out); n > 0 && s.out[n-1].last > first {
		return
	}
	if i-first < 3 {
		return
	}
	q := Quotation{Close: true, Follows: s.chain, Within: none, first: first, last: i + 1}
	q.Start, q.End = s.a.word(first).Start, s.a.word(i).End
	s.out = append(s.out, q)
	s.chain = none
}

// single handles ‘ ’ and ', which are apostrophes more often than not.
func (s *scanner) single(i int, m mark) {
	depth := s.find(func(o openMark) bool { return o.single && o.family == m.family })
	inner := depth >= 0 && depth == len(s.open)-1
	switch {
	case inner && m.side != opening && s.trails(i) && !s.leads(i):
		if !s.possessive(i) {
			s.closeTo(depth, i)
		}
	case s.leads(i) && !s.trails(i) && (m.family == 'g' || s.after[i]) && !inner:
		s.push(i, m, false)
	}
}

// possessive reports whether the mark after a plural is more likely its genitive: a word follows, and another mark can
// close later.
func (s *scanner) possessive(i int) bool {
	return i > 0 && strings.HasSuffix(s.a.low(i-1), "s") && i+1 < s.a.size() && s.a.word(i+1).letters && !s.a.word(i+1).capital && s.after[i]
}

// endParagraph ends what is open: a speech that goes on in the next paragraph, or one whose closing mark is missing.
func (s *scanner) endParagraph(next int) {
	s.chain = none
	for d := len(s.open) - 1; d >= 0; d-- {
		if s.open[d].single || d > 0 {
			s.drop(d)
			continue
		}
		s.end(d, next, false)
		if s.reopens(next, s.out[s.open[d].at].first) {
			s.chain = s.open[d].at
		}
	}
	s.open = s.open[:0]
}

// compact leaves out what was dropped, and renumbers the references.
func (s *scanner) compact() []Quotation {
	at := make([]int, len(s.out))
	kept := s.out[:0]
	for i, q := range s.out {
		if q.Within != none {
			q.Within = at[q.Within]
		}
		if q.Follows != none {
			q.Follows = at[q.Follows]
		}
		if q.last == 0 {
			at[i] = q.Within // what it held belongs to what held it
			continue
		}
		at[i] = len(kept)
		kept = append(kept, q)
	}
	return kept
}

// reopens reports whether the next paragraph begins with an opening mark, the same as the one at word first.
func (s *scanner) reopens(next, first int) bool {
	if next >= s.a.size() {
		return false
	}
	w, open := s.a.word(next), s.a.word(first)
	m, ok := marks[s.a.text[w.Start:w.End]]
	return ok && !m.single && m.side != closing && s.leads(next) && (w.low == open.low || marks[open.low].family == 0)
}

// kindOfQuote tells speech from words taken over. Speech has a clause: five words or more, or a mark of its own at its end.
// A title has capitals only, and no mark.
func (a *article) kindOfQuote(q *Quotation) QuoteKind {
	words, capitals, small := 0, 0, 0
	for i := q.first; i < q.last && words < 12; i++ {
		w := a.word(i)
		if !w.letters {
			continue
		}
		words++
		switch {
		case w.capital:
			capitals++
		case len(w.low) > 3:
			small++
		}
	}
	end := q.last - 1
	if q.Close {
		end--
	}
	stopped := end > q.first && strings.Contains(".,?!…—-", a.word(end).low)
	opens := q.first + 1
	if !q.Open {
		opens = q.first
	}
	capital := opens < q.last && a.word(opens).capital
	switch {
	case small == 0 && capitals >= 1 && words <= 8 && (!stopped || a.low(end) == "," || a.low(end) == "." && capitals > 1):
		return Heading
	case words >= 5, stopped && capital, !q.Close && words > 2:
		return Speech
	}
	return Words
}
