package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"rapporteur"
)

// Visit is what came of asking a feed what is new.
type Visit struct {
	Outcome rapporteur.Outcome
	Page    *rapporteur.Page // the feed as it came, for its validators; nil where it did not come or had not changed
	Title   string
	Kind    rapporteur.FeedKind
	Host    string // of the pages it lists: settles, at the first visit, whose feed it is; "" leaves that
	Outlet  string // the outlet's name as the feed gives it
	Items   []rapporteur.Item
	Fetch   int           // how many of the items that are new to the desk to fetch, in their order; the others are noted only
	Every   time.Duration // the feed's rhythm; 0 leaves it
	NextAt  time.Time
}

// VisitResult counts what a visit brought.
type VisitResult struct{ Listed, New, Changed, Skipped int }

// String says it in plain words.
func (r VisitResult) String() string {
	s := fmt.Sprintf("%d listed, %d new", r.Listed, r.New)
	if r.Changed > 0 {
		s += fmt.Sprintf(", %d changed", r.Changed)
	}
	if r.Skipped > 0 {
		s += fmt.Sprintf("; %d older ones noted and not fetched", r.Skipped)
	}
	return s
}

// FinishVisit stores what a visit brought, enqueues the fetches that follow from it, and ends its job.
func (s *Store) FinishVisit(ctx context.Context, job *river.Job[VisitArgs], v Visit) (VisitResult, error) {
	var res VisitResult
	err := finish(ctx, s, job, v.Outcome, func(t *tx, o *rapporteur.Outcome) error {
		res = VisitResult{Listed: len(v.Items)}
		for _, it := range v.Items {
			if err := s.takeItem(ctx, t, job.Args.FeedID, it, &v, &res); err != nil {
				return err
			}
		}
		if o.Detail == "" && v.Page != nil {
			o.Detail = res.String()
		}
		v.Outcome = *o
		return updateFeed(ctx, t, job.Args.FeedID, &v, res.New+res.Changed > 0)
	})
	return res, err
}

// takeItem notes an item. One whose address is new is fetched; so is one that says it was changed since.
func (s *Store) takeItem(ctx context.Context, t *tx, feed int64, it rapporteur.Item, v *Visit, res *VisitResult) error {
	var known struct {
		published, updated time.Time
		skipped            bool
	}
	err := one(ctx, t, "SELECT published, updated, skipped FROM items WHERE url = ?", []any{plain(it.URL)}, at(&known.published), at(&known.updated), &known.skipped)
	fetch := FetchArgs{URL: plain(it.URL), FeedID: feed}
	switch {
	case errors.Is(err, errNoRow):
		skip := res.New >= v.Fetch
		if skip {
			res.Skipped++
		}
		res.New++
		if err := insertItem(ctx, t, feed, it, skip, v.Outcome.At); err != nil || skip {
			return err
		}
		return t.enqueue(ctx, fetch)
	case err != nil:
		return err
	}
	if known.skipped || !latest(it.Updated, it.Published).Truncate(time.Microsecond).After(latest(known.updated, known.published)) {
		return nil
	}
	res.Changed++
	if _, err := t.exec(ctx, "UPDATE items SET title = ?, summary = ?, published = ?, updated = ? WHERE url = ?",
		plain(it.Title), plain(it.Summary), micros(it.Published), micros(it.Updated), plain(it.URL)); err != nil {
		return err
	}
	return t.enqueue(ctx, fetch)
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func insertItem(ctx context.Context, t *tx, feed int64, it rapporteur.Item, skip bool, now time.Time) error {
	_, err := t.exec(ctx, `INSERT INTO items (url, feed_id, guid, title, summary, author, published, updated, seen, skipped)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url) DO NOTHING`,
		plain(it.URL), feed, plain(it.GUID), plain(it.Title), plain(it.Summary), plain(it.Author), micros(it.Published), micros(it.Updated), now.UnixMicro(), skip)
	return err
}

func updateFeed(ctx context.Context, t *tx, id int64, v *Visit, brought bool) error {
	o := v.Outcome
	set, args := "last_at = ?, last_kind = ?, last_detail = ?, next_at = ?", []any{o.At.UnixMicro(), string(o.Kind), plain(o.Detail), micros(v.NextAt)}
	if o.Kind == rapporteur.OutcomeOK || o.Kind == rapporteur.OutcomeUnchanged {
		set += ", failures = 0, last_ok = ?"
		args = append(args, o.At.UnixMicro())
	} else {
		set += ", failures = failures + 1"
	}
	if brought {
		set += ", last_new = ?"
		args = append(args, o.At.UnixMicro())
	}
	if v.Every > 0 {
		set += ", every = ?"
		args = append(args, v.Every.Microseconds())
	}
	if v.Page != nil {
		set += ", etag = ?, last_modified = ?, last_full = ?"
		args = append(args, plain(v.Page.ETag), plain(v.Page.LastModified), o.At.UnixMicro())
	}
	if v.Title != "" {
		set += ", title = ?"
		args = append(args, plain(v.Title))
	}
	if v.Kind != "" {
		set += ", kind = ?"
		args = append(args, string(v.Kind))
	}
	if _, err := t.exec(ctx, "UPDATE feeds SET "+set+" WHERE id = ?", append(args, id)...); err != nil {
		return err
	}
	if v.Host != "" {
		outlet, err := outletID(ctx, t, v.Host, "")
		if err != nil {
			return err
		}
		if _, err := t.exec(ctx, "UPDATE feeds SET outlet_id = ? WHERE id = ?", outlet, id); err != nil {
			return err
		}
	}
	if v.Outlet == "" {
		return nil
	}
	_, err := t.exec(ctx, "UPDATE outlets SET name = ? WHERE id = (SELECT outlet_id FROM feeds WHERE id = ?) AND name = host", plain(v.Outlet), id)
	return err
}

// Item gives what a feed said of an address; ErrNotFound where no feed listed it.
func (s *Store) Item(ctx context.Context, url string) (*rapporteur.Item, error) {
	it := &rapporteur.Item{URL: url}
	err := one(ctx, s.db, "SELECT guid, title, summary, author, published, updated FROM items WHERE url = ?", []any{plain(url)},
		&it.GUID, &it.Title, &it.Summary, &it.Author, at(&it.Published), at(&it.Updated))
	if errors.Is(err, errNoRow) {
		return nil, rapporteur.ErrNotFound
	}
	return it, err
}
