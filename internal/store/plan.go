package store

import (
	"context"
	"errors"
	"math"
	"slices"
	"strconv"
	"time"

	"rapporteur/internal/store/query"
)

// way leads to rows that a condition may hold of: SQL that gives their keys. It may lead to more than those.
type way struct {
	parts  []condition // each gives keys as i; of alternatives there are several
	shift  int         // bits of those keys to the right of what they lead to
	rows   bool        // they lead to the listed rows, else to articles
	words  bool        // an index of words, which answers all conditions on words at once
	sorted bool        // each part gives its keys in order, so that the newest are had soon
	n      int         // how many there are, as far as they were counted
}

// plan is how the rows of a list are found.
type plan struct {
	asking asking
	rows   source
	way    *way
	all    bool // the way is down all rows
	query  *asked
	parts  []query.Node // conditions left to test
	adopt  query.Node   // parentheses that describe the listed row, nil for none
	more   []condition  // that do not come from the query
	db     database
}

// tested reports whether anything is left to be tested of candidates.
func (pl *plan) tested() bool {
	return len(pl.parts) > 0 || pl.adopt != nil || len(pl.more) > 0 || !pl.way.rows
}

// conditions writes what is tested of candidates within a range.
func (pl *plan) conditions(within stretch, size func(table, words string, within stretch, shift int) (int, error)) ([]condition, error) {
	out := slices.Clone(pl.more)
	if pl.query == nil {
		return out, nil
	}
	if pl.way.rows {
		within = stretch{within.low >> pl.asking.shift, (within.high-1)>>pl.asking.shift + 1}
	}
	c := &compiler{asked: pl.query, db: pl.db, within: within, size: size}
	if pl.adopt != nil {
		out = append(out, c.adopted(pl.adopt, pl.asking))
	}
	out = append(out, c.conjunction(pl.parts, pl.asking)...)
	return out, c.failed
}

// extra is a condition that does not come from a query, with the way to what it holds of.
type extra struct {
	condition
	way *way // nil for none
}

// narrowing is what a list asks beside its query.
type narrowing struct {
	within stretch
	extras []extra
}

func newNarrowing() *narrowing { return &narrowing{within: everything} }

func (n *narrowing) and(c condition, w *way) { n.extras = append(n.extras, extra{c, w}) }

// dates narrows to articles of [from, to). The keys of articles are those of the rows, shifted by some bits.
func (n *narrowing) dates(from, to time.Time, shift int) {
	if !from.IsZero() {
		n.within.low = max(n.within.low, firstKey(reasonable(from))<<shift)
	}
	if !to.IsZero() {
		n.within.high = min(n.within.high, firstKey(reasonable(to.Add(time.Minute-1)))<<shift)
	}
}

// before narrows to what lies beyond a cursor.
func (n *narrowing) before(c Cursor) error {
	if c == "" {
		return nil
	}
	k, err := readCursor(c)
	n.within.high = min(n.within.high, k)
	return err
}

// few is how many candidates are soon tested; Store.few is this but in tests.
const few = 1000

// plan chooses how to find the rows that a query means; a may be nil.
func (s *Store) plan(ctx context.Context, a *asked, p asking, rows source, n *narrowing) (*plan, error) {
	pl := &plan{asking: p, rows: rows, query: a, db: s.db}
	var ways []*way
	for _, x := range n.extras {
		pl.more = append(pl.more, x.condition)
		if x.way != nil {
			ways = append(ways, x.way)
		}
	}
	if a != nil {
		ways = append(ways, pl.ask(a, n)...)
	}
	if n.within.low >= n.within.high {
		pl.way = &way{rows: true, sorted: true} // to nothing
		return pl, nil
	}
	all := &way{parts: []condition{cond(rows.all)}, rows: true, sorted: true, n: math.MaxInt}
	best := all
	var err error
	if len(ways) > 0 {
		best, err = s.choose(ctx, append(ways, all), p, n.within)
	}
	if err != nil {
		return nil, err
	}
	pl.way, pl.all = best, best == all
	if best.words && best.rows { // the words are met already
		c := &compiler{asked: a, db: s.db}
		_, pl.parts = c.splitWords(pl.parts, p)
	}
	return pl, nil
}

