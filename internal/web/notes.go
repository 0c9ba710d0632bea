package web

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"rapporteur"
	"rapporteur/internal/store"
)

// What stands in the margin of an article: its statements, who is who, the figures, dates and commitments.

// unsureBelow is the confidence below which a statement is shown folded and in a quieter hand.
const unsureBelow = 0.5

type noteView struct {
	Number, Paragraph                     int
	Speaker, SpeakerHref, Role, Act, Kind string
	Content, Source, Confidence           string
	Hedged, Named, Unsure                 bool
	Share                                 int // confidence in tenths
	Why                                   []string
	Evidence                              []string
	Citation                              string
	Correctable                           bool   // the latest revision is shown
	Action, Back                          string // where a correction is sent, and where it leads
	Version                               int
	Ruled                                 string // what a person said of it, "" for nothing
	Read                                  string // who spoke as the engine read it, where a person said otherwise
	RuledID                               int64
	Struck                                bool // a person said that it is none
	Choices                               []speakerChoice
	Voices                                []personView // who speak, where they are several
}

type personView struct {
	Name, Href, Role, Said string
	First                  int // number of its first statement
}

// factView is one value with every place that gives it.
type factView struct {
	Words, Title, Of string
	Printed          []printed
}

// printed is one wording of a fact: the groups to light up, and the first place in the text.
type printed struct{ On, Href, Words string }

type commitmentView struct {
	Kind                      rapporteur.CommitmentKind
	Who, What, Due, Condition string
	On, Href                  string
	Paragraph                 int
}

func (v *articleView) notes(stored *store.ArticleView) {
	doc := stored.Document
	for i := range doc.Attributions {
		v.Statements = append(v.Statements, noteOf(stored, i))
	}
	v.people(stored)
	v.figures(doc)
	v.dates(doc)
	for i := range doc.Commitments {
		v.Commitments = append(v.Commitments, commitmentOf(doc, &doc.Commitments[i]))
	}
}

func noteOf(stored *store.ArticleView, i int) noteView {
	doc := stored.Document
	a, text := &doc.Attributions[i], doc.Article.Text
	n := noteView{
		Number: i + 1, Speaker: speakerWords(text, a), Act: actOf(speakerWords(text, a), a.SpeakerClass, a.Act, a.Negated), Kind: kindWords(a.Kind), Content: joined(text, a.Content),
		Hedged: a.Hedged, Named: a.SpeakerName != "", Unsure: a.Confidence < unsureBelow,
		Confidence: strconv.FormatFloat(a.Confidence, 'f', 2, 64), Share: min(max(int(a.Confidence*10+0.5), 0), 10),
	}
	if len(a.Content) > 0 {
		n.Paragraph = doc.Article.PartAt(a.Content[0].Start) + 1
		n.Source = fragment(doc.Article, a.Content[0])
	}
	if a.SpeakerClass == rapporteur.SpeakerNamed {
		n.SpeakerHref = speakerHref(a.SpeakerName)
	}
	if len(a.Speakers) == 1 {
		n.Role = roleWords(text, &doc.Entities[a.Speakers[0]])
		if x, ok := stored.Subjects[a.Speakers[0]]; ok {
			n.SpeakerHref = subjectHref(x.ID)
		}
	}
	if len(a.Speakers) > 1 {
		n.Voices = voicesOf(stored, a.Speakers)
	}
	if a.Behalf != rapporteur.None {
		n.Role = strings.TrimSpace(n.Role + " for " + doc.Entities[a.Behalf].Name)
	}
	for _, step := range a.Why {
		n.Why = append(n.Why, whyWords(doc, step))
	}
	n.corrections(stored, i)
	n.Evidence, n.Citation = evidence(stored, a, n.Ruled), citation(stored, &n)
	return n
}

// voicesOf leads to each of several speakers.
func voicesOf(stored *store.ArticleView, entities []int) (out []personView) {
	for _, e := range entities {
		v := personView{Name: stored.Document.Entities[e].Name}
		if x, ok := stored.Subjects[e]; ok {
			v.Href = subjectHref(x.ID)
		}
		out = append(out, v)
	}
	return out
}

