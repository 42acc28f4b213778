package localpg

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

func TestServerForgets(t *testing.T) {
	s := started(t, Options{Fast: true})
	for query, want := range map[string]string{
		"select current_user":                        "codekeeper",
		"select current_database()":                  "codekeeper",
		"select current_setting('is_superuser')":     "off",
		"select current_setting('server_encoding')":  "UTF8",
		"select current_setting('TimeZone')":         "UTC",
		"select current_setting('listen_addresses')": "",

		"select pg_get_userbyid(datdba) from pg_database where datname = current_database()": "codekeeper",
	} {
		if got := ask(t, s.URL(), query); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	info, err := os.Stat(s.room.dir)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the socket's directory: %v, %v; want it closed to others", info, err)
	}
	stopped(t, s)
	if alive(s.process.cmd.Process.Pid) {
		t.Error("the server is still there after Stop")
	}
	for _, path := range []string{s.room.dir, s.room.dir + ".lock", s.room.log()} {
		if exists(path) {
			t.Errorf("%s is still there after Stop", path)
		}
	}
	if err := s.Stop(); err != nil {
		t.Errorf("second Stop: %v", err)
	}
}

func TestServerKeepsItsData(t *testing.T) {
	for name, o := range map[string]Options{"safe": {}, "fast": {Fast: true}} {
		t.Run(name, func(t *testing.T) {
			o.Dir = filepath.Join(openDir(t), "below", "kept")
			first := started(t, o)
			if _, err := opened(t, first.URL()).ExecContext(t.Context(), "create table kept as select 'Maya' as name"); err != nil {
				t.Fatal(err)
			}
			stopped(t, first)
			second := started(t, o)
			if got := ask(t, second.URL(), "select name from kept"); got != "Maya" {
				t.Errorf("kept %q, want Maya", got)
			}
		})
	}
}

func TestSecondServerOnADirIsRefused(t *testing.T) {
	dir := openDir(t)
	first := started(t, Options{Dir: dir, Fast: true})
	_, err := Start(t.Context(), Options{Dir: dir, Fast: true})
	if !errors.Is(err, ErrInUse) {
		t.Fatalf("second Start: %v, want ErrInUse", err)
	}
	for _, part := range []string{dir, "process " + strconv.Itoa(os.Getpid())} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q does not name %q", err, part)
		}
	}
	stopped(t, first)
	started(t, Options{Dir: dir, Fast: true})
}

func TestKilledParentLeavesNoServer(t *testing.T) {
	for name, dir := range map[string]string{"kept": openDir(t), "forgotten": ""} {
		t.Run(name, func(t *testing.T) {
			parent, said := helper(t, "serve", dir)
			pid, err := strconv.Atoi(said)
			if err != nil {
				t.Fatal(err)
			}
			if !alive(pid) {
				t.Fatal("the server is not there")
			}
			if err := parent.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			_ = parent.Wait()
			awaitGone(t, pid)
		})
	}
}

// After a kill the old server may still be shutting down: the next one waits.
func TestStartRightAfterAKill(t *testing.T) {
	dir := openDir(t)
	parent, _ := helper(t, "serve", dir)
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait()
	s := started(t, Options{Dir: dir, Fast: true})
	if got := ask(t, s.URL(), "select 'yes'"); got != "yes" {
		t.Errorf("got %q", got)
	}
}

func TestServerThatEndedByItself(t *testing.T) {
	s, err := Start(t.Context(), Options{Fast: true})
	if err != nil {
		t.Fatal(err)
	}
	s.process.signal(syscall.SIGINT)
	<-s.process.ended
	if err := s.Stop(); !errors.Is(err, errEnded) {
		t.Errorf("Stop: %v, want %v", err, errEnded)
	}
	if exists(s.room.dir) {
		t.Error("its files are still there after Stop")
	}
}

func TestHostileEnvironmentIsIgnored(t *testing.T) {
	for name, value := range map[string]string{
		"DATABASE_URL":     "postgres://prod.example/live",
		"PGHOST":           "prod.example,two.example",
		"PGHOSTADDR":       "192.0.2.1",
		"PGPORT":           "1",
		"PGUSER":           "nosuchuser",
		"PGDATABASE":       "nosuchdatabase",
		"PGPASSFILE":       "/nonexistent",
		"PGSERVICE":        "nosuchservice",
		"PGOPTIONS":        "-c nosuch=1",
		"PGREQUIRESSL":     "1",
		"PGSSLROOTCERT":    "system",
		"PGDATA":           "/nonexistent",
		"PGCLIENTENCODING": "SQL_ASCII",
		"LC_ALL":           "xx_XX.nonsense",
		"TZ":               "Asia/Tokyo",
	} {
		t.Setenv(name, value)
	}
	s := started(t, Options{Fast: true})
	if got := ask(t, s.URL(), "select current_user || '@' || current_database()"); got != "codekeeper@codekeeper" {
		t.Errorf("got %q", got)
	}
	if got := os.Getenv("DATABASE_URL"); got != "postgres://prod.example/live" {
		t.Errorf("DATABASE_URL became %q", got)
	}
}

// What lib/pq reads of the environment when it is set after the start can't lead
// a connection elsewhere.
func TestAddressStandsAgainstTheEnvironment(t *testing.T) {
	s := started(t, Options{Fast: true})
	t.Setenv("PGHOST", "prod.example")
	t.Setenv("PGPORT", "1")
	t.Setenv("PGUSER", "nosuchuser")
	t.Setenv("PGPASSFILE", "/nonexistent")
	t.Setenv("PGDATABASE", "nosuchdatabase")
	t.Setenv("PGSSLMODE", "verify-full")
	if got := ask(t, s.URL(), "select current_user || '@' || current_database()"); got != "codekeeper@codekeeper" {
		t.Errorf("got %q", got)
	}
}

func TestStartWithoutACache(t *testing.T) {
	t.Setenv("HOME", "")
	t.Setenv("XDG_CACHE_HOME", "")
	dir := openDir(t)
	s := started(t, Options{Dir: dir, Fast: true})
	if got := ask(t, s.URL(), "select current_database()"); got != "codekeeper" {
		t.Errorf("got %q", got)
	}
}
