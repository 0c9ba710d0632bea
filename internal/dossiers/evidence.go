package dossiers

import (
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"rapporteur"
	"rapporteur/reading/names"
)

// weigh gathers what the articles around a candidate say for or against its being the entity.
func (r *reader) weigh(e *entity, c *candidate) error {
	if c.ID < 0 {
		owner := r.owners[-c.ID-1]
		c.evidence = e.agree(boolInt(owner.he), boolInt(owner.she))
		return nil
	}
	if c.close == same && len(e.roles) == 0 && !e.he && !e.she && !e.person.short() && e.kind == rapporteur.Person {
		return nil // nothing here could speak against the full name
	}
	around, err := r.lookAround(c.ID)
	if err != nil {
		return err
	}
	c.evidence = rolesAlike(e.roles, around.Roles) + e.agree(around.He, around.She)
	if around.Gap > 15*365*24*time.Hour {
		c.evidence--
	}
	if c.close == same && !e.person.short() || c.close == suffixed { // father and son keep the same company
		return nil
	}
	company, err := r.company(c, around.Articles)
	c.evidence += company
	return err
}

func (r *reader) lookAround(id int64) (*rapporteur.Company, error) {
	if known := r.around[id]; known != nil {
		return known, nil
	}
	c, err := r.archive.Around(id, r.at)
	if err != nil {
		return nil, err
	}
	r.around[id] = &c
	return &c, nil
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// agree compares he and she. A pronoun that the given name belies says nothing: it was somebody else's.
func (e *entity) agree(hes, shes int) float64 {
	if e.he == e.she || hes == 0 && shes == 0 || e.belied() {
		return 0
	}
	share := float64(hes) / float64(hes+shes)
	if e.she {
		share = 1 - share
	}
	switch {
	case share < 0.15 && hes+shes > 1:
		return -3
	case share < 0.3:
		return -1.5
	case share > 0.7:
		return 0.4
	}
	return 0
}

func (e *entity) belied() bool {
	switch names.GivenGender(e.person.given) {
	case names.Male:
		return e.she
	case names.Female:
		return e.he
	}
	return false
}

// company weighs who else is named: those who are rare on file say most.
func (r *reader) company(c *candidate, articles int) (float64, error) {
	if articles == 0 {
		return 0, nil
	}
	with, ok := r.together[c.ID]
	if !ok {
		var err error
		if with, err = r.archive.Together(c.ID, r.at); err != nil {
			return 0, err
		}
		r.together[c.ID] = with
	}
	sum := 0.0
	for _, id := range slices.Sorted(maps.Keys(r.here)) { // in one order, so that the sum is the same
		if n := with[id]; n > 0 && id != c.Whole {
			share := float64(n) / float64(articles)
			sum += (0.3 + 0.7*share) * 1.5 / math.Log2(2+float64(r.here[id]))
		}
	}
	return math.Min(sum, 2), nil
}

// rolesAlike compares roles as printed: the share of the words that say something.
func rolesAlike(here, there []string) float64 {
	a := roleWords(here)
	if len(a) == 0 || len(there) == 0 {
		return 0
	}
	best := 0.0
	for _, one := range there {
		b := roleWords([]string{one})
		if len(b) == 0 {
			continue
		}
		n := 0
		for _, w := range b {
			if slices.Contains(a, w) {
				n++
			}
		}
		best = math.Max(best, float64(n)/float64(min(len(a), len(b))))
	}
	if best == 0 {
		return -0.6
	}
	return 1.8 * best
}

var roleStops = []string{"the", "of", "a", "an", "for", "to", "in", "on", "at", "and", "former", "ex", "then", "s", "his", "her", "its", "their", "new", "senior", "mr", "mrs", "ms", "dr"}

// roleAlike are words of roles that newspapers use for one another.
var roleAlike = map[string]string{"candidate": "nominee", "sen": "senator", "rep": "representative", "gov": "governor", "congressman": "representative", "congresswoman": "representative",
	"spokesman": "spokesperson", "spokeswoman": "spokesperson", "chairman": "chair", "chairwoman": "chair", "chairperson": "chair", "pres": "president", "premier": "prime", "boss": "chief", "head": "chief",
	"lawmaker": "representative", "gop": "republican", "defence": "defense", "czar": "tsar", "gen": "general", "prof": "professor", "us": "united states"}

func roleWords(roles []string) []string {
	var out []string
	for _, role := range roles {
		for _, w := range plainWords(role) {
			if e, ok := names.Lookup(w); ok && e.Demonym {
				w = plain(e.Name)
			}
			if to, ok := roleAlike[w]; ok {
				w = to
			}
			if !slices.Contains(roleStops, w) && !slices.Contains(out, w) {
				out = append(out, w)
			}
		}
	}
	return out
}

// pronouns tells whether an article says he or she of somebody, or Mr or Ms.
func pronouns(doc *rapporteur.Document, x *rapporteur.Entity) (he, she bool) {
	text := doc.Article.Text
	for _, m := range x.Mentions {
		w := strings.ToLower(m.Of(text))
		if m.Form == rapporteur.Proper {
			w = strings.ToLower(wordBefore(text, m.Start))
		}
		switch w {
		case "he", "him", "his", "himself", "mr", "mr.":
			he = true
		case "she", "her", "hers", "herself", "mrs", "mrs.", "ms", "ms.", "miss":
			she = true
		}
	}
	return he && !she, she && !he
}

func wordBefore(text string, at int) string {
	fields := strings.Fields(text[max(0, at-24):at])
	if len(fields) == 0 {
		return ""
	}
	return fields[len(fields)-1]
}

// ofCountry says whose body one is that every country has, where the words before it or the article tell.
func (r *reader) ofCountry(x *rapporteur.Entity, name string) string {
	for _, m := range x.Mentions {
		if m.Form != rapporteur.Proper {
			continue
		}
		if e, ok := names.Lookup(strings.TrimSuffix(strings.TrimSuffix(wordBefore(r.doc.Article.Text, m.Start), "’s"), "'s")); ok && e.Country == e.Name {
			return belonging(name, e.Name)
		}
	}
	if _, ok := lookup(bare(x.Name)); ok && r.american {
		return name
	}
	return belonging(name, r.country)
}

// belonging names a body by its country. The gazetteer's bare names are the United States', as newspapers write them
// where that country is named at all.
func belonging(name, country string) string {
	if country == "" || country == "United States" {
		return name
	}
	return name + ", " + country
}

// mainCountry is the country that an article names most often, by name, capital or adjective, where one stands out; and
// whether it names the United States.
func mainCountry(doc *rapporteur.Document) (country string, american bool) {
	counts := map[string]int{}
	for i := range doc.Entities {
		x := &doc.Entities[i]
		if x.Kind == rapporteur.Person {
			continue
		}
		if e, ok := lookup(bare(x.Name)); ok && e.Country != "" {
			counts[e.Country] += max(len(x.Mentions), 1)
		}
	}
	best, most, second := "", 0, 0
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		switch n := counts[name]; {
		case n > most:
			best, most, second = name, n, most
		case n > second:
			second = n
		}
	}
	if most < 2 || most == second {
		best = ""
	}
	return best, counts["United States"] > 0
}
