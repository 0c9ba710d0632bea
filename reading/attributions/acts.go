package attributions

import (
	"slices"
	"strings"

	"rapporteur"
)

// act decides what the speaker does, and whether it is negated or hedged.
func (a *article) act(x *rapporteur.Attribution) {
	d := a.deed(x)
	x.Act, x.Negated, x.Hedged = rapporteur.Says, a.negated(x, d.cue), hedged(d.cue)
	r := d.match(d.cue, d.behind)
	if r == nil || r.act == rapporteur.Says || r.act == rapporteur.Commits && d.willing == r {
		if p := d.performed(); p != nil {
			r = p
		}
	}
	switch {
	case r != nil:
		x.Act = r.act
		x.Negated = r.negated || x.Negated && !r.negative && r.act != rapporteur.DeclinesAnswer
		x.Hedged = r.hedged || x.Hedged
	case d.asks && neutral(d.cue):
		x.Act = rapporteur.Asks
	}
}

// deed is a statement as the rules for acts look at it: words in lower case.
type deed struct {
	*article
	x       *rapporteur.Attribution
	cue     []string
	behind  []string // the content, where it stands behind the cue
	content []string // the head of the content
	asks    bool     // the content ends as a question
	willing *actRule // the rule that matched by what the speaker will do
	will    *will    // what the speaker says he will do, once anybody asked
}

// headWords is how much of a content the rules look at.
const headWords = 32

func (a *article) deed(x *rapporteur.Attribution) *deed {
	d := &deed{article: a, x: x, cue: a.head(x.Cue, 40), content: a.head(x.Content, headWords), asks: a.questions(x.Content)}
	if len(d.cue) == 0 {
		d.cue = []string{"say"} // a floating quotation, a colon
	}
	if len(x.Cue) > 0 {
		for i, c := range x.Content {
			if c.Start >= x.Cue[len(x.Cue)-1].End {
				if w := a.wordAt(c.Start); i == 0 || w < a.size() && a.word(w).quote == none { // a quotation that goes on is no complement
					d.behind = a.head(x.Content[i:], headWords)
				}
				break
			}
		}
	} else {
		d.behind = d.content
	}
	return d
}

// match finds the most telling rule for the words of a cue and what stands behind it.
func (d *deed) match(cue, behind []string) *actRule {
	var best *actRule
	for i, w := range cue {
		rules := acts.rules[w]
		for k := range rules {
			r := &rules[k]
			if best != nil && r.weight() <= best.weight() {
				break
			}
			if w == "back" && i > 0 && len(r.cue) == 1 && !auxiliaries[cue[i-1]] && !isAdverb(cue[i-1]) {
				continue // the particle of another verb
			}
			if rest, ok := matchCue(r.cue, cue[i:], behind); ok && d.fits(r, rest) {
				best = r
				break
			}
		}
	}
	return best
}

// performed reads a first person that does what its verb says: “We urge both sides ...”, and “I will not comment”.
func (d *deed) performed() *actRule {
	words := d.content
	for k := 0; k < 5 && len(words) > 0 && words[0] != "we" && words[0] != "i"; k++ {
		if subordinators[words[0]] && words[0] != "that" && words[0] != "because" {
			return nil
		}
		words = words[1:]
	}
	if len(words) < 3 || words[0] != "we" && words[0] != "i" {
		return nil
	}
	i := 1
	for i < len(words)-1 && (isAdverb(words[i]) || words[i] == "do" || words[i] == "must" || words[i] == "again") {
		i++
	}
	if acts.perform[words[i]] {
		return d.match(words[i:i+1], words[i+1:])
	}
	if r := d.match(words[i:min(i+4, len(words))], words[min(i+4, len(words)):]); r != nil && r.act == rapporteur.DeclinesAnswer {
		return r
	}
	return nil
}

// matchCue matches the words of a pattern; adverbs, auxiliaries and a determiner with one more word may stand between. The pattern may
// run on into what stands behind the cue. It returns the words after the match.
func matchCue(pattern [][]string, cue, behind []string) (rest []string, ok bool) {
	at := func(i int) string {
		if i < len(cue) {
			return cue[i]
		}
		if i -= len(cue); i < len(behind) {
			return behind[i]
		}
		return ""
	}
	i := 1
	for _, forms := range pattern[1:] {
		spare := 0
		for w := at(i); w != "" && !slices.Contains(forms, w); w = at(i) {
			switch {
			case isAdverb(w) || auxiliaries[w] && w != "to":
			case determiners[w] && len(forms) > 1:
				spare = 2
			case spare > 0 && w != "," && len(forms) > 1: // no particle: "called those for"
				spare--
			default:
				return nil, false
			}
			i++
		}
		if at(i) == "" {
			return nil, false
		}
		i++
	}
	if i >= len(cue) {
		return behind[i-len(cue):], true
	}
	if len(behind) == 0 {
		return cue[i:], true
	}
	return append(cue[i:len(cue):len(cue)], behind...), true
}

