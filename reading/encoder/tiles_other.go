//go:build !amd64 || purego

package encoder

type tiles struct{}

type words struct{}
