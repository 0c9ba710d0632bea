package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"rapporteur"
)

// What a person says about stories is a layer of its own: pairs of articles that tell the same story, or do not. It holds
// through every grouping, and each correction can be undone; undone ones stay on record.

// StoryCorrection is one thing that a person said about stories.
type StoryCorrection struct {
	ID     int64
	Same   bool       // the two tell one story; else they do not
	A, B   ArticleRow // A was moved, B stands for the story it was moved to (Same) or out of
	Source int64      // the story that lost articles
	Target int64      // the story they went to
	At     time.Time
	Undone time.Time // zero while it holds
}

// NotSameStory takes an article, with its copies, out of its story, into one of its own. ErrInvalid where the story has no
// other articles.
func (s *Store) NotSameStory(ctx context.Context, articleID string, now time.Time) (id int64, err error) {
	articleID = plain(articleID)
	err = s.correct(ctx, func(t *tx) error {
		var n, source, target int64
		err := one(ctx, t, "SELECT n, story FROM told WHERE article = ?", []any{articleID}, &n, &source)
		if errors.Is(err, errNoRow) {
			return fmt.Errorf("%w: no story has an article %.40q", rapporteur.ErrNotFound, articleID)
		}
		if err != nil {
			return err
		}
		var rest string
		err = one(ctx, t, `SELECT t.article FROM told t JOIN stories st ON st.id = t.story WHERE t.story = ? AND t.n <> ? AND t.original <> ?
			ORDER BY CASE WHEN t.n = st.lead THEN 0 ELSE 1 END, t.at, t.n LIMIT 1`, []any{source, n, n}, &rest)
		if errors.Is(err, errNoRow) {
			return fmt.Errorf("%w: this article is the only one of its story, there is nothing to take it out of", rapporteur.ErrInvalid)
		}
		if err != nil {
			return err
		}
		if err := one(ctx, t, "INSERT INTO stories (merged) VALUES (0) RETURNING id", nil, &target); err != nil {
			return err
		}
		if id, err = putCorrection(ctx, t, "apart", articleID, rest, source, target, now); err != nil {
			return err
		}
		if err := undoBetween(ctx, t, "same", source, articleID, now); err != nil {
			return err
		}
		if err := moveToStory(ctx, t, id, target, "(n = ? OR original = ? AND original <> 0)", n, n); err != nil {
			return err
		}
		if _, err := t.exec(ctx, "UPDATE told SET original = 0 WHERE n = ?", n); err != nil {
			return err
		}
		return recountStories(ctx, t, source, target)
	})
	return id, err
}

// SameStory says that two stories are one: the articles of source go to target. ErrInvalid where they are one already.
func (s *Store) SameStory(ctx context.Context, source, target int64, now time.Time) (id int64, err error) {
	err = s.correct(ctx, func(t *tx) error {
		a, err := leadArticle(ctx, t, &source)
		if err != nil {
			return err
		}
		b, err := leadArticle(ctx, t, &target)
		if err != nil {
			return err
		}
		if source == target {
			return fmt.Errorf("%w: they are one story already", rapporteur.ErrInvalid)
		}
		if err := undoApart(ctx, t, source, target, now); err != nil {
			return err
		}
		if id, err = putCorrection(ctx, t, "same", a, b, source, target, now); err != nil {
			return err
		}
		if err := moveToStory(ctx, t, id, target, "story = ?", source); err != nil {
			return err
		}
		if err := mergeStory(ctx, t, source, target); err != nil {
			return err
		}
		return recountStories(ctx, t, source, target)
	})
	return id, err
}

