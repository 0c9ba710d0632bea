package store

import (
	"context"
	"strconv"
	"time"

	"rapporteur"
)

// AddOutcome records an attempt that no job made.
func (s *Store) AddOutcome(ctx context.Context, o rapporteur.Outcome) error {
	return s.db.write(ctx, func(t *tx) error { return insertOutcome(ctx, t, o, attempt{}) })
}

// insertOutcome records one attempt; an attempt that has its Outcome keeps it.
func insertOutcome(ctx context.Context, t *tx, o rapporteur.Outcome, a attempt) error {
	_, err := t.exec(ctx, `INSERT INTO outcomes (url, feed_id, stage, kind, detail, status, took, at, job, attempted)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		plain(o.URL), o.FeedID, string(o.Stage), string(o.Kind), plain(o.Detail), o.Status, o.Took.Microseconds(), o.At.UnixMicro(), a.job, a.began.UnixMicro())
	return err
}

// Outcomes lists attempts, newest first.
func (s *Store) Outcomes(ctx context.Context, f OutcomeFilter) (*OutcomeList, error) {
	w, err := outcomeConditions(f)
	if err != nil {
		return nil, err
	}
	list, limit := &OutcomeList{}, pageLimit(f.Limit)
	err = each(ctx, s.db, func(r rows) error {
		var o rapporteur.Outcome
		var took int64
		err := r.Scan(&o.ID, &o.URL, &o.FeedID, (*string)(&o.Stage), (*string)(&o.Kind), &o.Detail, &o.Status, &took, at(&o.At))
		o.Took = time.Duration(took) * time.Microsecond
		list.Rows = append(list.Rows, o)
		return err
	}, "SELECT id, url, feed_id, stage, kind, detail, status, took, at FROM outcomes"+w.String()+" ORDER BY id DESC LIMIT "+strconv.Itoa(limit+1), w.args...)
	if err != nil {
		return nil, err
	}
	list.Rows, list.Next = cut(list.Rows, limit, func(o rapporteur.Outcome) int64 { return o.ID })
	return list, nil
}

func outcomeConditions(f OutcomeFilter) (*where, error) {
	w := &where{}
	if f.FeedID != 0 {
		w.and("feed_id = ?", f.FeedID)
	}
	if f.URL != "" {
		w.and("url = ?", f.URL)
	}
	if f.Stage != "" {
		w.and("stage = ?", string(f.Stage))
	}
	if f.Kind != "" {
		w.and("kind = ?", string(f.Kind))
	}
	if f.Failed {
		w.and("kind NOT IN ('" + string(rapporteur.OutcomeOK) + "', '" + string(rapporteur.OutcomeUnchanged) + "')") // as an index says it
	}
	if !f.Since.IsZero() {
		w.and("at >= ?", f.Since.UnixMicro())
	}
	return w, w.before(f.Before, "id")
}

// Prune forgets outcomes older than a time that say that all went well: of those there are many, and their traces are the
// articles. Failures are kept. It gives the number forgotten.
func (s *Store) Prune(ctx context.Context, before time.Time) (int64, error) {
	const batch = 2000 // short transactions: others write too
	for all := int64(0); ; {
		var n int64
		err := s.db.write(ctx, func(t *tx) (err error) {
			n, err = t.exec(ctx, "DELETE FROM outcomes WHERE id IN (SELECT id FROM outcomes WHERE kind IN (?, ?) AND at < ? ORDER BY id LIMIT ?)",
				string(rapporteur.OutcomeOK), string(rapporteur.OutcomeUnchanged), before.UnixMicro(), batch)
			return err
		})
		if all += n; err != nil || n < batch {
			return all, err
		}
	}
}
