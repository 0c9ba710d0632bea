package store

import (
	"cmp"
	"slices"

	"rapporteur"
	"rapporteur/internal/store/query"
)

// Reason says why an article was found: one condition of the query, and where it is met.
type Reason struct {
	Term      string            // the condition, as a query writes it
	Statement int               // index of the statement that meets it, or rapporteur.None
	Spans     []rapporteur.Span // where, in the article's Text; empty for what the article is as a whole
	Words     string            // of the first of Spans, shortened
	Paragraph int               // of the first of Spans, counted from 1; 0 where there is none
}

// maxReasons bounds the places shown for one condition.
const maxReasons = 20

// why gives the reasons, in the order of the query; of a condition that several statements meet there are several.
func (a *asked) why(row *ArticleRow, doc *rapporteur.Document, voices map[voiceAt]bool) []Reason {
	v := a.see(row, doc, voices)
	v.holds(a.Root, wholeArticle)
	var out []Reason
	query.Terms(a.Root, func(t *query.Term, negated bool) {
		if negated {
			return
		}
		list := v.why[t]
		for _, r := range list[:min(len(list), maxReasons)] {
			out = append(out, *r)
		}
	})
	return told(out, doc.Article)
}

// told fills in the words of reasons.
func told(list []Reason, a *rapporteur.Article) []Reason {
	for i := range list {
		if r := &list[i]; len(r.Spans) > 0 {
			r.Words, r.Paragraph = shorten(oneSpace(r.Spans[0].Of(a.Text)), 160), a.PartAt(r.Spans[0].Start)+1
		}
	}
	return list
}

// marksOf are the places of reasons, in the order of the text.
func marksOf(reasons []Reason) []match {
	var out []match
	names := map[string]int{}
	for _, r := range reasons {
		if _, known := names[r.Term]; !known {
			names[r.Term] = len(names)
		}
		for _, s := range r.Spans {
			out = append(out, match{s, names[r.Term]})
		}
	}
	slices.SortStableFunc(out, func(x, y match) int { return cmp.Compare(x.Start, y.Start) })
	return out
}
