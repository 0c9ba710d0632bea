package main

import (
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// Attention on VNNI multiplies int16 with VPDPWSSD, which adds products of two pairs to an int32: twice the products of
// float32 in one instruction. Numbers i and 16+i of 32 make a pair, the first in the low half of a dword.

// probabilitySteps is how fine the probabilities are: what the largest of a row becomes.
const probabilitySteps = 1<<13 - 1

// pairer rounds registers of float32 to int16 and packs them.
type pairer struct{ low VecVirtual }

func newPairer() pairer {
	p, g := pairer{ZMM()}, GP32()
	MOVL(U32(0xffff), g)
	VPBROADCASTD(g, p.low)
	return p
}

// pack leaves pairs of x and y, both int32 in the range of int16, in y.
func (p pairer) pack(x, y VecVirtual) {
	VPSLLD(U8(16), y, y)
	VPTERNLOGD(U8(0xf8), p.low, x, y) // y | x & mask
}

// round reads 32 numbers at m times those in mul, and packs them in y. It overwrites x.
func (p pairer) round(m func(disp int) Mem, mul []VecVirtual, x, y VecVirtual) {
	VMULPS(m(0), mul[0], x)
	VMULPS(m(64), mul[1], y)
	VCVTPS2DQ(x, x)
	VCVTPS2DQ(y, y)
	p.pack(x, y)
}

func loadTwo(p GPVirtual) []VecVirtual {
	r := avx512.regs(2)
	VMOVUPS(Mem{Base: p}, r[0])
	VMOVUPS(Mem{Base: p, Disp: 64}, r[1])
	return r
}

// largestColumns writes the largest magnitude in each of 32 columns of n rows of src, lds bytes apart.
func largestColumns() {
	TEXT("largestColumns", NOSPLIT, "func(dst *float32, src *float32, lds int, n int)")
	Pragma("noescape")
	dst, src, lds, n := load("dst"), load("src"), load("lds"), load("n")
	m, t, abs := avx512.regs(2), avx512.regs(2), avx512.absMask()
	for j := range m {
		avx512.zero(m[j])
	}
	Label("rows")
	for j := range m {
		VPANDD(Mem{Base: src, Disp: j * 64}, abs, t[j])
		VMAXPS(t[j], m[j], m[j])
	}
	ADDQ(lds, src)
	DECQ(n)
	JNZ(LabelRef("rows"))
	for j := range m {
		VMOVUPS(m[j], Mem{Base: dst, Disp: j * 64})
	}
	VZEROUPPER()
	RET()
}

// packQueries writes n rows of 32, each number times its column's mul, as rows of 16 pairs.
func packQueries() {
	TEXT("packQueries", NOSPLIT, "func(dst *int16, src *float32, lds int, n int, mul *float32)")
	Pragma("noescape")
	dst, src, lds, n := load("dst"), load("src"), load("lds"), load("n")
	mul, p, x, y := loadTwo(load("mul")), newPairer(), ZMM(), ZMM()
	Label("rows")
	p.round(func(disp int) Mem { return Mem{Base: src, Disp: disp} }, mul, x, y)
	VMOVDQU32(y, Mem{Base: dst})
	ADDQ(U8(64), dst)
	ADDQ(lds, src)
	DECQ(n)
	JNZ(LabelRef("rows"))
	VZEROUPPER()
	RET()
}

// packKeys writes panels of 32 rows as packQueries does, each transposed: [16 pairs][32 rows].
func packKeys() {
	TEXT("packKeys", NOSPLIT, "func(dst *int16, src *float32, lds int, panels int, mul *float32)")
	Pragma("noescape")
	dst, src, lds, n, mulAt := load("dst"), load("src"), load("lds"), load("panels"), load("mul")
	Label("panels")
	for half := 0; half < 2; half++ {
		a, b := avx512.regs(16), avx512.regs(16)
		mul := []VecVirtual{b[0], b[1]} // b is free until the transposition
		VMOVUPS(Mem{Base: mulAt}, mul[0])
		VMOVUPS(Mem{Base: mulAt, Disp: 64}, mul[1])
		p, g := pairer{b[2]}, GP32()
		MOVL(U32(0xffff), g)
		VPBROADCASTD(g, p.low)
		for i := range a {
			p.round(func(disp int) Mem { return Mem{Base: src, Disp: disp} }, mul, b[3], a[i])
			ADDQ(lds, src)
		}
		transpose16(a, b)
		for c := range a {
			VMOVUPS(a[c], Mem{Base: dst, Disp: c*128 + half*64})
		}
	}
	ADDQ(U32(2048), dst)
	DECQ(n)
	JNZ(LabelRef("panels"))
	VZEROUPPER()
	RET()
}

// packValues writes blocks of 32 rows of 32 as [16 pairs of rows][32 columns], each number times its column's mul.
func packValues() {
	TEXT("packValues", NOSPLIT, "func(dst *int16, src *float32, lds int, blocks int, mul *float32)")
	Pragma("noescape")
	dst, src, lds, n := load("dst"), load("src"), load("lds"), load("blocks")
	mul, p, x, y := loadTwo(load("mul")), newPairer(), avx512.regs(2), avx512.regs(2)
	half, i := GP64(), GP64()
	MOVQ(lds, half)
	SHLQ(U8(4), half)
	Label("blocks")
	MOVQ(U32(16), i)
	Label("rows")
	for j := range x {
		VMULPS(Mem{Base: src, Disp: j * 64}, mul[j], x[j])
		VMULPS(Mem{Base: src, Index: half, Scale: 1, Disp: j * 64}, mul[j], y[j])
		VCVTPS2DQ(x[j], x[j])
		VCVTPS2DQ(y[j], y[j])
		p.pack(x[j], y[j])
		VMOVDQU32(y[j], Mem{Base: dst, Disp: j * 64})
	}
	ADDQ(I32(128), dst)
	ADDQ(lds, src)
	DECQ(i)
	JNZ(LabelRef("rows"))
	ADDQ(half, src)
	DECQ(n)
	JNZ(LabelRef("blocks"))
	VZEROUPPER()
	RET()
}

// products16 adds to acc, rows by two registers, the products of pairs of rows a and of b, [pairs][two registers].
func products16(acc [][]VecVirtual, a rows, b GPVirtual, step int, bv, bc []VecVirtual) {
	for j := range bv {
		VMOVDQU32(Mem{Base: b, Disp: step*128 + j*64}, bv[j])
	}
	for r := range acc {
		t := bc[r%len(bc)]
		VPBROADCASTD(a.at(r, step*4), t)
		for j := range bv {
			VPDPWSSD(t, bv[j], acc[r][j])
		}
	}
}

// scores16 writes the scores of eight queries, 64 bytes apart, against panels of 32 keys: the integer products times
// scale, plus mask. It keeps each query's largest in largest.
func scores16() {
	TEXT("scores16", NOSPLIT, "func(dst *float32, ldd int, queries *int16, keys *int16, panels int, scale float32, mask *float32, largest *float32)")
	Pragma("noescape")
	v := avx512
	dst, ldd, keys, n, mask := load("dst"), load("ldd"), load("keys"), load("panels"), load("mask")
	stride := GP64()
	MOVQ(U32(64), stride)
	q := newRows(load("queries"), stride, 8)
	scale := ZMM()
	VBROADCASTSS(Load(Param("scale"), XMM()), scale)
	top, acc := v.regs(8), make([][]VecVirtual, 8)
	for r := range acc {
		VBROADCASTSS(scalar(-1e30), top[r])
		acc[r] = v.regs(2)
	}
	bv, bc := v.regs(2), v.regs(2)
	Label("panels")
	for r := range acc {
		for j := range acc[r] {
			v.zero(acc[r][j])
		}
	}
	for step := 0; step < 16; step++ {
		products16(acc, q, keys, step, bv, bc)
	}
	at := GP64()
	MOVQ(dst, at)
	for j := range bv {
		VMOVUPS(Mem{Base: mask, Disp: j * 64}, bv[j])
	}
	for r := range acc {
		for j := range acc[r] {
			VCVTDQ2PS(acc[r][j], acc[r][j])
			VFMADD213PS(bv[j], scale, acc[r][j])
			VMAXPS(acc[r][j], top[r], top[r])
			VMOVUPS(acc[r][j], Mem{Base: at, Disp: j * 64})
		}
		ADDQ(ldd, at)
	}
	ADDQ(U32(2048), keys)
	ADDQ(I32(128), dst)
	ADDQ(I32(128), mask)
	DECQ(n)
	JNZ(LabelRef("panels"))
	p := load("largest")
	for r := range top {
		VMOVSS(v.reduce(top[r], maxPS), Mem{Base: p, Disp: r * 4})
	}
	VZEROUPPER()
	RET()
}

// softmax16 writes, for eight rows of x, e^(x-largest) in steps of 2^-13 as blocks of 16 pairs, and in scale one over
// their sum.
func softmax16() {
	TEXT("softmax16", NOSPLIT, "func(dst *int16, x *float32, blocks int, largest *float32, scale *float32)")
	Pragma("noescape")
	v := avx512
	dst, x, blocks, largest, scale := load("dst"), load("x"), load("blocks"), load("largest"), load("scale")
	p := newPairer()
	e := exponential{vector: v, log2e: v.constant(math.Log2E), offset: ZMM()}
	for _, f := range exp2Poly {
		e.poly = append(e.poly, v.constant(f))
	}
	whole := v.constant(probabilitySteps)
	sum := v.regs(2)
	r := [2][3]VecVirtual{{ZMM(), ZMM(), ZMM()}, {ZMM(), ZMM(), ZMM()}}
	row, n := GP64(), GP64()
	MOVQ(U32(8), row)
	Label("rows")
	VBROADCASTSS(Mem{Base: largest}, e.offset)
	VMULPS(e.log2e, e.offset, e.offset)
	v.zero(sum[0])
	v.zero(sum[1])
	MOVQ(blocks, n)
	Label("exponentials")
	for j := range r {
		VMOVUPS(Mem{Base: x, Disp: j * 64}, r[j][0])
		e.of(r[j][0], r[j][1], r[j][2])
		VMULPS(whole, r[j][0], r[j][0])
		VCVTPS2DQ(r[j][0], r[j][0])
		VPADDD(r[j][0], sum[j], sum[j])
	}
	p.pack(r[0][0], r[1][0])
	VMOVDQU32(r[1][0], Mem{Base: dst})
	ADDQ(I32(128), x)
	ADDQ(U8(64), dst)
	DECQ(n)
	JNZ(LabelRef("exponentials"))
	VPADDD(sum[1], sum[0], sum[0])
	s, one := v.reduce(sum[0], addD).(VecVirtual), XMM()
	VCVTDQ2PS(s, s)
	VMOVSS(scalar(1), one)
	VDIVSS(s, one, one)
	VMOVSS(one, Mem{Base: scale})
	ADDQ(U8(4), largest)
	ADDQ(U8(4), scale)
	DECQ(row)
	JNZ(LabelRef("rows"))
	VZEROUPPER()
	RET()
}

// context16 gathers the values of blocks of 32 keys by eight rows of probabilities, ldp bytes apart: the integer sums
// times each row's scale and each column's step.
func context16() {
	TEXT("context16", NOSPLIT, "func(c *float32, ldc int, p *int16, ldp int, values *int16, blocks int, scale *float32, step *float32)")
	Pragma("noescape")
	v := avx512
	a := newRows(load("p"), load("ldp"), 8)
	b, n := load("values"), load("blocks")
	acc := make([][]VecVirtual, 8)
	for r := range acc {
		acc[r] = v.regs(2)
		for j := range acc[r] {
			v.zero(acc[r][j])
		}
	}
	bv, bc := v.regs(2), v.regs(2)
	Label("blocks")
	for step := 0; step < 16; step++ {
		products16(acc, a, b, step, bv, bc)
	}
	a.advance(U8(64))
	ADDQ(U32(2048), b)
	DECQ(n)
	JNZ(LabelRef("blocks"))
	steps := loadTwo(load("step"))
	c, ldc, scale := load("c"), load("ldc"), load("scale")
	for r := range acc {
		VBROADCASTSS(Mem{Base: scale, Disp: r * 4}, bc[0])
		for j := range acc[r] {
			VCVTDQ2PS(acc[r][j], acc[r][j])
			VMULPS(steps[j], bc[0], bv[j])
			VMULPS(bv[j], acc[r][j], acc[r][j])
			VMOVUPS(acc[r][j], Mem{Base: c, Disp: j * 64})
		}
		ADDQ(ldc, c)
	}
	VZEROUPPER()
	RET()
}
