package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"rapporteur"
	"rapporteur/extract"
	"rapporteur/internal/calendar"
	"rapporteur/reading"
)

const engineVersion = reading.Version

type readCommand struct {
	Inputs    []string `arg:"" name:"input" help:"Files, folders, addresses (https://...), or - for standard input."`
	Published string   `placeholder:"DATE" help:"When the articles were published, where they don't say: 2025-12-01 or an RFC 3339 time."`
	Format    string   `enum:"text,json,ics" default:"text" help:"text for people; json for programs: one line an input, in input order; ics for calendars: the dates ahead of all inputs."`
	Explain   bool     `help:"Show how each speaker was resolved (text format)."`
	Jobs      int      `placeholder:"N" help:"Read N articles at a time; all cores when not given."`
}

func (c *readCommand) Run(ctx context.Context, s *streams, g *Global) error {
	published, err := parseStamp(c.Published)
	if err != nil {
		return err
	}
	collect(garbage)
	inputs, err := expand(c.Inputs)
	if err != nil {
		return err
	}
	job := &reader{ctx: ctx, in: s.in, published: published, print: c.printer(s)}
	bar := newProgress(s, len(inputs), c.Format != "text")
	failed := 0
	if err := c.open(s); err != nil {
		return err
	}
	err = inOrder(ctx, inputs, c.jobs(), job.one, func(r result) error {
		bar.step()
		if r.err != nil {
			failed++
			bar.message(fmt.Sprintf("rapporteur: %s: %v", r.path, r.err))
			return nil
		}
		if r.note != "" {
			bar.message(fmt.Sprintf("rapporteur: %s: %s", r.path, r.note))
		}
		return r.printed.to(s.out)
	})
	bar.done()
	if err == nil && c.Format == "ics" {
		_, err = io.WriteString(s.out, calendar.End)
	}
	if err == nil && failed > 0 {
		if len(inputs) > 1 {
			fmt.Fprintf(s.err, "rapporteur: %d of %d inputs could not be read\n", failed, len(inputs))
		}
		err = errReported
	}
	return err
}

// garbage is how much may lie about, in per cent of what is in use, before it is collected: next to the encoder's work collecting costs
// nothing. A long text leaves more of it and has more in use; collecting a little more often is 1.5 per cent of its time.
const (
	garbage     = 40
	garbageLong = 25
)

// collect sets how much garbage may lie about, where the environment does not say.
func collect(percent int) {
	if _, set := os.LookupEnv("GOGC"); !set {
		debug.SetGCPercent(percent)
	}
}

func (c *readCommand) jobs() int {
	if c.Jobs > 0 {
		return c.Jobs
	}
	return runtime.GOMAXPROCS(0)
}

// open writes what stands before the first input.
func (c *readCommand) open(s *streams) error {
	if c.Format != "ics" {
		return nil
	}
	_, err := s.out.Write(calendar.Begin())
	return err
}

// printer returns what turns a reading into output.
func (c *readCommand) printer(s *streams) func(*printout, *rapporteur.Document, string) error {
	if c.Format == "json" {
		return func(out *printout, d *rapporteur.Document, path string) error {
			if len(d.Article.Text) > longText {
				out.late = func(w io.Writer) error { return writeLine(w, d, path) }
				return nil
			}
			return writeLine(out, d, path)
		}
	}
	if c.Format == "ics" {
		return func(out *printout, d *rapporteur.Document, _ string) error {
			if d.Article.Published.Time.IsZero() {
				return errors.New("nothing says when it was published, so nobody knows what lies ahead of it; give --published DATE")
			}
			events, err := calendar.Events(d)
			out.pieces = append(out.pieces, events)
			return err
		}
	}
	style := styleFor(s.out)
	return func(out *printout, d *rapporteur.Document, _ string) error {
		text := d.AppendText(nil, style)
		if c.Explain {
			text = d.AppendWhy(text, style)
		}
		out.pieces = append(out.pieces, append(text, '\n'))
		return nil
	}
}

// longText is the length in bytes from which a record is printed only when its turn comes, so that it is not held twice.
const longText = 1 << 20

func writeLine(w io.Writer, d *rapporteur.Document, path string) error {
	if err := d.WriteJSON(w, path); err != nil {
		return err
	}
	_, err := w.Write([]byte("\n"))
	return err
}

// printout is what is printed of one input, in pieces, so that a long record is not moved about while it grows.
type printout struct {
	pieces [][]byte
	late   func(io.Writer) error // prints what is not in pieces
}

func (p *printout) Write(b []byte) (int, error) {
	p.pieces = append(p.pieces, bytes.Clone(b))
	return len(b), nil
}

