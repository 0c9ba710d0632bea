package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/riverqueue/river"

	"rapporteur"
)

// Extracted is what came of an extraction.
type Extracted struct {
	Outcome   rapporteur.Outcome
	Article   *rapporteur.Article // nil where the page holds none
	Extractor string              // version
	Again     bool                // read it again even where the text has not changed
}

// FinishExtract stores the article made of a page, enqueues its reading, and ends the job. A page that was extracted
// before gives the same revision again; another page with the same text gives none; a changed text is a new revision.
func (s *Store) FinishExtract(ctx context.Context, job *river.Job[ExtractArgs], x Extracted) error {
	if x.Article == nil {
		return finish(ctx, s, job, x.Outcome, nil)
	}
	a := *x.Article
	return finish(ctx, s, job, x.Outcome, func(t *tx, _ *rapporteur.Outcome) error {
		if err := s.db.lockArticle(ctx, t, a.ID); err != nil {
			return err
		}
		if err := forgetOthers(ctx, t, a.ID, job.Args.PageID); err != nil {
			return err
		}
		revision, store, err := chooseRevision(ctx, t, &a, job.Args.PageID)
		if err != nil || !store && !x.Again {
			return err
		}
		if store {
			a.Revision = revision
			if err := putRevision(ctx, t, &a, job.Args.PageID, x.Extractor); err != nil {
				return err
			}
		}
		return t.enqueue(ctx, ReadArgs{ArticleID: a.ID, Revision: revision, URL: job.Args.URL, FeedID: job.Args.FeedID})
	})
}

// forgetOthers removes what a page was taken for before, where another extractor knows it as another article.
func forgetOthers(ctx context.Context, t *tx, id string, page int64) error {
	type other struct {
		article  string
		revision int
	}
	var others []other
	err := each(ctx, t, func(r rows) error {
		var o other
		err := r.Scan(&o.article, &o.revision)
		others = append(others, o)
		return err
	}, "SELECT article, revision FROM revisions WHERE page_id = ? AND article <> ? ORDER BY article, revision", page, plain(id))
	if err != nil {
		return err
	}
	for _, o := range others {
		if _, err := t.exec(ctx, "DELETE FROM revisions WHERE article = ? AND revision = ?", o.article, o.revision); err != nil {
			return err
		}
		if err := withdraw(ctx, t, o.article, o.revision); err != nil {
			return err
		}
	}
	return nil
}

// chooseRevision finds the revision that a page's article is or becomes, and whether there is something to store.
func chooseRevision(ctx context.Context, t *tx, a *rapporteur.Article, page int64) (revision int, store bool, err error) {
	err = one(ctx, t, "SELECT revision FROM revisions WHERE article = ? AND page_id = ?", []any{plain(a.ID), page}, &revision)
	if err == nil || !errors.Is(err, errNoRow) {
		return revision, true, err
	}
	var hash string
	err = one(ctx, t, "SELECT revision, hash FROM revisions WHERE article = ? ORDER BY revision DESC LIMIT 1", []any{plain(a.ID)}, &revision, &hash)
	switch {
	case errors.Is(err, errNoRow):
		return 1, true, nil
	case err != nil:
		return 0, false, err
	case hash == textHash(a):
		return revision, false, nil
	}
	return revision + 1, true, nil
}

func textHash(a *rapporteur.Article) string {
	sum := sha256.Sum256([]byte(a.Text))
	return hex.EncodeToString(sum[:])
}

func putRevision(ctx context.Context, t *tx, a *rapporteur.Article, page int64, extractor string) error {
	data, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("%w: the article can't be stored: %w", rapporteur.ErrInvalid, err)
	}
	_, err = t.exec(ctx, `INSERT INTO revisions (article, revision, page_id, hash, bytes, data, extractor) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (article, revision) DO UPDATE SET page_id = excluded.page_id, hash = excluded.hash, bytes = excluded.bytes, data = excluded.data,
		extractor = excluded.extractor, record = NULL, engine = '', read = NULL`,
		plain(a.ID), a.Revision, page, textHash(a), len(a.Text), squeeze(data), plain(extractor))
	return err
}

