package store

import (
	"context"
	"strconv"
	"strings"
	"time"

	"rapporteur"
)

// Archive is what identification asks of the subjects on file.
type Archive interface {
	// Known gives the subjects that are found by any of the keys, with the names that are found by them: a dozen of each key
	// at most, those in most articles first.
	Known(keys []string) ([]rapporteur.Subject, error)
	// Around gives what the articles nearest to a time say of a subject.
	Around(id int64, at time.Time) (rapporteur.Company, error)
	// Together tells in how many of these articles each other subject is named, too.
	Together(id int64, at time.Time) (map[int64]int, error)
}

// Dossiers is how names are made subjects. The store knows what is on file, and not what makes two names one.
type Dossiers struct {
	// Identify says which subjects the entities of a document are.
	Identify func(*rapporteur.Document, Archive) ([]rapporteur.Identity, error)
	// Keys gives the keys that a name typed by a person is found by, the surest first: where some of one list are on file,
	// the next is not asked.
	Keys func(name string) [][]string
}

// IdentifyWith has articles filed under subjects from now on. It is to be called before the store is used.
func (s *Store) IdentifyWith(d Dossiers) { s.dossiers = d }

// perKey is how many subjects of one key are candidates, and aSide how many articles before and after are looked at: what
// bounds the cost of an article, however large the archive.
const (
	perKey = 12
	aSide  = 12
)

// shelf implements [Archive] within a transaction.
type shelf struct {
	ctx context.Context
	q   querier
}

func (a *shelf) Known(keys []string) ([]rapporteur.Subject, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	each1 := "SELECT * FROM (SELECT subject, name FROM subject_keys WHERE key = ? ORDER BY size DESC, subject LIMIT " + strconv.Itoa(perKey) + ") AS found"
	var out []rapporteur.Subject
	place := map[int64]int{}
	err := each(a.ctx, a.q, func(r rows) error {
		var s rapporteur.Subject
		var name string
		if err := r.Scan(&s.ID, &s.Whole, (*string)(&s.Kind), &s.Name, &s.Articles, &name); err != nil {
			return err
		}
		i, ok := place[s.ID]
		if !ok {
			i = len(out)
			place[s.ID], out = i, append(out, s)
		}
		out[i].Names = append(out[i].Names, name)
		return nil
	}, "SELECT s.id, s.whole, CASE WHEN s.ruled IN ('', '"+NoSubject+"') THEN s.kind ELSE s.ruled END, s.name, s.articles, k.name FROM ("+
		strings.TrimSuffix(strings.Repeat(each1+" UNION ALL ", len(keys)), " UNION ALL ")+") AS k JOIN subjects s ON s.id = k.subject ORDER BY s.id, k.name", anys(keys)...)
	return out, err
}

// nearest are the articles on either side of a time that mention a subject.
func nearest(columns string) string {
	side := func(compare, order string) string {
		return "SELECT * FROM (SELECT " + columns + " FROM mentions WHERE subject = ? AND article " + compare + " ? ORDER BY article " + order + " LIMIT " + strconv.Itoa(aSide) + ") AS side"
	}
	return side("<=", "DESC") + " UNION ALL " + side(">", "ASC")
}

func (a *shelf) Around(id int64, at time.Time) (rapporteur.Company, error) {
	var c rapporteur.Company
	key := firstKey(reasonable(at))
	err := each(a.ctx, a.q, func(r rows) error {
		var article int64
		var role string
		var he, she int
		if err := r.Scan(&article, &role, &he, &she); err != nil {
			return err
		}
		gap := time.Duration((article>>runningBits)-(key>>runningBits)) * time.Minute
		if c.Articles == 0 || gap.Abs() < c.Gap {
			c.Gap = gap.Abs()
		}
		if role != "" {
			c.Roles = append(c.Roles, role)
		}
		c.Articles, c.He, c.She = c.Articles+1, c.He+he, c.She+she
		return nil
	}, nearest("article, role, he, she"), id, key, id, key)
	return c, err
}

func (a *shelf) Together(id int64, at time.Time) (map[int64]int, error) {
	out := map[int64]int{}
	key := firstKey(reasonable(at))
	err := each(a.ctx, a.q, func(r rows) error {
		var other int64
		var n int
		err := r.Scan(&other, &n)
		out[other] = n
		return err
	}, "SELECT s.whole, count(DISTINCT m.article) FROM mentions m JOIN subjects s ON s.id = m.subject WHERE m.article IN ("+nearest("article")+") GROUP BY s.whole", id, key, id, key)
	return out, err
}
