package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivertype"

	"rapporteur"
)

// The desk's work is five stages, each a durable job. A job is enqueued in the transaction that stores its input, and
// marked as done in the transaction that stores its result and its Outcome: killed at any moment, the work goes on where
// it was. A job that waits or runs already is not enqueued a second time.

// VisitArgs are a job of the stage fetch: ask a feed what is new.
type VisitArgs struct {
	FeedID int64  `json:"feed" river:"unique"`
	URL    string `json:"url"`
}

// FetchArgs are a job of the stage fetch: get the page of one article; Again is a look for silent changes.
type FetchArgs struct {
	URL    string `json:"url" river:"unique"`
	FeedID int64  `json:"feed"`
	Again  bool   `json:"again,omitempty"`
}

// ExtractArgs are a job of the stage extract: make an article of a page that is kept.
type ExtractArgs struct {
	PageID int64  `json:"page" river:"unique"`
	URL    string `json:"url"`
	FeedID int64  `json:"feed"`
}

// ReadArgs are a job of the stage read: find what is said in one revision of an article.
type ReadArgs struct {
	ArticleID string `json:"article" river:"unique"`
	Revision  int    `json:"revision" river:"unique"`
	URL       string `json:"url"`
	FeedID    int64  `json:"feed"`
}

// FileArgs are a job of the stage file: put a revision and its record where lists and searches find them.
type FileArgs struct {
	ArticleID string `json:"article" river:"unique"`
	Revision  int    `json:"revision" river:"unique"`
	URL       string `json:"url"`
	FeedID    int64  `json:"feed"`
}

// GroupArgs are a job of the stage group: find the story that a filed article tells.
type GroupArgs struct {
	ArticleID string `json:"article" river:"unique"`
	Revision  int    `json:"revision" river:"unique"`
	URL       string `json:"url"`
	FeedID    int64  `json:"feed"`
}

// Kind implements [river.JobArgs]; so do its namesakes.
func (VisitArgs) Kind() string   { return "visit" }
func (FetchArgs) Kind() string   { return "fetch" }
func (ExtractArgs) Kind() string { return "extract" }
func (ReadArgs) Kind() string    { return "read" }
func (FileArgs) Kind() string    { return "file" }
func (GroupArgs) Kind() string   { return "group" }

// Queues: what waits for the net, and what keeps a processor busy.
const (
	queueNet  = "net"
	queueDesk = "desk"
)

// waiting are the states in which a job stands in the way of another of its kind and arguments.
var waiting = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning, rivertype.JobStateScheduled,
}

func options(queue string, attempts, priority int) river.InsertOpts {
	return river.InsertOpts{Queue: queue, MaxAttempts: attempts, Priority: priority, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: waiting}}
}

// InsertOpts implements [river.JobArgsWithInsertOpts]; so do its namesakes. Attempts are bounded: what fails so often at
// the last stages is the program's own fault. The later a stage, the sooner its turn, so that what is begun gets done.
func (VisitArgs) InsertOpts() river.InsertOpts { return options(queueNet, 4, 1) }
func (a FetchArgs) InsertOpts() river.InsertOpts {
	if a.Again {
		return options(queueNet, 7, 4)
	}
	return options(queueNet, 7, 2)
}
func (ExtractArgs) InsertOpts() river.InsertOpts { return options(queueDesk, 4, 3) }
func (ReadArgs) InsertOpts() river.InsertOpts    { return options(queueDesk, 4, 2) }
func (FileArgs) InsertOpts() river.InsertOpts    { return options(queueDesk, 4, 1) }
func (GroupArgs) InsertOpts() river.InsertOpts   { return options(queueDesk, 4, 1) }

// Backoff is how long to wait after the given number of failed attempts at a page: 1 and 5 minutes, half an hour, 2, 8
// and 24 hours.
func Backoff(failures int) time.Duration {
	steps := []time.Duration{time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 8 * time.Hour, 24 * time.Hour}
	return steps[min(max(failures, 1), len(steps))-1]
}

