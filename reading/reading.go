// Package reading is the engine: it reads a news article and finds who said what, who is who, what was counted, when, and
// who is bound to do what. Read is the whole of it; its steps stand in order in this file, one package a task.
//
// Read returns no error, does no I/O, asks no clock ("yesterday" is reckoned from the article's Published) and keeps no
// state that a caller can see. Any valid UTF-8 has a reading, if an empty one; the same article always has the same reading.
// It may be called from many goroutines.
package reading

import (
	"rapporteur"
	"rapporteur/reading/attributions"
	"rapporteur/reading/commitments"
	"rapporteur/reading/dates"
	"rapporteur/reading/figures"
	"rapporteur/reading/names"
	"rapporteur/reading/tokens"
)

// Version stamps every record. It changes whenever a reading may come out differently, so that what was derived by an
// older engine can be told and read again.
const Version = "0.4.0"

// Read reads one article.
func Read(a *rapporteur.Article) *rapporteur.Document { return trained().document(a) }

// document takes the steps of a reading, each of which may use what those before it found.
func (h *heads) document(a *rapporteur.Article) *rapporteur.Document {
	doc := &rapporteur.Document{Article: a}
	doc.Engine = Version
	if !english(a) {
		return foreign(doc)
	}
	states, seen, said := h.read(a.Text)
	doc.Sentences = tokens.Find(a)
	doc.Dates = dates.Find(doc)
	doc.Figures = figures.Find(doc)
	_, doc.Entities = names.Read(doc, seen, h.referrer.Over(states))
	doc.Attributions = attributions.Complete(doc, said)
	doc.Commitments = commitments.Find(doc)
	return doc
}

// Names returns the names in an article, in order, of all kinds: also nationalities, events and works, of which no entity is made.
func Names(a *rapporteur.Article) []names.Name {
	_, seen, _ := trained().read(a.Text)
	return names.Spans(&rapporteur.Document{Article: a, Sentences: tokens.Find(a)}, seen...)
}

// Weights names the weights inside the program: their version and the beginning of their digest.
func Weights() string {
	w := trained().encoder.Weights()
	return w.Version + " " + w.Digest[:12]
}
