package encoder

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
)

func randomWindow(rng *rand.Rand, c *Config, n int) Window {
	w := Window{IDs: make([]int32, n)}
	for i := range w.IDs {
		w.IDs[i] = int32(rng.IntN(c.Vocab))
	}
	for _, f := range c.Features {
		values := make([]uint8, n)
		for i := range values {
			values[i] = uint8(rng.IntN(f.Size))
		}
		w.Features = append(w.Features, values)
	}
	return w
}

func eachPath(t *testing.T, w *Weights, do func(t *testing.T, e *Encoder)) {
	for _, p := range Paths() {
		t.Run(p.String(), func(t *testing.T) {
			e, err := NewOn(p, w)
			if err != nil {
				t.Fatal(err)
			}
			do(t, e)
		})
	}
}

func encode(t testing.TB, e *Encoder, windows ...Window) []float32 {
	t.Helper()
	states, err := e.Encode(nil, windows)
	if err != nil {
		t.Fatal(err)
	}
	return states
}

// cosine returns the cosine between two vectors.
func cosine(a []float64, b []float32) float64 {
	var ab, aa, bb float64
	for i := range a {
		x, y := a[i], float64(b[i])
		ab, aa, bb = ab+x*y, aa+x*x, bb+y*y
	}
	return ab / math.Sqrt(aa*bb)
}

// TestEncodeAgreesWithReference: rounding is discontinuous, so that a last digit that differs can send an
// activation to the next step, and with it others later on. A mistake shows as a cosine far below these bounds.
func TestEncodeAgreesWithReference(t *testing.T) {
	for name, test := range map[string]struct {
		config Config
		length int
		least  float64
	}{
		"small, one layer": {Config{Layers: 1, Hidden: 96, FFN: 160, Vocab: 50, MaxPositions: 80, Features: small.Features}, 45, 0.9999},
		"small":            {small, 70, 0.9999},
		"MiniLM":           {miniLM, 37, 0.999},
	} {
		w := randomWeights(t, test.config)
		window := randomWindow(rand.New(rand.NewPCG(3, 3)), &w.Config, test.length)
		want := newReference(w, true).encode(window)
		eachPath(t, w, func(t *testing.T, e *Encoder) {
			got := encode(t, e, window)
			if cos := cosine(want, got); !(cos >= test.least) {
				t.Errorf("%s: cosine with the reference %.7f, want %v", name, cos, test.least)
			}
		})
	}
}

func TestStatesDependOnTheWindowAlone(t *testing.T) {
	w := randomWeights(t, small)
	rng := rand.New(rand.NewPCG(5, 5))
	var windows []Window
	for _, n := range []int{1, 2, 7, 8, 9, 0, 31, 32, 33, 64, 80, 15, 16, 17, 63, 65, 80, 80, 3} {
		windows = append(windows, randomWindow(rng, &w.Config, n))
	}
	eachPath(t, w, func(t *testing.T, e *Encoder) {
		alone := make([][]float32, len(windows))
		for i := range windows {
			alone[i] = encode(t, e, windows[i])
		}
		for range 3 {
			rng.Shuffle(len(windows), func(i, j int) {
				windows[i], windows[j] = windows[j], windows[i]
				alone[i], alone[j] = alone[j], alone[i]
			})
			if got := encode(t, e, windows...); !slices.Equal(got, slices.Concat(alone...)) {
				t.Fatal("states differ by what else is in the call")
			}
		}
		var all sync.WaitGroup
		for i := range windows {
			all.Go(func() {
				for range 5 {
					if got, err := e.Encode(nil, windows[i:i+1]); err != nil || !slices.Equal(got, alone[i]) {
						t.Errorf("window %d: states differ between goroutines, or error %v", i, err)
					}
				}
			})
		}
		all.Wait()
	})
}

