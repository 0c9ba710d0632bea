package dossiers

import (
	"regexp"
	"slices"
	"strings"

	"rapporteur/reading/names"
)

// person is a person's name, cut into what is compared. Words are plain.
type person struct {
	given  string   // "" where only a surname is printed
	middle []string // names and initials between
	last   []string // the surname with its particles: "de blasio"
	suffix string   // "jr", "sr", "ii" ...
}

var (
	particles = []string{"de", "del", "della", "di", "da", "dos", "das", "do", "du", "des", "van", "von", "der", "den", "ter", "ten", "bin", "ibn", "bint", "la", "le", "abu", "zu", "af", "av", "ben", "st"}
	suffixes  = []string{"jr", "sr", "ii", "iii", "iv", "esq"}
)

func parsePerson(name string) person {
	words := plainWords(withoutArticles(name))
	var p person
	if slices.ContainsFunc(words, func(w string) bool { return w == "and" || w == "of" || w == "the" || w == "s" }) {
		return p // no name of one person
	}
	if n := len(words); n > 1 && slices.Contains(suffixes, words[n-1]) {
		p.suffix, words = words[n-1], words[:n-1]
	}
	if len(words) == 0 {
		return p
	}
	from := len(words) - 1
	for from > 0 && slices.Contains(particles, words[from-1]) {
		from--
	}
	// "Peña Nieto", "Holtz-Eakin": a hyphen in print keeps both in the surname.
	if i := strings.LastIndexByte(name, '-'); i > 0 && from > 1 {
		if pair := plainWords(name[strings.LastIndexByte(name[:i], ' ')+1:]); len(pair) == 2 && pair[1] == words[from] {
			from--
		}
	}
	p.last = words[from:]
	if from > 0 {
		p.given, p.middle = words[0], words[1:from]
	}
	return p
}

// arabic is the article before an Arabic name, which comes and goes in print: al-Assad, Assad. Without a hyphen it must be in
// small letters, or Al Gore and Ash Carter would lose their names.
var arabic = regexp.MustCompile(`(?:^|[\s-])(?:(?i:al|el|as|ash|ul|ad|ar)[-‑]|(?:al|el)\s)`)

func withoutArticles(name string) string {
	if !strings.ContainsAny(name, "aAeEuU") {
		return name
	}
	rest := arabic.ReplaceAllString(name, " ")
	if strings.TrimSpace(rest) == "" {
		return name
	}
	return rest
}

func (p *person) surname() string { return strings.Join(p.last, " ") }

// short reports whether only a part of a name is known.
func (p *person) short() bool { return p.given == "" }

// closeness says how well two names fit one person, the smaller the less.
type closeness int

const (
	apart     closeness = iota
	likeBones           // Moammar Gadhafi, Muammar Qaddafi
	partOf              // Kallas, Kaja Kallas
	suffixed            // Joe Biden, Joseph Biden Jr.; but Donald Trump Jr. is another
	variant             // Bill Clinton, William Clinton; J. Biden; Volodymyr Zelenskyy, Volodymyr Zelensky
	same                // but for initials and case
)

// compare says how well two names fit one person.
func compare(a, b *person) closeness {
	if a.short() || b.short() {
		return comparePart(a, b)
	}
	last := compareSurname(a, b)
	if last == apart || conflictingMiddle(a, b) || a.suffix != "" && b.suffix != "" && a.suffix != b.suffix {
		return apart
	}
	return min(last, compareGiven(a, b))
}

func comparePart(a, b *person) closeness {
	if a.short() && b.short() {
		if a.surname() == b.surname() {
			return same
		}
		return apart
	}
	if a.short() {
		a, b = b, a
	}
	part := b.surname()
	if part == a.surname() || part == a.last[len(a.last)-1] || roman(part) == roman(a.last[len(a.last)-1]) && len(part) > 4 {
		return partOf
	}
	return apart
}

func compareSurname(a, b *person) closeness {
	x, y := a.last[len(a.last)-1], b.last[len(b.last)-1]
	switch {
	case x == y:
		return same
	case roman(x) == roman(y):
		return variant
	case alike(roman(x), roman(y)):
		return likeBones
	}
	return apart
}

// alike reports whether two roman words have the same bones and differ by two letters at most.
func alike(x, y string) bool {
	return len(bones(x)) >= 3 && bones(x) == bones(y) && distance(x, y) <= 2
}

// distance is how many letters are to be put in, taken out or changed to make one word the other (Levenshtein).
func distance(x, y string) int {
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(x) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(y) {
			d := diagonal
			if x[i] != y[j] {
				d++
			}
			diagonal, row[j+1] = row[j+1], min(d, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}

func compareGiven(a, b *person) closeness {
	x, y := a.given, b.given
	switch {
	case x == y:
		return same
	case len(x) == len(first(x)) || len(y) == len(first(y)):
		if first(x) == first(y) {
			return variant
		}
	case roman(x) == roman(y), names.SameGiven(x, y):
		return variant
	case slices.Contains(a.middle, y), slices.Contains(b.middle, x): // H. Rodham Clinton; Pavel Petr
		return variant
	case alike(roman(x), roman(y)):
		return likeBones
	case strings.HasPrefix(x, y) && len(y) > 2, strings.HasPrefix(y, x) && len(x) > 2:
		return variant
	}
	return apart
}

// conflictingMiddle reports whether both names have something between that can't be one: George W. and George H. W. Bush.
func conflictingMiddle(a, b *person) bool {
	if len(a.middle) == 0 || len(b.middle) == 0 || a.given != b.given {
		return false
	}
	return first(a.middle[0]) != first(b.middle[0])
}

// keysOf are those that a person is found by.
func (p *person) keysOf() []string {
	last := p.last[len(p.last)-1]
	keys := []string{"s:" + roman(p.surname())}
	if p.short() {
		return append(keys, "o:"+roman(p.surname()))
	}
	if last != p.surname() {
		keys = append(keys, "s:"+roman(last))
	}
	keys = append(keys, "=:"+p.given+" "+p.surname())
	for _, initial := range p.initials() {
		keys = append(keys, "i:"+roman(last)+" "+initial)
	}
	return append(keys, p.looseKeys()...)
}

// looseKeys are the bones of a full name.
func (p *person) looseKeys() []string {
	return []string{"~:" + bones(roman(p.given)) + " " + bones(roman(p.last[len(p.last)-1]))}
}

// initials are the first letters of the given name, of the names that it may be short for, and of those after it.
func (p *person) initials() []string {
	out := []string{first(p.given)}
	for _, full := range names.FullForms(p.given) {
		out = append(out, first(full))
	}
	for _, m := range p.middle {
		out = append(out, first(m))
	}
	slices.Sort(out)
	return slices.Compact(out)
}
