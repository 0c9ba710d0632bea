package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// Attention on tiles multiplies bfloat16. To keep 16 bits of each float32 it is split in two, hi + lo, both
// rounded, and of the four products the three that count are summed: hi*hi + hi*lo + lo*hi (Henry, Tang and
// Heinecke 2019, arXiv:1904.06376). A pair of numbers makes a dword: the first of the pair in its low half.

// splitter turns pairs of registers of float32 into registers of pairs, rounded to the nearest bfloat16.
type splitter struct{ high, half, t VecVirtual } // masks, and a register to work in

func newSplitter(r []VecVirtual) splitter {
	s := splitter{r[0], r[1], r[2]}
	g := GP32()
	MOVL(U32(0xffff0000), g)
	VPBROADCASTD(g, s.high)
	MOVL(U32(0x8000), g)
	VPBROADCASTD(g, s.half)
	return s
}

// pair packs low and high in dst.
func (s splitter) pair(low, high, dst VecVirtual) {
	VPADDD(s.half, low, dst)
	VPADDD(s.half, high, s.t)
	VPSRLD(U8(16), dst, dst)
	VPTERNLOGD(U8(0xf8), s.high, s.t, dst) // dst | t & mask
}

// residue leaves in x what rounding it leaves out.
func (s splitter) residue(x VecVirtual) {
	VPADDD(s.half, x, s.t)
	VPANDD(s.high, s.t, s.t)
	VSUBPS(s.t, x, x)
}

// splitQueries writes blocks of 16 rows of 32 as a tile of hi and a tile of lo, number j paired with 16+j.
func splitQueries() {
	TEXT("splitQueries", NOSPLIT, "func(dst *int8, src *float32, lds int, blocks int)")
	Pragma("noescape")
	dst, src, lds, n := load("dst"), load("src"), load("lds"), load("blocks")
	s := newSplitter(avx512.regs(3))
	Label("blocks")
	for i := 0; i < 16; i++ {
		x, y, p := ZMM(), ZMM(), ZMM()
		VMOVUPS(Mem{Base: src}, x)
		VMOVUPS(Mem{Base: src, Disp: 64}, y)
		s.pair(x, y, p)
		VMOVDQU32(p, Mem{Base: dst, Disp: i * 64})
		s.residue(x)
		s.residue(y)
		s.pair(x, y, p)
		VMOVDQU32(p, Mem{Base: dst, Disp: 1024 + i*64})
		ADDQ(lds, src)
	}
	ADDQ(I32(2048), dst)
	DECQ(n)
	JNZ(LabelRef("blocks"))
	VZEROUPPER()
	RET()
}

// splitKeys writes blocks of 16 rows of 32 as splitQueries does, each tile transposed.
func splitKeys() {
	TEXT("splitKeys", NOSPLIT, "func(dst *int8, src *float32, lds int, blocks int)")
	Pragma("noescape")
	dst, src, lds, n := load("dst"), load("src"), load("lds"), load("blocks")
	p := GP64()
	Label("blocks")
	for half := 0; half < 2; half++ { // hi, lo
		a, b := avx512.regs(16), avx512.regs(16)
		MOVQ(src, p)
		s, x, y := newSplitter(b[:3]), b[3], b[4] // b is free until the transposition
		for i := range a {
			VMOVUPS(Mem{Base: p}, x)
			VMOVUPS(Mem{Base: p, Disp: 64}, y)
			if half == 1 {
				s.residue(x)
				s.residue(y)
			}
			s.pair(x, y, a[i])
			ADDQ(lds, p)
		}
		transpose16(a, b)
		for c := range a {
			VMOVUPS(a[c], Mem{Base: dst, Disp: half*1024 + c*64})
		}
	}
	MOVQ(p, src)
	ADDQ(I32(2048), dst)
	DECQ(n)
	JNZ(LabelRef("blocks"))
	VZEROUPPER()
	RET()
}

