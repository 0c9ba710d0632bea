package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"rapporteur"
	"rapporteur/internal/store"
)

// doneView says what was just done, and offers to take it back.
type doneView struct {
	Words string
	Undo  int64 // 0: nothing to undo
	Back  string
}

// done reads what the redirect that led here says was done: words of its own, or an edit, by its number in the address.
func (s *server) done(r *http.Request, dossier int64, edits []store.Edit) (*doneView, error) {
	back := r.URL.Path
	if q := withoutDone(r.URL); q != "" {
		back += "?" + q
	}
	if words := heard(r); words != "" {
		return &doneView{Words: words, Back: back}, nil
	}
	id, err := strconv.ParseInt(r.URL.Query().Get("done"), 10, 64)
	if err != nil {
		return nil, nil
	}
	for _, e := range edits {
		if e.ID == id && e.Dossier == dossier {
			if !e.Undone.IsZero() {
				return &doneView{Words: closed("Taken back: " + editWords(&e)), Back: back}, nil
			}
			return &doneView{Words: closed(editWords(&e)), Undo: e.ID, Back: back}, nil
		}
	}
	return nil, nil
}

func withoutDone(u *url.URL) string {
	q := u.Query()
	q.Del("done")
	return q.Encode()
}

// editWords says what was done.
func editWords(e *store.Edit) string {
	words := shorten(e.Words, 80)
	switch e.Kind {
	case store.EditChanged:
		return "The dossier was changed"
	case store.EditExclude:
		return "Left out: “" + words + "”"
	case store.EditQuestion:
		return "Question noted: “" + words + "”"
	case store.EditAnswer:
		return "Answered: “" + words + "”"
	case store.EditNote:
		return "Note kept: “" + words + "”"
	case store.EditLedger:
		return "Marked as " + words
	case store.EditPin:
		return "Pinned to the top"
	case store.EditCut:
		return "Cut from the brief"
	case store.EditRewrite:
		return "Rewritten: “" + words + "”"
	case store.EditPlace:
		return "Moved"
	}
	return string(e.Kind)
}

// localBack keeps a redirect on these pages: a path of our own, whatever the form says.
func localBack(s, otherwise string) string {
	if u, err := url.Parse(s); err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(s, "/") || strings.HasPrefix(s, "//") || strings.ContainsAny(s, "\\\r\n") {
		return otherwise
	}
	return s
}

// addEdit keeps what a person did to a dossier or to a line of the brief, and goes back to where it was done.
func (s *server) addEdit(r *http.Request) (*page, error) {
	dossier, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return nil, rapporteur.ErrNotFound
	}
	e, err := s.Store.AddEdit(r.Context(), store.Edit{
		Dossier: dossier, Kind: store.EditKind(r.PostFormValue("kind")), About: r.PostFormValue("about"), Words: r.PostFormValue("words"), At: s.Now().UTC(),
	})
	if err != nil {
		return nil, err
	}
	return &page{redirect: withDone(localBack(r.PostFormValue("back"), dossierHref(dossier)), e.ID)}, nil
}

func withDone(address string, id int64) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	q := u.Query()
	q.Set("done", strconv.FormatInt(id, 10))
	u.RawQuery = q.Encode()
	return u.String()
}

func (s *server) undoEdit(r *http.Request) (*page, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return nil, rapporteur.ErrNotFound
	}
	e, err := s.Store.UndoEdit(r.Context(), id, s.Now().UTC())
	if err != nil {
		return nil, err
	}
	back := "/"
	if e.Dossier != 0 {
		back = dossierHref(e.Dossier)
	}
	return &page{redirect: withDone(localBack(r.PostFormValue("back"), back), e.ID)}, nil
}

type editView struct {
	ID                   int64
	Href                 string
	Name, Query, Aliases string
	Version              int
	Problem              string
	Theirs               *store.Dossier // what somebody else made of it meanwhile
	Closed               bool
}

func (s *server) editDossier(r *http.Request) (*page, error) {
	d, err := s.dossierByPath(r)
	if err != nil {
		return nil, err
	}
	return editPage(editView{ID: d.ID, Href: dossierHref(d.ID), Name: d.Name, Query: d.Query, Aliases: strings.Join(d.Aliases, "\n"), Version: d.Version, Closed: !d.Closed.IsZero()}, 0), nil
}

