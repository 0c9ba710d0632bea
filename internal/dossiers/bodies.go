package dossiers

import (
	"embed"
	"slices"
	"strings"
	"sync"
	"unicode"

	"rapporteur"
	"rapporteur/reading/names"
)

//go:embed tables/*.txt
var tables embed.FS

// places are the short names of states and regions, which the gazetteer of the reader knows as names only.
var places = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	data, err := tables.ReadFile("tables/places.txt")
	if err != nil {
		panic(err) // embedded: absent only in a broken build
	}
	for line := range strings.Lines(string(data)) {
		name, short, ok := strings.Cut(strings.TrimSpace(line), ";")
		if !ok || strings.HasPrefix(name, "#") {
			continue
		}
		for s := range strings.SplitSeq(short, ";") {
			out[strings.TrimSpace(s)] = name
		}
	}
	return out
})

// regular makes a name that articles print in many ways one: without "the", a possessive and the adjectives before it,
// and under its full name where the gazetteer knows it. speaks says that it does so in the article: a capital that speaks is its country.
func regular(name string, kind rapporteur.EntityKind, speaks bool) (string, rapporteur.EntityKind) {
	name = bare(name)
	if full, ok := places()[name]; ok && kind != rapporteur.Person {
		return full, rapporteur.Place
	}
	if of, ok := ofGovernment(name); ok {
		return of, rapporteur.Place
	}
	e, ok := lookup(name)
	if !ok || e.Demonym || kind == rapporteur.Person && mayBePerson(name) {
		return name, kind
	}
	if e.House || e.Country != "" && (speaks || kind == rapporteur.Organisation) {
		return e.Country, rapporteur.Place
	}
	return e.Name, e.Kind
}

// ofGovernment gives the country of "the Saudi government": it is the country that speaks.
func ofGovernment(name string) (string, bool) {
	of, ok := strings.CutSuffix(strings.ToLower(name), " government")
	if !ok {
		return "", false
	}
	e, ok := lookup(name[:len(of)])
	return e.Country, ok && e.Country == e.Name
}

// lookup asks the gazetteer; a name wholly in capitals ("WASHINGTON", "CONGRESS") counts as if it were not.
func lookup(name string) (names.Entry, bool) {
	if e, ok := names.Lookup(name); ok {
		return e, true
	}
	if len(name) > 3 && strings.ToUpper(name) == name {
		return names.Lookup(titled(name))
	}
	return names.Entry{}, false
}

func titled(name string) string {
	words := strings.Fields(strings.ToLower(name))
	for i, w := range words {
		r := []rune(w)
		r[0] = unicode.ToUpper(r[0])
		words[i] = string(r)
	}
	return strings.Join(words, " ")
}

// mayBePerson reports whether a name that the gazetteer knows as a place or body is as well a person's: one word only, or one
// that begins with a given name.
func mayBePerson(name string) bool {
	words := strings.Fields(name)
	return len(words) == 1 || names.IsGiven(words[0])
}

// bare takes from a name what is none of it: an article, adjectives in small letters before it, a possessive or the end of a
// sentence after it.
func bare(name string) string {
	name = strings.Trim(strings.Join(strings.Fields(name), " "), "\"“”‘’',;: ")
	name = strings.TrimSuffix(strings.TrimSuffix(name, "'s"), "’s")
	words := strings.Split(name, " ")
	if len(words) > 1 && slices.Contains([]string{"The", "THE", "A", "An"}, words[0]) {
		words = words[1:]
	}
	for i, w := range words {
		if strings.ContainsFunc(w, unicode.IsUpper) {
			words = words[i:]
			break
		}
	}
	if last := len(words) - 1; last > 0 && len(words[last]) > 4 && strings.Count(words[last], ".") == 1 {
		words[last] = strings.TrimSuffix(words[last], ".")
	}
	return strings.Join(words, " ")
}

// legal are forms of companies and words that come and go in the names of bodies.
var legal = []string{"inc", "corp", "corporation", "co", "company", "ltd", "limited", "llc", "plc", "ag", "gmbh", "sa", "spa", "nv", "of", "for", "the", "and", "on", "in", "to", "a", "de", "la"}

// bag is a body's name without regard to the order of its words: Department of Justice, Justice Department.
func bag(name string) string {
	var out []string
	words := plainWords(strings.NewReplacer("’s ", " ", "'s ", " ", "United States", "US").Replace(name))
	if n := len(words); n > 1 && words[0] == "us" && isCommon(strings.Join(words[1:], " ")) {
		words = words[1:] // as newspapers write it where no other country's is meant
	}
	if n := len(words); n > 2 && slices.Contains(following, words[n-1]) {
		words = words[n-2:] // Hillary Clinton's campaign is the Clinton campaign
	}
	for _, w := range words {
		switch w {
		case "camp", "team":
			w = "campaign"
		case "us", "usa", "american":
			w = "us"
		case "dept":
			w = "department"
		case "defence":
			w = "defense"
		case "labour":
			w = "labor"
		case "centre":
			w = "center"
		case "organisation":
			w = "organization"
		case "programme":
			w = "program"
		}
		if !slices.Contains(legal, w) {
			out = append(out, w)
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// following are words after somebody's name for those who work for them.
var following = []string{"campaign", "camp", "team", "administration", "campaigns"}

// acronym gives the first letters of a body's name where it has three words with capitals or more, "" otherwise; or the name itself where
// it is one already.
func acronym(name string) string {
	words := strings.Fields(name)
	if len(words) == 1 {
		letters := strings.ReplaceAll(name, ".", "")
		if n := len(letters); n >= 3 && n <= 6 && strings.ToUpper(letters) == letters && strings.ContainsFunc(letters, unicode.IsLetter) {
			return strings.ToLower(letters)
		}
		return ""
	}
	var b strings.Builder
	for _, w := range words {
		if r := []rune(w)[0]; unicode.IsUpper(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	if b.Len() < 3 {
		return ""
	}
	return b.String()
}

// bodyKeys are those that an organisation or a place is found by.
func bodyKeys(name string) []string {
	p := plain(name)
	if p == "" {
		return nil
	}
	keys := []string{"=:" + p}
	if b := bag(name); b != "" && b != p {
		keys = append(keys, "b:"+b)
	} else if b != "" {
		keys = append(keys, "b:"+p)
	}
	if a := acronym(name); a != "" {
		keys = append(keys, "a:"+a)
	}
	return keys
}

// common are bodies that every country has; which one is meant, the words before it and the article's country tell.
var common = []string{"foreign ministry", "defense ministry", "defence ministry", "interior ministry", "finance ministry", "justice ministry", "health ministry",
	"ministry foreign affairs", "defense ministry", "parliament", "supreme court", "constitutional court", "senate", "house", "house representatives", "congress", "central bank", "green party",
	"national guard", "national assembly", "foreign office", "cabinet", "army", "navy", "air force", "government", "state department", "justice department", "treasury", "communist party", "labor party",
	"democratic party", "republican party", "conservative party", "social democratic party", "socialist party", "national security council", "election commission", "electoral commission", "central election commission", "ministry defense", "ministry interior", "ministry finance", "ministry justice", "ministry health", "ministry"}

func isCommon(name string) bool {
	p := strings.Join(slices.DeleteFunc(plainWords(name), func(w string) bool { return w == "of" || w == "the" }), " ")
	return slices.Contains(common, p)
}
