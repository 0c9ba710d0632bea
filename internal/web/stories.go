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

type storiesView struct {
	Query, From, To string
	Outlets         []option
	Order           []option
	Alone           bool // also stories of one article
	All             string
	Days            []storyDay
	Empty           string
	Pages           pages
}

type storyDay struct {
	Date, Words string
	Stories     []storyLine
}

type storyLine struct {
	Href, Title, Sentence, First, FirstWords string
	Outlets, Independent, Copies, Articles   string
	AllHref                                  string // its articles as a list
}

func storyHref(id int64) string { return "/stories/" + strconv.FormatInt(id, 10) }

// stories lists stories with two articles or more, all of them where that is asked for.
func (s *server) stories(r *http.Request) (*page, error) {
	q := r.URL.Query()
	from, to, err := dateRange(q)
	if err != nil {
		return nil, err
	}
	f := store.StoryFilter{Query: q.Get("q"), From: from, To: to, Outlet: q.Get("outlet"), Least: 2, Biggest: q.Get("order") == "biggest", Before: store.Cursor(q.Get("before"))}
	if q.Get("alone") != "" {
		f.Least = 0
	}
	list, err := s.Store.Stories(r.Context(), f)
	if err != nil {
		return nil, err
	}
	outlets, err := s.outletOptions(r)
	if err != nil {
		return nil, err
	}
	v := storiesView{
		Query: f.Query, From: q.Get("from"), To: q.Get("to"), Outlets: outlets, Alone: f.Least == 0, All: unfiltered(r), Pages: storyPages(r, list),
		Order: []option{{"", "newest first", !f.Biggest}, {"biggest", "most outlets first", f.Biggest}}, Empty: "No story fits.",
	}
	if v.All == "" {
		v.Empty = "No event has been told twice yet. Articles that tell the same event come together here, whatever their headlines say; copies of agency reports are counted apart."
	}
	for i := range list.Rows {
		v.add(&list.Rows[i], f.Biggest)
	}
	return &page{name: "stories", frame: frame{Title: "Stories", Here: "/stories"}, view: v}, nil
}

// add puts a story under the day of its last report; a list by size has no days.
func (v *storiesView) add(row *store.StoryRow, biggest bool) {
	day := storyDay{Date: row.Last.Format(time.DateOnly), Words: dayWords(row.Last)}
	if biggest {
		day = storyDay{Words: "By outlets"}
	}
	if n := len(v.Days); n == 0 || v.Days[n-1].Words != day.Words {
		v.Days = append(v.Days, day)
	}
	last := &v.Days[len(v.Days)-1]
	last.Stories = append(last.Stories, storyLineOf(row))
}

func storyLineOf(row *store.StoryRow) storyLine {
	a := lineOf(&row.Lead)
	l := storyLine{
		Href: storyHref(row.ID), Title: a.Title, Sentence: a.Sentence, First: row.First.Format(time.RFC3339), FirstWords: row.First.Format("2 Jan 15:04 MST"),
		Outlets: plural(row.Outlets, "outlet"), Independent: itoa(row.Independent) + " independent", Articles: plural(row.Articles, "article"),
		AllHref: "/articles?story=" + strconv.FormatInt(row.ID, 10),
	}
	if row.Copies == 1 {
		l.Copies = "1 copy"
	} else if row.Copies > 1 {
		l.Copies = grouped(itoa(row.Copies)) + " copies"
	}
	return l
}

func storyID(s string) (int64, error) {
	id, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%w: no story %q", rapporteur.ErrNotFound, s)
	}
	return id, nil
}

// notSameStory takes an article out of its story.
func (s *server) notSameStory(r *http.Request) (*page, error) {
	id, err := storyID(r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	_, err = s.Store.NotSameStory(r.Context(), r.PostFormValue("article"), s.Now().UTC())
	return said303(storyHref(id), "Taken out: it has a story of its own now. The record below can undo that.", err)
}

// sameStory brings another story into this one: named by its number, its address, or the address of one of its articles here.
func (s *server) sameStory(r *http.Request) (*page, error) {
	id, err := storyID(r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	other, err := s.otherStory(r, strings.TrimSpace(r.PostFormValue("other")))
	if err == nil {
		_, err = s.Store.SameStory(r.Context(), other, id, s.Now().UTC())
	}
	return said303(storyHref(id), "Brought together. The record below can undo that.", err)
}

func (s *server) otherStory(r *http.Request, words string) (int64, error) {
	words = strings.TrimRight(words, "/")
	if _, article, ok := strings.Cut(words, "/articles/"); ok {
		article, _, _ = strings.Cut(article, "#")
		article, _, _ = strings.Cut(article, "?")
		v, err := s.Store.Article(r.Context(), article, 0)
		if err != nil {
			return 0, err
		}
		if v.Row.Story == 0 {
			return 0, invalid("this article is not grouped yet; try again in a minute")
		}
		return v.Row.Story, nil
	}
	words = words[strings.LastIndexByte(words, '/')+1:]
	id, err := strconv.ParseInt(words, 10, 64)
	if err != nil {
		return 0, invalid("%.60q names no story: give its number, or the address of its page or of one of its articles here", words)
	}
	return id, nil
}

func (s *server) undoStory(r *http.Request) (*page, error) {
	id, err := storyID(r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	correction, err := strconv.ParseInt(r.PostFormValue("correction"), 10, 64)
	if err != nil {
		return nil, invalid("%.40q is not the number of a correction", r.PostFormValue("correction"))
	}
	return said303(storyHref(id), "Undone.", s.Store.UndoStory(r.Context(), correction, s.Now().UTC()))
}

// said303 leads back to a page, which says what was done or why it was not.
func said303(to, done string, err error) (*page, error) {
	if err != nil {
		why, shown := shownError(err)
		if !shown {
			return nil, err
		}
		done = why
	}
	return &page{redirect: to, said: done}, nil
}

// storyPages says where more articles match than were looked at.
func storyPages(r *http.Request, list *store.StoryList) pages {
	p := pagesOf(r, list.Next)
	if !list.Reached.IsZero() {
		p.Note = "Many articles match: these are the stories of the newest of them, back to " + list.Reached.Format("2 Jan 2006") + ". Dates find older ones."
	}
	return p
}
