package web

import (
	"net/http"
	"strings"

	"rapporteur/internal/store"
)

// startView is the first ten minutes: what to read, what to follow, the first brief.
type startView struct {
	What, Problem, Added string
	Sample               bool // the sample outlet can be had
	Sources              []startSource
	Articles             int
	ArticlesWords        string
	First                *matchLine
	Dossiers             []dossierLine
	Step                 int // the step that is next: 1 sources, 2 dossiers, 3 the brief
	Waiting              bool
}

type startSource struct {
	Name, URL, Found, Health, Detail string
	Articles                         string
}

// start is how a new desk begins. It says what was found so far, so it can be left and come back to.
func (s *server) start(r *http.Request) (*page, error) {
	return s.startPage(r, startView{Added: heard(r)})
}

func (s *server) startPage(r *http.Request, v startView) (*page, error) {
	v.Sample = s.Sample != nil
	sources, err := s.Store.Sources(r.Context())
	if err != nil {
		return nil, err
	}
	now := s.Now().UTC()
	for i := range sources {
		line := sourceLineOf(now, &sources[i])
		v.Sources = append(v.Sources, startSource{Name: line.Name, URL: line.URL, Found: feedWords(&sources[i]), Health: line.Health, Detail: line.Detail, Articles: line.Articles})
	}
	list, err := s.Store.Articles(r.Context(), store.ArticleFilter{Limit: 1})
	if err != nil {
		return nil, err
	}
	counts, err := s.Store.Counts(r.Context())
	if err != nil {
		return nil, err
	}
	v.Articles, v.ArticlesWords = counts.Articles, plural(counts.Articles, "article")
	for i := range list.Rows {
		a := &list.Rows[i]
		v.First = &matchLine{Href: articleHref(a.ID), Title: a.Title, Outlet: a.Outlet, Date: a.At.Format("2 Jan 2006")}
	}
	dossiers, err := s.Store.Dossiers(r.Context())
	if err != nil {
		return nil, err
	}
	for _, d := range dossiers {
		v.Dossiers = append(v.Dossiers, dossierLine{Href: dossierHref(d.ID), Name: d.Name})
	}
	switch {
	case v.Articles == 0:
		v.Step, v.Waiting = 1, len(v.Sources) > 0
	case len(v.Dossiers) == 0:
		v.Step = 2
	default:
		v.Step = 3
	}
	return &page{name: "start", frame: frame{Title: "Begin"}, view: v}, nil
}

func feedWords(x *store.Source) string {
	if x.Kind == "" {
		return "feed"
	}
	return string(x.Kind)
}

// startWith takes in what was pasted, or the sample outlet.
func (s *server) startWith(r *http.Request) (*page, error) {
	what := strings.TrimSpace(r.PostFormValue("what"))
	var words string
	var err error
	switch {
	case r.PostFormValue("sample") != "" && s.Sample != nil:
		words, err = s.Sample(r.Context())
	case what == "":
		return s.startPage(r, startView{Problem: "Nothing was pasted: give the address of a newspaper or of its feed, or take the sample outlet."})
	default:
		words, err = s.Add(r.Context(), what)
	}
	if err == nil {
		return &page{redirect: "/start", said: words}, nil
	}
	why, shown := shownError(err)
	if !shown {
		return nil, err
	}
	p, err := s.startPage(r, startView{What: what, Problem: why})
	if p != nil {
		p.status = http.StatusUnprocessableEntity
	}
	return p, err
}
