package store

import (
	"context"
	"encoding/binary"
	"errors"
	"slices"
	"time"
)

// What keeps stories true when articles come, go and move: copies, counts, clues.

func packClues(clues []int64) []byte {
	out := make([]byte, 0, 8*len(clues))
	for _, c := range clues {
		out = binary.BigEndian.AppendUint64(out, uint64(c))
	}
	return out
}

// forgetClues takes an article out of the index.
func forgetClues(ctx context.Context, t *tx, n int64) error {
	var packed []byte
	var when int64
	err := one(ctx, t, "SELECT at, clues FROM told WHERE n = ? AND clues IS NOT NULL", []any{n}, &when, &packed)
	if errors.Is(err, errNoRow) {
		return nil
	}
	for ; err == nil && len(packed) >= 8; packed = packed[8:] {
		_, err = t.exec(ctx, "DELETE FROM clues WHERE clue = ? AND at = ? AND n = ?", int64(binary.BigEndian.Uint64(packed)), when, n)
	}
	return err
}

// foldCopy makes an article a copy of another one, or that one of it, where it is the earlier one. Copies of a copy are
// copies of its original. Here and below "original <> 0" leads to an index that holds copies alone.
func foldCopy(ctx context.Context, t *tx, art *toldRow, root int64) error {
	if root == 0 {
		_, err := t.exec(ctx, "UPDATE told SET original = 0 WHERE n = ?", art.n)
		return err
	}
	var up, story int64
	var rootAt time.Time
	err := one(ctx, t, "SELECT r.n, r.story, r.at, r.original FROM told c JOIN told r ON r.n = CASE WHEN c.original = 0 THEN c.n ELSE c.original END WHERE c.n = ?", []any{root},
		&root, &story, at(&rootAt), &up)
	if errors.Is(err, errNoRow) || err == nil && (story != art.story || root == art.n || up != 0) {
		_, err = t.exec(ctx, "UPDATE told SET original = 0 WHERE n = ?", art.n)
		return err
	}
	if err != nil {
		return err
	}
	copyOf, original := art.n, root
	if art.at.Before(rootAt) {
		copyOf, original = root, art.n
	}
	if _, err := t.exec(ctx, "UPDATE told SET original = 0 WHERE n = ?", original); err != nil {
		return err
	}
	_, err = t.exec(ctx, "UPDATE told SET original = ? WHERE n = ? OR original = ? AND original <> 0", original, copyOf, copyOf)
	return err
}

// leaveCopies gives the copies of an article that has left their story another original: the earliest of them.
func leaveCopies(ctx context.Context, t *tx, n int64) error {
	var heir int64
	err := one(ctx, t, "SELECT c.n FROM told c LEFT JOIN told r ON r.n = c.original WHERE c.original = ? AND c.original <> 0 AND (r.story IS NULL OR r.story <> c.story) ORDER BY c.at, c.n LIMIT 1", []any{n}, &heir)
	if errors.Is(err, errNoRow) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := t.exec(ctx, "UPDATE told SET original = ? WHERE original = ? AND original <> 0 AND story = (SELECT story FROM told WHERE n = ?)", heir, n, heir); err != nil {
		return err
	}
	_, err = t.exec(ctx, "UPDATE told SET original = 0 WHERE n = ?", heir)
	return err
}

// mergeStory moves the articles of one story to another, which the first one's address leads to from now on.
func mergeStory(ctx context.Context, t *tx, from, to int64) error {
	if _, err := t.exec(ctx, "UPDATE told SET story = ? WHERE story = ?", to, from); err != nil {
		return err
	}
	_, err := t.exec(ctx, "UPDATE stories SET merged = ? WHERE id = ?", to, from)
	return err
}

// recountStories brings the counts of stories up to date.
func recountStories(ctx context.Context, t *tx, stories ...int64) error {
	slices.Sort(stories)
	for _, id := range slices.Compact(stories) {
		if id == 0 {
			continue
		}
		if err := recountStory(ctx, t, id); err != nil {
			return err
		}
	}
	return nil
}

// outletBits is where the number of outlets begins in a story's rank, above its number.
const outletBits = 40

