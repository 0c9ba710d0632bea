package web

import (
	"cmp"
	"fmt"
	"html/template"
	"math"
	"slices"
	"strconv"
	"time"
)

// Charts are drawn on the server, as SVG that the style sheet colours, with a title, a description, and a table of the same
// numbers for those who can't see them. They work without JavaScript and in print.

// chartShape is how the points of a series are joined.
type chartShape string

const (
	chartLine chartShape = "line"
	chartStep chartShape = "step" // a value holds until the next one
	chartDots chartShape = "dots"
	chartBars chartShape = "bars" // one a period; series stand beside one another
)

// chartPoint is one value at a time.
type chartPoint struct {
	At    time.Time
	Value float64
	Words string // what the value is, for the tooltip and the table; "" for the number itself
	Href  string // where it leads; "" for nowhere
}

// chartSeries is what one line, or one kind of bar, shows; points are in order of time.
type chartSeries struct {
	Name   string
	Points []chartPoint
}

// chart is what is to be drawn.
type chart struct {
	Title  string
	Shape  chartShape
	Series []chartSeries
	Number func(float64) string // writes a value on the axis; nil for plain numbers
	Period string               // of bars: "day", "week", "month", "quarter", "year"; what a point's time is shown as
	From   time.Time            // of the axis of time; zero for that of the first point
	To     time.Time
}

// chartView is a chart ready for the template "chart".
type chartView struct {
	SVG    template.HTML
	Title  string
	Legend []chartKey // empty for a single series
	Head   []string   // of the table: time, and the series
	Rows   []chartRow
}

// chartKey is one entry of the legend; Class draws it.
type chartKey struct{ Class, Name string }

type chartRow struct {
	Time  string
	Cells []chartCell
}

type chartCell struct{ Words, Href string }

// empty reports whether there is nothing to draw.
func (c *chart) empty() bool {
	return !slices.ContainsFunc(c.Series, func(s chartSeries) bool { return len(s.Points) > 0 })
}

// view draws the chart; nil where there is nothing to draw.
func (c *chart) view() *chartView {
	if c.empty() {
		return nil
	}
	v := &chartView{SVG: c.draw(), Title: c.Title, Head: []string{"Time"}}
	for i, s := range c.Series {
		v.Head = append(v.Head, s.Name)
		if len(c.Series) > 1 {
			v.Legend = append(v.Legend, chartKey{chartClass(i), s.Name})
		}
	}
	v.Rows = c.table()
	return v
}

// chartClasses is how many series look different; what is beyond looks like the last.
const chartClasses = 7

func chartClass(i int) string { return "s" + strconv.Itoa(min(i, chartClasses-1)+1) }

// table gives the numbers, a row for each time.
func (c *chart) table() []chartRow {
	rows := map[time.Time][]chartCell{}
	for i, s := range c.Series {
		for _, p := range s.Points {
			row := rows[p.At]
			if row == nil {
				row = make([]chartCell, len(c.Series))
			}
			if row[i].Words != "" {
				row[i].Words += "; "
			}
			row[i].Words += cmp.Or(p.Words, c.number(p.Value))
			row[i].Href = p.Href
			rows[p.At] = row
		}
	}
	var times []time.Time
	for t := range rows {
		times = append(times, t)
	}
	slices.SortFunc(times, time.Time.Compare)
	var out []chartRow
	for _, t := range times {
		out = append(out, chartRow{c.periodWords(t), rows[t]})
	}
	return out
}

func (c *chart) number(n float64) string {
	if c.Number != nil {
		return c.Number(n)
	}
	return grouped(strconv.FormatFloat(n, 'f', -1, 64))
}

func (c *chart) periodWords(t time.Time) string {
	switch c.Period {
	case "month":
		return t.Format("Jan 2006")
	case "year":
		return t.Format("2006")
	case "quarter":
		return fmt.Sprintf("Q%d %d", (int(t.Month())+2)/3, t.Year())
	case "week":
		return "week of " + t.Format("2 Jan 2006")
	}
	return t.Format("2 Jan 2006")
}

// scale maps values to a stretch of the drawing.
type scale struct {
	low, high float64
	from, to  float64
	log       bool
}

func (s *scale) at(v float64) float64 {
	low, high := s.low, s.high
	if s.log {
		v, low, high = math.Log10(v), math.Log10(low), math.Log10(high)
	}
	if high == low {
		return (s.from + s.to) / 2
	}
	return s.from + (v-low)/(high-low)*(s.to-s.from)
}

