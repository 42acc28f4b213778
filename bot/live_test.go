package bot

import (
	"context"
	"errors"
	"strings"
	"testing"

	"codekeeper/bot/slacksim"

	"github.com/slack-go/slack"
)

// liveForm is a form that says this, with Save when it has an input.
func liveForm(text string, inputs ...slack.Block) *slack.ModalViewRequest {
	form := messageView("Import", labelClose, Message{Text: text})
	form.CallbackID = "import"
	form.Blocks.BlockSet = append(form.Blocks.BlockSet, inputs...)
	if len(inputs) > 0 {
		form.Submit = slack.NewTextBlockObject(slack.PlainTextType, "Save", false, false)
	}
	return form
}

// liveCommand opens a form; saving it runs on in the form.
func liveCommand(run func(ctx context.Context, show Show) (*Message, error)) Command {
	c := command("import", func(context.Context, *Request) (*Reply, error) {
		note := slack.NewInputBlock("note", slack.NewTextBlockObject(slack.PlainTextType, "Note", false, false), nil,
			slack.NewPlainTextInputBlockElement(nil, "note")).WithOptional(true)
		return &Reply{Open: liveForm("What do you import?", note)}, nil
	})
	c.Forms = []Route{{ID: "import", Who: Members, Run: func(context.Context, *Request) (*Reply, error) {
		return &Reply{Update: liveForm("One moment…"), Live: run}, nil
	}}}
	return c
}

func TestAFormGoesOnAfterItIsSaved(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	next := make(chan struct{})
	start(t, sim, Config{Commands: []Command{liveCommand(func(ctx context.Context, show Show) (*Message, error) {
		for _, text := range []string{"Half of it.", "All of it."} {
			<-next
			if !show(ctx, liveForm(text)) {
				t.Error("the form is open, and was told to be closed")
			}
		}
		return &Message{Text: "Imported."}, nil
	})}})
	ana := sim.As(t, "ana")
	ana.Types("/influencer import")
	form := ana.Form()
	form.Submit()
	form.Shows("One moment…")
	next <- struct{}{}
	form.Shows("Half of it.")
	next <- struct{}{}
	form.Shows("All of it.")
	if m := ana.Sees("Imported."); m.Only != ana.ID() {
		t.Errorf("seen by %q, want only by %s", m.Only, ana.ID())
	}
	noRefusals(t, sim)
}

func TestAFormGoesOnFromACommandAndWhenItIsClosed(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	closed := make(chan struct{})
	start(t, sim, Config{Commands: []Command{command("import", func(context.Context, *Request) (*Reply, error) {
		return &Reply{Open: liveForm("One moment…"), Live: func(ctx context.Context, show Show) (*Message, error) {
			if !show(ctx, liveForm("Half of it.")) {
				t.Error("the form is open, and was told to be closed")
			}
			<-closed
			for range 2 {
				if show(ctx, liveForm("All of it.")) {
					t.Error("the form is closed, and was shown")
				}
			}
			return &Message{Text: "Imported."}, nil
		}}, nil
	})}})
	ana := sim.As(t, "ana")
	ana.Types("/influencer import")
	ana.Form().Shows("Half of it.").Close()
	close(closed)
	ana.Sees("Imported.")
	ana.NoForm()
}

func TestWhatGoesWrongIsSaidInTheForm(t *testing.T) {
	for name, test := range map[string]struct {
		err  error
		says string
	}{
		"user error": {&UserError{Problem: "There is no such file.", Try: "/influencer import"}, "There is no such file."},
		"fault":      {errors.New("disk on fire"), "Reference "},
	} {
		t.Run(name, func(t *testing.T) {
			sim := workspace(t, slacksim.Config{})
			b := start(t, sim, Config{Commands: []Command{liveCommand(func(context.Context, Show) (*Message, error) { return nil, test.err })}})
			ana := sim.As(t, "ana")
			ana.Types("/influencer import")
			ana.Form().Submit()
			ana.Form().Shows(test.says).Shows(titleProblem)
			if logged := strings.Contains(b.log.String(), "msg=fault"); logged != (name == "fault") {
				t.Errorf("logged as a fault: %v", logged)
			}
			noRefusals(t, sim)
		})
	}
}
