package slacksim

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// Menus of all kinds in a form: typeaheads ask the app, a radio button with
// dispatch_action updates the form while what was typed stays, a second form
// lies on the first.
func TestPageMenus(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	none, one := 0, 1
	form := func(more ...slack.Block) slack.ModalViewRequest {
		campaign := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, plainText("Campaign"), "campaign")
		campaign.MinQueryLength = &none
		who := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeExternal, nil, "who")
		who.MinQueryLength = &one
		mode := input("mode", "Mode", slack.NewRadioButtonsBlockElement("mode", weekdays()...))
		mode.DispatchAction = true
		at := input("at", "At", slack.NewDateTimePickerBlockElement("at"))
		at.Optional = true
		return modal("menus", append([]slack.Block{
			input("campaign", "Campaign", campaign), input("who", "Influencers", who), mode, at, typed("code", "Coupon code", "TBD"),
			input("owner", "Owner", slack.NewOptionsSelectBlockElement(slack.OptTypeUser, nil, "owner")),
			input("place", "Digest channel", slack.NewOptionsSelectBlockElement(slack.OptTypeChannels, nil, "place")),
			input("pick", "Link", slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, "pick", weekdays()...)),
		}, more...)...)
	}
	saved := make(chan map[string]map[string]slack.BlockAction, 1)
	a.onCommand(func(a *app, e socketmode.Event, c slack.SlashCommand) {
		a.ack(e)
		if _, err := a.api.OpenView(c.TriggerID, form()); err != nil {
			t.Error(err)
		}
	})
	a.onClick(func(a *app, e socketmode.Event, c slack.InteractionCallback) {
		switch c.Type {
		case slack.InteractionTypeBlockSuggestion:
			option := slack.NewOptionBlockObject(c.ActionID+":"+c.Value, plainText("Found <i>"+c.Value), plainText("for you"))
			a.ack(e, slack.OptionsResponse{Options: []*slack.OptionBlockObject{option}})
		case slack.InteractionTypeBlockActions:
			a.ack(e)
			chosen := c.ActionCallback.BlockActions[0].SelectedOption.Value
			if _, err := a.api.UpdateView(form(section("Chosen: "+chosen)), "", c.View.Hash, c.View.ID); err != nil {
				t.Error(err)
			}
		default:
			view := modal("second", typed("name", "Name", ""))
			view.Title = plainText("Second form")
			saved <- c.View.State.Values
			a.ack(e, slack.NewPushViewSubmissionResponse(&view))
		}
	})
	b := browse(t, sim, "ana")
	b.did("line", "line", "/influencer select")
	page := waitFor(b, "#general", `data-view="`)
	view := b.find(page, `data-view="(V[^"]*)"`)
	b.has(page, `role="combobox"`, "Ben Example</option>", "#influencers</option>", `type="datetime-local"`)

	ask := func(id, query string) string {
		status, body := b.does("options", "where", view, "in", "view", "block", id, "action", id, "q:"+id+"/"+id, query)
		if status != http.StatusOK {
			t.Fatalf("options: status %d %s", status, body)
		}
		return body
	}
	if got := ask("campaign", ""); !strings.Contains(got, "value=campaign%3A") || !strings.Contains(got, "<small>for you</small>") {
		t.Errorf("offered %s", got)
	}
	ask("who", "ma")
	ask("who", "su")
	if got := ask("who", ""); !strings.Contains(got, "at least 1 characters") {
		t.Errorf("too short a query: %s", got)
	}
	b.did("pick", "where", view, "in", "view", "block", "who", "action", "who", "value", "who:ma")
	b.has(b.at("#general"), `aria-label="Remove Found &lt;i&gt;ma"`)
	b.did("drop", "where", view, "in", "view", "block", "who", "action", "who", "value", "who:ma")
	if strings.Contains(b.at("#general"), "Remove Found") {
		t.Error("what was dropped is still chosen")
	}

	ben, _ := sim.User("ben")
	fields := []string{
		"where", view, "f:campaign/campaign", "", "f:campaign/campaign", "campaign:", "f:who/who", "who:ma", "f:who/who", "who:su",
		"f:code/code", "typed", "f:owner/owner", ben.ID, "f:place/place", b.placeID("#influencers"), "f:pick/pick", "tue",
		"f:at/at", "2026-07-01T09:30", "f:mode/mode", "mon",
	}
	b.did("use", append([]string{"block", "mode", "action", "mode", "value", "mon"}, fields...)...)
	page = waitFor(b, "#general", "Chosen: mon")
	b.has(page, `value="mon" checked`, `value="typed"`, `value="2026-07-01T09:30"`, "Found &lt;i&gt;ma", `<option value="tue" selected>`, `<option value="`+ben.ID+`" selected>`)

	b.did("submit", fields...)
	values := <-saved
	if got := values["campaign"]["campaign"].SelectedOption.Value; got != "campaign:" {
		t.Errorf("campaign %q", got)
	}
	if got := len(values["who"]["who"].SelectedOptions); got != 2 {
		t.Errorf("%d influencers, want 2", got)
	}
	if got := values["at"]["at"].SelectedDateTime; got != 1782891000 {
		t.Errorf("at %d, want 09:30 in Berlin", got)
	}
	page = b.at("#general")
	b.has(page, ">Second form</h2>", "A form › ")
	if status, body := b.does("submit", "where", view); status != http.StatusUnprocessableEntity {
		t.Errorf("the form below was saved: status %d %s", status, body)
	}
	b.did("submit", "where", b.find(page, `data-view="(V[^"]*)"`), "f:name/name", "")
	b.has(b.at("#general"), "Please complete this required field.")
	b.did("cancel", "where", b.find(page, `data-view="(V[^"]*)"`), "all", "1")
	if strings.Contains(b.at("#general"), `data-view="`) {
		t.Error("a form is still open")
	}
}

