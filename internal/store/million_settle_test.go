package store

import (
	"context"
	"math/bits"

	"rapporteur"
)

// grown is what the subjects, outlets and days gained by the articles written again.
type grown struct {
	protos    map[*proto]int
	outlets   map[int64]int
	days      map[int64]int
	outletIDs map[string]int64
}

func newGrown() *grown {
	return &grown{map[*proto]int{}, map[int64]int{}, map[int64]int{}, map[string]int64{}}
}

// add counts an article that was written again; one that the desk filed is counted there.
func (g *grown) add(p *proto, outlet, key int64, filed bool) {
	if filed {
		return
	}
	g.protos[p]++
	g.outlets[outlet]++
	g.days[dayOf(key)]++
}

// settle brings the counts up to date that filing keeps.
func (m *maker) settle(ctx context.Context) error {
	type subject struct {
		articles, statements   int
		people, bodies, places int
	}
	subjects, names := map[int64]*subject{}, map[int64]map[string]int{}
	for p, n := range m.grown.protos {
		for id, said := range p.subjects {
			if subjects[id] == nil {
				subjects[id], names[id] = &subject{}, map[string]int{}
			}
			x := subjects[id]
			x.articles, x.statements = x.articles+n, x.statements+n*said
			switch p.kinds[id] {
			case string(rapporteur.Person):
				x.people += n
			case string(rapporteur.Organisation):
				x.bodies += n
			default:
				x.places += n
			}
			for _, name := range p.names[id] {
				names[id][name.text] += n
			}
		}
	}
	return m.db.write(ctx, func(t *tx) error {
		for id, x := range subjects {
			if _, err := t.exec(ctx, "UPDATE subjects SET articles = articles + ?, statements = statements + ?, people = people + ?, bodies = bodies + ?, places = places + ? WHERE id = ?", x.articles, x.statements, x.people, x.bodies, x.places, id); err != nil {
				return err
			}
			if _, err := t.exec(ctx, "UPDATE subject_keys SET size = ? WHERE subject = ?", bits.Len(uint(x.articles)), id); err != nil {
				return err
			}
			for name, n := range names[id] {
				if _, err := t.exec(ctx, "UPDATE subject_names SET articles = articles + ? WHERE subject = ? AND name = ?", n, id, name); err != nil {
					return err
				}
			}
		}
		for id, n := range m.grown.outlets {
			if _, err := t.exec(ctx, "UPDATE outlets SET articles = articles + ? WHERE id = ?", n, id); err != nil {
				return err
			}
		}
		for day, n := range m.grown.days {
			if _, err := t.exec(ctx, "INSERT INTO article_days (day, articles) VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET articles = article_days.articles + excluded.articles", day, n); err != nil {
				return err
			}
		}
		for _, q := range []string{"UPDATE tallies SET n = (SELECT count(*) FROM articles) WHERE name = 'articles'", "UPDATE tallies SET n = (SELECT count(*) FROM pages) WHERE name = 'pages'",
			"UPDATE tallies SET n = (SELECT sum(statements) FROM articles) WHERE name = 'statements'"} {
			if _, err := t.exec(ctx, q); err != nil {
				return err
			}
		}
		return nil
	})
}
