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
	"form-light-desktop": "form.png", "home-dark-desktop": "home-dark.png", "bad-link-light-phone": "phone.png",
	"message-light": "message.png", "digest-light": "digest.png", "history-dark": "history.png", "import-light": "import.png",
	"pairing-light": "pairing.png", "select-all-light": "select-all.png", "handover-dark": "handover.png", "pattern-light": "pattern.png",
	"unsent-phone": "unsent.png",
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
			c.run("look "+scheme, looks(&emulation.MediaFeature{Name: "prefers-color-scheme", Value: scheme}))
			c.readable(scheme)
			if picture := name + "-" + scheme + "-" + device.name; wanted(picture) {
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

// faint is the JavaScript of the texts on top of the page whose contrast is under
// WCAG's 4.5 (3 where they are large), and of fields whose edge is under 3. What
// is disabled may be faint.
const faint = `(() => {
	const parse = (css) => { const [r, g, b, a = 1] = css.match(/[\d.]+/g).map(Number); return [r, g, b, a]; };
	const over = ([r, g, b, a], [x, y, z]) => [r * a + x * (1 - a), g * a + y * (1 - a), b * a + z * (1 - a), 1];
	const light = (c) => c.slice(0, 3).map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
		.reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
	const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
	const ground = (el) => {
		if (!el) return [255, 255, 255, 1];
		const own = parse(getComputedStyle(el).backgroundColor);
		return own[3] === 1 ? own : over(own, ground(el.parentElement));
	};
	const found = [];
	const judge = (el, colour, least, what) => {
		let opacity = 1;
		for (let up = el; up; up = up.parentElement) opacity *= Number(getComputedStyle(up).opacity);
		const under = ground(what === "edge" ? el.parentElement : el);
		const is = ratio(over([...colour.slice(0, 3), colour[3] * opacity], under), under);
		if (opacity > 0 && is < least) found.push(is.toFixed(2) + " " + what + ": " + el.outerHTML.slice(0, 120));
	};
	for (const el of ` + onTop + `.querySelectorAll("*")) {
		if (!el.checkVisibility() || el.closest(":disabled, .unseen, .skip, option")) continue;
		const style = getComputedStyle(el);
		const large = parseFloat(style.fontSize) >= 24 || parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700;
		if ([...el.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== "")) judge(el, parse(style.color), large ? 3 : 4.5, "text");
		if (el.matches("input, textarea") && el.placeholder) judge(el, parse(getComputedStyle(el, "::placeholder").color), 4.5, "placeholder");
		if (el.matches("select, textarea, input:not([type=checkbox], [type=radio], [type=hidden])") && style.borderTopStyle === "solid" && style.borderTopWidth !== "0px") {
			judge(el, parse(style.borderTopColor), 3, "edge");
		}
	}
	return found.join("\n");
})()`

// readable fails the test where something is too faint to be read.
func (c *client) readable(scheme string) {
	c.t.Helper()
	if texts := c.asks(faint); texts != "" {
		c.t.Errorf("too faint in the %s:\n%s", scheme, texts)
	}
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
	c.keeps(picture, content)
}

// keeps writes a picture where it is wanted.
func (c *client) keeps(picture string, content []byte) {
	c.t.Helper()
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
