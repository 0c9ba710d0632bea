package store

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"rapporteur"
)

// patience bounds how long a question with words in it may take, so that no query a visitor makes up holds the desk.
const patience = 20 * time.Second

// Articles lists articles by date, newest first.
func (s *Store) Articles(ctx context.Context, f ArticleFilter) (*ArticleList, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	t, err := s.walkArticles(ctx, f, pageLimit(f.Limit))
	if err != nil {
		return nil, err
	}
	list := &ArticleList{Next: t.next(), Reached: t.reached(0)}
	list.Rows, err = s.articleRows(ctx, t.keys)
	return list, err
}

// walkArticles finds the articles that a filter chooses.
func (s *Store) walkArticles(ctx context.Context, f ArticleFilter, want int) (trail, error) {
	pl, n, err := s.chosen(ctx, f)
	if err != nil {
		return trail{}, err
	}
	return s.walk(ctx, pl, n.within, want)
}

// chosen is how the articles that a filter chooses are found.
func (s *Store) chosen(ctx context.Context, f ArticleFilter) (*plan, *narrowing, error) {
	a, err := s.ask(ctx, f.Query)
	if err == nil && f.Speaker != "" {
		a, err = s.alsoBy(ctx, a, f.Speaker)
	}
	if err != nil {
		return nil, nil, err
	}
	return s.choosing(ctx, a, f)
}

// choosing is the same of a query that was read before.
func (s *Store) choosing(ctx context.Context, a *asked, f ArticleFilter) (*plan, *narrowing, error) {
	n := newNarrowing()
	n.dates(f.From, f.To, 0)
	if err := n.before(f.Before); err != nil {
		return nil, nil, err
	}
	if f.Outlet != "" {
		if err := s.ofOutlet(ctx, n, onArticles, "a.outlet_id", f.Outlet); err != nil {
			return nil, nil, err
		}
	}
	if f.Subject != 0 {
		ids, err := s.wholeOf(ctx, f.Subject)
		if err != nil {
			return nil, nil, err
		}
		n.mentioning(ids)
		n.so(ids, f.Called, f.Role)
	}
	if f.Story != 0 {
		story, err := s.storyNow(ctx, strconv.FormatInt(f.Story, 10))
		if err != nil {
			return nil, nil, err
		}
		n.and(cond("EXISTS (SELECT 1 FROM told WHERE told.article = a.id AND told.story = ?)", story), ofArticles(onArticles, false, cond("SELECT key AS i FROM told WHERE story = ?", story)))
	}
	pl, err := s.plan(ctx, a, onArticles, allArticles, n)
	return pl, n, err
}

// mentioning narrows to articles that mention one of some subjects.
func (n *narrowing) mentioning(ids []int64) {
	of := in("subject", idArgs(ids))
	w := &way{rows: true, sorted: true}
	for _, id := range ids {
		w.parts = append(w.parts, cond("SELECT article AS i FROM mentions WHERE subject = ?", id))
	}
	if len(ids) > maxAlternatives {
		w.parts, w.sorted = []condition{cond("SELECT article AS i FROM mentions WHERE "+of.sql, of.args...)}, false
	}
	n.and(cond("EXISTS (SELECT 1 FROM mentions WHERE article = a.key AND "+of.sql+")", of.args...), w)
}

// so narrows to articles that call one of some subjects by a name, or print a role of it; "" for any.
func (n *narrowing) so(ids []int64, name, role string) {
	of := in("subject", idArgs(ids))
	if name = plain(name); name != "" {
		// Names stand one a line, each with its rank before it. LIKE of SQLite knows no case, replace does.
		n.and(cond("EXISTS (SELECT 1 FROM mentions WHERE article = a.key AND "+of.sql+" AND '\n' || names || '\n' LIKE ? ESCAPE '!' AND replace(names, ?, '') <> names)",
			append(slices.Clone(of.args), "%\n_"+like(name)+"\n%", name)...), nil)
	}
	if role = plain(role); role != "" {
		n.and(cond("EXISTS (SELECT 1 FROM subject_roles WHERE article = a.key AND "+of.sql+" AND role = ?)", append(slices.Clone(of.args), nameKey(role))...), nil)
	}
}

