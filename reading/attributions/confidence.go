package attributions

import (
	"maps"
	"math"

	"rapporteur"
)

// The heads' confidence is a product of probabilities, which says too little of what is sure and too much of what is not. A logistic curve
// over its log odds, with an offset for each kind of speech, makes of it the share of statements with that value that agree with an
// annotator. It was fitted on the training articles that the weights were not trained on: docs/decisions/0011;
// `go run ./cmd/score -fit-confidence training/held_out.txt` fits it again.
const confidenceSlope = 0.556

var confidenceOffset = map[rapporteur.SpeechKind]float64{rapporteur.Direct: 2.068, rapporteur.Indirect: 0.557, rapporteur.Mixed: 1.373}

// ConfidenceCurve gives the slope and the offsets of the curve, for whoever fits it again.
func ConfidenceCurve() (slope float64, offset map[rapporteur.SpeechKind]float64) {
	return confidenceSlope, maps.Clone(confidenceOffset)
}

// calibrated gives the share of statements of a kind and raw confidence that agree with an annotator.
func calibrated(raw float64, kind rapporteur.SpeechKind) float64 {
	const least = 1e-3 // beyond it nothing was measured
	raw = min(max(raw, least), 1-least)
	return 1 / (1 + math.Exp(-confidenceSlope*math.Log(raw/(1-raw))-confidenceOffset[kind]))
}
