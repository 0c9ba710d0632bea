package desk

import (
	"context"
	"errors"

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
	sketch := stories.Make(doc)
	g := store.Grouping{Sketch: sketch.Pack(), Clues: sketch.Clues(), Origin: doc.Article.Wire, Version: stories.Version}
	g.Decide = func(list []store.StoryCandidate) store.StoryDecision { return decide(sketch, list) }
	d.took(&o)
	if err := d.Store.FinishGroup(ctx, job, g, o); err != nil {
		return err
	}
	d.count(o, &d.progress.grouped)
	return nil
}

// decide asks stories in the store's terms.
func decide(sketch *stories.Sketch, list []store.StoryCandidate) (out store.StoryDecision) {
	var candidates []stories.Candidate
	for _, c := range list {
		s, err := stories.Unpack(c.Sketch)
		if err != nil { // of a form that this version does not know; it is grouped anew in its turn
			continue
		}
		candidates = append(candidates, stories.Candidate{Number: c.Number, Story: c.Story, Size: c.Size, Fixed: c.Fixed, Original: c.Original, At: c.At, Sketch: s})
	}
	d := stories.Decide(sketch, candidates)
	out.Story, out.Original = d.Story, d.Original
	for _, m := range d.Moves {
		out.Moves = append(out.Moves, store.StoryMove(m))
	}
	return out
}
