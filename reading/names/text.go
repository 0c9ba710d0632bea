package names

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"rapporteur"
	"rapporteur/reading/tokens"
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
	from, to        int
	headline, title bool
	part            int // of a digest, whose parts lines without letters set apart ("___"): 0 for the first
}

// text is a document made ready: its words with their spellings, and how often it prints each word in lower case and with a
// capital where that means something.
type text struct {
	src       string
	tables    *tables
	words     tokens.Pages[spot, word]
	sents     []sentence
	lower     map[string]int
	capital   map[string]int
	sentences []rapporteur.Sentence
	cuts      []rapporteur.Span // of the token looked at last
	token     rapporteur.Span
}

// spot is what is known where a word begins.
type spot struct {
	sent, token, cut int32 // its sentence, the token of it, the piece of that
	end              int   // of the word before, in the text
	inside           bool  // a word of the same sentence stands before it
	opens            bool  // a capital says nothing here
	bracket          bool  // a bracket closed before it
	para             int32
	quotes, open     int32 // quotations so far, and the one that is open
}

func newText(doc *rapporteur.Document) *text {
	t := &text{tables: known(), lower: map[string]int{}, capital: map[string]int{}}
	if doc == nil || doc.Article == nil {
		return t
	}
	t.src, t.sentences, t.words.Make = doc.Article.Text, doc.Sentences, t.next
	t.sents = make([]sentence, 0, len(doc.Sentences))
	at := spot{opens: true}
	for i := range doc.Sentences {
		at.begin(i)
		t.addSentence(&at, headlineAt(doc.Article.Parts, doc.Sentences[i].Span))
	}
	return t
}

func (t *text) word(i int) *word { return t.words.At(i) }

func (t *text) size() int { return t.words.Size() }

func headlineAt(parts []rapporteur.Part, s rapporteur.Span) bool {
	i := sort.Search(len(parts), func(i int) bool { return parts[i].Start > s.Start }) - 1
	return i >= 0 && s.Start < parts[i].End && parts[i].Kind == rapporteur.Headline
}

// addSentence makes the words of a sentence and counts them.
func (t *text) addSentence(at *spot, headline bool) {
	s := sentence{from: t.size(), headline: headline}
	var show display
	for t.seek(at) {
		show.add(t.words.Add(at))
	}
	s.to = t.size()
	s.title = show.title()
	if n := len(t.sents); n > 0 {
		s.part = t.sents[n-1].part
	}
	if t.parts(s) {
		s.part++
	}
	t.sents = append(t.sents, s)
	for i := s.from; i < s.to; i++ {
		if w := t.words.Held(i); w != nil {
			w.title = s.title
		}
	}
	for i := s.from; i < s.to && !s.title; i++ {
		w := t.word(i)
		switch {
		case w.punct:
		case !w.upper:
			t.lower[w.fold]++
		case !w.first:
			t.capital[w.fold]++
		}
	}
}

// parts reports whether a sentence is a line between the parts of a text: nothing but strokes or stars.
func (t *text) parts(s sentence) bool {
	strokes := false
	for i := s.from; i < s.to; i++ {
		w := t.word(i)
		if !w.punct {
			return false
		}
		strokes = strokes || strings.HasPrefix(w.text, "__") || strings.HasPrefix(w.text, "**")
	}
	return strokes
}

// begin goes to the first word of a sentence.
func (at *spot) begin(sentence int) {
	at.sent, at.token, at.cut, at.inside, at.opens, at.bracket = int32(sentence), 0, 0, false, true, false
}

// seek goes to the next word of the sentence. It reports whether there is one.
func (t *text) seek(at *spot) bool {
	list := t.sentences[at.sent].Tokens
	for ; int(at.token) < len(list); at.token, at.cut = at.token+1, 0 {
		if token := list[at.token].Span(); token != t.token {
			t.token, t.cuts = token, appendCuts(t.cuts[:0], token.Of(t.src))
		}
		if int(at.cut) < len(t.cuts) {
			return true
		}
	}
	return false
}

// next makes the next word.
func (t *text) next(at *spot, w *word) {
	for !t.seek(at) {
		at.begin(int(at.sent) + 1)
	}
	s := t.cuts[at.cut]
	s.Start, s.End = s.Start+t.token.Start, s.End+t.token.Start
	*w = t.newWord(s, at.inside && s.Start == at.end)
	w.sent = int(at.sent)
	w.title = w.sent < len(t.sents) && t.sents[w.sent].title
	if strings.Contains(t.src[at.end:w.Start], "\n") && at.end > 0 {
		at.open = 0
		at.para++
	}
	w.para = int(at.para)
	at.first(w)
	at.quotation(w)
	at.cut++
	at.end, at.inside = w.End, true
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

// first tells the words whose capital only says that something opens.
func (at *spot) first(w *word) {
	if w.punct {
		if strings.ContainsAny(w.text, ".:!?“\"‘«„•*|;…") || strings.HasPrefix(w.text, "--") || (w.text == "—" || w.text == "–" || w.text == "-") && at.bracket || w.text == "`" || w.text == "``" {
			at.opens = true
		}
	} else {
		w.first = at.opens
		at.opens = false
	}
	at.bracket = w.text == ")"
}

// quotation numbers the quotations: a mark that opens, to the one that closes it or the end of the paragraph.
func (at *spot) quotation(w *word) {
	switch w.text {
	case "“", "«", "„", "``":
		at.quotes++
		at.open = at.quotes
	case "”", "»", "''":
		at.open = 0
	case "\"":
		if at.open > 0 {
			at.open = 0
		} else {
			at.quotes++
			at.open = at.quotes
		}
	}
	w.quote = int(at.open)
}

// display counts what tells a line whose words have capitals for show: four words of four letters or more, most of
// them with a capital (all of them where a full stop ends the line); or nothing but capitals.
type display struct {
	long, upper, caps, all, plain int
	stop                          bool
}

func (d *display) add(w *word) {
	d.stop = strings.ContainsAny(w.text, ".”\"")
	if w.punct || w.digit {
		return
	}
	d.all++
	if w.caps {
		d.caps++
	}
	if len(w.text) >= 4 && !strings.ContainsAny(w.fold, "'") {
		d.long++
		if w.upper {
			d.upper++
		} else if w.class&function == 0 {
			d.plain++
		}
	}
}

func (d *display) title() bool {
	return d.long >= 4 && d.upper*10 >= d.long*8 && (!d.stop || d.plain == 0 && d.long > 5) || d.all >= 3 && d.caps*10 >= d.all*8
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
