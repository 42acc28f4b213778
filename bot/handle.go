package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"time"
)

// Deadlines, in real time from receipt. Slack waits three seconds.
const (
	handleWithin = 2500 * time.Millisecond // a handler's context
	giveUpAfter  = 2800 * time.Millisecond // a handler that does not heed its context
	afterWithin  = 30 * time.Second        // Reply.After, and each delivery after the acknowledgement
)

// handle does one envelope: understands it, finds out who acts and whether
// they may, runs the handler, acknowledges, delivers.
func (b *Bot) handle(ctx context.Context, env *envelope) {
	a, err := decode(env, b.clock.Now())
	switch {
	case errors.Is(err, errIgnored):
		b.log.Debug("ignored", "envelope", env.ID, "err", err)
		b.acknowledge(ctx, env, "ignored", nil)
		return
	case err != nil:
		b.log.Warn("unreadable payload", "envelope", env.ID, "type", env.Type, "err", err)
		b.unreadable(ctx, env)
		return
	}
	a.TeamID = b.Identity().TeamID
	f, first := b.flights.join(a)
	if !first {
		b.repeat(ctx, a, f)
		return
	}
	defer b.flights.leave(f)
	b.act(ctx, a, f)
}

// act does what somebody did, as the first of its kind.
func (b *Bot) act(ctx context.Context, a *act, f *flight) {
	within, cancel := context.WithDeadline(ctx, a.env.received.Add(handleWithin))
	defer cancel()
	target, reply, running, err := b.decide(within, a)
	outcome := outcomeOK
	if err != nil {
		p, reference := explain(within, a, err)
		b.report(a, target, err, p, reference)
		outcome = p.outcome
		reply = b.tell(a, p)
	}
	d := b.prepare(ctx, a, reply)
	f.settle(d.payload)
	b.acknowledge(ctx, a.env, a.Kind.String(), d.payload)
	b.metrics.request(a.Kind.String(), target.name, outcome)
	b.log.Debug("request", "kind", a.Kind.String(), "name", target.name, "outcome", outcome,
		"user", a.UserID, "took", time.Since(a.env.received))
	b.follow(a, d)
	if running != nil {
		<-running
		b.log.Warn("a handler ended after its answer was given up", "name", target.name)
	}
}

// decide is everything up to the handler's reply. running is set when the
// handler did not come back in time: it is closed when it does.
func (b *Bot) decide(ctx context.Context, a *act) (t target, reply *Reply, running <-chan struct{}, err error) {
	t.name = "unknown"
	if err := ctx.Err(); err != nil {
		return t, nil, nil, fmt.Errorf("waited for a worker: %w", err)
	}
	if err := b.admit(ctx, a); err != nil {
		return t, nil, nil, err
	}
	found, err := b.router.find(a)
	if err != nil {
		return t, nil, nil, err
	}
	t = found
	if t.who == Editors && !a.User.Editor {
		return t, nil, nil, b.refusal(ctx, a, sayNoEditor)
	}
	if err := b.unseal(a); err != nil || t.run == nil {
		return t, nil, nil, err
	}
	if err := checkControls(a.Request); err != nil {
		return t, nil, nil, err
	}
	reply, running, err = b.runHandler(ctx, t.run, a)
	return t, reply, running, err
}

// unseal unseals what the form carries: the handler's own metadata, and the
// response url of what opened it.
func (b *Bot) unseal(a *act) error {
	if a.Form == nil {
		return nil
	}
	own, carried, err := b.client.unseal(a.view.Callback, a.view.PrivateMetadata)
	if err != nil {
		return newProblem(outcomeStale, sayStaleForm)
	}
	a.Form.Meta = own
	if a.response.url == "" {
		a.response = carried
	}
	return nil
}

// runHandler runs a handler beside the clock: one that does not come back is
// answered that it is not certain what became of it.
func (b *Bot) runHandler(ctx context.Context, run Handler, a *act) (*Reply, <-chan struct{}, error) {
	type result struct {
		reply *Reply
		err   error
	}
	var r result
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			if p := recover(); p != nil {
				r = result{nil, newPanic(p)}
			}
		}()
		reply, err := run(ctx, a.Request)
		r = result{reply, err}
	}()
	timer := time.NewTimer(time.Until(a.env.received.Add(giveUpAfter)))
	defer timer.Stop()
	select {
	case <-done:
		return r.reply, nil, r.err
	case <-timer.C:
		return nil, done, fmt.Errorf("handler does not heed its deadline: %w", ErrUnknownOutcome)
	}
}

// panicked is a panic as an error, with the stack where it happened.
type panicked struct {
	what  any
	stack []byte
}

func newPanic(what any) *panicked { return &panicked{what, debug.Stack()} }

// Error is the panic's value with the stack.
func (p *panicked) Error() string { return fmt.Sprintf("panic: %v\n%s", p.what, p.stack) }

// report logs a fault once, with the reference that the person is shown.
func (b *Bot) report(a *act, t target, err error, p *problem, reference string) {
	if reference == "" {
		b.log.Debug("answered", "kind", a.Kind.String(), "name", t.name, "outcome", p.outcome)
		return
	}
	b.log.Error("fault", "reference", reference, "kind", a.Kind.String(), "name", t.name,
		"outcome", p.outcome, "user", a.UserID, "request", a.ID, "err", err)
}

// acknowledge writes an acknowledgement and counts the time.
func (b *Bot) acknowledge(ctx context.Context, env *envelope, kind string, payload json.RawMessage) {
	if err := b.acks.write(ctx, env, payload); err != nil {
		b.log.Error("acknowledgement lost", "kind", kind, "err", err)
		return
	}
	b.metrics.acknowledgement(kind, time.Since(env.received))
}
