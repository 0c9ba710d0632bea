package attributions

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
	"rapporteur/reading/dates"
)

// TestMended: what a reader of words makes of a sentence, "source | cue | content ... content", and what Complete makes of that.
func TestMended(t *testing.T) {
	for _, c := range []struct {
		text        string
		found, want []string
	}{
		{"Lund dismissed the offer saying “it comes a year too late.”", // one statement is two
			[]string{"Lund | dismissed | the offer saying “it comes a year too late.”"},
			[]string{"Lund | dismissed | the offer", "Lund | saying | “it comes a year too late.”"}},
		{"Lund praised the reporters noting “facts” in every line.", // the participle leads no speech
			[]string{"Lund | praised | the reporters noting “facts” in every line"},
			[]string{"Lund | praised | the reporters noting “facts” in every line"}},
		{"Lund brushed off a query from two students about what comes next.", // the cue took in who asked
			[]string{"Lund | brushed off a query from two students about | what comes next"},
			[]string{"Lund | brushed off a query | about what comes next"}},
		{"On Friday, a plan for the harbour reportedly fell through over its price.", // two statements are one
			[]string{"On Friday | a plan | for the harbour", " | reportedly | fell through over its price"},
			[]string{" | reportedly | a plan for the harbour ... fell through over its price"}},
		{"Lund said that the strike could end soon, after what she called useful hours in Oslo.", // the content runs on
			[]string{"Lund | said | that the strike could end soon", "she | called | useful hours in Oslo"},
			[]string{"Lund | said | that the strike could end soon, after what she called useful hours in Oslo", "she | called | useful hours in Oslo"}},
		{"It rained in Oslo. The harbour will close by noon, Lund said.", // the content began a sentence too early
			[]string{"Lund | said | It rained in Oslo. The harbour will close by noon"},
			[]string{"Lund | said | The harbour will close by noon"}},
		{"The ministry, a body of nine people that rejects the plan, met.", // a relative pronoun speaks
			[]string{" | rejects | the plan"},
			[]string{"that | rejects | the plan"}},
		{"“The harbour has to close by noon,” reads a letter from Lund.",
			[]string{" | reads | “The harbour has to close by noon,”"},
			[]string{"a letter from Lund | reads | “The harbour has to close by noon,”"}},
		{"The plan is opposed by farmers.",
			[]string{" | is opposed | The plan"},
			[]string{"farmers | is opposed | The plan"}},
		{"The new version still requires a permit.",
			[]string{" | still requires | a permit"},
			[]string{"The new version | still requires | a permit"}},
		{"Small groups of students marched past while chanting “The harbour is ours for ever.”",
			[]string{" | chanting | “The harbour is ours for ever.”"},
			[]string{"Small groups of students | chanting | “The harbour is ours for ever.”"}},
		{"After saying that the harbour was safe, she left.",
			[]string{" | saying | that the harbour was safe"},
			[]string{"she | saying | that the harbour was safe"}},
		{"The race seems to be over for Lund.", // nobody says so
			[]string{" | seems | to be over for Lund"},
			[]string{" | seems | to be over for Lund"}},
		{"Berg spoke first. Lund, the mayor, has always held that the harbour was safe.", // the source stands in another sentence
			[]string{"Berg | has always held | that the harbour was safe"},
			[]string{"Lund, the mayor, | has always held | that the harbour was safe"}},
		{"The film ends with footage of Ada Lund saying in May, “The harbour has to close by noon.”", // who is shown speaks
			[]string{"The film | ends with footage of | Ada Lund saying in May, “The harbour has to close by noon.”"},
			[]string{"Ada Lund | saying | “The harbour has to close by noon.”"}},
		{"The film shows footage of Ada Lund asking, “Is the harbour going to close?”",
			[]string{"The film | asking | “Is the harbour going to close?”"},
			[]string{"Ada Lund | asking | “Is the harbour going to close?”"}},
		{"After saying the plan was “far too late,” she was taken to the harbour for talks.", // the content runs into the clause behind it
			[]string{" | saying | the plan was “far too late,” she was taken to the harbour for talks"},
			[]string{"she | saying | the plan was “far too late,”"}},
		{"The harbour has to close by noon, according to Ada Lund.", // found without content
			[]string{"Ada Lund | according to | "},
			[]string{"Ada Lund | according to | The harbour has to close by noon"}},
		{"LUND: The harbour closes, as Berg said it would.\nBERG: I never said so.\nLUND: You wrote that it would.", // a transcript
			[]string{"Berg | said | it would", "You | wrote | that it would"},
			[]string{"LUND | : | The harbour closes, as Berg said it would", "BERG | : | I never said so", "LUND | : | You wrote that it would"}},
		{"Ports report a slow year - Ada Lund: “The harbour has to close by noon, and then the mole.”",
			[]string{"Ports | report | a slow year ... “The harbour has to close by noon, and then the mole.”"},
			[]string{"Ports | report | a slow year", "Ada Lund | : | “The harbour has to close by noon, and then the mole.”"}},
		{"Lund has a film of it:\n“Is the harbour going to close by noon?” a reporter can be heard asking.",
			[]string{"Lund | has a film of it: | “Is the harbour going to close by noon?”"},
			[]string{"a reporter | can be heard asking | “Is the harbour going to close by noon?”"}},
	} {
		doc := document("Intro line here.\n" + c.text)
		doc.Dates = dates.Find(doc)
		doc.Attributions = Complete(doc, statements(t, doc.Article.Text, c.found))
		if diff := cmp.Diff(c.want, told(doc)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.text, diff)
		}
	}
}

// statements reads "source | cue | content ... content" as spans of a text, each the last that reads so.
func statements(t *testing.T, text string, list []string) []rapporteur.Attribution {
	t.Helper()
	spans := func(s string) []rapporteur.Span {
		var out []rapporteur.Span
		for part := range strings.SplitSeq(s, " ... ") {
			if part = strings.TrimSpace(part); part == "" {
				continue
			}
			i := strings.LastIndex(text, part)
			if i < 0 {
				t.Fatalf("%q is not in %q", part, text)
			}
			out = append(out, rapporteur.Span{Start: i, End: i + len(part)})
		}
		return out
	}
	var out []rapporteur.Attribution
	for _, l := range list {
		p := strings.Split(l, "|")
		out = append(out, rapporteur.Attribution{Source: spans(p[0]), Cue: spans(p[1]), Content: spans(p[2]), Confidence: .9})
	}
	return out
}
