package main

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"go.uber.org/goleak"

	"codekeeper/store"
	"codekeeper/store/localpg/pgtest"
)

// TestMain lets the test binary also be the program: under the name codekeeper,
// in PATH, it does what main does.
func TestMain(m *testing.M) {
	testscript.Main(suite{m}, map[string]func(){"codekeeper": main})
}

// suite runs the tests on a private Postgres, ends the browser and then looks for what they left
// running in this process.
type suite struct{ m *testing.M }

func (s suite) Run() int {
	code := pgtest.Main(s.m)
	if err := shared.end(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = max(code, 1)
	}
	if err := goleak.Find(); err != nil && code == 0 {
		fmt.Fprintln(os.Stderr, "goleak:", err)
		return 1
	}
	return code
}

// environment is the only environment of a run.
type environment map[string]string

func (e environment) get(name string) string { return e[name] }

// with is e and more; nothing of e changes.
func (e environment) with(more ...string) environment {
	all := environment{}
	maps.Copy(all, e)
	for i := 0; i+1 < len(more); i += 2 {
		all[more[i]] = more[i+1]
	}
	return all
}

// ran is what a run in this process came to.
type ran struct {
	code           int
	stdout, stderr string
}

func runHere(t *testing.T, env environment, args ...string) ran {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := run(t.Context(), args, env.get, &stdout, &stderr)
	return ran{code, stdout.String(), stderr.String()}
}

func TestHelpShowsEverything(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {}, {"serve", "--help"}} {
		got := runHere(t, environment{}, args...)
		if got.code != 0 || got.stderr != "" {
			t.Errorf("%v: exit %d, stderr %q", args, got.code, got.stderr)
		}
		for _, want := range []string{
			"SLACK_API_URL", "DIGEST_AT", "DIGEST_TZ", "DIGEST_DAYS", "DIGEST_CHANNEL", "EDITORS", "LISTEN_ADDR",
			"LOG_LEVEL", "LOG_FORMAT", "09:00", "mon-fri", "every full member",
		} {
			if !strings.Contains(got.stdout, want) {
				t.Errorf("%v does not show %s:\n%s", args, want, got.stdout)
			}
		}
	}
	got := runHere(t, environment{}, "--help")
	for _, want := range []string{
		"SLACK_APP_TOKEN", "SLACK_BOT_TOKEN", "DATABASE_URL", "_FILE", "CODEKEEPER_TEST_DATABASE_URL",
		"serve", "demo", "migrate", "doctor", "manifest", "digest", "health",
	} {
		if !strings.Contains(got.stdout, want) {
			t.Errorf("the help does not show %s:\n%s", want, got.stdout)
		}
	}
	if strings.Contains(got.stdout, "--slack-bot-token") || strings.Contains(got.stdout, "--database-url") {
		t.Errorf("a secret has a flag:\n%s", got.stdout)
	}
}

func TestHelpOfACommandShowsWhatItReads(t *testing.T) {
	for command, want := range map[string]struct{ reads, ignores string }{
		"demo":     {"--log-level", "--digest-at"},
		"digest":   {"--digest-at", "--editors"},
		"health":   {"--listen-addr", "--log-level"},
		"manifest": {"--help", "--slack-api-url"},
	} {
		got := runHere(t, environment{}, command, "--help")
		if got.code != 0 || !strings.Contains(got.stdout, want.reads) || strings.Contains(got.stdout, want.ignores) {
			t.Errorf("%s: exit %d, want %s and not %s:\n%s", command, got.code, want.reads, want.ignores, got.stdout)
		}
	}
}

func TestFlagWinsOverItsVariable(t *testing.T) {
	env := environment{"LISTEN_ADDR": "127.0.0.1:nowhere"}
	got := runHere(t, env, "health", "--listen-addr", "127.0.0.1:0")
	if got.code != 1 || !strings.Contains(got.stderr, `LISTEN_ADDR "127.0.0.1:0"`) {
		t.Errorf("exit %d, stderr %q", got.code, got.stderr)
	}
}

