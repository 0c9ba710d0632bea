package tokens

import (
	"strings"
	"unicode/utf8"

	"rapporteur"
)

// appendSentences groups the tokens of one block.
func appendSentences(dst []rapporteur.Sentence, text string, tokens []rapporteur.Token) []rapporteur.Sentence {
	b := breaker{text: text, tokens: tokens}
	start := 0
	for i := 0; i < len(tokens); {
		next := b.breakAfter(i)
		if next == 0 {
			i++
			continue
		}
		dst = append(dst, sentence(tokens[start:next]))
		start, i = next, next
	}
	if start < len(tokens) {
		dst = append(dst, sentence(tokens[start:]))
	}
	return dst
}

func sentence(tokens []rapporteur.Token) rapporteur.Sentence {
	tokens = tokens[:len(tokens):len(tokens)]
	return rapporteur.Sentence{
		Span:   rapporteur.Span{Start: int(tokens[0].Start), End: int(tokens[len(tokens)-1].End)},
		Tokens: tokens,
	}
}

type breaker struct {
	text   string
	tokens []rapporteur.Token
}

func (b *breaker) word(i int) string { return b.tokens[i].Of(b.text) }

// glued reports whether no white space stands before token i.
func (b *breaker) glued(i int) bool { return i > 0 && b.tokens[i-1].End == b.tokens[i].Start }

// breakAfter returns the index of the token that begins the next sentence where one ends at token i, else 0. Closing
// quotation marks and brackets belong to the sentence they end.
func (b *breaker) breakAfter(i int) int {
	w := b.word(i)
	stop := stopOf(w)
	if stop == noStop {
		return 0
	}
	if stop == period && b.numbers(i) {
		return 0
	}
	next := i + 1
	for next < len(b.tokens) {
		n := b.closing(next)
		if n == 0 {
			break
		}
		next += n
	}
	if next == len(b.tokens) {
		return next
	}
	if stop == full || b.begins(next, i, stop) {
		return next
	}
	return 0
}

type stop uint8

const (
	noStop   stop = iota
	period        // .
	strong        // ? ! or a run of them
	ellipsis      // ... …
	inside        // the full stop of an abbreviation
	full          // 。 and the like: always an end
)

func stopOf(w string) stop {
	switch w[0] {
	case '?', '!':
		return strong
	case '.':
		if len(w) == 1 {
			return period
		}
		if strings.Trim(w, ".") == "" {
			return ellipsis
		}
	}
	switch w {
	case "…":
		return ellipsis
	case "。", "！", "？", "।", "؟":
		return full
	}
	if len(w) > 1 && w[len(w)-1] == '.' {
		return inside
	}
	return noStop
}

// numbers reports whether the full stop at i follows a number that stands alone, as before an item of a list: "... gone. 2. We".
func (b *breaker) numbers(i int) bool {
	if i == 0 || !b.glued(i) || i+1 == len(b.tokens) {
		return false
	}
	w := b.word(i - 1)
	return len(w) <= 2 && isDigit(w[0]) && (i == 1 || stopOf(b.word(i-2)) == period)
}

// closing counts the tokens at i that belong to the sentence whose stop is before them: a closing mark, or a note's number
// in brackets.
func (b *breaker) closing(i int) int {
	if i+2 < len(b.tokens) && b.word(i) == "[" && b.word(i+2) == "]" && isDigit(b.word(i + 1)[0]) {
		return 3
	}
	if b.closes(i) {
		return 1
	}
	return 0
}

// closes reports whether token i is a closing mark glued to the stop before it.
func (b *breaker) closes(i int) bool {
	if !b.glued(i) {
		return false
	}
	switch w := b.word(i); w {
	case "”", "’", "»", ")", "]", "''", "\"", "'", "›":
		// A straight mark glued on both sides, or followed by a word, opens the next sentence.
		last := i+1 == len(b.tokens) || !b.glued(i+1)
		return last || w != "\"" && w != "'" || !wordlike(b.word(i+1))
	}
	return false
}

func wordlike(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return classOf(r).word()
}

// begins reports whether a new sentence can begin at token next, after a stop of this kind at token i.
func (b *breaker) begins(next, i int, stop stop) bool {
	first := next
	for first < len(b.tokens) && b.opens(first) {
		first++
	}
	if first == len(b.tokens) {
		return false
	}
	w := b.word(first)
	r, _ := utf8.DecodeRuneInString(w)
	k := classOf(r)
	switch {
	case k == lower:
		return false
	case stop == inside:
		return b.endsAbbreviation(i, next, first, k)
	case stop == period && !b.glued(next):
		return k.word() || k == other && !strings.ContainsRune(".,;:)]", r) || k == apostrophe
	case stop == period: // "end.Next"
		return k == upper && len(w) > 1 || first > next
	}
	if !k.word() {
		return false
	}
	return !b.spokenBy(i, next)
}

func (b *breaker) opens(i int) bool {
	switch b.word(i) {
	case "“", "‘", "«", "„", "\"", "'", "``", "(", "[", "‹", "‚", "`":
		return true
	}
	return false
}

// endsAbbreviation decides whether the full stop of an abbreviation ends a sentence as well.
func (b *breaker) endsAbbreviation(i, next, first int, k class) bool {
	w := b.word(i)
	name := strings.ToLower(strings.TrimSuffix(w, "."))
	switch {
	case titles[name] || k == digit && first == next || isDigit(w[0]):
		return false
	case next > i+1: // a closing mark stood between
		return k == upper
	case first > next: // an opening mark
		return b.word(next) != "(" && b.word(next) != "["
	case utf8.RuneCountInString(name) == 1:
		return starters[b.word(first)] && b.word(first) != "I" && b.word(first) != "A" && len(b.word(first)) > 2 && i > 0 && !capital(b.word(i-1))
	}
	return starters[b.word(first)]
}

func capital(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return classOf(r) == upper
}

// spokenBy reports whether a quotation that ends in ? or ! is followed by its speaker and a verb of speech.
func (b *breaker) spokenBy(i, next int) bool {
	if next == i+1 {
		return false
	}
	for k := next; k < len(b.tokens) && k < next+5; k++ {
		if verbsOfSpeech[b.word(k)] {
			return true
		}
		if w := b.word(k); !capital(w) && !isLetter(w[0]) {
			return false
		}
	}
	return false
}
