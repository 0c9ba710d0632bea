package attributions

import (
	"slices"

	"rapporteur"
)

// kindOf tells direct from reported speech by how much of the content stands in quotation marks. Titles of works don't count.
func (a *article) kindOf(content []rapporteur.Span) rapporteur.SpeechKind {
	quoted, plain := 0, 0
	for _, s := range content {
		for i := a.wordAt(s.Start); i < a.size() && a.word(i).Start < s.End; i++ {
			w := a.word(i)
			switch {
			case !w.letters:
			case w.quote != none && a.quotes[w.quote].Kind != Heading:
				quoted++
			default:
				plain++
			}
		}
	}
	switch {
	case quoted == 0:
		return rapporteur.Indirect
	case plain == 0:
		return rapporteur.Direct
	}
	return rapporteur.Mixed
}

// maxOpen bounds how many contents that are open at once are looked at for Within.
const maxOpen = 16

// nest sets Within: the smallest content that holds an attribution's cue, or its source where it has no cue.
func (a *article) nest(found []rapporteur.Attribution) {
	type open struct {
		rapporteur.Span
		of int
	}
	var all []open
	for i := range found {
		for _, s := range found[i].Content {
			all = append(all, open{s, i})
		}
	}
	slices.SortFunc(all, func(x, y open) int { return x.Compare(y.Span) })
	order := make([]int, len(found))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(x, y int) int { return anchor(&found[x]).Compare(anchor(&found[y])) })
	var active []open
	next := 0
	for _, i := range order {
		at := anchor(&found[i])
		found[i].Within = none
		if at.Empty() {
			continue
		}
		for next < len(all) && all[next].Start <= at.Start {
			active = append(active, all[next])
			next++
		}
		kept := active[:0]
		for _, o := range active[max(0, len(active)-maxOpen):] {
			if o.End > at.Start {
				kept = append(kept, o)
			}
		}
		active = kept
		size := 0
		for _, o := range active {
			if o.of != i && o.Contains(at) && (found[i].Within == none || o.Len() < size) && !sameContent(&found[i], o.Span) {
				found[i].Within, size = o.of, o.Len()
			}
		}
	}
	a.unloop(found)
}

// sameContent reports whether an attribution's own content is that very span: two statements of one text hold each other not.
func sameContent(x *rapporteur.Attribution, s rapporteur.Span) bool {
	for _, c := range x.Content {
		if c == s {
			return true
		}
	}
	return false
}

// unloop breaks circles of Within, which overlapping contents can make.
func (a *article) unloop(found []rapporteur.Attribution) {
	state := make([]byte, len(found)) // 0 unseen, 1 on the way, 2 done
	for i := range found {
		for k := i; k != none && state[k] == 0; k = found[k].Within {
			state[k] = 1
			if w := found[k].Within; w != none && state[w] == 1 {
				found[k].Within = none
			}
		}
		for k := i; k != none && state[k] == 1; k = found[k].Within {
			state[k] = 2
		}
	}
}

// anchor is where an attribution hangs: its cue, or its source, or nothing.
func anchor(x *rapporteur.Attribution) rapporteur.Span {
	switch {
	case len(x.Cue) > 0:
		return x.Cue[0]
	case len(x.Source) > 0:
		return x.Source[0]
	}
	return rapporteur.Span{}
}
