package fetch

import (
	"context"
	"errors"
	"net/url"
	"time"

	"rapporteur"
)

// kindReservations is the request for a site's reservations of text and data mining.
const kindReservations Kind = "tdmrep.json"

// reservationsPath is where a site keeps them (TDM Reservation Protocol, W3C Community Group report of 10 May 2024).
const reservationsPath = "/.well-known/tdmrep.json"

// reservationsEntry is such a file at hand, or the error that kept it from us.
type reservationsEntry struct {
	body  []byte
	err   error
	until time.Time
}

// Reservations gives the file in which the site of an address reserves text and data mining, or not, as it came; nil where there is none.
// Its robots.txt and its turns are obeyed; what came is kept for a day.
func (f *Fetcher) Reservations(ctx context.Context, site string) ([]byte, error) {
	a, err := f.parseAddress(site, nil)
	if err != nil {
		return nil, err
	}
	body, err, _ := f.asking.Do(a.origin(), func() (any, error) { return f.reservationsOf(ctx, a.origin()) }) // several ask at once, of one site
	return body.([]byte), err                                                                                 //nolint:forcetypeassert // what the function gives
}

func (f *Fetcher) reservationsOf(ctx context.Context, key string) ([]byte, error) {
	f.mu.Lock()
	e := f.reservations[key]
	f.mu.Unlock()
	if e != nil && f.cfg.Now().Before(e.until) {
		return e.body, e.err
	}
	page, err := f.Get(ctx, Request{URL: key + reservationsPath, Kind: kindReservations})
	e = &reservationsEntry{until: f.cfg.Now().Add(robotsTTL)}
	var own *Error
	switch {
	case err == nil:
		e.body = page.Body
	case ctx.Err() != nil, errors.As(err, &own) && own.Waiting:
		return nil, err // nothing was learnt
	case Outcome(err) == rapporteur.OutcomeTransient, Outcome(err) == rapporteur.OutcomeRateLimited:
		e.err, e.until = err, f.cfg.Now().Add(max(RetryAfter(err), robotsPause))
	}
	f.keepReservations(key, e)
	return e.body, e.err
}

func (f *Fetcher) keepReservations(key string, e *reservationsEntry) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.reservations) >= manyRobots {
		clear(f.reservations)
	}
	f.reservations[key] = e
}

// Fits reports whether the pattern of a rule, as robots.txt and tdmrep.json have them, fits the path of an address.
func Fits(pattern string, u *url.URL) bool {
	if pattern == "" {
		return false
	}
	if pattern[0] != '/' && pattern[0] != '*' {
		pattern = "/" + pattern
	}
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	return matches(normalise(pattern), normalise(path))
}
