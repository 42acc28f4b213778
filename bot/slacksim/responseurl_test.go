package slacksim

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// answering types a command where the bot is no member and gives a function that answers through its response_url.
func answering(t *testing.T, sim *Slack, a *app) (*Person, func(options ...slack.MsgOption) error) {
	t.Helper()
	ana := sim.As(t, "ana")
	sim.AddChannel(Channel{Name: "elsewhere", Members: []string{ana.ID()}})
	ana = ana.In("#elsewhere")
	address := make(chan string, 1)
	a.onCommand(func(a *app, e socketmode.Event, c slack.SlashCommand) {
		address <- c.ResponseURL
		a.ack(e)
	})
	ana.Types("/influencer")
	to := <-address
	return ana, func(options ...slack.MsgOption) error {
		_, _, _, err := a.api.SendMessage("", append([]slack.MsgOption{slack.MsgOptionResponseURL(to, "ephemeral")}, options...)...)
		return err
	}
}

func TestAResponseURLIsGoodForFiveAnswers(t *testing.T) {
	sim := workspace(t, Config{})
	ana, answer := answering(t, sim, connect(t, sim))
	for _, words := range []string{"one", "two", "three", "four", "five"} {
		if err := answer(slack.MsgOptionText(words, false)); err != nil {
			t.Fatal(err)
		}
		ana.Sees(words)
	}
	err := answer(slack.MsgOptionText("six", false))
	if e, ok := errors.AsType[slack.StatusCodeError](err); !ok || e.Code != 404 {
		t.Errorf("the sixth answer: %v", err)
	}
	if r := sim.Refusals(); len(r) != 1 || r[0].Method != "response_url" || r[0].Error != "used_url" {
		t.Errorf("refusals %v", r)
	}
}

func TestAResponseURLIsGoodForThirtyMinutes(t *testing.T) {
	sim := workspace(t, Config{})
	ana, answer := answering(t, sim, connect(t, sim))
	sim.Clock().Advance(29 * time.Minute)
	if err := answer(slack.MsgOptionText("in time", false)); err != nil {
		t.Fatal(err)
	}
	ana.Sees("in time")
	sim.Clock().Advance(2 * time.Minute)
	if err := answer(slack.MsgOptionText("late", false)); err == nil || sim.Refusals()[0].Error != "expired_url" {
		t.Errorf("%v, refusals %v", err, sim.Refusals())
	}
}

func TestAnswersThatAreRefused(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	_, answer := answering(t, sim, a)
	if err := answer(slack.MsgOptionBlocks(section(strings.Repeat("x", 3001)))); code(err) != "invalid_blocks" {
		t.Error(err)
	}
	if err := answer(); code(err) != "no_text" {
		t.Error(err)
	}
	sim.FailWith("response_url", "internal_error", 1)
	if err := answer(slack.MsgOptionText("x", false)); code(err) != "internal_error" {
		t.Error(err)
	}
	sim.RateLimit("response_url", time.Second, 1)
	if _, ok := errors.AsType[*slack.RateLimitedError](answer(slack.MsgOptionText("x", false))); !ok {
		t.Error("not limited")
	}
	a.onCommand(func(a *app, e socketmode.Event, _ slack.SlashCommand) {
		a.ack(e, map[string]any{"text": "for all", "response_type": "in_channel"})
	})
	ana := sim.As(t, "ana")
	ana.Types("/influencer")
	ana.Sees("can't be shown (invalid_arguments)")
	a.onCommand(func(a *app, e socketmode.Event, _ slack.SlashCommand) {
		a.ack(e, map[string]any{"text": "for all", "response_type": "in_channel", "unfurl_links": false, "unfurl_media": false})
	})
	ana.Types("/influencer")
	sim.As(t, "ben").Sees("for all")
	a.onCommand(func(a *app, e socketmode.Event, _ slack.SlashCommand) { a.ack(e, map[string]any{"words": "x"}) })
	ana.Types("/influencer")
	ana.Sees("can't be shown (invalid_payload)")
}

func TestTheOriginalIsReplacedAndDeleted(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	a.onCommand(func(a *app, e socketmode.Event, _ slack.SlashCommand) {
		a.ack(e, map[string]any{"text": "menu", "blocks": []slack.Block{section("menu"), buttons("b", "Replace", "Delete", "Beside")}})
	})
	a.onClick(func(a *app, e socketmode.Event, c slack.InteractionCallback) {
		if !c.Container.IsEphemeral || c.Message.Timestamp != "" || c.Container.ChannelID == "" {
			t.Errorf("click %+v", c)
		}
		a.ack(e)
		option := slack.MsgOptionReplaceOriginal(c.ResponseURL)
		switch c.ActionCallback.BlockActions[0].ActionID {
		case "act:Delete":
			option = slack.MsgOptionDeleteOriginal(c.ResponseURL)
		case "act:Beside":
			option = slack.MsgOptionResponseURL(c.ResponseURL, "ephemeral")
		}
		if _, _, _, err := a.api.SendMessage("", slack.MsgOptionText("after", false), option,
			slack.MsgOptionBlocks(section("after"), buttons("b", "Delete"))); err != nil {
			t.Error(err)
		}
	})
	ana := sim.As(t, "ana")
	ana.Types("/influencer")
	menu := ana.Sees("menu")
	menu.Press("Beside")
	ana.Sees("after")
	menu.Press("Replace")
	if got := ana.Sees("after").Text(); got != "after\n[Delete]" || menu.Text() != got {
		t.Errorf("now %q and %q", got, menu.Text())
	}
	menu.PressAsSeen("Beside")
	menu.Press("Delete")
	if !ana.eventually(func() bool { return menu.m.deleted }) {
		t.Error("still there")
	}
	if menu.Text() != "" {
		t.Errorf("still shows %q", menu.Text())
	}
}
