package main

import (
	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/ir"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// The tile instructions of AMX are written as bytes, since the assembler does not know them (Intel SDM vol. 2,
// VEX encoding). Their registers are fixed: base and index must be told to the allocator by hand.

// Prefixes as VEX has them in its last two bits.
const (
	vexNone = iota
	vex66
	vexF3
	vexF2
)

func emit(in []Register, bytes ...byte) {
	for i, b := range bytes {
		inst := &ir.Instruction{Opcode: "BYTE", Operands: []Op{U8(b)}}
		if i == 0 {
			for _, r := range in {
				inst.Inputs = append(inst.Inputs, r)
			}
		}
		Instruction(inst)
	}
}

// number returns a general register's number, as instructions have it.
func number(r GPPhysical) byte {
	for i, p := range []GPPhysical{RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8, R9, R10, R11, R12, R13, R14, R15} {
		if p == r {
			return byte(i)
		}
	}
	panic("not a general register")
}

// tileMemory encodes opcode tmm, [base + index + disp].
func tileMemory(prefix, opcode byte, tmm int, base, index GPPhysical, disp int) {
	b, x := number(base), number(index)
	d := uint32(disp)
	emit([]Register{base, index}, 0xc4, 0x82|(^x>>3&1)<<6|(^b>>3&1)<<5, 0x78|prefix, opcode,
		0x84|byte(tmm)<<3, x&7<<3|b&7, byte(d), byte(d>>8), byte(d>>16), byte(d>>24))
}

func tileLoad(tmm int, base, stride GPPhysical, disp int) {
	tileMemory(vexF2, 0x4b, tmm, base, stride, disp)
}

func tileStore(tmm int, base, stride GPPhysical, disp int) {
	tileMemory(vexF3, 0x4b, tmm, base, stride, disp)
}
func tileZero(tmm int) { emit(nil, 0xc4, 0xe2, 0x7b, 0x49, 0xc0|byte(tmm)<<3) }
func tileRelease()     { emit(nil, 0xc4, 0xe2, 0x78, 0x49, 0xc0) }

// tileConfig loads the configuration that RAX points at.
func tileConfig() { emit([]Register{RAX}, 0xc4, 0xe2, 0x78, 0x49, 0x00) }

// dotSigned adds to tile c the products of signed bytes, rows of a by columns of b (TDPBSSD).
func dotSigned(c, a, b int) {
	emit(nil, 0xc4, 0xe2, byte(^b&15)<<3|vexF2, 0x5e, 0xc0|byte(c)<<3|byte(a))
}

// tileShape is a configuration of eight whole tiles: 16 rows of 64 bytes.
func tileShape() Mem {
	m := GLOBL("tileShape", RODATA|NOPTR)
	DATA(0, U64(1)) // palette
	DATA(8, U64(0))
	DATA(16, U64(0x0040004000400040)) // bytes in a row of each tile
	DATA(24, U64(0x0040004000400040))
	DATA(32, U64(0))
	DATA(40, U64(0))
	DATA(48, U64(0x1010101010101010)) // rows of each
	DATA(56, U64(0))
	return m
}

// linearAMX multiplies blocks of 32 rows by panels of 32 columns, in four tiles of int32 sums. Weights are signed;
// packed [panel][k/4][32][4], k a multiple of 64. The tiles go through work, 1024 int32, to be scaled. The tile
// registers are configured and released in one call, so that nothing is left in them when a goroutine is switched.
func linearAMX(name string, shape Mem) {
	TEXT(name, NOSPLIT, linearSignature[:len(linearSignature)-1]+", work *int32, panels int)")
	Pragma("noescape")
	var (
		a, a16   = RSI, R8  // rows 0 and 16 of the block
		k        = RDI      // bytes from row to row of a
		w, ldw   = RBX, RCX // packed weights; 128, also the stride of work
		work     = RDX
		c0, c1   = 0, 1 // accumulators of rows 0-15; 2, 3 of rows 16-31
		a0t, a1t = 4, 5
		b0t, b1t = 6, 7
	)
	LEAQ(shape, RAX)
	tileConfig()
	Load(Param("k"), k)
	Load(Param("work"), work)
	MOVQ(I32(128), ldw)

	Label("panels")
	Load(Param("a"), a)
	c, scale, blocks := load("c"), load("scale"), load("rowBlocks")
	ldc, n := load("ldc"), GP64()
	// The next panel is fetched while this one is used: weights are read too seldom to stay near.
	ahead := load("w")
	MOVQ(k, n)
	SHLQ(U8(5), n)
	ADDQ(n, ahead)

	Label("rows")
	Load(Param("w"), w)
	MOVQ(k, a16)
	SHLQ(U8(4), a16)
	ADDQ(a, a16)
	for t := c0; t < 4; t++ {
		tileZero(t)
	}
	MOVQ(k, n)
	SHRQ(U8(6), n)
	Label("products")
	for i := 0; i < 8; i++ {
		PREFETCHT1(Mem{Base: ahead, Disp: i * 64})
	}
	ADDQ(I32(8*64), ahead)
	tileLoad(b0t, w, ldw, 0)
	tileLoad(a0t, a, k, 0)
	dotSigned(c0, a0t, b0t)
	tileLoad(b1t, w, ldw, 64)
	dotSigned(c1, a0t, b1t)
	tileLoad(a1t, a16, k, 0)
	dotSigned(2, a1t, b0t)
	dotSigned(3, a1t, b1t)
	ADDQ(I32(16*128), w)
	ADDQ(I8(64), a)
	ADDQ(I8(64), a16)
	DECQ(n)
	JNZ(LabelRef("products"))
	for t := 0; t < 4; t++ {
		tileStore(t, work, ldw, t/2*16*128+t%2*64)
	}

	ws, bias, r := load("ws"), load("bias"), GP64()
	wv, bv, s, t := avx512.regs(2), avx512.regs(2), ZMM(), avx512.regs(2)
	for j := range wv {
		VMOVUPS(Mem{Base: ws, Disp: j * 64}, wv[j])
		VMOVUPS(Mem{Base: bias, Disp: j * 64}, bv[j])
	}
	p := GP64()
	MOVQ(work, p)
	MOVQ(I32(32), r)
	Label("scaling")
	VBROADCASTSS(Mem{Base: scale}, s)
	for j := range wv {
		VMULPS(wv[j], s, t[j])
		sum := ZMM()
		VCVTDQ2PS(Mem{Base: p, Disp: j * 64}, sum)
		VFMADD213PS(bv[j], sum, t[j])
		VMOVUPS(t[j], Mem{Base: c, Disp: j * 64})
	}
	ADDQ(I8(4), scale)
	ADDQ(I32(128), p)
	ADDQ(ldc, c)
	DECQ(r)
	JNZ(LabelRef("scaling"))

	MOVQ(k, n) // a stands k past its first row: on to the 33rd
	SHLQ(U8(5), n)
	SUBQ(k, n)
	ADDQ(n, a)
	DECQ(blocks)
	JNZ(LabelRef("rows"))

	MOVQ(k, n)
	SHLQ(U8(5), n)
	ADDQ(n, place("w"))
	for _, p := range []string{"c", "ws", "bias"} {
		ADDQ(I32(128), place(p))
	}
	DECQ(place("panels"))
	JNZ(LabelRef("panels"))
	tileRelease()
	VZEROUPPER()
	RET()
}

// place is where a parameter lies on the stack.
func place(param string) Op {
	b, err := Param(param).Resolve()
	if err != nil {
		panic(err)
	}
	return b.Addr
}
