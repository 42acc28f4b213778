package bot

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"codekeeper/bot/slacksim"
)

func TestAPanicIsAnsweredAndLoggedOnce(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	b := start(t, sim, Config{Commands: []Command{
		command("panic", func(context.Context, *Request) (*Reply, error) { panic("spilled") }),
		command("fault", func(context.Context, *Request) (*Reply, error) { return nil, errors.New("db is down") }),
		command("ok", says("still here")),
	}})
	ana := sim.As(t, "ana")
	for word, why := range map[string]string{"panic": "spilled", "fault": "db is down"} {
		ana.Types("/influencer " + word)
		said := ana.Sees("Nothing was saved").Text()
		reference := regexp.MustCompile(`Reference (\w{4})$`).FindStringSubmatch(said)
		if reference == nil {
			t.Fatalf("no reference in %q", said)
		}
		if strings.Contains(said, why) {
			t.Errorf("the person is told %q", said)
		}
		if n := strings.Count(b.log.String(), why); n != 1 || !strings.Contains(b.log.String(), "reference="+reference[1]) {
			t.Errorf("%q is logged %d times, or without %s", why, n, reference[1])
		}
	}
	if !strings.Contains(b.log.String(), "trouble_test.go") {
		t.Error("the log has no stack")
	}
	ana.Types("/influencer ok")
	ana.Sees("still here")
	noRefusals(t, sim)
}

func TestAHandlerPastItsDeadline(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	start(t, sim, Config{Commands: []Command{
		{
			Slash: "/influencer", Name: "form", Who: Members, Run: opens(codeForm("Edit", "")),
			Forms: []Route{{ID: "code", Run: func(ctx context.Context, r *Request) (*Reply, error) {
				if r.Form.Text("code") == "unsure" {
					return nil, fmt.Errorf("commit: %w", ErrUnknownOutcome)
				}
				<-ctx.Done()
				return nil, fmt.Errorf("pq: canceling statement due to user request (57014)")
			}}},
		},
		command("slow", func(ctx context.Context, _ *Request) (*Reply, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}),
	}})
	ana, ben := sim.As(t, "ana"), sim.As(t, "ben")
	ana.Types("/influencer form")
	form := ana.Form()
	form.Fill("Coupon code", "unsure").Submit()
	if got := form.Error("Coupon code"); got != sayUnsureForm {
		t.Errorf("error %q", got)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		ben.Types("/influencer slow")
	}()
	form.Fill("Coupon code", "late").Submit()
	if got := form.Error("Coupon code"); got != "That took too long, and nothing was saved. Press Save again." {
		t.Errorf("error %q", got)
	}
	<-done
	ben.Sees("That took too long, and nothing was saved.")
	noRefusals(t, sim)
}

func TestAHandlerThatHeedsNoDeadline(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	release := make(chan struct{})
	b := start(t, sim, Config{Commands: []Command{command("", func(context.Context, *Request) (*Reply, error) {
		<-release
		return Say(Message{Text: "nobody sees this"}), nil
	})}})
	ana := sim.As(t, "ana")
	ana.Types("/influencer")
	ana.Sees("It is not certain that this was saved.")
	close(release)
	eventually(t, "the late end in the log", func() bool { return strings.Contains(b.log.String(), "given up") })
}

