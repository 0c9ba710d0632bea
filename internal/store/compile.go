package store

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"rapporteur/internal/store/query"
)

// How a query becomes SQL. What a part of it is asked of depends on where it stands: of the row that is listed, of a
// statement that the conditions around it describe, or of the article. docs/query.md has the rules; [asked.holds] is the
// same over a record in memory, and a test compares the two.

// asking is where a condition stands.
type asking struct {
	row       string // column of the article's key, or of the listed row's id
	shift     int    // bits of it to the right of the article's key
	statement string // alias of the statement that the conditions describe; "" for none
	fact      string // alias of the listed fact, "" where none is listed
	table     string // of that fact
	words     bool   // words are asked of the statement
}

// Where a condition stands that is asked of the row itself.
var (
	onArticles   = asking{row: "a.key"}
	onStatements = asking{row: "s.id", shift: statementBits, statement: "s", words: true}
)

func onFacts(table string) asking {
	return asking{row: "f.id", shift: statementBits, fact: "f", table: table}
}

// article is the place where the same article is asked as a whole.
func (p asking) article() asking { return asking{row: p.row, shift: p.shift} }

// key is the SQL of the article's key.
func (p asking) key() string {
	if p.shift == 0 {
		return p.row
	}
	return "(" + p.row + " >> " + strconv.Itoa(p.shift) + ")"
}

// within is the condition that a finding is of the same article.
func (p asking) within(id string) string {
	if p.shift == 0 {
		return fmt.Sprintf("%[1]s >= (%[2]s << %[3]d) AND %[1]s < ((%[2]s + 1) << %[3]d)", id, p.row, statementBits)
	}
	return fmt.Sprintf("%[1]s >= ((%[2]s >> %[3]d) << %[3]d) AND %[1]s < (((%[2]s >> %[3]d) + 1) << %[3]d)", id, p.row, statementBits)
}

// condition is SQL with its parameters.
type condition struct {
	sql  string
	args []any
}

func cond(sql string, args ...any) condition { return condition{sql, args} }

// all joins conditions; none at all is true.
func all(list []condition, between string) condition {
	var out condition
	var parts []string
	for _, c := range list {
		parts = append(parts, c.sql)
		out.args = append(out.args, c.args...)
	}
	switch len(parts) {
	case 0:
		return cond("TRUE")
	case 1:
		return condition{parts[0], out.args}
	}
	out.sql = "(" + strings.Join(parts, between) + ")"
	return out
}

// compiler writes the conditions of one query for one database.
type compiler struct {
	*asked
	db     database
	alias  int
	within stretch // of the keys of articles: where what is tested lies
	// size counts the rows of a table of words that match within a range, up to where they are many.
	size   func(table, words string, within stretch, shift int) (int, error)
	failed error
}

func (c *compiler) name() string {
	c.alias++
	return "q" + strconv.Itoa(c.alias)
}

// condition writes a part of the query.
func (c *compiler) condition(n query.Node, p asking) condition {
	if s, ok := c.words(c.db.matcher(), n, !p.words); ok {
		return c.matches(s, p)
	}
	switch n := n.(type) {
	case *query.And:
		return all(c.conjunction(n.Parts, p), " AND ")
	case *query.Or:
		var out []condition
		for _, part := range n.Parts {
			out = append(out, c.condition(part, p))
		}
		return all(out, " OR ")
	case *query.Not:
		x := c.condition(n.Part, p)
		return cond("NOT "+x.sql, x.args...)
	case *query.Group:
		return c.condition(n.Part, p.article())
	case *query.Term:
		return c.term(n, p)
	}
	return cond("FALSE")
}

// matches is the condition that words stand in the article, or in the statement.
func (c *compiler) matches(words string, p asking) condition {
	if p.words {
		return c.stand("statement_words", p.statement+".id", words)
	}
	return c.stand("article_words", p.key(), words)
}

// stand is the condition that words stand in the text of an id: in a set that is made of those in the range, or, where that
// would be large, asked of the index for each id.
func (c *compiler) stand(table, id, words string) condition {
	shift := statementBits
	if table == "article_words" {
		shift = 0
	}
	if c.size == nil {
		return cond(c.db.probe(table, id), words)
	}
	n, err := c.size(table, words, c.within, shift)
	c.failed = errors.Join(c.failed, err)
	if n >= many {
		return cond(c.db.probe(table, id), words)
	}
	bounds, args := c.within.condition("i", shift)
	return cond(c.db.member(id, "SELECT i FROM ("+c.db.matching(table)+") AS k"+bounds), append([]any{words}, args...)...)
}

