package localpg

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

const (
	// pidFileName is the file in which a server writes, a line each: its process
	// number, data directory, start, port, socket directory, address, shared
	// memory, status.
	pidFileName = "postmaster.pid"
	statusLine  = 7
	// endWithin is how long an earlier server may take to shut down after its
	// process was killed.
	endWithin = 10 * time.Second
)

type pidFile struct {
	pid    int
	status string // empty until the server writes it; "ready" when it accepts connections
}

func readPIDFile(path string) (pidFile, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return pidFile{}, err
	}
	lines := strings.Split(string(text), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(lines[0]))
	if err != nil {
		return pidFile{}, fmt.Errorf("%s: %w", path, err)
	}
	f := pidFile{pid: pid}
	if len(lines) > statusLine {
		f.status = strings.TrimSpace(lines[statusLine])
	}
	return f, nil
}

// runningOn returns the server that runs on the data directory, by its process
// number, if one does.
func runningOn(data string) (pid int, ok bool) {
	f, err := readPIDFile(filepath.Join(data, pidFileName))
	if err != nil || f.pid <= 1 || !alive(f.pid) || !serves(f.pid, data) {
		return 0, false
	}
	return f.pid, true
}

// clearStale makes way for a server on data, which the caller has locked. An
// earlier server may still be shutting down: it is waited for. A pid file whose
// number now belongs to another program would stop Postgres, and is removed. One
// with a dead number stays: Postgres sees that itself, and reads in it where the
// dead one's memory was.
func clearStale(ctx context.Context, data string) error {
	ctx, cancel := context.WithTimeout(ctx, endWithin)
	defer cancel()
	for {
		pid, ok := runningOn(data)
		if !ok {
			break
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("another Postgres, process %d, runs on %s: stop it (kill -INT %d): %w", pid, data, pid, ctx.Err())
		case <-time.After(pollEvery):
		}
	}
	path := filepath.Join(data, pidFileName)
	f, err := readPIDFile(path)
	if os.IsNotExist(err) || err == nil && !alive(f.pid) {
		return nil
	}
	return os.Remove(path)
}
