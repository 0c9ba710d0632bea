package stories

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rapporteur"
	"rapporteur/reading"
)

// corpora is where the corpora are, for those tests that fit or count.
func corpora(t *testing.T) string {
	dir := os.Getenv("RAPPORTEUR_CORPORA")
	if dir == "" || os.Getenv("RAPPORTEUR_FIT") == "" {
		t.Skip("RAPPORTEUR_FIT and RAPPORTEUR_CORPORA are not set: nothing to fit")
	}
	return dir
}

// TestCountWords writes tables/words.txt: RAPPORTEUR_FIT=1 RAPPORTEUR_CORPORA=dir go test -run CountWords. Training halves only.
func TestCountWords(t *testing.T) {
	dir := corpora(t)
	counts, total := map[string]int{}, 0
	for text := range texts(t, dir) {
		seen := map[string]bool{}
		for _, w := range wordsOf(text) {
			if w.place&isNumber == 0 {
				seen[w.stem] = true
			}
		}
		if len(seen) < 20 {
			continue
		}
		total++
		for w := range seen {
			counts[w]++
		}
	}
	byCount := map[int][]string{}
	for w, n := range counts {
		if n >= 3 {
			byCount[step(n)] = append(byCount[step(n)], w)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# In how many articles a word stands (its stem; the counts are rounded to 10 %%), counted in %d English articles and other texts.\n", total)
	fmt.Fprintf(&b, "# Words that stand in fewer than 3 are left out. TestCountWords writes this table; it holds words, no text.\n%d: articles\n", total)
	for _, n := range slices.Backward(slices.Sorted(maps.Keys(byCount))) {
		slices.Sort(byCount[n])
		fmt.Fprintf(&b, "%d: %s\n", n, strings.Join(byCount[n], " "))
	}
	if err := os.WriteFile("tables/words.txt", []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// step rounds a count to a scale of steps of 10 %.
func step(n int) int {
	return int(math.Round(math.Pow(1.1, math.Round(math.Log(float64(n))/math.Log(1.1)))))
}

// texts gives the texts that words are counted in.
func texts(t *testing.T, dir string) func(func(string) bool) {
	read := func(path string) string {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	glob := func(pattern string) []string {
		list, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil || len(list) == 0 {
			t.Fatal(pattern, err)
		}
		return list
	}
	return func(yield func(string) bool) {
		for _, path := range glob("attribution/polnear/train/text/*.txt") {
			if !yield(read(path)) {
				return
			}
		}
		for _, path := range glob("coreference/gum/ontogum_conllu/*") {
			var b strings.Builder
			for line := range strings.Lines(read(path)) {
				if s, ok := strings.CutPrefix(line, "# text = "); ok {
					b.WriteString(s)
				}
			}
			if !yield(b.String()) {
				return
			}
		}
		for _, doc := range strings.Split(read(filepath.Join(dir, "names/conll2003/eng.train")), "-DOCSTART-") {
			var b strings.Builder
			for line := range strings.Lines(doc) {
				word, _, _ := strings.Cut(line, " ")
				b.WriteString(strings.TrimSpace(word) + " ")
			}
			if !yield(b.String()) {
				return
			}
		}
		for line := range strings.Lines(read(filepath.Join(dir, "news/wikinews.jsonl"))) {
			var l struct{ Text string }
			if err := json.Unmarshal([]byte(line), &l); err != nil {
				t.Fatal(err)
			}
			if !yield(l.Text) {
				return
			}
		}
	}
}

// gold is an article whose story people know.
type gold struct {
	Topic  int
	Story  string
	ID     string
	sketch *Sketch
}

// readGold reads the training half of ECB+ (Cybulska and Vossen 2014). Readings are kept in RAPPORTEUR_FIT, a file, where
// that is not "1": they take a minute.
func readGold(t *testing.T, dir string) []gold {
	f, err := os.Open(filepath.Join(dir, "stories/ecbplus/train.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	kept := keptReadings()
	var out []gold
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<24)
	for in.Scan() {
		var l struct {
			gold
			Text string
		}
		if err := json.Unmarshal(in.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		a := &rapporteur.Article{Text: l.Text}
		doc := &rapporteur.Document{Article: a, Record: kept[l.ID]}
		if doc.Engine == "" {
			doc = reading.Read(a)
			kept[l.ID] = doc.Record
		}
		l.sketch = Make(doc)
		out = append(out, l.gold)
	}
	keepReadings(t, kept)
	return out
}

func keptReadings() map[string]rapporteur.Record {
	kept := map[string]rapporteur.Record{}
	if b, err := os.ReadFile(os.Getenv("RAPPORTEUR_FIT")); err == nil {
		_ = json.Unmarshal(b, &kept)
	}
	return kept
}

func keepReadings(t *testing.T, kept map[string]rapporteur.Record) {
	path := os.Getenv("RAPPORTEUR_FIT")
	if path == "1" {
		return
	}
	b, err := json.Marshal(kept)
	if err == nil {
		err = os.WriteFile(path, b, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// pair is two articles as they are compared when the later one comes.
type pair struct {
	features matrix
	same     bool
	topic    int
	weight   float64
}

// pairsOf compares the articles as a window does, at each arrival: the new one with its candidates, and they among one
// another.
func pairsOf(articles []gold) []pair {
	w := NewWindow()
	var out []pair
	for i, g := range articles {
		candidates := w.candidates(g.sketch.Clues(), timeless)
		sketches, of := []*Sketch{}, []int{}
		for _, c := range candidates {
			sketches, of = append(sketches, c.Sketch), append(of, int(c.Number)-1)
		}
		sketches, of = append(sketches, g.sketch), append(of, i)
		h := compare(sketches, make([]time.Time, len(sketches)))
		n := len(of)
		for a := range n {
			for b := a + 1; b < n; b++ {
				if b < n-1 && (a+b+i)%8 != 0 { // those that were compared before count less
					continue
				}
				x, y := articles[of[a]], articles[of[b]]
				out = append(out, pair{h.pairs[a*n+b], x.Story == y.Story, x.Topic, 1})
			}
		}
		w.Add(g.sketch, timeless)
	}
	return out
}

// fit is logistic regression by Newton's method, with a small ridge.
func fit(list []pair, use []int, ridge float64) [features + 1]float32 {
	k := len(use) + 1
	b := make([]float64, k)
	x := make([]float64, k)
	for range 25 {
		g, h := make([]float64, k), make([][]float64, k)
		for i := range h {
			h[i] = make([]float64, k)
			if i < k-1 {
				h[i][i], g[i] = ridge, ridge*b[i]
			}
		}
		for _, p := range list {
			z := 0.0
			for i := range k {
				if x[i] = 1; i < k-1 {
					x[i] = float64(p.features[use[i]])
				}
				z += b[i] * x[i]
			}
			y := 1 / (1 + math.Exp(-z))
			d, c := y, y*(1-y)*p.weight
			if p.same {
				d--
			}
			for i := range k {
				g[i] += d * p.weight * x[i]
				for j := range k {
					h[i][j] += c * x[i] * x[j]
				}
			}
		}
		step := solve(h, g)
		for i := range b {
			b[i] -= step[i]
		}
	}
	var out [features + 1]float32
	for i, f := range use {
		out[f] = float32(b[i])
	}
	out[features] = float32(b[k-1])
	return out
}

// solve solves h·x = g by elimination.
func solve(h [][]float64, g []float64) []float64 {
	n := len(g)
	for i := range n {
		p := i
		for r := i; r < n; r++ {
			if math.Abs(h[r][i]) > math.Abs(h[p][i]) {
				p = r
			}
		}
		h[i], h[p], g[i], g[p] = h[p], h[i], g[p], g[i]
		for r := i + 1; r < n; r++ {
			f := h[r][i] / h[i][i]
			for c := i; c < n; c++ {
				h[r][c] -= f * h[i][c]
			}
			g[r] -= f * g[i]
		}
	}
	for i := n - 1; i >= 0; i-- {
		for c := i + 1; c < n; c++ {
			g[i] -= h[i][c] * g[c]
		}
		g[i] /= h[i][i]
	}
	return g
}

// grouped runs a stream with some weights and measures it: B-cubed precision, recall and F1 (Bagga and Baldwin 1998).
func grouped(articles []gold, w [features + 1]float32, th float32) (f1, p, r float64, stories []int64) {
	win := NewWindow()
	win.weights, win.threshold = w, th
	for _, g := range articles {
		win.Add(g.sketch, timeless)
	}
	for i := range articles {
		stories = append(stories, win.Story(i))
	}
	p, r = bcubed(articles, stories)
	return 200 * p * r / (p + r), 100 * p, 100 * r, stories
}

func bcubed(articles []gold, stories []int64) (p, r float64) {
	for i, a := range articles {
		var both, mine, theirs float64
		for j, b := range articles {
			s, g := stories[i] == stories[j], a.Story == b.Story
			if s {
				mine++
			}
			if g {
				theirs++
			}
			if s && g {
				both++
			}
		}
		p, r = p+both/mine, r+both/theirs
	}
	n := float64(len(articles))
	return p / n, r / n
}

// archiveWeight is that of a pair of the archive beside one of ECB+, which has twelve times as many.
const archiveWeight = 2

// TestFit fits the weights: RAPPORTEUR_FIT=1 RAPPORTEUR_CORPORA=dir go test -run Fit -v. First on half of the topics, measured on
// the other half, both ways; then on all. The archive of one matter is learnt from each time. It changes no file.
func TestFit(t *testing.T) {
	articles, archive := readGold(t, corpora(t)), readArchive(t, corpora(t))
	list, more := pairsOf(articles), pairsOfArchive(archive, archiveWeight)
	topics := map[int]bool{}
	for _, g := range articles {
		topics[g.Topic] = true
	}
	sorted := slices.SortedFunc(maps.Keys(topics), cmp.Compare[int])
	fold := func(topic int) int { return slices.Index(sorted, topic) % 2 }
	var use []int
	for i := range features {
		if i != fNames {
			use = append(use, i)
		}
	}
	for f := range 2 {
		var train []pair
		for _, p := range list {
			if fold(p.topic) == f {
				train = append(train, p)
			}
		}
		w := fit(append(train, more...), use, 1)
		test := slices.DeleteFunc(slices.Clone(articles), func(g gold) bool { return fold(g.Topic) == f })
		for _, th := range []float32{-0.5, -0.25, 0, 0.25, 0.5, 0.75} {
			f1, p, r, _ := grouped(test, w, th)
			t.Logf("fitted on half %d, threshold %+.1f: B-cubed F1 %.1f P %.1f R %.1f on the other", f, th, f1, p, r)
		}
	}
	w := fit(append(list, more...), use, 1)
	for _, th := range []float32{-0.5, -0.25, 0, 0.25, 0.5, 0.75} {
		f1, p, r, _ := grouped(articles, w, th)
		t.Logf("fitted on all, threshold %+.1f: F1 %.1f P %.1f R %.1f; archive: %s", th, f1, p, r, chained(archive, measured, w, th))
	}
	t.Logf("%.2f", w)
}

var timeless = (&rapporteur.Stamp{}).Time
