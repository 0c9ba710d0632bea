package names

import (
	"strings"

	"rapporteur"
)

// Entry is what the gazetteer knows of a name: countries and their capitals, international bodies, parties, agencies,
// newspapers, companies, by their full and short names.
type Entry struct {
	Name    string // the name it goes by: "European Union" for "EU", "Ukraine" for "Ukrainian"
	Kind    rapporteur.EntityKind
	Country string // the country that it is, or is the capital or the seat of government of; else ""
	House   bool   // a seat that is no town, and always stands for its government: the Kremlin
	Demonym bool   // the name is of a people or an adjective: "Ukrainian"
}

// Lookup gives what the gazetteer knows of a name, printed as in the text and without an article before it.
func Lookup(name string) (Entry, bool) {
	var words []string
	for _, w := range cut(name) {
		words = append(words, fold(w.Of(name)))
	}
	if len(words) == 0 {
		return Entry{}, false
	}
	for _, p := range known().phrases[words[0]] {
		if len(p.words) == len(words) && strings.Join(p.words, " ") == strings.Join(words, " ") && (p.exact == "" || p.exact == name) {
			return p.fact.entry()
		}
	}
	return Entry{}, false
}

func (f fact) entry() (Entry, bool) {
	switch f.sense {
	case country:
		return Entry{Name: f.name, Kind: rapporteur.Place, Country: f.name}, true
	case capital:
		return Entry{Name: f.seat, Kind: rapporteur.Place, Country: f.name}, true
	case house:
		return Entry{Name: f.seat, Kind: rapporteur.Organisation, Country: f.name, House: true}, true
	case demonym:
		return Entry{Name: f.name, Kind: rapporteur.Place, Country: f.name, Demonym: true}, true
	case place:
		return Entry{Name: f.name, Kind: rapporteur.Place}, true
	case body:
		return Entry{Name: f.name, Kind: rapporteur.Organisation}, true
	}
	return Entry{}, false
}

// GivenGender is the gender that a given name tells, Unknown where it tells none.
func GivenGender(given string) Gender { return known().given[fold(given)] }

// IsGiven reports whether a word is a given name that the tables know.
func IsGiven(word string) bool {
	_, ok := known().given[fold(word)]
	return ok
}

// FullForms gives the given names that a short one may stand for, in lower case: "william" for "Bill".
func FullForms(given string) []string { return known().nick[fold(given)] }

// SameGiven reports whether two given names, in lower case, may be one person's: equal, one the initial or the pet form of
// the other, or spellings of one name.
func SameGiven(a, b string) bool { return a != "" && b != "" && givenFits(a, b) }
