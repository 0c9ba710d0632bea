package store

import (
	"time"

	"rapporteur"
)

// Finding is what the rows of figures, dates and commitments have in common: where one stands, who says it, in which
// article. All words are as printed.
type Finding struct {
	ArticleID       string
	Revision        int
	Index           int // in the record's Figures, Dates or Commitments
	rapporteur.Span     // of the whole expression, bytes of the article's Text
	Words           string
	Sentence        rapporteur.Span // that it stands in
	SentenceWords   string          // those bytes, with single spaces
	Paragraph       int             // of the sentence, counted from 1
	Statement       int             // index of the innermost statement that it stands in (a commitment: that binds), or rapporteur.None
	Speaker         string          // of that statement; "" where there is none or nobody is named
	Title           string          // of the article
	Outlet          string
	OutletHost      string
	URL             string
	At              time.Time // the article's, see ArticleRow.At
}

// FigureFilter chooses figures. Its zero value is all of them, newest article first. What is set must all hold.
type FigureFilter struct {
	Query     string    // as in Search
	Outlet    string    // host
	From, To  time.Time // half-open, over the article's At
	Unit      string    // as in rapporteur.Figure: "EUR", "%"; "count" for plain counts, "" for every unit
	ArticleID string
	Before    Cursor
	Limit     int
}

// FigureRow is one figure.
type FigureRow struct {
	Finding
	Value, High string  // decimal text, as in rapporteur.Figure
	Low         float64 // Value as a number that sorts, 0 where Value is ""
	Upper       float64 // High, else Value, likewise
	Unit        string
	Sense       rapporteur.Sense
	Change      string
	Of          rapporteur.Span
	OfWords     string // what is counted
	PartOf      string
	Same        int // index of the figure that this one restates, or rapporteur.None
	AsOf        int // index of the date at which it holds, or rapporteur.None
	AsOfFrom    time.Time
	AsOfTo      time.Time
}

// FigureList is one page of figures.
type FigureList struct {
	Rows    []FigureRow
	Next    Cursor
	Reached time.Time // as of ArticleList; of lists by due date, the date up to which was looked
}

// DateFilter chooses dates. Its zero value is all of them, newest article first. What is set must all hold.
type DateFilter struct {
	Query     string // as in Search
	Outlet    string
	From, To  time.Time // half-open, over the article's At
	DueFrom   time.Time // the date's interval overlaps [DueFrom, DueTo); either may be open
	DueTo     time.Time
	ByDue     bool // order by when the date begins, earliest first; those without an interval are left out
	Ahead     bool // only dates that ended after the day of their article: what was ahead when it was written
	ArticleID string
	Before    Cursor
	Limit     int
}

// DateRow is one expression of time.
type DateRow struct {
	Finding
	Value, Mod, ISO string
	DueFrom, DueTo  time.Time // the interval; zero where it names none
	Grain           rapporteur.Grain
	Kind            rapporteur.DateKind
	Anchor          string
	Event           rapporteur.Span
	EventWords      string // what the sentence dates by it
}

// DateList is one page of dates.
type DateList struct {
	Rows    []DateRow
	Next    Cursor
	Reached time.Time // as of ArticleList; of lists by due date, the date up to which was looked
}

// CommitmentFilter chooses commitments. Its zero value is all of them, newest article first. What is set must all hold.
type CommitmentFilter struct {
	Query     string // as in Search
	Outlet    string
	From, To  time.Time // half-open, over the article's At
	DueFrom   time.Time // what it is due by overlaps [DueFrom, DueTo); either may be open
	DueTo     time.Time
	Kind      rapporteur.CommitmentKind
	ByDue     bool // order by when it is due, earliest first; those without a date are left out
	ArticleID string
	Before    Cursor
	Limit     int
}

// CommitmentRow is one commitment.
type CommitmentRow struct {
	Finding
	Kind           rapporteur.CommitmentKind
	Who            rapporteur.Span
	WhoWords       string // who is bound, as printed; "" where nobody is named
	Names          string // the full names of the entities that are bound, joined by "; "
	What           rapporteur.Span
	WhatWords      string
	Condition      rapporteur.Span
	ConditionWords string
	Due            int // index of the date, or rapporteur.None
	DueWords       string
	DueGrain       rapporteur.Grain
	DueFrom, DueTo time.Time // zero where no date says
	Figures        []int     // indexes of the figures inside
}

// CommitmentList is one page of commitments.
type CommitmentList struct {
	Rows    []CommitmentRow
	Next    Cursor
	Reached time.Time // as of ArticleList; of lists by due date, the date up to which was looked
}