// UndoStory takes a correction back: the articles it moved return, where nothing has moved them since. A correction that
// is undone already is left as it is.
func (s *Store) UndoStory(ctx context.Context, id int64, now time.Time) error {
	return s.correct(ctx, func(t *tx) error {
		var source, target int64
		err := one(ctx, t, "SELECT source, target FROM story_corrections WHERE id = ? AND undone IS NULL", []any{id}, &source, &target)
		if errors.Is(err, errNoRow) {
			err = one(ctx, t, "SELECT source, target FROM story_corrections WHERE id = ?", []any{id}, &source, &target)
			if errors.Is(err, errNoRow) {
				return fmt.Errorf("%w: there is no correction of number %d", rapporteur.ErrNotFound, id)
			}
			return err
		}
		if err != nil {
			return err
		}
		if target, err = nowStory(ctx, t, target); err != nil {
			return err
		}
		if back, err := nowStory(ctx, t, source); err != nil {
			return err
		} else if back != target {
			source = back
		}
		_, err = t.exec(ctx, `UPDATE told SET story = ?, original = coalesce((SELECT m.original FROM story_moves m WHERE m.correction = ? AND m.article = told.article), 0)
			WHERE story = ? AND article IN (SELECT article FROM story_moves WHERE correction = ?)`, source, id, target, id)
		if err != nil {
			return err
		}
		if _, err := t.exec(ctx, "UPDATE story_corrections SET undone = ? WHERE id = ?", now.UnixMicro(), id); err != nil {
			return err
		}
		if err := settleCopies(ctx, t, source, target); err != nil {
			return err
		}
		if err := recountStories(ctx, t, source, target); err != nil {
			return err
		}
		return leadOn(ctx, t, target, source)
	})
}

// correct runs a correction; it waits for a grouping under way.
func (s *Store) correct(ctx context.Context, f func(*tx) error) error {
	return s.db.write(ctx, func(t *tx) error {
		if err := s.db.lockArticle(ctx, t, "stories"); err != nil {
			return err
		}
		return f(t)
	})
}

// leadArticle is the article that stands for a story; story becomes the one that it went into.
func leadArticle(ctx context.Context, t *tx, story *int64) (id string, err error) {
	asked := *story
	if *story, err = nowStory(ctx, t, asked); err != nil {
		return "", err
	}
	err = one(ctx, t, "SELECT t.article FROM stories st JOIN told t ON t.n = st.lead WHERE st.id = ?", []any{*story}, &id)
	if errors.Is(err, errNoRow) {
		err = noStory(asked)
	}
	return id, err
}

// nowStory follows a story into those that took its articles.
func nowStory(ctx context.Context, q querier, id int64) (int64, error) {
	for range 100 {
		var next int64
		err := one(ctx, q, "SELECT merged FROM stories WHERE id = ?", []any{id}, &next)
		if errors.Is(err, errNoRow) {
			return 0, noStory(id)
		}
		if err != nil || next == 0 {
			return id, err
		}
		id = next
	}
	return id, nil
}

func putCorrection(ctx context.Context, t *tx, kind, a, b string, source, target int64, now time.Time) (id int64, err error) {
	err = one(ctx, t, "INSERT INTO story_corrections (kind, a, b, source, target, at) VALUES (?, ?, ?, ?, ?, ?) RETURNING id", []any{kind, a, b, source, target, now.UnixMicro()}, &id)
	return id, err
}

// moveToStory moves articles to a story and notes which they were.
func moveToStory(ctx context.Context, t *tx, correction, target int64, condition string, args ...any) error {
	_, err := t.exec(ctx, "INSERT INTO story_moves (correction, article, original) SELECT "+marks(1)+", article, original FROM told WHERE "+condition, append([]any{correction}, args...)...)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, "UPDATE told SET story = ? WHERE "+condition, append([]any{target}, args...)...)
	return err
}

// undoApart ends what kept two stories apart: the later word of a person holds.
func undoApart(ctx context.Context, t *tx, source, target int64, now time.Time) error {
	_, err := t.exec(ctx, "UPDATE story_corrections SET undone = ? WHERE id IN (SELECT c.id"+apartBetween+")", now.UnixMicro(), source, target, target, source)
	return err
}

// leadOn lets the address of a story that lost all its articles lead to another one.
func leadOn(ctx context.Context, t *tx, from, to int64) error {
	_, err := t.exec(ctx, "UPDATE stories SET merged = ? WHERE id = ? AND id <> ? AND merged = 0 AND NOT EXISTS (SELECT 1 FROM told WHERE story = ?)", to, from, to, from)
	return err
}

const apartBetween = ` FROM story_corrections c JOIN told x ON x.article = c.a JOIN told y ON y.article = c.b
	WHERE c.undone IS NULL AND c.kind = 'apart' AND (x.story = ? AND y.story = ? OR x.story = ? AND y.story = ?)`

// undoBetween ends corrections of a kind that tie an article to others of a story.
func undoBetween(ctx context.Context, t *tx, kind string, story int64, article string, now time.Time) error {
	_, err := t.exec(ctx, `UPDATE story_corrections SET undone = ? WHERE undone IS NULL AND kind = ? AND (a = ? AND b IN (SELECT article FROM told WHERE story = ?)
		OR b = ? AND a IN (SELECT article FROM told WHERE story = ?))`, now.UnixMicro(), kind, article, story, article, story)
	return err
}

