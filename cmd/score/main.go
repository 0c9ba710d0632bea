// Command score measures the reading engine against gold corpora, on their development halves, and writes the figures to a
// file: `make score CORPORA=dir`. It is for developers; the corpora are no part of this repository. A corpus that is not there is said
// to be missing, and the others are measured.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"rapporteur"
	"rapporteur/internal/score"
	"rapporteur/reading"
)

// section is one corpus: what is measured on it, and the lines of its figures.
type section struct {
	title   string
	measure func(corpora string) ([]string, error)
}

var sections = []section{
	{"sentences and tokens: UD English EWT development", treebank("syntax/ewt/en_ewt-ud-dev.conllu")},
	{"attributions: PolNeAR development, 84 articles, first annotator", attributions},
	{"confidence: PolNeAR development: said against agreed, mean distance and mean square", confidence},
	{"speakers: PolNeAR development, 84 articles", speakers},
	{"speakers: nouns labelled by hand, by whether the article names who they are (PolNeAR training half)", nominals},
	{"acts: statements labelled by hand (Wikinews, PolNeAR training half)", acts},
	{"commitments: labelled by hand (Wikinews, PolNeAR training half)", bonds},
	{"subjects: PolNeAR development, 84 articles as one archive: speakers filed under the right subject", subjects},
	{"names: CoNLL-2003 testa, sentences in their documents", conll},
	{"pronouns: GAP validation", gap},
	{"dates: TempEval-3 (TimeBank, AQUAINT), the third that rules are not tuned on", tempEval},
	{"dates: MEANTIME", meantime},
	{"dates: Recognizers-Text, cases looked at while writing the rules", timeSpecs},
	{"figures: MEANTIME VALUE (money, per cent, quantity), exact extent and type", amounts},
	{"figures: Recognizers-Text, cases looked at while writing the rules", numberSpecs},
	{"stories: ECB+ topics 1 to 35 in the order of the file; weights are fitted on these (docs/decisions: stories has the other halves)", grouping},
}

func main() {
	corpora := flag.String("corpora", "", "folder of the corpora")
	out := flag.String("out", "", "file to write the figures to; standard output when not given")
	heldOut := flag.String("fit-confidence", "", "file of article names: fit the curve of confidence to these articles of PolNeAR's training half, and measure nothing")
	flag.Parse()
	work := func() error { return run(*corpora, *out) }
	if *heldOut != "" {
		work = func() error { return fitConfidence(*corpora, *heldOut) }
	}
	if err := work(); err != nil {
		fmt.Fprintln(os.Stderr, "score:", err)
		os.Exit(1)
	}
}

func run(corpora, out string) error {
	if info, err := os.Stat(corpora); err != nil || !info.IsDir() {
		return fmt.Errorf("-corpora %q is not a folder", corpora)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Engine %s, weights %s, on development halves. Made by make score; figures in per cent.\n", reading.Version, reading.Weights())
	for _, s := range sections {
		lines, err := s.measure(corpora)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, rapporteur.ErrNotFound) {
			fmt.Fprintf(os.Stderr, "score: %s: the corpus is not here\n", s.title)
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w", s.title, err)
		}
		fmt.Fprintf(&b, "\n%s\n", s.title)
		for _, l := range lines {
			fmt.Fprintf(&b, "  %s\n", l)
		}
		fmt.Fprintln(os.Stderr, "score:", s.title)
	}
	if out == "" {
		_, err := os.Stdout.WriteString(b.String())
		return err
	}
	return os.WriteFile(out, []byte(b.String()), 0o644)
}

func line(name string, c score.Counts) string {
	return fmt.Sprintf("%-22s F1 %5.1f   P %5.1f   R %5.1f", name, 100*c.F1(), 100*c.Precision(), 100*c.Recall())
}
