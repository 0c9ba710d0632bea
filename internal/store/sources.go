package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"rapporteur"
)

// NewFeed is a feed to follow.
type NewFeed struct {
	URL    string
	Host   string // of the outlet: that of its pages
	Outlet string // its name; the host where it is not known yet
	Title  string
	Kind   rapporteur.FeedKind
	Every  time.Duration // to begin with
}

// AddFeed follows a feed from now on: it is due at once, and its first visit is enqueued. A feed that is followed already
// is left as it is; added says which it was.
func (s *Store) AddFeed(ctx context.Context, f NewFeed, now time.Time) (feed rapporteur.Feed, added bool, err error) {
	if f.URL == "" || f.Host == "" {
		return feed, false, fmt.Errorf("%w: a feed needs an address and an outlet", rapporteur.ErrInvalid)
	}
	err = s.db.write(ctx, func(t *tx) error {
		outlet, err := outletID(ctx, t, f.Host, f.Outlet)
		if err != nil {
			return err
		}
		n, err := t.exec(ctx, `INSERT INTO feeds (outlet_id, url, title, kind, every, next_at, added) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url) DO NOTHING`,
			outlet, plain(f.URL), plain(f.Title), string(f.Kind), f.Every.Microseconds(), now.UnixMicro(), now.UnixMicro())
		if err != nil {
			return err
		}
		added = n == 1
		if feed, err = feedWhere(ctx, t, "url = ?", f.URL); err != nil || !added {
			return err
		}
		return t.enqueue(ctx, VisitArgs{FeedID: feed.ID, URL: feed.URL})
	})
	return feed, added, err
}

// outletID finds an outlet by its host, or makes it. A name replaces the host that stood for it.
func outletID(ctx context.Context, t *tx, host, name string) (int64, error) {
	host = strings.ToLower(plain(host))
	if name = plain(name); name == "" {
		name = host
	}
	var id int64
	err := one(ctx, t, "SELECT id FROM outlets WHERE host = ?", []any{host}, &id)
	if errors.Is(err, errNoRow) {
		// Another transaction may make it at the same moment: then its row is the one.
		if _, err = t.exec(ctx, "INSERT INTO outlets (host, name) VALUES (?, ?) ON CONFLICT (host) DO NOTHING", host, name); err != nil {
			return 0, err
		}
		return id, one(ctx, t, "SELECT id FROM outlets WHERE host = ?", []any{host}, &id)
	}
	if err == nil && name != host {
		_, err = t.exec(ctx, "UPDATE outlets SET name = ? WHERE id = ? AND name = host", name, id)
	}
	return id, err
}

const feedColumns = "id, outlet_id, url, title, kind, every, next_at, last_ok, last_new, failures"

func feedFields(f *rapporteur.Feed, every *int64) []any {
	return []any{&f.ID, &f.OutletID, &f.URL, &f.Title, (*string)(&f.Kind), every, at(&f.NextAt), at(&f.LastOK), at(&f.LastNew), &f.Failures}
}

func feedWhere(ctx context.Context, q querier, condition string, args ...any) (rapporteur.Feed, error) {
	var f rapporteur.Feed
	var every int64
	err := one(ctx, q, "SELECT "+feedColumns+" FROM feeds WHERE "+condition, args, feedFields(&f, &every)...)
	if errors.Is(err, errNoRow) {
		return f, fmt.Errorf("%w: no such feed is followed", rapporteur.ErrNotFound)
	}
	f.Interval = time.Duration(every) * time.Microsecond
	return f, err
}

// FeedState is a feed with what a visit to it needs.
type FeedState struct {
	rapporteur.Feed
	ETag, LastModified string
	LastFull           time.Time // when it was last fetched whole
	Host               string    // of its outlet
}

// Feed gives a feed by its number, ErrNotFound where it is not followed.
func (s *Store) Feed(ctx context.Context, id int64) (*FeedState, error) {
	f, err := feedWhere(ctx, s.db, "id = ?", id)
	if err != nil {
		return nil, err
	}
	st := &FeedState{Feed: f}
	err = one(ctx, s.db, "SELECT etag, last_modified, last_full, host FROM feeds f JOIN outlets o ON o.id = f.outlet_id WHERE f.id = ?", []any{id},
		&st.ETag, &st.LastModified, at(&st.LastFull), &st.Host)
	return st, err
}

// DueFeeds lists the feeds whose time has come, longest overdue first; those whose last visit lies ahead among them: the clock
// was wrong then, and so is the time of the next.
func (s *Store) DueFeeds(ctx context.Context, now time.Time) ([]rapporteur.Feed, error) {
	return s.feeds(ctx, "WHERE next_at <= ? OR last_at > ? ORDER BY next_at, id", now.UnixMicro(), now.Add(time.Hour).UnixMicro())
}

// Feeds lists the feeds that are followed, in the order in which they were added.
func (s *Store) Feeds(ctx context.Context) ([]rapporteur.Feed, error) {
	return s.feeds(ctx, "ORDER BY id")
}

