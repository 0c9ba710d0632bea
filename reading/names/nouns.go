package names

import (
	"slices"
	"strings"
)

// This file links nouns ("the minister", "the company") to those they may be called by.

// ofNoun takes the entity that can be called by the noun: one whose role has it for its head, one whose name ends in it, or
// the body that the tables describe so.
func (r *resolver) ofNoun(a *anaphor) int {
	if name := r.tables.bodies[a.head]; name != "" && r.word(a.from).fold == "the" && a.to == a.from+2 {
		if i, ok := r.byKey["="+fold(name)]; ok {
			return i
		}
	}
	kind, known := r.tables.nominal[a.head]
	if !known {
		kind = Person
	}
	best, top := -1, 0.0
	for i := range r.mind {
		c := &r.mind[i]
		if r.ents[c.ent].kind != kind && !(kind == Place && r.ents[c.ent].kind == Place) {
			continue
		}
		v := r.calledBy(a, c, kind)
		if p := r.preferred(a, c); v > 0 {
			v = max(v+nounShare*p, 0.1)
		} else if p > nounOdds && r.mayBe(a, c) {
			v = nounShare * p
		}
		if v > top {
			best, top = c.ent, v
		}
	}
	return best
}

// A noun that no role and no name explains refers to what the trained head gives odds of more than nounOdds; nounShare makes its odds
// comparable with the points of the rules.
const (
	nounOdds  = 0.0
	nounShare = 0.5
)

// mayBe reports whether nothing in the text speaks against a noun phrase's meaning an entity that was spoken of before.
func (r *resolver) mayBe(a *anaphor, c *active) bool {
	e := &r.ents[c.ent]
	if c.last.to > a.from || strings.HasSuffix(a.head, "s") && r.tables.words[a.head]&role == 0 {
		return false
	}
	if e.kind != Person {
		return true
	}
	if g, h := genderOfNoun(r.tables, a.head), e.votes.gender(); g != Unknown && h != Unknown && g != h {
		return false
	}
	return r.agrees(e, a, r.ownerOf(a))
}

// calledBy scores an entity as what a noun phrase means; 0 means that it is not.
func (r *resolver) calledBy(a *anaphor, c *active, kind Kind) float64 {
	e := &r.ents[c.ent]
	d := float64(r.word(a.from).sent - r.word(c.last.from).sent)
	if c.last.to > a.from || c.last.from < a.to && c.last.to > a.from {
		return 0
	}
	owner := r.ownerOf(a)
	if kind == Person {
		return r.personCalled(a, e, owner, d)
	}
	if owner >= 0 || r.word(a.from).fold != "the" && r.word(a.from).fold != "this" {
		return 0
	}
	last := e.words[len(e.words)-1]
	switch {
	case last == a.head && len(e.words) > 1:
		return 6 - min(d, 5)
	case kind == Place && d <= 2 && r.townOrCountry(a.head, e):
		return 3 - d
	case a.head == "company" || a.head == "firm" || a.head == "newspaper" || a.head == "paper" || a.head == "network":
		if d <= 2 && r.trade(e, a.head) {
			return 3 - d
		}
	}
	return 0
}

// ownerOf returns the body or country at the front of a phrase ("the EU's top diplomat"), -1 where none is.
func (r *resolver) ownerOf(a *anaphor) int {
	for k := a.from; k < a.to; k++ {
		if i := r.opener(k); i >= 0 {
			return i
		}
	}
	return -1
}

// personCalled: the role must have the same head, or one that means the same; what the phrase says more must not be at odds.
func (r *resolver) personCalled(a *anaphor, e *entity, owner int, d float64) float64 {
	v := 0.0
	for _, h := range e.heads {
		switch {
		case h == a.head || spelled[h] == a.head:
			v = max(v, 4)
		case synonyms[h] != "" && synonyms[h] == synonyms[a.head]:
			v = max(v, 2.5)
		}
	}
	if owner >= 0 && slices.Contains(e.ties, owner) {
		v += 3
	}
	if g := genderOfNoun(r.tables, a.head); g != Unknown {
		if h := e.votes.gender(); h != Unknown && h != g {
			return 0
		}
	}
	if v == 0 || owner >= 0 && v < 3 {
		return 0
	}
	if !slices.Contains(e.ties, owner) && !r.agrees(e, a, owner) {
		return 0
	}
	return max(v-0.2*d, 0.1)
}

