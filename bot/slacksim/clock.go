package slacksim

import (
	"sync"
	"time"
)

// Clock is the workspace's time. It can be moved; real time goes on on top of wherever it was moved to.
type Clock struct {
	mu     sync.Mutex
	offset time.Duration
	began  time.Time     // when the workspace began, by its own time
	moved  chan struct{} // holds one token when the clock was moved
}

func newClock(start time.Time) *Clock {
	c := &Clock{began: time.Now(), moved: make(chan struct{}, 1)}
	if !start.IsZero() {
		c.began = start
		c.offset = time.Until(start)
	}
	return c
}

// Now is the workspace's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.offset).Round(0)
}

// Advance moves the clock by d, which may be negative.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	c.offset += d
	c.mu.Unlock()
	c.wake()
}

// Set moves the clock to t.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	c.offset = time.Until(t)
	c.mu.Unlock()
	c.wake()
}

func (c *Clock) wake() {
	select {
	case c.moved <- struct{}{}:
	default:
	}
}
