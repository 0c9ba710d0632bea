package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/riverqueue/river"

	"rapporteur"
)

// Articles are grouped into stories one at a time, each in one transaction: what it may belong to is looked up by its
// clues, the caller decides, and the decision is stored. What that costs does not grow with the archive: a bounded number
// of clues, of articles looked up for each, and of articles compared. Only the counts of a story are taken over all of its
// articles.

// Bounds of a look-up.
const (
	maxClues     = 32
	storyWindow  = 14 * 24 * time.Hour // on either side of an article
	perClueBack  = 40                  // articles looked up for a clue: the last before the article's date,
	perClueAhead = 12                  // and the first after it
	// MaxCandidates is how many articles are compared, those that share most.
	MaxCandidates = 48
)

// Grouping is what the grouping of one article needs.
type Grouping struct {
	Sketch  []byte  // what the article is compared by; opaque here
	Clues   []int64 // what it can be found by, the most telling first; those beyond 32 are not used
	Origin  string  // whose words these are: the agency credited; "" stands for the outlet
	Version string  // of the grouping
	// Decide says which story an article of a date belongs to. It is called in a transaction that may be tried again.
	Decide func(at time.Time, candidates []StoryCandidate) StoryDecision
	// ReviewAt says whether a story that has come to have so many articles is looked at as a whole (its newest maxReview), and Review
	// which of its members tell another story; others are articles of other stories, near it or of the same days. Both may be nil.
	ReviewAt func(articles int) bool
	Review   func(members, others []StoryCandidate) []StoryMove
}

// StoryCandidate is an article on file that shares clues with the one to be grouped.
type StoryCandidate struct {
	Number   int64 // of the article, in this call and [StoryDecision]
	Story    int64
	Size     int     // articles of its story
	Fixed    bool    // a person said where it belongs: moves of it are not obeyed
	Apart    []int64 // stories of other candidates that people keep apart from its own
	Original int64   // Number of the article it is a copy of, 0 for none
	At       time.Time
	Sketch   []byte
}

// StoryDecision is what came of a comparison.
type StoryDecision struct {
	Story    int64       // 0: one of its own; negative: one that Moves begin
	Original int64       // Number of the article it is a copy of (or that is a copy of it, where it is the earlier one), 0 for none
	Moves    []StoryMove // candidates that turn out to tell another story
	Merges   []StoryMerge
}

// StoryMerge says that two stories are one. The smaller one goes into the greater one, so that an article moves a few times
// only, however large stories get. Stories that a person changed stay as they are.
type StoryMerge struct{ From, To int64 }

// StoryMove takes an article to another story. A negative number stands for one that it begins.
type StoryMove struct{ Number, Story int64 }

// FinishGroup groups the latest revision of an article and ends the job. An article that is no longer on file, or whose
// filed revision has another job to come, is left alone.
func (s *Store) FinishGroup(ctx context.Context, job *river.Job[GroupArgs], g Grouping, o rapporteur.Outcome) error {
	return finish(ctx, s, job, o, func(t *tx, _ *rapporteur.Outcome) error {
		return s.group(ctx, t, job.Args, g, o.At)
	})
}

// toldRow is an article in its story.
type toldRow struct {
	n, story, original, key, outlet int64
	article, version                string
	at                              time.Time
	clues                           []int64
}

func (s *Store) group(ctx context.Context, t *tx, args GroupArgs, g Grouping, now time.Time) error {
	if err := s.db.lockArticle(ctx, t, "stories"); err != nil {
		return err
	}
	art, err := toGroup(ctx, t, args, &g)
	if err != nil || art == nil {
		return err
	}
	candidates, err := candidatesFor(ctx, t, art)
	if err != nil {
		return err
	}
	always, never, err := storyByHand(ctx, t, art)
	if err != nil {
		return err
	}
	candidates = slices.DeleteFunc(candidates, func(c StoryCandidate) bool { return slices.Contains(never, c.Story) })
	if err := keepApart(ctx, t, candidates); err != nil {
		return err
	}
	was := art.story
	if slices.Contains(never, was) {
		art.story = 0
	}
	d := g.Decide(art.at, candidates)
	if always != 0 && d.Story != always {
		d = StoryDecision{Story: always}
	}
	touched, err := moveCandidates(ctx, t, candidates, &d)
	if err != nil {
		return err
	}
	if err := putTold(ctx, t, art, &d, &g, now); err != nil {
		return err
	}
	if err := leadOn(ctx, t, was, art.story); err != nil {
		return err
	}
	merged, err := mergeStories(ctx, t, d.Merges)
	if err != nil {
		return err
	}
	if err := recountStories(ctx, t, slices.Concat(touched, merged, []int64{was, art.story})...); err != nil {
		return err
	}
	return s.reviewStory(ctx, t, art, &g, candidates)
}

