package main

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// parentEvery is how often the parent of a program under "go run" is looked at.
const parentEvery = 250 * time.Millisecond

// withGoRun ends ctx when "go run", which started this program, is gone. A
// signal to "go run" other than the terminal's does not reach the program, and
// it would go on unseen, with the port and the database that it holds.
func withGoRun(ctx context.Context, parent func() int) context.Context {
	first := parent()
	if !isGo(first) {
		return ctx
	}
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		defer cancel()
		look := time.NewTicker(parentEvery)
		defer look.Stop()
		for parent() == first {
			select {
			case <-ctx.Done():
				return
			case <-look.C:
			}
		}
	}()
	return ctx
}

// isGo tells whether a process is the go command, where the system has /proc;
// elsewhere by where "go run" puts what it built.
func isGo(pid int) bool {
	if name, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "comm")); err == nil {
		return strings.TrimSpace(string(name)) == "go"
	}
	self, err := os.Executable()
	return err == nil && strings.Contains(self, "go-build")
}
