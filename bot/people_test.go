package bot

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"codekeeper/bot/slacksim"
)

// guarded is a bot whose every entry counts who came in.
func guarded(came *atomic.Int32) []Command {
	count := func(r *Reply) Handler {
		return func(context.Context, *Request) (*Reply, error) {
			came.Add(1)
			return r, nil
		}
	}
	done := &Reply{Message: &Message{Text: "done"}}
	form := codeForm("Edit", "")
	pick := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, plain("Choose"), "who")
	form.Blocks.BlockSet = append(form.Blocks.BlockSet, slack.NewInputBlock("who", plain("Influencers"), nil, pick).WithOptional(true))
	options := &Reply{Options: []*slack.OptionBlockObject{slack.NewOptionBlockObject("v", plain("@maya"), nil)}}
	return []Command{{
		Slash: "/influencer", Name: "read", Who: Members, Run: count(done),
		Clicks:    []Route{{ID: "look", Who: Members, Run: count(done)}, {ID: "change", Run: count(done)}},
		Forms:     []Route{{ID: "code", Run: count(done)}},
		Options:   []Route{{ID: "who", Who: Members, Run: count(options)}},
		Shortcuts: []Route{{ID: "edit", Run: count(&Reply{Open: form})}},
	}, {
		Slash: "/influencer", Name: "change", Run: count(done),
	}, {
		Slash: "/influencer", Name: "form", Who: Members, Run: count(&Reply{Open: form}),
	}}
}

func TestGuestsAndStrangersCanDoNothing(t *testing.T) {
	sim := workspace(t, slacksim.Config{Shortcuts: []slacksim.GlobalShortcut{{Name: "Edit", CallbackID: "edit"}}})
	ben, _ := sim.User("ben")
	var came atomic.Int32
	b := start(t, sim, Config{
		Commands: guarded(&came), Home: func(context.Context, *Request) (*Reply, error) { came.Add(1); return nil, nil },
		Owners: func(context.Context) ([]string, error) { return []string{ben.ID}, nil },
	})
	channel, _ := sim.Channel("influencers")
	row := append(button("row", "look", "Look", ""), button("row", "change", "Change", "")...)
	if _, err := b.client.Post(t.Context(), channel.ID, Message{Text: "row", Blocks: row}); err != nil {
		t.Fatal(err)
	}
	gus := sim.As(t, "gus").In("#influencers")
	gus.Types("/influencer read")
	gus.Sees("Codekeeper is for full members of this workspace, not for guests. Ask @ben.")
	gus.Sees("row").Press("Look")
	gus.Sees("not for guests")
	gus.Shortcut("edit")
	gus.Form().Shows("not for guests")
	ola := sim.As(t, "ola").In("#influencers")
	ola.Sees("row").Press("Look")
	ola.Sees("only for the people of the workspace it belongs to. Ask @ben there.")
	if n := came.Load(); n != 0 {
		t.Errorf("%d came in", n)
	}
	noRefusals(t, sim)
}

func TestAMemberMadeGuestLosesAnOpenForm(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	ana, _ := sim.User("ana")
	ben, _ := sim.User("ben")
	var came atomic.Int32
	start(t, sim, Config{Commands: guarded(&came), Owners: func(context.Context) ([]string, error) { return []string{ben.ID}, nil }})
	person := sim.As(t, "ana")
	person.Types("/influencer form")
	form := person.Form()
	if got := form.Options("Influencers", "@maya"); len(got) != 1 {
		t.Errorf("options %q", got)
	}
	before := came.Load()
	ana.Guest = true
	sim.SetUser(ana)
	sim.Clock().Advance(peopleKept)
	if got := form.Options("Influencers", "@maya"); len(got) != 0 {
		t.Errorf("options %q for a guest", got)
	}
	form.Submit()
	if got := form.Error("Coupon code"); !strings.Contains(got, "Ask @ben.") || strings.Contains(got, "<@") {
		t.Errorf("error %q", got)
	}
	if n := came.Load(); n != before {
		t.Errorf("%d came in", n-before)
	}
	noRefusals(t, sim)
}

