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
func (k *Maker) items(ctx context.Context, fresh, before []*matters.Article) ([]Item, error) {
	var out []Item
	for _, group := range byStory(fresh) {
		it := itemOf(group, before)
		if it.Line != "" {
			out = append(out, it)
		}
	}
	byRank(out)
	return out, nil
}

func byRank(items []Item) {
	slices.SortStableFunc(items, func(a, b Item) int { return cmp.Or(cmp.Compare(b.rank, a.rank), b.Last.Compare(a.Last)) })
}

// byStory groups articles that tell the same story, in the order of their newest.
func byStory(list []*matters.Article) [][]*matters.Article {
	var out [][]*matters.Article
	place := map[string]int{}
	for _, a := range list {
		key := storyKey(a)
		i, known := place[key]
		if !known {
			i = len(out)
			place[key] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], a)
	}
	return out
}

// storyKey names what an article tells: the story it was grouped into.
func storyKey(a *matters.Article) string { return a.ID }

// itemOf makes a line of articles that tell one story, newest first; the zero Item where no sentence of theirs will do.
func itemOf(group, before []*matters.Article) Item {
	sentence, ok := matters.Telling(group, before)
	if !ok {
		return Item{}
	}
	first := group[len(group)-1]
	it := Item{Line: first.ID, Title: sentence.Article.Title, Lead: sentence.Article, Sentence: sentence, Articles: len(group), First: &first.ArticleRow, Last: group[0].At}
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
			it.Yours = e.Words
		}
		if _, ok := ofAny(cuts, it.Lines); ok {
			cut = append(cut, it)
			continue
		}
		_, it.Pinned = ofAny(pins, it.Lines)
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
func (k *Maker) others(ctx context.Context, b *Brief, o Options, told map[string]bool) error {
	edits, err := k.Store.Edits(ctx, 0)
	if err != nil {
		return err
	}
	list, err := k.Store.Articles(ctx, store.ArticleFilter{From: o.Since, To: o.Until, Limit: 60})
	if err != nil {
		return err
	}
	rows := slices.DeleteFunc(list.Rows, func(a store.ArticleRow) bool { return told[a.ID] })
	articles, err := k.Reader.Whole(ctx, rows)
	if err != nil {
		return err
	}
	fresh := make([]*matters.Article, len(articles))
	for i := range articles {
		fresh[i] = &articles[i]
	}
	items, err := k.items(ctx, fresh, nil)
	if err != nil {
		return err
	}
	b.Edits = edits
	b.Others, _ = arrange(items, b.Edits)
	b.Others = b.Others[:min(len(b.Others), maxOthers)]
	b.Rising = len(b.Others) > 0 && b.Others[0].Independent > 1
	return nil
}

// Newest gives the date of the newest article on file, the zero time where there is none: where a period holds nothing, one
// that ends there does.
func (k *Maker) Newest(ctx context.Context) (time.Time, error) {
	list, err := k.Store.Articles(ctx, store.ArticleFilter{Limit: 1})
	if err != nil || len(list.Rows) == 0 {
		return time.Time{}, err
	}
	return list.Rows[0].At, nil
}
