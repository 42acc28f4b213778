package commands

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"codekeeper/bot"
	"codekeeper/store"
)

const (
	// postWithin bounds one target: less than the five minutes after which its
	// claim may be taken over.
	postWithin = 2 * time.Minute
	// lookBack is how far a message of today can lie back, also on the longest
	// day.
	lookBack = 48 * time.Hour
)

// What became of one target.
type outcome int

const (
	outcomeFailed  outcome = iota // with an error
	outcomeNothing                // nothing to say
	outcomePosted
	outcomeDone // somebody posts it, or did before
)

// postDigest claims the target's day, posts its digest, and writes down what became
// of it. When somebody asked for it, a day with nothing to say may be opened
// again, and what is in the way is answered instead of told to the owners.
func (a *App) postDigest(ctx context.Context, p plan, t target) (outcome, store.DigestDay, error) {
	ctx, cancel := context.WithTimeout(ctx, postWithin)
	defer cancel()
	team, claim, reopened := a.identity.TeamID, rand.Text(), p.done[t.id].Done
	var day store.DigestDay
	var s delivered
	release := func(ctx context.Context) error { return a.store.ReleaseDigest(ctx, team, t.id, p.day(), claim) }
	finish := func(ctx context.Context) error {
		return a.store.FinishDigest(ctx, team, t.id, p.day(), claim, s.ref.ChannelID, s.ref.Timestamp, a.clock.Now())
	}
	ours, err := a.once(ctx, claimed{
		take: func(ctx context.Context) (ours bool, err error) {
			day, ours, err = a.store.ClaimDigest(ctx, team, t.id, p.day(), claim, a.clock.Now(), p.asked)
			return ours, err
		},
		send: func(ctx context.Context) (err error) {
			s, err = a.deliver(ctx, p, t, day)
			return err
		},
		back: func(ctx context.Context) error {
			switch {
			case day.Again, day.Claim != claim: // who takes the claim over looks for the message
				return nil
			case reopened: // it was done, with nothing to say
				return finish(ctx)
			}
			return release(ctx)
		},
	})
	switch {
	case err != nil:
		return outcomeFailed, day, err
	case !ours:
		return outcomeDone, day, nil
	}
	settle, cancel := settling(ctx)
	defer cancel()
	if s.what == outcomeNothing && !reopened && !p.schedule.due(p.now) { // its time is still to come
		return s.what, day, release(settle)
	}
	day.Done, day.ChannelID, day.MessageTS = true, s.ref.ChannelID, s.ref.Timestamp
	if err := finish(settle); err != nil || day.MessageTS == "" {
		return s.what, day, err
	}
	a.catchUp(ctx, day, s.message)
	return s.what, day, nil
}

// catchUp brings a digest up to date that was posted as this message, or, where
// that is nil, by somebody else: what was changed until it was known as posted
// is not in it.
func (a *App) catchUp(ctx context.Context, day store.DigestDay, posted *bot.Message) {
	if err := a.rewriteDigest(ctx, day, posted); err != nil {
		a.log.WarnContext(ctx, "digest not brought up to date", "target", day.Target, "err", err)
	}
}

// delivered is what became of sending a digest.
type delivered struct {
	what    outcome
	ref     bot.MessageRef // where, the zero one for nowhere
	message *bot.Message   // nil: somebody else sent it
}

// deliver posts the digest, when there is something to say.
func (a *App) deliver(ctx context.Context, p plan, t target, day store.DigestDay) (delivered, error) {
	if day.Again && !t.direct() { // the bot may not read direct messages
		found, err := a.slack.Posted(ctx, t.id, digestBlock(p.day()), p.now.Add(-lookBack))
		if err == nil && found != nil {
			return delivered{what: outcomeDone, ref: *found}, nil
		}
		if err != nil && !bot.IsSlack(err, notPostable...) {
			return delivered{}, err
		}
	}
	d, err := a.digestState(ctx, p, t, nil)
	switch {
	case err != nil:
		return delivered{}, err
	case d.nothing():
		return delivered{what: outcomeNothing}, nil
	}
	m, rows := digestView(d, p.now)
	s := delivered{what: outcomePosted, message: &m}
	if t.direct() {
		s.what, s.ref, err = a.sendDirect(ctx, p, t.id, m)
	} else {
		s.ref, err = a.sendToChannel(ctx, t.id, m)
	}
	if closed, ok := errors.AsType[*closedChannel](err); ok && !p.asked {
		what, err := a.sendToOwners(ctx, p, t, closed)
		return delivered{what: what}, err
	}
	if err == nil && s.what == outcomePosted {
		a.keepShown(ctx, day, rows)
	}
	return s, err
}

// keepShown remembers what a posted digest shows. It is posted all the same when
// that fails: then nothing is struck through in it.
func (a *App) keepShown(ctx context.Context, day store.DigestDay, rows []store.DigestRow) {
	ctx, cancel := settling(ctx)
	defer cancel()
	if _, err := a.store.SaveDigestRows(ctx, a.identity.TeamID, day.Target, day.Day, day.Version, rows); err != nil {
		a.log.WarnContext(ctx, "what a digest shows is not remembered", "target", day.Target, "err", err)
	}
}

// sendDirect posts a digest as a direct message. Somebody who left Slack gets none, which
// is no reason to try all day.
func (a *App) sendDirect(ctx context.Context, p plan, user string, m bot.Message) (outcome, bot.MessageRef, error) {
	ref, err := a.postDirectly(ctx, user, m)
	switch {
	case bot.IsSlack(err, unreachable...) && !p.asked:
		a.log.WarnContext(ctx, "no digest for an owner who can't be written to", "user", user, "err", err)
		return outcomeNothing, ref, nil
	case err != nil:
		return outcomeFailed, ref, err
	}
	return outcomePosted, ref, nil
}

// sendToOwners is what happens when the channel can't be written to: each
// owner gets what is open in their campaigns, and learns why. It fails only
// when nobody got anything. The day is done then without a message in the
// channel, so that it can still be posted there when somebody asks for it.
func (a *App) sendToOwners(ctx context.Context, p plan, t target, closed *closedChannel) (outcome, error) {
	what := outcomeNothing
	var failed []error
	for _, owner := range t.owners() {
		d, err := a.digestState(ctx, p, owner, nil)
		if err == nil && !d.nothing() {
			m, _ := digestView(d, p.now)
			m.Blocks = append(m.Blocks, fine("This comes to you directly. "+closed.words(t.choose(owner.campaigns[0]))))
			var sent outcome
			if sent, _, err = a.sendDirect(ctx, p, owner.id, m); sent == outcomePosted {
				what = outcomePosted
			}
		}
		if err != nil {
			failed = append(failed, err)
		}
	}
	if what != outcomePosted && len(failed) > 0 {
		return outcomeFailed, errors.Join(failed...)
	}
	for _, err := range failed {
		a.log.WarnContext(ctx, "no digest for an owner", "channel", t.id, "err", err)
	}
	return what, nil
}
