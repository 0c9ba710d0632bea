package attributions

import (
	"os"
	"path/filepath"
	"testing"

	"rapporteur"
	"rapporteur/internal/score"
	"rapporteur/reading/names"
)

// polnear reads the articles of the development half, or skips the test where they are absent.
func polnear(t *testing.T, visit func(name, text string, gold []score.Relation)) {
	t.Helper()
	root := os.Getenv("RAPPORTEUR_CORPORA")
	if root == "" {
		t.Skip("RAPPORTEUR_CORPORA is not set: attributions are not measured")
	}
	if err := score.PolNeAR(root, "dev", visit); err != nil {
		t.Fatal(err)
	}
}

func read(text string) *rapporteur.Document {
	doc := document(text)
	doc.Entities = names.Find(doc)
	doc.Attributions = Find(doc)
	return doc
}

func TestPolNeAR(t *testing.T) {
	var c score.AttributionCounts
	polnear(t, func(_, text string, gold []score.Relation) {
		doc := read(text)
		check(t, doc, doc.Attributions)
		c = c.Add(score.Attributions(text, gold, score.Relations(text, doc.Attributions)))
	})
	t.Logf("relation F1 %.1f (P %.1f R %.1f), direct recall %.1f, exact source/cue/content %.1f/%.1f/%.1f, content strict/overlap %.1f/%.1f",
		100*c.Relation.F1(), 100*c.Relation.Precision(), 100*c.Relation.Recall(), 100*c.Direct.Recall(), 100*c.ExactSource.F1(), 100*c.ExactCue.F1(),
		100*c.ExactContent.F1(), 100*c.ContentStrict.F1(), 100*c.ContentOverlap.F1())
	if c.Relation.F1() < .5 || c.Direct.Recall() < .75 {
		t.Error("the rules found far less than they used to")
	}
}

func TestSpeakersOfPolNeAR(t *testing.T) {
	gold, err := score.ReadSpeakers(filepath.Join(os.Getenv("RAPPORTEUR_CORPORA"), "attribution/speakers/dev.ndjson"))
	if err != nil {
		t.Skip("no gold speakers: " + err.Error())
	}
	var c score.SpeakerCounts
	polnear(t, func(name, text string, _ []score.Relation) {
		c = c.Add(score.Speakers(text, gold[name], score.Relations(text, read(text).Attributions)))
	})
	t.Logf("who said what F1 %.1f (P %.1f R %.1f)", 100*c.WhoSaidWhat.F1(), 100*c.WhoSaidWhat.Precision(), 100*c.WhoSaidWhat.Recall())
	for _, form := range []string{"named", "pronoun", "nominal", "none", "unnamed"} {
		t.Logf("speaker, %s: %.1f of %d", form, 100*c.ByForm[form].Recall(), c.ByForm[form].Gold)
	}
	if c.WhoSaidWhat.F1() < .45 {
		t.Error("far fewer speakers are right than used to be")
	}
}
