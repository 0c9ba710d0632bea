package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"rapporteur"
	"rapporteur/internal/store/query"
)

// sight is an article as a query sees it in memory: what [compiler] writes in SQL, over a record. It serves to say why an
// article was found.
type sight struct {
	*asked
	row   *ArticleRow
	doc   *rapporteur.Document
	voice map[voiceAt]bool // who says its statements, who is named in them
	facts *facts
	text  []word                    // of the article, as indexed
	said  map[int][]word            // of statements, likewise
	why   map[*query.Term][]*Reason // where positive terms hold
}

// voiceAt says that a subject says a statement, or is named in it.
type voiceAt struct {
	statement int
	how       int
	subject   int64
}

func (a *asked) see(row *ArticleRow, doc *rapporteur.Document, voices map[voiceAt]bool) *sight {
	return &sight{asked: a, row: row, doc: doc, voice: voices, facts: &facts{doc: doc}, text: wordsOf(indexed(doc.Article.Text), a.stems), said: map[int][]word{}, why: map[*query.Term][]*Reason{}}
}

// voicesOf gives who says the statements of an article, and who is named in them.
func (s *Store) voicesOf(ctx context.Context, article string) (map[voiceAt]bool, error) {
	out := map[voiceAt]bool{}
	var key int64
	if err := one(ctx, s.db, "SELECT key FROM articles WHERE id = ?", []any{plain(article)}, &key); err != nil {
		return nil, err
	}
	from, to := statementKeys(key)
	err := each(ctx, s.db, func(r rows) error {
		var v voiceAt
		var id int64
		err := r.Scan(&id, &v.how, &v.subject)
		v.statement = statementIndex(id)
		out[v] = true
		return err
	}, "SELECT statement, how, subject FROM voices WHERE statement >= ? AND statement < ?", from, to)
	return out, err
}

// voiced reports whether one of some subjects says a statement, or is named in it.
func (v *sight) voiced(i, how int, subjects []int64) bool {
	return slices.ContainsFunc(subjects, func(id int64) bool { return v.voice[voiceAt{i, how, id}] })
}

// spot is where a condition stands, as [asking] is in SQL.
type spot struct {
	statement int    // that the conditions describe, or none
	table     string // of the listed fact, "" where none is listed
	fact      int    // its place in the record
	words     bool   // words are asked of the statement
}

var wholeArticle = spot{statement: none, fact: none}

// holds tests a part of the query against the article.
func (v *sight) holds(n query.Node, p spot) bool {
	switch n := n.(type) {
	case *query.And:
		return v.conjunction(n.Parts, p)
	case *query.Or:
		found := false
		for _, part := range n.Parts { // all of them, to see where each holds
			found = v.holds(part, p) || found
		}
		return found
	case *query.Not:
		return !v.quietly(func() bool { return v.holds(n.Part, p) })
	case *query.Group:
		return v.holds(n.Part, wholeArticle)
	case *query.Term:
		return v.term(n, p)
	}
	return false
}

// quietly finds out without noting where.
func (v *sight) quietly(f func() bool) bool {
	why := v.why
	v.why = nil
	ok := f()
	v.why = why
	return ok
}

func (v *sight) conjunction(parts []query.Node, p spot) bool {
	like := asking{}
	if p.table != "" {
		like.fact = "f"
	}
	binding := p.statement == none && anyPart(parts, func(n query.Node) bool { return describes(n, like) })
	var inside []query.Node
	for _, part := range parts {
		if binding && asksFinding(part) {
			inside = append(inside, part)
		} else if !v.holds(part, p) {
			return false
		}
	}
	if len(inside) == 1 {
		return v.holds(inside[0], p)
	}
	return len(inside) == 0 || v.exists(p, func(p spot) bool { return v.conjunction(inside, p) })
}

// exists looks for statements of which f holds, where a fact is listed for those around it, and notes each.
func (v *sight) exists(p spot, f func(spot) bool) bool {
	found := false
	for i := range v.doc.Attributions[:min(len(v.doc.Attributions), maxStatements)] {
		if p.table != "" && !v.around(i, p.table, p.fact) {
			continue
		}
		inner := p
		inner.statement = i
		if v.quietly(func() bool { return f(inner) }) {
			found = true
			f(inner) // again, to note where
		}
	}
	return found
}

