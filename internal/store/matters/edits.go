package matters

import "rapporteur/internal/store"

// Edits is what people did to a dossier, oldest first.
type Edits []store.Edit

// Standing gives, for everything that edits of a kind are about, the last one that was not undone.
func (e Edits) Standing(kind store.EditKind) map[string]store.Edit {
	out := map[string]store.Edit{}
	for _, x := range e {
		if x.Kind == kind && x.Undone.IsZero() {
			out[x.About] = x
		}
	}
	return out
}

// Of gives the edits of a kind that were not undone, oldest first.
func (e Edits) Of(kind store.EditKind) []store.Edit {
	var out []store.Edit
	for _, x := range e {
		if x.Kind == kind && x.Undone.IsZero() {
			out = append(out, x)
		}
	}
	return out
}
