package store

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"rapporteur"
)

// Finder finds the words of a query in texts. It may not be used from several goroutines at once.
type Finder struct {
	query *query
	typed []string
}

// NewFinder makes a finder for a query, ErrInvalid where it can't be read.
func NewFinder(question string) (*Finder, error) {
	q, err := parseQuery(question)
	if err != nil {
		return nil, err
	}
	f := &Finder{query: q}
	for _, g := range q.groups {
		for _, t := range g {
			f.typed = append(f.typed, t.typed)
		}
	}
	return f, nil
}

// Find gives the places in a text of the words that a query asks for, in order of their beginnings. A word in capitals (SAFE, NATO) is an
// acronym: it stands in capitals in the text, too. What is found by "safe" only is found by a search, and left out here.
func (f *Finder) Find(text string) []rapporteur.Span {
	var out []rapporteur.Span
	for _, m := range f.query.find(text) {
		if words := m.Of(text); !IsAcronym(f.typed[m.term]) || words == strings.ToUpper(words) {
			out = append(out, m.Span)
		}
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

// CountArticles counts the articles that a filter chooses, up to most.
func (s *Store) CountArticles(ctx context.Context, f ArticleFilter, most int) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	from, err := s.matching(allArticles, "article_words", f.Query)
	if err != nil {
		return 0, err
	}
	w := &where{}
	if err := w.article(from, 0, "a.outlet_id", f.Outlet, f.From, f.To, f.Before); err != nil {
		return 0, err
	}
	if f.Outlet == "" && from.alone != "" {
		from.from = from.alone
	}
	return s.countArticles(ctx, from, w, most)
}
