package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

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

// polnear calls visit for each article of the development half, with the attributions of its first annotator.
func polnear(corpora string, visit func(name, text string, gold []score.Relation)) error {
	return polnearHalf(filepath.Join(corpora, "attribution/polnear/dev"), visit)
}

func polnearHalf(root string, visit func(name, text string, gold []score.Relation)) error {
	files, err := filepath.Glob(filepath.Join(root, "attributions/*.ann"))
	if err == nil && len(files) == 0 {
		err = fs.ErrNotExist
	}
	if err != nil {
		return err
	}
	slices.Sort(files)
	last := ""
	for _, path := range files {
		name := filepath.Base(path)
		name = name[:strings.LastIndexByte(name, '_')]
		if name == last {
			continue
		}
		last = name
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		gold, err := score.ReadStandoff(f)
		f.Close()
		if err != nil {
			return err
		}
		text, err := os.ReadFile(filepath.Join(root, "text", name+".txt"))
		if err != nil {
			return err
		}
		visit(name, string(text), gold)
	}
	return nil
}

// relations turns attributions into the scorer's terms: code points.
func relations(text string, found []rapporteur.Attribution) []score.Relation {
	spans := func(list []rapporteur.Span) []rapporteur.Span {
		var out []rapporteur.Span
		for _, s := range list {
			start := utf8.RuneCountInString(text[:s.Start])
			out = append(out, rapporteur.Span{Start: start, End: start + utf8.RuneCountInString(s.Of(text))})
		}
		return out
	}
	var out []score.Relation
	for _, x := range found {
		out = append(out, score.Relation{Source: spans(x.Source), Cue: spans(x.Cue), Content: spans(x.Content), Speaker: x.SpeakerName})
	}
	return out
}

func attributions(corpora string) ([]string, error) {
	var c score.AttributionCounts
	err := polnear(corpora, func(_, text string, gold []score.Relation) {
		doc := reading.Read(&rapporteur.Article{Text: text})
		c = c.Add(score.Attributions(text, gold, relations(text, doc.Attributions)))
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
	gold, err := goldSpeakers(filepath.Join(corpora, "attribution/speakers/dev.ndjson"))
	if err != nil {
		return nil, err
	}
	var c score.SpeakerCounts
	err = polnear(corpora, func(name, text string, _ []score.Relation) {
		doc := reading.Read(&rapporteur.Article{Text: text})
		c = c.Add(score.Speakers(text, gold[name], relations(text, doc.Attributions)))
	})
	out := []string{line("who said what", c.WhoSaidWhat)}
	for _, form := range []string{"named", "pronoun", "nominal", "none", "unnamed"} {
		out = append(out, fmt.Sprintf("%-22s right %5.1f   of %d found", "speaker, "+form, 100*c.ByForm[form].Recall(), c.ByForm[form].Gold))
	}
	return out, err
}

func goldSpeakers(path string) (map[string][]score.GoldSpeaker, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	out := map[string][]score.GoldSpeaker{}
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		var l struct {
			Doc, Class, Speaker string
			Source, Content     [][2]int
		}
		if err := json.Unmarshal(in.Bytes(), &l); err != nil {
			return nil, err
		}
		spans := func(list [][2]int) (out []rapporteur.Span) {
			for _, s := range list {
				out = append(out, rapporteur.Span{Start: s[0], End: s[1]})
			}
			return out
		}
		out[l.Doc] = append(out[l.Doc], score.GoldSpeaker{Source: spans(l.Source), Content: spans(l.Content), Class: l.Class, Speaker: l.Speaker})
	}
	return out, in.Err()
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
		doc := reading.Read(&rapporteur.Article{Text: c.Text})
		a, b := sameEntity(doc.Entities, c.Pronoun, c.A), sameEntity(doc.Entities, c.Pronoun, c.B)
		all = all.Add(score.GAP(c, a, b))
	}
	return []string{line("pronoun to name", all)}, nil
}

// sameEntity reports whether one entity has both the pronoun and the name among its mentions.
func sameEntity(entities []rapporteur.Entity, pronoun, name rapporteur.Span) bool {
	for _, e := range entities {
		var hasPronoun, hasName bool
		for _, m := range e.Mentions {
			hasPronoun = hasPronoun || m.Span == pronoun
			hasName = hasName || m.Form == rapporteur.Proper && m.Overlaps(name)
		}
		if hasPronoun && hasName {
			return true
		}
	}
	return false
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
		a, sentences := spaced(d)
		found := reading.Names(a)
		for i, s := range sentences {
			for k, c := range score.Names(score.Chunks(d.Tags[i]), chunks(s, found)) {
				sum[k] = sum[k].Add(c)
			}
		}
	}
	return []string{line("all", sum[""]), line("PER", sum["PER"]), line("ORG", sum["ORG"]), line("LOC", sum["LOC"]), line("MISC", sum["MISC"])}, nil
}
