package score_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
	"rapporteur/internal/score"
)

func span(start, end int) rapporteur.Span { return rapporteur.Span{Start: start, End: end} }

func TestValues(t *testing.T) {
	gold := []score.Value{{Span: span(0, 3), Type: "MONEY"}, {Span: span(5, 9), Type: "PERCENT"}}
	found := []score.Value{{Span: span(0, 3), Type: "MONEY"}, {Span: span(0, 3), Type: "MONEY"}, {Span: span(5, 9), Type: "QUANTITY"}, {Span: span(5, 8), Type: "PERCENT"}}
	if diff := cmp.Diff(score.Counts{Right: 1, Found: 4, Gold: 2}, score.Values(gold, found)); diff != "" {
		t.Error(diff)
	}
}

func TestFigureValues(t *testing.T) {
	text := "9,420 nautical miles, 3.5-inch, 19 of the 27, 5 %, $40"
	//       0         1         2         3         4         5
	tokens := []rapporteur.Span{span(0, 5), span(6, 14), span(15, 20), span(22, 30), span(32, 34), span(42, 44), span(46, 47), span(48, 49), span(51, 54)}
	got := score.FigureValues(text, tokens, []rapporteur.Figure{
		{Span: span(0, 20), Unit: "nmi"}, {Span: span(22, 30), Unit: "in"}, {Span: span(32, 44), PartOf: "27"}, {Span: span(46, 49), Unit: "%"}, {Span: span(51, 54), Unit: "USD"},
	})
	want := []score.Value{
		{Span: span(0, 5), Type: "QUANTITY"}, {Span: span(22, 30), Type: "QUANTITY"}, {Span: span(32, 34), Type: "QUANTITY"}, {Span: span(42, 44), Type: "QUANTITY"},
		{Span: span(46, 49), Type: "PERCENT"}, {Span: span(51, 54), Type: "MONEY"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestNumberSpecPasses(t *testing.T) {
	spec := func(text, value, unit string) *score.NumberSpec {
		s := &score.NumberSpec{Input: "costs " + text, Results: []score.NumberSpecResult{{Text: text}}}
		s.Results[0].Resolution.Value, s.Results[0].Resolution.Unit = value, unit
		return s
	}
	whole := func(text string) rapporteur.Span { return span(6, 6+len(text)) }
	for _, c := range []struct {
		text, value, unit, kind string
		found                   rapporteur.Figure
		want                    bool
	}{
		{"5 cents", "5", "Cent", "currency", rapporteur.Figure{Value: "0.05", Unit: "USD"}, true},
		{"5 cents", "5", "Cent", "currency", rapporteur.Figure{Value: "5", Unit: "EUR"}, false},
		{"1 in 20", "0.05", "", "number", rapporteur.Figure{Value: "1", PartOf: "20"}, true},
		{"5 %", "5%", "", "percentage", rapporteur.Figure{Value: "5", Unit: "%"}, true},
		{"5 %", "5%", "", "percentage", rapporteur.Figure{Value: "5"}, false},
		{"5 km", "5", "Kilometer", "dimension", rapporteur.Figure{Value: "5", Unit: "mi"}, false},
		{"2/3", "0.666666666666667", "", "number", rapporteur.Figure{Value: "0.666666666666666667"}, true},
	} {
		c.found.Span = whole(c.text)
		if got, why := score.NumberSpecPasses(spec(c.text, c.value, c.unit), c.kind, []rapporteur.Figure{c.found}); got != c.want {
			t.Errorf("%s: %v %s", c.text, got, why)
		}
	}
	none := &score.NumberSpec{Input: "a 5"}
	if ok, _ := score.NumberSpecPasses(none, "number", []rapporteur.Figure{{Span: span(2, 3), Value: "5"}}); ok {
		t.Error("a finding where there is nothing passes")
	}
}

func TestCommitments(t *testing.T) {
	p := score.Passage{Text: "Norway will send tanks.", Who: []rapporteur.Span{span(0, 6)}, Gold: []score.Bond{{Span: span(12, 22), Kind: rapporteur.Pledge}}}
	right := rapporteur.Commitment{Span: span(0, 22), Kind: rapporteur.Pledge, Who: span(0, 6), What: span(12, 22)}
	for name, change := range map[string]func(*rapporteur.Commitment){
		"kind": func(c *rapporteur.Commitment) { c.Kind = rapporteur.Deadline },
		"who":  func(c *rapporteur.Commitment) { c.Who = rapporteur.Span{} },
		"what": func(c *rapporteur.Commitment) { c.What = span(7, 11) },
	} {
		wrong := right
		change(&wrong)
		if got := score.Commitments(&p, []rapporteur.Commitment{wrong}); got.Right != 0 {
			t.Errorf("another %s counts as right", name)
		}
	}
	if got := score.Commitments(&p, []rapporteur.Commitment{right, right}); got != (score.Counts{Right: 1, Found: 2, Gold: 1}) {
		t.Errorf("%+v", got)
	}
}
