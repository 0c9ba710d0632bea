package attributions

import (
	_ "embed"
	"strings"

	"rapporteur"
	"rapporteur/reading/names"
)

//go:embed acts.txt
var actsText string

// actRule is one pattern of acts.txt.
type actRule struct {
	act     rapporteur.Act
	cue     []string // lemmas that follow each other in the cue, the content's first words at hand
	context []string // the words or tests after "~"; each may be "..." and the words after it
}

// actRules lists the patterns by the forms of their first word, the most telling first.
var actRules = readActs(actsText)

func readActs(text string) map[string][]actRule {
	out := map[string][]actRule{}
	for line := range strings.Lines(text) {
		act, patterns, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || act[0] == '#' {
			continue
		}
		for p := range strings.SplitSeq(patterns, ";") {
			cue, context, _ := strings.Cut(p, "~")
			r := actRule{act: rapporteur.Act(act), cue: strings.Fields(cue), context: alternatives(context)}
			if len(r.cue) == 0 {
				continue
			}
			for _, form := range formsOf(r.cue[0]) {
				out[form] = insertAct(out[form], r)
			}
		}
	}
	return out
}

func alternatives(s string) []string {
	var out []string
	for x := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == '/' || r == '|' }) {
		if x = strings.TrimSpace(x); x != "" {
			out = append(out, x)
		}
	}
	return out
}

// weight orders patterns: longer cues first, then those with a context.
func (r *actRule) weight() int {
	n := 2 * len(r.cue)
	if len(r.context) > 0 {
		n++
	}
	return n
}

func insertAct(list []actRule, r actRule) []actRule {
	i := 0
	for i < len(list) && list[i].weight() >= r.weight() {
		i++
	}
	list = append(list, actRule{})
	copy(list[i+1:], list[i:])
	list[i] = r
	return list
}

// formsOf gives the forms of a word of a pattern, and of the negation.
func formsOf(lemma string) []string {
	switch lemma {
	case "not":
		return []string{"not", "n't"}
	case "no", "would", "to":
		return []string{lemma}
	}
	forms := inflect(lemma, irregularForms[lemma])
	out := []string{lemma}
	for _, f := range forms[1:] {
		if f != "" && f != lemma {
			out = append(out, f)
		}
	}
	return out
}

// irregularForms are those of verbs that acts.txt names beyond the verbs of verbs.txt.
var irregularForms = map[string][]string{
	"say": {"said"}, "tell": {"told"}, "write": {"wrote", "written"}, "seek": {"sought"}, "swear": {"swore", "sworn"},
	"give": {"gave", "given"}, "keep": {"kept"}, "take": {"took", "taken"}, "put": {"put"}, "hit": {"hit"}, "shoot": {"shot"},
	"rip": {"ripped"}, "slam": {"slammed"}, "pay": {"paid"}, "beg": {"begged"}, "brag": {"bragged"}, "pin": {"pinned"}, "plead": {"pleaded"},
	"bash": {"bashed"}, "slap": {"slapped"}, "commit": {"committed"}, "rebut": {"rebutted"}, "admit": {"admitted"}, "throw": {"threw", "thrown"},
}

// act decides what the speaker does, and whether it is negated or hedged.
func (a *article) act(x *rapporteur.Attribution) {
	cue := a.wordsOf(x.Cue)
	content := a.head(x.Content, 14)
	x.Act, x.Negated, x.Hedged = rapporteur.Says, negated(cue), hedged(cue)
	if len(cue) == 0 {
		return
	}
	if r := a.actOf(x, cue, content); r != nil {
		x.Act = r.act
		if r.cue[0] == "not" || r.cue[0] == "no" || r.cue[0] == "would" {
			x.Negated = x.Act != rapporteur.DeclinesAnswer && x.Act != rapporteur.Rejects && x.Act != rapporteur.Accepts
			x.Hedged = x.Hedged || x.Act == rapporteur.Accepts
		}
	} else if a.asks(x.Content) {
		x.Act = rapporteur.Asks
	}
}

func (a *article) actOf(x *rapporteur.Attribution, cue, content []string) *actRule {
	var best *actRule
	for i, w := range cue {
		rules := actRules[w]
		for k := range rules {
			r := &rules[k]
			if best != nil && r.weight() <= best.weight() {
				break
			}
			if rest, ok := matchCue(r.cue, cue[i:], content); ok && a.inContext(r, x, rest) {
				best = r
				break
			}
		}
	}
	return best
}

// matchCue matches the words of a pattern, adverbs and auxiliaries between them aside; particles may stand at the head of the
// content. It returns the words after the match.
func matchCue(pattern, cue, content []string) (rest []string, ok bool) {
	words := append(cue[:len(cue):len(cue)], content...)
	i := 1
	for _, p := range pattern[1:] {
		for i < len(words) && !formOf(p, words[i]) && (isAdverb(words[i]) || auxiliaries[words[i]] && words[i] != "to") {
			i++
		}
		if i >= len(words) || !formOf(p, words[i]) {
			return nil, false
		}
		i++
	}
	return words[i:], true
}

func formOf(lemma, word string) bool {
	if lemma == word {
		return true
	}
	for _, f := range formsOf(lemma) {
		if f == word {
			return true
		}
	}
	return false
}

