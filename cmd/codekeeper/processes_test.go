package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// descendants are the processes that a process started, and those that they
// started.
func descendants(t *testing.T, pid int) []int {
	t.Helper()
	parents := processes(t)
	var found []int
	for at := []int{pid}; len(at) > 0; at = at[1:] {
		for child, p := range parents {
			if p.parent == at[0] {
				found, at = append(found, child), append(at, child)
			}
		}
	}
	return found
}

// awaitGone waits until none of the processes is left.
func awaitGone(t *testing.T, pids []int) {
	t.Helper()
	var left []int
	for late := time.Now().Add(comesWithin); time.Now().Before(late); time.Sleep(10 * time.Millisecond) {
		left = left[:0]
		now := processes(t)
		for _, pid := range pids {
			if p, there := now[pid]; there && p.state != "Z" { // a zombie has ended; who adopted it may not look
				left = append(left, pid)
			}
		}
		if len(left) == 0 {
			return
		}
	}
	t.Fatalf("processes %v are left", left)
}

type process struct {
	parent int
	state  string // one letter, "Z" has ended
}

// processes are all that run, from /proc where there is one, else from ps.
func processes(t *testing.T) map[int]process {
	t.Helper()
	found := map[int]process{}
	files, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			continue // it ended meanwhile
		}
		// The name, in brackets, may hold anything.
		var p process
		text := string(data)
		if _, err := fmt.Sscanf(text[strings.LastIndex(text, ")")+1:], " %s %d", &p.state, &p.parent); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(file)))
		if err != nil {
			t.Fatal(err)
		}
		found[pid] = p
	}
	if len(files) > 0 {
		return found
	}
	out, err := exec.CommandContext(t.Context(), "ps", "-A", "-o", "pid=,ppid=,stat=").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		var pid int
		var p process
		if _, err := fmt.Sscan(line, &pid, &p.parent, &p.state); err == nil {
			p.state = p.state[:1]
			found[pid] = p
		}
	}
	return found
}
