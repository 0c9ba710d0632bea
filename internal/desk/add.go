package desk

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"rapporteur"
	"rapporteur/extract"
	"rapporteur/internal/feeds"
	"rapporteur/internal/store"
)

// Report says what came of taking something in.
type Report struct {
	Feeds     []rapporteur.Feed // followed from now on
	Known     []rapporteur.Feed // followed already
	Files     int               // handed in, and to be read
	Unchanged int               // files that were there already
	Notes     []string          // one line each: what was left aside and why, what else was offered
}

// String says it in one sentence.
func (r *Report) String() string {
	var parts []string
	if n := len(r.Feeds); n == 1 {
		parts = append(parts, "following "+r.Feeds[0].URL)
	} else if n > 1 {
		parts = append(parts, fmt.Sprintf("following %d feeds", n))
	}
	if n := len(r.Known); n == 1 {
		parts = append(parts, r.Known[0].URL+" is followed already")
	} else if n > 1 {
		parts = append(parts, fmt.Sprintf("%d are followed already", n))
	}
	if r.Files > 0 {
		parts = append(parts, counted(r.Files, "file")+" taken in")
	}
	if r.Unchanged > 0 {
		parts = append(parts, counted(r.Unchanged, "file")+" known already")
	}
	if n := len(r.Notes); n == 1 {
		parts = append(parts, r.Notes[0])
	} else if n > 1 {
		parts = append(parts, fmt.Sprintf("%s, and %d more notes", r.Notes[0], n-1))
	}
	return strings.Join(parts, "; ")
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func (r *Report) empty() bool { return len(r.Feeds)+len(r.Known)+r.Files+r.Unchanged == 0 }

func (r *Report) note(format string, args ...any) {
	r.Notes = append(r.Notes, oneLine(fmt.Sprintf(format, args...)))
}

// Add takes something in: whatever AddAddresses takes; or a path on this machine, of an OPML file, a list of addresses, an
// article (.html, .htm, .txt, .eml), or a folder of articles. It enqueues the work that follows and does not wait for it.
func (d *Desk) Add(ctx context.Context, what string) (*Report, error) {
	what = strings.TrimSpace(what)
	info, err := os.Stat(what)
	switch {
	case err == nil && info.IsDir():
		return d.addFolder(ctx, what)
	case err == nil:
		return d.addFile(ctx, what)
	case looksLikePath(what):
		return nil, fmt.Errorf("%w: there is no file or folder %s", rapporteur.ErrNotFound, what)
	}
	return d.AddAddresses(ctx, what)
}

func looksLikePath(s string) bool {
	return !strings.Contains(s, "\n") && (strings.HasPrefix(s, "/") || strings.HasPrefix(s, ".") || strings.HasPrefix(s, "~") || slices.Contains(articleExtensions, strings.ToLower(filepath.Ext(s))) || strings.HasSuffix(s, ".opml") && !strings.Contains(s, "://"))
}

// AddAddresses takes in addresses, one a line: of feeds, of sites that offer feeds, of OPML lists; or the text of an OPML
// list itself. Nothing on this machine is read, so that text from anywhere may be handed to it. What can't be used is an
// error where it is all there was, and a note in the report otherwise.
func (d *Desk) AddAddresses(ctx context.Context, text string) (*Report, error) {
	r := &Report{}
	if isOPML([]byte(text)) {
		return d.addOPML(ctx, r, []byte(text))
	}
	list, err := feeds.ParseList(strings.NewReader(withSchemes(text)))
	if err != nil {
		return nil, err
	}
	return d.addCandidates(ctx, r, list, len(list) > maxLookedAt)
}

// maxLookedAt is how long a list may be whose every address is looked at before it is followed; those of a longer list
// are taken for feeds, and their first visits will tell.
const maxLookedAt = 20

// withSchemes writes out what people leave away: "reuters.com".
func withSchemes(text string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		l = strings.TrimSpace(l)
		if l != "" && !strings.HasPrefix(l, "#") && !strings.Contains(l, "://") && strings.Contains(l, ".") && !strings.ContainsAny(l, " \\@") {
			lines[i] = "https://" + l
		}
	}
	return strings.Join(lines, "\n")
}

