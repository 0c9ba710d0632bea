package web

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"rapporteur/internal/store"
	"rapporteur/internal/store/brief"
	"rapporteur/internal/store/matters"
)

// reviewView is the queue: one statement, or one doubt about subjects, at a time.
type reviewView struct {
	Said        string
	Dossier     string // whose statements are shown; "" for those of the whole archive
	DossierHref string
	Subjects    bool // doubts about subjects, instead of statements
	Statement   *reviewStatement
	Doubt       *reviewDoubt
	Left        string
	Skip, Here  string // address of the next one, and of this place in the queue
}

type reviewStatement struct {
	statementLine
	Article, Action, Confidence, Cue, Source string
	Before, Passage, After                   string // the sentence around the statement
	Share, Version                           int
	Choices                                  []speakerChoice
}

// speakerChoice is somebody whom a statement may be given to.
type speakerChoice struct {
	Value, Name, Role string
	Here              bool
}

type reviewDoubt struct {
	Name, Why, Article, ArticleHref, Outlet, When, ArticleID string
	Articles                                                 string
	Subject, Rival                                           subjectLine
	SubjectVersion                                           int
	Whole                                                    bool
}

func (s *server) review(r *http.Request) (*page, error) {
	v := &reviewView{Said: heard(r), Subjects: r.URL.Query().Get("what") == "subjects"}
	load := s.reviewStatement
	switch {
	case v.Subjects:
		load = s.reviewSubjects
	case r.URL.Query().Get("dossier") != "":
		load = s.reviewDossier
	}
	if err := load(r, v); err != nil {
		return nil, err
	}
	return &page{name: "review", frame: frame{Title: "Review", Here: "/review"}, view: v}, nil
}

// Two are those between whom a person decides.
func (d *reviewDoubt) Two() []subjectLine { return []subjectLine{d.Subject, d.Rival} }

func reviewHref(before store.Cursor) string {
	if before == "" {
		return "/review"
	}
	return "/review?before=" + url.QueryEscape(string(before))
}

func (s *server) reviewStatement(r *http.Request, v *reviewView) error {
	before := store.Cursor(r.URL.Query().Get("before"))
	v.Here = reviewHref(before)
	list, err := s.Store.DoubtfulStatements(r.Context(), before, 1)
	if err != nil || len(list.Rows) == 0 {
		return err
	}
	if list.Next != "" {
		v.Skip = reviewHref(list.Next)
	}
	return s.showStatement(r, v, &list.Rows[0])
}

// reviewDossier shows the doubtful statements of one dossier: those of a period that a brief counted, or those that the
// dossier's page did.
func (s *server) reviewDossier(r *http.Request, v *reviewView) error {
	q := r.URL.Query()
	o, asked, err := s.briefOptions(r)
	if err != nil {
		return err
	}
	d, err := s.Store.Dossier(r.Context(), o.Dossier)
	if err != nil {
		return err
	}
	v.Dossier, v.DossierHref = d.Name, dossierHref(d.ID)
	o.SinceSeen = q.Get("seen") != ""
	rows, err := s.doubtsOf(r, d, o, asked)
	if err != nil {
		return err
	}
	at := 0
	if n := q.Get("skip"); n != "" {
		if at, err = strconv.Atoi(n); err != nil || at < 0 {
			return invalid("%.40q is no place in the queue", n)
		}
	}
	v.Here = "/review?" + q.Encode()
	if at >= len(rows) {
		return nil
	}
	v.Left = plural(len(rows)-at, "statement")
	if at+1 < len(rows) {
		q.Set("skip", itoa(at+1))
		v.Skip = "/review?" + q.Encode()
	}
	return s.showStatement(r, v, &rows[at])
}

func (s *server) doubtsOf(r *http.Request, d store.Dossier, o brief.Options, period bool) ([]store.StatementRow, error) {
	if period {
		return s.maker.Doubtful(r.Context(), d, o)
	}
	m, err := s.reader.Matter(r.Context(), d, matters.Window{})
	if err != nil {
		return nil, err
	}
	return m.Doubtful(), nil
}

// showStatement lays out one statement with the text around it.
func (s *server) showStatement(r *http.Request, v *reviewView, row *store.StatementRow) error {
	stored, err := s.Store.Article(r.Context(), row.ArticleID, 0)
	if err != nil {
		return err
	}
	doc := stored.Document
	note := noteOf(stored, row.Index)
	v.Statement = &reviewStatement{statementLine: datedLineOf(row), Article: cmp.Or(row.Title, "Without a headline"), Action: articleHref(row.ArticleID) + "/statements/" + itoa(row.Index+1),
		Confidence: note.Confidence, Share: note.Share, Cue: row.Cue, Source: row.Source, Version: note.Version, Choices: choices(stored, row.Index)}
	v.Statement.around(doc.Article.Text, row)
	return nil
}

// surroundings is how many bytes before and after a statement are shown with it.
const surroundings = 240

// around cuts the text around a statement, at words.
func (x *reviewStatement) around(text string, row *store.StatementRow) {
	if len(row.Content) == 0 {
		return
	}
	start, end := row.Content[0].Start, row.Content[len(row.Content)-1].End
	if start > len(text) || end > len(text) {
		return
	}
	from, to := max(0, start-surroundings), min(len(text), end+surroundings)
	before, after := strings.ToValidUTF8(text[from:start], ""), strings.ToValidUTF8(text[end:to], "")
	if i := strings.IndexByte(before, ' '); from > 0 && i >= 0 {
		before = "… " + before[i+1:]
	}
	if i := strings.LastIndexByte(after, ' '); to < len(text) && i >= 0 {
		after = after[:i] + " …"
	}
	x.Before, x.Passage, x.After = before, text[start:end], after
}

func (s *server) reviewSubjects(r *http.Request, v *reviewView) error {
	v.Here = "/review?what=subjects"
	list, err := s.Store.DoubtfulSubjects(r.Context(), store.MaxPageSize)
	if err != nil {
		return err
	}
	at := 0
	if n := r.URL.Query().Get("skip"); n != "" {
		if at, err = strconv.Atoi(n); err != nil || at < 0 {
			return invalid("%.40q is no place in the queue", n)
		}
		v.Here += "&skip=" + itoa(at)
	}
	if at >= len(list) {
		return nil
	}
	x := &list[at]
	v.Left = plural(len(list)-at, "doubt")
	if at+1 < len(list) {
		v.Skip = "/review?what=subjects&skip=" + itoa(at+1)
	}
	subject, err := s.Store.Subject(r.Context(), x.Subject.ID)
	if err != nil {
		return err
	}
	v.Doubt = &reviewDoubt{Name: x.Name, Why: x.Why, Article: cmp.Or(x.Article.Title, "Without a headline"), ArticleHref: articleHref(x.Article.ID), ArticleID: x.Article.ID, Outlet: x.Article.Outlet,
		When: dayWords(x.Article.At), Articles: plural(x.Articles, "article"), Subject: subjectLineOf(&x.Subject), Rival: subjectLineOf(&x.Rival), SubjectVersion: subject.Version, Whole: x.Whole}
	return nil
}
