package bot

import (
	"context"
	"sync"
)

// A refusal is an envelope that is answered without being handled.
type refusal struct {
	env *envelope
	why *problem
}

// take gets an envelope off a connection's hands at once: into the queue, or
// when that is full or the bot is stopping into the lane of those that are
// told so. When that is full too, Slack will deliver again.
func (b *Bot) take(env *envelope) {
	b.pending.add()
	if b.stopping.Load() {
		b.refuse(env, newProblem(outcomeRestarting, sayRestarting))
		return
	}
	select {
	case b.queue <- env:
	default:
		b.refuse(env, newProblem(outcomeBusy, sayBusy))
	}
}

func (b *Bot) refuse(env *envelope, why *problem) {
	select {
	case b.lane <- refusal{env, why}:
	default:
		b.pending.done()
		b.log.Error("too much at once: a payload was left for Slack to deliver again", "envelope", env.ID)
	}
}

// startWorkers starts what handles the queue and the lane until ctx is done.
func (b *Bot) startWorkers(ctx context.Context, group *sync.WaitGroup) {
	for range positive(b.config.Workers, defaultWorkers) {
		group.Go(func() { work(ctx, b.queue, func(env *envelope) { b.guard(env, func() { b.handle(ctx, env) }) }) })
	}
	for range lanes {
		group.Go(func() {
			work(ctx, b.lane, func(r refusal) { b.guard(r.env, func() { b.turnAway(ctx, r) }) })
		})
	}
}

func work[T any](ctx context.Context, from <-chan T, do func(T)) {
	for {
		select {
		case <-ctx.Done():
			return
		case item := <-from:
			do(item)
		}
	}
}

// guard counts an envelope as done with in any case; a panic of our own ends
// only it.
func (b *Bot) guard(env *envelope, do func()) {
	defer b.pending.done()
	defer func() {
		if p := recover(); p != nil {
			b.log.Error("panic", "envelope", env.ID, "err", newPanic(p))
		}
	}()
	do()
}
