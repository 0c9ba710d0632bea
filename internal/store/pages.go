package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/riverqueue/river"

	"rapporteur"
)

// PageRow is a page that is kept, with its number and the SHA-256 of its bytes in hexadecimal.
type PageRow struct {
	ID   int64
	Hash string
	rapporteur.Page
}

// FinishFetch keeps the page that a fetch brought, enqueues its extraction, and ends the job. Bytes that are kept already
// for this address are not kept again, and nothing follows from them. page is nil where nothing came.
func (s *Store) FinishFetch(ctx context.Context, job *river.Job[FetchArgs], page *rapporteur.Page, o rapporteur.Outcome) error {
	var packed *packedBody
	if page != nil && !page.NotModified {
		packed = pack(page.Body)
	}
	if packed != nil {
		known, err := s.samePage(ctx, page.URL, packed.hash)
		if err != nil {
			return err
		}
		if known {
			o.Kind, o.Detail = rapporteur.OutcomeUnchanged, "the same bytes as before"
		}
	}
	return finish(ctx, s, job, o, func(t *tx, _ *rapporteur.Outcome) error {
		if packed == nil {
			return touchPage(ctx, t, job.Args.URL, o.At)
		}
		var first bool
		if err := one(ctx, t, "SELECT NOT EXISTS (SELECT 1 FROM pages WHERE url = ?)", []any{plain(page.URL)}, &first); err != nil {
			return err
		}
		id, fresh, err := keepPage(ctx, t, page, packed)
		if err != nil || !fresh {
			return err
		}
		if first {
			if err := beginLooks(ctx, t, page, job.Args.FeedID); err != nil {
				return err
			}
		}
		return t.enqueue(ctx, ExtractArgs{PageID: id, URL: plain(page.URL), FeedID: job.Args.FeedID})
	})
}

// KeepFile keeps a file that was handed in and enqueues its extraction; unchanged says that the same bytes were there.
func (s *Store) KeepFile(ctx context.Context, page *rapporteur.Page) (unchanged bool, err error) {
	packed := pack(page.Body)
	err = s.db.write(ctx, func(t *tx) error {
		id, fresh, err := keepPage(ctx, t, page, packed)
		if unchanged = !fresh; err != nil || unchanged {
			return err
		}
		return t.enqueue(ctx, ExtractArgs{PageID: id, URL: plain(page.URL)})
	})
	return unchanged, err
}

// EnqueueFetch asks for one address to be fetched, whether a feed listed it or not.
func (s *Store) EnqueueFetch(ctx context.Context, url string) error {
	return s.db.write(ctx, func(t *tx) error { return t.enqueue(ctx, FetchArgs{URL: plain(url)}) })
}

// packedBody is a body as it is kept: made before the transaction that keeps it.
type packedBody struct {
	hash string
	size int
	data []byte
}

func pack(body []byte) *packedBody {
	sum := sha256.Sum256(body)
	return &packedBody{hex.EncodeToString(sum[:]), len(body), squeeze(body)}
}

// The coder and decoder have no state between calls and may be used by many goroutines at once.
var (
	encoder = must(zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedDefault)))
	decoder = must(zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(1<<30)))
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err) // options that are fixed here are wrong: a mistake in the program
	}
	return v
}

func squeeze(b []byte) []byte { return encoder.EncodeAll(b, make([]byte, 0, len(b)/4+64)) }

func expand(b []byte) ([]byte, error) {
	out, err := decoder.DecodeAll(b, nil)
	if err != nil {
		return nil, fmt.Errorf("%w: stored bytes are damaged (%v); put a backup of the database in its place", rapporteur.ErrInvalid, err)
	}
	return out, nil
}

// samePage reports whether the newest page of an address has these bytes.
func (s *Store) samePage(ctx context.Context, url, hash string) (bool, error) {
	var have string
	err := one(ctx, s.db, "SELECT hash FROM pages WHERE url = ? ORDER BY id DESC LIMIT 1", []any{plain(url)}, &have)
	if errors.Is(err, errNoRow) {
		return false, nil
	}
	return have == hash, err
}

