package names

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"rapporteur"
)

// word is a piece of a sentence without inner hyphens or dashes, with what its spelling tells.
type word struct {
	rapporteur.Span
	text  string
	fold  string
	class class
	sent  int  // index of its sentence
	glued bool // no white space before it
	punct bool // no letter and no digit
	upper bool // opens with a capital
	caps  bool // two letters or more, all capitals
	digit bool // opens with a digit
	first bool // opens a sentence, a quotation or what follows a colon: a capital says nothing
	title bool // in a headline or a line of capitals: likewise
	para  int  // index of its paragraph
	quote int  // number of the quotation it stands in, 0 outside
}

// sentence is a range of words.
type sentence struct {
	from, to int
	headline bool
}

// text is a document made ready: its words with their spellings, and how often it prints each word in lower case and with a
// capital where that means something.
type text struct {
	src     string
	tables  *tables
	words   []word
	sents   []sentence
	lower   map[string]int
	capital map[string]int
	cuts    []rapporteur.Span // scratch of addSentence
}

func newText(doc *rapporteur.Document) *text {
	t := &text{tables: known(), lower: map[string]int{}, capital: map[string]int{}}
	if doc == nil || doc.Article == nil {
		return t
	}
	t.src = doc.Article.Text
	n := 0
	for _, s := range doc.Sentences {
		n += len(s.Tokens)
	}
	t.words = make([]word, 0, n+n/16)
	for _, s := range doc.Sentences {
		t.addSentence(s, headlineAt(doc.Article.Parts, s.Span))
	}
	t.markQuotes()
	for i := range t.words {
		w := &t.words[i]
		switch {
		case w.punct || w.title:
		case !w.upper:
			t.lower[w.fold]++
		case !w.first:
			t.capital[w.fold]++
		}
	}
	return t
}

func headlineAt(parts []rapporteur.Part, s rapporteur.Span) bool {
	i := sort.Search(len(parts), func(i int) bool { return parts[i].Start > s.Start }) - 1
	return i >= 0 && s.Start < parts[i].End && parts[i].Kind == rapporteur.Headline
}

func (t *text) addSentence(s rapporteur.Sentence, headline bool) {
	from := len(t.words)
	end := -1
	for _, tok := range s.Tokens {
		t.cuts = appendCuts(t.cuts[:0], tok.Of(t.src))
		for _, p := range t.cuts {
			p.Start, p.End = p.Start+tok.Start, p.End+tok.Start
			t.words = append(t.words, t.newWord(p, p.Start == end))
			end = p.End
		}
	}
	for i := from; i < len(t.words); i++ {
		t.words[i].sent = len(t.sents)
	}
	t.sents = append(t.sents, sentence{from, len(t.words), headline})
	t.markFirst(from)
	t.markTitle(from)
}

func (t *text) newWord(s rapporteur.Span, glued bool) word {
	w := word{Span: s, text: s.Of(t.src), glued: glued}
	letters, uppers := 0, 0
	alnum := false
	for i, r := range w.text {
		switch {
		case unicode.IsUpper(r):
			letters++
			uppers++
			w.upper = w.upper || i == 0
		case unicode.IsLetter(r):
			letters++
		case unicode.IsDigit(r):
			alnum = true
			w.digit = w.digit || i == 0
		}
	}
	w.punct = letters == 0 && !alnum || w.text[0] == '@' || w.text[0] == '#' // handles and tags are no words
	w.caps = letters > 1 && uppers == letters
	// iPhone, eBay
	w.upper = w.upper || uppers > 0 && letters > 1 && !w.digit && !strings.HasPrefix(w.text, "'")
	w.fold = fold(w.text)
	w.class = t.tables.words[w.fold]
	return w
}

// markFirst marks the words whose capital only says that something opens.
func (t *text) markFirst(from int) {
	opens := true
	for i := from; i < len(t.words); i++ {
		w := &t.words[i]
		if w.punct {
			if strings.ContainsAny(w.text, ".:!?“\"‘«„•*|;…") || strings.HasPrefix(w.text, "--") || (w.text == "—" || w.text == "–" || w.text == "-") && i > from && t.words[i-1].text == ")" || w.text == "`" || w.text == "``" {
				opens = true
			}
			continue
		}
		w.first = opens
		opens = false
	}
}

// markTitle marks a line whose words have capitals for show: four words of four letters or more, most of
// them with a capital (all of them where a full stop ends the line); or nothing but capitals.
func (t *text) markTitle(from int) {
	long, upper, caps, all, plain := 0, 0, 0, 0, 0
	for _, w := range t.words[from:] {
		if w.punct || w.digit {
			continue
		}
		all++
		if w.caps {
			caps++
		}
		if len(w.text) >= 4 && !strings.ContainsAny(w.fold, "'") {
			long++
			if w.upper {
				upper++
			} else if w.class&function == 0 {
				plain++
			}
		}
	}
	stop := len(t.words) > from && strings.ContainsAny(t.words[len(t.words)-1].text, ".”\"")
	if long >= 4 && upper*10 >= long*8 && (!stop || plain == 0 && long > 5) || all >= 3 && caps*10 >= all*8 {
		for i := from; i < len(t.words); i++ {
			t.words[i].title = true
		}
	}
}

// markQuotes numbers the paragraphs and the quotations: a mark that opens, to the one that closes it or the end of the paragraph.
func (t *text) markQuotes() {
	open, n, para := 0, 0, 0
	for i := range t.words {
		w := &t.words[i]
		if i > 0 && strings.Contains(t.src[t.words[i-1].End:w.Start], "\n") {
			open = 0
			para++
		}
		w.para = para
		switch w.text {
		case "“", "«", "„", "``":
			n++
			open = n
		case "”", "»", "''":
			open = 0
		case "\"":
			if open > 0 {
				open = 0
			} else {
				n++
				open = n
			}
		}
		w.quote = open
	}
}

// cut breaks a token (or a phrase of the tables) at white space, hyphens, dashes and slashes, and parts a possessive ending.
func cut(s string) []rapporteur.Span { return appendCuts(nil, s) }

func appendCuts(out []rapporteur.Span, s string) []rapporteur.Span {
	add := func(a, b int) {
		if a < b {
			out = append(out, rapporteur.Span{Start: a, End: b})
		}
	}
	start := 0
	for i, r := range s {
		size := utf8.RuneLen(r)
		if r == utf8.RuneError {
			_, size = utf8.DecodeRuneInString(s[i:])
		}
		switch {
		case unicode.IsSpace(r):
			add(start, i)
			start = i + size
		case r == '-' || r == '–' || r == '—' || r == '‑' || r == '/':
			add(start, i)
			if r == '-' && len(out) > 0 && out[len(out)-1].End == i && s[out[len(out)-1].Start] == '-' {
				out[len(out)-1].End = i + 1 // "--" is one mark
			} else {
				add(i, i+size)
			}
			start = i + size
		}
	}
	add(start, len(s))
	if n := len(out); n > 0 {
		last := out[n-1]
		if stem := possessed(last.Of(s)); stem > 0 {
			out[n-1].End = last.Start + stem
			out = append(out, rapporteur.Span{Start: last.Start + stem, End: last.End})
		}
	}
	return out
}

// possessed returns the length of what stands before a possessive 's, or 0.
func possessed(s string) int {
	for _, end := range []string{"'s", "’s", "'S", "’S"} {
		if stem, ok := strings.CutSuffix(s, end); ok {
			return len(stem)
		}
	}
	return 0
}
