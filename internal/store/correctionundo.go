package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"rapporteur"
)

// undoing is a correction that is being undone.
type undoing struct {
	id             int64
	what           CorrectionKind
	subject, other int64
	article, words string
}

// Undo takes a correction back; what others did since stays. One that was undone already is refused (ErrInvalid).
func (s *Store) Undo(ctx context.Context, id int64, now time.Time) error {
	return s.db.write(ctx, func(t *tx) error {
		u := undoing{id: id}
		var undone *int64
		err := one(ctx, t, "SELECT what, subject, other, article, words, undone FROM corrections WHERE id = ?", []any{id}, (*string)(&u.what), &u.subject, &u.other, &u.article, &u.words, &undone)
		if errors.Is(err, errNoRow) {
			return fmt.Errorf("%w: there is no correction %d", rapporteur.ErrNotFound, id)
		}
		if err != nil {
			return err
		}
		if undone != nil {
			return wrong("this was undone already, on %s", time.UnixMicro(*undone).UTC().Format("2 Jan 2006 15:04 UTC"))
		}
		n, err := t.exec(ctx, "UPDATE corrections SET undone = ? WHERE id = ? AND undone IS NULL", now.UnixMicro(), id)
		if err != nil {
			return err
		}
		if n == 0 {
			return wrong("this was undone already, a moment ago")
		}
		if err := touch(ctx, t, u.subject, u.other); err != nil {
			return err
		}
		return s.undo(ctx, t, &u)
	})
}

// undo brings about what holds without a correction.
func (s *Store) undo(ctx context.Context, t *tx, u *undoing) error {
	switch u.what {
	case Merge:
		return join(ctx, t, u.subject, 0)
	case Rename:
		return fallBack(ctx, t, u, "called")
	case RuleKind:
		return fallBack(ctx, t, u, "ruled")
	case SplitName:
		return errors.Join(retire(ctx, t, u.other), s.refileNamed(ctx, t, u.other, u.words))
	case SplitOff, RuleSpeaker:
		return errors.Join(retire(ctx, t, u.other), s.refile(ctx, t, u.article))
	case NoStatement, Accept:
		return s.refile(ctx, t, u.article)
	}
	return nil
}

// retire keeps a subject that only a person's word made from being found by articles, once that word holds no more.
func retire(ctx context.Context, t *tx, id int64) error {
	_, err := t.exec(ctx, `DELETE FROM subject_keys WHERE subject = ? AND subject IN (SELECT id FROM subjects WHERE called <> '')
		AND NOT EXISTS (SELECT 1 FROM corrections c WHERE c.undone IS NULL AND (c.other = ? OR c.subject = ?))`, id, id, id)
	return err
}

// fallBack has the last correction of the same kind hold that was not undone, or what the engine found.
func fallBack(ctx context.Context, t *tx, u *undoing, column string) error {
	_, err := t.exec(ctx, "UPDATE subjects SET "+column+" = coalesce((SELECT after FROM corrections WHERE subject = subjects.id AND what = ? AND undone IS NULL ORDER BY id DESC LIMIT 1), '') WHERE id = ?",
		string(u.what), u.subject)
	return err
}

// refile files an article again, so that what was corrected shows in it at once. One that is no longer on file is let be.
func (s *Store) refile(ctx context.Context, t *tx, id string) error {
	old, err := onFile(ctx, t, id)
	if err != nil || old.key == noKey {
		return err
	}
	doc, err := s.loadRevision(ctx, id, old.revision)
	if err != nil {
		return err
	}
	return s.file(ctx, t, newFiling(doc))
}

// atOnce is how many articles are filed again while a person waits; the rest are left to the queue.
const atOnce = 30

// refileNamed files the articles again that mention a subject by a name.
func (s *Store) refileNamed(ctx context.Context, t *tx, subject int64, name string) error {
	type one struct {
		id       string
		revision int
	}
	var articles []one
	err := each(ctx, t, func(r rows) error {
		var a one
		var names string
		err := r.Scan(&a.id, &a.revision, &names)
		if hasName(names, name) {
			articles = append(articles, a)
		}
		return err
	}, "SELECT a.id, a.revision, m.names FROM mentions m JOIN articles a ON a.key = m.article WHERE m.subject = ? ORDER BY m.article DESC", subject)
	if err != nil {
		return err
	}
	for i, a := range articles {
		if i < atOnce {
			err = s.refile(ctx, t, a.id)
		} else {
			err = t.enqueue(ctx, FileArgs{ArticleID: a.id, Revision: a.revision})
		}
		if err != nil {
			return err
		}
	}
	return nil
}
