package matters

import "rapporteur"

// follow is how many paragraphs after one that names the matter are still about it, unless a crosshead stands between:
// wire reports name a fund once and go on about "the plans" and "the money".
const follow = 3

// passages gives the stretches of an article that are about a matter, found by its words. The whole article is about it where the
// headline, the standfirst or the first paragraph says so, or every other paragraph.
func passages(a *rapporteur.Article, found []rapporteur.Span) (spans []rapporteur.Span, about bool) {
	whole := wholly(a)
	named, first := make([]bool, len(a.Parts)), true
	paragraphs, naming := 0, 0
	for i, p := range a.Parts {
		named[i] = holdsAny(p.Span, found)
		opening := p.Kind == rapporteur.Headline || p.Kind == rapporteur.Standfirst || p.Kind == rapporteur.Paragraph && first
		if named[i] && opening {
			return whole, true
		}
		if p.Kind == rapporteur.Paragraph {
			first = false
			paragraphs++
			if named[i] {
				naming++
			}
		}
	}
	if 2*naming >= paragraphs {
		return whole, true
	}
	left := 0
	for i, p := range a.Parts {
		switch {
		case named[i]:
			left = follow + 1
		case p.Kind == rapporteur.Heading:
			left = 0
		}
		if left > 0 {
			spans = append(spans, p.Span)
			if p.Kind == rapporteur.Paragraph {
				left--
			}
		}
	}
	return spans, false
}

func wholly(a *rapporteur.Article) []rapporteur.Span { return []rapporteur.Span{{End: len(a.Text)}} }

func holdsAny(s rapporteur.Span, list []rapporteur.Span) bool {
	for _, x := range list {
		if s.Contains(x) {
			return true
		}
	}
	return false
}
