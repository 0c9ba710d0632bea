package desk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"rapporteur"
	"rapporteur/internal/fetch"
	"rapporteur/internal/store"
)

func (d *Desk) workers() *river.Workers {
	w := river.NewWorkers()
	river.AddWorker(w, worker(d, rapporteur.StageFetch, func(a store.VisitArgs) (string, int64) { return a.URL, a.FeedID }, d.visit))
	river.AddWorker(w, worker(d, rapporteur.StageFetch, func(a store.FetchArgs) (string, int64) { return a.URL, a.FeedID }, d.fetch))
	river.AddWorker(w, worker(d, rapporteur.StageExtract, func(a store.ExtractArgs) (string, int64) { return a.URL, a.FeedID }, d.extract))
	river.AddWorker(w, worker(d, rapporteur.StageRead, func(a store.ReadArgs) (string, int64) { return a.URL, a.FeedID }, d.read))
	river.AddWorker(w, worker(d, rapporteur.StageGroup, func(a store.GroupArgs) (string, int64) { return a.URL, a.FeedID }, d.group))
	river.AddWorker(w, worker(d, rapporteur.StageFile, func(a store.FileArgs) (string, int64) { return a.URL, a.FeedID }, d.file))
	return w
}

// step is one attempt at one job: it ends the job by way of the store, or returns why it goes on.
type step[A river.JobArgs] func(ctx context.Context, job *river.Job[A], o rapporteur.Outcome) error

// worker makes a step a worker: the Outcome it fills in begins with what is known beforehand, a panic in it becomes one.
func worker[A river.JobArgs](d *Desk, stage rapporteur.Stage, about func(A) (string, int64), run step[A]) river.Worker[A] {
	return river.WorkFunc(func(ctx context.Context, job *river.Job[A]) (err error) {
		o := rapporteur.Outcome{Stage: stage, Kind: rapporteur.OutcomeOK, At: d.now()}
		o.URL, o.FeedID = about(job.Args)
		defer func() {
			if r := recover(); r != nil {
				d.failed(&o, rapporteur.OutcomePanicked, stack(r))
				err = d.later(ctx, store.Done(ctx, d.Store, job, o))
			}
		}()
		return d.later(ctx, run(ctx, job, o))
	})
}

// later keeps what could not be stored from costing attempts: the job waits until the database is well again.
func (d *Desk) later(ctx context.Context, err error) error {
	var snooze *rivertype.JobSnoozeError
	switch {
	case err == nil, errors.As(err, &snooze), errors.Is(err, errTryAgain):
		return err
	case ctx.Err() != nil:
		return river.JobSnooze(0) // the desk is closing; the job's turn comes with the next start
	case errors.Is(err, rapporteur.ErrTransient), errors.Is(err, rapporteur.ErrRefused):
		d.Log.Error("could not store what was done; it is done again in a minute", "error", err)
		return river.JobSnooze(time.Minute)
	}
	d.Log.Error("a job failed", "error", err)
	return err
}

// errTryAgain has the queue try a job again after its backoff.
var errTryAgain = errors.New("to be tried again")

func (d *Desk) failed(o *rapporteur.Outcome, kind rapporteur.OutcomeKind, detail string) {
	o.Kind, o.Detail, o.Took = kind, detail, d.now().Sub(o.At)
	d.progress.failed.Add(1)
	level := slog.LevelWarn
	if kind == rapporteur.OutcomePanicked {
		level = slog.LevelError
	}
	d.Log.Log(context.Background(), level, "failed", "stage", o.Stage, "kind", o.Kind, "url", o.URL, "detail", firstLine(detail))
}

func (d *Desk) took(o *rapporteur.Outcome) { o.Took = d.now().Sub(o.At) }

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// stack words a panic: what it said, then where, without the frames of the recovery itself.
func stack(r any) string {
	s := string(debug.Stack())
	if _, after, ok := strings.Cut(s, "panic("); ok {
		s = "panic(" + after
	}
	if len(s) > 8000 {
		s = strings.ToValidUTF8(s[:8000], "")
	}
	return fmt.Sprintf("%v\n%s", r, s)
}

// visit asks a feed what is new.
func (d *Desk) visit(ctx context.Context, job *river.Job[store.VisitArgs], o rapporteur.Outcome) error {
	f, err := d.Store.Feed(ctx, job.Args.FeedID)
	if errors.Is(err, rapporteur.ErrNotFound) {
		d.failed(&o, rapporteur.OutcomeInvalid, "the feed is no longer followed")
		return store.Done(ctx, d.Store, job, o)
	}
	if err != nil {
		return err
	}
	page, err := d.Fetcher.Get(ctx, fetch.Request{URL: f.URL, Kind: fetch.KindFeed, ETag: f.ETag, LastModified: f.LastModified, LastFull: f.LastFull})
	if wait, ok := fetch.Waiting(err); ok {
		return river.JobSnooze(wait)
	}
	if ctx.Err() != nil {
		return ctx.Err() // stopped by us: no attempt of theirs
	}
	v := d.judgeVisit(ctx, f, page, err, o)
	res, err := d.Store.FinishVisit(ctx, job, v)
	if err != nil {
		return err
	}
	d.count(v.Outcome, &d.progress.visits)
	d.Log.Info("visited", "feed", f.URL, "outcome", v.Outcome.Kind, "listed", res.Listed, "new", res.New, "changed", res.Changed, "next", v.NextAt)
	return nil
}

// count counts an attempt whose Outcome is stored.
func (d *Desk) count(o rapporteur.Outcome, well interface{ Add(int64) int64 }) {
	switch o.Kind {
	case rapporteur.OutcomeOK:
		well.Add(1)
	case rapporteur.OutcomeUnchanged:
		d.progress.unchanged.Add(1)
	}
}

