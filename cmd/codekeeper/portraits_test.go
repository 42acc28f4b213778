package main

import (
	"context"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// tall is a screen on which a long message or form can be seen whole.
func tall() device { return device{"tall", 940, 1700, 1, false} }

// said is the JavaScript of the newest message with a text.
func said(text string) string {
	return in(`t => [...document.querySelectorAll("#messages article")].filter(el => el.innerText.includes(t)).at(-1)`, text)
}

// asked is the JavaScript of the form, or the question, on top.
const asked = `(document.querySelector("#confirm[open]") ?? document.querySelector("dialog[open]"))`

// portrays takes one message or form for the guide, cut out of a page on which
// all of it can be seen, in the light or dark. Where no pictures are wanted it
// only waits until it is there.
func (c *client) portrays(name, scheme, find string) {
	c.t.Helper()
	c.until("find what is portrayed", find+" != null")
	picture := name + "-" + scheme
	if !wanted(picture) {
		return
	}
	c.run("look at all of it", screen(tall()), looks(&emulation.MediaFeature{Name: "prefers-color-scheme", Value: scheme}))
	clip, err := chromedp.Run(c.tab, chromedp.Evaluate[page.Viewport](`(() => {
		const el = `+find+`;
		document.activeElement?.blur();
		el.scrollIntoView({ block: "center" });
		const { x, y, width, height } = el.getBoundingClientRect();
		return { x, y, width, height, scale: 1 };
	})()`))
	if err != nil {
		c.t.Fatalf("measure what is portrayed: %v", err)
	}
	if clip.Y < 0 || clip.Y+clip.Height > float64(tall().height) {
		c.t.Errorf("%s does not fit into its picture: %+v", name, clip)
	}
	c.readable(scheme)
	var content []byte
	c.run("take a picture", chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		r, err := cdp.Call(ctx, tab, page.CaptureScreenshot, page.CaptureScreenshotParams{Clip: &clip})
		content = r.Data
		return err
	}))
	c.keeps(picture, content)
	c.run("look as before", looks(), screen(desktop()))
}

// portraysPhone takes the page as it stands on a phone, for the guide.
func (c *client) portraysPhone(name string) {
	c.t.Helper()
	picture := name + "-phone"
	if !wanted(picture) {
		return
	}
	c.run("take a phone", screen(device{"phone", 390, 940, 1.5, true}), looks(&emulation.MediaFeature{Name: "prefers-color-scheme", Value: "light"}))
	c.fits()
	c.takes(picture)
	c.run("look as before", looks(), screen(desktop()))
}
