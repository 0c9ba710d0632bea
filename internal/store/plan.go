package store

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"rapporteur/internal/store/query"
)

// How a query is answered soon over a large archive. Lists run down the rows' keys, newest first, and stop after a page.
// Where the rarest condition leaves few rows, they are fetched by its index and sorted instead; the other conditions are
// tested row by row either way. So neither a rare nor a common condition costs more than a few thousand tests, and only
// common ones that hardly ever hold together do.

// access is a way to the rows that a condition may hold of: SQL that gives their keys. It may give more than those.
type access struct {
	keys condition
	rows bool // the keys are those of the listed rows, not of articles
	n    int  // how many there are, counted up to few
	rank bool // an index of words, which gives its keys in order
}

// few is how many rows are soon fetched and sorted; Store.few is this but in tests.
const few = 2000

// plan is what a query adds to a question: the tables to ask, and the conditions.
func (s *Store) plan(ctx context.Context, a *asked, p asking, rows source) (source, []condition, error) {
	if a == nil {
		return rows, nil, nil
	}
	var failed error
	c := &compiler{asked: a, db: s.db, size: func(table, words string) int {
		n, err := s.estimate(ctx, cond(s.db.matching(table), words), many)
		failed = errors.Join(failed, err)
		return n
	}}
	parts := topParts(a.Root)
	adopted := none
	if p.statement != "" || p.fact != "" {
		adopted = adopt(parts, p)
	}
	best, also, only, err := s.choose(ctx, c, parts, adopted, p)
	if err != nil {
		return rows, nil, err
	}
	from := s.db.drive(rows, p, best)
	if only {
		return from, nil, nil
	}
	from.alone = ""
	var conditions []condition
	if also.sql != "" {
		conditions = append(conditions, cond("+"+from.key+" "+also.sql, also.args...)) // looked up, and not gone through
	}
	if adopted != none {
		conditions = append(conditions, c.adopted(parts[adopted], p))
		parts = slices.Delete(slices.Clone(parts), adopted, adopted+1)
	}
	if best != nil && best.rank && best.rows { // the words are met already
		_, parts = c.splitWords(parts, p)
		p.row = from.key // which the index of words takes as a bound
	}
	return from, append(conditions, c.conjunction(parts, p)...), failed
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

// choose finds the way to the rows that leaves the fewest; only is true where the query is nothing but words that one
// index holds. A nil way is to run down all rows. To ask an index of words for one row takes as long as to run down
// hundreds of its rows, so that where words meet a condition on more than a few rows, it is the words that lead, and the
// keys of those rows are a set to be looked up.
func (s *Store) choose(ctx context.Context, c *compiler, parts []query.Node, adopted int, p asking) (best *access, also condition, only bool, err error) {
	words, rest := c.splitWords(parts, p)
	if len(rest) == 0 && p.fact == "" {
		return c.wordAccess(words, p), also, true, nil
	}
	list := c.accesses(parts, p)
	if adopted != none {
		if x, ok := c.adoptedAccess(parts[adopted], p); ok {
			list = append(list, x)
		}
	}
	var lead *access
	for i := range list {
		x := &list[i]
		if x.n, err = s.estimate(ctx, x.keys, s.few); err != nil {
			return nil, also, false, err
		}
		if x.rank && x.rows {
			lead = x
		}
		if best == nil || x.n < best.n || x.n == best.n && x.rank && !best.rank {
			best = x
		}
	}
	if lead != nil && best != lead && best.n > s.few/probes {
		if best.n < s.few && best.rows {
			also = cond("IN ("+best.keys.sql+")", best.keys.args...)
		}
		return lead, also, false, nil
	}
	if best != nil && best.n >= s.few && best != lead {
		best = nil
	}
	return best, also, false, nil
}

// probes is how many times fewer rows may be asked of an index of words one by one than are soon fetched.
const probes = 10

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

// estimate counts keys, up to a number.
func (s *Store) estimate(ctx context.Context, keys condition, most int) (n int, err error) {
	err = one(ctx, s.db, "SELECT count(*) FROM (SELECT 1 FROM ("+keys.sql+") AS k LIMIT "+strconv.Itoa(most)+") AS found", keys.args, &n)
	return n, timeUp(err)
}

// accesses gives the ways to the rows, one or none for each condition; all words together are one.
func (c *compiler) accesses(parts []query.Node, p asking) []access {
	var out []access
	words, rest := c.splitWords(parts, p)
	for _, n := range rest {
		if x, ok := c.access(n, p); ok {
			out = append(out, x)
		}
	}
	if words != "" {
		out = append(out, *c.wordAccess(words, p))
	}
	return out
}

// adoptedAccess gives the way to rows that adopted parentheses describe.
func (c *compiler) adoptedAccess(n query.Node, p asking) (access, bool) {
	if t, ok := n.(*query.Term); ok {
		p.words = false
		return c.access(t.Saved.Root, p)
	}
	return c.access(n.(*query.Group).Part, p)
}

func (c *compiler) wordAccess(words string, p asking) *access {
	table := "article_words"
	if p.words {
		table = "statement_words"
	}
	return &access{keys: cond(c.db.matching(table), words), rows: p.words || p.shift == 0, rank: true}
}

// access gives a way to the rows that one condition may hold of; ok is false where there is none but to test them all.
func (c *compiler) access(n query.Node, p asking) (x access, ok bool) {
	if w, ok := c.words(c.db.matcher(), n, !p.words); ok {
		return *c.wordAccess(w, p), true
	}
	switch n := n.(type) {
	case *query.Group:
		return c.access(n.Part, p.article())
	case *query.And:
		if list := c.accesses(n.Parts, p); len(list) > 0 {
			return list[0], true
		}
	case *query.Or:
		return c.union(n.Parts, p)
	case *query.Term:
		if n.Saved != nil {
			return c.access(n.Saved.Root, p.article())
		}
		return c.termAccess(n, p)
	}
	return x, false
}

// union joins the ways to alternatives, which must all have one.
func (c *compiler) union(parts []query.Node, p asking) (x access, ok bool) {
	for i, part := range parts {
		y, ok := c.access(part, p)
		if !ok || i > 0 && y.rows != x.rows {
			return x, false
		}
		if i == 0 {
			x = access{keys: y.keys, rows: y.rows}
			continue
		}
		x.keys.sql += " UNION ALL " + y.keys.sql
		x.keys.args = append(slices.Clone(x.keys.args), y.keys.args...)
	}
	return x, true
}

// termAccess gives the way by a field's index.
func (c *compiler) termAccess(t *query.Term, p asking) (access, bool) {
	findings := func(sql condition, listed bool) (access, bool) { // from ids of findings
		if listed {
			return access{keys: sql, rows: true}, true
		}
		return access{keys: cond("SELECT i >> "+strconv.Itoa(statementBits)+" AS i FROM ("+sql.sql+") AS found", sql.args...), rows: p.shift == 0}, true
	}
	switch t.Field.Name {
	case "by":
		return findings(voiceIDs(voiceBy, c.meant[t].subjects), p.statement != "")
	case "about":
		m := c.meant[t]
		words := c.db.matcher().one(m.words)
		if p.fact != "" {
			return findings(cond(c.db.matching("sentence_words"), words), false)
		}
		said := cond(c.db.matching("statement_words"), words)
		if len(m.subjects) > 0 {
			named := voiceIDs(voiceAbout, m.subjects)
			said = cond(said.sql+" UNION ALL "+named.sql, append(said.args, named.args...)...)
		}
		return findings(said, p.statement != "")
	case "act":
		return findings(cond("SELECT id AS i FROM statements WHERE act = ?", t.Value), p.statement != "")
	case "outlet":
		of := in("outlet_id", outletIDs(c.meant[t].outlets))
		return access{keys: cond("SELECT key AS i FROM articles WHERE "+of.sql, of.args...), rows: p.shift == 0}, true
	case "story":
		return access{keys: cond("SELECT key AS i FROM told WHERE story = ?", storyNumber(t)), rows: p.shift == 0}, true
	case "figure":
		if !t.Number {
			return access{}, false
		}
	case "due", "when", "who":
	case "kind":
		if t.Level() != query.OfFact {
			return access{}, false
		}
	default:
		return access{}, false
	}
	return c.factAccess(t, p, findings)
}

// voiceIDs gives the statements that one of some subjects says, or is named in.
func voiceIDs(how int, subjects []int64) condition {
	of := in("subject", idArgs(subjects))
	return cond("SELECT statement AS i FROM voices WHERE how = "+strconv.Itoa(how)+" AND "+of.sql, of.args...)
}

func (c *compiler) factAccess(t *query.Term, p asking, findings func(condition, bool) (access, bool)) (access, bool) {
	table := factOf(t)
	if t.Field.Name == "who" {
		return access{}, false
	}
	y := onFact(t, table)
	return findings(cond("SELECT id AS i FROM "+table+" WHERE "+y.sql, y.args...), p.table == table)
}
