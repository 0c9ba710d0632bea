package score

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
)

const scoredText = "“We agree,” Ann Lee said. Bo Hill says that the é talks failed. It rained."

// at is the span of words in the text, in code points.
func at(t *testing.T, text, words string) []rapporteur.Span {
	t.Helper()
	before, _, ok := strings.Cut(text, words)
	if !ok {
		t.Fatalf("%q is not in the text", words)
	}
	start := len([]rune(before))
	return []rapporteur.Span{{Start: start, End: start + len([]rune(words))}}
}

func goldRelations(t *testing.T) []Relation {
	return []Relation{
		{Source: at(t, scoredText, "Ann Lee"), Cue: at(t, scoredText, "said"), Content: at(t, scoredText, "“We agree,”")},
		{Source: at(t, scoredText, "Bo Hill"), Cue: at(t, scoredText, "says"), Content: at(t, scoredText, "that the é talks failed")},
	}
}

func TestAttributions(t *testing.T) {
	found := []Relation{
		{Source: at(t, scoredText, "Lee"), Cue: at(t, scoredText, "said"), Content: at(t, scoredText, "We agree")},
		{Cue: at(t, scoredText, "says"), Content: at(t, scoredText, "é talks failed")},
		{Content: at(t, scoredText, "It rained")},
	}
	got := Attributions(scoredText, goldRelations(t), found)
	want := AttributionCounts{
		ExactSource: Counts{0, 1, 2}, ExactCue: Counts{2, 2, 2}, ExactContent: Counts{0, 3, 2},
		ContentStrict: Counts{1, 3, 2}, ContentOverlap: Counts{2, 3, 2}, ContentTokens: Counts{5, 7, 7},
		Cue: Counts{2, 2, 2}, Source: Counts{1, 1, 2},
		Relation: Counts{1, 3, 2}, RelationStrict: Counts{0, 3, 2}, Direct: Counts{1, 0, 1},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if f := got.Relation.F1(); math.Abs(f-0.4) > 1e-9 {
		t.Errorf("relation F1 %v, want 0.4", f)
	}
}

func TestAttributionsPairOneToOne(t *testing.T) {
	gold := goldRelations(t)[1:]
	found := []Relation{{Content: gold[0].Content}, {Source: gold[0].Source, Content: gold[0].Content}}
	if got := Attributions(scoredText, gold, found).Relation; got != (Counts{1, 2, 1}) {
		t.Errorf("got %+v: the one with the source should be paired, and once", got)
	}
}

func TestReadStandoff(t *testing.T) {
	ann := "T1\tSource 12 19\tAnn Lee\nT2\tCue 20 24\tsaid\nT3\tContent 0 4;5 11\t“We agree,”\nE1\tAttribution:T2 Source:T1 Cue:T2 Content:T3\nE2\tAttribution:T2 Source:T1\n#1\tnote\n"
	got, err := ReadStandoff(strings.NewReader(ann))
	want := []Relation{{
		Source: []rapporteur.Span{{Start: 12, End: 19}}, Cue: []rapporteur.Span{{Start: 20, End: 24}},
		Content: []rapporteur.Span{{Start: 0, End: 4}, {Start: 5, End: 11}},
	}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if _, err := ReadStandoff(strings.NewReader("T1\tSource 1 x\tA\n")); err == nil {
		t.Error("an offset that is no number should be an error")
	}
}

func TestSpeakers(t *testing.T) {
	g := goldRelations(t)
	gold := []GoldSpeaker{
		{Source: g[0].Source, Content: g[0].Content, Class: "N", Speaker: "Ann Lee"},
		{Source: g[1].Source, Content: g[1].Content, Class: "G", Speaker: "people"},
	}
	found := []Relation{{Content: g[0].Content, Speaker: "Dr. Ann Mary Lee"}, {Content: g[1].Content, Speaker: "Bo Hill"}, {Speaker: "x"}}
	got := Speakers(scoredText, gold, found)
	want := SpeakerCounts{WhoSaidWhat: Counts{1, 3, 2}, ByForm: map[string]Counts{"named": {1, 0, 1}, "unnamed": {0, 0, 1}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSameName(t *testing.T) {
	for _, c := range []struct {
		gold, found string
		want        bool
	}{
		{"Hillary Clinton", "Clinton", false}, {"Clinton", "Hillary Clinton", true}, {"Hillary Clinton", "Hillary Rodham Clinton", true},
		{"Sen. Bernie Sanders", "Bernie Sanders", true}, {"Trump’s campaign", "Trump campaign", true}, {"Bill Clinton", "Hillary Clinton", false},
		{"Obama", "obama", true}, {"President", "president", true},
	} {
		if got := sameName(c.gold, c.found); got != c.want {
			t.Errorf("%q against %q: %v", c.gold, c.found, got)
		}
	}
}
