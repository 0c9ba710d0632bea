package store

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"

	"rapporteur"
)

// DoubtRow is a mention of which it is not sure which subject it is.
type DoubtRow struct {
	Subject, Rival SubjectRow
	Name           string // as printed
	Why            string
	Doubt          float64    // 0 to 1
	Articles       int        // with the same doubt
	Article        ArticleRow // the newest of them
	// Whole says that all there is of Subject is in doubt, so that the question is whether the two are one; else it is which
	// of two the article means.
	Whole bool
}

// Doubtful is the confidence below which a statement waits to be reviewed: readers take back three in ten of those.
const Doubtful = 0.7

// Doubtful reports whether a statement waits to be reviewed: the engine is not sure of it, and nobody has looked at it.
func (x *StatementRow) Doubtful() bool { return x.Confidence < Doubtful && x.Ruled == "" }

// DoubtfulStatements lists the statements that nobody has looked at, the least sure first; none is in it with a confidence of
// Doubtful or more. Next of one page is before of the following.
func (s *Store) DoubtfulStatements(ctx context.Context, before Cursor, limit int) (*StatementList, error) {
	w := &where{}
	w.and("s.ruled = '' AND s.confidence < 0.7")
	if before != "" {
		bits, id, ok := strings.Cut(string(before), ".")
		b, err := strconv.ParseUint(bits, 36, 64)
		n, err2 := strconv.ParseInt(id, 36, 64)
		if !ok || err != nil || err2 != nil {
			return nil, fmt.Errorf("%w: %.40q is no place in the queue; start at its beginning", rapporteur.ErrInvalid, string(before))
		}
		w.and("(s.confidence > ? OR s.confidence = ? AND s.id > ?)", math.Float64frombits(b), math.Float64frombits(b), n)
	}
	limit = pageLimit(limit)
	var list []keyedStatement
	err := each(ctx, s.db, func(r rows) error {
		k, err := scanStatement(r)
		list = append(list, k)
		return err
	}, "SELECT "+statementColumns+" FROM statements s JOIN articles a ON a.key = s.id >> "+strconv.Itoa(statementBits)+" JOIN outlets o ON o.id = a.outlet_id"+
		w.String()+" ORDER BY s.confidence, s.id LIMIT "+strconv.Itoa(limit+1), w.args...)
	if err != nil {
		return nil, err
	}
	out := &StatementList{}
	if len(list) > limit {
		list = list[:limit]
		last := &list[limit-1]
		out.Next = Cursor(strconv.FormatUint(math.Float64bits(last.row.Confidence), 36) + "." + strconv.FormatInt(last.id, 36))
	}
	return out, s.withRefs(ctx, list, out)
}

// recentDoubts is how many of the newest doubtful mentions are looked at.
const recentDoubts = 2000

// DoubtfulSubjects lists doubts about the newest mentions, the greatest first: where the engine could not tell one subject
// from another. Those that a person settled are not in it.
func (s *Store) DoubtfulSubjects(ctx context.Context, limit int) ([]DoubtRow, error) {
	type pair struct {
		row            DoubtRow
		subject, rival int64
		article        int64
	}
	var pairs []pair
	err := each(ctx, s.db, func(r rows) error {
		var p pair
		err := r.Scan(&p.subject, &p.rival, &p.row.Doubt, &p.row.Articles, &p.article)
		pairs = append(pairs, p)
		return err
	}, `SELECT a.whole, b.whole, max(m.doubt), count(DISTINCT m.article), max(m.article)
		FROM (SELECT subject, rival, doubt, article FROM mentions WHERE rival > 0 ORDER BY article DESC LIMIT `+strconv.Itoa(recentDoubts)+`) AS m
		JOIN subjects a ON a.id = m.subject JOIN subjects b ON b.id = m.rival JOIN articles x ON x.key = m.article
		WHERE a.whole <> b.whole AND a.ruled <> 'none' AND b.ruled <> 'none' AND NOT EXISTS (SELECT 1 FROM corrections c WHERE c.undone IS NULL AND c.what = 'keep apart'
			AND (c.subject = a.whole AND c.other = b.whole OR c.subject = b.whole AND c.other = a.whole) AND (c.article = '' OR c.article = x.id))
		GROUP BY a.whole, b.whole ORDER BY 3 DESC, 4 DESC, 1, 2 LIMIT `+strconv.Itoa(pageLimit(limit)))
	if err != nil {
		return nil, err
	}
	var out []DoubtRow
	for _, p := range pairs {
		if err := s.doubt(ctx, &p.row, p.subject, p.rival, p.article); err != nil {
			return nil, err
		}
		out = append(out, p.row)
	}
	return out, nil
}

func (s *Store) doubt(ctx context.Context, x *DoubtRow, subject, rival, article int64) error {
	for id, row := range map[int64]*SubjectRow{subject: &x.Subject, rival: &x.Rival} {
		if err := s.row(ctx, func(r rows) error { return scanSubject(r, row) }, "SELECT "+subjectColumns+" FROM subjects w WHERE w.id = ?", id); err != nil {
			return err
		}
	}
	x.Whole = x.Subject.Articles <= x.Articles
	var names string
	err := one(ctx, s.db, "SELECT m.names, m.why FROM mentions m JOIN subjects s ON s.id = m.subject WHERE m.article = ? AND s.whole = ? AND m.rival > 0 ORDER BY m.doubt DESC LIMIT 1", []any{article, subject}, &names, &x.Why)
	if err != nil {
		return err
	}
	first, _, _ := strings.Cut(names, "\n")
	x.Name = readName(first).text
	found, err := s.articleRows(ctx, []int64{article})
	if err != nil || len(found) == 0 {
		return err
	}
	x.Article = found[0]
	return nil
}
