// Package names finds who and what an article speaks of: the people, organisations and places it names, the roles it gives
// them, and every mention of them, by name, by noun or by pronoun.
//
// It promises: mentions are byte spans of Article.Text on rune borders, sorted within an entity; a span belongs to at most
// one entity; entities stand in the order of their first mention; the same document always has the same entities; time grows
// with the length of the text, not faster. Find takes the document's sentences as given and returns nothing where there are none.
//
// The work has two halves. [Spans] finds the stretches that are names and their kinds, by rule and from what a trained [Tagger] saw.
// [Link] makes entities of names, whoever found them: which names are one, the roles, the nouns and pronouns. The
// tables beside the code (tables/*.txt) are plain text, to be mended by whoever knows better.
package names

import "rapporteur"

// Kind is what a name is a name of. It is wider than [rapporteur.EntityKind]: the record has no place for nationalities, events
// and works, but a finder must know them, or it takes "German" for a place and "World Cup" for an organisation.
type Kind uint8

const (
	Person Kind = iota
	Organisation
	Place
	Misc // nationalities, events, works, laws: found, used as evidence, never an entity
	kinds
)

func (k Kind) String() string {
	return [...]string{"person", "organisation", "place", "misc", "none"}[min(k, kinds)]
}

func (k Kind) entity() rapporteur.EntityKind {
	return [...]rapporteur.EntityKind{rapporteur.Person, rapporteur.Organisation, rapporteur.Place}[k]
}

// Name is a stretch of text that is a proper name: no honorific, no role, no article, no possessive ending.
type Name struct {
	rapporteur.Span
	Kind Kind
}

// Find returns the entities of a document, from its text and sentences. It is Link over Spans.
func Find(doc *rapporteur.Document) []rapporteur.Entity {
	t := newText(doc)
	return link(t, fuse(t, nil), nil)
}

// Spans returns the names of a document in order. They don't overlap. What a tagger saw, in order too, is evidence beside the rules; where
// it saw nothing at all, or none was asked, the rules alone find them.
func Spans(doc *rapporteur.Document, seen ...Seen) []Name {
	return fuse(newText(doc), seen)
}

// Read returns the names of a document and the entities made of them: Link over Spans, at less cost.
func Read(doc *rapporteur.Document, seen []Seen, prefer Antecedents) ([]Name, []rapporteur.Entity) {
	t := newText(doc)
	names := fuse(t, seen)
	return names, link(t, names, prefer)
}

// Link makes entities of a document's names, which must be sorted and must not overlap.
func Link(doc *rapporteur.Document, names []Name, prefer Antecedents) []rapporteur.Entity {
	return link(newText(doc), names, prefer)
}
