package commands

import (
	"context"

	"codekeeper/bot"
)

// unreachable are Slack's codes for somebody who can't be written to.
var unreachable = []string{"user_disabled", "user_not_found", "user_not_visible", "cannot_dm_bot"}

// postDirectly posts in somebody's direct messages with the bot.
func (a *App) postDirectly(ctx context.Context, user string, m bot.Message) (bot.MessageRef, error) {
	channel, err := a.slack.DirectChannel(ctx, user)
	if err != nil {
		return bot.MessageRef{}, err
	}
	return a.slack.Post(ctx, channel, m)
}

// tellDirectly is postDirectly of what is no reason to try again: somebody who
// left Slack gets none.
func (a *App) tellDirectly(ctx context.Context, user string, m bot.Message) error {
	_, err := a.postDirectly(ctx, user, m)
	if bot.IsSlack(err, unreachable...) {
		a.log.WarnContext(ctx, "somebody can't be written to", "user", user, "err", err)
		return nil
	}
	return err
}
