package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/riverqueue/river"

	"rapporteur"
	"rapporteur/extract"
	"rapporteur/internal/store/pgtest"
)

func TestMain(m *testing.M) {
	if dsn := os.Getenv("STORE_TEST_CHILD"); dsn != "" {
		child(dsn)
		return
	}
	os.Exit(pgtest.Main(m))
}

// contract is what a store promises, whatever database is under it.
var contract = []struct {
	name string
	test func(*testing.T, *press)
}{
	{"feeds are followed once and due in time", testFeeds},
	{"a visit takes each address once", testVisit},
	{"an article goes from page to lists", testPipeline},
	{"a changed text is a new revision", testRevisions},
	{"lists go on where they stopped", testKeyset},
	{"queries find what they say", testQueries},
	{"no query is read as syntax", testHostileQueries},
	{"claimed and seen dates are told apart", testDates},
	{"very long and odd texts", testOddTexts},
	{"every attempt has one outcome", testOutcomes},
	{"articles are derived again", testReread},
	{"a record of a text that is no more is not stored", testStaleRecord},
	{"people are found by the beginnings of their names", testSpeakers},
	{"another extractor may know a page as another article", testOtherIdentity},
	{"health in plain words", testHealth},
	{"a subject is what its articles say", testSubject},
	{"subjects lead to statements, articles and periods", testSubjectLists},
	{"subjects that are called so in full come first", testSubjectNames},
	{"subjects survive another filing", testSubjectsAgain},
	{"a surname finds its full name in time", testClaims},
	{"subjects are merged and parted again", testMerge},
	{"subjects are renamed", testRename},
	{"subjects are ruled to be something else", testRuleKind},
	{"subjects are split", testSplit},
	{"statements are given to another speaker", testRuleStatement},
	{"corrections leave an audit", testAudit},
	{"what is doubtful waits to be reviewed", testReview},
	{"doubtful subjects wait to be reviewed", testReviewSubjects},
	{"figures, dates and commitments are on file", testFacts},
	{"facts go on where they stopped", testFactPages},
	{"dossiers are followed, changed, closed", testDossiers},
	{"two people change one dossier", testDossierConflict},
	{"what people did is kept and undone", testEdits},
	{"looks at the brief, and what was sent", testLooks},
	{"what was handed in, and what it was", testIntakes},
	{"statements and records of some articles", testDocuments},
	{"articles that tell one event are one story", testStories},
	{"lists of stories go on where they stopped", testStoryLists},
	{"late arrivals and merges", testStoryMerges},
	{"what people say about stories holds until undone", testStoryCorrections},
	{"stories that merged by hand come apart again", testStoryJoin},
	{"an article that goes leaves its story", testStoryWithdrawn},
	{"story: finds what a number leads to", testStoryField},
	{"stories come together as a whole", testStoriesMergeWhole},
	{"a story that has grown is looked at as a whole", testStoryReview},
	{"a large story is looked at beside others of its days", testLargeStoryReview},
	{"stories that people keep apart are told to the grouping", testStoriesApart},
	{"grouping again keeps stories and their numbers", testStoryAgain},
	{"a story of 5,000 articles", testGreatStory},
}

func TestContract(t *testing.T) {
	databases(t, func(t *testing.T, dsn func(testing.TB) string) {
		for _, c := range contract {
			t.Run(c.name, func(t *testing.T) { c.test(t, newPress(t, dsn(t))) })
		}
	})
}

const long = "This sentence is here so that the page holds enough words to be taken for an article by the extractor."

