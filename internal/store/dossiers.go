package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"rapporteur"
)

// Dossier is a matter that is followed: a query with a name. Nothing is copied into it.
type Dossier struct {
	ID      int64
	Name    string
	Query   string   // what the matter is found by, in the query language
	Aliases []string // other names of it; an article that holds one of them belongs to the matter, too
	Created time.Time
	Changed time.Time
	Version int       // counts the changes, from 1
	Closed  time.Time // no longer followed since; zero while it is
}

// Limits on what a person gives a dossier.
const (
	maxDossierName = 120 // bytes
	maxAliases     = 30
)

// Question is the dossier's query together with its aliases, in the query language.
func (d *Dossier) Question() string {
	if len(d.Aliases) == 0 {
		return d.Query
	}
	q := d.Query
	if strings.ContainsAny(strings.TrimSpace(strings.Trim(q, `"`)), " \t\"") && !isPhrase(q) {
		q = "(" + q + ")"
	}
	for _, a := range d.Aliases {
		q += ` OR "` + a + `"`
	}
	return q
}

// isPhrase reports whether a query is a single phrase in quotation marks.
func isPhrase(q string) bool {
	inner, ok := strings.CutPrefix(strings.TrimSpace(q), `"`)
	return ok && strings.HasSuffix(inner, `"`) && strings.Count(inner, `"`) == 1
}

// ChangedMeanwhile is the error of a change to a dossier that somebody else changed since it was read. It wraps ErrRefused.
type ChangedMeanwhile struct{ Now Dossier }

func (e *ChangedMeanwhile) Error() string {
	return fmt.Sprintf("%v: the dossier %q was changed by somebody else meanwhile; nothing was overwritten: look at what it is now and save again", rapporteur.ErrRefused, e.Now.Name)
}

func (e *ChangedMeanwhile) Unwrap() error { return rapporteur.ErrRefused }

