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

// A Access says whether a digest can be posted in a channel.
type Access struct {
	Closed string // why not, to follow the channel's name: "is archived"; "" where it can
	Invite bool   // it is closed only until somebody invites the bot
	Join   bool   // it can once the bot has joined, which it does by itself
}

// DigestAccess is the rule where a digest can be posted: nowhere that nobody
// reads any more, and nowhere that people of other organisations read.
func DigestAccess(c bot.Channel) Access {
	switch {
	case c.Archived:
		return Access{Closed: "is archived"}
	case c.Shared:
		return Access{Closed: "is shared with another organisation, which would see links and codes"}
	case c.Private && !c.Member:
		return Access{Closed: "is private, and Codekeeper is not in it", Invite: true}
	}
	return Access{Join: !c.Member}
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

// sendToChannel posts in a channel, which the bot joins where it can. The error
// is a closedChannel where no digest can be posted.
func (a *App) sendToChannel(ctx context.Context, id string, m bot.Message) (bot.MessageRef, error) {
	channel, err := a.slack.Channel(ctx, id)
	place := DigestAccess(channel)
	switch {
	case bot.IsSlack(err, notPostable...):
		return bot.MessageRef{}, closedFor(id, err)
	case err != nil && !bot.IsSlack(err):
		return bot.MessageRef{}, err
	case err != nil: // posting will tell
	case place.Closed != "":
		return bot.MessageRef{}, &closedChannel{why: fmt.Sprintf("<#%s> %s.", id, place.Closed), invite: place.Invite}
	case place.Join:
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
