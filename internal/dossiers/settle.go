package dossiers

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"rapporteur"
	"rapporteur/reading/names"
)

// candidate is a subject that an entity may be.
type candidate struct {
	rapporteur.Subject
	close    closeness
	evidence float64
}

// settle decides which subject an entity is.
func (r *reader) settle(e *entity) error {
	e.identity = rapporteur.Identity{Entity: e.index, Kind: e.kind, Names: e.subjectNames(), Role: e.role, He: e.he, She: e.she}
	if e.kind == rapporteur.Person && !e.person.short() {
		e.identity.Claims = []string{"o:" + roman(e.person.surname())}
	}
	found, err := r.candidates(e)
	if err != nil {
		return err
	}
	if e.kind == rapporteur.Person {
		err = r.settlePerson(e, found)
	} else {
		err = r.settleBody(e, found)
	}
	if err != nil {
		return err
	}
	if e.identity.Subject == 0 && e.identity.New == 0 {
		r.add(e)
	}
	return nil
}

// subjectNames are the names that the entity is filed under, with the keys it is to be found by from now on.
func (e *entity) subjectNames() []rapporteur.SubjectName {
	var out []rapporteur.SubjectName
	add := func(n rapporteur.SubjectName) {
		if !slices.ContainsFunc(out, func(o rapporteur.SubjectName) bool { return o.Text == n.Text }) {
			slices.Sort(n.Keys)
			n.Keys = slices.Compact(n.Keys)
			out = append(out, n)
		}
	}
	if e.kind != rapporteur.Person {
		add(rapporteur.SubjectName{Text: e.name, Rank: 3, Keys: bodyKeys(e.name)})
		for _, n := range e.names {
			add(rapporteur.SubjectName{Text: n, Rank: 1, Keys: bodyKeys(bare(n))})
		}
		return out
	}
	for _, n := range e.names {
		if p := parsePerson(n); len(p.last) > 0 {
			add(rapporteur.SubjectName{Text: n, Rank: rank(n, &p), Keys: aliasKeys(&p, e.person.short())})
		}
	}
	return out
}

// rank tells full names from parts of them and from what a headline made of them.
func rank(name string, p *person) int {
	switch {
	case strings.ToUpper(name) == name:
		return 0
	case p.short() || len(p.given) == 1:
		return 1
	}
	return 2
}

// aliasKeys are those of a name of somebody; orphan tells that no full name is known.
func aliasKeys(p *person, orphan bool) []string {
	keys := p.keysOf()
	if orphan {
		return keys
	}
	return slices.DeleteFunc(keys, func(k string) bool { return k[0] == 'o' })
}

// questions are the keys that an entity is looked for by.
func (e *entity) questions() []string {
	if e.kind != rapporteur.Person {
		return bodyKeys(e.name)
	}
	keys := e.person.keysOf()
	if e.person.short() {
		return append(keys[:1:1], "=:"+e.person.surname())
	}
	out := slices.DeleteFunc(keys, func(k string) bool { return k[0] == 's' })
	return append(out, "o:"+roman(e.person.surname()))
}

func (r *reader) candidates(e *entity) ([]candidate, error) {
	keys := e.questions()
	if len(keys) == 0 {
		return nil, nil
	}
	known, err := r.archive.Known(keys)
	if err != nil {
		return nil, err
	}
	var out []candidate
	for _, s := range append(known, r.fresh...) {
		if c := r.closeness(e, &s); c > apart {
			out = append(out, candidate{Subject: s, close: c})
		}
	}
	return out, nil
}

func (r *reader) closeness(e *entity, s *rapporteur.Subject) closeness {
	if e.kind != rapporteur.Person || s.Kind != rapporteur.Person {
		return bodyCloseness(e, s)
	}
	shown := parsePerson(s.Name)
	full := len(shown.last) > 0 && !shown.short()
	if full && !e.person.short() && conflictingMiddle(&e.person, &shown) {
		return apart // George H. W. Bush, though the younger is called George Bush, too
	}
	best := apart
	for _, n := range append([]string{s.Name}, s.Names...) {
		p := parsePerson(n)
		if len(p.last) == 0 {
			continue
		}
		c := compare(&e.person, &p)
		switch {
		case c == same && e.person.short() && p.short() && full:
			c = partOf // "Kallas" is one of her names, and not the whole of it
		case c == partOf && !e.person.short() && full:
			c = apart // they share a surname, and both have more
		case c > suffixed && e.person.suffix != p.suffix && !e.person.short() && !p.short():
			c = min(c, suffixed)
		}
		best = max(best, c)
	}
	return best
}

func bodyCloseness(e *entity, s *rapporteur.Subject) closeness {
	if e.kind == rapporteur.Person || s.Kind == rapporteur.Person { // what one takes for a person and another for a body is one only where it goes by that name alone
		if plain(bare(s.Name)) == plain(e.name) {
			return same
		}
		return apart
	}
	best := apart
	for _, n := range append([]string{s.Name}, s.Names...) {
		b := bare(n)
		switch {
		case plain(b) == plain(e.name):
			return same
		case bag(b) != "" && bag(b) == bag(e.name):
			best = max(best, variant)
		case acronym(b) != "" && acronym(b) == acronym(e.name) && strings.Contains(b, " ") != strings.Contains(e.name, " "):
			best = max(best, likeBones)
		}
	}
	return best
}

