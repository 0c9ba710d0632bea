package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"rapporteur"
)

// oneLook is how long a person may be away from the brief and come back to the same look.
const oneLook = 30 * time.Minute

// Look notes that a visitor looks at the brief now, and gives the end of the look before: what is new since then is new to
// them. A first look gives the zero time. Where the clock was set back, the time of the last look stands.
func (s *Store) Look(ctx context.Context, visitor string, now time.Time) (since time.Time, err error) {
	visitor = plain(visitor)
	err = s.db.write(ctx, func(t *tx) error {
		var last time.Time
		err := one(ctx, t, "SELECT since, last FROM brief_looks WHERE visitor = ?", []any{visitor}, at(&since), at(&last))
		switch {
		case errors.Is(err, errNoRow):
			_, err = t.exec(ctx, "INSERT INTO brief_looks (visitor, since, last) VALUES (?, 0, ?) ON CONFLICT (visitor) DO NOTHING", visitor, now.UnixMicro())
			return err
		case err != nil:
			return err
		}
		if now.Sub(last) > oneLook {
			since = last
		}
		_, err = t.exec(ctx, "UPDATE brief_looks SET since = ?, last = ? WHERE visitor = ?", since.UnixMicro(), latest(now, last).UnixMicro(), visitor)
		return err
	})
	if since.Unix() == 0 {
		since = time.Time{}
	}
	return since, err
}

// Sent is a brief that was sent to somebody.
type Sent struct {
	ID           int64
	At           time.Time
	To           string // as the sender wrote it
	Since, Until time.Time
	Title        string
	Body         string // Markdown, as it was sent; lists leave it out
}

// AddSent keeps what was sent to whom.
func (s *Store) AddSent(ctx context.Context, x Sent) (Sent, error) {
	x.To, x.Title = oneSpace(plain(x.To)), oneSpace(plain(x.Title))
	if x.To == "" || len(x.To) > 500 {
		return x, badQuery("say to whom the brief was sent, in at most 500 characters")
	}
	err := s.db.write(ctx, func(t *tx) error {
		return one(ctx, t, "INSERT INTO brief_sent (at, to_whom, since, until, title, body) VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
			[]any{x.At.UnixMicro(), x.To, x.Since.UnixMicro(), x.Until.UnixMicro(), x.Title, squeeze([]byte(plain(x.Body)))}, &x.ID)
	})
	return x, err
}

// SentLog lists what was sent, newest first.
func (s *Store) SentLog(ctx context.Context, limit int) ([]Sent, error) {
	var out []Sent
	err := each(ctx, s.db, func(r rows) error {
		var x Sent
		err := r.Scan(&x.ID, at(&x.At), &x.To, at(&x.Since), at(&x.Until), &x.Title)
		out = append(out, x)
		return err
	}, "SELECT id, at, to_whom, since, until, title FROM brief_sent ORDER BY id DESC LIMIT "+strconv.Itoa(pageLimit(limit)))
	return out, err
}

// Sent gives one brief as it was sent; ErrNotFound where there is none.
func (s *Store) Sent(ctx context.Context, id int64) (Sent, error) {
	var x Sent
	var body []byte
	err := one(ctx, s.db, "SELECT id, at, to_whom, since, until, title, body FROM brief_sent WHERE id = ?", []any{id}, &x.ID, at(&x.At), &x.To, at(&x.Since), at(&x.Until), &x.Title, &body)
	if errors.Is(err, errNoRow) {
		return x, fmt.Errorf("%w: no brief was sent by the number %d", rapporteur.ErrNotFound, id)
	}
	if err != nil {
		return x, err
	}
	text, err := expand(body)
	x.Body = string(text)
	return x, err
}

// Documents gives articles of a list with their records, in the list's order; nil stands for one that was taken off the
// file meanwhile.
func (s *Store) Documents(ctx context.Context, list []ArticleRow) ([]*rapporteur.Document, error) {
	out := make([]*rapporteur.Document, len(list))
	for i := range list {
		doc, err := s.loadRevision(ctx, list[i].ID, list[i].Revision)
		if err != nil && !errors.Is(err, rapporteur.ErrNotFound) {
			return nil, err
		}
		out[i] = doc
	}
	return out, nil
}

