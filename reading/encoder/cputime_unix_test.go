//go:build unix

package encoder

import (
	"syscall"
	"time"
)

// processTime is the processor time this process has used, which other work on the machine does not lengthen much.
func processTime() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		panic(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