// mergeStories does what a decision asks for, and gives the stories that lost or gained articles.
func mergeStories(ctx context.Context, t *tx, merges []StoryMerge) (touched []int64, err error) {
	for _, m := range merges {
		var from, to, ruled int64
		err := one(ctx, t, `SELECT (SELECT articles FROM stories WHERE id = ?), (SELECT articles FROM stories WHERE id = ?),
			(SELECT count(*) FROM story_corrections c CROSS JOIN told x WHERE c.undone IS NULL AND (x.article = c.a OR x.article = c.b) AND x.story IN (?, ?))`,
			[]any{m.From, m.To, m.From, m.To}, &from, &to, &ruled)
		if err != nil {
			return nil, err
		}
		if from > to {
			m.From, m.To = m.To, m.From
		}
		if ruled > 0 || from == 0 || to == 0 {
			continue
		}
		if err := mergeStory(ctx, t, m.From, m.To); err != nil {
			return nil, err
		}
		touched = append(touched, m.From, m.To)
	}
	return touched, nil
}

// Bounds of a look at a whole story: of its articles, and, where it is so large that the articles near a newcomer are nearly all its own,
// of those of other stories, which are looked for among the last ones before the newcomer.
const (
	maxReview  = 5000
	largeStory = 3 * MaxCandidates
	maxOthers  = 67 // a third of the 200 that are compared pair by pair
	lookedBack = 400
)

// reviewStory lets the story of an article part, where it has grown enough to be looked at as a whole.
func (s *Store) reviewStory(ctx context.Context, t *tx, art *toldRow, g *Grouping, near []StoryCandidate) error {
	if g.ReviewAt == nil {
		return nil
	}
	var story, size int64
	err := one(ctx, t, "SELECT st.id, st.articles FROM told t JOIN stories st ON st.id = t.story WHERE t.n = ?", []any{art.n}, &story, &size)
	if err != nil || !g.ReviewAt(int(size)) {
		return err
	}
	members, err := candidateRows(ctx, t, "t.story = ? AND t.sketch IS NOT NULL AND t.version = ? ORDER BY t.at DESC LIMIT ?", story, art.version, maxReview)
	if err != nil {
		return err
	}
	slices.SortFunc(members, func(a, b StoryCandidate) int { return cmp.Compare(a.Number, b.Number) })
	others := slices.DeleteFunc(slices.Clone(near), func(c StoryCandidate) bool {
		return slices.ContainsFunc(members, func(m StoryCandidate) bool { return m.Number == c.Number })
	})
	if len(members) > s.large && len(others) < maxOthers {
		if others, err = addOthers(ctx, t, art, story, others); err != nil {
			return err
		}
	}
	touched, err := moveCandidates(ctx, t, members, &StoryDecision{Moves: g.Review(members, others)})
	if err != nil {
		return err
	}
	return recountStories(ctx, t, touched...)
}

// addOthers adds articles of other stories, of the days before the newcomer.
func addOthers(ctx context.Context, t *tx, art *toldRow, story int64, have []StoryCandidate) ([]StoryCandidate, error) {
	more, err := candidateRows(ctx, t, `t.n IN (SELECT o.n FROM (SELECT id FROM articles WHERE key <= ? ORDER BY key DESC LIMIT ?) AS a JOIN told o ON o.article = a.id
		WHERE o.story <> ? LIMIT ?) AND t.sketch IS NOT NULL AND t.version = ? ORDER BY t.n`, art.key, lookedBack, story, maxOthers+len(have), art.version)
	for _, m := range more {
		if len(have) < maxOthers && !slices.ContainsFunc(have, func(c StoryCandidate) bool { return c.Number == m.Number }) {
			have = append(have, m)
		}
	}
	return have, err
}

