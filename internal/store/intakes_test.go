package store

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
)

func testIntakes(t *testing.T, p *press) {
	now := time.Date(2025, 12, 1, 8, 0, 0, 0, time.UTC)
	f, _, err := p.AddFeed(t.Context(), NewFeed{URL: "https://a.example/feed", Host: "a.example"}, now)
	if err != nil {
		t.Fatal(err)
	}
	first := []Intake{
		{At: now, What: "https://a.example/", Kind: FoundFeed, Detail: "RSS", Robots: "lets all be read", Rights: []string{"CC BY 4.0", "© A"}, FeedID: f.ID},
		{At: now, What: "x\x00.pdf", Kind: FoundNothing, Detail: "is binary"},
	}
	if err := p.AddIntakes(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	if err := p.AddIntakes(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	got, err := p.Intakes(t.Context(), 10)
	first[1].What = got[0].What // without what no database keeps
	if diff := cmp.Diff([]Intake{first[1], first[0]}, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
	// What belongs to a feed outlives many things that do not.
	var many []Intake
	for i := range keptIntakes + 10 {
		many = append(many, Intake{At: now, What: fmt.Sprint(i), Kind: FoundNothing})
	}
	if err := p.AddIntakes(t.Context(), many); err != nil {
		t.Fatal(err)
	}
	var n int
	if err := one(t.Context(), p.db, "SELECT count(*) FROM intakes", nil, &n); err != nil || n != keptIntakes+1 {
		t.Errorf("%d intakes are kept (%v)", n, err)
	}
	feeds, err := p.FeedIntakes(t.Context())
	if diff := cmp.Diff(map[int64]Intake{f.ID: first[0]}, feeds); err != nil || diff != "" {
		t.Error(err, diff)
	}
	if _, err := p.Archived(t.Context(), "https://a.example/1"); !errors.Is(err, rapporteur.ErrNotFound) {
		t.Error(err)
	}
	for _, day := range []time.Time{now.AddDate(0, 0, 1), now} {
		if err := p.NoteArchived(t.Context(), "https://a.example/1", day); err != nil {
			t.Fatal(err)
		}
	}
	if at, err := p.Archived(t.Context(), "https://a.example/1"); err != nil || !at.Equal(now) {
		t.Error(at, err)
	}
}
