package bot

import (
	"context"
	"fmt"
	"slices"
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

// callsPerMinute is what a method's tier allows. Source: each method's page.
// The methods of views that answer somebody are absent: their trigger dies in
// three seconds, so that waiting here would only lose it.
func callsPerMinute(method string) int {
	switch method {
	case "views.open", "views.push", "views.update", responseURLMethod:
		return 0
	case "usergroups.users.list":
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
	out    []time.Time // the latest calls, at most that number, some still to come
	held   time.Time   // nothing goes out before: Slack said Retry-After
}

// maxBuckets bounds the memory for channels that were posted to once.
const maxBuckets = 1024

func newPace() *pace { return &pace{buckets: map[string]*bucket{}} }

// wait returns when the call may go out. It fails at once when ctx would be
// done before.
func (p *pace) wait(ctx context.Context, method, channelID string) error {
	at, giveBack := p.reserve(method, channelID)
	if giveBack == nil {
		return ctx.Err()
	}
	delay := time.Until(at)
	if delay <= 0 {
		return ctx.Err()
	}
	if deadline, ok := ctx.Deadline(); ok && deadline.Before(at) {
		giveBack()
		return fmt.Errorf("pacing: the next call may go out in %s: %w", delay.Round(time.Millisecond), context.DeadlineExceeded)
	}
	if err := sleep(ctx, delay); err != nil {
		giveBack()
		return err
	}
	return nil
}

// reserve takes a place and says when it is due; giveBack is nil when the
// method is not paced.
func (p *pace) reserve(method, channelID string) (at time.Time, giveBack func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	b := p.bucket(method, channelID)
	if b == nil {
		return time.Time{}, nil
	}
	at = time.Now()
	if b.held.After(at) {
		at = b.held
	}
	if n := len(b.out); n == b.calls {
		if free := b.out[0].Add(b.window); free.After(at) {
			at = free
		}
		b.out = b.out[1:]
	}
	b.out = append(b.out, at)
	return at, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		if i := slices.IndexFunc(b.out, at.Equal); i >= 0 {
			b.out = slices.Delete(b.out, i, i+1)
		}
	}
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

// forget drops the buckets that are as good as new; p.mu is held.
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
