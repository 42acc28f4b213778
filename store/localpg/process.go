package localpg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

const (
	// A fast shutdown takes milliseconds, with much to write a few seconds.
	fastWithin      = 20 * time.Second
	immediateWithin = 5 * time.Second
)

// errEnded is what a server that ended by itself is told of.
var errEnded = errors.New("it had ended by itself")

// process is a program that ends when this process does.
type process struct {
	cmd   *exec.Cmd
	ended chan struct{} // closed when it is gone
	err   error         // how it ended; to be read when it is gone
	tail  func() string // the end of its log
}

// launch starts cmd as the account. It is ended with this process by the
// system, where the system does that, and else by a watcher.
func launch(cmd *exec.Cmd, a account) (*process, error) {
	cmd.SysProcAttr = attributes(a)
	p := &process{cmd: cmd, ended: make(chan struct{}), tail: func() string { return "" }}
	started := make(chan error)
	go p.hold(started)
	if err := <-started; err != nil {
		return nil, fmt.Errorf("start %s: %w", cmd.Path, err)
	}
	return p, nil
}

// hold starts the program and waits for it on one thread, for what Linux
// watches is the life of the thread that started it, not of the process.
func (p *process) hold(started chan<- error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	defer close(p.ended)
	err := p.cmd.Start()
	if err != nil {
		started <- err
		return
	}
	dismiss := func() {}
	if !endsWithParent {
		if dismiss, err = watch(p.cmd.Process.Pid); err != nil {
			p.signal(syscall.SIGQUIT)
			_ = p.cmd.Wait()
			started <- err
			return
		}
	}
	close(started)
	p.err = p.cmd.Wait()
	dismiss()
}

// run runs a program to its end, or ends it with ctx. The error holds what it
// printed.
func run(ctx context.Context, cmd *exec.Cmd, a account) error {
	out, err := os.CreateTemp("", "codekeeper-out")
	if err != nil {
		return err
	}
	defer func() { _ = errors.Join(out.Close(), os.Remove(out.Name())) }()
	cmd.Stdout, cmd.Stderr = out, out
	p, err := launch(cmd, a)
	if err != nil {
		return err
	}
	select {
	case <-p.ended:
	case <-ctx.Done():
		p.kill()
		return fmt.Errorf("%s: %w", cmd.Path, ctx.Err())
	}
	if p.err != nil {
		text, _ := os.ReadFile(out.Name())
		return fmt.Errorf("%s: %w: %s", cmd.Path, p.err, text)
	}
	return nil
}

// shutDown ends a server: fast, and if it doesn't, at once.
func (p *process) shutDown() error {
	select {
	case <-p.ended:
		return fmt.Errorf("%w: %v: %s", errEnded, p.cmd.ProcessState, p.tail())
	default:
	}
	p.signal(syscall.SIGINT)
	if p.gone(fastWithin) {
		return nil
	}
	p.signal(syscall.SIGQUIT)
	if !p.gone(immediateWithin) {
		p.kill()
	}
	return fmt.Errorf("it didn't end within %v and was ended by force: %s", fastWithin, p.tail())
}

// gone waits until the process is gone, and tells whether it is in time.
func (p *process) gone(within time.Duration) bool {
	select {
	case <-p.ended:
		return true
	case <-time.After(within):
		return false
	}
}

// kill ends the process and its children, and waits until it is gone.
func (p *process) kill() {
	_ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL)
	<-p.ended
}

func (p *process) signal(s os.Signal) { _ = p.cmd.Process.Signal(s) }