func TestEditorsChangeAndMembersLook(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	ana, _ := sim.User("ana")
	ben, _ := sim.User("ben")
	group := sim.AddGroup(slacksim.Group{Handle: "brand", Members: []string{ana.ID}})
	var came atomic.Int32
	start(t, sim, Config{Commands: guarded(&came), Editors: group.ID})
	a, b := sim.As(t, "ana"), sim.As(t, "ben")
	a.Types("/influencer change")
	a.Sees("done")
	b.Types("/influencer read")
	b.Sees("done")
	b.Types("/influencer change")
	b.Sees("only editors can change it. Ask @ana.")
	calls := len(sim.Calls("usergroups.users.list"))
	if calls != 1 || len(sim.Calls("users.info")) != 2 {
		t.Errorf("%d calls for the group, %d for people", calls, len(sim.Calls("users.info")))
	}
	group.Members = []string{ben.ID}
	sim.SetGroup(group)
	sim.Clock().Advance(peopleKept)
	b.Types("/influencer change")
	b.Sees("done")
	a.Types("/influencer change")
	a.Sees("only editors")
	noRefusals(t, sim)
}

// A group that Slack does not know lets nobody change things, and everybody look.
func TestAnUnknownEditorsGroupLetsMembersLook(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	var came atomic.Int32
	b := start(t, sim, Config{Commands: guarded(&came), Editors: "S0NOSUCH"})
	ana := sim.As(t, "ana")
	ana.Types("/influencer read")
	ana.Sees("done")
	ana.Types("/influencer change")
	ana.Sees("only editors can change it")
	if !strings.Contains(b.log.String(), "S0NOSUCH") {
		t.Error("the log does not name the group")
	}
}

func TestWhoIsNotKnownInTimeIsRefused(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	var came atomic.Int32
	start(t, sim, Config{Commands: guarded(&came)})
	ana, ben := sim.As(t, "ana"), sim.As(t, "ben")
	sim.Slow("users.info", 2*time.Second)
	ana.Types("/influencer read")
	ana.Sees("Slack did not say in time who you are")
	sim.Slow("users.info", 0)
	sim.FailWith("users.info", "internal_error", 1)
	ben.Types("/influencer read")
	ben.Sees("Slack did not say in time who you are")
	if n := came.Load(); n != 0 {
		t.Errorf("%d came in", n)
	}
	ben.Types("/influencer read")
	ben.Sees("done")
}

func TestPeopleAreJudged(t *testing.T) {
	for name, test := range map[string]struct {
		user slack.User
		want Standing
	}{
		"member":           {slack.User{ID: "U1", TeamID: "T1"}, StandingMember},
		"admin":            {slack.User{ID: "U1", TeamID: "T1", IsAdmin: true}, StandingMember},
		"guest":            {slack.User{ID: "U1", TeamID: "T1", IsRestricted: true}, StandingGuest},
		"one-channel":      {slack.User{ID: "U1", TeamID: "T1", IsUltraRestricted: true}, StandingGuest},
		"stranger":         {slack.User{ID: "U1", TeamID: "T1", IsStranger: true}, StandingStranger},
		"other team":       {slack.User{ID: "U1", TeamID: "T2"}, StandingStranger},
		"no team":          {slack.User{ID: "U1"}, StandingStranger},
		"deleted":          {slack.User{ID: "U1", TeamID: "T1", Deleted: true}, StandingGone},
		"bot":              {slack.User{ID: "U1", TeamID: "T1", IsBot: true}, StandingApp},
		"slackbot":         {slack.User{ID: "USLACKBOT", TeamID: "T1"}, StandingApp},
		"guest elsewhere":  {slack.User{ID: "U1", TeamID: "T2", IsRestricted: true}, StandingStranger},
		"empty everything": {slack.User{}, StandingStranger},
	} {
		if got := judge(&test.user, "T1").standing; got != test.want {
			t.Errorf("%s: standing %d, want %d", name, got, test.want)
		}
	}
}