// fits reports whether one of a rule's contexts, if it has any, is met.
func (d *deed) fits(r *actRule, rest []string) bool {
	if len(r.context) == 0 {
		return true
	}
	for i := range r.context {
		if c := &r.context[i]; c.test != "" && d.passes(c.test, r, rest) || c.test == "" && begins(rest, c) {
			return true
		}
	}
	return false
}

// begins matches the words of a context, with up to four before them where it is far.
func begins(words []string, c *context) bool {
	far := 0
	if c.far {
		far = 4
	}
	for skip := 0; skip <= far && skip+len(c.words) <= len(words); skip++ {
		if slices.Equal(words[skip:skip+len(c.words)], c.words) {
			return true
		}
	}
	return false
}

// passes puts a test.
func (d *deed) passes(test string, r *actRule, rest []string) bool {
	switch test {
	case "<question>":
		return d.asks || len(rest) > 0 && interrogative[rest[0]]
	case "<self-will>":
		if d.selfWill().verb != "" {
			d.willing = r
			return true
		}
	case "<threat>":
		return d.threat()
	case "<person-to>":
		return personTo(rest)
	case "<doing>":
		return len(rest) > 0 && strings.HasSuffix(rest[0], "ing")
	case "<should>":
		return slices.Contains(rest[:min(len(rest), 14)], "should")
	case "<claim>":
		return d.names(allegations, rest, 5)
	case "<good>":
		return d.names(acts.lists["good"], rest, 14)
	case "<bad>":
		return d.names(acts.lists["bad"], rest, 14)
	}
	return false
}

var (
	allegations   = set("allegation allegations accusation accusations claim claims assertion assertions charge charges report reports rumour rumours rumor rumors suggestions insinuation insinuations speculation")
	interrogative = set("whether if who what how why when where which")
)

// names reports whether a word of a list stands among the first words, with no negation before it.
func (d *deed) names(list map[string]bool, words []string, n int) bool {
	if len(words) == 0 {
		words = d.content
	}
	for i, w := range words[:min(len(words), n)] {
		if w == "not" || w == "n't" || w == "never" || w == "but" {
			return false // "difficult but productive" is neither
		}
		if list[w] && (i == 0 || words[i-1] != "no") {
			return true
		}
	}
	return false
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

// questions reports whether the content is one question; a speech that ends with one is not.
func (a *article) questions(content []rapporteur.Span) bool {
	if len(content) == 0 {
		return false
	}
	first, last := a.wordAt(content[0].Start), a.wordAt(content[len(content)-1].End-1)
	if last >= a.size() || a.word(first).sentence != a.word(last).sentence {
		return false
	}
	s := strings.TrimRight(content[len(content)-1].Of(a.text), "”’\"'» ")
	return strings.HasSuffix(s, "?")
}

// neutral reports whether a cue does no more than report speech, so that a question in quotation marks is asked by it.
func neutral(cue []string) bool {
	for _, w := range cue {
		for _, v := range verbs[w] {
			if v.class == speech || v.class == tell {
				return true
			}
		}
	}
	return false
}

// head is the first n words of the spans, in lower case.
func (a *article) head(spans []rapporteur.Span, n int) []string {
	var out []string
	for _, s := range spans {
		for i := a.wordAt(s.Start); i < a.size() && a.word(i).Start < s.End && len(out) < n; i++ {
			if a.word(i).letters || a.word(i).low[0] == '\'' && len(a.word(i).low) > 1 || a.word(i).low == "," {
				out = append(out, a.word(i).low)
			}
		}
	}
	return out
}

// negated reports whether a cue, or its source ("neither company"), denies that the thing was said or done.
func (a *article) negated(x *rapporteur.Attribution, cue []string) bool {
	for i, w := range cue {
		switch w {
		case "not", "n't", "no", "never", "neither", "nor", "without", "hardly", "reluctant", "unwilling", "failed", "fails":
			return true
		case "short":
			return i > 0 && strings.HasPrefix(cue[i-1], "stop")
		}
	}
	source := a.head(x.Source, 1)
	return len(source) > 0 && (source[0] == "neither" || source[0] == "no" || source[0] == "none" || source[0] == "nobody")
}

var (
	hedges = set("reportedly allegedly apparently supposedly purportedly seemingly may might could seem seems seemed appear appears appeared likely perhaps possibly rumored rumoured")
	// passives keep a distance behind "is" or "was": "is said to"; reports wants "been" or "is" before it.
	passives = set("said believed thought expected reported rumoured rumored understood feared alleged presumed assumed")
)

func hedged(cue []string) bool {
	for i, w := range cue {
		if hedges[w] || passives[w] && i > 0 && (cue[i-1] == "is" || cue[i-1] == "are" || cue[i-1] == "was" || cue[i-1] == "were" || cue[i-1] == "been" || cue[i-1] == "widely") {
			return true
		}
	}
	return false
}