// backoff implements [river.ClientRetryPolicy].
type backoff struct{}

func (backoff) NextRetry(job *rivertype.JobRow) time.Time {
	return time.Now().UTC().Add(Backoff(len(job.Errors) + 1))
}

// Times within which a job ends: at JobTimeout it is told to stop; a job that a vanished process left behind is taken up
// again at once where that is seen (see rescue), at the latest after RescueAfter.
const (
	JobTimeout  = 10 * time.Minute
	RescueAfter = 15 * time.Minute
)

// WorkConfig says how jobs are worked.
type WorkConfig struct {
	Workers *river.Workers // one for each kind of job
	Net     int            // visits and fetches at a time; 16 by default
	Desk    int            // extractions, readings and filings at a time; 2 by default
	Log     *slog.Logger
}

// Start begins to work the jobs. On SQLite one process may do so at a time: a second one is refused with ErrRefused, which
// names the first. What an earlier process left undone when it was killed is taken up again.
//
// The function returned ends the work: it waits for running jobs until its context is done, then cuts them short.
func (s *Store) Start(ctx context.Context, c WorkConfig) (stop func(context.Context) error, err error) {
	if c.Net <= 0 {
		c.Net = 16
	}
	if c.Desk <= 0 {
		c.Desk = 2
	}
	if c.Log == nil {
		c.Log = quiet()
	}
	w, err := s.db.start(ctx, &river.Config{
		Workers: c.Workers, Logger: c.Log, RetryPolicy: backoff{},
		Queues:        map[string]river.QueueConfig{queueNet: {MaxWorkers: c.Net}, queueDesk: {MaxWorkers: c.Desk}},
		FetchCooldown: 10 * time.Millisecond, FetchPollInterval: 500 * time.Millisecond,
		JobTimeout: JobTimeout, RescueStuckJobsAfter: RescueAfter,
		CompletedJobRetentionPeriod: time.Hour,
	})
	if err != nil {
		return nil, err
	}
	return w.stop, nil
}

// working is work under way.
type working struct {
	client interface {
		Stop(context.Context) error
		StopAndCancel(context.Context) error
	}
	after func()
}

func (w *working) stop(ctx context.Context) error {
	defer w.after()
	err := w.client.Stop(ctx)
	if ctx.Err() == nil {
		return err
	}
	hard, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return w.client.StopAndCancel(hard)
}

func (d *sqliteDB) start(ctx context.Context, c *river.Config) (*working, error) {
	lock, err := lockFile(ctx, d.path+".working", false)
	if err != nil {
		return nil, err
	}
	// The lock is ours, so whoever led or ran jobs before is dead.
	err = d.write(ctx, func(t *tx) error {
		if _, err := t.exec(ctx, "DELETE FROM river_leader"); err != nil {
			return err
		}
		return rescue(ctx, t, nil)
	})
	if err != nil {
		lock.release()
		return nil, err
	}
	client, err := river.NewClient(riversqlite.New(d.writer), c)
	if err == nil {
		err = client.Start(context.WithoutCancel(ctx))
	}
	if err != nil {
		lock.release()
		return nil, explain(err, d.path)
	}
	return &working{client, lock.release}, nil
}

func (d *postgresDB) start(ctx context.Context, c *river.Config) (*working, error) {
	client, err := river.NewClient(riverpgxv5.New(d.pool), c)
	if err != nil {
		return nil, err
	}
	alive, err := d.pool.Acquire(ctx)
	if err != nil {
		return nil, explain(err, d.host)
	}
	// As long as this connection stands, others know that the jobs of this client are in hand.
	if _, err := alive.Exec(ctx, "SELECT pg_advisory_lock($1)", lockNumber("client "+client.ID())); err != nil {
		alive.Release()
		return nil, explain(err, d.host)
	}
	watch, cancel := context.WithCancel(context.WithoutCancel(ctx))
	after := func() { cancel(); _ = alive.Hijack().Close(context.WithoutCancel(ctx)) }
	err = d.rescueDead(ctx)
	if err == nil {
		err = client.Start(watch)
	}
	if err != nil {
		after()
		return nil, explain(err, d.host)
	}
	go d.watchDead(watch, c.Logger)
	return &working{client, after}, nil
}

