//go:build unix && !linux

package pgtest

import "syscall"

// endWithUs can't be promised here: a test that is killed leaves its server.
func endWithUs(*syscall.SysProcAttr) {}
