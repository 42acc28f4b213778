package bot

import (
	"bytes"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gorilla/websocket"
)

func TestTheWireSeesAcknowledgements(t *testing.T) {
	got := make(chan string, 10)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		upgrader := websocket.Upgrader{}
		conn, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer func() { _ = conn.Close() }()
		for {
			_, body, err := conn.ReadMessage()
			if err != nil {
				return
			}
			got <- string(body)
		}
	}))
	defer server.Close()
	w := newWire()
	conn, resp, err := w.dialer().DialContext(t.Context(), "ws"+strings.TrimPrefix(server.URL, "http"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	for _, size := range []int{0, 10, 200, 70_000 % 19_000, 20_000} {
		written := w.expect("E-1")
		body := `{"envelope_id":"E-1","payload":"` + strings.Repeat("x", size) + `"}`
		if err := conn.WriteMessage(websocket.TextMessage, []byte(body)); err != nil {
			t.Fatal(err)
		}
		if err := <-written; err != nil {
			t.Error(err)
		}
		if back := <-got; back != body {
			t.Errorf("%d bytes arrived", len(back))
		}
	}
	if err := conn.Close(); err != nil {
		t.Error(err)
	}
	written := w.expect("E-2")
	if err := conn.WriteMessage(websocket.TextMessage, []byte(`{"envelope_id":"E-2"}`)); err == nil {
		t.Error("written on a closed connection")
	}
	if err := <-written; err == nil {
		t.Error("a failed write counts as written")
	}
	w.forget("E-2")
	w.settle("E-2", nil) // nobody waits
}

func TestTheWireIsNotFooled(t *testing.T) {
	for _, frame := range [][]byte{
		nil,
		{0x81},
		{0x81, 0x80},
		{0x81, 0xFE, 0},
		{0x81, 0xFF, 0, 0, 0, 0},
		{0x8A, 0x80, 1, 2, 3, 4},
		[]byte("GET / HTTP/1.1"), append([]byte{0x81, 0x90, 0, 0, 0, 0}, `{"envelope_id":"`...),
		append([]byte{0x81, 0x90, 0, 0, 0, 0}, `{"id":"x"}`...), bytes.Repeat([]byte{0x81, 0xFF}, 500),
	} {
		if id := acknowledged(frame); id != "" {
			t.Errorf("%q: %q", frame, id)
		}
	}
	if id := acknowledged(append([]byte{0x81, 0x90, 0, 0, 0, 0}, `{"envelope_id":"E"}`...)); id != "E" {
		t.Errorf("id %q", id)
	}
}

func FuzzAcknowledged(f *testing.F) {
	f.Add(append([]byte{0x81, 0x90, 0, 0, 0, 0}, `{"envelope_id":"E"}`...))
	f.Add([]byte{0x81, 0xFE})
	f.Fuzz(func(_ *testing.T, frame []byte) { _ = acknowledged(frame) })
}

func TestABlindWireTakesQueuedForWritten(t *testing.T) {
	t.Setenv("HTTPS_PROXY", "http://127.0.0.1:9")
	w := &wire{blind: true, waiting: map[string]chan error{}}
	if err := <-w.expect("E"); err != nil {
		t.Error(err)
	}
	if w.dialer().NetDialTLSContext != nil {
		t.Error("the proxy would be spoken to in TLS")
	}
}

// brokenConn fails each write after the first few.
type brokenConn struct {
	net.Conn
	left int
}

func (c *brokenConn) Write(b []byte) (int, error) {
	if c.left--; c.left < 0 {
		return 0, errors.New("broken")
	}
	return len(b), nil
}

func TestAFailedWriteIsReported(t *testing.T) {
	w := &wire{waiting: map[string]chan error{}}
	conn := &watchedConn{Conn: &brokenConn{left: 1}, wire: w}
	frame := append([]byte{0x81, 0x90, 0, 0, 0, 0}, `{"envelope_id":"E"}`...)
	for _, fails := range []bool{false, true} {
		written := w.expect("E")
		_, _ = conn.Write(frame) // what the caller sees is what the wire tells
		if err := <-written; (err != nil) != fails {
			t.Errorf("written: %v, want failure %t", err, fails)
		}
	}
}
