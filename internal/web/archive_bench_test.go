//go:build unix

package web_test

import (
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"rapporteur/internal/dossiers"
	"rapporteur/internal/store"
)

// followed are the dossiers that are measured: names that a few, some and many articles hold, and one asked for by its speaker.
var followed = []string{"robotics", `"prime minister"`, "police", `by:"Bernie Sanders"`, `"Republican Party" OR "White House"`}

// asks are the pages that are measured. END is the day of the newest article, DAY the one before, WEEK a week before, MONTH a month that is over.
var asks = []string{
	"/dossiers/1", "/dossiers/2", "/dossiers/3", "/dossiers/4", "/dossiers/5", "/dossiers", "/dossiers/new?q=election", "/dossiers/3?to=DAY",
	"/?since=DAY&until=END", "/?since=WEEK&until=END", "/brief.md?since=DAY&until=END",
	"/search?q=robotics", "/search?q=said", "/search?q=election", "/search?q=election+police", `/search?q="prime+minister"`, `/search?q="two+candidates"+-election`,
	`/search?q=by:"Bernie+Sanders"`, `/search?q=by:"Bernie+Sanders"+election`, "/search?q=by:Sanders+about:Trump", "/search?q=act:threatens", "/search?q=act:says+figure:>60bn", "/search?q=act:threatens+figure:%3E60bn",
	"/search?q=figure:>1bn", "/search?q=figure:EUR>1bn", "/search?q=election+figure:USD>1bn", "/search?q=due:MONTH", "/search?q=when:DAY", "/search?q=election+date:MONTH", "/search?q=election+date:WEEK/DAY",
	`/search?q=by:"Bernie+Sanders"+OR+robotics`, `/search?q=police+OR+(act:rejects+kind:direct)`, "/search?q=outlet:outlet7+election", "/search?q=outlet:outlet7+act:denies", "/search?q=kind:direct+act:asks+class:unnamed", "/search?q=election+act:threatens+figure:>60bn",
	"/articles", "/articles?outlet=outlet7.example", "/articles?from=WEEK&to=DAY", "/articles?subject=1", "/statements", "/statements?act=threatens", "/statements?q=election", "/statements?kind=direct&act=denies&outlet=outlet7.example", "/statements?speaker=Sanders",
	"/subjects", "/subjects?q=sand", "/subjects/1", "/stories", "/stories?order=biggest", "/stories?q=election", "/stories?from=WEEK&to=DAY", "/stories/1000",
	"/figures", "/figures?unit=EUR", "/figures?q=election&unit=USD", "/calendar", "/calendar?month=MONTH", "/calendar?q=election", "/review", "/sources", "/complete?q=by:san",
}

// BenchmarkArchive times pages over the archive that RAPPORTEUR_ARCHIVE_AT names, from the request to the last byte; it follows five dossiers there.
//
//	RAPPORTEUR_ARCHIVE_AT=dir go test ./internal/web -run - -bench Archive -benchtime 20x
func BenchmarkArchive(b *testing.B) {
	at := os.Getenv("RAPPORTEUR_ARCHIVE_AT")
	if at == "" {
		b.Skip("RAPPORTEUR_ARCHIVE_AT names no archive")
	}
	began := time.Now()
	st, err := store.Open(b.Context(), at)
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	opened := time.Since(began)
	st.IdentifyWith(store.Dossiers{Keys: dossiers.Keys})
	counts, err := st.Counts(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%d articles, %d statements; opened in %v", counts.Articles, counts.Statements, opened.Round(time.Millisecond))
	list, err := st.Dossiers(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	for _, q := range followed[min(len(list), len(followed)):] {
		if _, err := st.AddDossier(b.Context(), store.Dossier{Name: q, Query: q}, time.Now()); err != nil {
			b.Fatal(err)
		}
	}
	newest, err := st.Articles(b.Context(), store.ArticleFilter{Limit: 1})
	if err != nil || len(newest.Rows) == 0 {
		b.Fatal("no articles", err)
	}
	end := newest.Rows[0].At
	days := strings.NewReplacer("END", end.Format(time.DateOnly), "DAY", end.AddDate(0, 0, -1).Format(time.DateOnly), "WEEK", end.AddDate(0, 0, -7).Format(time.DateOnly), "MONTH", end.AddDate(0, -1, 0).Format("2006-01"))
	h := pages(b, st, io.Discard)
	for _, path := range asks {
		path := days.Replace(path)
		b.Run(path, func(b *testing.B) { timed(b, h, path) })
	}
}

// timed reports the first time that a page is asked for, the median and the 95th percentile, and the processor's time a page, which a busy machine changes
// least; in milliseconds.
func timed(b *testing.B, h http.Handler, path string) {
	b.Helper()
	var all []time.Duration
	before := processor(b)
	for b.Loop() {
		start := time.Now()
		res := ask(b, h, "GET", path, "")
		text := body(b, res)
		all = append(all, time.Since(start))
		if res.StatusCode != http.StatusOK {
			b.Fatal(res.StatusCode, text)
		}
	}
	b.ReportMetric(float64((processor(b)-before).Microseconds())/1000/float64(len(all)), "cpu-ms")
	b.ReportMetric(float64(all[0].Microseconds())/1000, "first-ms")
	slices.Sort(all)
	b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(all[len(all)*95/100].Microseconds())/1000, "p95-ms")
}

// processor is the time that this process has had of the processors.
func processor(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
