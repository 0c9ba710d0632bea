package fetch

import (
	"bufio"
	"compress/flate"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"rapporteur"
)

// answer is what one request brought, read to its end.
type answer struct {
	status      int
	header      http.Header
	body        []byte // decoded
	location    string // where a redirect leads, else empty
	at          time.Time
	conditional bool          // validators were sent
	wait        time.Duration // the host asks to be left alone that long
}

// exchange sends one request and reads the answer whole, within every limit.
func (f *Fetcher) exchange(ctx context.Context, a *address, req Request) (*answer, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	clock := time.AfterFunc(f.cfg.TotalTimeout, func() { cancel(errTooLong) })
	defer clock.Stop()
	hr, conditional, err := f.request(ctx, a, req)
	if err != nil {
		return nil, err
	}
	resp, err := f.transport.RoundTrip(hr)
	if err != nil {
		return nil, byCause(ctx, a, err)
	}
	defer resp.Body.Close()
	ans := &answer{status: resp.StatusCode, header: resp.Header, at: f.cfg.Now(), conditional: conditional}
	if redirects(resp.StatusCode) {
		if ans.location = resp.Header.Get("Location"); ans.location != "" {
			return ans, nil // the body of a redirect is of no use: the connection is given up rather than read
		}
	}
	ans.body, err = f.read(ctx, cancel, a, req.Kind, resp)
	return ans, err
}

var redirectStatuses = []int{
	http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect,
}

func redirects(status int) bool { return slices.Contains(redirectStatuses, status) }

const (
	acceptPage = "text/html,application/xhtml+xml;q=0.9,text/plain;q=0.8,*/*;q=0.5"
	acceptFeed = "application/atom+xml,application/rss+xml,application/feed+json,application/xml;q=0.9,text/xml;q=0.9,application/json;q=0.8,*/*;q=0.5"
)

// request makes the HTTP request; conditional tells whether validators are in it.
func (f *Fetcher) request(ctx context.Context, a *address, req Request) (hr *http.Request, conditional bool, err error) {
	hr, err = http.NewRequestWithContext(ctx, http.MethodGet, a.String(), nil)
	if err != nil {
		return nil, false, byCause(ctx, a, err)
	}
	h := hr.Header
	h.Set("User-Agent", f.agent)
	h.Set("Accept", acceptPage)
	if req.Kind == KindFeed {
		h.Set("Accept", acceptFeed)
	}
	h.Set("Accept-Encoding", "gzip, br, zstd, deflate")
	if req.LastFull.IsZero() || f.cfg.Now().Sub(req.LastFull) < fullEvery {
		conditional = setValidators(h, req)
	}
	if c := req.Credentials; c != nil && f.bound(a, c) {
		if c.Bearer != "" {
			h.Set("Authorization", "Bearer "+c.Bearer)
		} else {
			hr.SetBasicAuth(c.Username, c.Password)
		}
	}
	return hr, conditional, nil
}

func setValidators(h http.Header, req Request) bool {
	if req.ETag != "" {
		h.Set("If-None-Match", req.ETag)
	}
	if req.LastModified != "" {
		h.Set("If-Modified-Since", req.LastModified)
	}
	return req.ETag != "" || req.LastModified != ""
}

func (f *Fetcher) limit(k Kind) (bytes int64, option string) {
	switch k {
	case KindFeed:
		return f.cfg.MaxFeed, "feed"
	case kindRobots:
		return maxRobots, "robots.txt"
	case kindReservations:
		return maxRobots, "tdmrep.json"
	}
	return f.cfg.MaxPage, "page"
}

// read reads and decodes a body. The limit holds before and after decoding.
func (f *Fetcher) read(ctx context.Context, cancel context.CancelCauseFunc, a *address, k Kind, resp *http.Response) ([]byte, error) {
	limit, what := f.limit(k)
	wire := &counter{r: resp.Body}
	stop := f.watchSpeed(wire, cancel)
	defer stop()
	encoded := &io.LimitedReader{R: wire, N: limit + 1}
	r, closeDecoders, err := decoded(resp.Header.Values("Content-Encoding"), encoded)
	if err != nil {
		return nil, readError(ctx, a, resp.StatusCode, err)
	}
	defer closeDecoders()
	body, err := io.ReadAll(io.LimitReader(r, limit+1))
	if int64(len(body)) > limit || encoded.N <= 0 {
		if k == kindRobots { // RFC 9309, 2.5: what is beyond the limit is ignored
			return body[:min(int64(len(body)), limit)], nil
		}
		e := fail(rapporteur.OutcomeInvalid, a, "the %s is larger than %s; raise the limit for a %s, or leave it out", what, size(limit), what)
		e.Status = resp.StatusCode
		return nil, e
	}
	if err != nil {
		return nil, readError(ctx, a, resp.StatusCode, err)
	}
	return body, nil
}