// The Home tab is asked for, shown, and its buttons work; menus in messages
// tell the app at once.
func TestPageHomeAndMessageMenus(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	pressed := make(chan string, 1)
	a.onEvent(func(a *app, e socketmode.Event) {
		if e.Type != socketmode.EventTypeEventsAPI {
			return
		}
		a.ack(e)
		u, _ := sim.User("ana")
		view := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{section("Waits for you"), buttons("row", "Update")}}}
		if _, err := a.api.PublishView(u.ID, view, ""); err != nil {
			t.Error(err)
		}
	})
	a.onCommand(func(a *app, e socketmode.Event, _ slack.SlashCommand) {
		more := slack.NewOverflowBlockElement("more", weekdays()...)
		pick := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plainText("Pick a day"), "pick", weekdays()...)
		a.ack(e, map[string]any{"text": "x", "blocks": []slack.Block{slack.NewActionBlock("row", more, pick)}})
	})
	a.onClick(func(a *app, e socketmode.Event, c slack.InteractionCallback) {
		a.ack(e)
		action := c.ActionCallback.BlockActions[0]
		pressed <- action.ActionID + " " + action.SelectedOption.Value
	})
	b := browse(t, sim, "ana")
	b.has(b.at("home"), "Nothing here yet.", `aria-current="page">Home`)
	b.did("home")
	page := waitFor(b, "home", "Waits for you")
	b.did("use", b.ids(page, ">Update<")...)
	if got := <-pressed; got != "act:Update " {
		t.Errorf("pressed %q", got)
	}
	b.did("line", "line", "/influencer")
	page = b.at("#general")
	b.did("press", append(b.ids(page, ">Tuesday<"), "value", "tue")...)
	if got := <-pressed; got != "more tue" {
		t.Errorf("pressed %q", got)
	}
	b.did("press", append(b.ids(page, `aria-label="Pick a day"`), "value", "mon")...)
	if got := <-pressed; got != "pick mon" {
		t.Errorf("pressed %q", got)
	}
	b.has(b.at("#general"), `<option value="mon" selected>`)
}

