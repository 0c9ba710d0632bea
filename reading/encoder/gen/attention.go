package main

import (
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// matmul computes one tile c[r][j] = (init[j] + sum_k a[r][k]*b[k][j]) * scale[r] of rowTile rows by two
// registers of columns: 8 x 32 with 512 bits, 4 x 16 with 256. b is packed, its rows two registers wide.
func matmul(name string, v vector) {
	TEXT(name, NOSPLIT, "func(c *float32, ldc int, a *float32, lda int, b *float32, k int, init *float32, scale *float32)")
	Pragma("noescape")
	mr, nv := 8, 2
	if !v.wide() {
		mr = 4
	}
	acc := make([][]VecVirtual, mr)
	p := load("init")
	for r := range acc {
		acc[r] = v.regs(nv)
		for j := range acc[r] {
			VMOVUPS(Mem{Base: p, Disp: j * v.bytes()}, acc[r][j])
		}
	}
	a := newRows(load("a"), load("lda"), mr)
	b, k, n := load("b"), load("k"), GP64()
	bv, bc := v.regs(nv), v.regs(mr/2)
	step := func(u int) {
		for j := range bv {
			VMOVUPS(Mem{Base: b, Disp: (u*nv + j) * v.bytes()}, bv[j])
		}
		for r := range acc {
			t := bc[r%len(bc)]
			VBROADCASTSS(a.at(r, u*4), t)
			for j := range bv {
				VFMADD231PS(t, bv[j], acc[r][j])
			}
		}
	}
	loop := func(label string, unroll int) {
		Label(label)
		for u := 0; u < unroll; u++ {
			step(u)
		}
		ADDQ(U32(unroll*nv*v.bytes()), b)
		a.advance(U8(unroll * 4))
		DECQ(n)
		JNZ(LabelRef(label))
	}
	MOVQ(k, n)
	SHRQ(U8(2), n)
	JZ(LabelRef("rest"))
	loop("fours", 4)
	Label("rest")
	MOVQ(k, n)
	ANDQ(U8(3), n)
	JZ(LabelRef("store"))
	loop("ones", 1)

	Label("store")
	c, ldc, scale := load("c"), load("ldc"), load("scale")
	for r := range acc {
		VBROADCASTSS(Mem{Base: scale, Disp: r * 4}, bc[0])
		for j := range acc[r] {
			VMULPS(bc[0], acc[r][j], acc[r][j])
			VMOVUPS(acc[r][j], Mem{Base: c, Disp: j * v.bytes()})
		}
		ADDQ(ldc, c)
	}
	VZEROUPPER()
	RET()
}

// exponential is e^(x-m) lane by lane, as 2^floor(y) * 2^frac(y) with y = (x-m)*log2(e).
type exponential struct {
	vector
	log2e, offset, least VecVirtual // offset = m*log2(e)
	poly                 []VecVirtual
}

// newExponential keeps the polynomial in registers, given m in every lane, which it overwrites.
func newExponential(v vector, m VecVirtual) exponential {
	e := exponential{vector: v, log2e: v.constant(math.Log2E), offset: m}
	VMULPS(e.log2e, m, m)
	for _, f := range exp2Poly {
		e.poly = append(e.poly, v.constant(f))
	}
	if !v.wide() {
		e.least = v.constant(-126)
	}
	return e
}

// of replaces x by its exponential; t and u are overwritten.
func (e exponential) of(x, t, u VecVirtual) {
	top := len(e.poly) - 1
	VFMSUB213PS(e.offset, e.log2e, x)
	if e.wide() {
		VREDUCEPS(U8(0x09), x, t) // x - floor(x)
	} else {
		VMAXPS(e.least, x, x)
		VROUNDPS(U8(0x09), x, u)
		VSUBPS(u, x, t)
		VMOVAPS(u, x)
	}
	VMOVAPS(e.poly[top], u)
	for i := top - 1; i >= 0; i-- {
		VFMADD213PS(e.poly[i], t, u)
	}
	if e.wide() {
		VSCALEFPS(x, u, x)
		return
	}
	VCVTPS2DQ(x, x)
	VPSLLD(U8(23), x, x)
	VPADDD(u, x, x)
}

// softmax replaces x[:n] by e^(x-max) and returns one over their sum. n is a multiple of two registers.
func softmax(name string, v vector) {
	TEXT(name, NOSPLIT, "func(x *float32, n int) (scale float32)")
	Pragma("noescape")
	x, n := load("x"), load("n")
	SHRQ(U8(uint8(math.Log2(float64(2*v.lanes)))), n)
	p, i := GP64(), GP64()
	MOVQ(x, p)
	MOVQ(n, i)
	m, m1 := v.constant(-1e30), v.constant(-1e30)
	Label("largest")
	VMAXPS(Mem{Base: p}, m, m)
	VMAXPS(Mem{Base: p, Disp: v.bytes()}, m1, m1)
	ADDQ(U32(2*v.bytes()), p)
	DECQ(i)
	JNZ(LabelRef("largest"))
	VMAXPS(m1, m, m)
	VBROADCASTSS(v.reduce(m, maxPS), m)

	e := newExponential(v, m)
	sum := v.regs(2)
	v.zero(sum[0])
	if v.wide() {
		v.zero(sum[1])
	} else {
		sum[1] = sum[0]
	}
	a, t, u := v.reg(), v.reg(), v.reg()
	b, t1, u1 := a, t, u
	if v.wide() {
		b, t1, u1 = v.reg(), v.reg(), v.reg()
	}
	Label("exponentials")
	for j, r := range [][3]VecVirtual{{a, t, u}, {b, t1, u1}} {
		VMOVUPS(Mem{Base: x, Disp: j * v.bytes()}, r[0])
		e.of(r[0], r[1], r[2])
		VMOVUPS(r[0], Mem{Base: x, Disp: j * v.bytes()})
		VADDPS(r[0], sum[j], sum[j])
	}
	ADDQ(U32(2*v.bytes()), x)
	DECQ(n)
	JNZ(LabelRef("exponentials"))
	if v.wide() {
		VADDPS(sum[1], sum[0], sum[0])
	}
	s, one := v.reduce(sum[0], addPS), XMM()
	VMOVSS(scalar(1), one)
	VDIVSS(s, one, one)
	Store(one, Return("scale"))
	VZEROUPPER()
	RET()
}

// transpose16 transposes the 16 x 16 numbers in a. It overwrites b.
func transpose16(a, b []VecVirtual) {
	for i := 0; i < 16; i += 2 { // pairs of rows
		VUNPCKLPS(a[i+1], a[i], b[i])
		VUNPCKHPS(a[i+1], a[i], b[i+1])
	}
	for i := 0; i < 16; i += 4 { // fours of rows: a[i+c] has column c of each 128-bit lane
		VUNPCKLPD(b[i+2], b[i], a[i])
		VUNPCKHPD(b[i+2], b[i], a[i+1])
		VUNPCKLPD(b[i+3], b[i+1], a[i+2])
		VUNPCKHPD(b[i+3], b[i+1], a[i+3])
	}
	for c := 0; c < 4; c++ { // lanes: rows 0-7 and 8-15
		VSHUFF32X4(U8(0x88), a[4+c], a[c], b[c])
		VSHUFF32X4(U8(0xdd), a[4+c], a[c], b[4+c])
		VSHUFF32X4(U8(0x88), a[12+c], a[8+c], b[8+c])
		VSHUFF32X4(U8(0xdd), a[12+c], a[8+c], b[12+c])
	}
	for c := 0; c < 4; c++ { // columns c, 8+c, 4+c, 12+c
		VSHUFF32X4(U8(0x88), b[8+c], b[c], a[c])
		VSHUFF32X4(U8(0xdd), b[8+c], b[c], a[8+c])
		VSHUFF32X4(U8(0x88), b[12+c], b[4+c], a[4+c])
		VSHUFF32X4(U8(0xdd), b[12+c], b[4+c], a[12+c])
	}
}

// transposeAVX2 writes 32 columns of 16 rows of src, lds bytes apart, as dst[column][row].
func transposeAVX2() {
	TEXT("transposeAVX2", NOSPLIT, "func(dst *float32, src *float32, lds int)")
	Pragma("noescape")
	dst, src, lds := load("dst"), load("src"), load("lds")
	p := GP64()
	for rowHalf := 0; rowHalf < 2; rowHalf++ {
		for block := 0; block < 8; block++ { // four columns at a time
			MOVQ(src, p)
			r, t := avx2.regs(4), avx2.regs(4)
			for i := range r { // rows i and i+4
				VBROADCASTF128(Mem{Base: p, Disp: block * 16}, r[i])
				ADDQ(lds, p)
			}
			for i := range r {
				VINSERTF128(U8(1), Mem{Base: p, Disp: block * 16}, r[i], r[i])
				ADDQ(lds, p)
			}
			transpose4(t, r)
			for c := range t {
				VMOVUPS(t[c], Mem{Base: dst, Disp: (block*4+c)*64 + rowHalf*32})
			}
		}
		MOVQ(p, src)
	}
	VZEROUPPER()
	RET()
}

// transpose4 transposes 4 x 4 floats in each 128-bit lane.
func transpose4(dst, src []VecVirtual) {
	t := avx2.regs(4)
	VUNPCKLPS(src[1], src[0], t[0])
	VUNPCKHPS(src[1], src[0], t[1])
	VUNPCKLPS(src[3], src[2], t[2])
	VUNPCKHPS(src[3], src[2], t[3])
	VUNPCKLPD(t[2], t[0], dst[0])
	VUNPCKHPD(t[2], t[0], dst[1])
	VUNPCKLPD(t[3], t[1], dst[2])
	VUNPCKHPD(t[3], t[1], dst[3])
}
