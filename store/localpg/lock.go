package localpg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"
)

// pollEvery is how often a file or a process is looked at that nothing else
// tells about.
const pollEvery = 2 * time.Millisecond

var errLocked = errors.New("locked by another process")

// fileLock is a lock that the system gives back when its process ends.
type fileLock struct{ file *os.File }

// tryLock takes the lock file at path, making it when missing. It answers
// errLocked when somebody else has it.
func tryLock(path string) (*fileLock, error) {
	for {
		file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
		if err != nil {
			return nil, err
		}
		err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err != nil {
			_ = file.Close()
			if errors.Is(err, syscall.EWOULDBLOCK) {
				return nil, errLocked
			}
			return nil, fmt.Errorf("lock %s: %w", path, err)
		}
		if stillAt(file, path) {
			return &fileLock{file}, nil
		}
		_ = file.Close()
	}
}

// waitLock is tryLock that waits for its turn as long as ctx allows.
func waitLock(ctx context.Context, path string) (*fileLock, error) {
	for {
		lock, err := tryLock(path)
		if !errors.Is(err, errLocked) {
			return lock, err
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("wait for %s: %w", path, ctx.Err())
		case <-time.After(pollEvery):
		}
	}
}

// stillAt tells whether the file is what path names: who had the lock before may
// have removed it.
func stillAt(file *os.File, path string) bool {
	mine, err := file.Stat()
	if err != nil {
		return false
	}
	named, err := os.Stat(path)
	return err == nil && os.SameFile(mine, named)
}

// release gives the lock back.
func (l *fileLock) release() error { return l.file.Close() }

// remove removes the lock file and gives the lock back.
func (l *fileLock) remove() error {
	return errors.Join(os.Remove(l.file.Name()), l.file.Close())
}
