package bot

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"codekeeper/bot/slacksim"
)

// laterCommand is a command whose answer comes later.
func laterCommand(run func(ctx context.Context) (*Message, error)) Command {
	return command("digest", func(context.Context, *Request) (*Reply, error) { return &Reply{Later: run}, nil })
}

func TestALaterAnswerComesThroughTheResponseURL(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	release := make(chan struct{})
	start(t, sim, Config{Commands: []Command{laterCommand(func(context.Context) (*Message, error) {
		<-release
		return &Message{Text: "Posted everywhere."}, nil
	})}})
	ana := sim.As(t, "ana")
	ana.Types("/influencer digest") // returns when it is acknowledged
	close(release)
	if m := ana.Sees("Posted everywhere."); m.Only != ana.ID() {
		t.Errorf("seen by %q, want only by %s", m.Only, ana.ID())
	}
	noRefusals(t, sim)
}

func TestALaterAnswerIsGivenWhateverHappens(t *testing.T) {
	for name, test := range map[string]struct {
		run   func(ctx context.Context) (*Message, error)
		says  string
		fault bool
	}{
		"user error": {func(context.Context) (*Message, error) {
			return nil, &UserError{Problem: "There is no campaign.", Try: "/campaign new"}
		}, "There is no campaign. Try /campaign new", false},
		"fault": {func(context.Context) (*Message, error) { return nil, errors.New("disk on fire") }, "Reference ", true},
		"panic": {func(context.Context) (*Message, error) { panic("disk on fire") }, "Reference ", true},
		"too late": {func(context.Context) (*Message, error) {
			return nil, context.DeadlineExceeded
		}, sayLate, true},
	} {
		t.Run(name, func(t *testing.T) {
			sim := workspace(t, slacksim.Config{})
			b := start(t, sim, Config{Commands: []Command{laterCommand(test.run)}})
			ana := sim.As(t, "ana")
			ana.Types("/influencer digest")
			ana.Sees(test.says)
			if logged := strings.Contains(b.log.String(), "msg=fault"); logged != test.fault {
				t.Errorf("logged as a fault: %v", logged)
			}
			noRefusals(t, sim)
		})
	}
}

func TestALaterAnswerGoesAsADirectMessageWhenSlackRefusesIt(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	start(t, sim, Config{Commands: []Command{laterCommand(func(context.Context) (*Message, error) {
		return &Message{Text: "Posted everywhere."}, nil
	})}})
	sim.FailWith("response_url", "used_url", 1)
	ana := sim.As(t, "ana")
	ana.Types("/influencer digest")
	ana.In("@codekeeper").Sees("Posted everywhere.")
}

func TestShutdownWaitsForWhatComesLater(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	begun, release := make(chan struct{}), make(chan struct{})
	var done atomic.Bool
	b := start(t, sim, Config{Commands: []Command{laterCommand(func(ctx context.Context) (*Message, error) {
		close(begun)
		<-release
		done.Store(ctx.Err() == nil)
		return &Message{Text: "Posted everywhere."}, nil
	})}})
	ana := sim.As(t, "ana")
	ana.Types("/influencer digest")
	<-begun
	ended := make(chan error, 1)
	go func() { ended <- b.stop() }()
	eventually(t, "the bot stops taking requests", b.stopping.Load)
	if b.ended.Load() {
		t.Fatal("ended before what was under way")
	}
	close(release)
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if !done.Load() {
		t.Error("it was cut off")
	}
	ana.Sees("Posted everywhere.")
}
