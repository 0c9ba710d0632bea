// Package store is what the desk keeps: feeds and what they listed, pages as they were fetched, the articles and records
// derived from them, an outcome for every attempt, and the work still to be done. It promises that
//   - one Store behaves alike over SQLite (a single file) and PostgreSQL: one contract test runs on both;
//   - what is stored together is stored wholly or not at all, along with the jobs that follow from it, so that a
//     crash at any moment loses nothing and does nothing twice;
//   - pages are never changed once kept; articles, records and their index can be derived from them again;
//   - errors are one line that says what to do, and wrap the sentinels of package rapporteur.
//
// All times are UTC. A Store may be used from many goroutines.
package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"rapporteur"
)

// DefaultPath is where the database stands when no other place is named.
const DefaultPath = "data/rapporteur.db"

// Store is an open database. Close it when done.
type Store struct {
	// Now is the clock that relative dates in queries are reckoned from, in its own zone; nil is the machine's, in UTC.
	Now func() time.Time

	db       database
	few      int           // candidates that are soon tested
	tests    int           // candidates tested in all
	large    int           // from how many articles on a story is large
	counting time.Duration // for counting on where a page is full
	dossiers Dossiers
}

// Open opens the database that dsn names, makes it where it is missing, and brings its schema up to date.
//
// A dsn that begins with "postgres://" or "postgresql://" is a PostgreSQL database, which must exist. Anything else is a
// path: of an SQLite file (its name ends in .db, .sqlite or .sqlite3), or of a folder that holds one named rapporteur.db;
// "" stands for [DefaultPath]. The folder is made with mode 0700, the file with 0600. Several processes may open one
// database; see [Store.Start] for who works on it.
func Open(ctx context.Context, dsn string) (*Store, error) {
	if isPostgres(dsn) {
		db, err := openPostgres(ctx, dsn)
		if err != nil {
			return nil, err
		}
		return newStore(db), nil
	}
	if scheme, _, ok := strings.Cut(dsn, "://"); ok {
		return nil, fmt.Errorf("%w: no database is known by %q; give a path, or an address that begins with postgres://", rapporteur.ErrInvalid, scheme)
	}
	db, err := openSQLite(ctx, dsn)
	if err != nil {
		return nil, err
	}
	return newStore(db), nil
}

func newStore(db database) *Store {
	return &Store{db: db, few: few, tests: maxTests, large: largeStory, counting: countingTime}
}

// Close closes the database. Work that was started is to be stopped before.
func (s *Store) Close() error { return s.db.close() }
