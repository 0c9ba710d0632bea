package web

import (
	"errors"
	"io"
	"iter"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"time"

	"rapporteur"
	"rapporteur/internal/store"
)

// startView is the first ten minutes: what to read, what to follow, the first brief.
type startView struct {
	What, Problem, Added string
	Sample, Files        bool // the sample outlet can be had; files can be taken in
	Intakes              []intakeLine
	MoreSources          string // that are not among them
	Articles             int
	ArticlesWords        string
	First                *matchLine
	Dossiers             []dossierLine
	Step                 int // the step that is next: 1 sources, 2 dossiers, 3 the brief
	Waiting              bool
	Upload               string // how much can be handed in at a time
}

// intakeLine is one thing that was handed in, and what it turned out to be.
type intakeLine struct {
	What, Kind, Class, Detail, Robots string
	Rights                            []string
	Health, HealthClass, HealthDetail string // of a feed
	Articles, ArticlesHref            string
}

// shownIntakes is how many of the things that were handed in are listed.
const shownIntakes = 25

// start is how a new desk begins. It says what was found so far, so it can be left and come back to.
func (s *server) start(r *http.Request) (*page, error) {
	return s.startPage(r, startView{Added: heard(r)})
}

func (s *server) startPage(r *http.Request, v startView) (*page, error) {
	v.Sample, v.Files, v.Upload = s.Sample != nil, s.AddFiles != nil, itoa(maxUpload>>20)
	sources, err := s.Store.Sources(r.Context())
	if err != nil {
		return nil, err
	}
	if err := s.intakes(r, &v, sources); err != nil {
		return nil, err
	}
	list, err := s.Store.Articles(r.Context(), store.ArticleFilter{Limit: 1})
	if err != nil {
		return nil, err
	}
	counts, err := s.Store.Counts(r.Context())
	if err != nil {
		return nil, err
	}
	v.Articles, v.ArticlesWords = counts.Articles, plural(counts.Articles, "article")
	for i := range list.Rows {
		a := &list.Rows[i]
		v.First = &matchLine{Href: articleHref(a.ID), Title: a.Title, Outlet: a.Outlet, Date: a.At.Format("2 Jan 2006")}
	}
	dossiers, err := s.Store.Dossiers(r.Context())
	if err != nil {
		return nil, err
	}
	for _, d := range dossiers {
		v.Dossiers = append(v.Dossiers, dossierLine{Href: dossierHref(d.ID), Name: d.Name})
	}
	switch {
	case v.Articles == 0:
		v.Step, v.Waiting = 1, len(sources)+len(v.Intakes) > 0
	case len(v.Dossiers) == 0:
		v.Step = 2
	default:
		v.Step = 3
	}
	return &page{name: "start", frame: frame{Title: "Begin"}, view: v}, nil
}

// intakes lists what was handed in last, with the health of the feeds among it.
func (s *server) intakes(r *http.Request, v *startView, sources []store.Source) error {
	list, err := s.Store.Intakes(r.Context(), shownIntakes)
	if err != nil {
		return err
	}
	feeds := map[int64]*store.Source{}
	for i := range sources {
		feeds[sources[i].ID] = &sources[i]
	}
	shown := map[int64]bool{}
	for i := range list {
		x := &list[i]
		if x.FeedID != 0 && shown[x.FeedID] {
			continue
		}
		shown[x.FeedID] = true
		v.Intakes = append(v.Intakes, s.intakeLineOf(x, feeds[x.FeedID]))
	}
	more := 0
	for id := range feeds {
		if !shown[id] {
			more++
		}
	}
	if more > 0 {
		v.MoreSources = plural(more, "source")
	}
	return nil
}

func (s *server) intakeLineOf(x *store.Intake, feed *store.Source) intakeLine {
	line := intakeLine{What: x.What, Kind: string(x.Kind), Class: "good", Detail: x.Detail, Robots: x.Robots, Rights: x.Rights}
	if x.Kind == store.FoundNothing {
		line.Class = "late"
	}
	if feed != nil {
		l := sourceLineOf(s.Now().UTC(), feed)
		line.Health, line.HealthClass, line.HealthDetail, line.Articles, line.ArticlesHref = l.Health, l.HealthClass, l.Detail, l.Articles, l.ArticlesHref
	}
	return line
}

// startWith takes in what was pasted, or the sample outlet.
func (s *server) startWith(r *http.Request) (*page, error) {
	what := strings.TrimSpace(r.PostFormValue("what"))
	var words string
	var err error
	switch {
	case r.PostFormValue("sample") != "" && s.Sample != nil:
		words, err = s.Sample(r.Context())
	case what == "":
		return s.startPage(r, startView{Problem: "Nothing was pasted: give the address of a newspaper or of its feed, or take the sample outlet."})
	default:
		words, err = s.Add(r.Context(), what)
	}
	return s.taken(r, words, what, err)
}

// taken shows what came of taking something in.
func (s *server) taken(r *http.Request, words, what string, err error) (*page, error) {
	if err == nil {
		return &page{redirect: "/start", said: words}, nil
	}
	why, shown := shownError(err)
	if !shown {
		return nil, err
	}
	p, err := s.startPage(r, startView{What: what, Problem: why})
	if p != nil {
		p.status = http.StatusUnprocessableEntity
	}
	return p, err
}

// Upload is a file that a person chose in the browser.
type Upload struct {
	Name string // as the browser gives it; slashes part folders
	Body io.Reader
}

const (
	uploadPath = "/start/files"
	maxUpload  = 1 << 30 // bytes, of all files of one form
	uploadTime = time.Hour
)

// patient gives a request more time than others have to arrive and be answered.
func patient(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		deadline, c := time.Now().Add(uploadTime), http.NewResponseController(w)
		_ = c.SetReadDeadline(deadline)  // where that can't be set,
		_ = c.SetWriteDeadline(deadline) // the server's own times hold
		next(w, r)
	}
}

// startWithFiles takes in files that were chosen, one after the other as they arrive.
func (s *server) startWithFiles(r *http.Request) (*page, error) {
	if s.AddFiles == nil {
		return nil, rapporteur.ErrNotFound
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, invalid("the form brought no files: %v", err)
	}
	words, err := s.AddFiles(r.Context(), uploads(parts))
	return s.taken(r, words, "", err)
}

// uploads gives the files of a form.
func uploads(parts *multipart.Reader) iter.Seq2[Upload, error] {
	return func(yield func(Upload, error) bool) {
		for {
			part, err := parts.NextPart()
			switch {
			case errors.Is(err, io.EOF):
				return
			case err != nil:
				yield(Upload{}, brokenUpload(err))
				return
			}
			if name := uploadName(part); name != "" && !yield(Upload{name, part}, nil) {
				return
			}
		}
	}
}

// uploadName is the name of a part's file with its folders, which [multipart.Part.FileName] leaves out; "" where it has none.
func uploadName(p *multipart.Part) string {
	_, params, err := mime.ParseMediaType(p.Header.Get("Content-Disposition"))
	if err != nil {
		return p.FileName()
	}
	return params["filename"]
}

func brokenUpload(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return invalid("more than %d MB were handed in at a time; hand in less, or use rapporteur add on the machine of the desk", large.Limit>>20)
	}
	return invalid("the files did not come whole (%v); hand them in again", err)
}
