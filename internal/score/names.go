package score

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"rapporteur"
)

// Chunk is a run of tokens with a kind: a name, as the CoNLL shared tasks count them. From and To count tokens, half-open.
type Chunk struct {
	From, To int
	Kind     string
}

// Chunks reads a sentence's tags, one a token, in any of IOB1 (a chunk begins with B- only where it touches one of its kind),
// IOB2 and IOBES, by the rules of conlleval: a chunk ends where the kind changes, or where a tag begins another.
func Chunks(tags []string) []Chunk {
	var out []Chunk
	open, ended := false, false
	for i, tag := range tags {
		mark, kind, ok := strings.Cut(tag, "-")
		if !ok {
			open = false
			continue
		}
		if begins := mark == "B" || mark == "S"; open && !begins && !ended && out[len(out)-1].Kind == kind {
			out[len(out)-1].To = i + 1
		} else {
			out = append(out, Chunk{i, i + 1, kind})
		}
		open, ended = true, mark == "E" || mark == "S"
	}
	return out
}

// conllKinds are the corpus' names for the kinds of names.
var conllKinds = map[string]string{"person": "PER", "organisation": "ORG", "place": "LOC", "misc": "MISC"}

// Cover turns a name of a kind ("person", "organisation", "place", "misc") into the run of a sentence's tokens that it touches, if it touches
// any; a name that covers part of a token covers it all.
func Cover(s rapporteur.Sentence, name rapporteur.Span, kind string) (c Chunk, ok bool) {
	c.Kind = conllKinds[kind]
	for i, tok := range s.Tokens {
		if !tok.Span().Overlaps(name) {
			continue
		}
		if !ok {
			c.From, ok = i, true
		}
		c.To = i + 1
	}
	return c, ok
}

// Document puts a tagged document together: a line a sentence, a space between tokens; with its sentences and their tokens.
func (d TaggedDocument) Document() *rapporteur.Document {
	doc := &rapporteur.Document{}
	var b strings.Builder
	for _, words := range d.Words {
		s := rapporteur.Sentence{Span: rapporteur.Span{Start: b.Len()}}
		for i, w := range words {
			if i > 0 {
				b.WriteByte(' ')
			}
			s.Tokens = append(s.Tokens, rapporteur.TokenAt(rapporteur.Span{Start: b.Len(), End: b.Len() + len(w)}))
			b.WriteString(w)
		}
		s.End = b.Len()
		b.WriteByte('\n')
		doc.Sentences = append(doc.Sentences, s)
	}
	doc.Article = &rapporteur.Article{Text: b.String()}
	return doc
}

// Names counts the names of one sentence that were found with the very same tokens and kind, in all (under "") and kind by
// kind, as conlleval does. Add the counts of sentences, then take F1.
func Names(gold, found []Chunk) map[string]Counts {
	out := map[string]Counts{}
	add := func(kind string, c Counts) {
		out[""] = out[""].Add(c)
		out[kind] = out[kind].Add(c)
	}
	want := map[Chunk]bool{}
	for _, g := range gold {
		want[g] = true
		add(g.Kind, Counts{Gold: 1})
	}
	for _, f := range found {
		c := Counts{Found: 1}
		if want[f] {
			c.Right = 1
			delete(want, f)
		}
		add(f.Kind, c)
	}
	return out
}

// TaggedDocument is one document of a CoNLL-2003 file: its sentences as tokens and tags.
type TaggedDocument struct {
	Words, Tags [][]string
}

