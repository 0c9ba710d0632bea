package brief

import (
	"embed"
	htmltemplate "html/template"
	"io"
	"net/url"
	"strings"
	"text/template"
	"time"

	"rapporteur/internal/store"
	"rapporteur/internal/store/matters"
	"rapporteur/internal/store/plainly"
)

//go:embed templates
var files embed.FS

// Format is how a brief is written.
type Format string

const (
	Text     Format = "text" // for a terminal, and the alternative of a mail
	Markdown Format = "md"
	HTML     Format = "html" // a mail: one file, with its style inside
)

var (
	plainTemplates = template.Must(template.New("").Funcs(template.FuncMap{"md": escapeMarkdown}).ParseFS(files, "templates/*.txt", "templates/*.md"))
	htmlTemplates  = htmltemplate.Must(htmltemplate.ParseFS(files, "templates/*.html"))
)

// Write writes a brief. desk is the address of the desk's pages, such as "http://127.0.0.1:8470", to which lines without an
// address of their own lead; it may be "".
func (b *Brief) Write(w io.Writer, f Format, desk string) error {
	v := b.sheet(desk)
	switch f {
	case Markdown:
		return plainTemplates.ExecuteTemplate(w, "brief.md", v)
	case HTML:
		return htmlTemplates.ExecuteTemplate(w, "brief.html", v)
	}
	return plainTemplates.ExecuteTemplate(w, "brief.txt", v)
}

// sheet is a brief in words.
type sheet struct {
	Title, Period, Counts string
	Sections              []sheetSection
	Ahead, Overdue        []sheetDue
	Sources               []store.Source
	Quiet                 string
}

type sheetSection struct {
	Name, Href string
	Lines      []sheetLine
	More       string
}

type sheetLine struct {
	Title, Href, Words string
	Yours              bool
	Where, Reports     string
	Quotes             []sheetQuote
	Changes            []string
}

type sheetQuote struct{ Speaker, Role, Act, Words, Href, Outlet string }

type sheetDue struct{ When, Who, What, Matter, Href, Outlet string }

func (b *Brief) sheet(desk string) sheet {
	v := sheet{Title: b.Title(), Period: b.Period(), Counts: b.Counts(), Sources: b.Sources}
	for i := range b.Sections {
		s := &b.Sections[i]
		x := sheetSection{Name: s.Dossier.Name, Lines: lines(s.Items, desk)}
		if desk != "" {
			x.Href = desk + "/dossiers/" + plainly.Number(int(s.Dossier.ID))
		}
		if s.More > 0 {
			x.More = plainly.Count(s.More, "more story", "more stories") + " in the dossier"
		}
		v.Sections = append(v.Sections, x)
	}
	if len(b.Others) > 0 {
		v.Sections = append(v.Sections, sheetSection{Name: b.OthersHeading(), Lines: lines(b.Others, desk)})
	}
	v.Ahead, v.Overdue = dues(b.Ahead, desk), dues(b.Overdue, desk)
	var quiet []string
	for _, d := range b.Quiet {
		quiet = append(quiet, d.Name)
	}
	v.Quiet = strings.Join(quiet, ", ")
	return v
}

// Title is the day that the brief ends on.
func (b *Brief) Title() string {
	return "Brief of " + b.Until.Add(-time.Second).Format("Monday 2 January 2006")
}

// Period says what the brief covers, with the zone.
func (b *Brief) Period() string {
	return b.Since.Format("Mon 2 Jan 2006 15:04") + " – " + b.Until.Format("Mon 2 Jan 2006 15:04 MST")
}

// Counts says how much was read for it.
func (b *Brief) Counts() string {
	s := plainly.Count(b.Articles, "article", "articles")
	if b.Articles >= MaxCount {
		s = "at least " + s
	}
	stories := 0
	for i := range b.Sections {
		stories += len(b.Sections[i].Items) + b.Sections[i].More
	}
	return s + ", " + plainly.Count(stories, "story", "stories") + " on " + plainly.Count(len(b.Sections)+len(b.Quiet), "dossier", "dossiers")
}

// OthersHeading names the part on no dossier.
func (b *Brief) OthersHeading() string {
	if b.Rising {
		return "Rising, on no dossier"
	}
	return "Also new, on no dossier"
}

func lines(items []Item, desk string) []sheetLine {
	var out []sheetLine
	for i := range items {
		it := &items[i]
		l := sheetLine{Title: it.Title, Href: address(it.Lead, desk, ""), Words: it.Sentence.Words, Where: it.Lead.Outlet + ", " + it.Lead.At.Format("2 Jan"), Reports: it.Reports()}
		if it.Yours != "" {
			l.Words, l.Yours = it.Yours, true
		}
		for j := range it.Quotes {
			q := &it.Quotes[j]
			row := store.ArticleRow{ID: q.ArticleID, URL: q.URL}
			l.Quotes = append(l.Quotes, sheetQuote{q.Speaker, q.Role, string(q.Act), q.Quote, address(&row, desk, q.Quote), q.Outlet})
		}
		for _, c := range it.Changes {
			l.Changes = append(l.Changes, c.Words())
		}
		out = append(out, l)
	}
	return out
}

// Reports says how many told it: "9 outlets, 3 independent, 4 copies".
func (it *Item) Reports() string {
	if it.Articles == 1 {
		return "1 report"
	}
	s := plainly.Count(it.Outlets, "outlet", "outlets") + ", " + plainly.Number(it.Independent) + " independent"
	if it.Copies > 0 {
		s += ", " + plainly.Count(it.Copies, "copy", "copies")
	}
	return s
}

// Words says what changed: "plans: 12 → 15".
func (c *Change) Words() string {
	s := plainly.Figure(&c.From.Figure) + " → " + plainly.Figure(&c.To.Figure)
	if c.Quantity.Of != "" {
		s = c.Quantity.Of + ": " + s
	}
	return s
}

func dues(list []Due, desk string) []sheetDue {
	var out []sheetDue
	for i := range list {
		d := &list[i]
		out = append(out, sheetDue{When: plainly.Date(d.Due), Who: who(&d.Entry), What: d.What, Matter: d.Matters(), Href: address(d.Said.Article, desk, ""), Outlet: d.Said.Article.Outlet})
	}
	return out
}

func who(e *matters.Entry) string {
	if e.Names != "" {
		return e.Names
	}
	return e.Who
}

// address is where an article can be read: at the outlet, with the words marked there where they are given; else on the desk.
func address(a *store.ArticleRow, desk, words string) string {
	u, err := url.Parse(a.URL)
	if err == nil && (u.Scheme == "https" || u.Scheme == "http") {
		if words != "" {
			return a.URL + "#:~:text=" + fragment(words)
		}
		return a.URL
	}
	if desk == "" {
		return ""
	}
	return desk + "/articles/" + url.PathEscape(a.ID)
}

// fragment encodes the beginning of some words as a text fragment (W3C Text Fragments: hyphens and commas are syntax).
func fragment(words string) string {
	words, _, _ = strings.Cut(words, " … ")
	list := strings.Fields(strings.Trim(words, `“”"‘’'`))
	s := url.PathEscape(strings.Join(list[:min(len(list), 8)], " "))
	return strings.NewReplacer("-", "%2D", ",", "%2C", "&", "%26").Replace(s)
}

// escapeMarkdown keeps what was printed from being read as marks.
func escapeMarkdown(s string) string {
	return strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`, "#", `\#`, "|", `\|`, "\n", " ").Replace(s)
}
