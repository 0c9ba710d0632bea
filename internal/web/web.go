// Package web is the desk's pages: articles with their findings marked, statements, search, sources. It promises that
// reading works without JavaScript, by keyboard and in print; that every page has an address one can paste; and that whatever the press sends is
// shown as text, never run: all of it is escaped by html/template, and a strict Content-Security-Policy stands behind that.
//
// It reads from the store and asks the desk for work through Config; it dials out to nobody.
package web

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"iter"
	"log/slog"
	"net/http"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"rapporteur"
	"rapporteur/internal/store"
	"rapporteur/internal/store/brief"
	"rapporteur/internal/store/matters"
)

//go:embed templates assets
var files embed.FS

// Config is what the pages need.
type Config struct {
	Store *store.Store
	// Add takes in a source that a person pasted (an address, or a list of them) and says in one sentence what came of it.
	// An error that wraps rapporteur.ErrInvalid, ErrNotFound, ErrRefused or ErrTransient is shown to the person as it is.
	Add func(ctx context.Context, what string) (string, error)
	// AddFiles takes in files that a person chose, and says in one sentence what came of it; errors as of Add.
	AddFiles func(ctx context.Context, files iter.Seq2[Upload, error]) (string, error)
	// Sample takes in the sample outlet and says in one sentence what came of it; nil where there is none to be had.
	Sample func(ctx context.Context) (string, error)
	// Visit asks for a feed to be visited at the next permitted moment.
	Visit   func(ctx context.Context, feed int64) error
	Now     func() time.Time
	Log     *slog.Logger
	Version string
	Engine  string
	// Hosts are the names, without port, under which the pages may be asked for; addresses in numbers and "localhost" need no
	// permission. Any other name is refused: it may be a stranger's that was made to point at this machine (DNS rebinding).
	Hosts []string
	// NoLooks says that articles are not looked at again here, whatever their sources say.
	NoLooks bool
}

type server struct {
	Config
	pages  map[string]*template.Template
	stamp  string // changes with the assets, so that browsers may keep them
	reader *matters.Reader
	maker  *brief.Maker
}

// Handler returns the pages. Every path that is not named here is answered 404.
func Handler(c Config) (http.Handler, error) {
	s := &server{Config: c, pages: map[string]*template.Template{}}
	s.reader, s.maker = newMakers(c.Store)
	for _, name := range []string{"brief", "sent", "start", "dossiers", "dossier_new", "dossier", "dossier_statements", "dossier_edit", "dossier_log", "stories", "story", "articles", "article", "versions", "statements", "search", "figures", "calendar", "sources", "message", "keys", "subjects", "subject", "corrections", "review"} {
		t, err := parsePage(name)
		if err != nil {
			return nil, err
		}
		s.pages[name] = t
	}
	assets, err := fs.Sub(files, "assets")
	if err != nil {
		return nil, err
	}
	if s.stamp, err = digest(assets); err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", cached(assets))
	mux.HandleFunc("GET /complete", s.complete)
	mux.HandleFunc("GET /calendar.ics", s.calendarFile)
	mux.HandleFunc("POST "+uploadPath, patient(s.serve(s.startWithFiles)))
	for pattern, make := range s.routes() {
		mux.HandleFunc(pattern, s.serve(make))
	}
	mux.HandleFunc("/", s.serve(func(*http.Request) (*page, error) { return nil, rapporteur.ErrNotFound }))
	return guarded(named(c.Hosts, http.NewCrossOriginProtection().Handler(mux))), nil
}

func parsePage(name string) (*template.Template, error) {
	return template.New("layout").Funcs(template.FuncMap{"pair": pair, "whose": whose, "undoing": undoing, "cuts": cuts}).ParseFS(files, "templates/layout.html", "templates/parts.html", "templates/"+name+".html")
}

// pair hands a template a line of the brief and the address that changes to it lead back to.
func pair(item itemView, back string) any {
	return struct {
		Item itemView
		Back string
	}{item, back}
}

// undoing hands a template an edit to be undone, by a button with these words.
func undoing(id int64, words, back string) any {
	return struct {
		ID          int64
		Words, Back string
	}{id, words, back}
}

// cuts hands a template the lines that were cut, and the address that changes to them lead back to.
func cuts(items []itemView, back string) any {
	return struct {
		Items []itemView
		Back  string
	}{items, back}
}

