package slacksim

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

func optionList(labels ...string) []*slack.OptionBlockObject {
	var list []*slack.OptionBlockObject
	for _, label := range labels {
		list = append(list, slack.NewOptionBlockObject(strings.ToLower(label), plainText(label), nil))
	}
	return list
}

// everything is a form with one input of each kind.
func everything() slack.ModalViewRequest {
	external := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, plainText("Pick"), "external")
	external.MinQueryLength = new(int)
	multi := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeExternal, plainText("Pick"), "externals")
	multi.MinQueryLength = new(1)
	number := slack.NewNumberInputBlockElement(nil, "number", false)
	number.MaxValue = "10"
	check := slack.NewCheckboxGroupsBlockElement("checks", optionList("Red", "Green")...)
	check.InitialOptions = optionList("Green")
	channel := slack.NewOptionsSelectBlockElement(slack.OptTypeConversations, plainText("Pick"), "conversation")
	channel.DefaultToCurrentConversation = true
	channel.ResponseURLEnabled = true
	date := slack.NewDatePickerBlockElement("date")
	date.InitialDate = "2026-03-01"
	blocks := []slack.Block{
		typed("text", "Text", "as it was"),
		input("email", "Email", slack.NewEmailTextInputBlockElement(nil, "email")),
		input("url", "Address", slack.NewURLTextInputBlockElement(nil, "url")),
		input("number", "Number", number),
		input("date", "Date", date),
		input("time", "Time", slack.NewTimePickerBlockElement("time")),
		input("static", "Static", slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plainText("Pick"), "static", optionList("One", "Two")...)),
		input("statics", "Statics", slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, plainText("Pick"), "statics", optionList("One", "Two")...)),
		input("external", "External", external),
		input("externals", "Externals", multi),
		input("user", "User", slack.NewOptionsSelectBlockElement(slack.OptTypeUser, plainText("Pick"), "user")),
		input("users", "Users", slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeUser, plainText("Pick"), "users")),
		input("conversation", "Conversation", channel),
		input("channels", "Channels", slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeChannels, plainText("Pick"), "channels")),
		input("radio", "Radio", slack.NewRadioButtonsBlockElement("radio", optionList("Yes", "No")...)),
		input("checks", "Checks", check),
	}
	view := modal("all", blocks...)
	setOptional(view, true)
	return view
}

func setOptional(view slack.ModalViewRequest, optional bool) {
	for _, b := range view.Blocks.BlockSet {
		if in, ok := b.(*slack.InputBlock); ok {
			in.Optional = optional
		}
	}
}

// suggesting answers option queries with two options that hold what was typed, and keeps submissions.
func suggesting(a *app, saved *slack.InteractionCallback) {
	a.onClick(func(a *app, e socketmode.Event, c slack.InteractionCallback) {
		if c.Type != slack.InteractionTypeBlockSuggestion {
			*saved = c
			a.ack(e)
			return
		}
		first := c.Value
		if first == "" {
			first = "Anybody"
		}
		a.ack(e, slack.OptionsResponse{Options: optionList(first, c.Value+" and more")})
	})
}

