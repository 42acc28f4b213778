package commands

import (
	"context"
	"fmt"

	"codekeeper/bot"
)

const hintOtherChannel = "Choose another channel, or leave it empty for the default one."

// checkChannel makes sure that the bot can post in a channel, and joins
// it when it is public. Everything that is in the way is a UserError for
// under the field; nothing was saved then.
func (a *App) checkChannel(ctx context.Context, id string) error {
	if id == "" {
		return nil
	}
	channel, err := a.slack.Channel(ctx, id)
	switch {
	case bot.IsSlack(err, "channel_not_found"): // Slack doesn't tell of private ones that the bot is not in
		return notInChannel("this channel")
	case bot.IsSlack(err):
		return a.channelUnknown(ctx, id, err)
	case err != nil:
		return err
	}
	name := "#" + channel.Name
	switch place := DigestAccess(channel); {
	case place.Invite:
		return notInChannel(name)
	case place.Closed != "":
		return channelError(name+" "+place.Closed+".", hintOtherChannel)
	case place.Join:
		return a.join(ctx, id, name)
	}
	return nil
}

// join joins a public channel.
func (a *App) join(ctx context.Context, id, name string) error {
	err := a.slack.Join(ctx, id)
	switch {
	case err == nil:
		return nil
	case bot.IsSlack(err, "is_archived"):
		return channelError(name+" is archived.", hintOtherChannel)
	case bot.IsSlack(err, "method_not_supported_for_channel_type", "channel_not_found"):
		return notInChannel(name)
	case !bot.IsSlack(err):
		return err
	}
	a.log.WarnContext(ctx, "digest channel not joined", "channel", id, "err", err)
	return channelError(fmt.Sprintf("Codekeeper could not join %s, so nothing was saved.", name),
		"Press Save again, or type /invite @Codekeeper there first.")
}

// channelUnknown answers when Slack says nothing of the channel.
func (a *App) channelUnknown(ctx context.Context, id string, err error) error {
	a.log.WarnContext(ctx, "digest channel not asked about", "channel", id, "err", err)
	return channelError("Slack could not be asked about this channel, so nothing was saved.", "Press Save again, or leave the channel empty for now.")
}

func notInChannel(name string) error {
	return channelError(fmt.Sprintf("Codekeeper is not in %s yet, and can't join a private channel by itself.", name),
		"Type /invite @Codekeeper there, then press Save again.")
}

func channelError(problem, hint string) error {
	return &bot.UserError{Problem: problem, Hint: hint, Field: fieldChannel}
}
