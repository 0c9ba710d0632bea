package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"syscall"
	"time"

	"github.com/lmittmann/tint"
	"golang.org/x/sync/errgroup"

	"rapporteur"
	"rapporteur/internal/desk"
	"rapporteur/internal/sample"
	"rapporteur/internal/store"
	"rapporteur/internal/web"
)

// newLog writes to standard error: for people on a terminal, key=value elsewhere.
func newLog(s *streams, level slog.Level) *slog.Logger {
	if isTerminal(s.err) {
		return slog.New(tint.NewTextHandler(s.err, &tint.Options{Level: level, TimeFormat: time.TimeOnly}))
	}
	return slog.New(slog.NewTextHandler(s.err, &slog.HandlerOptions{Level: level}))
}

// openDesk opens the record and sets up the desk over it. The sample outlet comes along where it is wanted, or followed
// already. Call done at the end.
func openDesk(ctx context.Context, g *Global, log *slog.Logger, withSample bool) (d *desk.Desk, st *store.Store, done func(), err error) {
	if st, err = store.Open(ctx, g.Data); err != nil {
		return nil, nil, nil, err
	}
	// The sample closes after the desk, so that work under way does not end in failures.
	open, closeSample := context.WithCancel(context.WithoutCancel(ctx))
	done = func() {
		closeSample()
		st.Close()
	}
	at, err := sampleOutlet(open, st, withSample)
	if err == nil {
		d, err = newDesk(st, log, at)
	}
	if err != nil {
		done()
		return nil, nil, nil, err
	}
	return d, st, done, nil
}

func newDesk(st *store.Store, log *slog.Logger, sample netip.AddrPort) (*desk.Desk, error) {
	f, err := newFetcher(sample)
	if err != nil {
		return nil, err
	}
	return desk.New(desk.Config{Store: st, Fetcher: f, Log: log})
}

// sampleFeed is the address of the sample outlet's feed.
const sampleFeed = sample.BaseURL + sample.FeedPath

// sampleOutlet serves the sample outlet where it is wanted or followed, and says where it listens.
func sampleOutlet(ctx context.Context, st *store.Store, wanted bool) (netip.AddrPort, error) {
	if !wanted {
		feeds, err := st.Feeds(ctx)
		if err != nil || !slices.ContainsFunc(feeds, func(f rapporteur.Feed) bool { return f.URL == sampleFeed }) {
			return netip.AddrPort{}, err
		}
	}
	_, at, err := sample.Serve(ctx, "")
	if err != nil {
		return at, fmt.Errorf("the sample outlet can't be served: %w", err)
	}
	return at, nil
}

type addCommand struct {
	What []string `arg:"" help:"Address of a site, a feed or an article; an OPML file or a list of addresses; articles (.html, .txt, .eml), web archives (.warc, .warc.gz), folders or zip files of them."`
	Wait bool     `help:"Do the work that follows now, and wait for it."`
}

func (c *addCommand) Run(ctx context.Context, s *streams, g *Global) error {
	d, _, done, err := openDesk(ctx, g, newLog(s, slog.LevelWarn), false)
	if err != nil {
		return err
	}
	defer done()
	files, failed := 0, 0
	for _, what := range c.What {
		report, err := d.Add(ctx, what)
		if err != nil {
			failed++
			fmt.Fprintf(s.err, "rapporteur: %s: %v\n", what, err)
			continue
		}
		files += report.Files
		printReport(s, report)
	}
	// Files are read at once, unless a desk is at work on this record already: then that one does it.
	if c.Wait || files > 0 {
		if err := d.Work(ctx); err != nil && !errors.Is(err, rapporteur.ErrRefused) {
			return err
		}
		printProgress(s, d.Progress())
	}
	if failed > 0 {
		return errReported
	}
	return nil
}

// printReport says what came of taking something in: in one line, then a line for each thing and what its publisher says.
func printReport(s *streams, r *desk.Report) {
	fmt.Fprintln(s.out, r)
	for _, x := range r.Intakes {
		if x.Kind == store.FoundNothing {
			continue // a note says so
		}
		fmt.Fprintf(s.out, "  %s: %s: %s\n", x.Kind, x.What, x.Detail)
		if x.Robots != "" {
			fmt.Fprintf(s.out, "    robots.txt: %s\n", x.Robots)
		}
		for _, statement := range x.Rights {
			fmt.Fprintf(s.out, "    rights: %s\n", statement)
		}
	}
	for _, note := range r.Notes {
		fmt.Fprintln(s.out, "  "+note)
	}
}

func printProgress(s *streams, p desk.Progress) {
	fmt.Fprintf(s.out, "%d visited, %d fetched, %d read, %d filed, %d unchanged, %d failed\n", p.Visits, p.Fetched, p.Read, p.Filed, p.Unchanged, p.Failed)
	if p.Failed > 0 {
		fmt.Fprintln(s.out, "rapporteur sources says what failed and why")
	}
}

