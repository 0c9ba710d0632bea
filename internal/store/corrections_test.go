package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
)

// correct does what must go well.
func (p *press) correct(c Correction) int64 {
	p.t.Helper()
	c.At = p.day
	if c.Version == 0 && c.Subject != 0 {
		v, err := p.Subject(p.t.Context(), c.Subject)
		if err != nil {
			p.t.Fatal(err)
		}
		c.Version = v.Version
	}
	id, err := p.Correct(p.t.Context(), c)
	if err != nil {
		p.t.Fatal(err)
	}
	return id
}

func (p *press) undo(id int64) {
	p.t.Helper()
	if err := p.Undo(p.t.Context(), id, p.day); err != nil {
		p.t.Fatal(err)
	}
}

// notDone expects ErrInvalid with words in it.
func notDone(t *testing.T, err error, words string) {
	t.Helper()
	if !errors.Is(err, rapporteur.ErrInvalid) || !strings.Contains(fmt.Sprint(err), words) {
		t.Errorf("%v, want ErrInvalid with %q", err, words)
	}
}

// picture is what lists show of subjects: who is in how many articles, with how many statements.
func (p *press) picture() []string {
	p.t.Helper()
	list, err := p.Subjects(p.t.Context(), SubjectFilter{Kind: rapporteur.Person})
	if err != nil {
		p.t.Fatal(err)
	}
	var out []string
	for _, r := range list.Rows {
		v, err := p.Subject(p.t.Context(), r.ID)
		if err != nil {
			p.t.Fatal(err)
		}
		if v.Articles != r.Articles || v.Statements != r.Statements {
			p.t.Errorf("%s: the list says %d articles, %d statements, the page %d and %d", r.Name, r.Articles, r.Statements, v.Articles, v.Statements)
		}
		if n := len(p.statements(StatementFilter{Subject: r.ID})); n != r.Statements {
			p.t.Errorf("%s: %d statements are listed, %d counted", r.Name, n, r.Statements)
		}
		out = append(out, fmt.Sprintf("%s %d %d", r.Name, r.Articles, r.Statements))
	}
	slices.Sort(out)
	return out
}

func (p *press) pictured(want ...string) {
	p.t.Helper()
	if d := cmp.Diff(want, p.picture()); d != "" {
		p.t.Error(d)
	}
}

func testMerge(t *testing.T, p *press) {
	tellKallas(p)
	kaja, siim, ursula := p.subject("Kaja Kallas"), p.subject("Siim Kallas"), p.subject("Ursula von der Leyen")
	asItWas := p.picture()
	one := p.correct(Correction{What: Merge, Subject: siim.ID, Other: kaja.ID})
	p.pictured("Kaja Kallas 4 3", "Ursula von der Leyen 1 1")
	if v, err := p.Subject(t.Context(), siim.ID); err != nil || v.ID != kaja.ID || v.Asked != siim.ID || len(v.Merged) != 1 {
		t.Errorf("asked for what was merged: %+v (%v)", v, err)
	}
	two := p.correct(Correction{What: Merge, Subject: kaja.ID, Other: ursula.ID})
	p.pictured("Ursula von der Leyen 4 4") // two of them meet in one article
	for _, c := range []struct {
		into  int64
		words string
	}{{kaja.ID, "into itself"}, {ursula.ID, "one subject already"}} {
		_, err := p.Correct(t.Context(), Correction{What: Merge, Subject: kaja.ID, Version: kaja.Version + 2, Other: c.into, At: p.day})
		notDone(t, err, c.words)
	}
	tellKallas(p) // filing goes on meanwhile
	p.pictured("Ursula von der Leyen 4 4")
	p.undo(one)
	p.pictured("Siim Kallas 1 1", "Ursula von der Leyen 3 3")
	p.undo(two)
	if d := cmp.Diff(asItWas, p.picture()); d != "" {
		t.Error(d)
	}
	notDone(t, p.Undo(t.Context(), two, p.day), "undone already")
	if err := p.Undo(t.Context(), 999, p.day); !errors.Is(err, rapporteur.ErrNotFound) {
		t.Error(err)
	}
	if _, err := p.Correct(t.Context(), Correction{What: Merge, Subject: 999, Other: kaja.ID}); !errors.Is(err, rapporteur.ErrNotFound) {
		t.Error(err)
	}
}

