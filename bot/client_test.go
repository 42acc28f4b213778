package bot

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"

	"codekeeper/bot/slacksim"
)

func client(t *testing.T, sim *slacksim.Slack) *Client {
	t.Helper()
	c := NewClient(sim.BotToken(), strings.TrimSuffix(sim.APIURL(), "/"), discard())
	t.Cleanup(c.Close)
	return c
}

func TestIdentify(t *testing.T) {
	sim := workspace(t, slacksim.Config{TeamName: "Brand", Scopes: []string{"chat:write", "commands"}})
	id, err := client(t, sim).Identify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if id.TeamID != sim.TeamID() || id.BotUserID != sim.BotUserID() || id.Team != "Brand" || id.BotID == "" || id.URL == "" {
		t.Errorf("identity %+v", id)
	}
	if !slices.Equal(id.Scopes, []string{"chat:write", "commands"}) {
		t.Errorf("scopes %q", id.Scopes)
	}
}

func TestMessages(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	c := client(t, sim)
	channel, _ := sim.Channel("influencers")
	began := time.Now().Add(-time.Minute)
	ref, err := c.Posted(t.Context(), channel.ID, "digest-1", began)
	if err != nil || ref != nil {
		t.Fatalf("posted before: %v, %v", ref, err)
	}
	m := Message{Text: "4 TBD", Blocks: []slack.Block{
		slack.NewSectionBlock(slack.NewTextBlockObject(slack.MarkdownType, "*4 TBD*", false, false), nil, nil, slack.SectionBlockOptionBlockID("digest-1")),
	}}
	posted, err := c.Post(t.Context(), channel.ID, m)
	if err != nil {
		t.Fatal(err)
	}
	ref, err = c.Posted(t.Context(), channel.ID, "digest-1", began)
	if err != nil || ref == nil || *ref != posted {
		t.Errorf("found %v, %v, want %v", ref, err, posted)
	}
	if ref, err := c.Posted(t.Context(), channel.ID, "digest-2", began); err != nil || ref != nil {
		t.Errorf("another digest: %v, %v", ref, err)
	}
	if ref, err := c.Posted(t.Context(), channel.ID, "digest-1", time.Now().Add(time.Hour)); err != nil || ref != nil {
		t.Errorf("later: %v, %v", ref, err)
	}
	if err := c.Rewrite(t.Context(), posted, Message{Text: "0 TBD"}); err != nil {
		t.Error(err)
	}
	sim.As(t, "ana").In("#influencers").Sees("0 TBD")
	if link, err := c.Permalink(t.Context(), posted); err != nil || !strings.HasPrefix(link, "https://") && !strings.HasPrefix(link, "http://") {
		t.Errorf("link %q, %v", link, err)
	}
	if _, err := c.Post(t.Context(), channel.ID, Message{}); err == nil {
		t.Error("a message without a text was posted")
	}
	noRefusals(t, sim)
}

