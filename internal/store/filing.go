package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/riverqueue/river"

	"rapporteur"
)

// Articles are ordered by a key made of their date, so that lists and searches by date run along the key and stop after
// one page, however large the archive is: minutes since 1970 in the high bits, a running number in the low ones. The
// statements of an article follow it in the same order.
const (
	runningBits   = 20
	statementBits = 16
	// maxStatements is how many statements of one article lists and searches know. The record itself has them all.
	maxStatements = 1 << statementBits
)

func firstKey(t time.Time) int64 {
	minutes := t.Unix() / 60
	if t.Unix()%60 < 0 {
		minutes--
	}
	return minutes << runningBits
}

// FinishFile puts a revision with its record where lists and searches find it, in place of the one before, enqueues its
// grouping, and ends the job. A revision older than the one on file is left in the history only.
func (s *Store) FinishFile(ctx context.Context, job *river.Job[FileArgs], o rapporteur.Outcome) error {
	view, err := s.loadRevision(ctx, job.Args.ArticleID, job.Args.Revision)
	if err != nil {
		return err
	}
	f := newFiling(view)
	return finish(ctx, s, job, o, func(t *tx, _ *rapporteur.Outcome) error {
		if err := s.file(ctx, t, f); err != nil {
			return err
		}
		return t.enqueue(ctx, GroupArgs(job.Args))
	})
}

// filing is an article made ready to be filed; it is made before the transaction begins.
type filing struct {
	doc        *rapporteur.Document
	words      []string
	indexed    int
	statements []StatementRow
	stems      [][]string // of the statements' quotes
	facts      *facts
	ruled      map[int]ruling // what people said of the statements
	ruledKind  map[int64]rapporteur.EntityKind
}

func newFiling(doc *rapporteur.Document) *filing {
	a := doc.Article
	text := indexed(a.Text)
	f := &filing{doc: doc, words: entries(text), indexed: len(text), facts: newFacts(doc)}
	for i := range doc.Attributions[:min(len(doc.Attributions), maxStatements)] {
		row := statementRow(doc, i)
		f.statements = append(f.statements, row)
		f.stems = append(f.stems, entries(indexed(row.Quote)))
	}
	return f
}

func statementRow(doc *rapporteur.Document, i int) StatementRow {
	x, text := &doc.Attributions[i], doc.Article.Text
	row := StatementRow{
		Index: i, Speaker: plain(x.SpeakerName), SpeakerClass: x.SpeakerClass, Content: x.Content,
		Source: words(text, x.Source), Cue: words(text, x.Cue), Quote: words(text, x.Content),
		Kind: x.Kind, Act: x.Act, Negated: x.Negated, Hedged: x.Hedged, Confidence: x.Confidence,
	}
	if len(x.Content) > 0 {
		row.Paragraph = doc.Article.PartAt(x.Content[0].Start) + 1
	}
	for _, e := range x.Speakers {
		if 0 <= e && e < len(doc.Entities) && len(doc.Entities[e].Roles) > 0 {
			row.Role = plain(oneSpace(doc.Entities[e].Roles[0].Of(text)))
			break
		}
	}
	return row
}

// words gives the words of spans, joined where something stands between.
func words(text string, spans []rapporteur.Span) string {
	pieces := make([]string, len(spans))
	for i, s := range spans {
		pieces[i] = oneSpace(s.Of(text))
	}
	return plain(strings.Join(pieces, " … "))
}

func oneSpace(s string) string { return strings.Join(strings.Fields(s), " ") }

// file replaces what is on file of an article.
func (s *Store) file(ctx context.Context, t *tx, f *filing) error {
	a := f.doc.Article
	if err := s.db.lockArticle(ctx, t, a.ID); err != nil {
		return err
	}
	old, err := onFile(ctx, t, a.ID)
	if err != nil || old.revision > a.Revision {
		return err
	}
	if err := f.rule(ctx, t); err != nil {
		return err
	}
	subjects, outlets := newStanding(), map[int64]int{}
	if old.key != noKey {
		if err := takeOut(ctx, t, old, subjects); err != nil {
			return err
		}
		outlets[old.outlet]--
	}
	outlet, err := outletID(ctx, t, outletHost(a), a.Outlet)
	if err != nil {
		return err
	}
	outlets[outlet]++
	seen := a.Fetched
	if !old.seen.IsZero() {
		seen = old.seen
	}
	key, err := s.putArticle(ctx, t, f, outlet, seen, old.key)
	if err != nil {
		return err
	}
	if err := s.putStatements(ctx, t, f, key, outlet); err != nil {
		return err
	}
	if err := f.facts.put(ctx, t, key, outlet); err != nil {
		return err
	}
	if err := s.putSubjects(ctx, t, f, key, outlet, subjects); err != nil {
		return err
	}
	return settle(ctx, t, subjects, outlets, old, f.filed())
}

