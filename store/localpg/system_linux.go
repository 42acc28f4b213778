package localpg

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// endsWithParent tells that the system ends a server whose process is gone.
const endsWithParent = true

// attributes start a program apart from the terminal's Ctrl-C, as the account,
// and have it shut down when the thread that started it is gone.
func attributes(a account) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGINT, Credential: a.credential()}
}

// alive tells whether a process runs; one that ended and wasn't waited for
// doesn't.
func alive(pid int) bool {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return false
	}
	// The name in parentheses may hold anything; the state comes after it.
	_, rest, ok := strings.Cut(string(stat[max(0, bytes.LastIndexByte(stat, ')')):]), " ")
	return ok && !strings.HasPrefix(rest, "Z") && !strings.HasPrefix(rest, "X")
}

// serves tells whether a process is a Postgres server on the data directory.
func serves(pid int, data string) bool {
	proc := "/proc/" + strconv.Itoa(pid)
	text, err := os.ReadFile(proc + "/cmdline")
	if err != nil {
		return false
	}
	words := strings.Split(string(text), "\x00")
	if filepath.Base(words[0]) != "postgres" {
		return false
	}
	cwd, err := os.Readlink(proc + "/cwd")
	return err == nil && cwd == data || slices.Contains(words, data)
}

// freeBytes returns the free space of a directory's file system, 0 when there
// is no such directory.
func freeBytes(dir string) int64 {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(dir, &fs); err != nil {
		return 0
	}
	return int64(fs.Bavail) * fs.Bsize
}
