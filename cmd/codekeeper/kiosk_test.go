package main

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// kiosk is a small app for what the local Slack can do and Codekeeper doesn't
// ask of it. It says what it is asked for: "/influencer form" opens its first
// form, and so on. While it is held it acknowledges nothing.
type kiosk struct {
	t      *testing.T
	api    *slack.Client
	socket *socketmode.Client

	mu   sync.Mutex
	held chan struct{} // closed when it goes on; nil when it isn't held
	got  []string      // what was used, in order
}

// inBrowserOfKiosk is a workspace with that app in it, and a browser.
func inBrowserOfKiosk(t *testing.T) (*stage, *kiosk) {
	t.Helper()
	t.Parallel()
	s := &stage{t: t, downloads: t.TempDir()}
	s.browser = chromium(t, s.downloads)
	sim, err := startWorkspace("", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sim.Close() })
	s.sim = sim
	populate(sim)
	t.Cleanup(s.notRefused)
	return s, openKiosk(t, s)
}

// openKiosk connects the app to a stage's workspace.
func openKiosk(t *testing.T, s *stage) *kiosk {
	t.Helper()
	transport := &http.Transport{}
	k := &kiosk{t: t, api: slack.New(s.sim.BotToken(), slack.OptionAPIURL(s.sim.APIURL()),
		slack.OptionAppLevelToken(s.sim.AppToken()), slack.OptionHTTPClient(&http.Client{Transport: transport}))}
	k.socket = socketmode.New(k.api)
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := k.socket.RunContext(ctx); err != nil && !errors.Is(err, context.Canceled) {
			t.Log("the app's connection ends:", err)
		}
	})
	wg.Go(func() { k.serve(ctx, &wg) })
	t.Cleanup(func() {
		k.goesOn()
		stop()
		wg.Wait()
		transport.CloseIdleConnections()
	})
	if err := s.sim.WaitConnected(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	return k
}

func (k *kiosk) serve(ctx context.Context, wg *sync.WaitGroup) {
	for {
		select {
		case <-ctx.Done():
			return
		case e := <-k.socket.Events:
			wg.Go(func() { k.takes(ctx, e) })
		}
	}
}

// isHeld makes the app acknowledge nothing until it goes on.
func (k *kiosk) isHeld() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.held = make(chan struct{})
}

func (k *kiosk) goesOn() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.held != nil {
		close(k.held)
		k.held = nil
	}
}

// uses notes what was used.
func (k *kiosk) uses(what string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.got = append(k.got, what)
}

// used is what was used so far.
func (k *kiosk) used() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return append([]string(nil), k.got...)
}

func (k *kiosk) takes(ctx context.Context, e socketmode.Event) {
	k.mu.Lock()
	held := k.held
	k.mu.Unlock()
	switch data := e.Data.(type) {
	case slack.SlashCommand:
		k.uses(data.Text)
		if data.Text != "loading" { // which is held after its form is open
			k.waits(ctx, held)
		}
		k.command(e, data)
	case slack.InteractionCallback:
		k.uses(string(data.Type) + " " + usedIn(data))
		k.waits(ctx, held)
		k.interaction(e, data)
	default:
		if e.Type == socketmode.EventTypeEventsAPI {
			k.acknowledges(e)
		}
	}
}

func (k *kiosk) waits(ctx context.Context, held chan struct{}) {
	if held == nil {
		return
	}
	select {
	case <-held:
	case <-ctx.Done():
	}
}

// usedIn is what was chosen or written, or the form.
func usedIn(c slack.InteractionCallback) string {
	if len(c.ActionCallback.BlockActions) == 0 {
		return c.View.CallbackID
	}
	a := c.ActionCallback.BlockActions[0]
	if a.SelectedOption.Value != "" {
		return a.ActionID + "=" + a.SelectedOption.Value
	}
	return a.ActionID + "=" + a.Value
}

func (k *kiosk) acknowledges(e socketmode.Event, payload ...any) {
	if err := k.socket.Ack(*e.Request, payload...); err != nil && k.t.Context().Err() == nil {
		k.t.Error("acknowledge:", err)
	}
}

func (k *kiosk) command(e socketmode.Event, c slack.SlashCommand) {
	switch c.Text {
	case "form":
		k.opens(c.TriggerID, kioskForm("one", "Nothing"))
		k.acknowledges(e)
	case "loading":
		view := kioskForm("loading", "Loading…")
		view.Submit = nil
		view.Blocks.BlockSet = view.Blocks.BlockSet[:1]
		opened := k.opens(c.TriggerID, view)
		k.acknowledges(e)
		k.mu.Lock()
		held := k.held
		k.mu.Unlock()
		k.waits(k.t.Context(), held)
		if _, err := k.api.UpdateView(kioskForm("one", "Loaded"), "", "", opened); err != nil && k.t.Context().Err() == nil {
			k.t.Error("update the form:", err)
		}
	case "refused":
		k.acknowledges(e)
		view := kioskForm("one", strings.Repeat("too long ", 400))
		if _, err := k.api.OpenView(c.TriggerID, view); err == nil {
			k.t.Error("a form that Slack would refuse is opened")
		}
	default:
		k.acknowledges(e, map[string]any{"text": "Things", "blocks": kioskMessage("Nothing was chosen.")})
	}
}

