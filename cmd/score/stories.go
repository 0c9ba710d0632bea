package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"rapporteur"
	"rapporteur/internal/score"
	"rapporteur/internal/stories"
	"rapporteur/reading"
)

// grouping runs the topics of ECB+ through a window, in the order of the file.
func grouping(corpora string) ([]string, error) {
	f, err := os.Open(filepath.Join(corpora, "stories/ecbplus/train.ndjson"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	w := stories.NewWindow()
	var gold []string
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		var l struct{ Story, Text string }
		if err := json.Unmarshal(in.Bytes(), &l); err != nil {
			return nil, err
		}
		w.Add(stories.Make(reading.Read(&rapporteur.Article{Text: l.Text})), time.Time{})
		gold = append(gold, l.Story)
	}
	found := make([]int64, len(gold))
	for i := range gold {
		found[i] = w.Story(i)
	}
	g := score.Groups(gold, found)
	return []string{fmt.Sprintf("%-22s F1 %5.1f   P %5.1f   R %5.1f   of %d articles", "B-cubed", 100*g.F1(), 100*g.Precision, 100*g.Recall, len(gold))}, in.Err()
}
