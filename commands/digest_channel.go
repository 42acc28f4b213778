package commands

import (
	"context"
	"fmt"

	"codekeeper/bot"
)

// A closedChannel is an error: a digest can't be posted where it should. why
// says so to people, in mrkdwn, with what helps.
type closedChannel struct{ why string }

func (e *closedChannel) Error() string { return "digest channel is closed: " + e.why }

// notPostable are Slack's codes for a channel that is closed to the bot.
var notPostable = []string{"channel_not_found", "not_in_channel", "is_archived", "restricted_action"}

// sendToChannel posts in a channel, unless that is closed to the bot, or to
// what a team keeps to itself: then the error is a closedChannel.
func (a *App) sendToChannel(ctx context.Context, p plan, id string, m bot.Message) (bot.MessageRef, error) {
	channel, err := a.slack.Channel(ctx, id)
	switch {
	case bot.IsSlack(err, notPostable...):
		return bot.MessageRef{}, closedFor(id, err)
	case err != nil && !bot.IsSlack(err):
		return bot.MessageRef{}, err
	case err != nil: // posting will tell
	case channel.Archived:
		return bot.MessageRef{}, closedFor(id, &bot.SlackError{Code: "is_archived"})
	case channel.Shared:
		return bot.MessageRef{}, &closedChannel{fmt.Sprintf("<#%s> is shared with another organisation, which would see links and codes.", id)}
	case !channel.Member && !channel.Private && id == p.schedule.channel:
		// Nobody saved a form that would have joined the program's own default.
		if err := a.slack.Join(ctx, id); err != nil && !bot.IsSlack(err) {
			return bot.MessageRef{}, err
		}
	}
	ref, err := a.slack.Post(ctx, id, m)
	if bot.IsSlack(err, notPostable...) {
		return ref, closedFor(id, err)
	}
	return ref, err
}

// closedFor says in words what Slack's code means.
func closedFor(id string, err error) *closedChannel {
	why := "Codekeeper can't post in <#%s>. Type `/invite @Codekeeper` there."
	switch {
	case bot.IsSlack(err, "is_archived"):
		why = "<#%s> is archived."
	case bot.IsSlack(err, "channel_not_found"):
		why = "<#%s> is gone, or private without Codekeeper. If it is there, type `/invite @Codekeeper` in it."
	case bot.IsSlack(err, "restricted_action"):
		why = "only some people may post in <#%s>."
	}
	return &closedChannel{fmt.Sprintf(why, id)}
}
