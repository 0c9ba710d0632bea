package extract

import (
	"testing"
	"unicode/utf16"

	"rapporteur"
)

// Headlines and single sentences, written for this test.
func TestLanguageOfShortTexts(t *testing.T) {
	right, all := 0, 0
	for want, list := range map[string][]string{
		"en": {"EU leaders agree on new sanctions", "The minister resigned after a vote in parliament.", "Who pays for the war?", "Police say three people were hurt in the fire"},
		"de": {"Bundestag stimmt für neues Heizungsgesetz", "Die Ministerin trat nach der Abstimmung zurück.", "Wer bezahlt für den Krieg?"},
		"fr": {"L'Assemblée vote la réforme des retraites", "La ministre a démissionné après le vote au Parlement.", "Qui paie pour la guerre ?"},
		"es": {"El Congreso aprueba la reforma de las pensiones", "La ministra dimitió después de la votación.", "¿Quién paga la guerra?"},
		"it": {"Il Parlamento approva la riforma delle pensioni", "La ministra si è dimessa dopo il voto."},
		"pl": {"Sejm przyjął ustawę o pomocy dla Ukrainy", "Ministra podała się do dymisji po głosowaniu."},
		"ru": {"Госдума приняла закон о пенсиях", "Министр ушла в отставку после голосования."},
		"uk": {"Рада ухвалила закон про пенсії", "Міністерка подала у відставку після голосування."},
		"el": {"Η Βουλή ψήφισε τον νόμο", "Η υπουργός παραιτήθηκε."}, "he": {"הכנסת אישרה את החוק", "השרה התפטרה."},
		"ar": {"البرلمان يقر قانون التقاعد", "استقالت الوزيرة."}, "fa": {"مجلس قانون بازنشستگی را تصویب کرد؛ گزارش"},
		"zh": {"议会通过养老金改革法案", "部长辞职"}, "ja": {"国会で年金改革法が成立した", "大臣が辞任"}, "ko": {"국회, 연금 개혁법 통과"}, "tr": {"Meclis emeklilik yasasını kabul etti", "Bakan oylamadan sonra istifa etti ve görevi bıraktı."},
	} {
		for _, s := range list {
			all++
			if got := language(s, ""); got == want {
				right++
			} else {
				t.Logf("%s is taken for %s: %s", want, got, s)
			}
		}
	}
	t.Logf("%d of %d", right, all)
	if right*100 < all*85 {
		t.Errorf("%d of %d right", right, all)
	}
}

func TestLanguageOfMixedTexts(t *testing.T) {
	english := " The minister said that the government would not give in, and that it would pay for the repairs of the bridge before the winter comes."
	german := " Die Ministerin sagte, die Regierung werde nicht nachgeben und noch vor dem Winter für die Reparatur der Brücke bezahlen, obwohl das Geld dafür fehlt."
	for name, c := range map[string]struct{ text, declared, want string }{
		"English with Russian":            {"“Мы ни в коем случае не уступим никому и никогда”, it read." + english, "", "en"},
		"English with much German quoted": {english + english + " „" + german + german + german + "“", "", "en"},
		"German with much English quoted": {german + german + " “" + english + english + english + "”", "", "de"},
		"script against declaration":      {"השרה התפטרה", "en", "he"},
		"declared, too short":             {"OK", "fr", "fr"},
		"nothing tells":                   {"12:30 – 5", "", "und"},
	} {
		if got := language(c.text, c.declared); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// UTF-16 is told without a mark too, where the text is mostly ASCII.
func TestUnmarkedUTF16(t *testing.T) {
	const text = "The minister said that Zürich’s bridge would be repaired.\n\nShe did not say when.\n"
	for name, order := range map[string]int{"little": 0, "big": 1} {
		var body []byte
		for _, u := range utf16.Encode([]rune(text)) {
			b := []byte{byte(u), byte(u >> 8)}
			body = append(body, b[order], b[1-order])
		}
		a, err := Extract(&rapporteur.Page{Body: body})
		if err != nil || a.Text != text {
			t.Errorf("%s-endian: %v, %v", name, a, err)
		}
	}
	if _, err := Extract(&rapporteur.Page{Body: []byte("a\x00b\x00\x00\x00c\x00 data")}); err == nil {
		t.Error("binary data are taken for text")
	}
}