func TestEveryProblemIsOneLineAndExitCode1(t *testing.T) {
	const app, bot = "xapp-1-A0-s3cret", "xoxb-1-s3cret"
	good := environment{
		"SLACK_APP_TOKEN": app, "SLACK_BOT_TOKEN": bot,
		"DATABASE_URL": "postgres://codekeeper:s3cret@127.0.0.1:1/codekeeper?sslmode=disable",
	}
	cases := []struct {
		name string
		env  environment
		args []string
		want string
	}{
		{"digest at", good.with("DIGEST_AT", "25:99"), []string{"serve"}, `DIGEST_AT "25:99"`},
		{"digest tz", good.with("DIGEST_TZ", "Mars/Olympus"), []string{"serve"}, `DIGEST_TZ "Mars/Olympus"`},
		{"digest tz local", good.with("DIGEST_TZ", "Local"), []string{"digest"}, `DIGEST_TZ "Local"`},
		{"digest days", good.with("DIGEST_DAYS", "mon-funday"), []string{"serve"}, `DIGEST_DAYS "mon-funday"`},
		{"digest channel", good.with("DIGEST_CHANNEL", "#general"), []string{"serve"}, `DIGEST_CHANNEL "#general"`},
		{"editors", good.with("EDITORS", "@team"), []string{"serve"}, `EDITORS "@team"`},
		{"level", good.with("LOG_LEVEL", "loud"), []string{"serve"}, `LOG_LEVEL "loud"`},
		{"format", good.with("LOG_FORMAT", "xml"), []string{"digest"}, `LOG_FORMAT "xml"`},
		{"level in demo", good.with("LOG_LEVEL", "loud"), []string{"demo"}, `LOG_LEVEL "loud"`},
		{"listen", good.with("LISTEN_ADDR", "8080"), []string{"serve"}, `LISTEN_ADDR "8080"`},
		{"listen port", good.with("LISTEN_ADDR", ":99999"), []string{"serve"}, `LISTEN_ADDR ":99999"`},
		{"api", good.with("SLACK_API_URL", "https://slack.example/api"), []string{"serve"}, `SLACK_API_URL "https://slack.example/api": must end in "/"`},
		{"api scheme", good.with("SLACK_API_URL", "slack.example/"), []string{"serve"}, `SLACK_API_URL "slack.example/"`},
		{"api user", good.with("SLACK_API_URL", "https://me:s3cret@slack.example/"), []string{"serve"}, `SLACK_API_URL`},
		{"swapped", good.with("SLACK_APP_TOKEN", bot, "SLACK_BOT_TOKEN", app), []string{"serve"}, `SLACK_APP_TOKEN holds the bot token`},
		{"app is bot", good.with("SLACK_APP_TOKEN", bot), []string{"serve"}, `SLACK_APP_TOKEN holds a bot token`},
		{"bot is app", good.with("SLACK_BOT_TOKEN", app), []string{"digest"}, `SLACK_BOT_TOKEN holds an app token`},
		{"bot is user", good.with("SLACK_BOT_TOKEN", "xoxp-s3cret"), []string{"serve"}, `SLACK_BOT_TOKEN holds a user token`},
		{"no token", good.with("SLACK_BOT_TOKEN", "s3cret"), []string{"serve"}, `SLACK_BOT_TOKEN holds something that is no Slack token`},
		{"missing app", good.with("SLACK_APP_TOKEN", ""), []string{"serve"}, `SLACK_APP_TOKEN is missing`},
		{"missing bot", good.with("SLACK_BOT_TOKEN", " "), []string{"digest"}, `SLACK_BOT_TOKEN is missing`},
		{"missing database", good.with("DATABASE_URL", ""), []string{"migrate", "up"}, `DATABASE_URL is missing`},
		{"dead database", good, []string{"serve"}, `DATABASE_URL postgres://codekeeper:xxxxx@127.0.0.1:1/codekeeper`},
		{"dead database in words", good.with("DATABASE_URL", "host=127.0.0.1 port=1 user=x password='s3cret it' sslmode=disable"), []string{"migrate", "status"}, `DATABASE_URL host=127.0.0.1 port=1 user=x password=xxxxx`},
		{"unreadable database", good.with("DATABASE_URL", "postgres://x:s3cret@[::1"), []string{"migrate", "up"}, `DATABASE_URL (not a readable address`},
		{"no address", good.with("DATABASE_URL", "s3cret"), []string{"migrate", "up"}, `DATABASE_URL (not an address`},
		{"password in the query", good.with("DATABASE_URL", "postgres://127.0.0.1:1/x?sslmode=disable&password=s3cret"), []string{"migrate", "up"}, `password=xxxxx`},
		{"two sources", good.with("SLACK_BOT_TOKEN_FILE", "/nowhere"), []string{"serve"}, `SLACK_BOT_TOKEN and SLACK_BOT_TOKEN_FILE are both set`},
		{"no such file", environment{"DATABASE_URL_FILE": "/nowhere/at/all"}, []string{"migrate", "up"}, `DATABASE_URL_FILE "/nowhere/at/all": no such file`},
		{"a folder", environment{"DATABASE_URL_FILE": "/"}, []string{"migrate", "up"}, `DATABASE_URL_FILE "/": is a directory`},
		{"health unset", environment{}, []string{"health"}, `LISTEN_ADDR is not set`},
		{"health nobody", environment{"LISTEN_ADDR": "127.0.0.1:1"}, []string{"health"}, `LISTEN_ADDR "127.0.0.1:1"`},
		{"demo address", good, []string{"demo", "--addr", "8080"}, `--addr "8080"`},
		{"not for demo", good, []string{"demo", "--digest-at", "25:99"}, `--digest-at is not for demo`},
		{"not for migrate", good, []string{"--listen-addr", ":1", "migrate", "up"}, `--listen-addr is not for migrate`},
		{"unknown command", good, []string{"fly"}, `fly`},
		{"unknown flag", good, []string{"serve", "--fast"}, `--fast`},
		{"migrate alone", good, []string{"migrate"}, `up`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := runHere(t, c.env, c.args...)
			if got.code != 1 {
				t.Errorf("exit code %d, want 1", got.code)
			}
			line, more, _ := strings.Cut(got.stderr, "\n")
			if !strings.HasPrefix(line, "codekeeper: ") || !strings.Contains(line, c.want) || more != "" {
				t.Errorf("stderr %q, want one line with %q", got.stderr, c.want)
			}
			if strings.Contains(got.stderr+got.stdout, "s3cret") || strings.Contains(got.stderr, "goroutine") {
				t.Errorf("shows a secret or a trace: %q", got.stderr)
			}
		})
	}
}

