package commands

import (
	"context"
	"errors"
	"time"

	"codekeeper/bot"
	"codekeeper/store"
)

// settleWithin is for writing down what became of a message, also when the
// process is ending.
const settleWithin = 5 * time.Second

// A claimed message is sent by one of many who would: who takes it. Who fails
// for sure gives it back, so that somebody can send it later, and so does who
// can't know whether they took it; where nobody knows whether it was posted it
// stays taken, for none is better than two.
type claimed struct {
	take func(ctx context.Context) (bool, error)
	send func(ctx context.Context) error
	back func(ctx context.Context) error
}

// once sends the message unless it is taken. ours says that it was taken here.
func (a *App) once(ctx context.Context, m claimed) (ours bool, err error) {
	ours, err = m.take(ctx)
	switch {
	case errors.Is(err, store.ErrOutcomeUnknown): // it may be ours
		a.giveBack(ctx, m)
		return false, err
	case err != nil || !ours:
		return false, err
	}
	if err = m.send(ctx); err != nil && !bot.MaybePosted(err) {
		a.giveBack(ctx, m)
	}
	return true, err
}

func (a *App) giveBack(ctx context.Context, m claimed) {
	ctx, cancel := settling(ctx)
	defer cancel()
	if err := m.back(ctx); err != nil {
		a.log.ErrorContext(ctx, "a message is neither sent nor given back", "err", err)
	}
}

// settling is a context in which what became of a message is written down,
// however little time ctx has left.
func settling(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), settleWithin)
}
