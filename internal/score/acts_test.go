package score

import (
	"os"
	"path/filepath"
	"testing"

	"rapporteur"
)

func table(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "labels.tsv")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestActs(t *testing.T) {
	text := "“Ja,” sagte Björk. Lund denied it. Berg left."
	gold, err := ReadStatements(table(t, "# a note\nx\t12-17\t6-11\t0-5\tsays\t-\nx\t19-23\t24-30\t31-33\tdenies\tnegated\n"))
	if err != nil || len(gold) != 2 {
		t.Fatal(gold, err)
	}
	found := InBytes(text, gold)
	if w := found[0].Source[0].Of(text); w != "Björk" {
		t.Errorf("the source in bytes is %q", w)
	}
	found[0].Act, found[1].Act = rapporteur.Says, rapporteur.Rejects
	wrong := 0
	c := Acts(text, gold, found, func(*Statement, *rapporteur.Attribution) { wrong++ })
	if c.Act != (Counts{Right: 1, Found: 2, Gold: 2}) || wrong != 1 || c.Negated != (Counts{Gold: 1}) {
		t.Errorf("%+v, %d wrong", c, wrong)
	}
	if c := Acts(text, gold, found[:1], nil); c.Act != (Counts{Right: 1, Found: 1, Gold: 2}) {
		t.Errorf("one found: %+v", c)
	}
}

func TestBindings(t *testing.T) {
	text := "Åse will pay. Bo will go home. It will rain."
	all, err := ReadBindings(table(t, "x\t0-45\t-\nx\t\tpledge/vote\t0-3\t9-12\nx\t\t?meeting\t-\t22-29\n"))
	if err != nil || len(all) != 1 || len(all[0].Bonds) != 2 || !all[0].Bonds[1].Open {
		t.Fatal(all, err)
	}
	find := func(kind rapporteur.CommitmentKind, who, what rapporteur.Span) rapporteur.Commitment {
		return rapporteur.Commitment{Kind: kind, Who: who, What: what}
	}
	span := func(a, b int) rapporteur.Span { return rapporteur.Span{Start: a, End: b} }
	right, open, wrong := find(rapporteur.Pledge, span(0, 4), span(10, 13)), find(rapporteur.Pledge, span(15, 17), span(23, 30)), find(rapporteur.Meeting, span(0, 4), span(10, 13))
	for _, c := range []struct {
		found []rapporteur.Commitment
		want  Counts
	}{
		{nil, Counts{Gold: 1}},
		{[]rapporteur.Commitment{right, open}, Counts{1, 1, 1}},
		{[]rapporteur.Commitment{wrong}, Counts{0, 1, 1}},
		{[]rapporteur.Commitment{right, right}, Counts{1, 2, 1}},
	} {
		if got := Bindings(text, &all[0], c.found, nil, nil); got != c.want {
			t.Errorf("%+v: %+v, want %+v", c.found, got, c.want)
		}
	}
}

func TestLabelsThatAreBroken(t *testing.T) {
	for _, text := range []string{"x\ty\n", "x\t1\t2\t3\tsays\t-\n", "x\t1-a\t2-3\t3-4\tsays\t-\n"} {
		if _, err := ReadStatements(table(t, text)); err == nil {
			t.Errorf("%q was read", text)
		}
	}
	if _, err := ReadBindings(table(t, "x\t\tpledge\n")); err == nil {
		t.Error("a commitment without spans was read")
	}
}
