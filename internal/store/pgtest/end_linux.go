package pgtest

import "syscall"

// endWithUs has the server end when the test does, however that ends.
func endWithUs(a *syscall.SysProcAttr) { a.Pdeathsig = syscall.SIGINT }
