package attributions

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"rapporteur"
	"rapporteur/internal/score"
	"rapporteur/reading/names"
)

// polnear reads the articles of a half of the corpus, at most limit, with the attributions of the first annotator.
func polnear(t *testing.T, half string, limit int, visit func(name, text string, gold []score.Relation)) {
	t.Helper()
	root := os.Getenv("RAPPORTEUR_CORPORA")
	if root == "" {
		t.Skip("RAPPORTEUR_CORPORA is not set: attributions are not measured")
	}
	files, err := filepath.Glob(filepath.Join(root, "attribution/polnear", half, "attributions/*.ann"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no annotations in %s: %v", root, err)
	}
	slices.Sort(files)
	last := ""
	for _, path := range files {
		name := filepath.Base(path)
		name = name[:strings.LastIndexByte(name, '_')]
		if name == last {
			continue
		}
		if last = name; limit == 0 {
			return
		}
		limit--
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		gold, err := score.ReadStandoff(f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(filepath.Join(root, "attribution/polnear", half, "text", name+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		visit(name, string(text), gold)
	}
}

// inCodePoints turns attributions into the scorer's terms.
func inCodePoints(text string, found []rapporteur.Attribution) []score.Relation {
	spans := func(list []rapporteur.Span) []rapporteur.Span {
		var out []rapporteur.Span
		for _, s := range list {
			start := utf8.RuneCountInString(text[:s.Start])
			out = append(out, rapporteur.Span{Start: start, End: start + utf8.RuneCountInString(text[s.Start:s.End])})
		}
		return out
	}
	var out []score.Relation
	for _, x := range found {
		out = append(out, score.Relation{Source: spans(x.Source), Cue: spans(x.Cue), Content: spans(x.Content), Speaker: x.SpeakerName})
	}
	return out
}

func read(text string) *rapporteur.Document {
	doc := document(text)
	doc.Entities = names.Find(doc)
	doc.Attributions = Find(doc)
	return doc
}

func TestPolNeAR(t *testing.T) {
	var c score.AttributionCounts
	polnear(t, "dev", 1000, func(_, text string, gold []score.Relation) {
		doc := read(text)
		check(t, doc, doc.Attributions)
		c = c.Add(score.Attributions(text, gold, inCodePoints(text, doc.Attributions)))
	})
	t.Logf("relation F1 %.1f (P %.1f R %.1f), direct recall %.1f, exact source/cue/content %.1f/%.1f/%.1f, content strict/overlap %.1f/%.1f",
		100*c.Relation.F1(), 100*c.Relation.Precision(), 100*c.Relation.Recall(), 100*c.Direct.Recall(), 100*c.ExactSource.F1(), 100*c.ExactCue.F1(),
		100*c.ExactContent.F1(), 100*c.ContentStrict.F1(), 100*c.ContentOverlap.F1())
	if c.Relation.F1() < .5 || c.Direct.Recall() < .75 {
		t.Error("the rules found far less than they used to")
	}
}

func TestSpeakersOfPolNeAR(t *testing.T) {
	gold := goldSpeakers(t)
	var c score.SpeakerCounts
	polnear(t, "dev", 1000, func(name, text string, _ []score.Relation) {
		c = c.Add(score.Speakers(text, gold[name], inCodePoints(text, read(text).Attributions)))
	})
	t.Logf("who said what F1 %.1f (P %.1f R %.1f)", 100*c.WhoSaidWhat.F1(), 100*c.WhoSaidWhat.Precision(), 100*c.WhoSaidWhat.Recall())
	for _, form := range []string{"named", "pronoun", "nominal", "none", "unnamed"} {
		t.Logf("speaker, %s: %.1f of %d", form, 100*c.ByForm[form].Recall(), c.ByForm[form].Gold)
	}
	if c.WhoSaidWhat.F1() < .45 {
		t.Error("far fewer speakers are right than used to be")
	}
}

func goldSpeakers(t *testing.T) map[string][]score.GoldSpeaker {
	t.Helper()
	path := filepath.Join(os.Getenv("RAPPORTEUR_CORPORA"), "attribution/speakers/dev.ndjson")
	f, err := os.Open(path)
	if err != nil {
		t.Skip("no gold speakers: " + err.Error())
	}
	defer f.Close()
	out := map[string][]score.GoldSpeaker{}
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		var line struct {
			Doc, Class, Speaker string
			Source, Content     [][2]int
		}
		if err := json.Unmarshal(in.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		g := score.GoldSpeaker{Class: line.Class, Speaker: line.Speaker}
		for _, s := range line.Source {
			g.Source = append(g.Source, rapporteur.Span{Start: s[0], End: s[1]})
		}
		for _, s := range line.Content {
			g.Content = append(g.Content, rapporteur.Span{Start: s[0], End: s[1]})
		}
		out[line.Doc] = append(out[line.Doc], g)
	}
	return out
}
