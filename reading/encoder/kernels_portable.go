package encoder

import (
	"math"
	"unsafe"
)

// portable is the reference for every other path, and what a machine without vector kernels runs.
var portable = kernels{
	path:   Portable,
	linear: eachPanel(linearPortable, 1, 4), linearRows: 1, panel: 4, depth: 1, group: 1, activation: 1,
	quantise: quantisePortable,
	attend:   (*scratch).attend,
	matmul:   matmulPortable, tileRows: 2, tileCols: 4,
	transpose: transposePortable,
	softmax:   softmaxPortable,
	gelu:      geluPortable,
	addNorm:   addNormPortable,
	embed:     embedPortable,
	add:       addPortable,
	dot:       dotPortable,
}

// stride returns p moved on by row strides of ld bytes.
func stride(p *float32, row, ld int) *float32 {
	return (*float32)(unsafe.Add(unsafe.Pointer(p), row*ld))
}

func linearPortable(c *float32, ldc int, a *int8, k int, w *int8, rows int, scale *float32, _ *int32, ws, bias *float32) {
	acts := unsafe.Slice(a, rows*k)
	weights := unsafe.Slice(w, 4*k)
	s, b := unsafe.Slice(ws, 4), unsafe.Slice(bias, 4)
	for r, scale := range unsafe.Slice(scale, rows) {
		row, p := acts[r*k:(r+1)*k], weights
		var s0, s1, s2, s3 int32
		for _, x := range row {
			q, x := p[:4:4], int32(x)
			s0 += x * int32(q[0])
			s1 += x * int32(q[1])
			s2 += x * int32(q[2])
			s3 += x * int32(q[3])
			p = p[4:]
		}
		out := unsafe.Slice(stride(c, r, ldc), 4)
		for j, sum := range [4]int32{s0, s1, s2, s3} {
			out[j] = float32(sum)*(s[j]*scale) + b[j]
		}
	}
}

func quantisePortable(q *int8, x *float32, n int) (scale float32, sum int32) {
	const magic = 3 << 22 // added to a float32 below 2^22 in size, rounds it to a whole number, ties to even
	in, out := unsafe.Slice(x, n), unsafe.Slice(q, n)
	largest := float32(1e-20)
	for _, v := range in {
		largest = max(largest, v, -v)
	}
	inverse := 127 / largest
	for i, v := range in {
		rounded := int32(float32(v*inverse) + magic - magic)
		out[i] = int8(rounded)
		sum += rounded
	}
	return largest / 127, sum
}

func matmulPortable(c *float32, ldc int, a *float32, lda int, b *float32, k int, init, scale *float32) {
	a0, a1 := unsafe.Slice(a, k), unsafe.Slice(stride(a, 1, lda), k)
	p, start, s := unsafe.Slice(b, 4*k), unsafe.Slice(init, 4), unsafe.Slice(scale, 2)
	c00, c01, c02, c03 := start[0], start[1], start[2], start[3]
	c10, c11, c12, c13 := c00, c01, c02, c03
	for i, x := range a0 {
		q, y := p[:4:4], a1[i]
		c00 += x * q[0]
		c01 += x * q[1]
		c02 += x * q[2]
		c03 += x * q[3]
		c10 += y * q[0]
		c11 += y * q[1]
		c12 += y * q[2]
		c13 += y * q[3]
		p = p[4:]
	}
	out := unsafe.Slice(c, 4)
	out[0], out[1], out[2], out[3] = c00*s[0], c01*s[0], c02*s[0], c03*s[0]
	out = unsafe.Slice(stride(c, 1, ldc), 4)
	out[0], out[1], out[2], out[3] = c10*s[1], c11*s[1], c12*s[1], c13*s[1]
}

func transposePortable(dst, src *float32, lds int) {
	out := unsafe.Slice(dst, headWidth*4)
	for row := range 4 {
		for column, v := range unsafe.Slice(stride(src, row, lds), headWidth) {
			out[column*4+row] = v
		}
	}
}

// exp returns e^x for x at most 0, by a polynomial for 2^f on [0, 1).
func exp(x float32) float32 {
	y := max(x*math.Log2E, -126)
	n := float32(int32(y))
	if n > y {
		n--
	}
	f := y - n
	p := float32(0.0018671300495043397)
	p = p*f + 0.009017030708491802
	p = p*f + 0.05579991266131401
	p = p*f + 0.24016444385051727
	p = p*f + 0.6931512951850891
	p = p*f + 1
	return math.Float32frombits(math.Float32bits(p) + uint32(int32(n))<<23)
}

func softmaxPortable(x *float32, n int) (scale float32) {
	v := unsafe.Slice(x, n)
	largest := float32(-1e30)
	for _, s := range v {
		largest = max(largest, s)
	}
	var sum float32
	for i, s := range v {
		v[i] = exp(s - largest)
		sum += v[i]
	}
	return 1 / sum
}

func geluPortable(x *float32, n int, table *float32) {
	v, t := unsafe.Slice(x, n), unsafe.Slice(table, len(geluTable))
	for i, y := range v {
		a := max(y, -y)
		r := min(a*t[4*geluIntervals], geluIntervals-1)
		k := int(r + 0.5)
		r -= float32(k)
		h := t[48+k]
		h = h*r + t[32+k]
		h = h*r + t[16+k]
		h = h*r + t[k]
		v[i] = y*0.5 + a*h
	}
}

func addNormPortable(dst, x, y, gain, bias *float32, n int) {
	out, a, b := unsafe.Slice(dst, n), unsafe.Slice(x, n), unsafe.Slice(y, n)
	g, s := unsafe.Slice(gain, n), unsafe.Slice(bias, n)
	var mean, variance float32
	for i := range out {
		out[i] = a[i] + b[i]
		mean += out[i]
	}
	mean /= float32(n)
	for _, v := range out {
		variance += (v - mean) * (v - mean)
	}
	inverse := float32(1 / math.Sqrt(float64(variance/float32(n)+normEpsilon)))
	for i, v := range out {
		out[i] = (v-mean)*inverse*g[i] + s[i]
	}
}

func embedPortable(dst *float32, word *int8, scale float32, position *float32, n int) {
	out, p := unsafe.Slice(dst, n), unsafe.Slice(position, n)
	for i, w := range unsafe.Slice(word, n) {
		out[i] = float32(w)*scale + p[i]
	}
}

func addPortable(dst, x *float32, n int) {
	out := unsafe.Slice(dst, n)
	for i, v := range unsafe.Slice(x, n) {
		out[i] += v
	}
}

func dotPortable(a, b *float32, n int) float32 {
	y := unsafe.Slice(b, n)
	var s [4]float32
	for i, v := range unsafe.Slice(a, n) {
		s[i%4] += v * y[i]
	}
	return (s[0] + s[1]) + (s[2] + s[3])
}
