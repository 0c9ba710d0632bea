package fetch

import (
	"context"
	"sync"
	"time"

	"rapporteur"
)

// turns is the memory of politeness: when each host may next be visited, and who stands in line.
type turns struct {
	now     func() time.Time
	sleep   func(ctx context.Context, d time.Duration) error
	maxWait time.Duration

	mu    sync.Mutex
	hosts map[string]*host
}

type host struct {
	slot  chan struct{} // holds one token while a visit is under way
	last  time.Time     // start of the latest visit
	pause time.Duration // from that start to the next
	until time.Time     // the host asked to be left alone until then
	queue int           // callers in line, the one whose turn it is included until it starts
}

// next is the earliest start of the next visit.
func (h *host) next() time.Time { return later(h.last.Add(h.pause), h.until) }

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// manyHosts is when idle hosts begin to be forgotten.
const manyHosts = 4096

// visitor is who asks for a turn.
type visitor struct {
	*address
	pause  time.Duration // from this visit's start to the next one's
	follow time.Duration // above 0: a redirect within the host, which waits no longer than this for the visit it continues
}

// take waits for the host's turn and returns the function that ends it. Where the line is longer than maxWait the work
// is given back at once.
func (t *turns) take(ctx context.Context, v visitor) (done func(), err error) {
	h, wait := t.join(v)
	defer t.leave(h)
	if wait > t.maxWait {
		return nil, t.notYet(v.address, wait)
	}
	select {
	case h.slot <- struct{}{}:
	case <-ctx.Done():
		return nil, byCause(ctx, v.address, ctx.Err())
	}
	done = func() { <-h.slot }
	for {
		wait := t.start(h, v)
		if wait <= 0 {
			return done, nil
		}
		if wait > t.maxWait { // the visit before this one was told to stay away
			done()
			return nil, t.notYet(v.address, wait)
		}
		if err := t.sleep(ctx, wait); err != nil {
			done()
			return nil, byCause(ctx, v.address, err)
		}
	}
}

// join enters the line and reckons how long it will take.
func (t *turns) join(v visitor) (*host, time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	h := t.host(v.host)
	wait := h.wait(t.now(), v) + time.Duration(h.queue)*v.pause
	h.queue++
	return h, max(wait, 0)
}

func (h *host) wait(now time.Time, v visitor) time.Duration {
	next := h.next()
	if v.follow > 0 {
		next = later(h.last.Add(min(h.pause, v.follow)), h.until)
	}
	return max(next.Sub(now), 0)
}

func (t *turns) leave(h *host) {
	t.mu.Lock()
	defer t.mu.Unlock()
	h.queue--
}

// start begins a visit if it is time, else says how long it is not.
func (t *turns) start(h *host, v visitor) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	if wait := h.wait(now, v); wait > 0 {
		return wait
	}
	h.last, h.pause = now, v.pause
	return 0
}

// postpone keeps everybody away from a host for d.
func (t *turns) postpone(name string, d time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	h := t.host(name)
	h.until = later(h.until, t.now().Add(d))
}

func (t *turns) host(name string) *host {
	h := t.hosts[name]
	if h != nil {
		return h
	}
	if len(t.hosts) >= manyHosts {
		t.forgetIdle()
	}
	h = &host{slot: make(chan struct{}, 1)}
	t.hosts[name] = h
	return h
}

func (t *turns) forgetIdle() {
	now := t.now()
	for name, h := range t.hosts {
		if h.queue == 0 && len(h.slot) == 0 && !h.next().After(now) {
			delete(t.hosts, name)
		}
	}
}

func (t *turns) notYet(a *address, wait time.Duration) error {
	e := fail(rapporteur.OutcomeTransient, a, "%s is to be left alone for another %s", a.host, wait.Round(time.Second))
	e.RetryAfter, e.Waiting = wait, true
	return e
}