func (a *article) inContext(r *actRule, x *rapporteur.Attribution, rest []string) bool {
	if len(r.context) == 0 {
		return true
	}
	for _, c := range r.context {
		switch c {
		case "<question>":
			if a.asks(x.Content) || len(rest) > 0 && interrogative[rest[0]] {
				return true
			}
		case "<self-will>":
			if a.selfWill(x) {
				return true
			}
		case "<person-to>":
			if personTo(rest) {
				return true
			}
		case "<doing>":
			if len(rest) > 0 && strings.HasSuffix(rest[0], "ing") {
				return true
			}
		default:
			if beginsWith(rest, strings.Fields(c)) {
				return true
			}
		}
	}
	return false
}

var interrogative = set("whether if who what how why when where")

// beginsWith matches words, where "..." lets up to four pass.
func beginsWith(words, pattern []string) bool {
	if len(pattern) > 0 && pattern[0] == "..." {
		for skip := 0; skip <= 4 && skip < len(words); skip++ {
			if beginsWith(words[skip:], pattern[1:]) {
				return true
			}
		}
		return false
	}
	if len(words) < len(pattern) {
		return false
	}
	for i, p := range pattern {
		if words[i] != p {
			return false
		}
	}
	return true
}

// personTo finds the infinitive behind whoever is asked: "lawmakers to vote".
func personTo(words []string) bool {
	if len(words) > 0 && words[0] == "to" {
		return false
	}
	for i := 1; i < len(words) && i < 9; i++ {
		switch {
		case words[i] == "to":
			return i+1 < len(words) && !determiners[words[i+1]]
		case words[i] == "that" || finites[words[i]] || words[i] == ",":
			return false
		}
	}
	return false
}

// asks reports whether the content ends as a question does.
func (a *article) asks(content []rapporteur.Span) bool {
	if len(content) == 0 {
		return false
	}
	s := strings.TrimRight(content[len(content)-1].Of(a.text), "”’\"'» ")
	return strings.HasSuffix(s, "?")
}

// selfWill reports whether the content says what the speaker is going to do: "that she will talk", “We are going to act”.
func (a *article) selfWill(x *rapporteur.Attribution) bool {
	words := a.head(x.Content, 14)
	for i, w := range words {
		if w == "that" || w == "," || !isWord(w) {
			continue
		}
		if i > 6 || !a.oneself(w, x) {
			return false
		}
		rest := words[i+1:]
		for len(rest) > 0 && isAdverb(rest[0]) {
			rest = rest[1:]
		}
		switch {
		case len(rest) == 0:
			return false
		case rest[0] == "will" || rest[0] == "shall" || rest[0] == "'ll" || rest[0] == "wo" || w != "i" && w != "we" && rest[0] == "would":
			return len(rest) < 2 || rest[1] != "be" || len(rest) > 2 && strings.HasSuffix(rest[2], "ing")
		case beginsWith(rest, []string{"'m", "going", "to"}), beginsWith(rest, []string{"'re", "going", "to"}),
			beginsWith(rest, []string{"are", "going", "to"}), beginsWith(rest, []string{"am", "going", "to"}):
			return true
		}
		return false
	}
	return false
}

// oneself reports whether a pronoun in the content can be the speaker.
func (a *article) oneself(pronoun string, x *rapporteur.Attribution) bool {
	switch pronoun {
	case "i", "we", "they":
		return true
	case "it":
		return len(x.Speakers) == 1 && a.doc.Entities[x.Speakers[0]].Kind != rapporteur.Person
	case "he", "she":
		if len(x.Speakers) != 1 {
			return len(x.Speakers) == 0
		}
		g := a.genderOf(x.Speakers[0])
		return g == names.Unknown || g == singular[pronoun]
	}
	return false
}

func isWord(w string) bool {
	return w != "" && (w[0] >= 'a' && w[0] <= 'z' || w[0] >= 0x80 && len(w) > 3)
}

// head is the first n words of the spans, in lower case.
func (a *article) head(spans []rapporteur.Span, n int) []string {
	var out []string
	for _, s := range spans {
		for i := a.wordAt(s.Start); i < len(a.words) && a.words[i].Start < s.End && len(out) < n; i++ {
			if a.words[i].letters || a.words[i].low[0] == '\'' && len(a.words[i].low) > 1 || a.words[i].low == "," {
				out = append(out, a.words[i].low)
			}
		}
	}
	return out
}

func (a *article) wordsOf(spans []rapporteur.Span) []string { return a.head(spans, 40) }

func negated(cue []string) bool {
	for _, w := range cue {
		switch w {
		case "not", "n't", "never", "neither", "nor", "without", "hardly":
			return true
		}
	}
	return false
}

var hedges = set("reportedly allegedly apparently supposedly purportedly seemingly may might could seem seems seemed appear appears appeared likely perhaps possibly rumored rumoured")

func hedged(cue []string) bool {
	for i, w := range cue {
		if hedges[w] || (w == "said" || w == "believed" || w == "thought" || w == "expected") && i > 0 && (cue[i-1] == "is" || cue[i-1] == "are" || cue[i-1] == "was" || cue[i-1] == "were") {
			return true
		}
	}
	return false
}
