package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"rapporteur"
	"rapporteur/internal/store"
	"rapporteur/internal/store/query"
)

// What the pages that take a query have in common: the place where it is wrong, saved queries, completion, why something was
// found.

// queryProblem is what is wrong with a query: the text around the place, and a sentence.
type queryProblem struct{ Before, Wrong, After, What string }

// problemOf turns an error about a query into what a page shows; any other error is given back.
func problemOf(err error) (*queryProblem, error) {
	var e *query.Error
	switch {
	case err == nil:
		return nil, nil
	case errors.As(err, &e):
		p := &queryProblem{What: sentence(&query.Error{What: e.What, Path: ""})}
		if e.Path != "" {
			p.What += " This is in " + e.Path + "."
		}
		if e.Text != "" {
			p.Before, p.Wrong, p.After = e.Excerpt()
		}
		return p, nil
	case errors.Is(err, rapporteur.ErrInvalid):
		return &queryProblem{What: sentence(err)}, nil
	}
	return nil, err
}

// readingView says how a word was taken that can be taken in two ways, with the query that takes it the other way.
type readingView struct{ Words, Href, Other string }

func readingsOf(list []store.Reading) []readingView {
	var out []readingView
	for _, r := range list {
		small, capitals := strings.ToLower(r.Word), strings.ToUpper(r.Word)
		v := readingView{}
		switch r.As {
		case store.AsAcronym:
			v.Words, v.Other = r.Word+" is taken for an acronym: it stands in capitals in what is found.", "Also the word “"+small+"”"
		case store.AsWord:
			v.Words, v.Other = "“"+r.Word+"” finds "+capitals+", too.", "Only the acronym "+capitals
		case store.AsWordOnly:
			v.Words = r.Word + " stands nowhere in capitals, so it is taken for the word “" + small + "”."
		case store.AsWordStill:
			v.Words = r.Word + " is taken for the word “" + small + "”: acronyms are told from words once “rapporteur reread” has gone over this archive."
		}
		if r.Other != "" {
			v.Href = searchHref(r.Other)
		}
		out = append(out, v)
	}
	return out
}

// savedView is one saved query on the page.
type savedView struct {
	ID                int64
	Name, Query, Href string
}

func (s *server) savedQueries(r *http.Request) ([]savedView, error) {
	list, err := s.Store.SavedQueries(r.Context())
	var out []savedView
	for _, q := range list {
		out = append(out, savedView{q.ID, q.Name, q.Query, searchHref(q.Query)})
	}
	return out, err
}

func searchHref(q string) string { return "/search?q=" + url.QueryEscape(q) }

// saveQuery keeps a query under a name, or changes one that is kept.
func (s *server) saveQuery(r *http.Request) (*page, error) {
	id, err := optionalID(r)
	if err != nil {
		return nil, err
	}
	name, text := r.PostFormValue("name"), r.PostFormValue("q")
	if _, err = s.Store.SaveQuery(r.Context(), id, name, text, s.Now()); err != nil {
		if _, err := problemOf(err); err != nil {
			return nil, err
		}
		return &page{redirect: searchHref(text), said: "Not saved: " + sentence(err)}, nil
	}
	return &page{redirect: searchHref(text), said: "Saved. Other queries can name it: in:" + query.Quote(strings.Join(strings.Fields(name), " "))}, nil
}

func (s *server) deleteQuery(r *http.Request) (*page, error) {
	id, err := optionalID(r)
	if err != nil {
		return nil, err
	}
	if err := s.Store.DeleteQuery(r.Context(), id, s.Now()); err != nil {
		return nil, err
	}
	return &page{redirect: "/search?deleted=" + itoa(int(id))}, nil
}

func (s *server) restoreQuery(r *http.Request) (*page, error) {
	id, err := optionalID(r)
	if err != nil {
		return nil, err
	}
	if err := s.Store.RestoreQuery(r.Context(), id); err != nil {
		return nil, err
	}
	return &page{redirect: "/search", said: "The saved query is back."}, nil
}

// optionalID is the number in the path, 0 where the path has none.
func optionalID(r *http.Request) (int64, error) {
	if r.PathValue("id") == "" {
		return 0, nil
	}
	id := numberOf(r.PathValue("id"))
	if id == 0 {
		return 0, rapporteur.ErrNotFound
	}
	return id, nil
}

// numberOf reads a positive number, 0 where it is none.
func numberOf(s string) int64 {
	var n int64
	for _, c := range s {
		if c < '0' || c > '9' || n > 1<<53 {
			return 0
		}
		n = n*10 + int64(c-'0')
	}
	return n
}

// complete answers what can stand at the end of what is typed before the cursor, as JSON: the text to keep, and what may
// follow it.
func (s *server) complete(w http.ResponseWriter, r *http.Request) {
	before := r.URL.Query().Get("before")
	if len(before) > query.MaxBytes {
		before = ""
	}
	c, err := s.Store.CompleteQuery(r.Context(), before, len(before))
	if err != nil {
		s.Log.Error("completion failed", "error", err)
		http.Error(w, "completion failed", http.StatusInternalServerError)
		return
	}
	type suggestion struct {
		Text string `json:"text"`
		What string `json:"what"`
	}
	out := struct {
		Keep        string       `json:"keep"`
		Suggestions []suggestion `json:"suggestions"`
	}{Keep: before[:c.Replace.Start], Suggestions: []suggestion{}}
	for _, x := range c.Suggestions {
		out.Suggestions = append(out.Suggestions, suggestion(x))
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "private, no-store")
	_ = json.NewEncoder(w).Encode(out) // the reader has left
}

// reasonView is one condition of a query, and where a hit meets it.
type reasonView struct {
	Term   string
	Places []reasonPlace
	More   int // further places
}

type reasonPlace struct{ Words, Href, Where string }

// reasonsOf groups the reasons of a hit by condition.
func reasonsOf(id string, list []store.Reason) []reasonView {
	var out []reasonView
	for _, r := range list {
		if len(out) == 0 || out[len(out)-1].Term != r.Term {
			out = append(out, reasonView{Term: r.Term})
		}
		v := &out[len(out)-1]
		if r.Words == "" {
			continue
		}
		if len(v.Places) == 3 {
			v.More++
			continue
		}
		p := reasonPlace{Words: r.Words, Href: articleHref(id) + "#p" + itoa(r.Paragraph), Where: "¶" + itoa(r.Paragraph)}
		if r.Statement != rapporteur.None {
			p.Href = articleHref(id) + "#t" + itoa(r.Statement+1)
		}
		v.Places = append(v.Places, p)
		v.More += len(r.Spans) - 1
		if r.Statement != rapporteur.None {
			v.More -= len(r.Spans) - 1
		}
	}
	return out
}

// otherPages are the links to the same query on the other pages that answer one.
func otherPages(q, here string) []option {
	if q == "" {
		return nil
	}
	var out []option
	for _, o := range []option{{Value: "/search", Name: "Articles"}, {Value: "/statements", Name: "Statements"}, {Value: "/figures", Name: "Figures"}, {Value: "/calendar", Name: "Calendar"}} {
		if o.Value != here {
			out = append(out, option{Value: o.Value + "?q=" + url.QueryEscape(q), Name: o.Name})
		}
	}
	return out
}

func commitmentWords(k rapporteur.CommitmentKind) string {
	if k == rapporteur.Expiry {
		return "with an expiry"
	}
	return "with a " + string(k)
}
