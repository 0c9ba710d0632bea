package store

import (
	"context"
	"strings"

	"rapporteur/internal/store/query"
)

// maxSuggestions is how many completions are offered.
const maxSuggestions = 10

// CompleteQuery finds what can stand at a place in a query, in bytes: what the language knows, and speakers, outlets and
// saved queries on file.
func (s *Store) CompleteQuery(ctx context.Context, text string, cursor int) (*query.Completion, error) {
	c := query.Complete(text, cursor)
	if c.Field != nil {
		more, err := s.valuesOf(ctx, c.Field.Name, c.Typed)
		if err != nil {
			return nil, err
		}
		c.Suggestions = append(c.Suggestions, more...)
	}
	if c.Field == nil || c.Field.Name == "about" {
		both, err := s.acronymsTyped(ctx, c.Typed)
		if err != nil {
			return nil, err
		}
		c.Suggestions = append(both, c.Suggestions...)
	}
	c.Suggestions = c.Suggestions[:min(len(c.Suggestions), maxSuggestions)]
	return c, nil
}

func (s *Store) valuesOf(ctx context.Context, field, typed string) (out []query.Suggestion, err error) {
	switch field {
	case "by", "about", "who":
		people, err := s.Speakers(ctx, typed, maxSuggestions)
		for _, p := range people {
			out = append(out, query.Suggestion{Text: query.Quote(strings.ReplaceAll(p.Name, `"`, "")), What: "on record"})
		}
		return out, err
	case "outlet":
		list, err := s.Outlets(ctx)
		for _, o := range list {
			if isOutlet(strings.ToLower(typed), o.Host, o.Name) || strings.HasPrefix(o.Host, strings.ToLower(typed)) || strings.HasPrefix(strings.ToLower(o.Name), strings.ToLower(typed)) {
				out = append(out, query.Suggestion{Text: query.Quote(o.Host), What: o.Name})
			}
		}
		return out, err
	case "in":
		list, err := s.SavedQueries(ctx)
		for _, q := range list {
			if strings.HasPrefix(savedKey(q.Name), savedKey(typed)) {
				out = append(out, query.Suggestion{Text: query.Quote(q.Name), What: shorten(q.Query, 60)})
			}
		}
		return out, err
	}
	return nil, nil
}
