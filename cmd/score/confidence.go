package main

import (
	"bufio"
	"fmt"
	"os"

	"rapporteur"
	"rapporteur/internal/score"
	"rapporteur/reading"
	finder "rapporteur/reading/attributions"
)

var speechKinds = []rapporteur.SpeechKind{rapporteur.Direct, rapporteur.Indirect, rapporteur.Mixed}

// confidence tells how far the confidences of statements mean what they say.
func confidence(corpora string) ([]string, error) {
	list, err := judge(corpora, "dev", nil)
	c := score.Calibrate(list)
	return []string{fmt.Sprintf("%-22s gap %5.1f   Brier %5.1f   of %d", "statements", 100*c.Gap, 100*c.Brier, len(list))}, err
}

// fitConfidence fits the curve of reading/attributions/confidence.go to the articles that the weights were not trained on,
// and says what it would be: to be done after a change of weights.
func fitConfidence(corpora, heldOut string) error {
	names, err := readNames(heldOut)
	if err != nil {
		return err
	}
	list, err := judge(corpora, "train", names)
	if err != nil {
		return err
	}
	slope, offsets := finder.ConfidenceCurve()
	curve := score.FitCurve(list, speechKinds).After(score.Curve{Slope: slope, Offset: offsets})
	c := score.Calibrate(list)
	fmt.Printf("%d statements; before: gap %.3f, Brier %.3f\nslope %.3f\n", len(list), c.Gap, c.Brier, curve.Slope)
	for _, k := range speechKinds {
		fmt.Printf("offset %-8s %.3f\n", k, curve.Offset[k])
	}
	return nil
}

// judge reads a half of PolNeAR, or only the articles named, and judges every statement.
func judge(corpora, half string, only map[string]bool) ([]score.Judged, error) {
	var out []score.Judged
	err := score.PolNeAR(corpora, half, func(name, text string, gold []score.Relation) {
		if only != nil && !only[name] {
			return
		}
		found := reading.Read(&rapporteur.Article{Text: text}).Attributions
		var said []float64
		var kinds []rapporteur.SpeechKind
		for i := range found {
			said, kinds = append(said, found[i].Confidence), append(kinds, found[i].Kind)
		}
		out = append(out, score.JudgeAttributions(text, gold, score.Relations(text, found), said, kinds)...)
	})
	return out, err
}

func readNames(path string) (map[string]bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	out := map[string]bool{}
	in := bufio.NewScanner(f)
	for in.Scan() {
		out[in.Text()] = true
	}
	return out, in.Err()
}