func TestAFullQueueSaysTryAgain(t *testing.T) {
	sim := workspace(t, slacksim.Config{Shortcuts: []slacksim.GlobalShortcut{{Name: "Edit", CallbackID: "edit"}}})
	entered, release := make(chan struct{}, 8), make(chan struct{})
	start(t, sim, Config{Workers: 1, Queue: 1, Commands: []Command{
		command("block", func(context.Context, *Request) (*Reply, error) {
			entered <- struct{}{}
			<-release
			return nil, nil
		}),
		{
			Slash: "/influencer", Name: "form", Who: Members,
			Run: func(context.Context, *Request) (*Reply, error) {
				return &Reply{
					Open:    codeForm("Edit", ""),
					Message: &Message{Text: "row", Blocks: button("row", "press", "Press me", "")},
				}, nil
			},
			Forms:  []Route{{ID: "code", Run: says("Saved.")}},
			Clicks: []Route{{ID: "press", Run: says("Pressed.")}},
		},
	}})
	ana, ben, again := sim.As(t, "ana"), sim.As(t, "ben"), sim.As(t, "ana").In("#influencers")
	ana.Types("/influencer form")
	form, row := ana.Form(), ana.Sees("row")
	blocked := make(chan struct{}, 2)
	go func() { ben.Types("/influencer block"); blocked <- struct{}{} }()
	<-entered // the worker
	go func() { ben.In("#influencers").Types("/influencer block"); blocked <- struct{}{} }()
	eventually(t, "a full queue", func() bool { return deliveries(sim, "/influencer") == 3 })

	again.Types("/influencer form")
	again.Sees(sayBusy)
	form.Submit()
	if got := form.Error("Coupon code"); got != sayBusy {
		t.Errorf("error %q", got)
	}
	row.Press("Press me")
	ana.Sees(sayBusy)
	close(release)
	<-blocked
	<-blocked
	noRefusals(t, sim)
}

// deliveries counts the envelopes of one kind.
func deliveries(sim *slacksim.Slack, name string) int {
	n := 0
	for _, e := range sim.Wire() {
		if e.Kind == "envelope" && strings.HasPrefix(e.Name, name) {
			n++
		}
	}
	return n
}

func TestAnExpiredTriggerIsSaid(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	start(t, sim, Config{Commands: []Command{{
		Slash: "/influencer", Who: Members,
		Run: func(_ context.Context, r *Request) (*Reply, error) {
			if r.Word == "" {
				sim.ExpireTriggers()
			}
			return &Reply{Open: codeForm("Edit", "")}, nil
		},
	}, {
		Slash: "/influencer", Name: "row", Who: Members,
		Run: func(context.Context, *Request) (*Reply, error) {
			return Say(Message{Text: "row", Blocks: button("row", "late", "Open", "")}), nil
		},
		Clicks: []Route{{ID: "late", Who: Members, Run: func(context.Context, *Request) (*Reply, error) {
			sim.ExpireTriggers()
			return &Reply{Open: codeForm("Edit", "")}, nil
		}}},
	}}})
	ana := sim.As(t, "ana")
	ana.Types("/influencer")
	ana.Sees(saySlackLate)
	ana.Types("/influencer row")
	ana.Sees("row").Press("Open")
	ana.Sees(saySlackLate)
}

func TestASlowSlackOpensNoFormAndIsNoFault(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	b := start(t, sim, Config{Commands: []Command{command("form", opens(codeForm("Edit", "")))}})
	ana := sim.As(t, "ana")
	sim.RateLimit("views.open", time.Minute, 1)
	ana.Types("/influencer form")
	ana.Sees(saySlackLate)

	// 4 seconds are more than is left, however much that is.
	sim.Slow("views.open", 4*time.Second)
	for _, left := range []time.Duration{200 * time.Millisecond, 0} {
		env := envelopeOf(t, "slash_commands", map[string]string{"user_id": ana.ID(), "trigger_id": "1.2"})
		env.received = time.Now().Add(left - giveUpAfter)
		a, err := decode(env, sim.Clock().Now())
		if err != nil {
			t.Fatal(err)
		}
		d := b.prepare(t.Context(), a, &Reply{Open: codeForm("Edit", "")})
		if !strings.Contains(string(d.payload), saySlackLate) {
			t.Errorf("with %s left the answer is %s", left, d.payload)
		}
	}
	if strings.Contains(b.log.String(), "level=ERROR") {
		t.Error("it is logged as a fault")
	}
}

