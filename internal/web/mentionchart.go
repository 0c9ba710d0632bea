package web

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"rapporteur/internal/store"
)

var grains = []store.Grain{store.ByDay, store.ByWeek, store.ByMonth}

// grainOf is the period in which a stretch of time makes a legible row of bars.
func grainOf(from, to time.Time) store.Grain {
	switch days := to.Sub(from).Hours() / 24; {
	case days <= 62:
		return store.ByDay
	case days <= 800:
		return store.ByWeek
	}
	return store.ByMonth
}

// subjectCharts adds the mentions over time, in number and in per cent of all articles.
func (s *server) subjectCharts(r *http.Request, x *store.SubjectView, v *subjectView) error {
	if x.First.IsZero() {
		return nil
	}
	grain := store.Grain(r.URL.Query().Get("by"))
	if grain == "" {
		grain = grainOf(x.First, x.Last)
	}
	periods, err := s.Store.MentionsOver(r.Context(), x.ID, grain, time.Time{}, time.Time{})
	if err != nil || len(periods) == 0 {
		return err
	}
	v.Grains = options(grains, grain, func(g store.Grain) string { return string(g) })
	number := mentionChart("Articles a "+string(grain), x.ID, grain, periods, func(p *store.PeriodRow) (float64, string) {
		return float64(p.Articles), plural(p.Articles, "article")
	})
	share := mentionChart("Per cent of all articles", x.ID, grain, periods, func(p *store.PeriodRow) (float64, string) {
		return p.Share(), fmt.Sprintf("%.1f %% of %s", p.Share(), plural(p.All, "article"))
	})
	share.Number = func(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) + " %" }
	v.Number, v.Share = number.view(), share.view()
	return nil
}

// mentionChart has a bar for every period with mentions, which leads to its articles.
func mentionChart(title string, id int64, grain store.Grain, periods []store.PeriodRow, value func(*store.PeriodRow) (float64, string)) *chart {
	c := &chart{Title: title, Shape: chartBars, Period: string(grain), From: periods[0].From, To: periods[len(periods)-1].From}
	series := chartSeries{Name: title}
	for i := range periods {
		p := &periods[i]
		if p.Articles == 0 {
			continue
		}
		n, words := value(p)
		series.Points = append(series.Points, chartPoint{At: p.From, Value: n, Words: words,
			Href: "/articles?subject=" + subjectKey(id) + "&from=" + p.From.Format(time.DateOnly) + "&to=" + p.To.AddDate(0, 0, -1).Format(time.DateOnly)})
	}
	c.Series = []chartSeries{series}
	return c
}
