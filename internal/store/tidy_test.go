package store

import "testing"

func init() {
	contract = append(contract, struct {
		name string
		test func(*testing.T, *press)
	}{"the indexes of words are tidied", testTidy})
}

// pieces counts the pieces of an index of words; 1 where the database keeps none.
func (p *press) pieces(table string) int {
	p.t.Helper()
	if _, ok := p.db.(*sqliteDB); !ok {
		return 1
	}
	var n int
	if err := one(p.t.Context(), p.db, "SELECT count(DISTINCT segid) FROM "+table+"_idx", nil, &n); err != nil {
		p.t.Fatal(err)
	}
	return n
}

func testTidy(t *testing.T, p *press) {
	for _, url := range []string{"https://a.example/1", "https://a.example/2", "https://a.example/3"} {
		p.publish(url, "Assets", "2025-11-30", `Kaja Kallas: "The assets stay frozen."`, "It has 19 states.", long)
		p.work()
	}
	if _, ok := p.db.(*sqliteDB); ok && p.pieces("article_words") < 2 {
		t.Fatal("there is nothing to tidy")
	}
	found := func() int {
		t.Helper()
		res, err := p.Search(t.Context(), "frozen asset", SearchOptions{})
		if err != nil {
			t.Fatal(err)
		}
		return res.Total
	}
	for range 2 { // the second time there is nothing left to do
		if err := p.Tidy(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, table := range []string{"article_words", "statement_words", "sentence_words"} {
			if n := p.pieces(table); n != 1 {
				t.Errorf("%s is in %d pieces", table, n)
			}
		}
		if n := found(); n != 3 {
			t.Errorf("%d articles found, want 3", n)
		}
	}
	p.publish("https://a.example/4", "Assets", "2025-11-30", "The assets are frozen.", long)
	p.work()
	if n := found(); n != 4 {
		t.Errorf("%d articles found after another one came, want 4", n)
	}
}