func recountStory(ctx context.Context, t *tx, story int64) error {
	var n, outlets, independent, copies, first, last, newest int64
	err := one(ctx, t, `SELECT count(*), count(DISTINCT outlet_id), count(DISTINCT CASE WHEN original = 0 THEN origin END), count(CASE WHEN original <> 0 THEN 1 END),
		coalesce(min(at), 0), coalesce(max(at), 0), coalesce(max(key), 0) FROM told WHERE story = ?`, []any{story},
		&n, &outlets, &independent, &copies, &first, &last, &newest)
	if err != nil {
		return err
	}
	if n == 0 {
		_, err = t.exec(ctx, "UPDATE stories SET lead = 0, newest = NULL, rank = NULL, articles = 0, outlets = 0, independent = 0, copies = 0 WHERE id = ?", story)
		return err
	}
	lead, err := leadOf(ctx, t, story, copies)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, "UPDATE stories SET lead = ?, newest = ?, rank = ?, first = ?, last = ?, articles = ?, outlets = ?, independent = ?, copies = ?, merged = 0 WHERE id = ?",
		lead, newest, outlets<<outletBits|story, first, last, n, outlets, independent, copies, story)
	return err
}

// leadOf is the article whose headline stands for a story.
func leadOf(ctx context.Context, t *tx, story, copies int64) (lead int64, err error) {
	if copies > 0 {
		var most int64
		err = one(ctx, t, "SELECT original, count(*) FROM told WHERE story = ? AND original <> 0 GROUP BY original ORDER BY 2 DESC, 1 LIMIT 1", []any{story}, &lead, &most)
		if err != nil || most > 1 {
			return lead, err
		}
	}
	err = one(ctx, t, "SELECT n FROM told WHERE story = ? ORDER BY CASE WHEN original = 0 THEN 0 ELSE 1 END, at, n LIMIT 1", []any{story}, &lead)
	return lead, err
}

// untell takes an article that is no longer on file out of its story.
func untell(ctx context.Context, t *tx, article string) error {
	var n, story int64
	err := one(ctx, t, "SELECT n, story FROM told WHERE article = ?", []any{article}, &n, &story)
	if errors.Is(err, errNoRow) {
		return nil
	}
	if err == nil {
		err = forgetClues(ctx, t, n)
	}
	if err == nil {
		_, err = t.exec(ctx, "DELETE FROM told WHERE n = ?", n)
	}
	if err == nil {
		err = leaveCopies(ctx, t, n)
	}
	if err != nil {
		return err
	}
	return recountStory(ctx, t, story)
}

// CloseStories forgets what articles that were grouped before a time are found and compared by: nothing that comes later
// joins them, and the index stays as large as what still comes in. Their stories stay. It gives the number of articles.
func (s *Store) CloseStories(ctx context.Context, before time.Time) (int, error) {
	const batch = 200 // short transactions: others write too
	for all := 0; ; {
		var old []int64
		err := s.db.write(ctx, func(t *tx) error {
			old = old[:0]
			err := each(ctx, t, func(r rows) error {
				old = append(old, 0)
				return r.Scan(&old[len(old)-1])
			}, "SELECT n FROM told WHERE clues IS NOT NULL AND grouped < ? ORDER BY grouped LIMIT ?", before.UnixMicro(), batch)
			for _, n := range old {
				if err == nil {
					err = forgetClues(ctx, t, n)
				}
				if err == nil {
					_, err = t.exec(ctx, "UPDATE told SET clues = NULL, sketch = NULL WHERE n = ?", n)
				}
			}
			return err
		})
		if all += len(old); err != nil || len(old) < batch {
			return all, err
		}
	}
}

// EnqueueUngrouped enqueues the grouping of articles on file that no version, or another one, has grouped, in the order
// of their dates. It gives the number of articles.
func (s *Store) EnqueueUngrouped(ctx context.Context, version string, all bool) (int, error) {
	condition := " AND (t.version IS NULL OR t.version <> ?)"
	if all {
		condition = " AND coalesce(t.version, '') >= ?"
		version = ""
	}
	n, after := 0, int64(noKey)
	for {
		var batch []GroupArgs
		err := each(ctx, s.db, func(r rows) error {
			var g GroupArgs
			err := r.Scan(&after, &g.ArticleID, &g.Revision, &g.URL)
			batch = append(batch, g)
			return err
		}, "SELECT a.key, a.id, a.revision, a.url FROM articles a LEFT JOIN told t ON t.article = a.id WHERE a.key > ?"+condition+" ORDER BY a.key LIMIT 500", after, version)
		if err != nil || len(batch) == 0 {
			return n, err
		}
		err = s.db.write(ctx, func(t *tx) error {
			for _, g := range batch {
				if err := t.enqueue(ctx, g); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return n, err
		}
		n += len(batch)
	}
}
