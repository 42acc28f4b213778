package bot

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"
)

// How the two connections are opened.
const (
	// stagger lies between two openings, so that Slack does not refresh both
	// at once: slack-go closes first and connects again afterwards.
	stagger = 3 * time.Second
	// shortLived is a connection that ended so soon that the next waits.
	shortLived = 10 * time.Second
	// The wait doubles from the first to the longest.
	firstPause, longestPause = 500 * time.Millisecond, 30 * time.Second
)

// openings decides when a connection may be opened. slack-go opens a
// connection again without any pause when it was accepted and then closed.
type openings struct {
	mu    sync.Mutex
	slots [2]opening
}

type opening struct {
	live    bool      // opening or open
	started time.Time // when it was opened last
	short   int       // how many short-lived ones in a row
}

// wait returns when connection n (0 or 1) may be opened.
func (o *openings) wait(ctx context.Context, n int) error {
	if err := sleep(ctx, o.pause(n)); err != nil {
		return err
	}
	for {
		delay := o.start(n)
		if delay <= 0 {
			return ctx.Err()
		}
		if err := sleep(ctx, delay); err != nil {
			return err
		}
	}
}

// pause notes that connection n is down, and says how long it stays so.
func (o *openings) pause(n int) time.Duration {
	o.mu.Lock()
	defer o.mu.Unlock()
	s := &o.slots[n]
	s.live = false
	if s.started.IsZero() || time.Since(s.started) >= shortLived {
		s.short = 0
		return 0
	}
	s.short++
	pause := min(firstPause<<min(s.short-1, 10), longestPause)
	return pause + rand.N(pause/5)
}

// start opens connection n, or says how long to wait for the other one's sake.
func (o *openings) start(n int) time.Duration {
	o.mu.Lock()
	defer o.mu.Unlock()
	other := o.slots[1-n]
	if other.live {
		if left := stagger - time.Since(other.started); left > 0 {
			return left
		}
	}
	o.slots[n].live, o.slots[n].started = true, time.Now()
	return 0
}

// opener is the HTTP client of one connection, which waits before each
// apps.connections.open.
type opener struct {
	http *http.Client
	wait func(ctx context.Context) error
}

// Do sends the request when it may go.
func (o *opener) Do(req *http.Request) (*http.Response, error) {
	if strings.HasSuffix(req.URL.Path, "/apps.connections.open") {
		if err := o.wait(req.Context()); err != nil {
			return nil, err
		}
	}
	return o.http.Do(req)
}
