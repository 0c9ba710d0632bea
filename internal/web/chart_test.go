package web

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"
	"time"
)

func chartOf(shape chartShape, values ...float64) *chart {
	s := chartSeries{Name: `One & "two"`}
	for i, v := range values {
		s.Points = append(s.Points, chartPoint{At: time.Date(2025, time.Month(1+i), 1, 0, 0, 0, 0, time.UTC), Value: v, Href: "/x?a=1&b=2", Words: fmt.Sprint("<", v, ">")})
	}
	return &chart{Title: "A <chart> & more", Shape: shape, Period: "month", Series: []chartSeries{s, {Name: "Other"}}}
}

// wellFormed reads SVG as XML and gives its coordinates' range.
func wellFormed(t *testing.T, svg string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%v in %s", err, svg)
		}
		if e, ok := tok.(xml.StartElement); ok {
			for _, a := range e.Attr {
				if a.Name.Local == "style" || strings.HasPrefix(a.Name.Local, "on") {
					t.Errorf("the policy forbids %s", a.Name.Local)
				}
			}
		}
	}
}

func TestCharts(t *testing.T) {
	for _, shape := range []chartShape{chartLine, chartStep, chartDots, chartBars} {
		for _, values := range [][]float64{{1}, {0, 0}, {1, 5, 3}, {-4, 2}, {1, 1e12}, {0.001, 0.002}, {7, 7, 7}} {
			v := chartOf(shape, values...).view()
			svg := string(v.SVG)
			wellFormed(t, svg)
			if strings.Contains(svg, "%!") || strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") || strings.Contains(svg, "<chart>") || !strings.Contains(svg, "<title") || !strings.Contains(svg, "<desc") {
				t.Errorf("%s of %v: %s", shape, values, svg)
			}
			if len(v.Rows) != len(values) || len(v.Head) != 3 || v.Rows[0].Time != "Jan 2025" || len(v.Legend) != 2 {
				t.Errorf("%s of %v: table %+v", shape, values, v)
			}
		}
	}
	if (&chart{Title: "x", Series: []chartSeries{{Name: "a"}}}).view() != nil {
		t.Error("a chart of nothing is drawn")
	}
}

func TestScales(t *testing.T) {
	c := chartOf(chartLine, 1, 1e9)
	if s, ticks := c.values(100, 0); !s.log || s.at(1) != 100 || s.at(1e9) != 0 || len(ticks) < 4 {
		t.Errorf("%+v %v", s, ticks)
	}
	c = chartOf(chartLine, 12, 87)
	if s, ticks := c.values(100, 0); s.log || s.low != 0 || s.high < 87 || len(ticks) < 3 || len(ticks) > 7 || math.Abs(s.at(s.high)) > 1e-9 {
		t.Errorf("%+v %v", s, ticks)
	}
	day := time.Date(2025, 3, 5, 0, 0, 0, 0, time.UTC)
	for _, days := range []int{1, 5, 40, 200, 900, 5000, 90_000} {
		ticks, layout := timeTicks(day, day.AddDate(0, 0, days))
		if len(ticks) < 1 || len(ticks) > 11 || layout == "" {
			t.Errorf("%d days: %d ticks", days, len(ticks))
		}
	}
}
