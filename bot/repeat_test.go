package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"codekeeper/bot/slacksim"
)

func TestARedeliveryHasTheSameIDAndOpensNoSecondForm(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	ids := make(chan string, 4)
	b := start(t, sim, Config{Commands: []Command{{
		Slash: "/influencer", Who: Members,
		Run: func(_ context.Context, r *Request) (*Reply, error) {
			ids <- r.ID
			return &Reply{Open: codeForm("Edit", "")}, nil
		},
		Forms: []Route{{ID: "code", Run: func(_ context.Context, r *Request) (*Reply, error) {
			ids <- r.ID
			return nil, nil
		}}},
	}}})
	ana := sim.As(t, "ana")
	ana.Types("/influencer")
	form := ana.Form()
	// One that comes while the first is under way shares its answer, and runs nothing.
	eventually(t, "the first is through", b.flights.none)
	if err := sim.Redeliver(); err != nil {
		t.Fatal(err)
	}
	if first, second := <-ids, <-ids; first != second {
		t.Errorf("ids %s and %s", first, second)
	}
	form.Fill("Coupon code", "X").Submit()
	form.Closed()
	eventually(t, "the first is through", b.flights.none)
	if err := sim.Redeliver(); err != nil {
		t.Fatal(err)
	}
	if first, second := <-ids, <-ids; first != second {
		t.Errorf("ids %s and %s", first, second)
	}
}

// none says whether no request is under way.
func (fs *flights) none() bool {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	return len(fs.all) == 0
}

func TestARepeatUnderWaySharesTheAnswer(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	var runs atomic.Int32
	entered, release := make(chan struct{}), make(chan struct{})
	start(t, sim, Config{Commands: []Command{command("", func(context.Context, *Request) (*Reply, error) {
		if runs.Add(1) == 1 {
			close(entered)
		}
		<-release
		return Say(Message{Text: "once"}), nil
	})}})
	ana := sim.As(t, "ana")
	typed, repeated := make(chan struct{}), make(chan error, 1)
	go func() { ana.Types("/influencer"); close(typed) }()
	<-entered
	go func() { repeated <- sim.Redeliver() }()
	eventually(t, "the repeat to wait for the first", func() bool { return underWay("bot.(*Bot).repeat(") })
	close(release)
	<-typed
	if err := <-repeated; err != nil {
		t.Fatal(err)
	}
	ana.Sees("once")
	if n := runs.Load(); n != 1 {
		t.Errorf("the handler ran %d times", n)
	}
}

// underWay says whether a function is being run in any goroutine.
func underWay(function string) bool {
	stacks := make([]byte, 1<<20)
	return bytes.Contains(stacks[:runtime.Stack(stacks, true)], []byte(function))
}

// What is turned away was perhaps taken before: then it must not be said that
// nothing was saved.
func TestARepeatThatIsTurnedAway(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	b := start(t, sim, Config{Commands: []Command{command("", says("x"))}})
	eventually(t, "a connection", func() bool { return b.Ready() == nil })
	busy := newProblem(outcomeBusy, sayBusy)
	form := map[string]any{"type": "view_submission", "user": map[string]string{"id": "U1"}, "view": map[string]any{
		"id": "V1", "type": "modal", "blocks": []map[string]string{{"type": "input", "block_id": "code"}},
	}}
	typed := map[string]string{"user_id": "U1", "trigger_id": "1.2"}
	for id, test := range map[string]struct {
		kind     string
		payload  any
		retry    int
		underWay bool
		says     string
	}{
		"X1": {"slash_commands", typed, 0, false, sayBusy},
		"X2": {"slash_commands", typed, 1, false, sayUnsure},
		"X3": {"slash_commands", typed, 2, true, "as the first"},
		"X4": {"interactive", form, 0, false, sayBusy},
		"X5": {"interactive", form, 1, false, sayUnsureForm},
		"X6": {"interactive", form, 0, true, "as the first"},
	} {
		env := envelopeOf(t, test.kind, test.payload)
		env.ID, env.Retry, env.conn = id, test.retry, b.conns[0]
		first := b.inFlight(t, env, test.underWay)
		b.turnAway(t.Context(), refusal{env, busy}) // returns though the first is under way
		if first != nil {
			first.settle(json.RawMessage(`{"text":"as the first"}`))
			b.flights.leave(first)
		}
		eventually(t, "the acknowledgement of "+id, func() bool { return acknowledgedRaw(sim, id) != "" })
		if got := acknowledgedRaw(sim, id); !strings.Contains(got, test.says) {
			t.Errorf("%s is answered %s, want %q", id, got, test.says)
		}
	}
}

// inFlight is a flight that the envelope's act belongs to, when there is one.
func (r *running) inFlight(t *testing.T, env *envelope, underWay bool) *flight {
	t.Helper()
	if !underWay {
		return nil
	}
	a, err := decode(env, r.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	f, first := r.flights.join(a)
	if !first {
		t.Fatal("it is under way already")
	}
	return f
}
