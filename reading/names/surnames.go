package names

import (
	"slices"
	"strings"
)

// This file tells whose a short name is: which of the people of one surname, which of the bodies that end in one word.

// shortNames links short names to the full names that hold them, and makes entities of the rest: first those with a title, which tells
// people of one surname apart, then the others, each in the order of the text.
func (l *linker) shortNames(list []pending) {
	var bare []*pending
	l.titled = map[string]int{}
	for k := range list {
		if p := &list[k]; p.kind == Person {
			l.titled[l.officeBefore(p.from)+" "+p.words[0]]++
		}
	}
	for k := range list {
		p := &list[k]
		if p.kind != Person || l.title(p.from) == Unknown && l.officeBefore(p.from) == "" {
			bare = append(bare, p)
			continue
		}
		l.shortName(p)
	}
	for _, p := range bare {
		l.shortName(p)
	}
}

func (l *linker) shortName(p *pending) {
	i := l.fuller(p)
	if i < 0 && p.kind == Person {
		i = l.misspelt(p)
	}
	if i >= 0 {
		l.join(i, p)
		return
	}
	l.place(p)
}

// shortestMisspelt is how many letters a surname has that is known with one letter wrong.
const shortestMisspelt = 7

// misspelt is the only person whose surname, named in full somewhere, is one letter away from a short name, -1 where there is none.
func (l *linker) misspelt(p *pending) int {
	found := -1
	w := p.words[0]
	if len(p.words) != 1 || len(w) < shortestMisspelt {
		return -1
	}
	for i := range min(len(l.ents), 4*crowd) {
		e := &l.ents[i]
		if e.kind != Person || len(e.words) < 2 || !oneAway(w, e.words[len(e.words)-1]) || !l.genderAgrees(i, p) {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	return found
}

// oneAway reports whether two words that begin alike differ by one letter more, less or else.
func oneAway(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 || a == b || a == "" || a[0] != b[0] {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return a[i+1:] == b[i+1:]
	}
	return a[i:] == b[i+1:]
}

// fuller returns the entity that a short name is short for, -1 where there is none.
func (l *linker) fuller(p *pending) int {
	best, top := -1, 0.0
	for _, i := range l.byWord[p.words[0]] {
		if v := l.fits(p, i); v > top {
			best, top = i, v
		}
	}
	if best < 0 && p.kind == Organisation {
		return l.spelledOut(p)
	}
	return best
}

// fits scores entity i as the bearer of short name p; 0 means that it is not.
func (l *linker) fits(p *pending, i int) float64 {
	e := &l.ents[i]
	if e.kind != p.kind || len(e.words) < len(p.words) || len(e.words) == len(p.words) && (p.kind != Person || e.first == p.from) {
		return 0
	}
	v := 0.0
	n, m := len(p.words), len(e.words)
	switch {
	case m == n && e.words[0] == p.words[0]:
		v = 3 // known by title and surname alone: President Berg
	case slices.Equal(e.words[m-n:], p.words):
		v = 4
	case slices.Equal(e.words[:n], p.words):
		v = 2
	default:
		return 0
	}
	if p.kind == Person {
		if !l.genderAgrees(i, p) {
			return 0
		}
		return l.fitsPerson(p, e, v)
	}
	return l.fitsBody(p, e, v)
}

// fitsPerson tells people of one surname apart: by the office before the name, by who was introduced as whose wife or son, by who was
// just named in full, by the pronoun that follows.
func (l *linker) fitsPerson(p *pending, e *entity, v float64) float64 {
	office := l.officeBefore(p.from)
	switch {
	case office != "" && slices.Contains(e.offices, office):
		v += 2
	case office != "" && len(e.words) > 1 && (e.kin > 0 || e.first > p.from || e.full < 3 && l.titled[office+" "+p.words[0]] > 1) && len(e.offices) == 0:
		return 0 // President Berg is not Berg's wife
	}
	if h := l.styleBefore(p.from); h != "" && slices.Contains(e.styles, h) {
		v++
	}
	if 2*e.kin >= e.full && e.kin > 0 {
		v -= kinShare
	}
	if g, h := e.votes.gender(), l.pronounAfter(p.to); g != Unknown && h != Unknown {
		if g == h {
			v += 1
		} else {
			v--
		}
	}
	if l.sents[l.word(e.first).sent].headline || l.word(e.first).para <= 1 {
		v += 0.5
	} else if len(e.words) > 1 && e.again >= insists {
		v -= insistsShare
	}
	return max(v+l.prominence(e, p.from), 0.1)
}

// styleBefore returns the honorific just before word i, folded, "" where there is none.
func (l *linker) styleBefore(i int) string {
	if i == 0 || l.word(i-1).sent != l.word(i).sent || l.word(i-1).class&honorific == 0 {
		return ""
	}
	return l.word(i - 1).fold
}

// kinShare is what speaks against somebody's wife or son as the bearer of a bare surname.
const kinShare = 1.0

// insists is how often somebody is named in full shortly after his full name before he is taken to be told apart from a namesake so;
// insistsShare is what that says against him as the bearer of the bare surname.
const (
	insists      = 3
	insistsShare = 1.0
)

// pronounAfter is the gender of the first he, she or his behind word k in its sentence, before anybody else is named.
func (l *linker) pronounAfter(k int) Gender {
	s := l.sents[l.word(min(k, l.size()-1)).sent]
	for n := k; n < s.to && n < k+25; n++ {
		w := l.word(n)
		if p, ok := pronouns[w.fold]; ok && p.gender != Unknown && w.fold != "him" && w.fold != "her" {
			return p.gender
		}
		if w.upper && len(l.byWord[w.fold]) > 0 && l.ents[l.byWord[w.fold][0]].kind == Person || w.quote != l.word(k-1).quote {
			break
		}
	}
	return Unknown
}

// suffixAgrees tells father from son: "Jr." from "III".
func (l *linker) suffixAgrees(i int, p *pending) bool {
	x := l.suffixOf(p)
	return x == "" || l.ents[i].suffix == "" || l.ents[i].suffix == x
}

// suffixOf is the "jr" or "iii" at the end of a name, or behind it, "" where none is.
func (l *linker) suffixOf(p *pending) string {
	for k := p.from + 1; k <= p.to && k < l.size(); k++ {
		if l.word(k).class&suffix != 0 && l.word(k).sent == l.word(p.from).sent {
			return strings.ReplaceAll(l.word(k).fold, ".", "")
		}
	}
	return ""
}

// kin are the nouns by which somebody is introduced through a relative.
var kin = wordSet(`wife husband son daughter sons daughters brother sister father mother widow widower spouse children sons-in-law son-in-law
	daughter-in-law father-in-law mother-in-law lady fiancee fiance girlfriend boyfriend nephew niece cousin uncle aunt grandson granddaughter ex-wife ex-husband`)

// isKin reports whether a name is given with its bearer's kinship: "his wife, Ada Lund", "Ada Lund, his wife".
func (l *linker) isKin(m mention) bool {
	s := l.sents[l.word(m.from).sent]
	k := m.from - 1
	if k >= s.from && l.word(k).text == "," {
		k--
	}
	if k >= s.from && kin[l.word(k).fold] {
		return true
	}
	k = m.to
	if k < s.to && l.word(k).text == "," {
		for k++; k < s.to && k < m.to+5 && !l.word(k).punct; k++ {
			if kin[l.word(k).fold] {
				return true
			}
		}
	}
	return false
}

// fitsBody is careful with short forms of bodies: "the Commission" is one, "Commission" after another word is not; a place or
// a nation at the front of a name does not stand for the body.
func (l *linker) fitsBody(p *pending, e *entity, v float64) float64 {
	w := l.word(p.from)
	if v == 2 && (e.fact != nil && e.fact.sense == body || l.phrase(p.from) != nil || l.tables.common[w.fold] || w.class&(placeHead|orgHead) != 0) {
		return 0
	}
	if v == 4 && (p.from == 0 || l.word(p.from-1).fold != "the") && l.tables.common[w.fold] {
		return 0
	}
	return v + l.prominence(e, p.from)
}

// prominence prefers whom the article is about, and whom it just named in full.
func (l *linker) prominence(e *entity, at int) float64 {
	full := e.full
	if len(e.words) == 1 {
		full = len(e.mentions) // "Mr. Berg" again and again
	}
	v := min(float64(full), 6) * 0.3
	if e.first > at {
		v -= 1 // not yet introduced
	}
	named, any := l.lastBefore(e, at)
	if named >= 0 {
		if part := l.sents[l.word(at).sent].part; part > 0 && part == l.sents[l.word(named).sent].part {
			v += partShare
		}
		if d := l.word(at).sent - l.word(named).sent; d <= 2 {
			v += 1.2 - 0.4*float64(d)
		}
	}
	if any > named && l.word(any).para == l.word(at).para {
		v += 0.6
	}
	return v
}

// partShare is what speaks for whom the part of a digest named in full.
const partShare = 1.5

// lastBefore returns the word at which e was last named in full before word at, and where it was named by any name that is linked so far; -1
// stands for nowhere.
func (l *linker) lastBefore(e *entity, at int) (full, any int) {
	full, any = -1, -1
	n, _ := slices.BinarySearchFunc(e.mentions[:e.ordered], at, func(m mention, at int) int { return m.from - at })
	if n > 0 {
		full = e.mentions[n-1].from
	}
	if n := len(e.mentions); n > e.ordered && e.mentions[n-1].from < at {
		any = e.mentions[n-1].from
	}
	return full, any
}
