package localpg

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// What this test binary does instead of testing, when it is started by a test as
// a process to be killed; and on what.
const (
	helperVariable = "LOCALPG_TEST_HELPER"
	helperArgument = "LOCALPG_TEST_HELPER_ARGUMENT"
)

func TestMain(m *testing.M) {
	if task := os.Getenv(helperVariable); task != "" {
		if err := help(task, os.Getenv(helperArgument)); err != nil {
			fmt.Println("error:", err)
			os.Exit(1)
		}
		return
	}
	goleak.VerifyTestMain(m)
}

// help does the task, says so, and waits to be killed; it ends by itself when
// the test is gone.
func help(task, argument string) error {
	switch task {
	case "serve":
		s, err := Start(context.Background(), Options{Dir: argument, Fast: true})
		if err != nil {
			return err
		}
		fmt.Println(s.process.cmd.Process.Pid)
	case "watch":
		pid, err := strconv.Atoi(argument)
		if err != nil {
			return err
		}
		if _, err := watch(pid); err != nil {
			return err
		}
		fmt.Println("watching")
	}
	_, err := io.Copy(io.Discard, os.Stdin)
	return err
}

// helper starts this test binary on a task, and returns it with what it said.
func helper(t *testing.T, task, argument string) (*exec.Cmd, string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), helperVariable+"="+task, helperArgument+"="+argument)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close()
		_ = cmd.Wait()
	})
	said, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || strings.HasPrefix(said, "error") {
		t.Fatalf("the helper process said %q: %v", said, err)
	}
	return cmd, strings.TrimSpace(said)
}

// openDir makes a directory that the server's user can get to; t.TempDir is
// closed to all but its maker.
func openDir(tb testing.TB) string {
	tb.Helper()
	dir, err := os.MkdirTemp("", "localpg-test") //nolint:usetesting // t.TempDir is closed to the server's user
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			tb.Error(err)
		}
	})
	if err := os.Chmod(dir, 0o755); err != nil {
		tb.Fatal(err)
	}
	return dir
}

// started starts a server that ends with the test.
func started(tb testing.TB, o Options) *Server {
	tb.Helper()
	s, err := Start(tb.Context(), o)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { stopped(tb, s) })
	return s
}

func stopped(tb testing.TB, s *Server) {
	tb.Helper()
	if err := s.Stop(); err != nil {
		tb.Error(err)
	}
}

func opened(tb testing.TB, url string) *sql.DB {
	tb.Helper()
	db, err := sql.Open("postgres", url)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = db.Close() })
	return db
}

// ask returns the one value that a query answers, as text.
func ask(tb testing.TB, url, query string) string {
	tb.Helper()
	var answer string
	if err := opened(tb, url).QueryRowContext(tb.Context(), query).Scan(&answer); err != nil {
		tb.Fatalf("%s: %v", query, err)
	}
	return answer
}

// awaitGone fails the test when a process is still there after two seconds. A
// process that is no child of this one can only be looked at again and again.
func awaitGone(t *testing.T, pid int) {
	t.Helper()
	for end := time.Now().Add(2 * time.Second); alive(pid); time.Sleep(pollEvery) {
		if time.Now().After(end) {
			t.Fatalf("process %d is still there", pid)
		}
	}
}
