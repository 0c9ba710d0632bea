package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"rapporteur"
	"rapporteur/internal/store"
	"rapporteur/internal/store/matters"
	"rapporteur/internal/store/plainly"
)

type dossierView struct {
	ID                      int64
	Name, Follows           string
	Href, Edit, Log, Search string
	Closed                  string
	Read                    string // how much was read for this page
	Earlier, Later          string // addresses of the windows beside this one
	Empty                   string
	Done                    *doneView
	Facts                   []factLine
	Steps                   []string
	Parties                 []partyLine
	MoreParties             string
	Figures                 []figureLine
	MoreFigures             int
	Ledger                  []ledgerLine
	Days                    []timelineDay
	Chart                   *chartView // articles over time
	Doubts, DoubtsHref      string     // statements of it that the engine is not sure of
	Questions               []questionLine
	Notes                   []noteLine
	Excluded                []excludedLine
	From, To                string
	FiguresHref             string // all figures in its articles
}

type factLine struct {
	Value, Was, Words, Title, Href string
	Sources                        string // where those stand who give it; "" for none
	Changed                        bool
}

type partyLine struct {
	Name, Href, Role string
	Cells            [][]cellLine
	Act, Last        string
	LastHref, When   string
	Outlet           string
	NamedOnly        bool
}

type cellLine struct {
	Class, N, Href, Label string
}

type figureLine struct {
	What, Said, SaidHref string
	Values               []valueLine
	Given                givenView
}

type valueLine struct {
	Value, Href string
	Given       givenView
	Now         bool
}

// givenView says by whom something is given, and leads to each.
type givenView struct {
	Words   string
	Sources []linkView
}

type linkView struct{ Words, Href string }

// mostSources is how many sources of one thing are named.
const mostSources = 60

func givenBy(words string, list []matters.Extract) givenView {
	v := givenView{Words: words}
	for i := range list[:min(len(list), mostSources)] {
		x := &list[i]
		v.Sources = append(v.Sources, linkView{x.Article.At.Format("2 Jan 2006") + ", " + x.Article.Outlet, extractHref(x)})
	}
	return v
}

type ledgerLine struct {
	Due, Who, What, Condition string
	Said, Href                string
	Given                     givenView
	State, Class, Key         string
	Settable                  bool
	SetBy                     string
	Undo                      int64
	States                    []string
}

type timelineDay struct {
	Date, Words string
	Articles    []matchLine
}

type questionLine struct {
	ID            int64
	Words, When   string
	Answer, Since string
	AnswerID      int64
}

type noteLine struct {
	ID          int64
	Words, When string
}

type excludedLine struct {
	ID          int64
	Title, Href string
}

// dossierOf reads the dossier that an address names, and the window that it asks for.
func (s *server) dossierOf(r *http.Request) (*matters.Matter, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return nil, rapporteur.ErrNotFound
	}
	d, err := s.Store.Dossier(r.Context(), id)
	if err != nil {
		return nil, err
	}
	from, to, err := dateRange(r.URL.Query())
	if err != nil {
		return nil, err
	}
	return s.reader.Matter(r.Context(), d, matters.Window{From: from, To: to})
}

func (s *server) dossier(r *http.Request) (*page, error) {
	m, err := s.dossierOf(r)
	if err != nil {
		return nil, err
	}
	v := dossierViewOf(m, s.Now().UTC())
	if v.Done, err = s.done(r, m.Dossier.ID, m.Edits); err != nil {
		return nil, err
	}
	return &page{name: "dossier", frame: frame{Title: m.Dossier.Name, Here: "/dossiers"}, view: v}, nil
}

func dossierViewOf(m *matters.Matter, now time.Time) *dossierView {
	d := &m.Dossier
	href := dossierHref(d.ID)
	v := &dossierView{ID: d.ID, Name: d.Name, Follows: follows(d), Href: href, Edit: href + "/edit", Log: href + "/log", Search: "/search?" + url.Values{"q": {d.Question()}}.Encode(), FiguresHref: "/figures?" + url.Values{"q": {d.Question()}}.Encode()}
	if !d.Closed.IsZero() {
		v.Closed = d.Closed.Format("2 Jan 2006")
	}
	v.window(m)
	v.edits(m)
	if len(m.Articles) == 0 {
		v.Empty = emptyDossier(m)
		return v
	}
	quantities, ledger := m.Quantities(), m.Ledger(now)
	v.facts(quantities, ledger)
	if n := len(m.Doubtful()); n > 0 && m.Window.From.IsZero() && m.Window.To.IsZero() {
		v.Doubts, v.DoubtsHref = plural(n, "statement"), "/review?dossier="+strconv.FormatInt(d.ID, 10)
	}
	v.grid(m)
	v.figures(quantities)
	for i := range ledger {
		v.Ledger = append(v.Ledger, ledgerLineOf(&ledger[i]))
	}
	v.timeline(m)
	return v
}

