package localpg

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// idle starts a program that does nothing, as the account, until the test ends.
func idle(t *testing.T, a account) *process {
	t.Helper()
	cmd := exec.Command("/bin/sh", "-c", "read -r _")
	cmd.Dir = "/"
	theirs, ours, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdin = theirs
	p, err := launch(cmd, a)
	_ = theirs.Close()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = ours.Close()
		<-p.ended
	})
	return p
}

func TestStalePIDFile(t *testing.T) {
	a, err := serverAccount()
	if err != nil {
		t.Fatal(err)
	}
	dead := idle(t, a)
	dead.kill()
	for name, pid := range map[string]int{
		"of a dead process":                 dead.cmd.Process.Pid,
		"with a number that was used again": idle(t, a).cmd.Process.Pid,
		"with this process's number":        os.Getpid(),
	} {
		t.Run(name, func(t *testing.T) {
			dir := openDir(t)
			first := started(t, Options{Dir: dir, Fast: true})
			stopped(t, first)
			path := filepath.Join(dir, "data", pidFileName)
			lines := []string{strconv.Itoa(pid), filepath.Join(dir, "data"), "1", port, dir, "", "1 1", "ready   ", ""}
			if err := errors.Join(os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600), a.own(path)); err != nil {
				t.Fatal(err)
			}
			second := started(t, Options{Dir: dir, Fast: true})
			if got := ask(t, second.URL(), "select current_database()"); got != database {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestUnusableData(t *testing.T) {
	dir := openDir(t)
	stopped(t, started(t, Options{Dir: dir, Fast: true}))
	file := filepath.Join(dir, "data", "PG_VERSION")
	for name, c := range map[string]struct {
		spoil func() error
		want  string
	}{
		"another version": {func() error { return os.WriteFile(file, []byte("9.6\n"), 0o600) }, "install Postgres 9.6"},
		"no version":      {func() error { return os.Remove(file) }, "holds no Postgres data"},
	} {
		t.Run(name, func(t *testing.T) {
			kept, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := c.spoil(); err != nil {
				t.Fatal(err)
			}
			lock := filepath.Join(dir, "lock")
			if err := os.RemoveAll(lock); err != nil {
				t.Fatal(err)
			}
			_, err = Start(t.Context(), Options{Dir: dir, Fast: true})
			if exists(lock) {
				t.Error("a lock is left in a folder that was refused")
			}
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want an error that says %q", err, c.want)
			}
			if err := os.WriteFile(file, kept, 0o600); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestDirThatTheServerCannotReach(t *testing.T) {
	closed := filepath.Join(openDir(t), "closed")
	if err := os.Mkdir(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	stranger := account{name: "stranger", uid: 1 << 30, gid: 1 << 30, other: true}
	_, err := openHome(filepath.Join(closed, "kept"), stranger)
	if err == nil || !strings.Contains(err.Error(), closed+" is closed to others") {
		t.Errorf("got %v, want an error that names %s", err, closed)
	}
}

func TestSweepRemovesWhatNobodyHolds(t *testing.T) {
	m, err := thisMachine(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	held, err := newRoom(t.Context(), m, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := held.leave(); err != nil {
			t.Error(err)
		}
	})
	left, err := newRoom(t.Context(), m, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.WriteFile(left.log(), []byte("log"), 0o600), left.lock.release()); err != nil {
		t.Fatal(err)
	}
	unlocked := filepath.Join(filepath.Dir(left.dir), "runlocked")
	if err := os.MkdirAll(unlocked, 0o700); err != nil {
		t.Fatal(err)
	}
	next, err := newRoom(t.Context(), m, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := next.leave(); err != nil {
		t.Error(err)
	}
	for _, path := range []string{left.dir, left.dir + ".lock", left.log(), unlocked} {
		if exists(path) {
			t.Errorf("%s is still there", path)
		}
	}
	if !exists(held.dir) {
		t.Error("a room in use was removed")
	}
}

func TestNoPlaceIsTriedTwice(t *testing.T) {
	for _, dir := range []string{"/tmp", "/tmp/", "/var/tmp"} {
		t.Setenv("TMPDIR", dir)
		if tried := parents(false); len(tried) != 2 {
			t.Errorf("with TMPDIR %s: %q", dir, tried)
		}
	}
}

func TestRoomsElsewhereWhenThePathIsTooLong(t *testing.T) {
	m, err := thisMachine(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	long := filepath.Join(openDir(t), strings.Repeat("long", 20))
	if err := os.Mkdir(long, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", long)
	r, err := newRoom(t.Context(), m, false)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.path(".s.PGSQL."+port)) > longestSocket {
		t.Errorf("the socket's path is too long: %s", r.dir)
	}
	if err := r.leave(); err != nil {
		t.Error(err)
	}
}

func TestWatcherEndsTheServerOfAKilledParent(t *testing.T) {
	server := idle(t, account{})
	parent, _ := helper(t, "watch", strconv.Itoa(server.cmd.Process.Pid))
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait()
	<-server.ended
	if status, ok := server.cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || status.Signal() != syscall.SIGINT {
		t.Errorf("it ended with %v, want SIGINT", server.cmd.ProcessState)
	}
}

func TestWatcherCanBeDismissed(t *testing.T) {
	server := idle(t, account{})
	dismiss, err := watch(server.cmd.Process.Pid)
	if err != nil {
		t.Fatal(err)
	}
	dismiss()
	if !alive(server.cmd.Process.Pid) {
		t.Error("dismissing the watcher ended the server")
	}
}
