package main

import (
	"context"
	"html"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"codekeeper/bot/slacksim"
	"codekeeper/store"
	"codekeeper/store/localpg/pgtest"
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
	d.does("line", url.Values{"as": {"U0ANA"}, "at": {"C0INFLUENCERS"}, "line": {line}})
}

// does does an act of the page.
func (d *demo) does(act string, form url.Values) {
	d.t.Helper()
	request, err := http.NewRequestWithContext(d.t.Context(), http.MethodPost, d.page+"page/"+act, strings.NewReader(form.Encode()))
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
		d.t.Fatalf("%s %v: %d %s %v", act, form, response.StatusCode, body, err)
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

// Where the address is taken, the default is given up for another, and one that
// was asked for is not.
func TestDemoWhoseAddressIsInUse(t *testing.T) {
	t.Parallel()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	c := start(t, poison(), "demo", "--addr", listener.Addr().String())
	if code := c.ends(); code != 1 || !strings.Contains(c.printed(), "--addr") || !strings.Contains(c.printed(), "address already in use") {
		t.Errorf("exit code %d:\n%s", code, c.printed())
	}
}

// A demo for others says where they find it.
func TestDemoForOthers(t *testing.T) {
	t.Parallel()
	c := start(t, poison(), "demo", "--empty", "--addr", "0.0.0.0:0")
	if line := c.says("simulated workspace: "); !strings.Contains(line, "http://127.0.0.1:") {
		t.Errorf("it says %q", line)
	}
	c.says("Ctrl-C ends everything")
	for line := range strings.Lines(c.printed()) {
		for _, address := range regexp.MustCompile(`http://\S+`).FindAllString(line, -1) {
			if status, body := asks(t, address); status != http.StatusOK {
				t.Errorf("%s answers %d %s", address, status, body)
			}
		}
	}
}

// The same story as against serve, among the sample: as the page would do it,
// but in front of the driver.
func TestStoryInTheDemo(t *testing.T) {
	t.Parallel()
	ana, sim := demoHere(t)
	makesCampaign(ana, "Summer Glow")
	addsMaya(ana)
	selectsMayaWithTBD(ana)
	seesMayaTBD(ana)
	ana.Types("/campaign digest now")
	ana.Sees("Posted in")
	digest := ana.Sees("maya.glow")
	if digest.Only != "" {
		t.Fatalf("the digest is not for everybody: %s", digest.Text())
	}
	savesTheLinkFromTheDigest(ana, digest.Row("maya.glow"))
	savesTheCode(ana, "MAYA20")
	ana.Types("/influencer tbd summer-glow")
	ana.Sees("Nothing is TBD")

	sim.As(t, "gus").Types("/influencer tbd")
	sim.As(t, "gus").Sees("not for guests")

	morning := sim.Clock().Now()
	days := 1 + (8-int(morning.Weekday()))%7 // after the next Monday has begun
	sim.Clock().Advance(time.Duration(days)*24*time.Hour + time.Hour)
	ana.Sees("Daily digest* · " + sim.Clock().Now().Format("Mon 2 Jan"))
	if refused := sim.Refusals(); len(refused) > 0 {
		t.Errorf("Slack would have refused %d things: %+v", len(refused), refused)
	}
}

// demoHere runs the demo in this process, with the sample.
func demoHere(t *testing.T) (*slacksim.Person, *slacksim.Slack) {
	t.Helper()
	sim, err := startWorkspace("", nil)
	if err != nil {
		t.Fatal(err)
	}
	keeper, err := store.Open(t.Context(), pgtest.New(t))
	if err != nil {
		t.Fatal(err)
	}
	d := new(demoCommand)
	if err := d.fill(t.Context(), sim, keeper); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	p := &program{env: poison().get, stdout: io.Discard, stderr: io.Discard}
	done := make(chan error, 1)
	go func() { done <- d.serve(ctx, p, sim, keeper, nil, slog.New(slog.DiscardHandler)) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		_ = keeper.Close()
		_ = sim.Close()
	})
	if err := sim.WaitConnected(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	return sim.As(t, "ana").In("#influencers"), sim
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
