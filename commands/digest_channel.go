package commands

import (
	"context"
	"fmt"

	"codekeeper/bot"
	"codekeeper/store"
)

// A closedChannel is an error: a digest can't be posted where it should.
type closedChannel struct {
	why    string // a sentence for people, in mrkdwn
	invite bool   // inviting the bot may help
}

func (e *closedChannel) Error() string { return "digest channel is closed: " + e.why }

// words say why, and what helps; choose is the command that chooses another
// channel.
func (e *closedChannel) words(choose string) string {
	if e.invite {
		return fmt.Sprintf("%s Type `/invite @Codekeeper` there, or choose another channel: `%s`", e.why, choose)
	}
	return fmt.Sprintf("%s Choose another channel: `%s`", e.why, choose)
}

// choose is the command by which another channel is chosen for a campaign of
// the target.
func (t target) choose(c store.Campaign) string {
	if c.ChannelID == t.id {
		return "/campaign edit " + c.Slug
	}
	return "/campaign digest"
}

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
		return bot.MessageRef{}, &closedChannel{
			why: fmt.Sprintf("<#%s> is shared with another organisation, which would see links and codes.", id),
		}
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
	switch {
	case bot.IsSlack(err, "is_archived"):
		return &closedChannel{why: fmt.Sprintf("<#%s> is archived.", id)}
	case bot.IsSlack(err, "restricted_action"):
		return &closedChannel{why: fmt.Sprintf("Only some people may post in <#%s>.", id)}
	case bot.IsSlack(err, "channel_not_found"):
		return &closedChannel{why: fmt.Sprintf("<#%s> is gone, or it is private and Codekeeper is not in it.", id), invite: true}
	}
	return &closedChannel{why: fmt.Sprintf("Codekeeper is not in <#%s>.", id), invite: true}
}
