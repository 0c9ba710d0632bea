package web

import (
	"cmp"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"rapporteur"
	"rapporteur/internal/store"
)

type calendarView struct {
	Heading               string
	Query, Kind           string
	Kinds                 []option
	Problem               *queryProblem
	Month                 string
	Earlier, Later, Ahead string // addresses
	EarlierName           string
	LaterName             string
	Days                  []calendarDay
	More                  string // what is not shown
	Empty, All            string
	Others                []option
	Builder               builderView
	ICS                   string
}

// calendarDay is what is due at one time; a time may be as long as a year.
type calendarDay struct {
	Date, Words string
	Items       []calendarItem
}

type calendarItem struct {
	Kind, Class       string // "deadline", "date" ...
	Who, What         string
	Sentence          template.HTML
	Condition         string
	Speaker           string
	Outlet, Title     string
	Href              string
	Said              string // day of the article
	Also              int    // other articles that have the same sentence
	sentence          string
	from, to          time.Time
	id, url, dueWords string
}

// calendarShown is how many commitments, and how many dates, one page holds.
const calendarShown = 250

func (s *server) calendar(r *http.Request) (*page, error) {
	q := r.URL.Query()
	now := s.Now().UTC()
	view := calendarView{Query: strings.TrimSpace(q.Get("q")), Kind: q.Get("kind"), All: unfiltered(r), Empty: "Nothing that fits is due then."}
	p := &page{name: "calendar", frame: frame{Title: "Calendar", Here: "/calendar"}}
	from, to, err := view.period(r, now)
	if err != nil {
		return nil, err
	}
	if view.Builder, err = s.builder(r, view.Query); err != nil {
		return nil, err
	}
	view.Others = otherPages(view.Query, "/calendar")
	items, more, err := s.due(r, view.Query, view.Kind, from, to)
	if view.Problem, err = problemOf(err); err != nil {
		return nil, err
	}
	if view.Problem != nil {
		p.status = http.StatusBadRequest
	}
	if more {
		view.More = "More is due than one page holds: narrow it by words, or go on with the following months."
	}
	view.Days = calendarDays(items)
	p.view = view
	return p, nil
}

// period reads which month is asked for; without one, it is all that lies ahead.
func (v *calendarView) period(r *http.Request, now time.Time) (from, to time.Time, err error) {
	q := r.URL.Query()
	for _, k := range append([]string{"commitments", "dates"}, commitmentKinds()...) {
		v.Kinds = append(v.Kinds, option{Value: k, Name: k, Here: k == v.Kind})
	}
	if v.Kind != "" && !slices.ContainsFunc(v.Kinds, func(o option) bool { return o.Here }) {
		return from, to, invalid("%.40q is nothing that the calendar knows: choose one of the list", v.Kind)
	}
	link := func(month string) string {
		values := url.Values{}
		for _, k := range []string{"q", "kind"} {
			if q.Get(k) != "" {
				values.Set(k, q.Get(k))
			}
		}
		if month != "" {
			values.Set("month", month)
		}
		return strings.TrimSuffix("/calendar?"+values.Encode(), "?")
	}
	v.Month = q.Get("month")
	v.ICS = strings.Replace(link(v.Month), "/calendar", "/calendar.ics", 1)
	first := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, time.UTC)
	v.Heading = "Ahead of us"
	if v.Month == "" {
		from = time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	} else {
		if first, err = time.Parse("2006-01", v.Month); err != nil {
			return from, to, invalid("%.40q is no month: write it as 2026-01", v.Month)
		}
		from, to = first, first.AddDate(0, 1, 0)
		v.Heading, v.Ahead = first.Format("January 2006"), link("")
	}
	before, after := first.AddDate(0, -1, 0), first.AddDate(0, 1, 0)
	if v.Month == "" {
		before, after = first, first.AddDate(0, 1, 0)
	}
	v.Earlier, v.EarlierName = link(before.Format("2006-01")), before.Format("January 2006")
	v.Later, v.LaterName = link(after.Format("2006-01")), after.Format("January 2006")
	return from, to, nil
}

