package matters

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"rapporteur"
	"rapporteur/internal/store"
)

// Stance sorts acts by where they leave a matter.
type Stance string

const (
	For     Stance = "for"     // offers, promises, accepts
	Against Stance = "against" // rejects, denies
	AsksFor Stance = "asks"    // asks for
	Warns   Stance = "warns"   // warns, threatens
	Says    Stance = "says"    // says, claims, confirms
)

// Stances in the order in which they are shown: what moves a matter first.
var Stances = []Stance{For, Against, AsksFor, Warns, Says}

// StanceOf gives the stance of a statement. What is not done ("did not rule out", "does not promise") turns for and against
// round.
func StanceOf(s *store.StatementRow) Stance {
	stance := stanceOfAct(s.Act)
	switch {
	case s.Negated && stance == For:
		return Against
	case s.Negated && stance == Against:
		return For
	case s.Negated:
		return Says
	}
	return stance
}

func stanceOfAct(a rapporteur.Act) Stance {
	switch a {
	case rapporteur.Proposes, rapporteur.Promises, rapporteur.Commits, rapporteur.Accepts, rapporteur.Praises:
		return For
	case rapporteur.Rejects, rapporteur.Denies, rapporteur.Blames:
		return Against
	case rapporteur.AsksFor:
		return AsksFor
	case rapporteur.Warns, rapporteur.Threatens:
		return Warns
	}
	return Says
}

// Party is somebody with a part in a matter: a speaker, or a country or body that is only named.
type Party struct {
	Name       string
	Role       string // the last one printed
	Statements int
	Articles   int
	Cells      [][]Cell // one list a column of the grid
	Last       *store.StatementRow
	Named      *Extract // of parties that do not speak: the last sentence that names them
}

// Cell is what a party did in one step of time.
type Cell struct {
	Stance     Stance
	Statements []store.StatementRow // newest first
	Mentions   int                  // of parties that do not speak: articles that name them
	At         Extract              // likewise: where
}

// Grid is positions over time.
type Grid struct {
	Steps   []Step
	Parties []Party // those who spoke, most first; then those only named
	More    int     // parties left out
}

// Step is a column of the grid.
type Step struct {
	From, To time.Time
	Grain    rapporteur.Grain
}

const (
	maxSteps   = 12
	maxParties = 24
	maxNamed   = 8
	unsure     = 0.6 // statements of less confidence (two in five are taken back) stand in no grid
)

// Positions lays out who did what when.
func (m *Matter) Positions() Grid {
	g := Grid{Steps: m.Steps()}
	byName := map[string]*Party{}
	for i := range m.Articles {
		a := &m.Articles[i]
		seen := map[string]bool{}
		for j := range a.Statements {
			s := &a.Statements[j]
			if s.Confidence < unsure || s.Speaker == "" {
				continue
			}
			for _, v := range voicesOf(s) {
				p := byName[v.key]
				if p == nil {
					p = &Party{Name: v.name, Cells: make([][]Cell, len(g.Steps))}
					byName[v.key] = p
				}
				p.add(g.column(s.At), s, !seen[v.key])
				seen[v.key] = true
			}
		}
	}
	for _, p := range byName {
		g.Parties = append(g.Parties, *p)
	}
	slices.SortFunc(g.Parties, func(a, b Party) int {
		return cmp.Or(b.Statements-a.Statements, b.Last.At.Compare(a.Last.At), strings.Compare(a.Name, b.Name))
	})
	if len(g.Parties) > maxParties {
		g.More, g.Parties = len(g.Parties)-maxParties, g.Parties[:maxParties]
	}
	g.Parties = append(g.Parties, m.named(&g, byName)...)
	return g
}

// voice is one of those who make a statement.
type voice struct{ key, name string }

// voicesOf gives those who make a statement: the subjects that they are filed under, else their names.
func voicesOf(s *store.StatementRow) []voice {
	var out []voice
	for _, x := range s.Subjects {
		out = append(out, voice{subjectKey(x), x.Name})
	}
	if len(out) == 0 {
		for _, name := range strings.Split(s.Speaker, "; ") {
			out = append(out, voice{partyKey(name), name})
		}
	}
	return out
}

