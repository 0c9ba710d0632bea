package store

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"rapporteur"
)

// facts are the figures, dates and commitments of an article made ready to be filed.
type facts struct {
	doc       *rapporteur.Document
	sentences map[int][]string // stems of the sentences that hold one, by their place
}

// maxFacts is how many figures, dates or commitments of one article lists and searches know.
const maxFacts = maxStatements

func newFacts(doc *rapporteur.Document) *facts {
	f := &facts{doc: doc, sentences: map[int][]string{}}
	add := func(at rapporteur.Span) {
		i, s := f.sentence(at)
		if _, known := f.sentences[i]; !known && i < maxFacts {
			f.sentences[i] = entries(indexed(s.Of(doc.Article.Text)))
		}
	}
	for i := range doc.Figures[:min(len(doc.Figures), maxFacts)] {
		add(doc.Figures[i].Span)
	}
	for i := range doc.Dates[:min(len(doc.Dates), maxFacts)] {
		add(doc.Dates[i].Span)
	}
	for i := range doc.Commitments[:min(len(doc.Commitments), maxFacts)] {
		add(doc.Commitments[i].Span)
	}
	return f
}

// sentence finds the sentence in which a span begins; where it stands in none, the span is its own.
func (f *facts) sentence(at rapporteur.Span) (int, rapporteur.Span) {
	i, ok := slices.BinarySearchFunc(f.doc.Sentences, at.Start, func(s rapporteur.Sentence, start int) int {
		switch {
		case s.End <= start:
			return -1
		case s.Start > start:
			return 1
		}
		return 0
	})
	if !ok {
		return i, at
	}
	s := f.doc.Sentences[i].Span
	s.End = max(s.End, at.End)
	return i, s
}

// statement gives the innermost statement whose content holds a span, or None.
func (f *facts) statement(at rapporteur.Span) int {
	best, size := rapporteur.None, math.MaxInt
	for i := range f.doc.Attributions[:min(len(f.doc.Attributions), maxStatements)] {
		h := hull(f.doc.Attributions[i].Content)
		if h.Contains(at) && h.Len() < size {
			best, size = i, h.Len()
		}
	}
	return best
}

// hull is the stretch from the first to the last of some spans.
func hull(spans []rapporteur.Span) (h rapporteur.Span) {
	for i, s := range spans {
		if i == 0 {
			h = s
		}
		h = rapporteur.Span{Start: min(h.Start, s.Start), End: max(h.End, s.End)}
	}
	return h
}

// put files the facts of an article under its key.
func (f *facts) put(ctx context.Context, t *tx, key, outlet int64) error {
	for i, words := range f.sentences {
		if err := t.db.index(ctx, t, "sentence_words", statementID(key, i), words); err != nil {
			return err
		}
	}
	for i := range f.doc.Figures[:min(len(f.doc.Figures), maxFacts)] {
		if err := f.putFigure(ctx, t, key, outlet, i); err != nil {
			return err
		}
	}
	for i := range f.doc.Dates[:min(len(f.doc.Dates), maxFacts)] {
		if err := f.putDate(ctx, t, key, outlet, i); err != nil {
			return err
		}
	}
	for i := range f.doc.Commitments[:min(len(f.doc.Commitments), maxFacts)] {
		if err := f.putCommitment(ctx, t, key, outlet, i); err != nil {
			return err
		}
	}
	return nil
}

// findingColumns are the columns that every fact begins with.
const findingColumns = "id, outlet_id, statement, starts, ends, sentence, sentence_span, words"

func (f *facts) finding(key, outlet int64, i int, at rapporteur.Span, statement int) []any {
	place, sentence := f.sentence(at)
	return []any{statementID(key, i), outlet, statementRef(key, statement), at.Start, at.End,
		statementID(key, min(place, maxFacts-1)), writeSpan(sentence), plain(oneSpace(at.Of(f.doc.Article.Text)))}
}

func statementRef(key int64, i int) any {
	if i < 0 || i >= maxStatements {
		return nil
	}
	return statementID(key, i)
}

func insert(ctx context.Context, t *tx, table, columns string, values ...any) error {
	_, err := t.exec(ctx, "INSERT INTO "+table+" ("+columns+") VALUES ("+marks(len(values))+")", values...)
	return err
}

