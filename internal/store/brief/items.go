package brief

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"rapporteur/internal/store"
	"rapporteur/internal/store/matters"
)

// items groups the articles of the period by what they tell, the weightiest first.
func (k *Maker) items(ctx context.Context, fresh []*matters.Article, before matters.Before) ([]Item, error) {
	var out []Item
	for _, group := range byStory(fresh) {
		it := itemOf(group, before)
		if it.Line != "" {
			out = append(out, it)
		}
	}
	if err := k.count(ctx, out); err != nil {
		return nil, err
	}
	byRank(out)
	return out, nil
}

// count gives each line that is a story's only one what all reports of the story come to: copies are told there by their
// words, not by their credits alone.
func (k *Maker) count(ctx context.Context, items []Item) error {
	var ids []int64
	for i := range items {
		if items[i].Story != 0 {
			ids = append(ids, items[i].Story)
		}
	}
	stories, err := k.Store.StoriesByID(ctx, ids)
	for i := range items {
		it := &items[i]
		if st, ok := stories[it.Story]; ok && it.First.At.Sub(st.First) < followUp && st.Last.Sub(it.Last) < followUp {
			it.Articles, it.Outlets, it.Independent, it.Copies = st.Articles, st.Outlets, st.Independent, st.Copies
			it.rank += math.Log2(float64(1+st.Independent)) - math.Log2(float64(1+it.independent))
		}
	}
	return err
}

func byRank(items []Item) {
	slices.SortStableFunc(items, func(a, b Item) int { return cmp.Or(cmp.Compare(b.rank, a.rank), b.Last.Compare(a.Last)) })
}

// followUp is how long after the last report of a story the next one is a line of its own: what a story says days later is
// news again.
const followUp = 36 * time.Hour

// byStory groups articles that tell the same story, in the order of their newest.
func byStory(list []*matters.Article) [][]*matters.Article {
	var out [][]*matters.Article
	place := map[int64]int{}
	for _, a := range list {
		i, known := place[a.Story]
		if known && a.Story != 0 && out[i][len(out[i])-1].At.Sub(a.At) < followUp {
			out[i] = append(out[i], a)
			continue
		}
		place[a.Story] = len(out)
		out = append(out, []*matters.Article{a})
	}
	return out
}

// itemOf makes a line of articles that tell one story, newest first; the zero Item where no sentence of theirs will do.
func itemOf(group []*matters.Article, before matters.Before) Item {
	sentence, ok := matters.Telling(group, before)
	if !ok {
		return Item{}
	}
	first := group[len(group)-1]
	it := Item{Line: first.ID, Title: sentence.Article.Title, Lead: sentence.Article, Sentence: sentence, Articles: len(group), First: &first.ArticleRow, Last: group[0].At, Story: first.Story}
	var said []store.StatementRow
	outlets, origins := map[string]bool{}, map[string]bool{}
	about := 0.0
	for _, a := range group {
		it.Lines = append(it.Lines, a.ID)
		said = append(said, a.Statements...)
		outlets[a.OutletHost], origins[cmp.Or(strings.ToLower(a.Wire), a.OutletHost)] = true, true
		if a.About {
			about = 1
		}
	}
	it.Outlets, it.Independent = len(outlets), len(origins)
	it.Copies = len(group) - len(origins)
	it.independent = it.Independent
	it.Quotes = matters.Quotations(said, 2)
	it.rank = about + math.Log2(1+float64(it.Independent)) + 0.3*math.Log2(1+float64(len(said)))
	return it
}

// putChanges gives each line the figures that changed in the period and that its articles give.
func putChanges(items []Item, quantities []matters.Quantity, o Options) {
	for i := range quantities {
		q := &quantities[i]
		if !q.Changed() || q.Now().First.Before(o.Since) {
			continue
		}
		to := q.Now()
		var from *matters.Value
		for j := range q.Values {
			if v := &q.Values[j]; v != to && v.First.Before(to.First) && (from == nil || v.Last.After(from.Last)) {
				from = v
			}
		}
		if from == nil {
			continue
		}
		for j := range items {
			if slices.ContainsFunc(to.Sources, func(s matters.Extract) bool { return slices.Contains(items[j].Lines, s.Article.ID) }) {
				items[j].Changes = append(items[j].Changes, Change{q, from, to})
				items[j].rank += 0.5
				break
			}
		}
	}
	byRank(items)
}

// arrange applies what people did to the lines: cut ones go, pinned ones come first, moved ones where they were put,
// rewritten ones say so.
func arrange(items []Item, edits matters.Edits) (kept, cut []Item) {
	cuts, pins, words := edits.Standing(store.EditCut), edits.Standing(store.EditPin), edits.Standing(store.EditRewrite)
	for _, it := range items {
		if e, ok := ofAny(words, it.Lines); ok {
			it.Yours, it.Edits.Rewrite = e.Words, e.ID
		}
		if e, ok := ofAny(cuts, it.Lines); ok {
			it.Edits.Cut = e.ID
			cut = append(cut, it)
			continue
		}
		pin, pinned := ofAny(pins, it.Lines)
		it.Pinned, it.Edits.Pin = pinned, pin.ID
		kept = append(kept, it)
	}
	slices.SortStableFunc(kept, func(a, b Item) int {
		switch {
		case a.Pinned == b.Pinned:
			return 0
		case a.Pinned:
			return -1
		}
		return 1
	})
	for _, e := range edits.Of(store.EditPlace) {
		kept = move(kept, e.About, e.Words)
	}
	return kept, cut
}

