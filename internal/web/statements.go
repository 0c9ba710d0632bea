package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"rapporteur"
	"rapporteur/internal/store"
)

type statementsView struct {
	Heading        string
	Subject, About string // numbers of subjects
	Speaker, Query string
	Speakers       []string // completions
	Outlets        []option
	Kinds, Acts    []option
	From, To       string
	Days           []statementDay
	Problem        *queryProblem
	Others         []option
	Builder        builderView
	Empty          string
	All            string // address of the list without filters, "" where there are none
	Pages          pages
}

type statementDay struct {
	Date, Words string
	Articles    []statementGroup
}

// statementGroup is the statements of one article, which the list names once.
type statementGroup struct {
	Href, Title, Outlet string
	Statements          []statementLine
}

type statementLine struct {
	Speaker, SpeakerHref, Role, Act, Kind string
	Content, Href                         string
	Paragraph                             int
	Hedged, Unsure                        bool
	When, Outlet                          string       // outside the list of their day and article
	Ruled                                 bool         // a person set the speaker
	Voices                                []personView // who speak, where they are several
}

func (s *server) statements(r *http.Request) (*page, error) {
	filter, err := statementFilter(r)
	if err != nil {
		return nil, err
	}
	list, err := s.Store.Statements(r.Context(), filter)
	problem, err := problemOf(err)
	if err != nil {
		return nil, err
	}
	if list == nil {
		list = &store.StatementList{}
	}
	q := r.URL.Query()
	heading, err := s.statementsHeading(r, filter)
	if err != nil {
		return nil, err
	}
	view := statementsView{
		Heading: heading, Subject: q.Get("subject"), About: q.Get("about"),
		Speaker: filter.Speaker, Query: filter.Query, From: q.Get("from"), To: q.Get("to"), Pages: pagesOf(r, list.Next).lookedBack(list.Reached), All: unfiltered(r),
		Kinds: options(speechKinds, filter.Kind, kindWords), Acts: options(acts, filter.Act, func(a rapporteur.Act) string { return string(a) }),
		Empty: "No statement fits.", Days: statementDays(list.Rows), Problem: problem, Others: otherPages(filter.Query, "/statements"),
	}
	if view.All == "" {
		view.Empty = "No statement is on record yet."
	}
	if view.Outlets, err = s.outletOptions(r); err != nil {
		return nil, err
	}
	if view.Speakers, err = s.speakerNames(r); err != nil {
		return nil, err
	}
	if view.Builder, err = s.builder(r, filter.Query); err != nil {
		return nil, err
	}
	p := &page{name: "statements", frame: frame{Title: heading, Here: "/statements"}, view: view}
	if problem != nil {
		p.status = http.StatusBadRequest
	}
	return p, nil
}

// statementFilter reads the filters, and refuses what none of the choices means.
func statementFilter(r *http.Request) (store.StatementFilter, error) {
	q := r.URL.Query()
	f := store.StatementFilter{
		Speaker: strings.TrimSpace(q.Get("speaker")), Outlet: q.Get("outlet"), Query: strings.TrimSpace(q.Get("q")),
		Kind: rapporteur.SpeechKind(q.Get("kind")), Act: rapporteur.Act(q.Get("act")), Before: store.Cursor(q.Get("before")),
	}
	if f.Kind != "" && !slices.Contains(speechKinds, f.Kind) {
		return f, invalid("%.40q is no kind of speech: choose direct, indirect or mixed", string(f.Kind))
	}
	if f.Act != "" && !slices.Contains(acts, f.Act) {
		return f, invalid("%.40q is no act of speech: choose one from the list, such as says or warns", string(f.Act))
	}
	var err error
	if f.Subject, err = subjectNumber(q.Get("subject")); err != nil {
		return f, err
	}
	if f.About, err = subjectNumber(q.Get("about")); err != nil {
		return f, err
	}
	f.From, f.To, err = dateRange(q)
	return f, err
}

// subjectNumber reads the number of a subject from an address; "" is none.
func subjectNumber(s string) (int64, error) {
	if s == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 1 {
		return 0, invalid("%.40q is not the number of a subject", s)
	}
	return n, nil
}

