package commands

import (
	"context"
	"fmt"
	"time"

	"codekeeper/bot"
	"codekeeper/store"
	"codekeeper/store/tracking"

	"github.com/slack-go/slack"
)

// The words people see.
const (
	copyShow    = "Show"
	copyEdit    = "Edit"
	copyArchive = "Archive"
	copyReopen  = "Reopen"
	copyLeaves  = "It leaves lists and digests; nothing is deleted."
)

// campaignHead names a campaign in mrkdwn, with what one types for it.
func campaignHead(c store.Campaign) string {
	head := fmt.Sprintf("*%s* · `%s`", esc(c.Name), c.Slug)
	if c.Archived() {
		head += " · archived since " + dayWords(store.DateOf(*c.ArchivedAt))
	}
	return head
}

// countsWords say how many influencers are how far; "" for nil, when nobody
// knows.
func countsWords(n *store.CampaignCounts) string {
	switch {
	case n == nil:
		return ""
	case n.Applied+n.Selected+n.Declined+n.Withdrawn == 0:
		return "Nobody applied or selected yet"
	}
	words := fmt.Sprintf("%d applied · %d selected · %d TBD · %d ready", n.Applied, n.Selected, n.TBD, n.Ready)
	if n.NotInShop > 0 {
		words += fmt.Sprintf(" · %s not yet in the shop", count(n.NotInShop, "code"))
	}
	return words
}

// campaignCard is a campaign: its terms, how many are how far, who covers for
// whom, and what one can do.
func campaignCard(c store.Campaign, n *store.CampaignCounts, covers store.Covers, now time.Time) []slack.Block {
	head := campaignHead(c)
	if n := countsWords(n); n != "" {
		head += "\n" + n
	}
	blocks := []slack.Block{section(head)}
	for _, k := range kinds { // each in a block of its own: a link can be 2,000 characters long
		blocks = append(blocks, section(termLine(k, c, now)))
	}
	blocks = append(blocks, section(fmt.Sprintf("Launch date: %s · End date: %s\n%s: %s · %s: %s",
		dateWords(c.Launches, now), dateWords(c.Ends, now), labelOwners, mentions(c.Owners), labelChannel, channelWords(c.ChannelID))))
	if !c.Archived() {
		for _, h := range covering(c, covers) {
			blocks = append(blocks, slack.NewSectionBlock(mrkdwn(coverLine(h, store.DateOf(now))), nil, slack.NewAccessory(takeBack(h))))
		}
	}
	blocks = append(blocks, terms(c)...)
	return append(blocks, actions(campaignButtons(c, n)...))
}

// termLine says how a campaign handles links or codes.
func termLine(k kind, c store.Campaign, now time.Time) string {
	mode, text := k.of(c.Terms), k.sharedOf(c.Terms)
	line := k.label() + ": " + modeLabel(mode)
	switch p := k.pattern(c.Terms); {
	case !p.None():
		return line + " · made from " + copyable(p.String())
	case mode != store.Shared:
		return line
	case text == tracking.TBD:
		return line + " · *TBD* " + lasting(k.sharedSince(c), now)
	}
	return line + " · " + copyable(text)
}

func dateWords(d store.Date, now time.Time) string {
	if d == "" {
		return "not set"
	}
	return dayNear(d, store.DateOf(now))
}

func channelWords(id string) string {
	if id == "" {
		return "the default one, else a direct message to the owners"
	}
	return "<#" + id + ">"
}

func campaignButtons(c store.Campaign, n *store.CampaignCounts) []slack.BlockElement {
	id := campaignID(c)
	if c.Archived() {
		return []slack.BlockElement{button(copyReopen, routeCampaignReopen, id, id), exportCampaign(c)}
	}
	return append(append(makeButtons(c, n, kinds), shopButtons(c, n)...),
		button(copyList, routeList, id, listing{Campaign: c.ID}.value()),
		button(copyEdit, routeCampaignEdit, id, id),
		confirmed(button(copyArchive, routeCampaignArchive, id, id), "Archive "+clip(c.Name, 80)+"?", copyLeaves, copyArchive, copyKeep),
		handoverButton(&c),
		importButton(c), exportCampaign(c),
	)
}

// campaignAnswer says what happened, and shows the campaign as it is now. A
// campaign that is saved is saved: where it can't be counted any more, the
// card comes without.
func (a *App) campaignAnswer(ctx context.Context, r *bot.Request, c store.Campaign, first string, more ...slack.Block) bot.Message {
	return message(first, append(campaignCard(c, a.counted(ctx, r, c), a.coversNow(ctx, r), local(r)), more...)...)
}

// counted is how many are how far in a campaign, nil when that can't be read
// now.
func (a *App) counted(ctx context.Context, r *bot.Request, c store.Campaign) *store.CampaignCounts {
	all, err := a.store.Counts(ctx, r.TeamID, []int64{c.ID})
	if err != nil {
		a.log.WarnContext(ctx, "campaign not counted", "campaign", c.ID, "err", err)
		return nil
	}
	return new(all[c.ID])
}

// nextSteps are what one does in a campaign next.
func nextSteps(c store.Campaign) slack.Block {
	return section(fmt.Sprintf("Next: %s selects an influencer, %s adds an applicant.",
		copyable("/influencer select @handle "+c.Slug), copyable("/influencer add @handle "+c.Slug)))
}
