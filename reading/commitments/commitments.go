// Package commitments finds what somebody is bound to do, or what is set to happen, in English news: pledges ("will provide",
// "pledged to"), deadlines ("must submit by"), meetings ("will meet on Thursday"), votes and expiries ("run until 31 July").
//
// Find reports each as the clause it stands in, with who is bound, to what, by when, at what amount and on which condition,
// every one a span or a finding of the record. It runs last: it takes the document's sentences, dates, figures, entities and
// attributions as found and finds none of them itself.
//
// Told apart by rule: a demand binds nobody ("must stop" without a day, "called on"); a forecast is nobody's act ("will
// rise", "is expected to grow"); rhetoric names no act ("we will make this country great"). So a pledge wants a verb of
// doing (verbs.go) whose subject can act, an obligation wants a day, and an expiry an end.
//
// Time and memory are linear in the length of the text, and any document has a result, if an empty one.
package commitments

import (
	"slices"
	"strings"

	"rapporteur"
	"rapporteur/reading/names"
)

// Find returns the commitments in doc in order of their spans, without overlaps of the same kind.
func Find(doc *rapporteur.Document) []rapporteur.Commitment {
	if doc.Article == nil {
		return nil
	}
	var out []rapporteur.Commitment
	f := newFinder(doc)
	date, figure := 0, 0
	for i := range doc.Sentences {
		s := &doc.Sentences[i]
		for date < len(doc.Dates) && doc.Dates[date].End <= s.Start {
			date++
		}
		for figure < len(doc.Figures) && doc.Figures[figure].End <= s.Start {
			figure++
		}
		r := newReader(f, s, date, figure)
		out = append(out, r.read()...)
	}
	slices.SortStableFunc(out, func(a, b rapporteur.Commitment) int { return a.Span.Compare(b.Span) })
	attach(doc, out)
	return out
}

// attach ties commitments to the statements that hold them and to the entities that are bound.
func attach(doc *rapporteur.Document, found []rapporteur.Commitment) {
	if len(found) == 0 {
		return
	}
	held, at := newContents(doc.Attributions), newMentions(doc.Entities)
	for i := range found {
		c := &found[i]
		c.Attribution = held.around(c.What)
		c.Entities = bound(doc, at, c.Who)
	}
}

// bound are the entities that a subject speaks of, one for each part that "and" joins.
func bound(doc *rapporteur.Document, at mentions, who rapporteur.Span) []int {
	var out []int
	for start := who.Start; start < who.End; {
		end := who.End
		if i := strings.Index(doc.Article.Text[start:who.End], " and "); i >= 0 {
			end = start + i
		}
		part := rapporteur.Span{Start: start, End: end}
		inside, of := at.inside(doc.Entities, part)
		if k := names.Head(doc.Article.Text, inside, part); k != rapporteur.None && !slices.Contains(out, of[k]) {
			out = append(out, of[k])
		}
		start = end + len(" and ")
	}
	return out
}
