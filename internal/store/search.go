package store

import (
	"context"
	"time"
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
	limit := pageLimit(o.Limit)
	f := ArticleFilter{Outlet: o.Outlet, From: o.From, To: o.To}
	all, err := s.countFound(ctx, a, f, limit)
	if err != nil {
		return nil, err
	}
	page := all.trail
	if f.Before = o.Before; o.Before != "" {
		pl, n, err := s.choosing(ctx, a, f)
		if err != nil {
			return nil, err
		}
		if page, err = s.walk(ctx, pl, n.within, limit); err != nil {
			return nil, err
		}
	}
	if len(page.keys) > limit {
		page.keys, page.more, page.cut, page.end = page.keys[:limit], true, false, page.keys[limit-1]
	}
	res := &SearchResult{Explain: a.Explain(), Next: page.next(), Reached: page.reached(0), Total: all.total, More: all.more}
	if res.Readings, err = s.readings(ctx, a); err != nil {
		return nil, err
	}
	rows, err := s.articleRows(ctx, page.keys)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		h, err := s.hit(ctx, a, r)
		if err != nil {
			return nil, timeUp(err)
		}
		res.Hits = append(res.Hits, h)
	}
	if o.Facets && len(res.Hits) > 0 {
		res.Facets, err = s.facets(ctx, all.trail)
	}
	return res, err
}

// counted is the newest of what a search finds, and how much it is in all.
type counted struct {
	trail
	total int
	more  bool // than total
}

// countingTime is how long a search goes on to count when its page is full.
const countingTime = 80 * time.Millisecond

// countFound finds the newest of what a search finds, a page at least, and counts: all up to MaxTotal where an index has them, else as many as facets
// are counted over, or as are found within the time for it.
func (s *Store) countFound(ctx context.Context, a *asked, f ArticleFilter, page int) (c counted, err error) {
	began := time.Now()
	pl, n, err := s.choosing(ctx, a, f)
	if err != nil {
		return c, err
	}
	goOn := func(found int) bool { return found <= page || time.Since(began) < s.counting }
	if c.trail, err = s.walkWhile(ctx, pl, n.within, maxFaceted, goOn); err != nil {
		return c, err
	}
	c.total, c.more = len(c.keys), c.trail.more
	if c.more && !pl.tested() && len(pl.way.parts) == 1 && pl.way.shift == 0 {
		c.total, err = s.count(ctx, pl.way.parts[0], 0, n.within, MaxTotal+1)
		c.more = c.total > MaxTotal
		c.total = min(c.total, MaxTotal)
	}
	return c, err
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

// CountArticles counts the articles that a filter chooses, up to most; more says that there are, or may be, more of them.
func (s *Store) CountArticles(ctx context.Context, f ArticleFilter, most int) (n int, more bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	pl, narrow, err := s.chosen(ctx, f)
	if err != nil {
		return 0, false, err
	}
	if !pl.tested() && len(pl.way.parts) == 1 && pl.way.shift == 0 {
		n, err = s.count(ctx, pl.way.parts[0], 0, narrow.within, most)
		return n, n == most, err
	}
	t, err := s.walk(ctx, pl, narrow.within, most)
	return len(t.keys), t.more || len(t.keys) == most, err
}
