package desk

import (
	"context"
	"sync"
	"time"

	"github.com/riverqueue/river"

	"rapporteur"
	"rapporteur/internal/fetch"
	"rapporteur/internal/store"
)

// keepLooks is how long after its time a look is still made.
const keepLooks = 4 * 24 * time.Hour

// spareTurns is which of a host's turns looks may take: one in so many.
const spareTurns = 4

// spare remembers when each host may next be asked for an article that is on file already.
type spare struct {
	sync.Mutex
	next map[string]time.Time
}

// take reports whether a look at a host may begin, and if so puts the next one off.
func (s *spare) take(host string, now time.Time, pause time.Duration) bool {
	s.Lock()
	defer s.Unlock()
	if now.Before(s.next[host]) {
		return false
	}
	for h, t := range s.next {
		if t.Before(now) {
			delete(s.next, h)
		}
	}
	s.next[host] = now.Add(spareTurns * pause)
	return true
}

// enqueueLooks asks for looks that are due, one for each host that has a turn to spare.
func (d *Desk) enqueueLooks(ctx context.Context) error {
	if d.NoLooks {
		return nil
	}
	now := d.now()
	due, err := d.Store.DueLooks(ctx, now)
	if err != nil {
		return err
	}
	for _, l := range due {
		if !d.spare.take(l.Host, now, d.Fetcher.Pause(l.URL)) {
			continue
		}
		if err := d.Store.EnqueueLook(ctx, l, now); err != nil {
			return err
		}
	}
	return nil
}

// again begins the outcome of a look.
const again = "looked at again: "

// lookedAgain ends a look: a text that has changed goes the way of every page; one that has not leaves its Outcome only, even
// where the page around it is another. A look that fails is not repeated, as the next one is due soon enough; where the page is
// gone or closed to us there is none.
func (d *Desk) lookedAgain(ctx context.Context, job *river.Job[store.FetchArgs], page *rapporteur.Page, err error, o rapporteur.Outcome) error {
	if err != nil {
		d.failed(&o, fetch.Outcome(err), again+err.Error())
		o.Status = fetch.Status(err)
		return d.Store.FinishLook(ctx, job, o, o.Kind != rapporteur.OutcomeTransient && o.Kind != rapporteur.OutcomeRateLimited)
	}
	o.Status, o.Detail = page.Status, again+"its text has changed"
	if page.NotModified {
		o.Kind, o.Detail = rapporteur.OutcomeUnchanged, again+"the server says that it has not changed"
		return d.looked(ctx, job, page, o)
	}
	a, err := d.Extract(page)
	if err != nil {
		d.failed(&o, rapporteur.OutcomeInvalid, again+"no article is on the page now, and the text on file stays ("+oneLine(err.Error())+")")
		return d.Store.FinishLook(ctx, job, o, false)
	}
	same, err := d.Store.SameText(ctx, a)
	if err != nil {
		return err
	}
	if same {
		page, o.Kind, o.Detail = nil, rapporteur.OutcomeUnchanged, again+"its text is the same"
	}
	return d.looked(ctx, job, page, o)
}

func (d *Desk) looked(ctx context.Context, job *river.Job[store.FetchArgs], page *rapporteur.Page, o rapporteur.Outcome) error {
	d.took(&o)
	if err := d.Store.FinishFetch(ctx, job, page, o); err != nil {
		return err
	}
	d.count(o, &d.progress.fetched)
	return nil
}
