package store

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rapporteur"
)

// snippetBytes is about how long a snippet is.
const snippetBytes = 280

// snippet finds the stretch of a text that shows best why it was found: the earliest with the most terms of the query in it.
func (q *query) snippet(text string) Snippet {
	found := q.find(text)
	if len(found) == 0 {
		return cutSnippet(text, rapporteur.Span{End: min(len(text), snippetBytes)}, nil)
	}
	best, most := 0, 0
	for i, j := 0, 0; i < len(found); i++ {
		for j < len(found) && found[j].End <= found[i].Start+snippetBytes*3/4 {
			j++
		}
		kinds := map[int]bool{}
		for _, m := range found[i:j] {
			kinds[m.term] = true
		}
		if len(kinds) > most {
			best, most = i, len(kinds)
		}
		if i > 2000 { // a text full of one word: its beginning will do
			break
		}
	}
	start := max(0, found[best].Start-snippetBytes/4)
	return cutSnippet(text, rapporteur.Span{Start: start, End: min(len(text), start+snippetBytes)}, found)
}

// match is a place where a term stands.
type match struct {
	rapporteur.Span
	term int
}

// find gives the places of the query's terms in the indexed part of a text, in order.
func (q *query) find(text string) []match {
	var terms []term
	for _, g := range q.groups {
		terms = append(terms, g...)
	}
	text = indexed(text)
	var words []word
	var out []match
	eachWord(text, func(start, end int) bool {
		s, ok := q.stems[text[start:end]]
		if !ok {
			s = stem(text[start:end])
			q.stems[text[start:end]] = s
		}
		if s == "" {
			return true
		}
		words = append(words, word{start, end, s})
		for i, t := range terms {
			if at, ok := t.endsAt(words, text); ok {
				out = append(out, match{rapporteur.Span{Start: words[at].start, End: end}, i})
			}
		}
		return len(out) < 1000
	})
	return out
}

// endsAt reports whether the last words of a text are the term, and the index at which it begins.
func (t *term) endsAt(words []word, text string) (int, bool) {
	n, last := len(t.words), words[len(words)-1]
	if len(words) < n {
		return 0, false
	}
	if w := t.words[n-1]; w != last.stem && (!t.prefix || !strings.HasPrefix(last.stem, w) && !strings.HasPrefix(fold(text[last.start:last.end]), w)) {
		return 0, false
	}
	for i := range n - 1 {
		if words[len(words)-n+i].stem != t.words[i] {
			return 0, false
		}
	}
	return len(words) - n, true
}

// cutSnippet cuts at the borders of words and keeps the marks inside.
func cutSnippet(text string, s rapporteur.Span, found []match) Snippet {
	for s.Start > 0 && s.Start < len(text) && (!utf8.RuneStart(text[s.Start]) || !unicode.IsSpace(rune(text[s.Start-1]))) && s.End-s.Start > snippetBytes/2 {
		s.Start++
	}
	for s.End < len(text) && s.End > s.Start+snippetBytes/2 && (!utf8.RuneStart(text[s.End]) || !unicode.IsSpace(rune(text[s.End]))) {
		s.End--
	}
	for s.Start > 0 && !utf8.RuneStart(text[s.Start]) {
		s.Start--
	}
	for s.End < len(text) && !utf8.RuneStart(text[s.End]) {
		s.End++
	}
	out := Snippet{Span: s, Text: s.Of(text), Before: strings.TrimSpace(text[:s.Start]) != "", After: strings.TrimSpace(text[s.End:]) != ""}
	for _, m := range found {
		if !s.Contains(m.Span) {
			continue
		}
		mark := rapporteur.Span{Start: m.Start - s.Start, End: m.End - s.Start}
		if n := len(out.Marks); n > 0 && out.Marks[n-1].End > mark.Start {
			out.Marks[n-1] = rapporteur.Span{Start: min(out.Marks[n-1].Start, mark.Start), End: max(out.Marks[n-1].End, mark.End)}
			continue
		}
		out.Marks = append(out.Marks, mark)
	}
	return out
}
