package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/windows"

	"rapporteur"
)

// fileLock is held by at most one process; the system gives it up for a process that dies.
type fileLock struct{ f *os.File }

// lockFile takes the lock named by a file. With wait it waits for its turn, else it fails.
func lockFile(ctx context.Context, path string, wait bool) (*fileLock, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, pathError(err, path)
	}
	for {
		err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &windows.Overlapped{})
		switch {
		case err == nil:
			return &fileLock{f}, nil
		case !errors.Is(err, windows.ERROR_LOCK_VIOLATION):
			_ = f.Close()
			return nil, fmt.Errorf("%w: %s can't be locked (%w); keep the database on a local disk", rapporteur.ErrInvalid, path, err)
		case !wait:
			_ = f.Close()
			return nil, fmt.Errorf("%w: another Rapporteur is at work on this database; leave the work to it, or end it first", rapporteur.ErrRefused)
		}
		select {
		case <-ctx.Done():
			_ = f.Close()
			return nil, ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// release gives the lock up. The file stays: removing it would let two processes lock two files of one name.
func (l *fileLock) release() { _ = l.f.Close() }
