package main

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// clock is what the page says the time is.
func (d *demo) clock() time.Time {
	d.t.Helper()
	status, body := asks(d.t, d.page+"?as=U0ANA&at=C0INFLUENCERS&tools=wire")
	found := regexp.MustCompile(`id="clock-to"[^>]* value="([^"]+)"`).FindStringSubmatch(body)
	if status != http.StatusOK || found == nil {
		d.t.Fatalf("the page answers %d and no clock:\n%s", status, body)
	}
	shown, err := time.Parse("2006-01-02T15:04", found[1])
	if err != nil {
		d.t.Fatal(err)
	}
	return shown
}

// What was recorded stays in the past: a further run begins where the moved
// clock of the one before had come, also after it was killed.
func TestDemoKeepsItsClock(t *testing.T) {
	t.Parallel()
	dir := sharedDir(t)
	first := startDemo(t, "--data", dir)
	began := first.clock()
	first.does("clock", url.Values{"as": {"U0ANA"}, "by": {"168h"}})
	first.does("clock", url.Values{"as": {"U0ANA"}, "by": {"morning"}})
	first.shows("Daily digest") // the bot has seen the clock move
	first.types("/influencer code @fern.fables FERN20")
	first.shows("FERN20")
	moved := first.clock()
	if days := moved.Sub(began).Hours() / 24; days < 8 {
		t.Fatalf("the clock was moved by %.1f days, want 8", days)
	}
	first.signal(syscall.SIGKILL)
	first.ends()

	second := startDemo(t, "--data", dir)
	if again := second.clock(); again.Before(moved) || again.After(moved.Add(time.Hour)) {
		t.Errorf("the second run begins at %v, want soon after %v", again, moved)
	}
	second.types("/influencer code @fern.fables FERN25")
	second.shows("FERN25")
	second.types("/influencer history @fern.fables")
	second.shows("FERN25")
	second.signal(syscall.SIGTERM)
	if code := second.ends(); code != 0 {
		t.Errorf("exit code %d", code)
	}

	if err := os.WriteFile(filepath.Join(dir, "clock"), []byte("yesterday\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	third := start(t, poison(), "demo", "--addr", "127.0.0.1:0", "--data", dir)
	if code := third.ends(); code != 1 || !strings.Contains(third.printed(), "remove it to begin this morning") {
		t.Errorf("exit code %d with a clock that says nothing:\n%s", code, third.printed())
	}
}

// A demo whose Postgres is killed ends with a sentence, and leaves nothing.
func TestDemoEndsWithItsPostgres(t *testing.T) {
	t.Parallel()
	d := startDemo(t, "--empty")
	started := descendants(t, d.cmd.Process.Pid)
	if len(started) == 0 {
		t.Fatal("the demo started no Postgres")
	}
	if err := syscall.Kill(started[0], syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	d.says("the demo's Postgres has ended, so the demo ends too")
	if code := d.ends(); code != 1 {
		t.Errorf("exit code %d", code)
	}
	awaitGone(t, started)
}
