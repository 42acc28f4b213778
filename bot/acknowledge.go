package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"
)

// How acknowledgements are written.
const (
	// maxAcknowledgement is what an acknowledgement may hold, in bytes of
	// JSON. Slack silently drops 20,480 and more; the envelope needs some.
	maxAcknowledgement = 18000
	// writeWithin is how long a connection is given to write one before the
	// other is tried; acknowledgeWithin is how long all of it may take.
	writeWithin, acknowledgeWithin = time.Second, 10 * time.Second
)

var errNotWritten = errors.New("not written in time")

// acknowledger writes acknowledgements: on the connection that brought the
// envelope, and when that fails or stays silent on the other one.
type acknowledger struct {
	conns []*connection
	log   *slog.Logger
}

// write returns when the acknowledgement is written. payload is nil for an
// empty one. The error is for the log: Slack will deliver again.
func (a *acknowledger) write(ctx context.Context, env *envelope, payload json.RawMessage) error {
	ctx, cancel := context.WithTimeout(ctx, acknowledgeWithin)
	defer cancel()
	conn, err := a.first(env), error(nil)
	for ctx.Err() == nil {
		if err = conn.acknowledge(ctx, env.ID, payload); err == nil {
			return nil
		}
		a.log.Warn("acknowledgement not written", "connection", conn.number, "envelope", env.ID, "err", err)
		if !errors.Is(err, errNotWritten) && sleep(ctx, 50*time.Millisecond) != nil {
			break
		}
		conn = a.next(conn)
	}
	return fmt.Errorf("acknowledge %s: %w", env.ID, errors.Join(err, ctx.Err()))
}

// first is the connection that brought the envelope, unless only another one
// is up.
func (a *acknowledger) first(env *envelope) *connection {
	if env.conn.up.Load() {
		return env.conn
	}
	return a.next(env.conn)
}

// next is another connection that is up, or else the same one.
func (a *acknowledger) next(conn *connection) *connection {
	for _, other := range a.conns {
		if other != conn && other.up.Load() {
			return other
		}
	}
	return conn
}

// acknowledge writes one acknowledgement on this connection.
func (c *connection) acknowledge(ctx context.Context, envelopeID string, payload json.RawMessage) error {
	ctx, cancel := context.WithTimeout(ctx, writeWithin)
	defer cancel()
	written := c.wire.expect(envelopeID)
	defer c.wire.forget(envelopeID)
	var body any
	if payload != nil {
		body = payload
	}
	if err := c.socket.AckCtx(ctx, envelopeID, body); err != nil {
		if ctx.Err() != nil {
			return errNotWritten
		}
		return err
	}
	select {
	case err := <-written:
		return err
	case <-ctx.Done():
		return errNotWritten
	}
}
