package stories

import (
	"cmp"
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"

	"rapporteur"
)

// Sketch is what of an article is compared with others: its most telling words with where they stand, the days it names,
// and a sample of its word sequences. It takes about 2 KB, however long the article.
type Sketch struct {
	terms    []term   // sorted by hash
	days     []int32  // that the article names beside its own, since 1970; sorted
	year     int16    // the latest named, 0 where none is
	shingles []uint32 // sample of runs of words; sorted
}

// term is a word of an article, a number in it, or two words in a row.
type term struct {
	hash   uint32
	count  uint8
	rarity uint8 // see rarity
	place  place
}

// place says where a term stands, and what it is.
type place uint8

const (
	inName place = 1 << iota // within the name of a person, an organisation or a place
	inLocation
	inLead // in the headline or the first lines
	isNumber
	isPair // of words in a row
)

// Bounds of a sketch. What an article says beyond leadWords is background more often than not, beyond sketchWords always.
const (
	maxTerms    = 192
	maxPairs    = 96
	maxDays     = 16
	leadWords   = 70
	sketchWords = 1200
)

// word is a word of the text as it is compared.
type word struct {
	rapporteur.Span
	stem  string
	place place
}

// Make makes the sketch of an article that was read. The tokens of its sentences are not needed.
func Make(doc *rapporteur.Document) *Sketch {
	words := wordsOf(doc.Article.Text)
	words = withoutToday(words, doc)
	markNames(words, doc.Entities)
	for i := range words[:min(len(words), leadWords)] {
		words[i].place |= inLead
	}
	s := &Sketch{}
	s.terms = append(heaviest(count(words[:min(len(words), sketchWords)]), maxTerms), heaviest(pairs(words[:min(len(words), sketchWords)]), maxPairs)...)
	s.sort()
	s.days, s.year = daysOf(doc)
	s.shingles = shingles(words)
	return s
}

func (s *Sketch) sort() {
	slices.SortFunc(s.terms, func(a, b term) int { return cmp.Compare(a.hash, b.hash) })
	s.terms = slices.CompactFunc(s.terms, func(a, b term) bool { return a.hash == b.hash })
}

// wordsOf cuts a text into words and numbers; "1,500" and "6.1" are one.
func wordsOf(text string) []word {
	var out []word
	stems := map[string]string{} // most words come again
	start := -1
	end := func(i int) {
		if start < 0 {
			return
		}
		w := word{Span: rapporteur.Span{Start: start, End: i}}
		s := strings.TrimRight(text[start:i], ".,")
		w.End = start + len(s)
		start = -1
		if unicode.IsDigit(rune(s[0])) {
			w.place |= isNumber
			s = strings.ReplaceAll(s, ",", "")
		}
		var known bool
		if w.stem, known = stems[s]; !known {
			w.stem = stem(s)
			stems[s] = w.stem
		}
		if w.stem != "" {
			out = append(out, w)
		}
	}
	for i, r := range text {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
			if start < 0 {
				start = i
			}
		case (r == '.' || r == ',') && start >= 0 && digit(text, start) && digit(text, i-1) && digit(text, i+1):
		default:
			end(i)
		}
	}
	end(len(text))
	return out
}

func digit(s string, i int) bool { return i < len(s) && '0' <= s[i] && s[i] <= '9' }

// markNames marks the words of names.
func markNames(words []word, entities []rapporteur.Entity) {
	type mark struct {
		rapporteur.Span
		place place
	}
	var marks []mark
	for _, e := range entities {
		p := inName
		if e.Kind == rapporteur.Place {
			p |= inLocation
		}
		for _, m := range e.Mentions {
			if m.Form == rapporteur.Proper {
				marks = append(marks, mark{m.Span, p})
			}
		}
	}
	slices.SortFunc(marks, func(a, b mark) int { return cmp.Compare(a.Start, b.Start) })
	i := 0
	for _, m := range marks {
		for i < len(words) && words[i].Start < m.Start {
			i++
		}
		for j := i; j < len(words) && words[j].Start < m.End; j++ {
			words[j].place |= m.place
		}
	}
}

// rarity is that of the word in the news. A number says the more the longer it is; which ones a corpus happens to hold says
// nothing.
func (w *word) rarity() uint8 {
	if w.place&isNumber != 0 {
		return uint8(min(int(rarest), numberRarity+digitRarity*len(w.stem)))
	}
	return rarity(w.stem)
}

func count(words []word) map[string]term {
	out := map[string]term{}
	for _, w := range words {
		t, seen := out[w.stem]
		if !seen {
			t = term{hash: hash(w.stem), rarity: w.rarity()}
		}
		t.count = min(t.count+1, 250)
		t.place |= w.place
		out[w.stem] = t
	}
	return out
}

// pairs counts the pairs of words in a row that are both of some weight.
func pairs(words []word) map[string]term {
	out := map[string]term{}
	for i := range max(0, len(words)-1) {
		a, b := words[i].rarity(), words[i+1].rarity()
		if min(a, b) < pairRarity {
			continue
		}
		key := words[i].stem + " " + words[i+1].stem
		t := out[key]
		out[key] = term{hash: hash(key), rarity: uint8((int(a) + int(b)) / 2), count: min(t.count+1, 250), place: isPair}
	}
	return out
}

// heaviest gives the terms that weigh most, at most n.
func heaviest(counted map[string]term, n int) []term {
	list := make([]term, 0, len(counted))
	for _, t := range counted {
		if t.rarity > 0 {
			list = append(list, t)
		}
	}
	slices.SortFunc(list, heavier)
	return list[:min(n, len(list))]
}

