package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
)

func (p *press) stories(f StoryFilter) []StoryRow {
	p.t.Helper()
	list, err := p.Stories(p.t.Context(), f)
	if err != nil {
		p.t.Fatal(err)
	}
	return list.Rows
}

func (p *press) story(id int64) *StoryView {
	p.t.Helper()
	v, err := p.Story(p.t.Context(), id)
	if err != nil {
		p.t.Fatal(err)
	}
	return v
}

// storyOf gives the story of the article at an address, and its ID.
func (p *press) storyOf(url string) (story int64, article string) {
	p.t.Helper()
	for _, r := range p.articles(ArticleFilter{Limit: MaxPageSize}) {
		if r.URL == url {
			return r.Story, r.ID
		}
	}
	p.t.Fatal("not on file: " + url)
	return 0, ""
}

// counts are a story's: articles, outlets, independent, copies.
func counts(r StoryRow) string {
	return fmt.Sprintf("%s: %d articles, %d outlets, %d independent, %d copies", r.Lead.Title, r.Articles, r.Outlets, r.Independent, r.Copies)
}

func (p *press) quake() {
	for i, outlet := range []string{"b", "c", "d"} {
		p.publish("https://"+outlet+".example/quake", "Quake hits Aceh", fmt.Sprintf("2025-11-30T1%d:00:00Z", i), long)
	}
	p.publish("https://a.example/quake", "Quake kills six", "2025-11-30T09:00:00Z", long)
	p.publish("https://a.example/more", "Quake toll rises", "2025-12-01T09:00:00Z", long)
	p.publish("https://a.example/flood", "Flood in Bihar", "2025-11-30T11:00:00Z", long)
}

func testStories(t *testing.T, p *press) {
	p.quake()
	p.work()
	id, _ := p.storyOf("https://a.example/quake")
	v := p.story(id)
	if got := counts(v.StoryRow); got != "Quake hits Aceh: 5 articles, 4 outlets, 2 independent, 2 copies" {
		t.Error(got)
	}
	if got := titles(reportRows(v)); got != "Quake kills six, Quake hits Aceh, Quake hits Aceh, Quake hits Aceh, Quake toll rises" {
		t.Error("not in the order of their dates:", got)
	}
	if v.Reports[1].Original != "" || v.Reports[2].Original != v.Reports[1].ID || v.Reports[3].Original != v.Reports[1].ID || v.Reports[3].Origin != "d.example" {
		t.Errorf("the first of equal texts is not the original: %+v", v.Reports)
	}
	if !v.First.Equal(p.day.Add(-24*time.Hour-30*time.Minute)) || !v.Last.Equal(p.day.Add(-30*time.Minute)) {
		t.Error(v.First, v.Last)
	}
	if got := titles(p.articles(ArticleFilter{Story: id, Outlet: "a.example"})); got != "Quake toll rises, Quake kills six" {
		t.Error(got)
	}
	for _, none := range []int64{0, -1, 1 << 40} {
		if _, err := p.Story(t.Context(), none); !errors.Is(err, rapporteur.ErrNotFound) {
			t.Error(none, err)
		}
	}
}

func reportRows(v *StoryView) (out []ArticleRow) {
	for _, r := range v.Reports {
		out = append(out, r.ArticleRow)
	}
	return out
}

