package store

import (
	"errors"
	"os"
	"testing"
	"time"

	"rapporteur"
	"rapporteur/internal/stories"
)

// opened is the archive that RAPPORTEUR_ARCHIVE_AT names, as TestMakeArchive makes it.
func opened(b *testing.B) *press {
	b.Helper()
	at := os.Getenv("RAPPORTEUR_ARCHIVE_AT")
	if at == "" {
		b.Skip("RAPPORTEUR_ARCHIVE_AT names no archive")
	}
	return newPress(b, at)
}

// newest are articles of the last days, with their records.
func newest(b *testing.B, p *press, n int) []*rapporteur.Document {
	b.Helper()
	list, err := p.Articles(b.Context(), ArticleFilter{Limit: n})
	if err != nil {
		b.Fatal(err)
	}
	docs, err := p.Documents(b.Context(), list.Rows)
	if err != nil {
		b.Fatal(err)
	}
	return docs
}

var errTaken = errors.New("taken back")

// BenchmarkGroup groups articles of a large archive anew, and takes it back: the look-up, the comparison, and what is written.
func BenchmarkGroup(b *testing.B) {
	p := opened(b)
	docs := newest(b, p, 500)
	var open int
	if err := one(b.Context(), p.db, "SELECT count(*) FROM told WHERE clues IS NOT NULL", nil, &open); err != nil {
		b.Fatal(err)
	}
	candidates, i := 0, 0
	for b.Loop() {
		doc := docs[i%len(docs)]
		i++
		sketch := stories.Make(doc)
		g := Grouping{Sketch: sketch.Pack(), Clues: sketch.Clues(), Origin: doc.Article.Wire, Version: stories.Version}
		g.Decide = func(at time.Time, list []StoryCandidate) StoryDecision {
			candidates += len(list)
			return decided(b, sketch, at, list)
		}
		err := p.db.write(b.Context(), func(t *tx) error {
			if err := p.Store.group(b.Context(), t, GroupArgs{ArticleID: doc.Article.ID, Revision: doc.Article.Revision}, g, archiveEnd); err != nil {
				return err
			}
			return errTaken
		})
		if !errors.Is(err, errTaken) {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(open), "open-articles")
	b.ReportMetric(float64(candidates)/float64(i), "candidates/op")
}

func decided(b *testing.B, sketch *stories.Sketch, at time.Time, list []StoryCandidate) (out StoryDecision) {
	b.Helper()
	var candidates []stories.Candidate
	for _, c := range list {
		s, err := stories.Unpack(c.Sketch)
		if err != nil {
			b.Fatal(err)
		}
		candidates = append(candidates, stories.Candidate{Number: c.Number, Story: c.Story, Size: c.Size, Fixed: c.Fixed, Original: c.Original, At: c.At, Sketch: s})
	}
	d := stories.Decide(sketch, at, candidates)
	out.Story, out.Original = d.Story, d.Original
	for _, m := range d.Moves {
		out.Moves = append(out.Moves, StoryMove(m))
	}
	return out
}

// BenchmarkFile files articles into a large archive, each in a transaction of its own that is taken back.
func BenchmarkFile(b *testing.B) {
	p := opened(b)
	docs := newest(b, p, 500)
	i := 0
	for b.Loop() {
		doc := docs[i%len(docs)]
		i++
		f := newFiling(doc)
		err := p.db.write(b.Context(), func(t *tx) error {
			doc.Article.ID += "x" // a new article with the same words
			if err := p.Store.file(b.Context(), t, f); err != nil {
				return err
			}
			return errTaken
		})
		if !errors.Is(err, errTaken) {
			b.Fatal(err)
		}
	}
}