// settleCopies lets no article be a copy of one in another story.
func settleCopies(ctx context.Context, t *tx, stories ...int64) error {
	for _, id := range stories {
		_, err := t.exec(ctx, "UPDATE told SET original = 0 WHERE story = ? AND original <> 0 AND original NOT IN (SELECT n FROM told WHERE story = ? AND original = 0)", id, id)
		if err != nil {
			return err
		}
	}
	return nil
}

// keepApart tells of each candidate which stories of the others people keep apart from its own. It goes through all such
// corrections that stand: people make dozens, and each costs two looks at an index.
func keepApart(ctx context.Context, t *tx, candidates []StoryCandidate) error {
	var pairs [][2]int64
	err := each(ctx, t, func(r rows) error {
		var p [2]int64
		err := r.Scan(&p[0], &p[1])
		pairs = append(pairs, p)
		return err
	}, `SELECT x.story, y.story FROM story_corrections c CROSS JOIN told x CROSS JOIN told y
		WHERE c.undone IS NULL AND c.kind = 'apart' AND x.article = c.a AND y.article = c.b`)
	for i := range candidates {
		c := &candidates[i]
		for _, p := range pairs {
			for k, story := range p {
				if other := p[1-k]; story == c.Story && other != story && !slices.Contains(c.Apart, other) {
					c.Apart = append(c.Apart, other)
				}
			}
		}
	}
	return err
}

// storyByHand gives what people said about an article: the story that it belongs to, 0 for none, and those it does not. An
// article of a story that a person put together stays there.
func storyByHand(ctx context.Context, t *tx, art *toldRow) (always int64, never []int64, err error) {
	err = each(ctx, t, func(r rows) error {
		var kind string
		var story int64
		err := r.Scan(&kind, &story)
		if kind == "same" && always == 0 {
			always = story
		} else if kind == "apart" {
			never = append(never, story)
		}
		return err
	}, `SELECT c.kind, t.story FROM story_corrections c JOIN told t ON t.article = CASE WHEN c.a = ? THEN c.b ELSE c.a END
		WHERE c.undone IS NULL AND (c.a = ? OR c.b = ?) ORDER BY c.id DESC`, art.article, art.article, art.article)
	if err != nil {
		return 0, nil, err
	}
	if always == 0 && art.story != 0 {
		var together int
		err = one(ctx, t, "SELECT count(*) FROM story_corrections WHERE undone IS NULL AND kind = 'same' AND target = ?", []any{art.story}, &together)
		if together > 0 {
			always = art.story
		}
	}
	if slices.Contains(never, always) {
		always = 0
	}
	return always, never, err
}

// storyCorrections lists what people said about a story, the latest first.
func (s *Store) storyCorrections(ctx context.Context, story int64) ([]StoryCorrection, error) {
	var out []StoryCorrection
	var pairs [][2]string
	err := each(ctx, s.db, func(r rows) error {
		var c StoryCorrection
		var kind string
		var p [2]string
		err := r.Scan(&c.ID, &kind, &p[0], &p[1], &c.Source, &c.Target, at(&c.At), at(&c.Undone))
		c.Same = kind == "same"
		out, pairs = append(out, c), append(pairs, p)
		return err
	}, "SELECT id, kind, a, b, source, target, at, undone FROM story_corrections WHERE source = ? OR target = ? ORDER BY id DESC LIMIT 100", story, story)
	for i := range out {
		if err == nil {
			out[i].A, err = s.articleRow(ctx, pairs[i][0])
		}
		if err == nil {
			out[i].B, err = s.articleRow(ctx, pairs[i][1])
		}
	}
	return out, err
}

// articleRow gives the row of an article; of one that is no longer on file, its ID alone.
func (s *Store) articleRow(ctx context.Context, id string) (ArticleRow, error) {
	var k keyedArticle
	err := one(ctx, s.db, "SELECT "+articleColumns+" FROM articles a JOIN outlets o ON o.id = a.outlet_id WHERE a.id = ?", []any{id}, k.fields()...)
	if errors.Is(err, errNoRow) {
		return ArticleRow{ID: id}, nil
	}
	return k.row, err
}
