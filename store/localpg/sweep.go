package localpg

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// sweep removes the rooms in dir whose processes are gone. A room whose server
// still runs, though its process does not, is left for the next time, and the
// server told to end. What can't be removed is logged: it stops nobody.
func sweep(dir string, log *slog.Logger) {
	locks, err := filepath.Glob(filepath.Join(dir, "r*.lock"))
	if err != nil {
		return
	}
	for _, path := range locks {
		lock, err := tryLock(path)
		if err != nil {
			continue
		}
		abandoned := &room{dir: strings.TrimSuffix(path, ".lock"), lock: lock}
		if pid, ok := runningOn(abandoned.path("data")); ok {
			_ = syscall.Kill(pid, syscall.SIGINT)
			_ = lock.release()
			continue
		}
		if err := abandoned.leave(); err != nil {
			log.Debug("can't remove what an ended server left", "dir", abandoned.dir, "err", err)
		}
	}
	sweepUnlocked(dir)
}

// sweepUnlocked removes the rooms that a process left before it had locked them.
func sweepUnlocked(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		if !e.IsDir() {
			continue
		}
		if _, err := os.Stat(path + ".lock"); os.IsNotExist(err) {
			_ = os.RemoveAll(path)
		}
	}
}
