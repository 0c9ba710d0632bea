// Command arm64 writes the arm64 kernels of package encoder: kernels_arm64.s. Their Go declarations stand in
// kernels_arm64.go.
//
// Vector instructions that Go's assembler does not know are written as words (Arm Architecture Reference Manual, C7.2).
package main

import (
	"fmt"
	"log"
	"math"
	"os"
	"strings"
)

var out strings.Builder

func line(format string, args ...any) { fmt.Fprintf(&out, "\t"+format+"\n", args...) }

func label(name string) { fmt.Fprintf(&out, "%s:\n", name) }

// Instructions on four lanes of 32 bits, without their registers.
const (
	sdotElement = 0x4f80e000 // four sums of four signed products, by one of four groups of m
	fmlaElement = 0x4f801000
	fmla        = 0x4e20cc00
	fmul        = 0x6e20dc00
	fadd        = 0x4e20d400
	fsub        = 0x4ea0d400
	fmax        = 0x4e20f400
	fmin        = 0x4ea0f400
	faddp       = 0x6e20d400
	add         = 0x4ea08400
	mul         = 0x4ea09c00
	fabs        = 0x4ea0f800
	frintm      = 0x4e219800 // down
	fcvtns      = 0x4e21a800 // to the nearest, ties to even
	scvtf       = 0x4e21d800
	fmaxv       = 0x6e30f800
	addv        = 0x4eb1b800
	shl23       = 0x4f375400
	xtn16       = 0x0e612800 // to 16 bits, low half
	xtn16high   = 0x4e612800
	xtn8        = 0x0e212800
)

var names = map[uint32]string{
	sdotElement: "SDOT", fmlaElement: "FMLA", fmla: "FMLA", fmul: "FMUL", fadd: "FADD", fsub: "FSUB", fmax: "FMAX", fmin: "FMIN",
	faddp: "FADDP", add: "ADD", mul: "MUL", fabs: "FABS", frintm: "FRINTM", fcvtns: "FCVTNS", scvtf: "SCVTF", fmaxv: "FMAXV",
	addv: "ADDV", shl23: "SHL #23", xtn16: "XTN", xtn16high: "XTN2", xtn8: "XTN",
}

// three emits d = n op m; for fsub n - m.
func three(op uint32, m, n, d int) {
	line("WORD $0x%08x // %s V%d, V%d, V%d", op|uint32(m<<16|n<<5|d), names[op], m, n, d)
}

func two(op uint32, n, d int) {
	line("WORD $0x%08x // %s V%d, V%d", op|uint32(n<<5|d), names[op], n, d)
}

// element emits op with the i-th element of m.
func element(op uint32, i, m, n, d int) {
	line("WORD $0x%08x // %s V%d[%d], V%d, V%d", op|uint32(i&1<<21|i>>1<<11|m<<16|n<<5|d), names[op], m, i, n, d)
}

func text(name string, size int) {
	fmt.Fprintf(&out, "\nTEXT ·%s(SB), NOSPLIT, $0-%d\n", name, size)
}

func zero(v int) { line("VEOR V%d.B16, V%d.B16, V%d.B16", v, v, v) }

// constant puts bits in every lane of v. It uses R26.
func constant(v int, bits uint32) {
	line("MOVD $0x%08x, R26", bits)
	line("VDUP R26, V%d.S4", v)
}

func float(v int, f float32) { constant(v, math.Float32bits(f)) }

const (
	rowTile  = 8
	firstAcc = 8 // accumulators of row r are V(8+2r) and the next; rows of a are V0 to V7, b is V24 to V27
)

// rowPointers sets R9 to R16 to eight rows from R2, R3 bytes apart.
func rowPointers() {
	line("MOVD R2, R9")
	for r := 1; r < rowTile; r++ {
		line("ADD R3, R%d, R%d", 8+r, 9+r)
	}
}

func loadRows() {
	for r := range rowTile {
		line("VLD1.P 16(R%d), [V%d.B16]", 9+r, r)
	}
}

// products adds to the accumulators op of four groups of a and of b, which R4 points at.
func products(op uint32) {
	for i := range 4 {
		b := 24 + i%2*2
		line("VLD1.P 32(R4), [V%d.B16, V%d.B16]", b, b+1)
		for r := range rowTile {
			element(op, i, r, b, firstAcc+2*r)
			element(op, i, r, b+1, firstAcc+2*r+1)
		}
	}
}

func next(count, name string) {
	line("SUB $1, %s, %s", count, count)
	line("CBNZ %s, %s", count, name)
}