func TestChannels(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	c := client(t, sim)
	open := sim.AddChannel(slacksim.Channel{Name: "open"})
	shared := sim.AddChannel(slacksim.Channel{Name: "shared", Shared: true, Members: []string{sim.BotUserID()}})
	secret := sim.AddChannel(slacksim.Channel{Name: "secret", Private: true})
	if got, err := c.Channel(t.Context(), open.ID); err != nil || got.Member || got.Name != "open" || got.Private || got.Shared {
		t.Errorf("open %+v, %v", got, err)
	}
	if _, err := c.Post(t.Context(), open.ID, Message{Text: "x"}); !IsSlack(err, "not_in_channel") {
		t.Errorf("posted where the bot is not: %v", err)
	}
	if err := c.Join(t.Context(), open.ID); err != nil {
		t.Error(err)
	}
	if got, err := c.Channel(t.Context(), open.ID); err != nil || !got.Member {
		t.Errorf("joined %+v, %v", got, err)
	}
	if got, err := c.Channel(t.Context(), shared.ID); err != nil || !got.Shared {
		t.Errorf("shared %+v, %v", got, err)
	}
	if _, err := c.Channel(t.Context(), secret.ID); !IsSlack(err, "channel_not_found") {
		t.Errorf("secret: %v", err)
	}
	open.Archived = true
	sim.SetChannel(open)
	if got, err := c.Channel(t.Context(), open.ID); err != nil || !got.Archived {
		t.Errorf("archived %+v, %v", got, err)
	}
	ana, _ := sim.User("ana")
	dm, err := c.DirectChannel(t.Context(), ana.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Post(t.Context(), dm, Message{Text: "only you"}); err != nil {
		t.Error(err)
	}
	sim.As(t, "ana").In("@codekeeper").Sees("only you")
}

func TestRetryAfterIsHonoured(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	c := client(t, sim)
	channel, _ := sim.Channel("influencers")
	sim.RateLimit("chat.postMessage", time.Second, 1)
	began := time.Now()
	if _, err := c.Post(t.Context(), channel.ID, Message{Text: "after a second"}); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took < time.Second {
		t.Errorf("posted after %s", took)
	}
	sim.RateLimit("chat.postMessage", time.Hour, 1)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	_, err := c.Post(ctx, channel.ID, Message{Text: "never"})
	failed, ok := errors.AsType[*SlackError](err)
	if !ok || failed.Code != codeRateLimited || failed.RetryAfter != time.Hour {
		t.Errorf("error %v", err)
	}
}

func TestErrorsNameMethodAndScopeButNoSecret(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	c := client(t, sim)
	sim.RevokeScope("chat:write")
	channel, _ := sim.Channel("influencers")
	_, err := c.Post(t.Context(), channel.ID, Message{Text: "x"})
	failed, ok := errors.AsType[*SlackError](err)
	if !ok || failed.Code != "missing_scope" || failed.Needed != "chat:write" || failed.Method != "chat.postMessage" {
		t.Errorf("error %#v", err)
	}
	gone := NewClient("xoxb-secret", "http://127.0.0.1:1/api", discard())
	_, err = gone.Post(t.Context(), channel.ID, Message{Text: "x"})
	if !IsSlack(err) || IsSlack(err, "missing_scope") {
		t.Errorf("error %v", err)
	}
	respond := gone.respond(t.Context(), "http://127.0.0.1:1/actions/SECRET", Message{Text: "x"}, false)
	for _, err := range []error{err, respond, gone.respond(t.Context(), "http://[::1/SECRET", Message{Text: "x"}, false)} {
		if err == nil || strings.Contains(strings.ToLower(err.Error()), "secret") {
			t.Errorf("error %v", err)
		}
	}
	if err := c.respond(t.Context(), sim.URL()+"commands/R1", Message{Text: "x"}, false); !IsSlack(err, "expired_url") {
		t.Errorf("a response url that never was: %v", err)
	}
}

func TestResponseCodes(t *testing.T) {
	for body, want := range map[string]string{
		"ok": "", `{"ok":true}`: "", `{"ok":false,"error":"used_url"}`: "used_url", "used_url": "used_url",
		"expired_url\n": "expired_url", "<html>": "", "": "", "no_text and more": "",
	} {
		if got := responseCode([]byte(body)); got != want {
			t.Errorf("%q: %q, want %q", body, got, want)
		}
	}
}

func TestPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPace()
		began := time.Now()
		var at []time.Duration
		for range 7 {
			if err := p.wait(t.Context(), "chat.postMessage", "C1"); err != nil {
				t.Fatal(err)
			}
			at = append(at, time.Since(began))
		}
		want := []time.Duration{0, 0, 0, messageWindow, messageWindow, messageWindow, 2 * messageWindow}
		if !slices.Equal(at, want) {
			t.Errorf("messages at %v, want %v", at, want)
		}
		before := time.Now()
		for _, other := range []struct{ method, channel string }{
			{"chat.postMessage", "C2"}, {"views.open", ""}, {"users.info", ""}, {"conversations.info", "C1"},
		} {
			if err := p.wait(t.Context(), other.method, other.channel); err != nil || time.Since(before) != 0 {
				t.Errorf("%s waited %s, %v", other.method, time.Since(before), err)
			}
		}
		for range 20 {
			if err := p.wait(t.Context(), "usergroups.users.list", ""); err != nil {
				t.Fatal(err)
			}
		}
		if err := p.wait(t.Context(), "usergroups.users.list", ""); err != nil || time.Since(before) != time.Minute {
			t.Errorf("the 21st call waited %s, %v", time.Since(before), err)
		}
		for range 500 {
			if err := p.wait(t.Context(), "views.open", ""); err != nil {
				t.Fatal(err)
			}
		}
		if time.Since(before) != time.Minute {
			t.Error("forms wait")
		}
	})
}

