package main

// Stories in a browser
//
// A story is told in front of the real page, in a real Chromium, by people at
// their keyboards and mice. To write one:
//
//	func TestBrowserCodeFromTheDigest(t *testing.T) {
//		s := inBrowser(t)                        // a demo of its own, with the sample; runs in parallel
//		ana := s.sits("ana", "#influencers")     // somebody in front of a tab; or "home"
//		ana.types("/campaign digest now")        // a line into the message box, and Enter
//		ana.pressesRow("@fern.fables", "Update") // the button beside a text
//		ana.form("Edit link and code")           // waits for a form by its title
//		ana.fills("Coupon code", "FERN20")       // fields go by their labels
//		ana.presses("Save")                      // the newest button or link of that name, on top of the page
//		ana.noForm()                             // waits until it is closed
//		ana.sees("FERN20")                       // waits for a text on top of the page
//		ana.shot("code")                         // pictures: light and dark, desktop and phone
//	}
//
// What there is: client_test.go has what people do and see, keys_test.go how it
// is done by keyboard alone (tabsTo, hits, writes), pictures_test.go pictures.
// Every wait is for something that the page shows; there are no pauses. At its
// end, a story fails if a script of the page failed, or if Slack would have
// refused anything that the bot sent, unless the story says mayBeRefused. Its
// workspace is s.sim: look there for what a person can't see.
//
// All stories of a run share one Chromium, each in a profile of its own. A story
// costs about two seconds of one core, a picture half of one: those are only
// taken when asked for, see CONTRIBUTING.

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"

	"codekeeper/bot"
	"codekeeper/bot/slacksim"
)

// stage is where a story is told: a demo of its own, and a browser's profile.
type stage struct {
	t         *testing.T
	browser   context.Context
	sim       *slacksim.Slack
	downloads string // the folder that files come into
	refused   bool   // Slack may refuse what is sent
}

// inBrowser starts a demo with the sample, and a browser for it. The story runs
// in parallel with others.
func inBrowser(t *testing.T) *stage {
	t.Helper()
	t.Parallel()
	s := &stage{t: t, downloads: t.TempDir()}
	s.browser = chromium(t, s.downloads)
	_, s.sim = demoHere(t)
	t.Cleanup(s.notRefused)
	return s
}

// mayBeRefused lets the bot send what Slack would refuse.
func (s *stage) mayBeRefused() { s.refused = true }

func (s *stage) notRefused() {
	if refused := s.sim.Refusals(); len(refused) > 0 && !s.refused {
		s.t.Errorf("Slack would have refused %d things: %+v", len(refused), refused)
	}
}

// sits opens the page in a new tab, in front of a person.
func (s *stage) sits(name, place string) *client {
	s.t.Helper()
	c := opensTab(s.t, s.browser, s.sim, name)
	c.goes(place)
	return c
}

// uploads posts a file as the app.
func (s *stage) uploads(channel, name, content string) {
	s.t.Helper()
	place, ok := s.sim.Channel(channel)
	if !ok {
		s.t.Fatalf("no channel %q", channel)
	}
	client := bot.NewClient(s.sim.BotToken(), s.sim.APIURL(), slog.New(slog.DiscardHandler))
	defer client.Close()
	if err := client.Upload(s.t.Context(), place.ID, bot.File{Name: name, Title: name, Content: []byte(content)}, ""); err != nil {
		s.t.Fatalf("post a file: %v", err)
	}
}

// downloaded waits until a file has come, with this content.
func (s *stage) downloaded(name, want string) {
	s.t.Helper()
	var content []byte
	var err error
	for late := time.Now().Add(comesWithin); time.Now().Before(late); time.Sleep(25 * time.Millisecond) {
		if content, err = os.ReadFile(filepath.Join(s.downloads, name)); err == nil && string(content) == want {
			return
		}
	}
	s.t.Fatalf("the file %s holds %q (%v), want %q", name, content, err, want)
}

// shared is the one Chromium of a test process. It is a variable because a test
// is given nothing by the test before.
var shared chromiumProcess

// chromiumProcess is a Chromium that is started once and ended with the test process.
type chromiumProcess struct {
	mu      sync.Mutex
	started bool
	err     error
	all     context.Context
	stop    func() error
}

// chromium is a new profile of the shared browser, which ends with the test. Where
// there is no browser the test is skipped, but on CI it fails.
func chromium(t *testing.T, downloads string) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("no Chromium: apt-get install chromium")
		}
		t.Skip("no Chromium here, so nothing is tried in a browser: apt-get install chromium")
	}
	all, err := shared.start(context.WithoutCancel(t.Context()), path)
	if err != nil {
		t.Fatalf("start Chromium: %v", err)
	}
	profile, err := call(all, target.CreateBrowserContext, target.CreateBrowserContextParams{})
	if err != nil {
		t.Fatalf("make a profile: %v", err)
	}
	id := profile.BrowserContextID
	if _, err := call(all, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllow, BrowserContextID: id, DownloadPath: downloads,
	}); err != nil {
		t.Fatalf("allow downloads: %v", err)
	}
	tabs, stop := chromedp.NewContext(all, chromedp.WithExistingBrowserContext(id))
	t.Cleanup(func() {
		stop()
		if _, err := call(all, target.DisposeBrowserContext, target.DisposeBrowserContextParams{BrowserContextID: id}); err != nil {
			t.Errorf("end the profile: %v", err)
		}
	})
	return tabs
}

// call asks the browser itself, not a tab.
func call[P, R any](all context.Context, name cdp.Command[P, R], params P) (R, error) {
	ctx, stop := context.WithTimeout(all, comesWithin)
	defer stop()
	return cdp.Call(ctx, chromedp.FromContext(all).Browser, name, params)
}

// start starts the browser, unless another story did.
func (p *chromiumProcess) start(ctx context.Context, path string) (context.Context, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.started {
		return p.all, p.err
	}
	p.started = true
	home, err := os.MkdirTemp("", "codekeeper-chromium-")
	if err != nil {
		p.err = err
		return nil, err
	}
	var command *exec.Cmd
	options := append(flags(path, home), chromedp.ModifyCmdFunc(func(c *exec.Cmd) {
		command = c
		c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	}))
	allocated, stopAll := chromedp.NewExecAllocator(ctx, options...)
	all, stop := chromedp.NewContext(allocated)
	p.all = all
	p.stop = func() error {
		stop()
		stopAll()
		var left error
		if command != nil && command.Process != nil {
			left = endGroup(command.Process.Pid)
		}
		chromedp.FromContext(all).Allocator.Wait()
		return errors.Join(left, os.RemoveAll(home))
	}
	p.err = chromedp.Do(all)
	return p.all, p.err
}

// end ends the browser if there is one, with all its processes and files.
func (p *chromiumProcess) end() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stop == nil {
		return nil
	}
	err := p.stop()
	p.stop = nil
	return err
}

// flags are how the browser is started.
func flags(path, home string) []chromedp.ExecAllocatorOption {
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.UserDataDir(home), chromedp.Headless, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.NoDefaultBrowserCheck, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("lang", "en-GB"), chromedp.WSURLReadTimeout(comesWithin),
	}
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox) // the sandbox refuses to run as root
	}
	return options
}

// endGroup kills a process group and waits until it is gone.
func endGroup(group int) error {
	for late := time.Now().Add(comesWithin); time.Now().Before(late); time.Sleep(10 * time.Millisecond) {
		if err := syscall.Kill(-group, syscall.SIGKILL); errors.Is(err, syscall.ESRCH) {
			return nil
		}
	}
	return fmt.Errorf("processes of Chromium (group %d) are still there", group)
}