// moveCandidates moves articles that were grouped before, and gives the stories that lost or gained some.
func moveCandidates(ctx context.Context, t *tx, candidates []StoryCandidate, d *StoryDecision) (touched []int64, err error) {
	begun := map[int64]int64{}
	for _, m := range d.Moves {
		i := slices.IndexFunc(candidates, func(c StoryCandidate) bool { return c.Number == m.Number })
		if i < 0 || candidates[i].Fixed || candidates[i].Story == m.Story {
			continue
		}
		c := candidates[i]
		if m.Story <= 0 {
			if m.Story, err = beginStory(ctx, t, begun, m.Story); err != nil {
				return nil, err
			}
		}
		if slices.Contains(c.Apart, m.Story) {
			continue
		}
		if _, err := t.exec(ctx, "UPDATE told SET story = ? WHERE n = ?", m.Story, c.Number); err != nil {
			return nil, err
		}
		touched = append(touched, c.Story, m.Story)
	}
	if d.Story < 0 {
		d.Story = begun[d.Story]
	}
	slices.Sort(touched)
	touched = slices.Compact(touched)
	if err := settleCopies(ctx, t, touched...); err != nil {
		return nil, err
	}
	return touched, forwardStory(ctx, t, candidates, d.Moves, begun)
}

// beginStory gives the story that a negative number stands for in this decision.
func beginStory(ctx context.Context, t *tx, begun map[int64]int64, number int64) (id int64, err error) {
	if id = begun[number]; id != 0 {
		return id, nil
	}
	err = one(ctx, t, "INSERT INTO stories (merged) VALUES (0) RETURNING id", nil, &id)
	begun[number] = id
	return id, err
}

// forwardStory lets the address of a story that lost all its articles lead to the one that its first went to.
func forwardStory(ctx context.Context, t *tx, candidates []StoryCandidate, moves []StoryMove, begun map[int64]int64) error {
	for _, m := range moves {
		i := slices.IndexFunc(candidates, func(c StoryCandidate) bool { return c.Number == m.Number })
		if i < 0 || m.Story < 0 && begun[m.Story] == 0 {
			continue
		}
		to := m.Story
		if to < 0 {
			to = begun[to]
		}
		from := candidates[i].Story
		if err := leadOn(ctx, t, from, to); err != nil {
			return err
		}
	}
	return nil
}

