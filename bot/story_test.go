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

func TestACommandIsAnswered(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	got := make(chan *Request, 1)
	start(t, sim, Config{Commands: []Command{command("show", func(_ context.Context, r *Request) (*Reply, error) {
		got <- r
		return Say(Message{Text: "Here is " + Escape(r.Text)}), nil
	})}})
	ana := sim.As(t, "ana")
	ana.Types("/influencer SHOW  @Maya <!channel> & co\nsecond line")
	ana.Sees("Here is @Maya <!channel> & co\nsecond line")
	r := <-got
	if r.Word != "show" || r.Line != "SHOW  @Maya <!channel> & co\nsecond line" || r.Slash != "/influencer" {
		t.Errorf("request %+v", r)
	}
	if r.UserID != ana.ID() || r.User.Name != "ana" || r.User.TimeZone != "Europe/Berlin" || !r.User.Editor {
		t.Errorf("user %+v", r.User)
	}
	if r.TeamID != sim.TeamID() || r.ID == "" || r.ChannelID == "" || r.At.IsZero() {
		t.Errorf("request %+v", r)
	}
	noRefusals(t, sim)
}

func TestEntitiesAreDecodedOnce(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	sim.EscapeCommands(true)
	got := make(chan string, 1)
	start(t, sim, Config{Commands: []Command{command("show", func(_ context.Context, r *Request) (*Reply, error) {
		got <- r.Text
		return nil, nil
	})}})
	sim.As(t, "ana").Types("/influencer show a < b & c &lt; d")
	if text := <-got; text != "a < b & c &lt; d" {
		t.Errorf("got %q", text)
	}
}

func TestAnUnknownWordIsAnswered(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	start(t, sim, Config{
		Commands: []Command{command("", says("the menu"))},
		Unknown: func(_ context.Context, r *Request) (*Reply, error) {
			return nil, &UserError{Problem: r.Word + " is no command.", Try: r.Slash + " help", Hint: "Or ask <@U1>."}
		},
	})
	ana := sim.As(t, "ana")
	ana.Types("/influencer")
	ana.Sees("the menu")
	ana.Types("/influencer dance <!channel>")
	ana.Sees("dance is no command. Try /influencer help. Or ask")
	noRefusals(t, sim)
}

func TestAFormIsOpenedCorrectedAndSaved(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	saved := make(chan *Request, 1)
	start(t, sim, Config{Commands: []Command{{
		Slash: "/influencer", Name: "code", Who: Members, Run: opens(codeForm("Edit", `{"a":"<x>"}`)),
		Forms: []Route{{ID: "code", Run: func(_ context.Context, r *Request) (*Reply, error) {
			if strings.Contains(r.Form.Text("code"), " ") {
				return nil, &UserError{Problem: "A code can't contain a space.", Try: "SAVE15", Field: "code"}
			}
			if r.Form.Text("note") == "" {
				return nil, FieldErrors{"note": "Write a note.", "gone": "And more."}
			}
			saved <- r
			return Say(Message{Text: "Saved " + r.Form.Text("code")}), nil
		}}},
	}}})
	ana := sim.As(t, "ana")
	ana.Types("/influencer code")
	form := ana.Form()
	form.Fill("Coupon code", "SAVE 15").Submit()
	if got := form.Error("Coupon code"); got != "A code can't contain a space. Try SAVE15" {
		t.Errorf("error %q", got)
	}
	form.Fill("Coupon code", "SAVE15").Submit()
	if got := form.Error("Note"); got != "Write a note." {
		t.Errorf("error %q", got)
	}
	if got := form.Error("Coupon code"); got != "And more." {
		t.Errorf("error %q", got)
	}
	form.Fill("Note", "n").Submit()
	form.Closed()
	ana.Sees("Saved SAVE15")
	r := <-saved
	if r.Form.Meta != `{"a":"<x>"}` || r.Form.Callback != "code" || !strings.HasPrefix(r.ID, r.Form.ID+":") {
		t.Errorf("form %+v, id %s", r.Form, r.ID)
	}
	noRefusals(t, sim)
}

func TestASubmissionWithoutAResponseURLShowsASavedView(t *testing.T) {
	sim := workspace(t, slacksim.Config{Shortcuts: []slacksim.GlobalShortcut{{Name: "Edit", CallbackID: "edit"}}})
	start(t, sim, Config{Commands: []Command{{
		Shortcuts: []Route{{ID: "edit", Run: opens(codeForm("Edit", ""))}},
		Forms:     []Route{{ID: "code", Run: says("Saved *MAYA20*.")}},
	}}})
	ana := sim.As(t, "ana")
	ana.Shortcut("edit")
	form := ana.Form()
	form.Submit()
	form.Shows("Saved *MAYA20*.").Shows("[Done]")
	if form.Title() != "Saved" {
		t.Errorf("title %q", form.Title())
	}
	noRefusals(t, sim)
}