// ofOutlet narrows to the outlet of a host; one that is not on file has nothing.
func (s *Store) ofOutlet(ctx context.Context, n *narrowing, p asking, column, host string) error {
	var id int64
	err := one(ctx, s.db, "SELECT id FROM outlets WHERE host = ?", []any{strings.ToLower(plain(host))}, &id)
	if errors.Is(err, errNoRow) {
		n.within.high = n.within.low
		return nil
	}
	w := outletWay(p, []any{id})
	if p.statement != "" {
		w = findings(p, true, true, cond("SELECT id AS i FROM statements WHERE outlet_id = ?", id))
	}
	n.and(cond(column+" = ?", id), w)
	return err
}

// reasonable keeps a date that a visitor made up within what keys can hold.
func reasonable(t time.Time) time.Time {
	low, high := time.Date(1850, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2090, 1, 1, 0, 0, 0, 0, time.UTC)
	switch {
	case t.Before(low):
		return low
	case t.After(high):
		return high
	}
	return t
}

type keyedArticle struct {
	key int64
	row ArticleRow
}

const articleColumns = "a.key, a.id, a.revision, a.title, a.lead, o.name, o.host, a.url, a.byline, a.wire, a.language, a.published, a.published_day, a.published_from, a.seen, a.at, a.statements, coalesce((SELECT story FROM told WHERE told.article = a.id), 0)"

func (k *keyedArticle) fields() []any {
	r := &k.row
	return []any{&k.key, &r.ID, &r.Revision, &r.Title, &r.Lead, &r.Outlet, &r.OutletHost, &r.URL, &r.Byline, &r.Wire, &r.Language,
		at(&r.Published.Time), &r.Published.DateOnly, (*string)(&r.Published.From), at(&r.Seen), at(&r.At), &r.Statements, &r.Story}
}

// articleRows loads articles by their keys, newest first; those that were taken off the file meanwhile are left out.
func (s *Store) articleRows(ctx context.Context, keys []int64) ([]ArticleRow, error) {
	list, err := s.keyedRows(ctx, keys)
	var out []ArticleRow
	for i := range list {
		out = append(out, list[i].row)
	}
	return out, err
}

func (s *Store) keyedRows(ctx context.Context, keys []int64) ([]keyedArticle, error) {
	var out []keyedArticle
	for chunk := range slices.Chunk(keys, MaxPageSize) {
		err := each(ctx, s.db, func(r rows) error {
			var k keyedArticle
			err := r.Scan(k.fields()...)
			out = append(out, k)
			return err
		}, "SELECT "+articleColumns+" FROM articles a JOIN outlets o ON o.id = a.outlet_id WHERE a.key IN ("+marks(len(chunk))+") ORDER BY a.key DESC", idArgs(chunk)...)
		if err != nil {
			return nil, timeUp(err)
		}
	}
	return out, nil
}

// timeUp words the end of our patience.
func timeUp(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%w: this takes longer than %d seconds; narrow it by words, outlet or dates", rapporteur.ErrInvalid, int(patience.Seconds()))
	}
	return err
}

// Article gives one article; revision 0 is the latest on file. ErrNotFound where there is none.
func (s *Store) Article(ctx context.Context, id string, revision int) (*ArticleView, error) {
	v := &ArticleView{}
	var k keyedArticle
	err := one(ctx, s.db, "SELECT "+articleColumns+", a.indexed FROM articles a JOIN outlets o ON o.id = a.outlet_id WHERE a.id = ?", []any{plain(id)}, append(k.fields(), &v.IndexedBytes)...)
	if errors.Is(err, errNoRow) {
		return nil, fmt.Errorf("%w: no article %.40q is on file", rapporteur.ErrNotFound, id)
	}
	if err != nil {
		return nil, err
	}
	if v.Row = k.row; revision == 0 {
		revision = v.Row.Revision
	}
	if v.Document, err = s.loadRevision(ctx, id, revision); err != nil {
		return nil, err
	}
	if err := s.provenance(ctx, v, revision); err != nil {
		return nil, err
	}
	return v, s.byPeople(ctx, v, k.key)
}

