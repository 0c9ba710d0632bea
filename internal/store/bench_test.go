package store

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"rapporteur"
	"rapporteur/internal/store/pgtest"
)

// BenchmarkIngest takes articles through all their jobs, from a page to the lists, without the reading engine.
func BenchmarkIngest(b *testing.B) {
	for name, dsn := range map[string]func(testing.TB) string{"sqlite": func(b testing.TB) string { return b.TempDir() }, "postgres": pgtest.URL} {
		b.Run(name, func(b *testing.B) {
			p := newPress(b, dsn(b))
			r := rand.New(rand.NewPCG(1, 2))
			n := 0
			for b.Loop() {
				for range 500 {
					a := madeUp(r, n)
					n++
					p.publish(a.URL, a.Title(), a.Published.String(), strings.Split(a.Text, "\n\n")[1:]...)
				}
				p.work()
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "articles/s")
		})
	}
}

// archive makes an archive of articles, filed directly. RAPPORTEUR_ARCHIVE says how many, 2000 by default; a folder or
// address in RAPPORTEUR_ARCHIVE_AT keeps it for the next run.
func archive(b *testing.B, dsn func(testing.TB) string) *press {
	b.Helper()
	n, at := 2000, os.Getenv("RAPPORTEUR_ARCHIVE_AT")
	if s := os.Getenv("RAPPORTEUR_ARCHIVE"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			b.Fatal(err)
		}
	}
	if at == "" {
		at = dsn(b)
	}
	p := newPress(b, at)
	c, err := p.Counts(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	for have := c.Articles; have < n; have += 500 {
		r := rand.New(rand.NewPCG(uint64(have), 7))
		err := p.db.write(b.Context(), func(t *tx) error {
			for i := range min(500, n-have) {
				if err := fileMadeUp(b, p, t, madeUp(r, have+i)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	if pg, ok := p.db.(*postgresDB); ok { // what autovacuum does soon after
		if _, err := pg.pool.Exec(b.Context(), "VACUUM ANALYZE"); err != nil {
			b.Fatal(err)
		}
	}
	if made := n - c.Articles; made > 0 {
		b.Logf("%d articles filed, %.0f/s", made, float64(made)/time.Since(start).Seconds())
	}
	return p
}

func fileMadeUp(b *testing.B, p *press, t *tx, a *rapporteur.Article) error {
	doc := marked(a)
	page, fresh, err := keepPage(b.Context(), t, &rapporteur.Page{URL: a.URL, Fetched: a.Fetched}, &packedBody{hash: a.ID, size: len(a.Text), data: squeeze(nil)})
	if err != nil || !fresh {
		return err
	}
	if err := putRevision(b.Context(), t, a, page, "x1"); err != nil {
		return err
	}
	return p.Store.file(b.Context(), t, newFiling(doc))
}

// madeUp is an article of 400 words whose frequencies follow Zipf's law, with five statements; ten years of them.
func madeUp(r *rand.Rand, n int) *rapporteur.Article {
	zipf := rand.NewZipf(r, 1.1, 8, 60_000)
	a := &rapporteur.Article{ID: fmt.Sprintf("%016x", n*2654435761), Revision: 1, URL: fmt.Sprintf("https://outlet%d.example/%d", n%200, n), Outlet: fmt.Sprintf("Outlet %d", n%200), Language: "en"}
	a.Published = rapporteur.Stamp{Time: time.Date(2016, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(r.Int64N(int64(87_600 * time.Hour)))), From: rapporteur.FromMeta}
	a.Fetched = a.Published.Time.Add(time.Hour)
	var b strings.Builder
	add := func(kind rapporteur.PartKind, words int, before string) {
		start := b.Len()
		b.WriteString(before)
		for i := range words {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(vocabulary(zipf.Uint64()))
		}
		if before != "" {
			b.WriteByte('"')
		}
		a.Parts = append(a.Parts, rapporteur.Part{Span: rapporteur.Span{Start: start, End: b.Len()}, Kind: kind})
		b.WriteString("\n\n")
	}
	add(rapporteur.Headline, 8, "")
	for range 5 {
		add(rapporteur.Paragraph, 50, "")
		b.WriteString(madeUpFacts(r, a.Published.Time) + " ")
		add(rapporteur.Paragraph, 28, fmt.Sprintf("%s %s: \"", vocabulary(zipf.Uint64()), vocabulary(1000+zipf.Uint64()%3000)))
	}
	a.Text = b.String()
	return a
}

// madeUpFacts is a sentence with a sum, a count, a date, and now and then a deadline.
func madeUpFacts(r *rand.Rand, day time.Time) string {
	s := fmt.Sprintf("On %s a sum of €%d billion and %d votes.", day.AddDate(0, 0, r.IntN(60)-40).Format(time.DateOnly), 1+int(r.ExpFloat64()*20), 1+r.IntN(500))
	if r.IntN(5) == 0 {
		s += fmt.Sprintf(" Country must sign by %s.", day.AddDate(0, 0, 10+r.IntN(300)).Format(time.DateOnly))
	}
	return s
}

// vocabulary spells the nth word.
func vocabulary(n uint64) string {
	const syllables = "bacodefigujalemonipuquratesivuwaxeyozi"
	var b strings.Builder
	for n += 19; n > 0; n /= 19 {
		i := n % 19 * 2
		b.WriteString(syllables[i : i+2])
	}
	return b.String()
}

func BenchmarkArchive(b *testing.B) {
	for name, dsn := range map[string]func(testing.TB) string{"sqlite": func(b testing.TB) string { return b.TempDir() }, "postgres": pgtest.URL} {
		b.Run(name, func(b *testing.B) {
			p := archive(b, dsn)
			for _, q := range questions(p) {
				b.Run(q.name, func(b *testing.B) {
					for b.Loop() {
						if err := q.ask(b); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		})
	}
}

type question struct {
	name string
	ask  func(*testing.B) error
}

func questions(p *press) []question {
	middle := time.Date(2021, 6, 1, 0, 0, 0, 0, time.UTC)
	people, err := p.Speakers(p.t.Context(), "", 200)
	if err != nil {
		p.t.Fatal(err)
	}
	search := func(q string, o SearchOptions) func(*testing.B) error {
		return func(b *testing.B) error { _, err := p.Search(b.Context(), q, o); return err }
	}
	articles := func(f ArticleFilter) func(*testing.B) error {
		return func(b *testing.B) error { _, err := p.Articles(b.Context(), f); return err }
	}
	statements := func(f StatementFilter) func(*testing.B) error {
		return func(b *testing.B) error { _, err := p.Statements(b.Context(), f); return err }
	}
	figures := func(f FigureFilter) func(*testing.B) error {
		return func(b *testing.B) error { _, err := p.Figures(b.Context(), f); return err }
	}
	common, middling, rare := vocabulary(0), vocabulary(200), vocabulary(20_000)
	return []question{
		{"articles", articles(ArticleFilter{})},
		{"articles of an outlet", articles(ArticleFilter{Outlet: "outlet7.example"})},
		{"articles of a month", articles(ArticleFilter{From: middle, To: middle.AddDate(0, 1, 0)})},
		{"articles with a common word", articles(ArticleFilter{Query: common})},
		{"articles of an outlet with a common word", articles(ArticleFilter{Outlet: "outlet7.example", Query: common})},
		{"articles of a speaker", articles(ArticleFilter{Speaker: people[0].Name})},
		{"search common word", search(common, SearchOptions{})},
		{"search middling word", search(middling, SearchOptions{})},
		{"search rare word", search(rare, SearchOptions{})},
		{"search two common words", search(common+" "+vocabulary(3), SearchOptions{})},
		{"search phrase", search(`"`+common+" "+vocabulary(5)+`"`, SearchOptions{})},
		{"search phrase in a week", search(`"`+common+" "+vocabulary(5)+`"`, SearchOptions{From: middle, To: middle.AddDate(0, 0, 7)})},
		{"statements", statements(StatementFilter{})},
		{"statements of the busiest speaker", statements(StatementFilter{Speaker: people[0].Name})},
		{"statements of a speaker", statements(StatementFilter{Speaker: people[len(people)-1].Name})},
		{"statements by an act nobody made", statements(StatementFilter{Act: rapporteur.Threatens})},
		{"statements direct in a month", statements(StatementFilter{Kind: rapporteur.Direct, From: middle, To: middle.AddDate(0, 1, 0)})},
		{"statements with a common word", statements(StatementFilter{Query: common})},
		{"statements with a rare word", statements(StatementFilter{Query: rare})},
		{"statements of an outlet with a word", statements(StatementFilter{Query: middling, Outlet: "outlet7.example"})},
		{"search a busy speaker and an act", search(`by:"`+people[0].Name+`" act:says`, SearchOptions{})},
		{"search a speaker and a common word", search(`by:"`+people[len(people)-1].Name+`" `+common, SearchOptions{})},
		{"search a speaker, a rare word about", search(`by:"`+people[0].Name+`" about:`+middling, SearchOptions{})},
		{"search two speakers in one article", search(`(by:"`+people[0].Name+`") (by:"`+people[1].Name+`")`, SearchOptions{})},
		{"search a common word and a large sum", search(common+" figure:EUR>60bn", SearchOptions{})},
		{"search a rare sum", search("figure:EUR>150bn", SearchOptions{})},
		{"search a common sum", search("figure:EUR>5bn", SearchOptions{})},
		{"search a word, an outlet, a month", search(middling+" outlet:outlet7 date:2021-06", SearchOptions{})},
		{"search due in a month", search("due:2021-06", SearchOptions{})},
		{"search either of two phrases or a speaker", search(`"`+common+" "+vocabulary(5)+`" OR by:"`+people[5].Name+`" -`+middling, SearchOptions{})},
		{"search what is not there", search(common+" act:threatens", SearchOptions{})},
		{"facets of a common word", func(b *testing.B) error { _, err := p.Facets(b.Context(), common, SearchOptions{}); return err }},
		{"facets of a middling word", func(b *testing.B) error { _, err := p.Facets(b.Context(), middling, SearchOptions{}); return err }},
		{"statements by query", statements(StatementFilter{Query: `by:"` + people[0].Name + `" ` + middling})},
		{"statements by an act and a sum", statements(StatementFilter{Query: "act:says figure:>60bn"})},
		{"figures", figures(FigureFilter{Unit: "EUR"})},
		{"figures of a common word", figures(FigureFilter{Query: common, Unit: "EUR"})},
		{"figures of a rare word", figures(FigureFilter{Query: rare, Unit: "EUR"})},
		{"figures about a middling word", figures(FigureFilter{Query: "about:sum " + middling})},
		{"calendar of a month", func(b *testing.B) error {
			_, err := p.Dates(b.Context(), DateFilter{DueFrom: middle, DueTo: middle.AddDate(0, 1, 0), ByDue: true, Ahead: true, Limit: 250})
			return err
		}},
		{"calendar ahead", func(b *testing.B) error {
			_, err := p.Commitments(b.Context(), CommitmentFilter{DueFrom: time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC), ByDue: true, Limit: 250})
			return err
		}},
		{"calendar ahead with a word", func(b *testing.B) error {
			_, err := p.Commitments(b.Context(), CommitmentFilter{Query: middling, DueFrom: time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC), ByDue: true, Limit: 250})
			return err
		}},
		{"speakers by a beginning", func(b *testing.B) error { _, err := p.Speakers(b.Context(), "ba", 10); return err }},
		{"counts", func(b *testing.B) error { _, err := p.Counts(b.Context()); return err }},
	}
}
