package main

import (
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// gelu replaces x[:n] by x*Phi(x) = x/2 + |x|*h(|x|), where h = Phi - 1/2 is a cubic on each of sixteen
// intervals. table holds the four coefficients, sixteen values each, highest power last, after the reciprocal
// of the interval's width in table[64].
func gelu(name string, v vector) {
	TEXT(name, NOSPLIT, "func(x *float32, n int, table *float32)")
	Pragma("noescape")
	x, n, table := load("x"), load("n"), load("table")
	SHRQ(U8(uint8(math.Log2(float64(v.lanes)))), n)
	abs, half, top, magic := v.absMask(), v.constant(0.5), v.constant(15), v.constant(12582912)
	perWidth := v.reg()
	VBROADCASTSS(Mem{Base: table, Disp: 256}, perWidth)
	var coef []VecVirtual
	if v.wide() {
		for i := 0; i < 4; i++ {
			coef = append(coef, v.reg())
			VMOVUPS(Mem{Base: table, Disp: i * 64}, coef[i])
		}
	}
	t := v.reg()
	// lookup gives the i-th coefficient of each lane's interval, whose number is in the low bits of idx.
	lookup := func(i int, idx, dst VecVirtual) {
		if v.wide() {
			VPERMPS(coef[i], idx, dst)
			return
		}
		sel := v.reg()
		VPERMPS(Mem{Base: table, Disp: i * 64}, idx, dst)
		VPERMPS(Mem{Base: table, Disp: i*64 + 32}, idx, t)
		VPSLLD(U8(28), idx, sel) // bit 3 of the number to the sign: the upper eight
		VBLENDVPS(sel, t, dst, dst)
	}
	y, a, u, r, h, c := v.reg(), v.reg(), v.reg(), v.reg(), v.reg(), v.reg()
	Label("loop")
	VMOVUPS(Mem{Base: x}, y)
	v.and(y, abs, a)
	VMULPS(perWidth, a, r)
	VMINPS(top, r, r)
	VADDPS(magic, r, u) // rounds to a whole number in the low bits
	VSUBPS(magic, u, h)
	VSUBPS(h, r, r)
	lookup(3, u, h)
	for i := 2; i >= 0; i-- {
		lookup(i, u, c)
		VFMADD213PS(c, r, h)
	}
	VMULPS(half, y, y)
	VFMADD231PS(a, h, y)
	VMOVUPS(y, Mem{Base: x})
	ADDQ(U32(v.bytes()), x)
	DECQ(n)
	JNZ(LabelRef("loop"))
	VZEROUPPER()
	RET()
}

// addNorm writes the layer norm of x+y, n wide, to dst, which may be x or y. n is a multiple of two registers.
func addNorm(name string, v vector) {
	TEXT(name, NOSPLIT, "func(dst *float32, x *float32, y *float32, gain *float32, bias *float32, n int)")
	Pragma("noescape")
	dst, x, y, gain, bias, n := load("dst"), load("x"), load("y"), load("gain"), load("bias"), load("n")
	at := func(p GPVirtual, i GPVirtual, j int) Mem {
		return Mem{Base: p, Index: i, Scale: 4, Disp: j * v.bytes()}
	}
	i := GP64()
	a, t, mean := v.regs(2), v.regs(2), v.reg()
	pass := func(label string, each func(j int)) {
		XORQ(i, i)
		Label(label)
		each(0)
		each(1)
		ADDQ(U8(2*v.lanes), i)
		CMPQ(i, n)
		JLT(LabelRef(label))
	}
	lanes := XMM()
	VCVTSI2SSQ(n, lanes, lanes)

	v.zero(a[0])
	v.zero(a[1])
	pass("add", func(j int) {
		VMOVUPS(at(x, i, j), t[j])
		VADDPS(at(y, i, j), t[j], t[j])
		VADDPS(t[j], a[j], a[j])
		VMOVUPS(t[j], at(dst, i, j))
	})
	VADDPS(a[1], a[0], a[0])
	s := v.reduce(a[0], addPS)
	VDIVSS(lanes, s, s)
	VBROADCASTSS(s, mean)

	v.zero(a[0])
	v.zero(a[1])
	pass("centre", func(j int) {
		VMOVUPS(at(dst, i, j), t[j])
		VSUBPS(mean, t[j], t[j])
		VFMADD231PS(t[j], t[j], a[j])
	})
	VADDPS(a[1], a[0], a[0])
	s = v.reduce(a[0], addPS)
	VDIVSS(lanes, s, s)
	VADDSS(scalar(1e-12), s, s)
	VSQRTSS(s, s, s)
	one := XMM()
	VMOVSS(scalar(1), one)
	VDIVSS(s, one, one)
	inv := v.reg()
	VBROADCASTSS(one, inv)

	pass("scale", func(j int) {
		VMOVUPS(at(dst, i, j), t[j])
		VSUBPS(mean, t[j], t[j])
		VMULPS(inv, t[j], t[j])
		VMOVUPS(at(gain, i, j), a[j])
		VFMADD213PS(at(bias, i, j), a[j], t[j])
		VMOVUPS(t[j], at(dst, i, j))
	})
	VZEROUPPER()
	RET()
}

// embed writes dst[:n] = word[:n]*scale + position[:n]. n is a multiple of two registers.
func embed(name string, v vector) {
	TEXT(name, NOSPLIT, "func(dst *float32, word *int8, scale float32, position *float32, n int)")
	Pragma("noescape")
	dst, word, position, n := load("dst"), load("word"), load("position"), load("n")
	s, i := v.reg(), GP64()
	x := Load(Param("scale"), XMM())
	VBROADCASTSS(x, s)
	XORQ(i, i)
	t := v.regs(2)
	Label("loop")
	for j := range t {
		VPMOVSXBD(Mem{Base: word, Index: i, Scale: 1, Disp: j * v.lanes}, t[j])
		VCVTDQ2PS(t[j], t[j])
		VFMADD213PS(Mem{Base: position, Index: i, Scale: 4, Disp: j * v.bytes()}, s, t[j])
		VMOVUPS(t[j], Mem{Base: dst, Index: i, Scale: 4, Disp: j * v.bytes()})
	}
	ADDQ(U8(2*v.lanes), i)
	CMPQ(i, n)
	JLT(LabelRef("loop"))
	VZEROUPPER()
	RET()
}

// add adds x[:n] to dst[:n]. n is a multiple of two registers.
func add(name string, v vector) {
	TEXT(name, NOSPLIT, "func(dst *float32, x *float32, n int)")
	Pragma("noescape")
	dst, x, n, i := load("dst"), load("x"), load("n"), GP64()
	XORQ(i, i)
	t := v.regs(2)
	Label("loop")
	for j := range t {
		VMOVUPS(Mem{Base: dst, Index: i, Scale: 4, Disp: j * v.bytes()}, t[j])
		VADDPS(Mem{Base: x, Index: i, Scale: 4, Disp: j * v.bytes()}, t[j], t[j])
		VMOVUPS(t[j], Mem{Base: dst, Index: i, Scale: 4, Disp: j * v.bytes()})
	}
	ADDQ(U8(2*v.lanes), i)
	CMPQ(i, n)
	JLT(LabelRef("loop"))
	VZEROUPPER()
	RET()
}

// dot returns the inner product of a[:n] and b[:n]. n is a multiple of two registers.
func dot(name string, v vector) {
	TEXT(name, NOSPLIT, "func(a *float32, b *float32, n int) (sum float32)")
	Pragma("noescape")
	a, b, n, i := load("a"), load("b"), load("n"), GP64()
	XORQ(i, i)
	s, t := v.regs(2), v.reg()
	v.zero(s[0])
	v.zero(s[1])
	Label("loop")
	for j := range s {
		VMOVUPS(Mem{Base: a, Index: i, Scale: 4, Disp: j * v.bytes()}, t)
		VFMADD231PS(Mem{Base: b, Index: i, Scale: 4, Disp: j * v.bytes()}, t, s[j])
	}
	ADDQ(U8(2*v.lanes), i)
	CMPQ(i, n)
	JLT(LabelRef("loop"))
	VADDPS(s[1], s[0], s[0])
	Store(v.reduce(s[0], addPS), Return("sum"))
	VZEROUPPER()
	RET()
}

// cpuid emits the two instructions that tell what the processor and the system offer.
func cpuid() {
	TEXT("cpuid", NOSPLIT, "func(leaf uint32, subleaf uint32) (eax uint32, ebx uint32, ecx uint32, edx uint32)")
	Load(Param("leaf"), EAX)
	Load(Param("subleaf"), ECX)
	CPUID()
	Store(EAX, Return("eax"))
	Store(EBX, Return("ebx"))
	Store(ECX, Return("ecx"))
	Store(EDX, Return("edx"))
	RET()

	TEXT("xgetbv", NOSPLIT, "func() (eax uint32)")
	XORL(ECX, ECX)
	XGETBV()
	Store(EAX, Return("eax"))
	RET()
}
