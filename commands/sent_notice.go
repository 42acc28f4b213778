package commands

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"codekeeper/bot"
	"codekeeper/store"
)

// postOnce posts a notice where the campaign's digest goes, unless somebody has
// posted it. Where that channel is closed to it, each owner gets it directly.
func (a *App) postOnce(ctx context.Context, p plan, n notice) error {
	team, key := a.identity.TeamID, "sent "+n.key
	ours, err := a.store.ClaimPost(ctx, team, key, a.identity.BotUserID, a.clock.Now())
	if err != nil || !ours {
		return err
	}
	posted := 0
	var failed []error
	for _, t := range targetsOf([]store.Campaign{n.campaign}, p.schedule.channel) {
		err := a.postNotice(ctx, t, n)
		if err == nil || maybePosted(err) {
			posted++
		}
		failed = append(failed, err)
	}
	if posted == 0 { // whoever comes with the request again may try again
		settle, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleWithin)
		defer cancel()
		failed = append(failed, a.store.ReleasePost(settle, team, key))
	}
	return errors.Join(failed...)
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
	m.Blocks = append(m.Blocks, fine("This comes to you directly. "+closed.words(t.choose(n.campaign))))
	var failed []error
	for _, owner := range n.campaign.Owners {
		failed = append(failed, a.tellDirectly(ctx, owner, m))
	}
	return errors.Join(failed...)
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
