package slacksim

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// triggered types a command and answers its trigger id, acknowledged.
func triggered(t *testing.T, a *app, who string) string {
	t.Helper()
	got := make(chan string, 1)
	a.onCommand(func(a *app, e socketmode.Event, c slack.SlashCommand) {
		got <- c.TriggerID
		a.ack(e)
	})
	a.sim.As(t, who).Types("/influencer")
	return <-got
}

func TestTriggers(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	view := modal("m", typed("code", "Code", ""))
	if _, err := a.api.OpenView("1.2.3", view); code(err) != "invalid_trigger_id" {
		t.Error(err)
	}
	id := triggered(t, a, "ana")
	if _, err := a.api.OpenView(id, modal("m", section(strings.Repeat("x", 3001)))); code(err) != "invalid_arguments" {
		t.Error(err)
	}
	if _, err := a.api.OpenView(id, view); err != nil {
		t.Errorf("a refused view uses the trigger up: %v", err)
	}
	if _, err := a.api.OpenView(id, view); code(err) != "exchanged_trigger_id" {
		t.Error(err)
	}
	id = triggered(t, a, "ana")
	if _, err := a.api.PushView(id, view); code(err) != "not_found" {
		t.Errorf("pushed where no form is: %v", err)
	}
	id = triggered(t, a, "ana")
	sim.ExpireTriggers()
	if _, err := a.api.OpenView(id, view); code(err) != "expired_trigger_id" {
		t.Error(err)
	}
	got, _ := post(t, sim, "views.open", jsonType, sim.BotToken(), `{"trigger_id":"`+id+`","view":"nonsense"}`)
	if str(got, "error") != "invalid_arguments" {
		t.Errorf("a view that is none: %v", got)
	}
}

func TestTheStackOfForms(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	depth := 1
	var closed []slack.InteractionCallback
	a.onClick(func(a *app, e socketmode.Event, c slack.InteractionCallback) {
		if c.Type == slack.InteractionTypeViewClosed {
			closed = append(closed, c)
			a.ack(e)
			return
		}
		depth++
		view := modal(fmt.Sprint("m", depth), section(fmt.Sprint("number ", depth)), buttons("b", "Deeper"))
		view.NotifyOnClose = depth == 3
		pushed, err := a.api.PushView(c.TriggerID, view)
		switch {
		case depth <= 3 && (err != nil || pushed.RootViewID != c.View.RootViewID || pushed.PreviousViewID != c.View.ID):
			t.Errorf("pushed %+v, %v", pushed, err)
		case depth > 3 && code(err) != "push_limit_reached":
			t.Errorf("a fourth form: %v", err)
		}
		a.ack(e)
	})
	opened, err := a.api.OpenView(triggered(t, a, "ana"), modal("m1", section("number 1"), buttons("b", "Deeper")))
	if err != nil || opened.RootViewID != opened.ID || opened.PreviousViewID != "" || opened.AppID == "" || opened.BotID == "" {
		t.Fatalf("opened %+v, %v", opened, err)
	}
	ana := sim.As(t, "ana")
	ana.Form().Press("Deeper")
	ana.Form().Shows("number 2").Press("Deeper")
	third := ana.Form().Shows("number 3")
	third.Press("Deeper")
	third.Close()
	third.Closed()
	second := ana.Form().Shows("number 2")
	second.CloseAll()
	ana.NoForm()
	if len(closed) != 1 || closed[0].View.CallbackID != "m3" || closed[0].IsCleared {
		t.Errorf("told of %+v", closed)
	}
}

func TestUpdatesKeepWhatWasTyped(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	opened, err := a.api.OpenView(triggered(t, a, "ana"), modal("m", typed("code", "Code", "TBD"), typed("link", "Link", "TBD")))
	if err != nil {
		t.Fatal(err)
	}
	form := sim.As(t, "ana").Form().Fill("Code", "MAYA15").Fill("Link", "https://shop.example/m")
	changed := modal("m", typed("code", "Code", "other"), typed("link-2", "Link", "new"), typed("note", "Note", ""))
	if _, err := a.api.UpdateView(changed, "", "0.stale", opened.ID); code(err) != "hash_conflict" {
		t.Error(err)
	}
	updated, err := a.api.UpdateView(changed, "", opened.Hash, opened.ID)
	if err != nil || updated.Hash == opened.Hash || updated.State.Values["code"]["code"].Value != "MAYA15" {
		t.Fatalf("updated %+v, %v", updated, err)
	}
	if got := []string{form.Value("Code"), form.Value("Link"), form.Value("Note")}; !cmp.Equal(got, []string{"MAYA15", "new", ""}) {
		t.Errorf("values %q", got)
	}
	if diff := cmp.Diff([]string{"Code", "Link", "Note"}, form.Labels()); diff != "" || form.Has("Nothing") {
		t.Error(diff)
	}
	form.Close()
	if _, err := a.api.UpdateView(changed, "", "", opened.ID); code(err) != "not_found" {
		t.Errorf("a closed form: %v", err)
	}
}

func TestExternalIDs(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	view := modal("m", section("one"))
	view.ExternalID = "mine"
	if _, err := a.api.OpenView(triggered(t, a, "ana"), view); err != nil {
		t.Fatal(err)
	}
	if _, err := a.api.OpenView(triggered(t, a, "ben"), view); code(err) != "duplicate_external_id" {
		t.Error(err)
	}
	view.Blocks.BlockSet[0] = section("two")
	if _, err := a.api.UpdateView(view, "mine", "", ""); err != nil {
		t.Error(err)
	}
	form := sim.As(t, "ana").Form().Shows("two").ShowsNot("one")
	form.Close()
	if _, err := a.api.OpenView(triggered(t, a, "ben"), view); err != nil {
		t.Errorf("the id is free again: %v", err)
	}
}

