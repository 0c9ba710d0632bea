package score

import (
	"slices"

	"rapporteur"
)

// Nominal is a source without a name, with who a reader found it to be.
type Nominal struct {
	Article  string
	Source   rapporteur.Span // in code points
	Who      string          // the fullest name in the article, several joined by "; "; "" for somebody whom it does not name
	Measured bool            // it belongs to the half that is measured only
}

// ReadNominals reads a table of labelled nouns: half, article, source, who.
func ReadNominals(file string) ([]Nominal, error) {
	var out []Nominal
	err := labels(file, 4, func(f []string) error {
		spans, err := labelled(f[2])
		if err != nil || len(spans) != 1 {
			return err
		}
		n := Nominal{Article: f[1], Source: spans[0], Who: f[3], Measured: f[0] == "measured"}
		if n.Who == "-" {
			n.Who = ""
		}
		out = append(out, n)
		return nil
	})
	return out, err
}

// NominalCounts count the labels whose source was found (Gold) and those of them with the right speaker (Right).
type NominalCounts struct{ Named, Unnamed Counts }

// Add returns the counts of both.
func (c NominalCounts) Add(o NominalCounts) NominalCounts {
	return NominalCounts{c.Named.Add(o.Named), c.Unnamed.Add(o.Unnamed)}
}

// Nominals compares the speakers of the attributions found in a text with its labels. A label belongs to the attribution whose source shares
// most words with it.
func Nominals(text string, gold []Nominal, found []Relation) NominalCounts {
	t := newScored(text)
	var c NominalCounts
	for i := range gold {
		best, most := -1, 0
		source := t.in([]rapporteur.Span{gold[i].Source})
		for k := range found {
			if n := common(source, t.in(found[k].Source)); n > most {
				best, most = k, n
			}
		}
		if best < 0 {
			continue
		}
		g, to := GoldSpeaker{Class: "N", Speaker: gold[i].Who}, &c.Named
		if gold[i].Who == "" {
			g.Class, to = "G", &c.Unnamed
		}
		to.Gold++
		add(to, rightSpeaker(&g, found[best].Speaker))
	}
	return c
}

// NominalsOf gives the labels of one article.
func NominalsOf(all []Nominal, article string) []Nominal {
	return slices.DeleteFunc(slices.Clone(all), func(n Nominal) bool { return n.Article != article })
}
