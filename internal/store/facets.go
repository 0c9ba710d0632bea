package store

import (
	"cmp"
	"context"
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
	maxFaceted  = 1000
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
	found := "(SELECT a.key AS k, a.outlet_id AS o FROM " + from.from + w.String() + " ORDER BY " + from.key + " DESC LIMIT " + strconv.Itoa(maxFaceted+1) + ") AS found"
	args := append(slices.Clone(from.args), w.args...)
	f := &Facets{}
	if err := s.facetArticles(ctx, f, found, args); err != nil {
		return nil, timeUp(err)
	}
	said := found + s.db.cross() + "statements s ON s.id >= (found.k << " + strconv.Itoa(statementBits) + ") AND s.id < ((found.k + 1) << " + strconv.Itoa(statementBits) + ")"
	articles := "count(DISTINCT s.id >> " + strconv.Itoa(statementBits) + ")"
	if f.Acts, err = s.facet(ctx, "SELECT s.act, "+articles+" FROM "+said+" GROUP BY s.act", args); err != nil {
		return nil, timeUp(err)
	}
	f.Speakers, err = s.facet(ctx, "SELECT CASE WHEN w.called <> '' THEN w.called ELSE w.name END, n FROM (SELECT m.whole AS id, "+articles+" AS n FROM "+said+s.db.cross()+
		"voices v ON v.statement = s.id AND v.how = 1 JOIN subjects m ON m.id = v.subject GROUP BY m.whole ORDER BY n DESC LIMIT "+strconv.Itoa(3*facetValues)+") AS said JOIN subjects w ON w.id = said.id WHERE w.ruled <> '"+NoSubject+"'", args)
	return f, timeUp(err)
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

func (s *Store) facet(ctx context.Context, sql string, args []any) ([]Facet, error) {
	var out []Facet
	err := each(ctx, s.db, func(r rows) error {
		var x Facet
		err := r.Scan(&x.Name, &x.Articles)
		x.Value = x.Name
		if x.Name != "" {
			out = append(out, x)
		}
		return err
	}, sql, args...)
	return mostFirst(out), err
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
