package store

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"rapporteur"
	"rapporteur/extract"
	"rapporteur/reading"
)

// baseText is a text of a corpus, before it is read.
type baseText struct{ name, date, text string }

// readBase gives the texts of corpora read once each by the engine: from the file at, where they stand from an earlier run, else from the corpora.
func readBase(t testing.TB, corpora, at string) []*rapporteur.Document {
	t.Helper()
	if f, err := os.Open(at); err == nil {
		defer f.Close()
		var out []*rapporteur.Document
		for d := json.NewDecoder(bufio.NewReader(f)); d.More(); {
			doc := &rapporteur.Document{}
			if err := d.Decode(doc); err != nil {
				t.Fatal(err)
			}
			out = append(out, doc)
		}
		return out
	}
	var out []*rapporteur.Document
	var b strings.Builder
	for i, x := range corpusTexts(t, corpora) {
		doc := readText(t, i, x)
		if doc == nil {
			continue
		}
		line, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(append(line, '\n'))
		out = append(out, doc)
		if i%50 == 0 {
			t.Logf("%s %d texts read", time.Now().Format(time.TimeOnly), i)
		}
	}
	if err := os.WriteFile(at, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return out
}

// corpusTexts gives reports of the corpora under a folder, each cut at the end of a paragraph to the length of a wire report.
func corpusTexts(t testing.TB, corpora string) []baseText {
	t.Helper()
	var out []baseText
	lines(t, filepath.Join(corpora, "news/wikinews.jsonl"), func(line []byte) error {
		var x struct{ ID, Date, Text string }
		err := json.Unmarshal(line, &x)
		out = append(out, baseText{x.ID, x.Date, x.Text})
		return err
	})
	files, err := filepath.Glob(filepath.Join(corpora, "attribution/polnear/train/text/*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	day := regexp.MustCompile(`\d{4}-\d\d-\d\d`)
	for i, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if i%2 == 0 {
			out = append(out, baseText{filepath.Base(name), day.FindString(name), string(text)})
		}
	}
	quotes := strings.NewReplacer("`` ", `"`, " ''", `"`, "``", `"`, "''", `"`)
	lines(t, filepath.Join(corpora, "stories/ecbplus/train.ndjson"), func(line []byte) error {
		var x struct{ ID, Text string }
		err := json.Unmarshal(line, &x)
		out = append(out, baseText{x.ID, "2010-06-15", strings.ReplaceAll(quotes.Replace(x.Text), "\n", "\n\n")})
		return err
	})
	for i := range out {
		out[i].text = shortText(out[i].text, 3000)
	}
	return out
}

func lines(t testing.TB, name string, f func([]byte) error) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if err := f([]byte(line)); err != nil {
			t.Fatal(err)
		}
	}
}

// shortText cuts a text after the paragraph in which it gets too long.
func shortText(text string, most int) string {
	n := 0
	for p := range strings.SplitSeq(text, "\n\n") {
		if n += len(p) + 2; n > most {
			break
		}
	}
	return strings.TrimSpace(text[:min(n, len(text))])
}

// readText reads one text as if it had come as a file of text on its day; nil where it is too short to be an article.
func readText(t testing.TB, i int, x baseText) *rapporteur.Document {
	t.Helper()
	published, err := time.Parse(time.DateOnly, x.date)
	if err != nil {
		published = time.Date(2016, 3, 1, 0, 0, 0, 0, time.UTC)
	}
	page := &rapporteur.Page{URL: fmt.Sprintf("https://corpus.example/%d.txt", i), ContentType: "text/plain; charset=utf-8", Body: []byte(x.text), Fetched: published}
	a, err := extract.Extract(page)
	if err != nil {
		return nil
	}
	a.Revision = 1
	a.Published = rapporteur.Stamp{Time: published.Add(10 * time.Hour), From: rapporteur.FromMeta}
	doc := reading.Read(a)
	for j := range doc.Sentences {
		doc.Sentences[j].Tokens = nil
	}
	return doc
}

func TestReadBase(t *testing.T) {
	if os.Getenv("RAPPORTEUR_CORPORA") == "" {
		t.Skip()
	}
	docs := readBase(t, os.Getenv("RAPPORTEUR_CORPORA"), os.Getenv("RAPPORTEUR_BASE"))
	n := map[string]int{}
	for _, d := range docs {
		n["bytes"] += len(d.Article.Text)
		n["parts"] += len(d.Article.Parts)
		n["statements"] += len(d.Attributions)
		n["entities"] += len(d.Entities)
		n["figures"] += len(d.Figures)
		n["dates"] += len(d.Dates)
		n["commitments"] += len(d.Commitments)
	}
	for k, v := range n {
		t.Logf("%d texts, %s per text %.1f", len(docs), k, float64(v)/float64(len(docs)))
	}
}
