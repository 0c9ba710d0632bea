package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"rapporteur/internal/store"
	"rapporteur/internal/store/brief"
	"rapporteur/internal/store/matters"
)

type briefCommand struct {
	Since   string `placeholder:"TIME" help:"From this day or time on (2025-12-01, 2025-12-01T18:04, in UTC), or as long ago as this: 24h, 7d. By default the last 24 hours."`
	Until   string `placeholder:"TIME" help:"Up to this day, it included, or this time. By default now."`
	Dossier string `placeholder:"NAME" help:"Only this dossier: its name or its number."`
	Format  string `enum:"text,md,html" default:"text" help:"text, md (Markdown), or html (a mail)."`
	Desk    string `placeholder:"URL" help:"Address of the desk's pages, for links to them."`
}

func (c *briefCommand) Run(ctx context.Context, s *streams, g *Global) error {
	now := time.Now().UTC()
	o := brief.Options{Now: now, Until: now, Since: now.Add(-24 * time.Hour)}
	var err error
	if c.Until != "" {
		if o.Until, err = parseMoment("--until", c.Until, now, true); err != nil {
			return err
		}
		o.Since = o.Until.Add(-24 * time.Hour)
	}
	if c.Since != "" {
		if o.Since, err = parseMoment("--since", c.Since, o.Until, false); err != nil {
			return err
		}
	}
	if !o.Since.Before(o.Until) {
		return fmt.Errorf("the brief would end (%s) before it begins (%s): exchange --since and --until", o.Until.Format(time.RFC3339), o.Since.Format(time.RFC3339))
	}
	st, err := store.Open(ctx, g.Data)
	if err != nil {
		return err
	}
	defer st.Close()
	if c.Dossier != "" {
		if o.Dossier, err = findDossier(ctx, st, c.Dossier); err != nil {
			return err
		}
	}
	b, err := (&brief.Maker{Store: st, Reader: matters.NewReader(st)}).Make(ctx, o)
	if err != nil {
		return err
	}
	return b.Write(s.out, brief.Format(c.Format), strings.TrimSuffix(c.Desk, "/"))
}

// parseMoment reads a day, a time in UTC, or a length of time before another. The end of a day is meant where it ends a period.
func parseMoment(flag, s string, before time.Time, end bool) (time.Time, error) {
	if d, ok := strings.CutSuffix(s, "d"); ok {
		if n, err := strconv.Atoi(d); err == nil && n > 0 && n < 100_000 {
			return before.AddDate(0, 0, -n), nil
		}
	}
	if d, err := time.ParseDuration(s); err == nil && d > 0 {
		return before.Add(-d), nil
	}
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		if end {
			t = t.AddDate(0, 0, 1)
		}
		return t, nil
	}
	for _, layout := range []string{"2006-01-02T15:04", time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%s %q is no time: write a day (2025-12-01), a time (2025-12-01T18:04), or how long ago (24h, 7d)", flag, s)
}

// findDossier finds a dossier by its number or by its name, whatever its capitals.
func findDossier(ctx context.Context, st *store.Store, name string) (int64, error) {
	list, err := st.Dossiers(ctx)
	if err != nil {
		return 0, err
	}
	var names []string
	for _, d := range list {
		if strings.EqualFold(d.Name, name) || strconv.FormatInt(d.ID, 10) == name {
			return d.ID, nil
		}
		names = append(names, d.Name)
	}
	if len(names) == 0 {
		return 0, fmt.Errorf("there is no dossier yet; the page Dossiers makes one")
	}
	return 0, fmt.Errorf("there is no dossier %q; there are: %s", name, strings.Join(names, ", "))
}