// linear multiplies blocks of eight rows by a panel of eight columns. Packed weights: [k/4][8][4], k a multiple of 16.
func linear() {
	text("linearNEON", 80)
	for i, p := range []string{"c", "ldc", "a", "k"} {
		line("MOVD %s+%d(FP), R%d", p, i*8, i)
	}
	line("MOVD rowBlocks+40(FP), R5")
	line("MOVD scale+48(FP), R6")
	line("MOVD ws+64(FP), R7")
	line("MOVD bias+72(FP), R8")
	label("rows")
	line("MOVD w+32(FP), R4")
	rowPointers()
	for r := range 2 * rowTile {
		zero(firstAcc + r)
	}
	line("LSR $4, R3, R17")
	label("products")
	loadRows()
	products(sdotElement)
	next("R17", "products")
	line("VLD1 (R7), [V0.S4, V1.S4]")
	line("VLD1 (R8), [V2.S4, V3.S4]")
	for r := range rowTile {
		line("VLD1R.P 4(R6), [V4.S4]")
		for j := range 2 {
			acc := firstAcc + 2*r + j
			three(fmul, 4, j, 5)
			two(scvtf, acc, acc)
			line("VMOV V%d.B16, V%d.B16", 2+j, 24+j)
			three(fmla, 5, acc, 24+j)
		}
		line("VST1 [V24.S4, V25.S4], (R0)")
		line("ADD R1, R0, R0")
	}
	line("MOVD R16, R2")
	next("R5", "rows")
	line("RET")
}

// matmul computes a tile of eight rows by eight columns.
func matmul() {
	text("matmulNEON", 64)
	for i, p := range []string{"c", "ldc", "a", "lda", "b", "k", "init", "scale"} {
		line("MOVD %s+%d(FP), R%d", p, i*8, i)
	}
	rowPointers()
	line("VLD1 (R6), [V8.S4, V9.S4]")
	for r := 1; r < rowTile; r++ {
		line("VMOV V8.B16, V%d.B16", firstAcc+2*r)
		line("VMOV V9.B16, V%d.B16", firstAcc+2*r+1)
	}
	line("LSR $2, R5, R17")
	line("CBZ R17, rest")
	label("fours")
	loadRows()
	products(fmlaElement)
	next("R17", "fours")
	label("rest")
	line("AND $3, R5, R17")
	line("CBZ R17, store")
	label("ones")
	line("VLD1.P 32(R4), [V24.S4, V25.S4]")
	for r := range rowTile {
		line("VLD1R.P 4(R%d), [V0.S4]", 9+r)
		three(fmla, 0, 24, firstAcc+2*r)
		three(fmla, 0, 25, firstAcc+2*r+1)
	}
	next("R17", "ones")
	label("store")
	for r := range rowTile {
		line("VLD1R.P 4(R7), [V0.S4]")
		three(fmul, 0, firstAcc+2*r, firstAcc+2*r)
		three(fmul, 0, firstAcc+2*r+1, firstAcc+2*r+1)
		line("VST1 [V%d.S4, V%d.S4], (R0)", firstAcc+2*r, firstAcc+2*r+1)
		line("ADD R1, R0, R0")
	}
	line("RET")
}

// quantise takes eight numbers at a time.
func quantise() {
	text("quantiseNEON", 32)
	for i, p := range []string{"q", "x", "n"} {
		line("MOVD %s+%d(FP), R%d", p, i*8, i)
	}
	line("LSR $3, R2, R2")
	line("MOVD R1, R3")
	line("MOVD R2, R4")
	zero(0)
	zero(4)
	label("largest")
	line("VLD1.P 32(R3), [V1.S4, V2.S4]")
	for j := 1; j < 3; j++ {
		two(fabs, j, j)
		three(fmax, j, 0, 0)
	}
	next("R4", "largest")
	two(fmaxv, 0, 0)
	line("MOVD $0x%08x, R5", math.Float32bits(1e-20))
	line("FMOVS R5, F1")
	line("FMAXS F1, F0, F0")
	line("MOVD $0x%08x, R5", math.Float32bits(127))
	line("FMOVS R5, F1")
	line("FDIVS F1, F0, F2")
	line("FMOVS F2, scale+24(FP)")
	line("FDIVS F0, F1, F2")
	line("FMOVS F2, R5")
	line("VDUP R5, V3.S4")
	label("round")
	line("VLD1.P 32(R1), [V1.S4, V2.S4]")
	for j := 1; j < 3; j++ {
		three(fmul, 3, j, j)
		two(fcvtns, j, j)
		three(add, j, 4, 4)
	}
	two(xtn16, 1, 1)
	two(xtn16high, 2, 1)
	two(xtn8, 1, 1)
	line("VST1.P [V1.B8], 8(R0)")
	next("R2", "round")
	two(addv, 4, 4)
	line("VMOV V4.S[0], R5")
	line("MOVW R5, sum+28(FP)")
	line("RET")
}

