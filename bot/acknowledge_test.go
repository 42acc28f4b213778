package bot

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"codekeeper/bot/slacksim"
)

// pair is two connections to a simulator, of which only the second runs.
func pair(t *testing.T, sim *slacksim.Slack) []*connection {
	t.Helper()
	httpClient := newHTTPClient()
	var conns []*connection
	for n := range 2 {
		conns = append(conns, newConnection(n, sim.AppToken(), sim.APIURL(), &openings{}, httpClient, discard()))
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	var running sync.WaitGroup
	running.Go(func() { _ = conns[1].run(ctx) })
	running.Go(func() { conns[1].drain(ctx, func(*envelope) {}, func(error) {}) })
	t.Cleanup(func() { cancel(); running.Wait(); httpClient.CloseIdleConnections() })
	eventually(t, "the second connection", conns[1].up.Load)
	return conns
}

func TestWhatOneConnectionDoesNotWriteGoesByTheOther(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	conns := pair(t, sim)
	acks := &acknowledger{conns: conns, log: discard()}
	conns[0].up.Store(true) // it seems so, but nothing is written
	began := time.Now()
	if err := acks.write(t.Context(), &envelope{ID: "X1", conn: conns[0]}, []byte(`{"text":"x"}`)); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took < writeWithin {
		t.Errorf("written after %s", took)
	}
	conns[0].up.Store(false)
	if err := acks.write(t.Context(), &envelope{ID: "X2", conn: conns[0]}, nil); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"X1", "X2"} {
		eventually(t, "the acknowledgement", func() bool { return acknowledgedRaw(sim, id) != "" })
	}
	if body := acknowledgedRaw(sim, "X2"); strings.Contains(body, "payload") {
		t.Errorf("an empty acknowledgement is %s", body)
	}
}

func TestAFailedWriteGoesByTheOther(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	conns := pair(t, sim)
	conns[0].up.Store(true)
	acks := &acknowledger{conns: conns, log: discard()}
	done := make(chan error, 1)
	go func() { done <- acks.write(t.Context(), &envelope{ID: "X1", conn: conns[0]}, nil) }()
	eventually(t, "the wait for the first", func() bool {
		conns[0].wire.mu.Lock()
		defer conns[0].wire.mu.Unlock()
		return conns[0].wire.waiting["X1"] != nil
	})
	conns[0].wire.settle("X1", context.Canceled) // as write_error does
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	eventually(t, "the acknowledgement", func() bool { return acknowledgedRaw(sim, "X1") != "" })
}

func TestAnAcknowledgementIsGivenUpInTime(t *testing.T) {
	conn := newConnection(0, "xapp-1", "http://127.0.0.1:1/", &openings{}, newHTTPClient(), discard())
	acks := &acknowledger{conns: []*connection{conn}, log: discard()}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	for range 25 { // more than slack-go's queue holds
		if err := acks.write(ctx, &envelope{ID: "X1", conn: conn}, nil); err == nil {
			t.Fatal("written by nobody")
		}
	}
}

func TestTooMuchAtOnceIsLeftForRedelivery(t *testing.T) {
	to := &logged{}
	b, err := New(Config{AppToken: "xapp-1", Client: NewClient("xoxb-1", "", nil), Queue: 2})
	if err != nil {
		t.Fatal(err)
	}
	b.log = logTo(to)
	for range 5 {
		b.take(&envelope{ID: "X"})
	}
	if len(b.queue) != 2 || len(b.lane) != 2 || b.pending.count() != 4 || !strings.Contains(to.String(), "deliver again") {
		t.Errorf("%d in the queue, %d in the lane, %d pending", len(b.queue), len(b.lane), b.pending.count())
	}
}

// BenchmarkAcknowledgement is a command's way over the socket and back, with
// a handler that does nothing.
func BenchmarkAcknowledgement(b *testing.B) {
	sim := workspace(b, slacksim.Config{})
	start(b, sim, Config{Commands: []Command{command("", says("x"))}})
	ana := sim.As(b, "ana")
	for b.Loop() {
		ana.Types("/influencer")
	}
}
