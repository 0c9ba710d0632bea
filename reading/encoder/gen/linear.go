package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// One panel of an int8 linear layer: c[r][j] = sum_k a[r][k]*w[j][k] * scale[r]*ws[j] + bias[j], the sums exact
// in int32. rowBlocks counts blocks of the kernel's rows; a's rows are k elements apart, c's rows ldc bytes.
const linearSignature = "func(c *float32, ldc int, a *int8, k int, w *int8, rowBlocks int, scale *float32, correction *int32, ws *float32, bias *float32)"

// linearVNNI multiplies mr rows by nv*16 columns with VPDPBUSD. That instruction takes unsigned by signed
// bytes: the packed weights are w+128 and correction[r] = -128*sum_k a[r][k] starts each accumulator.
// Packed weights: [k/4][nv*16][4].
func linearVNNI(name string, mr, nv int) {
	TEXT(name, NOSPLIT, linearSignature)
	Pragma("noescape")
	v := avx512
	acc := make([][]VecVirtual, mr)
	for r := range acc {
		acc[r] = v.regs(nv)
	}
	wv, bc := v.regs(nv), v.regs(2)
	k := load("k")
	a := newRows(load("a"), k, mr)
	c := load("c")
	blocks := load("rowBlocks")
	scale, corr := load("scale"), load("correction")

	Label("rows")
	for r := range acc {
		for j := range acc[r] {
			VPBROADCASTD(Mem{Base: corr, Disp: r * 4}, acc[r][j])
		}
	}
	w, n := load("w"), GP64()
	const unroll = 2
	MOVQ(k, n)
	SHRQ(U8(3), n)
	Label("products")
	for u := 0; u < unroll; u++ {
		for j := range wv {
			VMOVDQU32(Mem{Base: w, Disp: (u*nv + j) * 64}, wv[j])
		}
		for r := range acc {
			t := bc[r%2]
			VPBROADCASTD(a.at(r, u*4), t)
			for j := range wv {
				VPDPBUSD(t, wv[j], acc[r][j])
			}
		}
	}
	ADDQ(U32(unroll*nv*64), w)
	a.advance(U8(unroll * 4))
	DECQ(n)
	JNZ(LabelRef("products"))

	linearEpilogue(v, acc, wv, bc[0], bc[1], c, scale)
	nextRows(a, mr, c, scale, corr, blocks)
}

// linearEpilogue scales the int32 sums and stores them at c.
func linearEpilogue(v vector, acc [][]VecVirtual, ws []VecVirtual, s, t VecVirtual, c, scale GPVirtual) {
	p := load("ws")
	for j := range ws {
		VMOVUPS(Mem{Base: p, Disp: j * v.bytes()}, ws[j])
	}
	p = load("bias")
	q := GP64()
	MOVQ(c, q)
	ldc := load("ldc")
	for r := range acc {
		VBROADCASTSS(Mem{Base: scale, Disp: r * 4}, s)
		for j := range acc[r] {
			VMULPS(ws[j], s, t)
			VCVTDQ2PS(acc[r][j], acc[r][j])
			VFMADD213PS(Mem{Base: p, Disp: j * v.bytes()}, t, acc[r][j])
			VMOVUPS(acc[r][j], Mem{Base: q, Disp: j * v.bytes()})
		}
		ADDQ(ldc, q)
	}
	MOVQ(q, c)
}

// nextRows moves on to the next block of rows, or ends the kernel. The a pointers stand k past their rows.
func nextRows(a rows, mr int, c, scale, corr, blocks GPVirtual) {
	for i := 0; i < mr-1; i++ {
		a.advance(a.stride)
	}
	ADDQ(U8(mr*4), scale)
	if corr != nil {
		ADDQ(U8(mr*4), corr)
	}
	DECQ(blocks)
	JNZ(LabelRef("rows"))
	VZEROUPPER()
	RET()
}

