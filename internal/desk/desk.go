// Package desk is the day's work: it visits feeds when they are due, fetches what they list, makes articles of the pages,
// has them read, and files them.
//
// It promises that every attempt leaves exactly one Outcome; that a feed is never given up; that politeness costs no
// attempts; that the same article is filed once, however many feeds list it, and a changed text as a new revision; that
// an article which brings the reader down is set aside, with the stack in its Outcome, and nothing else stops; and that
// work killed at any moment goes on where it was. Articles are looked at again a few times, as outlets change them silently;
// that takes a quarter of a host's turns at most. Where there is a choice of what to do first, what is begun is finished.
package desk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"rapporteur"
	"rapporteur/extract"
	"rapporteur/internal/dossiers"
	"rapporteur/internal/fetch"
	"rapporteur/internal/store"
	"rapporteur/internal/stories"
	"rapporteur/reading"
)

// Config is what a desk needs. The zero value of each field below the first two means its default.
type Config struct {
	Store   *store.Store
	Fetcher *fetch.Fetcher

	Log        *slog.Logger     // nothing is logged by default
	Now        func() time.Time // the clock; the real one by default
	Net        int              // visits and fetches at a time; 64: most of them wait for their host's turn
	Desk       int              // articles extracted, read or filed at a time; one a processor
	FirstItems int              // how many of a feed's items its first visit fetches, the newest; 200
	Every      time.Duration    // how often Run looks for feeds that are due; 15 s
	NoLooks    bool             // articles are not looked at again for what their outlets change silently

	// Extract and Read make an article of a page and find what it says; those of packages extract and reading by default.
	// The versions stamp what comes of it.
	Extract          func(*rapporteur.Page) (*rapporteur.Article, error)
	Read             func(*rapporteur.Article) *rapporteur.Document
	ExtractorVersion string
	EngineVersion    string
}

// Desk does the work. It may be used from many goroutines.
type Desk struct {
	Config
	progress progress
	spare    spare
}

// Progress counts what was done since the desk was made.
type Progress struct {
	Visits, Fetched, Extracted, Read, Filed, Grouped int64 // attempts that went well
	Unchanged                                        int64 // visits and fetches that brought nothing new
	Failed                                           int64 // attempts that did not go well, whatever becomes of them
}

type progress struct {
	visits, fetched, extracted, read, filed, grouped, unchanged, failed atomic.Int64
}

