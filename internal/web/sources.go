package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"rapporteur"
	"rapporteur/internal/store"
)

type sourcesView struct {
	What, Problem, Added string
	Sources              []sourceLine
	Outcomes             []outcomeLine
	NoLooks              bool // nothing is looked at again
}

type sourceLine struct {
	ID                          int64
	Name, URL, ArticlesHref     string
	Health, HealthClass, Detail string
	LastOK, LastOKWords         string
	LastNew, LastNewWords       string
	Next, NextWords             string
	Articles                    string
	Robots                      string
	Rights                      []string
	Looks                       bool
}

type outcomeLine struct{ At, AtWords, Stage, Kind, Class, Detail, URL string }

func (s *server) sources(r *http.Request) (*page, error) {
	return s.sourcesPage(r, sourcesView{Added: heard(r)})
}

func (s *server) sourcesPage(r *http.Request, view sourcesView) (*page, error) {
	list, err := s.Store.Sources(r.Context())
	if err != nil {
		return nil, err
	}
	said, err := s.Store.FeedIntakes(r.Context())
	if err != nil {
		return nil, err
	}
	view.NoLooks = s.NoLooks
	now := s.Now().UTC()
	for i := range list {
		line := sourceLineOf(now, &list[i])
		line.Robots, line.Rights = said[list[i].ID].Robots, said[list[i].ID].Rights
		view.Sources = append(view.Sources, line)
	}
	lately, err := s.Store.Outcomes(r.Context(), store.OutcomeFilter{Failed: true, Limit: 25})
	if err != nil {
		return nil, err
	}
	for _, o := range lately.Rows {
		first, _, _ := strings.Cut(o.Detail, "\n")
		view.Outcomes = append(view.Outcomes, outcomeLine{
			At: o.At.Format(time.RFC3339), AtWords: ago(now, o.At), Stage: string(o.Stage), Kind: string(o.Kind), Class: "late", Detail: first, URL: o.URL,
		})
	}
	return &page{name: "sources", frame: frame{Title: "Sources", Here: "/sources"}, view: view}, nil
}

func sourceLineOf(now time.Time, src *store.Source) sourceLine {
	name := src.Outlet
	if src.Title != "" && src.Title != src.Outlet {
		name = src.Title
	}
	return sourceLine{
		ID: src.ID, Name: name, URL: src.URL, ArticlesHref: outletHref(src.OutletHost),
		Health: string(src.Health), HealthClass: healthClass(src.Health), Detail: src.Words,
		LastOK: rfc3339(src.LastOK), LastOKWords: lately(now, src.LastOK),
		LastNew: rfc3339(src.LastNew), LastNewWords: lately(now, src.LastNew),
		Next: rfc3339(src.NextAt), NextWords: nextWords(now, src.NextAt),
		Articles: grouped(itoa(src.Articles)), Looks: src.Looks,
	}
}

// lately is ago for what has happened: where that lies ahead, the clock was set back since.
func lately(now, t time.Time) string {
	if t.After(now.Add(time.Minute)) {
		return t.Format("2 Jan 2006 15:04 MST") + ", by a clock that was ahead"
	}
	return ago(now, t)
}

func healthClass(h store.Health) string {
	switch h {
	case store.HealthOK:
		return "good"
	case store.HealthBlocked, store.HealthGone, store.HealthTrouble:
		return "late"
	}
	return ""
}

func nextWords(now, next time.Time) string {
	if !next.After(now) {
		return "now"
	}
	return ago(now, next)
}

func rfc3339(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

func (s *server) addSource(r *http.Request) (*page, error) {
	what := strings.TrimSpace(r.PostFormValue("what"))
	if what == "" {
		return s.sourcesPage(r, sourcesView{Problem: "Nothing was pasted: give the address of a newspaper or of its feed."})
	}
	words, err := s.Add(r.Context(), what)
	if err == nil {
		return &page{redirect: "/sources", said: words}, nil
	}
	if why, ok := shownError(err); ok {
		p, perr := s.sourcesPage(r, sourcesView{What: what, Problem: why})
		if p != nil {
			p.status = http.StatusUnprocessableEntity
		}
		return p, perr
	}
	return nil, err
}

func (s *server) visitSource(r *http.Request) (*page, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return nil, fmt.Errorf("%w: no source %q", rapporteur.ErrNotFound, r.PathValue("id"))
	}
	if err := s.Visit(r.Context(), id); err != nil {
		return nil, err
	}
	return &page{redirect: "/sources", said: "It will be visited at the next permitted moment."}, nil
}

// setLooks has the articles of a source looked at again from now on, or not.
func (s *server) setLooks(r *http.Request) (*page, error) {
	id := numberOf(r.PathValue("id"))
	on := r.PostFormValue("on") == "yes"
	if err := s.Store.SetLooks(r.Context(), id, on); err != nil {
		return nil, err
	}
	if on {
		return &page{redirect: "/sources", said: "Articles of this source that come in from now on are looked at again."}, nil
	}
	return &page{redirect: "/sources", said: "Articles of this source are not looked at again. Changes are seen when its feed tells of them."}, nil
}

func (s *server) keys(*http.Request) (*page, error) {
	return &page{name: "keys", frame: frame{Title: "Keys"}}, nil
}

func invalid(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{rapporteur.ErrInvalid}, args...)...)
}
