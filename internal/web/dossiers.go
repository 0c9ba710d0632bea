package web

import (
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"rapporteur"
	"rapporteur/internal/store"
	"rapporteur/internal/store/matters"
)

type dossiersView struct {
	Dossiers    []dossierLine
	Suggestions []suggestionLine
	Done        *doneView
}

type dossierLine struct {
	Href, Name, Follows string
	Articles, Search    string
	Last, LastWords     string
	LastTitle, LastHref string
}

type suggestionLine struct{ Href, Search, Name, Why, Title, TitleHref string }

func dossierHref(id int64) string { return "/dossiers/" + strconv.FormatInt(id, 10) }

// dossierPreview is how many articles the list of dossiers looks at, of each.
const dossierPreview = 12

func (s *server) dossiers(r *http.Request) (*page, error) {
	list, err := s.Store.Dossiers(r.Context())
	if err != nil {
		return nil, err
	}
	view := dossiersView{}
	for _, d := range list {
		line, err := s.dossierLine(r, d)
		if err != nil {
			return nil, err
		}
		view.Dossiers = append(view.Dossiers, line)
	}
	if view.Suggestions, err = s.suggestions(r); err != nil {
		return nil, err
	}
	if view.Done, err = s.done(r, 0, nil); err != nil {
		return nil, err
	}
	return &page{name: "dossiers", frame: frame{Title: "Dossiers", Here: "/dossiers"}, view: view}, nil
}

func (s *server) dossierLine(r *http.Request, d store.Dossier) (dossierLine, error) {
	line := dossierLine{Href: dossierHref(d.ID), Name: d.Name, Follows: follows(&d), Articles: "none yet", Search: searchHref(d.Question())}
	m, err := s.reader.Matter(r.Context(), d, matters.Window{Limit: dossierPreview})
	if err != nil {
		return line, err
	}
	if n := len(m.Articles); n > 0 {
		newest := &m.Articles[0]
		line.Articles = plural(m.Matching-m.Excluded-m.Elsewise, "article")
		if m.Beyond {
			line.Articles = "over " + line.Articles
		}
		line.Last, line.LastWords = newest.At.Format(time.RFC3339), newest.At.Format("2 Jan 2006")
		line.LastTitle, line.LastHref = shorten(newest.Title, 90), articleHref(newest.ID)
	}
	return line, nil
}

func follows(d *store.Dossier) string {
	return strings.Join(append([]string{d.Query}, d.Aliases...), " · ")
}

// suggestions are matters that rise and that nobody follows yet.
func (s *server) suggestions(r *http.Request) ([]suggestionLine, error) {
	list, err := s.reader.Suggest(r.Context())
	if err != nil {
		return nil, err
	}
	var out []suggestionLine
	for _, x := range list {
		q := url.Values{"q": {`"` + x.Name + `"`}, "name": {x.Name}}
		if matters.IsAcronym(x.Name) {
			q.Set("q", x.Name)
		}
		out = append(out, suggestionLine{Href: "/dossiers/new?" + q.Encode(), Search: searchHref(q.Get("q")), Name: x.Name, Title: shorten(x.At.Article.Title, 90), TitleHref: extractHref(&x.At),
			Why: fmt.Sprintf("%d of the last %d articles, %s; %s before", x.Articles, x.Of, plural(x.Outlets, "outlet"), x.Before)})
	}
	return out, nil
}

// extractHref is where an extract stands: its paragraph on the article's page.
func extractHref(x *matters.Extract) string {
	return articleHref(x.Article.ID) + "#p" + itoa(x.Paragraph)
}

func statementHref(x *store.StatementRow) string {
	return articleHref(x.ArticleID) + "#t" + itoa(x.Index+1)
}

// newView is "What do you follow?", with what the answer would find.
type newView struct {
	Query, Name string
	Then        string // where to go when it is made: "brief", or ""
	Problem     string
	Asked       bool
	Warning     string // it matches everything, or nothing, or means two things; what to do
	Found       string
	Aliases     []choice
	Along       []choice
	Matches     []matchLine
	More        string
}

type choice struct {
	Name, Why, Words, Href string
	On                     bool
}

type matchLine struct {
	ID, Href, Title, Outlet, Date string
	Snippet                       template.HTML
	No                            bool
}

func (s *server) newDossier(r *http.Request) (*page, error) {
	q := r.URL.Query()
	view, err := s.draft(r, q)
	if err != nil {
		return nil, err
	}
	p := &page{name: "dossier_new", frame: frame{Title: "What do you follow?", Here: "/dossiers"}, view: view}
	if view.Problem != "" {
		p.status = http.StatusBadRequest
	}
	return p, nil
}

