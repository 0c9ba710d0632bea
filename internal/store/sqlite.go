package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"rapporteur"
)

//go:embed migrations
var migrations embed.FS

// sqliteDB is one file with one connection that writes and a few that read beside it (WAL): nothing ever waits for
// SQLite's own lock within a process.
type sqliteDB struct {
	sqlQuerier // the readers
	writer     *sql.DB
	reader     *sql.DB
	jobs       *river.Client[*sql.Tx]
	path       string
	written    *prepared // statements of the writer
	read       *prepared // of the readers
}

// sqlQuerier runs SQL by way of database/sql, prepared where it was prepared before.
type sqlQuerier struct {
	db interface {
		ExecContext(context.Context, string, ...any) (sql.Result, error)
		QueryContext(context.Context, string, ...any) (*sql.Rows, error)
	}
	where string
	stmt  func(ctx context.Context, q string) *sql.Stmt // nil where there is none yet
}

type sqlRows struct {
	*sql.Rows
	where string
}

func (r sqlRows) Close()     { _ = r.Rows.Close() }
func (r sqlRows) Err() error { return explain(r.Rows.Err(), r.where) }

func (q sqlQuerier) exec(ctx context.Context, s string, args ...any) (int64, error) {
	var res sql.Result
	var err error
	if st := q.stmt(ctx, s); st != nil {
		res, err = st.ExecContext(ctx, args...)
	} else {
		res, err = q.db.ExecContext(ctx, s, args...)
	}
	if err != nil {
		return 0, explain(err, q.where)
	}
	return res.RowsAffected()
}

func (q sqlQuerier) query(ctx context.Context, s string, args ...any) (rows, error) {
	var r *sql.Rows
	var err error
	if st := q.stmt(ctx, s); st != nil {
		r, err = st.QueryContext(ctx, args...)
	} else {
		r, err = q.db.QueryContext(ctx, s, args...)
	}
	if err != nil {
		return nil, explain(err, q.where)
	}
	return sqlRows{r, q.where}, nil
}

// sqlitePath finds the file a dsn means and makes folder and file where they are missing.
func sqlitePath(dsn string) (string, error) {
	path := dsn
	if path == "" {
		path = DefaultPath
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() || err != nil && !isFileName(path) {
		path = filepath.Join(path, filepath.Base(DefaultPath))
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", pathError(err, filepath.Dir(path))
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return "", pathError(err, path)
	}
	if err := errors.Join(f.Chmod(0o600), f.Close()); err != nil {
		return "", pathError(err, path)
	}
	return path, nil
}

func isFileName(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".db", ".sqlite", ".sqlite3":
		return true
	}
	return false
}

func pathError(err error, path string) error {
	if errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("%w: %s can't be written; give this user write permission there, or name another place", rapporteur.ErrRefused, path)
	}
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return fmt.Errorf("%w: %s can't be made or opened (%v); name another place", rapporteur.ErrInvalid, path, err)
}

// sqliteDSN names the file with the pragmas every connection sets. Indexes made for one query alone are left out: by a guess of how many rows a list
// has, SQLite indexed a table of millions for a page that asks for hundreds of its rows.
func sqliteDSN(path string, pragmas ...string) string {
	q := url.Values{"_txlock": {"immediate"}, "_pragma": append([]string{"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(NORMAL)", "foreign_keys(1)", "automatic_index(0)"}, pragmas...)}
	return (&url.URL{Scheme: "file", Path: path, RawQuery: q.Encode()}).String()
}

func openSQLite(ctx context.Context, dsn string) (*sqliteDB, error) {
	path, err := sqlitePath(dsn)
	if err != nil {
		return nil, err
	}
	d := &sqliteDB{path: path}
	if d.writer, err = sql.Open("sqlite", sqliteDSN(path, "cache_size(-65536)")); err != nil {
		return nil, explain(err, path)
	}
	d.writer.SetMaxOpenConns(1)
	if d.reader, err = sql.Open("sqlite", sqliteDSN(path, "query_only(1)", "cache_size(-16384)")); err != nil {
		return nil, explain(errors.Join(err, d.writer.Close()), path)
	}
	d.reader.SetMaxOpenConns(max(4, runtime.NumCPU()))
	d.reader.SetMaxIdleConns(max(4, runtime.NumCPU()))
	d.written = &prepared{db: d.writer, known: map[string]*sql.Stmt{}}
	d.read = &prepared{db: d.reader, known: map[string]*sql.Stmt{}}
	d.sqlQuerier = sqlQuerier{d.reader, path, func(ctx context.Context, q string) *sql.Stmt { return d.read.prepare(ctx, q) }}
	if err := d.prepare(ctx); err != nil {
		_ = d.close()
		return nil, explain(err, path)
	}
	return d, nil
}

