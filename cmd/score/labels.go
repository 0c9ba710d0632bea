package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"rapporteur"
	"rapporteur/internal/score"
	"rapporteur/reading"
	said "rapporteur/reading/attributions"
)

// Statements and commitments that were labelled by hand, in articles of Wikinews and of PolNeAR's training half.

// halves are the names of the two halves of the labels, by whether they are measured only.
var halves = map[bool]string{false: "developed on", true: "measured only"}

// labelled gives the article that a label speaks of.
type labelled struct {
	news    map[string]*rapporteur.Article
	corpora string
}

func labelledArticles(corpora string) (*labelled, error) {
	news, err := score.ReadWikinews(filepath.Join(corpora, "news/wikinews.jsonl"))
	return &labelled{news, corpora}, err
}

func (l *labelled) article(name string) (*rapporteur.Article, error) {
	if a := l.news[name]; a != nil {
		return a, nil
	}
	text, err := os.ReadFile(filepath.Join(l.corpora, "attribution/polnear/train/text", name+".txt"))
	return &rapporteur.Article{Text: string(text), Language: "en", Published: score.DayInName(name)}, err
}

// labels gives the tables of a task, here in this repository.
func labels(task, prefix string) ([]string, error) {
	files, err := filepath.Glob(filepath.Join("reading", task, "testdata", prefix+"-*.tsv"))
	if err == nil && len(files) == 0 {
		err = fs.ErrNotExist
	}
	return files, err
}

func acts(corpora string) ([]string, error) {
	files, err := labels("attributions", "acts")
	if err != nil {
		return nil, err
	}
	from, err := labelledArticles(corpora)
	if err != nil {
		return nil, err
	}
	given, whole := map[bool]score.ActCounts{}, map[bool]score.ActCounts{}
	for _, file := range files {
		all, err := score.ReadStatements(file)
		if err != nil {
			return nil, err
		}
		for name, list := range byArticle(all) {
			a, err := from.article(name)
			if err != nil {
				return nil, err
			}
			doc, half := reading.Read(a), score.Measured(name)
			whole[half] = whole[half].Add(score.Acts(a.Text, list, doc.Attributions, nil))
			found := said.Complete(doc, score.InBytes(a.Text, list))
			given[half] = given[half].Add(score.Acts(a.Text, list, found, nil))
		}
	}
	var out []string
	for _, half := range []bool{false, true} {
		g, w := given[half], whole[half]
		out = append(out,
			fmt.Sprintf("%-22s right %5.1f   of %d, source, cue and content given", halves[half], 100*g.Act.Recall(), g.Act.Gold),
			fmt.Sprintf("%-22s right %5.1f   of the %d statements found", "  by the engine alone", 100*w.Act.Precision(), w.Act.Found),
			line("  negated", g.Negated), line("  hedged", g.Hedged))
	}
	return out, nil
}

func byArticle(all []score.Statement) map[string][]score.Statement {
	out := map[string][]score.Statement{}
	for _, s := range all {
		out[s.Article] = append(out[s.Article], s)
	}
	return out
}

func bonds(corpora string) ([]string, error) {
	files, err := labels("commitments", "commitments")
	if err != nil {
		return nil, err
	}
	from, err := labelledArticles(corpora)
	if err != nil {
		return nil, err
	}
	sum := map[bool]score.Counts{}
	for _, file := range files {
		all, err := score.ReadBindings(file)
		if err != nil {
			return nil, err
		}
		for i := range all {
			a, err := from.article(all[i].Article)
			if err != nil {
				return nil, err
			}
			half := score.Measured(all[i].Article)
			sum[half] = sum[half].Add(score.Bindings(a.Text, &all[i], reading.Read(a).Commitments, nil, nil))
		}
	}
	return []string{line(halves[false], sum[false]), line(halves[true], sum[true])}, nil
}

func nominals(corpora string) ([]string, error) {
	all, err := score.ReadNominals(filepath.Join("reading", "attributions", "testdata", "nominals-polnear.tsv"))
	if err != nil {
		return nil, err
	}
	sum := map[bool]score.NominalCounts{}
	err = score.PolNeAR(corpora, "train", func(name, text string, _ []score.Relation) {
		if list := score.NominalsOf(all, name); len(list) > 0 {
			c := score.Nominals(text, list, score.Relations(text, reading.Read(&rapporteur.Article{Text: text}).Attributions))
			sum[list[0].Measured] = sum[list[0].Measured].Add(c)
		}
	})
	var out []string
	for _, half := range []bool{false, true} {
		for _, x := range []struct {
			name string
			c    score.Counts
		}{{"named", sum[half].Named}, {"not named", sum[half].Unnamed}} {
			out = append(out, fmt.Sprintf("%-22s right %5.1f   of %d found", halves[half]+", "+x.name, 100*x.c.Recall(), x.c.Gold))
		}
	}
	return out, err
}
