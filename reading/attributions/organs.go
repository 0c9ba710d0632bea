package attributions

import (
	"strings"

	"rapporteur"
)

// This file resolves the nouns by which news call a body that they have named: "the newspaper", "the online retail giant".

// press are nouns for who publishes.
var press = set("newspaper paper magazine outlet publication network station channel website site blog broadcaster tabloid journal weekly daily")

// bodyNouns are nouns for other bodies.
var bodyNouns = set(`company firm group organization organisation agency nonprofit non-profit charity union giant retailer automaker carmaker bank lender
	tank watchdog foundation institute maker manufacturer chain airline insurer startup start-up`)

// pressNames are words in the names of those who publish.
var pressNames = set(`times post news journal review herald tribune magazine gazette telegraph guardian observer globe chronicle inquirer daily weekly press
	mail standard advocate examiner register sun star mirror beacon today hill cnn nbc abc cbs bbc fox msnbc npr pbs reuters politico breitbart bloomberg axios vox slate`)

// organReach bounds how many sentences back a body was named that a noun means.
const organReach = 4

// organ resolves such a noun to a body named shortly before it, rather one that spoke, leads its sentence, or has a name to match.
func (r *resolver) organ(i int, h headed, src within) (mention, bool) {
	noun := r.low(h.noun)
	lead := r.low(h.from)
	if !press[noun] && !bodyNouns[noun] || lead != "the" && lead != "this" {
		return mention{}, false
	}
	best, top := mention{}, organLeast
	first := r.before(src.from) - 1
	for n := first; n >= 0 && n > first-farBack; n-- {
		m := r.mentions[n]
		d := r.word(src.from).sentence - r.word(m.from).sentence
		if d > organReach {
			break
		}
		if m.form != rapporteur.Proper || r.doc.Entities[m.entity].Kind != rapporteur.Organisation {
			continue
		}
		s := r.asOrgan(i, m, press[noun]) - 0.4*float64(d)
		if r.kindred(noun, m.entity) {
			s++
		}
		if s > top {
			best, top = m, s
		}
	}
	return best, top > organLeast
}

// kindreds are words in the names of bodies that a noun means.
var kindreds = map[string]map[string]bool{
	"agency": set("agency office bureau department administration service services authority commission"), "union": set("union workers brotherhood teamsters employees association federation"),
	"court": set("court appeals"), "panel": set("committee panel commission court board"), "institute": set("institute institution center centre"),
	"tank": set("institute institution center centre foundation council"), "charity": set("foundation fund trust"),
}

// kindred reports whether a body's name has a word that goes with a noun.
func (r *resolver) kindred(noun string, e int) bool {
	for _, w := range strings.Fields(strings.ToLower(r.doc.Entities[e].Name)) {
		if w == noun || kindreds[noun][w] {
			return true
		}
	}
	return false
}

// lastBody is the body that spoke in one of the statements just before the i-th.
func (r *resolver) lastBody(i, at int) (mention, bool) {
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		x := &r.found[k]
		if !r.done[k] || len(x.Speakers) != 1 || len(x.Source) == 0 || r.doc.Entities[x.Speakers[0]].Kind != rapporteur.Organisation {
			continue
		}
		from := r.wordAt(x.Source[0].Start)
		if r.word(at).sentence-r.word(from).sentence > 3 {
			break
		}
		for n := r.before(from); n < len(r.mentions) && r.mentions[n].from < from+longestSignature; n++ {
			if m := r.mentions[n]; m.entity == x.Speakers[0] {
				return r.proper(m), true
			}
		}
	}
	return mention{}, false
}

// organLeast is the score from which a noun is taken to mean a body.
const organLeast = 0.4

func (r *resolver) asOrgan(i int, m mention, press bool) float64 {
	s := 0.0
	if r.spoke(i, m.entity) {
		s += 1.2
	}
	if from, _ := r.sentenceOf(m.from); m.from-from <= 1 {
		s += 0.8
	}
	named := false
	for _, w := range strings.Fields(strings.ToLower(r.doc.Entities[m.entity].Name)) {
		named = named || pressNames[w]
	}
	switch {
	case press && named:
		s++
	case press || named:
		s--
	}
	return s
}

// spoke reports whether an entity is the speaker of one of the statements just before the i-th.
func (r *resolver) spoke(i, entity int) bool {
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		for _, e := range r.found[k].Speakers {
			if r.done[k] && e == entity {
				return true
			}
		}
	}
	return false
}
