package desk

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"rapporteur"
	"rapporteur/internal/store"
	"rapporteur/internal/stories"
)

// group finds the story that an article tells.
func (d *Desk) group(ctx context.Context, job *river.Job[store.GroupArgs], o rapporteur.Outcome) error {
	doc, err := d.Store.Document(ctx, job.Args.ArticleID, job.Args.Revision)
	if errors.Is(err, rapporteur.ErrNotFound) { // withdrawn meanwhile
		o.Kind, o.Detail = rapporteur.OutcomeUnchanged, "the article is no longer on file"
		return store.Done(ctx, d.Store, job, o)
	}
	if err != nil {
		return err
	}
	if !store.Plausible(doc.Article.Published, doc.Article.Fetched) {
		doc.Article.Published = rapporteur.Stamp{}
	}
	sketch := stories.Make(doc)
	g := store.Grouping{Sketch: sketch.Pack(), Clues: sketch.Clues(), Origin: doc.Article.Wire, Version: stories.Version}
	g.Decide = func(at time.Time, list []store.StoryCandidate) store.StoryDecision { return decide(sketch, at, list) }
	g.ReviewAt, g.Review = stories.ReviewAt, review
	d.took(&o)
	if err := d.Store.FinishGroup(ctx, job, g, o); err != nil {
		return err
	}
	d.count(o, &d.progress.grouped)
	return nil
}

// decide asks stories in the store's terms.
func decide(sketch *stories.Sketch, at time.Time, list []store.StoryCandidate) (out store.StoryDecision) {
	d := stories.Decide(sketch, at, candidates(list))
	out.Story, out.Original, out.Moves = d.Story, d.Original, moves(d.Moves)
	for _, m := range d.Merges {
		out.Merges = append(out.Merges, store.StoryMerge(m))
	}
	return out
}

func review(members, others []store.StoryCandidate) []store.StoryMove {
	return moves(stories.Review(candidates(members), candidates(others)))
}

func candidates(list []store.StoryCandidate) (out []stories.Candidate) {
	for _, c := range list {
		s, err := stories.Unpack(c.Sketch)
		if err != nil { // of a form that this version does not know; it is grouped anew in its turn
			continue
		}
		out = append(out, stories.Candidate{Number: c.Number, Story: c.Story, Size: c.Size, Fixed: c.Fixed, Apart: c.Apart, Original: c.Original, At: c.At, Sketch: s})
	}
	return out
}

func moves(list []stories.Move) (out []store.StoryMove) {
	for _, m := range list {
		out = append(out, store.StoryMove(m))
	}
	return out
}
