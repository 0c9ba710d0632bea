package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"rapporteur"
	"rapporteur/internal/store/query"
)

// The form that writes a query, for people who don't want to learn the language first. It is filled from the query that
// stands in the box, as far as that can be laid out in rows; the rest is kept in a row of its own, as typed.

// builderFields are the fields of the language that the form has rows for, in its order.
var builderFields = []string{"by", "about", "act", "kind", "outlet", "figure", "due", "in"}

type builderView struct {
	Action                 string // path of the page that the query is for
	Query                  string // that stands in the box
	Words, Phrase, Without string
	By, About, Figure, Due string
	From, To               string
	Rest                   string // conditions that have no row
	Note                   string // why they have none
	Acts, Kinds            []option
	Outlets, Saved         []option
}

func (s *server) builder(r *http.Request, q string) (builderView, error) {
	v, at := laidOut(q, s.Now())
	v.Action, v.Query = r.URL.Path, q
	v.Acts = options(acts, rapporteur.Act(at["act"]), func(a rapporteur.Act) string { return string(a) })
	for _, k := range query.SpeechKinds {
		v.Kinds = append(v.Kinds, option{Value: string(k), Name: kindWords(k), Here: at["kind"] == string(k)})
	}
	for _, k := range query.CommitmentKinds {
		v.Kinds = append(v.Kinds, option{Value: string(k), Name: commitmentWords(k), Here: at["kind"] == string(k)})
	}
	saved, err := s.Store.SavedQueries(r.Context())
	if err != nil {
		return v, err
	}
	for _, x := range saved {
		v.Saved = append(v.Saved, option{Value: x.Name, Name: x.Name})
	}
	v.Saved = withValue(v.Saved, at["in"])
	if v.Outlets, err = s.outletOptions(r); err != nil {
		return v, err
	}
	v.Outlets = withValue(v.Outlets, at["outlet"])
	return v, nil
}

// withValue marks the option of a value, which is added where there is none: "reuters" may stand for a host.
func withValue(list []option, value string) []option {
	for i := range list {
		list[i].Here = value != "" && strings.EqualFold(list[i].Value, value)
		if list[i].Here {
			return list
		}
	}
	if value != "" {
		list = append(list, option{Value: value, Name: value, Here: true})
	}
	return list
}

// laidOut fills the rows of the form from a query, and gives what stands in those that are lists to choose from.
func laidOut(text string, now time.Time) (v builderView, values map[string]string) {
	values = map[string]string{}
	if strings.TrimSpace(text) == "" {
		return v, values
	}
	parsed, err := query.Parse(text, query.Options{Now: now, Saved: func(string) (string, bool) { return "x", true }})
	if err != nil {
		v.Rest, v.Note = strings.TrimSpace(text), "The query can’t be read as it stands; it is kept here as typed."
		return v, values
	}
	parts := []query.Node{parsed.Root}
	if all, ok := parsed.Root.(*query.And); ok {
		parts = all.Parts
	}
	var rest []string
	for _, n := range parts {
		if !v.row(n, values) {
			rest = append(rest, query.Print(n))
		}
	}
	if len(rest) > 0 {
		v.Rest, v.Note = strings.Join(rest, " "), "Alternatives, parentheses, relative dates and second values have no row: they are kept here as typed."
	}
	return v, values
}

// row puts one condition in the row that shows it whole, and reports whether there is one that is free.
func (v *builderView) row(n query.Node, values map[string]string) bool {
	if not, ok := n.(*query.Not); ok {
		t, ok := not.Part.(*query.Term)
		return ok && t.Field == nil && !t.Quoted && put(&v.Without, t.String(), " ")
	}
	t, ok := n.(*query.Term)
	switch {
	case !ok:
		return false
	case t.Field == nil && t.Quoted:
		return put(&v.Phrase, t.Text, "")
	case t.Field == nil:
		return put(&v.Words, t.String(), " ")
	case t.Field.Name == "date":
		return v.days(t)
	}
	value := strings.ReplaceAll(strings.TrimPrefix(t.String(), t.Field.Name+":"), `"`, "")
	if t.Value != "" && t.Field.Values != nil {
		value = t.Value
	} else if t.Field.Name+":"+query.Quote(value) != t.String() && t.Op == query.Is {
		return false // quotation marks that mean something
	}
	switch t.Field.Name {
	case "by":
		return put(&v.By, value, "")
	case "about":
		return put(&v.About, value, "")
	case "figure":
		return put(&v.Figure, value, "")
	case "due":
		return put(&v.Due, value, "")
	case "act", "kind", "outlet", "in":
		if values[t.Field.Name] != "" {
			return false
		}
		values[t.Field.Name] = value
		return true
	}
	return false
}

// put adds a value to a row; where nothing may stand between two, the row takes one only.
func put(row *string, value, between string) bool {
	switch {
	case *row == "":
		*row = value
	case between == "":
		return false
	default:
		*row += between + value
	}
	return true
}

// absoluteDate is a date that means the same days tomorrow.
var absoluteDate = regexp.MustCompile(`^[0-9WQ./-]+$`)

// days puts a date in the rows for its first and its last day. A relative one has no row: it is to stay relative.
func (v *builderView) days(t *query.Term) bool {
	if v.From != "" || v.To != "" || strings.HasPrefix(t.Text, "-") || t.Op != query.Is || !absoluteDate.MatchString(t.Text) {
		return false
	}
	if !t.From.IsZero() {
		v.From = t.From.Format(time.DateOnly)
	}
	if !t.To.IsZero() {
		v.To = t.To.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	return true
}

// builtPaths are the pages that a built query may lead to.
var builtPaths = map[string]bool{"/search": true, "/statements": true, "/figures": true, "/calendar": true}

// build writes the query of the form and goes to the page that answers it.
func (s *server) build(r *http.Request) (*page, error) {
	q := r.URL.Query()
	to := q.Get("to_page")
	if !builtPaths[to] {
		return nil, rapporteur.ErrNotFound
	}
	return &page{redirect: to + "?q=" + url.QueryEscape(buildQuery(q))}, nil
}

func buildQuery(q url.Values) string {
	var parts []string
	value := func(row string) string {
		return strings.Join(strings.Fields(strings.Map(unquoted, q.Get(row))), " ")
	}
	for w := range strings.FieldsSeq(value("words")) {
		parts = append(parts, strings.Trim(w, "()"))
	}
	if p := value("phrase"); p != "" {
		parts = append(parts, `"`+p+`"`)
	}
	for w := range strings.FieldsSeq(value("without")) {
		parts = append(parts, "-"+strings.Trim(w, "()-"))
	}
	for _, f := range builderFields {
		if x := value(f); x != "" {
			parts = append(parts, f+":"+query.Quote(x))
		}
	}
	if from, to := q.Get("from"), q.Get("to"); from != "" || to != "" {
		parts = append(parts, "date:"+query.Quote(from+"/"+to))
	}
	parts = append(parts, strings.TrimSpace(q.Get("rest")))
	return strings.TrimSpace(strings.Join(parts, " "))
}

// unquoted takes quotation marks out: the form puts its own.
func unquoted(r rune) rune {
	if strings.ContainsRune("\"“”„«»", r) {
		return -1
	}
	return r
}
