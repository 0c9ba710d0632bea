package agreement

import (
	"slices"
	"strings"

	"rapporteur"
)

// Two quotations are one in two wordings where they have sameShare of the shorter one's words in common, at least leastWords.
const (
	sameShare  = 0.6
	leastWords = 4
)

type quoted struct {
	Wording
	speaker string
	words   []string // sorted, each once
}

// quotesOf brings together the quotations of one speaker that share most of their words.
func quotesOf(reports []*rapporteur.Document) []Quotation {
	var groups [][]quoted
	for r, doc := range reports {
		for i := range doc.Attributions {
			q, ok := quote(r, doc, i)
			if !ok {
				continue
			}
			k := slices.IndexFunc(groups, func(g []quoted) bool {
				return slices.ContainsFunc(g, func(o quoted) bool { return o.same(&q) })
			})
			if k < 0 {
				groups = append(groups, nil)
				k = len(groups) - 1
			}
			if n := len(groups[k]); n == 0 || groups[k][n-1].Report != r { // one a report
				groups[k] = append(groups[k], q)
			}
		}
	}
	var out []Quotation
	for _, g := range groups {
		if len(g) < 2 {
			continue
		}
		q := Quotation{}
		for _, w := range g {
			if len(w.speaker) > len(q.Speaker) {
				q.Speaker = w.speaker
			}
			q.Differ = q.Differ || !slices.Equal(wordsIn(w.Words), wordsIn(g[0].Words))
			q.Wordings = append(q.Wordings, w.Wording)
		}
		out = append(out, q)
	}
	slices.SortStableFunc(out, func(a, b Quotation) int { return truth(b.Differ) - truth(a.Differ) })
	return out
}

// quote is a statement in somebody's words, long enough to be told from others.
func quote(r int, doc *rapporteur.Document, i int) (quoted, bool) {
	a := &doc.Attributions[i]
	if a.Kind == rapporteur.Indirect || len(a.Content) == 0 {
		return quoted{}, false
	}
	pieces := make([]string, len(a.Content))
	for k, s := range a.Content {
		pieces[k] = strings.Join(strings.Fields(s.Of(doc.Article.Text)), " ")
	}
	q := quoted{speaker: a.SpeakerName, Wording: Wording{Place{r, a.Content[0]}, i, strings.Join(pieces, " … ")}}
	q.words = wordsIn(q.Words)
	slices.Sort(q.words)
	q.words = slices.Compact(q.words)
	return q, len(q.words) >= leastWords
}

func (q *quoted) same(o *quoted) bool {
	if q.speaker != "" && o.speaker != "" && !sameName(q.speaker, o.speaker) {
		return false
	}
	n := 0
	for _, w := range q.words {
		if _, found := slices.BinarySearch(o.words, w); found {
			n++
		}
	}
	return n >= leastWords && float64(n) >= sameShare*float64(min(len(q.words), len(o.words)))
}

// sameName reports whether two names end alike: "Kallas", "Kaja Kallas".
func sameName(a, b string) bool {
	x, y := wordsIn(a), wordsIn(b)
	return len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1]
}
