package web

import (
	"testing"

	"rapporteur"
)

func TestActsGoWithTheNumberOfTheSpeaker(t *testing.T) {
	for _, c := range []struct {
		speaker string
		class   rapporteur.SpeakerClass
		act     rapporteur.Act
		negated bool
		want    string
	}{
		{"Officials", rapporteur.SpeakerUnnamed, rapporteur.Says, false, "say"},
		{"two officials familiar with the talks", rapporteur.SpeakerUnnamed, rapporteur.Denies, false, "deny"},
		{"aides to Ada Lund", rapporteur.SpeakerUnnamed, rapporteur.Says, true, "do not say"},
		{"an aide to the ministers", rapporteur.SpeakerUnnamed, rapporteur.Says, false, "says"},
		{"the press", rapporteur.SpeakerUnnamed, rapporteur.Says, false, "says"},
		{"Cass Hayes", rapporteur.SpeakerNamed, rapporteur.Says, false, "says"},
		{"Ada Lund; Karl Berg", rapporteur.SpeakerSeveral, rapporteur.DeclinesAnswer, false, "decline to answer"},
	} {
		if got := actOf(c.speaker, c.class, c.act, c.negated); got != c.want {
			t.Errorf("%s: %q, want %q", c.speaker, got, c.want)
		}
	}
}