// statementsHeading says whose statements are listed, or about whom.
func (s *server) statementsHeading(r *http.Request, f store.StatementFilter) (string, error) {
	heading := "Statements"
	if f.Speaker != "" {
		heading += " by " + f.Speaker
	}
	for _, x := range []struct {
		id    int64
		words string
	}{{f.Subject, " by "}, {f.About, " about "}} {
		if x.id == 0 {
			continue
		}
		subject, err := s.Store.SubjectName(r.Context(), x.id)
		if err != nil {
			return "", err
		}
		heading += x.words + subject.Name
	}
	return heading, nil
}

// statementDays groups rows, which come newest first, by day and by article.
func statementDays(rows []store.StatementRow) []statementDay {
	var days []statementDay
	article := ""
	for i := range rows {
		row := &rows[i]
		if date := row.At.Format(time.DateOnly); len(days) == 0 || days[len(days)-1].Date != date {
			days = append(days, statementDay{Date: date, Words: dayWords(row.At)})
			article = ""
		}
		day := &days[len(days)-1]
		if row.ArticleID != article {
			article = row.ArticleID
			day.Articles = append(day.Articles, statementGroup{Href: articleHref(article), Title: cmp.Or(row.Title, "Without a headline"), Outlet: row.Outlet})
		}
		group := &day.Articles[len(day.Articles)-1]
		group.Statements = append(group.Statements, statementLineOf(row))
	}
	return days
}

func (s *server) speakerNames(r *http.Request) ([]string, error) {
	rows, err := s.Store.Speakers(r.Context(), "", 200)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, row := range rows {
		out = append(out, row.Name)
	}
	return out, nil
}

func statementLineOf(row *store.StatementRow) statementLine {
	line := statementLine{
		Speaker: cmp.Or(row.Speaker, row.Source, "no source named"), Role: row.Role, Act: actOf(cmp.Or(row.Speaker, row.Source), row.SpeakerClass, row.Act, row.Negated), Kind: kindWords(row.Kind),
		Content: row.Quote, Href: articleHref(row.ArticleID) + "#t" + itoa(row.Index+1), Paragraph: row.Paragraph,
		Hedged: row.Hedged, Unsure: row.Confidence < unsureBelow,
	}
	if row.Speaker != "" && row.SpeakerClass == rapporteur.SpeakerNamed {
		line.SpeakerHref = speakerHref(row.Speaker)
	}
	switch len(row.Subjects) {
	case 0:
	case 1:
		line.Speaker, line.SpeakerHref = row.Subjects[0].Name, subjectHref(row.Subjects[0].ID)
	default:
		for _, x := range row.Subjects {
			line.Voices = append(line.Voices, personView{Name: x.Name, Href: subjectHref(x.ID)})
		}
	}
	line.Ruled = row.Ruled == store.RuleSpeaker
	return line
}

func speakerHref(name string) string { return "/statements?speaker=" + url.QueryEscape(name) }

func options[T ~string](values []T, here T, words func(T) string) []option {
	var out []option
	for _, v := range values {
		out = append(out, option{Value: string(v), Name: words(v), Here: v == here})
	}
	return out
}

// acts are offered by the filter, in this order.
var acts = []rapporteur.Act{
	rapporteur.Says, rapporteur.Claims, rapporteur.AsksFor, rapporteur.Proposes, rapporteur.Promises, rapporteur.Commits,
	rapporteur.Accepts, rapporteur.Rejects, rapporteur.Denies, rapporteur.Warns, rapporteur.Threatens, rapporteur.Confirms,
	rapporteur.Praises, rapporteur.Blames, rapporteur.DeclinesAnswer, rapporteur.Asks,
}

func actWords(a rapporteur.Act, negated bool) string {
	if !negated {
		return string(a)
	}
	verb, rest, _ := strings.Cut(string(a), " ") // "declines to answer"
	if stem, ok := strings.CutSuffix(verb, "ies"); ok {
		verb = stem + "y"
	}
	return strings.TrimSpace("does not " + strings.TrimSuffix(verb, "s") + " " + rest)
}

// kindWords says "reported" for indirect speech, as readers do.
func kindWords(k rapporteur.SpeechKind) string {
	switch k {
	case rapporteur.Indirect:
		return "reported"
	case rapporteur.Mixed:
		return "partly quoted"
	}
	return string(k)
}
