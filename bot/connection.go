package bot

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// A connection is one Socket Mode connection, which slack-go keeps open.
type connection struct {
	number int // 0 or 1
	socket *socketmode.Client
	wire   *wire
	up     atomic.Bool // Slack said hello and nothing ended it since
	log    *slog.Logger
}

// newConnection makes connection n.
func newConnection(n int, appToken, apiURL string, openings *openings, http *http.Client, log *slog.Logger) *connection {
	log = log.With("connection", n)
	gate := &opener{http: http, wait: func(ctx context.Context) error { return openings.wait(ctx, n) }}
	api := slack.New("",
		slack.OptionAppLevelToken(appToken),
		slack.OptionAPIURL(apiURL),
		slack.OptionHTTPClient(gate),
		slack.OptionLog(debugLog{log}))
	wire := newWire()
	return &connection{
		number: n, wire: wire, log: log,
		socket: socketmode.New(api,
			socketmode.OptionDialer(wire.dialer()),
			socketmode.OptionLog(debugLog{log})),
	}
}

// run keeps the connection open until ctx is done, which is no error. Another
// end is the error that slack-go could not go on with.
func (c *connection) run(ctx context.Context) error {
	err := c.socket.RunContext(ctx)
	c.up.Store(false)
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// An envelope is one payload as Slack delivered it.
type envelope struct {
	ID       string          `json:"envelope_id"`
	Type     string          `json:"type"`
	Payload  json.RawMessage `json:"payload"`
	Retry    int             `json:"retry_attempt"`
	received time.Time
	conn     *connection
}

// again says whether Slack delivered the payload before: what came of that, on
// this process or another, is not known.
func (e *envelope) again() bool { return e.Retry > 0 }

// drain takes everything that slack-go has to tell at once, until ctx is done:
// while nobody reads, slack-go answers no pings. Envelopes go to take, the
// errors of opening to refused.
func (c *connection) drain(ctx context.Context, take func(*envelope), refused func(error)) {
	for {
		select {
		case <-ctx.Done():
			return
		case event := <-c.socket.Events:
			c.heard(event, take, refused)
		}
	}
}

func (c *connection) heard(event socketmode.Event, take func(*envelope), refused func(error)) {
	switch event.Type {
	case socketmode.EventTypeConnecting:
		c.up.Store(false)
	case socketmode.EventTypeHello:
		c.up.Store(true)
		c.log.Debug("connected")
	case socketmode.EventTypeConnectionError:
		if failed, ok := event.Data.(*slack.ConnectionErrorEvent); ok {
			c.log.Warn("can't connect", "try", failed.Attempt, "wait", failed.Backoff, "err", withoutURL(failed.ErrorObj))
			refused(failed.ErrorObj)
		}
	case socketmode.EventTypeErrorWriteFailed:
		if failed, ok := event.Data.(*socketmode.ErrorWriteFailed); ok && failed.Response != nil {
			c.wire.settle(failed.Response.EnvelopeID, failed.Cause)
		}
	case socketmode.EventTypeErrorBadMessage:
		if bad, ok := event.Data.(*socketmode.ErrorBadMessage); ok {
			c.raw(bad.Message, take)
		}
	case socketmode.EventTypeSlashCommand, socketmode.EventTypeInteractive, socketmode.EventTypeEventsAPI:
		if r := event.Request; r != nil {
			take(&envelope{
				ID: r.EnvelopeID, Type: r.Type, Payload: r.Payload, Retry: r.RetryAttempt,
				received: time.Now(), conn: c,
			})
		}
	default:
		c.log.Debug("socket", "event", event.Type)
	}
}

// raw takes a payload that slack-go could not parse. What of it can be read
// is read; with an envelope id it is answered in any case.
func (c *connection) raw(message json.RawMessage, take func(*envelope)) {
	env := &envelope{received: time.Now(), conn: c}
	var loose struct {
		ID any `json:"envelope_id"`
	}
	if err := json.Unmarshal(message, env); err != nil {
		_ = json.Unmarshal(message, &loose) // an unreadable message has no id
		env.ID, _ = loose.ID.(string)
	}
	if env.ID == "" {
		c.log.Warn("unreadable message without an envelope", "bytes", len(message))
		return
	}
	take(env)
}