// submitting opens a form with one input for ana and answers each submission with answer.
func submitting(t *testing.T, a *app, answer func(n int, c slack.InteractionCallback) any) *Form {
	t.Helper()
	n := 0
	a.onClick(func(a *app, e socketmode.Event, c slack.InteractionCallback) {
		n++
		if payload := answer(n, c); payload != nil {
			a.ack(e, payload)
		} else {
			a.ack(e)
		}
	})
	if _, err := a.api.OpenView(triggered(t, a, "ana"), modal("m", typed("code", "Code", "TBD"))); err != nil {
		t.Fatal(err)
	}
	return a.sim.As(t, "ana").Form()
}

func TestAnswersToASubmission(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	other := modal("other", section("another form"), typed("code", "Code", ""))
	form := submitting(t, a, func(n int, c slack.InteractionCallback) any {
		switch n {
		case 1:
			return slack.NewErrorsViewSubmissionResponse(map[string]string{"code": "Not this one."})
		case 2:
			if c.View.PrivateMetadata != "forged" {
				t.Errorf("metadata %q", c.View.PrivateMetadata)
			}
			return slack.NewUpdateViewSubmissionResponse(&other)
		case 3:
			return slack.NewPushViewSubmissionResponse(&other)
		case 4:
			return nil
		default:
			return slack.NewClearViewSubmissionResponse()
		}
	})
	ana := sim.As(t, "ana")
	form.Fill("Code", "X1").Submit()
	if got := form.Error("Code"); got != "Not this one." {
		t.Errorf("error %q", got)
	}
	form.Forge("forged").Submit()
	if form.Shows("another form").Value("Code") != "X1" {
		t.Errorf("an update loses what was typed: %s", form.Text())
	}
	form.Submit()
	pushed := ana.Form()
	if pushed.ID() == form.ID() || pushed.Value("Code") != "" {
		t.Errorf("pushed %s", pushed.Text())
	}
	pushed.Fill("Code", "Y").Submit()
	pushed.Closed()
	if !form.Open() {
		t.Fatal("the form under it is closed")
	}
	form.Submit()
	form.Closed()
	ana.NoForm()
	if r := sim.Refusals(); len(r) != 0 {
		t.Errorf("refusals %v", r)
	}
}

func TestAnswersToASubmissionThatAreRefused(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	wrong := modal("other", section(strings.Repeat("x", 3001)))
	answers := []any{
		slack.NewErrorsViewSubmissionResponse(map[string]string{"no-input": "x"}),
		slack.NewUpdateViewSubmissionResponse(&wrong),
		map[string]any{"response_action": "explode"},
	}
	form := submitting(t, a, func(n int, _ slack.InteractionCallback) any {
		if n <= len(answers) {
			return answers[n-1]
		}
		return nil
	})
	for i := range answers {
		form.Submit()
		if form.Trouble() == "" || !form.Open() || len(sim.Refusals()) != i+1 {
			t.Errorf("answer %d: trouble %q, refusals %v", i, form.Trouble(), sim.Refusals())
		}
	}
	form.Submit()
	form.Closed()
}

func TestNoAnswerToASubmission(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	form := submitting(t, a, nil)
	a.onClick(nil)
	sim.ackLimit = 1
	form.Submit()
	if form.Trouble() == "" || !form.Open() {
		t.Errorf("trouble %q", form.Trouble())
	}
	form.Shows("trouble connecting")
}

func TestHome(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	home := func(words string) slack.HomeTabViewRequest {
		return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{section(words), buttons("b", "Refresh")}}}
	}
	var hash string
	a.onEvent(func(a *app, e socketmode.Event) {
		if e.Type != socketmode.EventTypeEventsAPI {
			return
		}
		a.ack(e)
		ana, _ := sim.User("ana")
		v, err := a.api.PublishView(ana.ID, home("nothing waits"), "")
		if err != nil {
			t.Error(err)
		}
		hash = v.Hash
	})
	a.onClick(func(a *app, e socketmode.Event, c slack.InteractionCallback) {
		a.ack(e)
		if c.View.Type != slack.VTHomeTab || c.ResponseURL != "" {
			t.Errorf("click %+v", c)
		}
		if _, err := a.api.PublishView(c.User.ID, home("x"), "0.old"); code(err) != "hash_conflict" {
			t.Error(err)
		}
		if _, err := a.api.PublishView(c.User.ID, home("one thing waits"), hash); err != nil {
			t.Error(err)
		}
	})
	h := sim.As(t, "ana").OpensHome()
	if got := h.Text(); got != "nothing waits\n[Refresh]" {
		t.Errorf("Home %q", got)
	}
	h.Press("Refresh")
	h.Shows("one thing waits")
	if _, err := a.api.PublishView("U999", home("x"), ""); code(err) != "invalid_arguments" {
		t.Error(err)
	}
	withInput := slack.HomeTabViewRequest{Type: slack.VTModal}
	if _, err := a.api.PublishView(sim.As(t, "ana").ID(), withInput, ""); code(err) != "invalid_arguments" {
		t.Error(err)
	}
}
