package names

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rapporteur"
)

// Same reports whether two names may be names of one person, organisation or place: the same words but for case, accents,
// titles and possessives; a name and its short form ("Clinton", "Hillary Clinton"; "the Post", "Washington Post"); a known name
// and its other names ("EU", "European Union"; "Kiev", "Kyiv"); or an acronym and what it stands for. It does not look at any
// article: two people of one surname are the same to it.
func Same(a, b string) bool {
	x, y := nameWords(a), nameWords(b)
	if len(x) == 0 || len(y) == 0 {
		return false
	}
	if spelledAlike(x, y) {
		return true
	}
	if f, ok := lookup(a); ok {
		if g, ok := lookup(b); ok {
			return f == g
		}
	}
	if len(x) > len(y) {
		x, y = y, x
		a = b
	}
	return shortOf(x, y) || initials(a, y)
}

// spelledAlike reports whether two names are the same words, transliteration apart.
func spelledAlike(x, y []string) bool {
	return slices.EqualFunc(x, y, func(a, b string) bool { return a == b || near(a, b) })
}

// lookup finds a whole name in the gazetteer.
func lookup(s string) (fact, bool) {
	var ws []string
	for _, p := range cut(strings.TrimSpace(s)) {
		ws = append(ws, fold(p.Of(s)))
	}
	if len(ws) > 0 && ws[0] == "the" {
		ws = ws[1:]
	}
	if len(ws) == 0 {
		return fact{}, false
	}
	for _, p := range known().phrases[ws[0]] {
		if slices.Equal(p.words, ws) {
			return p.fact, true
		}
	}
	return fact{}, false
}

// nameWords are the words of a name by which it is compared: folded, without articles, titles, points and possessives.
func nameWords(s string) []string {
	words := known().words
	var out, all []string
	for _, p := range cut(s) {
		f := strings.ReplaceAll(fold(p.Of(s)), ".", "")
		if f == "" || f == "-" || f == "'s" || f == "the" || f == "," {
			continue
		}
		all = append(all, f)
		if c := words[fold(p.Of(s))]; c&honorific == 0 && (c&role == 0 || len(out) > 0) {
			out = append(out, f)
		}
	}
	if len(out) == 0 {
		return all
	}
	return out
}

// shortOf reports whether the words of the shorter name fit the longer one: its end, its beginning, or a given name that goes
// with the same surname.
func shortOf(short, long []string) bool {
	n, m := len(short), len(long)
	if slices.Equal(short, long[m-n:]) || slices.Equal(short, long[:n]) {
		return true
	}
	return n >= 2 && short[n-1] == long[m-1] && givenFits(short[0], long[0])
}

// givenFits reports whether two given names may be one person's: equal, one the initial or the pet form of the other.
func givenFits(a, b string) bool {
	if a == b {
		return true
	}
	if utf8.RuneCountInString(a) == 1 || utf8.RuneCountInString(b) == 1 {
		return a[0] == b[0]
	}
	nick := known().nick
	if slices.Contains(nick[a], b) || slices.Contains(nick[b], a) {
		return true
	}
	for _, x := range nick[a] {
		if slices.Contains(nick[b], x) {
			return true
		}
	}
	return near(a, b)
}

// near reports whether two spellings differ by transliteration only: Sergei and Sergey, Volodymyr and Volodimir.
func near(a, b string) bool {
	return len(a) > 3 && len(b) > 3 && sounds(a) == sounds(b)
}

// sounds reduces the spellings that transliteration varies.
func sounds(s string) string {
	s = sounded.Replace(s)
	var b strings.Builder
	var last byte
	for i := 0; i < len(s); i++ {
		if s[i] != last {
			b.WriteByte(s[i])
		}
		last = s[i]
	}
	return b.String()
}

var sounded = strings.NewReplacer("iy", "i", "yi", "i", "yy", "i", "ij", "i", "ei", "i", "ey", "i", "ai", "a", "ay", "a", "y", "i", "kh", "h", "ck", "k", "c", "k", "q", "k", "ph", "f", "w", "v", "tz", "ts", "z", "s", "ou", "u", "oo", "u", "ö", "o", "oe", "o", "ue", "u", "'", "", "j", "i", "dzh", "j", "ee", "i")

// initials reports whether a is an acronym of the words: their first letters, small words left out or not.
func initials(a string, words []string) bool {
	a = strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(a, "the "), ".", ""))
	if len(a) < 2 || strings.ContainsRune(a, ' ') || len(words) < 2 || len(words) > 4*len(a) {
		return false
	}
	var all, great strings.Builder
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		all.WriteRune(r)
		if !smallWord[w] {
			great.WriteRune(r)
		}
	}
	return a == all.String() || a == great.String()
}

