package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"rapporteur"
)

// Lists in the order in which facts are due. What overlaps a stretch of time began at most its own length before it: so intervals are looked for by
// their lengths, of which the long ones have indexes of their own, and none is looked for further back than it can be.

// isAhead is the condition that a date ends after the day of its article, whose minute stands in the number of the date. An index has it.
const isAhead = "finishes > (((id >> 36) / 1440 + 1) * 86400000000)"

// lengths are intervals by how long they are, in microseconds: days and weeks; months, seasons, years; what is longer.
var lengths = []struct {
	sql  string
	most int64
}{
	{"finishes - begins <= 691200000000", 691_200_000_000},
	{"finishes - begins > 691200000000 AND finishes - begins <= 34560000000000", 34_560_000_000_000},
	{"finishes - begins > 34560000000000", math.MaxInt64},
}

// overlapping gives, for each length, the condition that an interval has time in common with [from, to); zero times are open.
func overlapping(from, to time.Time) []condition {
	var out []condition
	for _, l := range lengths {
		w := &where{}
		w.and("begins IS NOT NULL AND " + l.sql)
		if !to.IsZero() {
			w.and("begins < ?", to.UnixMicro())
		}
		if !from.IsZero() {
			w.and("finishes > ?", from.UnixMicro())
			if l.most < math.MaxInt64 {
				w.and("begins > ?", from.UnixMicro()-l.most)
			}
		}
		out = append(out, cond(strings.Join(w.conditions, " AND "), w.args...))
	}
	return out
}

// due narrows to what is due within the filter's stretch.
func (n *narrowing) due(f factFilter) {
	if !f.dueFrom.IsZero() {
		n.and(cond("f.finishes > ?", reasonable(f.dueFrom).UnixMicro()), nil)
	}
	if !f.dueTo.IsZero() {
		n.and(cond("f.begins < ?", reasonable(f.dueTo).UnixMicro()), nil)
	}
}

// dueAt is a fact in a list by due date.
type dueAt struct{ begins, id int64 }

func (d dueAt) cursor() Cursor {
	return Cursor(strconv.FormatInt(d.begins, 36) + "." + strconv.FormatInt(d.id, 36))
}

func byDue(a, b dueAt) int { return cmp.Or(cmp.Compare(a.begins, b.begins), cmp.Compare(a.id, b.id)) }

// readDue reads a place in such a list; the beginning is before all.
func readDue(c Cursor) (dueAt, error) {
	if c == "" {
		return dueAt{math.MinInt64, math.MinInt64}, nil
	}
	due, id, _ := strings.Cut(string(c), ".")
	d, err := strconv.ParseInt(due, 36, 64)
	n, err2 := strconv.ParseInt(id, 36, 64)
	if err := errors.Join(err, err2); err != nil {
		return dueAt{}, fmt.Errorf("%w: %.40q is no place in a list; start at its beginning", rapporteur.ErrInvalid, string(c))
	}
	return dueAt{d, n}, nil
}

// dueFacts finds a page of facts by when they are due. Where a query leaves few, they are found first and sorted; else candidates
// come in the order of the list, and are tested.
func (s *Store) dueFacts(ctx context.Context, table string, a *asked, n *narrowing, f factFilter) ([]int64, listed, error) {
	after, err := readDue(f.before)
	if err != nil {
		return nil, listed{}, err
	}
	pl, err := s.plan(ctx, a, onFacts(table), allFacts(table), n)
	if err != nil {
		return nil, listed{}, err
	}
	want := pageLimit(f.limit)
	if !pl.all && pl.way.n < s.few {
		return s.dueAmong(ctx, table, pl, n, f, after, want)
	}
	pl.way = &way{rows: true}
	var out []dueAt
	for tested := 0; ; {
		list, err := s.dueAfter(ctx, table, n, f, after, lastChunk)
		if err != nil {
			return nil, listed{}, err
		}
		passed, err := s.testDue(ctx, pl, n.within, list)
		if err != nil {
			return nil, listed{}, err
		}
		out, tested = append(out, passed...), tested+len(list)
		switch {
		case len(out) > want:
			return idsOf(out[:want]), listed{next: out[want-1].cursor()}, nil
		case len(list) < lastChunk:
			return idsOf(out), listed{}, nil
		case pl.tested() && tested >= s.tests:
			last := list[len(list)-1]
			return idsOf(out), listed{next: last.cursor(), reached: time.UnixMicro(last.begins).UTC()}, nil
		}
		after = list[len(list)-1]
	}
}

