package main

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"codekeeper/bot/slacksim"
)

// client is one person in front of the page in a browser tab. Every method
// fails the test with what the page shows when a thing doesn't come.
type client struct {
	t   *testing.T
	tab context.Context
	sim *slacksim.Slack
	as  string
}

// opensTab opens a tab in front of a person, with nothing in it yet.
func opensTab(t *testing.T, browser context.Context, sim *slacksim.Slack, name string) *client {
	t.Helper()
	tab, stop := chromedp.NewContext(browser, chromedp.WithListener(func(event any) {
		switch event := event.(type) {
		case *runtime.EventExceptionThrown:
			t.Errorf("the page's script fails: %+v", event.ExceptionDetails)
		case *page.EventJavascriptDialogOpening:
			t.Errorf("something opens a dialog of the browser: %s", event.Message)
		}
	}))
	t.Cleanup(stop)
	u, ok := sim.User(name)
	if !ok {
		t.Fatalf("no person %q", name)
	}
	c := &client{t: t, tab: tab, sim: sim, as: u.ID}
	// Every tab acts as the one in front: stories run beside each other.
	inFront := command(emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	if err := chromedp.Do(tab, screen(desktop()), inFront); err != nil {
		t.Fatalf("open a tab: %v", err)
	}
	return c
}

// goes opens a channel, or "home".
func (c *client) goes(place string) {
	c.t.Helper()
	if channel, ok := c.sim.Channel(strings.TrimPrefix(place, "#")); ok {
		place = channel.ID
	}
	c.run("open "+place, chromedp.Navigate(c.sim.URL()+"?"+url.Values{"as": {c.as}, "at": {place}}.Encode()))
	c.until("the page to be ready", "true")
}

func (c *client) run(what string, actions ...chromedp.Action[chromedp.Void]) {
	c.t.Helper()
	ctx, stop := context.WithTimeout(c.tab, comesWithin/2)
	defer stop()
	if err := chromedp.Do(ctx, actions...); err != nil {
		c.t.Fatalf("%s: %v\n%s", what, err, c.shows())
	}
}

func command[P any](name cdp.Command[P, cdp.Empty], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, name, params)
		return err
	})
}

