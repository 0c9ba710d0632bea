package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"rapporteur"
	"rapporteur/internal/store"
)

type option struct {
	Value, Name string
	Here        bool
}

// unfiltered is the address of the whole list, "" where the request sets no filter.
func unfiltered(r *http.Request) string {
	for _, values := range r.URL.Query() {
		if strings.Join(values, "") != "" {
			return r.URL.Path
		}
	}
	return ""
}

// pages are the links below a list. Note says where a list does not go on as one might think.
type pages struct{ Newer, Older, Note string }

// lookedBack says of a list that it looked at articles back to a time only, if it did.
func (p pages) lookedBack(to time.Time) pages {
	if !to.IsZero() {
		p.Note = "Looked back to " + to.Format("2 Jan 2006") + " for this page, as hardly anything fits. What is older follows on the next one."
	}
	return p
}

// pagesOf keeps the filters of the request and changes the place in the list.
func pagesOf(r *http.Request, next store.Cursor) pages {
	var p pages
	q := r.URL.Query()
	if q.Get("before") != "" {
		q.Del("before")
		p.Newer = r.URL.Path + "?" + q.Encode()
	}
	if next != "" {
		q.Set("before", string(next))
		p.Older = r.URL.Path + "?" + q.Encode()
	}
	return p
}

type articlesView struct {
	Heading          string
	Speaker, Subject string
	Called, Role     string // of the subject
	All              string // address of the list without filters, "" where there are none
	Outlets          []option
	From, To         string
	Days             []articleDay
	Empty            string
	Pages            pages
}

type articleDay struct {
	Date, Words string
	Articles    []articleLine
}

type articleLine struct {
	Href, Title, Sentence, Outlet, Statements, Note string
}

func (s *server) articles(r *http.Request) (*page, error) {
	q := r.URL.Query()
	from, to, err := dateRange(q)
	if err != nil {
		return nil, err
	}
	subject, err := subjectNumber(q.Get("subject"))
	if err != nil {
		return nil, err
	}
	story := int64(0)
	if n := q.Get("story"); n != "" {
		if story, err = storyID(n); err != nil {
			return nil, err
		}
	}
	list, err := s.Store.Articles(r.Context(), store.ArticleFilter{
		Story: story, Outlet: q.Get("outlet"), From: from, To: to, Speaker: q.Get("speaker"), Subject: subject, Called: q.Get("called"), Role: q.Get("role"), Before: store.Cursor(q.Get("before")),
	})
	if err != nil {
		return nil, err
	}
	outlets, err := s.outletOptions(r)
	if err != nil {
		return nil, err
	}
	view := articlesView{Heading: "Articles", Speaker: q.Get("speaker"), All: unfiltered(r), Outlets: outlets, From: q.Get("from"), To: q.Get("to"), Pages: pagesOf(r, list.Next).lookedBack(list.Reached), Empty: "No article fits."}
	if view.Speaker != "" {
		view.Heading = "Articles that quote " + view.Speaker
	}
	if subject != 0 {
		x, err := s.Store.SubjectName(r.Context(), subject)
		if err != nil {
			return nil, err
		}
		view.Heading, view.Subject = "Articles that mention "+x.Name, q.Get("subject")
		if view.Called = q.Get("called"); view.Called != "" {
			view.Heading = "Articles that call " + x.Name + " “" + view.Called + "”"
		}
		if view.Role = q.Get("role"); view.Role != "" {
			view.Heading = "Articles that print the role “" + view.Role + "” of " + x.Name
		}
	}
	if story != 0 {
		view.Heading = "Articles of one story"
	}
	if view.All == "" {
		view.Empty = "Nothing has been read yet."
	}
	for i := range list.Rows {
		row := &list.Rows[i]
		if date := row.At.Format(time.DateOnly); len(view.Days) == 0 || view.Days[len(view.Days)-1].Date != date {
			view.Days = append(view.Days, articleDay{Date: date, Words: dayWords(row.At)})
		}
		day := &view.Days[len(view.Days)-1]
		day.Articles = append(day.Articles, lineOf(row))
	}
	return &page{name: "articles", frame: frame{Title: view.Heading, Here: "/articles"}, view: view}, nil
}

func lineOf(row *store.ArticleRow) articleLine {
	line := articleLine{
		Href: articleHref(row.ID), Title: row.Title, Sentence: shorten(row.Lead, 260), Outlet: row.Outlet,
		Statements: plural(row.Statements, "statement"),
	}
	if line.Title == "" {
		line.Title, line.Sentence = shorten(row.Lead, 90), ""
	}
	if row.DateDoubted() {
		line.Note = "dated " + row.Published.Time.Format("2 Jan 2006") + "?"
	}
	return line
}

func articleHref(id string) string { return "/articles/" + url.PathEscape(id) }

func outletHref(host string) string { return "/articles?outlet=" + url.QueryEscape(host) }

// shorten cuts text at a word border within n bytes and says so with an ellipsis.
func shorten(text string, n int) string {
	text = strings.Join(strings.Fields(text), " ")
	if len(text) <= n {
		return text
	}
	if i := strings.LastIndexByte(text[:n], ' '); i > 0 {
		return text[:i] + " …"
	}
	return strings.ToValidUTF8(text[:n], "") + " …"
}

func (s *server) outletOptions(r *http.Request) ([]option, error) {
	rows, err := s.Store.Outlets(r.Context())
	if err != nil {
		return nil, err
	}
	here := r.URL.Query().Get("outlet")
	var out []option
	for _, o := range rows {
		out = append(out, option{Value: o.Host, Name: o.Name + " (" + itoa(o.Articles) + ")", Here: o.Host == here})
	}
	return out, nil
}

// dateRange reads from and to, both days included, as a half-open interval; zero where they are not given.
func dateRange(q url.Values) (from, to time.Time, err error) {
	if from, err = day(q.Get("from")); err != nil {
		return from, to, err
	}
	if to, err = day(q.Get("to")); err != nil || to.IsZero() {
		return from, to, err
	}
	if len(q.Get("to")) > len(time.DateOnly) && to.After(from) { // a brief's period ends in the middle of a day
		return from, to, nil
	}
	if to.Before(from) {
		return from, to, invalid("the list would end (%s) before it begins (%s): exchange the two days", q.Get("to"), q.Get("from"))
	}
	return from, to.AddDate(0, 0, 1), nil
}

func day(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		t, err = time.Parse(briefMoment, s)
	}
	if err != nil {
		return t, invalid("%.40q is not a date: write it as 2025-12-01", s)
	}
	return t, nil
}

func itoa(n int) string { return strconv.Itoa(n) }

// speechKinds are offered by the filters, in this order.
var speechKinds = []rapporteur.SpeechKind{rapporteur.Direct, rapporteur.Indirect, rapporteur.Mixed}