// corrections adds what a person said of a statement, and what can be said of it.
func (n *noteView) corrections(stored *store.ArticleView, i int) {
	n.Correctable = stored.Document.Article.Revision == stored.Row.Revision
	n.Action = articleHref(stored.Row.ID) + "/statements/" + itoa(i+1)
	n.Back = articleHref(stored.Row.ID) + "#s" + itoa(i+1)
	n.Choices = choices(stored, i)
	x, ok := stored.Rulings[i]
	if !ok {
		return
	}
	n.RuledID, n.Version, n.Read = x.ID, int(x.ID), n.Speaker
	when := x.At.Format("2 Jan 2006 15:04 UTC")
	switch x.What {
	case store.Accept:
		n.Ruled, n.Read = "found right by a person, "+when, ""
	case store.NoStatement:
		n.Ruled, n.Struck, n.Unsure = "not a statement, says a person, "+when, true, true
	case store.RuleSpeaker:
		n.Ruled, n.Named, n.Role, n.Why = "speaker set by a person, "+when, true, "", nil
		n.Speaker, n.SpeakerHref, n.Voices = x.Speaker.Name, "", nil
		if x.Speaker.ID != 0 {
			n.SpeakerHref = subjectHref(x.Speaker.ID)
		} else {
			n.Speaker, n.Named = joined(stored.Document.Article.Text, stored.Document.Attributions[i].Source), false
		}
	}
}

// maxChoices is how many speakers are offered for a statement; anybody else is typed.
const maxChoices = 8

// choices are the people and bodies of an article whom a statement may be given to: those who speak in it first.
func choices(stored *store.ArticleView, i int) []speakerChoice {
	doc := stored.Document
	said := make([]int, len(doc.Entities))
	for j := range doc.Attributions {
		for _, e := range doc.Attributions[j].Speakers {
			said[e]++
		}
	}
	var order []int
	for e := range doc.Entities {
		if _, ok := stored.Subjects[e]; ok && doc.Entities[e].Kind != rapporteur.Place && !slices.Contains(doc.Attributions[i].Speakers, e) {
			order = append(order, e)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(said[b], said[a]) })
	var out []speakerChoice
	for _, e := range order[:min(len(order), maxChoices)] {
		x := stored.Subjects[e]
		c := speakerChoice{Value: subjectKey(x.ID), Name: x.Name, Role: roleWords(doc.Article.Text, &doc.Entities[e])}
		if !slices.ContainsFunc(out, func(o speakerChoice) bool { return o.Value == c.Value }) {
			out = append(out, c)
		}
	}
	return out
}

func whyWords(doc *rapporteur.Document, r rapporteur.Reason) string {
	text := doc.Article.Text
	if r.Span == r.To {
		return fmt.Sprintf("“%s”: %s", joined(text, []rapporteur.Span{r.Span}), r.Rule)
	}
	return fmt.Sprintf("“%s” = “%s” (¶%d): %s", joined(text, []rapporteur.Span{r.Span}), joined(text, []rapporteur.Span{r.To}), doc.Article.PartAt(r.To.Start)+1, r.Rule)
}

// joined gives the words of the spans, as printed, with an ellipsis where something stands between them.
func joined(text string, spans []rapporteur.Span) string {
	var out []string
	for _, s := range spans {
		out = append(out, strings.Join(strings.Fields(s.Of(text)), " "))
	}
	return strings.Join(out, " … ")
}

func roleWords(text string, e *rapporteur.Entity) string {
	if len(e.Roles) == 0 {
		return ""
	}
	return roleWord(text, &e.Roles[0])
}

func roleWord(text string, r *rapporteur.Role) string {
	words := joined(text, []rapporteur.Span{r.Span})
	if r.Former {
		return "former " + words
	}
	return words
}

// allRoles gives every role that an article prints of somebody.
func allRoles(text string, e *rapporteur.Entity) string {
	var out []string
	for i := range e.Roles {
		out = append(out, roleWord(text, &e.Roles[i]))
	}
	return strings.Join(out, "; ")
}

