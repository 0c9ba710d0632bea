package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
)

// named is an entity of an article made for a test.
type named struct {
	kind    rapporteur.EntityKind
	name    string
	aliases []string
	role    string // must stand in the text
}

func person(name, role string, aliases ...string) named {
	return named{rapporteur.Person, name, aliases, role}
}
func place(name string, aliases ...string) named { return named{rapporteur.Place, name, aliases, ""} }

// tell files an article as the engine would have read it: `SPEAKER: "words"` is a statement of the entity of that name.
func (p *press) tell(id, host string, day time.Time, text string, entities ...named) {
	p.t.Helper()
	p.tellAgain(id, 1, host, day, text, entities...)
}

func (p *press) tellAgain(id string, revision int, host string, day time.Time, text string, entities ...named) {
	p.t.Helper()
	a := &rapporteur.Article{ID: id, Revision: revision, URL: "https://" + host + "/" + id, Outlet: host, Text: text, Language: "en", Fetched: day.Add(time.Hour),
		Published: rapporteur.Stamp{Time: day, From: rapporteur.FromMeta}, Parts: []rapporteur.Part{{Span: rapporteur.Span{End: len(text)}, Kind: rapporteur.Paragraph}}}
	doc := marked(a)
	doc.Sentences = []rapporteur.Sentence{{Span: rapporteur.Span{End: len(text)}}}
	doc.Entities = nil
	for _, n := range entities {
		e := rapporteur.Entity{Kind: n.kind, Name: n.name, Aliases: n.aliases}
		for _, name := range append([]string{n.name}, n.aliases...) {
			for at := range len(text) {
				if !strings.HasPrefix(text[at:], name) {
					continue
				}
				e.Mentions = append(e.Mentions, rapporteur.Mention{Span: rapporteur.Span{Start: at, End: at + len(name)}, Form: rapporteur.Proper})
			}
		}
		if at := strings.Index(text, n.role); n.role != "" && at >= 0 {
			e.Roles = []rapporteur.Role{{Span: rapporteur.Span{Start: at, End: at + len(n.role)}}}
		}
		doc.Entities = append(doc.Entities, e)
	}
	for i := range doc.Attributions {
		x := &doc.Attributions[i]
		x.Speakers = nil
		for j, n := range entities {
			if x.SpeakerName == n.name || slices.Contains(n.aliases, x.SpeakerName) {
				x.Speakers, x.SpeakerName = []int{j}, n.name
			}
		}
	}
	err := p.db.write(p.t.Context(), func(t *tx) error {
		page, _, err := keepPage(p.t.Context(), t, &rapporteur.Page{URL: a.URL, Fetched: a.Fetched}, &packedBody{hash: fmt.Sprint(id, revision, len(text)), size: len(text), data: squeeze(nil)})
		if err != nil {
			return err
		}
		if err := putRevision(p.t.Context(), t, a, page, "x1"); err != nil {
			return err
		}
		record, err := packRecord(doc)
		if err != nil {
			return err
		}
		if _, err := t.exec(p.t.Context(), "UPDATE revisions SET record = ?, engine = 'r1', read = 0 WHERE article = ? AND revision = ?", record, id, revision); err != nil {
			return err
		}
		return p.Store.file(p.t.Context(), t, newFiling(doc))
	})
	if err != nil {
		p.t.Fatal(err)
	}
}

// subject gives the one subject that a name stands for.
func (p *press) subject(name string) *SubjectView {
	p.t.Helper()
	list, err := p.Subjects(p.t.Context(), SubjectFilter{Query: name})
	if err != nil {
		p.t.Fatal(err)
	}
	if len(list.Rows) != 1 {
		p.t.Fatalf("%q stands for %d subjects: %v", name, len(list.Rows), list.Rows)
	}
	v, err := p.Subject(p.t.Context(), list.Rows[0].ID)
	if err != nil {
		p.t.Fatal(err)
	}
	return v
}

var first = time.Date(2025, 11, 3, 8, 0, 0, 0, time.UTC)

func day(n int) time.Time { return first.AddDate(0, 0, n) }

// tellKallas files three articles on one person, each with another of her names, and one on her father.
func tellKallas(p *press) {
	kallas := "EU foreign policy chief"
	p.tell("k1", "a.example", day(0), `The EU foreign policy chief Kaja Kallas spoke in Kyiv. Kaja Kallas: "Ukraine needs help."`, person("Kaja Kallas", kallas), place("Kyiv"), place("Ukraine"))
	p.tell("k2", "b.example", day(1), `EU foreign policy chief Kallas was in Kiev. Kallas: "The frozen assets stay frozen."`, person("Kallas", kallas), place("Kiev"))
	p.tell("k3", "b.example", day(40), `The high representative, Kaja Kallas, met Ursula von der Leyen. Ursula von der Leyen: "I thank Kaja Kallas."`, person("Kaja Kallas", "high representative"), person("Ursula von der Leyen", ""))
	p.tell("k4", "a.example", day(41), `Siim Kallas, former prime minister of Estonia. Siim Kallas: "I am her father."`, person("Siim Kallas", "prime minister of Estonia"), place("Estonia"))
}

