package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"rapporteur"
	"rapporteur/internal/store"
)

// auditLine is one correction in words.
type auditLine struct {
	ID                         int64
	At, AtWords                string
	What, Words, Before, After string
	SubjectHref, Subject       string
	OtherHref, Other           string
	ArticleHref, Article       string
	Undone                     string
	Back                       string // where undoing leads back to
}

type correctionsView struct {
	Said    string
	Subject string
	Rows    []auditLine
	Pages   pages
	All     string
}

var correctionWords = map[store.CorrectionKind]string{
	store.Merge: "merged into another", store.Rename: "renamed", store.RuleKind: "kind changed", store.SplitName: "name split off", store.SplitOff: "article split off",
	store.KeepApart: "kept apart", store.RuleSpeaker: "speaker changed", store.NoStatement: "not a statement", store.Accept: "found right",
}

func auditLineOf(x *store.CorrectionRow) auditLine {
	l := auditLine{ID: x.ID, At: x.At.Format(time.RFC3339), AtWords: x.At.Format("2 Jan 2006 15:04 UTC"), What: correctionWords[x.What], Before: x.Before, After: x.After,
		Words: shorten(strings.ReplaceAll(x.Words, "\n", ", "), 120)}
	if x.Subject.ID != 0 {
		l.Subject, l.SubjectHref = x.Subject.Name, subjectHref(x.Subject.ID)
	}
	if x.Other.ID != 0 {
		l.Other, l.OtherHref = x.Other.Name, subjectHref(x.Other.ID)
	}
	if x.ArticleID != "" {
		l.ArticleHref, l.Article = articleHref(x.ArticleID), x.Title
	}
	if x.What == store.RuleSpeaker && x.Other.ID == 0 {
		l.After = "nobody"
	}
	if !x.Undone.IsZero() {
		l.Undone = x.Undone.Format("2 Jan 2006 15:04 UTC")
	}
	return l
}

// corrections is the audit: everything that people changed, newest first.
func (s *server) corrections(r *http.Request) (*page, error) {
	q := r.URL.Query()
	f := store.CorrectionFilter{ArticleID: q.Get("article"), Before: store.Cursor(q.Get("before"))}
	if id := q.Get("subject"); id != "" {
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil {
			return nil, invalid("%.40q is not the number of a subject", id)
		}
		f.Subject = n
	}
	list, err := s.Store.Corrections(r.Context(), f)
	if err != nil {
		return nil, err
	}
	v := correctionsView{Said: heard(r), Pages: pagesOf(r, list.Next), All: unfiltered(r)}
	for i := range list.Rows {
		v.Rows = append(v.Rows, auditLineOf(&list.Rows[i]))
	}
	return &page{name: "corrections", frame: frame{Title: "Corrections", Here: "/review"}, view: v}, nil
}

// correctSubject takes the forms of a subject's page.
func (s *server) correctSubject(r *http.Request) (*page, error) {
	id, err := pathNumber(r, "id")
	if err != nil {
		return nil, err
	}
	c := store.Correction{What: store.CorrectionKind(r.PostFormValue("what")), Subject: id, Name: r.PostFormValue("name"), Kind: rapporteur.EntityKind(r.PostFormValue("kind")),
		ArticleID: r.PostFormValue("article"), At: s.Now().UTC()}
	if c.Version, err = number(r, "version"); err != nil {
		return nil, err
	}
	other, err := number(r, "other")
	if err != nil {
		return nil, err
	}
	c.Other = int64(other)
	if c.What == store.SplitName {
		c.Name = r.PostFormValue("alias")
	}
	if _, err := s.Store.Correct(r.Context(), c); err != nil {
		if errors.Is(err, rapporteur.ErrInvalid) {
			return s.subjectPage(r, id, sentence(err))
		}
		return nil, err
	}
	return &page{redirect: back(r, subjectHref(id)), said: subjectSaid[c.What]}, nil
}

var subjectSaid = map[store.CorrectionKind]string{
	store.Merge: "Merged. It can be undone under Corrections.", store.Rename: "Renamed. It can be undone under Corrections.", store.RuleKind: "Kind changed. It can be undone under Corrections.",
	store.SplitName: "Split off. It can be undone under Corrections.", store.SplitOff: "Split off. It can be undone under Corrections.", store.KeepApart: "They are kept apart. It can be undone under Corrections.",
}

// number reads a number from a form; absent, it is 0.
func number(r *http.Request, name string) (int, error) {
	v := r.PostFormValue(name)
	if v == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 {
		return 0, invalid("%.40q is not a number: go back, and fill in the form again", v)
	}
	return n, nil
}

// back is the page that a form came from: a path of our own, else the one given.
func back(r *http.Request, otherwise string) string {
	to := r.PostFormValue("back")
	if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n") {
		return otherwise
	}
	return to
}

// correctStatement takes what a person says of a statement, from its article or from the queue.
func (s *server) correctStatement(r *http.Request) (*page, error) {
	id := r.PathValue("id")
	n, err := pathNumber(r, "n")
	if err != nil {
		return nil, err
	}
	c := store.Correction{What: store.CorrectionKind(r.PostFormValue("what")), ArticleID: id, Index: int(n) - 1, Quote: r.PostFormValue("quote"), Name: strings.TrimSpace(r.PostFormValue("name")), At: s.Now().UTC()}
	switch c.What {
	case store.RuleSpeaker, store.NoStatement, store.Accept:
	default:
		return nil, invalid("%.40q is nothing that can be said of a statement", string(c.What))
	}
	if c.Version, err = number(r, "version"); err != nil {
		return nil, err
	}
	if c.What == store.RuleSpeaker {
		if err := chosenSpeaker(r, &c); err != nil {
			return nil, err
		}
	}
	if _, err := s.Store.Correct(r.Context(), c); err != nil {
		return nil, err
	}
	said := map[store.CorrectionKind]string{store.RuleSpeaker: "The speaker was changed.", store.NoStatement: "It no longer counts as a statement.", store.Accept: "Found right."}[c.What]
	return &page{redirect: back(r, articleHref(id)), said: said + " It can be undone under Corrections."}, nil
}

// chosenSpeaker reads who a statement is given to: a subject by number, somebody by name, or nobody.
func chosenSpeaker(r *http.Request, c *store.Correction) error {
	switch who := r.PostFormValue("speaker"); who {
	case "nobody":
		c.Name = ""
	case "", "other":
		if c.Name == "" {
			return invalid("say who speaks: choose somebody, type a name, or choose nobody")
		}
	default:
		n, err := strconv.ParseInt(who, 10, 64)
		if err != nil {
			return invalid("%.40q is not the number of a subject", who)
		}
		c.Other, c.Name = n, ""
	}
	return nil
}

func (s *server) undo(r *http.Request) (*page, error) {
	id, err := pathNumber(r, "id")
	if err != nil {
		return nil, err
	}
	if err := s.Store.Undo(r.Context(), id, s.Now().UTC()); err != nil {
		return nil, err
	}
	return &page{redirect: back(r, "/corrections"), said: "Undone."}, nil
}

// whoseForm is the form that asks whose a statement is.
type whoseForm struct {
	Action, Back, Quote string
	Version             int
	Choices             []speakerChoice
}

// whose makes that form for a template.
func whose(action, back string, version int, quote string, choices []speakerChoice) whoseForm {
	return whoseForm{action, back, quote, version, choices}
}
