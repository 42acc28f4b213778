package localpg

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// home is the directory in which a server's data is kept.
type home struct {
	dir   string
	lock  *fileLock
	fresh bool // the lock file wasn't there before
}

// openHome makes dir when missing and locks it.
func openHome(dir string, a account) (*home, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o711); err != nil {
		return nil, fmt.Errorf("make the data directory: %w", err)
	}
	if err := a.reaches(dir); err != nil {
		return nil, fmt.Errorf("%w: choose another data directory", err)
	}
	path := filepath.Join(dir, "lock")
	fresh := !exists(path)
	lock, err := tryLock(path)
	if errors.Is(err, errLocked) {
		return nil, fmt.Errorf("data directory %s is %w by %s: stop that one, or choose another directory",
			dir, ErrInUse, holder(path))
	}
	if err != nil {
		return nil, err
	}
	h := &home{dir: dir, lock: lock, fresh: fresh}
	if err := errors.Join(lock.file.Truncate(0), h.sign()); err != nil {
		return nil, errors.Join(err, h.abandon())
	}
	return h, nil
}

// sign writes who holds the lock, for the error of the next one.
func (h *home) sign() error {
	_, err := h.lock.file.WriteAt([]byte(strconv.Itoa(os.Getpid())), 0)
	return err
}

func holder(path string) string {
	text, err := os.ReadFile(path)
	if pid := strings.TrimSpace(string(text)); err == nil && pid != "" {
		return "process " + pid
	}
	return "another process"
}

func (h *home) data() string { return filepath.Join(h.dir, "data") }

func (h *home) leave() error { return h.lock.release() }

// abandon leaves a home in which no server ran as it was found.
func (h *home) abandon() error {
	if h.fresh {
		return h.lock.remove()
	}
	return h.lock.release()
}

// checkData answers an error when Postgres would refuse existing data, or harm
// it: another major version's, or another user's.
func checkData(data string, p programs, a account) error {
	text, err := os.ReadFile(filepath.Join(data, "PG_VERSION"))
	if err != nil {
		return fmt.Errorf("%s holds no Postgres data, yet it is not empty: move it away: %w", data, err)
	}
	if major := strings.TrimSpace(string(text)); major != strconv.Itoa(p.version.major) {
		return fmt.Errorf("the data in %s is Postgres %s's, and the programs found in %s are %d: "+
			"install Postgres %s, or move the data away", data, major, p.dir, p.version.major, major)
	}
	info, err := os.Stat(data)
	if err != nil {
		return err
	}
	if owner := ownerOf(info); owner != a.uid {
		return fmt.Errorf("the data in %s belongs to user id %d, and the server would run as %d: "+
			"run this as the user who made it, or choose another directory", data, owner, a.uid)
	}
	return nil
}