func TestASecretIsReadFromItsFile(t *testing.T) {
	path := t.TempDir() + "/token"
	if err := os.WriteFile(path, []byte("xoxb-1-abc\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := &program{env: environment{"SLACK_BOT_TOKEN_FILE": path}.get, stdout: io.Discard, stderr: io.Discard}
	got, err := p.botToken()
	if err != nil || got != "xoxb-1-abc" {
		t.Errorf("token %q, error %v", got, err)
	}
	if err := os.WriteFile(path, []byte("\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := p.botToken(); err == nil || !strings.Contains(err.Error(), "the file is empty") {
		t.Errorf("an empty file: %v", err)
	}
}

func TestNewerDatabaseIsLeftAlone(t *testing.T) {
	address := pgtest.New(t)
	db, err := store.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(t.Context(), "insert into goose_db_version (version_id, is_applied) values (99999, true)"); err != nil {
		t.Fatal(err)
	}
	env := environment{"DATABASE_URL": address, "SLACK_APP_TOKEN": "xapp-1", "SLACK_BOT_TOKEN": "xoxb-1"}
	for _, args := range [][]string{{"serve"}, {"digest"}, {"migrate", "up"}, {"migrate", "down"}} {
		got := runHere(t, env, args...)
		if got.code != 1 || !strings.Contains(got.stderr, "newer than this program") || strings.Count(got.stderr, "\n") != 1 {
			t.Errorf("%v: exit %d, stderr %q", args, got.code, got.stderr)
		}
	}
	if got := runHere(t, env, "migrate", "status"); got.code != 0 || !strings.Contains(got.stdout, "applied by a newer program") {
		t.Errorf("status: exit %d, %q", got.code, got.stdout)
	}
}

func TestProgramEndsWithGoRun(t *testing.T) {
	sleep, err := exec.LookPath("sleep")
	if err != nil {
		t.Fatal(err)
	}
	named := filepath.Join(t.TempDir(), "go") // a process is called as its file is
	if err := os.Symlink(sleep, named); err != nil {
		t.Fatal(err)
	}
	pretended := exec.CommandContext(t.Context(), named, "60")
	if err := pretended.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pretended.Process.Kill(); _ = pretended.Wait() }()
	var parent atomic.Int64
	parent.Store(int64(pretended.Process.Pid))
	ctx := withGoRun(t.Context(), func() int { return int(parent.Load()) })
	if ctx.Err() != nil {
		t.Fatal("it ended at once")
	}
	parent.Store(1) // who is left alone is adopted
	select {
	case <-ctx.Done():
	case <-time.After(comesWithin):
		t.Error("it goes on without go run")
	}
}

func TestProgramOutlivesOtherParents(t *testing.T) {
	if runtime.GOOS != "linux" {
		return // without /proc a program that was just built is taken for one under go run
	}
	if ctx := t.Context(); withGoRun(ctx, os.Getpid) != ctx {
		t.Error("a parent that isn't go is watched")
	}
}