func (d *Desk) addCandidates(ctx context.Context, r *Report, list []feeds.Candidate, sure bool) (*Report, error) {
	var first error
	for _, c := range list {
		if c.Problem != "" {
			err := fmt.Errorf("%w: %s: %s", rapporteur.ErrInvalid, c.URL, c.Problem)
			first = errors.Join(first, err)
			r.note("%s: %s", c.URL, c.Problem)
			continue
		}
		var err error
		if sure || c.Sure {
			err = d.follow(ctx, r, c, nil)
		} else {
			err = d.lookAt(ctx, r, c.URL)
		}
		switch {
		case ctx.Err() != nil:
			return r, ctx.Err()
		case err != nil:
			first = cmpErr(first, err)
			r.note("%s", err)
		}
	}
	if r.empty() {
		if first != nil {
			return nil, first
		}
		return nil, fmt.Errorf("%w: there is no address in it; give one of a newspaper, of a feed, or of an OPML list", rapporteur.ErrInvalid)
	}
	return r, nil
}

func cmpErr(first, err error) error {
	if first != nil {
		return first
	}
	return err
}

// follow follows one feed. list is what it says, nil where it was not asked yet.
func (d *Desk) follow(ctx context.Context, r *Report, c feeds.Candidate, list *feeds.Listing) error {
	nf := store.NewFeed{URL: c.URL, Host: store.Host(c.URL), Title: c.Title, Kind: c.Kind, Every: time.Hour}
	if nf.Host == "" {
		return fmt.Errorf("%w: %s is no address of the web", rapporteur.ErrInvalid, c.URL)
	}
	if list != nil {
		nf.Title, nf.Kind, nf.Every = list.Title, list.Kind, list.Interval
		if h := listedHost(list); h != "" {
			nf.Host = h
		}
	}
	f, added, err := d.Store.AddFeed(ctx, nf, d.now())
	if err != nil {
		return err
	}
	if !added {
		r.Known = append(r.Known, f)
		return nil
	}
	r.Feeds = append(r.Feeds, f)
	d.Log.Info("following", "feed", f.URL, "title", f.Title)
	return nil
}

// lookAt finds out what an address is: a feed, a list of feeds, or a site, whose feeds are then looked for.
func (d *Desk) lookAt(ctx context.Context, r *Report, address string) error {
	page, err := d.getPatiently(ctx, address)
	if err != nil {
		return err
	}
	if isOPML(page.Body) {
		_, err := d.addOPML(ctx, r, page.Body)
		return err
	}
	list, err := feeds.Parse(page)
	if err == nil {
		return d.follow(ctx, r, feeds.Candidate{URL: page.URL}, list)
	}
	var not *feeds.NotFeedError
	if !errors.As(err, &not) || len(not.Candidates) == 0 {
		return fmt.Errorf("%s: %w", address, err)
	}
	return d.discover(ctx, r, address, not.Candidates)
}

// discover follows the first of a site's candidates that is a feed with something in it, and names the others that the
// site itself offers.
func (d *Desk) discover(ctx context.Context, r *Report, address string, candidates []feeds.Candidate) error {
	for i, c := range candidates {
		if c.Problem != "" {
			continue
		}
		page, err := d.getPatiently(ctx, c.URL)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			continue
		}
		list, err := feeds.Parse(page)
		if err != nil || len(list.Items)+len(list.More) == 0 {
			continue
		}
		if err := d.follow(ctx, r, c, list); err != nil {
			return err
		}
		for _, other := range candidates[i+1:] {
			if other.Sure && other.Problem == "" {
				r.note("%s also offers %s", store.Host(address), other.URL)
			}
		}
		return nil
	}
	return fmt.Errorf("%w: no feed was found at %s (looked at %s); find the address of its feed and add that", rapporteur.ErrNotFound, address, counted(len(candidates), "place"))
}