func ofAny(standing map[string]store.Edit, lines []string) (last store.Edit, ok bool) {
	for _, l := range lines {
		if e, found := standing[l]; found && e.ID > last.ID {
			last, ok = e, true
		}
	}
	return last, ok
}

// move puts a line before another one, at the end where that is "" or not there.
func move(items []Item, line, before string) []Item {
	at := func(line string) int {
		return slices.IndexFunc(items, func(it Item) bool { return slices.Contains(it.Lines, line) })
	}
	from := at(line)
	if from < 0 {
		return items
	}
	it := items[from]
	items = slices.Delete(items, from, from+1)
	if to := at(before); before != "" && to >= 0 {
		return slices.Insert(items, to, it)
	}
	return append(items, it)
}

// others adds the stories that are on no dossier: those of several outlets, else the newest.
func (k *Maker) others(ctx context.Context, b *Brief, o Options, t *told) error {
	edits, err := k.Store.Edits(ctx, 0)
	if err != nil {
		return err
	}
	rows, err := k.otherRows(ctx, o, t)
	if err != nil {
		return err
	}
	articles, err := k.Reader.Whole(ctx, rows)
	if err != nil {
		return err
	}
	fresh := make([]*matters.Article, len(articles))
	for i := range articles {
		fresh[i] = &articles[i]
	}
	slices.SortStableFunc(fresh, func(x, y *matters.Article) int { return y.At.Compare(x.At) })
	items, err := k.items(ctx, fresh, matters.Before{})
	if err != nil {
		return err
	}
	slices.SortStableFunc(items, func(x, y Item) int { // what several report by their weight, the rest as it came
		if x.Independent > 1 || y.Independent > 1 {
			return y.Independent - x.Independent
		}
		return y.Last.Compare(x.Last)
	})
	b.Edits = edits
	b.Others, b.Cut = arrange(items, edits)
	b.Others = b.Others[:min(len(b.Others), maxOthers)]
	b.Rising = slices.ContainsFunc(b.Others, func(it Item) bool { return it.Independent > 1 })
	return nil
}

const (
	otherStories  = 500 // of the period, the newest, of which the others are chosen
	otherArticles = 4   // of each story that is shown
)

// otherRows gives some articles of the biggest stories of the period that no dossier has; where few stories have several outlets, the newest articles, too.
func (k *Maker) otherRows(ctx context.Context, o Options, t *told) ([]store.ArticleRow, error) {
	list, err := k.Store.Stories(ctx, store.StoryFilter{From: o.Since, To: o.Until, Limit: otherStories})
	if err != nil {
		return nil, err
	}
	big := slices.DeleteFunc(list.Rows, func(s store.StoryRow) bool { return t.stories[s.ID] || s.Independent < 2 })
	slices.SortStableFunc(big, func(x, y store.StoryRow) int {
		return cmp.Or(y.Independent-x.Independent, y.Outlets-x.Outlets, y.Last.Compare(x.Last))
	})
	var out []store.ArticleRow
	for _, s := range big[:min(len(big), 2*maxOthers)] {
		some, err := k.Store.Articles(ctx, store.ArticleFilter{Story: s.ID, From: o.Since, To: o.Until, Limit: otherArticles})
		if err != nil {
			return nil, err
		}
		out = append(out, some.Rows...)
		t.stories[s.ID] = true
	}
	if len(big) >= maxOthers {
		return out, nil
	}
	newest, err := k.Store.Articles(ctx, store.ArticleFilter{From: o.Since, To: o.Until, Limit: 40})
	if err != nil {
		return nil, err
	}
	newest.Rows = slices.DeleteFunc(newest.Rows, func(a store.ArticleRow) bool { return t.articles[a.ID] || t.stories[a.Story] })
	return append(out, newest.Rows...), nil
}

// worthReading is how many articles make a brief where no period is asked for.
const worthReading = 30

// Latest gives a period that ends with the newest article on file and holds a week, or as many days as a few dozen articles
// take; zero times where there are none. Where what was asked for holds nothing, this one does.
func (k *Maker) Latest(ctx context.Context) (since, until time.Time, err error) {
	list, err := k.Store.Articles(ctx, store.ArticleFilter{Limit: worthReading})
	if err != nil || len(list.Rows) == 0 {
		return since, until, err
	}
	until = list.Rows[0].At.Truncate(time.Minute).Add(time.Minute)
	since = until.AddDate(0, 0, -7)
	if oldest := list.Rows[len(list.Rows)-1].At; oldest.Before(since) {
		since = oldest.Truncate(24 * time.Hour)
	}
	return since, until, nil
}
