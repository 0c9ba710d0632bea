//go:build unix

package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"time"

	"rapporteur"
)

// fileLock is held by at most one process; the system gives it up for a process that dies.
type fileLock struct{ f *os.File }

// lockFile takes the lock named by a file, which then says who holds it. With wait it waits for its turn, else it fails
// with the holder's process number.
func lockFile(ctx context.Context, path string, wait bool) (*fileLock, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, pathError(err, path)
	}
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		switch {
		case err == nil:
			l := &fileLock{f}
			return l, l.sign()
		case !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR):
			_ = f.Close()
			return nil, fmt.Errorf("%w: %s can't be locked (%v); keep the database on a local disk", rapporteur.ErrInvalid, path, err)
		case !wait:
			pid, _ := os.ReadFile(path)
			_ = f.Close()
			return nil, fmt.Errorf("%w: another Rapporteur (process %s) is at work on this database; leave the work to it, or end it first", rapporteur.ErrRefused, strings.TrimSpace(string(pid)))
		}
		select {
		case <-ctx.Done():
			_ = f.Close()
			return nil, ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func (l *fileLock) sign() error {
	if err := l.f.Truncate(0); err != nil {
		return pathError(err, l.f.Name())
	}
	_, err := l.f.WriteAt(fmt.Appendf(nil, "%d\n", os.Getpid()), 0)
	return err
}

// release gives the lock up. The file stays: removing it would let two processes lock two files of one name.
func (l *fileLock) release() { _ = l.f.Close() }