func subjectKey(x store.SubjectRef) string { return "#" + strconv.FormatInt(x.ID, 10) }

// SaidBy reports whether a party of that name makes a statement.
func SaidBy(s *store.StatementRow, name string) bool {
	return slices.ContainsFunc(voicesOf(s), func(v voice) bool { return v.name == name })
}

func partyKey(name string) string { return strings.Join(stemsOf(name), " ") }

func (p *Party) add(column int, s *store.StatementRow, newArticle bool) {
	p.Statements++
	if newArticle {
		p.Articles++
	}
	if p.Role == "" {
		p.Role = s.Role
	}
	if p.Last == nil || strongerWord(s, p.Last) {
		p.Last = s
	}
	if column < 0 {
		return
	}
	cells, stance := p.Cells[column], StanceOf(s)
	i := slices.IndexFunc(cells, func(c Cell) bool { return c.Stance == stance })
	if i < 0 {
		i = len(cells)
		cells = append(cells, Cell{Stance: stance})
	}
	cells[i].Statements = append(cells[i].Statements, *s)
	slices.SortStableFunc(cells, func(a, b Cell) int { return slices.Index(Stances, a.Stance) - slices.Index(Stances, b.Stance) })
	p.Cells[column] = cells
}

// strongerWord reports whether a statement is the better last word than one that was met before, which is of the same
// article or of a later one: within an article, what takes a stance comes before what is merely said.
func strongerWord(s, than *store.StatementRow) bool {
	if s.ArticleID != than.ArticleID {
		return s.At.After(than.At)
	}
	return StanceOf(s) != Says && StanceOf(than) == Says
}

// Steps cuts the time that the articles span into equal columns of days, weeks, months or years.
func (m *Matter) Steps() []Step {
	if len(m.Articles) == 0 {
		return nil
	}
	first, last := m.Articles[len(m.Articles)-1].At, m.Articles[0].At
	for _, grain := range []rapporteur.Grain{rapporteur.GrainDay, rapporteur.GrainWeek, rapporteur.GrainMonth, rapporteur.GrainQuarter, rapporteur.GrainYear} {
		var steps []Step
		for from := floor(first, grain); !from.After(last) && len(steps) <= maxSteps; {
			to := next(from, grain)
			steps = append(steps, Step{from, to, grain})
			from = to
		}
		if len(steps) <= maxSteps {
			return steps
		}
	}
	from := floor(last, rapporteur.GrainYear).AddDate(1-maxSteps, 0, 0)
	var steps []Step
	for range maxSteps {
		steps = append(steps, Step{from, from.AddDate(1, 0, 0), rapporteur.GrainYear})
		from = from.AddDate(1, 0, 0)
	}
	return steps
}

func floor(t time.Time, grain rapporteur.Grain) time.Time {
	y, m, d := t.UTC().Date()
	switch grain {
	case rapporteur.GrainWeek:
		d -= (int(t.UTC().Weekday()) + 6) % 7
	case rapporteur.GrainMonth:
		d = 1
	case rapporteur.GrainQuarter:
		m, d = m-(m-1)%3, 1
	case rapporteur.GrainYear:
		m, d = 1, 1
	}
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

func next(t time.Time, grain rapporteur.Grain) time.Time {
	switch grain {
	case rapporteur.GrainWeek:
		return t.AddDate(0, 0, 7)
	case rapporteur.GrainMonth:
		return t.AddDate(0, 1, 0)
	case rapporteur.GrainQuarter:
		return t.AddDate(0, 3, 0)
	case rapporteur.GrainYear:
		return t.AddDate(1, 0, 0)
	}
	return t.AddDate(0, 0, 1)
}

func (g *Grid) column(at time.Time) int {
	return slices.IndexFunc(g.Steps, func(s Step) bool { return !at.Before(s.From) && at.Before(s.To) })
}
