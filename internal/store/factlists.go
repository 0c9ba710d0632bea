package store

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"rapporteur"
)

// factTable is one of the tables of facts, with f as its alias, and what its rows hold beside what all facts do.
type factTable struct{ name, columns string }

var (
	figureTable     = factTable{"figures", "f.value, f.high_value, f.low, f.high, f.unit, f.sense, f.change, f.of_span, f.of_words, f.part_of, f.same, f.as_of, f.as_of_begins, f.as_of_ends"}
	dateTable       = factTable{"dates", "f.value, f.mod, f.iso, f.begins, f.finishes, f.grain, f.kind, f.anchor, f.event_span, f.event_words"}
	commitmentTable = factTable{"commitments", "f.kind, f.who_span, f.who, f.names, f.what_span, f.what, f.condition_span, f.condition, f.due, f.due_words, f.due_grain, f.begins, f.finishes, f.figures"}
)

// factFilter is what the filters of facts have in common.
type factFilter struct {
	query, outlet, articleID string
	from, to, dueFrom, dueTo time.Time
	byDue, ahead             bool
	before                   Cursor
	limit                    int
}

// Figures lists figures: those of the newest articles first, and of each article in the order of its text.
func (s *Store) Figures(ctx context.Context, f FigureFilter) (*FigureList, error) {
	n := newNarrowing()
	if f.Unit != "" {
		unit := plain(f.Unit)
		if unit == "count" {
			unit = ""
		}
		n.and(cond("f.unit = ?", unit), findings(onFacts("figures"), true, true, cond("SELECT id AS i FROM figures WHERE unit = ?", unit)))
	}
	list, p, err := listFacts[FigureRow](ctx, s, figureTable, n, factFilter{query: f.Query, outlet: f.Outlet, articleID: f.ArticleID, from: f.From, to: f.To, before: f.Before, limit: f.Limit})
	return &FigureList{Rows: list, Next: p.next, Reached: p.reached}, err
}

// Dates lists dates: those of the newest articles first, and of each article in the order of its text, unless the filter
// asks for another order.
func (s *Store) Dates(ctx context.Context, f DateFilter) (*DateList, error) {
	n := newNarrowing()
	if f.Ahead && !f.ByDue {
		n.and(cond(strings.NewReplacer("finishes", "f.finishes", "id", "f.id").Replace(isAhead)), nil)
	}
	list, p, err := listFacts[DateRow](ctx, s, dateTable, n, factFilter{f.Query, f.Outlet, f.ArticleID, f.From, f.To, f.DueFrom, f.DueTo, f.ByDue, f.Ahead, f.Before, f.Limit})
	return &DateList{Rows: list, Next: p.next, Reached: p.reached}, err
}

// Commitments lists commitments: those of the newest articles first, and of each article in the order of its text, unless
// the filter asks for another order.
func (s *Store) Commitments(ctx context.Context, f CommitmentFilter) (*CommitmentList, error) {
	n := newNarrowing()
	if f.Kind != "" {
		kind := plain(string(f.Kind))
		n.and(cond("f.kind = ?", kind), findings(onFacts("commitments"), true, true, cond("SELECT id AS i FROM commitments WHERE kind = ?", kind)))
	}
	list, p, err := listFacts[CommitmentRow](ctx, s, commitmentTable, n, factFilter{f.Query, f.Outlet, f.ArticleID, f.From, f.To, f.DueFrom, f.DueTo, f.ByDue, false, f.Before, f.Limit})
	return &CommitmentList{Rows: list, Next: p.next, Reached: p.reached}, err
}

// factRow is a row of facts as the lists fill it.
type factRow[T any] interface {
	*T
	finding() *Finding
	fields() []any // where the table's own columns go
}

// listed is where a list goes on, and how far back it looked where it gave up.
type listed struct {
	next    Cursor
	reached time.Time
}

func listFacts[T any, P factRow[T]](ctx context.Context, s *Store, table factTable, n *narrowing, f factFilter) ([]T, listed, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := s.narrowFacts(ctx, n, f); err != nil {
		return nil, listed{}, err
	}
	a, err := s.ask(ctx, f.query)
	if err != nil {
		return nil, listed{}, err
	}
	if f.byDue {
		ids, l, err := s.dueFacts(ctx, table.name, a, n, f)
		if err != nil {
			return nil, listed{}, err
		}
		out, err := factRows[T, P](ctx, s, table, ids)
		return out, l, err
	}
	if err := n.before(f.before); err != nil {
		return nil, listed{}, err
	}
	n.due(f)
	pl, err := s.plan(ctx, a, onFacts(table.name), allFacts(table.name), n)
	if err != nil {
		return nil, listed{}, err
	}
	t, err := s.walk(ctx, pl, n.within, pageLimit(f.limit))
	if err != nil {
		return nil, listed{}, err
	}
	out, err := factRows[T, P](ctx, s, table, t.keys)
	return out, listed{t.next(), t.reached(statementBits)}, err
}

