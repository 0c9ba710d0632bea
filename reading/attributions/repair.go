package attributions

import (
	"slices"

	"rapporteur"
)

// repair mends statements that were found without regard to quotation marks, by the quotations themselves: a content that holds
// most of a speech gets all of it, and a speech that no content holds goes to the statement that the rules give it to, or
// makes a new one.
func (a *article) repair(found []rapporteur.Attribution) []rapporteur.Attribution {
	owner := make([]int, len(a.words)) // the statement whose content a word of a speech stands in, or none
	for i := range owner {
		owner[i] = none
	}
	cues := slices.Clone(owner) // likewise for cues
	for n := range found {
		a.claim(owner, n, found[n].Content)
		a.claim(cues, n, found[n].Cue)
	}
	for q := range a.quotes {
		if a.speech(q) {
			if n, most := a.mostly(owner, q); most {
				a.hold(&found[n], q)
				a.claim(owner, n, found[n].Content)
			}
		}
	}
	for _, r := range speechSpans(a) {
		found = a.fill(found, owner, cues, &r)
	}
	return found
}

func (a *article) speech(q int) bool {
	return a.quotes[q].Kind == Speech && a.quotes[q].Within == none && a.quotes[q].last > a.quotes[q].first
}

// claim notes the words of a content.
func (a *article) claim(owner []int, n int, content []rapporteur.Span) {
	for _, s := range content {
		for i := a.wordAt(s.Start); i < len(a.words) && a.words[i].Start < s.End; i++ {
			owner[i] = n
		}
	}
}

// mostly gives the one statement that holds at least half the words of a quotation, where no other holds any.
func (a *article) mostly(owner []int, q int) (n int, most bool) {
	n = none
	held, all := 0, 0
	for i := a.quotes[q].first; i < a.quotes[q].last; i++ {
		if !a.words[i].letters {
			continue
		}
		all++
		switch {
		case owner[i] == none:
		case n == none || owner[i] == n:
			n = owner[i]
			held++
		default:
			return none, false
		}
	}
	return n, n != none && 2*held >= all
}

// hold makes one fragment of what a content has of a quotation: all of it, with its marks.
func (a *article) hold(x *rapporteur.Attribution, q int) {
	quote := a.quotes[q].Span
	kept := x.Content[:0:0]
	for _, s := range x.Content {
		if s.Overlaps(quote) {
			quote.Start, quote.End = min(quote.Start, s.Start), max(quote.End, s.End)
		} else {
			kept = append(kept, s)
		}
	}
	for _, list := range [][]rapporteur.Span{x.Source, x.Cue} { // never over its own source or cue
		for _, s := range list {
			if s.Overlaps(quote) {
				return
			}
		}
	}
	x.Content = append(kept, quote)
	slices.SortFunc(x.Content, rapporteur.Span.Compare)
}

// fill gives the speeches of a relation that nobody holds to the statement with the same cue, else makes a statement of it.
func (a *article) fill(found []rapporteur.Attribution, owner, cues []int, r *relation) []rapporteur.Attribution {
	missing := false
	target := none
	for _, c := range r.content {
		if c.empty() {
			continue
		}
		q := a.words[c.from].quote
		if q != none && a.speech(q) && a.free(owner, q) {
			missing = true
		} else if n := owner[c.from]; n != none {
			target = n
		}
	}
	if !missing || r.source.empty() {
		return found
	}
	for i := r.cue.from; i < r.cue.to; i++ {
		if cues[i] != none {
			target = cues[i]
		}
	}
	if target == none {
		x := a.attribution(r)
		a.claim(owner, len(found), x.Content)
		return append(found, x)
	}
	for _, c := range r.content {
		if !c.empty() && owner[c.from] == none {
			if q := a.words[c.from].quote; q != none && a.speech(q) && a.free(owner, q) {
				a.hold(&found[target], q)
			}
		}
	}
	a.claim(owner, target, found[target].Content)
	return found
}

// free reports whether nobody holds a word of a quotation.
func (a *article) free(owner []int, q int) bool {
	for i := a.quotes[q].first; i < a.quotes[q].last; i++ {
		if owner[i] != none {
			return false
		}
	}
	return true
}
