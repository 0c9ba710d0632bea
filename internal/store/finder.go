package store

import (
	"slices"
	"time"
	"unicode"

	"rapporteur"
	"rapporteur/internal/store/query"
)

// Finder finds the words of a query in texts.
type Finder struct {
	terms []term
}

// NewFinder makes a finder for the words and phrases of a query, those of about included; a *query.Error where it can't be
// read. What a saved query asks for is not looked for.
func NewFinder(question string) (*Finder, error) {
	q, err := query.Parse(question, query.Options{Now: time.Now(), Saved: func(string) (string, bool) { return "lang:none", true }})
	if err != nil {
		return nil, err
	}
	f := &Finder{}
	query.Terms(q.Root, func(t *query.Term, negated bool) {
		if negated || t.Field != nil && t.Field.Name != "about" {
			return
		}
		if x := newTerm(t.Text, t.Prefix); len(x.words) > 0 {
			x.acronym = bare(t)
			f.terms = append(f.terms, x)
		}
	})
	return f, nil
}

// Empty reports whether there are no words to find: the query asks for speakers, acts, dates alone.
func (f *Finder) Empty() bool { return len(f.terms) == 0 }

// Words are the words of a text as the index holds them, and where they stand: to be cut once for all that is looked for in the text.
type Words []word

// WordsOf cuts the part of a text that the index holds into words.
func WordsOf(text string) Words { return slices.Clip(wordsOf(indexed(text), nil)) }

// Stems gives those of the words that stand within a span.
func (w Words) Stems(s rapporteur.Span) []string {
	first, _ := slices.BinarySearchFunc(w, s.Start, func(x word, at int) int { return x.start - at })
	var out []string
	for ; first < len(w) && w[first].end <= s.End; first++ {
		out = append(out, w[first].stem)
	}
	return out
}

// Find gives the places in a text, cut into words by [WordsOf], of the words that a query asks for, in order of their beginnings. A word in
// capitals (SAFE, NATO) is an acronym: it stands in capitals in the text, too.
func (f *Finder) Find(text string, cut Words) []rapporteur.Span {
	var out []rapporteur.Span
	list := []word(cut)
	for i := range f.terms {
		out = append(out, f.terms[i].find(list)...)
	}
	slices.SortFunc(out, func(a, b rapporteur.Span) int { return a.Start - b.Start })
	return out
}

// IsAcronym reports whether a word is written in capitals: SAFE, NATO, G7.
func IsAcronym(s string) bool {
	capitals := 0
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			capitals++
		case !unicode.IsDigit(r) && r != '-' && r != '.':
			return false
		}
	}
	return capitals >= 2
}

// Stems gives the words of a text as the index holds them: folded, and without their English endings.
func Stems(text string) []string { return stems(text) }

// CutSnippet cuts a stretch of a text at the borders of words, with the spans that were found in it as marks.
func CutSnippet(text string, s rapporteur.Span, found []rapporteur.Span) Snippet {
	list := make([]match, len(found))
	for i, f := range found {
		list[i].Span = f
	}
	return cutSnippet(text, s, list)
}