// agrees reports whether what a phrase says of body, place and party is at odds with none or not all of the roles of e.
func (r *resolver) agrees(e *entity, a *anaphor, owner int) bool {
	nation, party := r.nation(a.from, a.to), r.party(a.from, a.to)
	if owner < 0 && nation == "" && party == "" {
		return true
	}
	named := false
	for _, role := range e.roles {
		from, to := r.wordsOf(role.Span)
		if p := r.party(from, to); party != "" && p != "" {
			return p == party
		}
		for k := from; k < to; k++ {
			if i := r.opener(k); i >= 0 {
				named = true
				if i == owner {
					return true
				}
			}
		}
		if n := r.nation(from, to); n != "" {
			named = true
			if n == nation {
				return true
			}
		}
	}
	return !named && party == ""
}

// party returns the party that words from..to name, "" where they name none.
func (r *resolver) party(from, to int) string {
	for k := from; k < to; k++ {
		switch f := r.word(k).fold; f {
		case "republican", "democratic", "libertarian", "conservative", "labour", "liberal", "green", "socialist", "communist":
			return f
		case "gop":
			return "republican"
		}
	}
	return ""
}

// nation returns the country that words from..to name first, by itself or its people, "" where they name none.
func (r *resolver) nation(from, to int) string {
	for k := from; k < to; k++ {
		if p := r.phrase(k); p != nil && (p.fact.sense == country || p.fact.sense == demonym) {
			return p.fact.name
		}
	}
	return ""
}

// spelled gives the long form of a title's short one.
var spelled = map[string]string{
	"sen.": "senator", "rep.": "representative", "gov.": "governor", "gen.": "general", "amb.": "ambassador", "prof.": "professor", "pres.": "president",
	"sen": "senator", "rep": "representative", "gov": "governor", "lt.": "lieutenant", "col.": "colonel", "capt.": "captain", "sgt.": "sergeant",
}

// synonyms brings role nouns together that newspapers exchange freely.
var synonyms = map[string]string{
	"senator": "lawmaker", "congressman": "lawmaker", "congresswoman": "lawmaker", "representative": "lawmaker", "lawmaker": "lawmaker", "legislator": "lawmaker",
	"sen.": "lawmaker", "rep.": "lawmaker", "mp": "lawmaker", "sen": "lawmaker", "rep": "lawmaker",
	"premier": "leader", "minister": "leader", "chancellor": "leader", "president": "leader", "leader": "leader",
	"ambassador": "diplomat", "envoy": "diplomat", "diplomat": "diplomat",
	"candidate": "candidate", "nominee": "candidate", "hopeful": "candidate", "contender": "candidate",
	"spokesman": "spokesman", "spokeswoman": "spokesman", "spokesperson": "spokesman",
	"gov.": "governor", "governor": "governor", "gov": "governor",
	"chairman": "chair", "chairwoman": "chair", "chair": "chair", "chairperson": "chair", "chief": "chief", "head": "chief", "director": "chief", "boss": "chief",
	"professor": "scholar", "scientist": "scholar", "expert": "scholar", "scholar": "scholar", "researcher": "scholar", "economist": "scholar", "analyst": "scholar",
	"gen.": "general", "general": "general", "attorney": "lawyer", "lawyer": "lawyer", "billionaire": "businessman", "businessman": "businessman", "mogul": "businessman", "tycoon": "businessman",
}

func (r *resolver) townOrCountry(head string, e *entity) bool {
	if e.fact == nil {
		return false
	}
	switch head {
	case "country", "nation":
		return e.fact.sense == country
	case "city", "town", "capital":
		return e.fact.sense != country
	}
	return false
}

// trade reports whether a body may be called a company or a newspaper.
func (r *resolver) trade(e *entity, head string) bool {
	last := r.tables.words[e.words[len(e.words)-1]]
	press := false
	switch e.words[len(e.words)-1] {
	case "times", "post", "journal", "herald", "tribune", "gazette", "telegraph", "observer", "globe", "news", "daily", "guardian", "chronicle", "inquirer":
		press = true
	}
	if head == "newspaper" || head == "paper" {
		return press
	}
	if head == "network" {
		return e.words[len(e.words)-1] == "news" || len(e.words) == 1 && r.word(e.first).caps
	}
	return !press && (e.fact == nil || e.fact.sense != body) && last&orgHead == 0
}