func testSubject(t *testing.T, p *press) {
	tellKallas(p)
	v := p.subject("Kaja Kallas")
	got := fmt.Sprintf("%s %s, %d articles, %d statements, %d about, %s to %s", v.Kind, v.Name, v.Articles, v.Statements, v.About, v.First.Format(time.DateOnly), v.Last.Format(time.DateOnly))
	if want := "person Kaja Kallas, 3 articles, 2 statements, 1 about, 2025-11-03 to 2025-12-13"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if d := cmp.Diff([]AliasRow{{"Kaja Kallas", 2}, {"Kallas", 1}}, v.Aliases); d != "" {
		t.Error(d)
	}
	var roles []string
	for _, r := range v.Roles {
		roles = append(roles, fmt.Sprintf("%s %d %s %s %s", r.Role, r.Articles, r.First.Format("2.1."), r.Last.Format("2.1."), r.ArticleID))
	}
	if d := cmp.Diff([]string{"high representative 1 13.12. 13.12. k3", "EU foreign policy chief 2 3.11. 4.11. k2"}, roles); d != "" {
		t.Error(d)
	}
	if !strings.Contains(v.Roles[1].Sentence, "EU foreign policy chief Kallas was in Kiev.") {
		t.Errorf("the sentence that shows the role: %q", v.Roles[1].Sentence)
	}
	if d := cmp.Diff([]QuotedRow{{"a.example", "a.example", 1}, {"b.example", "b.example", 1}}, v.Outlets); d != "" {
		t.Error(d)
	}
	if kyiv := p.subject("Kiev"); kyiv.Name != "Kyiv" || kyiv.Articles != 2 || kyiv.ID != p.subject("Kyiv").ID {
		t.Errorf("Kiev is %+v", kyiv.SubjectRow)
	}
	if _, err := p.Subject(t.Context(), 12345); !errors.Is(err, rapporteur.ErrNotFound) {
		t.Error(err)
	}
}