// add makes a new subject of an entity.
func (r *reader) add(e *entity) {
	id := -int64(len(r.fresh) + 1)
	e.identity.New = len(r.fresh) + 1
	if e.identity.Why == "" {
		e.identity.Why = "not on file before"
	}
	r.fresh = append(r.fresh, rapporteur.Subject{ID: id, Whole: id, Kind: e.kind, Name: e.name, Names: e.names})
	r.owners = append(r.owners, e)
	r.here[id] = 1
}

// take files an entity under a subject.
func (r *reader) take(e *entity, c *candidate, why string) {
	e.identity.Why = why
	if c.ID < 0 {
		e.identity.New = int(-c.ID)
	} else {
		e.identity.Subject = c.ID
	}
	r.here[c.Whole] = max(c.Articles, 1)
}

// doubt notes who else an entity may be.
func (e *entity) doubt(rival *candidate, how float64) {
	if rival != nil && rival.ID > 0 && rival.ID != e.identity.Subject {
		e.identity.Rival, e.identity.Doubt = rival.ID, how
	}
}

// What the closeness of two names is worth beside the evidence, and what it takes together to be one person. Chosen by reading the
// errors on the training half of the Political News Attribution Relations Corpus and 110 articles of Wikinews.
const (
	enough        = 1.2
	contradiction = -2.5
	margin        = 1.0
)

var worth = map[closeness]float64{variant: 0.9, likeBones: -0.2, suffixed: -0.4}

func (r *reader) settlePerson(e *entity, found []candidate) error {
	if e.person.short() {
		return r.settleShort(e, found)
	}
	for i := range found {
		if err := r.weigh(e, &found[i]); err != nil {
			return err
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int {
		return cmp.Or(-cmp.Compare(score(&a), score(&b)), -cmp.Compare(a.Articles, b.Articles), cmp.Compare(a.ID, b.ID))
	})
	for i := range found {
		c := &found[i]
		if c.Kind != rapporteur.Person && c.Articles < 2 && names.IsGiven(e.person.given) {
			continue
		}
		if c.close == same && c.evidence > contradiction || c.close != same && score(c) >= enough {
			r.take(e, c, "the name "+found[i].Name)
			return nil
		}
	}
	if len(found) > 0 && found[0].close != partOf {
		e.doubt(&found[0], 0.5)
	}
	return nil
}

// score is what speaks for a candidate, all in all.
func score(c *candidate) float64 {
	if c.close == same {
		return 4 + c.evidence
	}
	return worth[c.close] + c.evidence
}

// settleShort finds whom a surname alone means: somebody whom the article names in full, else the one on file for whom most
// speaks, where he stands out.
func (r *reader) settleShort(e *entity, found []candidate) error {
	found = slices.DeleteFunc(found, func(c candidate) bool { return c.Kind != rapporteur.Person && c.Articles < 2 })
	prior := map[int64]float64{}
	for i := range found {
		c := &found[i]
		if err := r.weigh(e, c); err != nil {
			return err
		}
		prior[c.ID] = 0.7 * math.Log2(1+float64(c.Articles))
		if r.here[c.Whole] > 0 {
			prior[c.ID] += 2
		}
	}
	total := func(c *candidate) float64 { return prior[c.ID] + c.evidence }
	slices.SortStableFunc(found, func(a, b candidate) int {
		return cmp.Or(-cmp.Compare(total(&a), total(&b)), cmp.Compare(a.ID, b.ID))
	})
	if len(found) == 0 {
		return nil
	}
	best := &found[0]
	second := -1.0
	var rival *candidate
	for i := range found[1:] {
		if c := &found[i+1]; c.Whole != best.Whole && (best.close != same || c.close != same) { // of two that have no more than the name, the better known
			second, rival = total(c), c
			break
		}
	}
	stands := total(best)-second >= margin && best.evidence > -1
	known := best.Articles >= 3 || best.evidence >= 0.5 || r.here[best.Whole] > 0 || best.close == same
	if stands && known {
		r.take(e, best, "the surname alone; "+best.Name+" stands out among those on file")
		e.doubt(rival, math.Max(0, 1-(total(best)-second)/4))
		return nil
	}
	for i := range found { // with the others of whom no more is known than this name
		if c := &found[i]; c.close == same && c.evidence >= 0 {
			r.take(e, c, "the surname alone, like "+c.Name)
			break
		}
	}
	e.doubt(best, 0.6)
	return nil
}

func (r *reader) settleBody(e *entity, found []candidate) error {
	slices.SortStableFunc(found, func(a, b candidate) int {
		return cmp.Or(-cmp.Compare(a.close, b.close), -cmp.Compare(a.Articles, b.Articles), cmp.Compare(a.ID, b.ID))
	})
	for i := range found {
		c := &found[i]
		person := c.Kind == rapporteur.Person
		switch {
		case person && (c.close != same || c.Articles < 2 && len(plainWords(e.name)) < 2):
		case c.close >= variant:
			r.take(e, c, "the name "+c.Name)
			return nil
		case c.close == likeBones:
			if err := r.weigh(e, c); err != nil {
				return err
			}
			if c.evidence >= 1 {
				r.take(e, c, "the initials of "+c.Name+", in like company")
				return nil
			}
			e.doubt(c, 0.4)
		}
	}
	return nil
}
