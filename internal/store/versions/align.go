package versions

import (
	"slices"

	"rapporteur"
)

// Paragraphs are aligned so that the versions share as many words as can be, in order: those that share most of their words
// are the same one, changed. Versions of very many paragraphs are cut first where they share some word for word, by the
// shortest way from one row of paragraphs to the other.

// alike is the share of its words that a paragraph keeps at least when it is changed (Dice's coefficient); what shares fewer was
// taken out, and something else put in.
const alike = 0.4

// mostGap bounds what is compared between two paragraphs that are the same, as the words of the old version times the
// paragraphs of the new; a gap that is greater was written anew.
const mostGap = 4_000_000

func wide(a, b []part) bool {
	words := 0
	for i := range a {
		words += 1 + len(a[i].tokens)
	}
	return words*len(b) > mostGap
}

func align(a, b []part) []Paragraph {
	left := budget(mostPairsAll)
	var out []Paragraph
	i, j := 0, 0
	for runs := cuts(a, b); len(runs) > 0; {
		n, m, used := gap(runs)
		if used == 0 {
			for range runs[0].n {
				out = append(out, whole(Same, a, b, i, j))
				i, j = i+1, j+1
			}
			used = 1
		} else {
			out = append(out, left.between(a, b, i, i+n, j, j+m)...)
			i, j = i+n, j+m
		}
		runs = runs[used:]
	}
	return moves(out, a, b)
}

// cuts says which paragraphs are the same without a look at their likeness: of few, those at both ends.
func cuts(a, b []part) []run {
	head, tail, least := 0, 0, min(len(a), len(b))
	for head < least && a[head].key == b[head].key {
		head++
	}
	for tail < least-head && a[len(a)-1-tail].key == b[len(b)-1-tail].key {
		tail++
	}
	n, m := len(a)-head-tail, len(b)-head-tail
	if wide(a[head:head+n], b[head:head+m]) && n*m <= mostPairs {
		ids := numbers{}
		return diff(ids.keys(a), ids.keys(b))
	}
	out := []run{{Kept, head}, {Deleted, n}, {Inserted, m}, {Kept, tail}}
	return slices.DeleteFunc(out, func(r run) bool { return r.n == 0 })
}

func (n numbers) keys(parts []part) []rune {
	out := make([]rune, len(parts))
	for i := range parts {
		k := parts[i].key
		if n[k] == 0 {
			r := rune(len(n) + 1)
			if r >= 0xD800 {
				r += 0x800
			}
			n[k] = r
		}
		out[i] = n[k]
	}
	return out
}

// gap is how many paragraphs went and came where a comparison goes on, and how many of its runs say so.
func gap(runs []run) (deleted, inserted, used int) {
	for used < len(runs) && runs[used].op != Kept {
		if runs[used].op == Deleted {
			deleted += runs[used].n
		} else {
			inserted += runs[used].n
		}
		used++
	}
	return deleted, inserted, used
}

// whole is a paragraph that one thing became of. i and j are indexes, rapporteur.None for none.
func whole(s State, a, b []part, i, j int) Paragraph {
	p := Paragraph{State: s, Old: i, New: j}
	x := Piece{}
	if i >= 0 {
		x.Old, x.Op = a[i].Span, Deleted
	}
	if j >= 0 {
		x.New, x.Op = b[j].Span, Inserted
	}
	if i >= 0 && j >= 0 {
		x.Op = Kept
	}
	p.Pieces = []Piece{x}
	return p
}

// between aligns the paragraphs a[i:n] and b[j:m].
func (left *budget) between(a, b []part, i, n, j, m int) []Paragraph {
	var out []Paragraph
	for _, c := range couples(a[i:n], b[j:m]) {
		for ; i < n && a[i].Span != c.old.Span; i++ {
			out = append(out, whole(Removed, a, b, i, rapporteur.None))
		}
		for ; j < m && b[j].Span != c.now.Span; j++ {
			out = append(out, whole(Added, a, b, rapporteur.None, j))
		}
		if c.old.key == c.now.key {
			out = append(out, whole(Same, a, b, i, j))
		} else {
			out = append(out, Paragraph{Changed, i, j, left.pieces(c.old, c.now)})
		}
		i, j = i+1, j+1
	}
	for ; i < n; i++ {
		out = append(out, whole(Removed, a, b, i, rapporteur.None))
	}
	for ; j < m; j++ {
		out = append(out, whole(Added, a, b, rapporteur.None, j))
	}
	return out
}

// couple is a paragraph in its two versions.
type couple struct{ old, now *part }

// couples finds which paragraphs are which, in order, so that they share most words in all (a longest common subsequence,
// weighed by likeness).
func couples(a, b []part) (out []couple) {
	if wide(a, b) {
		return nil
	}
	bags := make([]map[string]int, len(b))
	for j := range b {
		bags[j] = bagOf(&b[j])
	}
	width := len(b) + 1
	best, like := make([]float64, (len(a)+1)*width), make([]float64, len(a)*len(b))
	for i := len(a) - 1; i >= 0; i-- {
		mine := bagOf(&a[i])
		for j := len(b) - 1; j >= 0; j-- {
			best[i*width+j] = max(best[(i+1)*width+j], best[i*width+j+1])
			l := likeness(mine, bags[j], len(a[i].tokens), len(b[j].tokens))
			if a[i].kind == rapporteur.Headline && b[j].kind == rapporteur.Headline {
				l = max(l, alike) // an article has one
			}
			if l >= alike {
				l *= float64(1 + len(a[i].tokens) + len(b[j].tokens))
				like[i*len(b)+j] = l
				best[i*width+j] = max(best[i*width+j], l+best[(i+1)*width+j+1])
			}
		}
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		l := like[i*len(b)+j]
		switch {
		case l > 0 && best[i*width+j] == l+best[(i+1)*width+j+1]:
			out = append(out, couple{&a[i], &b[j]})
			i, j = i+1, j+1
		case best[i*width+j] == best[(i+1)*width+j]:
			i++
		default:
			j++
		}
	}
	return out
}

func bagOf(p *part) map[string]int {
	out := map[string]int{}
	for _, t := range p.tokens {
		out[t.Of(p.text)]++
	}
	return out
}

// likeness is the share of words that two bags of n and m words have in common, 0 to 1.
func likeness(a, b map[string]int, n, m int) float64 {
	if n+m == 0 {
		return 1
	}
	both := 0
	for w, k := range a {
		both += min(k, b[w])
	}
	return 2 * float64(both) / float64(n+m)
}

// moves finds the paragraphs that went at one place and came at another, word for word.
func moves(list []Paragraph, a, b []part) []Paragraph {
	removed := map[string][]int{}
	for k, p := range list {
		if p.State == Removed && len(a[p.Old].tokens) > 0 {
			removed[a[p.Old].key] = append(removed[a[p.Old].key], k)
		}
	}
	for k := range list {
		if list[k].State != Added {
			continue
		}
		key := b[list[k].New].key
		if from := removed[key]; len(from) > 0 {
			was := list[from[0]].Old
			list[from[0]].State, list[k] = Gone, whole(Moved, a, b, was, list[k].New)
			removed[key] = from[1:]
		}
	}
	return list
}
