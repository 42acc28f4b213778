package slacksim

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// The limits of Socket Mode.
const (
	// maxSockets is how many connections one app may have open.
	maxSockets = 10
	// maxAck is the size in bytes from which an acknowledgement is dropped without a word.
	maxAck = 20_480
	// pingEvery is how often a connection is pinged; clients give one up after 30 seconds without.
	pingEvery = 5 * time.Second
	// writeWithin is how long one write may take.
	writeWithin = 5 * time.Second
	// warnBefore is how long a connection stays open after a warning, by the workspace's clock.
	warnBefore = 10 * time.Second
	// outgoing is how many frames may wait for a client that doesn't read.
	outgoing = 1024
)

// sockets are the connections and what is under way on them.
type sockets struct {
	tickets    map[string]bool
	open       []*socket
	next       int // the connection whose turn it is
	deliveries map[string]*delivery
	waiting    []*delivery // no connection was open
	latest     *delivery
}

func newSockets() sockets {
	return sockets{tickets: map[string]bool{}, deliveries: map[string]*delivery{}}
}

// socket is one connection.
type socket struct {
	ws        *websocket.Conn
	out       chan frame
	gone      chan struct{}
	once      sync.Once
	pingEvery time.Duration
	closeAt   time.Time // a warning's end by the workspace's clock; zero is none
}

// frame is one text message to write; last closes the connection after it.
type frame struct {
	body []byte
	last bool
}

// drop ends the connection. It may be called often and from anywhere.
func (k *socket) drop() {
	k.once.Do(func() { close(k.gone) })
}

// send queues a frame; a client that doesn't read loses the connection.
func (k *socket) send(f frame) {
	select {
	case k.out <- f:
	default:
		k.drop()
	}
}

// write writes what is queued, and pings, until the connection is dropped.
func (k *socket) write() {
	ping := time.NewTicker(k.pingEvery)
	defer ping.Stop()
	defer func() { _ = k.ws.Close() }()
	defer k.drop()
	deadline := func() time.Time { return time.Now().Add(writeWithin) }
	for {
		select {
		case <-k.gone:
			return
		case <-ping.C:
			if k.ws.WriteControl(websocket.PingMessage, []byte("ping"), deadline()) != nil {
				return
			}
		case f := <-k.out:
			_ = k.ws.SetWriteDeadline(deadline())
			if k.ws.WriteMessage(websocket.TextMessage, f.body) != nil {
				return
			}
			if f.last {
				closing := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
				_ = k.ws.WriteControl(websocket.CloseMessage, closing, deadline())
				return
			}
		}
	}
}

// serveSocket is the address that apps.connections.open gave. Its ticket is good for one connection.
func (s *Slack) serveSocket(w http.ResponseWriter, r *http.Request) {
	ticket := r.URL.Query().Get("ticket")
	s.mu.Lock()
	valid := s.sockets.tickets[ticket] && !s.closed
	delete(s.sockets.tickets, ticket)
	refuse := valid && s.faults.refuse > 0
	if refuse {
		s.faults.refuse--
	}
	if valid {
		s.wg.Add(1)
		defer s.wg.Done()
	}
	s.mu.Unlock()
	if !valid {
		http.Error(w, "invalid ticket", http.StatusForbidden)
		return
	}
	upgrader := websocket.Upgrader{CheckOrigin: appOrigin}
	ws, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // the upgrader has answered
	}
	if refuse {
		s.note("socket", "refused", "")
		_ = ws.Close()
		return
	}
	k := &socket{ws: ws, out: make(chan frame, outgoing), gone: make(chan struct{}), pingEvery: s.pingTime}
	s.wg.Go(k.write)
	s.greet(k, r.URL.Query().Get("debug_reconnects") == "true")
	s.listen(k)
}

// appOrigin lets an app connect, and no other site's page: clients send no Origin, or Slack's own as slack-go does.
func appOrigin(r *http.Request) bool {
	return r.Header.Get("Origin") == "https://api.slack.com" || ownOrigin(r)
}

