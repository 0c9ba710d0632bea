package desk

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/http/httputil"
	"net/textproto"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"rapporteur"
	"rapporteur/extract"
	"rapporteur/internal/fetch"
	"rapporteur/internal/store"
	"rapporteur/internal/warc"
)

// archive is a web archive that is being taken in: its pages are kept as if they had been fetched when they were captured.
type archive struct {
	*Desk
	r       *Report
	waiting *rapporteur.Page // a page whose metadata may follow
	left    map[string]int   // captures that are no use, by the reason
	pages   int
	older   int
	bad     int
	known   int
}

// takeArchive takes in the pages of a web archive. What comes before damage in it is taken in.
func (d *Desk) takeArchive(ctx context.Context, r *Report, name string, in io.Reader) error {
	a := &archive{Desk: d, r: r, left: map[string]int{}}
	err := a.readAll(ctx, in)
	if err != nil && ours(err) {
		return err
	}
	x := store.Intake{What: name, Kind: store.FoundArchive, Detail: a.words()}
	if err != nil {
		x.Detail += "; " + reason(err)
		r.note("%s: %s", name, reason(err))
	}
	if a.pages+a.known+a.older == 0 {
		x.Kind = store.FoundNothing
		if err == nil {
			err = fmt.Errorf("%w: no article in the web archive: %s", rapporteur.ErrNotFound, a.words())
		}
		return err // its caller says so
	}
	r.found(x)
	return nil
}

func (a *archive) words() string {
	parts := []string{counted(a.pages, "article")}
	for _, p := range []struct {
		n    int
		what string
	}{{a.known, "known already"}, {a.older, "older than what is on file, and left aside"}, {a.bad, "without an article in them"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.what))
		}
	}
	for _, why := range slices.Sorted(maps.Keys(a.left)) {
		parts = append(parts, fmt.Sprintf("%d %s", a.left[why], why))
	}
	return strings.Join(parts, ", ")
}

func (a *archive) readAll(ctx context.Context, in io.Reader) error {
	records, err := warc.NewReader(in)
	if err != nil {
		return err
	}
	for {
		rec, err := records.Next()
		if err != nil || ctx.Err() != nil {
			if kept := a.flush(ctx); kept != nil {
				return kept
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
		if err := a.record(ctx, rec); err != nil {
			return err
		}
	}
}

// record deals with one record. Only errors of the store are given.
func (a *archive) record(ctx context.Context, rec *warc.Record) error {
	if rec.Type == "metadata" {
		return a.metadata(ctx, rec)
	}
	if rec.Type != "response" && rec.Type != "resource" && rec.Type != "revisit" {
		return nil // about the archive, or what was asked: nothing that was published
	}
	if err := a.flush(ctx); err != nil {
		return err
	}
	page, why := capture(rec)
	if page == nil {
		a.left[why]++
		return nil
	}
	if now := a.now(); page.Fetched.IsZero() || page.Fetched.After(now) {
		page.Fetched = now
	}
	a.waiting = page
	return nil
}

// flush keeps the page that waits, and enqueues its extraction.
func (a *archive) flush(ctx context.Context) error {
	page := a.waiting
	if a.waiting = nil; page == nil {
		return nil
	}
	if _, err := a.Extract(page); err != nil {
		a.bad++
		return nil
	}
	last, err := a.Store.PageState(ctx, page.URL)
	if err == nil && last.Fetched.After(page.Fetched) {
		a.older++ // it would pass for the newest state of the article
		return nil
	}
	if err != nil && !errors.Is(err, rapporteur.ErrNotFound) {
		return err
	}
	known, err := a.Store.KeepFile(ctx, page)
	switch {
	case err != nil:
		return err
	case known:
		a.known++
		a.r.Unchanged++
	default:
		a.pages++
		a.r.Files++
	}
	return nil
}

// capture makes a page of a record, or says in the plural what it is instead.
func capture(rec *warc.Record) (page *rapporteur.Page, why string) {
	u, err := url.Parse(rec.URL)
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
		return nil, "not of the web"
	case rec.Type == "revisit":
		return nil, "the same as an earlier capture"
	case rec.Length > extract.MaxBytes+(1<<20):
		return nil, fmt.Sprintf("larger than %d MB", extract.MaxBytes>>20)
	}
	page = &rapporteur.Page{URL: rec.URL, FinalURL: rec.URL, Status: http.StatusOK, ContentType: rec.ContentType, Fetched: rec.Date.UTC()}
	block, err := io.ReadAll(rec.Block)
	if err != nil {
		return nil, "cut off"
	}
	if page.Body = block; rec.Type == "response" {
		if why := readResponse(page, block); why != "" {
			return nil, why
		}
	}
	media, _, _ := mime.ParseMediaType(page.ContentType)
	if media != "" && media != "text/html" && media != "application/xhtml+xml" && media != "text/plain" {
		return nil, "no texts (pictures, scripts and the like)"
	}
	return page, ""
}

// readResponse takes an HTTP response apart. Archives often keep a header that speaks of encodings which were undone before
// the body was kept: then the body stands as it is.
func readResponse(page *rapporteur.Page, block []byte) (why string) {
	in := textproto.NewReader(bufio.NewReader(bytes.NewReader(block)))
	status, err := in.ReadLine()
	if err != nil || !strings.HasPrefix(status, "HTTP/") {
		return "not readable as answers of a server"
	}
	header, err := in.ReadMIMEHeader()
	if err != nil && !errors.Is(err, io.EOF) {
		return "not readable as answers of a server"
	}
	if words := strings.Fields(status); len(words) < 2 || words[1] != strconv.Itoa(http.StatusOK) {
		return "redirects and errors"
	}
	body, err := io.ReadAll(in.R)
	if err != nil {
		return "cut off"
	}
	if strings.EqualFold(header.Get("Transfer-Encoding"), "chunked") {
		if joined, err := io.ReadAll(httputil.NewChunkedReader(bytes.NewReader(body))); err == nil {
			body = joined
		}
	}
	if decoded, err := fetch.Decode(header.Values("Content-Encoding"), bytes.NewReader(body), extract.MaxBytes); err == nil {
		body = decoded
	}
	page.Body, page.ContentType, page.ETag, page.LastModified = body, header.Get("Content-Type"), header.Get("Etag"), header.Get("Last-Modified")
	return ""
}

// maxMetadata is how long a metadata record may be that is read.
const maxMetadata = 1 << 20

// metadata takes the day of publication out of a metadata record, where it notes that of the feed's entry, as the archives of
// Media Cloud do.
func (a *archive) metadata(ctx context.Context, rec *warc.Record) error {
	if !strings.Contains(rec.ContentType, "json") || rec.Length > maxMetadata || rec.URL == "" {
		return nil
	}
	var noted struct {
		Entry struct {
			Published string `json:"pub_date"`
		} `json:"rss_entry"`
	}
	if err := json.NewDecoder(rec.Block).Decode(&noted); err != nil {
		return nil //nolint:nilerr // metadata in a form of its own: the page stands without it
	}
	for _, layout := range []string{time.RFC1123Z, time.RFC1123, time.RFC3339, "2006-01-02T15:04:05", time.DateTime, time.DateOnly} {
		if t, err := time.Parse(layout, noted.Entry.Published); err == nil {
			return a.Store.NoteArchived(ctx, rec.URL, t.UTC())
		}
	}
	return nil
}
