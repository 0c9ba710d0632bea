package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"rapporteur"
	"rapporteur/internal/store"
	"rapporteur/internal/store/matters"
)

// The grid of positions, the statements behind its cells, and the bars of the timeline.

func (v *dossierView) grid(m *matters.Matter) {
	g := m.Positions()
	for _, s := range g.Steps {
		v.Steps = append(v.Steps, stepWords(s))
	}
	for i := range g.Parties {
		v.Parties = append(v.Parties, v.party(&g, &g.Parties[i]))
	}
	if g.More > 0 {
		v.MoreParties = plural(g.More, "more speaker")
	}
}

func stepWords(s matters.Step) string {
	switch s.Grain {
	case rapporteur.GrainMonth:
		return s.From.Format("Jan 06")
	case rapporteur.GrainQuarter:
		return fmt.Sprintf("Q%d %s", (int(s.From.Month())+2)/3, s.From.Format("06"))
	case rapporteur.GrainYear:
		return s.From.Format("2006")
	}
	return s.From.Format("2 Jan")
}

func (v *dossierView) party(g *matters.Grid, p *matters.Party) partyLine {
	line := partyLine{Name: p.Name, Role: p.Role, NamedOnly: p.Last == nil}
	if p.Last != nil {
		line.Href = v.statementsHref(p.Name, "", matters.Step{})
		line.Act, line.Last = actWords(p.Last.Act, p.Last.Negated), shorten(p.Last.Quote, 160)
		line.LastHref, line.When, line.Outlet = statementHref(p.Last), p.Last.At.Format("2 Jan 2006"), p.Last.Outlet
	} else {
		line.Href = "/search?" + url.Values{"q": {`"` + p.Name + `"`}}.Encode()
		line.Last, line.LastHref = shorten(p.Named.Words, 160), extractHref(p.Named)
		line.When, line.Outlet = p.Named.Article.At.Format("2 Jan 2006"), p.Named.Article.Outlet
	}
	for i, cells := range p.Cells {
		var out []cellLine
		for j := range cells {
			out = append(out, v.cell(p, g.Steps[i], &cells[j]))
		}
		line.Cells = append(line.Cells, out)
	}
	return line
}

func (v *dossierView) cell(p *matters.Party, step matters.Step, c *matters.Cell) cellLine {
	if c.Stance == "" {
		return cellLine{Class: "mute", N: itoa(c.Mentions), Href: extractHref(&c.At), Label: p.Name + " is named in " + plural(c.Mentions, "article") + ", " + stepWords(step)}
	}
	out := cellLine{Class: string(c.Stance), N: itoa(len(c.Statements)), Href: statementHref(&c.Statements[0]),
		Label: fmt.Sprintf("%s %s: %s, %s", p.Name, stanceWords[c.Stance], plural(len(c.Statements), "statement"), stepWords(step))}
	if len(c.Statements) > 1 {
		out.Href = v.statementsHref(p.Name, c.Stance, step)
	}
	return out
}

// stanceWords say what the cells of the grid are, as its legend does.
var stanceWords = map[matters.Stance]string{
	matters.For: "offers, promises or accepts", matters.Against: "rejects or denies", matters.AsksFor: "asks for", matters.Warns: "warns", matters.Says: "says",
}

// statementsHref is the list of what a party said on the dossier, in one step of time and of one stance where they are given.
func (v *dossierView) statementsHref(party string, stance matters.Stance, step matters.Step) string {
	q := url.Values{"party": {party}}
	if stance != "" {
		q.Set("stance", string(stance))
	}
	from, to := v.From, v.To
	if !step.From.IsZero() {
		from, to = step.From.Format(time.DateOnly), step.To.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	if from != "" {
		q.Set("from", from)
	}
	if to != "" {
		q.Set("to", to)
	}
	return v.Href + "/statements?" + q.Encode()
}

type positionsView struct {
	Name, Href, Heading string
	Days                []statementDay
	Empty               string
}

// positions lists what a party said on a dossier.
func (s *server) positions(r *http.Request) (*page, error) {
	m, err := s.dossierOf(r)
	if err != nil {
		return nil, err
	}
	q := r.URL.Query()
	party, stance := q.Get("party"), matters.Stance(q.Get("stance"))
	if stance != "" && !slices.Contains(matters.Stances, stance) {
		return nil, invalid("%.40q is no stance: choose for, against, asks, warns or says", string(stance))
	}
	v := positionsView{Name: m.Dossier.Name, Href: dossierHref(m.Dossier.ID), Heading: "Statements", Empty: "No statement on this dossier fits."}
	if party != "" {
		v.Heading = party
	}
	if stance != "" {
		v.Heading += " " + stanceWords[stance]
	}
	var rows []store.StatementRow
	for i := range m.Articles {
		for _, x := range m.Articles[i].Statements {
			if party != "" && !matters.SaidBy(&x, party) || stance != "" && matters.StanceOf(&x) != stance {
				continue
			}
			rows = append(rows, x)
		}
	}
	v.Days = statementDays(rows)
	return &page{name: "dossier_statements", frame: frame{Title: v.Heading + " on " + v.Name, Here: "/dossiers"}, view: v}, nil
}

// articlesChart draws the articles of a matter, one bar a step; nil where one step has them all.
func articlesChart(m *matters.Matter) *chartView {
	steps := m.Steps()
	if len(steps) < 2 {
		return nil
	}
	period := string(steps[0].Grain)
	c := &chart{Title: "Articles a " + period, Shape: chartBars, Period: period, From: steps[0].From, To: steps[len(steps)-1].From, Series: []chartSeries{{Name: "articles"}}}
	for _, s := range steps {
		n := 0
		for i := range m.Articles {
			if at := m.Articles[i].At; !at.Before(s.From) && at.Before(s.To) {
				n++
			}
		}
		if n > 0 {
			c.Series[0].Points = append(c.Series[0].Points, chartPoint{At: s.From, Value: float64(n), Words: plural(n, "article"),
				Href: dossierHref(m.Dossier.ID) + "?from=" + s.From.Format(time.DateOnly) + "&to=" + s.To.AddDate(0, 0, -1).Format(time.DateOnly)})
		}
	}
	return c.view()
}