func TestAnOldResponseURLIsNotUsed(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	start(t, sim, Config{Commands: []Command{{
		Slash: "/influencer", Who: Members, Run: opens(codeForm("Edit", "")),
		Forms: []Route{{ID: "code", Run: says("Saved.")}},
	}}})
	ana := sim.As(t, "ana")
	ana.Types("/influencer")
	form := ana.Form()
	sim.Clock().Advance(31 * time.Minute)
	form.Submit()
	form.Shows("[Done]")
	if n := len(sim.Calls("chat.postMessage")); n != 0 {
		t.Errorf("%d direct messages", n)
	}
	noRefusals(t, sim)
}

func TestAnAnswerThatSlackRefusesGoesAsADirectMessage(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	start(t, sim, Config{Commands: []Command{{
		Slash: "/influencer", Who: Members, Run: opens(codeForm("Edit", "")),
		Forms: []Route{{ID: "code", Run: says("Saved.")}},
	}}})
	ana := sim.As(t, "ana")
	ana.Types("/influencer")
	form := ana.Form()
	sim.FailWith("response_url", "used_url", 1)
	form.Submit()
	form.Closed()
	ana.In("@codekeeper").Sees("Saved.")
	noRefusals(t, sim)
}

func TestOneResponseURLIsUsedFiveTimesOverManyForms(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	start(t, sim, Config{Commands: []Command{{
		Slash: "/influencer", Who: Members, Run: opens(codeForm("Edit", "")),
		Forms: []Route{{ID: "code", Run: func(_ context.Context, r *Request) (*Reply, error) {
			if r.Form.Text("code") == "stop" {
				return Say(Message{Text: "Stopped."}), nil
			}
			return &Reply{Message: &Message{Text: "Again " + r.Form.Text("code")}, Update: codeForm("Again", "")}, nil
		}}},
	}}})
	ana := sim.As(t, "ana")
	ana.Types("/influencer")
	form := ana.Form()
	for _, n := range []string{"1", "2", "3", "4", "5"} {
		form.Fill("Coupon code", n).Submit()
		ana.Sees("Again " + n)
	}
	form.Fill("Coupon code", "stop").Submit()
	form.Shows("Stopped.").Shows("[Done]")
	noRefusals(t, sim)
}

func TestForgedMetadataRunsNothing(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	var ran atomic.Bool
	start(t, sim, Config{Commands: []Command{{
		Slash: "/influencer", Who: Members, Run: opens(codeForm("Edit", "campaign 1")),
		Forms: []Route{{ID: "code", Run: func(context.Context, *Request) (*Reply, error) {
			ran.Store(true)
			return nil, nil
		}}},
	}}})
	ana := sim.As(t, "ana")
	ana.Types("/influencer")
	form := ana.Form()
	for _, meta := range []string{"", "campaign 2", "{}", strings.Replace(form.Meta(), "campaign 1", "campaign 2", 1)} {
		form.Forge(meta).Submit()
		if got := form.Error("Coupon code"); got != sayStaleForm {
			t.Errorf("%q: error %q", meta, got)
		}
	}
	if ran.Load() {
		t.Error("the handler ran")
	}
}

func TestAClickOpensAFormAndReplacesItsAnswer(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	got := make(chan *Request, 2)
	start(t, sim, Config{Commands: []Command{{
		Slash: "/influencer", Who: Members,
		Run: func(context.Context, *Request) (*Reply, error) {
			return Say(Message{Text: "row", Blocks: append(button("maya", "open:maya", "Update", "v1"), button("more", "next", "Next", "v2")...)}), nil
		},
		Clicks: []Route{
			{ID: "open", Run: func(_ context.Context, r *Request) (*Reply, error) {
				got <- r
				return &Reply{Open: codeForm("Edit", r.Suffix)}, nil
			}},
			{ID: "next", Run: func(_ context.Context, r *Request) (*Reply, error) {
				got <- r
				return &Reply{Message: &Message{Text: "page two"}, Replace: true}, nil
			}},
		},
		Forms: []Route{{ID: "code", Run: func(_ context.Context, r *Request) (*Reply, error) {
			return Say(Message{Text: "Saved for " + r.Form.Meta}), nil
		}}},
	}}})
	ana := sim.As(t, "ana")
	ana.Types("/influencer")
	row := ana.Sees("maya")
	row.Press("Update")
	ana.Form().Submit()
	ana.Sees("Saved for maya")
	r := <-got
	if r.Suffix != "maya" || r.Value != "v1" || r.Message == nil || !r.Message.Ephemeral || r.Form != nil {
		t.Errorf("request %+v", r)
	}
	row.Press("Next")
	ana.Sees("page two")
	eventually(t, "the replaced row", func() bool { return strings.Contains(row.Text(), "page two") })
	noRefusals(t, sim)
}

