package bot

import (
	"context"

	"github.com/slack-go/slack"
)

// A Channel is a place to post in, as conversations.info tells.
type Channel struct {
	ID       string
	Name     string // without "#"; "" for a direct message
	Private  bool
	Direct   bool // direct messages, of two or of a group
	Shared   bool // with another organisation, or about to be
	Archived bool
	Member   bool // the bot is in it
}

// Channel asks about one channel. Errors are SlackErrors: channel_not_found
// also for a private channel that the bot is not in.
func (c *Client) Channel(ctx context.Context, id string) (Channel, error) {
	var info *slack.Channel
	err := c.call(ctx, "conversations.info", id, func(ctx context.Context) (err error) {
		info, err = c.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: id})
		return err
	})
	if err != nil {
		return Channel{}, err
	}
	return Channel{
		ID:       info.ID,
		Name:     info.Name,
		Private:  info.IsPrivate,
		Direct:   info.IsIM || info.IsMpIM,
		Shared:   info.IsExtShared || info.IsPendingExtShared || len(info.PendingShared) > 0,
		Archived: info.IsArchived,
		Member:   info.IsMember,
	}, nil
}

// Join makes the bot a member of a public channel. Errors are SlackErrors:
// method_not_supported_for_channel_type for a private one, is_archived.
func (c *Client) Join(ctx context.Context, id string) error {
	return c.call(ctx, "conversations.join", id, func(ctx context.Context) error {
		_, _, _, err := c.api.JoinConversationContext(ctx, id)
		return err
	})
}

// DirectChannel is the channel of the bot's direct messages with somebody.
// Errors are SlackErrors: user_not_found, user_disabled.
func (c *Client) DirectChannel(ctx context.Context, userID string) (string, error) {
	var id string
	err := c.call(ctx, "conversations.open", "", func(ctx context.Context) error {
		channel, _, _, err := c.api.OpenConversationContext(ctx, &slack.OpenConversationParameters{
			Users: []string{userID}, ReturnIM: true,
		})
		if err == nil {
			id = channel.ID
		}
		return err
	})
	return id, err
}

// userInfo asks users.info.
func (c *Client) userInfo(ctx context.Context, id string) (*slack.User, error) {
	var info *slack.User
	err := c.call(ctx, "users.info", "", func(ctx context.Context) (err error) {
		info, err = c.api.GetUserInfoContext(ctx, id)
		return err
	})
	return info, err
}

// groupMembers asks usergroups.users.list.
func (c *Client) groupMembers(ctx context.Context, groupID string) ([]string, error) {
	var members []string
	err := c.call(ctx, "usergroups.users.list", "", func(ctx context.Context) (err error) {
		members, err = c.api.GetUserGroupMembersContext(ctx, groupID)
		return err
	})
	return members, err
}
