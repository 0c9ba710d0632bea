package dossiers

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Names are compared on three levels, each coarser than the one before.
//
//   - plain: case, accents, hyphens and apostrophes don't count. Łukasz is Lukasz.
//   - roman: nor do the ways in which languages write the same sounds in Latin letters. Zelenskyy is Zelensky, Gorbatschow
//     is Gorbachev, Müller is Mueller. It is made by rules, so it needs no list of people.
//   - bones: nor do vowels, and k and g, s and z are one. Gaddafi is Qaddafi is Kadhafi. It says little of short names.

// letters are those that Unicode does not take apart, and other scripts' by the usual transliteration.
var letters = map[rune]string{
	'ł': "l", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'æ': "ae", 'œ': "oe", 'ß': "ss", 'ı': "i", 'ə': "a", 'ŋ': "n",
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'ґ': "g", 'д': "d", 'е': "e", 'є': "ye", 'ж': "zh", 'з': "z", 'и': "i", 'і': "i", 'к': "k", 'л': "l",
	'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "kh", 'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "shch",
	'ъ': "", 'ы': "y", 'ь': "", 'э': "e", 'ю': "yu", 'я': "ya", 'ђ': "dj", 'ј': "j", 'љ': "lj", 'њ': "nj", 'ћ': "c", 'џ': "dz",
	'α': "a", 'β': "v", 'γ': "g", 'δ': "d", 'ε': "e", 'ζ': "z", 'η': "i", 'θ': "th", 'ι': "i", 'κ': "k", 'λ': "l", 'μ': "m", 'ν': "n", 'ξ': "x", 'ο': "o",
	'π': "p", 'ρ': "r", 'σ': "s", 'ς': "s", 'τ': "t", 'υ': "y", 'φ': "ph", 'χ': "ch", 'ψ': "ps", 'ω': "o",
}

// plainWords cuts a name into words of letters and digits, without case, accents and apostrophes. A full stop inside
// joins ("U.N." is one word).
func plainWords(name string) []string {
	var out []string
	var b strings.Builder
	end := func() {
		if b.Len() > 0 {
			out = append(out, b.String())
			b.Reset()
		}
	}
	for _, r := range norm.NFKD.String(strings.ToLower(name)) {
		switch s, special := letters[r]; {
		case special:
			b.WriteString(s)
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r), r == '.', r == '\'', r == '’', r == '‘', r == 'ʼ', r == '`':
		default:
			end()
		}
	}
	end()
	return out
}

func plain(name string) string { return strings.Join(plainWords(name), " ") }

// spellings are ways to write one sound, the longest first: what is on the left is written as on the right.
var spellings = strings.NewReplacer(
	"tzsch", "c", "dzh", "j", "tsch", "c", "shch", "s", "sch", "s", "tch", "c", "ch", "c", "cz", "c", "sh", "s", "zh", "z", "kh", "h", "gh", "g", "dh", "d", "th", "t", "ph", "f",
	"ck", "k", "ts", "c", "tz", "c", "dj", "j", "dz", "z", "q", "k", "w", "v", "x", "ks", "ou", "u", "oo", "u", "ue", "u", "oe", "o", "ae", "e", "ee", "i",
)

// roman writes a plain word as it sounds, roughly.
func roman(word string) string {
	s := word
	if !ascii(s) {
		return s
	}
	for _, initial := range [][2]string{{"ye", "e"}, {"ie", "e"}, {"je", "e"}, {"yu", "iu"}, {"ju", "iu"}, {"ya", "ia"}, {"ja", "ia"}} {
		if rest, ok := strings.CutPrefix(s, initial[0]); ok && len(rest) > 2 {
			s = initial[1] + rest
			break
		}
	}
	if len(s) > 4 {
		s = strings.TrimSuffix(s, "h") // Abdullah, Abdulla
		for _, end := range [][2]string{{"enka", "enko"}, {"onka", "onko"}, {"off", "ov"}, {"eff", "ev"}, {"ow", "ov"}, {"yov", "ev"}, {"iov", "ev"}, {"owa", "ova"}} {
			if rest, ok := strings.CutSuffix(s, end[0]); ok {
				s = rest + end[1]
				break
			}
		}
	}
	s = spellings.Replace(s)
	for _, end := range []string{"cov", "sov"} { // Gorbachov, Khrushchov: an unwritten ё
		if rest, ok := strings.CutSuffix(s, end); ok && len(rest) > 2 {
			s = rest + end[:1] + "ev"
		}
	}
	return squash(s, func(b byte) byte {
		switch b {
		case 'y', 'j':
			return 'i'
		case 'c':
			return 'k'
		}
		return b
	})
}

// squash maps the bytes of a word and writes runs of one letter once.
func squash(s string, to func(byte) byte) string {
	out := make([]byte, 0, len(s))
	for i := range len(s) {
		if b := to(s[i]); b != 0 && (len(out) == 0 || out[len(out)-1] != b) {
			out = append(out, b)
		}
	}
	return string(out)
}

// bones takes the vowels from a roman word, but not a first one.
func bones(roman string) string {
	if roman == "" || !ascii(roman) {
		return roman
	}
	out := make([]byte, 0, len(roman))
	for i := range len(roman) {
		switch b := roman[i]; b {
		case 'a', 'e', 'i', 'o', 'u':
			if i == 0 {
				out = append(out, 'a')
			}
		case 'h':
			if i == 0 {
				out = append(out, b)
			}
		case 'g':
			out = append(out, 'k')
		case 'z':
			out = append(out, 's')
		default:
			out = append(out, b)
		}
	}
	return string(out)
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// first is the first letter of a word that is not empty.
func first(word string) string {
	_, n := utf8.DecodeRuneInString(word)
	return word[:n]
}