// RevisionText is a revision to be read; Hash tells whether it is still the same when its record is brought back.
type RevisionText struct {
	Article *rapporteur.Article
	Hash    string
}

// Revision gives the article of one revision as it was extracted, ErrNotFound where there is none.
func (s *Store) Revision(ctx context.Context, id string, revision int) (*RevisionText, error) {
	out := &RevisionText{}
	var data []byte
	err := one(ctx, s.db, "SELECT hash, data FROM revisions WHERE article = ? AND revision = ?", []any{plain(id), revision}, &out.Hash, &data)
	if errors.Is(err, errNoRow) {
		return nil, fmt.Errorf("%w: no revision %d of an article %.40q", rapporteur.ErrNotFound, revision, id)
	}
	if err != nil {
		return nil, err
	}
	out.Article, err = unpackArticle(data)
	return out, err
}

func unpackArticle(data []byte) (*rapporteur.Article, error) {
	b, err := expand(data)
	if err != nil {
		return nil, err
	}
	a := &rapporteur.Article{}
	if err := json.Unmarshal(b, a); err != nil {
		return nil, errStale(err)
	}
	return a, nil
}

// errStale is for derived data in a form that this version does not know.
func errStale(err error) error {
	return fmt.Errorf("%w: an article was stored by another version (%s); run `rapporteur reread` to derive it again", rapporteur.ErrInvalid, oneLine(err))
}

// kept is what is kept of a document beside its article: sentences without their tokens, and the record.
type kept struct {
	Sentences []rapporteur.Span
	Record    rapporteur.Record
}

func packRecord(d *rapporteur.Document) ([]byte, error) {
	k := kept{Record: d.Record}
	for _, s := range d.Sentences {
		k.Sentences = append(k.Sentences, s.Span)
	}
	b, err := json.Marshal(k)
	if err != nil {
		return nil, fmt.Errorf("%w: the record can't be stored: %w", rapporteur.ErrInvalid, err)
	}
	return squeeze(b), nil
}

func unpackRecord(data []byte, d *rapporteur.Document) error {
	if data == nil {
		return nil
	}
	b, err := expand(data)
	if err != nil {
		return err
	}
	var k kept
	if err := json.Unmarshal(b, &k); err != nil {
		return errStale(err)
	}
	d.Record = k.Record
	for _, s := range k.Sentences {
		d.Sentences = append(d.Sentences, rapporteur.Sentence{Span: s})
	}
	return nil
}

// FinishRead stores what was found in a revision, enqueues its filing, and ends the job. hash is that of the text which
// was read: where the revision was derived again meanwhile, the record is of a text that is no more, and the job is tried
// again (ErrTransient).
func (s *Store) FinishRead(ctx context.Context, job *river.Job[ReadArgs], doc *rapporteur.Document, hash string, o rapporteur.Outcome) error {
	record, err := packRecord(doc)
	if err != nil {
		return err
	}
	args := job.Args
	return finish(ctx, s, job, o, func(t *tx, _ *rapporteur.Outcome) error {
		n, err := t.exec(ctx, "UPDATE revisions SET record = ?, engine = ?, read = ? WHERE article = ? AND revision = ? AND hash = ?",
			record, plain(doc.Engine), o.At.UnixMicro(), plain(args.ArticleID), args.Revision, hash)
		if err != nil {
			return err
		}
		if n == 0 {
			return fmt.Errorf("%w: the article was extracted anew while it was read", rapporteur.ErrTransient)
		}
		return t.enqueue(ctx, FileArgs(args))
	})
}

// Stale says what is to be derived again.
type Stale struct {
	Extractor, Engine string // versions at hand; what was made by these is left alone
	All               bool   // leave nothing alone
}

