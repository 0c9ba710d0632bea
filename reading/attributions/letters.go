package attributions

import (
	"slices"

	"rapporteur"
)

// This file resolves "I" in readers' letters: to the name that stands alone in a paragraph below.

// letterParagraphs bounds how many paragraphs a letter runs on.
const letterParagraphs = 12

// signed is the name under the letter that word i stands in, on a page of several letters.
func (r *resolver) signed(i int) (mention, bool) {
	if r.letters == nil {
		r.letters = r.allSignatures()
	}
	if len(r.letters) < 2 {
		return mention{}, false
	}
	n, _ := slices.BinarySearchFunc(r.letters, i, func(m mention, i int) int { return m.from - i })
	if n == len(r.letters) {
		return mention{}, false
	}
	return r.letters[n], r.word(r.letters[n].from).paragraph-r.word(i).paragraph <= letterParagraphs
}

// allSignatures are the people whose names in full are paragraphs of their own, the headline and what follows it aside.
func (r *resolver) allSignatures() []mention {
	out := []mention{}
	for _, m := range r.mentions {
		if m.form != rapporteur.Proper || m.to-m.from < 2 || !r.isPerson(m.entity) || m.from == 0 || r.word(m.from).paragraph < 2 {
			continue
		}
		end := m.to
		if r.low(end) == "." {
			end++
		}
		if r.word(m.from-1).paragraph != r.word(m.from).paragraph && (end >= r.size() || r.word(end).paragraph != r.word(m.from).paragraph) {
			out = append(out, m)
		}
	}
	return out
}
