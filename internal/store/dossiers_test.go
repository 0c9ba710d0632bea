package store

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
)

func testDossiers(t *testing.T, p *press) {
	ctx := t.Context()
	d, err := p.AddDossier(ctx, Dossier{Name: "  SAFE ", Query: " SAFE ", Aliases: []string{"Security Action for Europe", "", `the "fund"`, "Security Action for Europe"}}, p.day)
	if err != nil {
		t.Fatal(err)
	}
	want := Dossier{ID: d.ID, Name: "SAFE", Query: "SAFE", Aliases: []string{"Security Action for Europe", "the fund"}, Created: p.day, Changed: p.day, Version: 1}
	got, err := p.Dossier(ctx, d.ID)
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
	for q, want := range map[string]string{"SAFE": `SAFE OR "a b"`, `"x y"`: `"x y" OR "a b"`, "x y": `(x y) OR "a b"`, `"x" "y"`: `("x" "y") OR "a b"`} {
		if got := (&Dossier{Query: q, Aliases: []string{"a b"}}).Question(); got != want {
			t.Errorf("%s: %s, want %s", q, got, want)
		}
	}
	bad := map[string]Dossier{
		"no name": {Query: "x"}, "no query": {Name: "x"}, "only blank": {Name: " \t", Query: "x"}, "500 words": {Name: strings.Repeat("word ", 500), Query: "x"},
		"an open quotation mark": {Name: "x", Query: `"never closed`}, "10,000 terms": {Name: "x", Query: strings.Repeat("term ", 10_000)}, "no word": {Name: "x", Query: "!?"},
		"too many names": {Name: "x", Query: "x", Aliases: strings.Split("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "")},
	}
	for name, d := range bad {
		if _, err := p.AddDossier(ctx, d, p.day); !errors.Is(err, rapporteur.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := p.AddDossier(ctx, Dossier{Name: "Élysée talks", Query: "x"}, p.day); err != nil {
		t.Error(err)
	}
	list, err := p.Dossiers(ctx)
	if err != nil || len(list) != 2 || list[1].Name != "SAFE" {
		t.Error(list, err)
	}
	d.Closed = p.day.Add(time.Hour)
	if d, err = p.ChangeDossier(ctx, d, p.day.Add(time.Hour)); err != nil || d.Version != 2 {
		t.Fatal(d, err)
	}
	if list, err = p.Dossiers(ctx); err != nil || len(list) != 1 {
		t.Error("a closed dossier is followed", list, err)
	}
	edits, err := p.Edits(ctx, d.ID)
	if err != nil || len(edits) != 1 {
		t.Fatal(edits, err)
	}
	if _, err := p.UndoEdit(ctx, edits[0].ID, p.day.Add(2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if got, err := p.Dossier(ctx, d.ID); err != nil || !got.Closed.IsZero() || got.Version != 3 {
		t.Error("undoing does not open it again", got, err)
	}
	if _, err := p.Dossier(ctx, 99); !errors.Is(err, rapporteur.ErrNotFound) {
		t.Error(err)
	}
	if _, err := p.ChangeDossier(ctx, Dossier{ID: 99, Name: "x", Query: "x"}, p.day); !errors.Is(err, rapporteur.ErrNotFound) {
		t.Error(err)
	}
}

// testDossierConflict: of many changes made at once to what all of them read, one is stored; the others hear of it, and can
// save again. A change that was followed by another is not undone over it.
func testDossierConflict(t *testing.T, p *press) {
	ctx := t.Context()
	read, err := p.AddDossier(ctx, Dossier{Name: "SAFE", Query: "SAFE"}, p.day)
	if err != nil {
		t.Fatal(err)
	}
	errs := make([]error, 8)
	var wait sync.WaitGroup
	for i := range errs {
		wait.Go(func() {
			mine := read
			mine.Query = strings.Repeat("safe ", i+2)
			_, errs[i] = p.ChangeDossier(ctx, mine, p.day)
		})
	}
	wait.Wait()
	stored := 0
	for _, err := range errs {
		var meanwhile *ChangedMeanwhile
		switch {
		case err == nil:
			stored++
		case !errors.As(err, &meanwhile) || !errors.Is(err, rapporteur.ErrRefused) || meanwhile.Now.Version != 2:
			t.Error(err)
		}
	}
	if stored != 1 {
		t.Errorf("%d changes of one version were stored", stored)
	}
	again, err := p.Dossier(ctx, read.ID)
	if err != nil {
		t.Fatal(err)
	}
	again.Name = "SAFE fund"
	if _, err := p.ChangeDossier(ctx, again, p.day); err != nil {
		t.Fatal(err)
	}
	edits, err := p.Edits(ctx, read.ID)
	if err != nil || len(edits) != 2 {
		t.Fatal(edits, err)
	}
	var meanwhile *ChangedMeanwhile
	if _, err := p.UndoEdit(ctx, edits[0].ID, p.day); !errors.As(err, &meanwhile) {
		t.Error(err)
	}
	for i := range edits {
		if _, err := p.UndoEdit(ctx, edits[1-i].ID, p.day); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := p.Dossier(ctx, read.ID); err != nil || got.Name != "SAFE" || got.Query != "SAFE" {
		t.Error(got, err)
	}
}

func testEdits(t *testing.T, p *press) {
	ctx := t.Context()
	d, err := p.AddDossier(ctx, Dossier{Name: "SAFE", Query: "SAFE"}, p.day)
	if err != nil {
		t.Fatal(err)
	}
	note, err := p.AddEdit(ctx, Edit{Dossier: d.ID, Kind: EditNote, Words: " Ask\x00 Luc. \n", At: p.day})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.AddEdit(ctx, Edit{Dossier: d.ID, Kind: EditLedger, About: "a  b", Words: "kept", At: p.day}); err != nil {
		t.Fatal(err)
	}
	if _, err := p.AddEdit(ctx, Edit{Kind: EditPin, About: "line", At: p.day}); err != nil {
		t.Fatal("the part on no dossier takes no edit", err)
	}
	for range 2 {
		if e, err := p.UndoEdit(ctx, note.ID, p.day.Add(time.Hour)); err != nil || !e.Undone.Equal(p.day.Add(time.Hour)) {
			t.Error(e, err)
		}
	}
	got, err := p.Edits(ctx, d.ID)
	want := []Edit{{ID: note.ID, Dossier: d.ID, Kind: EditNote, Words: "Ask Luc.", At: p.day, Undone: p.day.Add(time.Hour)}, {ID: note.ID + 1, Dossier: d.ID, Kind: EditLedger, About: "a b", Words: "kept", At: p.day}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
	for name, e := range map[string]Edit{"empty": {Dossier: d.ID, Kind: EditNote}, "unknown": {Dossier: d.ID, Kind: "x", Words: "x"}, "a state forged": {Dossier: d.ID, Kind: EditChanged, Words: "{}"}, "endless": {Dossier: d.ID, Kind: EditNote, Words: strings.Repeat("x", 30_000)}} {
		if _, err := p.AddEdit(ctx, e); !errors.Is(err, rapporteur.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := p.AddEdit(ctx, Edit{Dossier: 99, Kind: EditNote, Words: "x"}); !errors.Is(err, rapporteur.ErrNotFound) {
		t.Error(err)
	}
	if _, err := p.UndoEdit(ctx, 99, p.day); !errors.Is(err, rapporteur.ErrNotFound) {
		t.Error(err)
	}
}

func testLooks(t *testing.T, p *press) {
	ctx := t.Context()
	evening := p.day
	for _, c := range []struct {
		after time.Duration
		since time.Time
	}{
		{0, time.Time{}}, {10 * time.Minute, time.Time{}}, {14 * time.Hour, evening.Add(10 * time.Minute)}, {14*time.Hour + 20*time.Minute, evening.Add(10 * time.Minute)},
		{-24 * time.Hour, evening.Add(10 * time.Minute)}, {15 * time.Hour, evening.Add(14*time.Hour + 20*time.Minute)},
	} {
		since, err := p.Look(ctx, "me", evening.Add(c.after))
		if err != nil || !since.Equal(c.since) {
			t.Errorf("after %v: since %v, want %v (%v)", c.after, since, c.since, err)
		}
	}
	if since, err := p.Look(ctx, "another", evening); err != nil || !since.IsZero() {
		t.Error(since, err)
	}
	x := Sent{At: p.day, To: " desk@example.org ", Since: p.day.Add(-time.Hour), Until: p.day, Title: "Brief", Body: "# Brief\n\n“Ü”\n"}
	kept, err := p.AddSent(ctx, x)
	if err != nil {
		t.Fatal(err)
	}
	x.ID, x.To = kept.ID, "desk@example.org"
	got, err := p.Sent(ctx, kept.ID)
	if diff := cmp.Diff(x, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
	x.Body = ""
	log, err := p.SentLog(ctx, 0)
	if diff := cmp.Diff([]Sent{x}, log); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if _, err := p.AddSent(ctx, Sent{To: " "}); !errors.Is(err, rapporteur.ErrInvalid) {
		t.Error(err)
	}
	if _, err := p.Sent(ctx, 99); !errors.Is(err, rapporteur.ErrNotFound) {
		t.Error(err)
	}
}

func testDocuments(t *testing.T, p *press) {
	p.publish("https://a.example/1", "One", "2025-11-30T18:00:00Z", `Kaja Kallas: "First."`, `Kaja Kallas: "Second."`, long)
	p.publish("https://a.example/2", "Two", "1969-11-30T18:00:00Z", `Antonio Tajani: "Third."`, long)
	p.publish("https://b.example/3", "Three", "2025-11-29T18:00:00Z", `Antonio Tajani: "Fourth."`, long)
	p.work()
	list := p.articles(ArticleFilter{})
	docs, err := p.Documents(t.Context(), append(list, ArticleRow{ID: "none", Revision: 1}))
	if err != nil || len(docs) != 4 || docs[3] != nil {
		t.Fatal(docs, err)
	}
	var ids []string
	for i := range list {
		if docs[i].Article.ID != list[i].ID || len(docs[i].Attributions) != list[i].Statements {
			t.Errorf("%s: %d statements", list[i].Title, len(docs[i].Attributions))
		}
		if list[i].Title != "Three" {
			ids = append(ids, list[i].ID)
		}
	}
	said, err := p.StatementsOf(t.Context(), ids)
	if err != nil {
		t.Fatal(err)
	}
	var quotes []string
	for _, x := range said {
		quotes = append(quotes, x.Quote)
	}
	if got := strings.Join(quotes, " "); got != "Third. First. Second." && got != "First. Second. Third." {
		t.Error(got)
	}
	who, err := p.SubjectsOf(t.Context(), append(ids, "none"))
	if err != nil || len(who) != 2 || who[list[0].ID][0].Name != "Kaja Kallas" || who[list[0].ID][0].ID == 0 {
		t.Error(who, err)
	}
	read, err := p.ReadAt(t.Context(), append(ids, "none"))
	if err != nil || len(read) != 2 || !read[ids[0]].Equal(p.day) {
		t.Error(read, err)
	}
	if stories, err := p.StoriesByID(t.Context(), []int64{1, 99}); err != nil || len(stories) > 1 {
		t.Error(stories, err)
	}
	if said, err := p.StatementsOf(t.Context(), nil); err != nil || said != nil {
		t.Error(said, err)
	}
}
