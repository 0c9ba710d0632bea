package store

import (
	"container/heap"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"rapporteur"
	"rapporteur/internal/stories"
)

// A large archive for measuring, made of real records: each text of the corpora is read once by the engine, and becomes many
// articles with their paragraphs shuffled, their dates shifted and most of their people renamed. The first article of a text in
// each generation is filed by the desk's own code; the rows that this writes are written again for the others with their
// numbers moved along, many at a time.
//
//	RAPPORTEUR_MAKE=1000000 RAPPORTEUR_CORPORA=dir RAPPORTEUR_ARCHIVE_AT=dir go test ./internal/store -run TestMakeArchive -v -timeout 0

// Shape of the archive: the last month is as busy as a desk with hundreds of sources, the years before it are thinner. An archive that has articles
// already grows into the past.
const (
	busyDays     = 30
	busyMonth    = 108_000 // articles
	thinDay      = 610
	generationOf = 150 * 24 * time.Hour
	outletsMade  = 400
	closedAfter  = 45 * 24 * time.Hour // as the desk closes stories
)

var archiveEnd = time.Date(2026, 11, 24, 7, 0, 0, 0, time.UTC)

func TestMakeArchive(t *testing.T) {
	n, err := strconv.Atoi(os.Getenv("RAPPORTEUR_MAKE"))
	if err != nil {
		t.Skip("RAPPORTEUR_MAKE does not say how many articles to make")
	}
	at := os.Getenv("RAPPORTEUR_ARCHIVE_AT")
	base := readBase(t, os.Getenv("RAPPORTEUR_CORPORA"), os.Getenv("RAPPORTEUR_BASE"))
	p := newPress(t, at)
	m := &maker{press: p, base: base, n: n, r: rand.New(rand.NewPCG(1, 9)), rows: map[string]*pile{}, grown: newGrown()}
	if err := m.make(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// report is an article to come: when, what text, in which story.
type report struct {
	at    time.Time
	base  int
	event *event
}

type event struct {
	story        int64
	left         int
	first, last  int64
	newest, lead int64
	n, copies    int64
	outlets      map[int64]bool
}

type reports []report

func (h reports) Len() int           { return len(h) }
func (h reports) Less(i, j int) bool { return h[i].at.Before(h[j].at) }
func (h reports) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *reports) Push(x any)        { *h = append(*h, x.(report)) }
func (h *reports) Pop() any          { x := (*h)[len(*h)-1]; *h = (*h)[:len(*h)-1]; return x }

// schedule gives all reports in the order of their time: events have one to some dozens of reports within two days.
func (m *maker) schedule(end time.Time) reports {
	busy := 0.0
	if end.Equal(archiveEnd) {
		busy = min(float64(busyMonth)/float64(m.n), 1)
	}
	thin := float64(m.n) * (1 - busy) / thinDay
	thinEnd := end
	if busy > 0 {
		thinEnd = end.AddDate(0, 0, -busyDays)
	}
	var all reports
	for len(all) < m.n {
		begins := end.Add(-time.Duration(m.r.Float64() * float64(busyDays*24*time.Hour)))
		if m.r.Float64() > busy {
			begins = thinEnd.Add(-time.Duration(m.r.Float64() * thin * float64(24*time.Hour)))
		}
		reports := min(1+int(m.r.ExpFloat64()*m.r.ExpFloat64()*3), 60, m.n-len(all))
		e := &event{left: reports, outlets: map[int64]bool{}}
		base := m.r.IntN(len(m.base))
		for i := range reports {
			at := begins
			if i > 0 {
				at = begins.Add(time.Duration(m.r.ExpFloat64() * float64(8*time.Hour)))
			}
			if at.After(end) {
				at = end.Add(-time.Duration(m.r.Int64N(int64(time.Hour))))
			}
			all = append(all, report{at.Truncate(time.Minute), base, e})
		}
	}
	heap.Init(&all)
	return all
}

// job is a report whose costly parts are made beside the writing.
type job struct {
	report
	n       int
	doc     *rapporteur.Document // as the text stands
	stems   partStems
	variant *variant
	words   string
	article []byte
	record  []byte
	body    *packedBody
	sketch  []byte
	clues   []int64
	done    chan struct{}
}

func (m *maker) prepare(j *job, r *rand.Rand, outlet int) {
	defer close(j.done)
	j.variant = shuffled(j.doc, r)
	a, d := j.variant.doc.Article, j.variant.doc
	a.ID = fmt.Sprintf("%016x", uint64(j.n)*0x9e3779b97f4a7c15)
	a.URL = fmt.Sprintf("https://outlet%d.example/news/%d", outlet, j.n)
	a.Outlet = fmt.Sprintf("Outlet %d", outlet)
	shift := j.at.Sub(a.Published.Time)
	a.Published.Time = j.at
	a.Fetched = j.at.Add(9 * time.Minute)
	for i := range d.Dates {
		shiftDate(&d.Dates[i], days(shift))
	}
	j.body = pack([]byte(a.Text + "\n\n" + a.ID))
	text, err := json.Marshal(a)
	if err != nil {
		panic(err)
	}
	j.article = squeeze(text)
	if j.record, err = packRecord(d); err != nil {
		panic(err)
	}
	j.words = j.stems.of(j.variant)
	if archiveEnd.Sub(j.at) < closedAfter {
		s := stories.Make(d)
		j.sketch, j.clues = s.Pack(), s.Clues()
	}
}

func days(d time.Duration) time.Duration {
	const day = 24 * time.Hour
	return time.Duration(math.Round(float64(d)/float64(day))) * day
}

func shiftDate(d *rapporteur.Date, by time.Duration) {
	if !d.From.IsZero() {
		d.From = d.From.Add(by)
	}
	if !d.To.IsZero() {
		d.To = d.To.Add(by)
	}
}

// partStems are the stems of a text's parts: its words, in whatever order the parts stand.
type partStems []string

func stemParts(a *rapporteur.Article) partStems {
	var out partStems
	for _, p := range a.Parts {
		out = append(out, strings.Join(stems(p.Of(a.Text)), " "))
	}
	return out
}

func (s partStems) of(v *variant) string {
	out := make([]string, len(s))
	for old, now := range v.parts {
		out[now] = s[old]
	}
	return strings.Join(out, " ")
}

// maker writes the archive.
type maker struct {
	*press
	base   []*rapporteur.Document
	n      int
	r      *rand.Rand
	rows   map[string]*pile
	grown  *grown
	protos map[int]*proto
	gen    int
	minute int64
	run    int64
	pageID int64
	told   int64
	story  int64
	t      *tx
}

const perTransaction = 4000

func (m *maker) make(ctx context.Context) error {
	db := m.db.(*sqliteDB)
	for _, q := range []string{"PRAGMA foreign_keys = OFF", "PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA cache_size = -800000"} {
		if _, err := db.writer.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	for _, table := range []string{"article_words", "statement_words", "sentence_words"} {
		if _, err := db.writer.ExecContext(ctx, "INSERT INTO "+table+" ("+table+", rank) VALUES ('hashsize', 67108864), ('automerge', 16)"); err != nil {
			return err
		}
	}
	end, have, err := m.before(ctx)
	if err != nil {
		return err
	}
	all := m.schedule(end)
	jobs, work := make(chan *job, 256), make(chan func(), 256)
	for range max(1, runtime.NumCPU()) {
		go func() {
			for f := range work {
				f()
			}
		}()
	}
	go func() {
		defer close(jobs)
		docs, words, gen := map[int]*rapporteur.Document{}, map[int]partStems{}, -1
		for n := have + 1; all.Len() > 0; n++ {
			x := heap.Pop(&all).(report)
			if g := m.generation(x.at); g != gen {
				gen, docs, words = g, map[int]*rapporteur.Document{}, map[int]partStems{}
			}
			if docs[x.base] == nil {
				docs[x.base] = renamed(m.base[x.base], gen)
				words[x.base] = stemParts(docs[x.base].Article)
			}
			j := &job{report: x, n: n, doc: docs[x.base], stems: words[x.base], done: make(chan struct{})}
			outlet, r := m.r.IntN(outletsMade), rand.New(rand.NewPCG(uint64(n), 3))
			work <- func() { m.prepare(j, r, outlet) }
			jobs <- j
		}
		close(work)
	}()
	start, n, more := time.Now(), 0, true
	for more {
		err := m.db.write(ctx, func(t *tx) (err error) {
			m.t = t
			for range perTransaction {
				j, ok := <-jobs
				if more = ok; !ok {
					break
				}
				<-j.done
				if err := m.put(ctx, j); err != nil {
					return err
				}
				n++
			}
			return m.flush(ctx)
		})
		if err != nil {
			return err
		}
		if info, err := os.Stat(db.path); err == nil {
			m.press.t.Logf("%s %d articles, %.0f/s, %d bytes an article", time.Now().Format(time.TimeOnly), n, float64(n)/time.Since(start).Seconds(), info.Size()/int64(n))
		}
	}
	if err := m.settle(ctx); err != nil {
		return err
	}
	m.press.t.Logf("%s settled", time.Now().Format(time.TimeOnly))
	for _, table := range []string{"article_words", "statement_words", "sentence_words"} {
		if _, err := db.writer.ExecContext(ctx, "INSERT INTO "+table+" ("+table+", rank) VALUES ('hashsize', 1048576), ('automerge', 4)"); err != nil {
			return err
		}
	}
	for _, q := range []string{"DELETE FROM river_job", "PRAGMA journal_mode = WAL"} {
		if _, err := db.writer.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	return m.Tidy(ctx) // as the desk does every day
}

// before finds out what is on file already: the older end of it, and how much.
func (m *maker) before(ctx context.Context) (end time.Time, have int, err error) {
	c, err := m.Counts(ctx)
	if err != nil || c.Articles == 0 {
		return archiveEnd, 0, err
	}
	var key int64
	if err := one(ctx, m.db, "SELECT min(key) FROM articles", nil, &key); err != nil {
		return end, 0, err
	}
	for column, n := range map[string]*int64{"max(n) FROM told": &m.told, "max(id) FROM stories": &m.story, "max(id) FROM pages": &m.pageID} {
		if err := one(ctx, m.db, "SELECT "+column, nil, n); err != nil {
			return end, 0, err
		}
	}
	return keyTime(key), c.Articles, nil
}

func (m *maker) generation(at time.Time) int { return 1 + int(archiveEnd.Sub(at)/generationOf) }

// tell puts an article in its story. One in four repeats the first report.
func (m *maker) tell(ctx context.Context, j *job, key, outlet int64) error {
	a, e := j.variant.doc.Article, j.event
	m.told++
	if e.story == 0 {
		m.story++
		e.story, e.first, e.lead = m.story, j.at.UnixMicro(), m.told
	}
	original, host := int64(0), outletHost(a)
	if e.n > 0 && j.n%4 == 0 {
		original = e.lead
		e.copies++
	}
	e.n, e.last, e.newest, e.outlets[outlet] = e.n+1, j.at.UnixMicro(), max(e.newest, key), true
	var sketch, clues any
	if j.sketch != nil {
		sketch, clues = j.sketch, packClues(j.clues[:min(len(j.clues), maxClues)])
		for _, c := range j.clues[:min(len(j.clues), maxClues)] {
			if err := m.add(ctx, m.pile("clues", "clue, at, n"), c, j.at.UnixMicro(), m.told); err != nil {
				return err
			}
		}
	}
	told := m.pile("told", "n, article, story, original, key, at, outlet_id, origin, sketch, clues, version, grouped")
	if err := m.add(ctx, told, m.told, a.ID, e.story, original, key, j.at.UnixMicro(), outlet, host, sketch, clues, stories.Version, a.Fetched.UnixMicro()); err != nil {
		return err
	}
	if e.left--; e.left > 0 {
		return nil
	}
	list := m.pile("stories", "id, lead, newest, rank, first, last, articles, outlets, independent, copies")
	return m.add(ctx, list, e.story, e.lead, e.newest, int64(len(e.outlets))<<outletBits|e.story, e.first, e.last, e.n, len(e.outlets), max(1, int64(len(e.outlets))-e.copies), e.copies)
}