// ReadAt gives, by the names of articles, when the latest revision of each was read: with it, a record that is kept at hand
// is known to be the one on file. It asks for at most MaxPageSize articles.
func (s *Store) ReadAt(ctx context.Context, articles []string) (map[string]time.Time, error) {
	out := make(map[string]time.Time, len(articles))
	articles = articles[:min(len(articles), MaxPageSize)]
	if len(articles) == 0 {
		return out, nil
	}
	err := each(ctx, s.db, func(r rows) error {
		var id string
		var read time.Time
		err := r.Scan(&id, at(&read))
		out[id] = read
		return err
	}, "SELECT a.id, r.read FROM articles a JOIN revisions r ON r.article = a.id AND r.revision = a.revision WHERE a.id IN ("+marks(len(articles))+")", anys(articles)...)
	return out, err
}

// StoriesByID gives the stories of these numbers that are still told, by number. It asks for at most MaxPageSize stories.
func (s *Store) StoriesByID(ctx context.Context, ids []int64) (map[int64]StoryRow, error) {
	out := make(map[int64]StoryRow, len(ids))
	ids = ids[:min(len(ids), MaxPageSize)]
	if len(ids) == 0 {
		return out, nil
	}
	err := each(ctx, s.db, func(r rows) error {
		var x StoryRow
		var lead keyedArticle
		err := r.Scan(append(x.fields(), lead.fields()...)...)
		x.Lead = lead.row
		out[x.ID] = x
		return err
	}, "SELECT "+storyColumns+", "+articleColumns+storiesFrom+" WHERE st.newest IS NOT NULL AND st.id IN ("+marks(len(ids))+")", idArgs(ids)...)
	return out, err
}

// SubjectsOf gives what the entities of articles, by their place in the record, are filed under. It asks for at most
// MaxPageSize articles.
func (s *Store) SubjectsOf(ctx context.Context, articles []string) (map[string]map[int]SubjectRef, error) {
	out := make(map[string]map[int]SubjectRef, len(articles))
	articles = articles[:min(len(articles), MaxPageSize)]
	if len(articles) == 0 {
		return out, nil
	}
	err := each(ctx, s.db, func(r rows) error {
		var id string
		var entity int
		var x SubjectRef
		err := r.Scan(&id, &entity, &x.ID, &x.Name)
		if out[id] == nil {
			out[id] = map[int]SubjectRef{}
		}
		out[id][entity] = x
		return err
	}, `SELECT a.id, m.entity, w.id, CASE WHEN w.called <> '' THEN w.called ELSE w.name END FROM articles a JOIN mentions m ON m.article = a.key
		JOIN subjects s ON s.id = m.subject JOIN subjects w ON w.id = s.whole WHERE a.id IN (`+marks(len(articles))+`) AND m.entity >= 0 AND w.ruled <> '`+NoSubject+"'", anys(articles)...)
	return out, err
}

// StatementsOf gives the statements of articles, as [Store.Statements] orders them. It asks for at most MaxPageSize
// articles at a time.
func (s *Store) StatementsOf(ctx context.Context, articles []string) ([]StatementRow, error) {
	if len(articles) == 0 {
		return nil, nil
	}
	articles = articles[:min(len(articles), MaxPageSize)]
	var list []keyedStatement
	err := each(ctx, s.db, func(r rows) error {
		k, err := scanStatement(r)
		list = append(list, k)
		return err
	}, "SELECT "+statementColumns+" FROM articles a JOIN outlets o ON o.id = a.outlet_id JOIN statements s ON s.id >= a.key * ? AND s.id < (a.key + 1) * ?"+
		" WHERE a.id IN ("+marks(len(articles))+") ORDER BY s.id DESC",
		append([]any{1 << statementBits, 1 << statementBits}, anys(articles)...)...)
	if err != nil {
		return nil, err
	}
	out := &StatementList{}
	err = s.withRefs(ctx, list, out)
	return out.Rows, err
}
