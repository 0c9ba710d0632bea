//go:build amd64 && !purego

package encoder

// machineKernels returns the assembly paths this processor and system can run, fastest first.
func machineKernels() []kernels {
	var k []kernels
	f := detect()
	if f.amx && permitTiles() {
		k = append(k, amxKernels())
	}
	if f.vnni {
		k = append(k, vnniKernels)
	}
	if f.avx2 {
		k = append(k, avx2Kernels)
	}
	return k
}

var vnniKernels = kernels{
	path:   VNNI,
	linear: eachPanel(linearVNNI, 8, 48), linearRows: 8, panel: 48, depth: 8, group: 4, weightOffset: 128, activation: 1,
	quantise: quantiseAVX512,
	attend:   (*scratch).attendWords,
	matmul:   matmulAVX512, tileRows: 8, tileCols: 32,
	gelu:    geluAVX512,
	addNorm: addNormAVX512,
	embed:   embedAVX512,
	add:     addAVX512,
	dot:     dotAVX512,
}

// amxKernels are those of VNNI but for the int8 products and attention.
func amxKernels() kernels {
	k := vnniKernels
	k.path = AMX
	k.linear = linearTiles
	k.linearRows, k.panel, k.depth, k.weightOffset = 32, 32, 64, 0
	k.attend = (*scratch).attendTiles
	return k
}

var avx2Kernels = kernels{
	path:   AVX2,
	linear: eachPanel(linearAVX2, 4, 16), linearRows: 4, panel: 16, depth: 8, group: 2, activation: 2,
	quantise: quantiseAVX2,
	attend:   (*scratch).attend,
	matmul:   matmulAVX2, tileRows: 4, tileCols: 16,
	transpose: transposeAVX2,
	softmax:   softmaxAVX2,
	gelu:      geluAVX2,
	addNorm:   addNormAVX2,
	embed:     embedAVX2,
	add:       addAVX2,
	dot:       dotAVX2,
}

type features struct{ avx2, vnni, amx bool }

// detect reads the processor's features and what register state the system keeps (Intel SDM vol. 1, ch. 13-15).
func detect() features {
	var f features
	if top, _, _, _ := cpuid(0, 0); top < 7 {
		return f
	}
	_, _, ecx1, _ := cpuid(1, 0)
	const fma, osxsave, avx = 1 << 12, 1 << 27, 1 << 28
	if ecx1&(fma|osxsave|avx) != fma|osxsave|avx {
		return f
	}
	state := xgetbv()
	_, ebx, ecx, edx := cpuid(7, 0)
	const ymmState, zmmState, tileState = 0x6, 0xe6, 0x600e6
	const avx2 = 1 << 5
	const avx512 = 1<<16 | 1<<17 | 1<<30 | 1<<31 // F, DQ, BW, VL
	const vnni = 1 << 11
	const amx = 1<<22 | 1<<24 | 1<<25 // BF16, TILE, INT8
	f.avx2 = state&ymmState == ymmState && ebx&avx2 != 0
	f.vnni = f.avx2 && state&zmmState == zmmState && ebx&avx512 == avx512 && ecx&vnni != 0
	f.amx = f.vnni && state&tileState == tileState && edx&amx == amx
	return f
}
