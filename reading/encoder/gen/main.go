// Command gen writes the x86-64 kernels of package encoder: kernels_amd64.s and their Go declarations.
//
// It is a module of its own, so that the product does not depend on the assembler's generator. Run
// `go generate` in the parent folder after a change; what it writes is committed.
//
// Every kernel is written once for a vector width and emitted for 512 bits (AVX-512 F, BW, DQ, VL) and 256
// bits (AVX2, FMA), save the integer products, whose instructions differ. Strides are in bytes.
package main

import (
	. "github.com/mmcloughlin/avo/build"
)

func main() {
	ConstraintExpr("amd64,!purego")
	constants()

	linearVNNI("linearVNNI", 8, 3)
	linearAVX2("linearAVX2", 4, 2)
	shape := tileShape()
	linearAMX("linearAMX", shape)
	splitQueries()
	splitKeys()
	splitValues()
	scoresTiles(shape)
	softmaxTiles()
	contextTiles(shape)
	largestColumns()
	packQueries()
	packKeys()
	packValues()
	scores16()
	softmax16()
	context16()
	for _, v := range []vector{avx512, avx2} {
		quantise("quantise"+v.suffix, v)
		matmul("matmul"+v.suffix, v)
		gelu("gelu"+v.suffix, v)
		addNorm("addNorm"+v.suffix, v)
		embed("embed"+v.suffix, v)
		add("add"+v.suffix, v)
		dot("dot"+v.suffix, v)
	}
	softmax("softmaxAVX2", avx2)
	transposeAVX2()
	cpuid()
	Generate()
}
