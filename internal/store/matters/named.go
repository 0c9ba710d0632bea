package matters

import (
	"cmp"
	"slices"
	"strings"

	"rapporteur"
	"rapporteur/internal/store"
)

// Extract is a stretch of an article, and where it stands.
type Extract struct {
	Article   *store.ArticleRow
	Span      rapporteur.Span
	Words     string // with single spaces
	Paragraph int    // counted from 1
}

func (a *Article) extract(s rapporteur.Span) Extract {
	return Extract{Article: &a.ArticleRow, Span: s, Words: oneSpace(s.Of(a.Doc.Article.Text)), Paragraph: a.Doc.Article.PartAt(s.Start) + 1}
}

func oneSpace(s string) string { return strings.Join(strings.Fields(s), " ") }

// named gives the countries and bodies that the matter's passages name and that do not speak themselves, most articles first.
func (m *Matter) named(g *Grid, speakers map[string]*Party) []Party {
	byName := map[string]*Party{}
	for i := range m.Articles {
		a := &m.Articles[i]
		seen := map[string]bool{}
		for j := range a.Doc.Entities {
			e := &a.Doc.Entities[j]
			key, name := a.party(j)
			if e.Kind == rapporteur.Person || speakers[key] != nil || seen[key] || m.isSubject(a, e) {
				continue
			}
			sentence, ok := a.sentenceNaming(e)
			if !ok {
				continue
			}
			seen[key] = true
			p := byName[key]
			if p == nil {
				p = &Party{Name: name, Cells: make([][]Cell, len(g.Steps)), Named: &sentence}
				byName[key] = p
			}
			p.mention(g.column(a.At), sentence)
		}
	}
	var out []Party
	for _, p := range byName {
		if p.Articles >= 2 {
			out = append(out, *p)
		}
	}
	slices.SortFunc(out, func(a, b Party) int { return cmp.Or(b.Articles-a.Articles, strings.Compare(a.Name, b.Name)) })
	return out[:min(len(out), maxNamed)]
}

// party names an entity: by the subject that it is filed under, else by its own name.
func (a *Article) party(entity int) (key, name string) {
	if x, ok := a.Subjects[entity]; ok {
		return subjectKey(x), x.Name
	}
	name = a.Doc.Entities[entity].Name
	return partyKey(name), name
}

func (p *Party) mention(column int, at Extract) {
	p.Articles++
	if column < 0 {
		return
	}
	if len(p.Cells[column]) == 0 {
		p.Cells[column] = []Cell{{At: at}}
	}
	p.Cells[column][0].Mentions++
}

// isSubject reports whether an entity is what the matter is found by, or the place that a report is dated from.
func (m *Matter) isSubject(a *Article, e *rapporteur.Entity) bool {
	dateline := a.Doc.Article.Dateline
	inside := 0
	for _, x := range e.Mentions {
		if x.Form == rapporteur.Proper && (holdsAny(x.Span, a.Found) || a.finds(x.Span)) {
			return true
		}
		if dateline.Contains(x.Span) {
			inside++
		}
	}
	return inside == len(e.Mentions)
}

// finds reports whether a span lies inside the words that the article was found by.
func (a *Article) finds(s rapporteur.Span) bool {
	return slices.ContainsFunc(a.Found, func(f rapporteur.Span) bool { return f.Contains(s) })
}

// sentenceNaming gives the sentence of the matter that names an entity as its topic, as near its beginning as any does.
func (a *Article) sentenceNaming(e *rapporteur.Entity) (Extract, bool) {
	best, depth, found := rapporteur.Span{}, 0, false
	for _, x := range e.Mentions {
		if x.Form != rapporteur.Proper || !a.In(x.Span) || a.Doc.Article.Dateline.Contains(x.Span) {
			continue
		}
		s := sentenceAt(a.Doc, x.Start)
		if d := x.Start - s.Start; !s.Empty() && isProse(a.Doc.Article, s) && (!found || d < depth) {
			best, depth, found = s, d, true
		}
	}
	return a.extract(a.afterDateline(best)), found
}

// sentenceAt gives the sentence around an offset; empty where there is none.
func sentenceAt(d *rapporteur.Document, at int) rapporteur.Span {
	i, found := slices.BinarySearchFunc(d.Sentences, at, func(s rapporteur.Sentence, at int) int {
		switch {
		case s.End <= at:
			return -1
		case s.Start > at:
			return 1
		}
		return 0
	})
	if !found {
		return rapporteur.Span{}
	}
	return d.Sentences[i].Span
}

// isProse reports whether a span stands in a paragraph or a standfirst.
func isProse(a *rapporteur.Article, s rapporteur.Span) bool {
	i := a.PartAt(s.Start)
	return i >= 0 && i < len(a.Parts) && (a.Parts[i].Kind == rapporteur.Paragraph || a.Parts[i].Kind == rapporteur.Standfirst)
}