func (f *facts) putFigure(ctx context.Context, t *tx, key, outlet int64, i int) error {
	x := &f.doc.Figures[i]
	low := number(x.Value)
	high := low
	if x.High != "" {
		high = number(x.High)
	}
	var begins, ends any
	if d := f.date(x.AsOf); d != nil {
		begins, ends = micros(d.From), micros(d.To)
	}
	return insert(ctx, t, "figures", findingColumns+", value, high_value, low, high, unit, sense, change, of_span, of_words, part_of, same, as_of, as_of_begins, as_of_ends",
		append(f.finding(key, outlet, i, x.Span, f.statement(x.Span)), plain(x.Value), plain(x.High), low, high, plain(x.Unit), string(x.Sense), plain(x.Change),
			writeSpan(x.Of), f.words(x.Of), plain(x.PartOf), x.Same, x.AsOf, begins, ends)...)
}

func (f *facts) putDate(ctx context.Context, t *tx, key, outlet int64, i int) error {
	x := &f.doc.Dates[i]
	return insert(ctx, t, "dates", findingColumns+", value, mod, iso, begins, finishes, grain, kind, anchor, event_span, event_words",
		append(f.finding(key, outlet, i, x.Span, f.statement(x.Span)), plain(x.Value), plain(x.Mod), plain(x.ISO), micros(x.From), micros(x.To),
			string(x.Grain), string(x.Kind), plain(x.Anchor), writeSpan(x.Event), f.words(x.Event))...)
}

func (f *facts) putCommitment(ctx context.Context, t *tx, key, outlet int64, i int) error {
	x := &f.doc.Commitments[i]
	var words, grain string
	var begins, ends any
	if d := f.date(x.Due); d != nil {
		words, grain, begins, ends = f.words(d.Span), string(d.Grain), micros(d.From), micros(d.To)
	}
	return insert(ctx, t, "commitments", findingColumns+", kind, who_span, who, names, names_key, what_span, what, condition_span, condition, due, due_words, due_grain, begins, finishes, figures",
		append(f.finding(key, outlet, i, x.Span, x.Attribution), string(x.Kind), writeSpan(x.Who), f.words(x.Who), f.names(i), f.bound(i),
			writeSpan(x.What), f.words(x.What), writeSpan(x.Condition), f.words(x.Condition), x.Due, words, grain, begins, ends, writeNumbers(x.Figures))...)
}

// names are the full names of those whom a commitment binds.
func (f *facts) names(i int) string {
	var names []string
	for _, e := range f.doc.Commitments[i].Entities {
		if 0 <= e && e < len(f.doc.Entities) {
			names = append(names, f.doc.Entities[e].Name)
		}
	}
	return plain(strings.Join(names, "; "))
}

// bound is who they are as names are compared, a space before and after each word.
func (f *facts) bound(i int) string {
	return " " + nameKey(f.words(f.doc.Commitments[i].Who)+" "+f.names(i)) + " "
}

// date gives a date of the record, nil where the index means none or the date no interval.
func (f *facts) date(i int) *rapporteur.Date {
	if i < 0 || i >= len(f.doc.Dates) {
		return nil
	}
	return &f.doc.Dates[i]
}

func (f *facts) words(s rapporteur.Span) string { return plain(oneSpace(s.Of(f.doc.Article.Text))) }

// number is decimal text as a number that sorts; nil where it is none.
func number(s string) any {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
		return nil
	}
	return n
}

func writeSpan(s rapporteur.Span) string { return writeSpans([]rapporteur.Span{s}) }

func writeNumbers(list []int) string {
	return strings.Trim(fmt.Sprint(list), "[]")
}

// takeOutFacts removes the facts of an article, whose ids lie in [from, to).
func takeOutFacts(ctx context.Context, t *tx, from, to int64) error {
	for _, table := range []string{"figures", "dates", "commitments"} {
		if _, err := t.exec(ctx, "DELETE FROM "+table+" WHERE id >= ? AND id < ?", from, to); err != nil {
			return err
		}
	}
	_, err := t.exec(ctx, "DELETE FROM sentence_words WHERE "+t.wordsID()+" >= ? AND "+t.wordsID()+" < ?", from, to)
	return err
}
