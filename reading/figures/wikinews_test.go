package figures_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rapporteur"
	"rapporteur/internal/score"
)

// Thirty Wikinews articles of the sample outlet whose dates and figures were judged one by one; the file gives the words and the value of each.
// Rules have been mended by these articles, so the figures are a guard, not a measure.

const labels = "testdata/wikinews.txt"

// labelled is one article of the file: its identity, its day of publication, and what a reader finds in it, one a line.
type labelled struct {
	id, published string
	dates         []string
	figures       []string
}

func readLabels(t *testing.T) []labelled {
	t.Helper()
	b, err := os.ReadFile(labels)
	if err != nil {
		t.Fatal(err)
	}
	var out []labelled
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSuffix(line, "\n")
		kind, rest, _ := strings.Cut(line, "\t")
		switch kind {
		case "article":
			id, day, _ := strings.Cut(rest, "\t")
			out = append(out, labelled{id: id, published: day})
		case "date":
			out[len(out)-1].dates = append(out[len(out)-1].dates, rest)
		case "figure":
			out[len(out)-1].figures = append(out[len(out)-1].figures, rest)
		}
	}
	return out
}

func wikinews(t *testing.T) map[string]string {
	t.Helper()
	f, err := os.Open(filepath.FromSlash("../../internal/sample/wikinews.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	texts := map[string]string{}
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		var a struct{ ID, Text string }
		if err := json.Unmarshal(in.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		texts[a.ID] = a.Text
	}
	return texts
}

func dateLine(text string, d rapporteur.Date) string {
	return strings.Join(strings.Fields(d.Of(text)), " ") + "\t" + strings.TrimSpace(d.Value+" "+d.Mod)
}

func figureLine(text string, f rapporteur.Figure) string {
	value := f.Value
	if f.High != "" {
		value += ".." + f.High
	}
	if f.PartOf != "" {
		value += "/" + f.PartOf
	}
	return strings.Join(strings.Fields(f.Span.Of(text)), " ") + "\t" + strings.Join(strings.Fields(value+" "+f.Unit+" "+string(f.Sense)), " ")
}

// common counts the lines that two lists share, each as often as it stands in both, and names the others.
func common(want, got []string) (c score.Counts, missed, extra []string) {
	left := map[string]int{}
	for _, w := range want {
		left[w]++
	}
	c.Gold, c.Found = len(want), len(got)
	for _, g := range got {
		if left[g] > 0 {
			left[g]--
			c.Right++
			continue
		}
		extra = append(extra, g)
	}
	for _, w := range want {
		if left[w] > 0 {
			left[w]--
			missed = append(missed, w)
		}
	}
	return c, missed, extra
}

func TestWikinews(t *testing.T) {
	texts := wikinews(t)
	var dates, figs score.Counts
	for _, l := range readLabels(t) {
		day, err := time.Parse(time.DateOnly, l.published)
		if err != nil || texts[l.id] == "" {
			t.Fatalf("%s: %v", l.id, err)
		}
		doc := read(&rapporteur.Article{Text: texts[l.id], Language: "en", Published: rapporteur.Stamp{Time: day, DateOnly: true, From: rapporteur.FromGiven}})
		var ds, fs []string
		for _, d := range doc.Dates {
			ds = append(ds, dateLine(doc.Article.Text, d))
		}
		for _, f := range doc.Figures {
			fs = append(fs, figureLine(doc.Article.Text, f))
		}
		c, missed, extra := common(l.dates, ds)
		dates = dates.Add(c)
		report(t, l.id, missed, extra)
		c, missed, extra = common(l.figures, fs)
		figs = figs.Add(c)
		report(t, l.id, missed, extra)
	}
	t.Logf("dates: P %.1f R %.1f of %d; figures: P %.1f R %.1f of %d", 100*dates.Precision(), 100*dates.Recall(), dates.Gold, 100*figs.Precision(), 100*figs.Recall(), figs.Gold)
	if dates.F1() < 0.97 || figs.F1() < 0.97 {
		t.Errorf("F1 of dates %.3f, of figures %.3f; want at least 0.97 of each", dates.F1(), figs.F1())
	}
}

func report(t *testing.T, id string, missed, extra []string) {
	for _, m := range missed {
		t.Logf("%s: not found as labelled: %s", id, m)
	}
	for _, x := range extra {
		t.Logf("%s: found, not labelled: %s", id, x)
	}
}
