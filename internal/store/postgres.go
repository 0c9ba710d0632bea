package store

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"rapporteur"
)

// postgresDB is a pool of connections; several processes may work on one database.
type postgresDB struct {
	pgQuerier
	pool *pgxpool.Pool
	jobs *river.Client[pgx.Tx]
	host string // for messages: never the address, which holds a password
}

// pgQuerier runs SQL by way of pgx.
type pgQuerier struct {
	db interface {
		Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	}
	where string
}

type pgRows struct {
	pgx.Rows
	where string
}

func (r pgRows) Err() error { return explain(r.Rows.Err(), r.where) }

func (q pgQuerier) exec(ctx context.Context, s string, args ...any) (int64, error) {
	r, err := q.db.Query(ctx, numbered(s), args...)
	if err != nil {
		return 0, explain(err, q.where)
	}
	r.Close()
	return r.CommandTag().RowsAffected(), explain(r.Err(), q.where)
}

func (q pgQuerier) query(ctx context.Context, s string, args ...any) (rows, error) {
	r, err := q.db.Query(ctx, numbered(s), args...)
	if err != nil {
		return nil, explain(err, q.where)
	}
	return pgRows{r, q.where}, nil
}

func openPostgres(ctx context.Context, dsn string) (*postgresDB, error) {
	c, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		// pgx's own words repeat the address with its password.
		return nil, fmt.Errorf("%w: the address of the database can't be read; write postgres://USER:PASSWORD@HOST:PORT/NAME", rapporteur.ErrInvalid)
	}
	c.MaxConns = max(c.MaxConns, 16)
	c.ConnConfig.RuntimeParams["timezone"] = "UTC"
	c.ConnConfig.RuntimeParams["application_name"] = "rapporteur"
	d := &postgresDB{host: fmt.Sprintf("%s:%d/%s", c.ConnConfig.Host, c.ConnConfig.Port, c.ConnConfig.Database)}
	if d.pool, err = pgxpool.NewWithConfig(ctx, c); err != nil {
		return nil, explain(err, d.host)
	}
	d.pgQuerier = pgQuerier{d.pool, d.host}
	if err := d.prepare(ctx); err != nil {
		d.pool.Close()
		return nil, explain(err, d.host)
	}
	return d, nil
}

// prepare brings the schema up to date. Processes that start together take turns by an advisory lock.
func (d *postgresDB) prepare(ctx context.Context) error {
	conn, err := d.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", lockNumber("migrating")); err != nil {
		return err
	}
	defer conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", lockNumber("migrating")) //nolint:errcheck // closing the connection does it too
	db := stdlib.OpenDBFromPool(d.pool)
	defer db.Close()
	if err := migrate(ctx, goose.DialectPostgres, db, "postgres", d.host); err != nil {
		return err
	}
	driver := riverpgxv5.New(d.pool)
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

// lockNumber is the advisory lock that a name stands for.
func lockNumber(name string) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte("rapporteur " + name)) // never fails
	return int64(h.Sum64())
}

// retries is how often a transaction is tried that PostgreSQL ended because of another one.
const retries = 5

func (d *postgresDB) write(ctx context.Context, f func(*tx) error) error {
	for n := 1; ; n++ {
		err := pgx.BeginFunc(ctx, d.pool, func(pt pgx.Tx) error {
			t := &tx{querier: pgQuerier{pt, d.host}, db: d, pg: pt}
			t.insert = func(ctx context.Context, jobs []river.InsertManyParams) error {
				_, err := d.jobs.InsertManyTx(ctx, pt, jobs)
				return err
			}
			return f(t)
		})
		if !errors.Is(err, errRetry) || n == retries {
			return explain(err, d.host)
		}
	}
}

func (d *postgresDB) lockArticle(ctx context.Context, t *tx, id string) error {
	_, err := t.exec(ctx, "SELECT pg_advisory_xact_lock(?)", lockNumber("article "+id))
	return err
}

func (d *postgresDB) lockNames(ctx context.Context, t *tx, keys []string) (bool, error) {
	numbers := make([]int64, len(keys))
	for i, k := range keys {
		numbers[i] = lockNumber("name " + k)
	}
	slices.Sort(numbers)
	_, err := t.exec(ctx, "SELECT pg_advisory_xact_lock(k) FROM unnest(?::bigint[]) AS k", numbers)
	return true, err
}

func (d *postgresDB) matcher() matcher { return tsquery }

// cross leaves the order to the planner.
func (d *postgresDB) cross() string { return " JOIN " }

func (d *postgresDB) matching(words string) string {
	return "SELECT id AS i FROM " + words + " WHERE words @@ ?::text::tsquery"
}

func (d *postgresDB) probe(words, id string) string {
	return "EXISTS (SELECT 1 FROM " + words + " WHERE words @@ ?::text::tsquery AND " + words + ".id = " + id + ")"
}

// member leaves the choice to the planner.
func (d *postgresDB) member(id, set string) string { return id + " IN (" + set + ")" }

func (d *postgresDB) index(ctx context.Context, t *tx, table string, id int64, words []string) error {
	_, err := t.exec(ctx, "INSERT INTO "+table+" (id, words) VALUES (?, ?::text::tsvector)", id, tsvector(words))
	return err
}

func (d *postgresDB) close() error {
	d.pool.Close()
	return nil
}

// isPostgres reports whether a dsn is the address of a PostgreSQL database.
func isPostgres(dsn string) bool {
	return strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://")
}
