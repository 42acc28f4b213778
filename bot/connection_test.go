package bot

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"codekeeper/bot/slacksim"
)

func TestTwoConnections(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	b := start(t, sim, Config{Commands: []Command{command("", says("answered"))}})
	if err := sim.WaitConnected(timeout(t), 2); err != nil {
		t.Fatal(err)
	}
	if err := b.Ready(); err != nil {
		t.Error(err)
	}
	ana := sim.As(t, "ana")
	ana.Types("/influencer")
	ana.Sees("answered")
	for _, trouble := range []func(){
		sim.CutSockets,
		func() { sim.Disconnect("refresh_requested") },
		func() { sim.Disconnect("link_disabled") },
	} {
		trouble()
		if err := sim.WaitConnected(timeout(t), 1); err != nil {
			t.Fatal(err)
		}
		eventually(t, "an answer", func() bool {
			ana.Types("/influencer")
			return strings.Contains(ana.Answer().Text(), "answered")
		})
	}
	if n := len(sim.Calls("apps.connections.open")); n > 10 {
		t.Errorf("%d openings", n)
	}
}

func TestAnAcknowledgementOutlivesItsConnection(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	var cut atomic.Bool
	start(t, sim, Config{Commands: []Command{command("", func(context.Context, *Request) (*Reply, error) {
		if cut.CompareAndSwap(false, true) {
			sim.CutSockets()
		}
		return Say(Message{Text: "answered"}), nil
	})}})
	ana := sim.As(t, "ana")
	ana.Types("/influencer")
	ana.Sees("answered")
}

func TestConnectionsThatAreClosedAtOnceAreNotOpenedInHaste(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	sim.RefuseSockets(1_000_000)
	b := begin(t, sim, Config{})
	eventually(t, "three openings", func() bool { return len(sim.Calls("apps.connections.open")) >= 3 })
	if err := b.Ready(); err == nil {
		t.Error("ready without a connection")
	}
	if err := sleep(t.Context(), time.Second); err != nil {
		t.Fatal(err)
	}
	if n := len(sim.Calls("apps.connections.open")); n > 8 {
		t.Errorf("%d openings", n)
	}
	sim.RefuseSockets(0)
	if err := sim.WaitConnected(timeout(t), 1); err != nil {
		t.Error(err)
	}
}

func TestOpeningsBackOffAndStagger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &openings{}
		began := time.Now()
		var at []time.Duration
		for range 8 { // each closes at once
			if err := o.wait(t.Context(), 0); err != nil {
				t.Fatal(err)
			}
			at = append(at, time.Since(began))
		}
		for i, least := range []time.Duration{0, 500, 1500, 3500, 7500, 15500, 31500, 61500} {
			if least *= time.Millisecond; at[i] < least || at[i] > least*6/5+1 {
				t.Errorf("opening %d after %s, want about %s", i, at[i], least)
			}
		}
		time.Sleep(shortLived)
		before := time.Now()
		if err := o.wait(t.Context(), 0); err != nil || time.Since(before) != 0 {
			t.Errorf("a long-lived connection is opened again after %s, %v", time.Since(before), err)
		}
		before = time.Now()
		if err := o.wait(t.Context(), 1); err != nil || time.Since(before) != stagger {
			t.Errorf("the second one is opened after %s, %v", time.Since(before), err)
		}
	})
}

func TestBothDownOpenAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &openings{}
		for n := range 2 {
			if err := o.wait(t.Context(), n); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(time.Hour)
		o.pause(1) // the second is down
		before := time.Now()
		if err := o.wait(t.Context(), 0); err != nil || time.Since(before) != 0 {
			t.Errorf("opened after %s, %v", time.Since(before), err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := o.wait(ctx, 1); err == nil {
			t.Error("opened though told to end")
		}
	})
}

