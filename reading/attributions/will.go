package attributions

import (
	"slices"
	"strings"

	"rapporteur"
	"rapporteur/reading/names"
)

// will is what a content says the speaker is going to do.
type will struct {
	verb        string // in its base form or in -ing; "" where he says nothing of the kind
	conditional bool   // the content has an if or unless
}

// selfWill reads "that she will talk to ministers", “Next week we are going to act”, "its troops would withdraw": a verb of doing to
// come, whose subject is the speaker or the body that he speaks for.
func (d *deed) selfWill() *will {
	if d.will != nil {
		return d.will
	}
	d.will = &will{}
	from, to := d.reach()
	for i := from; i < to; i++ {
		verb := d.ahead(i, to)
		if w := d.low(i); (w == "would" || w == "'d") && i > from && (d.low(i-1) == "i" || d.low(i-1) == "we") {
			continue // what one would do, not what one will
		}
		if verb < 0 || d.idle(verb) || !d.oneself(from, d.subjectEnd(from, i)) {
			continue
		}
		d.will.verb = d.word(verb).low
		for k := from; k < to; k++ {
			d.will.conditional = d.will.conditional || d.word(k).low == "if" || d.word(k).low == "unless"
		}
		break
	}
	return d.will
}

// reach is the range of words of the content's first sentence, no longer than the rules look; nothing of a question within.
func (d *deed) reach() (from, to int) {
	if len(d.x.Content) == 0 {
		return 0, 0
	}
	c := d.x.Content[0]
	from = d.wordAt(c.Start)
	_, end := d.sentenceOf(min(from, d.size()-1))
	to = min(d.wordAt(c.End-1)+1, end, from+40)
	if interrogative[d.low(from)] {
		return from, from
	}
	return from, to
}

// ahead gives the verb behind an auxiliary of the future at word i, or -1: "will" talk, "is going to" talk, "plans to" talk.
func (d *deed) ahead(i, to int) int {
	v := -1
	switch w := d.word(i).low; w {
	case "will", "shall", "'ll", "wo", "would", "'d":
		v = i + 1
	case "is", "are", "am", "'s", "'re", "'m", "was", "were":
		past := w == "was" || w == "were"
		if next := d.low(i + 1); d.low(i+2) == "to" && (next == "going" || next == "planning" || !past && (next == "ready" || next == "prepared" || next == "willing")) {
			v = i + 3
		}
	case "plan", "plans", "planned", "intend", "intends", "intended":
		if d.low(i+1) == "to" {
			v = i + 2
		}
	}
	for v >= 0 && v < to && (isAdverb(d.low(v)) || d.low(v) == "n't" || d.low(v) == "not") {
		v++
	}
	if v >= 0 && d.low(v) == "be" && v+1 < to { // "will be talking", "will be willing to talk"
		switch next := d.low(v + 1); {
		case (next == "willing" || next == "ready" || next == "prepared") && d.low(v+2) == "to":
			v += 3
		case strings.HasSuffix(next, "ing"):
			v++
		}
	}
	if v >= to {
		return -1
	}
	return v
}

// idle reports whether a verb names nothing that one does on purpose.
func (d *deed) idle(verb int) bool {
	w := d.word(verb).low
	return !d.word(verb).letters || acts.lists["idle"][w] || w == "take" && d.low(verb+1) == "delivery"
}

// subjectEnd is the end of the subject of the auxiliary at word i: adverbs before it are left out.
func (d *deed) subjectEnd(from, i int) int {
	for i > from && isAdverb(d.low(i-1)) {
		i--
	}
	return i
}

// oneself reports whether the words that end before word end, back to where their clause begins, mean the speaker, or the body that he
// speaks for.
func (d *deed) oneself(from, end int) bool {
	start := end
	for start > from && end-start < 6 && d.word(start-1).letters && !clauseStarts[d.low(start-1)] && !days[d.low(start-1)] {
		start--
	}
	if start == end || d.reports(from, start) {
		return false
	}
	if pronouns[d.low(end-1)] {
		return d.pronounOneself(d.low(end - 1))
	}
	if ownBodies[d.low(end-1)] && end-start <= 3 && (d.low(start) == "the" || d.low(start) == "his" || d.low(start) == "her" || d.low(start) == "its" || d.low(start) == "our" || d.low(start) == "my") {
		return !d.subjectIsBody(d.low(start))
	}
	return d.speaksFor(d.span(start, end))
}

// reports reports whether somebody else's words begin inside the content before word end: "Eight have told us that they will ...".
func (d *deed) reports(from, end int) bool {
	for i := from; i < end; i++ {
		for _, v := range verbs[d.low(i)] {
			if (v.class == speech || v.class == tell) && !nouns[d.low(i)] {
				return true
			}
		}
	}
	return false
}