// conjunction writes conditions that must all hold: those on a statement hold of one and the same.
func (c *compiler) conjunction(parts []query.Node, p asking) []condition {
	binding := false
	for _, part := range parts {
		binding = binding || p.statement == "" && describes(part, p)
	}
	var out []condition
	var inside []query.Node
	if words, rest := c.splitWords(parts, p); words != "" {
		out, parts = append(out, c.matches(words, p)), rest
	}
	for _, part := range parts {
		if binding && asksFinding(part) {
			inside = append(inside, part)
			continue
		}
		out = append(out, c.condition(part, p))
	}
	if len(inside) == 1 { // alone it may be met anywhere, so that alternatives need not be tried on every statement
		return append(out, c.condition(inside[0], p))
	}
	if len(inside) > 0 {
		out = append(out, c.exists(p, func(p asking) condition { return all(c.conjunction(inside, p), " AND ") }))
	}
	return out
}

// ofStatement reports whether a term is asked of a statement: about is asked of the sentence where facts are listed.
func ofStatement(t *query.Term, p asking) bool {
	return t.Field != nil && t.Level() == query.OfStatement && (p.fact == "" || t.Field.Name != "about")
}

// describes reports whether a part says how a statement is, and not only how it is not. Parentheses of their own don't.
func describes(n query.Node, p asking) bool {
	switch n := n.(type) {
	case *query.And:
		return anyPart(n.Parts, func(n query.Node) bool { return describes(n, p) })
	case *query.Or:
		return anyPart(n.Parts, func(n query.Node) bool { return describes(n, p) })
	case *query.Term:
		return ofStatement(n, p)
	}
	return false
}

// asksFinding reports whether a part asks anything of a statement or a fact.
func asksFinding(n query.Node) bool {
	switch n := n.(type) {
	case *query.And:
		return anyPart(n.Parts, asksFinding)
	case *query.Or:
		return anyPart(n.Parts, asksFinding)
	case *query.Not:
		return asksFinding(n.Part)
	case *query.Term:
		return n.Field != nil && n.Level() != query.OfArticle
	}
	return false
}

func anyPart(parts []query.Node, f func(query.Node) bool) bool {
	for _, p := range parts {
		if f(p) {
			return true
		}
	}
	return false
}

// exists is the condition that the article has a statement of which f holds; where a fact is listed, one around it.
func (c *compiler) exists(p asking, f func(asking) condition) condition {
	x := c.name()
	inner := p
	inner.statement = x
	y := f(inner)
	around := ""
	if p.fact != "" {
		around = fmt.Sprintf(" AND (%[1]s.statement = %[2]s.id OR %[2]s.starts <= %[1]s.starts AND %[2]s.ends >= %[1]s.ends)", p.fact, x)
	}
	return cond("EXISTS (SELECT 1 FROM statements "+x+" WHERE "+p.within(x+".id")+around+" AND "+y.sql+")", y.args...)
}

// term writes a field.
func (c *compiler) term(t *query.Term, p asking) condition {
	if t.Saved != nil {
		return c.condition(t.Saved.Root, p.article())
	}
	switch {
	case t.Level() == query.OfArticle:
		return c.ofArticle(t, p)
	case t.Level() == query.OfFact:
		return c.fact(t, p)
	case p.fact != "" && t.Field.Name == "about":
		return c.stand("sentence_words", p.fact+".sentence", c.db.matcher().one(c.meant[t].words))
	case p.statement == "":
		return c.exists(p, func(p asking) condition { return c.ofStatement(t, p.statement) })
	}
	return c.ofStatement(t, p.statement)
}

func (c *compiler) ofArticle(t *query.Term, p asking) condition {
	switch t.Field.Name {
	case "outlet":
		return in("a.outlet_id", outletIDs(c.meant[t].outlets))
	case "date":
		return all(dated(t, p), " AND ")
	case "wire":
		return wire(t.Text)
	case "lang":
		lang := strings.ToLower(plain(t.Text))
		return cond("(lower(a.language) = ? OR lower(a.language) LIKE ? ESCAPE '!')", lang, like(lang)+"-%")
	case "story":
		return cond("EXISTS (SELECT 1 FROM told WHERE told.article = a.id AND told.story = ?)", c.meant[t].story)
	}
	return cond("FALSE")
}

func outletIDs(list []outletRef) []any {
	out := make([]any, len(list))
	for i, o := range list {
		out[i] = o.id
	}
	return out
}

// in is membership; in an empty list there is nothing.
func in(column string, list []any) condition {
	if len(list) == 0 {
		return cond("FALSE")
	}
	return cond(column+" IN ("+marks(len(list))+")", list...)
}

// like escapes what LIKE would read as its own, with ! before it.
func like(s string) string { return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(s) }

func wire(text string) condition {
	text = strings.ToLower(plain(oneSpace(text)))
	switch text {
	case "none":
		return cond("a.wire = ''")
	case "any":
		return cond("a.wire <> ''")
	}
	return cond("lower(a.wire) LIKE ? ESCAPE '!'", like(text)+"%")
}

// dated is an interval over the keys, which are minutes.
func dated(t *query.Term, p asking) []condition {
	var out []condition
	if !t.From.IsZero() {
		out = append(out, cond(p.row+" >= ?", firstKey(reasonable(t.From))<<p.shift))
	}
	if !t.To.IsZero() {
		out = append(out, cond(p.row+" < ?", firstKey(reasonable(t.To))<<p.shift))
	}
	return out
}

