package attributions

import (
	"testing"

	"rapporteur"
)

// TestCalibratedConfidence: a share between 0 and 1 that grows with what the heads say, highest for words in quotation marks.
func TestCalibratedConfidence(t *testing.T) {
	for kind := range confidenceOffset {
		last := 0.0
		for _, raw := range []float64{0, 0.01, 0.3, 0.6, 0.9, 1} {
			p := calibrated(raw, kind)
			if p <= last || p >= 1 {
				t.Errorf("%s %.2f: %.3f after %.3f", kind, raw, p, last)
			}
			last = p
		}
	}
	if d, i := calibrated(0.5, rapporteur.Direct), calibrated(0.5, rapporteur.Indirect); d <= i {
		t.Errorf("direct %.2f, indirect %.2f", d, i)
	}
}