// watchDead takes up, from time to time, what processes elsewhere left behind.
func (d *postgresDB) watchDead(ctx context.Context, log *slog.Logger) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(20 * time.Second):
		}
		if err := d.rescueDead(ctx); err != nil && ctx.Err() == nil {
			log.Warn("could not look for jobs left behind", "error", err)
		}
	}
}

// rescueDead takes up the running jobs of clients whose lock is free.
func (d *postgresDB) rescueDead(ctx context.Context) error {
	return d.write(ctx, func(t *tx) error {
		var clients, dead []string
		err := each(ctx, t, func(r rows) error {
			clients = append(clients, "")
			return r.Scan(&clients[len(clients)-1])
		}, "SELECT DISTINCT attempted_by[array_upper(attempted_by, 1)] FROM river_job WHERE state = 'running' AND attempted_by IS NOT NULL")
		if err != nil {
			return err
		}
		for _, c := range clients {
			var free bool
			if err := one(ctx, t, "SELECT pg_try_advisory_xact_lock(?)", []any{lockNumber("client " + c)}, &free); err != nil {
				return err
			}
			if free {
				dead = append(dead, c)
			}
		}
		if len(dead) == 0 {
			return nil
		}
		return rescue(ctx, t, dead)
	})
}

// leftBehind is a job that was running when its process ended.
type leftBehind struct {
	id                int64
	kind, args, began string
	last              bool // it was the last attempt allowed
}

// rescue makes the running jobs of dead clients (nil for all) available again, and gives each attempt that was cut short
// its Outcome. An attempt counts even so: an article that brings the program down does not do it for ever.
func rescue(ctx context.Context, t *tx, dead []string) error {
	jobs, err := runningJobs(ctx, t, dead)
	if err != nil {
		return err
	}
	for _, j := range jobs {
		q := "UPDATE river_job SET state = 'available' WHERE id = ?"
		if j.last {
			q = "UPDATE river_job SET state = 'discarded', finalized_at = CURRENT_TIMESTAMP WHERE id = ?"
		}
		if _, err := t.exec(ctx, q, j.id); err != nil {
			return err
		}
		if err := insertOutcome(ctx, t, j.outcome(), j.attempt()); err != nil {
			return err
		}
	}
	return nil
}

func runningJobs(ctx context.Context, t *tx, dead []string) ([]leftBehind, error) {
	q := "SELECT id, kind, json(args), attempted_at, attempt >= max_attempts FROM river_job WHERE state = 'running'"
	var args []any
	if t.pg != nil {
		q = "SELECT id, kind, args::text, to_char(attempted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), attempt >= max_attempts FROM river_job WHERE state = 'running'"
	}
	if dead != nil {
		q += " AND attempted_by[array_upper(attempted_by, 1)] IN (" + marks(len(dead)) + ")"
		args = anys(dead)
	}
	var out []leftBehind
	err := each(ctx, t, func(r rows) error {
		var j leftBehind
		err := r.Scan(&j.id, &j.kind, &j.args, &j.began, &j.last)
		out = append(out, j)
		return err
	}, q, args...)
	return out, err
}

// stages of the kinds of jobs.
var stages = map[string]rapporteur.Stage{
	"visit": rapporteur.StageFetch, "fetch": rapporteur.StageFetch, "extract": rapporteur.StageExtract, "read": rapporteur.StageRead, "file": rapporteur.StageFile, "group": rapporteur.StageGroup,
}

