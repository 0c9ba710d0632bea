package encoder

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestLinear(t *testing.T) {
	w := randomWeights(t, small)
	rng := rand.New(rand.NewPCG(6, 6))
	eachPath(t, w, func(t *testing.T, e *Encoder) {
		for _, shape := range [][3]int{{1, 1, 1}, {3, 96, 9}, {8, 96, 32}, {9, 96, 33}, {31, 33, 47}, {64, 384, 150}, {0, 5, 5}} {
			rows, in, out := shape[0], shape[1], shape[2]
			weights, bias, x := randomFloats(rng, out*in, 1), randomFloats(rng, out, 1), randomFloats(rng, rows*in, 1)
			l, err := e.NewLinear(weights, bias, in)
			if err != nil {
				t.Fatal(err)
			}
			want := make([]float32, rows*out)
			for r := range rows {
				for j := range out {
					s := float64(bias[j])
					for i := range in {
						s += float64(x[r*in+i]) * float64(weights[j*in+i])
					}
					want[r*out+j] = float32(s)
				}
			}
			got := l.Apply(nil, x)
			if len(got) != len(want) {
				t.Fatalf("%v: %d values, want %d", shape, len(got), len(want))
			}
			near(t, "linear", want, got, 1e-4)
			for r := range rows {
				if row := l.Apply(nil, x[r*in:(r+1)*in]); !slices.Equal(row, got[r*out:(r+1)*out]) {
					t.Fatalf("%v: row %d alone gives other values than among others", shape, r)
				}
			}
		}
	})
}

func TestHead(t *testing.T) {
	e := New(randomWeights(t, small))
	l, err := e.Head("example")
	if err != nil || l.In != small.Hidden || l.Out != 9 {
		t.Fatalf("head of %+v, error %v", l, err)
	}
	if _, err := e.Head("absent"); !errors.Is(err, ErrWeights) || !strings.Contains(err.Error(), "heads.absent.weight") {
		t.Errorf("error %v for a head that is not there", err)
	}
	if _, err := e.NewLinear(make([]float32, 5), make([]float32, 2), 3); err == nil || !strings.Contains(err.Error(), "5 weights where it takes 6") {
		t.Errorf("error %v for too few weights", err)
	}
}

func TestDot(t *testing.T) {
	e := New(randomWeights(t, small))
	rng := rand.New(rand.NewPCG(7, 7))
	for _, n := range []int{0, 1, 31, 32, 33, 384, 400} {
		a, b := randomFloats(rng, n, 1), randomFloats(rng, n+3, 1)
		var want float64
		for i := range a {
			want += float64(a[i]) * float64(b[i])
		}
		near(t, "dot", []float32{float32(want)}, []float32{e.Dot(a, b)}, 1e-4)
	}
}

func BenchmarkLinear(b *testing.B) {
	w := randomWeights(b, small)
	rng := rand.New(rand.NewPCG(6, 6))
	for _, p := range Paths() {
		e, err := NewOn(p, w)
		if err != nil {
			b.Fatal(err)
		}
		l, err := e.NewLinear(randomFloats(rng, 64*384, 1), randomFloats(rng, 64, 1), 384)
		if err != nil {
			b.Fatal(err)
		}
		x := randomFloats(rng, 256*384, 1)
		var dst []float32
		b.Run(p.String(), func(b *testing.B) {
			for b.Loop() {
				dst = l.Apply(dst, x)
			}
			b.ReportMetric(float64(256*b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
