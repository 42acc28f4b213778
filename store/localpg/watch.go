package localpg

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

// watchScript waits for the end of its input, which comes when the process that
// holds the other end is gone, and then has the server end.
const watchScript = `while read -r _; do :; done; kill -INT "$0"`

// watch starts a small program that ends the server with the number pid when
// this process is gone. dismiss ends the watching; it must be called when the
// server is gone, for its number may be given to another process.
func watch(pid int) (dismiss func(), err error) {
	theirs, ours, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("watch over the server: %w", err)
	}
	cmd := exec.Command("/bin/sh", "-c", watchScript, strconv.Itoa(pid))
	cmd.Stdin = theirs
	cmd.Env = serverEnvironment()
	// Apart from the terminal's group: Ctrl-C must not end the watcher alone.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	err = cmd.Start()
	_ = theirs.Close()
	if err != nil {
		_ = ours.Close()
		return nil, fmt.Errorf("watch over the server: %w", err)
	}
	return func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		_ = ours.Close()
	}, nil
}
