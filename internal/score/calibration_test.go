package score

import (
	"math"
	"math/rand"
	"testing"

	"rapporteur"
)

// A curve that made the confidences too low is found again, and what it makes of them is calibrated.
func TestFitCurve(t *testing.T) {
	rng := rand.New(rand.NewSource(1))
	truth := map[rapporteur.SpeechKind]float64{rapporteur.Direct: 1.5, rapporteur.Indirect: -0.5}
	var list []Judged
	for i := range 8000 {
		kind := []rapporteur.SpeechKind{rapporteur.Direct, rapporteur.Indirect}[i%2]
		said := rng.Float64()
		p := 1 / (1 + math.Exp(-0.6*LogOdds(said)-truth[kind]))
		list = append(list, Judged{Confidence: said, Kind: kind, Right: rng.Float64() < p})
	}
	c := FitCurve(list, []rapporteur.SpeechKind{rapporteur.Direct, rapporteur.Indirect})
	if math.Abs(c.Slope-0.6) > 0.08 {
		t.Errorf("slope %.3f, made with 0.6", c.Slope)
	}
	for k, want := range truth {
		if math.Abs(c.Offset[k]-want) > 0.15 {
			t.Errorf("%s: offset %.3f, made with %.1f", k, c.Offset[k], want)
		}
	}
	before := Calibrate(list)
	for i, j := range list {
		list[i].Confidence = 1 / (1 + math.Exp(-c.Slope*LogOdds(j.Confidence)-c.Offset[j.Kind]))
	}
	after := Calibrate(list)
	if before.Gap < 0.1 || after.Gap > 0.03 || after.Brier >= before.Brier {
		t.Errorf("gap %.3f before, %.3f after; Brier %.3f, %.3f", before.Gap, after.Gap, before.Brier, after.Brier)
	}
}

func TestCurveAfter(t *testing.T) {
	d := rapporteur.Direct
	first := Curve{Slope: 0.5, Offset: map[rapporteur.SpeechKind]float64{d: 1}}
	second := Curve{Slope: 2, Offset: map[rapporteur.SpeechKind]float64{d: 3}}
	if c := second.After(first); c.Slope != 1 || c.Offset[d] != 5 {
		t.Errorf("got %+v", c)
	}
}

func TestJudgeAttributions(t *testing.T) {
	text := "Ada said it rains. Bob said it snows."
	at := func(a, b int) []rapporteur.Span { return []rapporteur.Span{{Start: a, End: b}} }
	gold := []Relation{{Source: at(0, 3), Cue: at(4, 8), Content: at(9, 17)}}
	found := []Relation{{Source: at(19, 22), Content: at(28, 36)}, {Source: at(0, 3), Content: at(9, 17)}}
	got := JudgeAttributions(text, gold, found, []float64{0.2, 0.9}, []rapporteur.SpeechKind{"indirect", "direct"})
	if len(got) != 2 || got[0].Right || !got[1].Right || got[1].Confidence != 0.9 || got[1].Kind != "direct" {
		t.Errorf("got %+v", got)
	}
}
