package bot

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// Slack lets an app post about one message a second in a channel, with short
// bursts. Source: Slack, "Rate limits", Posting messages. So three go at once,
// and not more in any three seconds; a little is added, as calls take
// different times to arrive.
const (
	messageBurst  = 3
	messageWindow = 3*time.Second + 100*time.Millisecond
)

// callsPerMinute is what a method's tier allows; 0 is a method that is not
// paced. Source: each method's page. Answers to somebody are not: a form's
// trigger dies in three seconds, so that waiting here would only lose it.
func callsPerMinute(method string) int {
	switch method {
	case "views.open", "views.push", "views.update", responseURLMethod:
		return 0
	case "usergroups.users.list", "users.list":
		return 20
	case "conversations.info", "conversations.join", "conversations.open", "conversations.history":
		return 50
	}
	return 100
}

// pace makes callers wait so that Slack's limits hold. Each channel's messages
// have a bucket, and each other method has one, so that a digest to many
// channels never stands in the way of a form. It measures real time.
type pace struct {
	mu      sync.Mutex
	buckets map[string]*bucket
}

// A bucket lets a number of calls out in any window of time.
type bucket struct {
	calls  int
	window time.Duration
	out    []time.Time // the latest calls, in order, at most that number, some still to come
	held   time.Time   // nothing goes out before: Slack said Retry-After
}

// maxBuckets is from how many on those that are as good as new are dropped:
// most belong to channels that were posted to once.
const maxBuckets = 1024

func newPace() *pace { return &pace{buckets: map[string]*bucket{}} }

// wait returns when the call may go out. It fails at once, and takes nobody's
// place, when ctx is done or would be before. A wait that is cut short keeps
// its place: a call too few harms nothing.
func (p *pace) wait(ctx context.Context, method, channelID string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	delay, err := p.reserve(ctx, method, channelID)
	if err != nil || delay <= 0 {
		return err
	}
	return sleep(ctx, delay)
}

// reserve takes a place and says in how long it is due.
func (p *pace) reserve(ctx context.Context, method, channelID string) (time.Duration, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	b := p.bucket(method, channelID)
	if b == nil {
		return 0, nil
	}
	now := time.Now()
	at := b.next(now)
	delay := at.Sub(now)
	if deadline, ok := ctx.Deadline(); ok && deadline.Before(at) {
		return 0, fmt.Errorf("pacing: the next call may go out in %s: %w", delay.Round(time.Millisecond), context.DeadlineExceeded)
	}
	if len(b.out) == b.calls {
		b.out = b.out[1:]
	}
	b.out = append(b.out, at)
	return delay, nil
}

// next is when the next call may go out, now or later.
func (b *bucket) next(now time.Time) time.Time {
	at := now
	if b.held.After(at) {
		at = b.held
	}
	if len(b.out) == b.calls {
		if free := b.out[0].Add(b.window); free.After(at) {
			at = free
		}
	}
	return at
}

// hold keeps the calls of a bucket back until a time.
func (p *pace) hold(method, channelID string, until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if b := p.bucket(method, channelID); b != nil && b.held.Before(until) {
		b.held = until
	}
}

// bucket finds or makes the bucket; p.mu is held.
func (p *pace) bucket(method, channelID string) *bucket {
	key, calls, window := method, callsPerMinute(method), time.Minute
	switch {
	case method == "chat.postMessage" || method == "chat.update":
		key, calls, window = "message "+channelID, messageBurst, messageWindow
	case calls == 0:
		return nil
	}
	if b, ok := p.buckets[key]; ok {
		return b
	}
	if len(p.buckets) >= maxBuckets {
		p.forget()
	}
	b := &bucket{calls: calls, window: window}
	p.buckets[key] = b
	return b
}

// forget drops the buckets that are as good as new; p.mu is held. A bucket
// whose calls count still is kept, however many there are: dropping it would
// break Slack's limit.
func (p *pace) forget() {
	now := time.Now()
	for key, b := range p.buckets {
		latest := b.held
		if n := len(b.out); n > 0 {
			latest = b.out[n-1]
		}
		if latest.Add(b.window).Before(now) {
			delete(p.buckets, key)
		}
	}
}

// sleep waits for d or until ctx is done, whose error it returns.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
