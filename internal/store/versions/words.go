package versions

import (
	"unicode"
	"unicode/utf8"

	"github.com/sergi/go-diff/diffmatchpatch"

	"rapporteur"
)

// token is a word, a number or a mark.
type token struct{ rapporteur.Span }

// tokens cuts a stretch of text. "1,500", "don't" and "e-mail" are one; white space is none.
func tokens(text string, in rapporteur.Span) []token {
	var out []token
	for i := in.Start; i < in.End; {
		r, n := utf8.DecodeRuneInString(text[i:in.End])
		switch {
		case unicode.IsSpace(r):
			i += n
			continue
		case wordly(r):
			n = word(text[i:in.End])
		}
		out = append(out, token{rapporteur.Span{Start: i, End: i + n}})
		i += n
	}
	return out
}

func wordly(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// word is how many bytes of a text that begins with a word are that word.
func word(s string) int {
	end := 0
	joined := false // the last rune joins two halves of a word
	for i, r := range s {
		switch {
		case wordly(r):
			end, joined = i+utf8.RuneLen(r), false
		case !joined && i > 0 && (r == '\'' || r == '’' || r == '-' || r == '.' || r == ','):
			if (r == '.' || r == ',') && !('0' <= s[i-1] && s[i-1] <= '9' && i+1 < len(s) && '0' <= s[i+1] && s[i+1] <= '9') {
				return end
			}
			joined = true
		default:
			return end
		}
	}
	return end
}

// Bounds of a comparison word by word, in pairs of words: of one paragraph, beyond which it is shown as replaced whole, and of
// one article.
const (
	mostPairs    = 4_000_000
	mostPairsAll = 40_000_000
)

// budget is what is left of mostPairsAll.
type budget int

// take says whether two paragraphs may be compared word by word.
func (b *budget) take(n, m int) bool {
	if n*m > mostPairs || n*m > int(*b) {
		return false
	}
	*b -= budget(n * m)
	return true
}

// pieces compares two paragraphs word by word.
func (b *budget) pieces(old, now *part) []Piece {
	if !b.take(len(old.tokens), len(now.tokens)) {
		return []Piece{{Op: Deleted, Old: old.Span}, {Op: Inserted, New: now.Span}}
	}
	ids := numbers{}
	x, y := ids.of(old), ids.of(now)
	return cut(smooth(diff(x, y)), old, now)
}

// numbers gives each word a rune to stand for it.
type numbers map[string]rune

func (n numbers) of(p *part) []rune {
	out := make([]rune, len(p.tokens))
	for i, t := range p.tokens {
		w := t.Of(p.text)
		if n[w] == 0 {
			r := rune(len(n) + 1)
			if r >= 0xD800 { // what follows are no runes of their own
				r += 0x800
			}
			n[w] = r
		}
		out[i] = n[w]
	}
	return out
}

// run is so many words in a row that one thing became of.
type run struct {
	op Op
	n  int
}

// diff is the shortest way from one row of words to another (Myers 1986).
func diff(x, y []rune) []run {
	dmp := diffmatchpatch.New()
	dmp.DiffTimeout = 0 // the same answer whatever the clock says: budget bounds the time
	var out []run
	for _, d := range dmp.DiffMainRunes(x, y, false) {
		op := Kept
		switch d.Type {
		case diffmatchpatch.DiffDelete:
			op = Deleted
		case diffmatchpatch.DiffInsert:
			op = Inserted
		}
		out = append(out, run{op, utf8.RuneCountInString(d.Text)})
	}
	return out
}

// smooth makes a comparison readable: a word or two that happen to be the same between changes that are longer are part of
// the change; and of each change, what was deleted stands before what was inserted.
func smooth(in []run) []run {
	var out []run
	deleted, inserted := 0, 0
	flush := func() {
		if deleted > 0 {
			out = append(out, run{Deleted, deleted})
		}
		if inserted > 0 {
			out = append(out, run{Inserted, inserted})
		}
		deleted, inserted = 0, 0
	}
	for i, r := range in {
		switch r.op {
		case Deleted:
			deleted += r.n
		case Inserted:
			inserted += r.n
		default:
			before, after := max(deleted, inserted), changeAt(in[i+1:])
			if r.n <= shortRun && before > 2*r.n && after > 2*r.n {
				deleted, inserted = deleted+r.n, inserted+r.n
				continue
			}
			flush()
			out = append(out, r)
		}
	}
	flush()
	return out
}

// shortRun is how many words, the same by chance, part no change in two.
const shortRun = 2

// changeAt is the length of the change that a comparison goes on with.
func changeAt(rest []run) int {
	deleted, inserted := 0, 0
	for _, r := range rest {
		switch r.op {
		case Deleted:
			deleted += r.n
		case Inserted:
			inserted += r.n
		default:
			return max(deleted, inserted)
		}
	}
	return max(deleted, inserted)
}

// cut turns runs of words into pieces of the texts. White space between two runs belongs to the first.
func cut(runs []run, old, now *part) []Piece {
	var out []Piece
	i, j := 0, 0
	for _, r := range runs {
		p := Piece{Op: r.op}
		if r.op != Inserted {
			p.Old = stretch(old, i, i+r.n)
			i += r.n
		}
		if r.op != Deleted {
			p.New = stretch(now, j, j+r.n)
			j += r.n
		}
		out = append(out, p)
	}
	return out
}

// stretch is the text from one token to before another.
func stretch(p *part, from, to int) rapporteur.Span {
	s := rapporteur.Span{Start: p.tokens[from].Start, End: p.End}
	if to < len(p.tokens) {
		s.End = p.tokens[to].Start
	}
	return s
}
