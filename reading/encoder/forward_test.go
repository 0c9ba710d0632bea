package encoder

import (
	"math/rand/v2"
	"testing"
)

// FuzzAttend compares every path's attention with the plain one, in float64.
func FuzzAttend(f *testing.F) {
	f.Add(uint64(1), uint16(1), 1.0)
	f.Add(uint64(2), uint16(33), 3.0)
	f.Add(uint64(3), uint16(80), 0.1)
	f.Fuzz(func(t *testing.T, seed uint64, length uint16, size float64) {
		if !(size >= 0 && size < 4) {
			t.Skip()
		}
		w := randomWeights(t, small)
		n, h := 1+int(length)%150, small.Hidden
		rng := rand.New(rand.NewPCG(seed, 10))
		q, k, v := make([]float64, n*h), make([]float64, n*h), make([]float64, n*h)
		for i := range q {
			q[i], k[i], v[i] = size*rng.NormFloat64(), size*rng.NormFloat64(), size*rng.NormFloat64()
		}
		var want []float32
		for _, x := range newReference(w, false).attention(q, k, v) {
			want = append(want, float32(x))
		}
		for i := range available {
			kernels := &available[i]
			s := &scratch{config: &w.Config, kernels: kernels, model: newModel(w, kernels)}
			s.reserve(n + 3)
			width := s.model.layers[0].qkv.out
			for i := range q {
				at := (3+i/h)*width + i%h
				s.qkv[at], s.qkv[at+h], s.qkv[at+2*h] = float32(q[i])*0.17677669529663687, float32(k[i]), float32(v[i])
			}
			kernels.attend(s, 3, n)
			// A score of 32 products of size size*size each is off by some 2^-17 of them; so is its exponential. In
			// int16 a factor is off by up to 2^-14 of the largest, four times the size, and a value by 2^-11.
			tolerance := 6e-5
			if kernels.path == VNNI {
				tolerance = 5e-3
			}
			near(t, kernels.path.String(), want, s.context[3*h:], tolerance*max(1, size*size*size))
		}
	})
}