func keepPage(ctx context.Context, t *tx, p *rapporteur.Page, b *packedBody) (id int64, fresh bool, err error) {
	var have string
	err = one(ctx, t, "SELECT id, hash FROM pages WHERE url = ? ORDER BY id DESC LIMIT 1", []any{plain(p.URL)}, &id, &have)
	if err != nil && !errors.Is(err, errNoRow) {
		return 0, false, err
	}
	if have == b.hash {
		return id, false, touchPage(ctx, t, p.URL, p.Fetched)
	}
	if _, err := t.exec(ctx, "INSERT INTO bodies (hash, size, data) VALUES (?, ?, ?) ON CONFLICT (hash) DO NOTHING", b.hash, b.size, b.data); err != nil {
		return 0, false, err
	}
	err = one(ctx, t, `INSERT INTO pages (url, final_url, status, content_type, etag, last_modified, hash, fetched, checked) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		[]any{plain(p.URL), plain(p.FinalURL), p.Status, plain(p.ContentType), plain(p.ETag), plain(p.LastModified), b.hash, p.Fetched.UnixMicro(), p.Fetched.UnixMicro()}, &id)
	if err != nil {
		return 0, false, err
	}
	return id, true, tally(ctx, t, "pages", 1)
}

// touchPage notes that the newest page of an address still holds.
func touchPage(ctx context.Context, t *tx, url string, now time.Time) error {
	_, err := t.exec(ctx, "UPDATE pages SET checked = ? WHERE id = (SELECT max(id) FROM pages WHERE url = ?)", now.UnixMicro(), plain(url))
	return err
}

const pageQuery = `SELECT p.id, url, final_url, status, content_type, etag, last_modified, p.hash, fetched, data FROM pages p JOIN bodies b ON b.hash = p.hash `

// Page gives a page that is kept, ErrNotFound where there is none of that number.
func (s *Store) Page(ctx context.Context, id int64) (*PageRow, error) {
	return s.pageWhere(ctx, "WHERE p.id = ?", id)
}

// LatestPage gives the newest page of an address, ErrNotFound where none is kept.
func (s *Store) LatestPage(ctx context.Context, url string) (*PageRow, error) {
	return s.pageWhere(ctx, "WHERE p.id = (SELECT max(id) FROM pages WHERE url = ?)", plain(url))
}

func (s *Store) pageWhere(ctx context.Context, condition string, arg any) (*PageRow, error) {
	p := &PageRow{}
	var data []byte
	err := one(ctx, s.db, pageQuery+condition, []any{arg},
		&p.ID, &p.URL, &p.FinalURL, &p.Status, &p.ContentType, &p.ETag, &p.LastModified, &p.Hash, at(&p.Fetched), &data)
	if errors.Is(err, errNoRow) {
		return nil, fmt.Errorf("%w: no such page is kept", rapporteur.ErrNotFound)
	}
	if err != nil {
		return nil, err
	}
	p.Body, err = expand(data)
	return p, err
}

// tally changes one of the sizes that [Store.Counts] gives. It comes last in a transaction: its row is everybody's.
func tally(ctx context.Context, t *tx, name string, by int) error {
	if by == 0 {
		return nil
	}
	_, err := t.exec(ctx, "UPDATE tallies SET n = n + ? WHERE name = ?", by, name)
	return err
}

// Counts gives the sizes of the archive.
func (s *Store) Counts(ctx context.Context) (Counts, error) {
	var c Counts
	of := map[string]*int{"articles": &c.Articles, "statements": &c.Statements, "pages": &c.Pages}
	err := each(ctx, s.db, func(r rows) error {
		var name string
		var n int
		err := r.Scan(&name, &n)
		if p := of[name]; p != nil {
			*p = n
		}
		return err
	}, "SELECT name, n FROM tallies")
	if err != nil {
		return c, err
	}
	err = one(ctx, s.db, "SELECT (SELECT count(*) FROM outlets), (SELECT count(*) FROM feeds)", nil, &c.Outlets, &c.Feeds)
	return c, err
}

// PageState gives the newest page of an address without its bytes: what a conditional request needs. Fetched is when the
// bytes came. ErrNotFound where none is kept.
func (s *Store) PageState(ctx context.Context, url string) (*PageRow, error) {
	p := &PageRow{}
	err := one(ctx, s.db, "SELECT id, url, final_url, status, content_type, etag, last_modified, hash, fetched FROM pages WHERE id = (SELECT max(id) FROM pages WHERE url = ?)", []any{plain(url)},
		&p.ID, &p.URL, &p.FinalURL, &p.Status, &p.ContentType, &p.ETag, &p.LastModified, &p.Hash, at(&p.Fetched))
	if errors.Is(err, errNoRow) {
		return nil, fmt.Errorf("%w: no page of this address is kept", rapporteur.ErrNotFound)
	}
	return p, err
}
