package main

import (
	"fmt"
	"path/filepath"

	"rapporteur"
	"rapporteur/internal/score"
	"rapporteur/reading"
)

// Cases of Recognizers-Text, as far as their meaning applies to news.

func timeSpecs(corpora string) ([]string, error) {
	specs, err := score.ReadTimeSpecs(filepath.Join(corpora, "dates/recognizers_text/English/DateTimeModel.json"))
	if err != nil {
		return nil, err
	}
	passed, applies := 0, 0
	for i := range specs {
		s := &specs[i]
		if ok, _ := s.Applies(); !ok {
			continue
		}
		applies++
		a := &rapporteur.Article{Text: s.Input, Language: "en-US", Published: rapporteur.Stamp{Time: s.Published(), From: rapporteur.FromGiven}}
		if ok, _ := score.TimeSpecPasses(s, reading.Read(a).Dates); ok {
			passed++
		}
	}
	return []string{passes("DateTimeModel", passed, applies, len(specs))}, nil
}

func numberSpecs(corpora string) ([]string, error) {
	var out []string
	for _, m := range []struct{ kind, file string }{
		{"number", "Number/NumberModel.json"}, {"percentage", "Number/PercentModel.json"}, {"currency", "NumberWithUnit/CurrencyModel.json"},
		{"dimension", "NumberWithUnit/DimensionModel.json"}, {"temperature", "NumberWithUnit/TemperatureModel.json"},
	} {
		specs, err := score.ReadNumberSpecs(filepath.Join(corpora, "figures/recognizers_text", m.file))
		if err != nil {
			return nil, err
		}
		passed, applies := 0, 0
		for i := range specs {
			s := &specs[i]
			if ok, _ := s.Applies(); !ok {
				continue
			}
			applies++
			found := reading.Read(&rapporteur.Article{Text: s.Input, Language: "en-US"}).Figures
			if ok, _ := score.NumberSpecPasses(s, m.kind, found); ok {
				passed++
			}
		}
		out = append(out, passes(m.kind, passed, applies, len(specs)))
	}
	return out, nil
}

func passes(name string, passed, applies, all int) string {
	return fmt.Sprintf("%-22s pass %5.1f   %d of %d that apply, of %d", name, 100*float64(passed)/float64(max(1, applies)), passed, applies, all)
}

func amounts(corpora string) ([]string, error) {
	docs, err := score.ReadMEANTIMEValues(filepath.Join(corpora, "dates/meantime"))
	if err != nil {
		return nil, err
	}
	var held, tuned score.Counts
	for _, d := range docs {
		c := score.Values(d.Values, score.FigureValues(d.Text, d.Tokens, reading.Read(d.Article()).Figures))
		if d.Held() {
			held = held.Add(c)
		} else {
			tuned = tuned.Add(c)
		}
	}
	return []string{line("held third", held), line("tuned two thirds", tuned)}, nil
}
