//go:build !linux

package localpg

import (
	"errors"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// endsWithParent tells that the system ends a server whose process is gone.
const endsWithParent = false

// attributes start a program apart from the terminal's Ctrl-C, as the account.
func attributes(a account) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Credential: a.credential()}
}

// alive tells whether a process runs.
func alive(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}

// serves tells whether a process is a Postgres server on the data directory.
func serves(pid int, data string) bool {
	out, err := exec.Command("ps", "-ww", "-o", "command=", "-p", strconv.Itoa(pid)).Output()
	if err != nil {
		return false
	}
	program, arguments, _ := strings.Cut(string(out), " -D ")
	return filepath.Base(program) == "postgres" && strings.HasPrefix(arguments, data+" ")
}

// freeBytes returns 0: no directory is kept in memory.
func freeBytes(string) int64 { return 0 }
