package store

import (
	"time"

	"rapporteur"
)

// SubjectRef names a subject: the whole of it, where others were merged into it.
type SubjectRef struct {
	ID   int64
	Name string
}

// SubjectFilter chooses subjects, those in most articles first. What is set must all hold.
type SubjectFilter struct {
	Query  string                // a name, or the beginnings of its words ("kal", "ka ka"), in any spelling
	Kind   rapporteur.EntityKind // "" for every kind
	Spoke  bool                  // only those with statements of their own
	Before Cursor
	Limit  int
}

// SubjectRow is one line in a list of subjects.
type SubjectRow struct {
	SubjectRef
	Kind       rapporteur.EntityKind // or NoSubject
	Role       string                // printed last, "" where none is
	Articles   int                   // that mention it
	Statements int                   // that it makes
	First      time.Time             // date of the first article that mentions it, and of the last
	Last       time.Time
}

// SubjectList is one page of subjects.
type SubjectList struct {
	Rows []SubjectRow
	Next Cursor
}

// SubjectView is a subject with what is known of it.
type SubjectView struct {
	SubjectRow
	Asked     int64                         // the ID that was asked for; another than ID where that one was merged into this
	Version   int                           // grows with every correction: to be given back with the next one
	Called    bool                          // the name was given by a person
	Ruled     bool                          // the kind was
	Aliases   []AliasRow                    // most common first
	Roles     []RoleRow                     // the last printed first
	Merged    []SubjectRef                  // what was merged into it
	Kinds     map[rapporteur.EntityKind]int // articles that take it for each kind
	About     int                           // statements that name it
	AboutMore bool                          // more than About, which is counted up to MaxTotal
	Quoted    int                           // statements that Outlets are counted over: the newest, up to MaxTotal
	Outlets   []QuotedRow                   // who quotes it, most statements first
}

// AliasRow is a name of a subject.
type AliasRow struct {
	Name     string
	Articles int // that print it
}

// RoleRow is a role of a subject, with the span that shows it last.
type RoleRow struct {
	Role        string // as printed last
	Former      bool
	Articles    int
	First, Last time.Time
	ArticleID   string // the last one that prints it
	Revision    int
	rapporteur.Span
	Sentence string // that it stands in there, with single spaces
	Title    string
	Outlet   string
}

// QuotedRow is an outlet that quotes a subject.
type QuotedRow struct {
	Outlet, OutletHost string
	Statements         int
}

// MentionFilter chooses the articles that mention a subject, newest first.
type MentionFilter struct {
	Subject  int64
	From, To time.Time // half-open, over the article's At
	Before   Cursor
	Limit    int
}

// MentionRow is one article that mentions a subject.
type MentionRow struct {
	ArticleRow
	Names []string // under which it does so
	Times int
	Role  string
	Why   string  // how it was recognised
	Doubt float64 // 0 where the name alone decides, up to 1
	Rival SubjectRef
}

// MentionList is one page of mentions.
type MentionList struct {
	Rows []MentionRow
	Next Cursor
}

// PeriodRow counts the articles of one period.
type PeriodRow struct {
	From, To time.Time // half-open
	Articles int       // that mention the subject
	All      int       // that are on file
}

// Share is the part of all articles that mention the subject, in per cent.
func (p *PeriodRow) Share() float64 {
	if p.All == 0 {
		return 0
	}
	return 100 * float64(p.Articles) / float64(p.All)
}

// Grain is the length of a period of mentions.
type Grain string

const (
	ByDay   Grain = "day"
	ByWeek  Grain = "week" // from Monday
	ByMonth Grain = "month"
)
