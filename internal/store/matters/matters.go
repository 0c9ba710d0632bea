// Package matters says where a matter stands: what the articles of a dossier hold about it, brought together. It promises
// that everything it gives is a part of an article and says where it stands there; that it chooses and groups, and words
// nothing; that what people decided (no to a match, kept or late) holds; and that it reads a bounded number of articles,
// the newest of a window, however large the archive is, and says how far back that reached.
package matters

import (
	"context"
	"sync"
	"time"

	"rapporteur"
	"rapporteur/internal/store"
)

// Reader reads matters out of an archive. It may be used from many goroutines.
type Reader struct {
	store *store.Store
	mu    sync.Mutex
	docs  map[revision]kept // the last ones used, as far as they fit

	suggested suggested // the last answer of Suggest
}

type revision struct {
	id string
	n  int
}

// maxDocuments is how many records a Reader keeps at hand; some tens of kilobytes each.
const maxDocuments = 1000

// NewReader makes a Reader.
func NewReader(s *store.Store) *Reader {
	return &Reader{store: s, docs: map[revision]kept{}}
}

// Window bounds what is read of a matter: the newest articles of [From, To).
type Window struct {
	From, To  time.Time // zero: open
	Limit     int       // articles; 0 is DefaultLimit, MaxLimit the most
	Uncounted bool      // Matching is not asked for
	Said      time.Time // statements are read of articles from then on only; zero: of all
}

const (
	// DefaultLimit is how many articles of a matter are read.
	DefaultLimit = 150
	// MaxLimit is the most that can be asked for.
	MaxLimit = 400
)

// Article is an article of a matter.
type Article struct {
	store.ArticleRow
	Doc        *rapporteur.Document
	Statements []store.StatementRow     // those that belong to the matter
	Found      []rapporteur.Span        // the words it was found by
	Subjects   map[int]store.SubjectRef // what its entities are filed under
	About      bool                     // the whole article is about the matter; else its passages are
	passages   []rapporteur.Span
	wording    *wording
}

// In reports whether a span belongs to the matter.
func (a *Article) In(s rapporteur.Span) bool {
	for _, p := range a.passages {
		if p.Contains(s) {
			return true
		}
	}
	return false
}

// Matter is a dossier with its articles, newest first.
type Matter struct {
	Dossier  store.Dossier
	Edits    Edits
	Articles []Article
	Window   Window
	Matching int       // articles in the window that hold the words, as far as they were counted
	Read     int       // of these, those that were looked at
	Common   bool      // at least half of all articles match, as far back as was looked
	Beyond   bool      // more match than Matching, or may: counting stopped there
	Reached  time.Time // the date of the oldest that was looked at; older ones were left out where Read < Matching
	Excluded int       // those that a person said no to
	Elsewise int       // those that hold the words in another sense: "safe" where SAFE is followed
}

// CountMatching is where counting a matter's articles stops.
const CountMatching = 1000

// Matter reads what the archive holds about a dossier.
func (r *Reader) Matter(ctx context.Context, d store.Dossier, w Window) (*Matter, error) {
	edits, err := r.store.Edits(ctx, d.ID)
	if err != nil {
		return nil, err
	}
	m := &Matter{Dossier: d, Edits: edits, Window: w}
	return m, r.fill(ctx, m)
}

func (r *Reader) fill(ctx context.Context, m *Matter) error {
	filter := store.ArticleFilter{Query: m.Dossier.Question(), From: m.Window.From, To: m.Window.To, Limit: m.Window.limit()}
	list, err := r.store.Articles(ctx, filter)
	if err != nil {
		return err
	}
	m.Read, m.Matching = len(list.Rows), len(list.Rows)
	if list.Next != "" && !m.Window.Uncounted {
		if m.Matching, m.Beyond, err = r.store.CountArticles(ctx, filter, CountMatching); err != nil {
			return err
		}
	}
	if n := len(list.Rows); n > 0 {
		m.Reached = list.Rows[n-1].At
	}
	if m.Beyond {
		_, rest, err := r.store.CountArticles(ctx, store.ArticleFilter{From: m.Reached, To: m.Window.To}, 2*m.Read)
		if err != nil {
			return err
		}
		m.Common = !rest
	}
	if !list.Reached.IsZero() { // hardly any fits, and the search for them ended there
		m.Reached = list.Reached
	}
	words, err := r.documents(ctx, list.Rows)
	if err != nil {
		return err
	}
	if err := m.choose(list.Rows, words); err != nil {
		return err
	}
	said := m.Articles
	for n := len(said); n > 0 && said[n-1].At.Before(m.Window.Said); n-- {
		said = said[:n-1]
	}
	return r.putStatements(ctx, said)
}

