//go:build linux && amd64 && !purego

package encoder

import "syscall"

// permitTiles asks the system for the tile registers, which a process may not touch unasked (Linux,
// Documentation/arch/x86/xstate.rst). It may be refused, by an old kernel or a sandbox.
func permitTiles() bool {
	const requestPermission, tileData = 0x1023, 18 // ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA
	_, _, errno := syscall.RawSyscall(syscall.SYS_ARCH_PRCTL, requestPermission, tileData, 0)
	return errno == 0
}
