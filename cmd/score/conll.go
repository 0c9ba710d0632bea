package main

import (
	"strings"

	"rapporteur"
	"rapporteur/internal/score"
	"rapporteur/reading/names"
)

// spaced puts a tagged document together: a line a sentence, a space between tokens; with its sentences' tokens.
func spaced(d score.TaggedDocument) (*rapporteur.Article, []rapporteur.Sentence) {
	var sentences []rapporteur.Sentence
	var b strings.Builder
	for _, words := range d.Words {
		s := rapporteur.Sentence{Span: rapporteur.Span{Start: b.Len()}}
		for i, w := range words {
			if i > 0 {
				b.WriteByte(' ')
			}
			s.Tokens = append(s.Tokens, rapporteur.Token{Span: rapporteur.Span{Start: b.Len(), End: b.Len() + len(w)}})
			b.WriteString(w)
		}
		s.End = b.Len()
		b.WriteByte('\n')
		sentences = append(sentences, s)
	}
	return &rapporteur.Article{Text: b.String()}, sentences
}

// chunks turns the names of one sentence into runs of its tokens; a name that covers part of a token covers it all.
func chunks(s rapporteur.Sentence, found []names.Name) []score.Chunk {
	label := map[names.Kind]string{names.Person: "PER", names.Organisation: "ORG", names.Place: "LOC", names.Misc: "MISC"}
	var out []score.Chunk
	for _, n := range found {
		c := score.Chunk{From: -1, Kind: label[n.Kind]}
		for i, tok := range s.Tokens {
			if tok.Overlaps(n.Span) {
				if c.From < 0 {
					c.From = i
				}
				c.To = i + 1
			}
		}
		if c.From >= 0 {
			out = append(out, c)
		}
	}
	return out
}
