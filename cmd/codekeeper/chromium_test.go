package main

import (
	"context"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// pictures is where the pictures of the documentation go:
//
//	go test ./cmd/codekeeper -run TestBrowser -pictures "$PWD/docs/pictures"
var pictures = flag.String("pictures", "", "write the documentation's pictures into this `folder`")

// documented are the pictures that the documentation has, of all that the
// stories take.
var documented = map[string]string{
	"digest-light-desktop": "digest.png", "form-light-desktop": "form.png",
	"home-dark-desktop": "home-dark.png", "bad-link-light-phone": "phone.png",
}

// chromium starts a browser of the test's own, which ends with it. Where there
// is none the test is skipped, but on CI it fails.
func chromium(t *testing.T) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("no Chromium: apt-get install chromium")
		}
		t.Skip("no Chromium here, so nothing is tried in a browser: apt-get install chromium")
	}
	var command *exec.Cmd
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.Headless, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.NoDefaultBrowserCheck, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("lang", "en-GB"), chromedp.WSURLReadTimeout(comesWithin),
		chromedp.ModifyCmdFunc(func(c *exec.Cmd) {
			command = c
			c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
		}),
	}
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox) // the sandbox refuses to run as root
	}
	all, stopAll := chromedp.NewExecAllocator(t.Context(), options...)
	browser, stop := chromedp.NewContext(all)
	t.Cleanup(func() {
		stop()
		stopAll()
		if command != nil && command.Process != nil {
			endGroup(t, command.Process.Pid)
		}
		chromedp.FromContext(browser).Allocator.Wait()
	})
	if err := chromedp.Do(browser); err != nil {
		t.Fatalf("start Chromium: %v", err)
	}
	return browser
}

// endGroup kills a process group and waits until it is gone.
func endGroup(t *testing.T, group int) {
	t.Helper()
	for late := time.Now().Add(comesWithin); time.Now().Before(late); time.Sleep(10 * time.Millisecond) {
		if err := syscall.Kill(-group, syscall.SIGKILL); errors.Is(err, syscall.ESRCH) {
			return
		}
	}
	t.Errorf("Chromium's processes are still there")
}

// shot takes the page as it stands: light and dark, as on a desktop and on a
// phone.
func (c *client) shot(name string) {
	c.t.Helper()
	for _, scheme := range []string{"light", "dark"} {
		for _, device := range []struct {
			name          string
			width, height int64
			scale         float64
			mobile        bool
		}{{"desktop", desktopWidth, desktopHeight, 1, false}, {"phone", 390, 844, 2, true}} {
			media := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}
			c.run("look "+scheme, screen(device.width, device.height, device.scale, device.mobile), looks(media...))
			ctx, stop := context.WithTimeout(c.tab, comesWithin)
			picture, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
			stop()
			if err != nil {
				c.t.Fatalf("take a picture: %v", err)
			}
			c.keep(name+"-"+scheme+"-"+device.name, picture)
		}
	}
	c.run("look as before", looks(), screen(desktopWidth, desktopHeight, 1, false))
}

// screen is a screen of this size, in CSS pixels.
func screen(width, height int64, scale float64, mobile bool) chromedp.Action[chromedp.Void] {
	return command(emulation.SetDeviceMetricsOverride,
		emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: scale, Mobile: mobile})
}

// looks is what a person's system prefers.
func looks(features ...*emulation.MediaFeature) chromedp.Action[chromedp.Void] {
	return command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features})
}

func command[P any](name cdp.Command[P, cdp.Empty], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, name, params)
		return err
	})
}

// keep writes a picture among the test's artifacts, and into the
// documentation when that was asked for.
func (c *client) keep(name string, picture []byte) {
	c.t.Helper()
	folders := map[string]string{filepath.Join(c.t.ArtifactDir(), name+".png"): "artifact"}
	if file, ok := documented[name]; ok && *pictures != "" {
		folders[filepath.Join(*pictures, file)] = "documentation"
	}
	for path := range folders {
		if err := os.WriteFile(path, picture, 0o644); err != nil {
			c.t.Fatal(err)
		}
	}
}
