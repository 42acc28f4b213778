package commands

import (
	"context"
	"fmt"
	"slices"
	"time"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// A campaign without a channel, whose owners have all left Slack: nobody gets its
// digest. So its card says it, and Home of everybody who may change that, and
// whoever asks for the digest now.

const (
	// unreadWithin bounds finding it out, beside all else that an answer needs.
	unreadWithin = 700 * time.Millisecond
	// maxUnread is of how many campaigns Home and an answer say it.
	maxUnread = 3
)

// unread are those of the campaigns whose digest nobody gets, with those who are
// asked in them as their owners. fallback is the default channel. Whom Slack
// doesn't tell of in time may be there.
func (a *App) unread(ctx context.Context, campaigns []store.Campaign, covers store.Covers, fallback string) []store.Campaign {
	if fallback != "" {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, unreadWithin)
	defer cancel()
	gone := map[string]bool{}
	reachable := func(user string) bool {
		left, known := gone[user]
		if !known {
			left = a.slack.Unreachable(ctx, user)
			gone[user] = left
		}
		return !left
	}
	return slices.DeleteFunc(asked(live(campaigns), covers), func(c store.Campaign) bool {
		return c.ChannelID != "" || slices.ContainsFunc(c.Owners, reachable)
	})
}

// unreadNow is unread for an answer, or Home, that says it beside what it is for:
// where the settings can't be read, it comes without.
func (a *App) unreadNow(ctx context.Context, campaigns []store.Campaign, covers store.Covers) []store.Campaign {
	if !slices.ContainsFunc(campaigns, func(c store.Campaign) bool { return c.ChannelID == "" && !c.Archived() }) {
		return nil
	}
	set, err := a.settings(ctx)
	if err != nil {
		a.log.WarnContext(ctx, "digest settings not read", "err", err)
		return nil
	}
	return a.unread(ctx, campaigns, covers, set.Channel)
}

// unreadWords say it of a campaign, in mrkdwn.
func unreadWords(c store.Campaign) string {
	name, owners := esc(clip(c.Name, maxCampaignInRow)), andMore(eachMention(c.Owners), maxMentioned)
	are := "are"
	if len(c.Owners) == 1 {
		are = "is"
	}
	return fmt.Sprintf("*Nobody gets the digest of %s*: it goes to no channel, and %s %s not in this workspace any more.", name, owners, are)
}

// unreadMore counts those of which it is not said, and says what is for all of
// them.
func unreadMore(more int) string {
	return fmt.Sprintf("Nor of %s. A default channel is for all of them: `/campaign digest`", count(more, "more campaign"))
}

// unreadBlocks say it with *Edit*, by which another owner or a channel is chosen.
func unreadBlocks(campaigns []store.Campaign) []slack.Block {
	var blocks []slack.Block
	for _, c := range campaigns[:min(len(campaigns), maxUnread)] {
		text := unreadWords(c) + " Choose a channel or another owner."
		blocks = append(blocks, slack.NewSectionBlock(mrkdwn(text), nil, slack.NewAccessory(button(copyEdit, routeCampaignEdit, "unread."+campaignID(c), campaignID(c)))))
	}
	if more := len(campaigns) - maxUnread; more > 0 {
		blocks = append(blocks, fine(unreadMore(more)))
	}
	return blocks
}

// unreadLines say it where the digest was asked for, with what works.
func unreadLines(campaigns []store.Campaign) []string {
	var lines []string
	for _, c := range campaigns[:min(len(campaigns), maxUnread)] {
		lines = append(lines, fmt.Sprintf("%s Choose a channel or another owner: `/campaign edit %s`", unreadWords(c), c.Slug))
	}
	if more := len(campaigns) - maxUnread; more > 0 {
		lines = append(lines, unreadMore(more))
	}
	return lines
}

// unreadHome is what Home says of it to who may change it; nobody else need know.
func (a *App) unreadHome(ctx context.Context, r *bot.Request, campaigns []store.Campaign, covers store.Covers) []slack.Block {
	if !r.User.Editor {
		return nil
	}
	return unreadBlocks(a.unreadNow(ctx, campaigns, covers))
}
