package web

import (
	"cmp"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"rapporteur"
	"rapporteur/internal/store"
)

type figuresPage struct {
	Query, Unit    string
	Units, Outlets []option
	From, To       string
	Problem        *queryProblem
	Chart          *chartView
	Note           string // what the chart leaves out
	Rows           []figureRow
	Empty, All     string
	Others         []option
	Builder        builderView
	Pages          pages
}

type figureRow struct {
	ID, Value, Words, Of, Sense string
	Sentence                    template.HTML
	Speaker                     string
	Outlet, Title, Href         string
	Date, DateWords             string
}

// figureUnits are offered by the filter, in this order.
var figureUnits = []option{{Value: "EUR", Name: "euros"}, {Value: "USD", Name: "dollars"}, {Value: "GBP", Name: "pounds"}, {Value: "%", Name: "per cent"}, {Value: "pp", Name: "percentage points"}, {Value: "count", Name: "plain counts"}}

// figuresShown is how many figures the chart and the table show at a time.
const figuresShown = 200

func (s *server) figures(r *http.Request) (*page, error) {
	q := r.URL.Query()
	view := figuresPage{Query: strings.TrimSpace(q.Get("q")), Unit: q.Get("unit"), From: q.Get("from"), To: q.Get("to"), All: unfiltered(r), Empty: "No figure fits."}
	if view.All == "" {
		view.Empty = "No figure is on record yet."
	}
	p := &page{name: "figures", frame: frame{Title: "Figures", Here: "/figures"}}
	from, to, err := dateRange(q)
	if err != nil {
		return nil, err
	}
	if view.Outlets, err = s.outletOptions(r); err != nil {
		return nil, err
	}
	if view.Builder, err = s.builder(r, view.Query); err != nil {
		return nil, err
	}
	view.Units = slices.Clone(figureUnits)
	for i := range view.Units {
		view.Units[i].Here = view.Units[i].Value == view.Unit
	}
	view.Others = otherPages(view.Query, "/figures")
	list, err := s.Store.Figures(r.Context(), store.FigureFilter{Query: view.Query, Unit: view.Unit, Outlet: q.Get("outlet"), From: from, To: to, Before: store.Cursor(q.Get("before")), Limit: figuresShown})
	if view.Problem, err = problemOf(err); err != nil {
		return nil, err
	}
	if view.Problem != nil {
		p.status = http.StatusBadRequest
	} else {
		view.Pages = pagesOf(r, list.Next).lookedBack(list.Reached)
		view.Chart, view.Note = figureChart(list.Rows, view.Unit)
		for i := range list.Rows {
			view.Rows = append(view.Rows, figureRowOf(&list.Rows[i]))
		}
	}
	p.view = view
	return p, nil
}

func figureRowOf(f *store.FigureRow) figureRow {
	amount := rapporteur.Figure{Value: f.Value, High: f.High, Unit: f.Unit, Sense: f.Sense}
	return figureRow{
		ID: figureID(f), Value: amountWords(&amount), Words: f.Words, Of: f.OfWords, Sentence: markedSentence(f.SentenceWords, f.Words), Speaker: f.Speaker,
		Outlet: f.Outlet, Title: f.Title, Href: articleHref(f.ArticleID) + "#tf" + itoa(f.Index+1), Date: f.At.Format(time.DateOnly), DateWords: f.At.Format("2 Jan 2006"),
	}
}

func figureID(f *store.FigureRow) string {
	return "f-" + url.PathEscape(f.ArticleID) + "-" + itoa(f.Index)
}

// markedSentence is a sentence with the words of a finding marked where they first stand.
func markedSentence(sentence, words string) template.HTML {
	before, after, ok := strings.Cut(sentence, words)
	if !ok || words == "" {
		return template.HTML(template.HTMLEscapeString(sentence)) //nolint:gosec // escaped
	}
	return template.HTML(template.HTMLEscapeString(before) + "<mark>" + template.HTMLEscapeString(words) + "</mark>" + template.HTMLEscapeString(after)) //nolint:gosec // escaped
}

// figureChart draws the figures of one unit through time, outlets told apart: the unit that was asked for, else the one
// that most of them have.
func figureChart(rows []store.FigureRow, unit string) (*chartView, string) {
	if unit == "count" {
		unit = ""
	} else if unit == "" {
		unit = mostCommonUnit(rows)
	}
	c := &chart{Title: "Figures " + unitWords(unit) + " through time", Shape: chartDots, Number: func(n float64) string { return axisNumber(n, unit) }}
	left := 0
	for _, outlet := range busiest(rows, unit) {
		s := chartSeries{Name: outlet}
		c.Series = append(c.Series, s)
	}
	for i := range slices.Backward(rows) {
		f := &rows[i]
		if f.Unit != unit || f.Value == "" {
			left++
			continue
		}
		at := slices.IndexFunc(c.Series, func(s chartSeries) bool { return s.Name == f.Outlet })
		if at < 0 {
			at = len(c.Series) - 1
		}
		c.Series[at].Points = append(c.Series[at].Points, chartPoint{At: f.At.Truncate(24 * time.Hour), Value: f.Low, Words: f.Words + cmp.Or(" "+f.OfWords, ""), Href: "#" + figureID(f)})
	}
	note := ""
	if left > 0 {
		note = plural(left, "figure") + " of other units, or vague, are left out of the drawing and stand in the table."
	}
	return c.view(), note
}

func mostCommonUnit(rows []store.FigureRow) string {
	counts, best := map[string]int{}, ""
	for i := range rows {
		if u := rows[i].Unit; u != "" && rows[i].Value != "" {
			if counts[u]++; counts[u] > counts[best] || counts[u] == counts[best] && u < best {
				best = u
			}
		}
	}
	return best
}

// busiest are the outlets with the most figures of a unit; what is beyond is drawn as one.
func busiest(rows []store.FigureRow, unit string) []string {
	counts := map[string]int{}
	for i := range rows {
		if rows[i].Unit == unit && rows[i].Value != "" {
			counts[rows[i].Outlet]++
		}
	}
	var names []string
	for n := range counts {
		names = append(names, n)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	if len(names) > chartClasses {
		names = append(names[:chartClasses-1], "other outlets")
	}
	return names
}

func unitWords(unit string) string {
	switch unit {
	case "":
		return "without a unit"
	case "%":
		return "in per cent"
	}
	return "in " + unit
}

// axisNumber writes a value beside the axis.
func axisNumber(n float64, unit string) string {
	f := rapporteur.Figure{Value: strconv.FormatFloat(n, 'f', -1, 64), Unit: unit}
	return amountWords(&f)
}
