package reading

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapporteur"
	"rapporteur/extract"
)

// In other languages only what is written alike everywhere is found, and nothing of it is made up.
func TestOtherLanguages(t *testing.T) {
	for name, c := range map[string]struct{ language, text, want string }{
		"German": {"de", "Der Kanzler sagte am 12.05.2026, die Inflation liege bei 2,5 %. „Wir werden auf keinen Fall nachgeben“, sagte er zu den „Plänen“. Die Hilfe beträgt 2,5 Milliarden Euro.",
			"date 2026-05-12|figure 2.5 %|quote „Wir werden auf keinen Fall nachgeben“"},
		"German with an English quotation": {"de", "Der Minister schrieb am Montag: “We will never give up this fight for freedom.” Das berichtete die Zeitung, und die Regierung wollte das nicht kommentieren.",
			"quote “We will never give up this fight for freedom.”"},
		"no known language": {"und", "Госдума приняла закон о пенсиях", ""},
		"German guillemets": {"de", "»Das ist für uns alle eine gute Nachricht«, sagte die Ministerin und reiste nach dem Treffen aus Berlin ab.", "quote »Das ist für uns alle eine gute Nachricht«"},
		"French":            {"fr", "La ministre a déclaré : « Nous ne céderons pas sur ce point », le 2026-05-12, à propos des 150 € par mois.", "date 2026-05-12|figure 150 EUR|quote « Nous ne céderons pas sur ce point »"},
		"Spanish":           {"es", "El presidente dijo: «No vamos a ceder en ningún caso», y añadió que el 40 % de los españoles está de acuerdo con la propuesta del Gobierno.", "figure 40 %|quote «No vamos a ceder en ningún caso»"},
		"Russian":           {"ru", "«Мы ни в коем случае не уступим», — сказала министр 12.05.2026. Помощь составит 150 млн евро, рост 3,5 %.", "date 2026-05-12|figure 3.5 %|quote «Мы ни в коем случае не уступим»"},
		"Ukrainian":         {"uk", "«Ми в жодному разі не поступимося цим», — сказала міністерка 12.05.2026. Її підтримують 60 %.", "date 2026-05-12|figure 60 %|quote «Ми в жодному разі не поступимося цим»"},
		"Greek":             {"el", "Ο υπουργός δήλωσε: «Δεν θα υποχωρήσουμε σε καμία περίπτωση». Ο πληθωρισμός είναι 2,5 %.", "figure 2.5 %|quote «Δεν θα υποχωρήσουμε σε καμία περίπτωση»"},
		"Turkish":           {"tr", "Bakan, “Bu konuda kesinlikle geri adım atmayacağız” dedi ve görüşmenin 12.05.2026 günü olacağını söyledi.", "date 2026-05-12|quote “Bu konuda kesinlikle geri adım atmayacağız”"},
		"Arabic":            {"ar", "قال الوزير: «لن نتراجع عن هذا القرار أبدا» في 12.05.2026، وبلغ التضخم 5 %.", "date 2026-05-12|figure 5 %|quote «لن نتراجع عن هذا القرار أبدا»"},
		"Hebrew":            {"he", "דובר צה\"ל אמר: \"לא ניסוג מההחלטה הזאת בשום מקרה\" ביום 12.05.2026, והוסיף כי שר האוצר ומנכ\"ל המשרד ייפגשו.", "date 2026-05-12|quote \"לא ניסוג מההחלטה הזאת בשום מקרה\""},
		"Chinese":           {"zh", "外长表示：「我们在这个问题上绝不会让步。」援助总额为1500亿欧元，通胀率为2.5%。", "figure 2.5 %|quote 「我们在这个问题上绝不会让步。」"},
		"Japanese":          {"ja", "首相は「この問題で譲歩することは決してありません」と述べた。物価は2.5%上がった。", "figure 2.5 %|quote 「この問題で譲歩することは決してありません」"},
	} {
		a, err := extract.Extract(&rapporteur.Page{Body: []byte(c.text), ContentType: "text/plain"})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if a.Language != c.language {
			t.Errorf("%s is taken for %s", name, a.Language)
			continue
		}
		a.Published = rapporteur.Stamp{Time: time.Date(2026, 5, 14, 0, 0, 0, 0, time.UTC), DateOnly: true}
		doc := Read(a)
		check(t, doc)
		if diff := cmp.Diff(c.want, strings.Join(found(doc), "|")); diff != "" {
			t.Errorf("%s: (- expected, + found)\n%s", name, diff)
		}
		if len(doc.Entities)+len(doc.Commitments) > 0 {
			t.Errorf("%s: %d entities, %d commitments", name, len(doc.Entities), len(doc.Commitments))
		}
	}
}

func found(doc *rapporteur.Document) (out []string) {
	for _, d := range doc.Dates {
		out = append(out, "date "+d.Value)
	}
	for _, f := range doc.Figures {
		out = append(out, strings.TrimSpace("figure "+f.Value+" "+f.Unit))
	}
	for _, a := range doc.Attributions {
		out = append(out, "quote "+a.Content[0].Of(doc.Article.Text))
	}
	return out
}

// An English article is read as one, whatever it quotes.
func TestEnglishWithForeignWords(t *testing.T) {
	a, err := extract.Extract(&rapporteur.Page{Body: []byte("“Мы ни в коем случае не уступим никому и никогда, что бы ни случилось”, the poster said.\n\nForeign Minister Ada Lindqvist told reporters in Oslo on Monday that the government would pay 150 million euros."), ContentType: "text/plain"})
	if err != nil {
		t.Fatal(err)
	}
	if a.Language != "en" {
		t.Fatalf("it is taken for %s", a.Language)
	}
	if doc := Read(a); len(doc.Entities) == 0 || len(doc.Attributions) == 0 {
		t.Errorf("%d entities, %d statements", len(doc.Entities), len(doc.Attributions))
	}
}
