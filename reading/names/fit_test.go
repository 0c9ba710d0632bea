package names

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rapporteur"
	"rapporteur/internal/score"
	"rapporteur/reading/tokens"
)

// TestFitClues fits clueWeights and prints them: RAPPORTEUR_FIT=1 RAPPORTEUR_CORPORA=dir go test -run FitClues -v. It reads the
// development half of GAP and documents of GUM; it changes no file.
func TestFitClues(t *testing.T) {
	dir := os.Getenv("RAPPORTEUR_CORPORA")
	if dir == "" || os.Getenv("RAPPORTEUR_FIT") == "" {
		t.Skip("RAPPORTEUR_FIT and RAPPORTEUR_CORPORA are not set: nothing to fit")
	}
	gap, gum := gapQuestions(t, dir), gumQuestions(t, dir)
	t.Logf("GAP: %d questions, right before %.3f; GUM: %d, %.3f", len(gap), rightBy(gap, clueWeights), len(gum), rightBy(gum, clueWeights))
	all := append([]question{}, gap...)
	for range gumWeight { // news is what the product reads; GAP is biographies chosen to be hard
		all = append(all, gum...)
	}
	w := fit(all)
	t.Logf("right after: GAP %.3f, GUM %.3f", rightBy(gap, w), rightBy(gum, w))
	for i, x := range w {
		t.Logf("%2d %+.2f", i, x)
	}
}

const gumWeight = 3

// question is one pronoun: the clues of each person in mind, and which of them are right.
type question struct {
	clues [][clues]float64
	right []bool
}

// ask reads a document as resolve does, and asks label about each person in mind at each he or she.
func ask(doc *rapporteur.Document, label func(l *linker, pronoun *anaphor, c *active) (right, known bool)) []question {
	t := newText(doc)
	l := newLinker(t, nil)
	l.gather(fuse(t, nil))
	r := &resolver{linker: l}
	var out []question
	for _, a := range l.anaphors(nil, 0, l.size()) {
		if a.ent < 0 {
			if a.pronoun.gender != Unknown {
				if q, ok := r.question(&a, label); ok {
					out = append(out, q)
				}
			}
			if a.ent = r.antecedent(&a); a.ent < 0 {
				continue
			}
			l.adopt(&a)
		}
		r.remember(&a)
	}
	return out
}

func (r *resolver) question(a *anaphor, label func(*linker, *anaphor, *active) (bool, bool)) (question, bool) {
	var q question
	some := false
	for i := range r.mind {
		c := &r.mind[i]
		if r.barred(a, c) {
			continue
		}
		right, known := label(r.linker, a, c)
		if !known {
			return q, false
		}
		q.clues = append(q.clues, r.clues(a, c, len(r.mind)-1-i, r.most()))
		q.right = append(q.right, right)
		some = some || right
	}
	return q, some && len(q.right) > 1
}