// tidy checks a dossier as a person typed it, and brings it into the form it is stored in.
func (s *Store) tidy(ctx context.Context, d *Dossier) error {
	d.Name, d.Query = oneSpace(plain(d.Name)), strings.TrimSpace(plain(d.Query))
	var aliases []string
	for _, a := range d.Aliases {
		a = oneSpace(strings.ReplaceAll(plain(a), `"`, " "))
		if a != "" && !slices.Contains(aliases, a) {
			aliases = append(aliases, a)
		}
	}
	d.Aliases = aliases
	switch {
	case d.Name == "":
		return badQuery("a dossier needs a name: a word or two will do")
	case len(d.Name) > maxDossierName:
		return badQuery("the name of a dossier has at most %d characters; this one has %d. What it follows goes into the query", maxDossierName, len(d.Name))
	case d.Query == "":
		return badQuery("say what %s is found by: a name, a \"phrase in quotation marks\", words", d.Name)
	case len(aliases) > maxAliases:
		return badQuery("a dossier has at most %d other names; these are %d", maxAliases, len(aliases))
	}
	for _, q := range []string{d.Query, d.Question()} {
		if _, err := s.mustAsk(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// AddDossier begins to follow a matter. What can't be one is an ErrInvalid that says why.
func (s *Store) AddDossier(ctx context.Context, d Dossier, now time.Time) (Dossier, error) {
	if err := s.tidy(ctx, &d); err != nil {
		return d, err
	}
	d.Created, d.Changed, d.Version, d.Closed = now.UTC(), now.UTC(), 1, time.Time{}
	err := s.db.write(ctx, func(t *tx) error {
		return one(ctx, t, "INSERT INTO dossiers (name, query, aliases, created, changed, version) VALUES (?, ?, ?, ?, ?, 1) RETURNING id",
			[]any{d.Name, d.Query, strings.Join(d.Aliases, "\n"), now.UnixMicro(), now.UnixMicro()}, &d.ID)
	})
	return d, err
}

const dossierColumns = "id, name, query, aliases, created, changed, version, closed"

func scanDossier(r rows) (d Dossier, err error) {
	var aliases string
	err = r.Scan(&d.ID, &d.Name, &d.Query, &aliases, at(&d.Created), at(&d.Changed), &d.Version, at(&d.Closed))
	if aliases != "" {
		d.Aliases = strings.Split(aliases, "\n")
	}
	return d, err
}

// Dossiers gives the dossiers that are followed, in the order of their names.
func (s *Store) Dossiers(ctx context.Context) ([]Dossier, error) {
	var out []Dossier
	err := each(ctx, s.db, func(r rows) error {
		d, err := scanDossier(r)
		out = append(out, d)
		return err
	}, "SELECT "+dossierColumns+" FROM dossiers WHERE closed IS NULL")
	slices.SortFunc(out, func(a, b Dossier) int { return strings.Compare(fold(a.Name), fold(b.Name)) })
	return out, err
}

// Dossier gives one dossier, closed or not; ErrNotFound where there is none.
func (s *Store) Dossier(ctx context.Context, id int64) (Dossier, error) {
	return dossier(ctx, s.db, id)
}

func dossier(ctx context.Context, q querier, id int64) (Dossier, error) {
	d, found := Dossier{}, false
	err := each(ctx, q, func(r rows) (err error) {
		d, err = scanDossier(r)
		found = true
		return err
	}, "SELECT "+dossierColumns+" FROM dossiers WHERE id = ?", id)
	if err == nil && !found {
		err = fmt.Errorf("%w: there is no dossier %d", rapporteur.ErrNotFound, id)
	}
	return d, err
}

// ChangeDossier stores another name, query, other aliases, or the closing of a dossier. d.Version must be the one that was
// read: where somebody was faster, nothing is stored and the error is a [*ChangedMeanwhile]. The former state is kept as
// an edit and can be had again with [Store.UndoEdit].
func (s *Store) ChangeDossier(ctx context.Context, d Dossier, now time.Time) (Dossier, error) {
	if err := s.tidy(ctx, &d); err != nil {
		return d, err
	}
	err := s.db.write(ctx, func(t *tx) error {
		was, err := dossier(ctx, t, d.ID)
		if err != nil {
			return err
		}
		d, err = putDossier(ctx, t, was, d, now)
		if err != nil || sameDossier(&was, &d) {
			return err
		}
		before, err := json.Marshal(was)
		if err != nil {
			return err
		}
		_, err = putEdit(ctx, t, Edit{Dossier: d.ID, Kind: EditChanged, Words: string(before), At: now})
		return err
	})
	return d, err
}

func sameDossier(a, b *Dossier) bool {
	return a.Name == b.Name && a.Query == b.Query && slices.Equal(a.Aliases, b.Aliases) && a.Closed.Equal(b.Closed)
}

// putDossier writes a dossier over the one that was read, if that is still the one on file.
func putDossier(ctx context.Context, t *tx, was, d Dossier, now time.Time) (Dossier, error) {
	if was.Version != d.Version {
		return d, &ChangedMeanwhile{was}
	}
	if sameDossier(&was, &d) {
		return was, nil
	}
	n, err := t.exec(ctx, "UPDATE dossiers SET name = ?, query = ?, aliases = ?, closed = ?, changed = ?, version = version + 1 WHERE id = ? AND version = ?",
		d.Name, d.Query, strings.Join(d.Aliases, "\n"), micros(d.Closed), now.UnixMicro(), d.ID, d.Version)
	if err == nil && n == 0 { // PostgreSQL: another transaction was between
		var now Dossier
		if now, err = dossier(ctx, t, d.ID); err == nil {
			err = &ChangedMeanwhile{now}
		}
	}
	d.Created, d.Changed, d.Version = was.Created, now.UTC(), d.Version+1
	return d, err
}

// EditKind is what a person did.
type EditKind string

const (
	EditChanged  EditKind = "changed"  // the dossier itself; Words is its former state
	EditExclude  EditKind = "exclude"  // About, an article, is no part of the matter, whatever it says
	EditQuestion EditKind = "question" // Words is an open question
	EditAnswer   EditKind = "answer"   // About, the number of a question, is answered by Words
	EditNote     EditKind = "note"     // Words is a note
	EditLedger   EditKind = "ledger"   // About, a commitment, was Words: kept, late, unknown
	EditPin      EditKind = "pin"      // About, a line of the brief, stands before the others
	EditCut      EditKind = "cut"      // ... is left out
	EditRewrite  EditKind = "rewrite"  // ... reads Words
	EditPlace    EditKind = "place"    // ... stands before the line Words, at the end where Words is ""
)

var editKinds = []EditKind{EditChanged, EditExclude, EditQuestion, EditAnswer, EditNote, EditLedger, EditPin, EditCut, EditRewrite, EditPlace}

// maxEditWords bounds a note, in bytes.
const maxEditWords = 20_000

// Edit is one thing a person did to a dossier or to a line of its brief. Edits are added and never changed; an undone one
// stays, with the time of that.
type Edit struct {
	ID      int64
	Dossier int64 // 0: the part of the brief that is on no dossier
	Kind    EditKind
	About   string
	Words   string
	At      time.Time
	Undone  time.Time // zero while it holds
}

// AddEdit keeps what a person did. ErrNotFound where there is no such dossier.
func (s *Store) AddEdit(ctx context.Context, e Edit) (Edit, error) {
	e.About, e.Words = oneSpace(plain(e.About)), strings.TrimSpace(plain(e.Words))
	switch {
	case !slices.Contains(editKinds, e.Kind) || e.Kind == EditChanged:
		return e, badQuery("%.40q is nothing that can be done to a dossier", string(e.Kind))
	case len(e.Words) > maxEditWords || len(e.About) > 1000:
		return e, badQuery("this is longer than %d characters; write it in several pieces", maxEditWords)
	case e.Words == "" && slices.Contains([]EditKind{EditQuestion, EditAnswer, EditNote, EditRewrite, EditLedger}, e.Kind):
		return e, badQuery("there is nothing written: write a word or two")
	}
	err := s.db.write(ctx, func(t *tx) (err error) {
		if e.Dossier != 0 {
			if _, err := dossier(ctx, t, e.Dossier); err != nil {
				return err
			}
		}
		e, err = putEdit(ctx, t, e)
		return err
	})
	return e, err
}

func putEdit(ctx context.Context, t *tx, e Edit) (Edit, error) {
	err := one(ctx, t, "INSERT INTO dossier_edits (dossier, kind, about, words, at) VALUES (?, ?, ?, ?, ?) RETURNING id",
		[]any{e.Dossier, string(e.Kind), e.About, e.Words, e.At.UnixMicro()}, &e.ID)
	return e, err
}

const editColumns = "id, dossier, kind, about, words, at, undone"

func scanEdit(r rows) (e Edit, err error) {
	err = r.Scan(&e.ID, &e.Dossier, (*string)(&e.Kind), &e.About, &e.Words, at(&e.At), at(&e.Undone))
	return e, err
}

// Edits gives what was done to a dossier, oldest first, what was undone included.
func (s *Store) Edits(ctx context.Context, dossier int64) ([]Edit, error) {
	var out []Edit
	err := each(ctx, s.db, func(r rows) error {
		e, err := scanEdit(r)
		out = append(out, e)
		return err
	}, "SELECT "+editColumns+" FROM dossier_edits WHERE dossier = ? ORDER BY id", dossier)
	return out, err
}

// UndoEdit takes back what was done; done again, it undoes nothing. Taking back a change of the dossier itself brings its
// former state back, unless it was changed again since ([*ChangedMeanwhile]).
func (s *Store) UndoEdit(ctx context.Context, id int64, now time.Time) (Edit, error) {
	var e Edit
	err := s.db.write(ctx, func(t *tx) error {
		found := false
		err := each(ctx, t, func(r rows) (err error) {
			e, err = scanEdit(r)
			found = true
			return err
		}, "SELECT "+editColumns+" FROM dossier_edits WHERE id = ?", id)
		switch {
		case err != nil:
			return err
		case !found:
			return fmt.Errorf("%w: there is nothing to undo by the number %d", rapporteur.ErrNotFound, id)
		case !e.Undone.IsZero():
			return nil
		}
		if e.Kind == EditChanged {
			if err := restoreDossier(ctx, t, &e, now); err != nil {
				return err
			}
		}
		e.Undone = now.UTC()
		_, err = t.exec(ctx, "UPDATE dossier_edits SET undone = ? WHERE id = ?", now.UnixMicro(), id)
		return err
	})
	return e, err
}

func restoreDossier(ctx context.Context, t *tx, e *Edit, now time.Time) error {
	var before Dossier
	if err := json.Unmarshal([]byte(e.Words), &before); err != nil {
		return errStale(err)
	}
	is, err := dossier(ctx, t, e.Dossier)
	if err != nil {
		return err
	}
	var later int64
	err = one(ctx, t, "SELECT id FROM dossier_edits WHERE dossier = ? AND kind = ? AND id > ? AND undone IS NULL LIMIT 1", []any{e.Dossier, string(EditChanged), e.ID}, &later)
	if err == nil {
		return &ChangedMeanwhile{is}
	}
	if !errors.Is(err, errNoRow) {
		return err
	}
	before.ID, before.Version = is.ID, is.Version
	_, err = putDossier(ctx, t, is, before, now)
	return err
}