// fetch gets the page of an article.
func (d *Desk) fetch(ctx context.Context, job *river.Job[store.FetchArgs], o rapporteur.Outcome) error {
	req := fetch.Request{URL: job.Args.URL, Kind: fetch.KindPage}
	last, err := d.Store.PageState(ctx, req.URL)
	if err == nil {
		req.ETag, req.LastModified, req.LastFull = last.ETag, last.LastModified, last.Fetched
	} else if !errors.Is(err, rapporteur.ErrNotFound) {
		return err
	}
	page, err := d.Fetcher.Get(ctx, req)
	if wait, ok := fetch.Waiting(err); ok {
		return river.JobSnooze(wait)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if job.Args.Again {
		return d.lookedAgain(ctx, job, page, err, o)
	}
	if err != nil {
		return d.notFetched(ctx, job, o, err)
	}
	if o.Status = page.Status; page.NotModified {
		o.Kind, o.Detail = rapporteur.OutcomeUnchanged, "the server says that it has not changed"
	}
	d.took(&o)
	if err := d.Store.FinishFetch(ctx, job, page, o); err != nil {
		return err
	}
	d.count(o, &d.progress.fetched)
	d.Log.Debug("fetched", "url", req.URL, "bytes", len(page.Body))
	return nil
}

// patience is how long a page is asked for whose server wants fewer requests.
const patience = 7 * 24 * time.Hour

// notFetched decides what becomes of a page that did not come: what may come later is tried again, with growing pauses;
// what the server puts off is put off, and no attempt is lost by that; the rest is done with.
func (d *Desk) notFetched(ctx context.Context, job *river.Job[store.FetchArgs], o rapporteur.Outcome, err error) error {
	d.failed(&o, fetch.Outcome(err), err.Error())
	o.Status = fetch.Status(err)
	asked := fetch.RetryAfter(err)
	switch {
	case o.Kind == rapporteur.OutcomeRateLimited && d.now().Sub(job.CreatedAt) < patience:
		if err := d.Store.Attempted(ctx, job.JobRow, o); err != nil {
			return err
		}
		return river.JobSnooze(max(asked, 30*time.Second))
	case o.Kind == rapporteur.OutcomeTransient && job.Attempt < job.MaxAttempts:
		if err := d.Store.Attempted(ctx, job.JobRow, o); err != nil {
			return err
		}
		return errTryAgain
	case o.Kind == rapporteur.OutcomeTransient:
		o.Detail = fmt.Sprintf("given up after %d attempts: %s", job.Attempt, o.Detail)
	}
	return store.Done(ctx, d.Store, job, o)
}

// extract makes an article of a page.
func (d *Desk) extract(ctx context.Context, job *river.Job[store.ExtractArgs], o rapporteur.Outcome) error {
	page, err := d.Store.Page(ctx, job.Args.PageID)
	if err != nil {
		return err
	}
	a, err := d.Extract(&page.Page)
	if err != nil {
		d.failed(&o, rapporteur.OutcomeInvalid, err.Error())
		return store.Done(ctx, d.Store, job, o)
	}
	if err := d.addFromFeed(ctx, a, page.URL); err != nil {
		return err
	}
	d.took(&o)
	if err := d.Store.FinishExtract(ctx, job, store.Extracted{Outcome: o, Article: a, Extractor: d.ExtractorVersion}); err != nil {
		return err
	}
	d.count(o, &d.progress.extracted)
	return nil
}

// addFromFeed fills in what the page does not say and its feed does.
func (d *Desk) addFromFeed(ctx context.Context, a *rapporteur.Article, url string) error {
	it, err := d.Store.Item(ctx, url)
	if errors.Is(err, rapporteur.ErrNotFound) {
		it = &rapporteur.Item{} // an archive may have noted when it was published
		if it.Published, err = d.Store.Archived(ctx, url); errors.Is(err, rapporteur.ErrNotFound) {
			return nil
		}
	}
	if err != nil {
		return err
	}
	claimed := rapporteur.Stamp{Time: it.Published, From: rapporteur.FromFeed}
	if claimed.Time.IsZero() {
		claimed.Time = it.Updated
	}
	if (a.Published.Time.IsZero() || a.Published.From.Inferred()) && store.Plausible(claimed, a.Fetched) {
		a.Published = claimed
	}
	if a.Byline == "" {
		a.Byline = it.Author
	}
	return nil
}

// read finds what an article says.
func (d *Desk) read(ctx context.Context, job *river.Job[store.ReadArgs], o rapporteur.Outcome) error {
	r, err := d.Store.Revision(ctx, job.Args.ArticleID, job.Args.Revision)
	if err != nil {
		return err
	}
	a := *r.Article
	if !store.Plausible(a.Published, a.Fetched) {
		a.Published = rapporteur.Stamp{} // "Monday" is not reckoned from a date that nobody believes
	}
	doc := d.Read(&a)
	doc.Article, doc.Engine = r.Article, d.EngineVersion
	d.took(&o)
	if err := d.Store.FinishRead(ctx, job, doc, r.Hash, o); err != nil {
		return err
	}
	d.count(o, &d.progress.read)
	return nil
}

// file puts an article where lists and searches find it.
func (d *Desk) file(ctx context.Context, job *river.Job[store.FileArgs], o rapporteur.Outcome) error {
	if err := d.Store.FinishFile(ctx, job, o); err != nil {
		return err
	}
	d.count(o, &d.progress.filed)
	return nil
}