// opens opens a form and returns its id.
func (k *kiosk) opens(trigger string, view slack.ModalViewRequest) string {
	opened, err := k.api.OpenView(trigger, view)
	if err != nil {
		k.t.Error("open a form:", err)
		return ""
	}
	return opened.ID
}

func (k *kiosk) interaction(e socketmode.Event, c slack.InteractionCallback) {
	switch {
	case c.Type == slack.InteractionTypeBlockSuggestion:
		k.acknowledges(e, slack.OptionsResponse{Options: []*slack.OptionBlockObject{option("found "+c.Value, "Found "+c.Value)}})
	case c.Type == slack.InteractionTypeViewSubmission:
		k.submitted(e, c)
	case c.View.ID == "":
		k.acknowledges(e)
		_, _, err := k.api.PostMessage("", slack.MsgOptionReplaceOriginal(c.ResponseURL),
			slack.MsgOptionBlocks(kioskMessage("You chose "+usedIn(c)+".")...))
		if err != nil {
			k.t.Error("update the message:", err)
		}
	case c.ActionCallback.BlockActions[0].ActionID == "deeper":
		next := map[string]string{"one": "two", "two": "three"}[c.View.CallbackID]
		if _, err := k.api.PushView(c.TriggerID, kioskForm(next, "Nothing")); err != nil {
			k.t.Error("push a form:", err)
		}
		k.acknowledges(e)
	default:
		k.acknowledges(e)
		if _, err := k.api.UpdateView(kioskForm(c.View.CallbackID, "You did "+usedIn(c)), "", "", c.View.ID); err != nil {
			k.t.Error("update the form:", err)
		}
	}
}

// submitted takes a form: the third clears all of them when it says so.
func (k *kiosk) submitted(e socketmode.Event, c slack.InteractionCallback) {
	switch c.View.State.Values["name"]["name"].Value {
	case "wrong":
		k.acknowledges(e, slack.NewErrorsViewSubmissionResponse(map[string]string{"name": "This can't be it."}))
	case "all":
		k.acknowledges(e, slack.NewClearViewSubmissionResponse())
	default:
		k.acknowledges(e)
	}
}

func option(value, text string) *slack.OptionBlockObject {
	return slack.NewOptionBlockObject(value, words(text), nil)
}

// kioskMessage is a message with a menu of more actions, one of which asks first.
func kioskMessage(text string) []slack.Block {
	menu := slack.NewOverflowBlockElement("more", option("copy", "Copy"), option("move", "Move"), option("drop", "Drop"))
	asks := slack.NewOverflowBlockElement("asks", option("burn", "Burn"), option("bury", "Bury"))
	asks.Confirm = slack.NewConfirmationBlockObject(words("Are you sure?"), words("It can't be undone."), words("Do it"), words("Keep"))
	asks.Confirm.Style = slack.StyleDanger
	return []slack.Block{
		slack.NewSectionBlock(words(text), nil, slack.NewAccessory(menu)),
		slack.NewActionBlock("row", slack.NewButtonBlockElement("plain", "plain", words("Plain")), asks),
	}
}

// kioskForm is a form of one, two or three, with one of each input that tells
// the app at once.
func kioskForm(name, says string) slack.ModalViewRequest {
	typed := func(id, label string) *slack.InputBlock {
		in := slack.NewInputBlock(id, words(label), nil, slack.NewPlainTextInputBlockElement(nil, id))
		return in.WithOptional(true)
	}
	each := slack.NewPlainTextInputBlockElement(nil, "letters")
	each.DispatchActionConfig = &slack.DispatchActionConfig{TriggerActionsOn: []string{"on_character_entered"}}
	letters := slack.NewInputBlock("letters", words("Tells each letter"), nil, each).WithOptional(true)
	menu := slack.NewInputBlock("menu", words("Tells its choice"), nil,
		slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, "menu", option("tea", "Tea"), option("coffee", "Coffee")))
	sure := slack.NewConfirmationBlockObject(words("Are you sure?"), words("It can't be undone."), words("Do it"), words("Keep"))
	found := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, nil, "found")
	found.MinQueryLength = new(1)
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: name, Title: words("Form " + name), Submit: words("Save"), Close: words("Back"),
		Blocks: slack.Blocks{BlockSet: []slack.Block{
			slack.NewSectionBlock(words(says), nil, nil),
			typed("name", "Name"),
			typed("entered", "Tells on Enter").WithDispatchAction(true), letters.WithDispatchAction(true),
			menu.WithDispatchAction(true).WithOptional(true),
			slack.NewInputBlock("found", words("Finds"), nil, found).WithOptional(true),
			slack.NewActionBlock("go", slack.NewButtonBlockElement("deeper", "deeper", words("Deeper")),
				slack.NewButtonBlockElement("drop", "all", words("Drop")).WithConfirm(sure)),
		}},
	}
}
