package main

import (
	"context"
	"net/netip"
	"time"

	"rapporteur"
	"rapporteur/internal/fetch"
	"rapporteur/internal/sample"
)

// newFetcher makes the one door to the outside. at is where the sample outlet listens; its zero value is none.
func newFetcher(at netip.AddrPort) (*fetch.Fetcher, error) {
	cfg := fetch.Config{Version: version, MaxWait: 5 * time.Second} // a slow host gives its place back
	if at.IsValid() {
		cfg.Hosts = map[string]netip.AddrPort{sample.Host: at}
	}
	return fetch.New(cfg)
}

// fetchPage brings one page for `rapporteur read`; nothing of it is kept.
func fetchPage(ctx context.Context, url string) (*rapporteur.Page, error) {
	f, err := newFetcher(netip.AddrPort{})
	if err != nil {
		return nil, err
	}
	return f.Get(ctx, fetch.Request{URL: url})
}