// toGroup is the article as filed and as it was grouped before; nil where there is nothing to do.
func toGroup(ctx context.Context, t *tx, args GroupArgs, g *Grouping) (*toldRow, error) {
	art, revision, host := &toldRow{article: plain(args.ArticleID), version: plain(g.Version)}, 0, ""
	err := one(ctx, t, "SELECT a.key, a.outlet_id, a.at, a.revision, o.host FROM articles a JOIN outlets o ON o.id = a.outlet_id WHERE a.id = ?", []any{art.article},
		&art.key, &art.outlet, at(&art.at), &revision, &host)
	if errors.Is(err, errNoRow) || err == nil && revision != args.Revision {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if g.Origin = strings.ToLower(plain(oneSpace(g.Origin))); g.Origin == "" {
		g.Origin = host
	}
	g.Clues = g.Clues[:min(len(g.Clues), maxClues)]
	var old []byte
	err = one(ctx, t, "SELECT n, story, original, clues FROM told WHERE article = ?", []any{art.article}, &art.n, &art.story, &art.original, &old)
	if err == nil && len(old) > 0 {
		if err := forgetClues(ctx, t, art.n); err != nil {
			return nil, err
		}
	}
	if errors.Is(err, errNoRow) {
		err = nil
	}
	art.clues = g.Clues
	return art, err
}

// candidatesFor looks up what shares clues with an article within the window around its date.
func candidatesFor(ctx context.Context, t *tx, art *toldRow) ([]StoryCandidate, error) {
	if len(art.clues) == 0 {
		return nil, nil
	}
	from, now, to := art.at.Add(-storyWindow).UnixMicro(), art.at.UnixMicro(), art.at.Add(storyWindow).UnixMicro()
	var args []any
	for i := range maxClues { // always as many, so that the database prepares one question only
		if i < len(art.clues) {
			args = append(args, art.clues[i], from, now, art.clues[i], now, to)
		} else {
			args = append(args, 0, 1, 0, 0, 1, 0)
		}
	}
	shared := map[int64]int{}
	err := each(ctx, t, func(r rows) error {
		var n int64
		err := r.Scan(&n)
		shared[n]++
		return err
	}, lookUp, args...)
	if err != nil {
		return nil, err
	}
	delete(shared, art.n)
	return loadCandidates(ctx, t, mostShared(shared), art.version)
}

// lookUp finds the articles nearest in time for each of maxClues clues.
var lookUp = strings.TrimSuffix(strings.Repeat(fmt.Sprintf(`
	SELECT n FROM (SELECT n FROM clues WHERE clue = ? AND at >= ? AND at <= ? ORDER BY clue DESC, at DESC LIMIT %d) AS back UNION ALL
	SELECT n FROM (SELECT n FROM clues WHERE clue = ? AND at > ? AND at <= ? ORDER BY clue, at LIMIT %d) AS ahead UNION ALL`,
	perClueBack, perClueAhead), maxClues), "UNION ALL")

// mostShared gives the articles that were found by most clues, the earliest number first among equals.
func mostShared(shared map[int64]int) []int64 {
	list := make([]int64, 0, len(shared))
	for n := range shared {
		list = append(list, n)
	}
	slices.SortFunc(list, func(a, b int64) int {
		if d := shared[b] - shared[a]; d != 0 {
			return d
		}
		return int(b - a)
	})
	return list[:min(len(list), MaxCandidates)]
}

// fixedStory is whether a person said of an article, or of its story as a whole, that it belongs together.
const fixedStory = "EXISTS (SELECT 1 FROM story_corrections c WHERE c.undone IS NULL AND (c.a = t.article OR c.b = t.article OR c.kind = 'same' AND c.target = t.story))"

func loadCandidates(ctx context.Context, t *tx, numbers []int64, version string) ([]StoryCandidate, error) {
	if len(numbers) == 0 {
		return nil, nil
	}
	args := make([]any, MaxCandidates)
	for i := range args {
		args[i] = numbers[min(i, len(numbers)-1)]
	}
	return candidateRows(ctx, t, "t.n IN ("+marks(MaxCandidates)+") AND t.sketch IS NOT NULL AND t.version = ? ORDER BY t.n", append(args, version)...)
}

func candidateRows(ctx context.Context, t *tx, which string, args ...any) (out []StoryCandidate, err error) {
	err = each(ctx, t, func(r rows) error {
		var c StoryCandidate
		err := r.Scan(&c.Number, &c.Story, &c.Size, &c.Fixed, &c.Original, at(&c.At), &c.Sketch)
		out = append(out, c)
		return err
	}, "SELECT t.n, t.story, st.articles, "+fixedStory+", t.original, t.at, t.sketch FROM told t JOIN stories st ON st.id = t.story WHERE "+which, args...)
	return out, err
}

// putTold stores where an article belongs, and what finds it.
func putTold(ctx context.Context, t *tx, art *toldRow, d *StoryDecision, g *Grouping, now time.Time) error {
	if d.Story == 0 {
		story, err := ownStory(ctx, t, art)
		if err != nil {
			return err
		}
		d.Story = story
	}
	moved := art.n != 0 && art.story != d.Story
	art.story = d.Story
	err := one(ctx, t, `INSERT INTO told (article, story, key, at, outlet_id, origin, sketch, clues, version, grouped) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (article) DO UPDATE SET story = excluded.story, key = excluded.key, at = excluded.at, outlet_id = excluded.outlet_id, origin = excluded.origin,
		sketch = excluded.sketch, clues = excluded.clues, version = excluded.version, grouped = excluded.grouped RETURNING n`,
		[]any{art.article, art.story, art.key, art.at.UnixMicro(), art.outlet, g.Origin, g.Sketch, packClues(art.clues), art.version, now.UnixMicro()}, &art.n)
	if err != nil {
		return err
	}
	if err := putClues(ctx, t, art); err != nil {
		return err
	}
	if moved {
		if err := leaveCopies(ctx, t, art.n); err != nil {
			return err
		}
	}
	return foldCopy(ctx, t, art, d.Original)
}

// putClues makes an article findable. The clues go in the order of the index, all in one statement.
func putClues(ctx context.Context, t *tx, art *toldRow) error {
	if len(art.clues) == 0 {
		return nil
	}
	var args []any
	for _, c := range slices.Sorted(slices.Values(art.clues)) {
		args = append(args, c, art.at.UnixMicro(), art.n)
	}
	_, err := t.exec(ctx, "INSERT INTO clues (clue, at, n) VALUES "+strings.TrimSuffix(strings.Repeat("(?, ?, ?),", len(art.clues)), ",")+" ON CONFLICT DO NOTHING", args...)
	return err
}

// ownStory is the story an article has to itself: the one it has where nobody else grouped by this version is in it (so
// that a story keeps its number when all is grouped again), else a new one.
func ownStory(ctx context.Context, t *tx, art *toldRow) (int64, error) {
	if art.story != 0 {
		var others int
		if err := one(ctx, t, "SELECT count(*) FROM (SELECT n FROM told WHERE story = ? AND n <> ? AND version = ? LIMIT 1) AS others", []any{art.story, art.n, art.version}, &others); err != nil {
			return 0, err
		}
		if others == 0 {
			return art.story, nil
		}
	}
	var id int64
	err := one(ctx, t, "INSERT INTO stories (merged) VALUES (0) RETURNING id", nil, &id)
	return id, err
}
