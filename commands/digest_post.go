package commands

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"
	"time"

	"codekeeper/bot"
	"codekeeper/store"
)

const (
	// postWithin bounds one target: less than the five minutes after which its
	// claim may be taken over.
	postWithin = 2 * time.Minute
	// settleWithin is for writing down what became of it, also when the
	// program is ending.
	settleWithin = 5 * time.Second
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

// post claims the target's day, posts its digest, and writes down what became
// of it. When somebody asked for it, a day with nothing to say may be opened
// again, and what is in the way is answered instead of told to the owners.
func (a *App) post(ctx context.Context, p plan, t target) (outcome, store.DigestDay, error) {
	ctx, cancel := context.WithTimeout(ctx, postWithin)
	defer cancel()
	team, claim := a.identity.TeamID, rand.Text()
	day, ours, err := a.store.ClaimDigest(ctx, team, t.id, p.day(), claim, a.clock.Now(), p.asked)
	if err != nil {
		return outcomeFailed, day, err
	}
	if !ours {
		return outcomeDone, day, nil
	}
	what, ref, failed := a.send(ctx, p, t, day.Again)

	settle, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleWithin)
	defer cancel()
	reopened := p.done[t.id].Done
	early := what == outcomeNothing && !p.schedule.due(p.now) // its time is still to come
	switch {
	case failed != nil && (day.Again || maybePosted(failed)): // who takes the claim over looks for the message
		return outcomeFailed, day, failed
	case !reopened && (failed != nil || early):
		return what, day, errors.Join(failed, a.store.ReleaseDigest(settle, team, t.id, p.day(), claim))
	}
	day.Done, day.ChannelID, day.MessageTS = true, ref.ChannelID, ref.Timestamp
	err = a.store.FinishDigest(settle, team, t.id, p.day(), claim, ref.ChannelID, ref.Timestamp, a.clock.Now())
	return what, day, errors.Join(failed, err)
}

// maybePosted says of an error whether the message may have been posted all
// the same: Slack was asked, and nobody knows its answer.
func maybePosted(err error) bool {
	failed, ok := errors.AsType[*bot.SlackError](err)
	if !ok || failed.Method != "chat.postMessage" {
		return false
	}
	unsure := []string{"", "internal_error", "fatal_error", "request_timeout", "service_unavailable"}
	return slices.Contains(unsure, failed.Code) || strings.HasPrefix(failed.Code, "http_5")
}

// send posts the digest, when there is something to say. again: an earlier
// claim was never finished, so its message may be there already.
func (a *App) send(ctx context.Context, p plan, t target, again bool) (outcome, bot.MessageRef, error) {
	if again && !t.direct() { // the bot may not read direct messages
		found, err := a.slack.Posted(ctx, t.id, digestBlock(p.day()), p.now.Add(-lookBack))
		if err == nil && found != nil {
			return outcomeDone, *found, nil
		}
		if err != nil && !bot.IsSlack(err, notPostable...) {
			return outcomeFailed, bot.MessageRef{}, err
		}
	}
	d, err := a.digestState(ctx, p, t, nil)
	switch {
	case err != nil:
		return outcomeFailed, bot.MessageRef{}, err
	case d.nothing():
		return outcomeNothing, bot.MessageRef{}, nil
	}
	m, rows := digestView(d, p.now)
	what := outcomePosted
	var ref bot.MessageRef
	if t.direct() {
		what, ref, err = a.sendDirect(ctx, p, t.id, m)
	} else {
		ref, err = a.sendToChannel(ctx, t.id, m)
	}
	if closed, ok := errors.AsType[*closedChannel](err); ok && !p.asked {
		return a.sendToOwners(ctx, p, t, closed)
	}
	if err != nil {
		return outcomeFailed, bot.MessageRef{}, err
	}
	a.showed(ctx, p, t, rows)
	return what, ref, nil
}

// showed remembers what a posted digest shows. It is posted all the same when
// that fails: then nothing is struck through in it.
func (a *App) showed(ctx context.Context, p plan, t target, rows []store.DigestRow) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleWithin)
	defer cancel()
	if err := a.store.SaveDigestRows(ctx, a.identity.TeamID, t.id, p.day(), rows); err != nil {
		a.log.WarnContext(ctx, "what a digest shows is not remembered", "target", t.id, "err", err)
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
func (a *App) sendToOwners(ctx context.Context, p plan, t target, closed *closedChannel) (outcome, bot.MessageRef, error) {
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
		return outcomeFailed, bot.MessageRef{}, errors.Join(failed...)
	}
	for _, err := range failed {
		a.log.WarnContext(ctx, "no digest for an owner", "channel", t.id, "err", err)
	}
	return what, bot.MessageRef{}, nil
}
