package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"rapporteur"
)

// errRetry is in errors after which the same transaction, tried again, may go through.
var errRetry = errors.New("two transactions met")

// explain turns what a driver says into one line that says what to do. where is the file or server concerned.
func explain(err error, where string) error {
	var (
		lite *sqlite.Error
		pg   *pgconn.PgError
		conn *pgconn.ConnectError
	)
	switch {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.As(err, &lite):
		return explainSQLite(err, lite.Code(), where)
	case errors.As(err, &pg):
		return explainPostgres(err, pg, where)
	case errors.As(err, &conn):
		return fmt.Errorf("%w: PostgreSQL at %s can't be reached (%s); is it running, and are name and password right?", rapporteur.ErrTransient, where, oneLine(errors.Unwrap(conn)))
	}
	return err
}

func explainSQLite(err error, code int, where string) error {
	switch code & 0xff {
	case lib.SQLITE_FULL:
		return fmt.Errorf("%w: the disk that holds %s is full; free some space and start again, nothing stored is lost", rapporteur.ErrTransient, where)
	case lib.SQLITE_READONLY, lib.SQLITE_PERM, lib.SQLITE_CANTOPEN:
		return fmt.Errorf("%w: %s can't be written; give this user write permission on the file and its folder", rapporteur.ErrRefused, where)
	case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB:
		return fmt.Errorf("%w: %s is damaged or no Rapporteur database; put a backup in its place, or move it away to begin anew", rapporteur.ErrInvalid, where)
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return fmt.Errorf("%w: another program holds %s; wait for it or end it", rapporteur.ErrTransient, where)
	case lib.SQLITE_IOERR:
		return fmt.Errorf("%w: the disk that holds %s fails to read or write, or is full (%s)", rapporteur.ErrTransient, where, oneLine(err))
	}
	return err
}

func explainPostgres(err error, pg *pgconn.PgError, where string) error {
	switch {
	case pg.Code == "53100":
		return fmt.Errorf("%w: the disk of PostgreSQL at %s is full; free some space and start again, nothing stored is lost", rapporteur.ErrTransient, where)
	case pg.Code == "3D000", pg.Code == "28P01", pg.Code == "28000":
		return fmt.Errorf("%w: PostgreSQL at %s: %s; check the address, or make the database and its user first", rapporteur.ErrRefused, where, oneLine(errors.New(pg.Message)))
	case pg.Code == "42501":
		return fmt.Errorf("%w: PostgreSQL at %s: %s; give this user the rights to create and write tables", rapporteur.ErrRefused, where, oneLine(errors.New(pg.Message)))
	case pg.Code == "40001", pg.Code == "40P01":
		return fmt.Errorf("%w: %w: PostgreSQL at %s: %s", rapporteur.ErrTransient, errRetry, where, oneLine(errors.New(pg.Message)))
	case strings.HasPrefix(pg.Code, "57"), strings.HasPrefix(pg.Code, "08"), strings.HasPrefix(pg.Code, "53"):
		return fmt.Errorf("%w: PostgreSQL at %s: %s", rapporteur.ErrTransient, where, oneLine(errors.New(pg.Message)))
	}
	return err
}

func oneLine(err error) string {
	if err == nil {
		return "no answer"
	}
	s := strings.Join(strings.Fields(err.Error()), " ")
	if len(s) > 200 {
		s = strings.ToValidUTF8(s[:200], "") + "…"
	}
	return s
}

// badQuery is for what can't be asked for.
func badQuery(format string, args ...any) error {
	return fmt.Errorf("%w: %s", rapporteur.ErrInvalid, fmt.Sprintf(format, args...))
}