func isOPML(b []byte) bool {
	head := bytes.ToLower(b[:min(len(b), 2048)])
	return bytes.Contains(head, []byte("<opml")) && bytes.HasPrefix(bytes.TrimLeft(head, "\xef\xbb\xbf \t\r\n"), []byte("<"))
}

func (d *Desk) addOPML(ctx context.Context, r *Report, body []byte) (*Report, error) {
	list, err := feeds.ParseOPML(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	return d.addCandidates(ctx, r, list, true)
}

var articleExtensions = []string{".html", ".htm", ".xhtml", ".txt", ".eml"}

// addFolder hands in the articles of a folder and of those in it, in the order of their names.
func (d *Desk) addFolder(ctx context.Context, dir string) (*Report, error) {
	r, other := &Report{}, 0
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			r.note("%s: %s", path, fileProblem(err))
			return nil
		case e.IsDir() && path != dir && strings.HasPrefix(e.Name(), "."):
			return fs.SkipDir
		case e.IsDir():
			return nil
		case !e.Type().IsRegular() || !slices.Contains(articleExtensions, strings.ToLower(filepath.Ext(path))):
			other++
			return nil
		}
		if err := d.handIn(ctx, r, path); err != nil {
			if errors.Is(err, rapporteur.ErrTransient) || errors.Is(err, rapporteur.ErrRefused) {
				return err // the store's: the next file would fare no better
			}
			r.note("%s", err)
		}
		return nil
	})
	if other > 0 {
		r.note("%s passed over: not .html, .txt or .eml", counted(other, "file"))
	}
	if err == nil && r.empty() {
		return nil, fmt.Errorf("%w: no article (.html, .txt, .eml) in %s", rapporteur.ErrNotFound, dir)
	}
	return r, err
}

// addFile takes in one file: a list of feeds, a list of addresses, or an article.
func (d *Desk) addFile(ctx context.Context, path string) (*Report, error) {
	r := &Report{}
	body, err := readFile(path)
	if err != nil {
		return nil, err
	}
	switch {
	case isOPML(body):
		return d.addOPML(ctx, r, body)
	case isAddressList(body):
		return d.AddAddresses(ctx, string(body))
	}
	return r, d.handIn(ctx, r, path)
}

// isAddressList reports whether every line that says something is an address.
func isAddressList(body []byte) bool {
	some := false
	for line := range strings.Lines(string(body)) {
		line = strings.TrimSpace(line)
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

// handIn keeps a file as a page and enqueues its extraction. What is no article is said at once.
func (d *Desk) handIn(ctx context.Context, r *Report, path string) error {
	body, err := readFile(path)
	if err != nil {
		return err
	}
	full, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	address := (&url.URL{Scheme: "file", Path: filepath.ToSlash(full)}).String()
	page := &rapporteur.Page{URL: address, FinalURL: address, ContentType: mediaType(path), Body: body, Fetched: d.now()}
	unchanged, err := d.Store.KeepFile(ctx, page)
	switch {
	case err != nil:
		return err
	case unchanged:
		r.Unchanged++
	default:
		r.Files++
	}
	return nil
}

func mediaType(path string) string {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".eml":
		return "message/rfc822"
	case ".txt":
		return "text/plain"
	case ".html", ".htm", ".xhtml":
		return "text/html"
	}
	return ""
}

func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %s", rapporteur.ErrNotFound, path, fileProblem(err))
	}
	if info.Size() > extract.MaxBytes {
		return nil, fmt.Errorf("%w: %s has %d MB, more than the limit of %d; cut it into its articles", rapporteur.ErrInvalid, path, info.Size()>>20, extract.MaxBytes>>20)
	}
	body, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %s", rapporteur.ErrInvalid, path, fileProblem(err))
	}
	return body, nil
}

func fileProblem(err error) string {
	var pe *fs.PathError
	switch {
	case errors.Is(err, fs.ErrPermission):
		return "this user may not read it"
	case errors.As(err, &pe):
		return pe.Err.Error()
	}
	return err.Error()
}
