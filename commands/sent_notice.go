package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"codekeeper/bot"
	"codekeeper/store"
)

// postOnce posts a notice where the campaign's digest goes, unless somebody has
// posted it. Where that channel is closed to it, each owner gets it directly.
func (a *App) postOnce(ctx context.Context, p plan, n notice) error {
	team, bot, key, at := a.identity.TeamID, a.identity.BotUserID, "sent "+n.key, a.clock.Now()
	var failed []error // in some of several places
	_, err := a.once(ctx, claimed{
		take: func(ctx context.Context) (bool, error) { return a.store.ClaimPost(ctx, team, key, bot, at) },
		send: func(ctx context.Context) (err error) {
			failed, err = anywhere(targetsOf([]store.Campaign{n.campaign}, p.schedule.channel), func(t target) error { return a.postNotice(ctx, t, n) })
			return err
		},
		back: func(ctx context.Context) error { return a.store.ReleasePost(ctx, team, key, bot, at) },
	})
	return errors.Join(append(failed, err)...)
}

// anywhere sends something to all of several places. The error is of all of
// them where it came to none for sure; else, failed are those it didn't come to.
func anywhere[P any](places []P, send func(P) error) (failed []error, err error) {
	came := len(places) == 0
	for _, place := range places {
		err := send(place)
		if err != nil {
			failed = append(failed, err)
		}
		came = came || err == nil || bot.MaybePosted(err)
	}
	if !came {
		return nil, errors.Join(failed...)
	}
	return failed, nil
}

func (a *App) postNotice(ctx context.Context, t target, n notice) error {
	if t.direct() {
		return a.tellDirectly(ctx, t.id, n.message)
	}
	_, err := a.sendToChannel(ctx, t.id, n.message)
	closed, ok := errors.AsType[*closedChannel](err)
	if !ok {
		return err
	}
	m := n.message
	m.Blocks = append(slices.Clone(m.Blocks), fine("This comes to you directly. "+closed.words(t.choose(n.campaign))))
	failed, err := anywhere(n.campaign.Owners, func(owner string) error { return a.tellDirectly(ctx, owner, m) })
	for _, failed := range failed {
		a.log.WarnContext(ctx, "change to what was sent not told to an owner", "channel", t.id, "err", failed)
	}
	return err
}

// postedDone is a post below which somebody pressed *Mark as sent*: what it said,
// and who has told them.
func postedDone(s sending, m marking, now time.Time) bot.Message {
	var said []string
	for _, row := range m.rows() {
		said = append(said, fmt.Sprintf("*Sent* %s: %s knows %s.", sentWhen(row, now), who(row.Influencer), sharesWords(row)))
	}
	return message(strings.TrimSpace(s.Lead + "\n" + strings.Join(said, "\n")))
}
