package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"rapporteur"
	"rapporteur/internal/store/query"
)

// SavedQuery is a query with a name. Queries name it by in:"name".
type SavedQuery struct {
	ID      int64
	Name    string
	Query   string
	Made    time.Time
	Changed time.Time
}

// longestName bounds a saved query's name in bytes.
const longestName = 100

const savedColumns = "id, name, query, made, changed"

func (q *SavedQuery) fields() []any {
	return []any{&q.ID, &q.Name, &q.Query, at(&q.Made), at(&q.Changed)}
}

// SavedQuery gives the saved query of a name, in any case and spacing; ErrNotFound where there is none.
func (s *Store) SavedQuery(ctx context.Context, name string) (*SavedQuery, error) {
	q := &SavedQuery{}
	err := one(ctx, s.db, "SELECT "+savedColumns+" FROM saved_queries WHERE key = ? AND deleted IS NULL", []any{savedKey(name)}, q.fields()...)
	if errors.Is(err, errNoRow) {
		return nil, fmt.Errorf("%w: no saved query is called %.60q", rapporteur.ErrNotFound, name)
	}
	return q, err
}

// SavedQueries lists the saved queries by name.
func (s *Store) SavedQueries(ctx context.Context) ([]SavedQuery, error) {
	var out []SavedQuery
	err := each(ctx, s.db, func(r rows) error {
		var q SavedQuery
		err := r.Scan(q.fields()...)
		out = append(out, q)
		return err
	}, "SELECT "+savedColumns+" FROM saved_queries WHERE deleted IS NULL ORDER BY key")
	return out, err
}

// savedKey is the form under which names of saved queries are compared.
func savedKey(name string) string { return strings.ToLower(plain(oneSpace(name))) }

// SaveQuery saves a query under a name; id 0 is a new one, another changes the query, the name, or both of one that is
// there. ErrInvalid says what is wrong with the name or the query, a cycle of saved queries included.
func (s *Store) SaveQuery(ctx context.Context, id int64, name, text string, now time.Time) (int64, error) {
	name = plain(oneSpace(name))
	switch {
	case name == "":
		return 0, fmt.Errorf("%w: a saved query needs a name", rapporteur.ErrInvalid)
	case len(name) > longestName || strings.ContainsAny(name, "\"“”„«»"):
		return 0, fmt.Errorf("%w: a name has at most %d characters, and no quotation marks", rapporteur.ErrInvalid, longestName)
	}
	if err := s.checkSaved(ctx, id, name, text); err != nil {
		return 0, err
	}
	err := s.db.write(ctx, func(t *tx) error {
		var other int64
		err := one(ctx, t, "SELECT id FROM saved_queries WHERE key = ?", []any{savedKey(name)}, &other)
		if err == nil && other != id {
			return fmt.Errorf("%w: another saved query is called %q; choose another name", rapporteur.ErrInvalid, name)
		}
		if err != nil && !errors.Is(err, errNoRow) {
			return err
		}
		if id == 0 {
			return one(ctx, t, "INSERT INTO saved_queries (key, name, query, made, changed) VALUES (?, ?, ?, ?, ?) RETURNING id",
				[]any{savedKey(name), name, plain(text), now.UnixMicro(), now.UnixMicro()}, &id)
		}
		if err := renameSaved(ctx, t, id, name); err != nil {
			return err
		}
		n, err := t.exec(ctx, "UPDATE saved_queries SET key = ?, name = ?, query = ?, changed = ? WHERE id = ? AND deleted IS NULL", savedKey(name), name, plain(text), now.UnixMicro(), id)
		if err == nil && n == 0 {
			err = fmt.Errorf("%w: the saved query is no longer there", rapporteur.ErrNotFound)
		}
		return err
	})
	return id, err
}

// renameSaved puts a new name into the saved queries that name the old one.
func renameSaved(ctx context.Context, t *tx, id int64, name string) error {
	var old string
	if err := one(ctx, t, "SELECT name FROM saved_queries WHERE id = ?", []any{id}, &old); err != nil || old == name {
		if errors.Is(err, errNoRow) {
			err = nil // the update finds that out
		}
		return err
	}
	changed := map[int64]string{}
	err := each(ctx, t, func(r rows) error {
		var other int64
		var text string
		err := r.Scan(&other, &text)
		if text, ok := query.Rename(text, old, name); ok {
			changed[other] = text
		}
		return err
	}, "SELECT id, query FROM saved_queries WHERE id <> ?", id)
	if err != nil {
		return err
	}
	for other, text := range changed {
		if _, err := t.exec(ctx, "UPDATE saved_queries SET query = ? WHERE id = ?", text, other); err != nil {
			return err
		}
	}
	return nil
}

// checkSaved parses a query as it would be under its new name, and those that name it.
func (s *Store) checkSaved(ctx context.Context, id int64, name, text string) error {
	others, err := s.SavedQueries(ctx)
	if err != nil {
		return err
	}
	known := map[string]string{}
	for _, o := range others {
		known[savedKey(o.Name)] = o.Query // under an old name, too: that is changed along with it
		if o.ID == id {
			known[savedKey(o.Name)] = text
		}
	}
	known[savedKey(name)] = text
	find := func(name string) (string, bool) { text, ok := known[savedKey(name)]; return text, ok }
	if _, err := query.Parse(text, query.Options{Now: s.now(), Saved: find}); err != nil {
		return err
	}
	_, err = query.Parse("in:"+query.Quote(name), query.Options{Now: s.now(), Saved: find})
	return err
}

// DeleteQuery takes a saved query off the list; RestoreQuery undoes it.
func (s *Store) DeleteQuery(ctx context.Context, id int64, now time.Time) error {
	return s.changeSaved(ctx, "UPDATE saved_queries SET deleted = ?, key = key || ? WHERE id = ? AND deleted IS NULL", now.UnixMicro(), "\n"+strconv.FormatInt(id, 10), id)
}

// RestoreQuery brings a deleted query back. ErrInvalid where another has taken its name meanwhile.
func (s *Store) RestoreQuery(ctx context.Context, id int64) error {
	var name string
	err := one(ctx, s.db, "SELECT name FROM saved_queries WHERE id = ? AND deleted IS NOT NULL", []any{id}, &name)
	if errors.Is(err, errNoRow) {
		return fmt.Errorf("%w: no deleted query has that number", rapporteur.ErrNotFound)
	}
	if err != nil {
		return err
	}
	if _, err := s.SavedQuery(ctx, name); err == nil {
		return fmt.Errorf("%w: another saved query is called %q now; rename that one first", rapporteur.ErrInvalid, name)
	}
	return s.changeSaved(ctx, "UPDATE saved_queries SET deleted = NULL, key = ? WHERE id = ?", savedKey(name), id)
}

func (s *Store) changeSaved(ctx context.Context, sql string, args ...any) error {
	return s.db.write(ctx, func(t *tx) error {
		n, err := t.exec(ctx, sql, args...)
		if err == nil && n == 0 {
			err = fmt.Errorf("%w: the saved query is no longer there", rapporteur.ErrNotFound)
		}
		return err
	})
}
