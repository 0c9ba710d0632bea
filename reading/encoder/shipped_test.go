package encoder

import (
	"fmt"
	"testing"
)

// shippedWindow is n pieces that need no text: the same ones that training/onnx_speed.py reads.
func shippedWindow(c *Config, n int) Window {
	w := Window{IDs: make([]int32, n)}
	for i := range w.IDs {
		w.IDs[i] = int32((1000 + 37*i) % c.Vocab)
	}
	for _, f := range c.Features {
		values := make([]uint8, n)
		for i := range values {
			values[i] = uint8(i % f.Size)
		}
		w.Features = append(w.Features, values)
	}
	return w
}

// BenchmarkShipped times the shipped weights window by window, by the processor's time: what else the machine does
// matters less.
func BenchmarkShipped(b *testing.B) {
	w, err := Open([]byte(readerWeights))
	if err != nil {
		b.Fatal(err)
	}
	for _, p := range Paths() {
		if p == Portable {
			continue
		}
		e, err := NewOn(p, w)
		if err != nil {
			b.Fatal(err)
		}
		for _, n := range []int{64, 128, 256, 512} {
			windows := []Window{shippedWindow(&w.Config, n)}
			b.Run(fmt.Sprintf("%v/%d", p, n), func(b *testing.B) {
				states := encode(b, e, windows...)
				start := processTime()
				for b.Loop() {
					if states, err = e.Encode(states, windows); err != nil {
						b.Fatal(err)
					}
				}
				spent := processTime() - start
				b.ReportMetric(float64(spent)/float64(b.N), "cpu-ns/op")
				b.ReportMetric(float64(n*b.N)/spent.Seconds(), "pieces/cpu-s")
				b.Logf("state of %v/%d: %v", p, n, states[:16])
			})
		}
	}
}