func TestPathsAgree(t *testing.T) {
	w := randomWeights(t, small)
	window := randomWindow(rand.New(rand.NewPCG(8, 8)), &w.Config, 61)
	reference, err := NewOn(Portable, w)
	if err != nil {
		t.Fatal(err)
	}
	var want []float64
	for _, v := range encode(t, reference, window) {
		want = append(want, float64(v))
	}
	eachPath(t, w, func(t *testing.T, e *Encoder) {
		if cos := cosine(want, encode(t, e, window)); !(cos > 0.9999) {
			t.Errorf("cosine with the portable path %.7f", cos)
		}
	})
}

func TestNilFeaturesAreZeros(t *testing.T) {
	w := randomWeights(t, small)
	ids := []int32{3, 1, 4, 1, 5}
	zeros := [][]uint8{make([]uint8, 5), make([]uint8, 5)}
	e := New(w)
	if !slices.Equal(encode(t, e, Window{IDs: ids}), encode(t, e, Window{IDs: ids, Features: zeros})) {
		t.Error("no features and features of value 0 give different states")
	}
}

func TestEncodeUsesTheRoomItIsGiven(t *testing.T) {
	e := New(randomWeights(t, small))
	window := []Window{{IDs: []int32{1, 2, 3}}}
	dst := encode(t, e, window...)
	again, err := e.Encode(dst, window)
	if err != nil || &again[0] != &dst[0] {
		t.Errorf("a new slice, or error %v", err)
	}
	if n := testing.AllocsPerRun(50, func() { dst, _ = e.Encode(dst, window) }); n > 0.5 {
		t.Errorf("%v allocations a call", n)
	}
	if got := encode(t, e); len(got) != 0 {
		t.Errorf("%d values for no windows", len(got))
	}
}

func TestWindowErrors(t *testing.T) {
	e := New(randomWeights(t, small))
	for want, w := range map[string]Window{
		"has 81 pieces; split it, 80 is the most":      {IDs: make([]int32, 81)},
		"has piece 50; the vocabulary has 50":          {IDs: []int32{1, 50}},
		"has piece -1; the vocabulary has 50":          {IDs: []int32{-1}},
		"has 1 features; the weights have 2":           {IDs: []int32{1}, Features: [][]uint8{{0}}},
		"has 2 values of gap for 1 pieces":             {IDs: []int32{1}, Features: [][]uint8{{0}, {0, 0}}},
		"has shape 4; the weights have 4 values of it": {IDs: []int32{1}, Features: [][]uint8{{4}, {0}}},
	} {
		got, err := e.Encode(nil, []Window{{IDs: []int32{1}}, w})
		if got != nil || !errors.Is(err, ErrWindow) || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("error %v, want ErrWindow with %q", err, want)
		}
	}
}

func TestPathsOfThisMachine(t *testing.T) {
	paths := Paths()
	if len(paths) == 0 || paths[len(paths)-1] != Portable || New(randomWeights(t, small)).Path() != paths[0] {
		t.Errorf("paths are %v", paths)
	}
	if _, err := NewOn(Path(200), nil); err == nil || !strings.Contains(err.Error(), "cannot run the Path(200) kernels") {
		t.Errorf("error %v for a path that does not exist", err)
	}
}

func BenchmarkEncode(b *testing.B) {
	w := randomWeights(b, miniLM)
	rng := rand.New(rand.NewPCG(9, 9))
	for _, p := range Paths() {
		e, err := NewOn(p, w)
		if err != nil {
			b.Fatal(err)
		}
		for _, batch := range [][2]int{{1, 64}, {1, 128}, {1, 256}, {1, 512}, {8, 256}, {24, 40}} {
			var windows []Window
			for range batch[0] {
				windows = append(windows, randomWindow(rng, &w.Config, batch[1]))
			}
			b.Run(fmt.Sprintf("%v/%dx%d", p, batch[0], batch[1]), func(b *testing.B) {
				states := encode(b, e, windows...)
				for b.Loop() {
					if states, err = e.Encode(states, windows); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(batch[0]*batch[1]*b.N)/b.Elapsed().Seconds(), "pieces/s")
			})
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	data := randomFile(miniLM, 7).bytes()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Open(data); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLayout is what the first use of an encoder costs.
func BenchmarkLayout(b *testing.B) {
	w := randomWeights(b, miniLM)
	for b.Loop() {
		newModel(w, &available[0])
	}
}
