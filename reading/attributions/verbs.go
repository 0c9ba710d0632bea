package attributions

import (
	_ "embed"
	"strings"
)

// verbClass is the frame of a reporting verb; verbs.txt says what each takes.
type verbClass uint8

const (
	notVerb verbClass = iota
	speech
	tell
	hold
	aim
	object
)

// verbForm is how a verb is inflected.
type verbForm uint8

const (
	base       verbForm = iota // say
	third                      // says
	past                       // said, also as participle
	gerund                     // saying
	participle                 // written
)

type verb struct {
	lemma    string
	class    verbClass
	form     verbForm
	particle []string // "for", "out": words after the verb that belong to the cue
}

//go:embed verbs.txt
var verbsText string

// verbs holds every form of every reporting verb; those with the longest particle come first.
var verbs = readVerbs(verbsText)

func readVerbs(text string) map[string][]verb {
	classes := map[string]verbClass{"speech": speech, "tell": tell, "hold": hold, "aim": aim, "object": object}
	out := map[string][]verb{}
	for line := range strings.Lines(text) {
		line, irregular, _ := strings.Cut(strings.TrimSpace(line), " = ")
		f := strings.Fields(line)
		if len(f) < 2 || f[0][0] == '#' {
			continue
		}
		v := verb{lemma: f[0], class: classes[f[len(f)-1]], particle: f[1 : len(f)-1]}
		for i, form := range inflect(f[0], strings.Fields(irregular)) {
			v.form = verbForm(i)
			if form != "" {
				out[form] = insertVerb(out[form], v)
			}
		}
	}
	return out
}

func insertVerb(list []verb, v verb) []verb {
	i := 0
	for i < len(list) && len(list[i].particle) >= len(v.particle) {
		i++
	}
	list = append(list, verb{})
	copy(list[i+1:], list[i:])
	list[i] = v
	return list
}

// inflect gives base, third person, past, gerund and, where it differs from the past, participle.
func inflect(lemma string, irregular []string) [5]string {
	out := [5]string{base: lemma, third: lemma + "s", past: lemma + "ed", gerund: lemma + "ing"}
	last, before := lemma[len(lemma)-1], lemma[len(lemma)-2]
	switch {
	case last == 'e':
		out[past], out[gerund] = lemma+"d", lemma[:len(lemma)-1]+"ing"
		if before == 'e' {
			out[gerund] = lemma + "ing"
		}
	case last == 'y' && !vowel(before):
		out[third], out[past] = lemma[:len(lemma)-1]+"ies", lemma[:len(lemma)-1]+"ied"
	case strings.HasSuffix(lemma, "s") || strings.HasSuffix(lemma, "sh") || strings.HasSuffix(lemma, "ch"):
		out[third] = lemma + "es"
	case doubled[lemma]:
		out[past], out[gerund] = lemma+string(last)+"ed", lemma+string(last)+"ing"
	}
	if lemma == "echo" {
		out[third] = "echoes"
	}
	if len(irregular) > 0 {
		out[past] = irregular[0]
	}
	if len(irregular) > 1 {
		out[participle] = irregular[1]
	}
	return out
}

func vowel(b byte) bool { return strings.IndexByte("aeiou", b) >= 0 }

// doubled verbs double their last letter: ripped, admitted.
var doubled = set(`admit rip plan chat slam quip dub pan rebut slap refer recap label signal put hit cut shut set commit brag beg pin bat swat jab
	regret drop prod stop tip demur quiz`)

func set(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}

// nouns are forms that are nouns more often than verbs: they need a clear subject.
var nouns = set(`claims calls plans hopes questions notes supports demands offers reports comments posts tweets fears doubts
	worries attacks challenges mentions references views requests details signals hints estimates threats promises pledges
	wishes thanks feels likes loves finds shows figures means knows seeks answers
	claim call plan hope question note support demand offer report comment post tweet fear doubt worry attack challenge
	mention reference view request detail signal hint estimate promise pledge wish thank feel like love find show figure
	mean blame praise back address counter joke feelings blast cast slam endorse backs welcome pose poses estimate caution
	findings label find state continue compare see saw seen known supporting backing supported backed states remark remarks consider embrace champion rip back side charge dispute dub expressed posted`)

// Word classes that the rules go by. They are closed, or nearly.
var (
	auxiliaries = set(`has have had is are was were be been being will would can could may might must should shall did do does
		ca wo 's 're 've 'd 'll 'm not n't to`)
	adverbs = set(`also never still then once later again already always ever even just only often now soon first recently
		repeatedly previously further earlier instead long simply merely rather sometimes too thus quickly similarly reportedly
		both half further ever since`)
	pronouns    = set("he she they it i we you who that which")
	determiners = set(`the a an this that these those his her its their our my your some many most several all both each every
		any no another other others few two three four five six seven eight nine ten dozens hundreds thousands critics`)
	prepositions = set(`in on at of for from to with by about over under after before during since until through against between
		among amid despite without within into onto upon near behind toward towards across along around beyond via per as than
		like unlike including following given because while when if although though once whether`)
	conjunctions  = set("and but or yet so nor")
	subordinators = set(`that because while when if although though whether since as where until before after unless whereas
		how why what once than`)
	days = set(`monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight mondays`)
)

func isAdverb(w string) bool {
	return adverbs[w] || len(w) > 4 && strings.HasSuffix(w, "ly") && w != "family" && w != "italy" && w != "assembly" && w != "july" && w != "reply" && w != "supply"
}
