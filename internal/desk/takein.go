package desk

import (
	"archive/zip"
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"rapporteur"
	"rapporteur/extract"
	"rapporteur/internal/rights"
	"rapporteur/internal/store"
	"rapporteur/internal/warc"
)

// Add takes something in: whatever AddAddresses takes; or a path on this machine, of an OPML file, a list of addresses, an
// article (.html, .htm, .txt, .eml), a web archive (WARC), a zip file or a folder of these. It enqueues the work that follows
// and does not wait for it.
func (d *Desk) Add(ctx context.Context, what string) (*Report, error) {
	what = strings.TrimSpace(what)
	r := &Report{}
	info, err := os.Stat(what)
	switch {
	case err == nil && info.IsDir():
		return d.keep(ctx, r, d.addFolder(ctx, r, what))
	case err == nil:
		if err = d.addPath(ctx, r, what, info.Size()); err != nil && !ours(err) {
			r.nothing(what, err)
		}
		return d.keep(ctx, r, err)
	case looksLikePath(what):
		return nil, fmt.Errorf("%w: there is no file or folder %s", rapporteur.ErrNotFound, what)
	}
	return d.AddAddresses(ctx, what)
}

func looksLikePath(s string) bool {
	if strings.Contains(s, "\n") || strings.Contains(s, "://") {
		return false
	}
	return onThisComputer(s) || slices.Contains(takenExtensions, strings.ToLower(filepath.Ext(s)))
}

