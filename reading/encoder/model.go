package encoder

import (
	"math"
	"sync"
	"unsafe"
)

// model is the weights of one file laid out for one set of kernels.
type model struct {
	word      []int8 // [vocab][hidden]
	wordScale []float32
	position  []float32   // [positions][hidden], that of the only token type added
	features  [][]float32 // each [size][hidden]
	norm      layerNorm
	layers    []layer
}

type layer struct {
	qkv, o, in, out linear
	attention, ffn  layerNorm // the norms after the two halves
}

type layerNorm struct{ gain, bias []float32 }

// linear is an int8 linear map, its weights packed in panels of the kernels' width: [panel][k/group][column][group].
type linear struct {
	in, depth   int // depth is in, padded for the kernels; weights there are 0 and activations of any value
	out         int // padded to whole panels
	weights     []int8
	scale, bias []float32
}

func newModel(w *Weights, k *kernels) *model {
	f32 := func(name string) []float32 { return w.tensors[name].Float32() }
	normOf := func(name string) layerNorm { return layerNorm{f32(name + ".weight"), f32(name + ".bias")} }
	m := &model{
		word:      w.tensors["embeddings.word"].int8s(),
		wordScale: f32("embeddings.word.scale"),
		position:  f32("embeddings.position"),
		norm:      normOf("embeddings.norm"),
	}
	h, tokenType := w.Config.Hidden, f32("embeddings.token_type0")
	for i := range m.position {
		m.position[i] += tokenType[i%h]
	}
	for _, f := range w.Config.Features {
		m.features = append(m.features, f32("embeddings.feature."+f.Name))
	}
	m.layers = make([]layer, w.Config.Layers)
	var all sync.WaitGroup
	for i := range m.layers {
		all.Go(func() { m.layers[i] = newLayer(w, k, i, normOf) })
	}
	all.Wait()
	return m
}

func newLayer(w *Weights, k *kernels, i int, normOf func(name string) layerNorm) layer {
	part := func(name string) part { return partOf(w, layerName(i, name)) }
	q := part("q")
	q.multiply(float32(1 / math.Sqrt(headWidth))) // scaled dot-product attention
	return layer{
		qkv: newLinear(k, q, part("k"), part("v")), o: newLinear(k, part("o")),
		in: newLinear(k, part("ffn_in")), out: newLinear(k, part("ffn_out")),
		attention: normOf(layerName(i, "attn_norm")), ffn: normOf(layerName(i, "ffn_norm")),
	}
}

// part is one linear map as the file has it.
type part struct {
	weights     []int8 // [out][in]
	scale, bias []float32
}

func partOf(w *Weights, name string) part {
	return part{w.tensors[name+".weight"].int8s(), w.tensors[name+".scale"].Float32(), w.tensors[name+".bias"].Float32()}
}

// multiply scales what the map puts out.
func (p *part) multiply(by float32) {
	scale, bias := make([]float32, len(p.scale)), make([]float32, len(p.bias))
	for i := range scale {
		scale[i], bias[i] = p.scale[i]*by, p.bias[i]*by
	}
	p.scale, p.bias = scale, bias
}

// newLinear packs parts of equal input width side by side.
func newLinear(k *kernels, parts ...part) linear {
	l := linear{in: len(parts[0].weights) / len(parts[0].scale)}
	l.depth = (l.in + k.depth - 1) / k.depth * k.depth
	for _, p := range parts {
		l.scale, l.bias = append(l.scale, p.scale...), append(l.bias, p.bias...)
	}
	rows := len(l.scale)
	l.out = (rows + k.panel - 1) / k.panel * k.panel
	l.scale = append(l.scale, make([]float32, l.out-rows)...)
	l.bias = append(l.bias, make([]float32, l.out-rows)...)
	l.weights = aligned[int8](l.out * l.depth)
	row := 0
	for _, p := range parts {
		for ; len(p.weights) > 0; p.weights = p.weights[l.in:] {
			panel := l.weights[row/k.panel*k.panel*l.depth:][:k.panel*l.depth]
			packRow(panel[row%k.panel*k.group:], p.weights[:l.in], k)
			row++
		}
	}
	return l
}

// packRow spreads one row of weights over its panel, in groups.
func packRow(panel, row []int8, k *kernels) {
	step := k.panel * k.group
	switch k.group {
	case 4: // four at once, and 128 added to each by turning its highest bit
		var flip uint32
		if k.weightOffset == 128 {
			flip = 0x80808080
		}
		dst, src := unsafe.Pointer(unsafe.SliceData(panel)), unsafe.Pointer(unsafe.SliceData(row))
		for i := range len(row) / 4 {
			*(*uint32)(unsafe.Add(dst, i*step)) = *(*uint32)(unsafe.Add(src, i*4)) ^ flip
		}
	case 2:
		for i := range len(row) / 2 {
			panel[i*step], panel[i*step+1] = row[2*i], row[2*i+1]
		}
	default:
		for i, w := range row {
			panel[i*step] = w
		}
	}
}

// aligned returns n zero values that start at a multiple of 64 bytes.
func aligned[T int8 | int16 | int32 | float32](n int) []T {
	var zero T
	size := int(unsafe.Sizeof(zero))
	b := make([]T, n+alignment/size)
	skip := 0
	if at := int(uintptr(unsafe.Pointer(unsafe.SliceData(b))) % alignment); at != 0 {
		skip = (alignment - at) / size
	}
	return b[skip : skip+n : skip+n]
}
