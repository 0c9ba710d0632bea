package store

import (
	"cmp"
	"container/heap"
	"context"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// How a list is answered soon over a large archive: candidates are fetched newest first, by the way that leads to fewest of them, and tested some
// hundreds at a time, until the page is full. Where hardly any candidate passes, the walk ends after so many tests, and the list says how far back it
// looked: the page after it goes on from there. So no query costs more than those tests, however large the archive is and whatever it asks.

// stretch is a half-open range of keys.
type stretch struct{ low, high int64 }

var everything = stretch{noKey, math.MaxInt64}

// trail is what a walk found.
type trail struct {
	keys []int64 // of rows, newest first
	// end is the key from which on all was looked at. Where more is set there may be rows below it.
	end  int64
	more bool
	// cut says that the walk ended before it found as many rows as were asked for.
	cut bool
}

// next is where the page after it goes on.
func (t *trail) next() Cursor {
	if !t.more {
		return ""
	}
	return cursorAt(t.end)
}

// reached is the date back to which a walk looked that ended early, else zero. The keys are those of articles, shifted.
func (t *trail) reached(shift int) time.Time {
	if !t.cut {
		return time.Time{}
	}
	return keyTime(t.end >> shift)
}

// Bounds of a walk: candidates tested at a time, and in all. Store.tests is maxTests but in tests.
const (
	firstChunk = 128
	lastChunk  = 512
	maxTests   = 4000
)

// up gives a range of the listed rows' keys as one of the keys of candidates: those of the rows, or of articles.
func (p asking) up(k stretch, rows bool) stretch {
	if rows || p.shift == 0 {
		return k
	}
	return stretch{k.low >> p.shift, (k.high-1)>>p.shift + 1}
}

// walk finds up to want rows within a range of keys, newest first.
func (s *Store) walk(ctx context.Context, pl *plan, within stretch, want int) (trail, error) {
	return s.walkWhile(ctx, pl, within, want, func(int) bool { return true })
}

// walkWhile ends before that where goOn, told how many rows were found, says so.
func (s *Store) walkWhile(ctx context.Context, pl *plan, within stretch, want int, goOn func(found int) bool) (trail, error) {
	t := trail{end: within.low}
	size, least, tested := firstChunk, lastChunk, 0
	if !pl.tested() {
		size, least = want+1, want+1
	}
	feed := s.feed(pl.way, pl.asking.up(within, pl.way.rows), least)
	for {
		list, err := feed.next(ctx, size)
		if err != nil {
			return t, err
		}
		if len(list) == 0 {
			return t, nil
		}
		passed, err := s.test(ctx, pl, list, within)
		if err != nil {
			return t, err
		}
		t.keys = append(t.keys, passed...)
		tested += len(list)
		last := list[len(list)-1]
		if !pl.way.rows {
			last <<= pl.asking.shift
		}
		switch {
		case len(t.keys) > want:
			t.keys, t.more = t.keys[:want], true
			t.end = t.keys[want-1]
			return t, nil
		case feed.done():
			return t, nil
		case pl.tested() && tested >= s.tests:
			t.end, t.more, t.cut = max(last, within.low), true, true
			return t, nil
		case !goOn(len(t.keys)):
			t.end, t.more = max(last, within.low), true
			return t, nil
		}
		size = min(2*size, lastChunk)
	}
}

// feeder fetches candidates in falling order, each once: of alternatives, which it reads side by side, the highest of those that come next.
type feeder struct {
	store    *Store
	way      *way
	branches []*branch // those that may have more, the highest first as a heap
	last     int64     // what was given last
}

// branch is one of a way's alternatives.
type branch struct {
	part  condition
	left  stretch // what was not fetched yet
	size  int     // how many to fetch next
	ahead []int64
	empty bool // nothing is left in the database
}

func (s *Store) feed(w *way, within stretch, least int) *feeder {
	f := &feeder{store: s, way: w, last: math.MaxInt64}
	size := max(least/max(1, len(w.parts)), 16)
	if !w.sorted { // it is gathered and sorted each time
		size = max(least, 4*maxTests)
	}
	for _, part := range w.parts {
		f.branches = append(f.branches, &branch{part: part, left: within, size: size})
	}
	return f
}

func (f *feeder) done() bool { return len(f.branches) == 0 }

// next gives up to n candidates, none where there are no more.
func (f *feeder) next(ctx context.Context, n int) ([]int64, error) {
	if err := f.fill(ctx); err != nil {
		return nil, err
	}
	var list []int64
	for len(list) < n && !f.done() {
		top := f.branches[0]
		if i := top.ahead[0]; i < f.last {
			list, f.last = append(list, i), i
		}
		top.ahead = top.ahead[1:]
		if err := f.settle(ctx, top); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// fill fetches the first candidates of each branch.
func (f *feeder) fill(ctx context.Context) error {
	if f.last < math.MaxInt64 {
		return nil
	}
	for _, b := range f.branches {
		if err := b.fetch(ctx, f.store, f.way.shift); err != nil {
			return err
		}
	}
	f.branches = slices.DeleteFunc(f.branches, (*branch).done)
	heap.Init(f)
	return nil
}

// settle puts the branch that gave a candidate where it belongs.
func (f *feeder) settle(ctx context.Context, b *branch) error {
	if err := b.fetch(ctx, f.store, f.way.shift); err != nil {
		return err
	}
	if b.done() {
		heap.Pop(f)
		return nil
	}
	heap.Fix(f, 0)
	return nil
}

func (b *branch) done() bool { return len(b.ahead) == 0 }

// fetch reads on where nothing is at hand.
func (b *branch) fetch(ctx context.Context, s *Store, shift int) error {
	if len(b.ahead) > 0 || b.empty {
		return nil
	}
	list, err := s.keys(ctx, b.part, shift, b.left, b.size)
	if err != nil {
		return err
	}
	if b.empty = len(list) < b.size; !b.empty {
		b.left.high = list[len(list)-1] >> shift
		b.size = max(b.size, min(2*b.size, lastChunk))
	}
	for i := range list {
		list[i] >>= shift
	}
	b.ahead = slices.Compact(list)
	return nil
}

func (f *feeder) Len() int           { return len(f.branches) }
func (f *feeder) Less(i, j int) bool { return f.branches[i].ahead[0] > f.branches[j].ahead[0] }
func (f *feeder) Swap(i, j int)      { f.branches[i], f.branches[j] = f.branches[j], f.branches[i] }
func (f *feeder) Push(x any)         { f.branches = append(f.branches, x.(*branch)) }
func (f *feeder) Pop() any {
	b := f.branches[len(f.branches)-1]
	f.branches = f.branches[:len(f.branches)-1]
	return b
}

func falling(a, b int64) int { return cmp.Compare(b, a) }

// keys runs the SQL of a way within a range of what its keys, shifted, are.
func (s *Store) keys(ctx context.Context, c condition, shift int, within stretch, most int) ([]int64, error) {
	var out []int64
	bounds, args := within.condition("i", shift)
	q := "SELECT i FROM (" + c.sql + ") AS k" + bounds + " ORDER BY i DESC LIMIT " + strconv.Itoa(most)
	err := each(ctx, s.db, func(r rows) error {
		var i int64
		err := r.Scan(&i)
		out = append(out, i)
		return err
	}, q, append(slices.Clone(c.args), args...)...)
	return out, timeUp(err)
}

// condition writes a range of keys over a column that holds them with some bits more.
func (k stretch) condition(column string, shift int) (string, []any) {
	w := &where{}
	k.add(w, column, shift)
	return w.String(), w.args
}

func (k stretch) add(w *where, column string, shift int) {
	if k.low > noKey>>shift {
		w.and(column+" >= ?", k.low<<shift)
	}
	if k.high < math.MaxInt64>>shift {
		w.and(column+" < ?", k.high<<shift)
	}
}

// test gives those rows that candidates, in falling order, lead to and of which the conditions hold.
func (s *Store) test(ctx context.Context, pl *plan, list []int64, within stretch) ([]int64, error) {
	if !pl.tested() {
		return list, nil
	}
	conditions, err := pl.conditions(stretch{list[len(list)-1], list[0] + 1}, s.around(ctx))
	if err != nil {
		return nil, err
	}
	w := &where{}
	from, args := pl.rows.tables(s.db), []any(nil)
	if pl.way.rows {
		padded := idArgs(list)
		for len(padded)%firstChunk != 0 { // so that there are few statements to prepare
			padded = append(padded, list[0])
		}
		w.and(pl.rows.key+" IN ("+marks(len(padded))+")", padded...)
	} else {
		shift := strconv.Itoa(pl.asking.shift)
		from = "(VALUES " + strings.TrimSuffix(strings.Repeat("(CAST(? AS BIGINT)),", len(list)), ",") + ") AS d CROSS JOIN " + from
		w.and(pl.rows.key + " >= (d.column1 << " + shift + ") AND " + pl.rows.key + " < ((d.column1 + 1) << " + shift + ")")
		args = idArgs(list)
		within.add(w, pl.rows.key, 0)
	}
	w.andAll(conditions)
	var out []int64
	err = each(ctx, s.db, func(r rows) error {
		var i int64
		err := r.Scan(&i)
		out = append(out, i)
		return err
	}, "SELECT "+pl.rows.key+" FROM "+from+w.String()+" ORDER BY "+pl.rows.key+" DESC", append(args, w.args...)...)
	return out, timeUp(err)
}

// around counts the rows of a table of words that match within a range, up to where they are many: what decides how words are tested.
func (s *Store) around(ctx context.Context) func(table, words string, within stretch, shift int) (int, error) {
	return func(table, words string, within stretch, shift int) (int, error) {
		return s.count(ctx, cond(s.db.matching(table), words), shift, within, many)
	}
}

// many is how large a set of ids is not made for some hundred candidates.
const many = 4000

// count counts keys within a range, up to a number.
func (s *Store) count(ctx context.Context, c condition, shift int, within stretch, most int) (n int, err error) {
	bounds, args := within.condition("i", shift)
	err = one(ctx, s.db, "SELECT count(*) FROM (SELECT 1 FROM ("+c.sql+") AS k"+bounds+" LIMIT "+strconv.Itoa(most)+") AS found", append(slices.Clone(c.args), args...), &n)
	return n, timeUp(err)
}
