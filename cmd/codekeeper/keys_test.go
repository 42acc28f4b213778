package main

import (
	"strings"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// writes writes a text where the focus is. Where a client changes what is
// typed, it comes key by key; other text comes at once, which is quicker.
func (c *client) writes(text string) {
	c.t.Helper()
	if strings.ContainsAny(text, `"'`) {
		c.run("type "+text, chromedp.KeyEvent(text))
		return
	}
	c.run("write "+text, command(input.InsertText, input.InsertTextParams{Text: text}))
}

// writesDay writes a day after now into the date field that has the focus. Browsers
// differ in whether they ask for the day or the month first, so both are one number.
func (c *client) writesDay(label string, now time.Time) time.Time {
	c.t.Helper()
	day := now.AddDate(0, 0, 7)
	for day.Day() != int(day.Month()) {
		day = day.AddDate(0, 0, 1)
	}
	c.run("write the day", chromedp.KeyEvent(day.Format("02012006")))
	c.holds(label, day.Format(time.DateOnly))
	return day
}

// hits presses one key that is no character, as a keyboard does: what the page
// prevents on the way down writes nothing. Before its name stand the keys held
// with it: "Shift+Tab", "Control+a".
func (c *client) hits(key string) {
	c.t.Helper()
	const control, shift = 2, 8
	what := key
	var held int64
	for name, bit := range map[string]int64{"Control+": control, "Shift+": shift} {
		if rest, ok := strings.CutPrefix(key, name); ok {
			key, held = rest, held|bit
		}
	}
	number := map[string]int64{
		"Enter": 13, "Tab": 9, "Escape": 27, "ArrowDown": 40, "ArrowUp": 38, "ArrowLeft": 37, "ArrowRight": 39, "Backspace": 8, " ": 32,
		"Home": 36, "End": 35, "a": 65,
	}[key]
	if number == 0 {
		c.t.Fatalf("no key %q", key)
	}
	text := map[string]string{"Enter": "\r", " ": " "}[key]
	down := input.DispatchKeyEventParams{
		Type: input.DispatchKeyEventTypeKeyDown, Key: key, Code: code(key), WindowsVirtualKeyCode: number, Text: text, Modifiers: held,
	}
	if key == "a" {
		down.Commands = []string{"selectAll"}
	}
	if text == "" {
		down.Type = input.DispatchKeyEventTypeRawKeyDown
	}
	up := input.DispatchKeyEventParams{
		Type: input.DispatchKeyEventTypeKeyUp, Key: key, Code: code(key), WindowsVirtualKeyCode: number, Modifiers: held,
	}
	c.run("hit "+what, command(input.DispatchKeyEvent, down), command(input.DispatchKeyEvent, up))
}

// code is the key's place on a keyboard.
func code(key string) string {
	switch key {
	case "a":
		return "KeyA"
	case " ":
		return "Space"
	}
	return key
}

// stops is the most of Tabs to anything: who needs more would take the mouse.
const stops = 60

// at is the JavaScript of what has the focus, as a person would call it.
const at = `(() => {
	const el = document.activeElement;
	if (!(` + ready + `) || !el || el === document.body) return "";
	const label = el.labels?.[0] ?? document.getElementById(el.getAttribute("aria-labelledby"));
	return (el.ariaLabel ?? (label ?? el).innerText ?? "").trim();
})()`

// seen is the JavaScript of what is wrong with how the focus shows, "" when
// nothing is.
const seen = `(() => {
	const el = document.activeElement;
	if (!el || el === document.body) return "";
	const around = el.closest(".composer") ?? el;
	const style = getComputedStyle(around);
	const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1 || style.boxShadow !== "none";
	if (!ring) return "nothing shows that it has the focus";
	const { left, right, top, bottom } = el.getBoundingClientRect();
	if (right <= 0 || bottom <= 0 || left >= innerWidth || top >= innerHeight) return "it is not on the screen";
	return "";
})()`

// tabsTo goes on with Tab until something of this name has the focus, and
// fails where a stop on the way can't be seen.
func (c *client) tabsTo(name string) { c.t.Helper(); c.walks("Tab", name, "") }

// tabsBack is tabsTo with Shift+Tab.
func (c *client) tabsBack(name string) { c.t.Helper(); c.walks("Shift+Tab", name, "") }

// tabsBackBeside is tabsBack to what stands in a row that has the text.
func (c *client) tabsBackBeside(text, name string) { c.t.Helper(); c.walks("Shift+Tab", name, text) }

func (c *client) walks(key, name, row string) {
	c.t.Helper()
	inRow := in(`t => String(t === "" || document.activeElement.closest(".section")?.innerText.includes(t) === true)`, row)
	var passed []string
	for range stops {
		c.hits(key)
		answers := strings.Split(c.asks(`[`+at+`, `+seen+`, `+inRow+`].join("\u0000")`), "\x00")
		here, wrong, beside := answers[0], answers[1], answers[2]
		if wrong != "" {
			c.t.Fatalf("the focus is at %q: %s", here, wrong)
		}
		if called(here, name) && beside == "true" {
			return
		}
		passed = append(passed, here)
	}
	c.t.Fatalf("%s never comes to %q, but to %q\n%s", key, name, passed, c.shows())
}

// called says whether what has the focus goes by a name: what is said of it in
// brackets, on further lines or before it doesn't count.
func called(here, name string) bool {
	return here == name || strings.HasPrefix(here, name+" (") || strings.HasPrefix(here, name+"\n") || strings.HasSuffix(here, " "+name)
}

// isAt waits until what has the focus has this name.
func (c *client) isAt(name string) {
	c.t.Helper()
	var here string
	for late := time.Now().Add(comesWithin / 2); time.Now().Before(late); time.Sleep(25 * time.Millisecond) {
		if here = c.asks(at); called(here, name) {
			return
		}
	}
	c.t.Fatalf("the focus is at %q, not at %q\n%s", here, name, c.shows())
}

// asks is what a JavaScript expression says.
func (c *client) asks(expression string) string {
	c.t.Helper()
	text, err := chromedp.Run(c.tab, chromedp.Evaluate[string](expression))
	if err != nil {
		c.t.Fatalf("look at the page: %v", err)
	}
	return text
}
