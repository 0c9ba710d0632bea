// Package tokens cuts an article's text into sentences, and sentences into tokens, as the English treebanks of Universal
// Dependencies (EWT, GUM) cut them.
//
// Promises: every span lies inside the text, on rune borders; sentences and tokens are in order and do not overlap; no
// sentence crosses a part of the article; what lies between tokens is white space only, so tokens and gaps give back the
// text. The work is linear in the length of the text, whatever the text is.
package tokens

import (
	"strings"
	"unicode/utf8"

	"rapporteur"
)

// Find returns the article's sentences with their tokens. Without Parts, each line is taken for a paragraph.
func Find(a *rapporteur.Article) []rapporteur.Sentence {
	all := make([]rapporteur.Token, 0, len(a.Text)/5+8) // news has a token every 5.1 bytes
	var out []rapporteur.Sentence
	for _, block := range blocks(a) {
		first := len(all)
		all = appendTokens(all, a.Text, block)
		out = appendSentences(out, a.Text, all[first:])
	}
	return out
}

// blocks are the stretches that no sentence crosses: the parts of the article and what lies between them, or the lines of
// a text without parts.
func blocks(a *rapporteur.Article) []rapporteur.Span {
	if len(a.Parts) == 0 {
		return lines(a.Text)
	}
	out := make([]rapporteur.Span, 0, len(a.Parts))
	at := 0
	for _, p := range a.Parts {
		start, end := clamp(p.Start, at, len(a.Text)), clamp(p.End, at, len(a.Text))
		out = append(out, rapporteur.Span{Start: at, End: start})
		out = append(out, rapporteur.Span{Start: start, End: max(start, end)})
		at = max(start, end)
	}
	return append(out, rapporteur.Span{Start: at, End: len(a.Text)})
}

func clamp(n, low, high int) int { return min(max(n, low), high) }

func lines(text string) []rapporteur.Span {
	var out []rapporteur.Span
	for start := 0; start < len(text); {
		end := strings.IndexAny(text[start:], "\n\r\u2028\u2029")
		if end < 0 {
			return append(out, rapporteur.Span{Start: start, End: len(text)})
		}
		out = append(out, rapporteur.Span{Start: start, End: start + end})
		_, size := utf8.DecodeRuneInString(text[start+end:])
		start += end + size
	}
	return out
}

// appendTokens cuts one block. White space parts chunks; a chunk is cut further by the rules of the treebanks.
func appendTokens(dst []rapporteur.Token, text string, block rapporteur.Span) []rapporteur.Token {
	c := cutter{text: text, end: block.End, out: dst}
	for i := block.Start; i < block.End; {
		class, size := c.at(i)
		if class == space {
			i += size
			continue
		}
		chunk := i
		for i < block.End && class != space {
			i += size
			class, size = c.at(i)
		}
		c.chunk(chunk, i)
	}
	return c.out
}
