package slacksim

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// spy is a test that is expected to fail.
type spy struct {
	testing.TB
	said string
}

func (s *spy) Fatalf(format string, args ...any) {
	s.said = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

// failing runs f and answers what it failed with, "" when it did not fail.
func failing(t *testing.T, f func(tb TB)) string {
	t.Helper()
	s := &spy{TB: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		f(s)
	}()
	<-done
	return s.said
}

func TestAFailurePrintsWhatIsOnTheScreen(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	a.onCommand(func(a *app, e socketmode.Event, c slack.SlashCommand) {
		if _, err := a.api.OpenView(c.TriggerID, modal("m", typed("code", "Coupon code", "TBD"))); err != nil {
			t.Error(err)
		}
		a.ack(e, map[string]any{"text": "Four are TBD"})
	})
	sim.As(t, "ana").Types("/influencer")
	for name, act := range map[string]func(p *Person){
		"press [Update]":              func(p *Person) { p.Sees("Four").Press("Update") },
		"not see \"Four\"":            func(p *Person) { p.SeesNot("Four") },
		"choose":                      func(p *Person) { p.Form().Choose("Coupon code", "a", "b") },
		"find the row nothing":        func(p *Person) { p.Answer().Row("nothing") },
		"run the shortcut":            func(p *Person) { p.Shortcut("none") },
		"press [No] in the form":      func(p *Person) { p.Form().Press("No") },
		"#nowhere":                    func(p *Person) { p.In("#nowhere") },
		"nobody in the workspace is ": func(p *Person) { sim.As(p.t, "zoe") },
	} {
		said := failing(t, func(tb TB) { act(sim.As(tb, "ana")) })
		if said == "" {
			t.Errorf("%s did not fail", name)
		}
		if strings.Contains(said, "---") && (!strings.Contains(said, "Four are TBD") || !strings.Contains(said, "Coupon code: TBD\n[Save] [Cancel]")) {
			t.Errorf("%s: the screen is missing from\n%s", name, said)
		}
		if word, _, _ := strings.Cut(name, " "); !strings.Contains(said, word) {
			t.Errorf("%s: failed with %s", name, said)
		}
	}
}

func TestCommandsThatDoNotReachTheApp(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	reached := 0
	a.onCommand(func(a *app, e socketmode.Event, _ slack.SlashCommand) { reached++; a.ack(e) })
	sam := sim.AddUser(User{Name: "sam", TeamID: "T0OTHER"})
	general, _ := sim.Channel("general")
	general.Members = append(general.Members, sam.ID)
	sim.SetChannel(general)
	ana := sim.As(t, "ana")
	ana.Types("/influencers list")
	ana.Sees("/influencers is not a valid command")
	sim.As(t, "sam").Types("/influencer list")
	sim.As(t, "sam").Sees("/influencer is not a valid command")
	ana.Types("good morning")
	ana.TypesInThread(ana.Sees("good morning"), "/influencer list")
	ana.Sees("/influencer is not supported in threads")
	ana.TypesInThread(ana.Sees("good morning"), "me too")
	if reached != 0 {
		t.Errorf("%d reached the app", reached)
	}
}

func TestWhatACommandCarries(t *testing.T) {
	sim := workspace(t, Config{Commands: []SlashCommand{{Command: "/influencer"}, {Command: "/escaped", ShouldEscape: true}}})
	a := connect(t, sim)
	var got slack.SlashCommand
	a.onCommand(func(a *app, e socketmode.Event, c slack.SlashCommand) { got = c; a.ack(e) })
	ana, _ := sim.User("ana")
	general, _ := sim.Channel("general")
	guest := sim.AddUser(User{Name: "gus", Guest: true})
	sim.AddChannel(Channel{Name: "private", Private: true, Members: []string{ana.ID, guest.ID}})
	p := sim.As(t, "ana")
	p.Types("/influencer code  @maya A&B <x> ")
	if got.Text != "code  @maya A&B <x>" || got.UserID != ana.ID || got.UserName != "ana" || got.ChannelID != general.ID ||
		got.ChannelName != "general" || got.TeamID != sim.TeamID() || got.TriggerID == "" || got.ResponseURL == "" || got.Command != "/influencer" {
		t.Errorf("got %+v", got)
	}
	sim.EscapeCommands(true)
	p.Types("/influencer A&B <x>")
	if got.Text != "A&amp;B &lt;x&gt;" {
		t.Errorf("escaped %q", got.Text)
	}
	sim.EscapeCommands(false)
	p.Types("/escaped @ana #general @nobody https://a.example/?a=1&b=2 x&y")
	if want := "<@" + ana.ID + "|ana> <#" + general.ID + "|general> @nobody <https://a.example/?a=1&amp;b=2> x&amp;y"; got.Text != want {
		t.Errorf("got %q, want %q", got.Text, want)
	}
	p.Types("/influencer import\n@a,X")
	if got.Text != "import\n@a,X" {
		t.Errorf("got %q", got.Text)
	}
	p.In("#private").Types("/influencer")
	if got.ChannelName != "privategroup" {
		t.Errorf("private channel %q", got.ChannelName)
	}
	p.In("@codekeeper").Types("/influencer")
	if got.ChannelName != "directmessage" || !strings.HasPrefix(got.ChannelID, "D") {
		t.Errorf("direct messages %q", got.ChannelName)
	}
	sim.As(t, "gus").Types("/influencer")
	if got.UserID != guest.ID {
		t.Errorf("a guest's command: %+v", got)
	}
}

func TestRowsMenusAndDialogs(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	general, _ := sim.Channel("general")
	var pressed []string
	var state *slack.BlockActionStates
	a.onClick(func(a *app, e socketmode.Event, c slack.InteractionCallback) {
		if c.Type == slack.InteractionTypeBlockSuggestion {
			a.ack(e, slack.OptionsResponse{Options: optionList("Fall")})
			return
		}
		action := c.ActionCallback.BlockActions[0]
		pressed = append(pressed, action.BlockID+" "+action.Value+action.SelectedOption.Value)
		state = c.BlockActionState
		a.ack(e)
	})
	ask := slack.NewButtonBlockElement("archive", "yes", plainText("Archive"))
	ask.Confirm = slack.NewConfirmationBlockObject(plainText("Archive it?"), plainText("It leaves all lists."), plainText("Archive"), plainText("Keep"))
	menu := slack.NewOverflowBlockElement("more", optionList("History", "Snooze")...)
	ben := slack.NewSectionBlock(mrkdwn("@ben.fit waits"), nil, slack.NewAccessory(slack.NewButtonBlockElement("update", "ben", plainText("Update"))))
	pick := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, plainText("Pick a campaign"), "campaign")
	pick.MinQueryLength = new(int)
	if _, _, err := a.api.PostMessage(general.ID, quiet(slack.MsgOptionText("x", false), slack.MsgOptionBlocks(
		section("@maya.glow waits"), slack.NewActionBlock("maya", slack.NewButtonBlockElement("update", "maya", plainText("Update")), menu),
		ben, slack.NewActionBlock("all", ask, pick)))...); err != nil {
		t.Fatal(err, sim.Refusals())
	}
	m := sim.As(t, "ana").Sees("@maya.glow")
	want := "@maya.glow waits\n[Update] [... History | Snooze]\n@ben.fit waits [Update]\n[Archive] [Pick a campaign v]"
	if diff := cmp.Diff(want, m.Text()); diff != "" {
		t.Error(diff)
	}
	if got := m.Row("@maya.glow").Text(); got != "@maya.glow waits\n[Update] [... History | Snooze]" {
		t.Errorf("row %q", got)
	}
	m.Row("@maya.glow").Press("Snooze")
	m.Row("@ben.fit").Press("Update")
	m.PressNth("Update", 1)
	m.By(sim.As(t, "ben")).PressNth("Update", 2)
	if got := m.Asks("Archive"); got != "Archive it?\nIt leaves all lists.\n[Archive] [Keep]" || m.Asks("Update") != "" {
		t.Errorf("asks %q", got)
	}
	m.Press("Archive")
	m.Choose("Pick a campaign", "Fall")
	blockOfBen := ""
	if fields := strings.Fields(pressed[1]); len(fields) == 2 {
		blockOfBen = fields[0]
	}
	if diff := cmp.Diff([]string{"maya snooze", blockOfBen + " ben", "maya maya", blockOfBen + " ben", "all yes", "all fall"}, pressed); diff != "" {
		t.Error(diff)
	}
	if state == nil || state.Values["all"]["campaign"].SelectedOption.Value != "fall" {
		t.Errorf("state %+v", state)
	}
	if got := m.Text(); !strings.Contains(got, "[Fall v]") {
		t.Errorf("the menu shows %q", got)
	}
}

