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

type subjectsView struct {
	Query, Said, Empty, All string
	Kinds                   []option
	Spoke                   bool
	Rows                    []subjectLine
	Pages                   pages
}

// subjectLine is one subject in a list. Every count leads to what it counts.
type subjectLine struct {
	ID                                           int64
	Href, Name, Kind, Role                       string
	Articles, ArticlesHref                       string
	Statements, StatementsHref                   string
	First, FirstWords, LastSeen, LastWords, Span string
}

var entityKinds = []rapporteur.EntityKind{rapporteur.Person, rapporteur.Organisation, rapporteur.Place}

func subjectHref(id int64) string { return "/subjects/" + strconv.FormatInt(id, 10) }

func subjectKey(id int64) string { return strconv.FormatInt(id, 10) }

func (s *server) subjects(r *http.Request) (*page, error) {
	q := r.URL.Query()
	kind := rapporteur.EntityKind(q.Get("kind"))
	if kind != "" && !slices.Contains(entityKinds, kind) {
		return nil, invalid("%.40q is no kind of subject: choose person, organisation or place", string(kind))
	}
	f := store.SubjectFilter{Query: strings.TrimSpace(q.Get("q")), Kind: kind, Spoke: q.Get("spoke") != "", Before: store.Cursor(q.Get("before"))}
	list, err := s.Store.Subjects(r.Context(), f)
	if err != nil {
		return nil, err
	}
	view := subjectsView{Query: f.Query, Said: heard(r), All: unfiltered(r), Spoke: f.Spoke, Empty: "Nobody and nothing of that name is on file.", Pages: pagesOf(r, list.Next),
		Kinds: options(entityKinds, kind, func(k rapporteur.EntityKind) string { return string(k) })}
	if view.All == "" {
		view.Empty = "No subject is on file yet."
	}
	for i := range list.Rows {
		view.Rows = append(view.Rows, subjectLineOf(&list.Rows[i]))
	}
	return &page{name: "subjects", frame: frame{Title: "Subjects", Here: "/subjects"}, view: view}, nil
}

func subjectLineOf(x *store.SubjectRow) subjectLine {
	key := subjectKey(x.ID)
	l := subjectLine{
		ID: x.ID, Href: subjectHref(x.ID), Name: x.Name, Kind: string(x.Kind), Role: x.Role,
		Articles: grouped(itoa(x.Articles)), ArticlesHref: "/articles?subject=" + key, Statements: grouped(itoa(x.Statements)), StatementsHref: "/statements?subject=" + key,
	}
	if !x.First.IsZero() {
		l.First, l.FirstWords = x.First.Format(time.DateOnly), dayWords(x.First)
		l.LastSeen, l.LastWords = x.Last.Format(time.DateOnly), dayWords(x.Last)
	}
	return l
}

type subjectView struct {
	subjectLine
	Said, Problem    string
	Version          int
	ByHand           string // what of it a person said
	Aliases          []aliasLine
	Homonyms         []subjectLine
	Roles            []roleLine
	Number, Share    *chartView
	Grains           []option
	Says, AboutIt    []statementLine
	StatementsAll    string
	About, AboutHref string
	Quoted           string // over what the outlets are counted, where that is not all
	Outlets          []quotedLine
	Mentions         []mentionLine
	Kinds            []option
	Find             string
	Found            []subjectLine
	Merged           []store.SubjectRef
	Audit            []auditLine
	AuditHref        string
}

type aliasLine struct {
	Name, Articles string
	Href           string // the articles that call it so
	Only           bool   // it is the only name, which can't be split off
}

type roleLine struct {
	Role, Period, Articles, Sentence, Href, Outlet string
	ArticlesHref                                   string
	Former                                         bool
}

type quotedLine struct {
	Outlet, Statements, Href string
	Share                    int // of the most, in tenths
}

type mentionLine struct {
	ArticleID, Href, Title, Outlet, Date, DateWords, Names, Why string
}

// onPage is how many statements, articles and corrections the page of a subject shows of each; the lists have them all.
const onPage = 10

func pathNumber(r *http.Request, name string) (int64, error) {
	n, err := strconv.ParseInt(r.PathValue(name), 10, 64)
	if err != nil || n < 1 {
		return 0, rapporteur.ErrNotFound
	}
	return n, nil
}

func (s *server) subject(r *http.Request) (*page, error) {
	id, err := pathNumber(r, "id")
	if err != nil {
		return nil, err
	}
	return s.subjectPage(r, id, "")
}

// subjectPage shows a subject, with what went wrong with a correction of it.
func (s *server) subjectPage(r *http.Request, id int64, problem string) (*page, error) {
	x, err := s.Store.Subject(r.Context(), id)
	if err != nil {
		return nil, err
	}
	v := &subjectView{subjectLine: subjectLineOf(&x.SubjectRow), Said: heard(r), Problem: problem, Version: x.Version, Merged: x.Merged, AuditHref: "/corrections?subject=" + subjectKey(x.ID),
		Kinds: options(append(slices.Clone(entityKinds), store.NoSubject), x.Kind, kindOfSubject), About: grouped(itoa(x.About)), AboutHref: "/statements?about=" + subjectKey(x.ID)}
	if x.Asked != x.ID && v.Said == "" {
		v.Said = "What you asked for was merged into this subject."
	}
	if x.AboutMore {
		v.About = "over " + v.About
	}
	v.byHand(x)
	v.aliases(x)
	for i := range x.Roles {
		v.Roles = append(v.Roles, roleLineOf(x.ID, &x.Roles[i]))
	}
	v.outlets(x)
	for _, part := range []func(*http.Request, *store.SubjectView, *subjectView) error{s.homonyms, s.subjectCharts, s.subjectSays, s.subjectMentions, s.subjectFound, s.subjectAudit} {
		if err := part(r, x, v); err != nil {
			return nil, err
		}
	}
	p := &page{name: "subject", frame: frame{Title: x.Name, Here: "/subjects"}, view: v}
	if problem != "" {
		p.status = http.StatusUnprocessableEntity
	}
	return p, nil
}

