package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"rapporteur"
)

// StoryFilter chooses stories. Its zero value is all of them, the one with the newest article first. What is set must all
// hold.
type StoryFilter struct {
	Query    string    // as in Search: a story is chosen where one of its articles matches
	From, To time.Time // a story is chosen where something was reported in [From, To)
	Outlet   string    // host: one of those that report it
	Least    int       // articles it has at least
	Biggest  bool      // the one with most outlets first, instead of the newest
	Before   Cursor
	Limit    int
}

// StoryRow is one line in a list of stories.
type StoryRow struct {
	ID          int64
	Lead        ArticleRow // the article whose headline stands for the story: the one most copied, else the first
	First, Last time.Time  // ArticleRow.At of the first and the last article
	Articles    int
	Outlets     int
	Independent int // reports of their own: copies left out, and all that one agency or outlet wrote counted once
	Copies      int // articles that repeat another one's words
}

// StoryList is one page of a list.
type StoryList struct {
	Rows    []StoryRow
	Next    Cursor
	Reached time.Time // where not zero, articles before it were not looked at for what the query asks: more match than are gone through
}

// Report is one article of a story.
type Report struct {
	ArticleRow
	Original string // ID of the article that this one is a copy of, "" for none
	Origin   string // whose words these are: the agency credited, else the outlet's host
}

// MaxReports is how many of a story's articles [Store.Story] gives; [ArticleFilter] with Story lists all.
const MaxReports = 500

// StoryView is a story with its articles.
type StoryView struct {
	StoryRow
	Reports     []Report // in the order of their dates, up to MaxReports
	Corrections []StoryCorrection
}

const storyColumns = "st.id, st.first, st.last, st.articles, st.outlets, st.independent, st.copies"

func (r *StoryRow) fields() []any {
	return []any{&r.ID, at(&r.First), at(&r.Last), &r.Articles, &r.Outlets, &r.Independent, &r.Copies}
}

const (
	storiesFrom = " FROM stories st JOIN told t ON t.n = st.lead JOIN articles a ON a.id = t.article JOIN outlets o ON o.id = a.outlet_id"
	reportsFrom = " FROM told t JOIN articles a ON a.id = t.article JOIN outlets o ON o.id = a.outlet_id"
)

type keyedStory struct {
	order int64
	row   StoryRow
}

// Stories lists stories.
func (s *Store) Stories(ctx context.Context, f StoryFilter) (*StoryList, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	order := "st.newest"
	if f.Biggest {
		order = "st.rank"
	}
	list := &StoryList{}
	w, err := s.whereStories(ctx, f, order, list)
	if err != nil {
		return nil, err
	}
	var found []keyedStory
	limit := pageLimit(f.Limit)
	err = each(ctx, s.db, func(r rows) error {
		var k keyedStory
		var lead keyedArticle
		err := r.Scan(append(append([]any{&k.order}, k.row.fields()...), lead.fields()...)...)
		k.row.Lead = lead.row
		found = append(found, k)
		return err
	}, "SELECT "+order+", "+storyColumns+", "+articleColumns+storiesFrom+w.String()+" ORDER BY "+order+" DESC LIMIT "+strconv.Itoa(limit+1), w.args...)
	if err != nil {
		return nil, timeUp(err)
	}
	found, list.Next = cut(found, limit, func(k keyedStory) int64 { return k.order })
	for _, k := range found {
		list.Rows = append(list.Rows, k.row)
	}
	return list, nil
}

func (s *Store) whereStories(ctx context.Context, f StoryFilter, order string, list *StoryList) (*where, error) {
	w := &where{}
	w.and(order + " IS NOT NULL")
	if f.Least > 1 {
		w.and("st.articles >= ?", f.Least)
	}
	if f.Query == "" {
		reported(w, f)
	} else if err := s.storiesMatching(ctx, w, f, list); err != nil {
		return nil, err
	}
	return w, w.before(f.Before, order)
}

