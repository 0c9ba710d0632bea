package web

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"html/template"
	"strings"
	"time"
)

// The drawing's size, in its own units, and the room left for the axes.
const (
	chartWidth  = 900
	chartHeight = 250
	chartLeft   = 74
	chartRight  = 14
	chartTop    = 12
	chartBottom = 26
)

// drawing writes SVG. All text in it is escaped.
type drawing struct{ strings.Builder }

func (d *drawing) f(format string, args ...any) { fmt.Fprintf(&d.Builder, format, args...) }

func (c *chart) draw() template.HTML {
	d := &drawing{}
	ys, lines := c.values(chartHeight-chartBottom, chartTop)
	xs, ticks, layout := c.times(chartLeft, chartWidth-chartRight)
	id := c.id()
	d.f(`<svg class="chart" viewBox="0 0 %d %d" role="group" aria-labelledby="%s-t %[3]s-d"><title id="%[3]s-t">%s</title><desc id="%[3]s-d">%s</desc>`,
		chartWidth, chartHeight, id, template.HTMLEscapeString(c.Title), template.HTMLEscapeString(c.describe(ys.log)))
	for _, v := range lines {
		y := ys.at(v)
		d.f(`<line class="grid" x1="%d" x2="%d" y1="%.1f" y2="%.1[3]f"/><text class="y" x="%d" y="%.1f">%s</text>`, chartLeft, chartWidth-chartRight, y, chartLeft-8, y+4, template.HTMLEscapeString(c.number(v)))
	}
	for _, t := range ticks {
		x := xs.at(float64(t.Unix()))
		d.f(`<line class="tick" x1="%.1f" x2="%.1[1]f" y1="%d" y2="%d"/><text class="x" x="%.1[1]f" y="%[4]d">%[5]s</text>`, x, chartHeight-chartBottom, chartHeight-chartBottom+4, chartHeight-7, t.Format(layout))
	}
	for i, s := range c.Series {
		d.f(`<g class="%s">`, chartClass(i))
		switch c.Shape {
		case chartBars:
			d.bars(c, i, s, &xs, &ys)
		case chartLine, chartStep:
			d.path(s, &xs, &ys, c.Shape == chartStep)
			d.dots(c, i, s, &xs, &ys)
		default:
			d.dots(c, i, s, &xs, &ys)
		}
		d.WriteString(`</g>`)
	}
	d.WriteString(`</svg>`)
	return template.HTML(d.String()) //nolint:gosec // every text in it was escaped
}

// id tells the charts of one page apart.
func (c *chart) id() string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(c.Title)) // never fails
	return fmt.Sprintf("c%x", h.Sum32())
}

// describe says what the chart shows, for those who can't see it.
func (c *chart) describe(log bool) string {
	n := 0
	var first, last time.Time
	for _, s := range c.Series {
		for _, p := range s.Points {
			n++
			if first.IsZero() || p.At.Before(first) {
				first = p.At
			}
			if p.At.After(last) {
				last = p.At
			}
		}
	}
	s := fmt.Sprintf("%s from %s to %s", plural(n, "value"), c.periodWords(first), c.periodWords(last))
	if len(c.Series) > 1 {
		s += ", in " + itoa(len(c.Series)) + " series"
	}
	if log {
		s += "; the scale goes by powers of ten"
	}
	return s + ". The table below has the numbers."
}

func (d *drawing) path(s chartSeries, xs, ys *scale, step bool) {
	d.WriteString(`<path class="line" d="`)
	for i, p := range s.Points {
		x, y := xs.at(float64(p.At.Unix())), ys.at(p.Value)
		switch {
		case i == 0:
			d.f("M%.1f %.1f", x, y)
		case step:
			d.f("H%.1fV%.1f", x, y)
		default:
			d.f("L%.1f %.1f", x, y)
		}
	}
	d.WriteString(`"/>`)
}

// linked wraps a shape into a link where there is somewhere to go, with its words as a tooltip.
func (d *drawing) linked(c *chart, s chartSeries, p chartPoint, shape string) {
	words := cmp.Or(p.Words, c.number(p.Value)) + ", " + c.periodWords(p.At)
	if len(c.Series) > 1 {
		words = s.Name + ": " + words
	}
	title := "<title>" + template.HTMLEscapeString(words) + "</title>"
	if p.Href == "" {
		d.f(`<g>%s%s</g>`, title, shape)
		return
	}
	d.f(`<a href="%s" tabindex="-1">%s%s</a>`, template.HTMLEscapeString(p.Href), title, shape)
}

// dots draws the points; series differ in shape, not in colour alone.
func (d *drawing) dots(c *chart, i int, s chartSeries, xs, ys *scale) {
	for _, p := range s.Points {
		d.linked(c, s, p, dot(i, xs.at(float64(p.At.Unix())), ys.at(p.Value)))
	}
}

func dot(i int, x, y float64) string {
	switch i % 4 {
	case 1:
		return fmt.Sprintf(`<rect class="dot" x="%.1f" y="%.1f" width="8" height="8"/>`, x-4, y-4)
	case 2:
		return fmt.Sprintf(`<path class="dot" d="M%.1f %.1fl5 9h-10z"/>`, x, y-5)
	case 3:
		return fmt.Sprintf(`<path class="dot" d="M%.1f %.1fl5 5l-5 5l-5 -5z"/>`, x, y-5)
	}
	return fmt.Sprintf(`<circle class="dot" cx="%.1f" cy="%.1f" r="4.5"/>`, x, y)
}

func (d *drawing) bars(c *chart, i int, s chartSeries, xs, ys *scale) {
	base := ys.at(0)
	for _, p := range s.Points {
		from, to := xs.at(float64(p.At.Unix())), xs.at(float64(nextPeriod(p.At, c.Period).Unix()))
		width := (to - from) * 0.84 / float64(len(c.Series))
		x, y := from+(to-from)*0.08+float64(i)*width, ys.at(p.Value)
		d.linked(c, s, p, fmt.Sprintf(`<rect class="bar" x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>`, x, min(y, base), max(width, 1), max(base-y, y-base)))
	}
}
