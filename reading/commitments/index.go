package commitments

import (
	"cmp"
	"slices"
	"sort"

	"rapporteur"
)

// contents are the contents of statements in order, so that a look-up does not go through all of them.
type contents struct {
	all      []content
	furthest []int // of each content and those before it, the greatest end
}

type content struct {
	rapporteur.Span
	attribution int
}

func newContents(said []rapporteur.Attribution) *contents {
	c := &contents{}
	for n := range said {
		for _, s := range said[n].Content {
			c.all = append(c.all, content{s, n})
		}
	}
	slices.SortStableFunc(c.all, func(a, b content) int { return cmp.Compare(a.Start, b.Start) })
	c.furthest = make([]int, len(c.all))
	end := 0
	for i := range c.all {
		end = max(end, c.all[i].End)
		c.furthest[i] = end
	}
	return c
}

// crowd bounds how many contents inside of one another are gone through.
const crowd = 1000

// around is the statement with the smallest content around a span, the first of equals, or None.
func (c *contents) around(s rapporteur.Span) int {
	best := content{attribution: rapporteur.None}
	i := sort.Search(len(c.all), func(i int) bool { return c.all[i].Start > s.Start }) - 1
	for least := i - crowd; i >= 0 && i > least && c.furthest[i] >= s.End; i-- {
		x := c.all[i]
		if x.Contains(s) && (best.attribution == rapporteur.None || x.Len() < best.Len() || x.Len() == best.Len() && x.attribution < best.attribution) {
			best = x
		}
	}
	return best.attribution
}

// mentions are the mentions of all entities in order, likewise.
type mentions []mention

type mention struct{ start, end, entity int32 }

func newMentions(entities []rapporteur.Entity) mentions {
	var out mentions
	for e := range entities {
		for _, m := range entities[e].Mentions {
			out = append(out, mention{int32(m.Start), int32(m.End), int32(e)})
		}
	}
	slices.SortStableFunc(out, func(a, b mention) int { return cmp.Compare(a.start, b.start) })
	return out
}

// inside gives the entities with mentions inside a span, and no other mentions; of says which of all each is.
func (list mentions) inside(all []rapporteur.Entity, s rapporteur.Span) (found []rapporteur.Entity, of []int) {
	var in mentions
	for i := sort.Search(len(list), func(i int) bool { return int(list[i].start) >= s.Start }); i < len(list) && int(list[i].start) < s.End; i++ {
		if int(list[i].end) <= s.End {
			in = append(in, list[i])
		}
	}
	slices.SortStableFunc(in, func(a, b mention) int { return cmp.Compare(a.entity, b.entity) })
	for _, m := range in {
		if n := len(of); n == 0 || of[n-1] != int(m.entity) {
			of = append(of, int(m.entity))
			found = append(found, rapporteur.Entity{Kind: all[m.entity].Kind})
		}
		found[len(found)-1].Mentions = append(found[len(found)-1].Mentions, rapporteur.Mention{Span: rapporteur.Span{Start: int(m.start), End: int(m.end)}})
	}
	return found, of
}