func TestEveryKindOfInput(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	var saved slack.InteractionCallback
	suggesting(a, &saved)
	if _, err := a.api.OpenView(triggered(t, a, "ana"), everything()); err != nil {
		t.Fatal(err, sim.Refusals())
	}
	ana, _ := sim.User("ana")
	ben, _ := sim.User("ben")
	general, _ := sim.Channel("general")
	influencers, _ := sim.Channel("influencers")
	form := sim.As(t, "ana").Form()
	before := []string{form.Value("Text"), form.Value("Date"), form.Value("Checks"), form.Value("Conversation"), form.Value("Static")}
	if want := []string{"as it was", "2026-03-01", "Green", "#general", ""}; !cmp.Equal(want, before) {
		t.Errorf("begins with %q, want %q", before, want)
	}
	if got := form.Options("External", ""); !cmp.Equal(got, []string{"Anybody", " and more"}) {
		t.Errorf("options %q", got)
	}
	form.Fill("Text", "now").Fill("Email", "a@b.example").Fill("Address", "https://a.example").Fill("Number", "7").
		Fill("Date", "2026-04-02").Fill("Time", "09:30").
		Choose("Static", "Two").Choose("Statics", "One", "Two").Choose("External", "maya").Choose("Externals", "maya", "zoe").
		Choose("User", "@ben").Choose("Users", "ana", "Ben Example").Choose("Conversation", "#influencers").Choose("Channels", "general").
		Choose("Radio", "No").Check("Checks", "Red").Uncheck("Checks", "Green")
	form.Submit()
	form.Closed()
	at := func(name string) slack.BlockAction { return saved.View.State.Values[name][name] }
	values := func(name string) (list []string) {
		for _, o := range at(name).SelectedOptions {
			list = append(list, o.Value)
		}
		return list
	}
	got := map[string]any{
		"text": at("text").Value, "email": at("email").Value, "url": at("url").Value, "number": at("number").Value,
		"date": at("date").SelectedDate, "time": at("time").SelectedTime,
		"static": at("static").SelectedOption.Value, "statics": values("statics"),
		"external": at("external").SelectedOption.Value, "externals": values("externals"),
		"user": at("user").SelectedUser, "users": at("users").SelectedUsers,
		"conversation": at("conversation").SelectedConversation, "channels": at("channels").SelectedChannels,
		"radio": at("radio").SelectedOption.Value, "checks": values("checks"),
	}
	want := map[string]any{
		"text": "now", "email": "a@b.example", "url": "https://a.example", "number": "7", "date": "2026-04-02", "time": "09:30",
		"static": "two", "statics": []string{"one", "two"}, "external": "maya", "externals": []string{"maya", "zoe"},
		"user": ben.ID, "users": []string{ana.ID, ben.ID}, "conversation": influencers.ID, "channels": []string{general.ID},
		"radio": "no", "checks": []string{"red"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(saved.ResponseURLs) != 1 || saved.ResponseURLs[0].ChannelID != influencers.ID {
		t.Errorf("response urls %+v", saved.ResponseURLs)
	}
	if r := sim.Refusals(); len(r) != 0 {
		t.Errorf("refusals %v", r)
	}
}

func TestWhatIsEmptyIsNull(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	var saved slack.InteractionCallback
	suggesting(a, &saved)
	if _, err := a.api.OpenView(triggered(t, a, "ana"), everything()); err != nil {
		t.Fatal(err)
	}
	sim.As(t, "ana").Form().Fill("Text", "").Submit()
	sent := ""
	for _, e := range sim.Wire() {
		if e.Kind == "envelope" && strings.HasPrefix(e.Name, "view_submission") {
			sent = e.Body
		}
	}
	for _, want := range []string{
		`"text":{"text":{"type":"plain_text_input","value":null}}`, `"users":{"users":{"selected_users":[],"type":"multi_users_select"}}`,
		`"static":{"static":{"selected_option":null,"type":"static_select"}}`,
	} {
		if !strings.Contains(sent, want) {
			t.Errorf("no %s in %s", want, sent)
		}
	}
}

func TestTheClientChecksBeforeItSends(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	sent := 0
	a.onClick(func(a *app, e socketmode.Event, _ slack.InteractionCallback) { sent++; a.ack(e) })
	view := everything()
	setOptional(view, false)
	limited := slack.NewPlainTextInputBlockElement(nil, "limited")
	limited.MinLength, limited.MaxLength = 3, 5
	view.Blocks.BlockSet = append(view.Blocks.BlockSet, input("limited", "Limited", limited))
	if _, err := a.api.OpenView(triggered(t, a, "ana"), view); err != nil {
		t.Fatal(err)
	}
	form := sim.As(t, "ana").Form()
	for _, c := range []struct{ label, typed, want string }{
		{"Email", "", "Please complete this required field."},
		{"Time", "", "Please complete this required field."},
		{"Users", "", "Please complete this required field."},
		{"Email", "nobody", "Please enter a valid email address."},
		{"Address", "TBD", "Please enter a valid URL."},
		{"Number", "many", "Please enter a number."},
		{"Number", "1.5", "Please enter a whole number."},
		{"Number", "11", "Must be at most 10."},
		{"Limited", "ab", "Must be at least 3 characters."},
		{"Limited", "abcdef", "Must be at most 5 characters."},
	} {
		if c.typed != "" {
			form.Fill(c.label, c.typed)
		}
		form.Submit()
		if got := form.Error(c.label); got != c.want {
			t.Errorf("%s with %q: %q, want %q", c.label, c.typed, got, c.want)
		}
	}
	if sent != 0 || !strings.Contains(form.Text(), "  ! Please enter a valid URL.") {
		t.Errorf("%d were sent; the form reads:\n%s", sent, form.Text())
	}
}

func TestInputsThatTellTheApp(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	var told []string
	a.onClick(func(a *app, e socketmode.Event, c slack.InteractionCallback) {
		action := c.ActionCallback.BlockActions[0]
		told = append(told, action.ActionID+"="+action.Value+action.SelectedOption.Value)
		a.ack(e)
		if action.ActionID == "mode" {
			view := modal("m", c.View.Blocks.BlockSet[0], typed("shared", "Shared code", "TBD"))
			if _, err := a.api.UpdateView(view, "", c.View.Hash, c.View.ID); err != nil {
				t.Error(err)
			}
		}
	})
	mode := input("mode", "Coupon code", slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plainText("Pick"), "mode", optionList("Unique", "Shared")...))
	mode.DispatchAction = true
	loud := typed("loud", "Loud", "")
	loud.DispatchAction = true
	if _, err := a.api.OpenView(triggered(t, a, "ana"), modal("m", mode, loud, typed("quiet", "Quiet", ""))); err != nil {
		t.Fatal(err)
	}
	form := sim.As(t, "ana").Form().Fill("Quiet", "x").Fill("Loud", "y").Choose("Coupon code", "Shared")
	if got := form.Fill("Shared code", "TEAM20").Value("Shared code"); got != "TEAM20" {
		t.Errorf("holds %q", got)
	}
	if diff := cmp.Diff([]string{"loud=y", "mode=shared"}, told); diff != "" {
		t.Error(diff)
	}
	if got := form.Value("Coupon code"); got != "Shared" {
		t.Errorf("the mode is %q", got)
	}
}

func TestOptionsThatAreRefused(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	a.onClick(func(a *app, e socketmode.Event, _ slack.InteractionCallback) {
		var many []*slack.OptionBlockObject
		for i := range 101 {
			many = append(many, slack.NewOptionBlockObject(fmt.Sprint(i), plainText(fmt.Sprint("option ", i)), nil))
		}
		a.ack(e, slack.OptionsResponse{Options: many})
	})
	if _, err := a.api.OpenView(triggered(t, a, "ana"), everything()); err != nil {
		t.Fatal(err)
	}
	form := sim.As(t, "ana").Form()
	failed := failing(t, func(tb TB) {
		form.p.t = tb
		form.Choose("External", "maya")
	})
	if !strings.Contains(failed, "the options were refused") || len(sim.Refusals()) != 1 {
		t.Errorf("failed with %s", failed)
	}
	failed = failing(t, func(tb TB) {
		form.p.t = tb
		form.Choose("Externals", "")
	})
	if !strings.Contains(failed, "at least 1 characters") {
		t.Errorf("failed with %s", failed)
	}
}
