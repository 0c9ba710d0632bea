package attributions

import (
	_ "embed"
	"slices"
	"strings"

	"rapporteur"
)

//go:embed acts.txt
var actsText string

// acts is acts.txt as the engine has it.
var acts = readActs(actsText)

type actTable struct {
	rules   map[string][]actRule // by the forms of their first word, the most telling first
	perform map[string]bool      // verbs that do what they say in the first person
	lists   map[string]map[string]bool
}

// actRule is one pattern.
type actRule struct {
	act             rapporteur.Act
	negated, hedged bool
	cue             [][]string // the forms of the words that follow each other
	context         []context  // what may stand behind them; empty where anything may
	negative        bool       // its words hold the negation
}

// context is one alternative after "~": a test, or words, with or without a few more before them.
type context struct {
	test  string
	words []string
	far   bool
}

func readActs(text string) *actTable {
	t := &actTable{rules: map[string][]actRule{}, perform: map[string]bool{}, lists: map[string]map[string]bool{}}
	for line := range strings.Lines(text) {
		key, rest, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || key[0] == '#' {
			continue
		}
		switch key {
		case "good", "bad", "hostile", "deadly", "idle":
			t.lists[key] = set(rest)
		case "perform":
			for p := range strings.SplitSeq(rest, ";") {
				t.perform[strings.Fields(p)[0]] = true
			}
		default:
			for p := range strings.SplitSeq(rest, ";") {
				t.add(readRule(key, p))
			}
		}
	}
	return t
}

func readRule(act, pattern string) actRule {
	var r actRule
	act, r.hedged = strings.CutSuffix(act, " hedged")
	act, r.negated = strings.CutSuffix(act, " negated")
	r.act = rapporteur.Act(act)
	cue, contexts, _ := strings.Cut(pattern, "~")
	for _, w := range strings.Fields(cue) {
		r.cue = append(r.cue, formsOf(w))
		r.negative = r.negative || w == "not" || w == "no" || w == "would"
	}
	for c := range strings.SplitSeq(contexts, "/") {
		if f := strings.Fields(c); len(f) > 0 {
			r.context = append(r.context, readContext(f))
		}
	}
	return r
}

func readContext(f []string) context {
	switch {
	case f[0][0] == '<':
		return context{test: f[0]}
	case f[0] == "...":
		return context{words: f[1:], far: true}
	}
	return context{words: f}
}

func (t *actTable) add(r actRule) {
	if len(r.cue) == 0 {
		return
	}
	for _, form := range r.cue[0] {
		list := t.rules[form]
		i := 0
		for i < len(list) && list[i].weight() >= r.weight() {
			i++
		}
		t.rules[form] = slices.Insert(list, i, r)
	}
}

// weight orders patterns: longer cues first, then those with a context.
func (r *actRule) weight() int {
	n := 2 * len(r.cue)
	if len(r.context) > 0 {
		n++
	}
	return n
}

// formsOf gives the forms of a word of a pattern, and of the negation.
func formsOf(lemma string) []string {
	switch lemma {
	case "not":
		return []string{"not", "n't", "never", "neither", "nor"}
	case "be":
		return []string{"is", "are", "was", "were", "been", "being", "be", "'s", "'re", "'m", "am"}
	}
	if uninflected[lemma] {
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

var uninflected = set(`no would to the a of on for at in out off up down against with from into behind by that for comment ready willing
	prepared mum silent critical angry furious open clear opposed adamant supportive proud responsible accountable available unavailable`)

// irregularForms are those of verbs that acts.txt names beyond the verbs of verbs.txt.
var irregularForms = map[string][]string{
	"say": {"said"}, "tell": {"told"}, "write": {"wrote", "written"}, "seek": {"sought"}, "swear": {"swore", "sworn"},
	"give": {"gave", "given"}, "keep": {"kept"}, "take": {"took", "taken"}, "put": {"put"}, "hit": {"hit"}, "shoot": {"shot"},
	"rip": {"ripped"}, "slam": {"slammed"}, "pay": {"paid"}, "beg": {"begged"}, "brag": {"bragged"}, "pin": {"pinned"}, "plead": {"pleaded", "pled"},
	"bash": {"bashed"}, "slap": {"slapped"}, "commit": {"committed"}, "rebut": {"rebutted"}, "admit": {"admitted"}, "throw": {"threw", "thrown"},
	"make": {"made"}, "leave": {"left"}, "lay": {"laid"}, "tear": {"tore", "torn"}, "strike": {"struck"}, "draw": {"drew", "drawn"}, "go": {"went", "gone"},
	"come": {"came", "come"}, "hold": {"held"}, "lend": {"lent"}, "speak": {"spoke", "spoken"}, "stand": {"stood"}, "get": {"got", "gotten"},
	"grow": {"grew", "grown"}, "choose": {"chose", "chosen"}, "find": {"found"}, "cast": {"cast"}, "send": {"sent"}, "shut": {"shut"}, "bid": {"bid"},
	"set": {"set"}, "bring": {"brought"}, "withhold": {"withheld"}, "undertake": {"undertook", "undertaken"}, "forswear": {"forswore", "forsworn"},
	"fall": {"fell", "fallen"}, "win": {"won"}, "lean": {"leaned", "leant"}, "sing": {"sang", "sung"}, "see": {"saw", "seen"}, "read": {"read"},
	"uphold": {"upheld"}, "row": {"rowed"}, "prod": {"prodded"}, "pan": {"panned"}, "rebuff": {"rebuffed"}, "stop": {"stopped"}, "tip": {"tipped"},
	"bat": {"batted"}, "swat": {"swatted"}, "jab": {"jabbed"}, "bet": {"bet"}, "dub": {"dubbed"}, "regret": {"regretted"}, "drop": {"dropped"}, "grip": {"gripped"},
	"meet": {"met"}, "give up": {"gave up"}, "fling": {"flung"}, "shed": {"shed"}, "intend": {"intended"}, "plan": {"planned"}, "opt": {"opted"},
	"refer": {"referred"}, "propel": {"propelled"}, "signal": {"signaled", "signalled"}, "label": {"labeled", "labelled"}, "counsel": {"counseled", "counselled"},
	"channel": {"channeled", "channelled"}, "duck": {"ducked"}, "dodge": {"dodged"}, "sidestep": {"sidestepped"}, "scotch": {"scotched"}, "nix": {"nixed"},
	"hear": {"heard"}, "bristle": {"bristled"}, "backpedal": {"backpedaled", "backpedalled"}, "fess": {"fessed"}, "needle": {"needled"}, "snipe": {"sniped"},
	"pitch": {"pitched"}, "lash": {"lashed"}, "thrash": {"thrashed"}, "push": {"pushed"}, "press": {"pressed"}, "wave": {"waved"}, "bow": {"bowed"}, "sue": {"sued"},
}