func testFeeds(t *testing.T, p *press) {
	ctx := t.Context()
	nf := NewFeed{URL: "https://a.example/feed", Host: "A.example", Outlet: "The A", Kind: rapporteur.FeedRSS, Every: time.Hour}
	f, added, err := p.AddFeed(ctx, nf, p.day)
	if err != nil || !added {
		t.Fatal(added, err)
	}
	if _, added, err := p.AddFeed(ctx, nf, p.day); err != nil || added {
		t.Fatal("the same feed is followed twice", err)
	}
	want := rapporteur.Feed{ID: f.ID, OutletID: f.OutletID, URL: nf.URL, Kind: rapporteur.FeedRSS, Interval: time.Hour, NextAt: p.day}
	if d := cmp.Diff(want, f); d != "" {
		t.Error(d)
	}
	for now, n := range map[time.Time]int{p.day.Add(-time.Second): 0, p.day: 1, p.day.Add(time.Hour): 1} {
		due, err := p.DueFeeds(ctx, now)
		if err != nil || len(due) != n {
			t.Errorf("at %v: %d due, want %d (%v)", now, len(due), n, err)
		}
	}
	// A visit by a clock that was a year ahead does not put the next one off for a year.
	visited := func(last any, next time.Time) {
		err := p.db.write(ctx, func(t *tx) error {
			_, err := t.exec(ctx, "UPDATE feeds SET last_at = ?, next_at = ?", last, next.UnixMicro())
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	visited(p.day.AddDate(1, 0, 0).UnixMicro(), p.day.AddDate(1, 0, 1))
	if due, err := p.DueFeeds(ctx, p.day); err != nil || len(due) != 1 {
		t.Errorf("%d feeds are due after the clock was set back (%v)", len(due), err)
	}
	visited(nil, p.day)
	if err := p.EnqueueVisits(ctx, []rapporteur.Feed{f, f}); err != nil {
		t.Fatal(err)
	}
	if left, err := p.Pending(ctx); err != nil || left.Now != 1 {
		t.Errorf("%+v visits wait, want 1 (%v)", left, err)
	}
	if o, err := p.Outlet(ctx, f.OutletID); err != nil || o.Host != "a.example" || o.Name != "The A" {
		t.Error(o, err)
	}
	if _, err := p.Feed(ctx, 12345); !errors.Is(err, rapporteur.ErrNotFound) {
		t.Error(err)
	}
	if _, _, err := p.AddFeed(ctx, NewFeed{URL: "https://x.example"}, p.day); !errors.Is(err, rapporteur.ErrInvalid) {
		t.Error(err)
	}
}

func testVisit(t *testing.T, p *press) {
	items := []rapporteur.Item{{URL: "https://a.example/1", Title: "One", Published: p.day}, {URL: "https://a.example/2", Title: "Two"}, {URL: "https://a.example/3", Title: "Three"}}
	for _, host := range []string{"a.example", "b.example"} {
		if _, _, err := p.AddFeed(t.Context(), NewFeed{URL: "https://" + host + "/feed", Host: host, Every: time.Hour}, p.day); err != nil {
			t.Fatal(err)
		}
	}
	var results []VisitResult
	visit := func(ctx context.Context, j *river.Job[VisitArgs]) error {
		o := p.ok(j.Args.URL, rapporteur.StageFetch)
		o.FeedID = j.Args.FeedID
		r, err := p.FinishVisit(ctx, j, Visit{Outcome: o, Title: "News", Outlet: "The Paper", Kind: rapporteur.FeedAtom, Items: items, Fetch: 2, Every: 2 * time.Hour,
			NextAt: p.day.Add(2 * time.Hour), Page: &rapporteur.Page{ETag: `"e1"`, LastModified: "Mon"}})
		results = append(results, r)
		return err
	}
	work := func() {
		w := p.workers()
		river.AddWorker(w, river.WorkFunc(visit))
		stop, err := p.Start(t.Context(), WorkConfig{Workers: w, Net: 1})
		if err != nil {
			t.Fatal(err)
		}
		p.wait()
		if err := stop(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	work()
	items[0].Updated = p.day.Add(time.Hour)
	feeds, err := p.Feeds(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := p.EnqueueVisits(t.Context(), feeds[:1]); err != nil {
		t.Fatal(err)
	}
	work()
	if d := cmp.Diff([]VisitResult{{Listed: 3, New: 3, Skipped: 1}, {Listed: 3}, {Listed: 3, Changed: 1}}, results); d != "" {
		t.Error(d)
	}
	fetched := map[string]int{}
	for _, o := range p.outcomes(OutcomeFilter{Kind: rapporteur.OutcomeNotFound}) {
		fetched[o.URL]++
	}
	if d := cmp.Diff(map[string]int{"https://a.example/1": 2, "https://a.example/2": 1}, fetched); d != "" {
		t.Error("fetched:", d)
	}
	st, err := p.Feed(t.Context(), feeds[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if st.ETag != `"e1"` || st.Title != "News" || st.Kind != rapporteur.FeedAtom || st.Interval != 2*time.Hour || !st.LastNew.Equal(p.day) || st.Failures != 0 || st.Host != "a.example" {
		t.Errorf("%+v", st)
	}
	if it, err := p.Item(t.Context(), "https://a.example/1"); err != nil || !it.Updated.Equal(p.day.Add(time.Hour)) || it.Title != "One" {
		t.Error(it, err)
	}
}

func testPipeline(t *testing.T, p *press) {
	p.publish("https://a.example/1", "Ministers meet", "2025-11-30T18:00:00Z", `Kaja Kallas: "It could be a pivotal week."`, `Nobody: "We reject the sanctions."`, long)
	p.publish("https://b.example/2", "Euroclear objects", "2025-12-01T07:00:00Z", `Valérie Urbain: "The frozen assets stay where they are."`, long)
	p.work()
	rows := p.articles(ArticleFilter{})
	if got := titles(rows); got != "Euroclear objects, Ministers meet" {
		t.Fatal(got)
	}
	want := ArticleRow{ID: rows[1].ID, Revision: 1, Title: "Ministers meet", Lead: rows[1].Lead, Outlet: rows[1].Outlet, OutletHost: "a.example", URL: "https://a.example/1",
		Language: "en", Published: rapporteur.Stamp{Time: time.Date(2025, 11, 30, 18, 0, 0, 0, time.UTC), From: rapporteur.FromOpenGraph},
		Seen: p.day, At: time.Date(2025, 11, 30, 18, 0, 0, 0, time.UTC), Statements: 2, Story: rows[1].Story}
	if d := cmp.Diff(want, rows[1]); d != "" || want.Story == 0 {
		t.Error(d)
	}
	v, err := p.Article(t.Context(), rows[1].ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(marked(v.Document.Article).Record, v.Document.Record); d != "" {
		t.Error("the record is not what was found:", d)
	}
	if v.Extractor != "x1" || v.Engine != "r1" || v.PageURL != "https://a.example/1" || len(v.PageHash) != 64 || len(v.Revisions) != 1 || v.IndexedBytes != len(v.Document.Article.Text) || !v.Fetched.Equal(p.day) {
		t.Errorf("provenance %+v", v.Provenance)
	}
	quotes := p.statements(StatementFilter{})
	if len(quotes) != 3 || quotes[0].Speaker != "Valérie Urbain" || quotes[1].Quote != "It could be a pivotal week." || quotes[2].Index != 1 || quotes[2].SpeakerClass != rapporteur.SpeakerUnnamed {
		t.Errorf("statements %+v", quotes)
	}
	if got := quotes[1].Content[0].Of(v.Document.Article.Text); got != quotes[1].Quote {
		t.Errorf("the span says %q, the row %q", got, quotes[1].Quote)
	}
	filters := map[string]struct {
		f StatementFilter
		n int
	}{
		"speaker": {StatementFilter{Speaker: "Kaja Kallas"}, 1}, "beginning": {StatementFilter{Speaker: "urb"}, 1}, "accents": {StatementFilter{Speaker: "valerie URBAIN"}, 1}, "stranger": {StatementFilter{Speaker: "Metsola"}, 0},
		"outlet": {StatementFilter{Outlet: "a.example"}, 2}, "act": {StatementFilter{Act: rapporteur.Rejects}, 1}, "kind": {StatementFilter{Kind: rapporteur.Direct}, 2},
		"words": {StatementFilter{Query: "sanction"}, 1}, "elsewhere": {StatementFilter{Query: "extractor"}, 0}, "article": {StatementFilter{ArticleID: rows[0].ID}, 1}, "no article": {StatementFilter{ArticleID: "x"}, 0},
		"from": {StatementFilter{From: p.day.Add(-12 * time.Hour)}, 1}, "to": {StatementFilter{To: p.day.Add(-12 * time.Hour)}, 2},
		"all": {StatementFilter{Speaker: "kallas", Outlet: "a.example", Kind: rapporteur.Direct, Query: "pivotal", To: p.day}, 1},
	}
	for name, c := range filters {
		if got := p.statements(c.f); len(got) != c.n {
			t.Errorf("%s: %d statements, want %d", name, len(got), c.n)
		}
	}
	if got := titles(p.articles(ArticleFilter{Speaker: "kallas"})); got != "Ministers meet" {
		t.Error(got)
	}
	if got := titles(p.articles(ArticleFilter{Outlet: "b.example", Query: "frozen", From: p.day.Add(-24 * time.Hour), To: p.day})); got != "Euroclear objects" {
		t.Error(got)
	}
	if c, err := p.Counts(t.Context()); err != nil || c != (Counts{Outlets: 2, Articles: 2, Statements: 3, Pages: 2}) {
		t.Error(c, err)
	}
	if o, err := p.Outlets(t.Context()); err != nil || len(o) != 2 || o[0].Articles != 1 {
		t.Error(o, err)
	}
	if _, err := p.Article(t.Context(), "no such", 0); !errors.Is(err, rapporteur.ErrNotFound) {
		t.Error(err)
	}
	if _, err := p.Article(t.Context(), rows[0].ID, 7); !errors.Is(err, rapporteur.ErrNotFound) {
		t.Error(err)
	}
}

func testRevisions(t *testing.T, p *press) {
	url := "https://a.example/1"
	p.publish(url, "First title", "2025-11-30T18:00:00Z", `Kaja Kallas: "Pivotal."`, long)
	p.work()
	first := p.articles(ArticleFilter{})[0]
	p.day = p.day.Add(time.Hour)
	if err := p.EnqueueFetch(t.Context(), url); err != nil { // the same bytes again
		t.Fatal(err)
	}
	p.work()
	p.pages[url] += "<!-- other bytes, the same text -->"
	if err := p.EnqueueFetch(t.Context(), url); err != nil {
		t.Fatal(err)
	}
	p.work()
	if got := p.articles(ArticleFilter{}); len(got) != 1 || got[0].Revision != 1 {
		t.Fatalf("a revision without a change: %+v", got)
	}
	p.publish(url, "Second title", "2025-11-29T18:00:00Z", `Antonio Tajani: "Decisive."`, `Antonio Tajani: "Again."`, long)
	p.work()
	got := p.articles(ArticleFilter{})
	if len(got) != 1 || got[0].Revision != 2 || got[0].Title != "Second title" || !got[0].Seen.Equal(first.Seen) {
		t.Fatalf("%+v", got)
	}
	v, err := p.Article(t.Context(), first.ID, 1)
	if err != nil || v.Document.Article.Title() != "First title" || len(v.Revisions) != 2 || v.Row.Revision != 2 || len(v.Document.Attributions) != 1 {
		t.Errorf("%+v %v", v, err)
	}
	for q, n := range map[string]int{"pivotal": 0, "decisive": 1} {
		if r, err := p.Search(t.Context(), q, SearchOptions{}); err != nil || r.Total != n {
			t.Errorf("%s: %+v %v", q, r, err)
		}
		if s := p.statements(StatementFilter{Query: q}); len(s) != n {
			t.Errorf("%s: %d statements", q, len(s))
		}
	}
	if s, err := p.Speakers(t.Context(), "", 0); err != nil || len(s) != 1 || s[0] != (SpeakerRow{"Antonio Tajani", 2}) {
		t.Error(s, err)
	}
	if c, err := p.Counts(t.Context()); err != nil || c != (Counts{Outlets: 1, Articles: 1, Statements: 2, Pages: 3}) {
		t.Error(c, err)
	}
	if n := len(p.outcomes(OutcomeFilter{Kind: rapporteur.OutcomeUnchanged})); n != 1 {
		t.Errorf("%d unchanged, want 1", n)
	}
}

func testKeyset(t *testing.T, p *press) {
	const n = 45
	for i := range n {
		p.publish(fmt.Sprintf("https://a.example/%d", i), fmt.Sprintf("Number %d", i), "2025-11-30", fmt.Sprintf(`Speaker %c: "One %d."`, 'A'+i%3, i), fmt.Sprintf(`Speaker B: "Two %d."`, i), long)
	}
	p.work()
	seen, order := map[string]int{}, []StatementRow{}
	for f := (ArticleFilter{Limit: 20}); ; {
		list, err := p.Articles(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range list.Rows {
			seen[r.ID]++
		}
		if f.Before = list.Next; f.Before == "" {
			break
		}
	}
	for f := (StatementFilter{Limit: 7}); ; {
		list, err := p.Statements(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		order = append(order, list.Rows...)
		if f.Before = list.Next; f.Before == "" {
			break
		}
	}
	if len(seen) != n || len(order) != 2*n {
		t.Fatalf("%d articles, %d statements", len(seen), len(order))
	}
	for i := 0; i < len(order); i += 2 {
		if order[i].ArticleID != order[i+1].ArticleID || order[i].Index != 0 || order[i+1].Index != 1 {
			t.Fatalf("statements %d and %d are not those of one article in the order of its text: %+v", i, i+1, order[i:i+2])
		}
	}
	res, err := p.Search(t.Context(), "extractor", SearchOptions{Limit: 30})
	if err != nil || res.Total != n || len(res.Hits) != 30 || res.Next == "" {
		t.Fatal(res, err)
	}
	res, err = p.Search(t.Context(), "extractor", SearchOptions{Limit: 30, Before: res.Next})
	if err != nil || res.Total != n || len(res.Hits) != n-30 || res.Next != "" {
		t.Fatal(res, err)
	}
	if _, err := p.Articles(t.Context(), ArticleFilter{Before: "!"}); !errors.Is(err, rapporteur.ErrInvalid) {
		t.Error(err)
	}
}

func testQueries(t *testing.T, p *press) {
	p.publish("https://a.example/1", "Alpha", "2025-11-01", "The frozen assets of the central bank are kept in Belgium, at Euroclear. "+long)
	p.publish("https://a.example/2", "Beta", "2025-11-02", "Assets that were frozen: Zelenskyy’s government wants the EU-wide loan. Straße in Łódź and Kyïv. "+long)
	p.publish("https://a.example/3", "Gamma", "2025-11-03", "An opinion on sanctions, by a columnist of note. 欧州連合は制裁を発表した。 "+long)
	p.work()
	for q, want := range map[string]string{
		"frozen assets":                   "Beta, Alpha",
		`"frozen assets"`:                 "Alpha",
		`“frozen asset”`:                  "Alpha",
		"FROZEN -belgium":                 "Beta",
		"belgium OR columnist":            "Gamma, Alpha",
		"frozen belgium OR government":    "Beta, Alpha",
		`assets -"frozen assets"`:         "Beta",
		"sanction":                        "Gamma",
		"sanctioned":                      "Gamma",
		"eurocl*":                         "Alpha",
		`"central ban*"`:                  "Alpha",
		"zelenskyy":                       "Beta",
		"eu-wide":                         "Beta",
		`"EU wide"`:                       "Beta",
		"lodz":                            "",
		"łódź":                            "Beta",
		"kyiv":                            "Beta",
		"制裁":                              "Gamma",
		"裁制":                              "",
		"alpha":                           "Alpha",
		"nothing here":                    "",
		"belgium - euroclear":             "Alpha",
		"extractor":                       "Gamma, Beta, Alpha",
		"bank OR loan OR note -extractor": "",
	} {
		res, err := p.Search(t.Context(), q, SearchOptions{})
		if err != nil {
			t.Errorf("%s: %v", q, err)
			continue
		}
		var got []string
		for _, h := range res.Hits {
			got = append(got, h.Title)
			if len(h.Snippet.Marks) == 0 {
				t.Errorf("%s: nothing is marked in %q", q, h.Snippet.Text)
			}
		}
		if s := strings.Join(got, ", "); s != want || res.Total != len(got) {
			t.Errorf("%s: found %q (%d), want %q", q, s, res.Total, want)
		}
	}
	res, err := p.Search(t.Context(), `"frozen assets"`, SearchOptions{})
	if err != nil || len(res.Hits) != 1 || len(res.Hits[0].Snippet.Marks) != 1 {
		t.Fatalf("%+v %v", res, err)
	}
	if s := res.Hits[0].Snippet; s.Marks[0].Of(s.Text) != "frozen assets" {
		t.Errorf("marked %q", s.Marks[0].Of(s.Text))
	}
}

func testHostileQueries(t *testing.T, p *press) {
	p.publish("https://a.example/1", "Alpha", "2025-11-01", "Words near and not or and words column rowid. "+long)
	p.work()
	for _, q := range []string{
		`words:near`, `NEAR(words near, 5)`, `near AND not`, `^words`, `{words} : x`, `words + near`, `a" OR "b`, `'); DROP TABLE articles; --`, `words') & !('x`, `words <-> near`,
		`words:*`, `words:A`, "words\x00near", "\xff\xfe", `*`, `-`, `""`, `"`, `OR`, `OR OR`, `a OR`, `-a`, `-"a b"`, `((((`, `words | near & !x`, strings.Repeat("a ", 3000), strings.Repeat("a OR ", 100) + "a", "$1", "?", `\`, `'`, `%`, "𝔘𝔫𝔦", "½", "words' near", `"words' near"`,
	} {
		if _, err := p.Search(t.Context(), q, SearchOptions{}); err != nil && (!errors.Is(err, rapporteur.ErrInvalid) || strings.Contains(err.Error(), "\n")) {
			t.Errorf("%.60q: %v", q, err)
		}
		if _, err := p.Statements(t.Context(), StatementFilter{Speaker: q, Act: rapporteur.Act(q), Outlet: q}); err != nil {
			t.Errorf("%.60q: %v", q, err)
		}
		if _, err := p.Speakers(t.Context(), q, 5); err != nil {
			t.Errorf("%.60q: %v", q, err)
		}
		if _, err := p.Article(t.Context(), q, 0); !errors.Is(err, rapporteur.ErrNotFound) {
			t.Errorf("%.60q: %v", q, err)
		}
	}
	if got := titles(p.articles(ArticleFilter{})); got != "Alpha" {
		t.Fatal(got)
	}
}

func testDates(t *testing.T, p *press) {
	for i, c := range []struct{ title, date string }{{"Future", "2099-01-01"}, {"Epoch", "1970-01-01T00:00:00Z"}, {"Old", "1975-06-05"}, {"Yesterday", "2025-11-30"}, {"Undated", ""}} {
		p.publish(fmt.Sprintf("https://a.example/%d", i), c.title, c.date, long)
	}
	p.work()
	rows := p.articles(ArticleFilter{})
	if len(rows) != 5 || rows[3].Title != "Yesterday" || rows[4].Title != "Old" {
		t.Fatal(titles(rows))
	}
	for _, r := range rows {
		doubted := r.Title == "Future" // of the other the extractor says nothing at all
		if r.DateDoubted() != doubted {
			t.Errorf("%s: doubted %v, want %v", r.Title, r.DateDoubted(), doubted)
		}
		if (doubted || r.Title == "Undated" || r.Title == "Epoch") && !r.At.Equal(p.day) {
			t.Errorf("%s stands at %v, want when it was seen", r.Title, r.At)
		}
		if r.Title == "Future" && r.Published.Time.Year() != 2099 {
			t.Errorf("the claim is lost: %v", r.Published)
		}
	}
	for _, f := range []ArticleFilter{{From: time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)}, {To: time.Date(-44, 3, 15, 0, 0, 0, 0, time.UTC)}} {
		if got := p.articles(f); len(got) != 0 {
			t.Error(titles(got))
		}
	}
}

func testOddTexts(t *testing.T, p *press) {
	var b strings.Builder
	for i := range 90_000 {
		fmt.Fprintf(&b, "word%d ", i)
	}
	p.publish("https://a.example/long", "Long", "2025-11-01", b.String(), "the ending zebra")
	p.publish("https://a.example/one", "One", "2025-11-02", strings.Repeat("x", 700_000)+" "+long)
	p.publish("https://a.example/same", "Same", "2025-11-03", strings.Repeat("again ", 50_000)+long)
	p.work()
	if n := len(p.articles(ArticleFilter{})); n != 3 {
		t.Fatalf("%d articles; %+v", n, p.outcomes(OutcomeFilter{Failed: true}))
	}
	for q, n := range map[string]int{"word17": 1, "word40000": 1, "zebra": 0, "again": 1} {
		if res, err := p.Search(t.Context(), q, SearchOptions{}); err != nil || res.Total != n {
			t.Errorf("%s: %+v %v", q, res, err)
		}
	}
	v, err := p.Article(t.Context(), p.articles(ArticleFilter{Query: "word17"})[0].ID, 0)
	if err != nil || v.IndexedBytes >= len(v.Document.Article.Text) || v.IndexedBytes < indexedBytes-longestWord {
		t.Errorf("%d of %d bytes indexed (%v)", v.IndexedBytes, len(v.Document.Article.Text), err)
	}
	page := &rapporteur.Page{URL: "file:///tmp/odd\x00name.txt", FinalURL: "file:///tmp/odd.txt", ContentType: "text/plain", Fetched: p.day,
		Body: []byte("A head with \x01 and \xf0\x9f\x98\x80\n\nJo\u202eão: \"One \u0000 two.\"\n\n" + strings.ReplaceAll(long, "\x00", ""))}
	page.Body = []byte(strings.ReplaceAll(string(page.Body), "\x00", ""))
	if _, err := p.KeepFile(t.Context(), page); err != nil {
		t.Fatal(err)
	}
	if unchanged, err := p.KeepFile(t.Context(), page); err != nil || !unchanged {
		t.Error("the same file is taken for a new one", err)
	}
	p.work()
	if got := p.articles(ArticleFilter{Speaker: "jo"}); len(got) != 1 {
		t.Errorf("%+v", p.outcomes(OutcomeFilter{}))
	}
}

func testOutcomes(t *testing.T, p *press) {
	p.publish("https://a.example/1", "Alpha", "2025-11-01", long)
	p.pages["https://a.example/down"] = "down"
	for _, u := range []string{"https://a.example/down", "https://a.example/missing", "https://a.example/1"} {
		if err := p.EnqueueFetch(t.Context(), u); err != nil {
			t.Fatal(err)
		}
	}
	p.pages["https://a.example/menu"] = "<html><body><nav>Home</nav></body></html>"
	if err := p.EnqueueFetch(t.Context(), "https://a.example/menu"); err != nil {
		t.Fatal(err)
	}
	p.work()
	got := map[string]int{}
	for _, o := range p.outcomes(OutcomeFilter{}) {
		got[strings.TrimPrefix(o.URL, "https://a.example/")+" "+string(o.Stage)+" "+string(o.Kind)]++
	}
	want := map[string]int{"1 fetch ok": 1, "1 extract ok": 1, "1 read ok": 1, "1 file ok": 1, "1 group ok": 1, "down fetch transient": 1, "missing fetch not found": 1, "menu fetch ok": 1, "menu extract invalid": 1}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if left, err := p.Pending(t.Context()); err != nil || left != (Pending{Later: 1}) {
		t.Errorf("%+v, want the one that failed to wait for its next attempt (%v)", left, err)
	}
	if n := len(p.outcomes(OutcomeFilter{Failed: true})); n != 3 {
		t.Errorf("%d failed, want 3", n)
	}
	if n := len(p.outcomes(OutcomeFilter{Stage: rapporteur.StageExtract, URL: "https://a.example/1"})); n != 1 {
		t.Errorf("%d, want 1", n)
	}
	list, err := p.Outcomes(t.Context(), OutcomeFilter{Limit: 5})
	if err != nil || len(list.Rows) != 5 || list.Next == "" {
		t.Fatal(list, err)
	}
	if rest := p.outcomes(OutcomeFilter{Before: list.Next}); len(rest) != 4 {
		t.Errorf("%d more, want 4", len(rest))
	}
}

func testReread(t *testing.T, p *press) {
	for i := range 3 {
		p.publish(fmt.Sprintf("https://a.example/%d", i), fmt.Sprintf("Number %d", i), "2025-11-01", `Kaja Kallas: "One."`, long)
	}
	p.work()
	for name, c := range map[string]struct {
		w Stale
		n int
	}{"same": {Stale{Extractor: "x1", Engine: "r1"}, 0}, "engine": {Stale{Extractor: "x1", Engine: "r2"}, 3}, "extractor": {Stale{Extractor: "x2", Engine: "r1"}, 3}, "all": {Stale{Extractor: "x1", Engine: "r1", All: true}, 3}} {
		n, err := p.EnqueueStale(t.Context(), c.w)
		if err != nil || n != c.n {
			t.Errorf("%s: %d, want %d (%v)", name, n, c.n, err)
		}
		p.work()
	}
	if c, err := p.Counts(t.Context()); err != nil || c != (Counts{Outlets: 1, Articles: 3, Statements: 3, Pages: 3}) {
		t.Error(c, err)
	}
	for _, r := range p.articles(ArticleFilter{}) {
		if r.Revision != 1 {
			t.Errorf("reading again made revision %d", r.Revision)
		}
	}
}

func testStaleRecord(t *testing.T, p *press) {
	p.publish("https://a.example/1", "Alpha", "2025-11-01", `Kaja Kallas: "One."`, long)
	w := river.NewWorkers()
	river.AddWorker(w, river.WorkFunc(p.fetch))
	river.AddWorker(w, river.WorkFunc(p.extract))
	river.AddWorker(w, river.WorkFunc(p.file))
	var got error
	river.AddWorker(w, river.WorkFunc(func(ctx context.Context, j *river.Job[ReadArgs]) error {
		r, err := p.Revision(ctx, j.Args.ArticleID, j.Args.Revision)
		if err != nil {
			return err
		}
		if got == nil {
			got = p.FinishRead(ctx, j, marked(r.Article), "of another text", p.ok(j.Args.URL, rapporteur.StageRead))
		}
		return p.FinishRead(ctx, j, marked(r.Article), r.Hash, p.ok(j.Args.URL, rapporteur.StageRead))
	}))
	stop, err := p.Start(t.Context(), WorkConfig{Workers: w})
	if err != nil {
		t.Fatal(err)
	}
	p.wait()
	if err := stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !errors.Is(got, rapporteur.ErrTransient) {
		t.Errorf("a record of another text: %v", got)
	}
	if n := len(p.outcomes(OutcomeFilter{Stage: rapporteur.StageRead})); n != 1 {
		t.Errorf("%d outcomes, want that of the attempt that went through", n)
	}
}

func testOtherIdentity(t *testing.T, p *press) {
	p.publish("https://a.example/1", "Alpha", "2025-11-01", `Kaja Kallas: "One."`, long)
	p.work()
	old := p.articles(ArticleFilter{})[0]
	w := river.NewWorkers()
	river.AddWorker(w, river.WorkFunc(p.read))
	river.AddWorker(w, river.WorkFunc(p.file))
	river.AddWorker(w, river.WorkFunc(func(ctx context.Context, j *river.Job[ExtractArgs]) error {
		page, err := p.Page(ctx, j.Args.PageID)
		if err != nil {
			return err
		}
		a, err := extract.Extract(&page.Page)
		if err != nil {
			return err
		}
		a.ID = "another"
		return p.FinishExtract(ctx, j, Extracted{Outcome: p.ok(j.Args.URL, rapporteur.StageExtract), Article: a, Extractor: "x2"})
	}))
	if n, err := p.EnqueueStale(t.Context(), Stale{Extractor: "x2", Engine: "r1"}); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	stop, err := p.Start(t.Context(), WorkConfig{Workers: w})
	if err != nil {
		t.Fatal(err)
	}
	p.wait()
	if err := stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := p.articles(ArticleFilter{}); len(got) != 1 || got[0].ID != "another" {
		t.Errorf("%+v", got)
	}
	if _, err := p.Article(t.Context(), old.ID, 0); !errors.Is(err, rapporteur.ErrNotFound) {
		t.Error(err)
	}
	if c, err := p.Counts(t.Context()); err != nil || c != (Counts{Outlets: 1, Articles: 1, Statements: 1, Pages: 1}) {
		t.Error(c, err)
	}
	if s, err := p.Speakers(t.Context(), "", 0); err != nil || len(s) != 1 || s[0].Statements != 1 {
		t.Error(s, err)
	}
	if n, err := p.Prune(t.Context(), p.day.Add(time.Hour)); err != nil || n != 8 {
		t.Errorf("%d outcomes forgotten, want 8 (%v)", n, err)
	}
}

func testSpeakers(t *testing.T, p *press) {
	p.publish("https://a.example/1", "Alpha", "2025-11-01", `Kaja Kallas: "One."`, `Kaja Kallas: "Two."`, `Ursula von der Leyen: "Three."`, `Kajsa Ollongren: "Four."`, long)
	p.work()
	for prefix, want := range map[string]string{"": "Kaja Kallas 2, Kajsa Ollongren 1, Ursula von der Leyen 1", "kaj": "Kaja Kallas 2, Kajsa Ollongren 1", "kal kaj": "Kaja Kallas 2", "LEY": "Ursula von der Leyen 1", "allas": "", "von d": "Ursula von der Leyen 1"} {
		list, err := p.Speakers(t.Context(), prefix, 10)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range list {
			got = append(got, fmt.Sprint(s.Name, " ", s.Statements))
		}
		if s := strings.Join(got, ", "); s != want {
			t.Errorf("%q: %s, want %s", prefix, s, want)
		}
	}
}

func testHealth(t *testing.T, p *press) {
	now := time.Now().UTC()
	if _, _, err := p.AddFeed(t.Context(), NewFeed{URL: "https://a.example/feed", Host: "a.example", Every: time.Hour}, now); err != nil {
		t.Fatal(err)
	}
	if x, err := p.Sources(t.Context()); err != nil || len(x) != 1 || x[0].Health != HealthNew || x[0].OutletHost != "a.example" {
		t.Fatal(x, err)
	}
	for _, c := range []struct {
		x      Source
		health Health
		words  string
	}{
		{Source{LastAt: now, LastKind: rapporteur.OutcomeOK, Feed: rapporteur.Feed{LastNew: now, Interval: time.Hour}}, HealthOK, "Well; visited every hour."},
		{Source{LastAt: now, LastKind: rapporteur.OutcomeOK, Feed: rapporteur.Feed{LastNew: now.Add(-10 * 24 * time.Hour), Interval: time.Hour}}, HealthSilent, "Answers, but has brought nothing new for 10 days."},
		{Source{LastAt: now, LastKind: rapporteur.OutcomeBlocked, LastDetail: "the server denies access (status 403)", Feed: rapporteur.Feed{Failures: 2}}, HealthBlocked, "Kept out: the server denies access (status 403)."},
		{Source{LastAt: now, LastKind: rapporteur.OutcomeTransient, LastDetail: "no answer", Feed: rapporteur.Feed{Failures: 3}}, HealthTrouble, "In trouble, 3 times in a row: no answer."},
		{Source{LastAt: now, LastKind: rapporteur.OutcomeGone, LastDetail: "withdrawn", Feed: rapporteur.Feed{Failures: 1}}, HealthGone, "No longer there: withdrawn. It is asked again from time to time."},
	} {
		c.x.judge(now)
		if c.x.Health != c.health || c.x.Words != c.words {
			t.Errorf("%s: %s, want %s: %s", c.x.Health, c.x.Words, c.health, c.words)
		}
	}
}

func child(string) {}
