package web

import (
	"strings"

	"rapporteur"
)

// actOf says what a speaker does, in the number that goes with it: "officials say", "the ministry says".
func actOf(speaker string, class rapporteur.SpeakerClass, act rapporteur.Act, negated bool) string {
	words := actWords(act, negated)
	if class != rapporteur.SpeakerSeveral && (class != rapporteur.SpeakerUnnamed || !many(speaker)) {
		return words
	}
	verb, rest, _ := strings.Cut(words, " ")
	switch {
	case verb == "does":
		verb = "do"
	case strings.HasSuffix(verb, "ies"):
		verb = strings.TrimSuffix(verb, "ies") + "y"
	default:
		verb = strings.TrimSuffix(verb, "s")
	}
	return strings.TrimSpace(verb + " " + rest)
}

// many reports whether a source without a name is a noun in the plural: what stands before the first preposition or comma ends like one.
func many(source string) bool {
	head := ""
	for _, w := range strings.Fields(strings.ToLower(source)) {
		if endsPhrase[w] {
			break
		}
		head = strings.TrimRight(w, ",.;:")
		if head != w {
			break
		}
	}
	switch {
	case head == "people" || head == "they" || head == "others" || head == "some" || head == "many" || head == "men" || head == "women" || head == "police":
		return true
	case len(head) < 4 || strings.HasSuffix(head, "ss") || strings.HasSuffix(head, "us") || strings.HasSuffix(head, "is") || strings.HasSuffix(head, "'s") || strings.HasSuffix(head, "’s"):
		return false
	}
	return strings.HasSuffix(head, "s") && head != "news" && head != "congress"
}

var endsPhrase = map[string]bool{
	"of": true, "in": true, "at": true, "from": true, "with": true, "for": true, "to": true, "on": true, "by": true, "who": true, "that": true, "which": true,
	"familiar": true, "close": true, "and": true, "about": true, "near": true, "such": true, "like": true, "including": true,
}
