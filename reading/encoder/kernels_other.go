//go:build !amd64 || purego

package encoder

func machineKernels() []kernels { return nil }
