// Package dates finds expressions of time in English news and says which days they name.
//
// Find gives every expression as a span with a TIMEX3 value, an ISO 8601 one, a half-open interval, a grain, and the day
// it was reckoned from. Extents and values follow TimeML's TIMEX3 (ISO 24617-1) as annotated in TimeBank: a point takes
// in its modifier ("late November"), leaves out its preposition, and the two ends of "from Monday to Friday" are two
// dates ([Ranges] ties them). Vague expressions stay vague: PAST_REF, PXD, XXXX.
//
// Conventions where English leaves a choice: weeks are ISO weeks, Monday to Sunday; a weekday is the nearest one in the
// direction of the clause's tense, the past where there is none, and the day of publication itself where it is that
// weekday; "early", "mid" and "late" are the first, middle and last third of a period; spring is March to May, and
// winter December to February of the following year; fiscal years have no interval, since their borders are the
// body's own; 1/2/2025 is 2 January, as Americans write, unless the article's language names another region ("en-GB") or only
// one order makes a date. All intervals are in UTC unless the expression prints a zone.
//
// Find asks no clock: everything relative is reckoned from the article's Published. Without it, relative expressions are
// found but not resolved. Time and memory are linear in the text's length, and any text has a result, if an empty one.
package dates

import (
	"time"

	"rapporteur"
)

// Find returns the expressions of time in doc.Article.Text in order, without overlaps. It uses doc.Sentences where they
// are set and finds sentence borders itself where they are not.
func Find(doc *rapporteur.Document) []rapporteur.Date {
	a := doc.Article
	if a == nil || a.Text == "" {
		return nil
	}
	p := newParser(doc)
	for i := 0; i < len(p.toks); {
		i = p.move(i)
		m, ok := p.expression(i)
		if !ok {
			i++
			continue
		}
		p.emit(i, m)
		i = m.end
	}
	p.tieEvents()
	return p.found
}

// published returns the day or time an article's relative dates are reckoned from, and the name of that anchor.
func published(a *rapporteur.Article) (ref time.Time, anchor string) {
	st := a.Published
	if st.Time.IsZero() {
		return time.Time{}, ""
	}
	// The calendar day that the publisher's own clock shows.
	y, m, d := st.Time.Date()
	ref = time.Date(y, m, d, st.Time.Hour(), st.Time.Minute(), 0, 0, time.UTC)
	switch st.From {
	case rapporteur.FromCaption:
		return ref, "caption"
	case rapporteur.FromText:
		return ref, "text"
	}
	return ref, "published"
}