// Whatever people or the app write, the page's own markup stays as it is.
func TestPageHostile(t *testing.T) {
	const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>'--><a href="javascript:alert(1)">`
	sim := workspace(t, Config{TeamName: evil, AppName: evil, Shortcuts: []GlobalShortcut{{Name: evil, CallbackID: evil, Description: evil}}})
	a := connect(t, sim)
	ana, _ := sim.User("ana")
	ana.RealName = evil
	sim.SetUser(ana)
	general, _ := sim.Channel("general")
	sim.AddChannel(Channel{Name: evil, Members: []string{ana.ID}})
	option := slack.NewOptionBlockObject(evil, plainText(evil[:75]), plainText(evil[:75]))
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plainText(evil), evil, option)
	button := slack.NewButtonBlockElement("go:"+evil, evil, plainText(evil[:75])).WithURL("javascript:alert(1)//x").
		WithConfirm(slack.NewConfirmationBlockObject(plainText(evil), plainText(evil), plainText(evil[:30]), plainText(evil[:30])))
	blocks := []slack.Block{
		section(evil), section("<javascript:alert(1)|" + evil + "> <https://a.example/" + evil + "> `" + evil + "` <@" + evil + ">"),
		slack.NewSectionBlock(plainText(evil), nil, slack.NewAccessory(menu)), slack.NewHeaderBlock(plainText(evil)),
		slack.NewContextBlock(evil, mrkdwn(evil)), slack.NewActionBlock("row", button),
		slack.NewRichTextBlock("rich", slack.NewRichTextSection(slack.NewRichTextSectionTextElement(evil, nil))),
	}
	if _, _, err := a.api.PostMessage(general.ID, quiet(slack.MsgOptionText(evil, false), slack.MsgOptionBlocks(blocks...))...); err != nil {
		t.Fatal(err)
	}
	if _, _, err := a.api.PostMessage(general.ID, quiet(slack.MsgOptionText(evil, false))...); err != nil {
		t.Fatal(err)
	}
	a.onCommand(func(a *app, e socketmode.Event, c slack.SlashCommand) {
		a.ack(e)
		form := modal(evil, typed(evil, evil, evil), section(evil))
		form.Title, form.Submit, form.PrivateMetadata = plainText(evil[:24]), plainText(evil[:24]), evil
		if _, err := a.api.OpenView(c.TriggerID, form); err != nil {
			t.Error(err)
		}
	})
	b := browse(t, sim, "ana")
	b.did("line", "line", evil)
	b.did("line", "line", "/influencer")
	page := waitFor(b, "#general", `data-view="`)
	b.has(page, "&lt;script&gt;")
	checkMarkup(t, page)
	checkMarkup(t, b.at("home"))
	checkMarkup(t, b.at(evil))
}

// checkMarkup refuses scripts, handlers, pictures and addresses that the
// page's templates don't have.
func checkMarkup(t *testing.T, page string) {
	t.Helper()
	for _, tag := range regexp.MustCompile(`<[a-zA-Z][^>]*>`).FindAllString(page, -1) {
		if strings.HasPrefix(tag, "<script") && !strings.HasPrefix(tag, `<script src="/page/`) ||
			regexp.MustCompile(`^<(img|iframe|object|embed|svg|base|style)\b`).MatchString(tag) {
			t.Errorf("tag %s", tag)
		}
		outside := regexp.MustCompile(`"[^"]*"`).ReplaceAllString(tag, "")
		if regexp.MustCompile(`\bon[a-z]+\s*=`).MatchString(outside) {
			t.Errorf("handler in %s", tag)
		}
		if m := regexp.MustCompile(`(?:href|src|data-url|action)="([^"]*)"`).FindStringSubmatch(tag); m != nil &&
			!regexp.MustCompile(`^(/|#here$|https?:|mailto:)`).MatchString(m[1]) {
			t.Errorf("address %q in %s", m[1], tag)
		}
	}
}
