package reading

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rapporteur"
	"rapporteur/reading/dates"
	"rapporteur/reading/figures"
	"rapporteur/reading/tokens"
)

// This file reads what the engine has not been trained to read: articles in other languages than English. Names, speakers and
// commitments are English heads' and rules' to find, and would be made up. Found is what is written alike everywhere: dates and
// figures in digits, and what stands in quotation marks, as statements whose speaker is not known.

// english reports whether an article's language is English, or is not known and may be: its beginning is not in another script.
func english(a *rapporteur.Article) bool {
	language, _, _ := strings.Cut(strings.ToLower(a.Language), "-")
	if language != "und" && language != "" {
		return language == "en"
	}
	latin, other := 0, 0
	for _, r := range a.Text[:min(len(a.Text), 4<<10)] {
		switch {
		case unicode.Is(unicode.Latin, r):
			latin++
		case unicode.IsLetter(r):
			other++
		}
	}
	return latin >= other
}

// foreign takes the steps of a reading that need no English.
func foreign(doc *rapporteur.Document) *rapporteur.Document {
	a := doc.Article
	doc.Sentences = tokens.Find(a)
	for _, d := range dates.Find(doc) {
		if s := d.Of(a.Text); digits(s) > 0 && (!lettered(s) || yearIn(s)) {
			d.Event = rapporteur.Span{}
			doc.Dates = append(doc.Dates, d)
		}
	}
	old := figures.Find(doc)
	kept := make([]int, len(old)) // where each figure went
	for i, f := range old {
		kept[i] = rapporteur.None
		if !certain(a.Text, &f) {
			continue
		}
		f.Of, f.Change, f.PartOf = rapporteur.Span{}, "", ""
		if f.Same != rapporteur.None {
			f.Same = kept[f.Same]
		}
		kept[i] = len(doc.Figures)
		doc.Figures = append(doc.Figures, f)
	}
	doc.Attributions = quotations(a.Text)
	return doc
}

// certain reports whether a figure is one in every language: digits with a sign (%, €) or a bare number, no word in it or right behind it
// that may multiply it ("Milliarden", "亿", "млн").
func certain(text string, f *rapporteur.Figure) bool {
	if s := f.Span.Of(text); digits(s) == 0 || lettered(s) && !(f.Unit != "" && lowerless(s)) {
		return false
	}
	rest := strings.TrimLeft(text[f.End:min(len(text), f.End+32)], " \u00a0\u202f")
	rest = strings.ToLower(strings.ToValidUTF8(rest, ""))
	for _, w := range multipliers {
		if strings.HasPrefix(rest, w) {
			return false
		}
	}
	return true
}

// multipliers begin the words for a thousand and more.
var multipliers = strings.Fields(`mill mil mili milj mily mio mln mrd mld mlr bill bili bilj md tausend tsd tys tis bin tri
	тыс тис милл миль мілья мільй мілл млн млрд милион милијард хил χιλ εκατ δισ مليون مليار ألف آلاف میلیون میلیارد هزار מיליון מיליארד אלף אלפי 万 萬 亿 億 千 兆 百 만 억 천 조`)

// lowerless reports whether the only letters are capitals, as in "EUR 5".
func lowerless(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) && !unicode.IsUpper(r) })
}

func lettered(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }

func digits(s string) (n int) {
	for _, r := range s {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// yearIn reports whether four digits stand together.
func yearIn(s string) bool {
	run := 0
	for _, r := range s + " " {
		if unicode.IsDigit(r) {
			run++
			continue
		}
		if run == 4 {
			return true
		}
		run = 0
	}
	return false
}

// quotedConfidence is that of a statement known by its marks alone. It was not measured: there is no gold for other languages.
const quotedConfidence = 0.5

// closers holds the marks that open a quotation, with those that close it. » opens where it stands before a word.
var closers = map[rune]string{'“': "”", '„': "“”\"", '«': "»", '»': "«", '「': "」", '『': "』", '"': "\"", '＂': "＂"}

// quotations gives what stands in quotation marks and is long enough to be somebody's words, as statements without source.
func quotations(text string) []rapporteur.Attribution {
	var out []rapporteur.Attribution
	open, from := rune(0), 0
	before := ' '
	for i, r := range text {
		_, size := utf8.DecodeRuneInString(text[i:])
		next, _ := utf8.DecodeRuneInString(text[i+size:])
		switch {
		case r == '\n':
			open = 0
		case open == 0 && opens(before, r, next):
			open, from = r, i
		case open != 0 && strings.ContainsRune(closers[open], r) && !(r == '"' && unicode.IsLetter(before) && unicode.IsLetter(next)):
			end := i + size
			if spoken(text[from:end]) {
				out = append(out, rapporteur.Attribution{
					Content: []rapporteur.Span{{Start: from, End: end}}, SpeakerClass: rapporteur.SpeakerNone, Kind: rapporteur.Direct, Act: rapporteur.Says,
					Behalf: rapporteur.None, Within: rapporteur.None, Confidence: quotedConfidence,
				})
			}
			open = 0
		}
		before = r
	}
	return out
}

// opens reports whether a mark opens a quotation: one that may also close, or stand in a word as in Hebrew, does where a word follows and
// none goes before.
func opens(before, r, next rune) bool {
	switch {
	case closers[r] == "":
		return false
	case r == '"' || r == '»':
		return !unicode.IsLetter(before) && !unicode.IsDigit(before) && !unicode.IsSpace(next) && !strings.ContainsRune(".,;:!?", before)
	}
	return true
}

// spoken tells a sentence from a title or a word at arm's length: by five words, or ten ideograms.
func spoken(s string) bool {
	words, ideograms := 0, 0
	inside := false
	for _, r := range s {
		was := inside
		inside = unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)
		switch {
		case r >= firstIdeograph && inside:
			ideograms++
		case inside && !was:
			words++
		}
	}
	return words+ideograms/2 >= 5
}
