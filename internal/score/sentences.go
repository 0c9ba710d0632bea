package score

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"rapporteur"
)

// Treebank is one document of a treebank: its text put together again from the forms, and the sentences in it, with
// spans in bytes.
type Treebank struct {
	ID        string
	Text      string
	Sentences []rapporteur.Sentence
}

// Sentences counts sentences found with equal spans, and words found with equal spans, wherever their sentence ends.
func Sentences(gold, found []rapporteur.Sentence) (sentences, words Counts) {
	g, gw := spansOf(gold)
	f, fw := spansOf(found)
	return equalSpans(g, f), equalSpans(gw, fw)
}

func spansOf(list []rapporteur.Sentence) (sentences, words map[rapporteur.Span]bool) {
	sentences, words = map[rapporteur.Span]bool{}, map[rapporteur.Span]bool{}
	for _, s := range list {
		sentences[s.Span] = true
		for _, t := range s.Tokens {
			words[t.Span()] = true
		}
	}
	return sentences, words
}

func equalSpans(gold, found map[rapporteur.Span]bool) Counts {
	c := Counts{Gold: len(gold), Found: len(found)}
	for s := range found {
		if gold[s] {
			c.Right++
		}
	}
	return c
}

// ReadTreebank reads CoNLL-U and puts each document's text together again: a space after a form unless SpaceAfter=No says
// otherwise, a blank line before "# newpar". The units are the syntactic words ("do" "n't") where they spell the surface
// form they came from, as all do in English but a few misspelt ones; else the surface form.
func ReadTreebank(r io.Reader) ([]Treebank, error) {
	t := treebankReader{}
	in := bufio.NewScanner(r)
	in.Buffer(nil, 1<<20)
	for n := 1; in.Scan(); n++ {
		if err := t.line(in.Text()); err != nil {
			return nil, fmt.Errorf("CoNLL-U line %d: %w", n, err)
		}
	}
	t.closeDocument()
	return t.docs, in.Err()
}

type treebankReader struct {
	docs   []Treebank
	id     string
	text   strings.Builder
	all    []rapporteur.Sentence
	tokens []rapporteur.Token
	space  string // what comes before the next form

	surface string // of the multiword token that is being read
	last    int    // the number of its last word
	noSpace bool   // SpaceAfter=No of the surface form
	pieces  []string
}

func (t *treebankReader) line(s string) error {
	switch {
	case strings.HasPrefix(s, "# newdoc"):
		t.closeDocument()
		_, t.id, _ = strings.Cut(s, "= ")
	case strings.HasPrefix(s, "# newpar"):
		if t.text.Len() > 0 {
			t.space = "\n\n"
		}
	case strings.HasPrefix(s, "#"):
	case s == "":
		t.closeSentence()
	default:
		return t.word(strings.Split(s, "\t"))
	}
	return nil
}

func (t *treebankReader) word(f []string) error {
	if len(f) != 10 {
		return fmt.Errorf("%d fields, want 10", len(f))
	}
	if strings.Contains(f[0], ".") {
		return nil // an elided word
	}
	noSpace := strings.Contains(f[9], "SpaceAfter=No")
	if _, last, ok := strings.Cut(f[0], "-"); ok {
		n, err := strconv.Atoi(last)
		t.surface, t.last, t.noSpace, t.pieces = f[1], n, noSpace, nil
		return err
	}
	n, err := strconv.Atoi(f[0])
	switch {
	case err != nil:
		return err
	case n > t.last:
		t.put(f[1])
		t.after(noSpace)
	default:
		t.pieces = append(t.pieces, f[1])
		if n == t.last {
			t.multiword()
		}
	}
	return nil
}

func (t *treebankReader) multiword() {
	if strings.Join(t.pieces, "") != t.surface {
		t.pieces = []string{t.surface}
	}
	for _, p := range t.pieces {
		t.put(p)
		t.space = ""
	}
	t.after(t.noSpace)
}

func (t *treebankReader) put(form string) {
	t.text.WriteString(t.space)
	start := t.text.Len()
	t.text.WriteString(form)
	t.tokens = append(t.tokens, rapporteur.TokenAt(rapporteur.Span{Start: start, End: t.text.Len()}))
}

func (t *treebankReader) after(noSpace bool) {
	t.space = " "
	if noSpace {
		t.space = ""
	}
}

func (t *treebankReader) closeSentence() {
	t.last = 0
	if len(t.tokens) == 0 {
		return
	}
	span := rapporteur.Span{Start: int(t.tokens[0].Start), End: int(t.tokens[len(t.tokens)-1].End)}
	t.all = append(t.all, rapporteur.Sentence{Span: span, Tokens: t.tokens})
	t.tokens = nil
}

func (t *treebankReader) closeDocument() {
	t.closeSentence()
	if len(t.all) > 0 {
		t.docs = append(t.docs, Treebank{ID: t.id, Text: t.text.String(), Sentences: t.all})
	}
	t.text.Reset()
	t.all, t.space = nil, ""
}
