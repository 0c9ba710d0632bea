package query

import (
	"slices"
	"strings"

	"rapporteur"
)

// Field is a name that can stand before a colon.
type Field struct {
	Name    string
	Level   Level
	What    string   // what its value is, in a few words
	Example string   // of a value
	Values  []string // the canonical values, where there is a list of them

	read func(*parser, *Term) *Error // makes of the text what it means; nil where the text is all
	say  func(*Term) string          // the term in plain words
}

// Fields are all fields, in the order in which people meet them.
var Fields []*Field

var kindField *Field

// factKinds are the values of kind that say something of commitments.
var factKinds = map[string]bool{}

func init() {
	var acts, kinds []string
	for _, a := range Acts {
		acts = append(acts, string(a))
	}
	for _, k := range SpeechKinds {
		kinds = append(kinds, string(k))
	}
	for _, k := range CommitmentKinds {
		kinds = append(kinds, string(k))
		factKinds[string(k)] = true
	}
	kindField = &Field{Name: "kind", Level: OfStatement, What: "direct, indirect or mixed speech; or a pledge, deadline, meeting, vote, expiry", Example: "direct", Values: kinds, read: (*parser).listed, say: sayKind}
	Fields = []*Field{
		{Name: "by", Level: OfStatement, What: "who speaks: a full name, or the beginnings of its words", Example: "kallas", say: func(t *Term) string { return "said by " + t.Text }},
		{Name: "about", Level: OfStatement, What: "words of what is said", Example: `"frozen assets"`, read: (*parser).words, say: func(t *Term) string { return "about " + quoted(t) }},
		{Name: "act", Level: OfStatement, What: "what is done by saying it", Example: "rejects", Values: acts, read: (*parser).listed, say: func(t *Term) string { return "that " + t.Value }},
		kindField,
		{Name: "outlet", Level: OfArticle, What: "who published it: a host or its beginning, or a name", Example: "reuters", say: func(t *Term) string { return "in " + t.Text }},
		{Name: "date", Level: OfArticle, What: "when the article is from", Example: "2025-11/2025-12", read: (*parser).date, say: func(t *Term) string { return "dated " + sayInterval(t) }},
		{Name: "figure", Level: OfFact, What: "an amount, share or count", Example: "EUR>1bn", read: (*parser).figure, say: sayFigure},
		{Name: "due", Level: OfFact, What: "when a commitment is due", Example: "<2026-01", read: (*parser).date, say: func(t *Term) string { return "with something due " + sayInterval(t) }},
		{Name: "when", Level: OfFact, What: "a time that the text speaks of", Example: "2026", read: (*parser).date, say: func(t *Term) string { return "that speaks of " + sayInterval(t) }},
		{Name: "who", Level: OfFact, What: "who is bound by a commitment", Example: "commission", say: func(t *Term) string { return "that binds " + t.Text }},
		{Name: "class", Level: OfStatement, What: "what kind of source speaks", Example: "unnamed", Values: []string{"named", "unnamed", "several", "author", "none"}, read: (*parser).listed, say: func(t *Term) string { return sayClass[t.Value] }},
		{Name: "hedged", Level: OfStatement, What: "whether the text keeps its distance", Example: "no", Values: []string{"yes", "no"}, read: (*parser).yesNo, say: sayYesNo("hedged", "not hedged")},
		{Name: "negated", Level: OfStatement, What: "whether the act is denied (did not reject)", Example: "no", Values: []string{"yes", "no"}, read: (*parser).yesNo, say: sayYesNo("with the act negated", "with the act not negated")},
		{Name: "confidence", Level: OfStatement, What: "how sure the reading is, 0 to 1", Example: ">0.8", read: (*parser).confidence, say: func(t *Term) string { return "with a confidence " + sayNumber(t) }},
		{Name: "wire", Level: OfArticle, What: "the news agency credited, or none", Example: "reuters", say: sayWire},
		{Name: "lang", Level: OfArticle, What: "the language, as a code", Example: "en", say: func(t *Term) string { return "in the language " + t.Text }},
		{Name: "story", Level: OfArticle, What: "the number of a story", Example: "12", read: (*parser).story, say: func(t *Term) string { return "of story " + t.Value }},
		{Name: "in", Level: OfArticle, What: "a saved query that finds the article", Example: `"frozen assets"`, read: (*parser).saved, say: func(t *Term) string { return "in the saved query " + quoted(t) }},
	}
}

// Acts, SpeechKinds and CommitmentKinds are the values that act and kind take, in the order in which they are offered.
var (
	Acts = []rapporteur.Act{
		rapporteur.Says, rapporteur.Claims, rapporteur.AsksFor, rapporteur.Proposes, rapporteur.Promises, rapporteur.Commits,
		rapporteur.Accepts, rapporteur.Rejects, rapporteur.Denies, rapporteur.Warns, rapporteur.Threatens, rapporteur.Confirms,
		rapporteur.Praises, rapporteur.Blames, rapporteur.DeclinesAnswer, rapporteur.Asks,
	}
	SpeechKinds     = []rapporteur.SpeechKind{rapporteur.Direct, rapporteur.Indirect, rapporteur.Mixed}
	CommitmentKinds = []rapporteur.CommitmentKind{rapporteur.Pledge, rapporteur.Deadline, rapporteur.Meeting, rapporteur.Vote, rapporteur.Expiry}
)

// field finds a field by its name.
func field(name string) *Field {
	name = strings.ToLower(name)
	if i := slices.IndexFunc(Fields, func(f *Field) bool { return f.Name == name }); i >= 0 {
		return Fields[i]
	}
	return nil
}

// sayings are words that people use for values, beside the values themselves.
var sayings = map[string]string{"reported": "indirect", "quoted": "direct", "asks-for": "asks for", "declines": "declines to answer", "says no": "rejects"}

// value finds a value of a list: written with spaces, hyphens or underscores, or its only beginning.
func value(list []string, text string) (string, bool) {
	text = strings.ToLower(strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '-' || r == '_' }), " "))
	if other, ok := sayings[text]; ok {
		text = other
	}
	if slices.Contains(list, text) {
		return text, true
	}
	found := ""
	for _, v := range list {
		if len(text) >= 3 && strings.HasPrefix(v, text) {
			if found != "" {
				return "", false
			}
			found = v
		}
	}
	return found, found != ""
}

// nearest gives the name most like a wrong one, "" where none is near.
func nearest(names []string, wrong string) string {
	best, least := "", max(1, len(wrong)/3)+1
	for _, n := range names {
		if d := distance(n, wrong); d < least {
			best, least = n, d
		}
	}
	return best
}

// distance counts the letters to change, add or take away to get from one word to another (Levenshtein's).
func distance(a, b string) int {
	if len(b) > 40 {
		return len(b)
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			before, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, before+cost)
		}
	}
	return row[len(b)]
}
