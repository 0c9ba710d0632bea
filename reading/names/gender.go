package names

import (
	"strings"

	"rapporteur"
)

// Gender is the grammatical gender by which an article speaks of a person.
type Gender string

const (
	Unknown Gender = ""
	Male    Gender = "male"
	Female  Gender = "female"
)

// GenderOf returns the gender of an entity: by its pronouns in the text, else by honorific, role and given name. It is Unknown
// for organisations and places.
func GenderOf(text string, e rapporteur.Entity) Gender {
	if e.Kind != rapporteur.Person {
		return Unknown
	}
	v := votes{}
	for _, m := range e.Mentions {
		switch m.Form {
		case rapporteur.Pronoun:
			v.add(pronouns[strings.ToLower(m.Of(text))].gender, 1)
		case rapporteur.Proper:
			v.add(honorificBefore(text, m.Start), 3)
		}
	}
	for _, r := range e.Roles {
		for _, w := range strings.Fields(fold(r.Of(text))) {
			v.add(genderOfNoun(known(), w), 2)
		}
	}
	if words := nameWords(e.Name); len(words) > 1 {
		v.add(known().given[words[0]], 1.5)
	}
	return v.gender()
}

// votes is the evidence for a person's gender.
type votes struct{ male, female float64 }

func (v *votes) add(g Gender, n float64) {
	switch g {
	case Male:
		v.male += n
	case Female:
		v.female += n
	}
}

// against is how much more speaks for the other gender.
func (v votes) against(g Gender) float64 {
	if g == Male {
		return v.female - v.male
	}
	return v.male - v.female
}

func (v votes) gender() Gender {
	switch {
	case v.male > v.female:
		return Male
	case v.female > v.male:
		return Female
	}
	return Unknown
}

func genderOfNoun(t *tables, w string) Gender {
	switch c := t.words[w]; {
	case c&man != 0:
		return Male
	case c&woman != 0:
		return Female
	}
	return Unknown
}

// honorificBefore returns the gender of the honorific that ends just before at.
func honorificBefore(text string, at int) Gender {
	before := strings.TrimRight(text[:at], " \u00a0")
	if len(before) == at {
		return Unknown
	}
	before = before[max(0, len(before)-40):]
	word := before[strings.LastIndexAny(before, " \n\u00a0\"“(")+1:]
	if len(word) > 12 {
		return Unknown
	}
	return honorificGender(known().words[fold(word)])
}

func honorificGender(c class) Gender {
	switch {
	case c&honorificM != 0:
		return Male
	case c&honorificF != 0:
		return Female
	}
	return Unknown
}