// outletHost is the identity of an outlet: the host its page came from; local files have none.
func outletHost(a *rapporteur.Article) string {
	if h := Host(a.URL); h != "" {
		return h
	}
	if name := strings.ToLower(oneSpace(a.Outlet)); name != "" {
		return name
	}
	return "files"
}

// noKey is the key of an article that is not on file.
const noKey = -1 << 63

type filed struct {
	key, outlet int64
	revision    int
	statements  int
	seen        time.Time
}

func onFile(ctx context.Context, t *tx, id string) (filed, error) {
	old := filed{key: noKey}
	err := one(ctx, t, "SELECT key, outlet_id, revision, statements, seen FROM articles WHERE id = ?", []any{plain(id)},
		&old.key, &old.outlet, &old.revision, &old.statements, at(&old.seen))
	if errors.Is(err, errNoRow) {
		err = nil
	}
	return old, err
}

// takeOut removes an article and its statements from the lists, and notes which subjects lose by it.
func takeOut(ctx context.Context, t *tx, old filed, subjects *standing) error {
	from, to := statementKeys(old.key)
	if err := takeOutSubjects(ctx, t, old.key, subjects); err != nil {
		return err
	}
	if err := takeOutFacts(ctx, t, from, to); err != nil {
		return err
	}
	id := t.wordsID()
	for _, q := range []string{
		"DELETE FROM statement_words WHERE " + id + " >= ? AND " + id + " < ?",
		"DELETE FROM statements WHERE id >= ? AND id < ?",
	} {
		if _, err := t.exec(ctx, q, from, to); err != nil {
			return err
		}
	}
	if _, err := t.exec(ctx, "DELETE FROM article_words WHERE "+id+" = ?", old.key); err != nil {
		return err
	}
	_, err := t.exec(ctx, "DELETE FROM articles WHERE key = ?", old.key)
	return err
}

// statementID numbers the statements of an article backwards, so that a list that runs down the numbers, newest article
// first, shows each article's statements in the order of its text.
func statementID(key int64, index int) int64 {
	return key<<statementBits | int64(maxStatements-1-index)
}

func statementIndex(id int64) int { return maxStatements - 1 - int(id&(maxStatements-1)) }

// withdraw takes a revision off the lists, if it is the one on file; the one before it takes its place.
func withdraw(ctx context.Context, t *tx, id string, revision int) error {
	old, err := onFile(ctx, t, id)
	if err != nil || old.revision != revision || old.key == noKey {
		return err
	}
	subjects := newStanding()
	if err := takeOut(ctx, t, old, subjects); err != nil {
		return err
	}
	if err := settle(ctx, t, subjects, map[int64]int{old.outlet: -1}, old, 0); err != nil {
		return err
	}
	if err := tally(ctx, t, "articles", -1); err != nil {
		return err
	}
	var before int
	err = one(ctx, t, "SELECT revision FROM revisions WHERE article = ? AND record IS NOT NULL ORDER BY revision DESC LIMIT 1", []any{plain(id)}, &before)
	if errors.Is(err, errNoRow) {
		return untell(ctx, t, plain(id))
	}
	if err != nil {
		return err
	}
	return t.enqueue(ctx, FileArgs{ArticleID: id, Revision: before})
}

func statementKeys(key int64) (from, to int64) {
	return key << statementBits, (key + 1) << statementBits
}

// putArticle files an article under a key of its date: the one it had, where its date is still that.
func (s *Store) putArticle(ctx context.Context, t *tx, f *filing, outlet int64, seen time.Time, oldKey int64) (int64, error) {
	a := f.doc.Article
	when := seen
	if Plausible(a.Published, seen) {
		when = a.Published.Time
	}
	first := firstKey(when)
	key := oldKey
	if key>>runningBits != first>>runningBits {
		key = first
		err := one(ctx, t, "SELECT key + 1 FROM articles WHERE key >= ? AND key < ? ORDER BY key DESC LIMIT 1", []any{first, first + 1<<runningBits}, &key)
		if err != nil && !errors.Is(err, errNoRow) {
			return 0, err
		}
	}
	title := a.Title()
	if title == "" {
		title = shorten(firstWords(a), 100)
	}
	for range 1000 {
		n, err := t.exec(ctx, `INSERT INTO articles (key, id, revision, outlet_id, title, lead, url, byline, wire, language, published, published_day, published_from, seen, at, statements, indexed, words_version)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING`,
			key, plain(a.ID), a.Revision, outlet, plain(title), plain(lead(a)), plain(a.URL), plain(a.Byline), plain(a.Wire), plain(a.Language),
			micros(a.Published.Time), a.Published.DateOnly, string(a.Published.From), seen.UnixMicro(), when.UnixMicro(), f.filed(), f.indexed, wordsVersion)
		if err != nil {
			return 0, err
		}
		if n == 1 {
			return key, s.db.index(ctx, t, "article_words", key, f.words)
		}
		key++ // another transaction was first
	}
	return 0, fmt.Errorf("%w: too many articles of one minute are filed at once", rapporteur.ErrTransient)
}

