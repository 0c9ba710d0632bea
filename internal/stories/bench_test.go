package stories

import (
	"encoding/json"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rapporteur"
	"rapporteur/reading"
)

// wikinews gives the readings of the sample outlet's articles.
func wikinews(b *testing.B) (docs []*rapporteur.Document) {
	data, err := os.ReadFile("../sample/wikinews.jsonl")
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		var l struct{ Text string }
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			b.Fatal(err)
		}
		docs = append(docs, reading.Read(&rapporteur.Article{Text: l.Text}))
	}
	return docs
}

// variation is an article made of paragraphs of two, so that an archive of any size has events with a few dozen reports
// each, and words that are all over it.
func variation(made []*Sketch, i int) *Sketch {
	s, other := *made[i/40%len(made)], made[(i*7+i/len(made))%len(made)]
	s.terms = slices.Clone(s.terms)
	rename := uint32(i / 40 % 1000 * 2654435761) // its own words: another event of the kind
	for k := range s.terms {
		if t := &s.terms[k]; t.place&(inName|isNumber) != 0 && k%3 != 0 {
			t.hash ^= rename
		}
	}
	s.terms = append(s.terms[:len(s.terms)*3/4:len(s.terms)*3/4], other.terms[:len(other.terms)/4]...)
	s.sort()
	s.shingles = s.shingles[:min(len(s.shingles), i%7*8)]
	return &s
}

// BenchmarkAdd is the grouping of one article with 100,000 in the window, reading and sketch left out.
func BenchmarkAdd(b *testing.B) {
	const size = 100_000
	var made []*Sketch
	for _, d := range wikinews(b) {
		made = append(made, Make(d))
	}
	at := time.Date(2025, 11, 1, 0, 0, 0, 0, time.UTC)
	w := NewWindow()
	for i := range size {
		w.place(variation(made, i), at.Add(time.Duration(i)*12*time.Second), int64(1+i/40))
	}
	b.ReportMetric(float64(len(w.articles)), "articles")
	next := make([]*Sketch, 500)
	for i := range next {
		next[i] = variation(made, size-250+i)
	}
	b.ResetTimer()
	for i := 0; b.Loop(); i++ {
		w.Add(next[i%len(next)], at.Add(size*12*time.Second))
	}
}

// BenchmarkSketch is the making of a sketch of an article that was read.
func BenchmarkSketch(b *testing.B) {
	docs := wikinews(b)
	for i := 0; b.Loop(); i++ {
		Make(docs[i%len(docs)])
	}
}

// BenchmarkReview is the look at a whole story of so many articles.
func BenchmarkReview(b *testing.B) {
	others := background()
	for _, size := range []int{whole, MaxReview} {
		members := append(reports(size/2, 1, 7, 0, acehSentences...), reports(size/2, 5001, 7, 4, qeshmSentences...)...)
		b.Run(strconv.Itoa(size), func(b *testing.B) {
			for b.Loop() {
				Review(members, others)
			}
		})
	}
}
