package web

import (
	"net/http"
	"net/url"
	"time"

	"rapporteur"
	"rapporteur/internal/store"
)

type statementsView struct {
	Speaker     string
	Speakers    []string // completions
	Outlets     []option
	Kinds, Acts []option
	From, To    string
	Days        []statementDay
	Empty       string
	Pages       pages
}

type statementDay struct {
	Date, Words string
	Statements  []statementLine
}

type statementLine struct {
	Speaker, SpeakerHref, Role, Act, Kind string
	Content                               string
	Href, Outlet, Date, DateWords, Title  string
}

func (s *server) statements(r *http.Request) (*page, error) {
	q := r.URL.Query()
	from, to, err := dateRange(q)
	if err != nil {
		return nil, err
	}
	list, err := s.Store.Statements(r.Context(), store.StatementFilter{
		Speaker: q.Get("speaker"), Outlet: q.Get("outlet"), From: from, To: to, Query: q.Get("q"),
		Kind: rapporteur.SpeechKind(q.Get("kind")), Act: rapporteur.Act(q.Get("act")), Before: store.Cursor(q.Get("before")),
	})
	if err != nil {
		return nil, err
	}
	view := statementsView{
		Speaker: q.Get("speaker"), From: q.Get("from"), To: q.Get("to"), Pages: pagesOf(r, list.Next),
		Kinds: options(speechKinds, q.Get("kind")), Acts: options(acts, q.Get("act")), Empty: "No statement fits. Fewer filters find more.",
	}
	if len(q) == 0 {
		view.Empty = "No statement is on record yet."
	}
	if view.Outlets, err = s.outletOptions(r); err != nil {
		return nil, err
	}
	if view.Speakers, err = s.speakerNames(r); err != nil {
		return nil, err
	}
	for i := range list.Rows {
		row := &list.Rows[i]
		if date := row.At.Format(time.DateOnly); len(view.Days) == 0 || view.Days[len(view.Days)-1].Date != date {
			view.Days = append(view.Days, statementDay{Date: date, Words: dayWords(row.At)})
		}
		day := &view.Days[len(view.Days)-1]
		day.Statements = append(day.Statements, statementLineOf(row))
	}
	return &page{name: "statements", frame: frame{Title: "Statements", Here: "/statements"}, view: view}, nil
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
		Speaker: row.Speaker, Role: row.Role, Act: actWords(row.Act, row.Negated), Kind: kindWords(row.Kind), Content: row.Quote,
		Href: articleHref(row.ArticleID) + "#s" + itoa(row.Index+1), Outlet: row.Outlet, Title: row.Title,
		Date: row.At.Format(time.DateOnly), DateWords: row.At.Format("2 Jan 2006"),
	}
	switch {
	case line.Speaker != "" && row.SpeakerClass == rapporteur.SpeakerNamed:
		line.SpeakerHref = speakerHref(line.Speaker)
	case line.Speaker == "" && row.Source != "":
		line.Speaker = row.Source
	case line.Speaker == "":
		line.Speaker = "no source named"
	}
	return line
}

func speakerHref(name string) string { return "/statements?speaker=" + url.QueryEscape(name) }

func options[T ~string](values []T, here string) []option {
	var out []option
	for _, v := range values {
		out = append(out, option{Value: string(v), Name: string(v), Here: string(v) == here})
	}
	return out
}

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
