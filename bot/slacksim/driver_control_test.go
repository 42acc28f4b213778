package slacksim

import (
	"strings"
	"testing"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// choices are two rows with an overflow menu each, and below them a button, boxes and radio buttons that ask first.
func choices() []slack.Block {
	sure := slack.NewConfirmationBlockObject(plainText("Sure?"), plainText("It leaves all lists."), plainText("Yes"), plainText("Keep"))
	row := func(who string) slack.Block {
		menu := slack.NewOverflowBlockElement("more:"+who, optionList("History", "Snooze")...)
		menu.Confirm = sure
		return slack.NewSectionBlock(mrkdwn("@"+who), nil, slack.NewAccessory(menu))
	}
	days := slack.NewCheckboxGroupsBlockElement("days", optionList("Monday", "Tuesday")...)
	days.Confirm = sure
	return []slack.Block{
		row("maya"), row("zoe"),
		slack.NewActionBlock("below", slack.NewButtonBlockElement("all", "", plainText("Decline all")).WithConfirm(sure), days),
		slack.NewActionBlock("mode", slack.NewRadioButtonsBlockElement("mode", optionList("Unique", "Shared")...)),
	}
}

// chosen keeps what is pressed: the action id, and what was chosen.
func chosen(a *app) (last func() string) {
	got := make(chan string, 1)
	a.onClick(func(a *app, e socketmode.Event, c slack.InteractionCallback) {
		one := c.ActionCallback.BlockActions[0]
		values := []string{one.ActionID, one.SelectedOption.Value}
		for _, o := range one.SelectedOptions {
			values = append(values, o.Value)
		}
		got <- strings.Join(strings.Fields(strings.Join(values, " ")), " ")
		a.ack(e)
	})
	return func() string { return <-got }
}

// What is neither typed nor submitted works the same in a message, a form and a Home tab.
func TestChoicesEverywhere(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	ana := sim.As(t, "ana")
	general, _ := sim.Channel("general")
	if _, _, err := a.api.PostMessage(general.ID, quiet(slack.MsgOptionText("Rows", false), slack.MsgOptionBlocks(choices()...))...); err != nil {
		t.Fatal(err)
	}
	if _, err := a.api.OpenView(triggered(t, a, "ana"), modal("rows", choices()...)); err != nil {
		t.Fatal(err)
	}
	a.onEvent(func(a *app, e socketmode.Event) {
		if e.Type != socketmode.EventTypeEventsAPI {
			return
		}
		view := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: choices()}}
		if _, err := a.api.PublishView(ana.ID(), view, ""); err != nil {
			t.Error(err)
		}
		a.ack(e)
	})
	last := chosen(a)
	message, form := ana.Sees("@maya"), ana.Form()
	home := ana.OpensHome()
	for where, use := range map[string]struct {
		row            func(contains, label string)
		check, uncheck func(option string)
		choose         func(option string)
		asks           func(label string) string
		text           func() string
	}{
		"message": {
			func(contains, label string) { message.Row(contains).Press(label) }, message.Check, message.Uncheck,
			func(option string) { message.Choose(option, option) }, message.Asks, message.Text,
		},
		"form": {
			func(contains, label string) { form.PressRow(contains, label) },
			func(option string) { form.Check(option, option) }, func(option string) { form.Uncheck(option, option) },
			func(option string) { form.Choose(option, option) }, form.Asks, form.Text,
		},
		"home": {
			home.PressRow, func(option string) { home.Check(option, option) }, func(option string) { home.Uncheck(option, option) },
			func(option string) { home.Choose(option, option) }, home.Asks, home.Text,
		},
	} {
		for _, step := range []struct {
			act  func()
			want string
		}{
			{func() { use.row("@zoe", "Snooze") }, "more:zoe snooze"},
			{func() { use.row("@maya", "History") }, "more:maya history"},
			{func() { use.row("@zoe", "Decline all") }, "all"},
			{func() { use.check("Tuesday") }, "days tuesday"},
			{func() { use.check("Monday") }, "days monday tuesday"},
			{func() { use.uncheck("Tuesday") }, "days monday"},
			{func() { use.choose("Shared") }, "mode shared"},
		} {
			step.act()
			if got := last(); got != step.want {
				t.Errorf("%s: told %q, want %q", where, got, step.want)
			}
		}
		if got := use.text(); !strings.Contains(got, "(x) Monday ( ) Tuesday") || !strings.Contains(got, "( ) Unique (x) Shared") {
			t.Errorf("%s shows\n%s", where, got)
		}
		for _, label := range []string{"Decline all", "History"} {
			if got := use.asks(label); got != "Sure?\nIt leaves all lists.\n[Yes] [Keep]" {
				t.Errorf("%s: %s asks %q", where, label, got)
			}
		}
	}
	if form.Asks("Monday") == "" || form.Asks("Shared") != "" {
		t.Error("the boxes ask, the radio buttons don't")
	}
	at := func(p *Person) *Form { return &Form{p: p, id: form.id, v: form.v} }
	for what, act := range map[string]func(p *Person){
		"check \"Unique\"":              func(p *Person) { p.Sees("@maya").Check("Unique") },
		"press [Update] beside \"@m":    func(p *Person) { at(p).PressRow("@maya", "Update") },
		"nothing there contains \"@n":   func(p *Person) { at(p).PressRow("@nobody", "History") },
		"choose [\"Red\"] in \"Color\"": func(p *Person) { p.Sees("@maya").Choose("Color", "Red") },
	} {
		if said := failing(t, func(tb TB) { act(sim.As(tb, "ana")) }); !strings.Contains(said, what) {
			t.Errorf("%s: %q", what, said)
		}
	}
}
