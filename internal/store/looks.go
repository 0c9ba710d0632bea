package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"rapporteur"
)

// Outlets change articles without saying so. So an article is looked at again a few times, most of all while it is new. When is
// kept beside it; the job that looks is enqueued in the transaction that sets the next time, so that neither is lost.

// lookAfter is when an article is looked at again, from its publication on.
var lookAfter = []time.Duration{time.Hour, 6 * time.Hour, 24 * time.Hour, 72 * time.Hour}

// leastLook is how long a page is left alone after it came.
const leastLook = 30 * time.Minute

// nextLook gives the next time to look at an article; ok is false after the last. What was missed while nobody was at work is left out.
func nextLook(base, now time.Time) (due time.Time, ok bool) {
	for _, after := range lookAfter {
		if due = base.Add(after); due.Sub(now) >= leastLook {
			return due, true
		}
	}
	return time.Time{}, false
}

// beginLooks notes when a page that came for the first time is looked at again.
func beginLooks(ctx context.Context, t *tx, page *rapporteur.Page, feed int64) error {
	host := Host(page.URL)
	if host == "" {
		return nil
	}
	on := true
	err := one(ctx, t, "SELECT looks FROM feeds WHERE id = ?", []any{feed}, &on)
	if err != nil && !errors.Is(err, errNoRow) || !on {
		return err
	}
	base := page.Fetched
	var published time.Time
	err = one(ctx, t, "SELECT published FROM items WHERE url = ?", []any{plain(page.URL)}, at(&published))
	if err != nil && !errors.Is(err, errNoRow) {
		return err
	}
	if !published.IsZero() && published.Before(base) {
		base = published
	}
	due, ok := nextLook(base, page.Fetched)
	if !ok {
		return nil
	}
	_, err = t.exec(ctx, "INSERT INTO looks (url, host, feed_id, base, due) VALUES (?, ?, ?, ?, ?) ON CONFLICT (url) DO NOTHING",
		plain(page.URL), host, feed, base.UnixMicro(), due.UnixMicro())
	return err
}

// Look is an article that is to be looked at again.
type Look struct {
	URL, Host string
	FeedID    int64
	Due       time.Time
	base      time.Time
}

// DueLooks lists the articles whose time has come, of each host the one that is longest overdue.
func (s *Store) DueLooks(ctx context.Context, now time.Time) (out []Look, err error) {
	err = each(ctx, s.db, func(r rows) error {
		var l Look
		err := r.Scan(&l.URL, &l.Host, &l.FeedID, at(&l.Due), at(&l.base))
		out = append(out, l)
		return err
	}, `SELECT url, host, feed_id, due, base FROM (SELECT url, host, feed_id, due, base, row_number() OVER (PARTITION BY host ORDER BY due, url) AS place
		FROM looks WHERE due <= ?) AS x WHERE place = 1 ORDER BY due, url`, now.UnixMicro())
	return out, err
}

// EnqueueLook asks for an article to be looked at, and sets the time after this one.
func (s *Store) EnqueueLook(ctx context.Context, l Look, now time.Time) error {
	return s.db.write(ctx, func(t *tx) error {
		if err := t.enqueue(ctx, FetchArgs{URL: l.URL, FeedID: l.FeedID, Again: true}); err != nil {
			return err
		}
		due, ok := nextLook(l.base, now)
		if !ok {
			return endLooks(ctx, t, l.URL)
		}
		_, err := t.exec(ctx, "UPDATE looks SET due = ? WHERE url = ?", due.UnixMicro(), l.URL)
		return err
	})
}

func endLooks(ctx context.Context, t *tx, url string) error {
	_, err := t.exec(ctx, "DELETE FROM looks WHERE url = ?", plain(url))
	return err
}

// FinishLook ends the job of a look that brought no page; last says that there is no use in another.
func (s *Store) FinishLook(ctx context.Context, job *river.Job[FetchArgs], o rapporteur.Outcome, last bool) error {
	return finish(ctx, s, job, o, func(t *tx, _ *rapporteur.Outcome) error {
		if !last {
			return nil
		}
		return endLooks(ctx, t, job.Args.URL)
	})
}

// NextLook is when an address is looked at again, the zero time where it is not.
func (s *Store) NextLook(ctx context.Context, url string) (due time.Time, err error) {
	err = one(ctx, s.db, "SELECT due FROM looks WHERE url = ?", []any{plain(url)}, at(&due))
	if errors.Is(err, errNoRow) {
		err = nil
	}
	return due, err
}

// ForgetLooks drops looks that were due before a time and never made: no desk that looks again has been at work.
func (s *Store) ForgetLooks(ctx context.Context, before time.Time) error {
	return s.db.write(ctx, func(t *tx) error {
		_, err := t.exec(ctx, "DELETE FROM looks WHERE due < ?", before.UnixMicro())
		return err
	})
}

// SetLooks says whether the articles of a feed are looked at again, ErrNotFound where it is not followed. Turned off, what was to
// be looked at is not; turned on, it holds for articles from then on.
func (s *Store) SetLooks(ctx context.Context, feed int64, on bool) error {
	return s.db.write(ctx, func(t *tx) error {
		n, err := t.exec(ctx, "UPDATE feeds SET looks = ? WHERE id = ?", on, feed)
		switch {
		case err != nil:
			return err
		case n == 0:
			return fmt.Errorf("%w: no such feed is followed", rapporteur.ErrNotFound)
		case on:
			return nil
		}
		_, err = t.exec(ctx, "DELETE FROM looks WHERE feed_id = ?", feed)
		return err
	})
}

// SameText reports whether an article has the text of its latest revision on file.
func (s *Store) SameText(ctx context.Context, a *rapporteur.Article) (bool, error) {
	var hash string
	err := one(ctx, s.db, "SELECT hash FROM revisions WHERE article = ? ORDER BY revision DESC LIMIT 1", []any{plain(a.ID)}, &hash)
	if errors.Is(err, errNoRow) {
		return false, nil
	}
	return hash == textHash(a), err
}
