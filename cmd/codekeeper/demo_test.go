package main

import (
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// poison is an environment in which nothing may be read: a demo that did would
// end or hang.
func poison() environment {
	return environment{
		"DATABASE_URL": "postgres://codekeeper:s3cret@127.0.0.1:1/production", "DATABASE_URL_FILE": "/nowhere",
		"SLACK_APP_TOKEN": "xapp-s3cret", "SLACK_BOT_TOKEN": "xoxp-s3cret", "SLACK_API_URL": "https://slack.example/api",
		"PGHOST": "127.0.0.1", "PGPORT": "1", "PGUSER": "nobody", "PGPASSWORD": "s3cret", "PGDATABASE": "production",
		"DIGEST_AT": "never", "DIGEST_CHANNEL": "C0PRODUCTION", "EDITORS": "S0PRODUCTION", "LISTEN_ADDR": "127.0.0.1:1",
		"PATH": os.Getenv("PATH"), "HOME": os.Getenv("HOME"), "TMPDIR": os.TempDir(),
	}
}

// demo is a running demo and its page.
type demo struct {
	*child
	page  string
	token string // what an act in the page carries
}

func startDemo(t *testing.T, args ...string) *demo {
	t.Helper()
	c := start(t, poison(), append([]string{"demo", "--addr", "127.0.0.1:0"}, args...)...)
	line := c.says("simulated workspace: ")
	d := &demo{child: c, page: line[strings.LastIndex(line, " ")+1:]}
	status, body := asks(t, d.page)
	found := regexp.MustCompile(`name="simulator-token" content="(\w+)"`).FindStringSubmatch(body)
	if status != http.StatusOK || found == nil {
		t.Fatalf("the page answers %d:\n%s", status, body)
	}
	d.token = found[1]
	return d
}

// types does what the page does when ana sends a line in #influencers.
func (d *demo) types(line string) {
	d.t.Helper()
	form := url.Values{"as": {"U0ANA"}, "at": {"C0INFLUENCERS"}, "line": {line}}
	request, err := http.NewRequestWithContext(d.t.Context(), http.MethodPost, d.page+"page/line", strings.NewReader(form.Encode()))
	if err != nil {
		d.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("X-Simulator-Token", d.token)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: comesWithin}
	response, err := client.Do(request)
	if err != nil {
		d.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if body, err := io.ReadAll(response.Body); err != nil || response.StatusCode != http.StatusNoContent {
		d.t.Fatalf("typing %q: %d %s %v", line, response.StatusCode, body, err)
	}
}

// shows waits until ana's page in #influencers has the text.
func (d *demo) shows(text string) {
	d.t.Helper()
	var body string
	for late := time.Now().Add(comesWithin); time.Now().Before(late); time.Sleep(20 * time.Millisecond) {
		if _, body = asks(d.t, d.page+"?as=U0ANA&at=C0INFLUENCERS"); strings.Contains(html.UnescapeString(body), text) {
			return
		}
	}
	d.t.Fatalf("the page does not show %q:\n%s", text, body)
}

func TestDemoNeedsNothingAndAnswersInItsPage(t *testing.T) {
	t.Parallel()
	d := startDemo(t)
	d.types("/influencer tbd")
	d.shows("thrifty.finch")
	d.types("/influencer show @lunar.lattes")
	d.shows("TEATIME10")
	started := descendants(t, d.cmd.Process.Pid)
	if len(started) == 0 {
		t.Error("the demo started no Postgres")
	}
	d.signal(syscall.SIGINT)
	if code := d.ends(); code != 0 {
		t.Errorf("exit code %d after Ctrl-C", code)
	}
	awaitGone(t, started)
}

func TestKilledDemoLeavesNoProcess(t *testing.T) {
	t.Parallel()
	d := startDemo(t, "--empty")
	started := descendants(t, d.cmd.Process.Pid)
	if len(started) == 0 {
		t.Error("the demo started no Postgres")
	}
	d.signal(syscall.SIGKILL)
	d.ends()
	awaitGone(t, started)
}

func TestDemoKeepsItsData(t *testing.T) {
	t.Parallel()
	dir := sharedDir(t)
	first := startDemo(t, "--empty", "--data", dir)
	first.types("/influencer add @kept.kiwi")
	first.shows("kept.kiwi")
	first.signal(syscall.SIGTERM)
	if code := first.ends(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	second := startDemo(t, "--empty", "--data", dir)
	second.types("/influencer show @kept.kiwi")
	second.shows("kept.kiwi")
}

// sharedDir is a folder that the user whom Postgres runs as can get to;
// t.TempDir is closed to others.
func sharedDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "codekeeper-demo-") //nolint:usetesting // see above
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "data")
}

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
