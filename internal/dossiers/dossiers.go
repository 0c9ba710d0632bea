// Package dossiers brings together the entities of single articles that are the same person, body or place: it says under which
// subject of the archive each of them belongs.
//
// It promises: the same document and the same archive always give the same answer; what it asks of the archive for one
// article is bounded by the article, not by the archive; homonyms are kept apart where the evidence says so, and a surname
// alone is filed under somebody only where the evidence is good: else it stays a subject of its own, with a doubt and a rival for a person
// to settle. It keeps no state and does no I/O but through [Archive].
//
// The evidence is of four kinds: the name (keys.go, people.go, bodies.go), the roles, who else is named in the articles
// nearest in time, and he or she.
package dossiers

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"rapporteur"
)

// Archive is what is asked of the subjects on file. An error ends the identification and is returned as it is.
type Archive interface {
	// Known gives the subjects that are found by any of the keys, with the names that are found by them: a dozen of each key
	// at most, those in most articles first.
	Known(keys []string) ([]rapporteur.Subject, error)
	// Around gives what the articles nearest to a time say of a subject; a few dozen articles at most.
	Around(id int64, at time.Time) (rapporteur.Company, error)
	// Together tells in how many of these articles each other subject (the whole of it) is named, too.
	Together(id int64, at time.Time) (map[int64]int, error)
}

// MaxNameWords and MaxNameBytes bound what may be a name: what is longer is none, but a sentence taken for one.
const (
	MaxNameWords = 12
	MaxNameBytes = 120
)

// Identify says which subjects the entities of a document are, and the speakers that are named and are no entity ("the
// Smith campaign"). Those that can't be a name are left out. Identities stand in the order of the entities.
func Identify(doc *rapporteur.Document, archive Archive) ([]rapporteur.Identity, error) {
	r := &reader{doc: doc, archive: archive, at: doc.Article.Published.Time, around: map[int64]*rapporteur.Company{}, together: map[int64]map[int64]int{}, here: map[int64]int{}}
	if r.at.IsZero() {
		r.at = doc.Article.Fetched
	}
	r.gather()
	// Whom the article names in full is settled first: it is evidence for the rest.
	for pass := range 3 {
		for _, e := range r.entities {
			if e.pass() != pass {
				continue
			}
			if err := r.settle(e); err != nil {
				return nil, err
			}
		}
	}
	out := make([]rapporteur.Identity, 0, len(r.entities))
	for _, e := range r.entities {
		out = append(out, e.identity)
	}
	return out, nil
}

// reader is one identification at work.
type reader struct {
	doc      *rapporteur.Document
	archive  Archive
	at       time.Time
	entities []*entity
	fresh    []rapporteur.Subject // what this article adds; their IDs are negative
	owners   []*entity            // of fresh
	around   map[int64]*rapporteur.Company
	together map[int64]map[int64]int
	here     map[int64]int // subjects settled so far, and in how many articles they are
	country  string        // the one the article is about, "" where none stands out
	american bool          // the article names the United States
}

// entity is an entity of the article, ready to be compared.
type entity struct {
	identity rapporteur.Identity
	index    int
	kind     rapporteur.EntityKind
	name     string // regular
	names    []string
	person   person
	roles    []string
	he, she  bool
	role     rapporteur.Span
}

// pass is the turn in which an entity is settled: places and bodies, then people by full names, then the rest.
func (e *entity) pass() int {
	switch {
	case e.kind != rapporteur.Person:
		return 0
	case !e.person.short():
		return 1
	}
	return 2
}

func (r *reader) gather() {
	speaks := map[int]bool{}
	loose := map[string]bool{}
	var spoken []string
	for i := range r.doc.Attributions {
		a := &r.doc.Attributions[i]
		for _, e := range a.Speakers {
			speaks[e] = true
		}
		if len(a.Speakers) == 0 && a.SpeakerName != "" {
			for name := range strings.SplitSeq(a.SpeakerName, "; ") {
				if !loose[name] {
					loose[name] = true
					spoken = append(spoken, name)
				}
			}
		}
	}
	r.country, r.american = mainCountry(r.doc)
	for i := range r.doc.Entities {
		if e := r.entity(i, speaks[i]); e != nil {
			r.entities = append(r.entities, e)
		}
	}
	for _, name := range spoken {
		if e := r.loose(name); e != nil {
			r.entities = append(r.entities, e)
		}
	}
}

func (r *reader) entity(i int, speaks bool) *entity {
	x := &r.doc.Entities[i]
	if !isName(x.Name) {
		return nil
	}
	e := &entity{index: i, names: namesOf(x)}
	name := x.Name
	if m := orShort.FindStringSubmatch(name); m != nil && x.Kind != rapporteur.Person {
		name, e.names = m[1], append(e.names, m[1], m[2])
	}
	e.name, e.kind = regular(name, x.Kind, speaks)
	if e.kind == rapporteur.Person {
		if e.person = parsePerson(x.Name); len(e.person.last) == 0 {
			e.kind = rapporteur.Organisation // "Fox and Friends"
		}
	}
	if e.kind == rapporteur.Person {
		e.names = slices.DeleteFunc(e.names, e.another)
		e.he, e.she = pronouns(r.doc, x)
	}
	if e.kind == rapporteur.Organisation && isCommon(x.Name) {
		if e.name = r.ofCountry(x, e.name); e.name != x.Name {
			e.names = []string{e.name} // the bare name is not only theirs
		}
	}
	if len(x.Roles) > 0 {
		e.role = x.Roles[0].Span
	}
	for _, role := range x.Roles {
		e.roles = append(e.roles, role.Of(r.doc.Article.Text))
	}
	return e
}

// orShort is a name with its short form: "Security Action for Europe or SAFE".
var orShort = regexp.MustCompile(`^(.+ .+),? or ([A-Z]{3,8})$`)

// loose makes an entity of a speaker that is named and is none: a body, as a rule ("the Clinton campaign").
func (r *reader) loose(name string) *entity {
	if !isName(name) {
		return nil
	}
	e := &entity{index: rapporteur.None, names: []string{name}}
	e.name, e.kind = regular(name, rapporteur.Organisation, true)
	return e
}

func isName(name string) bool {
	return len(name) <= MaxNameBytes && len(strings.Fields(name)) <= MaxNameWords && len(plainWords(name)) > 0
}

// another reports whether a full name that the reader took for the entity's is somebody else's.
func (e *entity) another(name string) bool {
	p := parsePerson(name)
	return len(p.last) == 0 || !p.short() && !e.person.short() && compare(&e.person, &p) == apart
}

func namesOf(x *rapporteur.Entity) []string {
	out := []string{x.Name}
	for _, a := range x.Aliases {
		if isName(a) && !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}

// Keys gives the keys that a name typed by a person is found by, the surest first: where some of one list are on file, the
// next need not be asked.
func Keys(name string) [][]string {
	if !isName(name) {
		return nil
	}
	full, _ := regular(name, rapporteur.Place, false)
	p := parsePerson(name)
	exact := []string{"=:" + plain(full), "=:" + plain(name)}
	var loose []string
	if len(p.last) > 0 && !p.short() {
		exact = append(exact, "=:"+p.given+" "+p.surname())
		loose = p.looseKeys()
	}
	levels := [][]string{exact, {"b:" + bag(full)}}
	if p.short() {
		return append(levels, []string{"s:" + roman(p.surname())})
	}
	return append(levels, loose)
}
