package commands

import (
	"context"
	"fmt"
	"slices"
	"time"

	"codekeeper/bot"
)

// What is done is struck through in today's digest at once: whatever somebody
// does, when it changed something in a campaign that a digest shows, that
// digest is written anew after the answer.

// refreshWithin bounds writing digests anew after somebody's change.
const refreshWithin = 25 * time.Second

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

// strikes is the handler that refreshes digests once its answer is given. One
// that opens a form or shows it again changed nothing.
func (a *App) strikes(run bot.Handler) bot.Handler {
	return func(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
		reply, err := run(ctx, r)
		if err != nil || reply != nil && (reply.Open != nil || reply.Update != nil || len(reply.Errors) > 0) {
			return reply, err
		}
		if reply == nil {
			reply = &bot.Reply{}
		}
		if later := reply.Later; later != nil {
			reply.Later = func(ctx context.Context) (*bot.Message, error) {
				m, err := later(ctx)
				if err == nil {
					a.afterChange(ctx, r.ID)
				}
				return m, err
			}
			return reply, nil
		}
		after := reply.After
		reply.After = func(ctx context.Context) error {
			a.afterChange(ctx, r.ID)
			if after == nil {
				return nil
			}
			return after(ctx)
		}
		return reply, nil
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
	for _, day := range days {
		t := target{id: day.Target} // no campaign of it may be live any more
		if n := slices.IndexFunc(p.targets, func(t target) bool { return t.id == day.Target }); n >= 0 {
			t = p.targets[n]
		}
		if err := a.rewriteDigest(ctx, p, t, bot.MessageRef{ChannelID: day.ChannelID, Timestamp: day.MessageTS}); err != nil {
			return err
		}
	}
	return nil
}

// rewriteDigest brings today's message of a target up to date, one at a time:
// what is read last is written last.
func (a *App) rewriteDigest(ctx context.Context, p plan, t target, ref bot.MessageRef) error {
	select {
	case a.rewriting <- struct{}{}:
		defer func() { <-a.rewriting }()
	case <-ctx.Done():
		return fmt.Errorf("wait for another digest: %w", ctx.Err())
	}
	shown, err := a.store.DigestRows(ctx, a.identity.TeamID, t.id, p.day())
	if err != nil {
		return err
	}
	d, err := a.digestState(ctx, p, t, shown)
	if err != nil {
		return err
	}
	m, rows := digestView(d, p.now)
	if err := a.slack.Rewrite(ctx, ref, m); err != nil {
		return err
	}
	a.showed(ctx, p, t, rows)
	return nil
}
