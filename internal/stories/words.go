package stories

import (
	_ "embed"
	"math"
	"strconv"
	"strings"
	"unicode"

	"github.com/kljensen/snowball/english"
	"golang.org/x/text/unicode/norm"
)

// words.txt says in how many of some 2,000 articles a word stands: what is rare weighs more. TestCountWords counts it.
//
//go:embed tables/words.txt
var wordsTable string

// The scale of rarities: rarityStep is one unit of inverse document frequency, ln(N/n). A word that is not in the table is
// as rare as one that stands in one article.
const (
	rarityStep   = 1.0 / 24
	pairRarity   = uint8(1.5 / rarityStep)
	numberRarity = 60 // of a number, and for each of its digits
	digitRarity  = 25
	longestWord  = 40 // bytes; what is longer is an address or a key, and cut
)

// rarities are the inverse document frequencies of words in the table, in steps; rarest is that of all others.
var rarities, rarest = readRarities(wordsTable)

func readRarities(table string) (map[string]uint8, uint8) {
	out, total := map[string]uint8{}, 1
	for line := range strings.Lines(table) {
		count, words, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || strings.HasPrefix(count, "#") {
			continue
		}
		n, err := strconv.Atoi(count)
		if err != nil {
			panic("stories: tables/words.txt: " + line)
		}
		if words == "articles" {
			total = n
			continue
		}
		for _, w := range strings.Fields(words) {
			out[w] = idf(n, total)
		}
	}
	return out, idf(1, total)
}

func idf(n, total int) uint8 {
	return uint8(max(0, min(255, math.Round(math.Log(float64(total+1)/(float64(n)+0.5))/rarityStep))))
}

func rarity(stem string) uint8 {
	if r, ok := rarities[stem]; ok {
		return r
	}
	return rarest
}

// stem folds case and accents and takes English endings off (Porter's second stemmer).
func stem(s string) string {
	ascii := true
	for i := range len(s) {
		ascii = ascii && s[i] < 0x80
	}
	if s = strings.ToLower(s); !ascii {
		s = strings.Map(func(r rune) rune {
			if unicode.IsMark(r) {
				return -1
			}
			return r
		}, norm.NFKD.String(s))
	}
	if len(s) > longestWord {
		s = strings.ToValidUTF8(s[:longestWord], "")
	}
	if !ascii || len(s) < 4 {
		return s
	}
	return english.Stem(s, true)
}

// hash is FNV-1a, 32 bits.
func hash(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}