func idsOf(list []dueAt) []int64 {
	out := make([]int64, len(list))
	for i := range list {
		out[i] = list[i].id
	}
	return out
}

// dueAfter gives the next candidates in the order in which they are due.
func (s *Store) dueAfter(ctx context.Context, table string, n *narrowing, f factFilter, after dueAt, most int) ([]dueAt, error) {
	from, to := time.Time{}, time.Time{}
	if !f.dueFrom.IsZero() {
		from = reasonable(f.dueFrom)
	}
	if !f.dueTo.IsZero() {
		to = reasonable(f.dueTo)
	}
	var out []dueAt
	for _, c := range overlapping(from, to) {
		w := &where{}
		w.and(c.sql, c.args...)
		n.within.add(w, "id", 0)
		if f.ahead {
			w.and(isAhead)
		}
		if after.id != math.MinInt64 {
			w.and("begins >= ? AND (begins > ? OR id > ?)", after.begins, after.begins, after.id)
		}
		err := each(ctx, s.db, func(r rows) error {
			var d dueAt
			err := r.Scan(&d.begins, &d.id)
			out = append(out, d)
			return err
		}, "SELECT begins, id FROM "+table+w.String()+" ORDER BY begins, id LIMIT "+strconv.Itoa(most), w.args...)
		if err != nil {
			return nil, timeUp(err)
		}
	}
	slices.SortFunc(out, byDue)
	return out[:min(len(out), most)], nil
}

// testDue gives those candidates of which the conditions hold, in their order.
func (s *Store) testDue(ctx context.Context, pl *plan, within stretch, list []dueAt) ([]dueAt, error) {
	if len(list) == 0 || !pl.tested() {
		return list, nil
	}
	ids := idsOf(list)
	slices.SortFunc(ids, falling)
	passed, err := s.test(ctx, pl, ids, within)
	if err != nil {
		return nil, err
	}
	held := map[int64]bool{}
	for _, id := range passed {
		held[id] = true
	}
	return slices.DeleteFunc(list, func(d dueAt) bool { return !held[d.id] }), nil
}

// dueAmong sorts the few that a query leaves.
func (s *Store) dueAmong(ctx context.Context, table string, pl *plan, n *narrowing, f factFilter, after dueAt, want int) ([]int64, listed, error) {
	t, err := s.walk(ctx, pl, n.within, math.MaxInt32)
	if err != nil {
		return nil, listed{}, err
	}
	var out []dueAt
	for chunk := range slices.Chunk(t.keys, MaxPageSize) {
		w := &where{}
		w.and("f.begins IS NOT NULL AND f.id IN ("+marks(len(chunk))+")", idArgs(chunk)...)
		due := newNarrowing()
		due.due(f)
		for _, x := range due.extras {
			w.and(x.sql, x.args...)
		}
		if f.ahead {
			w.and(isAhead)
		}
		err := each(ctx, s.db, func(r rows) error {
			var d dueAt
			if err := r.Scan(&d.begins, &d.id); err != nil {
				return err
			}
			if byDue(d, after) > 0 {
				out = append(out, d)
			}
			return nil
		}, "SELECT begins, id FROM "+table+" f"+w.String(), w.args...)
		if err != nil {
			return nil, listed{}, timeUp(err)
		}
	}
	slices.SortFunc(out, byDue)
	if len(out) <= want {
		return idsOf(out), listed{}, nil
	}
	return idsOf(out[:want]), listed{next: out[want-1].cursor()}, nil
}
