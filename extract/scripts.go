package extract

import (
	"strings"
	"unicode"
)

// script is a writing system that the text's own words are mostly in.
type script struct {
	tables []*unicode.RangeTable
	// code is the language where one alone writes in it; others have letters of their own, the first that is found decides.
	code    string
	own     []lettered
	several bool // small words tell the languages apart that have no letters of their own
	weight  int  // of a letter, where it is more than a letter: 0 is 1
}

type lettered struct{ letters, code string }

// scripts are the writing systems besides the Latin one. An ideogram weighs as much as the letters of a word.
var scripts = []script{
	{tables: alphabet(unicode.Hebrew), code: "he"}, {tables: alphabet(unicode.Greek), code: "el"}, {tables: alphabet(unicode.Georgian), code: "ka"},
	{tables: alphabet(unicode.Hangul), code: "ko", weight: 3}, {tables: alphabet(unicode.Armenian), code: "hy"}, {tables: alphabet(unicode.Thai), code: "th"},
	{tables: alphabet(unicode.Arabic), code: "ar", own: []lettered{{"ٹڈےں", "ur"}, {"پچژگکی", "fa"}}},
	{tables: alphabet(unicode.Han, unicode.Hiragana, unicode.Katakana), code: "zh", weight: 3, own: []lettered{{kana, "ja"}}},
	{tables: alphabet(unicode.Cyrillic), several: true, own: []lettered{{"ў", "be"}, {"іїєґ", "uk"}, {"ђљњћџј", "sr"}, {"ѓќѕ", "mk"}, {"ыэё", "ru"}}},
	{tables: alphabet(unicode.Latin)},
}

func alphabet(tables ...*unicode.RangeTable) []*unicode.RangeTable { return tables }

const kana = "のはをにがとでたてしるいかもなスンルトラクリイドア"

// scriptOf is the writing system of most of the text.
func scriptOf(text string) script {
	var counts [32]int
	for _, r := range text {
		if !unicode.IsLetter(r) {
			continue
		}
		for i := range scripts {
			if unicode.In(r, scripts[i].tables...) {
				counts[i] += max(1, scripts[i].weight)
				break
			}
		}
	}
	best := len(scripts) - 1
	for i := range scripts {
		if counts[i] > counts[best] {
			best = i
		}
	}
	return scripts[best]
}

// language is what the script says, "" where many languages write in it.
func (s script) language(text string) string {
	for _, l := range s.own {
		if n := countAny(text, l.letters); n > 0 && 40*n > s.count(text) {
			return l.code
		}
	}
	if s.several {
		if code := bySmallWords(text); code != undetermined {
			return code
		}
	}
	return s.code
}

func countAny(text, letters string) (n int) {
	for _, r := range strings.ToLower(text) {
		if strings.ContainsRune(letters, r) {
			n++
		}
	}
	return n
}

// count is how many letters of a text are of the script.
func (s script) count(text string) (n int) {
	for _, r := range text {
		if unicode.In(r, s.tables...) {
			n++
		}
	}
	return n
}

// only leaves out the letters of other scripts.
func (s script) only(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) && !unicode.In(r, s.tables...) {
			return -1
		}
		return r
	}, text)
}

