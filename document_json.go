package rapporteur

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io"
	"time"
	"unicode/utf8"
)

// The printed form of a reading, documented field by field in docs/record.md. It is a promise to other programs:
// fields are added, never renamed or dropped, within a major version.
type printedHead struct {
	Path    string         `json:"path"`
	Engine  string         `json:"engine"`
	Article printedArticle `json:"article"`
}

type printedArticle struct {
	ID            string        `json:"id"`
	Title         string        `json:"title"`
	Outlet        string        `json:"outlet"`
	URL           string        `json:"url"`
	Byline        string        `json:"byline"`
	Wire          string        `json:"wire"`
	Dateline      *printedLine  `json:"dateline"`
	Published     string        `json:"published"`
	PublishedFrom StampFrom     `json:"published_from"`
	Modified      string        `json:"modified"`
	ModifiedFrom  StampFrom     `json:"modified_from"`
	Language      string        `json:"language"`
	Parts         []printedPart `json:"parts"`
	Text          string        `json:"text"`
}

type printedLine struct {
	printedSpan
	Place string `json:"place"`
	Day   string `json:"day"`
}

type printedPart struct {
	Start int      `json:"start"`
	End   int      `json:"end"`
	Kind  PartKind `json:"kind"`
}

type printedSpan struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

type printedEntity struct {
	ID       int              `json:"id"`
	Kind     EntityKind       `json:"kind"`
	Name     string           `json:"name"`
	Aliases  []string         `json:"aliases"`
	Roles    []printedRole    `json:"roles"`
	Mentions []printedMention `json:"mentions"`
}

type printedRole struct {
	printedSpan
	Former  bool         `json:"former"`
	Body    *printedSpan `json:"body"`
	Country *printedSpan `json:"country"`
}

type printedMention struct {
	printedSpan
	Form Form `json:"form"`
}

type printedAttribution struct {
	ID           int             `json:"id"`
	Source       []printedSpan   `json:"source"`
	Cue          []printedSpan   `json:"cue"`
	Content      []printedSpan   `json:"content"`
	Speaker      *int            `json:"speaker"`
	Speakers     []int           `json:"speakers"`
	SpeakerName  *string         `json:"speaker_name"`
	SpeakerClass SpeakerClass    `json:"speaker_class"`
	Why          []printedReason `json:"why"`
	Kind         SpeechKind      `json:"kind"`
	Act          Act             `json:"act"`
	Negated      bool            `json:"negated"`
	Hedged       bool            `json:"hedged"`
	Behalf       *int            `json:"behalf"`
	Within       *int            `json:"within"`
	Confidence   float64         `json:"confidence"`
}

type printedReason struct {
	Span printedSpan `json:"span"`
	To   printedSpan `json:"to"`
	Rule string      `json:"rule"`
}

type printedFigure struct {
	ID int `json:"id"`
	printedSpan
	Value  string       `json:"value"`
	High   string       `json:"high"`
	Unit   string       `json:"unit"`
	Sense  Sense        `json:"sense"`
	Change string       `json:"change"`
	Of     *printedSpan `json:"of"`
	PartOf string       `json:"part_of"`
	Same   *int         `json:"same"`
	AsOf   *int         `json:"as_of"`
}

type printedDate struct {
	ID int `json:"id"`
	printedSpan
	Value  string       `json:"value"`
	Mod    string       `json:"mod"`
	ISO    string       `json:"iso"`
	From   string       `json:"from"`
	To     string       `json:"to"`
	Grain  Grain        `json:"grain"`
	Kind   DateKind     `json:"kind"`
	Anchor string       `json:"anchor"`
	Event  *printedSpan `json:"event"`
}

type printedCommitment struct {
	ID int `json:"id"`
	printedSpan
	Kind        CommitmentKind `json:"kind"`
	Attribution *int           `json:"attribution"`
	Who         *printedSpan   `json:"who"`
	Entities    []int          `json:"entities"`
	What        printedSpan    `json:"what"`
	Due         *int           `json:"due"`
	Figures     []int          `json:"figures"`
	Condition   *printedSpan   `json:"condition"`
}

// AppendJSON appends the printed form of the document to dst: one JSON object on one line, without a newline at the
// end. path names the input as the caller was given it. Offsets are Unicode code points over article.text.
func (d *Document) AppendJSON(dst []byte, path string) ([]byte, error) {
	buf := bytes.NewBuffer(dst)
	if err := d.WriteJSON(buf, path); err != nil {
		return dst, err
	}
	return buf.Bytes(), nil
}