// linearAVX2 multiplies mr rows of int16 activations by nv*8 columns of int8 weights, widened on the way, with
// VPMADDWD: exact for the whole range, unlike VPMADDUBSW, which saturates. Packed weights: [k/2][nv*8][2].
func linearAVX2(name string, mr, nv int) {
	TEXT(name, NOSPLIT, linearSignature)
	Pragma("noescape")
	v := avx2
	acc := make([][]VecVirtual, mr)
	for r := range acc {
		acc[r] = v.regs(nv)
	}
	wv, bc, t := v.regs(nv), v.reg(), v.regs(2)
	k := load("k")
	stride := GP64()
	LEAQ(Mem{Base: k, Index: k, Scale: 1}, stride)
	a := newRows(load("a"), stride, mr)
	c := load("c")
	blocks := load("rowBlocks")
	scale := load("scale")

	Label("rows")
	for r := range acc {
		for j := range acc[r] {
			v.zero(acc[r][j])
		}
	}
	w, n := load("w"), GP64()
	const unroll = 4
	MOVQ(k, n)
	SHRQ(U8(3), n)
	Label("products")
	for u := 0; u < unroll; u++ {
		for j := range wv {
			VPMOVSXBW(Mem{Base: w, Disp: (u*nv + j) * 16}, wv[j])
		}
		for r := range acc {
			VPBROADCASTD(a.at(r, u*4), bc)
			for j := range wv {
				VPMADDWD(bc, wv[j], t[j%2])
				VPADDD(t[j%2], acc[r][j], acc[r][j])
			}
		}
	}
	ADDQ(U32(unroll*nv*16), w)
	a.advance(U8(unroll * 4))
	DECQ(n)
	JNZ(LabelRef("products"))

	linearEpilogue(v, acc, wv, bc, t[0], c, scale)
	nextRows(a, mr, c, scale, nil, blocks)
}

// quantise writes x[:n] as round(x*127/max|x|), ties to even, and returns the scale max|x|/127 and the sum of
// what it wrote. The 512-bit form writes int8, the 256-bit form int16. n is a multiple of two registers.
func quantise(name string, v vector) {
	TEXT(name, NOSPLIT, "func(q *int8, x *float32, n int) (scale float32, sum int32)")
	Pragma("noescape")
	x, q, n := load("x"), load("q"), load("n")
	shift := uint8(5)
	if !v.wide() {
		shift = 4
	}
	SHRQ(U8(shift), n)
	p, i := GP64(), GP64()
	MOVQ(x, p)
	MOVQ(n, i)
	abs, t, m, s := v.absMask(), v.regs(2), v.regs(2), v.regs(2)
	for j := range m {
		v.zero(m[j])
		v.zero(s[j])
	}
	Label("largest")
	for j := range t {
		v.and(Mem{Base: p, Disp: j * v.bytes()}, abs, t[j])
		VMAXPS(t[j], m[j], m[j])
	}
	ADDQ(U32(2*v.bytes()), p)
	DECQ(i)
	JNZ(LabelRef("largest"))
	VMAXPS(m[1], m[0], m[0])
	largest := v.reduce(m[0], maxPS)
	VMAXSS(scalar(1e-20), largest, largest)
	c, d := XMM(), XMM()
	VMOVSS(scalar(127), c)
	VDIVSS(c, largest, d)
	Store(d, Return("scale"))
	VDIVSS(largest, c, c)
	inv := v.reg()
	VBROADCASTSS(c, inv)

	Label("round")
	for j := range t {
		VMULPS(Mem{Base: x, Disp: j * v.bytes()}, inv, t[j])
		VCVTPS2DQ(t[j], t[j])
		VPADDD(t[j], s[j], s[j])
		if v.wide() {
			VPMOVSDB(t[j], Mem{Base: q, Disp: j * 16})
			continue
		}
		h := XMM()
		VEXTRACTI128(U8(1), t[j], h)
		VPACKSSDW(h, t[j].AsX(), h)
		VMOVDQU(h, Mem{Base: q, Disp: j * 16})
	}
	ADDQ(U8(32), q)
	ADDQ(U32(2*v.bytes()), x)
	DECQ(n)
	JNZ(LabelRef("round"))
	VPADDD(s[1], s[0], s[0])
	sum, r := v.reduce(s[0], addD), GP32()
	VMOVD(sum, r)
	Store(r, Return("sum"))
	VZEROUPPER()
	RET()
}