// values gives the scale of the values, and where its lines are drawn. Amounts of very different sizes are set out by
// powers of ten.
func (c *chart) values(from, to float64) (s scale, ticks []float64) {
	low, high, whole := math.Inf(1), math.Inf(-1), true
	for _, series := range c.Series {
		for _, p := range series.Points {
			low, high, whole = min(low, p.Value), max(high, p.Value), whole && p.Value == math.Trunc(p.Value)
		}
	}
	s = scale{from: from, to: to}
	if c.Shape != chartBars && low > 0 && high/low > 200 {
		s.log = true
		s.low, s.high = math.Pow(10, math.Floor(math.Log10(low))), math.Pow(10, math.Ceil(math.Log10(high)))
		every := max(1, math.Round(math.Log10(s.high/s.low)/5))
		for e := math.Log10(s.low); e <= math.Log10(s.high)+1e-9; e += every {
			ticks = append(ticks, math.Pow(10, math.Round(e)))
		}
		return s, ticks
	}
	low = min(low, 0)
	if high <= low {
		high = low + 1
	}
	step := niceStep((high - low) / 4)
	if c.Shape == chartBars && whole { // there is no half of an article
		step = max(step, 1)
	}
	s.low, s.high = math.Floor(low/step)*step, math.Ceil(high/step)*step
	for v := s.low; v <= s.high+step/2; v += step {
		ticks = append(ticks, math.Round(v/step)*step)
	}
	return s, ticks
}

// niceStep is the 1, 2 or 5 times a power of ten at or above n.
func niceStep(n float64) float64 {
	p := math.Pow(10, math.Floor(math.Log10(n)))
	for _, m := range []float64{1, 2, 5} {
		if m*p >= n*0.999 {
			return m * p
		}
	}
	return 10 * p
}

// times gives the scale of time, and where it is marked with what.
func (c *chart) times(from, to float64) (s scale, ticks []time.Time, layout string) {
	first, last := c.From, c.To
	for _, series := range c.Series {
		for _, p := range series.Points {
			if c.From.IsZero() && (first.IsZero() || p.At.Before(first)) {
				first = p.At
			}
			if c.To.IsZero() && p.At.After(last) {
				last = p.At
			}
		}
	}
	if c.Shape == chartBars {
		last = nextPeriod(last, c.Period)
	}
	if days := last.Sub(first).Hours() / 24; days < 2 {
		first, last = first.AddDate(0, 0, -1), last.AddDate(0, 0, 1)
	}
	ticks, layout = timeTicks(first, last)
	return scale{low: float64(first.Unix()), high: float64(last.Unix()), from: from, to: to}, ticks, layout
}

func nextPeriod(t time.Time, period string) time.Time {
	switch period {
	case "year":
		return t.AddDate(1, 0, 0)
	case "month":
		return t.AddDate(0, 1, 0)
	case "quarter":
		return t.AddDate(0, 3, 0)
	case "week":
		return t.AddDate(0, 0, 7)
	}
	return t.AddDate(0, 0, 1)
}

// timeTicks chooses days, months or years, so that at most nine are marked.
func timeTicks(first, last time.Time) (ticks []time.Time, layout string) {
	days := last.Sub(first).Hours() / 24
	for _, step := range []struct {
		years, months, days int
		layout              string
	}{{0, 0, 1, "2 Jan"}, {0, 0, 2, "2 Jan"}, {0, 0, 7, "2 Jan"}, {0, 0, 14, "2 Jan"}, {0, 1, 0, "Jan 2006"}, {0, 3, 0, "Jan 2006"}, {0, 6, 0, "Jan 2006"}, {1, 0, 0, "2006"}, {2, 0, 0, "2006"}, {5, 0, 0, "2006"}, {10, 0, 0, "2006"}, {50, 0, 0, "2006"}, {200, 0, 0, "2006"}} {
		length := float64(step.years)*365.25 + float64(step.months)*30.4 + float64(step.days)
		if days/length > 9 && step.years < 200 {
			continue
		}
		t := time.Date(first.Year(), first.Month(), first.Day(), 0, 0, 0, 0, time.UTC)
		switch {
		case step.years > 0:
			t = time.Date(first.Year()/step.years*step.years, 1, 1, 0, 0, 0, 0, time.UTC)
		case step.months > 0:
			t = time.Date(first.Year(), (first.Month()-1)/time.Month(step.months)*time.Month(step.months)+1, 1, 0, 0, 0, 0, time.UTC)
		}
		for ; !t.After(last); t = t.AddDate(step.years, step.months, step.days) {
			if !t.Before(first) {
				ticks = append(ticks, t)
			}
		}
		return ticks, step.layout
	}
	return nil, ""
}
