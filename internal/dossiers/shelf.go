package dossiers

import (
	"cmp"
	"slices"
	"time"

	"rapporteur"
)

// Shelf is an archive in memory: what is identified is filed there at once. It serves to measure and to test; its zero value is
// empty. It knows as much as the desk's own archive does, and no more.
type Shelf struct {
	subjects []rapporteur.Subject
	names    []map[string]*used
	kinds    []map[rapporteur.EntityKind]int
	byKey    map[string][]found
	articles []shelved
}

type used struct{ rank, articles int }

type found struct {
	subject int64
	name    string
}

// shelved is an article on the shelf.
type shelved struct {
	at       time.Time
	subjects []int64
	said     map[int64]*rapporteur.Identity // what it says of them
	text     string
}

// perKey is how many subjects of one key are known, and nearest how many articles are looked at.
const (
	perKey  = 12
	nearest = 24
)

// Known implements [Archive].
func (s *Shelf) Known(keys []string) ([]rapporteur.Subject, error) {
	at := map[int64]int{}
	var out []rapporteur.Subject
	for _, k := range keys {
		of := slices.Clone(s.byKey[k])
		slices.SortStableFunc(of, func(a, b found) int {
			return -cmp.Compare(s.subjects[a.subject-1].Articles, s.subjects[b.subject-1].Articles)
		})
		for _, f := range of[:min(len(of), perKey)] {
			i, ok := at[f.subject]
			if !ok {
				i = len(out)
				at[f.subject] = i
				out = append(out, s.subjects[f.subject-1])
			}
			out[i].Names = append(out[i].Names, f.name)
		}
	}
	return out, nil
}

func (s *Shelf) nearest(id int64, at time.Time) []*shelved {
	var of []*shelved
	for i := range s.articles {
		if slices.Contains(s.articles[i].subjects, id) {
			of = append(of, &s.articles[i])
		}
	}
	slices.SortStableFunc(of, func(a, b *shelved) int { return cmp.Compare(a.at.Sub(at).Abs(), b.at.Sub(at).Abs()) })
	return of[:min(len(of), nearest)]
}

// Around implements [Archive].
func (s *Shelf) Around(id int64, at time.Time) (rapporteur.Company, error) {
	var c rapporteur.Company
	for i, a := range s.nearest(id, at) {
		if i == 0 {
			c.Gap = a.at.Sub(at).Abs()
		}
		x := a.said[id]
		c.Articles++
		if !x.Role.Empty() {
			c.Roles = append(c.Roles, x.Role.Of(a.text))
		}
		c.He += boolInt(x.He)
		c.She += boolInt(x.She)
	}
	return c, nil
}

// Together implements [Archive].
func (s *Shelf) Together(id int64, at time.Time) (map[int64]int, error) {
	with := map[int64]int{}
	for _, a := range s.nearest(id, at) {
		for _, other := range a.subjects {
			if other != id {
				with[other]++
			}
		}
	}
	return with, nil
}

// File identifies a document's entities, files them, and gives the subject of each entity (0 where it is none) and of each
// speaker that is no entity, by name.
func (s *Shelf) File(doc *rapporteur.Document) (entities []int64, loose map[string]int64, err error) {
	identities, err := Identify(doc, s)
	if err != nil {
		return nil, nil, err
	}
	if s.byKey == nil {
		s.byKey = map[string][]found{}
	}
	a := shelved{at: doc.Article.Published.Time, text: doc.Article.Text, said: map[int64]*rapporteur.Identity{}}
	entities, loose = make([]int64, len(doc.Entities)), map[string]int64{}
	fresh := map[int]int64{}
	for i := range identities {
		x := &identities[i]
		id := x.Subject
		if id == 0 {
			if id = fresh[x.New]; id == 0 {
				id = s.put(x)
				fresh[x.New] = id
			}
		}
		s.update(id, x, a.said[id] != nil)
		if a.said[id] == nil {
			a.subjects, a.said[id] = append(a.subjects, id), x
		}
		if x.Entity == rapporteur.None {
			loose[x.Names[len(x.Names)-1].Text] = id
		} else {
			entities[x.Entity] = id
		}
	}
	s.articles = append(s.articles, a)
	return entities, loose, nil
}

// Subject gives one that is on the shelf, with all its names.
func (s *Shelf) Subject(id int64) rapporteur.Subject {
	out := s.subjects[id-1]
	for n := range s.names[id-1] {
		out.Names = append(out.Names, n)
	}
	slices.Sort(out.Names)
	return out
}

func (s *Shelf) put(x *rapporteur.Identity) int64 {
	id := int64(len(s.subjects) + 1)
	s.subjects = append(s.subjects, rapporteur.Subject{ID: id, Whole: id, Kind: x.Kind})
	s.names = append(s.names, map[string]*used{})
	s.kinds = append(s.kinds, map[rapporteur.EntityKind]int{})
	return id
}

func (s *Shelf) update(id int64, x *rapporteur.Identity, again bool) {
	sub, names := &s.subjects[id-1], s.names[id-1]
	for _, n := range x.Names {
		if names[n.Text] == nil {
			names[n.Text] = &used{rank: n.Rank}
		}
		names[n.Text].articles++
		for _, k := range n.Keys {
			if f := (found{id, n.Text}); !slices.Contains(s.byKey[k], f) {
				s.byKey[k] = append(s.byKey[k], f)
			}
		}
	}
	sub.Name = bestName(names)
	if again {
		return
	}
	sub.Articles++
	s.kinds[id-1][x.Kind]++
	for _, k := range []rapporteur.EntityKind{rapporteur.Person, rapporteur.Organisation, rapporteur.Place} {
		if n := s.kinds[id-1][k]; n > s.kinds[id-1][sub.Kind] {
			sub.Kind = k
		}
	}
}

func bestName(names map[string]*used) string {
	best := ""
	for n, u := range names {
		b := names[best]
		if b == nil || cmp.Or(cmp.Compare(u.rank, b.rank), cmp.Compare(u.articles, b.articles), -cmp.Compare(len(n), len(best)), -cmp.Compare(n, best)) > 0 {
			best = n
		}
	}
	return best
}