// greet says hello, or that there are too many connections, and hands over what waits for a connection.
func (s *Slack) greet(k *socket, short bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		k.drop()
		return
	}
	if len(s.sockets.open) >= maxSockets {
		s.passed("socket", "too_many_websockets", "", "")
		k.send(frame{s.disconnectFrame("too_many_websockets"), true})
		return
	}
	s.sockets.open = append(s.sockets.open, k)
	lasts := 18060 // seconds
	if short {
		lasts = 360
	}
	hello := encode(doc{
		"type": "hello", "num_connections": len(s.sockets.open),
		"connection_info": doc{"app_id": s.ids.app},
		"debug_info":      doc{"host": "applink-1", "build_number": 1, "approximate_connection_time": lasts},
	})
	k.send(frame{body: hello})
	s.passed("socket", "hello", string(hello), "")
	waiting := s.sockets.waiting
	s.sockets.waiting = nil
	for _, d := range waiting {
		s.deliver(d)
	}
	s.bump()
}

// listen reads acknowledgements until the connection goes, then gives what it held to another.
func (s *Slack) listen(k *socket) {
	defer k.drop()
	for {
		_, body, err := k.ws.ReadMessage()
		if err != nil {
			break
		}
		s.hear(body)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sockets.open = slices.DeleteFunc(s.sockets.open, func(other *socket) bool { return other == k })
	s.passed("socket", "closed", "", "")
	for _, d := range s.unacknowledged() {
		if d.on == k && !s.closed {
			d.attempt++
			d.reason = "connection_closed"
			s.deliver(d)
		}
	}
	s.bump()
}

// hear takes what the app wrote, now or as late as was asked for.
func (s *Slack) hear(body []byte) {
	s.mu.Lock()
	late := s.faults.slow[slowAcknowledgements]
	s.mu.Unlock()
	if late <= 0 {
		s.acknowledged(body)
		return
	}
	s.wg.Go(func() {
		timer := time.NewTimer(late)
		defer timer.Stop()
		select {
		case <-timer.C:
			s.acknowledged(body)
		case <-s.stop:
		}
	})
}

func (s *Slack) disconnectFrame(reason string) []byte {
	return encode(doc{"type": "disconnect", "reason": reason, "debug_info": doc{"host": "applink-1"}})
}

func (s *Slack) note(kind, name, body string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.passed(kind, name, body, "")
}

// WaitConnected waits until n connections are open and were greeted. It returns an error that wraps ctx's.
func (s *Slack) WaitConnected(ctx context.Context, n int) error {
	open := 0
	ok := s.await(ctx, func() bool {
		open = len(s.sockets.open)
		return open >= n
	})
	if ok {
		return nil
	}
	return fmt.Errorf("%d of %d connections are open: %w", open, n, context.Cause(ctx))
}

// CutSockets breaks all connections without a word.
func (s *Slack) CutSockets() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range s.sockets.open {
		k.drop()
	}
}

// Disconnect tells all connections to go. "warning" leaves them open for about ten seconds of the workspace's clock;
// "refresh_requested" and "link_disabled" close them at once.
func (s *Slack) Disconnect(reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	body := s.disconnectFrame(reason)
	s.passed("socket", "disconnect", string(body), "")
	for _, k := range s.sockets.open {
		if reason == "warning" {
			k.closeAt = s.clock.Now().Add(warnBefore)
		}
		k.send(frame{body, reason != "warning"})
	}
}

// RefuseSockets accepts the next connections and closes them before saying hello.
func (s *Slack) RefuseSockets(times int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.refuse = times
}

// SendRaw sends any frame on one connection, also an unreadable one.
func (s *Slack) SendRaw(body []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if k := s.nextSocket(); k != nil {
		k.send(frame{body: body})
		s.passed("envelope", "raw", string(body), "")
	}
}

// nextSocket takes turns. The caller holds s.mu.
func (s *Slack) nextSocket() *socket {
	if len(s.sockets.open) == 0 {
		return nil
	}
	s.sockets.next++
	return s.sockets.open[s.sockets.next%len(s.sockets.open)]
}
