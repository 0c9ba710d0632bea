package store

import (
	"strconv"
	"strings"
	"testing"

	"rapporteur/internal/store/query"
)

func init() {
	contract = append(contract, []struct {
		name string
		test func(*testing.T, *press)
	}{
		{"a figure's size is the same in SQL and in Go", testSizes},
		{"comparisons of figures follow the index of sizes", testSizeIndex},
	}...)
}

func testSizes(t *testing.T, p *press) {
	for _, x := range []float64{-1e15, -1, -0.5, 0, 0.99, 1, 9.999, 10, 99, 100, 999_999, 1e6, 59e9, 60e9, 99_999_999_999.5, 1e11, 999e9, 1e12, 1e13, 5e300} {
		var got int
		q := "SELECT " + sizeOf + " FROM (SELECT CAST(? AS DOUBLE PRECISION) AS low) AS f"
		if err := one(t.Context(), p.db, q, []any{x}, &got); err != nil || got != size(x) {
			t.Errorf("%g: %d in the database (%v), %d in Go", x, got, err, size(x))
		}
	}
}

func testSizeIndex(t *testing.T, p *press) {
	db, ok := p.db.(*sqliteDB)
	if !ok { // PostgreSQL decides by what the table holds
		t.Skip("the plan of PostgreSQL depends on the archive")
	}
	q, err := query.Parse("figure:>60bn", query.Options{Now: p.day})
	if err != nil {
		t.Fatal(err)
	}
	w := figureWay(q.Root.(*query.Term), onFacts("figures"))
	if !w.sorted || len(w.parts) != largest-size(60e9)+1 {
		t.Fatalf("%+v", w)
	}
	for _, part := range w.parts {
		plan := ""
		err := each(t.Context(), db, func(r rows) error {
			var a, b, c int
			var line string
			err := r.Scan(&a, &b, &c, &line)
			plan += line + "; "
			return err
		}, "EXPLAIN QUERY PLAN SELECT i FROM ("+part.sql+") AS k WHERE i < "+strconv.Itoa(1<<40)+" ORDER BY i DESC LIMIT 512", part.args...)
		if err != nil || !strings.Contains(plan, "figures_size") || strings.Contains(plan, "TEMP B-TREE") {
			t.Errorf("%s: %s %v", part.sql, plan, err)
		}
	}
}