// shows is the page's text.
func (c *client) shows() string {
	ctx, stop := context.WithTimeout(c.tab, 5*time.Second)
	defer stop()
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.body.innerText + "\ntyped: " + document.querySelector("#line")?.value + "\nfocus: " + document.activeElement.outerHTML.slice(0, 200)`))
	if err != nil {
		return err.Error()
	}
	return text
}

// until waits until a JavaScript expression is true. It asks from outside: the
// page allows no script of others.
func (c *client) until(what, expression string) {
	c.t.Helper()
	for late := time.Now().Add(comesWithin / 2); time.Now().Before(late); time.Sleep(25 * time.Millisecond) {
		if yes, err := chromedp.Run(c.tab, chromedp.Evaluate[bool](ready+" && !!("+expression+")")); err == nil && yes {
			return
		}
	}
	c.t.Fatalf("%s: it does not come\n%s", what, c.shows())
}

// in is a JavaScript function's call with strings as its arguments.
func in(function string, arguments ...string) string {
	quoted := make([]string, len(arguments))
	for i, a := range arguments {
		quoted[i] = fmt.Sprintf("%q", a)
	}
	return "(" + function + ")(" + strings.Join(quoted, ", ") + ")"
}

// ready is the JavaScript of whether the page takes clicks yet.
const ready = `typeof syncWindow === "function" && document.querySelector("#app[data-htmx-powered]") !== null`

// onTop is the JavaScript of what lies on top: a question, the form, or else the place.
const onTop = `(document.querySelector("#confirm[open]") ?? document.querySelector("dialog[open]") ?? document.querySelector("#app"))`

// sees waits for a text on top of the page.
func (c *client) sees(text string) {
	c.t.Helper()
	c.until("see "+text, in(`t => `+onTop+`.innerText.includes(t)`, text))
}

// seesNot waits until a text is gone from the top of the page.
func (c *client) seesNot(text string) {
	c.t.Helper()
	c.until("no longer see "+text, in(`t => !`+onTop+`.innerText.includes(t)`, text))
}

// types sends a line: into the message box, and Enter.
func (c *client) types(line string) {
	c.t.Helper()
	c.clicks("go to the message box", `document.querySelector("#line")`)
	c.writes(line)
	c.answered(func() { c.hits("Enter") })
}

// newest is the JavaScript of the newest message's id.
const newest = `String([...document.querySelectorAll("#messages article")].at(-1)?.id)`

// answered does what sends a line, and waits for what comes of it: a message, a
// form, or a refusal. Who looks for a button before that finds an older one.
func (c *client) answered(sends func()) {
	c.t.Helper()
	before := c.asks(newest)
	sends()
	c.until("an answer", in(`before => `+newest+` !== before`, before)+` || document.querySelector("dialog[open], #banner:not([hidden]), #refusal") !== null`)
}

// opensNews opens the direct messages once there is something new in them.
func (c *client) opensNews() {
	c.t.Helper()
	c.clicks("open the direct messages", `[...document.querySelectorAll("#places a.new")].find(el => el.innerText.startsWith("Codekeeper"))`)
}

// pressesRow clicks a button in the newest row that has a text.
func (c *client) pressesRow(text, label string) {
	c.t.Helper()
	c.clicks("press "+label+" beside "+text, in(`(text, label) => {
		const row = [...document.querySelectorAll("article .section")].filter(el => el.innerText.includes(text)).at(-1);
		return [...row?.querySelectorAll("button") ?? []].find(el => el.innerText.trim() === label);
	}`, text, label))
}

// clicks clicks the middle of the element that a JavaScript expression finds,
// once it is there, nothing lies on it and it stays where it is. When it moves
// away under the mouse nevertheless, it is clicked where it went.
func (c *client) clicks(what, find string, how ...chromedp.MouseOption) {
	c.t.Helper()
	spot := `(() => {
		const el = ` + find + `;
		if (!(` + ready + `) || !el || el.disabled) return [];
		el.scrollIntoView({ block: "nearest" });
		const { x, y, width, height } = el.getBoundingClientRect();
		const at = [x + width / 2, y + height / 2];
		return el.contains(document.elementFromPoint(...at)) ? at : [];
	})()`
	var before []float64
	for late := time.Now().Add(comesWithin / 2); time.Now().Before(late); time.Sleep(25 * time.Millisecond) {
		at, err := chromedp.Run(c.tab, chromedp.Evaluate[[]float64](spot))
		if err == nil && len(at) == 2 && slices.Equal(at, before) && c.hasClicked(what, find, chromedp.MouseClickXY(at[0], at[1], how...)) {
			return
		}
		before = at
	}
	c.t.Fatalf("%s: there is nothing to press\n%s", what, c.shows())
}

// hasClicked clicks, and says whether what a JavaScript expression finds got
// the click; when something else that takes clicks got it, the test fails.
func (c *client) hasClicked(what, find string, click chromedp.Action[chromedp.Void]) bool {
	c.t.Helper()
	c.asks(`(() => {
		window.clicked = "nothing";
		let el = null;
		document.addEventListener("mousedown", e => {
			el = ` + find + `;
			if (el?.contains(e.target)) window.clicked = "";
			else window.clicked = e.target.closest("button, a, summary, label, input, select, textarea")?.outerHTML ?? "nothing";
		}, { capture: true, once: true });
		document.addEventListener("click", e => {
			// It moved before the button came up. What completes a line acts as it goes down, and is gone.
			if (el && !el.dataset.line && !el.contains(e.target)) window.clicked = "nothing";
		}, { capture: true, once: true });
		return "";
	})()`)
	c.run(what, click)
	// A page that was left, or is being left, knows nothing of it any more.
	got, err := chromedp.Run(c.tab, chromedp.Evaluate[string](`window.clicked ?? ""`))
	if err == nil && got != "" && got != "nothing" {
		c.t.Fatalf("%s: something else came under the mouse: %s\n%s", what, got, c.shows())
	}
	return err != nil || got == ""
}

// presses clicks the newest button, link or summary with this label on top of
// the page.
func (c *client) presses(label string) {
	c.t.Helper()
	c.clicks("press "+label, in(`t => [...`+onTop+`.querySelectorAll("button, a, summary")]
		.filter(el => el.checkVisibility() && (el.innerText.trim() === t || el.ariaLabel === t)).at(-1)`, label))
}

// field is the JavaScript of a form's field by its label.
func field(label string) string {
	return in(`t => { const l = [...`+onTop+`.querySelectorAll("label")].find(el => el.innerText.trim().startsWith(t)); return l && document.getElementById(l.htmlFor); }`, label)
}

// fills replaces what stands in a field.
func (c *client) fills(label, text string) {
	c.t.Helper()
	c.enters(label)
	c.hits("Control+a")
	c.writes(text)
}

// enters clicks into a field, again where the form has moved under the mouse.
func (c *client) enters(label string, how ...chromedp.MouseOption) {
	c.t.Helper()
	for range 5 {
		c.clicks("go to the field "+label, field(label), how...)
		if c.asks(`String(`+field(label)+` === document.activeElement)`) == "true" {
			return
		}
	}
	c.t.Fatalf("the field %s can't be entered\n%s", label, c.shows())
}

// picks types into a typeahead and takes the first offer that has the text.
func (c *client) picks(label, typed, offer string) {
	c.t.Helper()
	c.fills(label, typed)
	c.offers(offer)
	c.hits("Enter")
	c.has(offer)
}

// chooses takes an option of a menu.
func (c *client) chooses(label, option string) {
	c.t.Helper()
	c.until("find the menu "+label, field(label)+" != null")
	c.until("choose "+option, in(`t => { const el = `+field(label)+`; const o = [...el.options].find(o => o.text === t); if (!o) return false;
		el.focus(); el.value = o.value; el.dispatchEvent(new Event("change", { bubbles: true })); return true; }`, option))
}

// holds waits until a field has a text.
func (c *client) holds(label, text string) {
	c.t.Helper()
	c.until(label+" is "+text, in(`t => (`+field(label)+`)?.value === t`, text))
}

// errs waits for a text in the error under a field.
func (c *client) errs(label, text string) {
	c.t.Helper()
	c.until("an error under "+label, in(`t => (`+field(label)+`)?.closest(".field").querySelector(".error")?.innerText.includes(t)`, text))
}

// noForm waits until no form is open.
func (c *client) noForm() {
	c.t.Helper()
	c.until("the form to close", `document.querySelector("dialog[open]") === null`)
}

// form waits for a form with this title.
func (c *client) form(title string) {
	c.t.Helper()
	c.until("the form "+title, in(`t => document.querySelector("dialog[open] #window-title")?.innerText === t`, title))
}

// offers waits until the chosen offer of a typeahead has the text.
func (c *client) offers(text string) {
	c.t.Helper()
	c.until("be offered "+text, in(`t => document.querySelector("dialog[open] [aria-busy=false] [role=option][aria-selected=true]")?.innerText.includes(t)`, text))
}

// has waits until a typeahead holds an option with the text.
func (c *client) has(text string) {
	c.t.Helper()
	c.until("have chosen "+text, in(`t => [...document.querySelectorAll("dialog[open] .chips li")].some(el => el.innerText.includes(t))`, text))
}
