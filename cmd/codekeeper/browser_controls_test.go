package main

import (
	"context"
	"testing"

	"github.com/slack-go/slack"

	"codekeeper/bot"
)

// choosing is a bot whose message, form and Home tab hold a control of each
// kind that isn't typed into, and say what was chosen last.
func choosing(*bot.Client) bot.Config {
	message := func(said string) bot.Message { return bot.Message{Text: "Controls", Blocks: controls("message", said)} }
	form := func(said string) *slack.ModalViewRequest {
		return &slack.ModalViewRequest{
			Type: slack.VTModal, CallbackID: "controls", Title: words("Controls"), Close: words("Done"),
			Blocks: slack.Blocks{BlockSet: controls("form", said)},
		}
	}
	home := func(said string) *slack.HomeTabViewRequest {
		return &slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: controls("Home tab", said)}}
	}
	chose := func(_ context.Context, r *bot.Request) (*bot.Reply, error) {
		said := r.Suffix + " is now: " + r.Value + "."
		switch {
		case r.Form != nil:
			return &bot.Reply{Update: form(said)}, nil
		case r.Message == nil:
			return &bot.Reply{Home: home(said)}, nil
		}
		return &bot.Reply{Message: new(message(said)), Replace: true}, nil
	}
	return bot.Config{
		Commands: []bot.Command{
			{
				Slash: "/influencer", Name: "message", Who: bot.Members,
				Run:    func(context.Context, *bot.Request) (*bot.Reply, error) { return bot.Say(message("Nothing yet.")), nil },
				Clicks: []bot.Route{{ID: "chose", Who: bot.Members, Run: chose}},
			},
			{
				Slash: "/influencer", Name: "form", Who: bot.Members,
				Run: func(context.Context, *bot.Request) (*bot.Reply, error) {
					return &bot.Reply{Open: form("Nothing yet.")}, nil
				},
			},
		},
		Home: func(context.Context, *bot.Request) (*bot.Reply, error) {
			return &bot.Reply{Home: home("Nothing yet.")}, nil
		},
	}
}

func controls(where, said string) []slack.Block {
	options := func(labels ...string) []*slack.OptionBlockObject {
		var all []*slack.OptionBlockObject
		for _, label := range labels {
			all = append(all, slack.NewOptionBlockObject(label, words(label), nil))
		}
		return all
	}
	sure := slack.NewConfirmationBlockObject(words("Decline them?"), words("They leave the list."), words("Yes, decline"), words("Keep"))
	more := slack.NewOverflowBlockElement("chose:More", options("History", "Snooze")...)
	pick := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, words("Pick one"), "chose:Pick", options("One", "Two")...)
	asked := slack.NewCheckboxGroupsBlockElement("chose:Asked", options("Archive it")...)
	asked.Confirm = sure
	row := slack.NewTextBlockObject(slack.MarkdownType, "A row in a "+where, false, false)
	return []slack.Block{
		slack.NewSectionBlock(words(said), nil, nil),
		slack.NewSectionBlock(row, nil, slack.NewAccessory(more)),
		slack.NewActionBlock("many", slack.NewButtonBlockElement("chose:Button", "declined", words("Decline all")).WithConfirm(sure), pick),
		slack.NewActionBlock("days", slack.NewCheckboxGroupsBlockElement("chose:Days", options("Monday", "Tuesday")...)),
		slack.NewActionBlock("asked", asked),
		slack.NewActionBlock("mode", slack.NewRadioButtonsBlockElement("chose:Mode", options("Unique", "Shared")...)),
	}
}