// Document gives one revision with its record; revision 0 is the latest on file. Sentences carry no tokens. ErrNotFound where
// there is none.
func (s *Store) Document(ctx context.Context, id string, revision int) (*rapporteur.Document, error) {
	if revision == 0 {
		err := one(ctx, s.db, "SELECT revision FROM articles WHERE id = ?", []any{plain(id)}, &revision)
		if errors.Is(err, errNoRow) {
			return nil, fmt.Errorf("%w: no article %.40q is on file", rapporteur.ErrNotFound, id)
		}
		if err != nil {
			return nil, err
		}
	}
	return s.loadRevision(ctx, id, revision)
}

// loadRevision gives one revision with its record.
func (s *Store) loadRevision(ctx context.Context, id string, revision int) (*rapporteur.Document, error) {
	var data, record []byte
	err := one(ctx, s.db, "SELECT data, record FROM revisions WHERE article = ? AND revision = ?", []any{plain(id), revision}, &data, &record)
	if errors.Is(err, errNoRow) {
		return nil, fmt.Errorf("%w: the article has no revision %d", rapporteur.ErrNotFound, revision)
	}
	if err != nil {
		return nil, err
	}
	doc := &rapporteur.Document{}
	if doc.Article, err = unpackArticle(data); err != nil {
		return nil, err
	}
	return doc, unpackRecord(record, doc)
}

func (s *Store) provenance(ctx context.Context, v *ArticleView, revision int) error {
	p := &v.Provenance
	err := one(ctx, s.db, `SELECT p.hash, b.size, p.url, p.final_url, p.fetched, r.extractor, r.engine, r.read FROM revisions r
		JOIN pages p ON p.id = r.page_id JOIN bodies b ON b.hash = p.hash WHERE article = ? AND revision = ?`, []any{v.Row.ID, revision},
		&p.PageHash, &p.PageSize, &p.PageURL, &p.FinalURL, at(&p.Fetched), &p.Extractor, &p.Engine, at(&p.Read))
	if err != nil {
		return err
	}
	p.Revisions, err = s.revisions(ctx, v.Row.ID, v.Row.Revision)
	return err
}

const statementColumns = `s.id, a.id, a.revision, s.speaker, s.class, s.role, s.source, s.cue, s.quote, s.content, s.paragraph, s.kind, s.act, s.negated, s.hedged, s.confidence, s.ruled,
	a.title, o.name, o.host, a.url, a.at`

// Statements lists statements: those of the newest articles first, and of each article in the order of its text.
func (s *Store) Statements(ctx context.Context, f StatementFilter) (*StatementList, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	a, err := s.ask(ctx, f.Query)
	if err == nil && f.Speaker != "" {
		a, err = s.alsoBy(ctx, a, f.Speaker)
	}
	if err != nil {
		return nil, err
	}
	n := newNarrowing()
	n.dates(f.From, f.To, statementBits)
	if err := n.before(f.Before); err != nil {
		return nil, err
	}
	if err := s.narrowStatements(ctx, n, f); err != nil {
		return nil, err
	}
	pl, err := s.plan(ctx, a, onStatements, allStatements, n)
	if err != nil {
		return nil, err
	}
	t, err := s.walk(ctx, pl, n.within, pageLimit(f.Limit))
	if err != nil {
		return nil, err
	}
	list, err := s.statementRows(ctx, t.keys)
	if err != nil {
		return nil, err
	}
	list.Next, list.Reached = t.next(), t.reached(statementBits)
	return list, nil
}