func commitmentKinds() []string {
	return []string{string(rapporteur.Pledge), string(rapporteur.Deadline), string(rapporteur.Meeting), string(rapporteur.Vote), string(rapporteur.Expiry)}
}

// due gathers commitments and dates; a date that a commitment is due by stands there only.
func (s *server) due(r *http.Request, q, kind string, from, to time.Time) (items []calendarItem, more bool, err error) {
	type place struct {
		article string
		date    int
	}
	taken := map[place]bool{}
	f := store.CommitmentFilter{Query: q, DueFrom: from, DueTo: to, ByDue: true, Limit: calendarShown}
	if slices.Contains(commitmentKinds(), kind) {
		f.Kind = rapporteur.CommitmentKind(kind)
	}
	if kind != "dates" {
		list, err := s.Store.Commitments(r.Context(), f)
		if err != nil {
			return nil, false, err
		}
		more = list.Next != ""
		for i := range list.Rows {
			c := &list.Rows[i]
			taken[place{c.ArticleID, c.Due}] = true
			items = append(items, commitmentItem(c))
		}
	}
	if kind == "" || kind == "dates" {
		list, err := s.Store.Dates(r.Context(), store.DateFilter{Query: q, DueFrom: from, DueTo: to, ByDue: true, Ahead: true, Limit: calendarShown})
		if err != nil {
			return nil, false, err
		}
		more = more || list.Next != ""
		for i := range list.Rows {
			d := &list.Rows[i]
			if !taken[place{d.ArticleID, d.Index}] && d.Kind == rapporteur.Point {
				items = append(items, dateItem(d))
			}
		}
	}
	return items, more, nil
}

func commitmentItem(c *store.CommitmentRow) calendarItem {
	x := itemOf(&c.Finding, c.DueFrom, c.DueTo, c.DueGrain)
	x.Kind, x.Class, x.Who, x.What, x.Condition = string(c.Kind), "late", cmp.Or(c.WhoWords, c.Names), c.WhatWords, c.ConditionWords
	x.Sentence = markedSentence(c.SentenceWords, c.DueWords)
	x.Href = articleHref(c.ArticleID) + "#p" + itoa(c.Paragraph)
	x.id = "c" + itoa(c.Index) + "-" + c.ArticleID
	return x
}

func dateItem(d *store.DateRow) calendarItem {
	x := itemOf(&d.Finding, d.DueFrom, d.DueTo, d.Grain)
	x.Kind, x.What = "date", d.EventWords
	x.Sentence = markedSentence(d.SentenceWords, d.Words)
	x.Href = articleHref(d.ArticleID) + "#td" + itoa(d.Index+1)
	x.id = "d" + itoa(d.Index) + "-" + d.ArticleID
	return x
}

func itemOf(f *store.Finding, from, to time.Time, grain rapporteur.Grain) calendarItem {
	return calendarItem{
		Speaker: f.Speaker, Outlet: f.Outlet, Title: f.Title, Said: f.At.Format("2 Jan 2006"), sentence: f.SentenceWords, url: f.URL, from: from, to: to,
		dueWords: dateWords(&rapporteur.Date{From: from, To: to, Grain: grain}),
	}
}

// calendarDays groups by when things are due, and folds the same sentence in several articles (copies of one report).
func calendarDays(items []calendarItem) []calendarDay {
	slices.SortStableFunc(items, func(a, b calendarItem) int { return cmp.Or(a.from.Compare(b.from), a.to.Compare(b.to)) })
	var days []calendarDay
	for _, x := range items {
		if len(days) == 0 || days[len(days)-1].Words != x.dueWords {
			days = append(days, calendarDay{Date: x.from.Format(time.DateOnly), Words: x.dueWords})
		}
		day := &days[len(days)-1]
		same := slices.IndexFunc(day.Items, func(o calendarItem) bool { return o.sentence == x.sentence && o.Kind == x.Kind })
		if same >= 0 {
			day.Items[same].Also++
			continue
		}
		day.Items = append(day.Items, x)
	}
	return days
}