var smallWord = map[string]bool{"of": true, "for": true, "and": true, "the": true, "on": true, "in": true, "to": true, "&": true, "de": true, "des": true, "'": true}

// At returns the index of the entity that a span speaks of, or [rapporteur.None]: the entity with a mention of that very span;
// else with the smallest mention around it; else with the only person's mention inside it; else with the only mention.
func At(entities []rapporteur.Entity, span rapporteur.Span) int {
	best, size := rapporteur.None, 0
	var people, others []int
	for i := range entities {
		for _, m := range entities[i].Mentions {
			switch {
			case m.Span == span:
				return i
			case m.Contains(span):
				if best == rapporteur.None || m.Len() < size {
					best, size = i, m.Len()
				}
			case span.Contains(m.Span) && entities[i].Kind == rapporteur.Person && (len(people) == 0 || people[len(people)-1] != i):
				people = append(people, i)
			case span.Contains(m.Span) && entities[i].Kind != rapporteur.Person && (len(others) == 0 || others[len(others)-1] != i):
				others = append(others, i)
			}
		}
	}
	switch {
	case best != rapporteur.None:
		return best
	case len(people) == 1:
		return people[0]
	case len(people) == 0 && len(others) == 1:
		return others[0]
	}
	return rapporteur.None
}

// Head returns the index of the entity that a phrase speaks of, or [rapporteur.None]: unlike [At] it reads the phrase. "EU Trade
// Commissioner Ada Lund, who chaired it," is Ada Lund; "a spokesman for Ada Lund" and "Lund aides" are nobody named; "Lund and Berg" are
// two. A mention is the head if it ends where the phrase ends, or where its first complement, apposition or clause begins.
func Head(text string, entities []rapporteur.Entity, span rapporteur.Span) int {
	if span.Start < 0 || span.End > len(text) || span.Empty() {
		return rapporteur.None
	}
	end, comma := headEnd(text, span)
	best, size := rapporteur.None, 0
	last, lastSize := rapporteur.None, 0
	for i := range entities {
		for _, m := range entities[i].Mentions {
			switch {
			case m.Span == span:
				return i
			case !span.Contains(m.Span):
			case m.End == end || m.End > end && opensPhrase(text, span, m.Start):
				if m.Len() > size && !joined(text[span.Start:m.Start]) {
					best, size = i, m.Len()
				}
			case comma && m.Start > end && entities[i].Kind == rapporteur.Person && closesPhrase(text, m.End, span.End):
				if m.Len() > lastSize {
					last, lastSize = i, m.Len()
				}
			}
		}
	}
	if best == rapporteur.None {
		return last
	}
	return best
}

// headEnd returns where the head of a phrase ends: before its first complement or mark; comma tells that a comma follows there.
func headEnd(text string, span rapporteur.Span) (end int, comma bool) {
	end = span.End
	phrase := span.Of(text)
	for _, stop := range [...]string{", ", " (", " who ", " which ", " that ", " of ", " for ", " from ", " in ", " at ", " to ", " with ", " by ", " on ", " — ", "; "} {
		if i := strings.Index(phrase, stop); i > 0 && span.Start+i < end {
			end, comma = span.Start+i, stop == ", "
		}
	}
	head := strings.TrimRight(text[span.Start:end], " ,.;:”\"'’")
	for _, s := range [...]string{"'s", "’s"} {
		head = strings.TrimSuffix(head, s)
	}
	if strings.HasPrefix(text[span.Start+len(head):end], ".") && !strings.HasSuffix(text[:end], ",") {
		return span.Start + len(head) + 1, comma // the point of "Jr." or "U.S."
	}
	return span.Start + len(head), comma
}

// opensPhrase reports whether a mention at start opens the phrase, a determiner apart.
func opensPhrase(text string, span rapporteur.Span, start int) bool {
	return determiner[strings.ToLower(strings.TrimSpace(text[span.Start:start]))] || start == span.Start
}

// closesPhrase reports whether only marks stand between a mention's end and the phrase's.
func closesPhrase(text string, from, to int) bool {
	return from <= to && strings.Trim(text[from:to], " ,.;:") == ""
}

// joined reports whether what stands before a name joins it to another one.
func joined(before string) bool {
	i := strings.LastIndex(before, " and ")
	return i > 0 && strings.ContainsFunc(before[:i], unicode.IsUpper)
}