// ownLetters are letters that few languages of the Latin script have.
var ownLetters = map[rune][]string{
	'ß': {"de"}, 'ñ': {"es"}, '¿': {"es"}, '¡': {"es"}, 'ã': {"pt"}, 'õ': {"pt", "et"}, 'œ': {"fr"}, 'è': {"fr", "it"}, 'ê': {"fr", "pt"}, 'ì': {"it"}, 'ò': {"it"}, 'ù': {"it", "fr"},
	'ç': {"fr", "pt", "tr"}, 'ł': {"pl"}, 'ą': {"pl", "lt"}, 'ę': {"pl", "lt"}, 'ś': {"pl"}, 'ź': {"pl"}, 'ż': {"pl"}, 'ć': {"pl", "hr"}, 'ø': {"da", "no"}, 'æ': {"da", "no"},
	'å': {"sv", "da", "no"}, 'ä': {"de", "sv", "fi", "et"}, 'ö': {"de", "sv", "fi", "hu", "tr"}, 'ü': {"de", "tr", "et", "hu"}, 'ő': {"hu"}, 'ű': {"hu"}, 'ğ': {"tr"}, 'ı': {"tr"},
	'ş': {"tr"}, 'ř': {"cs"}, 'ě': {"cs"}, 'ů': {"cs"}, 'ț': {"ro"}, 'ș': {"ro"}, 'ă': {"ro"}, 'đ': {"hr", "vi"}, 'ē': {"lv"}, 'ā': {"lv"}, 'ņ': {"lv"}, 'ļ': {"lv"}, 'ė': {"lt"}, 'ų': {"lt"},
	'ó': {"es", "pl", "hu", "pt"}, 'á': {"es", "hu", "cs", "pt"}, 'é': {"fr", "es", "hu", "cs", "pt"}, 'í': {"es", "hu", "cs", "pt"}, 'ú': {"es", "hu", "cs"},
}

// smallWords gives the languages of words that hold sentences together, and of some that headlines do.
var smallWords = func() map[string][]string {
	out := map[string][]string{}
	for code, list := range map[string]string{
		"en": `the of and to in is was for on that with as by at from his her it are be has have will would said says say not over after new but who their its he she they about into
			against amid talks plan deal vote ministers minister calls warns rejects fail fails rules fears seeks set ends wins hits back up down out week year first debate frozen assets strike`,
		"de": "der die das und ist nicht von zu den mit im für auf dem ein eine des sich als auch werden wird wir nach bei über aus gegen vor hat sagte neue mehr um zum zur beendet",
		"fr": "le la les des et du un une est dans pour que qui sur au aux par pas ne nous avec se il elle ont a été après plus contre en ce leur",
		"es": "el la los las de del y en que un una por con para se no al su es más como tras sobre ha dijo sin vamos entre contra fin",
		"it": "il lo la i gli le di del della dei delle e è un una per con che non si al alla sul nel ha da dal sono più dopo contro",
		"pt": "o a os as de do da dos das e em no na um uma por para com que não se ao mais após sobre foi são contra",
		"nl": "de het een en van in is op te dat voor met zijn niet aan om over bij naar uit na wordt ook maar tegen meer",
		"pl": "i w z na do nie się że o za po od jest przez dla przed oraz ale jak nad sprawie",
		"cs": "a v na se je z že o do za po pro k od s jako ale by při podle proti",
		"sv": "och i att en ett det som på är av för med den till inte om har vid mot efter ska från men",
		"da": "og i at en et det som på er af for med den til ikke om har ved mod efter skal fra men",
		"no": "og i at en et det som på er av for med den til ikke om har ved mot etter skal fra men",
		"fi": "ja on ei se että oli ovat myös mutta kuin tai hän sen joka",
		"hu": "a az és egy nem hogy is van meg el de csak volt azt szerint után",
		"ro": "și în de la cu pe un o nu din care pentru este sunt că mai după",
		"tr": "ve bir bu için ile de da olarak çok daha en ne olan sonra göre gün günü",
		"hr": "i u je na se da za od su s ne o će nakon kako protiv",
		"id": "yang dan di itu dengan untuk dari dalam ini tidak akan pada ke oleh",
		"vi": "và của là các trong một không cho được với người có",
		"lt": "ir yra kad su iš į dėl bei po", "lv": "un ir ar no par uz kas pēc", "et": "ja on ei et ka oma kui",
		"ru": "и в не на что с по из к о у за от для как это его она он мы был заявил сказала сказал будет обсудят выделит",
		"bg": "и на за се от да ще че с в са по не със към",
		"uk": "та і й в у не на що з до за від для як це його", "sr": "и у је на се да за од су о",
	} {
		for _, w := range strings.Fields(list) {
			out[w] = append(out[w], code)
		}
	}
	return out
}()