// routes are the pages, and what makes them.
func (s *server) routes() map[string]func(*http.Request) (*page, error) {
	return map[string]func(*http.Request) (*page, error){
		"GET /{$}":                      s.home,
		"GET /brief.txt":                s.briefAs(brief.Text),
		"GET /brief.md":                 s.briefAs(brief.Markdown),
		"GET /brief.html":               s.briefAs(brief.HTML),
		"POST /brief/sent":              s.sendBrief,
		"GET /brief/sent":               s.sentLog,
		"GET /brief/sent/{id}":          s.sentBrief,
		"GET /start":                    s.start,
		"POST /start":                   s.startWith,
		"GET /dossiers":                 s.dossiers,
		"POST /dossiers":                s.createDossier,
		"GET /dossiers/new":             s.newDossier,
		"GET /dossiers/{id}":            s.dossier,
		"POST /dossiers/{id}":           s.saveDossier,
		"GET /dossiers/{id}/edit":       s.editDossier,
		"GET /dossiers/{id}/log":        s.dossierLog,
		"GET /dossiers/{id}/statements": s.positions,
		"POST /dossiers/{id}/edits":     s.addEdit,
		"POST /edits/{id}/undo":         s.undoEdit,
		"GET /stories":                  s.stories,
		"GET /stories/{id}":             s.story,
		"POST /stories/{id}/apart":      s.notSameStory,
		"POST /stories/{id}/same":       s.sameStory,
		"POST /stories/{id}/undo":       s.undoStory,
		"GET /articles":                 s.articles,
		"GET /articles/{id}":            s.article,
		"GET /articles/{id}/versions":   s.versions,
		"POST /articles/{id}/look":      s.lookAgain,
		"GET /statements":               s.statements,
		"GET /figures":                  s.figures,
		"GET /calendar":                 s.calendar,
		"GET /build":                    s.build,
		"POST /queries":                 s.saveQuery,
		"POST /queries/{id}":            s.saveQuery,
		"POST /queries/{id}/delete":     s.deleteQuery,
		"POST /queries/{id}/restore":    s.restoreQuery,
		"GET /search":                   s.search,
		"GET /sources":                  s.sources,
		"POST /sources":                 s.addSource,
		"POST /sources/{id}/visit":      s.visitSource,
		"POST /sources/{id}/looks":      s.setLooks,
		"GET /keys":                     s.keys,

		"GET /subjects":                      s.subjects,
		"GET /subjects/{id}":                 s.subject,
		"POST /subjects/{id}":                s.correctSubject,
		"POST /articles/{id}/statements/{n}": s.correctStatement,
		"GET /corrections":                   s.corrections,
		"POST /corrections/{id}/undo":        s.undo,
		"GET /review":                        s.review,
	}
}

// page is one answer: a template and what it shows, or a place to go.
type page struct {
	name     string
	frame    frame
	view     any
	redirect string
	said     string // with redirect: a sentence that the page one is sent to shows, once
	status   int
	cookies  []*http.Cookie
	raw      []byte // instead of a template: what is sent as it is, of this kind
	kind     string
}

// frame is what every page shows around its own content.
type frame struct {
	Title     string
	Here      string // path of the section this page belongs to
	Query     string
	MainClass string
}

type navItem struct {
	Href, Name string
	Here       bool
}

func nav(here string) []navItem {
	items := []navItem{{Href: "/", Name: "Brief"}, {Href: "/stories", Name: "Stories"}, {Href: "/dossiers", Name: "Dossiers"}, {Href: "/statements", Name: "Statements"}, {Href: "/subjects", Name: "Subjects"}, {Href: "/figures", Name: "Figures"}, {Href: "/calendar", Name: "Calendar"}, {Href: "/articles", Name: "Articles"}, {Href: "/search", Name: "Search"}, {Href: "/review", Name: "Review"}, {Href: "/sources", Name: "Sources"}}
	for i := range items {
		items[i].Here = items[i].Href == here
	}
	return items
}

// serve turns a function that makes a page into a handler. A page is rendered whole before its first byte is sent, so an
// error never leaves half a page.
func (s *server) serve(make func(*http.Request) (*page, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p, err := make(r)
		if err != nil {
			p = s.problem(r, err)
		}
		for _, c := range p.cookies {
			http.SetCookie(w, c)
		}
		if p.raw != nil {
			s.sendRaw(w, p)
			return
		}
		if p.redirect != "" {
			http.SetCookie(w, said(p.said))
			http.Redirect(w, r, p.redirect, http.StatusSeeOther)
			return
		}
		if _, err := r.Cookie(saidCookie); err == nil {
			http.SetCookie(w, said(""))
		}
		if err := s.render(w, p); err != nil {
			s.Log.Error("page not shown", "path", r.URL.Path, "error", err)
			http.Error(w, "This page could not be shown; the log says why.", http.StatusInternalServerError)
		}
	}
}

// sendRaw sends what is not one of our pages. A mail to be looked at brings its own style, and nothing in it may run.
func (s *server) sendRaw(w http.ResponseWriter, p *page) {
	h := w.Header()
	h.Set("Content-Type", p.kind)
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups allow-top-navigation-by-user-activation")
	if _, err := w.Write(p.raw); err != nil {
		s.Log.Debug("answer not sent", "error", err)
	}
}

