//go:build !linux && amd64 && !purego

package encoder

func permitTiles() bool { return false }