// people lists those with a statement or a role first, most statements first; then everybody else who is named, and the bodies that spoke.
func (v *articleView) people(stored *store.ArticleView) {
	doc := stored.Document
	said, first := make([]int, len(doc.Entities)), make([]int, len(doc.Entities))
	for i := range doc.Attributions {
		for _, e := range doc.Attributions[i].Speakers {
			if said[e]++; said[e] == 1 {
				first[e] = i + 1
			}
		}
	}
	var order []int
	for i := range doc.Entities {
		if doc.Entities[i].Kind == rapporteur.Person || said[i] > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(said[b], said[a]) })
	for _, i := range order {
		e := &doc.Entities[i]
		p := personView{Name: e.Name, Role: allRoles(doc.Article.Text, e)}
		if x, ok := stored.Subjects[i]; ok {
			p.Href = subjectHref(x.ID)
		}
		if said[i] == 0 && p.Role == "" {
			v.Others = append(v.Others, p)
			continue
		}
		if said[i] > 0 {
			p.Said, p.First = plural(said[i], "statement"), first[i]
		}
		v.People = append(v.People, p)
	}
}

// figures lists each amount of each thing once; one that restates another stands with it.
func (v *articleView) figures(doc *rapporteur.Document) {
	at := map[string]int{}
	line := make([]int, len(doc.Figures))
	for i := range doc.Figures {
		f := &doc.Figures[i]
		p := printed{On: fmt.Sprintf("f%d", i+1), Href: fmt.Sprintf("#tf%d", i+1), Words: joined(doc.Article.Text, []rapporteur.Span{f.Span})}
		if f.Same >= 0 && f.Same < i {
			line[i] = line[f.Same]
			v.Figures[line[i]].Words += " = " + amountWords(f)
			v.Figures[line[i]].add(p)
			continue
		}
		words, of := figureWords(doc, f), joined(doc.Article.Text, nonEmpty(f.Of))
		n, ok := at[words+"\x00"+of]
		if !ok {
			n = len(v.Figures)
			at[words+"\x00"+of] = n
			v.Figures = append(v.Figures, factView{Words: words, Of: of})
		}
		line[i] = n
		v.Figures[n].add(p)
	}
}

// dates lists each time once, in order of time; expressions that name none ("recently", "three years") follow in a line.
func (v *articleView) dates(doc *rapporteur.Document) {
	order := make([]int, len(doc.Dates))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(doc.Dates[a].From.Compare(doc.Dates[b].From), doc.Dates[a].To.Compare(doc.Dates[b].To))
	})
	var vague factView
	at := map[string]int{}
	for _, i := range order {
		d := &doc.Dates[i]
		p := printed{On: fmt.Sprintf("d%d", i+1), Href: fmt.Sprintf("#td%d", i+1), Words: joined(doc.Article.Text, []rapporteur.Span{d.Span})}
		if d.From.IsZero() {
			vague.add(p)
			continue
		}
		words, of := dateWords(d), joined(doc.Article.Text, nonEmpty(d.Event))
		n, ok := at[words+"\x00"+of]
		if !ok {
			n = len(v.Dates)
			at[words+"\x00"+of] = n
			v.Dates = append(v.Dates, factView{Words: words, Title: anchorWords(d.Anchor), Of: of})
		}
		v.Dates[n].add(p)
	}
	v.VagueDates = vague.Printed
}

// add takes a wording in; the same words again are only another place to light up.
func (f *factView) add(p printed) {
	for i := range f.Printed {
		if strings.EqualFold(f.Printed[i].Words, p.Words) {
			f.Printed[i].On += " " + p.On
			return
		}
	}
	f.Printed = append(f.Printed, p)
}

func commitmentOf(doc *rapporteur.Document, c *rapporteur.Commitment) commitmentView {
	text := doc.Article.Text
	v := commitmentView{Kind: c.Kind, Who: joined(text, nonEmpty(c.Who)), What: joined(text, nonEmpty(c.What)), Condition: joined(text, nonEmpty(c.Condition))}
	if c.Due != rapporteur.None {
		v.Due = dateWords(&doc.Dates[c.Due])
	}
	if c.Attribution != rapporteur.None {
		v.On = fmt.Sprintf("s%d", c.Attribution+1)
	}
	if part := doc.Article.PartAt(c.Start); part >= 0 {
		v.Paragraph, v.Href = part+1, fmt.Sprintf("#p%d", part+1)
	}
	return v
}

func nonEmpty(s rapporteur.Span) []rapporteur.Span {
	if s.Empty() {
		return nil
	}
	return []rapporteur.Span{s}
}
