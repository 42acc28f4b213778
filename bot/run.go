package bot

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// How Run begins and ends.
const (
	// drainWithin is what requests and what follows them are given to end
	// after ctx is done; then they are cancelled and given leaveWithin.
	drainWithin, leaveWithin = 25 * time.Second, 3 * time.Second
	// identifyWithin is for one auth.test.
	identifyWithin = 15 * time.Second
	lanes          = 2
)

// Run asks auth.test, keeps two connections open, and answers what comes until
// ctx is done. Then it answers new payloads that it is restarting, waits until
// handlers, what follows them, and acknowledgements are through, disconnects
// and returns nil. It returns a *TokenError when Slack refuses a token, and an
// error when there is no Slack at the API's address; neither holds a token.
// While Slack can't be reached it goes on trying.
func (b *Bot) Run(ctx context.Context) error {
	if b.started.Swap(true) {
		return errors.New("bot runs already")
	}
	base, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	defer b.client.Close()
	defer b.http.CloseIdleConnections()
	b.base = base
	if err := b.identify(ctx); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}

	var work, sockets sync.WaitGroup
	b.startWorkers(base, &work)
	online, disconnect := context.WithCancel(base)
	defer disconnect()
	for _, c := range b.conns {
		sockets.Go(func() { b.keep(online, c) })
		sockets.Go(func() { c.drain(online, b.take, b.refusedToOpen) })
	}
	var err error
	select {
	case <-ctx.Done():
	case err = <-b.fatal:
	}

	b.stopping.Store(true)
	if !b.pending.wait(drainWithin) {
		b.log.Error("requests are still running: cancelling them", "pending", b.pending.count())
	}
	disconnect()
	sockets.Wait()
	cancel()
	if !within(leaveWithin, work.Wait) || !b.pending.wait(leaveWithin) {
		b.log.Error("requests did not end when cancelled")
	}
	return err
}

// identify asks who the bot is, until Slack answers.
func (b *Bot) identify(ctx context.Context) error {
	for pause := time.Second; ; pause = min(2*pause, 30*time.Second) {
		once, cancel := context.WithTimeout(ctx, identifyWithin)
		id, err := b.client.Identify(once)
		cancel()
		if err == nil {
			b.mu.Lock()
			b.identity = id
			b.mu.Unlock()
			b.people.setTeam(id.TeamID)
			b.log.Info("bot", "team", id.Team, "team_id", id.TeamID, "bot_user", id.BotUserID)
			return nil
		}
		failed, _ := errors.AsType[*SlackError](err)
		switch {
		case failed == nil:
			return err
		case TokenRefused(failed.Code):
			return botTokenError(failed.Code)
		case failed.Code == "http_404", failed.Code == "unknown_method":
			return fmt.Errorf("slack's auth.test was not found: is the Slack API address right? (%s)", failed.Code)
		}
		b.log.Warn("slack does not say who the bot is", "err", err, "wait", pause)
		if err := sleep(ctx, pause); err != nil {
			return err
		}
	}
}

// keep runs one connection. slack-go ends one only for what won't change; a
// reason that is not known is tried again all the same.
func (b *Bot) keep(ctx context.Context, c *connection) {
	for {
		err := c.run(ctx)
		if err == nil {
			return
		}
		c.log.Error("connection ended", "err", withoutURL(err))
		b.refusedToOpen(err)
		if sleep(ctx, shortLived) != nil {
			return
		}
	}
}

// refusedToOpen hears why a connection can't be opened.
func (b *Bot) refusedToOpen(err error) {
	if dead := appTokenError(err); dead != nil {
		b.stop(dead)
	}
}

func within(d time.Duration, wait func()) bool {
	done := make(chan struct{})
	go func() { wait(); close(done) }()
	select {
	case <-done:
		return true
	case <-time.After(d):
		return false
	}
}

// A tally counts what is under way, and can be waited for while more comes.
type tally struct {
	mu   sync.Mutex
	n    int
	idle chan struct{} // closed when n becomes 0; nil when nobody waits
}

func (t *tally) add() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.n++
}

func (t *tally) done() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.n--
	if t.n == 0 && t.idle != nil {
		close(t.idle)
		t.idle = nil
	}
}

func (t *tally) count() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.n
}

// wait says whether nothing is under way before d has passed.
func (t *tally) wait(d time.Duration) bool {
	t.mu.Lock()
	if t.n == 0 {
		t.mu.Unlock()
		return true
	}
	if t.idle == nil {
		t.idle = make(chan struct{})
	}
	idle := t.idle
	t.mu.Unlock()
	select {
	case <-idle:
		return true
	case <-time.After(d):
		return false
	}
}