func readError(ctx context.Context, a *address, status int, err error) error {
	var e *Error
	if errors.As(byCause(ctx, a, err), &e) {
		e.Status = status
	}
	var enc encodingError
	if errors.As(err, &enc) && context.Cause(ctx) == nil {
		e.Kind, e.Detail = rapporteur.OutcomeInvalid, enc.Error()
	}
	return e
}

// encodingError is a body that is not what its Content-Encoding says.
type encodingError struct {
	name string
	err  error
}

func (e encodingError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("the answer is encoded as %q, which was not asked for", shorten(e.name))
	}
	return fmt.Sprintf("the answer is not the %s it says it is (%s)", e.name, oneLine(e.err))
}

// maxEncodings is how many layers of encoding are undone: more than one is a mistake, many are an attack.
const maxEncodings = 2

// decoded undoes the content encodings, the last applied first.
func decoded(headers []string, r io.Reader) (io.Reader, func(), error) {
	var names []string
	for _, n := range strings.Split(strings.ToLower(strings.Join(headers, ",")), ",") {
		if n = strings.TrimSpace(n); n != "" && n != "identity" {
			names = append(names, n)
		}
	}
	var closers []func()
	done := func() {
		for _, c := range closers {
			c()
		}
	}
	if len(names) > maxEncodings {
		return nil, done, encodingError{name: strings.Join(names, ", ")}
	}
	for _, name := range slices.Backward(names) {
		next, closer, err := decoder(name, r)
		if err != nil {
			done()
			return nil, func() {}, err
		}
		closers = append(closers, closer)
		r = next
	}
	return r, done, nil
}

// Decode undoes the content encodings of a body that was kept with its header, as in a web archive; more than limit bytes are an
// error.
func Decode(encodings []string, body io.Reader, limit int64) ([]byte, error) {
	r, done, err := decoded(encodings, body)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", rapporteur.ErrInvalid, err)
	}
	defer done()
	out, err := io.ReadAll(io.LimitReader(r, limit+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %w", rapporteur.ErrInvalid, err)
	case int64(len(out)) > limit:
		return nil, fmt.Errorf("%w: larger than %s", rapporteur.ErrInvalid, size(limit))
	}
	return out, nil
}

// maxWindow bounds the memory a zstd stream may ask for; it is what RFC 8878 recommends to support.
const maxWindow = 8 << 20

func decoder(name string, r io.Reader) (io.Reader, func(), error) {
	nothing := func() {}
	switch name {
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(r)
		if errors.Is(err, io.EOF) { // an empty body, as of a 304
			return strings.NewReader(""), nothing, nil
		}
		if err != nil {
			return nil, nothing, asEncoding(name, err)
		}
		return strict{name, z}, nothing, nil
	case "br":
		return strict{name, brotli.NewReader(r)}, nothing, nil
	case "zstd":
		z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecoderLowmem(true))
		if err != nil {
			return nil, nothing, asEncoding(name, err)
		}
		return strict{name, z}, z.Close, nil
	case "deflate":
		return inflate(r)
	}
	return nil, nothing, encodingError{name: name}
}

// inflate takes deflate for what it is in practice: zlib by the standard, bare deflate by many servers.
func inflate(r io.Reader) (io.Reader, func(), error) {
	in := bufio.NewReader(r)
	head, _ := in.Peek(2)
	if len(head) == 2 && head[0]&0x0f == 8 && (int(head[0])<<8|int(head[1]))%31 == 0 {
		z, err := zlib.NewReader(in)
		if err != nil {
			return nil, func() {}, asEncoding("deflate", err)
		}
		return strict{"deflate", z}, func() { z.Close() }, nil
	}
	z := flate.NewReader(in)
	return strict{"deflate", z}, func() { z.Close() }, nil
}

// strict names the encoding in errors that are the data's fault. A body that ends too early stays what it is, a
// broken connection.
type strict struct {
	name string
	r    io.Reader
}

func (s strict) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = asEncoding(s.name, err)
	}
	return n, err
}

func asEncoding(name string, err error) error {
	var network *wireError
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &network) {
		return err
	}
	return encodingError{name, err}
}

// counter counts what came over the wire and marks errors of the connection as such.
type counter struct {
	r io.Reader
	n atomic.Int64
}

type wireError struct{ err error }

func (e *wireError) Error() string { return e.err.Error() }
func (e *wireError) Unwrap() error { return e.err }

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	if err != nil && err != io.EOF {
		err = &wireError{err}
	}
	return n, err
}

// watchSpeed ends the request when a whole window brought less than the least speed allows.
func (f *Fetcher) watchSpeed(wire *counter, cancel context.CancelCauseFunc) (stop func()) {
	least := int64(float64(f.cfg.MinSpeed) * f.cfg.SpeedWindow.Seconds())
	end := make(chan struct{})
	go func() {
		tick := time.NewTicker(f.cfg.SpeedWindow)
		defer tick.Stop()
		var before int64
		for {
			select {
			case <-end:
				return
			case <-tick.C:
			}
			now := wire.n.Load()
			if now-before < least {
				cancel(errSlow)
				return
			}
			before = now
		}
	}()
	return func() { close(end) }
}
