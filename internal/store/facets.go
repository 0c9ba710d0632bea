package store

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
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
	from, w, err := s.chosen(ctx, ArticleFilter{Query: text, Outlet: o.Outlet, From: o.From, To: o.To})
	if err != nil {
		return nil, err
	}
	found := func(most int) string {
		return "(SELECT a.key AS k, a.outlet_id AS o FROM " + from.from + w.String() + " ORDER BY " + from.key + " DESC LIMIT " + strconv.Itoa(most) + ") AS found"
	}
	args := append(slices.Clone(from.args), w.args...)
	f := &Facets{}
	if err := s.facetArticles(ctx, f, found(maxFaceted+1), args); err != nil {
		return nil, timeUp(err)
	}
	return f, timeUp(s.facetStatements(ctx, f, found(maxFaceted), args))
}

// facetStatements counts by act and speaker, in one pass over the statements of what was found.
func (s *Store) facetStatements(ctx context.Context, f *Facets, found string, args []any) error {
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
	}, "SELECT s.id, s.act, coalesce(m.whole, 0) FROM "+found+s.db.cross()+"statements s ON s.id >= (found.k << "+strconv.Itoa(statementBits)+") AND s.id < ((found.k + 1) << "+strconv.Itoa(statementBits)+
		") LEFT JOIN voices v ON v.statement = s.id AND v.how = 1 LEFT JOIN subjects m ON m.id = v.subject ORDER BY found.k DESC", args...)
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
func (s *Store) facetArticles(ctx context.Context, f *Facets, found string, args []any) error {
	outlets, months := map[Facet]int{}, map[string]int{}
	err := each(ctx, s.db, func(r rows) error {
		var key int64
		var outlet Facet
		if err := r.Scan(&key, &outlet.Name, &outlet.Value); err != nil {
			return err
		}
		if f.Of == maxFaceted {
			f.More = true
			return nil
		}
		f.Of++
		outlets[outlet]++
		months[keyTime(key).Format("2006-01")]++
		return nil
	}, "SELECT k, o.name, o.host FROM "+found+" JOIN outlets o ON o.id = found.o ORDER BY k DESC", args...)
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
