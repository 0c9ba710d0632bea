package store

import (
	"slices"
	"time"
	"unicode"

	"rapporteur"
	"rapporteur/internal/store/query"
)

// Finder finds the words of a query in texts. It may not be used from several goroutines at once.
type Finder struct {
	terms []term
	stems map[string]string
}

// NewFinder makes a finder for the words and phrases of a query, those of about included; a *query.Error where it can't be
// read. What a saved query asks for is not looked for.
func NewFinder(question string) (*Finder, error) {
	q, err := query.Parse(question, query.Options{Now: time.Now(), Saved: func(string) (string, bool) { return "lang:none", true }})
	if err != nil {
		return nil, err
	}
	f := &Finder{stems: map[string]string{}}
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

// Find gives the places in a text of the words that a query asks for, in order of their beginnings. A word in capitals (SAFE, NATO) is an
// acronym: it stands in capitals in the text, too.
func (f *Finder) Find(text string) []rapporteur.Span {
	var out []rapporteur.Span
	list := wordsOf(indexed(text), f.stems)
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
