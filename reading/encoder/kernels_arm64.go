//go:build arm64 && !purego

package encoder

import (
	"runtime"
	"unsafe"
)

// machineKernels returns the assembly paths this processor can run: NEON where it has SDOT.
func machineKernels() []kernels {
	if !hasDotProducts() {
		return nil
	}
	return []kernels{neonKernels}
}

// neonKernels multiplies signed bytes by signed bytes; what is rare stays plain Go.
var neonKernels = kernels{
	path:   NEON,
	linear: eachPanel(linearNEON, 8, 8), linearRows: 8, panel: 8, depth: 16, group: 4, activation: 1,
	quantise: quantiseNEON,
	attend:   (*scratch).attend,
	matmul:   matmulNEON, tileRows: 8, tileCols: 8,
	transpose: transpose8,
	softmax:   softmaxNEON,
	gelu:      geluNEON,
	addNorm:   addNormPortable,
	embed:     embedPortable,
	add:       addPortable,
	dot:       dotPortable,
}

// hasDotProducts says whether there is SDOT: every Apple processor that Go runs on has it; Linux lets a process read the
// register that says so.
func hasDotProducts() bool {
	switch runtime.GOOS {
	case "darwin":
		return true
	case "linux":
		const dotProducts = 44 // ID_AA64ISAR0_EL1.DP
		return instructions0()>>dotProducts&15 != 0
	}
	return false
}

// transpose8 writes the columns of eight rows of src as dst[column][row].
func transpose8(dst, src *float32, lds int) {
	out := unsafe.Slice(dst, headWidth*8)
	for row := range 8 {
		for column, v := range unsafe.Slice(stride(src, row, lds), headWidth) {
			out[column*8+row] = v
		}
	}
}

//go:noescape
func linearNEON(c *float32, ldc int, a *int8, k int, w *int8, rowBlocks int, scale *float32, correction *int32, ws *float32, bias *float32)

//go:noescape
func matmulNEON(c *float32, ldc int, a *float32, lda int, b *float32, k int, init *float32, scale *float32)

//go:noescape
func quantiseNEON(q *int8, x *float32, n int) (scale float32, sum int32)

//go:noescape
func softmaxNEON(x *float32, n int) (scale float32)

//go:noescape
func geluNEON(x *float32, n int, table *float32)

func instructions0() uint64
