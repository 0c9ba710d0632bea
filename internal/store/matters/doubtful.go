package matters

import (
	"cmp"
	"slices"

	"rapporteur/internal/store"
)

// Doubtful lists the statements of some articles that wait to be reviewed, the least sure first.
func Doubtful(list []*Article) []store.StatementRow {
	var out []store.StatementRow
	for _, a := range list {
		for i := range a.Statements {
			if a.Statements[i].Doubtful() {
				out = append(out, a.Statements[i])
			}
		}
	}
	slices.SortStableFunc(out, func(x, y store.StatementRow) int { return cmp.Compare(x.Confidence, y.Confidence) })
	return out
}

// Doubtful lists the statements of the matter that wait to be reviewed, the least sure first.
func (m *Matter) Doubtful() []store.StatementRow {
	list := make([]*Article, len(m.Articles))
	for i := range m.Articles {
		list[i] = &m.Articles[i]
	}
	return Doubtful(list)
}
