//go:build !(amd64 || arm64) || purego

package encoder

func machineKernels() []kernels { return nil }
