package bot

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/binary"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// wire watches what a connection really writes. slack-go says that an
// acknowledgement is queued, never that it is written; what is queued when a
// connection goes away may be lost unseen. So the bytes are watched on their
// way out: an acknowledgement is one text frame that begins with its envelope
// id.
type wire struct {
	blind bool // behind a proxy frames can't be seen: queued counts as written

	mu      sync.Mutex
	waiting map[string]chan error
}

func newWire() *wire {
	// Where Slack's socket is reached through a proxy, the TLS connection is
	// made inside the websocket library and shows only encrypted bytes.
	req, err := http.NewRequest(http.MethodGet, "https://wss-primary.slack.com/", nil)
	if err != nil {
		return &wire{waiting: map[string]chan error{}}
	}
	proxy, err := http.ProxyFromEnvironment(req)
	return &wire{blind: proxy != nil || err != nil, waiting: map[string]chan error{}}
}

// dialer makes connections that report to the wire. One acknowledgement must
// fit the write buffer: Slack does not put continued frames together.
func (w *wire) dialer() *websocket.Dialer {
	plain := &net.Dialer{Timeout: 15 * time.Second, KeepAlive: 15 * time.Second}
	d := &websocket.Dialer{
		Proxy:            http.ProxyFromEnvironment,
		HandshakeTimeout: 20 * time.Second,
		WriteBufferSize:  32 * 1024,
		NetDialContext:   w.watched(plain.DialContext),
	}
	if !w.blind {
		d.NetDialTLSContext = w.watched((&tls.Dialer{NetDialer: plain}).DialContext)
	}
	return d
}

type dial func(ctx context.Context, network, address string) (net.Conn, error)

func (w *wire) watched(dial dial) dial {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return &watchedConn{Conn: conn, wire: w}, nil
	}
}

// expect says when the acknowledgement of an envelope is written (nil) or
// failed. Whoever expects must forget.
func (w *wire) expect(envelopeID string) <-chan error {
	done := make(chan error, 1)
	if w.blind {
		done <- nil
		return done
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.waiting[envelopeID] = done
	return done
}

func (w *wire) forget(envelopeID string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.waiting, envelopeID)
}

// settle tells whoever expects this envelope.
func (w *wire) settle(envelopeID string, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if done, ok := w.waiting[envelopeID]; ok {
		delete(w.waiting, envelopeID)
		done <- err
	}
}

type watchedConn struct {
	net.Conn
	wire *wire
}

// Write writes, and reports an acknowledgement that went out or did not.
func (c *watchedConn) Write(b []byte) (int, error) {
	id := acknowledged(b) // before: the buffer is the caller's again afterwards
	n, err := c.Conn.Write(b)
	if id != "" {
		c.wire.settle(id, err)
	}
	return n, err
}

// acknowledged reads the envelope id out of a masked text frame (RFC 6455,
// section 5.2); "" for anything else.
func acknowledged(frame []byte) string {
	const finalText, masked = 0x81, 0x80
	if len(frame) < 2 || frame[0] != finalText || frame[1]&masked == 0 {
		return ""
	}
	head := 2
	switch frame[1] &^ masked {
	case 126:
		head += 2
	case 127:
		head += 8
	}
	if len(frame) < head+4 {
		return ""
	}
	var key [4]byte
	binary.BigEndian.PutUint32(key[:], binary.BigEndian.Uint32(frame[head:]))
	payload := frame[head+4:]
	begin := make([]byte, min(len(payload), 256))
	for i := range begin {
		begin[i] = payload[i] ^ key[i%4]
	}
	rest, ok := bytes.CutPrefix(begin, []byte(`{"envelope_id":"`))
	if !ok {
		return ""
	}
	id, _, ok := bytes.Cut(rest, []byte(`"`))
	if !ok {
		return ""
	}
	return string(id)
}
