package bot

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"codekeeper/bot/slacksim"
)

func TestOptionsAreBounded(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	form := codeForm("Pick", "")
	pick := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, plain("Choose"), "who")
	zero := 0
	pick.MinQueryLength = &zero
	form.Blocks.BlockSet = append(form.Blocks.BlockSet, slack.NewInputBlock("who", plain("Influencers"), nil, pick).WithOptional(true))
	got := make(chan string, 1)
	start(t, sim, Config{Commands: []Command{{
		Slash: "/influencer", Who: Members, Run: opens(form),
		Forms: []Route{{ID: "code", Run: func(_ context.Context, r *Request) (*Reply, error) {
			got <- r.Form.Text("who") + " " + strings.Join(r.Form.Labels("who"), ",")
			return nil, nil
		}}},
		Options: []Route{{ID: "who", Run: func(context.Context, *Request) (*Reply, error) {
			var all []*slack.OptionBlockObject
			for range 150 {
				// Each of these characters takes six bytes.
				all = append(all, slack.NewOptionBlockObject(strings.Repeat("<", len(all)%50+1)+"v"+strings.Repeat("x", len(all)/50), plain(strings.Repeat("&", 12)), nil))
			}
			return &Reply{Options: all}, nil
		}}},
	}}})
	ana := sim.As(t, "ana")
	ana.Types("/influencer")
	f := ana.Form()
	options := f.Options("Influencers", "m")
	if len(options) < 20 || len(options) > 100 {
		t.Errorf("%d options", len(options))
	}
	f.Choose("Influencers", options[0]).Submit()
	if text := <-got; !strings.HasPrefix(text, "<v ") {
		t.Errorf("chose %q", text)
	}
	noRefusals(t, sim)
}

func TestABigAnswerGoesThroughTheResponseURL(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	var blocks []slack.Block
	for range 8 {
		blocks = append(blocks, sections(strings.Repeat(">", 500)+"end")...)
	}
	start(t, sim, Config{Commands: []Command{command("", func(context.Context, *Request) (*Reply, error) {
		return Say(Message{Text: "big", Blocks: blocks}), nil
	})}})
	ana := sim.As(t, "ana")
	ana.Types("/influencer")
	ana.Sees(">end")
	noRefusals(t, sim)
}

func TestABigFormComesByTheWebAPI(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	big := codeForm("Big", "meta")
	for range 10 {
		big.Blocks.BlockSet = append(big.Blocks.BlockSet, sections(strings.Repeat("x", 2900))...)
	}
	start(t, sim, Config{Commands: []Command{{
		Slash: "/influencer", Who: Members, Run: opens(codeForm("Small", "")),
		Forms: []Route{{ID: "code", Run: func(_ context.Context, r *Request) (*Reply, error) {
			switch {
			case r.Form.Meta == "meta":
				return Say(Message{Text: "Saved " + r.Form.Text("code")}), nil
			case r.Form.Text("code") == "push":
				return &Reply{Open: big}, nil
			}
			return &Reply{Update: big}, nil
		}}},
	}}})
	ana := sim.As(t, "ana")
	for _, way := range []string{"update", "push"} {
		ana.Types("/influencer")
		ana.Form().Fill("Coupon code", way).Submit()
		form := ana.Form()
		form.Shows("xxxx")
		form.Fill("Coupon code", way).Submit()
		ana.Sees("Saved " + way)
	}
	for _, r := range sim.Refusals() {
		if r.Error != "not_found" { // the loading form was not there yet
			t.Errorf("refused %s: %s %v", r.Method, r.Error, r.Messages)
		}
	}
}

func TestAfterRunsBesideTheAcknowledgement(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	channel, _ := sim.Channel("influencers")
	var b *running
	b = start(t, sim, Config{Commands: []Command{command("", func(context.Context, *Request) (*Reply, error) {
		return &Reply{
			Message: &Message{Text: "done"},
			After: func(ctx context.Context) error {
				eventually(t, "the acknowledgement", func() bool {
					return slices.ContainsFunc(sim.Wire(), func(e slacksim.Entry) bool { return e.Kind == "acknowledgement" })
				})
				if _, err := b.client.Post(ctx, channel.ID, Message{Text: "posted afterwards"}); err != nil {
					return err
				}
				return errors.New("only for the log")
			},
		}, nil
	})}})
	ana := sim.As(t, "ana")
	ana.Types("/influencer")
	ana.Sees("done")
	ana.In("#influencers").Sees("posted afterwards")
	eventually(t, "the logged error", func() bool { return strings.Contains(b.log.String(), "only for the log") })
	noRefusals(t, sim)
}