// emptyDossier says why a dossier holds nothing, and what to do.
func emptyDossier(m *matters.Matter) string {
	switch {
	case m.Excluded > 0 && m.Elsewise == 0:
		return "You said no to every article that matches. Take one back below, or change what it follows."
	case m.Elsewise > 0:
		return warning(m, m.Elsewise)
	case !m.Window.From.IsZero() || !m.Window.To.IsZero():
		return "Nothing of these days is about it. Take another window, or all of it."
	}
	return "Nothing on file holds its words yet. It fills when something comes in; another spelling, or fewer words, may find more."
}

// window says how much was read, and where to read on.
func (v *dossierView) window(m *matters.Matter) {
	w := m.Window
	if !w.From.IsZero() {
		v.From = w.From.Format(time.DateOnly)
	}
	if !w.To.IsZero() {
		v.To = w.To.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	n := len(m.Articles)
	if n == 0 {
		return
	}
	v.Read = plural(n, "article") + ", " + plainly.Span(m.Articles[n-1].At, m.Articles[0].At)
	if m.Read < m.Matching {
		more := grouped(itoa(m.Matching))
		if m.Beyond {
			more = "over " + more
		}
		v.Read += ": the newest " + grouped(itoa(m.Read)) + " of " + more + " that match"
		v.Earlier = v.Href + "?to=" + m.Reached.Format(time.DateOnly)
	}
	if v.To != "" || v.From != "" {
		v.Later = v.Href
	}
}

// facts is the strip on top: the figures with most to say, and the next and the last deadline.
func (v *dossierView) facts(quantities []matters.Quantity, ledger []matters.Entry) {
	for i := range quantities[:min(4, len(quantities))] {
		q := &quantities[i]
		now := q.Now()
		f := factLine{Value: plainly.Figure(&now.Figure), Title: q.Said.Words, Href: extractHref(&q.Said), Words: figureSaid(q), Sources: "#figures", Changed: q.Changed()}
		if q.Changed() {
			for j := range q.Values {
				if x := &q.Values[j]; x != now && x.First.Before(now.First) {
					f.Was = plainly.Figure(&x.Figure)
				}
			}
		}
		v.Facts = append(v.Facts, f)
	}
	var last, ahead *matters.Entry
	for i := range ledger {
		e := &ledger[i]
		if e.Due == nil || e.Kind != rapporteur.Deadline && e.State != matters.Ahead {
			continue
		}
		if e.Kind == rapporteur.Deadline && e.State != matters.Ahead {
			last = e
		} else if ahead == nil && e.State == matters.Ahead {
			ahead = e
		}
	}
	for _, e := range []*matters.Entry{last, ahead} {
		if e != nil {
			v.Facts = append(v.Facts, factLine{Value: shortDue(e.Due), Title: e.Said.Words, Href: extractHref(&e.Said), Words: string(e.Kind) + ", " + stateWords(e) + ": " + shorten(e.What, 90)})
		}
	}
}

// shortDue fits a date into the strip.
func shortDue(d *rapporteur.Date) string {
	if d.Grain == rapporteur.GrainDay && d.To.Sub(d.From) <= 24*time.Hour {
		return d.From.Format("2 Jan 2006")
	}
	return plainly.Date(d)
}

// figureSaid is what a figure counts, as printed, and who gives it since when.
func figureSaid(q *matters.Quantity) string {
	of := q.Of
	if of == "" || q.Unit == "" || q.Unit == "%" {
		of = shorten(q.Said.Words, 84)
	}
	since := q.Values[0].First
	if q.Changed() {
		since = q.Now().First
	}
	return of + " · " + plural(q.Outlets, "outlet") + " · since " + since.Format("2 Jan")
}

func (v *dossierView) figures(list []matters.Quantity) {
	const most = 16
	for i := range list {
		if i == most {
			v.MoreFigures = len(list) - most
			break
		}
		q := &list[i]
		line := figureLine{What: q.Of, Said: shorten(q.Said.Words, 240), SaidHref: extractHref(&q.Said)}
		var all []matters.Extract
		now := q.Now()
		for j := range q.Values {
			x := &q.Values[j]
			words := plainly.Figure(&x.Figure)
			if q.Restated != nil && x == now {
				words += " (" + plainly.Amount(q.Restated) + ")"
			}
			oldest := &x.Sources[len(x.Sources)-1]
			line.Values = append(line.Values, valueLine{Value: words, Given: givenBy(x.First.Format("2 Jan 2006")+", "+outletsWords(x), x.Sources), Href: extractHref(oldest), Now: x == now})
			all = append(all, x.Sources...)
		}
		line.Given = givenBy(plural(q.Articles, "article")+", "+plural(q.Outlets, "outlet"), all)
		v.Figures = append(v.Figures, line)
	}
}

func outletsWords(x *matters.Value) string {
	first := x.Sources[len(x.Sources)-1].Article.Outlet
	if n := len(x.Outlets); n > 1 {
		return first + " and " + itoa(n-1) + " more"
	}
	return first
}

func ledgerLineOf(e *matters.Entry) ledgerLine {
	line := ledgerLine{What: e.What, Condition: e.Condition, Who: e.Names, Said: e.Said.Words, Href: extractHref(&e.Said), Key: e.Key,
		Given: givenBy(e.First.Format("2 Jan 2006")+", "+plural(e.Outlets, "outlet"), e.Sources), State: stateWords(e)}
	if line.Who == "" {
		line.Who = shorten(e.Who, 60)
	}
	if line.Due = "no day set"; e.Due != nil {
		line.Due = plainly.Date(e.Due)
	}
	switch e.State {
	case matters.Kept:
		line.Class = "good"
	case matters.Late:
		line.Class = "late"
	}
	for _, s := range matters.SetStates {
		if s != e.State {
			line.States = append(line.States, string(s))
		}
	}
	if e.SetBy != nil {
		line.SetBy, line.Undo = "set on "+e.SetBy.At.Format("2 Jan 2006"), e.SetBy.ID
	}
	return line
}

func stateWords(e *matters.Entry) string {
	switch e.State {
	case matters.Passed:
		return "day over"
	case matters.Open:
		return "open"
	}
	return string(e.State)
}

// timeline lists the newest articles by day, and how many there were in each step.
func (v *dossierView) timeline(m *matters.Matter) {
	const most = 30
	for i := range m.Articles[:min(len(m.Articles), most)] {
		a := &m.Articles[i]
		date := a.At.Format(time.DateOnly)
		if n := len(v.Days); n == 0 || v.Days[n-1].Date != date {
			v.Days = append(v.Days, timelineDay{Date: date, Words: a.At.Format("2 Jan 2006")})
		}
		day := &v.Days[len(v.Days)-1]
		day.Articles = append(day.Articles, matchLine{ID: a.ID, Href: articleHref(a.ID), Title: a.Title, Outlet: a.Outlet, Snippet: foundHTML(a)})
	}
	v.Chart = articlesChart(m)
}

func (v *dossierView) edits(m *matters.Matter) {
	answers := m.Edits.Standing(store.EditAnswer)
	for _, e := range m.Edits.Of(store.EditQuestion) {
		q := questionLine{ID: e.ID, Words: e.Words, When: e.At.Format("2 Jan 2006")}
		if a, ok := answers[strconv.FormatInt(e.ID, 10)]; ok {
			q.Answer, q.AnswerID, q.Since = a.Words, a.ID, a.At.Format("2 Jan 2006")
		}
		v.Questions = append(v.Questions, q)
	}
	slices.SortStableFunc(v.Questions, func(a, b questionLine) int { return boolInt(a.Answer != "") - boolInt(b.Answer != "") })
	for _, e := range slices.Backward(m.Edits.Of(store.EditNote)) {
		v.Notes = append(v.Notes, noteLine{e.ID, e.Words, e.At.Format("2 Jan 2006 15:04 MST")})
	}
	for _, e := range m.Edits.Of(store.EditExclude) {
		title := e.Words
		if title == "" {
			title = e.About
		}
		v.Excluded = append(v.Excluded, excludedLine{e.ID, title, articleHref(e.About)})
	}
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