// splitValues writes blocks of 32 rows of 32 as four tiles: hi of columns 0-15 and 16-31, lo of both; row i
// paired with 16+i.
func splitValues() {
	TEXT("splitValues", NOSPLIT, "func(dst *int8, src *float32, lds int, blocks int)")
	Pragma("noescape")
	dst, src, lds, n := load("dst"), load("src"), load("lds"), load("blocks")
	s, lower := newSplitter(avx512.regs(3)), GP64()
	Label("blocks")
	MOVQ(lds, lower)
	SHLQ(U8(4), lower)
	for i := 0; i < 16; i++ {
		for half := 0; half < 2; half++ {
			x, y, p := ZMM(), ZMM(), ZMM()
			VMOVUPS(Mem{Base: src, Disp: half * 64}, x)
			VMOVUPS(Mem{Base: src, Index: lower, Scale: 1, Disp: half * 64}, y)
			s.pair(x, y, p)
			VMOVDQU32(p, Mem{Base: dst, Disp: half*1024 + i*64})
			s.residue(x)
			s.residue(y)
			s.pair(x, y, p)
			VMOVDQU32(p, Mem{Base: dst, Disp: 2048 + half*1024 + i*64})
		}
		ADDQ(lds, src)
	}
	ADDQ(lower, src)
	ADDQ(I32(4096), dst)
	DECQ(n)
	JNZ(LabelRef("blocks"))
	VZEROUPPER()
	RET()
}

// dotBF16 adds to tile c the products of bfloat16 pairs, rows of a by columns of b (TDPBF16PS).
func dotBF16(c, a, b int) {
	emit(nil, 0xc4, 0xe2, byte(^b&15)<<3|vexF3, 0x5c, 0xc0|byte(c)<<3|byte(a))
}

// fourProducts multiplies tiles 4, 5 of rows by tiles 6, 7 of columns into the accumulators 0-3.
func fourProducts() {
	dotBF16(0, 4, 6)
	dotBF16(1, 4, 7)
	dotBF16(2, 5, 6)
	dotBF16(3, 5, 7)
}

// scoresTiles multiplies 32 queries by panels of 32 keys: s[32][32*panels], rows lds bytes apart.
func scoresTiles(shape Mem) {
	TEXT("scoresTiles", NOSPLIT, "func(s *float32, lds int, queries *int8, keys *int8, panels int)")
	Pragma("noescape")
	q, keys, s, lds, line := RSI, RBX, RDX, RDI, RCX
	lower := R8
	LEAQ(shape, RAX)
	tileConfig()
	Load(Param("queries"), q)
	Load(Param("keys"), keys)
	Load(Param("s"), s)
	Load(Param("lds"), lds)
	MOVQ(I32(64), line)
	MOVQ(lds, lower)
	SHLQ(U8(4), lower)
	ADDQ(s, lower)
	n := load("panels")
	Label("panels")
	for t := 0; t < 4; t++ {
		tileZero(t)
	}
	tileLoad(4, q, line, 0) // hi
	tileLoad(5, q, line, 2048)
	tileLoad(6, keys, line, 1024) // lo
	tileLoad(7, keys, line, 3072)
	fourProducts()
	tileLoad(6, keys, line, 0) // hi
	tileLoad(7, keys, line, 2048)
	fourProducts()
	tileLoad(4, q, line, 1024) // lo
	tileLoad(5, q, line, 3072)
	fourProducts()
	tileStore(0, s, lds, 0)
	tileStore(1, s, lds, 64)
	tileStore(2, lower, lds, 0)
	tileStore(3, lower, lds, 64)
	ADDQ(I32(4096), keys)
	ADDQ(I32(128), s)
	ADDQ(I32(128), lower)
	DECQ(n)
	JNZ(LabelRef("panels"))
	tileRelease()
	VZEROUPPER()
	RET()
}