func testSubjectLists(t *testing.T, p *press) {
	tellKallas(p)
	kallas := p.subject("Kaja Kallas")
	for speaker, want := range map[string]int{"Kaja Kallas": 2, "Kaya Kallas": 2, "kallas": 3, "siim": 1, "von der Leyen": 1, "Nobody Known": 0} {
		if list := p.statements(StatementFilter{Speaker: speaker}); len(list) != want {
			t.Errorf("%q: %d statements, want %d", speaker, len(list), want)
		}
	}
	for _, row := range p.statements(StatementFilter{Subject: kallas.ID}) {
		if d := cmp.Diff([]SubjectRef{kallas.SubjectRef}, row.Subjects); d != "" {
			t.Error(d)
		}
	}
	if about := p.statements(StatementFilter{About: kallas.ID}); len(about) != 1 || about[0].Speaker != "Ursula von der Leyen" {
		t.Errorf("about her: %v", about)
	}
	if list := p.articles(ArticleFilter{Subject: kallas.ID}); len(list) != 3 {
		t.Errorf("%d articles mention her", len(list))
	}
	list, err := p.Mentions(t.Context(), MentionFilter{Subject: kallas.ID, Limit: 2})
	if err != nil || len(list.Rows) != 2 || list.Rows[1].ID != "k2" || !slices.Equal(list.Rows[1].Names, []string{"Kallas"}) || list.Rows[1].Role == "" || list.Next == "" {
		t.Errorf("mentions: %+v (%v)", list, err)
	}
	months, err := p.MentionsOver(t.Context(), kallas.ID, ByMonth, time.Time{}, time.Time{})
	if err != nil || len(months) != 2 || months[0].Articles != 2 || months[0].All != 2 || months[1].Articles != 1 || months[1].All != 2 || months[1].Share() != 50 {
		t.Errorf("months: %+v (%v)", months, err)
	}
	if days, err := p.MentionsOver(t.Context(), kallas.ID, ByDay, day(0), day(3)); err != nil || len(days) != 4 || days[1].Articles != 1 || days[2].Articles != 0 {
		t.Errorf("days: %+v (%v)", days, err)
	}
	if _, err := p.MentionsOver(t.Context(), kallas.ID, "hour", day(0), day(3)); !errors.Is(err, rapporteur.ErrInvalid) {
		t.Error(err)
	}
	var names []string
	for before := Cursor(""); ; {
		page, err := p.Subjects(t.Context(), SubjectFilter{Kind: rapporteur.Person, Before: before, Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range page.Rows {
			names = append(names, fmt.Sprint(r.Name, " ", r.Articles))
		}
		if before = page.Next; before == "" {
			break
		}
	}
	if d := cmp.Diff([]string{"Kaja Kallas 3", "Ursula von der Leyen 1", "Siim Kallas 1"}, names); d != "" {
		t.Error(d)
	}
}

// testSubjectNames: who is called so in full comes first, however few articles name them; others of the name are told.
func testSubjectNames(t *testing.T, p *press) {
	for i := range 3 {
		p.tell(fmt.Sprint("t", i), "a.example", day(i), "Iran International reported on the talks.", named{rapporteur.Organisation, "Iran International", nil, ""})
	}
	p.tell("i1", "a.example", day(3), "Iran rejected the plan.", place("Iran"))
	p.tell("s1", "a.example", day(4), "The senator John Smith spoke in Ohio.", person("John Smith", "senator"))
	p.tell("s2", "b.example", day(5), "The striker John Smith scored in Leeds.", person("John Smith", "striker"))
	names := func(query string, before Cursor, limit int) (out []string, next Cursor) {
		t.Helper()
		list, err := p.Subjects(t.Context(), SubjectFilter{Query: query, Before: before, Limit: limit})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range list.Rows {
			out = append(out, r.Name)
		}
		return out, list.Next
	}
	if got, _ := names("iran", "", 0); !slices.Equal(got, []string{"Iran", "Iran International"}) {
		t.Error("the exact name is not first:", got)
	}
	if got, _ := names("ira", "", 0); !slices.Equal(got, []string{"Iran International", "Iran"}) {
		t.Error("without an exact name those in most articles are first:", got)
	}
	first, next := names("i", "", 1)
	second, end := names("i", next, 1)
	if !slices.Equal(append(first, second...), []string{"Iran International", "Iran"}) || end != "" {
		t.Error(first, next, second, end)
	}
	iran, err := p.Subjects(t.Context(), SubjectFilter{Query: "Iran"})
	if err != nil {
		t.Fatal(err)
	}
	if list, err := p.Homonyms(t.Context(), &iran.Rows[0]); err != nil || len(list) != 0 {
		t.Error("one of the name, and others are told:", list, err)
	}
	smiths, err := p.Subjects(t.Context(), SubjectFilter{Query: "John Smith"})
	if err == nil && len(smiths.Rows) == 1 { // they were not told apart
		p.correct(Correction{What: SplitOff, Subject: smiths.Rows[0].ID, ArticleID: "s2", Name: "John Smith"})
		smiths, err = p.Subjects(t.Context(), SubjectFilter{Query: "John Smith"})
	}
	if err != nil || len(smiths.Rows) != 2 {
		t.Fatal(smiths, err)
	}
	if list, err := p.Homonyms(t.Context(), &smiths.Rows[0]); err != nil || len(list) != 1 || list[0].ID != smiths.Rows[1].ID {
		t.Errorf("the other John Smith is not told: %+v %v", list, err)
	}
}

// What is on file of subjects depends on the articles, not on how often they were filed.
func testSubjectsAgain(t *testing.T, p *press) {
	tellKallas(p)
	before := p.subject("Kaja Kallas")
	tellKallas(p)
	tellKallas(p)
	after := p.subject("Kaja Kallas")
	if d := cmp.Diff(before, after); d != "" {
		t.Error(d)
	}
	p.tellAgain("k1", 2, "a.example", day(0), `Nobody is named here any more. Nobody: "Nothing."`)
	if v := p.subject("Kaja Kallas"); v.Articles != 2 || v.Statements != 1 {
		t.Errorf("after the article changed: %+v", v.SubjectRow)
	}
	p.tellAgain("k1", 3, "a.example", day(0), `The EU foreign policy chief Kaja Kallas spoke in Kyiv. Kaja Kallas: "Ukraine needs help."`, person("Kaja Kallas", "EU foreign policy chief"))
	if v := p.subject("Kaja Kallas"); v.ID != before.ID || v.Articles != 3 || v.Statements != 2 {
		t.Errorf("after it changed back: %+v", v.SubjectRow)
	}
}

// Whoever is filed first, a surname finds the full name as soon as that is known better.
func testClaims(t *testing.T, p *press) {
	p.tell("m1", "a.example", day(0), `Merkel spoke in Berlin. Merkel: "We can do it."`, person("Merkel", ""), place("Berlin"))
	for i := range 3 {
		p.tell(fmt.Sprint("m", i+2), "a.example", day(i+1), `Angela Merkel, chancellor, in Berlin. Angela Merkel: "Yes."`, person("Angela Merkel", "chancellor"), place("Berlin"))
	}
	p.work()
	if v := p.subject("Merkel"); v.Name != "Angela Merkel" || v.Articles != 4 || v.Statements != 4 {
		t.Errorf("%+v", v.SubjectRow)
	}
}
