package slacksim

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// rawSocket is a connection without a library, for what slack-go would not send or show.
type rawSocket struct {
	t  *testing.T
	ws *websocket.Conn
}

func dial(t *testing.T, sim *Slack) *rawSocket {
	t.Helper()
	_, url, err := client(t, sim).StartSocketModeContext(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ws, resp, err := websocket.DefaultDialer.DialContext(t.Context(), url, nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	t.Cleanup(func() { _ = ws.Close() })
	return &rawSocket{t, ws}
}

// read is the next frame, nil when the connection is closed.
func (r *rawSocket) read() doc {
	r.t.Helper()
	if err := r.ws.SetReadDeadline(time.Now().Add(5 * time.Second)); err != nil {
		r.t.Fatal(err)
	}
	_, body, err := r.ws.ReadMessage()
	if err != nil {
		return nil
	}
	return decodeObject(body)
}

func (r *rawSocket) write(v any) {
	r.t.Helper()
	if err := r.ws.WriteMessage(websocket.TextMessage, encode(v)); err != nil {
		r.t.Fatal(err)
	}
}

// hello reads the greeting.
func (r *rawSocket) hello() {
	r.t.Helper()
	if d := r.read(); str(d, "type") != "hello" || obj(d, "connection_info")["app_id"] == "" {
		r.t.Fatalf("first frame %v, want hello", d)
	}
}

// types lets somebody type without waiting for the end; done tells it.
func types(p *Person, line string) (done chan struct{}) {
	done = make(chan struct{})
	go func() {
		defer close(done)
		p.Types(line)
	}()
	return done
}

func TestPayloadsTakeTurnsBetweenConnections(t *testing.T) {
	sim := workspace(t, Config{})
	got := map[*app]int{}
	answer := func(a *app, e socketmode.Event, _ slack.SlashCommand) {
		sim.mu.Lock()
		got[a]++
		sim.mu.Unlock()
		a.ack(e, map[string]any{"text": "here"})
	}
	one, two := connect(t, sim), connect(t, sim)
	one.onCommand(answer)
	two.onCommand(answer)
	ana := sim.As(t, "ana")
	for range 6 {
		ana.Types("/influencer")
		ana.Sees("here")
	}
	sim.mu.Lock()
	defer sim.mu.Unlock()
	if got[one] != 3 || got[two] != 3 {
		t.Errorf("got %d and %d, want 3 each", got[one], got[two])
	}
}

func TestWhatIsUnacknowledgedComesAgainWhenTheConnectionGoes(t *testing.T) {
	sim := workspace(t, Config{})
	first := dial(t, sim)
	first.hello()
	ana := sim.As(t, "ana")
	done := types(ana, "/influencer list")
	before := first.read()
	if err := first.ws.Close(); err != nil {
		t.Fatal(err)
	}
	second := dial(t, sim)
	second.hello()
	after := second.read()
	if str(after, "envelope_id") == str(before, "envelope_id") || after["retry_attempt"] != 1.0 || str(after, "retry_reason") == "" {
		t.Errorf("redelivered as %v", after)
	}
	if a, b := obj(before, "payload"), obj(after, "payload"); str(a, "trigger_id") != str(b, "trigger_id") || str(b, "text") != "list" {
		t.Errorf("payload %v, want %v", b, a)
	}
	second.write(doc{"envelope_id": after["envelope_id"], "payload": doc{"text": "second"}})
	<-done
	ana.Sees("second")
}

func TestWhatIsUnacknowledgedComesAgainAfterOneAndFiveMinutes(t *testing.T) {
	sim := workspace(t, Config{Start: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)})
	sim.ackLimit = 10 * time.Millisecond
	k := dial(t, sim)
	k.hello()
	ana := sim.As(t, "ana")
	ana.Types("/influencer")
	ana.Sees("operation_timeout")
	if d := k.read(); d["retry_attempt"] != 0.0 {
		t.Errorf("first %v", d)
	}
	sim.Clock().Advance(time.Minute)
	if d := k.read(); d["retry_attempt"] != 1.0 || d["retry_reason"] != "timeout" {
		t.Errorf("after a minute %v", d)
	}
	sim.Clock().Advance(4 * time.Minute)
	last := k.read()
	if last["retry_attempt"] != 2.0 {
		t.Errorf("after five minutes %v", last)
	}
	k.write(doc{"envelope_id": last["envelope_id"]})
	if !sim.await(t.Context(), func() bool { return len(sim.unacknowledged()) == 0 }) {
		t.Error("still unacknowledged")
	}
}

func TestALargeAcknowledgementIsDropped(t *testing.T) {
	sim := workspace(t, Config{})
	sim.ackLimit = 50 * time.Millisecond
	k := dial(t, sim)
	k.hello()
	ana := sim.As(t, "ana")
	done := types(ana, "/influencer")
	d := k.read()
	size := len(encode(doc{"envelope_id": d["envelope_id"], "payload": doc{"text": ""}}))
	k.write(doc{"envelope_id": d["envelope_id"], "payload": doc{"text": strings.Repeat("x", 20_480-size)}})
	<-done
	ana.Sees("operation_timeout")
	if r := sim.Refusals(); len(r) != 1 || r[0].Method != "acknowledgement" || r[0].Error != "too_large" {
		t.Errorf("refusals %v", r)
	}
	sim.ackLimit = 5 * time.Second
	done = types(ana, "/influencer")
	d = k.read()
	k.write(doc{"envelope_id": d["envelope_id"], "payload": doc{"text": strings.Repeat("x", 20_479-size)}})
	<-done
	ana.Sees("xxx")
}

func TestNobodyIsThere(t *testing.T) {
	sim := workspace(t, Config{})
	sim.ackLimit = 10 * time.Millisecond
	ana := sim.As(t, "ana")
	ana.Types("/influencer")
	ana.Sees("/influencer failed because the app did not respond (operation_timeout)")
	k := dial(t, sim)
	k.hello()
	sim.ackLimit = 5 * time.Second
	done := types(ana, "/influencer new")
	d := k.read()
	if got := str(obj(d, "payload"), "text"); got != "new" {
		t.Errorf("the first payload is %q: what nobody took must not come later", got)
	}
	k.write(doc{"envelope_id": d["envelope_id"]})
	<-done
}

func TestAnEleventhConnectionIsTurnedAway(t *testing.T) {
	sim := workspace(t, Config{})
	for range 10 {
		dial(t, sim).hello()
	}
	k := dial(t, sim)
	if d := k.read(); str(d, "type") != "disconnect" || str(d, "reason") != "too_many_websockets" {
		t.Errorf("got %v", d)
	}
	if k.read() != nil {
		t.Error("the connection stays open")
	}
}

func TestATicketIsGoodOnce(t *testing.T) {
	sim := workspace(t, Config{})
	_, url, err := client(t, sim).StartSocketModeContext(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ws, resp, err := websocket.DefaultDialer.DialContext(t.Context(), url, nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	defer func() { _ = ws.Close() }()
	_, resp, err = websocket.DefaultDialer.DialContext(t.Context(), url, nil)
	if err == nil || resp.StatusCode != http.StatusForbidden {
		t.Errorf("a second connection with one ticket: %v %v", resp, err)
	}
	_ = resp.Body.Close()
}

func TestDisconnect(t *testing.T) {
	sim := workspace(t, Config{})
	k := dial(t, sim)
	k.hello()
	sim.Disconnect("warning")
	if d := k.read(); str(d, "reason") != "warning" {
		t.Errorf("got %v", d)
	}
	sim.Clock().Advance(11 * time.Second)
	if d := k.read(); str(d, "reason") != "refresh_requested" {
		t.Errorf("ten seconds after the warning %v", d)
	}
	if k.read() != nil {
		t.Error("the connection stays open")
	}
	k = dial(t, sim)
	k.hello()
	sim.Disconnect("link_disabled")
	if d := k.read(); str(d, "reason") != "link_disabled" {
		t.Errorf("got %v", d)
	}
	if k.read() != nil {
		t.Error("the connection stays open")
	}
}

func TestTheAppComesBack(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	a.onCommand(func(a *app, e socketmode.Event, _ slack.SlashCommand) { a.ack(e, map[string]any{"text": "back"}) })
	opened := func() int {
		n := 0
		for _, c := range sim.record.calls {
			if c.Method == "apps.connections.open" {
				n++
			}
		}
		return n
	}
	ana := sim.As(t, "ana")
	for _, fault := range []struct {
		cut    func()
		opened int // how often a connection was asked for by then
	}{
		{sim.CutSockets, 2},
		{func() { sim.Disconnect("refresh_requested") }, 3},
		{func() { sim.RefuseSockets(2); sim.CutSockets() }, 6},
	} {
		fault.cut()
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		if !sim.await(ctx, func() bool { return opened() >= fault.opened && len(sim.sockets.open) == 1 }) {
			t.Errorf("the app did not come back for the %dth time", fault.opened)
		}
		cancel()
		ana.Types("/influencer")
		ana.Sees("back")
	}
}

func TestRawFramesReachTheApp(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	got := make(chan string, 10)
	a.onEvent(func(_ *app, e socketmode.Event) {
		if bad, ok := e.Data.(*socketmode.ErrorBadMessage); ok {
			got <- string(bad.Message)
		}
	})
	sim.SendRaw([]byte(`{"type":"interactive","envelope_id":"e1","payload":"not an object"}`))
	select {
	case m := <-got:
		if !json.Valid([]byte(m)) || !strings.Contains(m, "e1") {
			t.Errorf("got %s", m)
		}
	case <-time.After(5 * time.Second):
		t.Error("no bad message arrived")
	}
}

func TestRedeliver(t *testing.T) {
	sim := workspace(t, Config{})
	if err := sim.Redeliver(); err == nil {
		t.Error("nothing was sent yet, but it was sent again")
	}
	a := connect(t, sim)
	var seen []string
	a.onCommand(func(a *app, e socketmode.Event, c slack.SlashCommand) {
		seen = append(seen, c.TriggerID)
		if e.Request.RetryAttempt != len(seen)-1 {
			t.Errorf("attempt %d is the %dth", e.Request.RetryAttempt, len(seen))
		}
		a.ack(e, map[string]any{"text": "once"})
	})
	ana := sim.As(t, "ana")
	ana.Types("/influencer")
	for range 2 {
		if err := sim.Redeliver(); err != nil {
			t.Fatal(err)
		}
	}
	if len(seen) != 3 || seen[0] != seen[2] {
		t.Errorf("triggers %v", seen)
	}
	general, _ := sim.Channel("general")
	if n := len(sim.Messages(general.ID)); n != 1 {
		t.Errorf("%d answers are shown, want the first only", n)
	}
}

func TestAPayloadWhereNoneIsTakenIsRefused(t *testing.T) {
	sim := workspace(t, Config{Shortcuts: []GlobalShortcut{{Name: "What is TBD", CallbackID: "tbd"}}})
	a := connect(t, sim)
	a.onClick(func(a *app, e socketmode.Event, c slack.InteractionCallback) {
		if c.Type != slack.InteractionTypeShortcut || c.CallbackID != "tbd" || c.TriggerID == "" {
			t.Errorf("shortcut %+v", c)
		}
		a.ack(e, map[string]any{"text": "lost"})
	})
	sim.As(t, "ana").Shortcut("tbd")
	if r := sim.Refusals(); len(r) != 1 || r[0].Error != "payload_not_accepted" {
		t.Errorf("refusals %v", r)
	}
}

func TestConnectionsArePinged(t *testing.T) {
	sim := workspace(t, Config{})
	sim.pingTime = time.Millisecond
	k := dial(t, sim)
	k.hello()
	pings := 0
	answer := k.ws.PingHandler()
	k.ws.SetPingHandler(func(data string) error {
		if pings++; pings == 10 {
			sim.Disconnect("link_disabled")
		}
		return answer(data)
	})
	if d := k.read(); str(d, "reason") != "link_disabled" {
		t.Errorf("got %v", d)
	}
}
