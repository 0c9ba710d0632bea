package encoder

import (
	"fmt"
	"math"
	"math/bits"
	"slices"
)

// A Pairer scores spans against spans: which cue a content belongs to, which name a pronoun stands for. The score is a
// small network over the states of the first and last words of both, and of a few numbers that say how they stand to each
// other (training/README.md has the formula). It may be used from many goroutines.
type Pairer struct {
	left, right *Linear
	out, none   []float32 // over half of what left and right give
	outBias     float32
	noneBias    float32
	features    []pairFeature
	dot         func(a, b []float32) float32
	half        int
}

type pairFeature struct {
	Feature
	rows []float32 // [size][half]
}

// Pairer returns the pair head of that name. It fails with ErrWeights if the file has none, or one with other features
// than those named, whose numbers Score takes in this order.
func (e *Encoder) Pairer(name string, features ...string) (*Pairer, error) {
	spec, err := e.headSpec(name, "pairs")
	if err != nil {
		return nil, err
	}
	p := &Pairer{dot: e.Dot}
	if p.left, err = e.Head(name + ".left"); err != nil {
		return nil, err
	}
	if p.right, err = e.Head(name + ".right"); err != nil {
		return nil, err
	}
	p.half = p.left.Out / 2
	if p.out, p.outBias, err = e.row(name+".out", p.half); err != nil {
		return nil, err
	}
	if p.none, p.noneBias, err = e.row(name+".none", p.half); err != nil {
		return nil, err
	}
	if len(features) != len(spec.Features) {
		return nil, fmt.Errorf("%w: head %s has features %v, not %v", ErrWeights, name, spec.Features, features)
	}
	for i, f := range spec.Features {
		if f.Name != features[i] {
			return nil, fmt.Errorf("%w: head %s has features %v, not %v", ErrWeights, name, spec.Features, features)
		}
		rows, err := e.headTensor(name+".feature."+f.Name, f.Size*p.half)
		if err != nil {
			return nil, err
		}
		p.features = append(p.features, pairFeature{f, rows})
	}
	return p, nil
}

// row reads a linear map with one output.
func (e *Encoder) row(name string, in int) (w []float32, b float32, err error) {
	if w, err = e.headTensor(name+".weight", in); err != nil {
		return nil, 0, err
	}
	bias, err := e.headTensor(name+".bias", 1)
	if err != nil {
		return nil, 0, err
	}
	return w, bias[0], nil
}

// Side is one side of pairs: its spans, and what the head makes of their states.
type Side struct {
	Spans []Span
	half  int
	made  []float32 // [spans][2*half]
}

// Left and Right prepare spans for one side of a pair.
func (p *Pairer) Left(s *States, spans []Span) *Side  { return side(p.left, p.half, s, spans) }
func (p *Pairer) Right(s *States, spans []Span) *Side { return side(p.right, p.half, s, spans) }

func side(l *Linear, half int, s *States, spans []Span) *Side {
	out := &Side{Spans: spans, half: half, made: make([]float32, 0, len(spans)*2*half)}
	ends, made := make([]float32, 0, min(len(spans), sideRows)*2*s.hidden), []float32(nil)
	for block := range slices.Chunk(spans, sideRows) {
		ends = ends[:0]
		for _, w := range block {
			ends = append(append(ends, s.State(w.First)...), s.State(w.End-1)...)
		}
		made = l.Apply(made, ends)
		out.made = append(out.made, made...)
	}
	return out
}

// sideRows is how many spans are prepared together: what they are prepared from is eight times what is kept.
const sideRows = 64

func (s *Side) row(i int) (sum, product []float32) {
	r := s.made[i*2*s.half : (i+1)*2*s.half]
	return r[:s.half], r[s.half:]
}

// Score scores left span i against right span j; values holds a number for each feature, clamped to its table.
func (p *Pairer) Score(left *Side, i int, right *Side, j int, values ...int) float32 {
	l1, l2 := left.row(i)
	r1, r2 := right.row(j)
	var rows [8][]float32
	for f := range p.features {
		v := max(0, min(values[f], p.features[f].Size-1))
		rows[f] = p.features[f].rows[v*p.half : (v+1)*p.half]
	}
	score := p.outBias + p.dot(l2, r2)/8
	for k := range p.half {
		h := l1[k] + r1[k]
		for f := range p.features {
			h += rows[f][k]
		}
		if h > 0 {
			score += h * p.out[k]
		}
	}
	return score
}

// None scores left span i against nothing.
func (p *Pairer) None(left *Side, i int) float32 {
	l1, _ := left.row(i)
	score := p.noneBias
	for k, h := range l1 {
		if h > 0 {
			score += h * p.none[k]
		}
	}
	return score
}

// Distance is the number of a pair's distance in words: powers of two up to 11, 12 more where the right span comes first.
func Distance(left, right Span) int {
	if left.First >= right.End {
		return 12 + bucket(left.First-right.End)
	}
	return bucket(right.First - left.End)
}

func bucket(d int) int { return min(11, bits.Len(uint(max(0, d)))) }

// Softmax turns scores into probabilities, in place.
func Softmax(x []float32) []float32 {
	if len(x) == 0 {
		return x
	}
	top := x[0]
	for _, v := range x {
		top = max(top, v)
	}
	var sum float32
	for i, v := range x {
		x[i] = float32(math.Exp(float64(v - top)))
		sum += x[i]
	}
	for i := range x {
		x[i] /= sum
	}
	return x
}