// narrowStatements adds what a filter asks beside its query and its dates.
func (s *Store) narrowStatements(ctx context.Context, n *narrowing, f StatementFilter) error {
	if f.Outlet != "" {
		if err := s.ofOutlet(ctx, n, onStatements, "s.outlet_id", f.Outlet); err != nil {
			return err
		}
	}
	for column, value := range map[string]string{"kind": plain(string(f.Kind)), "act": plain(string(f.Act))} {
		if value != "" {
			n.and(cond("s."+column+" = ?", value), findings(onStatements, true, true, cond("SELECT id AS i FROM statements WHERE "+column+" = ?", value)))
		}
	}
	for how, id := range map[int]int64{voiceBy: f.Subject, voiceAbout: f.About} {
		if id == 0 {
			continue
		}
		ids, err := s.wholeOf(ctx, id)
		if err != nil {
			return err
		}
		n.and(voice("s.id", how, ids), voiceWay(onStatements, true, how, ids))
	}
	if f.ArticleID == "" {
		return nil
	}
	return s.ofArticle(ctx, n, f.ArticleID)
}

type keyedStatement struct {
	id  int64
	row StatementRow
}

// statementRows loads statements by their ids, newest first.
func (s *Store) statementRows(ctx context.Context, ids []int64) (*StatementList, error) {
	out := &StatementList{}
	for chunk := range slices.Chunk(ids, MaxPageSize) {
		var list []keyedStatement
		err := each(ctx, s.db, func(r rows) error {
			k, err := scanStatement(r)
			list = append(list, k)
			return err
		}, "SELECT "+statementColumns+" FROM statements s JOIN articles a ON a.key = s.id >> "+strconv.Itoa(statementBits)+
			" JOIN outlets o ON o.id = a.outlet_id WHERE s.id IN ("+marks(len(chunk))+") ORDER BY s.id DESC", idArgs(chunk)...)
		if err != nil {
			return nil, timeUp(err)
		}
		if err := s.withRefs(ctx, list, out); err != nil {
			return nil, timeUp(err)
		}
	}
	return out, nil
}

// withRefs adds rows to a list, with the subjects who speak in them.
func (s *Store) withRefs(ctx context.Context, list []keyedStatement, out *StatementList) error {
	ids := make([]int64, len(list))
	for i := range list {
		ids[i] = list[i].id
	}
	refs, err := s.refs(ctx, ids)
	if err != nil {
		return err
	}
	for _, k := range list {
		k.row.Subjects = refs[k.id]
		out.Rows = append(out.Rows, k.row)
	}
	return nil
}

func scanStatement(r rows) (k keyedStatement, err error) {
	x, content := &k.row, ""
	err = r.Scan(&k.id, &x.ArticleID, &x.Revision, &x.Speaker, (*string)(&x.SpeakerClass), &x.Role, &x.Source, &x.Cue, &x.Quote, &content, &x.Paragraph,
		(*string)(&x.Kind), (*string)(&x.Act), &x.Negated, &x.Hedged, &x.Confidence, (*string)(&x.Ruled), &x.Title, &x.Outlet, &x.OutletHost, &x.URL, at(&x.At))
	if err != nil {
		return k, err
	}
	x.Index = statementIndex(k.id)
	x.Content, err = readSpans(content)
	return k, err
}

// Speakers completes a name: the subjects with statements of whom every word typed begins a word of a name, or that are
// meant by it in another spelling; most statements first.
func (s *Store) Speakers(ctx context.Context, prefix string, limit int) ([]SpeakerRow, error) {
	w := &where{}
	w.and("w.statements > 0 AND w.whole = w.id AND w.ruled <> '" + NoSubject + "'")
	if prefix != "" {
		condition, args := s.likeNamed(prefix)
		if condition == "" {
			return nil, nil
		}
		w.and("w.id IN (SELECT whole FROM subjects WHERE "+condition+")", args...)
	}
	var out []SpeakerRow
	err := each(ctx, s.db, func(r rows) error {
		var x SpeakerRow
		err := r.Scan(&x.Name, &x.Statements)
		out = append(out, x)
		return err
	}, "SELECT CASE WHEN w.called <> '' THEN w.called ELSE w.name END, w.statements FROM subjects w"+w.String()+" ORDER BY w.statements DESC, 1 LIMIT "+strconv.Itoa(pageLimit(limit)), w.args...)
	return out, err
}

// Host is the host of an address, without "www."; "" where it is none. It is the identity of an outlet.
func Host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}
