package store

import "context"

// tidyStep is how many pages of an index of words one transaction writes: some hundredths of a second, so that others who write hardly wait.
const tidyStep = 64

// Tidy brings the pieces of the indexes of words together, some at a time, until little is left to gain or the context is done: every article adds
// a small piece, and a search asks each. It may be called while others write.
func (s *Store) Tidy(ctx context.Context) error {
	db, ok := s.db.(*sqliteDB)
	if !ok { // PostgreSQL does so by itself
		return nil
	}
	for _, table := range []string{"article_words", "statement_words", "sentence_words"} {
		if err := db.tidy(ctx, table); err != nil {
			return err
		}
	}
	return nil
}

// tidy merges two pieces or more of about one size into one, as FTS5 does when it is asked to (https://www.sqlite.org/fts5.html#the_merge_command).
func (d *sqliteDB) tidy(ctx context.Context, table string) error {
	set := func(t *tx, what string, n int) error {
		_, err := t.exec(ctx, "INSERT INTO "+table+" ("+table+", rank) VALUES (?, ?)", what, n)
		return err
	}
	if err := d.write(ctx, func(t *tx) error { return set(t, "usermerge", 2) }); err != nil {
		return err
	}
	for done := false; !done; {
		err := d.write(ctx, func(t *tx) error {
			var before, after int
			if err := one(ctx, t, "SELECT total_changes()", nil, &before); err != nil {
				return err
			}
			if err := set(t, "merge", tidyStep); err != nil {
				return err
			}
			err := one(ctx, t, "SELECT total_changes()", nil, &after)
			done = after-before < 2
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
