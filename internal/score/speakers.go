package score

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"rapporteur"
)

// GoldSpeaker says who the source of a gold attribution is.
type GoldSpeaker struct {
	Source, Content []rapporteur.Span // in code points
	Class           string            // N named, M several named, G a group or person not named, A the author, 0 none
	Speaker         string            // the fullest name in the article; several are joined by "; "
}

// SpeakerCounts are the figures for speakers. By form of the source (named, pronoun, nominal, none; unnamed for all that is not
// a name in the gold), Gold counts the attributions whose content was found, Right those with the right speaker.
type SpeakerCounts struct {
	WhoSaidWhat Counts // an attribution counts where Dice of its content is at least one half and its speaker is right
	ByForm      map[string]Counts
}

// Add returns the counts of both.
func (c SpeakerCounts) Add(o SpeakerCounts) SpeakerCounts {
	out := SpeakerCounts{WhoSaidWhat: c.WhoSaidWhat.Add(o.WhoSaidWhat), ByForm: map[string]Counts{}}
	for _, m := range []map[string]Counts{c.ByForm, o.ByForm} {
		for form, n := range m {
			out.ByForm[form] = out.ByForm[form].Add(n)
		}
	}
	return out
}

// Speakers compares the speakers of the attributions found in a text with the gold ones.
func Speakers(text string, gold []GoldSpeaker, found []Relation) SpeakerCounts {
	t := newScored(text)
	g, f := make([]words, len(gold)), make([]words, len(found))
	for i := range gold {
		g[i] = t.relation(&Relation{Source: gold[i].Source, Content: gold[i].Content})
	}
	for i := range found {
		f[i] = t.relation(&found[i])
	}
	c := SpeakerCounts{WhoSaidWhat: Counts{Gold: len(gold), Found: len(found)}, ByForm: map[string]Counts{}}
	for _, p := range match(g, f) {
		if p.dice < .5 {
			continue
		}
		right := rightSpeaker(&gold[p.gold], found[p.found].Speaker)
		add(&c.WhoSaidWhat, right)
		form := t.formOf(&gold[p.gold])
		n := c.ByForm[form]
		n.Gold++
		add(&n, right)
		c.ByForm[form] = n
	}
	return c
}

// formOf is the form of a named source, or "unnamed".
func (t *scored) formOf(g *GoldSpeaker) string {
	if g.Class != "N" && g.Class != "M" {
		return "unnamed"
	}
	var parts []string
	for _, s := range g.Source {
		parts = append(parts, string(t.runes[s.Start:s.End]))
	}
	source := strings.Join(parts, " ")
	switch {
	case source == "":
		return "none"
	case slices.Contains(pronouns, strings.ToLower(source)):
		return "pronoun"
	case strings.ContainsAny(source, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
		return "named"
	}
	return "nominal"
}

var (
	pronouns = strings.Fields("he she they who it his her their i we him them which my our its that")
	titles   = strings.Fields("mr mrs ms dr sen senator rep president gov governor secretary prime minister the sir judge justice")

	possessive = regexp.MustCompile(`[’']s`)
	nameWord   = regexp.MustCompile(`[\p{L}\p{N}_’'-]+`)
)

func rightSpeaker(g *GoldSpeaker, name string) bool {
	if g.Class != "N" && g.Class != "M" {
		return name == ""
	}
	return name != "" && slices.ContainsFunc(strings.Split(g.Speaker, "; "), func(s string) bool { return sameName(s, name) })
}

// sameName compares names as sets of words without titles; a shorter name is the same as a longer one that holds it when it
// has two words or more, or when the shorter is the gold name.
func sameName(gold, found string) bool {
	g, f := nameWords(gold), nameWords(found)
	short, long := f, g
	if len(g) < len(f) {
		short, long = g, f
	}
	for w := range short {
		if !long[w] {
			return false
		}
	}
	return len(g) == len(f) || len(short) >= 2 || len(short) == 1 && len(g) < len(f)
}

func nameWords(name string) map[string]bool {
	name = strings.ToLower(strings.ReplaceAll(name, "\u00a0", " "))
	all := nameWord.FindAllString(dropPossessive(name), -1)
	out := map[string]bool{}
	for _, w := range all {
		if !slices.Contains(titles, w) {
			out[w] = true
		}
	}
	if len(out) == 0 {
		for _, w := range all {
			out[w] = true
		}
	}
	return out
}

// dropPossessive leaves out 's where a word ends.
func dropPossessive(name string) string {
	var b strings.Builder
	at := 0
	for _, m := range possessive.FindAllStringIndex(name, -1) {
		rest := []rune(name[m[1]:])
		if len(rest) > 0 && (unicode.IsLetter(rest[0]) || unicode.IsNumber(rest[0]) || rest[0] == '_') {
			continue
		}
		b.WriteString(name[at:m[0]])
		at = m[1]
	}
	return b.String() + name[at:]
}
