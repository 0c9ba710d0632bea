package commitments_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"rapporteur"
	"rapporteur/internal/score"
	"rapporteur/reading/attributions"
	"rapporteur/reading/commitments"
	"rapporteur/reading/dates"
	"rapporteur/reading/figures"
	"rapporteur/reading/names"
	"rapporteur/reading/tokens"
)

// read takes an article through every step that needs no weights.
func read(a *rapporteur.Article) *rapporteur.Document {
	doc := &rapporteur.Document{Article: a}
	doc.Sentences = tokens.Find(a)
	doc.Dates = dates.Find(doc)
	doc.Figures = figures.Find(doc)
	doc.Entities = names.Find(doc)
	doc.Attributions = attributions.Find(doc)
	doc.Commitments = commitments.Find(doc)
	return doc
}

func article(text string, published time.Time) *rapporteur.Article {
	if published.IsZero() {
		published = time.Date(2025, 9, 1, 0, 0, 0, 0, time.UTC)
	}
	return &rapporteur.Article{Text: text, Language: "en", Published: rapporteur.Stamp{Time: published, DateOnly: true, From: rapporteur.FromGiven}}
}

// TestPassages measures the labelled passages: the even ones were looked at while the rules were made, the odd ones measured.
func TestPassages(t *testing.T) {
	passages, err := score.ReadPassages(filepath.Join("testdata", "passages.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var seen, held score.Counts
	for i := range passages {
		p := &passages[i]
		doc := read(article(p.Text, p.Published))
		c := score.Commitments(p, doc.Commitments)
		if i%2 == 1 {
			held = held.Add(c)
			continue
		}
		seen = seen.Add(c)
		if os.Getenv("COMMITMENTS_ERRORS") != "" && (c.Right < c.Gold || c.Right < c.Found) {
			t.Logf("%s\n\tgold %v", p.Text, p.Gold)
			for _, f := range doc.Commitments {
				t.Logf("\tfound %s who %q what %q", f.Kind, f.Who.Of(p.Text), f.What.Of(p.Text))
			}
		}
	}
	t.Logf("looked at: P %.1f R %.1f F1 %.1f", 100*seen.Precision(), 100*seen.Recall(), 100*seen.F1())
	t.Logf("held out: %d commitments, P %.1f R %.1f F1 %.1f", held.Gold, 100*held.Precision(), 100*held.Recall(), 100*held.F1())
	if held.F1() < 0.65 {
		t.Errorf("held-out F1 is %.3f, below 0.65", held.F1())
	}
}
