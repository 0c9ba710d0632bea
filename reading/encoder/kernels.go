package encoder

import (
	"fmt"
	"math"
)

// A Path is one implementation of the kernels. Results are equal bit for bit on one path; between paths the
// integer products are equal and the float32 steps differ in the last digits.
type Path uint8

// The paths, slowest first.
const (
	Portable Path = iota // plain Go, any machine
	NEON                 // arm64 with SDOT, on Linux and macOS
	AVX2                 // x86-64 with AVX2, FMA
	VNNI                 // x86-64 with AVX-512 F, BW, DQ, VL, VNNI
	AMX                  // as VNNI, with AMX int8 tiles and a system that lets a process use them
)

func (p Path) String() string {
	switch p {
	case Portable:
		return "portable"
	case NEON:
		return "neon"
	case AVX2:
		return "avx2"
	case VNNI:
		return "vnni"
	case AMX:
		return "amx"
	}
	return fmt.Sprintf("Path(%d)", uint8(p))
}

// Paths returns the paths this machine can run, fastest first.
func Paths() []Path {
	var p []Path
	for i := range available {
		p = append(p, available[i].path)
	}
	return p
}

// kernelsOf returns the kernels of a path, or nil where this machine cannot run them.
func kernelsOf(p Path) *kernels {
	for i := range available {
		if available[i].path == p {
			return &available[i]
		}
	}
	return nil
}

// available holds the kernels this machine can run, fastest first.
var available = append(machineKernels(), portable)

// kernels is one path's set of inner loops, and the shapes they work in. Pointers are to the first element;
// strides (ldc, lda, lds) are in bytes. Lengths n are multiples of 32 unless a kernel says otherwise.
type kernels struct {
	path Path

	// linear multiplies rows quantised activations in the scratch by l, int32 sums scaled to float32: c[r][j] =
	// sum_k a[r][k]*w[j][k] * scale[r]*ws[j] + bias[j]. rows is a multiple of linearRows.
	linear       func(s *scratch, l *linear, c []float32, rows int)
	linearRows   int
	panel        int // columns
	depth        int // products summed over k come in this many
	group        int // successive k of one column that lie together
	weightOffset int // what pack adds to every weight: 128 where the instruction wants them unsigned
	activation   int // bytes an activation takes

	// quantise writes x[:n] as round(x*127/max|x|), ties to even, and returns max|x|/127 and their sum.
	quantise func(q *int8, x *float32, n int) (scale float32, sum int32)

	// attend is scratch.attend, or takes its place; where it does, that one's kernels, transpose and softmax, are nil.
	attend func(s *scratch, row, n int)
	// matmul computes a tile of tileRows x tileCols: c[r][j] = (init[j] + sum_k a[r][k]*b[k][j]) * scale[r].
	matmul             func(c *float32, ldc int, a *float32, lda int, b *float32, k int, init, scale *float32)
	tileRows, tileCols int
	// transpose writes 32 columns of tileCols rows of src as dst[column][row].
	transpose func(dst, src *float32, lds int)
	// softmax replaces x by e^(x-max) and returns one over their sum.
	softmax func(x *float32, n int) (scale float32)
	gelu    func(x *float32, n int, table *float32)
	// addNorm writes the layer norm of x+y to dst, which may be x.
	addNorm func(dst, x, y, gain, bias *float32, n int)
	// embed writes dst = word*scale + position.
	embed func(dst *float32, word *int8, scale float32, position *float32, n int)
	add   func(dst, x *float32, n int)
	dot   func(a, b *float32, n int) float32
}

// A panelKernel does what kernels.linear does for one panel of weights, as packRow fills it, and blocks of rows.
// a's rows are k elements apart; correction[r] is -sum_k a[r][k] * weightOffset.
type panelKernel func(c *float32, ldc int, a *int8, k int, w *int8, blocks int, scale *float32, correction *int32, ws, bias *float32)

// eachPanel makes kernels.linear of a kernel for blocks of so many rows and panels of so many columns.
func eachPanel(do panelKernel, rows, columns int) func(s *scratch, l *linear, c []float32, n int) {
	return func(s *scratch, l *linear, c []float32, n int) {
		for p := 0; p < l.out; p += columns {
			do(&c[p], l.out*4, &s.acts[0], l.depth, &l.weights[p*l.depth], n/rows, &s.actScale[0], &s.correction[0], &l.scale[p], &l.bias[p])
		}
	}
}

const workSize = 32 * 32 // int32, of the kernels for tiles

const normEpsilon = 1e-12 // of every layer norm, as in BERT

// geluTable has a cubic for h(a) = Phi(a) - 1/2, Phi the normal distribution, on each of sixteen intervals:
// the coefficients by power, then the number of intervals in a unit. With it gelu(x) = x/2 + |x|*h(|x|)
// (Hendrycks and Gimpel, arXiv:1606.08415) is off by at most 5e-6. The i-th interval is centred on
// i/perUnit; from the last centre on, h is 1/2.
var geluTable = newGELUTable()

const (
	geluIntervals = 16
	geluPerUnit   = 15 / 5.2
)

// newGELUTable interpolates h in the Chebyshev nodes of each interval.
func newGELUTable() *[4*geluIntervals + 1]float32 {
	var t [4*geluIntervals + 1]float32
	for i := range geluIntervals {
		h := func(r float64) float64 { return math.Erf((float64(i)+r)/geluPerUnit/math.Sqrt2) / 2 }
		p, q := math.Cos(math.Pi/8)/2, math.Cos(3*math.Pi/8)/2
		evenP, evenQ := (h(p)+h(-p))/2, (h(q)+h(-q))/2
		oddP, oddQ := (h(p)-h(-p))/2/p, (h(q)-h(-q))/2/q
		c2, c3 := (evenP-evenQ)/(p*p-q*q), (oddP-oddQ)/(p*p-q*q)
		for power, c := range [4]float64{evenP - c2*p*p, oddP - c3*p*p, c2, c3} {
			t[power*geluIntervals+i] = float32(c)
		}
	}
	for power, c := range [4]float32{0.5, 0, 0, 0} {
		t[power*geluIntervals+geluIntervals-1] = c
	}
	t[4*geluIntervals] = geluPerUnit
	return &t
}
