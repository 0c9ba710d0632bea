package stories

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rapporteur"
	"rapporteur/reading"
)

// An archive of one matter, day after day, shows what an event is not: of its articles that are five days or more apart hardly any
// two report the same. The training half of the Political News Attribution Relations Corpus is one: 840 articles of seven
// outlets on one campaign, from November to September.

// dated is one of its articles.
type dated struct {
	id     string
	at     time.Time
	event  string // that it reports, "" where nobody said
	sketch *Sketch
}

// farApart is from when on two articles of one matter are taken for reports of two events.
const farApart = 5 * 24 * time.Hour

// The labelled months: those learnt from, and those measured.
const (
	learnt   = "2015-12 2016-06"
	measured = "2016-02 2016-07"
)

func (d *dated) in(months string) bool {
	return d.event != "" && strings.Contains(months, d.at.Format("2006-01"))
}

// readArchive reads the corpus; readings are kept, as in readGold.
func readArchive(t *testing.T, dir string) (out []dated) {
	list, err := filepath.Glob(filepath.Join(dir, "attribution/polnear/train/text/*.txt"))
	if err != nil || len(list) == 0 {
		t.Fatal("no archive:", err)
	}
	events, kept := knownEvents(t), keptReadings()
	for _, path := range list {
		id := strings.TrimSuffix(filepath.Base(path), ".txt")
		at, err := time.Parse(time.DateOnly, strings.Split(id, "_")[1])
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		a := &rapporteur.Article{Text: string(text), Published: rapporteur.Stamp{Time: at, DateOnly: true}}
		doc := &rapporteur.Document{Article: a, Record: kept[id]}
		if doc.Engine == "" {
			doc = reading.Read(a)
			doc.Engine = reading.Version
			kept[id] = doc.Record
		}
		out = append(out, dated{id, at, events[id], Make(doc)})
	}
	keepReadings(t, kept)
	slices.SortStableFunc(out, func(a, b dated) int { return a.at.Compare(b.at) })
	return out
}

// knownEvents gives the event of each article that was labelled; what no other one reports is an event of its own.
func knownEvents(t *testing.T) map[string]string {
	b, err := os.ReadFile("testdata/polnear-events.tsv")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for line := range strings.Lines(string(b)) {
		id, event, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		if event == "-" {
			event = id
		}
		out[id] = event
	}
	return out
}

// pairsOfArchive compares as pairsOf does, and gives the pairs that are known: those far apart, and those of the months learnt
// from. weight is that of each.
func pairsOfArchive(archive []dated, weight float64) (out []pair) {
	w := NewWindow()
	for i := range archive {
		d := &archive[i]
		sketches, at, of := []*Sketch{}, []time.Time{}, []int{}
		for _, c := range w.candidates(d.sketch.Clues(), d.at) {
			sketches, at, of = append(sketches, c.Sketch), append(at, c.At), append(of, int(c.Number)-1)
		}
		sketches, at, of = append(sketches, d.sketch), append(at, d.at), append(of, i)
		h := compare(sketches, at)
		n := len(of)
		for a := range n {
			for b := a + 1; b < n; b++ {
				x, y := &archive[of[a]], &archive[of[b]]
				far := x.at.Sub(y.at).Abs() >= farApart
				if (b == n-1 || (a+b+i)%8 == 0) && (far || x.in(learnt) && y.in(learnt)) {
					out = append(out, pair{h.pairs[a*n+b], !far && x.event == y.event, 0, weight})
				}
			}
		}
		w.place(d.sketch, d.at, int64(i+1))
	}
	return out
}

// chained groups the archive and says how many pairs of articles it joins, how many of them are far apart, and of those of
// some labelled months how many report one event.
func chained(archive []dated, months string, weights [features + 1]float32, threshold float32) string {
	w := NewWindow()
	w.weights, w.threshold = weights, threshold
	for _, d := range archive {
		w.Add(d.sketch, d.at)
	}
	all, far, joined, right := 0, 0, 0, 0
	for i := range archive {
		for j := range i {
			x, y := &archive[i], &archive[j]
			if w.Story(i) != w.Story(j) {
				continue
			}
			if all++; x.at.Sub(y.at) >= farApart {
				far++
			}
			if x.in(months) && y.in(months) {
				if joined++; x.event == y.event {
					right++
				}
			}
		}
	}
	return fmt.Sprintf("%d pairs joined, %d of them five days apart or more; of %d in %s, %d report one event", all, far, joined, months, right)
}

// TestChains measures how far stories chain: RAPPORTEUR_FIT=file RAPPORTEUR_CORPORA=dir go test -run Chains -v.
func TestChains(t *testing.T) {
	archive := readArchive(t, corpora(t))
	t.Log(chained(archive, learnt, weights, threshold))
	t.Log(chained(archive, measured, weights, threshold))
}
