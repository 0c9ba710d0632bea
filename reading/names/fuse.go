package names

import (
	"slices"
	"strings"

	"rapporteur"
)

// Seen is a name as a trained tagger saw it, with the probability that it gives its extent and kind together.
type Seen struct {
	Name
	Confidence float64
}

// proposal is a stretch of words that may be a name. Confidence 0 says that only the rules propose it.
type proposal struct {
	from, to   int
	kind       Kind // as seen
	confidence float64
}

func (p proposal) seen() bool { return p.confidence > 0 }

// fuse finds the names of a text from what the rules propose and what a tagger saw. The tagger knows better what is a name and where
// it ends; the rules know what news prints around names (titles, parties, possessives), and the gazetteer.
func fuse(t *text, seen []Seen) []Name {
	f := &finder{text: t, named: map[string]bool{}}
	f.all()
	if len(seen) == 0 {
		classify(t, f.out, nil)
		return f.spelled(f.out)
	}
	chosen := f.nicknamed(f.settle(f.proposals(), f.trimmed(seen)))
	chosen = f.repeated(chosen)
	names := make([]Name, len(chosen))
	for i, p := range chosen {
		names[i] = Name{Span: rapporteur.Span{Start: t.word(p.from).Start, End: t.word(p.to - 1).End}, Kind: p.kind}
	}
	classify(t, names, chosen)
	return f.spelled(names)
}

// proposals turns the names that the rules found into words.
func (f *finder) proposals() []proposal {
	out := make([]proposal, len(f.out))
	for i, n := range f.out {
		out[i].from, out[i].to = f.wordsOf(n.Span)
	}
	f.out = nil
	return out
}

// trimmed takes the titles, articles, marks and party tags off what the tagger saw. Names that are nothing else are left out.
func (f *finder) trimmed(seen []Seen) []proposal {
	out := make([]proposal, 0, len(seen))
	for _, s := range seen {
		p := proposal{kind: s.Kind, confidence: s.Confidence}
		p.from, p.to = f.wordsOf(s.Span)
		if n := len(out); n > 0 {
			p.from = max(p.from, out[n-1].to)
		}
		if f.trim(&p) {
			out = append(out, p)
		}
	}
	return out
}

// trim reports whether a name is left.
func (f *finder) trim(p *proposal) bool {
	for p.from < p.to {
		w := f.word(p.from)
		if n := f.boundary(p.from, p.from, p.to); n > 0 && p.from+n < p.to {
			p.from += n
		} else if w.punct || w.fold == "the" || w.fold == "'s" || !w.upper && (w.fold == "a" || w.fold == "an") || f.honours(p) {
			p.from++
		} else {
			break
		}
	}
	for p.to > p.from && (f.word(p.to-1).fold == "'s" || f.word(p.to-1).punct) {
		p.to--
	}
	f.bearer(p)
	if p.from >= p.to || f.partyTag(p.from, p.to) || f.plain(p) {
		return false
	}
	return p.to-p.from > 1 || f.word(p.from).upper && f.worth(p.from, p.to)
}

// bearer leaves of "Vermont Sen. Ada Lund" the person.
func (f *finder) bearer(p *proposal) {
	for k := p.from + 1; k+1 < p.to; k++ {
		if n := f.boundary(p.from, k, p.to); n > 0 && k+n < p.to && f.isGiven(f.word(k+n)) && f.phrase(k+n) == nil {
			p.from, p.kind, p.confidence = k+n, Person, p.confidence/2
			return
		}
	}
}

// plain reports whether a name is but an ordinary word that opens a sentence, and that the article prints with a capital nowhere else.
func (f *finder) plain(p *proposal) bool {
	w := f.word(p.from)
	return p.to == p.from+1 && w.first && !w.title && !w.caps && f.capital[w.fold] == 0 && f.ordinary(w) && f.phrase(p.from) == nil &&
		(f.lower[w.fold] > 0 || strings.HasSuffix(w.fold, "s"))
}

// honours reports whether a name begins with a title that is no part of it.
func (f *finder) honours(p *proposal) bool {
	w := f.word(p.from)
	return p.kind == Person && p.to-p.from > 1 && w.class&honorific != 0 && !f.tables.isName(w.fold)
}

// partyTag reports whether words are what newspapers print behind a lawmaker's name: "R-Wis.", "D-N.Y.".
func (f *finder) partyTag(from, to int) bool {
	if from > 0 && f.word(from-1).text == "-" && f.word(from).glued {
		from -= 2
	}
	return from >= 0 && to-from >= 3 && f.word(from+1).text == "-" && (f.word(from).text == "R" || f.word(from).text == "D" || f.word(from).text == "I")
}

// sure is the confidence from which the tagger's borders go before those of the rules.
const sure = 0.5

// settle chooses among proposals that overlap, and leaves out those of the rules alone that nothing supports.
func (f *finder) settle(rules, seen []proposal) []proposal {
	f.learn(seen)
	var out []proposal
	for _, p := range seen {
		if p.confidence >= sure || !f.overlaps(rules, p) {
			out = append(out, p)
		}
	}
	strong := out[:len(out):len(out)]
	for _, p := range rules {
		if f.overlaps(strong, p) {
			continue
		}
		if i := f.at(seen, p); i >= 0 {
			p.kind, p.confidence = seen[i].kind, seen[i].confidence/2
		} else if !f.supported(p) {
			continue
		}
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b proposal) int { return a.from - b.from })
	return out
}

// learn notes the words of the names that the tagger is sure of.
func (f *finder) learn(seen []proposal) {
	clear(f.named)
	for _, p := range seen {
		if p.confidence < sure {
			continue
		}
		f.named[f.key(p.from, p.to)] = true
		if p.kind == Person {
			f.named[f.word(p.to-1).fold] = true
		}
	}
}

// overlaps reports whether one of the proposals, which are in order, shares a word with p.
func (f *finder) overlaps(list []proposal, p proposal) bool { return f.at(list, p) >= 0 }

// at is the first of the proposals, which are in order, that shares a word with p, or -1.
func (f *finder) at(list []proposal, p proposal) int {
	i, _ := slices.BinarySearchFunc(list, p.from, func(x proposal, from int) int {
		if x.to <= from {
			return -1
		}
		return 1
	})
	if i < len(list) && list[i].from < p.to {
		return i
	}
	return -1
}

// supported reports whether a name that only the rules see is one: the tagger saw it elsewhere in the article, the gazetteer has it, or
// a title or given name stands at its front.
func (f *finder) supported(p proposal) bool {
	if f.named[f.key(p.from, p.to)] {
		return true
	}
	if at := f.phrase(p.from); at != nil && len(at.words) == p.to-p.from {
		return true
	}
	before := p.from > 0 && f.word(p.from-1).sent == f.word(p.from).sent && f.word(p.from-1).upper && f.word(p.from-1).class&(honorific|role) != 0
	return before || p.to-p.from == 2 && f.isGiven(f.word(p.from))
}
