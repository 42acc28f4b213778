package slacksim

import (
	"strings"
	"testing"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

func TestACommandIsAnsweredInItsAcknowledgement(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	a.onCommand(func(a *app, e socketmode.Event, c slack.SlashCommand) {
		a.ack(e, map[string]any{"text": "You said " + c.Text})
	})
	ana := sim.As(t, "ana")
	ana.Types("/influencer show @maya")
	m := ana.Sees("You said show @maya")
	if m.Only != ana.ID() {
		t.Errorf("seen by %q, want only by ana", m.Only)
	}
	ana.SeesNot("nothing of the kind")
	if n := len(sim.Refusals()); n != 0 {
		t.Errorf("%d refusals: %v", n, sim.Refusals())
	}
}

func TestAFormIsOpenedFilledAndSaved(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	var saved slack.InteractionCallback
	a.onCommand(func(a *app, e socketmode.Event, c slack.SlashCommand) {
		view := modal("edit", typed("code", "Coupon code", "TBD"))
		view.PrivateMetadata = c.ResponseURL
		if _, err := a.api.OpenView(c.TriggerID, view); err != nil {
			t.Error(err)
		}
		a.ack(e)
	})
	a.onClick(func(a *app, e socketmode.Event, c slack.InteractionCallback) {
		saved = c
		value := c.View.State.Values["code"]["code"].Value
		if strings.Contains(value, " ") {
			a.ack(e, slack.NewErrorsViewSubmissionResponse(map[string]string{"code": "A code can't contain a space."}))
			return
		}
		a.ack(e)
		if _, _, _, err := a.api.SendMessage("", slack.MsgOptionText("Saved "+value, false),
			slack.MsgOptionResponseURL(c.View.PrivateMetadata, "ephemeral")); err != nil {
			t.Error(err)
		}
	})
	ana := sim.As(t, "ana")
	ana.Types("/influencer edit")
	form := ana.Form()
	if got := form.Value("Coupon code"); got != "TBD" {
		t.Errorf("the code begins as %q", got)
	}
	form.Fill("Coupon code", "SAVE 15").Submit()
	if got := form.Error("Coupon code"); got != "A code can't contain a space." {
		t.Errorf("error %q", got)
	}
	form.Fill("Coupon code", "SAVE15").Submit()
	form.Closed()
	ana.Sees("Saved SAVE15")
	ana.NoForm()
	if saved.Type != slack.InteractionTypeViewSubmission || saved.User.ID != ana.ID() || saved.View.CallbackID != "edit" {
		t.Errorf("submission %+v", saved)
	}
	if n := len(sim.Refusals()); n != 0 {
		t.Errorf("%d refusals: %v", n, sim.Refusals())
	}
}

func TestAButtonInAMessageOpensAForm(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	channel, _ := sim.Channel("influencers")
	a.onClick(func(a *app, e socketmode.Event, c slack.InteractionCallback) {
		switch c.Type {
		case slack.InteractionTypeBlockActions:
			if c.Message.Timestamp != c.Container.MessageTs || c.ActionCallback.BlockActions[0].Value != "value of Update" {
				t.Errorf("click %+v", c)
			}
			if _, err := a.api.OpenView(c.TriggerID, modal("m", typed("link", "Affiliate link", ""))); err != nil {
				t.Error(err)
			}
		default:
			if _, _, _, err := a.api.UpdateMessage(channel.ID, sim.Messages(channel.ID)[0].TS,
				slack.MsgOptionText("done", false), slack.MsgOptionBlocks(section("0 TBD"))); err != nil {
				t.Error(err)
			}
		}
		a.ack(e)
	})
	_, _, err := a.api.PostMessage(channel.ID, quiet(slack.MsgOptionText("4 TBD", false),
		slack.MsgOptionBlocks(section("*4 TBD* for <@"+sim.BotUserID()+"> &amp; co"), buttons("b", "Update", "Later")))...)
	if err != nil {
		t.Fatal(err)
	}
	ana := sim.As(t, "ana").In("#influencers")
	digest := ana.Sees("4 TBD")
	if want := "*4 TBD* for @codekeeper & co\n[Update] [Later]"; digest.Text() != want {
		t.Errorf("shows %q, want %q", digest.Text(), want)
	}
	digest.Press("Update")
	ana.Form().Fill("Affiliate link", "https://shop.example/maya").Submit()
	sim.As(t, "ben").In("#influencers").Sees("0 TBD")
	if got := digest.Text(); got != "0 TBD" {
		t.Errorf("now shows %q", got)
	}
}
