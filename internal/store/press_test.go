package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"rapporteur"
	"rapporteur/extract"
	"rapporteur/internal/dossiers"
	"rapporteur/internal/store/pgtest"
)

// press is a small desk for tests: real jobs over a real database; its pages come from a table instead of the net, and its
// statements from marks in the text: every `NAME: "words"` is one.
type press struct {
	*Store
	t     testing.TB
	pages map[string]string // address -> body; an absent one is not found
	day   time.Time
	hands int // that read, file and group at a time; 0 for 4

	reviewed []int // of each look at a whole story: its articles, and the others beside them
}

func databases(t *testing.T, run func(t *testing.T, dsn func(testing.TB) string)) {
	t.Run("sqlite", func(t *testing.T) { run(t, func(t testing.TB) string { return t.TempDir() }) })
	t.Run("postgres", func(t *testing.T) { run(t, pgtest.URL) })
}

func newPress(t testing.TB, dsn string) *press {
	t.Helper()
	s, err := Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	s.IdentifyWith(Dossiers{
		Identify: func(doc *rapporteur.Document, a Archive) ([]rapporteur.Identity, error) {
			return dossiers.Identify(doc, a)
		},
		Keys: dossiers.Keys,
	})
	return &press{Store: s, t: t, pages: map[string]string{}, day: time.Date(2025, 12, 1, 9, 30, 0, 0, time.UTC)}
}

func (p *press) workers() *river.Workers {
	w := river.NewWorkers()
	river.AddWorker(w, river.WorkFunc(p.fetch))
	river.AddWorker(w, river.WorkFunc(p.extract))
	river.AddWorker(w, river.WorkFunc(p.read))
	river.AddWorker(w, river.WorkFunc(p.file))
	river.AddWorker(w, river.WorkFunc(p.group))
	return w
}

func (p *press) ok(url string, stage rapporteur.Stage) rapporteur.Outcome {
	return rapporteur.Outcome{URL: url, Stage: stage, Kind: rapporteur.OutcomeOK, At: p.day}
}

func (p *press) fetch(ctx context.Context, j *river.Job[FetchArgs]) error {
	o := p.ok(j.Args.URL, rapporteur.StageFetch)
	body, found := p.pages[j.Args.URL]
	if !found {
		o.Kind, o.Detail, o.Status = rapporteur.OutcomeNotFound, "no such page", 404
		return Done(ctx, p.Store, j, o)
	}
	if body == "down" {
		o.Kind, o.Detail = rapporteur.OutcomeTransient, "the server is in trouble"
		if err := p.Attempted(ctx, j.JobRow, o); err != nil {
			return err
		}
		return rapporteur.ErrTransient
	}
	return p.FinishFetch(ctx, j, &rapporteur.Page{URL: j.Args.URL, FinalURL: j.Args.URL, Status: 200, ContentType: "text/html", Body: []byte(body), Fetched: p.day}, o)
}

func (p *press) extract(ctx context.Context, j *river.Job[ExtractArgs]) error {
	page, err := p.Page(ctx, j.Args.PageID)
	if err != nil {
		return err
	}
	o := p.ok(j.Args.URL, rapporteur.StageExtract)
	a, err := extract.Extract(&page.Page)
	if err != nil {
		o.Kind, o.Detail = rapporteur.OutcomeInvalid, err.Error()
	}
	return p.FinishExtract(ctx, j, Extracted{Outcome: o, Article: a, Extractor: "x1"})
}

func (p *press) read(ctx context.Context, j *river.Job[ReadArgs]) error {
	r, err := p.Revision(ctx, j.Args.ArticleID, j.Args.Revision)
	if err != nil {
		return err
	}
	return p.FinishRead(ctx, j, marked(r.Article), r.Hash, p.ok(j.Args.URL, rapporteur.StageRead))
}

func (p *press) file(ctx context.Context, j *river.Job[FileArgs]) error {
	return p.FinishFile(ctx, j, p.ok(j.Args.URL, rapporteur.StageFile))
}

// group goes by the first word of the headline: articles that share it tell one story, those of the same text are copies;
// "Both" tells every story it meets, and "Bridge" brings the stories together as a whole. A story that comes to have four
// articles is looked at as a whole: those whose first word is not that of its first article leave it.
func (p *press) group(ctx context.Context, j *river.Job[GroupArgs]) error {
	r, err := p.Revision(ctx, j.Args.ArticleID, j.Args.Revision)
	if err != nil {
		return err
	}
	words := strings.Fields(r.Article.Title() + " -")
	if words[0] == "Far" {
		words[0] = "far" // it is found by another clue
	}
	g := Grouping{Sketch: []byte(words[0] + r.Hash), Clues: []int64{1}, Origin: r.Article.Wire, Version: "g1"}
	if words[0] == "far" {
		g.Clues[0] = 2
	}
	g.Decide = func(_ time.Time, candidates []StoryCandidate) (d StoryDecision) {
		for _, c := range candidates {
			same := strings.HasPrefix(string(c.Sketch), words[0])
			switch {
			case !same && words[0] != "Both" && words[0] != "Bridge":
			case d.Story == 0 || d.Story == c.Story:
				d.Story = c.Story
			case words[0] == "Bridge" && c.Story != d.Story:
				d.Merges = append(d.Merges, StoryMerge{From: d.Story, To: c.Story})
			case words[0] == "Both":
				d.Moves = append(d.Moves, StoryMove{c.Number, d.Story})
			}
			if same && strings.HasSuffix(string(c.Sketch), r.Hash) {
				d.Original = c.Number
			}
		}
		return d
	}
	g.ReviewAt = func(n int) bool { return n == 4 }
	g.Review = func(members, others []StoryCandidate) (out []StoryMove) {
		p.reviewed = append(p.reviewed, len(members), len(others))
		for _, m := range members {
			if m.Sketch[0] != members[0].Sketch[0] && !m.Fixed {
				out = append(out, StoryMove{m.Number, -int64(m.Sketch[0])})
			}
		}
		return out
	}
	return p.FinishGroup(ctx, j, g, p.ok(j.Args.URL, rapporteur.StageGroup))
}