// saidCookie carries a sentence over a redirect. It is no part of the address, so nobody can make the desk say something
// by a link.
const saidCookie = "said"

// said makes the cookie that carries words, or takes it away where there are none.
func said(words string) *http.Cookie {
	c := &http.Cookie{Name: saidCookie, Value: base64.RawURLEncoding.EncodeToString([]byte(shorten(words, 1500))), Path: "/", MaxAge: 60, HttpOnly: true, SameSite: http.SameSiteStrictMode}
	if words == "" {
		c.MaxAge = -1
	}
	return c
}

// heard reads what the redirect that led here had to say.
func heard(r *http.Request) string {
	c, err := r.Cookie(saidCookie)
	if err != nil {
		return ""
	}
	words, err := base64.RawURLEncoding.DecodeString(c.Value)
	if err != nil {
		return ""
	}
	return strings.ToValidUTF8(string(words), "")
}

func (s *server) problem(r *http.Request, err error) *page {
	p := &page{name: "message", frame: frame{Title: "Not found"}, status: http.StatusNotFound}
	switch {
	case errors.Is(err, rapporteur.ErrNotFound):
		p.view = message{"Not found", "There is no such page. What you look for may have been read again under another address: try the search."}
	case errors.Is(err, rapporteur.ErrInvalid):
		p.frame.Title, p.status = "Not understood", http.StatusBadRequest
		p.view = message{"Not understood", sentence(err)}
	case r.Context().Err() != nil:
		p.frame.Title, p.status = "Stopped", http.StatusServiceUnavailable
		p.view = message{"Stopped", "The request was cut off before it was answered."}
	default:
		s.Log.Error("request failed", "path", r.URL.Path, "error", err)
		p.frame.Title, p.status = "Something failed", http.StatusInternalServerError
		p.view = message{"Something failed", "This page could not be made; the log says why. Nothing was lost."}
	}
	return p
}

type message struct{ Heading, Message string }

// sentence turns an error into something to show: without the name of its kind, first letter large, full stop.
func sentence(err error) string {
	msg := strings.TrimSpace(err.Error())
	for _, kind := range []error{rapporteur.ErrInvalid, rapporteur.ErrRefused} {
		if rest, ok := strings.CutPrefix(msg, kind.Error()+": "); ok {
			msg = rest
		}
	}
	first, size := utf8.DecodeRuneInString(msg)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + strings.TrimSuffix(msg[size:], ".") + "."
}

func (s *server) render(w http.ResponseWriter, p *page) error {
	nonce := newNonce()
	var buf bytes.Buffer
	data := shown{View: p.view, frame: p.frame, Nav: nav(p.frame.Here), Nonce: nonce, Stamp: s.stamp, Version: s.Version, Engine: s.Engine}
	if err := s.pages[p.name].ExecuteTemplate(&buf, "layout", data); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Content-Security-Policy", fmt.Sprintf("default-src 'none'; style-src 'self' 'nonce-%s'; script-src 'self'; connect-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'", nonce))
	if p.status != 0 {
		w.WriteHeader(p.status)
	}
	_, err := w.Write(buf.Bytes())
	return err
}

// shown is what the layout sees: the frame, and the page's own view as .View.
type shown struct {
	frame
	View    any
	Nav     []navItem
	Nonce   string
	Stamp   string
	Version string
	Engine  string
}

func newNonce() string {
	var b [18]byte
	_, _ = rand.Read(b[:]) // never fails, see crypto/rand
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// guarded sets the headers that hold for every answer, pages and assets alike.
func guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "interest-cohort=()")
		h.Set("Content-Security-Policy", "default-src 'none'; sandbox") // for plain answers; pages and assets set their own
		r.Body = http.MaxBytesReader(w, r.Body, limitOf(r))
		next.ServeHTTP(w, r)
	})
}

// limitOf is how much a request may bring: files are taken in piece by piece, all else is read into memory.
func limitOf(r *http.Request) int64 {
	if r.URL.Path == uploadPath {
		return maxUpload
	}
	return 1 << 20
}

// digest is a short name for what the assets hold.
func digest(assets fs.FS) (string, error) {
	sum := sha256.New()
	err := fs.WalkDir(assets, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(assets, path)
		sum.Write(data)
		return err
	})
	return hex.EncodeToString(sum.Sum(nil)[:6]), err
}

// cached serves the assets and lets browsers keep them: a page's links to them carry the digest. Folders are not listed.
func cached(assets fs.FS) http.Handler {
	serve := http.StripPrefix("/assets/", http.FileServerFS(assets))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if info, err := fs.Stat(assets, strings.TrimPrefix(r.URL.Path, "/assets/")); err != nil || info.IsDir() {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Cache-Control", "public, max-age=86400")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
		serve.ServeHTTP(w, r)
	})
}
