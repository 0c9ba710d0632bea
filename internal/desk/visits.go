package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"rapporteur"
	"rapporteur/internal/feeds"
	"rapporteur/internal/fetch"
	"rapporteur/internal/store"
)

// Bounds of the time between visits. A feed that fails is visited less and less often, and never given up.
const (
	leastPause = 15 * time.Minute
	mostPause  = 30 * 24 * time.Hour
)

// retryIn is how long to wait after a number of failed visits in a row: the quarter of an hour doubled each time, not
// less than the feed's own rhythm nor than the server asks, thirty days at most.
func retryIn(failures int, every, asked time.Duration) time.Duration {
	pause := leastPause
	for range min(max(failures-1, 0), 12) {
		pause *= 2
	}
	return min(max(pause, every, asked), mostPause)
}

// judgeVisit decides what a visit brought.
func (d *Desk) judgeVisit(ctx context.Context, f *store.FeedState, page *rapporteur.Page, err error, o rapporteur.Outcome) store.Visit {
	v := store.Visit{Outcome: o}
	fail := func(kind rapporteur.OutcomeKind, err error) store.Visit {
		d.failed(&v.Outcome, kind, oneLine(err.Error()))
		v.Outcome.Status = fetch.Status(err)
		v.NextAt = o.At.Add(retryIn(f.Failures+1, f.Interval, fetch.RetryAfter(err)))
		return v
	}
	if err != nil {
		return fail(fetch.Outcome(err), err)
	}
	d.took(&v.Outcome)
	v.Outcome.Status = page.Status
	if page.NotModified {
		v.Outcome.Kind, v.Outcome.Detail = rapporteur.OutcomeUnchanged, "nothing has changed since the last visit"
		v.NextAt = o.At.Add(cmp.Or(f.Interval, time.Hour))
		return v
	}
	list, err := feeds.Parse(page)
	if err != nil {
		return fail(rapporteur.OutcomeInvalid, err)
	}
	notes := d.readChildren(ctx, list)
	v.Page, v.Title, v.Kind, v.Items = page, list.Title, list.Kind, list.Items
	v.Every, v.NextAt = list.Interval, list.Next(o.At)
	if v.NextAt.Before(o.At) {
		v.NextAt = o.At.Add(time.Hour)
	}
	v.Fetch = len(list.Items)
	if f.LastOK.IsZero() {
		v.Fetch, v.Host = d.FirstItems, listedHost(list)
		slices.SortStableFunc(v.Items, func(a, b rapporteur.Item) int { return b.Published.Compare(a.Published) })
	}
	if len(list.Items) == 0 {
		v.Outcome.Detail = "the feed lists nothing at present"
	}
	if notes != "" {
		v.Outcome.Detail = notes
	}
	return v
}

// maxChildren is how many of the sitemaps that an index names are read at a visit: the newest.
const maxChildren = 3

// readChildren reads the newest sitemaps of an index; what could not be read is said.
func (d *Desk) readChildren(ctx context.Context, list *feeds.Listing) (notes string) {
	for _, url := range list.More[:min(len(list.More), maxChildren)] {
		page, err := d.getPatiently(ctx, url)
		if err == nil {
			var child *feeds.Listing
			if child, err = feeds.Parse(page); err == nil {
				list.Items = append(list.Items, child.Items...)
				continue
			}
		}
		notes = "of the sitemaps in this index, one could not be read: " + oneLine(err.Error())
	}
	return notes
}

// getPatiently gets a feed when it is its host's turn.
func (d *Desk) getPatiently(ctx context.Context, address string) (*rapporteur.Page, error) {
	return patiently(ctx, func() (*rapporteur.Page, error) {
		return d.Fetcher.Get(ctx, fetch.Request{URL: address, Kind: fetch.KindFeed})
	})
}

// listedHost is the host that most of a feed's items are at: whose feed it is, whatever it says of itself.
func listedHost(l *feeds.Listing) string {
	count, best := map[string]int{}, ""
	for _, it := range l.Items {
		h := store.Host(it.URL)
		if count[h]++; h != "" && count[h] > count[best] {
			best = h
		}
	}
	return best
}

// oneLine keeps a message on one line of a sensible length.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > 400 {
		s = strings.ToValidUTF8(s[:400], "") + "…"
	}
	return s
}
