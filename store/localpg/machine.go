package localpg

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// bootWithin bounds a start whose context has no earlier deadline. Recovery
// after a power failure is what takes long.
const bootWithin = time.Minute

// machine is what a server needs of this computer.
type machine struct {
	account  account
	programs programs
	log      *slog.Logger
}

func thisMachine(ctx context.Context, log *slog.Logger) (machine, error) {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	a, err := serverAccount()
	if err != nil {
		return machine{}, err
	}
	p, err := newFinder(a, log).find(ctx)
	if err != nil {
		return machine{}, err
	}
	return machine{account: a, programs: p, log: log}, nil
}

// initialize makes an empty cluster in data, in UTF-8, with the plain order of
// C.UTF-8 or, where the system lacks it, of C.
func (m machine) initialize(ctx context.Context, r *room, data string) error {
	var errs []error
	for _, locale := range []string{"C.UTF-8", "C"} {
		cmd := exec.Command(m.programs.path("initdb"), "-D", data, "-U", superuser, "--encoding=UTF8",
			"--locale="+locale, "--auth-local=trust", "--auth-host=reject",
			// Small segments of the write-ahead log make a cluster quicker to copy.
			"--wal-segsize=1", "--no-sync", "--no-instructions")
		cmd.Dir, cmd.Env = r.dir, serverEnvironment()
		err := run(ctx, cmd, m.account)
		if err == nil {
			return nil
		}
		errs = append(errs, err)
		if ctx.Err() != nil {
			break
		}
	}
	return fmt.Errorf("make a database cluster: %w", errors.Join(errs...))
}

// boot starts a server on data and waits until it accepts connections.
func (m machine) boot(ctx context.Context, r *room, data string, fast bool) (*process, error) {
	began := time.Now()
	if err := clearStale(ctx, data); err != nil {
		return nil, err
	}
	log, err := os.Create(r.log())
	if err != nil {
		return nil, err
	}
	defer func() { _ = log.Close() }()
	cmd := exec.Command(m.programs.path("postgres"), append([]string{"-D", data}, settings(r, fast)...)...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = r.dir, serverEnvironment(), log, log
	p, err := launch(cmd, m.account)
	if err != nil {
		return nil, err
	}
	p.tail = r.logTail
	if err := p.ready(ctx, data); err != nil {
		return nil, err
	}
	m.log.Debug("Postgres is ready", "pid", cmd.Process.Pid, "data", data, "took", time.Since(began))
	return p, nil
}

// settings are given on the command line, so that nothing in kept data can say
// otherwise.
func settings(r *room, fast bool) []string {
	pairs := []string{
		"listen_addresses=",
		"port=" + port,
		"unix_socket_directories=" + quoted(r.dir),
		"unix_socket_permissions=0700",
		"max_connections=200",
		"shared_buffers=32MB",
		"timezone=UTC",
		"log_timezone=UTC",
		"jit=off",
		"logging_collector=off",
		"log_destination=stderr",
	}
	if fast {
		pairs = append(pairs,
			"fsync=off",
			"synchronous_commit=off",
			"full_page_writes=off",
			"wal_level=minimal",
			"max_wal_senders=0",
			"max_wal_size=64MB",
			// A worker of autovacuum in the template would hinder its copying.
			"autovacuum=off",
		)
	}
	var args []string
	for _, pair := range pairs {
		args = append(args, "-c", pair)
	}
	return args
}

// quoted makes one element of a list of directories.
func quoted(dir string) string { return `"` + strings.ReplaceAll(dir, `"`, `""`) + `"` }

// ready waits until the server says in its pid file that it accepts
// connections. Only that is sure: a connection may reach somebody else's server.
// A server that isn't ready in time is ended.
func (p *process) ready(ctx context.Context, data string) error {
	ctx, cancel := context.WithTimeout(ctx, bootWithin)
	defer cancel()
	path := filepath.Join(data, pidFileName)
	poll := time.NewTicker(pollEvery)
	defer poll.Stop()
	for {
		if f, err := readPIDFile(path); err == nil && f.pid == p.cmd.Process.Pid && f.status == "ready" {
			return nil
		}
		select {
		case <-poll.C:
		case <-p.ended:
			return fmt.Errorf("the server ended at once: %v: %s", p.cmd.ProcessState, p.tail())
		case <-ctx.Done():
			p.kill()
			return fmt.Errorf("the server did not become ready: %w: %s", ctx.Err(), p.tail())
		}
	}
}