func (s *Store) feeds(ctx context.Context, rest string, args ...any) ([]rapporteur.Feed, error) {
	var out []rapporteur.Feed
	err := each(ctx, s.db, func(r rows) error {
		var f rapporteur.Feed
		var every int64
		err := r.Scan(feedFields(&f, &every)...)
		f.Interval = time.Duration(every) * time.Microsecond
		out = append(out, f)
		return err
	}, "SELECT "+feedColumns+" FROM feeds "+rest, args...)
	return out, err
}

// EnqueueVisits asks for visits to feeds; those that wait for one already are left alone.
func (s *Store) EnqueueVisits(ctx context.Context, feeds []rapporteur.Feed) error {
	for len(feeds) > 0 {
		n := min(len(feeds), 200) // short transactions: others write too
		err := s.db.write(ctx, func(t *tx) error {
			for _, f := range feeds[:n] {
				if err := t.enqueue(ctx, VisitArgs{FeedID: f.ID, URL: f.URL}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		feeds = feeds[n:]
	}
	return nil
}

// Outlet gives the outlet with a number, ErrNotFound where there is none.
func (s *Store) Outlet(ctx context.Context, id int64) (rapporteur.Outlet, error) {
	o := rapporteur.Outlet{ID: id}
	err := one(ctx, s.db, "SELECT host, name FROM outlets WHERE id = ?", []any{id}, &o.Host, &o.Name)
	if errors.Is(err, errNoRow) {
		err = fmt.Errorf("%w: no such outlet", rapporteur.ErrNotFound)
	}
	return o, err
}

// Outlets lists the outlets that have articles on file, by name.
func (s *Store) Outlets(ctx context.Context) ([]OutletRow, error) {
	var out []OutletRow
	err := each(ctx, s.db, func(r rows) error {
		var o OutletRow
		err := r.Scan(&o.ID, &o.Host, &o.Name, &o.Articles)
		out = append(out, o)
		return err
	}, "SELECT id, host, name, articles FROM outlets WHERE articles > 0 ORDER BY lower(name), id")
	return out, err
}

// Sources lists the feeds with their health, by outlet.
func (s *Store) Sources(ctx context.Context) ([]Source, error) {
	now := time.Now().UTC()
	var out []Source
	err := each(ctx, s.db, func(r rows) error {
		var x Source
		var every int64
		err := r.Scan(append(feedFields(&x.Feed, &every), at(&x.LastAt), (*string)(&x.LastKind), &x.LastDetail, at(&x.Added), &x.OutletHost, &x.Outlet, &x.Articles, &x.Looks)...)
		x.Interval = time.Duration(every) * time.Microsecond
		x.judge(now)
		out = append(out, x)
		return err
	}, `SELECT f.id, outlet_id, url, title, kind, every, next_at, last_ok, last_new, failures, last_at, last_kind, last_detail, added, host, name, articles, looks
		FROM feeds f JOIN outlets o ON o.id = f.outlet_id ORDER BY lower(name), f.id`)
	return out, err
}

// silentAfter is how long a source may bring nothing new before it is called silent: many times its own rhythm, and
// never less than three days, so that a weekend does not count.
func silentAfter(every time.Duration) time.Duration { return max(72*time.Hour, 20*every) }

// judge says how a source fares.
func (x *Source) judge(now time.Time) {
	last := x.LastNew
	if last.IsZero() {
		last = x.Added
	}
	switch {
	case x.LastAt.IsZero():
		x.Health, x.Words = HealthNew, "Not visited yet."
	case x.LastKind == rapporteur.OutcomeGone, x.LastKind == rapporteur.OutcomeNotFound:
		x.Health, x.Words = HealthGone, "No longer there: "+x.reason()+" It is asked again from time to time."
	case x.LastKind == rapporteur.OutcomeBlocked, x.LastKind == rapporteur.OutcomeRefused:
		x.Health, x.Words = HealthBlocked, "Kept out: "+x.reason()
	case x.Failures > 0:
		x.Health, x.Words = HealthTrouble, fmt.Sprintf("In trouble, %s in a row: %s", times(x.Failures), x.reason())
	case now.Sub(last) > silentAfter(x.Interval):
		x.Health, x.Words = HealthSilent, "Answers, but has brought nothing new for "+span(now.Sub(last))+"."
	default:
		x.Health, x.Words = HealthOK, "Well; visited every "+span(x.Interval)+"."
	}
}

func (x *Source) reason() string {
	if x.LastDetail == "" {
		return string(x.LastKind) + "."
	}
	return strings.TrimSuffix(x.LastDetail, ".") + "."
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// span words a length of time roughly.
func span(d time.Duration) string {
	for _, u := range []struct {
		of   time.Duration
		name string
	}{{24 * time.Hour, "day"}, {time.Hour, "hour"}, {time.Minute, "minute"}} {
		if n := int((d + u.of/2) / u.of); d >= u.of*3/2 || d >= u.of && n == 1 {
			if n == 1 {
				return u.name
			}
			return fmt.Sprintf("%d %ss", n, u.name)
		}
	}
	return "moment"
}
