package store

import (
	"strconv"

	"rapporteur/internal/store/query"
)

// What leads to the rows of a condition: the indexes of the database.

// ways gives one or none for each condition; all words together are one.
func (c *compiler) ways(parts []query.Node, p asking) []*way {
	var out []*way
	words, rest := c.splitWords(parts, p)
	for _, n := range rest {
		if x := c.way(n, p); x != nil {
			out = append(out, x)
		}
	}
	if words != "" {
		out = append(out, c.wordWay(words, p))
	}
	return out
}

// adoptedWay gives the way to rows that adopted parentheses describe.
func (c *compiler) adoptedWay(n query.Node, p asking) *way {
	if t, ok := n.(*query.Term); ok {
		p.words = false
		return c.way(t.Saved.Root, p)
	}
	return c.way(n.(*query.Group).Part, p)
}

func (c *compiler) wordWay(words string, p asking) *way {
	table := "article_words"
	if p.words {
		table = "statement_words"
	}
	return &way{parts: []condition{cond(c.db.matching(table), words)}, rows: p.words || p.shift == 0, words: true, sorted: true}
}

// way gives one to the rows that a condition may hold of; nil where there is none but to test them all.
func (c *compiler) way(n query.Node, p asking) *way {
	if w, ok := c.words(c.db.matcher(), n, !p.words); ok {
		return c.wordWay(w, p)
	}
	switch n := n.(type) {
	case *query.Group:
		return c.way(n.Part, p.article())
	case *query.And:
		if list := c.ways(n.Parts, p); len(list) > 0 {
			return list[0]
		}
	case *query.Or:
		return c.union(n.Parts, p)
	case *query.Term:
		if n.Saved != nil {
			return c.way(n.Saved.Root, p.article())
		}
		return c.termWay(n, p)
	}
	return nil
}

// maxAlternatives is how many alternatives are followed side by side: as many people as share a common surname.
const maxAlternatives = 200

// union joins the ways to alternatives, which must all have one.
func (c *compiler) union(list []query.Node, p asking) *way {
	var out *way
	for _, part := range list {
		y := c.way(part, p)
		switch {
		case y == nil, out != nil && (y.rows != out.rows || len(out.parts)+len(y.parts) > maxAlternatives):
			return nil
		case out == nil:
			out = &way{shift: y.shift, rows: y.rows, sorted: true}
		}
		if y.shift != out.shift { // one of findings, one of what holds them
			out.shiftAll()
			y.shiftAll()
		}
		out.parts, out.sorted = append(out.parts, y.parts...), out.sorted && y.sorted
	}
	return out
}

// shiftAll has the database shift the keys.
func (w *way) shiftAll() {
	if w.shift == 0 {
		return
	}
	for i, part := range w.parts {
		w.parts[i] = cond("SELECT i >> "+strconv.Itoa(w.shift)+" AS i FROM ("+part.sql+") AS found", part.args...)
	}
	w.shift, w.sorted = 0, false
}

// findings makes a way of ids of findings; listed says that the list is of these.
func findings(p asking, listed, sorted bool, parts ...condition) *way {
	if listed {
		return &way{parts: parts, rows: true, sorted: sorted}
	}
	return &way{parts: parts, shift: statementBits, rows: p.shift == 0, sorted: sorted}
}

// ofArticles makes a way of keys of articles.
func ofArticles(p asking, sorted bool, parts ...condition) *way {
	return &way{parts: parts, rows: p.shift == 0, sorted: sorted}
}

// termWay gives the way by a field's index.
func (c *compiler) termWay(t *query.Term, p asking) *way {
	switch t.Field.Name {
	case "by":
		return voiceWay(p, p.statement != "", voiceBy, c.meant[t].subjects)
	case "about":
		return c.aboutWay(t, p)
	case "act":
		return findings(p, p.statement != "", true, cond("SELECT id AS i FROM statements WHERE act = ?", t.Value))
	case "outlet":
		return outletWay(p, outletIDs(c.meant[t].outlets))
	case "story":
		return ofArticles(p, false, cond("SELECT key AS i FROM told WHERE story = ?", c.meant[t].story))
	case "figure":
		if !t.Number {
			return nil
		}
		return figureWay(t, p)
	case "due", "when":
	case "kind":
		if t.Level() != query.OfFact {
			return nil
		}
	default:
		return nil
	}
	table := factOf(t)
	if t.Field.Name == "due" || t.Field.Name == "when" {
		w := findings(p, p.table == table, false)
		for _, c := range overlapping(t.From, t.To) {
			w.parts = append(w.parts, cond("SELECT id AS i FROM "+table+" WHERE "+c.sql, c.args...))
		}
		return w
	}
	y := onFact(t, table)
	return findings(p, p.table == table, false, cond("SELECT id AS i FROM "+table+" WHERE "+y.sql, y.args...))
}

func (c *compiler) aboutWay(t *query.Term, p asking) *way {
	m := c.meant[t]
	words := c.db.matcher().one(m.words)
	if p.fact != "" {
		return findings(p, false, true, cond(c.db.matching("sentence_words"), words))
	}
	w := voiceWay(p, p.statement != "", voiceAbout, m.subjects)
	w.parts = append(w.parts, cond(c.db.matching("statement_words"), words))
	return w
}

// voiceWay leads to the statements that one of some subjects says, or is named in.
func voiceWay(p asking, listed bool, how int, subjects []int64) *way {
	const q = "SELECT statement AS i FROM voices WHERE how = "
	if len(subjects) > maxAlternatives {
		of := in("subject", idArgs(subjects))
		return findings(p, listed, false, cond(q+strconv.Itoa(how)+" AND "+of.sql, of.args...))
	}
	var parts []condition
	for _, id := range subjects {
		parts = append(parts, cond(q+strconv.Itoa(how)+" AND subject = ?", id))
	}
	return findings(p, listed, true, parts...)
}

func outletWay(p asking, outlets []any) *way {
	const q = "SELECT key AS i FROM articles WHERE outlet_id "
	if len(outlets) > maxAlternatives {
		return ofArticles(p, false, cond(q+"IN ("+marks(len(outlets))+")", outlets...))
	}
	var parts []condition
	for _, id := range outlets {
		parts = append(parts, cond(q+"= ?", id))
	}
	return ofArticles(p, true, parts...)
}