// draft looks at what a dossier would hold; an unreadable query is told on the page.
func (s *server) draft(r *http.Request, q url.Values) (*newView, error) {
	v := &newView{Query: strings.TrimSpace(q.Get("q")), Name: strings.TrimSpace(q.Get("name")), Then: q.Get("then"), Asked: strings.TrimSpace(q.Get("q")) != ""}
	if !v.Asked {
		return v, nil
	}
	d := store.Dossier{Name: v.Name, Query: v.Query, Aliases: q["alias"]}
	if d.Name == "" {
		d.Name = shorten(strings.Trim(v.Query, `"`), 80)
	}
	v.Name = d.Name
	plain, err := s.reader.Draft(r.Context(), store.Dossier{Name: d.Name, Query: d.Query}, matters.Window{Limit: 80})
	if why, ok := shownError(err); ok {
		v.Problem = why
		return v, nil
	}
	if err != nil {
		return nil, err
	}
	asked := q.Get("asked") != "" // the choice of names was made already
	for _, p := range plain.Proposals() {
		c := choice{Name: p.Name, Why: p.Why, Words: shorten(p.At.Words, 180), Href: extractHref(&p.At)}
		if p.Alias {
			c.On = !asked || slices.Contains(d.Aliases, p.Name)
			v.Aliases = append(v.Aliases, c)
			continue
		}
		c.On = slices.Contains(d.Aliases, p.Name)
		v.Along = append(v.Along, c)
	}
	for _, c := range slices.Concat(v.Aliases, v.Along) {
		if c.On && !slices.Contains(d.Aliases, c.Name) {
			d.Aliases = append(d.Aliases, c.Name)
		}
	}
	m := plain
	if len(d.Aliases) > 0 {
		if m, err = s.reader.Draft(r.Context(), d, matters.Window{Limit: 80}); err != nil {
			return nil, err
		}
	}
	return v, s.putMatches(r, v, m, q["no"])
}

// shownMatches is how many matches a draft shows.
const shownMatches = 12

func (s *server) putMatches(r *http.Request, v *newView, m *matters.Matter, no []string) error {
	counts, err := s.Store.Counts(r.Context())
	if err != nil {
		return err
	}
	matching := m.Matching - m.Elsewise
	v.Found = plural(matching, "article")
	if m.Beyond {
		v.Found = "More than " + v.Found
	}
	v.Warning = warning(m, counts.Articles)
	for i := range m.Articles {
		if i == shownMatches {
			v.More = "and " + grouped(itoa(matching-shownMatches)) + " more"
			break
		}
		a := &m.Articles[i]
		v.Matches = append(v.Matches, matchLine{ID: a.ID, Href: articleHref(a.ID), Title: a.Title, Outlet: a.Outlet, Date: a.At.Format("2 Jan 2006"),
			Snippet: foundHTML(a), No: slices.Contains(no, a.ID)})
	}
	return nil
}

// warning says what is wrong with a query that finds nothing, nearly everything, or mostly something else.
func warning(m *matters.Matter, articles int) string {
	switch {
	case articles == 0:
		return "Nothing has been read yet, so nothing can match. The dossier fills as articles come in; a source is added under Sources."
	case m.Matching == 0:
		return "Nothing on file holds these words. Fewer words find more, and so does another spelling. It can be followed all the same: it fills when something comes in."
	case len(m.Articles) == 0:
		return "The words stand in the archive, but never in capitals as you wrote them. Write them in small letters, or give the matter's full name."
	case m.Common || articles >= 20 && 2*m.Matching > articles:
		return "This finds nearly everything, which is no dossier. Add a word that only this matter has, or put several words between quotation marks to find them side by side."
	case m.Elsewise > len(m.Articles):
		return fmt.Sprintf("%d of the last %d articles that hold the word mean something else and were left out. The full name, in quotation marks, finds more surely.", m.Elsewise, m.Read)
	}
	return ""
}

// foundHTML shows why an article matches: the sentence around the first words that were found, with these marked.
func foundHTML(a *matters.Article) template.HTML {
	text := a.Doc.Article.Text
	if len(a.Found) == 0 {
		return template.HTML(template.HTMLEscapeString(shorten(a.Lead, 220))) //nolint:gosec // escaped
	}
	f := a.Found[0]
	for _, x := range a.Found { // a paragraph says more than a headline, which is shown anyway
		if p := a.Doc.Article.PartAt(x.Start); p >= 0 && a.Doc.Article.Parts[p].Kind == rapporteur.Paragraph {
			f = x
			break
		}
	}
	from, to := max(0, f.Start-90), min(len(text), f.End+130)
	if p := a.Doc.Article.PartAt(f.Start); p >= 0 {
		part := a.Doc.Article.Parts[p]
		from, to = max(from, part.Start), min(to, part.End)
	}
	sn := store.CutSnippet(text, rapporteur.Span{Start: from, End: to}, a.Found)
	return snippetHTML(&sn)
}

// shownError gives an error that a person can do something about as a sentence.
func shownError(err error) (string, bool) {
	for _, shown := range []error{rapporteur.ErrInvalid, rapporteur.ErrNotFound, rapporteur.ErrRefused, rapporteur.ErrTransient, rapporteur.ErrGone} {
		if errors.Is(err, shown) {
			return sentence(err), true
		}
	}
	return "", false
}

func (s *server) createDossier(r *http.Request) (*page, error) {
	if err := r.ParseForm(); err != nil {
		return nil, invalid("the form can't be read: %v", err)
	}
	f, now := r.PostForm, s.Now().UTC()
	d, err := s.Store.AddDossier(r.Context(), store.Dossier{Name: f.Get("name"), Query: f.Get("q"), Aliases: f["alias"]}, now)
	if why, ok := shownError(err); ok {
		v, err := s.draft(r, f)
		if err != nil {
			return nil, err
		}
		v.Name, v.Problem = f.Get("name"), why
		return &page{name: "dossier_new", frame: frame{Title: "What do you follow?", Here: "/dossiers"}, view: v, status: http.StatusBadRequest}, nil
	}
	if err != nil {
		return nil, err
	}
	for _, id := range f["no"] {
		if _, err := s.Store.AddEdit(r.Context(), store.Edit{Dossier: d.ID, Kind: store.EditExclude, About: id, At: now}); err != nil {
			return nil, err
		}
	}
	to := dossierHref(d.ID)
	if f.Get("then") == "brief" {
		to = "/"
	}
	return &page{redirect: to, said: "You follow " + d.Name + " now."}, nil
}