// factRows loads facts by their ids, in that order.
func factRows[T any, P factRow[T]](ctx context.Context, s *Store, table factTable, ids []int64) ([]T, error) {
	found := map[int64]T{}
	for chunk := range slices.Chunk(ids, MaxPageSize) {
		err := each(ctx, s.db, func(r rows) error {
			var id int64
			var row T
			p := P(&row)
			h := p.finding()
			err := r.Scan(append([]any{&id, statementPlace{&h.Statement}, &h.Start, &h.End, oneSpan{&h.Sentence}, &h.Words, &h.Speaker,
				&h.ArticleID, &h.Revision, &h.Title, &h.Outlet, &h.OutletHost, &h.URL, at(&h.At)}, p.fields()...)...)
			h.Index = statementIndex(id)
			found[id] = row
			return err
		}, `SELECT f.id, f.statement, f.starts, f.ends, f.sentence_span, f.words, coalesce(s.speaker, ''), a.id, a.revision, a.title, o.name, o.host, a.url, a.at, `+table.columns+
			` FROM `+table.name+` f JOIN articles a ON a.key = f.id >> `+strconv.Itoa(statementBits)+` JOIN outlets o ON o.id = f.outlet_id LEFT JOIN statements s ON s.id = f.statement WHERE f.id IN (`+marks(len(chunk))+`)`, idArgs(chunk)...)
		if err != nil {
			return nil, timeUp(err)
		}
	}
	var out []T
	for _, id := range ids {
		if x, ok := found[id]; ok {
			out = append(out, x)
		}
	}
	return out, s.putSentences(ctx, len(out), func(i int) *Finding { return P(&out[i]).finding() })
}

// narrowFacts adds the conditions that lists of facts share beside those on when they are due.
func (s *Store) narrowFacts(ctx context.Context, n *narrowing, f factFilter) error {
	n.dates(f.from, f.to, statementBits)
	if f.outlet != "" {
		if err := s.ofOutlet(ctx, n, onFacts(""), "f.outlet_id", f.outlet); err != nil {
			return err
		}
	}
	if f.articleID == "" {
		return nil
	}
	return s.ofArticle(ctx, n, f.articleID)
}

// ofArticle narrows to findings of one article.
func (s *Store) ofArticle(ctx context.Context, n *narrowing, id string) error {
	var key int64
	err := one(ctx, s.db, "SELECT key FROM articles WHERE id = ?", []any{plain(id)}, &key)
	if errors.Is(err, errNoRow) {
		n.within.high = n.within.low
		return nil
	}
	from, to := statementKeys(key)
	n.within = stretch{max(n.within.low, from), min(n.within.high, to)}
	return err
}

// putSentences fills in the words of the findings' sentences, from the revisions they stand in.
func (s *Store) putSentences(ctx context.Context, n int, finding func(int) *Finding) error {
	type revision struct {
		id string
		n  int
	}
	texts := map[revision]*rapporteur.Article{}
	for i := range n {
		f := finding(i)
		r := revision{f.ArticleID, f.Revision}
		a, known := texts[r]
		if !known {
			x, err := s.Revision(ctx, r.id, r.n)
			if err != nil {
				return timeUp(err)
			}
			a = x.Article
			texts[r] = a
		}
		if f.Sentence.End <= len(a.Text) {
			f.SentenceWords, f.Paragraph = oneSpace(f.Sentence.Of(a.Text)), a.PartAt(f.Sentence.Start)+1
		}
	}
	return nil
}

func (f *Finding) finding() *Finding { return f }

func (x *FigureRow) fields() []any {
	return []any{&x.Value, &x.High, perhaps{&x.Low}, perhaps{&x.Upper}, &x.Unit, (*string)(&x.Sense), &x.Change, oneSpan{&x.Of}, &x.OfWords, &x.PartOf,
		&x.Same, &x.AsOf, at(&x.AsOfFrom), at(&x.AsOfTo)}
}

func (x *DateRow) fields() []any {
	return []any{&x.Value, &x.Mod, &x.ISO, at(&x.DueFrom), at(&x.DueTo), (*string)(&x.Grain), (*string)(&x.Kind), &x.Anchor, oneSpan{&x.Event}, &x.EventWords}
}

func (x *CommitmentRow) fields() []any {
	return []any{(*string)(&x.Kind), oneSpan{&x.Who}, &x.WhoWords, &x.Names, oneSpan{&x.What}, &x.WhatWords, oneSpan{&x.Condition}, &x.ConditionWords,
		&x.Due, &x.DueWords, (*string)(&x.DueGrain), at(&x.DueFrom), at(&x.DueTo), numbers{&x.Figures}}
}

// oneSpan scans a stored span.
type oneSpan struct{ s *rapporteur.Span }

// Scan implements [sql.Scanner].
func (o oneSpan) Scan(v any) error {
	text, _ := v.(string)
	list, err := readSpans(text)
	if err == nil && len(list) != 1 {
		err = errStale(errors.New("a stored span is none"))
	}
	if err == nil {
		*o.s = list[0]
	}
	return err
}

// numbers scans stored places in a record.
type numbers struct{ list *[]int }

// Scan implements [sql.Scanner].
func (o numbers) Scan(v any) error {
	text, _ := v.(string)
	*o.list = nil
	for _, f := range strings.Fields(text) {
		n, err := strconv.Atoi(f)
		if err != nil {
			return errStale(err)
		}
		*o.list = append(*o.list, n)
	}
	return nil
}

// perhaps scans a number, 0 for none.
type perhaps struct{ n *float64 }

// Scan implements [sql.Scanner].
func (o perhaps) Scan(v any) error {
	*o.n, _ = v.(float64)
	return nil
}

// statementPlace scans the id of a statement as its place in the record.
type statementPlace struct{ i *int }

// Scan implements [sql.Scanner].
func (o statementPlace) Scan(v any) error {
	*o.i = rapporteur.None
	if id, ok := v.(int64); ok {
		*o.i = statementIndex(id)
	}
	return nil
}