// softmaxTiles writes e^(x+mask-max) for x[:32*panels] as bfloat16 pairs, hi and lo, and returns one over their
// sum. mask has the last 32 values' masks; x is overwritten there.
func softmaxTiles() {
	TEXT("softmaxTiles", NOSPLIT, "func(hi *int8, lo *int8, x *float32, panels int, mask *float32) (scale float32)")
	Pragma("noescape")
	v := avx512
	hi, lo, x, n, mask := load("hi"), load("lo"), load("x"), load("panels"), load("mask")
	p, i := GP64(), GP64()
	MOVQ(n, p)
	SHLQ(U8(7), p)
	ADDQ(x, p)
	for j := 0; j < 2; j++ {
		t := ZMM()
		VMOVUPS(Mem{Base: p, Disp: j*64 - 128}, t)
		VADDPS(Mem{Base: mask, Disp: j * 64}, t, t)
		VMOVUPS(t, Mem{Base: p, Disp: j*64 - 128})
	}
	MOVQ(x, p)
	MOVQ(n, i)
	m, m1 := v.constant(-1e30), v.constant(-1e30)
	Label("largest")
	VMAXPS(Mem{Base: p}, m, m)
	VMAXPS(Mem{Base: p, Disp: 64}, m1, m1)
	ADDQ(I32(128), p)
	DECQ(i)
	JNZ(LabelRef("largest"))
	VMAXPS(m1, m, m)
	VBROADCASTSS(v.reduce(m, maxPS), m)

	e, s, sum := newExponential(v, m), newSplitter(avx512.regs(3)), v.regs(2)
	v.zero(sum[0])
	v.zero(sum[1])
	a, b := v.regs(3), v.regs(3)
	Label("exponentials")
	for j, r := range [][]VecVirtual{a, b} {
		VMOVUPS(Mem{Base: x, Disp: j * 64}, r[0])
		e.of(r[0], r[1], r[2])
		VADDPS(r[0], sum[j], sum[j])
	}
	s.pair(a[0], b[0], a[1])
	VMOVDQU32(a[1], Mem{Base: hi})
	s.residue(a[0])
	s.residue(b[0])
	s.pair(a[0], b[0], a[1])
	VMOVDQU32(a[1], Mem{Base: lo})
	ADDQ(I32(128), x)
	ADDQ(I32(64), hi)
	ADDQ(I32(64), lo)
	DECQ(n)
	JNZ(LabelRef("exponentials"))
	VADDPS(sum[1], sum[0], sum[0])
	total, one := v.reduce(sum[0], addPS), XMM()
	VMOVSS(scalar(1), one)
	VDIVSS(total, one, one)
	Store(one, Return("scale"))
	VZEROUPPER()
	RET()
}

// contextTiles multiplies 32 rows of probabilities, ldp bytes apart, by panels of 32 values and writes
// c[r][:32] = scale[r] times that, rows ldc bytes apart. work is room for 32 x 32 numbers.
func contextTiles(shape Mem) {
	TEXT("contextTiles", NOSPLIT, "func(c *float32, ldc int, hi *int8, lo *int8, ldp int, values *int8, panels int, scale *float32, work *int32)")
	Pragma("noescape")
	hi, lo, ldp, values, line, work := RSI, RDX, RDI, RBX, RCX, R8
	hi16, lo16 := R9, R10
	LEAQ(shape, RAX)
	tileConfig()
	Load(Param("hi"), hi)
	Load(Param("lo"), lo)
	Load(Param("ldp"), ldp)
	Load(Param("values"), values)
	Load(Param("work"), work)
	MOVQ(I32(64), line)
	MOVQ(ldp, hi16)
	SHLQ(U8(4), hi16)
	MOVQ(hi16, lo16)
	ADDQ(hi, hi16)
	ADDQ(lo, lo16)
	n := load("panels")
	for t := 0; t < 4; t++ {
		tileZero(t)
	}
	Label("panels")
	tileLoad(4, hi, ldp, 0)
	tileLoad(5, hi16, ldp, 0)
	tileLoad(6, values, line, 2048) // lo
	tileLoad(7, values, line, 3072)
	fourProducts()
	tileLoad(6, values, line, 0) // hi
	tileLoad(7, values, line, 1024)
	fourProducts()
	tileLoad(4, lo, ldp, 0)
	tileLoad(5, lo16, ldp, 0)
	fourProducts()
	ADDQ(I32(4096), values)
	for _, p := range []GPPhysical{hi, hi16, lo, lo16} {
		ADDQ(I32(64), p)
	}
	DECQ(n)
	JNZ(LabelRef("panels"))
	MOVQ(I32(128), line)
	for t := 0; t < 4; t++ {
		tileStore(t, work, line, t/2*16*128+t%2*64)
	}
	tileRelease()

	c, ldc, scale, p, r := load("c"), load("ldc"), load("scale"), GP64(), GP64()
	MOVQ(work, p)
	MOVQ(I32(32), r)
	Label("scaling")
	s := ZMM()
	VBROADCASTSS(Mem{Base: scale}, s)
	for j := 0; j < 2; j++ {
		t := ZMM()
		VMULPS(Mem{Base: p, Disp: j * 64}, s, t)
		VMOVUPS(t, Mem{Base: c, Disp: j * 64})
	}
	ADDQ(I32(4), scale)
	ADDQ(I32(128), p)
	ADDQ(ldc, c)
	DECQ(r)
	JNZ(LabelRef("scaling"))
	VZEROUPPER()
	RET()
}
