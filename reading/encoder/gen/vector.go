package main

import (
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// vector is a register width: how many float32 lanes, and how registers of it are had.
type vector struct {
	lanes  int
	suffix string
	reg    func() VecVirtual
}

var (
	avx512 = vector{16, "AVX512", ZMM}
	avx2   = vector{8, "AVX2", YMM}
)

func (v vector) bytes() int { return v.lanes * 4 }
func (v vector) wide() bool { return v.lanes == 16 }

func (v vector) regs(n int) []VecVirtual {
	r := make([]VecVirtual, n)
	for i := range r {
		r[i] = v.reg()
	}
	return r
}

func (v vector) zero(r VecVirtual) {
	if v.wide() {
		VPXORQ(r, r, r)
	} else {
		VPXOR(r, r, r)
	}
}

// constant returns a register that holds f in every lane.
func (v vector) constant(f float32) VecVirtual {
	r := v.reg()
	VBROADCASTSS(scalar(f), r)
	return r
}

// absMask returns a register that clears the sign when and-ed.
func (v vector) absMask() VecVirtual {
	r := v.reg()
	VBROADCASTSS(pool.Offset(absOffset), r)
	return r
}

func (v vector) and(a Op, b, dst VecVirtual) {
	if v.wide() {
		VPANDD(a, b, dst)
	} else {
		VANDPS(a, b, dst)
	}
}

// reduce folds the lanes of a into the low lane of the register returned. It overwrites a.
func (v vector) reduce(a VecVirtual, op func(src, dst Register)) Register {
	y := a.AsY()
	if v.wide() {
		t := YMM()
		VEXTRACTF64X4(U8(1), a, t)
		op(t, y)
	}
	x, t := a.AsX(), XMM()
	VEXTRACTF128(U8(1), y, t)
	op(t, x)
	VPERMILPS(U8(0x4e), x, t)
	op(t, x)
	VPERMILPS(U8(0xb1), x, t)
	op(t, x)
	return x
}

func addPS(src, dst Register) { VADDPS(src, dst, dst) }
func maxPS(src, dst Register) { VMAXPS(src, dst, dst) }
func addD(src, dst Register)  { VPADDD(src, dst, dst) }

// Constants live in one read-only table; scalar gives a constant's place in it.
var (
	pool      Mem
	poolIndex = map[float32]int{}
	absOffset int
)

// exp2Poly approximates 2^f on [0, 1) as 1 + f*(c1 + f*(c2 + ...)), relative error below 1.3e-7 in float32
// (a least-squares fit reweighted to the minimax, after Lawson).
var exp2Poly = []float32{1, 0.6931512951850891, 0.24016444385051727, 0.05579991266131401, 0.009017030708491802, 0.0018671300495043397}

func constants() {
	pool = GLOBL("constants", RODATA|NOPTR)
	n := 0
	for _, f := range append(exp2Poly[:len(exp2Poly):len(exp2Poly)],
		math.Log2E, -1e30, -126, 127, 0.5, 1e-12, 1e-20, 15, 12582912, probabilitySteps) {
		if _, ok := poolIndex[f]; !ok {
			DATA(n, F32(f))
			poolIndex[f] = n
			n += 4
		}
	}
	absOffset = n
	DATA(n, U32(0x7fffffff))
}

func scalar(f float32) Mem {
	at, ok := poolIndex[f]
	if !ok {
		panic("constant not in the table")
	}
	return pool.Offset(at)
}

// rows addresses up to eight rows of a matrix with two base registers, the stride, and three times the stride.
type rows struct{ base, base4, stride, stride3 GPVirtual }

func newRows(base, stride GPVirtual, n int) rows {
	r := rows{base: base, stride: stride, stride3: GP64()}
	LEAQ(Mem{Base: stride, Index: stride, Scale: 2}, r.stride3)
	if n > 4 {
		r.base4 = GP64()
		LEAQ(Mem{Base: base, Index: stride, Scale: 4}, r.base4)
	}
	return r
}

func (r rows) at(row, disp int) Mem {
	m := Mem{Base: r.base, Disp: disp}
	if row >= 4 {
		m.Base = r.base4
	}
	switch row % 4 {
	case 1:
		m.Index, m.Scale = r.stride, 1
	case 2:
		m.Index, m.Scale = r.stride, 2
	case 3:
		m.Index, m.Scale = r.stride3, 1
	}
	return m
}

func (r rows) advance(n Op) {
	ADDQ(n, r.base)
	if r.base4 != nil {
		ADDQ(n, r.base4)
	}
}

func load(name string) GPVirtual { return Load(Param(name), GP64()).(GPVirtual) }
