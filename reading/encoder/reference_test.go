package encoder

import "math"

// reference computes a window's states in plain float64 straight from the weights file, with none of the
// package's layouts or kernels. int8 rounds activations as the kernels do; without it, only weights are rounded.
type reference struct {
	w     *Weights
	int8  bool
	cache map[string][]float64
}

func newReference(w *Weights, int8 bool) *reference {
	return &reference{w, int8, map[string][]float64{}}
}

func (ref *reference) tensor(name string) []float64 {
	if out, ok := ref.cache[name]; ok {
		return out
	}
	t, ok := ref.w.Tensor(name)
	if !ok {
		panic("no tensor " + name)
	}
	var out []float64
	for _, v := range t.Float32() {
		out = append(out, float64(v))
	}
	ref.cache[name] = out
	return out
}

func (ref *reference) encode(w Window) []float64 {
	c := ref.w.Config
	h := c.Hidden
	word, scale := ref.tensor("embeddings.word"), ref.tensor("embeddings.word.scale")
	position, tokenType := ref.tensor("embeddings.position"), ref.tensor("embeddings.token_type0")
	x := make([]float64, len(w.IDs)*h)
	for i, id := range w.IDs {
		for j := range h {
			x[i*h+j] = word[int(id)*h+j]*scale[id] + position[i*h+j] + tokenType[j]
			for f, feature := range c.Features {
				v := 0
				if w.Features != nil {
					v = int(w.Features[f][i])
				}
				x[i*h+j] += ref.tensor("embeddings.feature." + feature.Name)[v*h+j]
			}
		}
	}
	ref.norm("embeddings.norm", x)
	for l := range c.Layers {
		part := func(name string, x []float64) []float64 { return ref.linear(layerName(l, name), x) }
		a := ref.attention(part("q", x), part("k", x), part("v", x))
		x = sum(x, part("o", a))
		ref.norm(layerName(l, "attn_norm"), x)
		f := part("ffn_in", x)
		for i, v := range f {
			f[i] = v * (1 + math.Erf(v/math.Sqrt2)) / 2
		}
		x = sum(x, part("ffn_out", f))
		ref.norm(layerName(l, "ffn_norm"), x)
	}
	return x
}

func sum(a, b []float64) []float64 {
	for i := range a {
		a[i] += b[i]
	}
	return a
}

func (ref *reference) norm(name string, x []float64) {
	gain, bias := ref.tensor(name+".weight"), ref.tensor(name+".bias")
	h := len(gain)
	for ; len(x) > 0; x = x[h:] {
		var mean, variance float64
		for _, v := range x[:h] {
			mean += v / float64(h)
		}
		for _, v := range x[:h] {
			variance += (v - mean) * (v - mean) / float64(h)
		}
		for i, v := range x[:h] {
			x[i] = (v-mean)/math.Sqrt(variance+normEpsilon)*gain[i] + bias[i]
		}
	}
}

func (ref *reference) linear(name string, x []float64) []float64 {
	weights, scale, bias := ref.tensor(name+".weight"), ref.tensor(name+".scale"), ref.tensor(name+".bias")
	in := len(weights) / len(scale)
	var out []float64
	for ; len(x) > 0; x = x[in:] {
		row, step := x[:in:in], 1.0
		if ref.int8 {
			row, step = roundActivations(row)
		}
		for j := range scale {
			var s float64
			for i, v := range row {
				s += v * weights[j*in+i]
			}
			out = append(out, s*step*scale[j]+bias[j])
		}
	}
	return out
}

func roundActivations(row []float64) (rounded []float64, step float64) {
	for _, v := range row {
		step = max(step, math.Abs(v)/127)
	}
	for _, v := range row {
		rounded = append(rounded, math.RoundToEven(v/step))
	}
	return rounded, step
}

func (ref *reference) attention(q, k, v []float64) []float64 {
	h := ref.w.Config.Hidden
	n := len(q) / h
	out := make([]float64, len(q))
	for head := 0; head < h; head += headWidth {
		for i := range n {
			p, total := make([]float64, n), 0.0
			for j := range n {
				for d := range headWidth {
					p[j] += q[i*h+head+d] * k[j*h+head+d] / math.Sqrt(headWidth)
				}
			}
			for j := range p {
				p[j] = math.Exp(p[j])
				total += p[j]
			}
			for j := range n {
				for d := range headWidth {
					out[i*h+head+d] += p[j] / total * v[j*h+head+d]
				}
			}
		}
	}
	return out
}
