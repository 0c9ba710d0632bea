package web_test

import (
	"io"
	"net/http"
	"os"
	"slices"
	"testing"
	"time"

	"rapporteur/internal/store"
)

// BenchmarkMatters times the pages of dossiers and the brief over the archive that RAPPORTEUR_ARCHIVE_AT names (a copy: dossiers are made in it),
// from the request to the last byte of the page: with records at hand, as a desk that is open has them, and without.
func BenchmarkMatters(b *testing.B) {
	at := os.Getenv("RAPPORTEUR_ARCHIVE_AT")
	if at == "" {
		b.Skip("RAPPORTEUR_ARCHIVE_AT names no archive")
	}
	st, err := store.Open(b.Context(), at)
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	counts, err := st.Counts(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%d articles, %d statements", counts.Articles, counts.Statements)
	list, err := st.Dossiers(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	for _, q := range []string{"SAFE", "police", `"prime minister"`, "election", "festival award"}[min(len(list), 5):] {
		if _, err := st.AddDossier(b.Context(), store.Dossier{Name: q, Query: q}, time.Now()); err != nil {
			b.Fatal(err)
		}
	}
	for _, path := range []string{"/dossiers/1", "/dossiers/2", "/dossiers/3", "/dossiers", "/dossiers/new?q=election", "/?since=2026-11-22&until=2026-11-23", "/?since=2026-06-10&until=2026-06-11", "/articles", "/search?q=election"} {
		b.Run("warm "+path, func(b *testing.B) {
			h := pages(b, st, io.Discard)
			timed(b, func() http.Handler { return h }, path)
		})
		b.Run("cold "+path, func(b *testing.B) {
			timed(b, func() http.Handler { return pages(b, st, io.Discard) }, path)
		})
	}
}

// timed reports the median and the 95th percentile of a page, in milliseconds.
func timed(b *testing.B, handler func() http.Handler, path string) {
	b.Helper()
	var all []time.Duration
	for b.Loop() {
		b.StopTimer()
		h := handler()
		start := time.Now()
		b.StartTimer()
		res := ask(b, h, "GET", path, "")
		body(b, res)
		all = append(all, time.Since(start))
		if res.StatusCode != http.StatusOK {
			b.Fatal(res.StatusCode)
		}
	}
	slices.Sort(all)
	b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(all[len(all)*95/100].Microseconds())/1000, "p95-ms")
}
