package encoder

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
)

// A Tagger finds spans of some kinds among words: a linear map of each word's state to scores of BIOES tags, and a linear
// chain over them (Lafferty et al. 2001), decoded line by line (Viterbi 1967). It may be used from many goroutines.
type Tagger struct {
	Kinds []string

	emit       *Linear
	tags       []tag
	start, end []float32
	step       []float32 // [from][to]
	from       [][]uint8 // from[to]: the tags that may stand before
	to         [][]uint8 // to[from]: the tags that may follow
}

// tag is one BIOES tag: its letter, and the index of its kind (-1 for O).
type tag struct {
	letter byte
	kind   int
}

// Tagged is a span that a Tagger found.
type Tagged struct {
	Span
	Kind       int     // index of Tagger.Kinds
	Confidence float32 // the chain's probability of the span's tags, the least of its words
}

// illFormed is below every score of a well-formed move: weights files hold -10000 and less for the others.
const illFormed = -5000

// Tagger returns the tag head of that name. It fails with ErrWeights if the file has none.
func (e *Encoder) Tagger(name string) (*Tagger, error) {
	spec, err := e.headSpec(name, "tags")
	if err != nil {
		return nil, err
	}
	t := &Tagger{}
	if t.emit, err = e.Head(name); err != nil {
		return nil, err
	}
	n := len(spec.Tags)
	tables := map[string]struct {
		dst  *[]float32
		size int
	}{"start": {&t.start, n}, "end": {&t.end, n}, "step": {&t.step, n * n}}
	for part, table := range tables {
		if *table.dst, err = e.headTensor(name+"."+part, table.size); err != nil {
			return nil, err
		}
	}
	if t.emit.Out != n {
		return nil, fmt.Errorf("%w: head %s has %d tags and %d outputs", ErrWeights, name, n, t.emit.Out)
	}
	t.addTags(spec.Tags)
	return t, nil
}

func (t *Tagger) addTags(names []string) {
	for _, name := range names {
		letter, kind, _ := strings.Cut(name, "-")
		t.tags = append(t.tags, tag{letter[0], t.kindIndex(kind)})
	}
	n := len(t.tags)
	t.from, t.to = make([][]uint8, n), make([][]uint8, n)
	for i := range n {
		for j := range n {
			if t.step[i*n+j] > illFormed {
				t.to[i] = append(t.to[i], uint8(j))
				t.from[j] = append(t.from[j], uint8(i))
			}
		}
	}
}

func (t *Tagger) kindIndex(kind string) int {
	if kind == "" {
		return -1
	}
	for i, k := range t.Kinds {
		if k == kind {
			return i
		}
	}
	t.Kinds = append(t.Kinds, kind)
	return len(t.Kinds) - 1
}

// Find returns the spans of a text, in order. None crosses a line.
func (t *Tagger) Find(s *States) []Tagged {
	emissions := t.emit.Apply(nil, s.vectors)
	n := len(t.tags)
	var out []Tagged
	d := t.decoder()
	for i := 1; i < len(s.Lines); i++ {
		a, b := s.Lines[i-1], s.Lines[i]
		if a == b {
			continue
		}
		found := t.decode(d, emissions[a*n:b*n])
		if len(found) == 0 {
			continue
		}
		t.confide(d, emissions[a*n:b*n], found)
		for _, f := range found {
			f.First, f.End = f.First+a, f.End+a
			out = append(out, f)
		}
	}
	return out
}

// decoder is scratch for one line after another.
type decoder struct {
	score, next []float32
	back        []uint8
	best        []uint8
	alpha, beta []float64
	potential   []float64 // of one word's tags
	step        []float64 // exp of the chain's
}

func (t *Tagger) decoder() *decoder {
	d := &decoder{potential: make([]float64, len(t.tags)), step: make([]float64, len(t.step))}
	for i, x := range t.step {
		d.step[i] = math.Exp(float64(x))
	}
	return d
}