// Every control works in a message, in a form and in Home: by mouse, and by
// keyboard.
func TestBrowserControls(t *testing.T) {
	s := inBrowserWith(t, choosing)
	ana, ben := s.sits("ana", "#influencers"), s.sits("ben", "#influencers")
	for _, test := range []struct {
		where         string
		opens, closes func(c *client)
	}{
		{"message", func(c *client) { c.types("/influencer message") }, func(*client) {}},
		{"form", func(c *client) { c.types("/influencer form") }, func(c *client) { c.hits("Escape") }},
		{"Home tab", func(c *client) { c.goes("home") }, func(*client) {}},
	} {
		for c, uses := range map[*client]func(*client){ana: (*client).controlsByMouse, ben: (*client).controlsByKeyboard} {
			test.opens(c)
			c.sees("A row in a " + test.where)
			c.named()
			uses(c)
			if c == ana {
				c.shot("controls-" + test.where)
			}
			test.closes(c)
			c.noForm()
		}
	}
}

func (c *client) controlsByMouse() {
	c.t.Helper()
	c.presses("More actions")
	c.presses("Snooze")
	c.sees("More is now: Snooze.")
	c.presses("Decline all")
	c.sees("They leave the list.")
	c.presses("Keep")
	c.presses("Decline all")
	c.presses("Yes, decline")
	c.sees("Button is now: declined.")
	c.ticks("Monday")
	c.sees("Days is now: Monday.")
	c.ticks("Tuesday")
	c.sees("Days is now: Monday,Tuesday.")
	c.ticks("Monday")
	c.sees("Days is now: Tuesday.")
	c.ticks("Archive it")
	c.presses("Keep") // then it isn't ticked
	c.ticked("Archive it", false)
	c.ticks("Archive it")
	c.presses("Yes, decline")
	c.sees("Asked is now: Archive it.")
	c.ticked("Archive it", true)
	c.ticks("Shared")
	c.sees("Mode is now: Shared.")
	c.ticked("Shared", true)
	c.ticked("Tuesday", true)
}

func (c *client) controlsByKeyboard() {
	c.t.Helper()
	c.tabsTo("More actions")
	c.hits("Enter")
	c.tabsTo("History")
	c.hits("Escape")
	c.isAt("More actions")
	c.hits("Enter")
	c.tabsTo("History")
	c.hits("Enter")
	c.sees("More is now: History.")
	c.tabsTo("Decline all")
	c.hits("Enter")
	c.sees("They leave the list.")
	c.hits("Escape")
	c.isAt("Decline all")
	c.hits("Enter")
	c.isAt("Keep")
	c.tabsTo("Yes, decline")
	c.hits("Enter")
	c.sees("Button is now: declined.")
	c.tabsTo("Tuesday")
	c.hits(" ")
	c.sees("Days is now: Tuesday.")
	c.isAt("Tuesday")
	c.tabsTo("Unique")
	c.hits("ArrowDown")
	c.sees("Mode is now: Shared.")
	c.isAt("Shared")
}

// box is the JavaScript of a checkbox or radio button by its label.
func box(label string) string {
	return in(`t => [...`+onTop+`.querySelectorAll("label.choice")].filter(el => el.innerText.trim() === t).at(-1)?.querySelector("input")`, label)
}

// ticks clicks a checkbox or radio button.
func (c *client) ticks(label string) {
	c.t.Helper()
	c.clicks("tick "+label, box(label))
}

// ticked waits until a checkbox or radio button is ticked, or isn't.
func (c *client) ticked(label string, on bool) {
	c.t.Helper()
	want := map[bool]string{true: "true", false: "false"}[on]
	c.until(label+" to be ticked: "+want, "("+box(label)+")?.checked === "+want)
}

// named fails where something on the page that can be used has no name to be
// called by.
func (c *client) named() {
	c.t.Helper()
	nameless := c.asks(`[...document.querySelectorAll("button, a, summary, input:not([type=hidden]), select, textarea, [role=log], [role=region], dialog[open]")]
		.filter(el => el.checkVisibility() && !(el.ariaLabel || el.innerText.trim() || [...el.labels ?? []].some(l => l.innerText.trim()) ||
			document.getElementById(el.getAttribute("aria-labelledby"))?.innerText.trim()) || el.matches("select, textarea") && !el.ariaLabel && !el.labels.length)
		.map(el => el.outerHTML.slice(0, 200)).join("\n")`)
	if nameless != "" {
		c.t.Errorf("without a name are:\n%s", nameless)
	}
}
