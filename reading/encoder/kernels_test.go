package encoder

import (
	"math"
	"math/rand/v2"
	"testing"
)

// near fails the test where got is off by more than tolerance, relative beyond 1.
func near(t *testing.T, what string, want, got []float32, tolerance float64) {
	t.Helper()
	for i := range want {
		w, g := float64(want[i]), float64(got[i])
		if !(math.Abs(w-g) <= tolerance*max(1, math.Abs(w))) {
			t.Fatalf("%s: [%d] of %d is %v, want %v", what, i, len(want), g, w)
		}
	}
}

func randomFloats(rng *rand.Rand, n int, size float64) []float32 {
	x := aligned[float32](n)
	for i := range x {
		x[i] = float32(size * rng.NormFloat64())
	}
	return x
}

func TestGELUTable(t *testing.T) {
	for x := float32(-12); x < 12; x += 1.0 / 1024 {
		y := []float32{x}
		geluPortable(&y[0], 1, &geluTable[0])
		want := float64(x) * (1 + math.Erf(float64(x)/math.Sqrt2)) / 2
		if math.Abs(float64(y[0])-want) > 5e-6 {
			t.Fatalf("gelu(%v) is %v, want %v", x, y[0], want)
		}
	}
}

func TestExp(t *testing.T) {
	for x := float32(0); x > -87; x -= 1.0 / 512 {
		want := math.Exp(float64(x))
		if got := float64(exp(x)); math.Abs(got-want) > 1e-5*want {
			t.Fatalf("exp(%v) is %v, want %v", x, got, want)
		}
	}
	if got := exp(-1e30); got > 1e-37 {
		t.Errorf("exp(-1e30) is %v", got)
	}
}

func FuzzElementwise(f *testing.F) {
	f.Add(uint64(1), uint8(1), 1.0)
	f.Add(uint64(2), uint8(12), 30.0)
	f.Add(uint64(3), uint8(48), 0.001)
	f.Add(uint64(4), uint8(3), 0.0)
	f.Fuzz(func(t *testing.T, seed uint64, blocks uint8, size float64) {
		if !(math.Abs(size) < 1e4) {
			t.Skip()
		}
		n := 32 * (1 + int(blocks)%64)
		rng := rand.New(rand.NewPCG(seed, 2))
		x, y := randomFloats(rng, n, size), randomFloats(rng, n, size)
		gain, bias := randomFloats(rng, n, 1), randomFloats(rng, n, 1)
		words := make([]int8, n)
		for i := range words {
			words[i] = int8(rng.Uint32())
		}
		copyOf := func(x []float32) []float32 { return append(aligned[float32](0), x...) }
		for i := range available {
			k := &available[i]
			name := k.path.String()

			want, got := copyOf(x), copyOf(x)
			geluPortable(&want[0], n, &geluTable[0])
			k.gelu(&got[0], n, &geluTable[0])
			near(t, name+" gelu", want, got, 1e-6)

			if k.softmax != nil {
				want, got = copyOf(x), copyOf(x)
				s := softmaxPortable(&want[0], n)
				// The exponent is a difference of products, each rounded to float32.
				tolerance := 1e-5 * max(1, math.Abs(size))
				near(t, name+" softmax scale", []float32{s}, []float32{k.softmax(&got[0], n)}, tolerance)
				near(t, name+" softmax", want, got, tolerance)
			}

			want, got = make([]float32, n), copyOf(x)
			addNormPortable(&want[0], &x[0], &y[0], &gain[0], &bias[0], n)
			k.addNorm(&got[0], &got[0], &y[0], &gain[0], &bias[0], n)
			near(t, name+" addNorm", want, got, 1e-4)

			want, got = make([]float32, n), make([]float32, n)
			embedPortable(&want[0], &words[0], float32(size), &y[0], n)
			k.embed(&got[0], &words[0], float32(size), &y[0], n)
			near(t, name+" embed", want, got, 1e-6*max(1, math.Abs(size)))

			want, got = copyOf(x), copyOf(x)
			addPortable(&want[0], &y[0], n)
			k.add(&got[0], &y[0], n)
			near(t, name+" add", want, got, 0)

			near(t, name+" dot", []float32{dotPortable(&x[0], &y[0], n)}, []float32{k.dot(&x[0], &y[0], n)}, 1e-5*max(1, size*size*float64(n)))
		}
	})
}

// activations reads what quantise wrote for a row.
func activations(k *kernels, q []int8) []int8 {
	if k.activation == 1 {
		return q
	}
	var out []int8
	for i := 0; i < len(q); i += 2 {
		if q[i]>>7 != q[i+1] {
			panic("activation beyond eight bits")
		}
		out = append(out, q[i])
	}
	return out
}

