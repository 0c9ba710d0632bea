package store

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
)

// database is what differs between SQLite and PostgreSQL. SQL is written once, with ? for parameters.
type database interface {
	querier // reads, each on its own

	// write runs f in a transaction that may write, and commits it when f returns nil.
	write(ctx context.Context, f func(*tx) error) error
	// matcher writes what is looked for in a table of words; it is the one parameter of matching and probe.
	matcher() matcher
	// matching is the SQL that gives the ids, as i, of a table of words that match.
	matching(words string) string
	// probe is the condition that the words of one id match.
	probe(words, id string) string
	// member is the condition that an id is in a set, which is made once and looked into.
	member(id, set string) string
	// cross joins two tables in the order in which they stand.
	cross() string
	// index files words under an id in a table of words.
	index(ctx context.Context, t *tx, table string, id int64, words []string) error
	// lockArticle keeps other transactions from filing the same article.
	lockArticle(ctx context.Context, t *tx, id string) error
	// lockNames keeps other transactions from entering the same names; waited tells that others may have entered some meanwhile.
	lockNames(ctx context.Context, t *tx, keys []string) (waited bool, err error)
	// start begins to work jobs; it fails where this database allows no second process to do so.
	start(ctx context.Context, c *river.Config) (*working, error)
	close() error
}

// querier runs SQL on a database or within a transaction.
type querier interface {
	exec(ctx context.Context, q string, args ...any) (affected int64, err error)
	query(ctx context.Context, q string, args ...any) (rows, error)
}

// rows are the rows of an answer, as both drivers give them.
type rows interface {
	Next() bool
	Scan(dest ...any) error
	Err() error
	Close()
}

// tx is a transaction that writes. One of its two handles is set: the one jobs are enqueued with.
type tx struct {
	querier
	db     database
	sqlite *sql.Tx
	pg     pgx.Tx
	insert func(ctx context.Context, jobs []river.InsertManyParams) error
}

// wordsID is the column that numbers the rows of a table of words.
func (t *tx) wordsID() string {
	if t.sqlite != nil {
		return "rowid"
	}
	return "id"
}

// enqueue adds jobs within the transaction. A job that waits already, or runs, is not added again.
func (t *tx) enqueue(ctx context.Context, jobs ...river.JobArgs) error {
	if len(jobs) == 0 {
		return nil
	}
	params := make([]river.InsertManyParams, len(jobs))
	for i, j := range jobs {
		params[i].Args = j
	}
	return t.insert(ctx, params)
}

// errNoRow is what one and its kin return where there is no row.
var errNoRow = errors.New("no such row")

// one scans the first row of an answer, errNoRow where it is empty.
func one(ctx context.Context, q querier, sql string, args []any, dest ...any) error {
	r, err := q.query(ctx, sql, args...)
	if err != nil {
		return err
	}
	defer r.Close()
	if !r.Next() {
		if err := r.Err(); err != nil {
			return err
		}
		return errNoRow
	}
	if err := r.Scan(dest...); err != nil {
		return err
	}
	r.Close()
	return r.Err()
}

// each calls scan for every row of an answer.
func each(ctx context.Context, q querier, scan func(rows) error, sql string, args ...any) error {
	r, err := q.query(ctx, sql, args...)
	if err != nil {
		return err
	}
	defer r.Close()
	for r.Next() {
		if err := scan(r); err != nil {
			return err
		}
	}
	return r.Err()
}

// source is what a question is asked of.
type source struct {
	all   string // SQL that gives the keys of all rows, as i
	from  string // the tables that conditions are asked of
	joins string // the article's, where it is another one
	key   string // column that orders the rows
}

var (
	allArticles   = source{all: "SELECT key AS i FROM articles", from: "articles a", key: "a.key"}
	allStatements = source{all: "SELECT id AS i FROM statements", from: "statements s", joins: ofFinding("s"), key: "s.id"}
)

func allFacts(table string) source {
	return source{all: "SELECT id AS i FROM " + table, from: table + " f", joins: ofFinding("f"), key: "f.id"}
}

// ofFinding joins the article of a finding.
func ofFinding(x string) string {
	return "articles a ON a.key = " + x + ".id >> " + strconv.Itoa(statementBits)
}

// tables are what conditions are asked of, joined in that order.
func (r source) tables(db database) string {
	if r.joins == "" {
		return r.from
	}
	return r.from + db.cross() + r.joins
}

// where gathers the conditions of a question and their parameters.
type where struct {
	conditions []string
	args       []any
}

func (w *where) and(condition string, args ...any) {
	w.conditions = append(w.conditions, condition)
	w.args = append(w.args, args...)
}

func (w *where) andAll(list []condition) {
	for _, c := range list {
		w.and(c.sql, c.args...)
	}
}

func (w *where) String() string {
	if len(w.conditions) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(w.conditions, " AND ")
}

// marks is n parameters, for IN.
func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?,", n), ",") }

// anys makes parameters of strings.
func anys(list []string) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = s
	}
	return out
}

// numbered turns ? into $1, $2 ... for PostgreSQL. No statement here has a ? of another kind.
func numbered(q string) string {
	var b strings.Builder
	n := 0
	for {
		i := strings.IndexByte(q, '?')
		if i < 0 {
			b.WriteString(q)
			return b.String()
		}
		n++
		b.WriteString(q[:i])
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(n))
		q = q[i+1:]
	}
}

// micros is a time as it is stored: microseconds since 1970, NULL for the zero time.
func micros(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMicro()
}

// instant scans a stored time into the Time it points to.
type instant struct{ t *time.Time }

func at(t *time.Time) instant { return instant{t} }

// Scan implements [sql.Scanner].
func (i instant) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*i.t = time.Time{}
	case int64:
		*i.t = time.UnixMicro(v).UTC()
	default:
		return errors.New("a stored time is not a number")
	}
	return nil
}

// plain makes text fit for a column of either database: valid UTF-8 without NUL.
func plain(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "�"), "\x00", "")
}

// quiet is the logger for libraries that would write to the terminal otherwise.
func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }
