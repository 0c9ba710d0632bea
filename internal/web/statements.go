package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"rapporteur"
	"rapporteur/internal/store"
)

type statementsView struct {
	Speaker, Query string
	Speakers       []string // completions
	Outlets        []option
	Kinds, Acts    []option
	From, To       string
	Days           []statementDay
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
}

func (s *server) statements(r *http.Request) (*page, error) {
	filter, err := statementFilter(r)
	if err != nil {
		return nil, err
	}
	list, err := s.Store.Statements(r.Context(), filter)
	if err != nil {
		return nil, err
	}
	q := r.URL.Query()
	view := statementsView{
		Speaker: filter.Speaker, Query: filter.Query, From: q.Get("from"), To: q.Get("to"), Pages: pagesOf(r, list.Next), All: unfiltered(r),
		Kinds: options(speechKinds, filter.Kind, kindWords), Acts: options(acts, filter.Act, func(a rapporteur.Act) string { return string(a) }),
		Empty: "No statement fits.", Days: statementDays(list.Rows),
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
	title := "Statements"
	if view.Speaker != "" {
		title = "Statements by " + view.Speaker
	}
	return &page{name: "statements", frame: frame{Title: title, Here: "/statements"}, view: view}, nil
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
	f.From, f.To, err = dateRange(q)
	return f, err
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
		Speaker: cmp.Or(row.Speaker, row.Source, "no source named"), Role: row.Role, Act: actWords(row.Act, row.Negated), Kind: kindWords(row.Kind),
		Content: row.Quote, Href: articleHref(row.ArticleID) + "#t" + itoa(row.Index+1), Paragraph: row.Paragraph,
		Hedged: row.Hedged, Unsure: row.Confidence < unsureBelow,
	}
	if row.Speaker != "" && row.SpeakerClass == rapporteur.SpeakerNamed {
		line.SpeakerHref = speakerHref(row.Speaker)
	}
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
	if negated {
		return "does not: " + string(a)
	}
	return string(a)
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
