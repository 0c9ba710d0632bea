package score

import (
	"strings"

	"rapporteur"
)

// Statement is an attribution with the act that a reader gave it. Spans are in code points.
type Statement struct {
	Article string
	Relation
	Act             rapporteur.Act
	Negated, Hedged bool
}

// ReadStatements reads a table of labelled statements: article, source, cue, content, act, flags.
func ReadStatements(file string) ([]Statement, error) {
	var out []Statement
	err := labels(file, 6, func(f []string) error {
		s := Statement{Article: f[0], Act: rapporteur.Act(f[4]), Negated: strings.Contains(f[5], "negated"), Hedged: strings.Contains(f[5], "hedged")}
		for i, part := range []*[]rapporteur.Span{&s.Source, &s.Cue, &s.Content} {
			spans, err := labelled(f[i+1])
			if err != nil {
				return err
			}
			*part = spans
		}
		out = append(out, s)
		return nil
	})
	return out, err
}

// InBytes gives the statements of one text as attributions without anything but spans, in bytes.
func InBytes(text string, statements []Statement) []rapporteur.Attribution {
	at := byteOffsets(text)
	spans := func(list []rapporteur.Span) []rapporteur.Span {
		var out []rapporteur.Span
		for _, s := range list {
			out = append(out, rapporteur.Span{Start: at[s.Start], End: at[s.End]})
		}
		return out
	}
	var out []rapporteur.Attribution
	for _, s := range statements {
		out = append(out, rapporteur.Attribution{Source: spans(s.Source), Cue: spans(s.Cue), Content: spans(s.Content), Confidence: 1})
	}
	return out
}

// ActCounts are the figures for acts: Gold is the statements that were labelled, Found those whose content was found.
type ActCounts struct {
	Act     Counts
	Negated Counts // among those found
	Hedged  Counts
}

// Add returns the counts of both.
func (c ActCounts) Add(o ActCounts) ActCounts {
	return ActCounts{c.Act.Add(o.Act), c.Negated.Add(o.Negated), c.Hedged.Add(o.Hedged)}
}

// Acts compares the acts of the statements found in a text with the labels. Statements belong together where Dice of their contents
// is at least one half and their cues share a word; wrong is called for each pair whose act or flags differ.
func Acts(text string, gold []Statement, found []rapporteur.Attribution, wrong func(*Statement, *rapporteur.Attribution)) ActCounts {
	t := newScored(text)
	at := byteOffsets(text)
	var c ActCounts
	c.Act.Gold = len(gold)
	for i := range gold {
		g := t.relation(&gold[i].Relation)
		best, dice := -1, .5
		for k := range found {
			f := t.relation(&Relation{Cue: inRunes(at, found[k].Cue), Content: inRunes(at, found[k].Content)})
			d := 2 * float64(common(g.content, f.content)) / float64(len(g.content)+len(f.content))
			if d >= dice && (common(g.cue, f.cue) > 0 || len(g.cue)+len(f.cue) == 0) {
				best, dice = k, d
			}
		}
		if best < 0 {
			continue
		}
		c.Act.Found++
		x := &found[best]
		add(&c.Act, x.Act == gold[i].Act)
		flag(&c.Negated, gold[i].Negated, x.Negated)
		flag(&c.Hedged, gold[i].Hedged, x.Hedged)
		if wrong != nil && (x.Act != gold[i].Act || x.Negated != gold[i].Negated || x.Hedged != gold[i].Hedged) {
			wrong(&gold[i], x)
		}
	}
	return c
}

func flag(c *Counts, gold, found bool) {
	for _, n := range []struct {
		counts *int
		yes    bool
	}{{&c.Gold, gold}, {&c.Found, found}, {&c.Right, gold && found}} {
		if n.yes {
			*n.counts++
		}
	}
}
