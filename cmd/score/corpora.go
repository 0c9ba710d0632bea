package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"rapporteur"
	"rapporteur/internal/score"
	"rapporteur/reading"
	"rapporteur/reading/tokens"
)

func treebank(path string) func(string) ([]string, error) {
	return func(corpora string) ([]string, error) {
		f, err := os.Open(filepath.Join(corpora, path))
		if err != nil {
			return nil, err
		}
		defer f.Close()
		docs, err := score.ReadTreebank(f)
		if err != nil {
			return nil, err
		}
		var sentences, words score.Counts
		for _, d := range docs {
			s, w := score.Sentences(d.Sentences, tokens.Find(&rapporteur.Article{Text: d.Text}))
			sentences, words = sentences.Add(s), words.Add(w)
		}
		return []string{line("sentences", sentences), line("tokens", words)}, nil
	}
}

func attributions(corpora string) ([]string, error) {
	var c score.AttributionCounts
	err := score.PolNeAR(corpora, "dev", func(_, text string, gold []score.Relation) {
		doc := reading.Read(&rapporteur.Article{Text: text})
		c = c.Add(score.Attributions(text, gold, score.Relations(text, doc.Attributions)))
	})
	return []string{
		line("relation", c.Relation), line("relation strict", c.RelationStrict),
		line("exact source", c.ExactSource), line("exact cue", c.ExactCue), line("exact content", c.ExactContent),
		line("content strict", c.ContentStrict), line("content overlap", c.ContentOverlap), line("content tokens", c.ContentTokens),
		line("cue", c.Cue), line("source", c.Source),
		fmt.Sprintf("%-22s R  %5.1f   of %d", "direct", 100*c.Direct.Recall(), c.Direct.Gold),
	}, err
}

func speakers(corpora string) ([]string, error) {
	gold, err := score.ReadSpeakers(filepath.Join(corpora, "attribution/speakers/dev.ndjson"))
	if err != nil {
		return nil, err
	}
	var c score.SpeakerCounts
	err = score.PolNeAR(corpora, "dev", func(name, text string, _ []score.Relation) {
		doc := reading.Read(&rapporteur.Article{Text: text})
		c = c.Add(score.Speakers(text, gold[name], score.Relations(text, doc.Attributions)))
	})
	out := []string{line("who said what", c.WhoSaidWhat)}
	for _, form := range []string{"named", "pronoun", "nominal", "none", "unnamed"} {
		out = append(out, fmt.Sprintf("%-22s right %5.1f   of %d found", "speaker, "+form, 100*c.ByForm[form].Recall(), c.ByForm[form].Gold))
	}
	return out, err
}

func gap(corpora string) ([]string, error) {
	f, err := os.Open(filepath.Join(corpora, "coreference/gap/gap-validation.tsv"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	cases, err := score.ReadGAP(f)
	if err != nil {
		return nil, err
	}
	var all score.Counts
	for _, c := range cases {
		a, b := c.Answers(reading.Read(&rapporteur.Article{Text: c.Text}).Entities)
		all = all.Add(score.GAP(c, a, b))
	}
	return []string{line("pronoun to name", all)}, nil
}

func tempEval(corpora string) ([]string, error) {
	docs, err := score.ReadTimeML(filepath.Join(corpora, "dates/tempeval3"))
	if err != nil {
		return nil, err
	}
	return dated(slices.DeleteFunc(docs, func(d score.DatedText) bool { return !d.Held() }))
}

func meantime(corpora string) ([]string, error) {
	docs, err := score.ReadMEANTIME(filepath.Join(corpora, "dates/meantime"))
	if err != nil {
		return nil, err
	}
	return dated(docs)
}

func dated(docs []score.DatedText) ([]string, error) {
	if len(docs) == 0 {
		return nil, fs.ErrNotExist
	}
	var c score.DateCounts
	for _, d := range docs {
		c = c.Add(score.Dates(d.Gold, score.Timexes(reading.Read(d.Article()).Dates)))
	}
	return []string{line("strict", c.Strict), line("relaxed", c.Relaxed), line("value", c.Value)}, nil
}

func conll(corpora string) ([]string, error) {
	f, err := os.Open(filepath.Join(corpora, "names/conll2003/eng.testa"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	docs, err := score.ReadCoNLL(f)
	if err != nil {
		return nil, err
	}
	sum := map[string]score.Counts{}
	for _, d := range docs {
		doc := d.Document()
		found := reading.Names(doc.Article)
		for i, s := range doc.Sentences {
			var got []score.Chunk
			for _, n := range found {
				if c, ok := score.Cover(s, n.Span, n.Kind.String()); ok {
					got = append(got, c)
				}
			}
			for k, c := range score.Names(score.Chunks(d.Tags[i]), got) {
				sum[k] = sum[k].Add(c)
			}
		}
	}
	return []string{line("all", sum[""]), line("PER", sum["PER"]), line("ORG", sum["ORG"]), line("LOC", sum["LOC"]), line("MISC", sum["MISC"])}, nil
}
