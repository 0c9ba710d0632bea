package store

import (
	"context"
	"slices"
	"strconv"
)

// Search finds articles by a query in the one language (docs/query.md), newest first: words that must all stand in the
// article in any form, "phrases", -without, word*, OR between alternatives, fields such as by:kallas or figure:>1bn,
// parentheses. An unreadable query is a *query.Error, which wraps ErrInvalid and points at the place.
func (s *Store) Search(ctx context.Context, text string, o SearchOptions) (*SearchResult, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	a, err := s.mustAsk(ctx, text)
	if err != nil {
		return nil, err
	}
	w := &where{}
	from, err := s.narrowed(ctx, w, a, onArticles, allArticles)
	if err != nil {
		return nil, err
	}
	if err := w.article(from, 0, "a.outlet_id", o.Outlet, o.From, o.To, ""); err != nil {
		return nil, err
	}
	res := &SearchResult{Explain: a.Explain()}
	counted := where{slices.Clone(w.conditions), slices.Clone(w.args)}
	if err := w.before(o.Before, from.key); err != nil {
		return nil, err
	}
	found, err := s.articleRows(ctx, from, w, pageLimit(o.Limit)+1)
	if err != nil {
		return nil, err
	}
	rows, next := pageOfArticles(found, pageLimit(o.Limit))
	if res.Next, res.Total = next, len(rows); next != "" || o.Before != "" { // else one page has them all
		if err := s.count(ctx, res, from, &counted, o.Outlet == ""); err != nil {
			return nil, err
		}
	}
	for _, r := range rows {
		h, err := s.hit(ctx, a, r)
		if err != nil {
			return nil, timeUp(err)
		}
		res.Hits = append(res.Hits, h)
	}
	return res, nil
}

// hit shows why an article was found.
func (s *Store) hit(ctx context.Context, a *asked, r ArticleRow) (Hit, error) {
	if !a.asksRecord() {
		text, err := s.Revision(ctx, r.ID, r.Revision)
		if err != nil {
			return Hit{}, err
		}
		reasons := told(a.wordReasons(text.Article.Text), text.Article)
		return Hit{ArticleRow: r, Snippet: snippet(text.Article.Text, reasons), Reasons: reasons}, nil
	}
	doc, err := s.loadRevision(ctx, r.ID, r.Revision)
	if err != nil {
		return Hit{}, err
	}
	voices, err := s.voicesOf(ctx, r.ID)
	if err != nil {
		return Hit{}, err
	}
	reasons := a.why(&r, doc, voices)
	return Hit{ArticleRow: r, Snippet: snippet(doc.Article.Text, reasons), Reasons: reasons}, nil
}

// count counts hits: all of them up to MaxTotal where an index of words has them, else up to a tenth of that.
func (s *Store) count(ctx context.Context, res *SearchResult, from source, w *where, alone bool) (err error) {
	most := MaxTotal / 10
	if from.alone != "" {
		most = MaxTotal
		if alone {
			from.from = from.alone
		}
	}
	if res.Total, err = s.countArticles(ctx, from, w, most+1); err != nil {
		return err
	}
	if res.More = res.Total > most; res.More {
		res.Total = most
	}
	return nil
}

// CountArticles counts the articles that a filter chooses, up to most.
func (s *Store) CountArticles(ctx context.Context, f ArticleFilter, most int) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	from, w, err := s.chosen(ctx, f)
	if err != nil {
		return 0, err
	}
	if f.Outlet == "" && f.Subject == 0 && from.alone != "" {
		from.from = from.alone
	}
	return s.countArticles(ctx, from, w, most)
}

func (s *Store) countArticles(ctx context.Context, from source, w *where, most int) (int, error) {
	var n int
	err := one(ctx, s.db, "SELECT count(*) FROM (SELECT "+from.key+" FROM "+from.from+w.String()+" LIMIT "+strconv.Itoa(most)+") AS found", append(slices.Clone(from.args), w.args...), &n)
	return n, timeUp(err)
}
