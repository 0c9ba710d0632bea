package store

import (
	"context"
	"errors"
	"fmt"
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
	byDue                    bool
	before                   Cursor
	limit                    int
}

// Figures lists figures: those of the newest articles first, and of each article in the order of its text.
func (s *Store) Figures(ctx context.Context, f FigureFilter) (*FigureList, error) {
	w := &where{}
	switch f.Unit {
	case "":
	case "count":
		w.and("f.unit = ''")
	default:
		w.and("f.unit = ?", plain(f.Unit))
	}
	list, next, err := listFacts[FigureRow](ctx, s, figureTable, w, factFilter{query: f.Query, outlet: f.Outlet, articleID: f.ArticleID, from: f.From, to: f.To, before: f.Before, limit: f.Limit})
	return &FigureList{Rows: list, Next: next}, err
}

// Dates lists dates: those of the newest articles first, and of each article in the order of its text, unless the filter
// asks for another order.
func (s *Store) Dates(ctx context.Context, f DateFilter) (*DateList, error) {
	w := &where{}
	if f.Ahead {
		w.and("f.finishes > (a.at / 86400000000 + 1) * 86400000000")
	}
	list, next, err := listFacts[DateRow](ctx, s, dateTable, w, factFilter{f.Query, f.Outlet, f.ArticleID, f.From, f.To, f.DueFrom, f.DueTo, f.ByDue, f.Before, f.Limit})
	return &DateList{Rows: list, Next: next}, err
}

// Commitments lists commitments: those of the newest articles first, and of each article in the order of its text, unless
// the filter asks for another order.
func (s *Store) Commitments(ctx context.Context, f CommitmentFilter) (*CommitmentList, error) {
	w := &where{}
	if f.Kind != "" {
		w.and("f.kind = ?", plain(string(f.Kind)))
	}
	list, next, err := listFacts[CommitmentRow](ctx, s, commitmentTable, w, factFilter{f.Query, f.Outlet, f.ArticleID, f.From, f.To, f.DueFrom, f.DueTo, f.ByDue, f.Before, f.Limit})
	return &CommitmentList{Rows: list, Next: next}, err
}

// factRow is a row of facts as the lists fill it.
type factRow[T any] interface {
	*T
	finding() *Finding
	fields() []any  // where the table's own columns go
	due() time.Time // what lists by due date are ordered by
}

// fact is a row with what it is sorted by.
type fact[T any] struct {
	id  int64
	row T
}

func listFacts[T any, P factRow[T]](ctx context.Context, s *Store, table factTable, w *where, f factFilter) ([]T, Cursor, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	some, err := s.narrowFacts(ctx, w, f)
	if err != nil || !some {
		return nil, "", err
	}
	a, err := s.ask(ctx, f.query)
	if err != nil {
		return nil, "", err
	}
	from, err := s.narrowed(ctx, w, a, onFacts(table.name), source{from: table.name + " f", key: "f.id"})
	if err != nil {
		return nil, "", err
	}
	limit, order := pageLimit(f.limit), " ORDER BY f.id DESC"
	if f.byDue {
		order = " ORDER BY f.begins, f.id"
	}
	var list []fact[T]
	err = each(ctx, s.db, func(r rows) error {
		var x fact[T]
		p := P(&x.row)
		h := p.finding()
		err := r.Scan(append([]any{&x.id, statementPlace{&h.Statement}, &h.Start, &h.End, oneSpan{&h.Sentence}, &h.Words, &h.Speaker,
			&h.ArticleID, &h.Revision, &h.Title, &h.Outlet, &h.OutletHost, &h.URL, at(&h.At)}, p.fields()...)...)
		h.Index = statementIndex(x.id)
		list = append(list, x)
		return err
	}, `SELECT f.id, f.statement, f.starts, f.ends, f.sentence_span, f.words, coalesce(s.speaker, ''), a.id, a.revision, a.title, o.name, o.host, a.url, a.at, `+table.columns+
		` FROM (SELECT f.id FROM `+from.from+` JOIN articles a ON a.key = f.id >> `+strconv.Itoa(statementBits)+w.String()+order+` LIMIT `+strconv.Itoa(limit+1)+`) AS page`+
		s.db.cross()+table.name+` f ON f.id = page.id JOIN articles a ON a.key = f.id >> `+strconv.Itoa(statementBits)+` JOIN outlets o ON o.id = f.outlet_id LEFT JOIN statements s ON s.id = f.statement`+order,
		append(slices.Clone(from.args), w.args...)...)
	if err != nil {
		return nil, "", timeUp(err)
	}
	list, next := cut(list, limit, func(x fact[T]) int64 { return x.id })
	if next != "" && f.byDue {
		last := &list[len(list)-1]
		next = dueCursor(P(&last.row).due(), last.id)
	}
	out := make([]T, len(list))
	for i := range list {
		out[i] = list[i].row
	}
	return out, next, s.putSentences(ctx, len(out), func(i int) *Finding { return P(&out[i]).finding() })
}

// narrowFacts adds the conditions that lists of facts share; some is false where nothing can meet them.
func (s *Store) narrowFacts(ctx context.Context, w *where, f factFilter) (some bool, err error) {
	rows := source{key: "f.id"}
	before := f.before
	if f.byDue {
		before = ""
		w.and("f.begins IS NOT NULL")
		if err := w.beforeDue(f.before); err != nil {
			return false, err
		}
	}
	if err := w.article(rows, statementBits, "f.outlet_id", f.outlet, f.from, f.to, before); err != nil {
		return false, err
	}
	if !f.dueFrom.IsZero() {
		w.and("f.finishes > ?", reasonable(f.dueFrom).UnixMicro())
	}
	if !f.dueTo.IsZero() {
		w.and("f.begins < ?", reasonable(f.dueTo).UnixMicro())
	}
	if f.articleID == "" {
		return true, nil
	}
	return s.ofArticle(ctx, w, "f.id", f.articleID)
}

// ofArticle adds the condition that findings are of one article; some is false where there is none of that name.
func (s *Store) ofArticle(ctx context.Context, w *where, column, id string) (some bool, err error) {
	var key int64
	err = one(ctx, s.db, "SELECT key FROM articles WHERE id = ?", []any{plain(id)}, &key)
	if errors.Is(err, errNoRow) {
		return false, nil
	}
	from, to := statementKeys(key)
	w.and(column+" >= ? AND "+column+" < ?", from, to)
	return true, err
}

// dueCursor is a place in a list by due date.
func dueCursor(due time.Time, id int64) Cursor {
	return Cursor(strconv.FormatInt(due.UnixMicro(), 36) + "." + strconv.FormatInt(id, 36))
}

func (w *where) beforeDue(c Cursor) error {
	if c == "" {
		return nil
	}
	due, id, _ := strings.Cut(string(c), ".")
	d, err := strconv.ParseInt(due, 36, 64)
	n, err2 := strconv.ParseInt(id, 36, 64)
	if err := errors.Join(err, err2); err != nil {
		return fmt.Errorf("%w: %.40q is no place in a list; start at its beginning", rapporteur.ErrInvalid, string(c))
	}
	w.and("(f.begins > ? OR f.begins = ? AND f.id > ?)", d, d, n)
	return nil
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

func (x *FigureRow) due() time.Time     { return time.Time{} }
func (x *DateRow) due() time.Time       { return x.DueFrom }
func (x *CommitmentRow) due() time.Time { return x.DueFrom }

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
