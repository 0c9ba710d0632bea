package attributions

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"rapporteur"
	"rapporteur/reading/names"
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
	words  []word
	starts []int // first word of each sentence, and the number of words
	quotes []Quotation

	named   []bool         // the words that stand in a name, once asked for
	genders []names.Gender // of the entities, as far as anybody asked
	asked   []bool
	endings map[int][]ending // proper mentions by their end, once anybody asked
}

func newArticle(doc *rapporteur.Document) *article {
	a := &article{doc: doc, text: doc.Article.Text, genders: make([]names.Gender, len(doc.Entities)), asked: make([]bool, len(doc.Entities))}
	n := 0
	for _, s := range doc.Sentences {
		n += len(s.Tokens)
	}
	a.words = make([]word, 0, n)
	a.starts = make([]int, 0, len(doc.Sentences)+1)
	paragraph := 0
	for i, s := range doc.Sentences {
		if i > 0 && a.parts(doc.Sentences[i-1].End, s.Start) {
			paragraph++
		}
		a.starts = append(a.starts, len(a.words))
		for _, t := range s.Tokens {
			a.add(t.Span, i, paragraph)
		}
	}
	a.starts = append(a.starts, len(a.words))
	a.quotes = scanQuotes(a)
	for i := range a.words {
		a.words[i].quote = none
	}
	for q := len(a.quotes) - 1; q >= 0; q-- {
		if a.quotes[q].Within == none {
			for i := a.quotes[q].first; i < a.quotes[q].last; i++ {
				a.words[i].quote = q
			}
		}
	}
	return a
}

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

func (a *article) add(span rapporteur.Span, sentence, paragraph int) {
	w := span.Of(a.text)
	r, _ := utf8.DecodeRuneInString(w)
	n := len(a.words)
	a.words = append(a.words, word{
		Span: span, low: strings.ReplaceAll(strings.ToLower(w), "’", "'"), sentence: sentence, paragraph: paragraph,
		capital: unicode.IsUpper(r), letters: unicode.IsLetter(r) || unicode.IsDigit(r),
		glued: n > 0 && a.words[n-1].End == span.Start,
	})
}

// low is the word at i in lower case, "" outside the text.
func (a *article) low(i int) string {
	if i < 0 || i >= len(a.words) {
		return ""
	}
	return a.words[i].low
}

// span covers the words from..to (exclusive).
func (a *article) span(from, to int) rapporteur.Span {
	return rapporteur.Span{Start: a.words[from].Start, End: a.words[to-1].End}
}

// wordAt is the index of the first word that ends after the byte offset.
func (a *article) wordAt(offset int) int {
	return sort.Search(len(a.words), func(i int) bool { return a.words[i].End > offset })
}

// sentenceOf gives the range of words of the sentence that holds word i.
func (a *article) sentenceOf(i int) (from, to int) {
	s := a.words[i].sentence
	return a.starts[s], a.starts[s+1]
}

// paragraphEnd is the first word after the paragraph of word i.
func (a *article) paragraphEnd(i int) int {
	p := a.words[i].paragraph
	return i + sort.Search(len(a.words)-i, func(k int) bool { return a.words[i+k].paragraph > p })
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
		a.named = make([]bool, len(a.words))
		for e := range a.doc.Entities {
			for _, m := range a.doc.Entities[e].Mentions {
				for k := a.wordAt(m.Start); m.Form == rapporteur.Proper && k < len(a.words) && a.words[k].Start < m.End; k++ {
					a.named[k] = true
				}
			}
		}
	}
	return a.named[i]
}
