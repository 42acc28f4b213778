package main

import (
	"context"
	"flag"
	"os"
	"path/filepath"

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

// device is a screen that the page is looked at on, in CSS pixels.
type device struct {
	name          string
	width, height int64
	scale         float64
	mobile        bool
}

func desktop() device { return device{"desktop", 1280, 800, 1, false} }

func phone() device { return device{"phone", 390, 844, 2, true} }

// shot takes the page as it stands: as on a desktop and on a phone, where
// nothing may be cut off, light and dark.
func (c *client) shot(name string) {
	c.t.Helper()
	for _, device := range []device{phone(), desktop()} {
		c.run("look on a "+device.name, screen(device))
		c.fits()
		for _, scheme := range []string{"light", "dark"} {
			if picture := name + "-" + scheme + "-" + device.name; wanted(picture) {
				c.run("look "+scheme, looks(&emulation.MediaFeature{Name: "prefers-color-scheme", Value: scheme}))
				c.takes(picture)
			}
		}
	}
	c.run("look as before", looks())
}

// fits fails the test when the page is wider than the screen.
func (c *client) fits() {
	c.t.Helper()
	c.until("nothing to be cut off", `document.documentElement.scrollWidth <= innerWidth &&
		[...document.querySelectorAll("main, .tools, .thread, dialog[open] .scroll, #places")].every(el => el.scrollWidth <= el.clientWidth)`)
}

// wanted says whether somebody keeps this picture.
func wanted(picture string) bool {
	kept := flag.Lookup("test.artifacts")
	return kept != nil && kept.Value.String() == "true" || *pictures != "" && documented[picture] != ""
}

// takes writes a picture among the test's artifacts, and into the documentation
// when that was asked for.
func (c *client) takes(picture string) {
	c.t.Helper()
	ctx, stop := context.WithTimeout(c.tab, comesWithin)
	defer stop()
	content, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		c.t.Fatalf("take a picture: %v", err)
	}
	paths := []string{filepath.Join(c.t.ArtifactDir(), picture+".png")}
	if file := documented[picture]; file != "" && *pictures != "" {
		paths = append(paths, filepath.Join(*pictures, file))
	}
	for _, path := range paths {
		if err := os.WriteFile(path, content, 0o644); err != nil {
			c.t.Fatal(err)
		}
	}
}

func screen(d device) chromedp.Action[chromedp.Void] {
	return command(emulation.SetDeviceMetricsOverride,
		emulation.SetDeviceMetricsOverrideParams{Width: d.width, Height: d.height, DeviceScaleFactor: d.scale, Mobile: d.mobile})
}

// looks is what a person's system prefers.
func looks(features ...*emulation.MediaFeature) chromedp.Action[chromedp.Void] {
	return command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features})
}