func testRename(t *testing.T, p *press) {
	tellKallas(p)
	v := p.subject("Kaja Kallas")
	one := p.correct(Correction{What: Rename, Subject: v.ID, Name: "  Kaja   Kallas (HR/VP) "})
	two := p.correct(Correction{What: Rename, Subject: v.ID, Name: "K. K."})
	tellKallas(p)
	if v := p.subject("Kaja Kallas"); v.Name != "K. K." || !v.Called {
		t.Errorf("renamed: %+v", v.SubjectRow)
	}
	p.undo(one)
	if v := p.subject("Kaja Kallas"); v.Name != "K. K." {
		t.Errorf("undoing the earlier name changed the later one: %s", v.Name)
	}
	p.undo(two)
	if v := p.subject("Kaja Kallas"); v.Name != "Kaja Kallas" || v.Called {
		t.Errorf("undone: %+v", v.SubjectRow)
	}
	version := p.subject("Kaja Kallas").Version
	for name, words := range map[string]string{"": "needs a name", " … ": "needs a name", strings.Repeat("word ", 500): "500 words", "Kaja Kallas": "already"} {
		_, err := p.Correct(t.Context(), Correction{What: Rename, Subject: v.ID, Version: version, Name: name, At: p.day})
		notDone(t, err, words)
	}
	_, err := p.Correct(t.Context(), Correction{What: Rename, Subject: v.ID, Version: version - 1, Name: "Somebody", At: p.day})
	notDone(t, err, "somebody changed Kaja Kallas meanwhile (rename, 1 Dec 2025 09:30 UTC)")
	_, err = p.Correct(t.Context(), Correction{What: "erase", Subject: v.ID, Version: version})
	notDone(t, err, "nothing that can be corrected")
}

func testRuleKind(t *testing.T, p *press) {
	tellKallas(p)
	v := p.subject("Siim Kallas")
	id := p.correct(Correction{What: RuleKind, Subject: v.ID, Kind: NoSubject})
	tellKallas(p)
	p.pictured("Kaja Kallas 3 2", "Ursula von der Leyen 1 1")
	if list := p.statements(StatementFilter{ArticleID: "k4"}); len(list) != 1 || len(list[0].Subjects) != 0 || list[0].Speaker != "Siim Kallas" {
		t.Errorf("his statement: %+v", list)
	}
	p.undo(id)
	p.pictured("Kaja Kallas 3 2", "Siim Kallas 1 1", "Ursula von der Leyen 1 1")
	p.correct(Correction{What: RuleKind, Subject: v.ID, Kind: rapporteur.Place})
	if v, err := p.Subject(t.Context(), v.ID); err != nil || v.Kind != rapporteur.Place || !v.Ruled {
		t.Errorf("%+v (%v)", v, err)
	}
	_, err := p.Correct(t.Context(), Correction{What: RuleKind, Subject: v.ID, Version: v.Version + 3, Kind: "dragon"})
	notDone(t, err, "no kind")
}

func testSplit(t *testing.T, p *press) {
	tellKallas(p)
	v := p.subject("Kaja Kallas")
	asItWas := p.picture()
	off := p.correct(Correction{What: SplitOff, Subject: v.ID, ArticleID: "k3", Name: "The other Kallas"})
	p.pictured("Kaja Kallas 2 2", "Siim Kallas 1 1", "The other Kallas 1 0", "Ursula von der Leyen 1 1")
	name := p.correct(Correction{What: SplitName, Subject: v.ID, Name: "Kallas", Other: p.subject("Siim").ID})
	want := []string{"Kaja Kallas 1 1", "Siim Kallas 2 2", "The other Kallas 1 0", "Ursula von der Leyen 1 1"}
	p.pictured(want...)
	tellKallas(p)
	p.pictured(want...)
	p.tellAgain("k3", 2, "b.example", day(40), `Now Kaja Kallas met nobody.`, person("Kaja Kallas", ""))
	p.pictured("Kaja Kallas 1 1", "Siim Kallas 2 2", "The other Kallas 1 0")
	p.tellAgain("k3", 3, "b.example", day(40), `The high representative, Kaja Kallas, met Ursula von der Leyen. Ursula von der Leyen: "I thank Kaja Kallas."`, person("Kaja Kallas", "high representative"), person("Ursula von der Leyen", ""))
	p.undo(off)
	p.undo(name)
	if d := cmp.Diff(asItWas, p.picture()); d != "" {
		t.Error(d)
	}
	version := p.subject("Kaja Kallas").Version
	for _, c := range []struct {
		c     Correction
		words string
	}{
		{Correction{What: SplitName, Name: "Mme Kallas"}, "nowhere"},
		{Correction{What: SplitOff, ArticleID: "k4", Name: "X"}, "does not mention"},
		{Correction{What: SplitOff, ArticleID: "k1", Name: ""}, "needs a name"},
		{Correction{What: SplitOff, ArticleID: "k1", Other: v.ID}, "itself"},
	} {
		c.c.Subject, c.c.Version = v.ID, version
		_, err := p.Correct(t.Context(), c.c)
		notDone(t, err, c.words)
	}
}