// around reports whether a fact stands in a statement, or is what it binds to.
func (v *sight) around(i int, table string, fact int) bool {
	return table == "commitments" && v.doc.Commitments[fact].Attribution == i || hull(v.doc.Attributions[i].Content).Contains(v.span(table, fact))
}

func (v *sight) span(table string, i int) rapporteur.Span {
	switch table {
	case "figures":
		return v.doc.Figures[i].Span
	case "dates":
		return v.doc.Dates[i].Span
	}
	return v.doc.Commitments[i].Span
}

func (v *sight) count(table string) int {
	switch table {
	case "figures":
		return min(len(v.doc.Figures), maxFacts)
	case "dates":
		return min(len(v.doc.Dates), maxFacts)
	}
	return min(len(v.doc.Commitments), maxFacts)
}

func (v *sight) term(t *query.Term, p spot) bool {
	switch {
	case t.Field == nil:
		return v.words(t, p)
	case t.Saved != nil:
		return v.holds(t.Saved.Root, wholeArticle)
	case t.Level() == query.OfArticle:
		return v.note(v.ofArticle(t), t, none)
	case t.Level() == query.OfFact:
		return v.fact(t, p)
	case p.table != "" && t.Field.Name == "about":
		_, s := v.facts.sentence(v.span(p.table, p.fact))
		return v.note(stands(v.meant[t].words, wordsOf(indexed(s.Of(v.doc.Article.Text)), v.stems)), t, none, s)
	case p.statement == none:
		return v.exists(p, func(p spot) bool { return v.term(t, p) })
	}
	return v.note(v.ofStatement(t, p.statement), t, p.statement, v.doc.Attributions[p.statement].Content...)
}

func (v *sight) words(t *query.Term, p spot) bool {
	m := v.meant[t].words
	if p.words {
		return v.note(stands(m, v.quote(p.statement)), t, p.statement, v.doc.Attributions[p.statement].Content...)
	}
	spans := m.find(v.text)
	return v.note(len(spans) > 0, t, none, spans...)
}

// quote is the words of a statement.
func (v *sight) quote(i int) []word {
	list, known := v.said[i]
	if !known {
		list = wordsOf(indexed(words(v.doc.Article.Text, v.doc.Attributions[i].Content)), v.stems)
		v.said[i] = list
	}
	return list
}

func (v *sight) ofArticle(t *query.Term) bool {
	r := v.row
	switch t.Field.Name {
	case "outlet":
		return isOutlet(strings.ToLower(plain(oneSpace(t.Text))), r.OutletHost, r.Outlet)
	case "date":
		return (t.From.IsZero() || firstKey(r.At) >= firstKey(reasonable(t.From))) && (t.To.IsZero() || firstKey(r.At) < firstKey(reasonable(t.To)))
	case "wire":
		text, wire := strings.ToLower(plain(oneSpace(t.Text))), strings.ToLower(r.Wire)
		return text == "none" && wire == "" || text == "any" && wire != "" || text != "none" && text != "any" && strings.HasPrefix(wire, text)
	case "lang":
		lang, want := strings.ToLower(r.Language), strings.ToLower(plain(t.Text))
		return lang == want || strings.HasPrefix(lang, want+"-")
	case "story":
		return r.Story != 0 && r.Story == v.meant[t].story
	}
	return true
}

func (v *sight) ofStatement(t *query.Term, i int) bool {
	x := &v.doc.Attributions[i]
	switch t.Field.Name {
	case "by":
		return v.voiced(i, voiceBy, v.meant[t].subjects)
	case "about":
		return stands(v.meant[t].words, v.quote(i)) || v.voiced(i, voiceAbout, v.meant[t].subjects)
	case "act":
		return string(x.Act) == t.Value
	case "kind":
		return string(x.Kind) == t.Value
	case "class":
		return string(x.SpeakerClass) == t.Value
	case "hedged":
		return x.Hedged == t.Yes
	case "negated":
		return x.Negated == t.Yes
	case "confidence":
		return compares(x.Confidence, x.Confidence, t)
	}
	return false
}

