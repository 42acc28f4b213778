package commands

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"time"

	"codekeeper/bot"
	"codekeeper/store"

	"golang.org/x/sync/errgroup"
)

// What is done is struck through in today's digest at once: whatever somebody
// does, when it changed something in a campaign that a digest shows, or who is
// asked, that digest is written anew after the answer. Nobody is notified of
// that: Slack tells of new messages only.

const (
	// refreshWithin bounds writing digests anew after somebody's change.
	refreshWithin = 25 * time.Second
	// rewrittenAtOnce is how many digests one change writes anew side by side.
	rewrittenAtOnce = 4
)

// striking makes the changing handlers of the commands refresh today's digests,
// and post what was already sent and is changed.
func (a *App) striking(commands []bot.Command) []bot.Command {
	for n := range commands {
		c := &commands[n]
		if c.Who == bot.Editors && c.Run != nil {
			c.Run = a.strikes(c.Run)
		}
		for _, routes := range [][]bot.Route{c.Clicks, c.Forms} {
			for m := range routes {
				if routes[m].Who == bot.Editors {
					routes[m].Run = a.strikes(routes[m].Run)
				}
			}
		}
	}
	return commands
}

// strikes is the handler that refreshes digests once its answer is given,
// whatever that looks like.
func (a *App) strikes(run bot.Handler) bot.Handler {
	return func(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
		reply, err := run(ctx, r)
		if err != nil {
			return reply, err
		}
		if reply == nil {
			reply = &bot.Reply{}
		}
		if later := reply.Later; later != nil {
			reply.Later = func(ctx context.Context) (*bot.Message, error) {
				m, err := later(ctx)
				a.afterRequest(ctx, r)
				return m, err
			}
			return reply, nil
		}
		after := reply.After
		reply.After = func(ctx context.Context) (err error) {
			if after != nil {
				err = after(ctx) // may tell somebody, who shouldn't wait for a digest
			}
			a.afterRequest(ctx, r)
			return err
		}
		return reply, nil
	}
}

// afterRequest is afterChange, and Home anew, where the request has changed
// anything: most only open a form, or ask something first.
func (a *App) afterRequest(ctx context.Context, r *bot.Request) {
	changed, err := a.store.Requested(ctx, a.identity.TeamID, r.ID)
	switch {
	case err != nil:
		a.log.WarnContext(ctx, "not known whether a request changed anything", "request", r.ID, "err", err)
	case changed:
		a.refreshHome(ctx, r)
		a.afterChange(ctx, r.ID)
	}
}

// afterChange is what follows the answer to whatever somebody may have changed:
// what was already sent and is another one now is posted, and digests are
// written anew.
func (a *App) afterChange(ctx context.Context, request string) {
	a.tellOfChanges(ctx, request)
	a.refreshDigests(ctx, request)
}

// refreshDigests writes today's digests anew that show a campaign in which a
// request changed something. What goes wrong is logged: the next change, or
// /campaign digest now, mends it.
func (a *App) refreshDigests(ctx context.Context, request string) {
	ctx, cancel := context.WithTimeout(ctx, refreshWithin)
	defer cancel()
	if err := a.strikeThrough(ctx, request); err != nil {
		a.log.WarnContext(ctx, "digest not refreshed after a change", "err", err)
	}
}

func (a *App) strikeThrough(ctx context.Context, request string) error {
	p, err := a.plan(ctx, a.clock.Now())
	if err != nil {
		return err
	}
	days, err := a.store.DigestsTouched(ctx, a.identity.TeamID, request, p.day())
	if err != nil {
		return err
	}
	failed := make([]error, len(days))
	var together errgroup.Group // Slack may let one of them wait
	together.SetLimit(rewrittenAtOnce)
	for n, day := range days {
		together.Go(func() error {
			failed[n] = a.rewriteDigest(ctx, day, nil)
			if bot.IsSlack(failed[n], messageGone...) {
				a.log.InfoContext(ctx, "digest not refreshed: somebody deleted it", "target", day.Target)
				failed[n] = nil
			}
			return nil
		})
	}
	_ = together.Wait() // each has its own error
	return errors.Join(failed...)
}

// messageGone are Slack's codes for a message that isn't there any more, or
// whose channel isn't.
var messageGone = []string{"message_not_found", "channel_not_found", "is_archived"}

// rewriteDigest brings the message of a day up to date, until what is written
// was read last: who finds that somebody else, also another replica, wrote it
// since they read reads and writes once more. says is what the message says, so
// that one that is right is left as it is; nil when nobody knows.
func (a *App) rewriteDigest(ctx context.Context, day store.DigestDay, says *bot.Message) error {
	free, err := a.rewriting.take(ctx, day.Target)
	if err != nil {
		return fmt.Errorf("wait until a digest is written: %w", err)
	}
	defer free()
	ref := bot.MessageRef{ChannelID: day.ChannelID, Timestamp: day.MessageTS}
	for {
		now, err := a.store.DigestDay(ctx, a.identity.TeamID, day.Target, day.Day) // before all else is read
		if err != nil {
			return err
		}
		m, rows, err := a.digestAgain(ctx, now)
		if err != nil || len(m.Blocks) == 0 || says != nil && reflect.DeepEqual(m, *says) {
			return err
		}
		if err := a.slack.Rewrite(ctx, ref, m); err != nil {
			return err
		}
		if last, err := a.rewrote(ctx, now, rows); err != nil || last {
			return err
		}
		says = nil
	}
}

// digestAgain is the message of a day as it should be now; without blocks when
// that day is over.
func (a *App) digestAgain(ctx context.Context, day store.DigestDay) (bot.Message, []store.DigestRow, error) {
	p, err := a.plan(ctx, a.clock.Now())
	if err != nil || p.day() != day.Day {
		return bot.Message{}, nil, err
	}
	shown, err := a.store.DigestRows(ctx, a.identity.TeamID, day.Target, day.Day)
	if err != nil {
		return bot.Message{}, nil, err
	}
	d, err := a.digestState(ctx, p, p.target(day.Target), shown)
	if err != nil {
		return bot.Message{}, nil, err
	}
	m, rows := digestView(d, p.now)
	return m, rows, nil
}

// rewrote says what a message shows now, and answers whether it was written by
// nobody else since day was read.
func (a *App) rewrote(ctx context.Context, day store.DigestDay, rows []store.DigestRow) (bool, error) {
	ctx, cancel := settling(ctx)
	defer cancel()
	return a.store.SaveDigestRows(ctx, a.identity.TeamID, day.Target, day.Day, day.Version, rows)
}
