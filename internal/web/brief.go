package web

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"rapporteur"
	"rapporteur/internal/store"
	"rapporteur/internal/store/brief"
	"rapporteur/internal/store/matters"
	"rapporteur/internal/store/plainly"
)

type briefView struct {
	Kick, Heading, Counts   string
	ArticlesHref            string
	Notice                  string // why it is not about what one might expect
	Done                    *doneView
	Back                    string // this page's address, for forms
	Query                   string // of the address, for the other formats
	Periods                 []option
	Since, Until            string
	Earlier                 string
	Sections                []sectionView
	Others                  []itemView
	OthersHeading           string
	Quiet                   []dossierLine
	Ahead, Overdue          []dueView
	Doubts                  []dueView  // statements that wait to be reviewed, by dossier
	Cut                     []itemView // of Others
	Sources                 []dueView
	NoDossiers, NoArticles  bool
	Sent                    []sentLine
	SinceValue, UntilValue  string
	DossierID, DossierTitle string
}

type sectionView struct {
	ID         int64
	Name, Href string
	Items      []itemView
	Cut        []itemView
	More       string
}

type itemView struct {
	Dossier                 int64
	Line, Title, Href       string
	Words, WordsHref, Yours string
	WordsWhere              string
	Pinned                  bool
	Reports, First          string
	Story                   string
	Quotes                  []quoteView
	Changes                 []dueView
	Follow                  string
	Up, Down                string // lines to stand before
	CanUp, CanDown          bool
	Unpin, Uncut, Unwrite   int64 // what is undone to have it as before
}

type quoteView struct{ Speaker, SpeakerHref, Role, Act, Words, Href string }

type dueView struct{ When, Who, What, Href, Note, Class string }

type sentLine struct{ Href, When, To, Title, Period, BriefHref string }

const briefMoment = "2006-01-02T15:04"