// ask takes the conditions of a query in: dates narrow, the rest is tested. It gives the ways.
func (pl *plan) ask(a *asked, n *narrowing) []*way {
	p, parts := pl.asking, topParts(a.Root)
	var rest []query.Node
	for _, part := range parts {
		if t, ok := part.(*query.Term); ok && t.Field != nil && t.Field.Name == "date" {
			if !t.From.IsZero() {
				n.within.low = max(n.within.low, firstKey(reasonable(t.From))<<p.shift)
			}
			if !t.To.IsZero() {
				n.within.high = min(n.within.high, firstKey(reasonable(t.To))<<p.shift)
			}
			continue
		}
		rest = append(rest, part)
	}
	c := &compiler{asked: a, db: pl.db}
	ways := c.ways(rest, p)
	if p.statement != "" || p.fact != "" {
		if i := adopt(rest, p); i != none {
			pl.adopt = rest[i]
			if x := c.adoptedWay(pl.adopt, p); x != nil {
				ways = append(ways, x)
			}
			rest = slices.Delete(slices.Clone(rest), i, i+1)
		}
	}
	pl.parts = rest
	return ways
}

// choose finds the way that leads to fewest candidates. Where all lead to many, how far back the newest of each reach tells how many they are.
func (s *Store) choose(ctx context.Context, list []*way, p asking, within stretch) (*way, error) {
	if len(list) == 2 && list[0].sorted { // there is no choice: list[1] are all rows
		return list[0], s.measure(ctx, list[0], p, within, s.few)
	}
	for _, w := range list {
		if w.n == math.MaxInt && within.low == noKey { // all rows there are
			continue
		}
		if err := s.measure(ctx, w, p, within, s.few); err != nil {
			return nil, err
		}
	}
	best := slices.MinFunc(list, fewer)
	if best.n < s.few {
		return best, nil
	}
	span, err := s.span(ctx, p.up(within, false))
	if err != nil {
		return nil, err
	}
	for _, w := range list {
		switch {
		case w.n == math.MaxInt && within.low == noKey:
		case w.sorted:
			err = s.estimate(ctx, w, p, within, span)
		default:
			if err = s.measure(ctx, w, p, within, 20*s.few); w.n >= 20*s.few {
				w.n = math.MaxInt // to read it whole takes too long
			}
		}
		if err != nil {
			return nil, err
		}
	}
	best = slices.MinFunc(list, fewer)
	for _, w := range list { // to ask the index of words about a row costs most
		if w.words && w.sorted && w.n/wordsWorth <= best.n {
			return w, nil
		}
	}
	if best.n < math.MaxInt {
		return best, nil
	}
	return list[slices.IndexFunc(list, func(w *way) bool { return w.sorted })], nil
}

// wordsWorth is how many candidates that are found by their words cost as little as one that has to be asked for its words.
const wordsWorth = 4

// span is the stretch of keys of articles in which candidates may lie.
func (s *Store) span(ctx context.Context, within stretch) (stretch, error) {
	var low, high *int64
	err := one(ctx, s.db, "SELECT (SELECT min(key) FROM articles), (SELECT max(key) FROM articles)", nil, &low, &high)
	if err != nil || low == nil {
		return within, err
	}
	return stretch{max(within.low, *low), min(within.high, *high+1)}, nil
}