func TestSomebodyOfAnotherOrganisationPresses(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	sam := sim.AddUser(User{Name: "sam", TeamID: "T0OTHER"})
	shared := sim.AddChannel(Channel{Name: "shared", Shared: true, Members: []string{sam.ID, sim.BotUserID()}})
	var got slack.InteractionCallback
	a.onClick(func(_ *app, e socketmode.Event, c slack.InteractionCallback) { got = c; a.ack(e) })
	if _, _, err := a.api.PostMessage(shared.ID, quiet(slack.MsgOptionText("x", false), slack.MsgOptionBlocks(buttons("b", "Update")))...); err != nil {
		t.Fatal(err)
	}
	sim.As(t, "sam").Sees("[Update]").Press("Update")
	if got.User.TeamID != "T0OTHER" || got.Team.ID != sim.TeamID() {
		t.Errorf("user of %q, payload of %q", got.User.TeamID, got.Team.ID)
	}
}

func TestAPressWithoutResponse(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	general, _ := sim.Channel("general")
	if _, _, err := a.api.PostMessage(general.ID, quiet(slack.MsgOptionText("x", false), slack.MsgOptionBlocks(buttons("b", "Update")))...); err != nil {
		t.Fatal(err)
	}
	ana := sim.As(t, "ana")
	sim.ackLimit = time.Millisecond
	ana.Sees("[Update]").Press("Update")
	if ana.Trouble() == "" {
		t.Error("no trouble is shown")
	}
}