// reported is the condition that a story was reported within a time, or by an outlet.
func reported(w *where, f StoryFilter) {
	if f.Outlet == "" && f.From.IsZero() && f.To.IsZero() {
		return
	}
	in := &where{}
	in.and("ta.story = st.id")
	if !f.From.IsZero() {
		low := firstKey(reasonable(f.From))
		w.and("st.newest >= ?", low)
		in.and("ta.key >= ?", low)
	}
	if !f.To.IsZero() {
		in.and("ta.key < ?", firstKey(reasonable(f.To.Add(time.Minute-1))))
	}
	if f.Outlet != "" {
		in.and("ta.outlet_id = (SELECT id FROM outlets WHERE host = ?)", strings.ToLower(plain(f.Outlet)))
	}
	w.and("EXISTS (SELECT 1 FROM told ta"+in.String()+")", in.args...)
}

// maxTelling is how many articles that match are looked at for their stories, the newest.
const maxTelling = 2000

// storiesMatching is the condition that one of a story's articles is among the newest that match.
func (s *Store) storiesMatching(ctx context.Context, w *where, f StoryFilter, list *StoryList) error {
	t, err := s.walkArticles(ctx, ArticleFilter{Query: f.Query, From: f.From, To: f.To, Outlet: f.Outlet}, maxTelling)
	if err != nil {
		return err
	}
	if t.more {
		list.Reached = keyTime(t.end)
	}
	var stories []any
	seen := map[int64]bool{}
	for chunk := range slices.Chunk(t.keys, MaxPageSize) {
		err := each(ctx, s.db, func(r rows) error {
			var id int64
			err := r.Scan(&id)
			if !seen[id] {
				seen[id], stories = true, append(stories, id)
			}
			return err
		}, "SELECT ta.story FROM articles a JOIN told ta ON ta.article = a.id WHERE a.key IN ("+marks(len(chunk))+")", idArgs(chunk)...)
		if err != nil {
			return timeUp(err)
		}
	}
	c := in("st.id", stories)
	w.and(c.sql, c.args...)
	return nil
}

// Story gives a story with its articles. Where its articles went to another story, that one is given. ErrNotFound where
// there is none, or no article tells it any more.
func (s *Store) Story(ctx context.Context, id int64) (*StoryView, error) {
	id, err := nowStory(ctx, s.db, id)
	if err != nil {
		return nil, err
	}
	v := &StoryView{}
	var lead keyedArticle
	err = one(ctx, s.db, "SELECT "+storyColumns+", "+articleColumns+storiesFrom+" WHERE st.id = ? AND st.newest IS NOT NULL", []any{id}, append(v.fields(), lead.fields()...)...)
	if errors.Is(err, errNoRow) {
		return nil, noStory(id)
	}
	if err != nil {
		return nil, err
	}
	v.Lead = lead.row
	if err := s.reports(ctx, v); err != nil {
		return nil, err
	}
	v.Corrections, err = s.storyCorrections(ctx, v.ID)
	return v, err
}

// storyNow is the story that a number leads to now, 0 for none.
func (s *Store) storyNow(ctx context.Context, number string) (int64, error) {
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return 0, nil
	}
	id, err = nowStory(ctx, s.db, id)
	if errors.Is(err, rapporteur.ErrNotFound) {
		return 0, nil
	}
	return id, err
}

func noStory(id int64) error {
	return fmt.Errorf("%w: no article tells a story of number %d", rapporteur.ErrNotFound, id)
}

func (s *Store) reports(ctx context.Context, v *StoryView) error {
	return each(ctx, s.db, func(r rows) error {
		var k keyedArticle
		var x Report
		err := r.Scan(append(k.fields(), &x.Origin, &x.Original)...)
		x.ArticleRow = k.row
		v.Reports = append(v.Reports, x)
		return err
	}, "SELECT "+articleColumns+", t.origin, coalesce((SELECT article FROM told c WHERE c.n = t.original), '')"+reportsFrom+
		" WHERE t.story = ? ORDER BY t.at, t.n LIMIT "+strconv.Itoa(MaxReports), v.ID)
}
