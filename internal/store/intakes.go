package store

import (
	"context"
	"errors"
	"strings"
	"time"

	"rapporteur"
)

// IntakeKind is what something that was handed in turned out to be.
type IntakeKind string

const (
	FoundFeed    IntakeKind = "feed"
	FoundSitemap IntakeKind = "sitemap"
	FoundList    IntakeKind = "list"        // of feeds or addresses; what it names has intakes of their own
	FoundArticle IntakeKind = "article"     // one
	FoundFolder  IntakeKind = "folder"      // of articles, or a zip file of them
	FoundArchive IntakeKind = "web archive" // WARC
	FoundNothing IntakeKind = "nothing"     // of use; Detail has the reason
)

// Intake says what something that was handed in turned out to be, and what its publisher says about reading it.
type Intake struct {
	ID     int64
	At     time.Time
	What   string // as it was handed in: an address, the name of a file
	Kind   IntakeKind
	Detail string   // in words: a title, what there is in it, why it is nothing
	Robots string   // what robots.txt says, in words; "" where it was not asked
	Rights []string // statements of the publisher about the use of what it publishes
	FeedID int64    // the feed that is followed for it; 0 where there is none
}

// keptIntakes is how many intakes are kept that belong to no feed.
const keptIntakes = 1000

// AddIntakes keeps intakes, in their order, and gives them their numbers.
func (s *Store) AddIntakes(ctx context.Context, list []Intake) error {
	if len(list) == 0 {
		return nil
	}
	return s.db.write(ctx, func(t *tx) error {
		for i := range list {
			f := &list[i]
			err := one(ctx, t, "INSERT INTO intakes (at, what, kind, detail, robots, rights, feed_id) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
				[]any{f.At.UnixMicro(), plain(f.What), string(f.Kind), plain(f.Detail), plain(f.Robots), plain(strings.Join(f.Rights, "\n")), optional(f.FeedID)}, &f.ID)
			if err != nil {
				return err
			}
		}
		_, err := t.exec(ctx, "DELETE FROM intakes WHERE feed_id IS NULL AND id <= (SELECT max(id) FROM intakes) - ?", keptIntakes)
		return err
	})
}

// optional is NULL for a number that names nothing.
func optional(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}

const intakeColumns = "SELECT id, at, what, kind, detail, robots, rights, coalesce(feed_id, 0) FROM intakes "

// Intakes lists what was handed in last, newest first.
func (s *Store) Intakes(ctx context.Context, limit int) ([]Intake, error) {
	return s.intakes(ctx, "ORDER BY id DESC LIMIT ?", pageLimit(limit))
}

// FeedIntakes gives, for each feed, the last intake about it.
func (s *Store) FeedIntakes(ctx context.Context) (map[int64]Intake, error) {
	list, err := s.intakes(ctx, "WHERE id IN (SELECT max(id) FROM intakes WHERE feed_id IS NOT NULL GROUP BY feed_id)")
	out := map[int64]Intake{}
	for _, f := range list {
		out[f.FeedID] = f
	}
	return out, err
}

func (s *Store) intakes(ctx context.Context, rest string, args ...any) ([]Intake, error) {
	var out []Intake
	err := each(ctx, s.db, func(r rows) error {
		var f Intake
		var rights string
		err := r.Scan(&f.ID, at(&f.At), &f.What, (*string)(&f.Kind), &f.Detail, &f.Robots, &rights, &f.FeedID)
		if rights != "" {
			f.Rights = strings.Split(rights, "\n")
		}
		out = append(out, f)
		return err
	}, intakeColumns+rest, args...)
	return out, err
}

// NoteArchived keeps when an article was published, as a web archive notes it beside the page.
func (s *Store) NoteArchived(ctx context.Context, url string, published time.Time) error {
	return s.db.write(ctx, func(t *tx) error {
		_, err := t.exec(ctx, "INSERT INTO archive_dates (url, published) VALUES (?, ?) ON CONFLICT (url) DO UPDATE SET published = excluded.published", plain(url), published.UnixMicro())
		return err
	})
}

// Archived gives what NoteArchived kept of an address, ErrNotFound where nothing is.
func (s *Store) Archived(ctx context.Context, url string) (published time.Time, err error) {
	err = one(ctx, s.db, "SELECT published FROM archive_dates WHERE url = ?", []any{plain(url)}, at(&published))
	if errors.Is(err, errNoRow) {
		err = rapporteur.ErrNotFound
	}
	return published, err
}
