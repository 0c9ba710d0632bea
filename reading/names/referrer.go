package names

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rapporteur"
	"rapporteur/reading/encoder"
)

// Antecedents is asked once for the mentions of a document, in order; of a long one for those at its beginning. What it returns scores
// mention j as what mention i, a pronoun or a noun, refers to: the logarithm of the odds that it does, against its referring to none of
// them; 0 where nothing is known. It is evidence beside the rules; a nil Antecedents leaves them alone.
type Antecedents func(mentions []rapporteur.Mention) (odds func(i, j int) float64)

// Referrer is the trained head that tells which earlier mention a pronoun or a noun refers to. It may be used from many goroutines.
type Referrer struct{ pairs *encoder.Pairer }

// NewReferrer takes the head out of an encoder's weights. It fails with encoder.ErrWeights where it is not there.
func NewReferrer(e *encoder.Encoder) (*Referrer, error) {
	p, err := e.Pairer("antecedent", "distance", "form", "line")
	if err != nil {
		return nil, err
	}
	return &Referrer{p}, nil
}

// Over gives the evidence in the sections of an article, which are in order. Mentions of different sections are unknown to each other. The
// states of a section may be used for another once the next one is asked for.
func (h *Referrer) Over(sections iter.Seq[*encoder.States]) Antecedents {
	return func(mentions []rapporteur.Mention) func(i, j int) float64 {
		r := &references{pairs: h.pairs}
		for s := range sections {
			from := len(r.at)
			to := from
			for to < len(mentions) && mentions[to].Start < s.Base+len(s.Text) {
				to++
			}
			r.at = append(r.at, make([]referent, to-from)...)
			r.section(s, mentions[from:to], from)
		}
		return r.odds
	}
}

// references is all mentions of a document, made ready to be scored in pairs.
type references struct {
	pairs    *encoder.Pairer
	at       []referent
	sections int
}

// referent is one mention: its words, and where its rows are in its section.
type referent struct {
	span        encoder.Span
	line, form  int
	section     int           // counted from 1
	left, right *encoder.Side // nil where the section has none of its words; left only of pronouns and nouns
	i, j        int           // its row of left and of right
	none        float32
}

// The forms of mentions, as the head was trained to number them.
const (
	formPronoun = iota
	formNominal
	formProper
)

// section prepares the mentions of one section, of which the first is mention base of the document.
func (r *references) section(s *encoder.States, mentions []rapporteur.Mention, base int) {
	var all, anaphors []encoder.Span
	r.sections++
	for k, m := range mentions {
		x := &r.at[base+k]
		x.span = wordsIn(s, m.Span)
		if x.span.First >= x.span.End {
			continue
		}
		x.section, x.line, x.form = r.sections, s.Words[x.span.First].Line, trainedForm(s, x.span)
		x.j, all = len(all), append(all, x.span)
		if x.i = -1; m.Form != rapporteur.Proper {
			x.i, anaphors = len(anaphors), append(anaphors, x.span)
		}
	}
	left, right := r.pairs.Left(s, anaphors), r.pairs.Right(s, all)
	for k := range mentions {
		x := &r.at[base+k]
		if x.span.First >= x.span.End {
			continue
		}
		if x.right = right; x.i >= 0 {
			x.left, x.none = left, r.pairs.None(left, x.i)
		}
	}
}

// wordsIn returns the encoder's words that a span of the article touches.
func wordsIn(s *encoder.States, m rapporteur.Span) encoder.Span {
	first, _ := slices.BinarySearchFunc(s.Words, m.Start-s.Base, func(w encoder.Word, at int) int { return w.End - at - 1 })
	end := first
	for end < len(s.Words) && s.Words[end].Start < m.End-s.Base {
		end++
	}
	return encoder.Span{First: first, End: end}
}

func (r *references) odds(i, j int) float64 {
	if i >= len(r.at) || j >= len(r.at) {
		return 0
	}
	a, c := &r.at[i], &r.at[j]
	if a.left == nil || c.right == nil || a.section != c.section || c.span.End > a.span.First {
		return 0
	}
	line := max(-1, min(a.line-c.line, 2)) + 1
	return float64(r.pairs.Score(a.left, a.i, c.right, c.j, encoder.Distance(a.span, c.span), a.form*3+c.form, line) - a.none)
}

// trainedForm is the form of a mention by its words alone, as the training data was prepared.
func trainedForm(s *encoder.States, m encoder.Span) int {
	word := func(k int) string { return s.Text[s.Words[k].Start:s.Words[k].End] }
	capital := func(k int) bool { r, _ := utf8.DecodeRuneInString(word(k)); return unicode.IsUpper(r) }
	first := strings.ToLower(word(m.First))
	if m.End == m.First+1 && trainedPronoun[first] {
		return formPronoun
	}
	for k := m.First + 1; k < m.End; k++ {
		if capital(k) {
			return formProper
		}
	}
	if m.End == m.First+1 && capital(m.First) && !trainedDeterminer[first] {
		return formProper
	}
	return formNominal
}

var (
	trainedPronoun    = wordSet("he she they it who i we you his her him their them its whom which that himself herself themselves itself")
	trainedDeterminer = wordSet("the a an this that these those his her their its my our some many one both all several")
)

func wordSet(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(s) {
		out[w] = true
	}
	return out
}
