package score

import (
	"math"

	"rapporteur"
)

// Judged is a finding with what was said of it and what became of it.
type Judged struct {
	Confidence float64
	Kind       rapporteur.SpeechKind
	Right      bool // it agrees with an annotator: [AttributionCounts].Relation's condition
}

// JudgeAttributions tells of each found relation with content whether an annotator has it; confidences and kinds are those of found, one by one.
func JudgeAttributions(text string, gold, found []Relation, confidences []float64, kinds []rapporteur.SpeechKind) []Judged {
	t := newScored(text)
	g := t.withContent(gold)
	var f []words
	var out []Judged
	for i := range found {
		if w := t.relation(&found[i]); len(w.content) > 0 {
			f = append(f, w)
			out = append(out, Judged{Confidence: confidences[i], Kind: kinds[i]})
		}
	}
	for _, p := range match(g, f) {
		out[p.found].Right = related(&g[p.gold], &f[p.found], p.dice)
	}
	return out
}

// Calibration says how far confidences mean what they say.
type Calibration struct {
	Gap   float64 // expected calibration error: mean distance of said and right over ten equal bins, weighed by their size
	Brier float64 // mean squared distance of said (0 to 1) and right (0 or 1)
}

// Calibrate measures the confidences of judged findings.
func Calibrate(list []Judged) Calibration {
	const bins = 10
	var n, right [bins]int
	var said [bins]float64
	var c Calibration
	for _, j := range list {
		b := min(int(j.Confidence*bins), bins-1)
		n[b]++
		said[b] += j.Confidence
		truth := 0.0
		if j.Right {
			right[b]++
			truth = 1
		}
		c.Brier += (j.Confidence - truth) * (j.Confidence - truth)
	}
	for b := range bins {
		c.Gap += math.Abs(said[b] - float64(right[b]))
	}
	total := float64(max(1, len(list)))
	return Calibration{Gap: c.Gap / total, Brier: c.Brier / total}
}

// Curve is a logistic curve over log odds: right = 1 / (1 + exp(-Slope * log odds(said) - Offset[kind])).
type Curve struct {
	Slope  float64
	Offset map[rapporteur.SpeechKind]float64
}

// FitCurve finds the curve under which the judged findings are most likely (Platt scaling, one offset a kind of speech),
// the offsets drawn to their mean as if by a few findings, so that a rare kind does not run away.
func FitCurve(list []Judged, kinds []rapporteur.SpeechKind) Curve {
	const steps, together = 20000, 2
	slope, offset := 1.0, make([]float64, len(kinds))
	where := map[rapporteur.SpeechKind]int{}
	for i, k := range kinds {
		where[k] = i
	}
	total := float64(max(1, len(list)))
	for range steps {
		bySlope, byOffset := 0.0, make([]float64, len(kinds))
		for _, j := range list {
			x, k := LogOdds(j.Confidence), where[j.Kind]
			d := 1 / (1 + math.Exp(-slope*x-offset[k]))
			if j.Right {
				d--
			}
			bySlope += d * x
			byOffset[k] += d
		}
		mean := 0.0
		for _, o := range offset {
			mean += o / float64(len(kinds))
		}
		slope -= 0.15 * bySlope / total
		for i := range offset {
			offset[i] -= 0.8 * (byOffset[i] + together*(offset[i]-mean)) / total
		}
	}
	c := Curve{Slope: slope, Offset: map[rapporteur.SpeechKind]float64{}}
	for i, k := range kinds {
		c.Offset[k] = offset[i]
	}
	return c
}

// After gives the curve that does in one step what c does to confidences that first came out of the given curve.
func (c Curve) After(first Curve) Curve {
	out := Curve{Slope: c.Slope * first.Slope, Offset: map[rapporteur.SpeechKind]float64{}}
	for k, o := range c.Offset {
		out.Offset[k] = c.Slope*first.Offset[k] + o
	}
	return out
}

// LogOdds of a confidence, kept away from 0 and 1, where nothing was measured.
func LogOdds(p float64) float64 {
	const least = 1e-3
	p = min(max(p, least), 1-least)
	return math.Log(p / (1 - p))
}