// New makes a desk.
func New(c Config) (*Desk, error) {
	if c.Store == nil || c.Fetcher == nil {
		return nil, fmt.Errorf("%w: a desk needs a store and a fetcher", rapporteur.ErrInvalid)
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	orInt(&c.Net, 64)
	orInt(&c.Desk, runtime.GOMAXPROCS(0))
	orInt(&c.FirstItems, 200)
	if c.Every <= 0 {
		c.Every = 15 * time.Second
	}
	if c.Extract == nil {
		c.Extract = extract.Extract
	}
	if c.Read == nil {
		c.Read = reading.Read
	}
	if c.ExtractorVersion == "" {
		c.ExtractorVersion = extract.Version
	}
	if c.EngineVersion == "" {
		c.EngineVersion = reading.Version
	}
	c.Store.IdentifyWith(store.Dossiers{
		Identify: func(doc *rapporteur.Document, a store.Archive) ([]rapporteur.Identity, error) {
			return dossiers.Identify(doc, a)
		},
		Keys: dossiers.Keys,
	})
	return &Desk{Config: c, spare: spare{next: map[string]time.Time{}}}, nil
}

func orInt(n *int, otherwise int) {
	if *n <= 0 {
		*n = otherwise
	}
}

func (d *Desk) now() time.Time { return d.Now().UTC() }

// Progress gives the counts so far.
func (d *Desk) Progress() Progress {
	p := &d.progress
	return Progress{
		Visits: p.visits.Load(), Fetched: p.fetched.Load(), Extracted: p.extracted.Load(), Read: p.read.Load(), Filed: p.filed.Load(), Grouped: p.grouped.Load(),
		Unchanged: p.unchanged.Load(), Failed: p.failed.Load(),
	}
}

// keepOutcomes is how long Run keeps outcomes that say that all went well; failures are kept for good.
const keepOutcomes = 90 * 24 * time.Hour

// keepClues is how long after its grouping an article is still compared with others.
const keepClues = 45 * 24 * time.Hour

// Run keeps the desk at work until the context ends: feeds are visited as they come due. It returns once running jobs are
// done, or cut short after half a minute; nothing is lost by that. On SQLite a second process is refused (ErrRefused).
func (d *Desk) Run(ctx context.Context) error {
	stop, err := d.start(ctx)
	if err != nil {
		return err
	}
	tidied := make(chan struct{})
	go d.tidy(ctx, tidied)
	for pruned := (time.Time{}); ; {
		if now := d.now(); now.Sub(pruned) > 24*time.Hour {
			pruned = now
			if _, err := d.Store.Prune(ctx, now.Add(-keepOutcomes)); err != nil && ctx.Err() == nil {
				d.Log.Error("could not forget old outcomes", "error", err)
			}
			if err := d.Store.ForgetLooks(ctx, now.Add(-keepLooks)); err != nil && ctx.Err() == nil {
				d.Log.Error("could not forget looks that nobody made", "error", err)
			}
			if _, err := d.Store.CloseStories(ctx, now.Add(-keepClues)); err != nil && ctx.Err() == nil {
				d.Log.Error("could not close old stories", "error", err)
			}
		}
		if err := d.enqueueDue(ctx); err != nil && ctx.Err() == nil {
			d.Log.Error("could not look for feeds that are due", "error", err)
		}
		select {
		case <-ctx.Done():
			<-tidied
			return stop()
		case <-time.After(d.Every):
		}
	}
}

// tidy keeps the indexes of words in few pieces, once a day, until the context ends.
func (d *Desk) tidy(ctx context.Context, ended chan<- struct{}) {
	defer close(ended)
	for {
		if err := d.Store.Tidy(ctx); err != nil && ctx.Err() == nil {
			d.Log.Error("could not tidy the indexes of words", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(24 * time.Hour):
		}
	}
}

func (d *Desk) start(ctx context.Context) (stop func() error, err error) {
	end, err := d.Store.Start(ctx, store.WorkConfig{Workers: d.workers(), Net: d.Net, Desk: d.Desk, Log: riverLog(d.Log)})
	if err != nil {
		return nil, err
	}
	return func() error {
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
		defer cancel()
		return end(grace)
	}, nil
}

func (d *Desk) enqueueDue(ctx context.Context) error {
	due, err := d.Store.DueFeeds(ctx, d.now())
	if err != nil {
		return err
	}
	if err := d.Store.EnqueueVisits(ctx, due); err != nil {
		return err
	}
	return d.enqueueLooks(ctx)
}

// FetchDue visits every feed that is due, once, looks again at one article of each host that has some due, and returns when all
// that follows from it is done.
func (d *Desk) FetchDue(ctx context.Context) error {
	if err := d.enqueueDue(ctx); err != nil {
		return err
	}
	return d.Work(ctx)
}

// Work works until nothing is left that can be done now. What waits for a later attempt stays where it is. Where another
// process is at work on an SQLite database already, that one does the work, and ErrRefused says so.
func (d *Desk) Work(ctx context.Context) error {
	stop, err := d.start(ctx)
	if err != nil {
		return err
	}
	return errors.Join(d.untilIdle(ctx), stop())
}

func (d *Desk) untilIdle(ctx context.Context) error {
	for {
		left, err := d.Store.Pending(ctx)
		if err != nil || left.Now == 0 {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// VisitNow asks for a feed to be visited at the next moment that politeness permits, by whichever process is at work.
func (d *Desk) VisitNow(ctx context.Context, feed int64) error {
	f, err := d.Store.Feed(ctx, feed)
	if err != nil {
		return err
	}
	return d.Store.EnqueueVisits(ctx, []rapporteur.Feed{f.Feed})
}

// Reread derives articles and records again from the pages that are kept: those made by another version of the extractor
// or the engine, or all. It returns when that is done, and says how many there were. See Work for ErrRefused.
func (d *Desk) Reread(ctx context.Context, all bool) (int, error) {
	n, err := d.Store.EnqueueStale(ctx, store.Stale{Extractor: d.ExtractorVersion, Engine: d.EngineVersion, All: all})
	if err != nil {
		return n, err
	}
	grouped, err := d.Store.EnqueueUngrouped(ctx, stories.Version, false)
	if err != nil || n+grouped == 0 {
		return n, err
	}
	return n, d.Work(ctx)
}

// riverLog lets through what a person must know of the queue's own troubles. That a job failed is in its Outcome.
func riverLog(log *slog.Logger) *slog.Logger { return slog.New(troubles{log.Handler()}) }

type troubles struct{ slog.Handler }

func (h troubles) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && h.Handler.Enabled(ctx, l)
}

func (h troubles) Handle(ctx context.Context, r slog.Record) error {
	if strings.Contains(r.Message, "Job errored") || strings.Contains(r.Message, "Job failed") {
		return nil
	}
	return h.Handler.Handle(ctx, r)
}

func (h troubles) WithAttrs(a []slog.Attr) slog.Handler { return troubles{h.Handler.WithAttrs(a)} }
func (h troubles) WithGroup(name string) slog.Handler   { return troubles{h.Handler.WithGroup(name)} }
