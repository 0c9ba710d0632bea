package store

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Facet is one value of a side of what was found, with the number of articles that have it.
type Facet struct {
	Name     string // as people read it: the outlet's name, the speaker's, the act, the month as 2025-11
	Value    string // as the query language writes it
	Articles int
}

// Facets are the sides of what a search found.
type Facets struct {
	Of       int  // articles counted: the newest that were found
	More     bool // there are older ones that were not
	Outlets  []Facet
	Speakers []Facet
	Acts     []Facet
	Months   []Facet // oldest first; those without an article are left out
}

// maxFaceted is how many of the articles found are counted, the newest first; facetValues is how many values are given.
const (
	maxFaceted  = 500
	facetValues = 12
)

// Facets counts what a search finds by outlet, speaker, act and month.
func (s *Store) Facets(ctx context.Context, text string, o SearchOptions) (*Facets, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	t, err := s.walkArticles(ctx, ArticleFilter{Query: text, Outlet: o.Outlet, From: o.From, To: o.To}, maxFaceted)
	if err != nil {
		return nil, err
	}
	return s.facets(ctx, t)
}

// facets counts the newest of what was found.
func (s *Store) facets(ctx context.Context, t trail) (*Facets, error) {
	f := &Facets{Of: min(len(t.keys), maxFaceted), More: t.more || len(t.keys) > maxFaceted}
	keys := t.keys[:f.Of]
	if len(keys) == 0 {
		return f, nil
	}
	if err := s.facetArticles(ctx, f, keys); err != nil {
		return nil, timeUp(err)
	}
	return f, timeUp(s.facetStatements(ctx, f, keys))
}

// facetStatements counts by act and speaker, in one pass over the statements of what was found.
func (s *Store) facetStatements(ctx context.Context, f *Facets, keys []int64) error {
	type value struct {
		act   string
		whole int64
	}
	counts, last := map[value]int{}, map[value]int64{} // last is the article counted last: its statements follow one another
	count := func(v value, article int64) {
		if at, known := last[v]; !known || at != article {
			counts[v]++
			last[v] = article
		}
	}
	err := each(ctx, s.db, func(r rows) error {
		var id, whole int64
		var act string
		err := r.Scan(&id, &act, &whole)
		count(value{act: act}, id>>statementBits)
		if whole != 0 {
			count(value{whole: whole}, id>>statementBits)
		}
		return err
	}, "SELECT s.id, s.act, coalesce(m.whole, 0) FROM (VALUES "+strings.TrimSuffix(strings.Repeat("(CAST(? AS BIGINT)),", len(keys)), ",")+") AS d CROSS JOIN statements s LEFT JOIN voices v ON v.statement = s.id AND v.how = 1 LEFT JOIN subjects m ON m.id = v.subject WHERE s.id >= (d.column1 << "+
		strconv.Itoa(statementBits)+") AND s.id < ((d.column1 + 1) << "+strconv.Itoa(statementBits)+") ORDER BY s.id", idArgs(keys)...)
	if err != nil {
		return err
	}
	said := map[int64]int{}
	for v, n := range counts {
		if v.whole != 0 {
			said[v.whole] = n
		} else if v.act != "" {
			f.Acts = append(f.Acts, Facet{v.act, v.act, n})
		}
	}
	f.Acts = mostFirst(f.Acts)
	f.Speakers, err = s.nameFacets(ctx, said)
	return err
}

// nameFacets gives the subjects with the highest counts their names.
func (s *Store) nameFacets(ctx context.Context, said map[int64]int) (out []Facet, err error) {
	ids := slices.SortedFunc(maps.Keys(said), func(a, b int64) int { return cmp.Or(cmp.Compare(said[b], said[a]), cmp.Compare(a, b)) })
	ids = ids[:min(len(ids), 2*facetValues)]
	if len(ids) == 0 {
		return nil, nil
	}
	err = each(ctx, s.db, func(r rows) error {
		var id int64
		var name string
		err := r.Scan(&id, &name)
		out = append(out, Facet{name, name, said[id]})
		return err
	}, "SELECT id, CASE WHEN called <> '' THEN called ELSE name END FROM subjects WHERE ruled <> '"+NoSubject+"' AND id IN ("+marks(len(ids))+")", idArgs(ids)...)
	return mostFirst(out), err
}

// facetArticles counts by outlet and month.
func (s *Store) facetArticles(ctx context.Context, f *Facets, keys []int64) error {
	outlets, months := map[Facet]int{}, map[string]int{}
	for _, k := range keys {
		months[keyTime(k).Format("2006-01")]++
	}
	err := each(ctx, s.db, func(r rows) error {
		var outlet Facet
		var n int
		err := r.Scan(&outlet.Name, &outlet.Value, &n)
		outlets[outlet] += n
		return err
	}, "SELECT o.name, o.host, x.n FROM (SELECT outlet_id, count(*) AS n FROM articles WHERE key IN ("+marks(len(keys))+") GROUP BY outlet_id) AS x JOIN outlets o ON o.id = x.outlet_id", idArgs(keys)...)
	for x, n := range outlets {
		f.Outlets = append(f.Outlets, Facet{x.Name, x.Value, n})
	}
	f.Outlets = mostFirst(f.Outlets)
	for m, n := range months {
		f.Months = append(f.Months, Facet{m, m, n})
	}
	slices.SortFunc(f.Months, func(a, b Facet) int { return cmp.Compare(a.Name, b.Name) })
	return err
}

func mostFirst(list []Facet) []Facet {
	slices.SortFunc(list, func(a, b Facet) int { return cmp.Or(cmp.Compare(b.Articles, a.Articles), cmp.Compare(a.Name, b.Name)) })
	return list[:min(len(list), facetValues)]
}

// Month is the month that a facet of Months stands for; the zero time for other facets.
func (f *Facet) Month() time.Time {
	t, _ := time.Parse("2006-01", f.Value)
	return t
}
