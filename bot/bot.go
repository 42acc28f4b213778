package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"
)

// Defaults of Config.
const (
	defaultWorkers = 16
	defaultQueue   = 256
)

// A Config is what a bot is made of.
type Config struct {
	AppToken string  // "xapp-…", for Socket Mode
	Client   *Client // the Web API with the bot token

	Commands []Command
	Unknown  Handler // no such subcommand: Slash, Word and Line of the request tell
	Home     Handler // nil: the Home tab is left alone

	// Editors is the id of the user group whose members may change things;
	// "" means every full member.
	Editors string

	// Owners are whom a refused person may ask, user ids, best first. Who of them
	// may not change things is passed over, for another editor or, where none is
	// known, an admin of the workspace. It is given 300 milliseconds.
	Owners func(ctx context.Context) (userIDs []string, err error)

	// Carries is what the form of a request's answer carries as its Meta, at most
	// 2,000 bytes, where the answer can only be a form of its own; nil for none.
	Carries func(r *Request) string

	Clock   Clock                 // nil: RealTime
	Log     *slog.Logger          // nil: nothing is logged
	Metrics prometheus.Registerer // nil: none

	Workers int // how many requests at once; 0: 16
	Queue   int // how many may wait for a worker; 0: 256
}

// A Bot connects to Slack and answers. Make it with New, and Run it once.
type Bot struct {
	config  Config
	client  *Client
	clock   Clock
	log     *slog.Logger
	router  *router
	people  *people
	metrics *metrics
	flights flights

	http  *http.Client // for opening connections
	conns []*connection
	acks  *acknowledger
	queue chan *envelope // for the workers
	lane  chan refusal   // answered that nothing is done
	slots chan struct{}  // one for each that follows an acknowledgement

	started  atomic.Bool
	stopping atomic.Bool
	pending  tally           // envelopes taken and not done with
	base     context.Context // what outlasts a request lives as long as Run
	fatal    chan error

	mu       sync.Mutex
	identity Identity
}

// New makes a bot. The error names everything that is wrong with the routes:
// two with one id, two commands with one name, empty ids, no handler; or says
// that the client or the app token is missing. Which kind a token is of, Slack
// tells when Run begins.
func New(config Config) (*Bot, error) {
	b := &Bot{config: config, client: config.Client, clock: config.Clock, log: config.Log}
	switch {
	case config.Client == nil:
		return nil, errors.New("no client")
	case config.AppToken == "":
		return nil, errors.New("no app token")
	}
	if b.clock == nil {
		b.clock = RealTime{}
	}
	if b.log == nil {
		b.log = slog.New(slog.DiscardHandler)
	}
	var err error
	if b.router, err = newRouter(config.Commands, config.Unknown, config.Home); err != nil {
		return nil, fmt.Errorf("routes: %w", err)
	}
	b.metrics, err = newMetrics(config.Metrics, b.connectionsUp, func() float64 { return float64(len(b.queue)) })
	if err != nil {
		return nil, err
	}
	b.queue = make(chan *envelope, positive(config.Queue, defaultQueue))
	b.lane = make(chan refusal, cap(b.queue))
	b.slots = make(chan struct{}, afterSlots)
	b.fatal = make(chan error, 1)
	b.http = newHTTPClient()
	openings := &openings{}
	for n := range 2 {
		b.conns = append(b.conns, newConnection(n, config.AppToken, b.client.apiURL, openings, b.http, b.log))
	}
	b.acks = &acknowledger{conns: b.conns, log: b.log}
	b.people = newPeople(b.client, b.clock, config.Editors, b.background)
	b.client.people.Store(b.people)
	b.client.watcher.Store(&watcher{called: b.called})
	return b, nil
}

func positive(n, otherwise int) int {
	if n > 0 {
		return n
	}
	return otherwise
}

// Ready is nil when at least one connection is up and Run was not told to end.
func (b *Bot) Ready() error {
	if b.stopping.Load() {
		return errors.New("stopping")
	}
	if b.connectionsUp() == 0 {
		return errors.New("no connection to Slack is up")
	}
	return nil
}

func (b *Bot) connectionsUp() float64 {
	up := 0.0
	for _, c := range b.conns {
		if c.up.Load() {
			up++
		}
	}
	return up
}

// Identity is what auth.test said when Run began; empty before.
func (b *Bot) Identity() Identity {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.identity
}

// called hears of every Web API call.
func (b *Bot) called(method string, failed *SlackError) {
	b.metrics.call(method, failed.outcome())
	if failed != nil && TokenRefused(failed.Code) {
		b.stop(botTokenError(failed.Code))
	}
}

// stop ends Run with an error; only the first counts.
func (b *Bot) stop(err error) {
	select {
	case b.fatal <- err:
	default:
	}
}

// background runs something that may outlast a request, while Run runs.
func (b *Bot) background(do func(ctx context.Context)) {
	b.pending.add()
	go func() {
		defer b.pending.done()
		do(b.base)
	}()
}
