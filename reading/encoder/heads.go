package encoder

import (
	"fmt"
	"slices"
)

// A Linear is a float32 linear map y = W*x + b for the heads that read states. It may be used from many goroutines.
type Linear struct {
	In, Out int
	kernels *kernels
	panels  []float32 // [panels][In][tileCols]
	bias    []float32 // padded to whole panels
	ones    []float32
}

// NewLinear returns the map of weights [len(bias)][in], laid out for the encoder's path. It fails if the
// weights are not that many.
func (e *Encoder) NewLinear(weights, bias []float32, in int) (*Linear, error) {
	out := len(bias)
	if in < 1 || out < 1 || len(weights) != in*out {
		return nil, fmt.Errorf("linear map of %d to %d: %d weights where it takes %d", in, out, len(weights), in*out)
	}
	k := e.kernels
	padded := (out + k.tileCols - 1) / k.tileCols * k.tileCols
	l := &Linear{In: in, Out: out, kernels: k, panels: aligned[float32](padded * in), bias: aligned[float32](padded), ones: aligned[float32](k.tileRows)}
	copy(l.bias, bias)
	for i := range l.ones {
		l.ones[i] = 1
	}
	for j := range out {
		panel := l.panels[j/k.tileCols*k.tileCols*in:]
		for i, w := range weights[j*in : (j+1)*in] {
			panel[i*k.tileCols+j%k.tileCols] = w
		}
	}
	return l, nil
}

// Head returns the map of tensors "heads.<name>.weight" [out][in] and "heads.<name>.bias" [out]. It fails with
// ErrWeights if the file has no such tensors or they do not fit each other.
func (e *Encoder) Head(name string) (*Linear, error) {
	w, okW := e.weights.Tensor("heads." + name + ".weight")
	b, okB := e.weights.Tensor("heads." + name + ".bias")
	if !okW || !okB || len(w.Shape) != 2 || len(b.Shape) != 1 || w.Shape[0] != b.Shape[0] {
		return nil, fmt.Errorf("%w: lacks tensors heads.%s.weight [out][in] and .bias [out]; it has %v", ErrWeights, name, e.weights.Names("heads."))
	}
	l, err := e.NewLinear(w.Float32(), b.Float32(), w.Shape[1])
	if err != nil {
		return nil, fmt.Errorf("%w: heads.%s: %w", ErrWeights, name, err)
	}
	return l, nil
}

// Apply returns the map of each row of x, [rows][In] to [rows][Out], in dst if it is large enough. Values past
// the last whole row are left out. What a row gives does not depend on the others.
func (l *Linear) Apply(dst, x []float32) []float32 {
	rows := len(x) / l.In
	dst = slices.Grow(dst[:0], rows*l.Out)[:rows*l.Out]
	if rows == 0 {
		return dst
	}
	k := l.kernels
	if rows < k.tileRows { // the kernel reads whole tiles
		x = append(make([]float32, 0, k.tileRows*l.In), x[:rows*l.In]...)
		x = x[:cap(x)]
	}
	tile := make([]float32, k.tileRows*k.tileCols)
	for r := 0; r < rows; r += k.tileRows {
		first := max(0, min(r, rows-k.tileRows)) // the last tile reaches back
		for p := 0; p < l.Out; p += k.tileCols {
			k.matmul(&tile[0], k.tileCols*4, &x[first*l.In], l.In*4, &l.panels[p*l.In], l.In, &l.bias[p], &l.ones[0])
			for i := r; i < min(rows, r+k.tileRows); i++ {
				copy(dst[i*l.Out+p:(i+1)*l.Out], tile[(i-first)*k.tileCols:(i-first+1)*k.tileCols])
			}
		}
	}
	return dst
}

// Dot returns the inner product of two vectors of one length, the shorter one's if they differ.
func (e *Encoder) Dot(a, b []float32) float32 {
	n := min(len(a), len(b))
	whole := n &^ 31
	var s float32
	if whole > 0 {
		s = e.kernels.dot(&a[0], &b[0], whole)
	}
	for i := whole; i < n; i++ {
		s += a[i] * b[i]
	}
	return s
}