func (w Window) limit() int {
	if w.Limit <= 0 {
		return DefaultLimit
	}
	return min(w.Limit, MaxLimit)
}

// choose keeps the articles that are about the matter, and finds their passages.
func (m *Matter) choose(rows []store.ArticleRow, words []*wording) error {
	finder, err := store.NewFinder(m.Dossier.Question())
	if err != nil {
		return err
	}
	no := m.Edits.Standing(store.EditExclude)
	for i := range rows {
		if words[i] == nil {
			continue
		}
		doc := words[i].doc
		a := Article{ArticleRow: rows[i], Doc: doc, Found: finder.Find(doc.Article.Text, words[i].words()), wording: words[i]}
		switch _, excluded := no[a.ID]; {
		case excluded:
			m.Excluded++
		case len(a.Found) == 0 && !finder.Empty():
			m.Elsewise++
		default:
			a.passages, a.About = passages(doc.Article, a.Found)
			if finder.Empty() { // what is asked for is not a matter of words
				a.passages, a.About = wholly(doc.Article), true
			}
			m.Articles = append(m.Articles, a)
		}
	}
	return nil
}

// putStatements gives each article those of its statements that belong to the matter, and who its entities are.
func (r *Reader) putStatements(ctx context.Context, articles []Article) error {
	ids, at := make([]string, len(articles)), map[string]*Article{}
	for i := range articles {
		ids[i] = articles[i].ID
		at[ids[i]] = &articles[i]
	}
	subjects, err := r.store.SubjectsOf(ctx, ids)
	if err != nil {
		return err
	}
	for id, a := range at {
		a.Subjects = subjects[id]
	}
	said, err := r.store.StatementsOf(ctx, ids)
	if err != nil {
		return err
	}
	for i := range said {
		a := at[said[i].ArticleID]
		if len(said[i].Content) > 0 && a.In(said[i].Content[0]) {
			a.Statements = append(a.Statements, said[i])
		}
	}
	return nil
}

// kept is a record at hand, and when it was read.
type kept struct {
	read time.Time
	*wording
}

// documents gives the records of articles, from memory where they are at hand; nil stands for one that was taken off the file meanwhile.
func (r *Reader) documents(ctx context.Context, rows []store.ArticleRow) ([]*wording, error) {
	ids := make([]string, len(rows))
	for i := range rows {
		ids[i] = rows[i].ID
	}
	read, err := r.store.ReadAt(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]*wording, len(rows))
	var missing []store.ArticleRow
	var where []int
	r.mu.Lock()
	for i := range rows {
		k := r.docs[revision{rows[i].ID, rows[i].Revision}]
		if out[i] = k.wording; k.wording == nil || !k.read.Equal(read[rows[i].ID]) {
			missing, where = append(missing, rows[i]), append(where, i)
		}
	}
	r.mu.Unlock()
	fresh, err := r.store.Documents(ctx, missing)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, doc := range fresh {
		out[where[i]] = nil
		if doc != nil {
			out[where[i]] = &wording{doc: doc}
			r.keep(&missing[i], kept{read[missing[i].ID], out[where[i]]})
		}
	}
	return out, nil
}

// keep holds a record at hand. Where there is no room left, one in four is dropped, whichever come first: what is used again
// is read again.
func (r *Reader) keep(row *store.ArticleRow, k kept) {
	if len(r.docs) >= maxDocuments {
		n := maxDocuments / 4
		for old := range r.docs {
			if n--; n < 0 {
				break
			}
			delete(r.docs, old)
		}
	}
	r.docs[revision{row.ID, row.Revision}] = k
}

// Whole reads articles that are on no dossier, each of them wholly.
func (r *Reader) Whole(ctx context.Context, rows []store.ArticleRow) ([]Article, error) {
	words, err := r.documents(ctx, rows)
	if err != nil {
		return nil, err
	}
	var out []Article
	for i, w := range words {
		if w != nil {
			out = append(out, Article{ArticleRow: rows[i], Doc: w.doc, About: true, passages: wholly(w.doc.Article), wording: w})
		}
	}
	return out, r.putStatements(ctx, out)
}