// estimate reckons how many a way leads to from how far back its newest reach: of twice as many, they reach half as far.
func (s *Store) estimate(ctx context.Context, w *way, p asking, within, span stretch) error {
	each, shift := max(s.few/len(w.parts), 16), w.shift
	if w.rows {
		shift += p.shift
	}
	sum := 0.0
	for _, part := range w.parts {
		bounds, args := p.up(within, w.rows).condition("i", w.shift)
		var last int64
		err := one(ctx, s.db, "SELECT i FROM ("+part.sql+") AS k"+bounds+" ORDER BY i DESC LIMIT 1 OFFSET "+strconv.Itoa(each-1), append(slices.Clone(part.args), args...), &last)
		if errors.Is(err, errNoRow) { // there are fewer
			n, err := s.count(ctx, part, w.shift, p.up(within, w.rows), each)
			if err != nil {
				return err
			}
			sum += float64(n)
			continue
		}
		if err != nil {
			return timeUp(err)
		}
		sum += float64(each) * float64(span.high-span.low) / float64(max(span.high-last>>shift, 1))
	}
	w.n = max(s.few, int(min(sum, math.MaxInt32)))
	return nil
}

// measure counts what a way leads to, up to a number.
func (s *Store) measure(ctx context.Context, w *way, p asking, within stretch, most int) error {
	w.n = 0
	for _, part := range w.parts {
		if w.n >= most {
			break
		}
		n, err := s.count(ctx, part, w.shift, p.up(within, w.rows), most-w.n)
		if err != nil {
			return err
		}
		w.n += n
	}
	return nil
}

func fewer(a, b *way) int {
	switch {
	case a.n != b.n:
		return a.n - b.n
	case a.words && !b.words:
		return -1
	case b.words && !a.words:
		return 1
	}
	return 0
}

// topParts are the conditions that must all hold.
func topParts(n query.Node) []query.Node {
	if and, ok := n.(*query.And); ok {
		return and.Parts
	}
	return []query.Node{n}
}

// none is an index of nothing.
const none = -1

// adopt finds the first parentheses, or saved query, that describe a statement where nothing outside of parentheses does:
// the listed row is then the one they describe.
func adopt(parts []query.Node, p asking) int {
	first := none
	for i, n := range parts {
		switch n := n.(type) {
		case *query.Group:
			if first == none && anyPart(topParts(n.Part), func(n query.Node) bool { return describesRow(n, p) }) {
				first = i
			}
		case *query.Term:
			if n.Saved != nil && first == none && anyPart(topParts(n.Saved.Root), func(n query.Node) bool { return describesRow(n, p) }) {
				first = i
				continue
			}
		}
		if describesRow(n, p) {
			return none
		}
	}
	return first
}

// describesRow reports whether a part says how the listed row is.
func describesRow(n query.Node, p asking) bool {
	switch n := n.(type) {
	case *query.And:
		return anyPart(n.Parts, func(n query.Node) bool { return describesRow(n, p) })
	case *query.Or:
		return anyPart(n.Parts, func(n query.Node) bool { return describesRow(n, p) })
	case *query.Term:
		return n.Field != nil && n.Level() != query.OfArticle
	}
	return false
}

// adopted writes parentheses whose conditions are those of the listed row. The words of a saved query stay words of the
// article.
func (c *compiler) adopted(n query.Node, p asking) condition {
	switch n := n.(type) {
	case *query.Group:
		return all(c.conjunction(topParts(n.Part), p), " AND ")
	case *query.Term:
		p.words = false
		return all(c.conjunction(topParts(n.Saved.Root), p), " AND ")
	}
	return cond("FALSE")
}

// splitWords takes the conditions that one index of words answers out of the others, and writes them for it.
func (c *compiler) splitWords(parts []query.Node, p asking) (words string, rest []query.Node) {
	var with, without []query.Node
	for _, n := range parts {
		not, negative := n.(*query.Not)
		if negative {
			if _, ok := c.words(c.db.matcher(), not.Part, !p.words); ok {
				without = append(without, n)
				continue
			}
		}
		if _, ok := c.words(c.db.matcher(), n, !p.words); ok {
			with = append(with, n)
			continue
		}
		rest = append(rest, n)
	}
	if len(with) == 0 {
		return "", append(rest, without...)
	}
	words, _ = c.allWords(c.db.matcher(), append(with, without...), !p.words)
	return words, rest
}