func TestAnswersFromBeforeDoNotCount(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	n := 0
	a.onCommand(func(a *app, e socketmode.Event, _ slack.SlashCommand) {
		n++
		a.ack(e, map[string]any{"text": fmt.Sprint("answer ", n)})
	})
	ana := sim.As(t, "ana")
	ana.Types("/influencer")
	ana.Sees("answer 1")
	ana.Types("/influencer")
	ana.SeesNot("answer 1")
	sim.mu.Lock()
	old := sim.talk.messages[0]
	fresh := sim.fresh(old, ana.ID())
	sim.mu.Unlock()
	if fresh {
		t.Error("the first answer still counts")
	}
}

func TestTheClockIsMoved(t *testing.T) {
	start := time.Date(2026, 3, 28, 23, 0, 0, 0, time.UTC)
	sim := workspace(t, Config{Start: start})
	if got := sim.Clock().Now().Sub(start); got < 0 || got > time.Minute {
		t.Errorf("begins %v after its start", got)
	}
	sim.Clock().Advance(time.Hour)
	if got := sim.Clock().Now().Sub(start); got < time.Hour || got > time.Hour+time.Minute {
		t.Errorf("an hour is %v", got)
	}
	sim.Clock().Set(start)
	if got := sim.Clock().Now().Sub(start); got < 0 || got > time.Minute {
		t.Errorf("set to %v after its start", got)
	}
}

func TestCloseTwice(t *testing.T) {
	sim, err := Start(Config{})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := sim.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := Start(Config{Addr: "nowhere:http"}); err == nil {
		t.Error("started on an address that is none")
	}
}