func testStoryLists(t *testing.T, p *press) {
	p.quake()
	for i := range 7 {
		p.publish(fmt.Sprintf("https://x.example/%d", i), fmt.Sprintf("Matter%d", i), "2025-11-29", long)
	}
	p.work()
	leads := func(f StoryFilter) string {
		var out []string
		for _, r := range p.stories(f) {
			out = append(out, r.Lead.Title)
		}
		return strings.Join(out, ", ")
	}
	for name, c := range map[string]struct {
		f    StoryFilter
		want string
	}{
		"newest": {StoryFilter{Limit: 2}, "Quake hits Aceh, Flood in Bihar"}, "biggest": {StoryFilter{Limit: 1, Biggest: true}, "Quake hits Aceh"},
		"several": {StoryFilter{Least: 2}, "Quake hits Aceh"}, "words of one article": {StoryFilter{Query: "toll"}, "Quake hits Aceh"}, "nothing": {StoryFilter{Query: "nowhere"}, ""},
		"outlet": {StoryFilter{Outlet: "a.example"}, "Quake hits Aceh, Flood in Bihar"}, "from": {StoryFilter{From: p.day.Add(-time.Hour)}, "Quake hits Aceh"},
		"to": {StoryFilter{To: p.day.Add(-24 * time.Hour), Outlet: "a.example"}, "Quake hits Aceh"},
	} {
		if got := leads(c.f); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	for _, biggest := range []bool{false, true} {
		seen := 0
		for f := (StoryFilter{Limit: 4, Biggest: biggest}); ; {
			list, err := p.Stories(t.Context(), f)
			if err != nil {
				t.Fatal(err)
			}
			seen += len(list.Rows)
			if f.Before = list.Next; f.Before == "" {
				break
			}
		}
		if seen != 9 {
			t.Errorf("%d stories on all pages, want 9", seen)
		}
	}
	if _, err := p.Stories(t.Context(), StoryFilter{Query: `"`}); !errors.Is(err, rapporteur.ErrInvalid) {
		t.Error(err)
	}
}

func testStoryMerges(t *testing.T, p *press) {
	p.publish("https://a.example/1", "Strike", "2025-11-28", long)
	p.work()
	p.publish("https://a.example/2", "Walkout", "2025-11-28", long)
	p.work()
	first, _ := p.storyOf("https://a.example/1")
	second, _ := p.storyOf("https://a.example/2")
	p.publish("https://b.example/late", "Strike", "2025-11-20", long) // an earlier report of the same words comes last
	p.publish("https://a.example/far", "Strike", "2025-10-01", long)  // outside the window
	p.publish("https://a.example/odd", "Strike", "2099-01-01", long)  // stands where it was seen
	p.work()
	v := p.story(first)
	if got := counts(v.StoryRow); got != "Strike: 3 articles, 2 outlets, 1 independent, 2 copies" {
		t.Error(got)
	}
	if v.Reports[0].OutletHost != "b.example" || v.Reports[0].Original != "" || v.Reports[1].Original != v.Reports[0].ID {
		t.Errorf("the late arrival is the first report, and the others are copies of it: %+v", v.Reports)
	}
	p.publish("https://a.example/both", "Both", "2025-11-29", long)
	p.work()
	one, two := p.story(first), p.story(second)
	if one.ID != two.ID || one.Articles != 5 {
		t.Errorf("stories %d and %d did not become one: %s", one.ID, two.ID, counts(one.StoryRow))
	}
	if got := p.stories(StoryFilter{}); len(got) != 2 {
		t.Error(got)
	}
}

func (p *press) again(version string) {
	p.t.Helper()
	if _, err := p.EnqueueUngrouped(p.t.Context(), version, version == ""); err != nil {
		p.t.Fatal(err)
	}
	p.work()
}

func testStoryCorrections(t *testing.T, p *press) {
	p.hands = 1 // what is near a border comes out either way when several are grouped in whatever order
	p.quake()
	p.work()
	story, _ := p.storyOf("https://b.example/quake")
	_, wrong := p.storyOf("https://b.example/quake")
	before := p.story(story)
	id, err := p.NotSameStory(t.Context(), wrong, p.day)
	if err != nil {
		t.Fatal(err)
	}
	if got := counts(p.story(story).StoryRow); got != "Quake kills six: 2 articles, 1 outlets, 1 independent, 0 copies" {
		t.Error("an original takes its copies along:", got)
	}
	for range 2 {
		if out, _ := p.storyOf("https://b.example/quake"); out == story {
			t.Error("the article is back in the story that it was taken out of")
		}
		p.publish("https://b.example/quake", "Quake hits Aceh", "2025-11-30T10:00:00Z", long, "And more.") // it changes, and is grouped anew
		p.work()
		p.again("")
	}
	v := p.story(story)
	if len(v.Corrections) != 1 || v.Corrections[0].Same || v.Corrections[0].A.ID != wrong || v.Corrections[0].B.Title != "Quake kills six" || !v.Corrections[0].Undone.IsZero() {
		t.Errorf("%+v", v.Corrections)
	}
	for range 2 { // the second time changes nothing
		if err := p.UndoStory(t.Context(), id, p.day.Add(-time.Hour)); err != nil { // the clock was set back
			t.Fatal(err)
		}
	}
	p.again("")
	after := p.story(story)
	if after.Articles != before.Articles {
		t.Error(counts(before.StoryRow), counts(after.StoryRow))
	}
	if len(after.Corrections) != 1 || after.Corrections[0].Undone.IsZero() {
		t.Errorf("what was undone is not on record: %+v", after.Corrections)
	}
	if _, err := p.NotSameStory(t.Context(), "no such", p.day); !errors.Is(err, rapporteur.ErrNotFound) {
		t.Error(err)
	}
	_, alone := p.storyOf("https://a.example/flood")
	if _, err := p.NotSameStory(t.Context(), alone, p.day); !errors.Is(err, rapporteur.ErrInvalid) {
		t.Error(err)
	}
	if err := p.UndoStory(t.Context(), 99, p.day); !errors.Is(err, rapporteur.ErrNotFound) {
		t.Error(err)
	}
}

func testStoryJoin(t *testing.T, p *press) {
	p.quake()
	p.work()
	quake, _ := p.storyOf("https://a.example/quake")
	flood, article := p.storyOf("https://a.example/flood")
	id, err := p.SameStory(t.Context(), flood, quake, p.day)
	if err != nil {
		t.Fatal(err)
	}
	p.again("")
	if got := counts(p.story(flood).StoryRow); got != "Quake hits Aceh: 6 articles, 4 outlets, 2 independent, 2 copies" {
		t.Error(got)
	}
	if _, err := p.SameStory(t.Context(), flood, quake, p.day); !errors.Is(err, rapporteur.ErrInvalid) {
		t.Error(err)
	}
	if _, err := p.SameStory(t.Context(), 77, quake, p.day); !errors.Is(err, rapporteur.ErrNotFound) {
		t.Error(err)
	}
	if err := p.UndoStory(t.Context(), id, p.day); err != nil {
		t.Fatal(err)
	}
	if v := p.story(flood); v.ID != flood || v.Articles != 1 || v.Reports[0].ID != article {
		t.Errorf("%+v", v)
	}
	// The later word holds: apart, then the same after all.
	if _, err := p.SameStory(t.Context(), flood, quake, p.day); err != nil {
		t.Fatal(err)
	}
	if _, err := p.NotSameStory(t.Context(), article, p.day); err != nil {
		t.Fatal(err)
	}
	p.again("")
	if now, _ := p.storyOf("https://a.example/flood"); now == quake {
		t.Error("the article is back in a story that it was taken out of")
	}
}

// found gives the titles that a query finds, in the order of their letters; those of a story are asked for both ways.
func (p *press) found(story int64, query string) string {
	p.t.Helper()
	res, err := p.Search(p.t.Context(), query, SearchOptions{})
	if err != nil {
		p.t.Fatal(err)
	}
	var rows []ArticleRow
	for _, h := range res.Hits {
		rows = append(rows, h.ArticleRow)
	}
	sorted := func(list []ArticleRow) string {
		slices.SortFunc(list, func(a, b ArticleRow) int { return strings.Compare(a.Title, b.Title) })
		return titles(list)
	}
	if list := p.articles(ArticleFilter{Story: story}); story != 0 && sorted(list) != sorted(rows) {
		p.t.Errorf("%s finds %q, the list of the story's articles is %q", query, sorted(rows), sorted(list))
	}
	return sorted(rows)
}

func testStoryField(t *testing.T, p *press) {
	p.quake()
	p.work()
	quake, _ := p.storyOf("https://a.example/quake")
	flood, article := p.storyOf("https://a.example/flood")
	const shaken = "Quake hits Aceh, Quake hits Aceh, Quake hits Aceh, Quake kills six, Quake toll rises"
	const all = "Flood in Bihar, " + shaken
	of := func(story int64) string { return fmt.Sprintf("story:%d", story) }
	expect := func(when string, want map[string]string) {
		t.Helper()
		for q, titles := range want {
			if got := p.found(0, q); got != titles {
				t.Errorf("%s: %s finds %q, want %q", when, q, got, titles)
			}
		}
		for _, story := range []int64{quake, flood} {
			p.found(story, of(story))
		}
	}
	expect("at first", map[string]string{of(quake): shaken, of(flood): "Flood in Bihar", "-" + of(quake): "Flood in Bihar", of(quake) + " toll": "Quake toll rises", of(1 << 40): "", of(quake) + " OR " + of(flood): all})
	id, err := p.SameStory(t.Context(), flood, quake, p.day)
	if err != nil {
		t.Fatal(err)
	}
	expect("merged", map[string]string{of(quake): all, of(flood): all, "-" + of(flood): "", of(flood) + " toll": "Quake toll rises"})
	if rows := p.stories(StoryFilter{Query: of(flood)}); len(rows) != 1 || rows[0].ID != quake {
		t.Errorf("the list of stories asked for the merged one: %+v", rows)
	}
	if err := p.UndoStory(t.Context(), id, p.day); err != nil {
		t.Fatal(err)
	}
	expect("undone", map[string]string{of(quake): shaken, of(flood): "Flood in Bihar", "-" + of(flood): shaken})

	_, toll := p.storyOf("https://a.example/more")
	if id, err = p.NotSameStory(t.Context(), toll, p.day); err != nil {
		t.Fatal(err)
	}
	own, _ := p.storyOf("https://a.example/more")
	const left = "Quake hits Aceh, Quake hits Aceh, Quake hits Aceh, Quake kills six"
	expect("moved", map[string]string{of(own): "Quake toll rises", of(quake): left, of(flood): "Flood in Bihar"})
	if err := p.UndoStory(t.Context(), id, p.day); err != nil {
		t.Fatal(err)
	}
	expect("moved back", map[string]string{of(own): shaken, of(quake): shaken})
	if v := p.story(own); v.ID != quake {
		t.Errorf("the address of a story that was undone leads to %d, want %d", v.ID, quake)
	}
	p.publish("https://a.example/flood", "Quake floods Bihar", "2025-11-30T11:00:00Z", long, "Told anew.")
	p.work() // its only article tells another story now
	if now, again := p.storyOf("https://a.example/flood"); now != quake || again != article {
		t.Error(now, again)
	}
	expect("told anew", map[string]string{of(flood): strings.Replace(shaken, "Quake hits", "Quake floods Bihar, Quake hits", 1)})
}

func testStoriesMergeWhole(t *testing.T, p *press) {
	p.quake()
	p.publish("https://b.example/flood", "Flood grows", "2025-11-30T12:00:00Z", long)
	p.work()
	quake, _ := p.storyOf("https://a.example/quake")
	flood, article := p.storyOf("https://a.example/flood")
	p.publish("https://a.example/bridge", "Bridge falls", "2025-11-30", long)
	p.work()
	if v := p.story(flood); v.ID != quake || v.Articles != 8 {
		t.Errorf("the smaller story did not go into the greater one as a whole: %d, %s", v.ID, counts(v.StoryRow))
	}
	if got := len(p.stories(StoryFilter{})); got != 1 {
		t.Error(got, "stories are left")
	}
	if _, err := p.NotSameStory(t.Context(), article, p.day); err != nil {
		t.Fatal(err)
	}
	own, _ := p.storyOf("https://a.example/flood")
	p.publish("https://b.example/bridge", "Bridge fell", "2025-11-30", long)
	p.work()
	if now, _ := p.storyOf("https://a.example/flood"); now != own {
		t.Error("a story that a person made went into another one")
	}
}

func testStoryReview(t *testing.T, p *press) {
	for i, title := range []string{"Strike", "Walkout", "Both"} { // one after the other: the first is to be the first
		p.publish(fmt.Sprint("https://a.example/", i+1), title, "2025-11-28", long)
		p.work()
	}
	story, _ := p.storyOf("https://a.example/1")
	if v := p.story(story); v.Articles != 3 {
		t.Fatal(counts(v.StoryRow))
	}
	p.publish("https://a.example/4", "Strike goes on", "2025-11-29", long)
	p.work()
	out, _ := p.storyOf("https://a.example/2")
	if v := p.story(story); v.Articles != 2 || out == story {
		t.Errorf("what tells another story stays: %s", counts(v.StoryRow))
	}
}

// A story so large that the articles near a newcomer are its own is looked at beside others of the same days.
func testLargeStoryReview(t *testing.T, p *press) {
	p.large = 3
	for i := range 5 {
		p.publish(fmt.Sprint("https://b.example/", i), "Far away", "2025-11-28", long)
	}
	p.publish("https://b.example/later", "Far later", "2025-11-30", long)
	p.work()
	for i := range 4 {
		p.publish(fmt.Sprint("https://a.example/", i), "Strike", "2025-11-29", long)
		p.work()
	}
	if n := len(p.reviewed); n < 2 || p.reviewed[n-2] != 4 || p.reviewed[n-1] != 5 {
		t.Errorf("looked at %v (articles, others); want 4 beside the 5 from before", p.reviewed)
	}
}

func testStoriesApart(t *testing.T, p *press) {
	p.quake()
	p.work()
	quake, _ := p.storyOf("https://a.example/quake")
	_, toll := p.storyOf("https://a.example/more")
	id, err := p.NotSameStory(t.Context(), toll, p.day)
	if err != nil {
		t.Fatal(err)
	}
	own, _ := p.storyOf("https://a.example/more")
	p.publish("https://a.example/both", "Both", "2025-11-30", long) // would bring all stories together
	p.work()
	if now, _ := p.storyOf("https://a.example/more"); now != own {
		t.Error("an article brought together what a person keeps apart")
	}
	candidates := func() (out []StoryCandidate) {
		for _, story := range []int64{quake, own} {
			out = append(out, StoryCandidate{Story: story})
		}
		if err := p.db.write(t.Context(), func(x *tx) error { return keepApart(t.Context(), x, out) }); err != nil {
			t.Fatal(err)
		}
		return out
	}
	if c := candidates(); !slices.Equal(c[0].Apart, []int64{own}) || !slices.Equal(c[1].Apart, []int64{quake}) {
		t.Errorf("%+v", c)
	}
	if err := p.UndoStory(t.Context(), id, p.day); err != nil {
		t.Fatal(err)
	}
	if c := candidates(); len(c[0].Apart)+len(c[1].Apart) > 0 {
		t.Errorf("undone: %+v", c)
	}
}

func testStoryWithdrawn(t *testing.T, p *press) {
	p.quake()
	p.work()
	story, article := p.storyOf("https://b.example/quake")
	err := p.db.write(t.Context(), func(t *tx) error {
		if _, err := t.exec(p.t.Context(), "DELETE FROM revisions WHERE article = ?", article); err != nil {
			return err
		}
		return withdraw(p.t.Context(), t, article, 1)
	})
	if err != nil {
		t.Fatal(err)
	}
	v := p.story(story)
	if got := counts(v.StoryRow); got != "Quake kills six: 4 articles, 3 outlets, 2 independent, 1 copies" {
		t.Error(got)
	}
	if v.Reports[1].Original != "" || v.Reports[2].Original != v.Reports[1].ID {
		t.Errorf("the next of the copies is not the original now: %+v", v.Reports)
	}
	if n, err := p.CloseStories(t.Context(), p.day.Add(time.Hour)); err != nil || n != 5 {
		t.Error(n, err)
	}
	var left int
	if err := one(t.Context(), p.db, "SELECT count(*) FROM clues", nil, &left); err != nil || left != 0 {
		t.Error(left, err)
	}
	p.publish("https://e.example/quake", "Quake anew", "2025-12-01", long)
	p.work()
	if now, _ := p.storyOf("https://e.example/quake"); now == story {
		t.Error("a story that was closed took an article in")
	}
}

func testStoryAgain(t *testing.T, p *press) {
	p.quake()
	p.work()
	story, _ := p.storyOf("https://a.example/quake")
	want := reportRows(p.story(story))
	err := p.db.write(t.Context(), func(x *tx) error {
		_, err := x.exec(t.Context(), "UPDATE told SET version = 'g0'")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if n, err := p.EnqueueUngrouped(t.Context(), "g0", false); err != nil || n != 0 {
		t.Error(n, err)
	}
	p.again("g1")
	if d := cmp.Diff(want, reportRows(p.story(story))); d != "" {
		t.Error(d)
	}
}

func testGreatStory(t *testing.T, p *press) {
	p.publish("https://a.example/1", "Quake hits", "2025-11-30", long)
	p.work()
	story, article := p.storyOf("https://a.example/1")
	numbers := "WITH RECURSIVE g (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM g WHERE i < 4998) "
	err := p.db.write(t.Context(), func(t *tx) error {
		for _, q := range []string{
			`INSERT INTO articles (key, id, revision, outlet_id, title, lead, url, byline, wire, language, published, published_day, published_from, seen, at, statements, indexed) ` + numbers + `
			SELECT key + i, id || '-' || i, revision, outlet_id, title, lead, url, byline, wire, language, published, published_day, published_from, seen, at, statements, indexed FROM articles CROSS JOIN g WHERE id = ?`,
			`INSERT INTO told (article, story, key, at, outlet_id, origin, sketch, clues, version, grouped) ` + numbers + `
			SELECT article || '-' || i, story, key + i, at, outlet_id, origin || i, sketch, clues, version, grouped FROM told CROSS JOIN g WHERE article = ?`,
			`INSERT INTO clues (clue, at, n) SELECT 1, at, n FROM told WHERE article <> ?`,
		} {
			if _, err := t.exec(p.t.Context(), q, article); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	p.publish("https://b.example/2", "Quake anew", "2025-11-30", long)
	p.work()
	v := p.story(story)
	if v.Articles != 5000 || v.Outlets != 2 || v.Independent != 5000 || len(v.Reports) != MaxReports {
		t.Error(counts(v.StoryRow), len(v.Reports))
	}
	id, err := p.NotSameStory(t.Context(), article, p.day)
	if err == nil {
		err = p.UndoStory(t.Context(), id, p.day)
	}
	if v := p.story(story); err != nil || v.Articles != 5000 {
		t.Error(counts(v.StoryRow), err)
	}
}

func TestMostShared(t *testing.T) {
	shared := map[int64]int{}
	for i := range int64(200) {
		shared[i] = int(i % 7)
	}
	got := mostShared(shared)
	if len(got) != MaxCandidates || got[0] != 195 || !slices.IsSortedFunc(got, func(a, b int64) int { return shared[b] - shared[a] }) {
		t.Error(got)
	}
}
