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

// language returns the BCP 47 code of the text's language. What the page declares decides where the text is too short
// or the statistics are unsure; "und" is the answer where nothing does.
func language(text, declared string) string {
	declared, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(strings.ReplaceAll(declared, "_", "-"))), "-")
	if len(declared) < 2 || len(declared) > 3 || strings.Trim(declared, "abcdefghijklmnopqrstuvwxyz") != "" {
		declared = undetermined
	}
	sample := letters(text, 1200)
	if utf8.RuneCountInString(sample) < 60 {
		return declared
	}
	info := whatlanggo.DetectWithOptions(sample, whatlanggo.Options{Whitelist: languages})
	code := info.Lang.Iso6391()
	switch {
	case code == "":
		return declared
	case code == "nb":
		code = "no"
	}
	if code == declared || info.IsReliable() {
		return code
	}
	if declared != undetermined {
		return declared
	}
	return undetermined
}

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