func TestAClickInAFormUpdatesOrPushes(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	withButtons := func(title string) *slack.ModalViewRequest {
		v := codeForm(title, "kept")
		v.Blocks.BlockSet = append(v.Blocks.BlockSet, button("more", "up", "Change", "")...)
		v.Blocks.BlockSet = append(v.Blocks.BlockSet, button("more", "push", "Deeper", "")...)
		v.Blocks.BlockSet = append(v.Blocks.BlockSet, button("more", "fail", "Fail", "")...)
		v.Blocks.BlockSet = append(v.Blocks.BlockSet, button("more", "gone", "Gone", "")...)
		return v
	}
	start(t, sim, Config{Commands: []Command{{
		Slash: "/influencer", Who: Members, Run: opens(withButtons("First")),
		Clicks: []Route{
			{ID: "up", Run: func(_ context.Context, r *Request) (*Reply, error) {
				return &Reply{Update: withButtons("Now " + r.Form.Text("code"))}, nil
			}},
			{ID: "push", Run: func(_ context.Context, r *Request) (*Reply, error) {
				return &Reply{Open: codeForm("Child", r.Form.Meta)}, nil
			}},
			{ID: "fail", Run: func(context.Context, *Request) (*Reply, error) {
				return nil, &UserError{Problem: "Not like this."}
			}},
		},
		Forms: []Route{{ID: "code", Run: func(_ context.Context, r *Request) (*Reply, error) {
			return Say(Message{Text: "Saved with " + r.Form.Meta}), nil
		}}},
	}}})
	ana := sim.As(t, "ana")
	ana.Types("/influencer")
	form := ana.Form()
	form.Fill("Coupon code", "X").Press("Change")
	form.Shows("# Now X")
	form.Press("Fail")
	wrong := ana.Form()
	wrong.Shows("Not like this.")
	wrong.Close()
	form.Press("Gone")
	gone := ana.Form()
	gone.Shows(sayStaleForm)
	gone.Close()
	form.Press("Deeper")
	child := ana.Form()
	if child.Title() != "Child" {
		t.Fatalf("title %q", child.Title())
	}
	child.Submit()
	ana.Sees("Saved with kept")
	child.Closed()
	noRefusals(t, sim)
}

func TestHomeAndItsButtons(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	start(t, sim, Config{
		Home: func(_ context.Context, r *Request) (*Reply, error) {
			return &Reply{Home: &slack.HomeTabViewRequest{Blocks: slack.Blocks{BlockSet: button("Hello "+r.User.Name, "tbd", "What is TBD", "")}}}, nil
		},
		Commands: []Command{{Clicks: []Route{{ID: "tbd", Who: Members, Run: says("Nothing is TBD.")}}}},
	})
	ana := sim.As(t, "ana")
	home := ana.OpensHome()
	home.Shows("Hello ana")
	home.Press("What is TBD")
	ana.Form().Shows("Nothing is TBD.")
	gus := sim.As(t, "gus")
	gus.OpensHome().Shows("not for guests")
	noRefusals(t, sim)
}

// What was pressed in the Home tab, or saved in a form that it opened, can
// change what it shows.
func TestHomeChangesWithWhatIsDone(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	home := func(said string) *Reply {
		return &Reply{Home: &slack.HomeTabViewRequest{Blocks: slack.Blocks{BlockSet: button(said, "done", "Done", "")}}}
	}
	opened := func(context.Context, *Request) (*Reply, error) { return home("Three wait"), nil }
	start(t, sim, Config{Home: opened, Commands: []Command{{
		Clicks: []Route{{ID: "done", Who: Members, Run: func(context.Context, *Request) (*Reply, error) {
			r := home("Two wait")
			r.Open = codeForm("Code", "")
			return r, nil
		}}},
		Forms: []Route{{ID: "code", Who: Members, Run: func(context.Context, *Request) (*Reply, error) { return home("One waits"), nil }}},
	}}})
	ana := sim.As(t, "ana")
	tab := ana.OpensHome().Shows("Three wait")
	tab.Press("Done")
	tab.Shows("Two wait")
	ana.Form().Submit()
	tab.Shows("One waits")
	noRefusals(t, sim)
}
