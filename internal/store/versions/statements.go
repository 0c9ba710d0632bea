package versions

import (
	"slices"
	"strings"

	"rapporteur"
)

// reworded is the share of its words that a statement keeps at least when it is worded anew.
const reworded = 0.5

// mostStatements bounds how many pairs of statements are compared word by word.
const mostStatements = 40_000

// statements finds which statements came, went, are worded anew or are somebody else's.
func statements(m *mapping, old, now *rapporteur.Document) []Statement {
	a, b := saidIn(old), saidIn(now)
	var out []Statement
	var gone []int
	used := make([]bool, len(b))
	for i := range a {
		j := slices.IndexFunc(b, func(x said) bool { return x.words == a[i].words })
		for k := j; k >= 0 && k < len(b); k++ { // of several with these words, the one that is not taken
			if b[k].words == a[i].words && !used[k] {
				j = k
				break
			}
		}
		if j < 0 {
			gone = append(gone, i)
			continue
		}
		used[j] = true
		if a[i].who != b[j].who && rewritten(m, &old.Attributions[i]) {
			out = append(out, Statement{Old: i, New: j, Speaker: true})
		}
	}
	for _, i := range gone {
		out = append(out, reword(a, b, i, used, len(gone)))
	}
	for j := range b {
		if !used[j] {
			out = append(out, Statement{Old: rapporteur.None, New: j})
		}
	}
	out = slices.DeleteFunc(out, func(s Statement) bool { return m.unchanged(s, old, now) })
	slices.SortStableFunc(out, func(x, y Statement) int { return order(Fact{x.Old, x.New}) - order(Fact{y.Old, y.New}) })
	return out
}

// unchanged says that a statement which was found in one version alone stands in the other one too, word for word.
func (m *mapping) unchanged(s Statement, old, now *rapporteur.Document) bool {
	switch {
	case s.New < 0:
		x := &old.Attributions[s.Old]
		return all(m.stands, x.Source, x.Cue, x.Content)
	case s.Old < 0:
		x := &now.Attributions[s.New]
		return all(m.stood, x.Source, x.Cue, x.Content)
	}
	return false
}

// reword finds the statement that an old one became.
func reword(a, b []said, i int, used []bool, lost int) Statement {
	s := Statement{Old: i, New: rapporteur.None}
	if lost*len(b) > mostStatements {
		return s
	}
	most := reworded
	for j := range b {
		if used[j] {
			continue
		}
		if l := likeness(a[i].bag, b[j].bag, a[i].n, b[j].n); l >= most {
			most, s.New = l, j
		}
	}
	if s.New >= 0 {
		used[s.New] = true
		s.Words, s.Speaker = true, a[i].who != b[s.New].who
	}
	return s
}

// said is a statement as it is compared.
type said struct {
	words, who string
	bag        map[string]int
	n          int
}

func saidIn(d *rapporteur.Document) []said {
	out := make([]said, len(d.Attributions))
	for i := range d.Attributions {
		x := &d.Attributions[i]
		s := said{bag: map[string]int{}, who: x.SpeakerName}
		if s.who == "" {
			s.who = wordsOf(d.Article.Text, x.Source)
		}
		s.words = wordsOf(d.Article.Text, x.Content)
		for _, w := range strings.Fields(s.words) {
			s.bag[w]++
			s.n++
		}
		out[i] = s
	}
	return out
}

// wordsOf are the words of spans, marks left out.
func wordsOf(text string, spans []rapporteur.Span) string {
	var b strings.Builder
	for _, s := range spans {
		for _, t := range tokens(text, s) {
			if w := t.Of(text); wordly([]rune(w)[0]) {
				b.WriteString(strings.ToLower(w))
				b.WriteByte(' ')
			}
		}
	}
	return b.String()
}

// rewritten says that the words which tell whose a statement is were changed: without that, it is the reading alone that
// differs, not the article.
func rewritten(m *mapping, x *rapporteur.Attribution) bool {
	return !all(m.stands, x.Source, x.Cue)
}

func all(stands func(rapporteur.Span) bool, lists ...[]rapporteur.Span) bool {
	return !slices.ContainsFunc(slices.Concat(lists...), func(s rapporteur.Span) bool { return !stands(s) })
}