type fetchCommand struct {
	Looking
}

// Looking says whether articles are looked at again.
type Looking struct {
	LookAgain bool `default:"true" negatable:"" help:"Look at articles again, an hour, six hours, a day and three days after they were published, for what their outlets change without saying so."`
}

func (c *fetchCommand) Run(ctx context.Context, s *streams, g *Global) error {
	d, _, done, err := openDesk(ctx, g, newLog(s, slog.LevelWarn), false)
	if err != nil {
		return err
	}
	defer done()
	d.NoLooks = !c.LookAgain
	if err := d.FetchDue(ctx); err != nil {
		return err
	}
	printProgress(s, d.Progress())
	return nil
}

type rereadCommand struct {
	All bool `help:"Everything, also what this version has read already."`
}

func (c *rereadCommand) Run(ctx context.Context, s *streams, g *Global) error {
	d, _, done, err := openDesk(ctx, g, newLog(s, slog.LevelWarn), false)
	if err != nil {
		return err
	}
	defer done()
	n, err := d.Reread(ctx, c.All)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "%d pages read again with engine %s\n", n, engineVersion)
	return nil
}

type serveCommand struct {
	Addr   string   `default:"127.0.0.1:8470" placeholder:"HOST:PORT" help:"Where the pages are served (${default})."`
	Host   []string `placeholder:"NAME" help:"A name under which the pages may be asked for, beside localhost and addresses in numbers: the name a proxy serves them under."`
	Sample bool     `help:"Bring the sample outlet along: 110 Wikinews articles, without a network."`
	Idle   bool     `help:"Serve the pages only; another process does the desk's work."`
	Looking
}

func (c *serveCommand) Run(ctx context.Context, s *streams, g *Global) error {
	listener, err := listen(c.Addr)
	if err != nil {
		return err
	}
	defer listener.Close()
	log := newLog(s, slog.LevelInfo)
	d, st, done, err := openDesk(ctx, g, log, true) // the first steps offer the sample outlet
	if err != nil {
		return err
	}
	defer done()
	d.NoLooks = !c.LookAgain
	if c.Sample {
		if _, err := d.Add(ctx, sampleFeed); err != nil {
			return fmt.Errorf("the sample outlet can't be added: %w", err)
		}
	}
	pages, err := web.Handler(web.Config{
		Store: st, Now: time.Now, Log: log, Version: version, Engine: engineVersion, Visit: d.VisitNow, Hosts: c.Host, NoLooks: !c.LookAgain,
		Sample: func(ctx context.Context) (string, error) {
			report, err := d.Add(ctx, sampleFeed)
			if err != nil {
				return "", err
			}
			return report.String(), nil
		},
		Add: func(ctx context.Context, what string) (string, error) {
			report, err := d.AddAddresses(ctx, what)
			if err != nil {
				return "", err
			}
			return report.String(), nil
		},
		AddFiles: func(ctx context.Context, files iter.Seq2[web.Upload, error]) (string, error) {
			report, err := d.AddUploads(ctx, func(yield func(desk.Upload, error) bool) {
				for f, err := range files {
					if !yield(desk.Upload(f), err) {
						return
					}
				}
			})
			if err != nil {
				return "", err
			}
			return report.String(), nil
		},
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "The desk is open at http://%s (Ctrl-C closes it; what it has read is kept in %s)\n", listener.Addr(), g.Data)
	return c.open(ctx, listener, pages, d, log)
}

// listen opens the port, and says what to do where that can't be.
func listen(addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("%s is in use: another desk may be open there; choose another place with --addr 127.0.0.1:0", addr)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("%s may not be opened by this user; choose a port above 1023 with --addr", addr)
	case err != nil:
		return nil, fmt.Errorf("--addr %s can't be opened: %w", addr, err)
	}
	return l, nil
}

// open serves the pages and keeps the desk at work, until the context ends or either fails.
func (c *serveCommand) open(ctx context.Context, l net.Listener, pages http.Handler, d *desk.Desk, log *slog.Logger) error {
	server := &http.Server{
		Handler: pages, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 64 << 10, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	work, ctx := errgroup.WithContext(ctx)
	work.Go(func() error {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	work.Go(func() error {
		if c.Idle {
			return nil
		}
		err := d.Run(ctx)
		if errors.Is(err, rapporteur.ErrRefused) {
			log.Warn("this desk only shows the pages", "why", err)
			return nil
		}
		return err
	})
	work.Go(func() error {
		<-ctx.Done()
		last, stop := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer stop()
		return server.Shutdown(last)
	})
	return work.Wait()
}