func TestPaceGivesUpEarly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPace()
		p.hold("users.info", "", time.Now().Add(time.Hour))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		began := time.Now()
		if err := p.wait(ctx, "users.info", ""); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != 0 {
			t.Errorf("gave up after %s: %v", time.Since(began), err)
		}
		stopped, stop := context.WithCancel(t.Context())
		go func() { time.Sleep(time.Second); stop() }()
		if err := p.wait(stopped, "users.info", ""); !errors.Is(err, context.Canceled) {
			t.Errorf("stopped: %v", err)
		}
		if err := p.wait(t.Context(), "users.info", ""); err != nil || time.Since(began) != time.Hour {
			t.Errorf("held for %s, %v", time.Since(began), err)
		}
		for i := range 3 * maxBuckets {
			if err := p.wait(t.Context(), "chat.update", "C"+strings.Repeat("x", i)); err != nil {
				t.Fatal(err)
			}
			time.Sleep(messageWindow)
		}
		if n := len(p.buckets); n > maxBuckets {
			t.Errorf("%d buckets", n)
		}
	})
}

// A call that is given up must not make room for another: Slack would count it.
func TestWhoGivesUpLetsNobodyElseOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, began := newPace(), time.Now()
		send := func(want time.Duration) {
			t.Helper()
			if err := p.wait(t.Context(), "chat.postMessage", "C1"); err != nil || time.Since(began) != want {
				t.Errorf("a message went out after %s, %v, want %s", time.Since(began), err, want)
			}
		}
		over, cancel := context.WithCancel(t.Context())
		cancel()
		if err := p.wait(over, "chat.postMessage", "C1"); !errors.Is(err, context.Canceled) {
			t.Errorf("one that was over before: %v", err)
		}
		for range messageBurst {
			send(0)
		}
		soon, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		for range 2 * messageBurst {
			if err := p.wait(soon, "chat.postMessage", "C1"); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != 0 {
				t.Errorf("gave up after %s: %v", time.Since(began), err)
			}
		}
		for range messageBurst {
			send(messageWindow)
		}

		stopped, stop := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, stop)
		if err := p.wait(stopped, "chat.postMessage", "C1"); !errors.Is(err, context.Canceled) {
			t.Errorf("stopped: %v", err)
		}
		for range messageBurst - 1 {
			send(2 * messageWindow)
		}
		send(3 * messageWindow)
	})
}

func TestCallsAreCountedAndTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &Client{log: discard(), pace: newPace()}
		var outcomes []string
		c.watcher.Store(&watcher{called: func(_ string, failed *SlackError) { outcomes = append(outcomes, failed.outcome()) }})
		tries := 0
		err := c.call(t.Context(), "conversations.info", "", func(context.Context) error {
			if tries++; tries < 3 {
				return &slack.RateLimitedError{RetryAfter: 10 * time.Second}
			}
			return nil
		})
		if err != nil || !slices.Equal(outcomes, []string{codeRateLimited, codeRateLimited, "ok"}) {
			t.Errorf("outcomes %q, %v", outcomes, err)
		}
		tries = 0
		err = c.call(t.Context(), "views.open", "", func(context.Context) error {
			tries++
			return slack.SlackErrorResponse{Err: "internal_error"}
		})
		if !IsSlack(err, "internal_error") || tries != 1 {
			t.Errorf("%d tries, %v", tries, err)
		}
		err = c.call(t.Context(), "views.open", "", func(context.Context) error { return slack.SlackErrorResponse{Err: "rate_limited"} })
		if !IsSlack(err, codeRateLimited) {
			t.Errorf("error %v", err)
		}
	})
}