// moment reads a day, or a day and a time in UTC.
func moment(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{briefMoment, time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, invalid("%.40q is neither a day nor a time: write 2025-12-01 or 2025-12-01T18:04", s)
}

// firstLook is what a first visitor is told of.
const firstLook = 24 * time.Hour

// briefOptions reads the period that an address asks for. asked is false where it names none.
func (s *server) briefOptions(r *http.Request) (o brief.Options, asked bool, err error) {
	q := r.URL.Query()
	o.Now = s.Now().UTC()
	if o.Since, err = moment(q.Get("since")); err != nil {
		return o, false, err
	}
	if o.Until, err = moment(q.Get("until")); err != nil {
		return o, false, err
	}
	if d := q.Get("dossier"); d != "" {
		if o.Dossier, err = strconv.ParseInt(d, 10, 64); err != nil {
			return o, false, rapporteur.ErrNotFound
		}
	}
	asked = !o.Since.IsZero() || !o.Until.IsZero()
	if o.Until.IsZero() {
		o.Until = o.Now
	}
	if o.Since.IsZero() && asked {
		o.Since = o.Until.Add(-firstLook)
	}
	if asked && !o.Since.Before(o.Until) {
		return o, asked, invalid("the brief would end (%s) before it begins (%s): exchange the two", q.Get("until"), q.Get("since"))
	}
	return o, asked, nil
}

const visitorCookie = "visitor"

// visitor names the browser that asks, so that "since your last visit" is its own.
func visitor(r *http.Request) (name string, fresh *http.Cookie) {
	if c, err := r.Cookie(visitorCookie); err == nil && 0 < len(c.Value) && len(c.Value) < 100 {
		return c.Value, nil
	}
	name = newNonce()
	return name, &http.Cookie{Name: visitorCookie, Value: name, Path: "/", MaxAge: 2 * 365 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode}
}

// home is the brief; a desk that has nothing yet shows how to begin.
func (s *server) home(r *http.Request) (*page, error) {
	counts, err := s.Store.Counts(r.Context())
	if err != nil {
		return nil, err
	}
	if counts.Articles == 0 && counts.Feeds == 0 {
		return &page{redirect: "/start"}, nil
	}
	o, asked, err := s.briefOptions(r)
	if err != nil {
		return nil, err
	}
	p := &page{name: "brief", frame: frame{Title: "Brief", Here: "/", MainClass: "reading brief"}}
	notice := ""
	if !asked {
		name, fresh := visitor(r)
		if fresh != nil {
			p.cookies = append(p.cookies, fresh)
		}
		if notice, err = s.sinceLastLook(r, name, &o); err != nil {
			return nil, err
		}
	}
	b, err := s.maker.Make(r.Context(), o)
	if err != nil {
		return nil, err
	}
	v, err := s.briefViewOf(r, b, o)
	if err != nil {
		return nil, err
	}
	v.Notice, v.NoArticles = notice, counts.Articles == 0
	p.view = v
	return p, nil
}

// sinceLastLook sets the period from the visitor's last look to now. Where that holds nothing, the last days that hold
// something stand in, and the notice says so.
func (s *server) sinceLastLook(r *http.Request, name string, o *brief.Options) (notice string, err error) {
	since, err := s.Store.Look(r.Context(), name, o.Now)
	if err != nil {
		return "", err
	}
	o.Since, o.SinceSeen = since, true
	if since.IsZero() || !since.Before(o.Until) {
		o.Since, o.SinceSeen = o.Now.Add(-firstLook), false
	}
	from, to, err := s.maker.Latest(r.Context())
	if err != nil || to.IsZero() || to.After(o.Since) {
		return "", err
	}
	if o.SinceSeen {
		some, err := s.cameSince(r, o)
		if err != nil || some {
			return "", err
		}
	}
	notice = "Nothing came in since " + o.Since.Format("Mon 2 Jan 2006 15:04 MST") + ". These are the last days on file."
	o.Since, o.Until, o.SinceSeen = from, to, false
	return notice, nil
}

// cameSince reports whether something late came to the desk since the last look.
func (s *server) cameSince(r *http.Request, o *brief.Options) (bool, error) {
	list, err := s.Store.Articles(r.Context(), store.ArticleFilter{From: o.Since.Add(-72 * time.Hour), To: o.Until, Limit: 100})
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(list.Rows, func(a store.ArticleRow) bool { return !a.Seen.Before(o.Since) }), nil
}

func (s *server) briefViewOf(r *http.Request, b *brief.Brief, o brief.Options) (*briefView, error) {
	q := url.Values{"since": {b.Since.Format(briefMoment)}, "until": {b.Until.Format(briefMoment)}}
	v := &briefView{
		Kick: b.Until.Format("Monday 2 January 2006, 15:04 MST"), Heading: "Since " + sinceWords(b.Since, b.Until), Counts: b.Counts(), ArticlesHref: "/articles?" + url.Values{"from": {b.Since.Format(briefMoment)}, "to": {b.Until.Format(briefMoment)}}.Encode(),
		SinceValue: b.Since.Format(briefMoment), UntilValue: b.Until.Format(briefMoment), OthersHeading: b.OthersHeading(), NoDossiers: len(b.Sections)+len(b.Quiet) == 0,
	}
	if o.Dossier != 0 {
		q.Set("dossier", strconv.FormatInt(o.Dossier, 10))
	}
	v.Query = q.Encode()
	v.Back = "/?" + v.Query
	length := b.Until.Sub(b.Since)
	v.Earlier = "/?" + url.Values{"since": {b.Since.Add(-length).Format(briefMoment)}, "until": {b.Since.Format(briefMoment)}}.Encode()
	var edits []store.Edit
	for i := range b.Sections {
		v.Sections = append(v.Sections, sectionViewOf(&b.Sections[i]))
		edits = append(edits, b.Sections[i].Edits...)
	}
	edits = append(edits, b.Edits...)
	v.Others, v.Cut = itemViews(b.Others, 0), itemViews(b.Cut, 0)
	for i := range v.Others {
		v.Others[i].Follow = "/dossiers/new?" + url.Values{"q": {b.Others[i].Title}}.Encode()
	}
	for _, d := range b.Quiet {
		v.Quiet = append(v.Quiet, dossierLine{Href: dossierHref(d.ID), Name: d.Name})
	}
	v.Ahead, v.Overdue = dueViews(b.Ahead), dueViews(b.Overdue)
	for _, x := range b.Sources {
		v.Sources = append(v.Sources, dueView{Who: x.Outlet, What: x.Words, Href: "/sources#source-" + strconv.FormatInt(x.ID, 10)})
	}
	for _, x := range b.Doubts {
		v.Doubts = append(v.Doubts, dueView{Who: x.Dossier.Name, What: plural(x.Statements, "statement"), Href: doubtsHref(x.Dossier.ID, o)})
	}
	var err error
	v.Done, err = s.doneBrief(r, edits)
	if err != nil {
		return nil, err
	}
	log, err := s.Store.SentLog(r.Context(), 5)
	for _, x := range log {
		v.Sent = append(v.Sent, sentLineOf(&x))
	}
	return v, err
}

// doubtsHref is where the statements of a dossier are reviewed that a brief counts.
func doubtsHref(dossier int64, o brief.Options) string {
	q := url.Values{"dossier": {strconv.FormatInt(dossier, 10)}, "since": {o.Since.Format(time.RFC3339)}, "until": {o.Until.Format(time.RFC3339)}}
	if o.SinceSeen {
		q.Set("seen", "1")
	}
	return "/review?" + q.Encode()
}

// doneBrief is done, for edits of any dossier in the brief.
func (s *server) doneBrief(r *http.Request, edits []store.Edit) (*doneView, error) {
	for _, e := range edits {
		if strconv.FormatInt(e.ID, 10) == r.URL.Query().Get("done") {
			return s.done(r, e.Dossier, []store.Edit{e})
		}
	}
	return s.done(r, 0, nil)
}

// sinceWords names the beginning of a period as near as it is.
func sinceWords(since, until time.Time) string {
	day := func(t time.Time) time.Time { return t.Truncate(24 * time.Hour) }
	switch day(until).Sub(day(since)) {
	case 0:
		return "today, " + since.Format("15:04")
	case 24 * time.Hour:
		return "the day before, " + since.Format("15:04")
	}
	if since.Year() != until.Year() {
		return since.Format("Monday 2 January 2006, 15:04")
	}
	return since.Format("Monday 2 January, 15:04")
}

func sectionViewOf(s *brief.Section) sectionView {
	v := sectionView{ID: s.Dossier.ID, Name: s.Dossier.Name, Href: dossierHref(s.Dossier.ID), Items: itemViews(s.Items, s.Dossier.ID), Cut: itemViews(s.Cut, s.Dossier.ID)}
	if s.More > 0 {
		v.More = plainly.Count(s.More, "more story", "more stories")
	}
	return v
}

func itemViews(items []brief.Item, dossier int64) []itemView {
	var out []itemView
	for i := range items {
		v := itemViewOf(&items[i], dossier)
		if v.CanUp = i > 0; v.CanUp {
			v.Up = items[i-1].Line
		}
		if v.CanDown = i+1 < len(items); i+2 < len(items) {
			v.Down = items[i+2].Line
		}
		out = append(out, v)
	}
	return out
}

func itemViewOf(it *brief.Item, dossier int64) itemView {
	v := itemView{Dossier: dossier, Line: it.Line, Title: it.Title, Href: articleHref(it.Lead.ID), Words: it.Sentence.Words, WordsHref: extractHref(&it.Sentence), Yours: it.Yours,
		WordsWhere: it.Sentence.Article.Outlet, Pinned: it.Pinned, Unpin: it.Edits.Pin, Uncut: it.Edits.Cut, Unwrite: it.Edits.Rewrite, Reports: it.Reports(), First: it.First.Outlet + ", " + it.First.At.Format("Mon 2 Jan 2006 15:04 MST")}
	if it.Articles == 1 {
		v.Reports = ""
	} else if it.Story != 0 {
		v.Story = "/stories/" + strconv.FormatInt(it.Story, 10)
	}
	for i := range it.Quotes {
		q := &it.Quotes[i]
		x := quoteView{Speaker: q.Speaker, Role: q.Role, Act: actOf(q.Speaker, q.SpeakerClass, q.Act, q.Negated), Words: q.Quote, Href: statementHref(q)}
		if q.SpeakerClass == rapporteur.SpeakerNamed {
			x.SpeakerHref = speakerHref(q.Speaker)
		}
		v.Quotes = append(v.Quotes, x)
	}
	for i := range it.Changes {
		c := &it.Changes[i]
		v.Changes = append(v.Changes, dueView{What: c.Words(), Href: extractHref(&c.To.Sources[0])})
	}
	return v
}

func dueViews(list []brief.Due) []dueView {
	var out []dueView
	for i := range list {
		d := &list[i]
		line := ledgerLineOf(&d.Entry)
		out = append(out, dueView{When: shortDue(d.Due), Who: line.Who, What: shorten(line.What, 110), Href: line.Href, Note: d.Matters()})
	}
	return out
}

// briefAs writes the brief in another form: text, Markdown, a mail.
func (s *server) briefAs(f brief.Format) func(*http.Request) (*page, error) {
	kinds := map[brief.Format]string{brief.Text: "text/plain", brief.Markdown: "text/markdown", brief.HTML: "text/html"}
	return func(r *http.Request) (*page, error) {
		o, asked, err := s.briefOptions(r)
		if err != nil {
			return nil, err
		}
		if !asked {
			o.Since = o.Now.Add(-firstLook)
		}
		b, err := s.maker.Make(r.Context(), o)
		if err != nil {
			return nil, err
		}
		var out bytes.Buffer
		if err := b.Write(&out, f, deskAddress(r)); err != nil {
			return nil, err
		}
		return &page{raw: out.Bytes(), kind: kinds[f] + "; charset=utf-8"}, nil
	}
}

// deskAddress is where the asker found these pages, for links in what leaves them.
func deskAddress(r *http.Request) string {
	if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// sendBrief notes that the brief of a period was sent to somebody, with its words.
func (s *server) sendBrief(r *http.Request) (*page, error) {
	if err := r.ParseForm(); err != nil {
		return nil, invalid("the form can't be read: %v", err)
	}
	asked := *r
	address := *r.URL
	address.RawQuery = r.PostForm.Get("period")
	asked.URL = &address
	o, ok, err := s.briefOptions(&asked)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, invalid("the form does not say which brief was sent; open the brief again")
	}
	b, err := s.maker.Make(r.Context(), o)
	if err != nil {
		return nil, err
	}
	var body bytes.Buffer
	if err := b.Write(&body, brief.Markdown, deskAddress(r)); err != nil {
		return nil, err
	}
	x, err := s.Store.AddSent(r.Context(), store.Sent{At: o.Now, To: r.PostForm.Get("to"), Since: o.Since, Until: o.Until, Title: b.Title(), Body: body.String()})
	if err != nil {
		return nil, err
	}
	return &page{redirect: "/?" + address.RawQuery, said: fmt.Sprintf("Noted: sent to %s.", x.To)}, nil
}

type sentView struct{ Sent []sentLine }

// shownSent is how many briefs that were sent are listed.
const shownSent = 200

// sentLog lists what was sent to whom.
func (s *server) sentLog(r *http.Request) (*page, error) {
	list, err := s.Store.SentLog(r.Context(), shownSent)
	if err != nil {
		return nil, err
	}
	v := &sentView{}
	for i := range list {
		v.Sent = append(v.Sent, sentLineOf(&list[i]))
	}
	return &page{name: "sent", frame: frame{Title: "Sent briefs", Here: "/"}, view: v}, nil
}

func sentLineOf(x *store.Sent) sentLine {
	return sentLine{Href: "/brief/sent/" + strconv.FormatInt(x.ID, 10), When: x.At.Format("2 Jan 2006 15:04 MST"), To: x.To, Title: x.Title,
		Period:    x.Since.Format("2 Jan 15:04") + " – " + x.Until.Format("2 Jan 2006 15:04 MST"),
		BriefHref: "/?" + url.Values{"since": {x.Since.Format(briefMoment)}, "until": {x.Until.Format(briefMoment)}}.Encode()}
}

// sentBrief shows a brief as it was sent.
func (s *server) sentBrief(r *http.Request) (*page, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return nil, rapporteur.ErrNotFound
	}
	x, err := s.Store.Sent(r.Context(), id)
	if err != nil {
		return nil, err
	}
	head := fmt.Sprintf("Sent to %s on %s\n\n", x.To, x.At.Format("Mon 2 Jan 2006 15:04 MST"))
	return &page{raw: []byte(head + strings.TrimSpace(x.Body) + "\n"), kind: "text/plain; charset=utf-8"}, nil
}

// newMakers sets up what dossiers and briefs are made with.
func newMakers(st *store.Store) (*matters.Reader, *brief.Maker) {
	r := matters.NewReader(st)
	return r, &brief.Maker{Store: st, Reader: r}
}