func testRuleStatement(t *testing.T, p *press) {
	tellKallas(p)
	ursula := p.subject("Ursula")
	asItWas := p.picture()
	wrong := p.correct(Correction{What: RuleSpeaker, ArticleID: "k2", Index: 0, Quote: "The frozen assets stay frozen.", Other: ursula.ID})
	want := []string{"Kaja Kallas 3 1", "Siim Kallas 1 1", "Ursula von der Leyen 2 2"}
	p.pictured(want...)
	tellKallas(p)
	p.pictured(want...)
	// Another reading, which found the statement at another place and with a word more.
	again := `New: Nobody: "Hm." EU foreign policy chief Kallas was in Kiev. Kallas: "The frozen assets now stay frozen."`
	p.tellAgain("k2", 2, "b.example", day(1), again, person("Kallas", "EU foreign policy chief"))
	p.pictured(want...)
	v, err := p.Article(t.Context(), "k2", 0)
	if err != nil || v.Rulings[1].What != RuleSpeaker || v.Rulings[1].Speaker.Name != "Ursula von der Leyen" || v.Subjects[0].Name != "Kaja Kallas" {
		t.Errorf("the article: %+v %+v (%v)", v.Rulings, v.Subjects, err)
	}
	if list := p.statements(StatementFilter{ArticleID: "k2"}); len(list) != 2 || list[1].Speaker != "Ursula von der Leyen" || list[1].Ruled != RuleSpeaker || list[1].Subjects[0].ID != ursula.ID {
		t.Errorf("the statement: %+v", list)
	}
	_, err = p.Correct(t.Context(), Correction{What: NoStatement, ArticleID: "k2", Index: 1, At: p.day})
	notDone(t, err, "somebody ruled this statement meanwhile (speaker)")
	none := p.correct(Correction{What: NoStatement, ArticleID: "k2", Index: 1, Version: int(wrong)})
	p.pictured("Kaja Kallas 3 1", "Siim Kallas 1 1", "Ursula von der Leyen 1 1")
	if row := p.articles(ArticleFilter{})[2]; row.ID != "k2" || row.Statements != 1 || len(p.statements(StatementFilter{ArticleID: "k2"})) != 1 {
		t.Errorf("with one that is no statement: %+v", row)
	}
	p.undo(none)
	p.pictured(want...)
	nobody := p.correct(Correction{What: RuleSpeaker, ArticleID: "k2", Index: 1, Version: int(wrong)})
	if list := p.statements(StatementFilter{ArticleID: "k2"}); list[1].Speaker != "" || len(list[1].Subjects) != 0 {
		t.Errorf("nobody's statement: %+v", list)
	}
	p.undo(nobody)
	p.undo(wrong)
	p.tellAgain("k2", 3, "b.example", day(1), `EU foreign policy chief Kallas was in Kiev. Kallas: "The frozen assets stay frozen."`, person("Kallas", "EU foreign policy chief"))
	if d := cmp.Diff(asItWas, p.picture()); d != "" {
		t.Error(d)
	}
	p.correct(Correction{What: RuleSpeaker, ArticleID: "k2", Index: 0, Name: "Somebody New"})
	if v := p.subject("Somebody New"); v.Statements != 1 || v.Articles != 1 {
		t.Errorf("a speaker nobody knew: %+v", v.SubjectRow)
	}
	for quote, words := range map[string]string{"The frozen assets": "read again meanwhile"} {
		_, err := p.Correct(t.Context(), Correction{What: Accept, ArticleID: "k1", Index: 0, Quote: quote, At: p.day})
		notDone(t, err, words)
	}
	if _, err := p.Correct(t.Context(), Correction{What: Accept, ArticleID: "k9"}); !errors.Is(err, rapporteur.ErrNotFound) {
		t.Error(err)
	}
	_, err = p.Correct(t.Context(), Correction{What: Accept, ArticleID: "k1", Index: 7})
	notDone(t, err, "no statement 8")
}