func TestShutdownInTheMiddleOfAHandler(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	entered, release, after := make(chan struct{}), make(chan struct{}), make(chan struct{})
	b := start(t, sim, Config{Commands: []Command{command("", func(ctx context.Context, _ *Request) (*Reply, error) {
		close(entered)
		<-release
		return &Reply{Message: &Message{Text: "saved"}, After: func(ctx context.Context) error {
			defer close(after)
			return ctx.Err()
		}}, ctx.Err()
	}), command("other", says("not this"))}})
	ana, ben := sim.As(t, "ana"), sim.As(t, "ben")
	typed, stopped := make(chan struct{}), make(chan error, 1)
	go func() { ana.Types("/influencer"); close(typed) }()
	<-entered
	go func() { stopped <- b.stop() }()
	eventually(t, "stopping", b.stopping.Load)
	ben.Types("/influencer other")
	ben.Sees(sayRestarting)
	close(release)
	<-typed
	ana.Sees("saved")
	<-after
	if err := <-stopped; err != nil {
		t.Error(err)
	}
	if err := b.Ready(); err == nil {
		t.Error("ready after the end")
	}
	if err := b.Run(t.Context()); err == nil {
		t.Error("ran twice")
	}
	noRefusals(t, sim)
}

func TestDeadTokens(t *testing.T) {
	for _, code := range []string{
		"invalid_auth", "token_revoked", "account_inactive", "not_authed", "token_expired", "not_allowed_token_type",
	} {
		t.Run(code, func(t *testing.T) {
			sim := workspace(t, slacksim.Config{})
			sim.RevokeToken(code)
			b := begin(t, sim, Config{})
			wantDead(t, b, false, code)
		})
	}
	for _, code := range []string{
		"invalid_auth", "token_revoked", "account_inactive", "not_authed", "token_expired", "missing_scope", "not_allowed_token_type",
	} {
		t.Run("app "+code, func(t *testing.T) {
			sim := workspace(t, slacksim.Config{})
			sim.FailWith("apps.connections.open", code, 1_000)
			b := begin(t, sim, Config{})
			wantDead(t, b, true, code)
		})
	}
	for _, code := range []string{"token_revoked", "not_allowed_token_type"} {
		t.Run(code+" while it runs", func(t *testing.T) {
			sim := workspace(t, slacksim.Config{})
			b := start(t, sim, Config{Commands: []Command{command("", says("x"))}})
			sim.FailWith("users.info", code, 1)
			sim.As(t, "ana").Types("/influencer")
			wantDead(t, b, false, code)
		})
	}
	t.Run("what speaks of one place only ends nothing", func(t *testing.T) {
		sim := workspace(t, slacksim.Config{})
		b := start(t, sim, Config{Commands: []Command{command("", says("x"))}})
		for _, code := range []string{"no_permission", "org_login_required", "missing_scope", "channel_not_found", ""} {
			b.called("chat.postMessage", &SlackError{Code: code})
		}
		select {
		case err := <-b.fatal:
			t.Error(err)
		default:
		}
	})
}

// wantDead waits until Run gives up, and says which token is refused.
func wantDead(t *testing.T, b *running, app bool, code string) {
	t.Helper()
	eventually(t, "the fatal error", func() bool { return b.ended.Load() })
	err := b.stop()
	refused, ok := errors.AsType[*TokenError](err)
	if !ok || refused.App != app || refused.Code != code || refused.Todo == "" {
		t.Fatalf("Run returned %v, want %s", err, code)
	}
	if want := pick(app, "app", "bot") + " token (" + code + "): " + refused.Todo; err.Error() != "slack refuses the "+want {
		t.Errorf("it reads %q", err)
	}
}

func TestSlackUnreachableAtFirst(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	sim.FailWith("auth.test", "internal_error", 1)
	b := begin(t, sim, Config{Commands: []Command{command("", says("here"))}})
	if err := sim.WaitConnected(timeout(t), 1); err != nil {
		t.Fatal(err)
	}
	if b.Identity().TeamID != sim.TeamID() {
		t.Errorf("identity %+v", b.Identity())
	}
}

func TestAWrongAddressIsSaid(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	client := NewClient(sim.BotToken(), sim.URL()+"nowhere", discard())
	b := begin(t, sim, Config{Client: client})
	wantAddress := func() bool { return b.ended.Load() }
	eventually(t, "the error", wantAddress)
	if err := b.stop(); err == nil || !strings.Contains(err.Error(), "is the Slack API address right?") {
		t.Errorf("Run returned %v", err)
	}
}
