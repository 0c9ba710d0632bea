// Package attributions finds who said what: source, cue and content of each statement, the speaker behind the source, and
// what the speaker does by speaking.
//
// Promises: every span is a range of the text, on token borders; the attributions come in the order of their first span;
// Within refers to an attribution whose content holds this one. The work is linear in the number of tokens, but for the
// nesting of contents. The edges of the spans follow the guidelines of the Political News Attribution Relations Corpus: a
// content keeps its quotation marks and its "that", and leaves the full stop after it; a cue has its auxiliaries, adverbs
// and particles; a source has its title and apposition; the person spoken to, the day and the place belong to none of them.
package attributions

import (
	"cmp"
	"slices"

	"rapporteur"
)

// Find returns the statements of a document. It needs the sentences, and uses the entities where they are there.
func Find(doc *rapporteur.Document) []rapporteur.Attribution {
	a := newArticle(doc)
	relations := speechSpans(a)
	found := make([]rapporteur.Attribution, 0, len(relations))
	for i := range relations {
		if x := a.attribution(&relations[i]); len(x.Content) > 0 {
			found = append(found, x)
		}
	}
	return a.complete(found)
}

// attribution turns words into spans.
func (a *article) attribution(r *relation) rapporteur.Attribution {
	out := rapporteur.Attribution{Confidence: confidences[r.rule]}
	if !r.source.empty() {
		out.Source = []rapporteur.Span{a.span(r.source.from, r.source.to)}
	}
	if !r.cue.empty() {
		out.Cue = []rapporteur.Span{a.span(r.cue.from, r.cue.to)}
	}
	for _, c := range r.content {
		if c.empty() {
			continue // cut short by the statement after it
		}
		out.Content = append(out.Content, a.span(c.from, c.to))
	}
	slices.SortFunc(out.Content, rapporteur.Span.Compare)
	return out
}

// confidences are the shares of findings that agree with the annotators of the training articles (relation F1's criterion).
var confidences = [...]float64{
	ruleReported: 0.72, ruleQuoted: 0.85, ruleAfter: 0.92, ruleInverted: 0.90, ruleFollowing: 0.76, ruleAccording: 0.82, ruleColon: 0.80,
	ruleParticiple: 0.63, ruleConjunct: 0.60, ruleAttitude: 0.46, ruleFloating: 0.45, ruleReportedly: 0.40, ruleSigned: 0.80, ruleDashed: 0.80, ruleTurn: 0.80,
}

// start is where an attribution's first span begins.
func start(a *rapporteur.Attribution) int {
	first := -1
	for _, list := range [][]rapporteur.Span{a.Source, a.Cue, a.Content} {
		for _, s := range list {
			if first < 0 || s.Start < first {
				first = s.Start
			}
		}
	}
	return first
}

// Complete takes statements of which only source, cue, content and confidence are known, whoever found them, and adds the rest:
// order, kind, act, nesting and speaker. Quotations are made whole, and those that no statement holds go to their speakers by
// rule; a statement without content is left out. Pronouns that speak are filed, in the document, with the entities that they turn out to be.
func Complete(doc *rapporteur.Document, found []rapporteur.Attribution) []rapporteur.Attribution {
	a := newArticle(doc)
	out := a.complete(a.repair(found))
	for i := range out {
		out[i].Confidence = calibrated(out[i].Confidence, out[i].Kind)
	}
	return out
}

func (a *article) complete(found []rapporteur.Attribution) []rapporteur.Attribution {
	out := make([]rapporteur.Attribution, 0, len(found))
	for _, x := range found {
		if len(x.Content) > 0 {
			out = append(out, x)
		}
	}
	slices.SortStableFunc(out, func(x, y rapporteur.Attribution) int { return cmp.Compare(start(&x), start(&y)) })
	for i := range out {
		x := &out[i]
		x.Kind, x.Behalf, x.Within = a.kindOf(x.Content), none, none
	}
	a.nest(out)
	a.speakers(out)
	a.agree(out)
	for i := range out {
		a.act(&out[i])
	}
	return out
}