// ReadCoNLL reads the four columns of CoNLL-2003: the word first, the tag of the name last, a blank line after a sentence,
// -DOCSTART- before a document.
func ReadCoNLL(r io.Reader) ([]TaggedDocument, error) {
	var docs []TaggedDocument
	var words, tags []string
	flush := func() {
		if len(words) > 0 {
			d := &docs[len(docs)-1]
			d.Words, d.Tags = append(d.Words, words), append(d.Tags, tags)
		}
		words, tags = nil, nil
	}
	in := bufio.NewScanner(r)
	for n := 1; in.Scan(); n++ {
		f := strings.Fields(in.Text())
		switch {
		case len(f) == 0:
			if len(docs) > 0 {
				flush()
			}
		case f[0] == "-DOCSTART-":
			if len(docs) > 0 {
				flush()
			}
			docs = append(docs, TaggedDocument{})
		case len(f) < 2:
			return nil, fmt.Errorf("CoNLL line %d: a word without a tag", n)
		default:
			if len(docs) == 0 {
				docs = append(docs, TaggedDocument{})
			}
			words, tags = append(words, f[0]), append(tags, f[len(f)-1])
		}
	}
	if len(docs) > 0 {
		flush()
	}
	return docs, in.Err()
}

// GAPCase is one question of the GAP corpus (Webster et al. 2018): does the pronoun refer to A, to B, or to neither?
// Spans are in bytes of Text.
type GAPCase struct {
	ID            string
	Text          string
	Pronoun, A, B rapporteur.Span
	IsA, IsB      bool
}

// Feminine reports whether the pronoun is one of she, her, hers.
func (c GAPCase) Feminine() bool {
	p := strings.ToLower(c.Pronoun.Of(c.Text))
	return p == "she" || p == "her" || p == "hers" || p == "herself"
}

// Answers says whether an entity that has the pronoun among its mentions overlaps A, B with a name of its own.
func (c GAPCase) Answers(entities []rapporteur.Entity) (a, b bool) {
	for _, e := range entities {
		var pronoun, isA, isB bool
		for _, m := range e.Mentions {
			pronoun = pronoun || m.Span == c.Pronoun
			isA = isA || m.Form == rapporteur.Proper && m.Overlaps(c.A)
			isB = isB || m.Form == rapporteur.Proper && m.Overlaps(c.B)
		}
		if pronoun {
			a, b = a || isA, b || isB
		}
	}
	return a, b
}

// GAP counts one answer: of the two names, how many were given as the pronoun's, rightly or not. F1 of the sum over all cases
// is the figure the corpus' authors report.
func GAP(c GAPCase, saysA, saysB bool) Counts {
	var out Counts
	for _, x := range [2][2]bool{{c.IsA, saysA}, {c.IsB, saysB}} {
		if x[0] {
			out.Gold++
		}
		if x[1] {
			out.Found++
		}
		if x[0] && x[1] {
			out.Right++
		}
	}
	return out
}

// ReadGAP reads the corpus' tab-separated file, whose offsets count code points.
func ReadGAP(r io.Reader) ([]GAPCase, error) {
	in := csv.NewReader(r)
	in.Comma, in.LazyQuotes = '\t', true
	rows, err := in.ReadAll()
	if err != nil {
		return nil, err
	}
	var out []GAPCase
	for i, row := range rows {
		if i == 0 {
			continue
		}
		if len(row) < 10 {
			return nil, fmt.Errorf("GAP line %d: %d columns, want 10", i+1, len(row))
		}
		c := GAPCase{ID: row[0], Text: row[1], IsA: strings.EqualFold(row[6], "true"), IsB: strings.EqualFold(row[9], "true")}
		for _, m := range []struct {
			to         *rapporteur.Span
			words, off string
		}{{&c.Pronoun, row[2], row[3]}, {&c.A, row[4], row[5]}, {&c.B, row[7], row[8]}} {
			if *m.to, err = spanAt(c.Text, m.words, m.off); err != nil {
				return nil, fmt.Errorf("GAP %s: %w", c.ID, err)
			}
		}
		out = append(out, c)
	}
	return out, nil
}

// spanAt turns words at an offset in code points into a span in bytes.
func spanAt(text, words, offset string) (rapporteur.Span, error) {
	n, err := strconv.Atoi(offset)
	if err != nil {
		return rapporteur.Span{}, err
	}
	at := len(text)
	for i := range text {
		if n == 0 {
			at = i
			break
		}
		n--
	}
	if !strings.HasPrefix(text[at:], words) {
		return rapporteur.Span{}, fmt.Errorf("%q is not at offset %s", words, offset)
	}
	return rapporteur.Span{Start: at, End: at + len(words)}, nil
}