func compares(low, high float64, t *query.Term) bool {
	switch t.Op {
	case query.Less:
		return high < t.High
	case query.AtMost:
		return high <= t.High
	case query.More:
		return low > t.Low
	case query.AtLeast:
		return low >= t.Low
	}
	if t.Low == t.High {
		return low == t.Low || high == t.Low
	}
	return low >= t.Low && high <= t.High
}

func (v *sight) fact(t *query.Term, p spot) bool {
	table := factOf(t)
	if p.table == table {
		return v.note(v.onFact(t, p.fact), t, none, v.span(table, p.fact))
	}
	found := false
	for i := range v.count(table) {
		if !v.near(table, i, p) || !v.onFact(t, i) {
			continue
		}
		found = v.note(true, t, p.statement, v.span(table, i))
	}
	return found
}

// near reports whether a fact stands where the condition asks: in the sentence of the listed one, in the statement, or
// anywhere in the article.
func (v *sight) near(table string, i int, p spot) bool {
	switch {
	case p.table != "":
		a, _ := v.facts.sentence(v.span(table, i))
		b, _ := v.facts.sentence(v.span(p.table, p.fact))
		return a == b
	case p.statement != none:
		return v.around(p.statement, table, i)
	}
	return true
}

func (v *sight) onFact(t *query.Term, i int) bool {
	switch t.Field.Name {
	case "figure":
		f := &v.doc.Figures[i]
		if t.Unit == "count" && f.Unit != "" || t.Unit != "" && t.Unit != "count" && !strings.EqualFold(f.Unit, t.Unit) {
			return false
		}
		low, ok := number(f.Value).(float64)
		high, ok2 := number(f.High).(float64)
		if !ok2 {
			high = low
		}
		return !t.Number || ok && compares(low, high, t)
	case "when":
		d := &v.doc.Dates[i]
		return intervalsMeet(d.From, d.To, t)
	case "due":
		d := v.facts.date(v.doc.Commitments[i].Due)
		return d != nil && intervalsMeet(d.From, d.To, t)
	case "who":
		return strings.Contains(v.facts.bound(i), " "+nameKey(plain(t.Text)))
	}
	return string(v.doc.Commitments[i].Kind) == t.Value
}

func intervalsMeet(from, to time.Time, t *query.Term) bool {
	return !from.IsZero() && (t.To.IsZero() || from.Before(t.To)) && (t.From.IsZero() || to.After(t.From))
}

// note keeps where a term holds, and passes on whether it does.
func (v *sight) note(ok bool, t *query.Term, statement int, spans ...rapporteur.Span) bool {
	if ok && v.why != nil {
		v.why[t] = append(v.why[t], &Reason{Term: t.String(), Statement: statement, Spans: spans})
	}
	return ok
}

// wordsOf cuts a text into words as they are indexed; known, where it is not nil, keeps their stems from one text to the next.
func wordsOf(text string, known map[string]string) []word {
	var out []word
	eachWord(text, func(start, end int) bool {
		s, ok := known[text[start:end]]
		if !ok {
			s = stem(text[start:end])
			if known != nil {
				known[text[start:end]] = s
			}
		}
		if s != "" {
			out = append(out, word{start: start, end: end, stem: s})
		}
		return true
	})
	markAcronyms(text, out)
	return out
}

func stands(t term, list []word) bool { return len(t.first(list, 1)) > 0 }

// find gives the places of a term.
func (t *term) find(list []word) []rapporteur.Span { return t.first(list, 200) }

// first gives its first places.
func (t *term) first(list []word, most int) (out []rapporteur.Span) {
	n := len(t.words)
	for end := n; end <= len(list) && len(out) < most; end++ {
		if t.endsAt(list[end-n : end]) {
			out = append(out, rapporteur.Span{Start: list[end-n].start, End: list[end-1].end})
		}
	}
	return out
}

// endsAt reports whether as many words are the term.
func (t *term) endsAt(list []word) bool {
	last := len(list) - 1
	if t.acronym != "" {
		return list[last].acronym == t.acronym
	}
	if w := t.words[last]; w != list[last].stem && (!t.prefix || !strings.HasPrefix(list[last].stem, w)) {
		return false
	}
	for i := range last {
		if list[i].stem != t.words[i] {
			return false
		}
	}
	return true
}
