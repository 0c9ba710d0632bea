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
	"errors"

	"rapporteur"
)

// DefaultPath is where the database stands when no other place is named.
const DefaultPath = "data/rapporteur.db"

// Store is an open database. Close it when done.
type Store struct{}

// Open opens the database that dsn names, makes it where it is missing, and brings its schema up to date.
//
// A dsn that begins with "postgres://" or "postgresql://" is a PostgreSQL database, which must exist. Anything else is a
// path: of an SQLite file (its name ends in .db, .sqlite or .sqlite3), or of a folder that holds one named rapporteur.db;
// "" stands for [DefaultPath]. The folder is made with mode 0700, the file with 0600.
func Open(ctx context.Context, dsn string) (*Store, error) { return nil, errors.ErrUnsupported }

// Close waits for what is being written and closes the database.
func (s *Store) Close() error { return nil }

// Articles lists articles by date, newest first.
func (s *Store) Articles(ctx context.Context, f ArticleFilter) (*ArticleList, error) { return nil, errors.ErrUnsupported }

// Article gives one article; revision 0 is the latest. ErrNotFound where there is none.
func (s *Store) Article(ctx context.Context, id string, revision int) (*ArticleView, error) { return nil, errors.ErrUnsupported }

// Statements lists statements, those of the newest articles first, in each article in the order of its text.
func (s *Store) Statements(ctx context.Context, f StatementFilter) (*StatementList, error) { return nil, errors.ErrUnsupported }

// Speakers completes a name: those on file of whom every word typed begins a word of the name, most statements first.
func (s *Store) Speakers(ctx context.Context, prefix string, limit int) ([]SpeakerRow, error) { return nil, errors.ErrUnsupported }

// Search finds articles by their words, newest first. The query is words that must all stand in the article (in any
// form: "sanction" finds "sanctions"), "phrases in quotation marks", -words that must not, word* for beginnings, and OR
// between alternatives, which binds closer than the rest: `Kallas "frozen assets" belgium OR euroclear -opinion`.
// An unreadable query is an ErrInvalid that says what is wrong.
func (s *Store) Search(ctx context.Context, query string, o SearchOptions) (*SearchResult, error) { return nil, errors.ErrUnsupported }

// Sources lists the feeds with their health, by outlet.
func (s *Store) Sources(ctx context.Context) ([]Source, error) { return nil, errors.ErrUnsupported }

// Outlets lists the outlets that have articles on file, by name.
func (s *Store) Outlets(ctx context.Context) ([]OutletRow, error) { return nil, errors.ErrUnsupported }

// Outcomes lists attempts, newest first.
func (s *Store) Outcomes(ctx context.Context, f OutcomeFilter) (*OutcomeList, error) { return nil, errors.ErrUnsupported }

// Counts gives the sizes of the archive.
func (s *Store) Counts(ctx context.Context) (Counts, error) { return Counts{}, errors.ErrUnsupported }

var _ = rapporteur.ErrNotFound