func editPage(v editView, status int) *page {
	return &page{name: "dossier_edit", frame: frame{Title: "Edit " + v.Name, Here: "/dossiers"}, view: v, status: status}
}

func (s *server) dossierByPath(r *http.Request) (store.Dossier, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return store.Dossier{}, rapporteur.ErrNotFound
	}
	return s.Store.Dossier(r.Context(), id)
}

// saveDossier stores what the form says, unless somebody was faster: then both are shown, and nothing is lost.
func (s *server) saveDossier(r *http.Request) (*page, error) {
	d, err := s.dossierByPath(r)
	if err != nil {
		return nil, err
	}
	now := s.Now().UTC()
	d.Name, d.Query, d.Aliases = r.PostFormValue("name"), r.PostFormValue("query"), strings.Split(r.PostFormValue("aliases"), "\n")
	if d.Version, err = strconv.Atoi(r.PostFormValue("version")); err != nil {
		return nil, invalid("the form does not say which state of the dossier it changes; open it again")
	}
	switch r.PostFormValue("do") {
	case "close":
		d.Closed = now
	case "open":
		d.Closed = time.Time{}
	}
	saved, err := s.Store.ChangeDossier(r.Context(), d, now)
	v := editView{ID: d.ID, Href: dossierHref(d.ID), Name: d.Name, Query: d.Query, Aliases: strings.TrimSpace(r.PostFormValue("aliases")), Version: d.Version}
	var meanwhile *store.ChangedMeanwhile
	switch {
	case errors.As(err, &meanwhile):
		v.Theirs, v.Version = &meanwhile.Now, meanwhile.Now.Version
		v.Problem = "Somebody else changed this dossier while you did. Nothing was overwritten: theirs is on file, yours is below. Take over what you want of theirs, and save again."
		return editPage(v, http.StatusConflict), nil
	case errors.Is(err, rapporteur.ErrInvalid):
		v.Problem = sentence(err)
		return editPage(v, http.StatusBadRequest), nil
	case err != nil:
		return nil, err
	}
	edits, err := s.Store.Edits(r.Context(), saved.ID)
	if err != nil {
		return nil, err
	}
	to := dossierHref(saved.ID)
	if n := len(edits); n > 0 && edits[n-1].Kind == store.EditChanged && edits[n-1].At.Equal(now.Truncate(time.Microsecond)) {
		to = withDone(to, edits[n-1].ID)
	}
	return &page{redirect: to}, nil
}

type logView struct {
	Name, Href string
	Edits      []logLine
}

type logLine struct {
	ID                  int64
	When, Words, Undone string
	About               string
}

// dossierLog lists what people did to a dossier, newest first.
func (s *server) dossierLog(r *http.Request) (*page, error) {
	v := logView{Name: "The brief", Href: "/"}
	var id int64
	if r.PathValue("id") != "0" {
		d, err := s.dossierByPath(r)
		if err != nil {
			return nil, err
		}
		id, v.Name, v.Href = d.ID, d.Name, dossierHref(d.ID)
	}
	edits, err := s.Store.Edits(r.Context(), id)
	if err != nil {
		return nil, err
	}
	for i := len(edits) - 1; i >= 0 && len(v.Edits) < 500; i-- {
		e := &edits[i]
		line := logLine{ID: e.ID, When: e.At.Format("2 Jan 2006 15:04 MST"), Words: editWords(e)}
		if !e.Undone.IsZero() {
			line.Undone = e.Undone.Format("2 Jan 2006 15:04 MST")
		}
		v.Edits = append(v.Edits, line)
	}
	return &page{name: "dossier_log", frame: frame{Title: "What was done to " + v.Name, Here: "/dossiers"}, view: v}, nil
}

// closed ends a sentence, unless what it quotes has ended it.
func closed(s string) string {
	for _, end := range []string{".”", "?”", "!”"} {
		if strings.HasSuffix(s, end) {
			return s
		}
	}
	return s + "."
}