// decode finds the best tag sequence of one line; ties go to the lower tag.
func (t *Tagger) decode(d *decoder, emissions []float32) []Tagged {
	n := len(t.tags)
	words := len(emissions) / n
	d.score, d.next = resize(d.score, n), resize(d.next, n)
	d.back, d.best = resize(d.back, words*n), resize(d.best, words)
	for j := range n {
		d.score[j] = t.start[j] + emissions[j]
	}
	for w := 1; w < words; w++ {
		for j := range n {
			top, arg := float32(math.Inf(-1)), uint8(0)
			for _, i := range t.from[j] {
				if x := d.score[i] + t.step[int(i)*n+j]; x > top {
					top, arg = x, i
				}
			}
			d.next[j] = top + emissions[w*n+j]
			d.back[w*n+j] = arg
		}
		d.score, d.next = d.next, d.score
	}
	top, arg := float32(math.Inf(-1)), 0
	for j := range n {
		if x := d.score[j] + t.end[j]; x > top {
			top, arg = x, j
		}
	}
	for w := words - 1; w >= 0; w-- {
		d.best[w] = uint8(arg)
		arg = int(d.back[w*n+arg])
	}
	return t.spans(d.best)
}

func (t *Tagger) spans(best []uint8) []Tagged {
	var out []Tagged
	start := 0
	for w, b := range best {
		tag := t.tags[b]
		if tag.letter == 'B' || tag.letter == 'S' {
			start = w
		}
		if tag.letter == 'E' || tag.letter == 'S' {
			out = append(out, Tagged{Span: Span{start, w + 1}, Kind: tag.kind})
		}
	}
	return out
}

// confide sets the confidences of a line's spans by the forward-backward algorithm, in probabilities scaled word by word.
func (t *Tagger) confide(d *decoder, emissions []float32, found []Tagged) {
	n := len(t.tags)
	words := len(emissions) / n
	d.alpha, d.beta = resize(d.alpha, words*n), resize(d.beta, words*n)
	potential, step := d.potential, d.step
	for w := range words {
		e, a := emissions[w*n:(w+1)*n], d.alpha[w*n:(w+1)*n]
		exponentials(potential, e)
		for j := range n {
			if w == 0 {
				a[j] = math.Exp(float64(t.start[j])) * potential[j]
				continue
			}
			sum := 0.0
			for _, i := range t.from[j] {
				sum += d.alpha[(w-1)*n+int(i)] * step[int(i)*n+j]
			}
			a[j] = sum * potential[j]
		}
		toOne(a)
	}
	for w := words - 1; w >= 0; w-- {
		b := d.beta[w*n : (w+1)*n]
		if w == words-1 {
			for j := range n {
				b[j] = math.Exp(float64(t.end[j]))
			}
			toOne(b)
			continue
		}
		exponentials(potential, emissions[(w+1)*n:(w+2)*n])
		for i := range n {
			sum := 0.0
			for _, j := range t.to[i] {
				sum += step[i*n+int(j)] * potential[j] * d.beta[(w+1)*n+int(j)]
			}
			b[i] = sum
		}
		toOne(b)
	}
	for i := range found {
		least := 1.0
		for w := found[i].First; w < found[i].End; w++ {
			total := 0.0
			for j := range n {
				total += d.alpha[w*n+j] * d.beta[w*n+j]
			}
			if own := d.alpha[w*n+int(d.best[w])] * d.beta[w*n+int(d.best[w])]; total > 0 {
				least = min(least, own/total)
			}
		}
		found[i].Confidence = float32(least)
	}
}

// exponentials sets dst to exp(x - max x).
func exponentials(dst []float64, x []float32) {
	top := x[0]
	for _, v := range x {
		top = max(top, v)
	}
	for i, v := range x {
		dst[i] = math.Exp(float64(v - top))
	}
}

func toOne(x []float64) {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	if sum <= 0 {
		return
	}
	for i := range x {
		x[i] /= sum
	}
}

func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// headSpec is what a weights file says of one of its heads.
type headSpec struct {
	Name     string    `json:"name"`
	Kind     string    `json:"kind"`
	Tags     []string  `json:"tags"`
	Features []Feature `json:"features"`
}

func (e *Encoder) headSpec(name, kind string) (*headSpec, error) {
	for _, raw := range e.weights.Config.HeadSpecs {
		var s headSpec
		if json.Unmarshal(raw, &s) == nil && s.Name == name {
			if s.Kind != kind {
				return nil, fmt.Errorf("%w: head %s is of kind %s, not %s", ErrWeights, name, s.Kind, kind)
			}
			return &s, nil
		}
	}
	return nil, fmt.Errorf("%w: has no head %s", ErrWeights, name)
}

func (e *Encoder) headTensor(name string, size int) ([]float32, error) {
	t, ok := e.weights.Tensor("heads." + name)
	if !ok || (size > 0 && len(t.Float32()) != size) {
		return nil, fmt.Errorf("%w: head tensor %s is missing or not of %d values", ErrWeights, name, size)
	}
	return t.Float32(), nil
}