// ofStatement writes a condition on a statement.
func (c *compiler) ofStatement(t *query.Term, x string) condition {
	switch t.Field.Name {
	case "by":
		return voice(x+".id", voiceBy, c.meant[t].subjects)
	case "about":
		m := c.meant[t]
		said := c.stand("statement_words", x+".id", c.db.matcher().one(m.words))
		if len(m.subjects) == 0 {
			return said
		}
		return all([]condition{said, voice(x+".id", voiceAbout, m.subjects)}, " OR ")
	case "act", "kind", "class":
		return cond(x+"."+t.Field.Name+" = ?", t.Value)
	case "hedged", "negated":
		return cond(x+"."+t.Field.Name+" = ?", t.Yes)
	case "confidence":
		return compare(x+".confidence", x+".confidence", t)
	}
	return cond("FALSE")
}

// voice is the condition that one of some subjects says a statement, or is named in it.
func voice(statement string, how int, subjects []int64) condition {
	of := in("subject", idArgs(subjects))
	return cond("EXISTS (SELECT 1 FROM voices WHERE statement = "+statement+" AND how = "+strconv.Itoa(how)+" AND "+of.sql+")", of.args...)
}

// compare writes a comparison of a range of numbers, low to high, that are the same where it is none.
func compare(low, high string, t *query.Term) condition {
	switch t.Op {
	case query.Less:
		return cond("("+high+" < ? AND "+low+" < ?)", t.High, t.High)
	case query.AtMost:
		return cond("("+high+" <= ? AND "+low+" <= ?)", t.High, t.High)
	case query.More:
		return cond(low+" > ?", t.Low)
	case query.AtLeast:
		return cond(low+" >= ?", t.Low)
	}
	switch {
	case t.Low == t.High:
		return cond("("+low+" = ? OR "+high+" = ?)", t.Low, t.Low)
	case math.IsInf(t.Low, 0):
		return cond("("+high+" <= ? AND "+low+" <= ?)", t.High, t.High)
	case math.IsInf(t.High, 0):
		return cond(low+" >= ?", t.Low)
	}
	return cond("("+low+" >= ? AND "+low+" <= ? AND "+high+" <= ?)", t.Low, t.High, t.High)
}

// factOf says which table a term on facts is asked of.
func factOf(t *query.Term) string {
	switch t.Field.Name {
	case "figure":
		return "figures"
	case "when":
		return "dates"
	}
	return "commitments"
}

// fact writes a condition on a figure, a date or a commitment: the listed one, else one in the same sentence as the listed
// one, else one in the statement, else one in the article.
func (c *compiler) fact(t *query.Term, p asking) condition {
	table := factOf(t)
	if p.table == table {
		return onFact(t, p.fact)
	}
	x := c.name()
	y := onFact(t, x)
	near := ""
	switch {
	case p.fact != "":
		near = fmt.Sprintf(" AND %s.sentence = %s.sentence", x, p.fact)
	case p.statement != "":
		near = fmt.Sprintf(" AND (%[1]s.statement = %[2]s.id OR %[1]s.starts >= %[2]s.starts AND %[1]s.ends <= %[2]s.ends)", x, p.statement)
	}
	return cond("EXISTS (SELECT 1 FROM "+table+" "+x+" WHERE "+p.within(x+".id")+near+" AND "+y.sql+")", y.args...)
}

// onFact writes what a term says of a fact.
func onFact(t *query.Term, x string) condition {
	switch t.Field.Name {
	case "figure":
		var out []condition
		switch t.Unit {
		case "":
		case "count":
			out = append(out, cond(x+".unit = ''"))
		default:
			out = append(out, cond("lower("+x+".unit) = ?", strings.ToLower(plain(t.Unit))))
		}
		if t.Number {
			out = append(out, cond(x+".low IS NOT NULL"), compare(x+".low", x+".high", t))
		}
		return all(out, " AND ")
	case "due", "when":
		return overlaps(x, t)
	case "who":
		return cond(x+".names_key LIKE ? ESCAPE '!'", "% "+like(nameKey(plain(t.Text)))+"%")
	}
	return cond(x+".kind = ?", t.Value) // kind
}

// overlaps is the condition that a fact's interval and that of a term have time in common.
func overlaps(x string, t *query.Term) condition {
	out := []condition{cond(x + ".begins IS NOT NULL")}
	if !t.To.IsZero() {
		out = append(out, cond(x+".begins < ?", t.To.UnixMicro()))
	}
	if !t.From.IsZero() {
		out = append(out, cond(x+".finishes > ?", t.From.UnixMicro()))
	}
	return all(out, " AND ")
}

// asksRecord reports whether a query asks anything of a record, so that no more is loaded than needed.
func (a *asked) asksRecord() bool {
	found := false
	query.Terms(a.Root, func(t *query.Term, _ bool) { found = found || t.Field != nil && t.Level() != query.OfArticle })
	return found
}