func heavier(a, b term) int {
	return cmp.Or(cmp.Compare(b.weight(), a.weight()), cmp.Compare(a.hash, b.hash))
}

// weight is the term's share in its article: tf·idf, the count on a scale of logarithms (Salton and Buckley 1988).
func (t *term) weight() float32 { return logs[t.count] * float32(t.rarity) }

// logs are 1 + ln n.
var logs = func() (out [256]float32) {
	for i := 1; i < len(out); i++ {
		out[i] = 1 + float32(math.Log(float64(i)))
	}
	return out
}()

// today reports whether a date is the day of the article or the one before it. Nearly every report names one of them ("on
// Thursday", "Nov 30 (Reuters)"): that two articles do says that they are of one day, and [fGap] says that.
func today(d *rapporteur.Date, doc *rapporteur.Document) bool {
	day := doc.Article.Published.Time.UTC().Truncate(24 * time.Hour)
	return !day.IsZero() && d.Kind == rapporteur.Point && dayOrLess(d.Grain) && !d.From.Before(day.AddDate(0, 0, -1)) && d.From.Before(day.AddDate(0, 0, 1))
}

func dayOrLess(g rapporteur.Grain) bool {
	switch g {
	case rapporteur.GrainDay, rapporteur.GrainPartDay, rapporteur.GrainHour, rapporteur.GrainMinute, rapporteur.GrainSecond:
		return true
	}
	return false
}

// withoutToday leaves out the words of such dates.
func withoutToday(words []word, doc *rapporteur.Document) []word {
	var spans []rapporteur.Span
	for i := range doc.Dates {
		if today(&doc.Dates[i], doc) {
			spans = append(spans, doc.Dates[i].Span)
		}
	}
	slices.SortFunc(spans, func(a, b rapporteur.Span) int { return a.Start - b.Start })
	i := 0
	return slices.DeleteFunc(words, func(w word) bool {
		for i < len(spans) && spans[i].End <= w.Start {
			i++
		}
		return i < len(spans) && spans[i].Overlaps(w.Span)
	})
}

// daysOf gives the days that an article names beside its own, and the latest year it names.
func daysOf(doc *rapporteur.Document) (days []int32, year int16) {
	add := func(t time.Time) { days = append(days, int32(t.Unix()/86400)) }
	if !doc.Article.Published.Time.IsZero() {
		year = yearOf(doc.Article.Published.Time)
	}
	for _, d := range doc.Dates {
		if d.From.IsZero() || d.From.Year() < 1900 || d.From.Year() > 2200 || d.Kind != rapporteur.Point {
			continue
		}
		if dayOrLess(d.Grain) && !today(&d, doc) {
			add(d.From)
		}
		if dayOrLess(d.Grain) || slices.Contains([]rapporteur.Grain{rapporteur.GrainWeek, rapporteur.GrainMonth, rapporteur.GrainYear}, d.Grain) {
			year = max(year, yearOf(d.From))
		}
	}
	days = days[:min(len(days), maxDays)]
	slices.Sort(days)
	return slices.Compact(days), year
}

func yearOf(t time.Time) int16 { return int16(min(max(t.Year(), 0), 9999)) }

// maxClues is how many clues an article has at most.
const maxClues = 32

// Clues are what an article is found by, the most telling first: two articles that tell one event share some.
func (s *Sketch) Clues() []int64 {
	list := make([]term, 0, len(s.terms))
	for _, t := range s.terms {
		if t.place&(isPair) == 0 {
			list = append(list, t)
		}
	}
	slices.SortFunc(list, heavier)
	var out []int64
	for _, t := range list[:min(len(list), maxClues)] {
		out = append(out, int64(t.hash))
	}
	return out
}

const sketchForm = 1 // first byte of a packed sketch

// Pack gives the sketch as bytes, for [Unpack].
func (s *Sketch) Pack() []byte {
	out := []byte{sketchForm, byte(len(s.days))}
	out = binary.LittleEndian.AppendUint16(out, uint16(s.year))
	out = binary.LittleEndian.AppendUint16(out, uint16(len(s.terms)))
	out = binary.LittleEndian.AppendUint16(out, uint16(len(s.shingles)))
	for _, d := range s.days {
		out = binary.LittleEndian.AppendUint32(out, uint32(d))
	}
	for _, t := range s.terms {
		out = binary.LittleEndian.AppendUint32(out, t.hash)
		out = append(out, t.count, t.rarity, byte(t.place))
	}
	for _, h := range s.shingles {
		out = binary.LittleEndian.AppendUint32(out, h)
	}
	return out
}

var errForm = errors.New("stories: these bytes are no sketch of this version")

// Unpack reads a packed sketch.
func Unpack(b []byte) (*Sketch, error) {
	if len(b) < 8 || b[0] != sketchForm {
		return nil, errForm
	}
	days, terms, sample := int(b[1]), int(binary.LittleEndian.Uint16(b[4:])), int(binary.LittleEndian.Uint16(b[6:]))
	s := &Sketch{year: int16(binary.LittleEndian.Uint16(b[2:]))}
	b = b[8:]
	if len(b) != 4*days+7*terms+4*sample {
		return nil, errForm
	}
	s.days, s.terms, s.shingles = make([]int32, days), make([]term, terms), make([]uint32, sample)
	for i := range s.days {
		s.days[i] = int32(binary.LittleEndian.Uint32(b[4*i:]))
	}
	b = b[4*days:]
	for i := range s.terms {
		x := b[7*i:]
		s.terms[i] = term{hash: binary.LittleEndian.Uint32(x), count: x[4], rarity: x[5], place: place(x[6])}
	}
	b = b[7*terms:]
	for i := range s.shingles {
		s.shingles[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return s, nil
}