func gapQuestions(t *testing.T, dir string) []question {
	f, err := os.Open(filepath.Join(dir, "coreference/gap/gap-development.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	cases, err := score.ReadGAP(f)
	if err != nil {
		t.Fatal(err)
	}
	var out []question
	for _, c := range cases {
		gold := c.A
		if c.IsB {
			gold = c.B
		}
		a := &rapporteur.Article{Text: c.Text}
		doc := &rapporteur.Document{Article: a, Sentences: tokens.Find(a)}
		out = append(out, ask(doc, func(l *linker, p *anaphor, cand *active) (bool, bool) {
			if p.Span != c.Pronoun || !c.IsA && !c.IsB {
				return false, false
			}
			for _, m := range l.ents[cand.ent].mentions {
				if m.form == rapporteur.Proper && m.Overlaps(gold) {
					return true, true
				}
			}
			return false, true
		})...)
	}
	return out
}

func gumQuestions(t *testing.T, dir string) []question {
	files, err := filepath.Glob(filepath.Join(dir, "coreference/gum/ontogum_conllu/*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no GUM documents: %v", err)
	}
	var out []question
	for _, path := range files {
		if genre := strings.Split(filepath.Base(path), "_")[1]; genre != "news" && genre != "bio" && genre != "speech" && genre != "court" {
			continue
		}
		text, chains := readOntoGUM(t, path)
		a := &rapporteur.Article{Text: text}
		doc := &rapporteur.Document{Article: a, Sentences: tokens.Find(a)}
		out = append(out, ask(doc, func(_ *linker, p *anaphor, c *active) (bool, bool) {
			want := chains[p.Span]
			return want != "" && want == smallest(chains, c.last.Span), want != ""
		})...)
	}
	return out
}

// smallest returns the chain of the smallest marked mention around a span.
func smallest(chains map[rapporteur.Span]string, s rapporteur.Span) string {
	best, size := "", math.MaxInt
	for m, id := range chains {
		if m.Contains(s) && m.Len() < size {
			best, size = id, m.Len()
		}
	}
	return best
}

// readOntoGUM puts a document together and returns the chain of each marked mention.
func readOntoGUM(t *testing.T, path string) (string, map[rapporteur.Span]string) {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b strings.Builder
	chains := map[rapporteur.Span]string{}
	open := map[string][]int{}
	glueTo, glueAfter := 0, ""
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		line := in.Text()
		if strings.HasPrefix(line, "# newpar") && !strings.HasPrefix(line, "# newpar_") {
			b.WriteString("\n\n")
		}
		col := strings.Split(line, "\t")
		if len(col) != 10 || strings.Contains(col[0], ".") {
			continue
		}
		if _, to, ok := strings.Cut(col[0], "-"); ok {
			fmt.Sscan(to, &glueTo)
			glueAfter = col[9]
			continue
		}
		id := 0
		fmt.Sscan(col[0], &id)
		start := b.Len()
		b.WriteString(col[1])
		misc := col[9]
		for _, kv := range strings.Split(misc, "|") {
			if v, ok := strings.CutPrefix(kv, "Entity="); ok {
				brackets(v, start, b.Len(), open, chains)
			}
		}
		switch {
		case id < glueTo:
			continue
		case id == glueTo:
			misc = glueAfter
			glueTo = 0
		}
		if id == 1 {
			glueTo = max(glueTo, 0)
		}
		if !strings.Contains(misc, "SpaceAfter=No") {
			b.WriteByte(' ')
		}
	}
	return b.String(), chains
}

// brackets reads "(1(2" and "2)1)" at one token.
func brackets(v string, start, end int, open map[string][]int, chains map[rapporteur.Span]string) {
	for v != "" {
		if v[0] == '(' {
			n := 1 + strings.IndexFunc(v[1:], func(r rune) bool { return r < '0' || r > '9' })
			if n < 1 {
				n = len(v)
			}
			open[v[1:n]] = append(open[v[1:n]], start)
			if n < len(v) && v[n] == ')' {
				closeChain(v[1:n], end, open, chains)
				n++
			}
			v = v[n:]
			continue
		}
		n := strings.IndexByte(v, ')')
		if n < 0 {
			return
		}
		closeChain(v[:n], end, open, chains)
		v = v[n+1:]
	}
}

func closeChain(id string, end int, open map[string][]int, chains map[rapporteur.Span]string) {
	if at := open[id]; len(at) > 0 {
		chains[rapporteur.Span{Start: at[len(at)-1], End: end}] = id
		open[id] = at[:len(at)-1]
	}
}

// fit climbs the likelihood of the right answers under a softmax, with a pull to zero, in fixed steps.
func fit(qs []question) [clues]float64 {
	w := [clues]float64{}
	const steps, rate, pull = 1500, 2.0, 2e-4
	for range steps {
		var g [clues]float64
		for _, q := range qs {
			p, right := shares(q, w)
			for k, f := range q.clues {
				d := -p[k]
				if q.right[k] {
					d += p[k] / right
				}
				for i := range f {
					g[i] += d * f[i]
				}
			}
		}
		for i := range w {
			w[i] += rate * (g[i]/float64(len(qs)) - pull*w[i])
		}
	}
	return w
}

// shares returns the probability of each candidate and of all right ones together.
func shares(q question, w [clues]float64) (p []float64, right float64) {
	sum := 0.0
	for _, f := range q.clues {
		v := 0.0
		for i := range f {
			v += f[i] * w[i]
		}
		p = append(p, math.Exp(v))
		sum += p[len(p)-1]
	}
	for k := range p {
		p[k] /= sum
		if q.right[k] {
			right += p[k]
		}
	}
	return p, right
}

func rightBy(qs []question, w [clues]float64) float64 {
	n := 0
	for _, q := range qs {
		p, _ := shares(q, w)
		best := 0
		for k := range p {
			if p[k] > p[best] {
				best = k
			}
		}
		if q.right[best] {
			n++
		}
	}
	return float64(n) / float64(max(1, len(qs)))
}