// WriteJSON writes what AppendJSON appends, finding by finding, so that the printed form of a long document need not be held whole. It
// fails where w does.
func (d *Document) WriteJSON(w io.Writer, path string) error {
	p := &printer{text: d.Article.Text, runes: newRuneIndex(d.Article.Text)}
	j := &jsonWriter{w: w}
	j.encoder = json.NewEncoder(&j.buf)
	j.encoder.SetEscapeHTML(false)
	j.value(printedHead{Path: path, Engine: d.Engine, Article: p.article(d.Article)})
	j.buf.Truncate(max(0, j.buf.Len()-len(`"}}`))) // the end of the text, which comes last, of the article and of the object
	j.string(d.Article.Text)
	j.text(`"}`)
	j.flush()
	writeAll(j, "entities", d.Entities, p.entity)
	writeAll(j, "attributions", d.Attributions, p.attribution)
	writeAll(j, "figures", d.Figures, p.figure)
	writeAll(j, "dates", d.Dates, p.date)
	writeAll(j, "commitments", d.Commitments, p.commitment)
	j.text("}")
	j.flush()
	return j.err
}

// jsonWriter writes JSON in pieces. After its first error it writes nothing more.
type jsonWriter struct {
	w       io.Writer
	buf     bytes.Buffer
	encoder *json.Encoder
	err     error
}

func (j *jsonWriter) text(s string) { j.buf.WriteString(s) }

// string writes what stands between the quotation marks of a string, piece by piece.
func (j *jsonWriter) string(s string) {
	var piece bytes.Buffer
	encoder := json.NewEncoder(&piece)
	encoder.SetEscapeHTML(false)
	for len(s) > 0 && j.err == nil {
		n := min(len(s), pieceSize)
		for n < len(s) && n > pieceSize-utf8.UTFMax && !utf8.RuneStart(s[n]) {
			n--
		}
		piece.Reset()
		j.err = encoder.Encode(s[:n])
		j.buf.Write(bytes.Trim(piece.Bytes(), "\n")[1:])
		j.buf.Truncate(j.buf.Len() - 1)
		j.full()
		s = s[n:]
	}
}

// pieceSize is how much is printed before it is written.
const pieceSize = 1 << 15

// full writes what has been printed if it is enough.
func (j *jsonWriter) full() {
	if j.buf.Len() > pieceSize {
		j.flush()
	}
}

func (j *jsonWriter) value(v any) {
	if err := j.encoder.Encode(v); err != nil {
		j.err = cmp.Or(j.err, err)
		return
	}
	j.buf.Truncate(j.buf.Len() - 1) // the line feed
}

func (j *jsonWriter) flush() {
	if j.err == nil {
		_, j.err = j.buf.WriteTo(j.w)
	}
	j.buf.Reset()
}

// writeAll writes a list as a field; never null.
func writeAll[T, P any](j *jsonWriter, name string, list []T, print func(int, *T) P) {
	j.text(",\"" + name + "\":[")
	for i := range list {
		if i > 0 {
			j.text(",")
		}
		j.value(print(i, &list[i]))
		j.full()
	}
	j.text("]")
}

// printAll prints a list; never nil, so that JSON shows [] and not null.
func printAll[T, P any](list []T, print func(int, *T) P) []P {
	out := make([]P, 0, len(list))
	for i := range list {
		out = append(out, print(i, &list[i]))
	}
	return out
}

type printer struct {
	text  string
	runes runeIndex
}

func (p *printer) span(s Span) printedSpan {
	return printedSpan{Start: p.runes.at(s.Start), End: p.runes.at(s.End), Text: s.Of(p.text)}
}

func (p *printer) optional(s Span) *printedSpan {
	if s.Empty() {
		return nil
	}
	o := p.span(s)
	return &o
}

func (p *printer) spans(list []Span) []printedSpan {
	return printAll(list, func(_ int, s *Span) printedSpan { return p.span(*s) })
}

func (p *printer) article(a *Article) printedArticle {
	out := printedArticle{
		ID: a.ID, Title: a.Title(), Outlet: a.Outlet, URL: a.URL, Byline: a.Byline, Wire: a.Wire,
		Published: a.Published.String(), PublishedFrom: a.Published.From,
		Modified: a.Modified.String(), ModifiedFrom: a.Modified.From,
		Language: a.Language, // the text is printed by itself
		Parts: printAll(a.Parts, func(_ int, q *Part) printedPart {
			return printedPart{p.runes.at(q.Start), p.runes.at(q.End), q.Kind}
		}),
	}
	if !a.Dateline.Empty() {
		out.Dateline = &printedLine{p.span(a.Dateline.Span), a.Dateline.Place, a.Dateline.Day}
	}
	return out
}