// onThisComputer reports whether a text can't be an address: it begins as paths do.
func onThisComputer(s string) bool {
	if strings.HasPrefix(s, "//") || strings.Contains(s, "\n") {
		return false
	}
	return strings.HasPrefix(s, "/") || strings.HasPrefix(s, ".") || strings.HasPrefix(s, "~") || strings.HasPrefix(s, `\`) || strings.HasPrefix(strings.ToLower(s), "file:") ||
		len(s) > 2 && s[1] == ':' && (s[2] == '\\' || s[2] == '/')
}

var (
	articleExtensions = []string{".html", ".htm", ".xhtml", ".txt", ".eml"}
	takenExtensions   = append(slices.Clone(articleExtensions), ".opml", ".warc", ".gz", ".zip")
)

// Upload is a file that is handed in from elsewhere: only its name and its bytes are known.
type Upload struct {
	Name string // slashes part folders
	Body io.Reader
}

// manyUploads is how many files are said one by one; more are said together, like a folder.
const manyUploads = 12

// AddUploads takes in files: what Add takes of files on this machine. The order is kept; an error of the sequence ends it, and
// what came before it is taken in.
func (d *Desk) AddUploads(ctx context.Context, files iter.Seq2[Upload, error]) (*Report, error) {
	r, p, folder := &Report{}, &heap{}, ""
	var end, first error
	n := 0
	for f, err := range files {
		if err == nil {
			name := shownName(f.Name)
			dir, _, _ := strings.Cut(name, "/")
			if n++; n == 1 {
				folder = dir
			} else if dir != folder {
				folder = ""
			}
			err = d.take(ctx, &p.Report, &handed{name: name, body: f.Body})
			first = cmp.Or(first, err)
			err = p.one(name, err)
		}
		if err != nil {
			end = err
			break
		}
	}
	if n > manyUploads {
		p.settle(r, cmp.Or(folder, counted(n, "file")))
	} else {
		r.join(&p.Report)
	}
	switch {
	case end != nil:
	case n == 0:
		end = fmt.Errorf("%w: no file was chosen", rapporteur.ErrInvalid)
	case r.empty():
		end = first
	}
	return d.keep(ctx, r, end)
}

// ours reports whether an error is not about what was handed in: the next thing would fare no better.
func ours(err error) bool {
	return errors.Is(err, rapporteur.ErrTransient) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// shownName is a name as it is shown and kept: one line, and no way out of its folder.
func shownName(s string) string {
	s = strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(oneLine(strings.ToValidUTF8(s, "")), `\`, "/")), "/")
	if s == "" {
		return "a file without a name"
	}
	return s
}

// handed is one file that is handed in.
type handed struct {
	name    string // as it is shown
	address string // file:///...; "" where it has no place of its own: then its bytes make one
	body    io.Reader
	at      io.ReaderAt // nil where it can only be read from its beginning to its end
	size    int64       // where at is there
}

// where is the address of an article that was handed in.
func (h *handed) where(body []byte) string {
	if h.address != "" {
		return h.address
	}
	sum := sha256.Sum256(body)
	return (&url.URL{Scheme: "file", Path: "/handed-in/" + hex.EncodeToString(sum[:6]) + "/" + h.name}).String()
}

// addPath takes in one file of this machine.
func (d *Desk) addPath(ctx context.Context, r *Report, name string, size int64) error {
	full, err := filepath.Abs(name)
	if err != nil {
		return err
	}
	f, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("%w: %s: %s", rapporteur.ErrNotFound, name, fileProblem(err))
	}
	defer f.Close()
	return d.take(ctx, r, &handed{name: name, address: (&url.URL{Scheme: "file", Path: filepath.ToSlash(full)}).String(), body: f, at: f, size: size})
}

// take takes in one file, whatever it is.
func (d *Desk) take(ctx context.Context, r *Report, h *handed) error {
	in := bufio.NewReaderSize(h.body, 64<<10)
	head, err := in.Peek(512)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: %s: %s", rapporteur.ErrInvalid, h.name, fileProblem(err))
	}
	switch lower := strings.ToLower(h.name); {
	case warc.Looks(head), warc.Packed(head) && strings.Contains(path.Base(lower), ".warc"):
		return d.takeArchive(ctx, r, h.name, in)
	case warc.Packed(head):
		return fmt.Errorf("%w: %s is packed with gzip; unpack it first (gunzip)", rapporteur.ErrInvalid, h.name)
	case strings.HasPrefix(string(head), "PK\x03\x04") && !strings.HasSuffix(lower, ".zip"):
		return fmt.Errorf("%w: %s is a document of an office program, or a zip file under another name; save it as text or HTML, or name it .zip", rapporteur.ErrInvalid, h.name)
	case strings.HasPrefix(string(head), "PK\x03\x04"), strings.HasPrefix(string(head), "PK\x05\x06"):
		return d.takeZip(ctx, r, h, in)
	}
	body, err := readWhole(h.name, in)
	if err != nil {
		return err
	}
	switch {
	case isOPML(body):
		return d.addOPML(ctx, r, h.name, body)
	case isAddressList(body):
		r.found(store.Intake{What: h.name, Kind: store.FoundList, Detail: "addresses"})
		return d.addText(ctx, r, string(body))
	}
	a, fresh, err := d.handIn(ctx, r, h, body)
	if err != nil {
		return err
	}
	x := store.Intake{What: h.name, Kind: store.FoundArticle, Detail: headlineOf(a), Rights: rights.Words(rights.OfPage(body))}
	if !fresh {
		x.Detail += ", known already"
	}
	r.found(x)
	return nil
}

// readWhole reads a file that is no larger than an article may be.
func readWhole(name string, in io.Reader) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(in, extract.MaxBytes+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %s: %s", rapporteur.ErrInvalid, name, fileProblem(err))
	case len(body) > extract.MaxBytes:
		return nil, fmt.Errorf("%w: %s has more than the limit of %d MB; cut it into its articles", rapporteur.ErrInvalid, name, extract.MaxBytes>>20)
	}
	return body, nil
}

// handIn keeps an article's bytes and enqueues their extraction. What is no article is said at once, and not
// kept: an Outcome tells of it.
func (d *Desk) handIn(ctx context.Context, r *Report, h *handed, body []byte) (a *rapporteur.Article, fresh bool, err error) {
	address := h.where(body)
	page := &rapporteur.Page{URL: address, FinalURL: address, ContentType: mediaType(h.name), Body: body, Fetched: d.now()}
	if a, err = d.Extract(page); err != nil {
		why := oneLine(err.Error())
		o := rapporteur.Outcome{At: d.now(), URL: address, Stage: rapporteur.StageExtract, Kind: rapporteur.OutcomeInvalid, Detail: why}
		if err := d.Store.AddOutcome(ctx, o); err != nil {
			return nil, false, err
		}
		return nil, false, fmt.Errorf("%w: %s: %s", rapporteur.ErrInvalid, h.name, why)
	}
	known, err := d.Store.KeepFile(ctx, page)
	switch {
	case err != nil:
		return nil, false, err
	case known:
		r.Unchanged++
	default:
		r.Files++
	}
	return a, !known, nil
}

// mostReasons is how many files of a folder are named that are nothing.
const mostReasons = 20

// heap is what comes of many files that are handed in as one.
type heap struct {
	Report
	passed, bad int
	names       []string // of those that are passed over, some
}

// one takes in a file of many. Errors that are not its own end it all.
func (p *heap) one(name string, err error) error {
	switch {
	case err == nil:
		return nil
	case ours(err):
		return err
	}
	if p.bad++; p.bad <= mostReasons {
		p.note("%s", named(name, err))
		p.nothing(name, err)
	}
	return nil
}

// pass counts a file that is no article by its name.
func (p *heap) pass(name string) {
	if p.passed++; len(p.names) < 3 {
		p.names = append(p.names, path.Base(name))
	}
}

// settle adds the heap to a report, as one thing; the articles in it are counted, what else it holds has intakes of its own.
func (p *heap) settle(r *Report, what string) {
	parts := []string{counted(p.Files, "article")}
	if p.Unchanged > 0 {
		parts = append(parts, fmt.Sprintf("%d known already", p.Unchanged))
	}
	if p.bad > 0 {
		parts = append(parts, fmt.Sprintf("%d that could not be used", p.bad))
	}
	if p.passed > 0 {
		parts = append(parts, fmt.Sprintf("%d passed over (%s): not .html, .txt, .eml, .opml, .warc or .zip", p.passed, strings.Join(p.names, ", ")))
		p.note("%s passed over: not .html, .txt, .eml, .opml, .warc or .zip", counted(p.passed, "file"))
	}
	if p.bad > mostReasons {
		p.note("%d more could not be used", p.bad-mostReasons)
	}
	x := store.Intake{What: what, Kind: store.FoundFolder, Detail: strings.Join(parts, ", ")}
	if p.empty() {
		x.Kind, x.Detail = store.FoundNothing, "no article (.html, .txt, .eml) in it; "+x.Detail
	}
	kept := slices.DeleteFunc(p.Intakes, func(i store.Intake) bool { return i.Kind == store.FoundArticle })
	p.Intakes = nil
	p.found(x)
	p.Intakes = append(p.Intakes, kept...)
	r.join(&p.Report)
}

// addFolder hands in the files of a folder and of those in it, in the order of their names.
func (d *Desk) addFolder(ctx context.Context, r *Report, dir string) error {
	p := &heap{}
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			return p.one(name, fmt.Errorf("%w: %s", rapporteur.ErrInvalid, fileProblem(err)))
		case e.IsDir() && name != dir && strings.HasPrefix(e.Name(), "."):
			return fs.SkipDir
		case e.IsDir():
			return nil
		case !e.Type().IsRegular() || !slices.Contains(takenExtensions, strings.ToLower(filepath.Ext(name))):
			p.pass(name)
			return nil
		}
		info, err := e.Info()
		if err != nil {
			return p.one(name, fmt.Errorf("%w: %s", rapporteur.ErrInvalid, fileProblem(err)))
		}
		return p.one(name, d.addPath(ctx, &p.Report, name, info.Size()))
	})
	empty := p.empty()
	p.settle(r, dir)
	if err == nil && empty {
		return fmt.Errorf("%w: no article (.html, .txt, .eml) in %s", rapporteur.ErrNotFound, dir)
	}
	return err
}

// Limits of a zip file. What it unpacks to is read piece by piece and never written anywhere.
const (
	maxZipFiles = 100_000
	maxUnpacked = 8 << 30
	maxSpooled  = 2 << 30 // of an upload that must be read at several places
)

// takeZip hands in the files of a zip file as those of a folder.
func (d *Desk) takeZip(ctx context.Context, r *Report, h *handed, in io.Reader) error {
	if h.at == nil {
		f, size, err := spool(in)
		if err != nil {
			return err
		}
		defer func() {
			if err := errors.Join(f.Close(), os.Remove(f.Name())); err != nil {
				d.Log.Warn("an upload was left behind", "error", err)
			}
		}()
		h.at, h.size = f, size
	}
	z, err := zip.NewReader(h.at, h.size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return fmt.Errorf("%w: %s is a damaged zip file (%v)", rapporteur.ErrInvalid, h.name, err)
	}
	if len(z.File) > maxZipFiles {
		return fmt.Errorf("%w: %s holds %d files, more than %d; unpack it, and add the folder", rapporteur.ErrInvalid, h.name, len(z.File), maxZipFiles)
	}
	p, left := &heap{}, int64(maxUnpacked)
	for _, f := range z.File {
		name := shownName(f.Name)
		switch base := path.Base(name); {
		case ctx.Err() != nil:
			return ctx.Err()
		case strings.HasSuffix(f.Name, "/"), strings.HasPrefix(name, "__MACOSX/"), strings.HasPrefix(base, "."):
			continue
		case !slices.Contains(takenExtensions, strings.ToLower(path.Ext(base))), strings.HasSuffix(strings.ToLower(base), ".zip"):
			p.pass(name)
			continue
		}
		if err := p.one(name, d.takeZipped(ctx, &p.Report, h, f, name, &left)); err != nil {
			p.settle(r, h.name)
			return err
		}
	}
	empty := p.empty()
	p.settle(r, h.name)
	if empty {
		return fmt.Errorf("%w: no article (.html, .txt, .eml) in %s", rapporteur.ErrNotFound, h.name)
	}
	return nil
}

func (d *Desk) takeZipped(ctx context.Context, r *Report, h *handed, f *zip.File, name string, left *int64) error {
	in, err := f.Open()
	if err != nil {
		return fmt.Errorf("%w: it can't be unpacked (%v)", rapporteur.ErrInvalid, err)
	}
	defer in.Close()
	inner := &handed{name: name, body: &allowance{in, left}}
	if h.address != "" {
		inner.address = h.address + "/" + (&url.URL{Path: name}).EscapedPath()
	}
	return d.take(ctx, r, inner)
}

// allowance ends in an error when more is unpacked than is allowed for the whole.
type allowance struct {
	io.Reader
	left *int64
}

func (a *allowance) Read(b []byte) (int, error) {
	n, err := a.Reader.Read(b)
	if *a.left -= int64(n); *a.left < 0 {
		return 0, fmt.Errorf("the zip file unpacks to more than %d GB; unpack it, and add the folder", maxUnpacked>>30)
	}
	return n, err
}

// spool writes what can be read once to a file of its own, for this user's eyes only.
func spool(in io.Reader) (*os.File, int64, error) {
	f, err := os.CreateTemp("", "rapporteur-*.zip")
	if err != nil {
		return nil, 0, fmt.Errorf("%w: there is no room for the upload: %s", rapporteur.ErrTransient, fileProblem(err))
	}
	size, err := io.Copy(f, io.LimitReader(in, maxSpooled+1))
	switch {
	case err != nil:
		err = fmt.Errorf("%w: the upload did not come whole: %s", rapporteur.ErrInvalid, fileProblem(err))
	case size > maxSpooled:
		err = fmt.Errorf("%w: the zip file has more than %d GB; unpack it, and add the folder with rapporteur add", rapporteur.ErrInvalid, maxSpooled>>30)
	default:
		return f, size, nil
	}
	f.Close()
	return nil, 0, errors.Join(err, os.Remove(f.Name()))
}

// isAddressList reports whether every line that says something is an address.
func isAddressList(body []byte) bool {
	some := false
	for line := range bytes.Lines(body) {
		line := strings.TrimSpace(string(line))
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if !strings.HasPrefix(line, "http://") && !strings.HasPrefix(line, "https://") || strings.ContainsAny(line, " \t") {
			return false
		}
		some = true
	}
	return some
}

func mediaType(name string) string {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".eml":
		return "message/rfc822"
	case ".txt":
		return "text/plain"
	case ".html", ".htm", ".xhtml":
		return "text/html"
	}
	return ""
}

func fileProblem(err error) string {
	var pe *fs.PathError
	var large *http.MaxBytesError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "it did not come whole; hand it in again"
	case errors.As(err, &large):
		return fmt.Sprintf("more than %d MB were handed in at a time; hand in less, or use rapporteur add on the machine of the desk", large.Limit>>20)
	case errors.Is(err, fs.ErrPermission):
		return "this user may not read it"
	case errors.As(err, &pe):
		return pe.Err.Error()
	}
	return err.Error()
}

// named is an error with the name of what it is about before it, once.
func named(name string, err error) string {
	return name + ": " + strings.TrimPrefix(reason(err), name+": ")
}

// reason is an error without the name of its kind.
func reason(err error) string {
	msg := err.Error()
	for _, kind := range []error{rapporteur.ErrInvalid, rapporteur.ErrNotFound, rapporteur.ErrRefused} {
		msg = strings.TrimPrefix(msg, kind.Error()+": ")
	}
	return msg
}
