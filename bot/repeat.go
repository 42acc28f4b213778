package bot

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"
)

// repeat answers a second delivery of what is under way as the first.
func (b *Bot) repeat(ctx context.Context, a *act, first *flight) {
	select {
	case <-first.settled:
		b.acknowledge(ctx, a.env, a.Kind.String(), first.payload)
		b.metrics.request(a.Kind.String(), "repeat", outcomeOK)
	case <-ctx.Done():
	case <-time.After(2 * acknowledgeWithin):
		b.log.Warn("repeat of a request that did not end", "kind", a.Kind.String())
	}
}

// turnAway answers without running anything: that nothing was done, or as the
// first delivery when that is under way, or that it is not certain when there
// was an earlier one.
func (b *Bot) turnAway(ctx context.Context, r refusal) {
	a, err := decode(r.env, b.clock.Now())
	if errors.Is(err, errIgnored) || err == nil && a.Kind == KindHome {
		b.acknowledge(ctx, r.env, "ignored", nil)
		return
	}
	if err != nil {
		b.unreadable(ctx, r.env)
		return
	}
	if first := b.flights.of(a); first != nil {
		// Beside the lane, which others wait in. Slack delivers one payload a
		// few times at most, so that these are few.
		b.background(func(ctx context.Context) { b.repeat(ctx, a, first) })
		return
	}
	why := r.why
	if r.env.again() {
		why = newUnsure(a.Kind)
	}
	d := b.prepare(ctx, a, b.tell(a, why))
	b.acknowledge(ctx, r.env, a.Kind.String(), d.payload)
	b.metrics.request(a.Kind.String(), "unknown", r.why.outcome)
	b.follow(a, d)
}

// flights are the requests under way on this process, by their id.
type flights struct {
	mu  sync.Mutex
	all map[string]*flight
}

type flight struct {
	key     string
	settled chan struct{}
	once    sync.Once
	payload json.RawMessage
}

func (f *flight) settle(payload json.RawMessage) {
	f.once.Do(func() {
		f.payload = payload
		close(f.settled)
	})
}

// flightKey is the same for each delivery of one act.
func flightKey(a *act) string { return a.Kind.String() + " " + a.UserID + " " + a.ID }

// of is the flight under way that an act belongs to, nil when there is none.
func (fs *flights) of(a *act) *flight {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	return fs.all[flightKey(a)]
}

// join says which flight an act belongs to, and whether it is the first.
func (fs *flights) join(a *act) (f *flight, first bool) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	key := flightKey(a)
	if f, ok := fs.all[key]; ok {
		return f, false
	}
	if fs.all == nil {
		fs.all = map[string]*flight{}
	}
	f = &flight{key: key, settled: make(chan struct{})}
	fs.all[key] = f
	return f, true
}

func (fs *flights) leave(f *flight) {
	f.settle(nil)
	fs.mu.Lock()
	defer fs.mu.Unlock()
	delete(fs.all, f.key)
}