func TestUnreadablePayloadsAreAcknowledged(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	b := start(t, sim, Config{Commands: []Command{command("", says("fine"))}})
	for i, frame := range []string{
		`{"envelope_id":"X0","type":"slash_commands","payload":{"text":7},"accepts_response_payload":true}`,
		`{"envelope_id":"X1","type":"interactive","payload":[1,2]}`,
		`{"envelope_id":"X2","type":"interactive","payload":{"type":"view_submission","view":{"id":3}}}`,
		`{"envelope_id":"X3","type":"events_api","payload":"no"}`,
		`{"envelope_id":"X4","type":"something_new","payload":{}}`,
		`{"envelope_id":"X5","type":9,"payload":{}}`,
		`{"envelope_id":"X6","type":"interactive","payload":{"type":"message_action","user":{"id":"U1"}}}`,
		`{"envelope_id":"X7","type":"interactive","payload":{"type":"view_closed","view":{"id":"V1"}}}`,
		`{"envelope_id":"X8","type":"interactive","payload":{"type":"block_actions","user":{"id":"U1"},"actions":[]}}`,
		`{"envelope_id":"X9","type":"interactive","payload":{"type":"view_submission","user":{"id":"U1"}}}`,
	} {
		sim.SendRaw([]byte(frame))
		id := fmt.Sprintf("X%d", i)
		eventually(t, "the acknowledgement of "+frame, func() bool { return acknowledgedRaw(sim, id) != "" })
	}
	if body := acknowledgedRaw(sim, "X2"); !strings.Contains(body, "update") {
		t.Errorf("an unreadable form is answered %q: it would close as if saved", body)
	}
	sim.SendRaw([]byte(`{"no":"id"}`))
	sim.SendRaw([]byte(`not json`))
	eventually(t, "the log", func() bool { return strings.Contains(b.log.String(), "without an envelope") })
	sim.As(t, "ana").Types("/influencer")
	sim.As(t, "ana").Sees("fine")
}

// acknowledgedRaw is the acknowledgement of an envelope that a test made up.
func acknowledgedRaw(sim *slacksim.Slack, id string) string {
	for _, e := range sim.Wire() {
		if e.Kind == "acknowledgement" && strings.Contains(e.Body, `"envelope_id":"`+id+`"`) {
			return e.Body
		}
	}
	return ""
}

func TestStaleButtonsAndForms(t *testing.T) {
	sim := workspace(t, slacksim.Config{Shortcuts: []slacksim.GlobalShortcut{{Name: "Old", CallbackID: "old"}}})
	start(t, sim, Config{Commands: []Command{command("", func(context.Context, *Request) (*Reply, error) {
		return Say(Message{Text: "row", Blocks: button("row", "gone", "Old button", "")}), nil
	})}})
	ana := sim.As(t, "ana")
	ana.Types("/influencer")
	ana.Sees("row").Press("Old button")
	ana.Sees(sayStaleClick)
	ana.Types("/influencer dance")
	ana.Sees(sayNoCommand)
	ana.Shortcut("old")
	ana.Form().Shows(sayStaleClick)
	noRefusals(t, sim)
}

func TestFaultsAfterTheHandlerDoNotSayNothingWasSaved(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	long := codeForm("Long", strings.Repeat("x", maxOwnMetadata+1))
	start(t, sim, Config{Commands: []Command{{
		Slash: "/influencer", Who: Members, Run: opens(codeForm("Edit", "")),
		Forms: []Route{{ID: "code", Run: func(context.Context, *Request) (*Reply, error) { return &Reply{Update: long}, nil }}},
	}, command("long", opens(long))}})
	ana := sim.As(t, "ana")
	ana.Types("/influencer long")
	ana.Sees("Something went wrong on our side, and the form did not open.") // nothing else was asked for
	ana.Types("/influencer")
	form := ana.Form()
	form.Submit()
	if got := form.Error("Coupon code"); !strings.Contains(got, "What you did may be saved") {
		t.Errorf("error %q", got)
	}
	noRefusals(t, sim)
}

func TestRequestsWaitForRealTimeOnly(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	start(t, sim, Config{Commands: []Command{command("", func(ctx context.Context, r *Request) (*Reply, error) {
		deadline, ok := ctx.Deadline()
		if left := time.Until(deadline); !ok || left <= 0 || left > handleWithin {
			return nil, fmt.Errorf("deadline in %s", left)
		}
		if d := r.At.Sub(sim.Clock().Now()).Abs(); d > time.Minute {
			return nil, fmt.Errorf("at %s", r.At)
		}
		return Say(Message{Text: "in time"}), nil
	})}})
	sim.Clock().Advance(1000 * time.Hour)
	ana := sim.As(t, "ana")
	ana.Types("/influencer")
	ana.Sees("in time")
}