// subjectIsBody is true for "his company" of a speaker that is no person.
func (d *deed) subjectIsBody(determiner string) bool {
	return (determiner == "his" || determiner == "her") && len(d.x.Speakers) == 1 && d.doc.Entities[d.x.Speakers[0]].Kind != rapporteur.Person
}

var (
	clauseStarts = set("that and but if when while because as so which who where although though since until after before then what how whether once for")
	// ownBodies are nouns for what a speaker speaks for.
	ownBodies = set("company government country administration party ministry campaign bloc union alliance group bank agency commission council army military firm airline team organisation organization office department police kingdom state city committee federation")
)

// pronounOneself reports whether a pronoun can be the speaker.
func (d *deed) pronounOneself(w string) bool {
	person := len(d.x.Speakers) == 1 && d.doc.Entities[d.x.Speakers[0]].Kind == rapporteur.Person
	switch w {
	case "i", "we":
		return true
	case "they":
		return !person
	case "it":
		return !person && (len(d.x.Speakers) > 0 || d.body())
	case "he", "she":
		if len(d.x.Speakers) != 1 {
			return len(d.x.Speakers) == 0
		}
		g := d.genderOf(d.x.Speakers[0])
		return g == names.Unknown || g == singular[w]
	}
	return false
}

// body reports whether the source is a noun for a body: "the Belgian government".
func (d *deed) body() bool {
	for _, w := range d.head(d.x.Source, 6) {
		if ownBodies[w] {
			return true
		}
	}
	return false
}

// speaksFor reports whether a name in the content is the speaker's own, or that of a body or country that he holds his role in, or that his
// source is printed with.
func (d *deed) speaksFor(name rapporteur.Span) bool {
	for _, m := range d.namesEnding(name.End) {
		if m.start >= name.Start {
			return d.standsFor(m.entity)
		}
	}
	return false
}

// ending is a proper mention, by where it begins.
type ending struct{ start, entity int }

// namesEnding are the proper mentions that end at a byte offset, in the order of their entities.
func (a *article) namesEnding(at int) []ending {
	if a.endings == nil {
		a.endings = map[int][]ending{}
		for e := range a.doc.Entities {
			for _, m := range a.doc.Entities[e].Mentions {
				if m.Form == rapporteur.Proper {
					a.endings[m.End] = append(a.endings[m.End], ending{m.Start, e})
				}
			}
		}
	}
	return a.endings[at]
}

func (d *deed) standsFor(e int) bool {
	if slices.Contains(d.x.Speakers, e) {
		return true
	}
	if d.doc.Entities[e].Kind == rapporteur.Place && d.ofNation(d.doc.Entities[e].Name) {
		return true
	}
	for _, m := range d.beside(e) {
		for _, s := range d.x.Source {
			if s.Contains(m.Span) && (m.Form == rapporteur.Proper || d.doc.Entities[e].Kind != rapporteur.Person) {
				return true
			}
		}
		for _, s := range d.x.Speakers {
			for _, r := range d.doc.Entities[s].Roles {
				if m.Overlaps(r.Span) || m.Overlaps(r.Body) || m.Overlaps(r.Country) {
					return d.doc.Entities[e].Kind != rapporteur.Person
				}
			}
		}
	}
	return false
}

// manyMentions is how many mentions an entity has before those that matter are looked up instead of gone through.
const manyMentions = 200

// beside are the mentions of an entity, in order, that may stand in the source or in a role of a speaker.
func (d *deed) beside(e int) []rapporteur.Mention {
	all := d.doc.Entities[e].Mentions
	if len(all) < manyMentions {
		return all
	}
	over := slices.Clone(d.x.Source)
	for _, s := range d.x.Speakers {
		for _, r := range d.doc.Entities[s].Roles {
			over = append(over, r.Span, r.Body, r.Country)
		}
	}
	slices.SortFunc(over, rapporteur.Span.Compare)
	var out []rapporteur.Mention
	next := 0
	for _, s := range over {
		i, _ := slices.BinarySearchFunc(all, s.Start, func(m rapporteur.Mention, at int) int { return m.End - at - 1 })
		for i = max(i, next); i < len(all) && all[i].Start < s.End; i++ {
			out = append(out, all[i])
		}
		next = max(next, i)
	}
	return out
}

// ofNation reports whether the source is printed with the people's name of a country: "Norwegian Prime Minister" for Norway. Four letters
// in common are enough, since a country is also what is being looked for.
func (d *deed) ofNation(country string) bool {
	const shared = 4
	if len(country) < shared {
		return false
	}
	stem := strings.ToLower(country[:shared])
	return slices.ContainsFunc(d.head(d.x.Source, 8), func(w string) bool { return strings.HasPrefix(w, stem) })
}

// threat reports whether what the speaker will do is hostile.
func (d *deed) threat() bool {
	w := d.selfWill()
	base := strings.TrimSuffix(w.verb, "ing")
	return acts.lists["deadly"][base] || w.conditional && acts.lists["hostile"][base]
}