// marked reads `NAME: "words"` as statements; the name "Nobody" is one that is not named. Facts are as markFacts says.
func marked(a *rapporteur.Article) *rapporteur.Document {
	doc := &rapporteur.Document{Article: a, Record: rapporteur.Record{Engine: "r1"}}
	entities := map[string]int{}
	for i := 0; ; {
		at := strings.Index(a.Text[i:], `: "`)
		if at < 0 {
			markFacts(doc)
			return doc
		}
		colon := i + at
		name := strings.LastIndexAny(a.Text[:colon], "\n.;") + 1
		for name < colon && a.Text[name] == ' ' {
			name++
		}
		end := colon + 3 + strings.IndexByte(a.Text[colon+3:], '"')
		i = end
		source := rapporteur.Span{Start: name, End: colon}
		x := rapporteur.Attribution{
			Source: []rapporteur.Span{source}, Content: []rapporteur.Span{{Start: colon + 3, End: end}}, SpeakerClass: rapporteur.SpeakerUnnamed,
			Kind: rapporteur.Direct, Act: rapporteur.Says, Within: rapporteur.None, Behalf: rapporteur.None, Confidence: 0.75,
		}
		if who := source.Of(a.Text); who != "Nobody" {
			n, known := entities[who]
			if !known {
				n = len(doc.Entities)
				entities[who] = n
				doc.Entities = append(doc.Entities, rapporteur.Entity{Kind: rapporteur.Person, Name: who, Roles: []rapporteur.Role{{Span: source}}})
			}
			x.Speakers, x.SpeakerName, x.SpeakerClass = []int{n}, who, rapporteur.SpeakerNamed
		}
		if strings.Contains(x.Content[0].Of(a.Text), "reject") {
			x.Act, x.Kind = rapporteur.Rejects, rapporteur.Indirect
		}
		doc.Attributions = append(doc.Attributions, x)
	}
}

// work works until nothing is left that can be done now.
func (p *press) work() {
	p.t.Helper()
	stop, err := p.Start(p.t.Context(), WorkConfig{Workers: p.workers(), Net: 4, Desk: cmp.Or(p.hands, 4)})
	if err != nil {
		p.t.Fatal(err)
	}
	p.wait()
	if err := stop(p.t.Context()); err != nil {
		p.t.Fatal(err)
	}
}

func (p *press) wait() {
	p.t.Helper()
	for range 6000 {
		left, err := p.Pending(p.t.Context())
		if err != nil {
			p.t.Fatal(err)
		}
		if left.Now == 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	p.t.Fatal("the queue does not empty")
}

// publish puts an article on a make-believe page and asks for it to be fetched.
func (p *press) publish(url, title, published string, paragraphs ...string) {
	p.t.Helper()
	paragraphs = slices.Clone(paragraphs)
	for i := range paragraphs { // the extractor passes over paragraphs of a few words
		paragraphs[i] += fmt.Sprintf(" This is paragraph %d of the article, which goes on for a while so as to be taken for running text.", i)
	}
	meta := ""
	if published != "" {
		meta = fmt.Sprintf(`<meta property="article:published_time" content="%s">`, published)
	}
	p.pages[url] = fmt.Sprintf(`<!doctype html><html lang="en"><head><title>%[1]s</title><meta property="og:title" content="%[1]s">%[2]s
		<link rel="canonical" href="%[3]s"></head><body><article><h1>%[1]s</h1><p>%[4]s</p></article></body></html>`,
		title, meta, url, strings.Join(paragraphs, "</p><p>"))
	if err := p.EnqueueFetch(p.t.Context(), url); err != nil {
		p.t.Fatal(err)
	}
}

func (p *press) articles(f ArticleFilter) []ArticleRow {
	p.t.Helper()
	list, err := p.Articles(p.t.Context(), f)
	if err != nil {
		p.t.Fatal(err)
	}
	return list.Rows
}

func (p *press) statements(f StatementFilter) []StatementRow {
	p.t.Helper()
	list, err := p.Statements(p.t.Context(), f)
	if err != nil {
		p.t.Fatal(err)
	}
	return list.Rows
}

func (p *press) outcomes(f OutcomeFilter) []rapporteur.Outcome {
	p.t.Helper()
	list, err := p.Outcomes(p.t.Context(), f)
	if err != nil {
		p.t.Fatal(err)
	}
	return list.Rows
}

func titles(list []ArticleRow) string {
	var out []string
	for _, r := range list {
		out = append(out, r.Title)
	}
	return strings.Join(out, ", ")
}
