package query

import (
	"cmp"
	"slices"
	"strings"
)

// Rename puts a saved query's new name in place of its old one in a query that names it; changed is false where none does.
func Rename(text, from, to string) (out string, changed bool) {
	q, err := Parse(text, Options{Saved: func(string) (string, bool) { return "x", true }})
	if err != nil {
		return text, false
	}
	var found []*Term
	Terms(q.Root, func(t *Term, _ bool) {
		if t.Saved != nil && strings.EqualFold(strings.Join(strings.Fields(t.Text), " "), from) {
			found = append(found, t)
		}
	})
	slices.SortFunc(found, func(a, b *Term) int { return cmp.Compare(b.Start, a.Start) })
	for _, t := range found {
		name := Quote(to)
		if strings.HasPrefix(strings.ToLower(t.Of(text)), "in:") {
			name = "in:" + name
		}
		text = text[:t.Start] + name + text[t.End:]
	}
	return text, len(found) > 0
}
