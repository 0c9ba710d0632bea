package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"rapporteur/internal/store"
	"rapporteur/internal/store/query"
)

type searchCommand struct {
	Query  []string `arg:"" passthrough:"partial" help:"Words, \"phrases\", -without, word*, OR between alternatives, fields such as by:kallas or figure:>1bn (docs/query.md). Flags stand before it."`
	Outlet string   `placeholder:"HOST" help:"Only this outlet."`
	From   string   `placeholder:"DATE" help:"From this day on."`
	To     string   `placeholder:"DATE" help:"Up to and with this day."`
	Limit  int      `default:"20" help:"How many to show."`
	Format string   `enum:"text,json" default:"text" help:"text for people, json for programs: one line a hit."`
}

func (c *searchCommand) Run(ctx context.Context, s *streams, g *Global) error {
	o := store.SearchOptions{Outlet: c.Outlet, Limit: c.Limit}
	from, err := parseDay("--from", c.From)
	if err != nil {
		return err
	}
	to, err := parseDay("--to", c.To)
	if err != nil {
		return err
	}
	o.From = from
	if !to.IsZero() {
		o.To = to.AddDate(0, 0, 1)
	}
	st, err := store.Open(ctx, g.Data)
	if err != nil {
		return err
	}
	defer st.Close()
	found, err := searchOn(ctx, st, joinQuery(c.Query), o)
	var wrong *query.Error
	if errors.As(err, &wrong) && wrong.Text != "" {
		fmt.Fprintf(s.err, "rapporteur: %v\n%s\n", err, wrong.Caret())
		return errReported
	}
	if err != nil {
		return err
	}
	if c.Format == "json" {
		return printHitLines(s.out, found.Hits)
	}
	return printHits(s.out, found, styleFor(s.out).Content)
}

// searchOn searches until there are as many hits as were asked for, or nothing is left: a search gives up for a while where hardly anything fits.
func searchOn(ctx context.Context, st *store.Store, q string, o store.SearchOptions) (*store.SearchResult, error) {
	found, err := st.Search(ctx, q, o)
	want := o.Limit
	for last := found; err == nil && !last.Reached.IsZero() && len(found.Hits) < want; {
		o.Before, o.Limit = last.Next, want-len(found.Hits)
		if last, err = st.Search(ctx, q, o); err == nil {
			found.Hits = append(found.Hits, last.Hits...)
			found.Total, found.More = max(found.Total, len(found.Hits)), last.Next != ""
		}
	}
	return found, err
}

// joinQuery puts the shell's words together again; one with spaces in it was quoted, so it is a phrase, or a field with a
// value in quotation marks. A single one is a whole query.
func joinQuery(words []string) string {
	for i, w := range words {
		if !strings.ContainsAny(w, " \t") || strings.ContainsAny(w, `"()`) || len(words) == 1 {
			continue
		}
		field, value, ok := strings.Cut(w, ":")
		if ok && !strings.ContainsAny(field, " \t") {
			words[i] = field + `:"` + value + `"`
			continue
		}
		words[i] = `"` + w + `"`
	}
	return strings.Join(words, " ")
}

func parseDay(flag, s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return t, fmt.Errorf("%s %q is not a date: write it like 2025-12-01", flag, s)
	}
	return t, nil
}

func printHits(w io.Writer, found *store.SearchResult, mark func(string) string) error {
	for i := range found.Hits {
		h := &found.Hits[i]
		lines := fmt.Sprintf("%s  %s  (%s)\n    %s\n", h.At.Format(time.DateOnly), h.Title, h.Outlet, snippetText(&h.Snippet, mark))
		if h.URL != "" {
			lines += "    " + h.URL + "\n"
		}
		if _, err := io.WriteString(w, lines); err != nil {
			return err
		}
	}
	more := ""
	if found.More {
		more = "more than "
	}
	_, err := fmt.Fprintf(w, "%s%d found, %d shown\n", more, found.Total, len(found.Hits))
	return err
}

func snippetText(sn *store.Snippet, mark func(string) string) string {
	var b strings.Builder
	at := 0
	for _, m := range sn.Marks {
		b.WriteString(sn.Text[at:m.Start])
		if mark != nil {
			b.WriteString(mark(m.Of(sn.Text)))
		} else {
			b.WriteString(m.Of(sn.Text))
		}
		at = m.End
	}
	b.WriteString(sn.Text[at:])
	text := strings.Join(strings.Fields(b.String()), " ")
	if sn.Before {
		text = "… " + text
	}
	if sn.After {
		text += " …"
	}
	return text
}

func printHitLines(w io.Writer, hits []store.Hit) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for i := range hits {
		h := &hits[i]
		line := struct {
			ID        string `json:"id"`
			Title     string `json:"title"`
			Outlet    string `json:"outlet"`
			URL       string `json:"url"`
			Published string `json:"published"`
			Snippet   string `json:"snippet"`
		}{h.ID, h.Title, h.Outlet, h.URL, h.Published.String(), snippetText(&h.Snippet, nil)}
		if err := enc.Encode(line); err != nil {
			return err
		}
	}
	return nil
}

type sourcesCommand struct{}

func (sourcesCommand) Run(ctx context.Context, s *streams, g *Global) error {
	st, err := store.Open(ctx, g.Data)
	if err != nil {
		return err
	}
	defer st.Close()
	list, err := st.Sources(ctx)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		fmt.Fprintln(s.err, "rapporteur: no sources yet; rapporteur add https://... takes one in")
		return nil
	}
	w := tabwriter.NewWriter(s.out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tOUTLET\tHEALTH\tLAST OK\tLAST NEW\tARTICLES\tFEED")
	for i := range list {
		src := &list[i]
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t%d\t%s\n", src.ID, src.Outlet, src.Health, moment(src.LastOK), moment(src.LastNew), src.Articles, src.URL)
		if src.Health != store.HealthOK && src.Words != "" {
			fmt.Fprintf(w, "\t\t%s\t\t\t\t\n", src.Words)
		}
	}
	return w.Flush()
}

func moment(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format("2006-01-02 15:04Z")
}