func testAudit(t *testing.T, p *press) {
	tellKallas(p)
	v, siim := p.subject("Kaja Kallas"), p.subject("Siim Kallas")
	p.undo(p.correct(Correction{What: Rename, Subject: v.ID, Name: "KK"}))
	p.correct(Correction{What: Merge, Subject: siim.ID, Other: v.ID})
	p.correct(Correction{What: NoStatement, ArticleID: "k1", Index: 0})
	list, err := p.Corrections(t.Context(), CorrectionFilter{Subject: v.ID})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range list.Rows {
		got = append(got, fmt.Sprintf("%s %s/%s %s>%s undone %v", r.What, r.Subject.Name, r.Other.Name, r.Before, r.After, !r.Undone.IsZero()))
	}
	if d := cmp.Diff([]string{"merge Siim Kallas/Kaja Kallas Siim Kallas>Kaja Kallas undone false", "rename Kaja Kallas/ Kaja Kallas>KK undone true"}, got); d != "" {
		t.Error(d)
	}
	list, err = p.Corrections(t.Context(), CorrectionFilter{ArticleID: "k1"})
	if err != nil || len(list.Rows) != 1 || list.Rows[0].Words != "Ukraine needs help." {
		t.Errorf("of the article: %+v (%v)", list, err)
	}
	if all, err := p.Corrections(t.Context(), CorrectionFilter{Limit: 2}); err != nil || len(all.Rows) != 2 || all.Next == "" {
		t.Errorf("all: %+v (%v)", all, err)
	}
}

func testReview(t *testing.T, p *press) {
	tellKallas(p)
	err := p.db.write(t.Context(), func(t2 *tx) error {
		_, err := t2.exec(t.Context(), "UPDATE statements SET confidence = CASE WHEN speaker = 'Siim Kallas' THEN 0.1 ELSE 0.3 END")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for before := Cursor(""); ; {
		list, err := p.DoubtfulStatements(t.Context(), before, 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range list.Rows {
			got = append(got, r.Speaker)
		}
		if before = list.Next; before == "" {
			break
		}
	}
	if len(got) != 4 || got[0] != "Siim Kallas" {
		t.Errorf("in the queue: %v", got)
	}
	p.correct(Correction{What: Accept, ArticleID: "k4", Index: 0})
	if list, err := p.DoubtfulStatements(t.Context(), "", 10); err != nil || len(list.Rows) != 3 {
		t.Errorf("after one was accepted: %+v (%v)", list, err)
	}
	if _, err := p.DoubtfulStatements(t.Context(), "x", 10); !errors.Is(err, rapporteur.ErrInvalid) {
		t.Error(err)
	}
}

func testReviewSubjects(t *testing.T, p *press) {
	p.tell("s1", "a.example", day(0), `Ann Smith, chemist. Ann Smith: "One."`, person("Ann Smith", "chemist"))
	p.tell("s2", "a.example", day(1), `Smith, goalkeeper. Smith: "Two."`, person("Smith", "goalkeeper"))
	doubts, err := p.DoubtfulSubjects(t.Context(), 10)
	if err != nil || len(doubts) != 1 || doubts[0].Subject.Name != "Smith" || doubts[0].Rival.Name != "Ann Smith" || !doubts[0].Whole || doubts[0].Article.ID != "s2" || doubts[0].Name != "Smith" {
		t.Fatalf("doubts: %+v (%v)", doubts, err)
	}
	id := p.correct(Correction{What: KeepApart, Subject: doubts[0].Subject.ID, Other: doubts[0].Rival.ID})
	if doubts, err := p.DoubtfulSubjects(t.Context(), 10); err != nil || len(doubts) != 0 {
		t.Errorf("settled: %+v (%v)", doubts, err)
	}
	for i := range 6 { // Ann gets so well known that the surname alone would be hers by now
		p.tell(fmt.Sprint("s", i+3), "a.example", day(i+2), `Ann Smith, chemist. Ann Smith: "One."`, person("Ann Smith", "chemist", "Smith"))
	}
	p.work()
	p.tell("s2", "a.example", day(1), `Smith spoke. Smith: "Two."`, person("Smith", ""))
	p.pictured("Ann Smith 7 7", "Smith 1 1")
	p.undo(id)
	p.tell("s2", "a.example", day(1), `Smith spoke. Smith: "Two."`, person("Smith", ""))
	p.pictured("Ann Smith 8 8")
	p.tell("s2", "a.example", day(1), `Smith, goalkeeper. Smith: "Two."`, person("Smith", "goalkeeper"))
	p.correct(Correction{What: Merge, Subject: doubts[0].Subject.ID, Other: doubts[0].Rival.ID})
	if doubts, err := p.DoubtfulSubjects(t.Context(), 10); err != nil || len(doubts) != 0 {
		t.Errorf("merged: %+v (%v)", doubts, err)
	}
}