func (p *printout) to(w io.Writer) error {
	for _, b := range p.pieces {
		if _, err := w.Write(b); err != nil {
			return err
		}
	}
	if p.late != nil {
		return p.late(w)
	}
	return nil
}

func parseStamp(s string) (rapporteur.Stamp, error) {
	if s == "" {
		return rapporteur.Stamp{}, nil
	}
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return rapporteur.Stamp{Time: t, DateOnly: true, From: rapporteur.FromGiven}, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return rapporteur.Stamp{}, fmt.Errorf("--published %q is neither a date (2025-12-01) nor an RFC 3339 time (2025-12-01T09:30:00Z)", s)
	}
	return rapporteur.Stamp{Time: t, From: rapporteur.FromGiven}, nil
}

// expand replaces folders by the articles in them, sorted by path.
func expand(inputs []string) ([]string, error) {
	var out []string
	for _, in := range inputs {
		info, err := os.Stat(in)
		if err != nil || !info.IsDir() {
			out = append(out, in) // a missing file is reported in its turn, and the others are read
			continue
		}
		var found []string
		err = filepath.WalkDir(in, func(p string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && slices.Contains([]string{".html", ".htm", ".txt", ".eml"}, strings.ToLower(filepath.Ext(p))) {
				found = append(found, p)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("%s: the folder holds no .html, .txt or .eml file", in)
		}
		out = append(out, found...)
	}
	return out, nil
}

// reader reads one input after another; its method one is safe for concurrent use.
type reader struct {
	ctx       context.Context
	in        io.Reader
	published rapporteur.Stamp
	print     func(*printout, *rapporteur.Document, string) error
}

type result struct {
	path    string
	printed printout
	note    string // what is to be known of the input though it was read
	err     error
}

func (r *reader) one(path string) (res result) {
	res.path = path
	defer func() {
		if p := recover(); p != nil {
			res.err = fmt.Errorf("the engine failed on this text (please report it): %v\n%s", p, debug.Stack())
		}
	}()
	page, err := r.page(path)
	if err != nil {
		res.err = err
		return res
	}
	if len(page.Body) > longText {
		collect(garbageLong)
	}
	article, err := extract.Extract(page)
	if err != nil {
		res.err = err
		return res
	}
	if n := strings.Count(article.Text, "\uFFFD"); n > 0 && !bytes.Contains(page.Body, []byte("\uFFFD")) {
		res.note = fmt.Sprintf("read, but %d times what stands there is no character in the encoding it seems to have; U+FFFD stands in its place", n)
	}
	if !r.published.Time.IsZero() {
		article.Published = r.published
	}
	res.err = r.print(&res.printed, reading.Read(article), path)
	return res
}

func (r *reader) page(path string) (*rapporteur.Page, error) {
	switch {
	case path == "-":
		body, err := io.ReadAll(io.LimitReader(r.in, extract.MaxBytes+1))
		return &rapporteur.Page{Body: body}, err
	case isURL(path):
		return fetchPage(r.ctx, path)
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("no such file; give a file, a folder, an address that starts with https://, or -")
	}
	if err != nil {
		return nil, plainPathError(err)
	}
	if info.Size() > extract.MaxBytes {
		return nil, fmt.Errorf("%d MB is more than an article can have (%d MB); split it first", info.Size()>>20, extract.MaxBytes>>20)
	}
	body, err := os.ReadFile(path)
	if err != nil {
		return nil, plainPathError(err)
	}
	return &rapporteur.Page{Body: body, ContentType: typeByName(path)}, nil
}

// plainPathError drops the path from an error: the caller's line begins with it.
func plainPathError(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return fmt.Errorf("%s: %w", pe.Op, pe.Err)
	}
	return err
}

func isURL(s string) bool {
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")
}

func typeByName(path string) string {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".txt":
		return "text/plain"
	case ".html", ".htm", ".xhtml":
		return "text/html"
	case ".eml":
		return "message/rfc822"
	}
	return ""
}

// inOrder calls work for each input on n goroutines, and emit for each result in input order on the calling goroutine.
// At most 4n results wait at a time. It stops at the first error of emit or when ctx ends.
func inOrder(ctx context.Context, inputs []string, n int, work func(string) result, emit func(result) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	pending := make(chan chan result, 4*n)
	go func() {
		defer close(pending)
		slots := make(chan struct{}, n)
		for _, in := range inputs {
			done := make(chan result, 1)
			select {
			case pending <- done:
			case <-ctx.Done():
				return
			}
			slots <- struct{}{}
			go func() {
				done <- work(in)
				<-slots
			}()
		}
	}()
	for done := range pending {
		if err := emit(<-done); err != nil {
			return err
		}
	}
	return ctx.Err()
}