// EnqueueStale enqueues the derivation of articles, and of their records, from the pages they came from. It gives the
// number of jobs asked for.
func (s *Store) EnqueueStale(ctx context.Context, w Stale) (int, error) {
	n, article, revision := 0, "", 0
	for {
		batch, err := s.staleAfter(ctx, w, article, revision)
		if err != nil || len(batch) == 0 {
			return n, err
		}
		err = s.db.write(ctx, func(t *tx) error {
			for _, r := range batch {
				if err := t.enqueue(ctx, r.job); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return n, err
		}
		n += len(batch)
		article, revision = batch[len(batch)-1].article, batch[len(batch)-1].revision
	}
}

type staleRevision struct {
	article  string
	revision int
	job      river.JobArgs
}

// staleAfter gives the next revisions to derive again: from the page on where the extractor is another, from the reading on
// where the engine is; what the indexes of words hold too little of is filed again.
func (s *Store) staleAfter(ctx context.Context, w Stale, article string, revision int) ([]staleRevision, error) {
	condition, args := "", []any{article, article, revision}
	if !w.All {
		condition = " AND (extractor <> ? OR engine <> ? OR a.words_version < " + strconv.Itoa(wordsVersion) + ")"
		args = append(args, w.Extractor, w.Engine)
	}
	var out []staleRevision
	err := each(ctx, s.db, func(r rows) error {
		var x staleRevision
		var page int64
		var url, extractor, engine string
		err := r.Scan(&x.article, &x.revision, &page, &url, &extractor, &engine)
		switch {
		case w.All || extractor != w.Extractor:
			x.job = ExtractArgs{PageID: page, URL: url}
		case engine != w.Engine:
			x.job = ReadArgs{ArticleID: x.article, Revision: x.revision, URL: url}
		default:
			x.job = FileArgs{ArticleID: x.article, Revision: x.revision, URL: url}
		}
		out = append(out, x)
		return err
	}, `SELECT r.article, r.revision, page_id, p.url, extractor, engine FROM revisions r JOIN pages p ON p.id = r.page_id
		LEFT JOIN articles a ON a.id = r.article AND a.revision = r.revision
		WHERE (r.article > ? OR r.article = ? AND r.revision > ?)`+condition+` ORDER BY r.article, r.revision LIMIT 500`, args...)
	return out, err
}

// revisions gives the history of an article up to a revision, oldest first. The same text may have been found in several
// pages, one after the other.
func (s *Store) revisions(ctx context.Context, id string, last int) (out []RevisionRow, err error) {
	err = each(ctx, s.db, func(r rows) error {
		var x RevisionRow
		err := r.Scan(&x.Revision, at(&x.Fetched), at(&x.Last), &x.URL, &x.PageHash, &x.Bytes, &x.Engine)
		out = append(out, x)
		return err
	}, `SELECT r.revision, p.fetched, (SELECT max(q.checked) FROM pages q WHERE q.url = p.url AND q.id >= p.id AND q.id < coalesce(
			(SELECT min(n.page_id) FROM revisions n WHERE n.article = r.article AND n.revision > r.revision AND n.page_id > p.id), p.id + q.id)),
		p.url, p.hash, r.bytes, r.engine FROM revisions r JOIN pages p ON p.id = r.page_id WHERE r.article = ? AND r.revision <= ? ORDER BY r.revision`, plain(id), last)
	return out, err
}

// Versions is an article with its history.
type Versions struct {
	Row       ArticleRow    // of the latest revision
	Revisions []RevisionRow // oldest first
}

// Versions gives the history of an article, ErrNotFound where none is on file.
func (s *Store) Versions(ctx context.Context, id string) (*Versions, error) {
	row, err := s.articleRow(ctx, plain(id))
	if err == nil && row.Revision == 0 {
		err = fmt.Errorf("%w: no article %.40q is on file", rapporteur.ErrNotFound, id)
	}
	if err != nil {
		return nil, err
	}
	v := &Versions{Row: row}
	v.Revisions, err = s.revisions(ctx, row.ID, row.Revision)
	return v, err
}