func (p *printer) entity(i int, e *Entity) printedEntity {
	return printedEntity{
		ID: i, Kind: e.Kind, Name: e.Name, Aliases: notNil(e.Aliases),
		Roles: printAll(e.Roles, func(_ int, r *Role) printedRole {
			return printedRole{p.span(r.Span), r.Former, p.optional(r.Body), p.optional(r.Country)}
		}),
		Mentions: printAll(e.Mentions, func(_ int, m *Mention) printedMention {
			return printedMention{p.span(m.Span), m.Form}
		}),
	}
}

func (p *printer) attribution(i int, a *Attribution) printedAttribution {
	out := printedAttribution{
		ID: i, Source: p.spans(a.Source), Cue: p.spans(a.Cue), Content: p.spans(a.Content),
		Speakers: notNil(a.Speakers), SpeakerClass: a.SpeakerClass,
		Why: printAll(a.Why, func(_ int, r *Reason) printedReason {
			return printedReason{p.span(r.Span), p.span(r.To), r.Rule}
		}),
		Kind: a.Kind, Act: a.Act, Negated: a.Negated, Hedged: a.Hedged,
		Behalf: reference(a.Behalf), Within: reference(a.Within), Confidence: a.Confidence,
	}
	if len(a.Speakers) == 1 {
		out.Speaker = &a.Speakers[0]
	}
	if a.SpeakerName != "" {
		out.SpeakerName = &a.SpeakerName
	}
	return out
}

func (p *printer) figure(i int, f *Figure) printedFigure {
	return printedFigure{
		ID: i, printedSpan: p.span(f.Span), Value: f.Value, High: f.High, Unit: f.Unit, Sense: f.Sense, Change: f.Change,
		Of: p.optional(f.Of), PartOf: f.PartOf, Same: reference(f.Same), AsOf: reference(f.AsOf),
	}
}

func (p *printer) date(i int, d *Date) printedDate {
	return printedDate{
		ID: i, printedSpan: p.span(d.Span), Value: d.Value, Mod: d.Mod, ISO: d.ISO,
		From: d.printTime(d.From), To: d.printTime(d.To),
		Grain: d.Grain, Kind: d.Kind, Anchor: d.Anchor, Event: p.optional(d.Event),
	}
}

// printTime gives a date for grains of a day or more, else a date and time.
func (d *Date) printTime(t time.Time) string {
	switch {
	case t.IsZero():
		return ""
	case d.Grain == GrainSecond, d.Grain == GrainMinute, d.Grain == GrainHour, d.Grain == GrainPartDay:
		return t.Format(time.RFC3339)
	}
	return t.Format(time.DateOnly)
}

func (p *printer) commitment(i int, c *Commitment) printedCommitment {
	return printedCommitment{
		ID: i, printedSpan: p.span(c.Span), Kind: c.Kind, Attribution: reference(c.Attribution),
		Who: p.optional(c.Who), Entities: notNil(c.Entities), What: p.span(c.What),
		Due: reference(c.Due), Figures: notNil(c.Figures), Condition: p.optional(c.Condition),
	}
}

func reference(i int) *int {
	if i == None {
		return nil
	}
	return &i
}

func notNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// runeIndex turns byte offsets into code-point offsets: marks[i] is the number of code points before byte i*runeStep.
// It is nil for ASCII text, where the two agree.
type runeIndex struct {
	text  string
	marks []int
}

const runeStep = 256

func newRuneIndex(text string) runeIndex {
	if utf8.RuneCountInString(text) == len(text) {
		return runeIndex{}
	}
	x := runeIndex{text: text, marks: make([]int, 0, len(text)/runeStep+1)}
	n := 0
	for i := 0; i < len(text); i++ {
		if i%runeStep == 0 {
			x.marks = append(x.marks, n)
		}
		if utf8.RuneStart(text[i]) {
			n++
		}
	}
	return x
}

// at returns the number of code points before byte offset b, which lies on a rune border.
func (x runeIndex) at(b int) int {
	if x.marks == nil {
		return b
	}
	block := min(b/runeStep, len(x.marks)-1)
	n := x.marks[block]
	for i := block * runeStep; i < b; i++ {
		if utf8.RuneStart(x.text[i]) {
			n++
		}
	}
	return n
}