// FuzzLinear holds quantisation and the integer products of every path against the plain sums, exactly.
func FuzzLinear(f *testing.F) {
	f.Add(uint64(1), uint8(12), uint8(8), 1.0, false)
	f.Add(uint64(2), uint8(48), uint8(1), 100.0, true)
	f.Add(uint64(3), uint8(1), uint8(40), 1e-30, true)
	f.Add(uint64(4), uint8(2), uint8(9), 0.0, false)
	f.Fuzz(func(t *testing.T, seed uint64, blocks, rows uint8, size float64, extreme bool) {
		if !(math.Abs(size) < 1e30) {
			t.Skip()
		}
		in, out, n := 32*(1+int(blocks)%50), 96, 1+int(rows)%chunkRows
		rng := rand.New(rand.NewPCG(seed, 3))
		x := randomFloats(rng, n*in, size)
		weights := make([]int8, out*in)
		for i := range weights {
			weights[i] = int8(rng.IntN(255) - 127)
			if extreme {
				weights[i] = []int8{-127, 127}[rng.IntN(2)]
				x[i%len(x)] = float32(math.Copysign(size, float64(x[i%len(x)])))
			}
		}
		scale, bias := randomFloats(rng, out, 0.01), randomFloats(rng, out, 1)
		for i := range available {
			k := &available[i]
			l := newLinear(k, part{weights, scale, bias})
			s := &scratch{kernels: k, acts: aligned[int8](chunkRows * l.depth * k.activation), actScale: aligned[float32](chunkRows), correction: aligned[int32](chunkRows), work: aligned[int32](workSize)}
			got := aligned[float32](chunkRows * l.out)
			s.apply(&l, got, x, in, n)
			for r := range n {
				q := make([]int8, in)
				step, total := quantisePortable(&q[0], &x[r*in], in)
				correction := -total * int32(k.weightOffset)
				have := activations(k, s.acts[r*l.depth*k.activation:][:in*k.activation])
				for j := range q {
					total -= int32(q[j])
					if q[j] != have[j] {
						t.Fatalf("%v: activation %d of row %d is %d, want %d of %v", k.path, j, r, have[j], q[j], x[r*in+j])
					}
				}
				if total != 0 || s.actScale[r] != step || s.correction[r] != correction {
					t.Fatalf("%v: row %d has scale %v, want %v; correction %d, want %d; its sum is off by %d", k.path, r, s.actScale[r], step, s.correction[r], correction, total)
				}
				for j := range out {
					var sum int32
					for c := range in {
						sum += int32(q[c]) * int32(weights[j*in+c])
					}
					want := float64(sum)*float64(scale[j])*float64(step) + float64(bias[j])
					if v := float64(got[r*l.out+j]); math.Abs(v-want) > 3e-7*(math.Abs(want)+math.Abs(float64(sum)*float64(scale[j])*float64(step))) {
						t.Fatalf("%v: [%d][%d] of %d x %d is %v, want %v", k.path, r, j, n, in, v, want)
					}
				}
			}
		}
	})
}

func FuzzMatmul(f *testing.F) {
	f.Add(uint64(1), uint16(32))
	f.Add(uint64(2), uint16(1))
	f.Add(uint64(3), uint16(255))
	f.Fuzz(func(t *testing.T, seed uint64, depth uint16) {
		n := 1 + int(depth)%600
		rng := rand.New(rand.NewPCG(seed, 4))
		for i := range available {
			k := &available[i]
			lda, ldc := n+3, k.tileCols+5
			a, b := randomFloats(rng, k.tileRows*lda, 1), randomFloats(rng, n*k.tileCols, 1)
			init, scale := randomFloats(rng, k.tileCols, 1), randomFloats(rng, k.tileRows, 1)
			got, want := make([]float32, k.tileRows*ldc), make([]float32, k.tileRows*ldc)
			k.matmul(&got[0], ldc*4, &a[0], lda*4, &b[0], n, &init[0], &scale[0])
			for r := range k.tileRows {
				for j := range k.tileCols {
					s := float64(init[j])
					for c := range n {
						s += float64(a[r*lda+c]) * float64(b[c*k.tileCols+j])
					}
					want[r*ldc+j] = float32(s * float64(scale[r]))
				}
			}
			near(t, k.path.String(), want, got, 1e-4)
		}
	})
}

func TestTranspose(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 5))
	for i := range available {
		k := &available[i]
		if k.transpose == nil {
			continue
		}
		const lds = headWidth + 7
		src, dst := randomFloats(rng, k.tileCols*lds, 1), make([]float32, headWidth*k.tileCols)
		k.transpose(&dst[0], &src[0], lds*4)
		for row := range k.tileCols {
			for column := range headWidth {
				if got, want := dst[column*k.tileCols+row], src[row*lds+column]; got != want {
					t.Fatalf("%v: [%d][%d] is %v, want %v", k.path, column, row, got, want)
				}
			}
		}
	}
}
