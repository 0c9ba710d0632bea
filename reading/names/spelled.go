package names

import (
	"slices"
	"unicode/utf8"

	"rapporteur"
)

// spelled adds bodies that the text itself abbreviates: "the Security Action for Europe (SAFE)" is one name of capitalised words whose initials
// stand in brackets behind it. Something in it, or the short form, must have been taken for a body or place already, so that products and
// methods are left alone.
func (f *finder) spelled(names []Name) []Name {
	for k := 2; k+1 < f.size(); k++ {
		w := f.word(k)
		if f.word(k-1).text != "(" || f.word(k+1).text != ")" || !w.caps || utf8.RuneCountInString(w.text) < 3 || utf8.RuneCountInString(w.text) > 8 {
			continue
		}
		from := f.spelling(k)
		if from < 0 {
			continue
		}
		long := rapporteur.Span{Start: f.word(from).Start, End: f.word(k - 2).End}
		i, _ := slices.BinarySearchFunc(names, long.Start, func(n Name, start int) int { return n.End - start - 1 })
		if i == len(names) || names[i].Span == long {
			continue
		}
		end, known := i, false
		for end < len(names) && names[end].Start < long.End {
			known = known || names[end].Kind == Organisation || names[end].Kind == Place
			end++
		}
		short := end < len(names) && names[end].Span == w.Span
		if !known && !(short && names[end].Kind == Organisation) || end > i && names[i].Start < long.Start {
			continue
		}
		put := []Name{{Span: long, Kind: Organisation}}
		if !short {
			put = append(put, Name{Span: w.Span, Kind: Organisation})
		} else {
			names[end].Kind = Organisation
		}
		names = slices.Replace(names, i, end, put...)
	}
	return names
}

// spelling is the first of the words before the bracket at k-1 whose initials are the word at k, or -1.
func (f *finder) spelling(k int) int {
	folds := []string{}
	for from := k - 2; from >= 0 && from > k-12 && f.word(from).sent == f.word(k).sent && !f.word(from).punct; from-- {
		w := f.word(from)
		if !w.upper && !smallWord[w.fold] {
			return -1
		}
		folds = slices.Insert(folds, 0, w.fold)
		if w.upper && !smallWord[w.fold] && initials(f.word(k).text, folds) {
			return from
		}
	}
	return -1
}