func (j *leftBehind) outcome() rapporteur.Outcome {
	var args struct {
		URL  string `json:"url"`
		Feed int64  `json:"feed"`
	}
	_ = json.Unmarshal([]byte(j.args), &args) // what can't be read leaves the address empty
	detail := "the program ended in the middle of this; it is tried again"
	if j.last {
		detail = "the program ended in the middle of this, and so it did before; set aside"
	}
	return rapporteur.Outcome{
		URL: args.URL, FeedID: args.Feed, Stage: stages[j.kind], Kind: rapporteur.OutcomeTransient, Detail: detail, At: time.Now().UTC(),
	}
}

func (j *leftBehind) attempt() attempt {
	for _, layout := range []string{"2006-01-02 15:04:05.999999", time.RFC3339Nano} {
		if at, err := time.Parse(layout, j.began); err == nil {
			return attempt{j.id, at.Truncate(time.Millisecond)}
		}
	}
	return attempt{j.id, time.Unix(0, 0)}
}

// attempt names one attempt at one job. The zero value is an attempt without a job.
type attempt struct {
	job   int64
	began time.Time
}

func attemptOf(j *rivertype.JobRow) attempt {
	a := attempt{job: j.ID}
	if j.AttemptedAt != nil {
		a.began = j.AttemptedAt.Truncate(time.Millisecond)
	}
	return a
}

// finish stores the result of an attempt, its Outcome (to which result may add), and that its job is done, all at once.
func finish[A river.JobArgs](ctx context.Context, s *Store, job *river.Job[A], o rapporteur.Outcome, result func(*tx, *rapporteur.Outcome) error) error {
	return s.db.write(ctx, func(t *tx) error {
		o := o // a transaction may be tried again
		if result != nil {
			if err := result(t, &o); err != nil {
				return err
			}
		}
		if err := insertOutcome(ctx, t, o, attemptOf(job.JobRow)); err != nil {
			return err
		}
		var err error
		if t.pg != nil {
			_, err = river.JobCompleteTx[*riverpgxv5.Driver, pgx.Tx](ctx, t.pg, job)
		} else {
			_, err = river.JobCompleteTx[*riversqlite.Driver](ctx, t.sqlite, job)
		}
		if errors.Is(err, rivertype.ErrNotFound) {
			return fmt.Errorf("%w: somebody else has done this job meanwhile", errNotOurs)
		}
		return err
	})
}

// errNotOurs ends the transaction of a job that was taken from us while we were at it.
var errNotOurs = errors.New("job not ours any more")

// Attempted records the Outcome of an attempt that failed and whose job goes on: to be tried again, or put off.
func (s *Store) Attempted(ctx context.Context, job *rivertype.JobRow, o rapporteur.Outcome) error {
	return s.db.write(ctx, func(t *tx) error { return insertOutcome(ctx, t, o, attemptOf(job)) })
}

// Done records the Outcome of an attempt that brought no result, and that its job is done for good.
func Done[A river.JobArgs](ctx context.Context, s *Store, job *river.Job[A], o rapporteur.Outcome) error {
	return finish(ctx, s, job, o, nil)
}

// Pending is the work that waits: Now runs or may run within the minute, Later waits for its hour or its next attempt.
type Pending struct{ Now, Later int }

// Pending counts the jobs that are not done.
func (s *Store) Pending(ctx context.Context) (Pending, error) {
	var p Pending
	limit, soon := "datetime('now', '+2 minutes')", "scheduled_at <= "
	if _, ok := s.db.(*postgresDB); ok {
		limit = "now() + interval '2 minutes'"
	}
	q := `SELECT count(*), coalesce(sum(CASE WHEN state IN ('available', 'running', 'pending') OR state = 'scheduled' AND ` + soon + limit + ` THEN 1 ELSE 0 END), 0)
		FROM river_job WHERE state IN ('available', 'running', 'pending', 'scheduled', 'retryable')`
	var all int
	err := one(ctx, s.db, q, nil, &all, &p.Now)
	p.Later = all - p.Now
	return p, err
}
