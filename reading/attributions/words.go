package attributions

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"rapporteur"
	"rapporteur/reading/names"
	"rapporteur/reading/tokens"
)

// word is a token with what the rules ask of it again and again.
type word struct {
	rapporteur.Span
	low       string // lower case
	sentence  int
	paragraph int
	quote     int  // the outermost quotation it stands in, or none
	capital   bool // begins with an upper-case letter
	letters   bool // begins with a letter or digit
	glued     bool // no white space before it
}

const none = rapporteur.None

// article is the text as the rules see it: words, and where sentences, paragraphs and quotations begin and end. Ranges of
// words are half-open pairs of indexes.
type article struct {
	doc    *rapporteur.Document
	text   string
	words  tokens.Pages[spot, word]
	starts []int // first word of each sentence, and the number of words
	quotes []Quotation
	marked []enclosed // the quotations that stand in no other

	named   []bool         // the words that stand in a name, once asked for
	genders []names.Gender // of the entities, as far as anybody asked
	asked   []bool
	endings map[int][]ending // proper mentions by their end, once anybody asked
}

// spot is what is known where a word begins: its sentence, which token of it and which word of all it is, and where the word before ended.
type spot struct {
	sentence, token, number int
	end, before, paragraph  int // of the word before, where it ended and its paragraph; the paragraph that goes on
}

// enclosed is a range of words in quotation marks, and which quotation it is.
type enclosed struct {
	within
	quote int
}

func newArticle(doc *rapporteur.Document) *article {
	a := &article{doc: doc, text: doc.Article.Text, genders: make([]names.Gender, len(doc.Entities)), asked: make([]bool, len(doc.Entities))}
	a.words.Make = a.next
	a.starts = make([]int, 0, len(doc.Sentences)+1)
	var at spot
	for i := range doc.Sentences {
		at.begin(a, i)
		a.starts = append(a.starts, a.size())
		for range doc.Sentences[i].Tokens {
			a.words.Add(&at)
		}
	}
	a.starts = append(a.starts, a.size())
	a.quotes = scanQuotes(a)
	a.outermost()
	return a
}

// outermost tells each word its quotation: of those that stand in no other the first that holds it.
func (a *article) outermost() {
	end := 0
	for q := range a.quotes {
		x := &a.quotes[q]
		if x.Within == none && x.last > end {
			a.marked = append(a.marked, enclosed{within{max(x.first, end), x.last}, q})
			end = x.last
		}
	}
	next := 0
	for i := range a.size() {
		for next < len(a.marked) && a.marked[next].to <= i {
			next++
		}
		if w := a.words.Held(i); w != nil {
			w.quote = none
			if next < len(a.marked) && a.marked[next].from <= i {
				w.quote = a.marked[next].quote
			}
		}
	}
}

// quoteOf is the outermost quotation in which word i stands, or none.
func (a *article) quoteOf(i int) int {
	k := sort.Search(len(a.marked), func(k int) bool { return a.marked[k].to > i })
	if k < len(a.marked) && a.marked[k].from <= i {
		return a.marked[k].quote
	}
	return none
}

func (a *article) word(i int) *word { return a.words.At(i) }

func (a *article) size() int { return a.words.Size() }

// parts reports whether a paragraph ends between two neighbouring sentences. The parts of an article are apart by white
// space, lines of plain text by a line break.
func (a *article) parts(end, start int) bool {
	if strings.ContainsAny(a.text[end:start], "\n\r\u2028\u2029") {
		return true
	}
	parts := a.doc.Article.Parts
	i := sort.Search(len(parts), func(i int) bool { return parts[i].Start > end })
	return i < len(parts) && parts[i].Start <= start
}

// begin goes on to a sentence.
func (at *spot) begin(a *article, sentence int) {
	for at.sentence < sentence {
		at.sentence, at.token = at.sentence+1, 0
		if list := a.doc.Sentences; a.parts(list[at.sentence-1].End, list[at.sentence].Start) {
			at.paragraph++
		}
	}
}

// next makes the next word.
func (a *article) next(at *spot, w *word) {
	for at.token == len(a.doc.Sentences[at.sentence].Tokens) {
		at.begin(a, at.sentence+1)
	}
	span := a.doc.Sentences[at.sentence].Tokens[at.token].Span()
	text := span.Of(a.text)
	r, _ := utf8.DecodeRuneInString(text)
	*w = word{
		Span: span, low: strings.ReplaceAll(strings.ToLower(text), "’", "'"), sentence: at.sentence, paragraph: at.paragraph,
		quote: a.quoteOf(at.number), capital: unicode.IsUpper(r), letters: unicode.IsLetter(r) || unicode.IsDigit(r),
		glued: at.number > 0 && at.end == span.Start,
	}
	at.token, at.number, at.end, at.before = at.token+1, at.number+1, span.End, at.paragraph
}

// low is the word at i in lower case, "" outside the text.
func (a *article) low(i int) string {
	if i < 0 || i >= a.size() {
		return ""
	}
	return a.word(i).low
}

// span covers the words from..to (exclusive).
func (a *article) span(from, to int) rapporteur.Span {
	return rapporteur.Span{Start: a.word(from).Start, End: a.word(to - 1).End}
}

// wordAt is the index of the first word that ends after the byte offset.
func (a *article) wordAt(offset int) int {
	return a.words.Search(func(at *spot) bool { return at.end > offset }, func(w *word) bool { return w.End > offset })
}

// sentenceOf gives the range of words of the sentence that holds word i.
func (a *article) sentenceOf(i int) (from, to int) {
	s := a.word(i).sentence
	return a.starts[s], a.starts[s+1]
}

// paragraphEnd is the first word after the paragraph of word i.
func (a *article) paragraphEnd(i int) int {
	p := a.word(i).paragraph
	return a.words.Search(func(at *spot) bool { return at.before > p }, func(w *word) bool { return w.paragraph > p })
}

// genderOf is the gender by which the article speaks of an entity.
func (a *article) genderOf(e int) names.Gender {
	if !a.asked[e] {
		a.asked[e], a.genders[e] = true, names.GenderOf(a.text, a.doc.Entities[e])
	}
	return a.genders[e]
}

// isName reports whether word i stands in the name of an entity.
func (a *article) isName(i int) bool {
	if a.named == nil {
		a.named = make([]bool, a.size())
		for e := range a.doc.Entities {
			for _, m := range a.doc.Entities[e].Mentions {
				for k := a.wordAt(m.Start); m.Form == rapporteur.Proper && k < a.size() && a.word(k).Start < m.End; k++ {
					a.named[k] = true
				}
			}
		}
	}
	return a.named[i]
}
