package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"
)

// languages are those whose press a desk is likely to follow; fewer candidates make short texts surer.
var languages = map[whatlanggo.Lang]bool{
	whatlanggo.Eng: true, whatlanggo.Deu: true, whatlanggo.Fra: true, whatlanggo.Spa: true, whatlanggo.Ita: true,
	whatlanggo.Por: true, whatlanggo.Nld: true, whatlanggo.Pol: true, whatlanggo.Ces: true, whatlanggo.Hun: true,
	whatlanggo.Ron: true, whatlanggo.Swe: true, whatlanggo.Dan: true, whatlanggo.Nob: true, whatlanggo.Fin: true,
	whatlanggo.Ell: true, whatlanggo.Bul: true, whatlanggo.Rus: true, whatlanggo.Ukr: true, whatlanggo.Srp: true,
	whatlanggo.Hrv: true, whatlanggo.Tur: true, whatlanggo.Arb: true, whatlanggo.Heb: true, whatlanggo.Pes: true,
	whatlanggo.Cmn: true, whatlanggo.Jpn: true, whatlanggo.Kor: true, whatlanggo.Vie: true, whatlanggo.Ind: true,
	whatlanggo.Hin: true, whatlanggo.Lit: true, whatlanggo.Lav: true, whatlanggo.Est: true, whatlanggo.Kat: true,
}

const undetermined = "und"

// language returns the BCP 47 code of the text's language: of what stands outside of quotation marks, where that is enough. The script
// decides where one language alone has it, or letters of its own; then the statistics where they are sure; then what the page declares;
// then small words. "und" is the answer where nothing tells.
func language(text, declared string) string {
	declared, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(strings.ReplaceAll(declared, "_", "-"))), "-")
	if len(declared) < 2 || len(declared) > 3 || strings.Trim(declared, "abcdefghijklmnopqrstuvwxyz") != "" {
		declared = undetermined
	}
	sample := ownWords(text)
	script := scriptOf(sample)
	if code := script.language(sample); code != "" {
		return code
	}
	sample = letters(script.only(sample), 1200)
	if utf8.RuneCountInString(sample) >= 60 {
		info := whatlanggo.DetectWithOptions(sample, whatlanggo.Options{Whitelist: languages})
		code := info.Lang.Iso6391()
		if code == "nb" {
			code = "no"
		}
		if code != "" && (code == declared || info.IsReliable()) {
			return code
		}
	}
	if declared != undetermined {
		return declared
	}
	return bySmallWords(sample)
}

// sampled is how many bytes of a text are looked at, enoughLetters how many outside of quotation marks are enough.
const (
	sampled       = 16 << 10
	enoughLetters = 200
)

// ownWords is the beginning of a text without what it quotes, or with it where little else is there.
func ownWords(text string) string {
	text = text[:min(len(text), sampled)]
	var b strings.Builder
	var open rune
	n := 0
	for _, r := range text {
		switch {
		case open == 0 && closing[r] != 0:
			open = r
			b.WriteByte(' ')
		case r == '\n' || open != 0 && strings.ContainsRune(closers[open], r):
			open = 0
			b.WriteByte(' ')
		case open == 0:
			b.WriteRune(r)
			if unicode.IsLetter(r) {
				n++
			}
		}
	}
	if n < enoughLetters {
		return text
	}
	return b.String()
}

// closing holds the marks that open a quotation, closers what closes each.
var (
	closers = map[rune]string{'“': "”", '„': "“”", '«': "»", '「': "」", '『': "』", '"': "\""}
	closing = map[rune]rune{'“': 1, '„': 1, '«': 1, '「': 1, '『': 1, '"': 1}
)

// letters returns up to n runes of the text from its first letter on, without digits.
func letters(text string, n int) string {
	var b strings.Builder
	for _, r := range text {
		if n == 0 {
			break
		}
		if unicode.IsDigit(r) {
			continue
		}
		b.WriteRune(r)
		n--
	}
	return strings.TrimSpace(b.String())
}

// bySmallWords is the language of the small words of a short text, "und" where none stands out.
func bySmallWords(text string) string {
	scores := map[string]float64{}
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		list := smallWords[w]
		for _, code := range list {
			scores[code] += 1 / float64(len(list))
		}
	}
	for _, r := range strings.ToLower(text) {
		for _, code := range ownLetters[r] {
			scores[code] += 0.8 / float64(len(ownLetters[r]))
		}
	}
	best, second := undetermined, 0.0
	for code, s := range scores {
		switch top := scores[best]; {
		case s > top || s == top && code < best && best != undetermined:
			best, second = code, top
		default:
			second = max(second, s)
		}
	}
	if scores[best] < 0.5 || scores[best] <= second {
		return undetermined
	}
	return best
}