// homonyms lists the others of a subject's name, with what tells them apart.
func (s *server) homonyms(r *http.Request, x *store.SubjectView, v *subjectView) error {
	list, err := s.Store.Homonyms(r.Context(), &x.SubjectRow)
	for i := range list {
		line := subjectLineOf(&list[i])
		line.Articles = plural(list[i].Articles, "article")
		v.Homonyms = append(v.Homonyms, line)
	}
	return err
}

func kindOfSubject(k rapporteur.EntityKind) string {
	if k == store.NoSubject {
		return "no subject at all"
	}
	return string(k)
}

func (v *subjectView) byHand(x *store.SubjectView) {
	var said []string
	if x.Called {
		said = append(said, "name")
	}
	if x.Ruled {
		said = append(said, "kind")
	}
	if len(said) > 0 {
		v.ByHand = strings.Join(said, " and ") + " given by a person"
	}
}

func (v *subjectView) aliases(x *store.SubjectView) {
	for _, a := range x.Aliases {
		v.Aliases = append(v.Aliases, aliasLine{Name: a.Name, Articles: grouped(itoa(a.Articles)), Only: len(x.Aliases) == 1,
			Href: "/articles?" + url.Values{"subject": {subjectKey(x.ID)}, "called": {a.Name}}.Encode()})
	}
}

func roleLineOf(id int64, x *store.RoleRow) roleLine {
	period := dayWords(x.First)
	if last := dayWords(x.Last); last != period {
		period += " – " + last
	}
	return roleLine{Role: x.Role, Period: period, Articles: grouped(itoa(x.Articles)), Sentence: shorten(x.Sentence, 260), Outlet: x.Outlet, Former: x.Former,
		Href: articleHref(x.ArticleID), ArticlesHref: "/articles?" + url.Values{"subject": {subjectKey(id)}, "role": {x.Role}}.Encode()}
}

func (v *subjectView) outlets(x *store.SubjectView) {
	if x.Quoted < x.Statements {
		v.Quoted = "Counted over the newest " + grouped(itoa(x.Quoted)) + " statements."
	}
	for _, o := range x.Outlets {
		v.Outlets = append(v.Outlets, quotedLine{Outlet: o.Outlet, Statements: grouped(itoa(o.Statements)), Share: max(1, 10*o.Statements/x.Outlets[0].Statements),
			Href: "/statements?subject=" + subjectKey(x.ID) + "&outlet=" + url.QueryEscape(o.OutletHost)})
	}
}

// subjectSays adds the newest statements, by the subject and about it.
func (s *server) subjectSays(r *http.Request, x *store.SubjectView, v *subjectView) error {
	by, err := s.Store.Statements(r.Context(), store.StatementFilter{Subject: x.ID, Limit: onPage})
	if err != nil {
		return err
	}
	about, err := s.Store.Statements(r.Context(), store.StatementFilter{About: x.ID, Limit: onPage})
	if err != nil {
		return err
	}
	for i := range by.Rows {
		v.Says = append(v.Says, datedLineOf(&by.Rows[i]))
	}
	for i := range about.Rows {
		v.AboutIt = append(v.AboutIt, datedLineOf(&about.Rows[i]))
	}
	return nil
}

// datedLineOf is a statement outside the list of its day and article: it says both.
func datedLineOf(row *store.StatementRow) statementLine {
	line := statementLineOf(row)
	line.When, line.Outlet = dayWords(row.At), row.Outlet
	return line
}

func (s *server) subjectMentions(r *http.Request, x *store.SubjectView, v *subjectView) error {
	list, err := s.Store.Mentions(r.Context(), store.MentionFilter{Subject: x.ID, Limit: onPage})
	if err != nil {
		return err
	}
	for i := range list.Rows {
		m := &list.Rows[i]
		v.Mentions = append(v.Mentions, mentionLine{ArticleID: m.ID, Href: articleHref(m.ID), Title: cmp.Or(m.Title, shorten(m.Lead, 90)), Outlet: m.Outlet,
			Date: m.At.Format(time.DateOnly), DateWords: dayWords(m.At), Names: strings.Join(m.Names, ", "), Why: m.Why})
	}
	return nil
}

// subjectFound adds the subjects that one looks for to merge this one with.
func (s *server) subjectFound(r *http.Request, x *store.SubjectView, v *subjectView) error {
	v.Find = strings.TrimSpace(r.URL.Query().Get("find"))
	f := store.SubjectFilter{Query: v.Find, Limit: onPage}
	if f.Query == "" { // those who share the last word of the name are asked about most
		words := strings.Fields(x.Name)
		f.Query = words[len(words)-1]
	}
	list, err := s.Store.Subjects(r.Context(), f)
	if err != nil {
		return err
	}
	for i := range list.Rows {
		if row := &list.Rows[i]; row.ID != x.ID {
			v.Found = append(v.Found, subjectLineOf(row))
		}
	}
	return nil
}

func (s *server) subjectAudit(r *http.Request, x *store.SubjectView, v *subjectView) error {
	list, err := s.Store.Corrections(r.Context(), store.CorrectionFilter{Subject: x.ID, Limit: onPage})
	if err != nil {
		return err
	}
	for i := range list.Rows {
		v.Audit = append(v.Audit, auditLineOf(&list.Rows[i]))
	}
	return nil
}
