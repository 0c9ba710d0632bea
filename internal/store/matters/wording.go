package matters

import (
	"sync"

	"rapporteur"
	"rapporteur/internal/store"
)

// wording is a record, and its words, which are cut when they are first asked for: several dossiers, and every look at the brief, ask for those of
// the same articles.
type wording struct {
	doc  *rapporteur.Document
	once sync.Once
	list store.Words
}

func (w *wording) words() store.Words {
	w.once.Do(func() { w.list = store.WordsOf(w.doc.Article.Text) })
	return w.list
}

// content gives the stems of a stretch of the text that tell sentences apart.
func (w *wording) content(s rapporteur.Span) []string { return ofContent(w.words().Stems(s)) }