// exp2Poly is that of the x86-64 kernels.
var exp2Poly = []float32{1, 0.6931512951850891, 0.24016444385051727, 0.05579991266131401, 0.009017030708491802, 0.0018671300495043397}

// softmax takes four numbers at a time: 2^floor(y) * 2^frac(y), y = (x-max)*log2(e).
func softmax() {
	text("softmaxNEON", 20)
	line("MOVD x+0(FP), R0")
	line("MOVD n+8(FP), R2")
	line("LSR $2, R2, R2")
	line("MOVD R0, R3")
	line("MOVD R2, R4")
	float(0, -1e30)
	label("largest")
	line("VLD1.P 16(R3), [V1.S4]")
	three(fmax, 1, 0, 0)
	next("R4", "largest")
	two(fmaxv, 0, 0)
	line("VDUP V0.S[0], V0.S4")
	float(1, math.Log2E)
	float(2, -126)
	three(fmul, 1, 0, 0)
	zero(3)
	for i, c := range exp2Poly {
		float(16+i, c)
	}
	label("exponentials")
	line("VLD1 (R0), [V4.S4]")
	three(fmul, 1, 4, 4)
	three(fsub, 0, 4, 4)
	three(fmax, 2, 4, 4)
	two(frintm, 4, 5)
	three(fsub, 5, 4, 4) // the fraction
	two(fcvtns, 5, 5)
	two(shl23, 5, 5)
	p := 16 + len(exp2Poly) - 1
	line("VMOV V%d.B16, V6.B16", p)
	for p--; p >= 16; p-- {
		line("VMOV V%d.B16, V7.B16", p)
		three(fmla, 4, 6, 7)
		line("VMOV V7.B16, V6.B16")
	}
	three(add, 5, 6, 6)
	three(fadd, 6, 3, 3)
	line("VST1.P [V6.S4], 16(R0)")
	next("R2", "exponentials")
	three(faddp, 3, 3, 3)
	three(faddp, 3, 3, 3)
	line("FMOVS $1.0, F1")
	line("FDIVS F3, F1, F1")
	line("FMOVS F1, scale+16(FP)")
	line("RET")
}

// gelu takes four numbers at a time; the coefficients of their intervals are looked up by bytes.
func gelu() {
	text("geluNEON", 24)
	for i, p := range []string{"x", "n", "table"} {
		line("MOVD %s+%d(FP), R%d", p, i*8, i)
	}
	line("LSR $2, R1, R1")
	for power := range 4 {
		line("VLD1.P 64(R2), [V%d.S4, V%d.S4, V%d.S4, V%d.S4]", 16+4*power, 17+4*power, 18+4*power, 19+4*power)
	}
	line("VLD1R (R2), [V0.S4]")
	float(1, 15)
	float(2, 0.5)
	constant(3, 0x04040404)
	constant(4, 0x03020100)
	label("loop")
	line("VLD1 (R0), [V5.S4]")
	two(fabs, 5, 6)
	three(fmul, 0, 6, 7)
	three(fmin, 1, 7, 7)
	two(fcvtns, 7, 8)
	two(scvtf, 8, 9)
	three(fsub, 9, 7, 7) // from the interval's centre
	three(mul, 3, 8, 8)
	three(add, 4, 8, 8)
	lookup := func(power, dst int) {
		v := 16 + 4*power
		line("VTBL V8.B16, [V%d.B16, V%d.B16, V%d.B16, V%d.B16], V%d.B16", v, v+1, v+2, v+3, dst)
	}
	lookup(3, 9)
	for power := 2; power >= 0; power-- {
		lookup(power, 10)
		three(fmla, 7, 9, 10)
		line("VMOV V10.B16, V9.B16")
	}
	three(fmul, 2, 5, 5)
	three(fmla, 6, 9, 5)
	line("VST1.P [V5.S4], 16(R0)")
	next("R1", "loop")
	line("RET")
}

func main() {
	out.WriteString("// Code generated by gen/arm64. DO NOT EDIT.\n\n//go:build arm64 && !purego\n\n#include \"textflag.h\"\n")
	linear()
	matmul()
	quantise()
	softmax()
	gelu()
	text("instructions0", 8)
	line("MRS ID_AA64ISAR0_EL1, R0")
	line("MOVD R0, ret+0(FP)")
	line("RET")
	if err := os.WriteFile(os.Args[1], []byte(out.String()), 0o644); err != nil {
		log.Fatal(err)
	}
}
