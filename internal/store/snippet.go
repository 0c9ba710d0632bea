package store

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rapporteur"
	"rapporteur/internal/store/query"
)

// snippetBytes is about how long a snippet is.
const snippetBytes = 280

// snippet finds the stretch of a text that shows best why it was found: the earliest with the most conditions of the
// query met in it.
func snippet(text string, reasons []Reason) Snippet {
	found := marksOf(reasons)
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

// match is a place where a condition is met.
type match struct {
	rapporteur.Span
	term int
}

// wordReasons gives the places of the query's words in the indexed part of a text.
func (a *asked) wordReasons(text string) []Reason {
	list := wordsOf(indexed(text), a.stems)
	var out []Reason
	query.Terms(a.Root, func(t *query.Term, negated bool) {
		if t.Field != nil || negated {
			return
		}
		if spans := a.meant[t].words.find(list); len(spans) > 0 {
			out = append(out, Reason{Term: t.String(), Statement: none, Spans: spans})
		}
	})
	return out
}

// cutSnippet cuts at the borders of words and keeps the marks inside.
func cutSnippet(text string, s rapporteur.Span, found []match) Snippet {
	for n := 0; n < snippetBytes/2 && s.Start > 0 && s.Start < s.End && (!utf8.RuneStart(text[s.Start]) || !unicode.IsSpace(rune(text[s.Start-1]))); n++ {
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
