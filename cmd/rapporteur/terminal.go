package main

import (
	"fmt"
	"io"
	"os"

	"charm.land/lipgloss/v2"
	"github.com/mattn/go-isatty"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"rapporteur"
)

func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && isatty.IsTerminal(f.Fd())
}

// styleFor paints findings on a terminal and leaves them plain elsewhere, or where NO_COLOR is set.
func styleFor(w io.Writer) rapporteur.Style {
	if !isTerminal(w) || os.Getenv("NO_COLOR") != "" {
		return rapporteur.Style{}
	}
	colour := func(code string) func(string) string {
		style := lipgloss.NewStyle().Foreground(lipgloss.Color(code))
		return func(s string) string { return style.Render(s) }
	}
	faint := lipgloss.NewStyle().Faint(true)
	return rapporteur.Style{
		Source: colour("4"), Cue: colour("3"), Content: colour("2"), Date: colour("6"), Figure: colour("5"),
		Label: func(s string) string { return faint.Render(s) },
		Faint: func(s string) string { return faint.Render(s) },
	}
}

// progress is a bar on standard error, shown when that is a terminal and standard output is not.
type progress struct {
	err  io.Writer
	pool *mpb.Progress
	bar  *mpb.Bar
}

func newProgress(s *streams, total int, wanted bool) *progress {
	p := &progress{err: s.err}
	if !wanted || total < 2 || !isTerminal(s.err) || isTerminal(s.out) {
		return p
	}
	p.pool = mpb.New(mpb.WithOutput(s.err), mpb.WithWidth(60))
	p.bar = p.pool.AddBar(int64(total),
		mpb.PrependDecorators(decor.CountersNoUnit("%d / %d articles")),
		mpb.AppendDecorators(decor.AverageSpeed(0, "%.1f/s "), decor.OnComplete(decor.AverageETA(decor.ET_STYLE_GO), "done")),
	)
	return p
}

func (p *progress) step() {
	if p.bar != nil {
		p.bar.Increment()
	}
}

// message prints a line without disturbing the bar.
func (p *progress) message(line string) {
	if p.pool != nil {
		_, _ = p.pool.Write([]byte(line + "\n"))
		return
	}
	fmt.Fprintln(p.err, line)
}

func (p *progress) done() {
	if p.bar != nil {
		p.bar.SetTotal(-1, true)
		p.pool.Wait()
	}
}