// prepare brings the schema up to date, alone, and makes the client that enqueues jobs.
func (d *sqliteDB) prepare(ctx context.Context) error {
	lock, err := lockFile(ctx, d.path+".migrating", true)
	if err != nil {
		return err
	}
	defer lock.release()
	if err := migrate(ctx, goose.DialectSQLite3, d.writer, "sqlite", d.path); err != nil {
		return err
	}
	driver := riversqlite.New(d.writer)
	m, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: quiet()})
	if err != nil {
		return err
	}
	if _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return err
	}
	d.jobs, err = river.NewClient(driver, &river.Config{Logger: quiet()})
	return err
}

// migrate runs the embedded migrations of one dialect, unless the database is ahead of them.
func migrate(ctx context.Context, dialect goose.Dialect, db *sql.DB, folder, where string) error {
	files, err := fs.Sub(migrations, "migrations/"+folder)
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(dialect, db, files, goose.WithLogger(goose.NopLogger()), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	have, want, err := p.GetVersions(ctx)
	switch {
	case err != nil:
		return err
	case have > want:
		return fmt.Errorf("%w: %s was written by a newer Rapporteur (schema %d, this program knows %d); use the newer program", rapporteur.ErrInvalid, where, have, want)
	case have == want:
		return nil
	}
	_, err = p.Up(ctx)
	return err
}

func (d *sqliteDB) write(ctx context.Context, f func(*tx) error) error {
	st, err := d.writer.BeginTx(ctx, nil)
	if err != nil {
		return explain(err, d.path)
	}
	var fresh []string
	t := &tx{db: d, sqlite: st}
	t.querier = sqlQuerier{st, d.path, func(ctx context.Context, q string) *sql.Stmt {
		p := d.written.get(q)
		if p == nil {
			fresh = append(fresh, q)
			return nil
		}
		return st.StmtContext(ctx, p)
	}}
	t.insert = func(ctx context.Context, jobs []river.InsertManyParams) error {
		_, err := d.jobs.InsertManyTx(ctx, st, jobs)
		return explain(err, d.path)
	}
	if err := f(t); err != nil {
		_ = st.Rollback() // the first error is the one that counts
		return err
	}
	if err := st.Commit(); err != nil {
		return explain(err, d.path)
	}
	// Not before: the transaction holds the only connection.
	for _, q := range fresh {
		d.written.prepare(ctx, q)
	}
	return nil
}

// prepared are the statements of one pool: preparing them takes SQLite longer than running most of them.
type prepared struct {
	db    *sql.DB
	mu    sync.Mutex
	known map[string]*sql.Stmt
}

// maxPrepared bounds them: filters make many statements, few of which come often.
const maxPrepared = 300

func (p *prepared) get(q string) *sql.Stmt {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.known[q]
}

// prepare gives the statement of a query, nil where it can't be prepared: running it will say why.
func (p *prepared) prepare(ctx context.Context, q string) *sql.Stmt {
	p.mu.Lock()
	st, full := p.known[q], len(p.known) >= maxPrepared
	p.mu.Unlock()
	if st != nil || full {
		return st
	}
	st, err := p.db.PrepareContext(ctx, q)
	if err != nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if other := p.known[q]; other != nil {
		_ = st.Close() // another goroutine was first
		return other
	}
	p.known[q] = st
	return st
}

func (p *prepared) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, st := range p.known {
		_ = st.Close() // the pool is closed next
	}
}

// lockArticle has nothing to do: there is only one transaction that writes.
func (d *sqliteDB) lockArticle(context.Context, *tx, string) error { return nil }

// lockNames has nothing to do, likewise.
func (d *sqliteDB) lockNames(context.Context, *tx, []string) (bool, error) { return false, nil }

func (d *sqliteDB) matcher() matcher { return fts5 }

func (d *sqliteDB) cross() string { return " CROSS JOIN " }

func (d *sqliteDB) matching(words string) string {
	return "SELECT rowid AS i FROM " + words + " WHERE " + words + " MATCH ?"
}

func (d *sqliteDB) probe(words, id string) string {
	return "EXISTS (SELECT 1 FROM " + words + " WHERE " + words + " MATCH ? AND rowid = " + id + ")"
}

// member keeps SQLite by the plus from going through the set instead of looking into it.
func (d *sqliteDB) member(id, set string) string { return "+" + id + " IN (" + set + ")" }

func (d *sqliteDB) index(ctx context.Context, t *tx, table string, id int64, words []string) error {
	_, err := t.exec(ctx, "INSERT INTO "+table+" (rowid, words) VALUES (?, ?)", id, strings.Join(words, " "))
	return err
}

func (d *sqliteDB) close() error {
	if d.written != nil {
		d.written.close()
	}
	if d.read != nil {
		d.read.close()
	}
	return errors.Join(d.reader.Close(), d.writer.Close())
}