// lead is the standfirst, else the beginning of the first paragraph.
func lead(a *rapporteur.Article) string {
	for _, p := range a.Parts {
		if p.Kind == rapporteur.Standfirst {
			return oneSpace(p.Of(a.Text))
		}
	}
	return shorten(firstWords(a), 300)
}

func firstWords(a *rapporteur.Article) string {
	for _, p := range a.Parts {
		if p.Kind == rapporteur.Paragraph {
			return oneSpace(p.Of(a.Text))
		}
	}
	return oneSpace(a.Text[:min(len(a.Text), 1000)])
}

// shorten cuts at the border of a word and marks the cut.
func shorten(s string, most int) string {
	if len(s) <= most {
		return s
	}
	s = strings.ToValidUTF8(s[:most], "")
	if i := strings.LastIndexByte(s, ' '); i > most/2 {
		s = s[:i]
	}
	return s + " …"
}

func (s *Store) putStatements(ctx context.Context, t *tx, f *filing, key, outlet int64) error {
	for i := range f.statements {
		r, id := &f.statements[i], statementID(key, i)
		if r.Ruled == NoStatement {
			continue
		}
		within := hull(r.Content)
		_, err := t.exec(ctx, `INSERT INTO statements (id, outlet_id, speaker, class, role, source, cue, quote, content, paragraph, kind, act, negated, hedged, confidence, starts, ends, ruled)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			id, outlet, r.Speaker, string(r.SpeakerClass), r.Role, r.Source, r.Cue, r.Quote, writeSpans(r.Content), r.Paragraph,
			string(r.Kind), string(r.Act), r.Negated, r.Hedged, r.Confidence, within.Start, within.End, string(r.Ruled))
		if err != nil {
			return err
		}
		if err := s.db.index(ctx, t, "statement_words", id, f.stems[i]); err != nil {
			return err
		}
	}
	return nil
}

// nameKey is the form under which names are compared.
func nameKey(name string) string {
	var out []string
	eachWord(name, func(start, end int) bool {
		out = append(out, fold(name[start:end]))
		return true
	})
	return shortenKey(strings.Join(out, " "))
}

// shortenKey keeps what was taken for a name, and is none, from filling an index.
func shortenKey(s string) string {
	if len(s) > 200 {
		return strings.ToValidUTF8(s[:200], "")
	}
	return s
}

// settle brings the counts up to date. Rows that many transactions change come last and in one order, so that two never
// wait for each other.
func settle(ctx context.Context, t *tx, subjects *standing, outlets map[int64]int, old filed, statements int) error {
	if err := settleSubjects(ctx, t, subjects); err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(outlets)) {
		if outlets[id] == 0 {
			continue
		}
		if _, err := t.exec(ctx, "UPDATE outlets SET articles = articles + ? WHERE id = ?", outlets[id], id); err != nil {
			return err
		}
	}
	if old.key == noKey {
		if err := tally(ctx, t, "articles", 1); err != nil {
			return err
		}
	}
	return tally(ctx, t, "statements", statements-old.statements)
}

func writeSpans(spans []rapporteur.Span) string {
	var b strings.Builder
	for i, s := range spans {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(strconv.Itoa(s.Start) + "-" + strconv.Itoa(s.End))
	}
	return b.String()
}

func readSpans(s string) ([]rapporteur.Span, error) {
	var out []rapporteur.Span
	for _, f := range strings.Fields(s) {
		a, b, _ := strings.Cut(f, "-")
		start, err := strconv.Atoi(a)
		end, err2 := strconv.Atoi(b)
		if err := errors.Join(err, err2); err != nil {
			return nil, errStale(err)
		}
		out = append(out, rapporteur.Span{Start: start, End: end})
	}
	return out, nil
}
