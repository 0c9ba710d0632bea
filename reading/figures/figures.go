// Package figures finds amounts, shares, counts and measures in English news and says what they are worth.
//
// Find gives every figure as a span that holds the whole expression: its bound ("at least", "up to", "nearly"), its
// numeral, and its unit or the whole that it is a part of ("19 out of the bloc's 27"). What is counted stands beside it
// as the span Of. A figure is never also a date: what package dates took is left alone, so that "a 30-day ceasefire" is a
// duration and "in 2025" a year.
//
// Values are decimal text without grouping, exact to the last digit printed, however many; fractions that have no finite
// expansion are rounded to 15 decimals. Cents and pence are hundredths of their currency. Vague plurals have their
// lower bound and the sense "at least": "dozens" is 24, "several hundred" 200, "billions of dollars" 2000000000 USD.
//
// Conventions where print leaves a choice: a comma before three digits groups, before one or two it is a decimal comma;
// a point before three digits is a decimal point unless the article's language says otherwise or it comes twice. "$"
// alone is USD unless the text says what its figures are in; "pounds" are GBP unless something is weighed; "m" after a
// bare number is metres, but million after a currency sign or before a noun in the plural. A person's age is
// a measure in the unit "year". Ordinals, years, scores of matches, telephone numbers, addresses, versions, and
// the numbers in names ("Article 5", "Boeing 737", "Group of Seven") are no figures. A tally ("52-48") is two
// figures in the unit "vote".
//
// Time and memory are linear in the length of the text, and any text has a result, if an empty one.
package figures

import "rapporteur"

// Find returns the figures in doc.Article.Text in order, without overlaps. It uses doc.Sentences as borders that no figure
// crosses and doc.Dates as stretches that hold none; without them, lines are the borders.
func Find(doc *rapporteur.Document) []rapporteur.Figure {
	if doc.Article == nil || doc.Article.Text == "" {
		return nil
	}
	p := newParser(doc)
	for i := 0; i < len(p.toks); {
		i = p.move(i)
		if p.starts(i) {
			if f, ok := p.expression(i); ok {
				i = max(p.keep(f), i+1)
				continue
			}
		}
		i++
	}
	p.tie()
	return p.found
}
