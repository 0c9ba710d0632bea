package main

import (
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"rapporteur"
	"rapporteur/internal/dossiers"
	"rapporteur/internal/score"
	"rapporteur/reading"
)

// dayOf is the day in the name of a file of the corpus.
var dayOf = regexp.MustCompile(`_(\d{4}-\d{2}-\d{2})_`)

type namedArticle struct {
	name string
	doc  *rapporteur.Document
}

// subjects reads the articles as one archive, in order of their days, and sees where it files the named speakers.
func subjects(corpora string) ([]string, error) {
	gold, err := score.ReadSpeakers(filepath.Join(corpora, "attribution/speakers/dev.ndjson"))
	if err != nil {
		return nil, err
	}
	var articles []namedArticle
	err = score.PolNeAR(corpora, "dev", func(name, text string, _ []score.Relation) {
		a := &rapporteur.Article{Text: text}
		if m := dayOf.FindStringSubmatch(name); m != nil {
			a.Published.Time, _ = time.Parse(time.DateOnly, m[1]) // zero where it is none
		}
		articles = append(articles, namedArticle{name, reading.Read(a)})
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(articles, func(a, b namedArticle) int {
		return cmp.Or(a.doc.Article.Published.Time.Compare(b.doc.Article.Published.Time), cmp.Compare(a.name, b.name))
	})
	var shelf dossiers.Shelf
	var filed []score.FiledSpeaker
	for _, a := range articles {
		entities, loose, err := shelf.File(a.doc)
		if err != nil {
			return nil, err
		}
		filed = append(filed, filedSpeakers(a.doc, gold[a.name], entities, loose)...)
	}
	c := score.Subjects(filed)
	share := func(name string, c score.Counts) string {
		return fmt.Sprintf("%-22s right %5.1f   of %d", name, 100*c.Recall(), c.Gold)
	}
	return []string{share("entity given", c.Given), share("named sources", c.All), share("statements", c.Said)}, nil
}

// filedSpeakers finds, for each named gold source of an article, the subject of its speaker's entity, and those of the statement found.
func filedSpeakers(doc *rapporteur.Document, gold []score.GoldSpeaker, entities []int64, loose map[string]int64) []score.FiledSpeaker {
	found := score.Relations(doc.Article.Text, doc.Attributions)
	var out []score.FiledSpeaker
	for _, g := range gold {
		if g.Class != "N" {
			continue
		}
		x := score.FiledSpeaker{Gold: score.OneName(g.Speaker), Given: bearer(doc, g.Speaker, entities, loose)}
		if i := overlapping(g.Content, found); i >= 0 {
			a := &doc.Attributions[i]
			for _, e := range a.Speakers {
				x.Said = append(x.Said, entities[e])
			}
			for name := range strings.SplitSeq(a.SpeakerName, "; ") {
				if len(a.Speakers) == 0 && loose[name] != 0 {
					x.Said = append(x.Said, loose[name])
				}
			}
		}
		out = append(out, x)
	}
	return out
}

// bearer gives the subject of the entity, or of the speaker that is none, that bears a gold name: by its own name, else by another.
func bearer(doc *rapporteur.Document, gold string, entities []int64, loose map[string]int64) int64 {
	for _, whole := range []bool{true, false} {
		for i := range doc.Entities {
			e := &doc.Entities[i]
			names := append([]string{e.Name}, e.Aliases...)
			if entities[i] != 0 && (whole && strings.EqualFold(e.Name, gold) || !whole && score.Bears(gold, names)) {
				return entities[i]
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(loose)) {
		if score.Bears(gold, []string{name}) {
			return loose[name]
		}
	}
	return 0
}

// overlapping gives the attribution found that shares most with a content, -1 where none does.
func overlapping(content []rapporteur.Span, found []score.Relation) int {
	best, most := -1, 0
	for i := range found {
		n := 0
		for _, a := range content {
			for _, b := range found[i].Content {
				n += max(0, min(a.End, b.End)-max(a.Start, b.Start))
			}
		}
		if n > most {
			best, most = i, n
		}
	}
	return best
}
