package commands

import (
	"context"
	"fmt"
	"strings"
	"time"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// How many rows of each list the Home tab shows.
const (
	homeRows      = 20
	homeUnsent    = 10
	homeCampaigns = 12
)

// Home shows what waits for the person, in the campaigns that they own or cover,
// those campaigns, and the daily things.
func (a *App) Home(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	all, err := a.store.Campaigns(ctx, r.TeamID)
	if err != nil {
		return nil, err
	}
	covers, err := a.covers(ctx, r)
	if err != nil {
		return nil, err
	}
	h := home{user: r.UserID, covers: covers, live: len(live(all)), now: local(r)}
	if h.mine = theirCampaigns(all, covers, r.UserID); len(h.mine) > 0 {
		if h.tbd, err = a.open(ctx, r.TeamID, h.mine, "", nil, homeRows); err != nil {
			return nil, err
		}
		if h.unsent, err = a.unsent(ctx, r.TeamID, h.mine, homeUnsent); err != nil {
			return nil, err
		}
		counts, err := a.store.Counts(ctx, r.TeamID, idsOf(h.mine))
		if err != nil {
			return nil, err
		}
		h.shop = shopWaits(h.mine, counts)
	}
	h.unread = a.unreadHome(ctx, r, all, covers)
	return &bot.Reply{Home: h.view()}, nil
}

// A home is what a Home tab shows: to whom, what is theirs, and what waits.
type home struct {
	user   string
	mine   []store.Campaign // owned or covered
	covers store.Covers
	tbd    openTBD
	unsent unsent
	shop   []shopWait
	unread []slack.Block // what is said of digests that nobody gets
	live   int           // how many campaigns are live, anybody's
	now    time.Time
}

func (h home) view() *slack.HomeTabViewRequest {
	blocks := append(homeButtons(), section("*What waits for me*"))
	switch {
	case h.live == 0:
		blocks = append(blocks, section("There is no live campaign, so nothing waits for anybody. *New campaign* makes one; then *Add influencer* or *Select influencer*."))
	case len(h.mine) == 0:
		blocks = append(blocks, section("You are not an owner of a live campaign and cover none, so nothing waits for you. *What is TBD* shows everybody's."))
	case len(h.tbd.tallies)+h.unsent.all+len(h.shop) == 0:
		blocks = append(blocks, section("Nothing."))
	}
	blocks = append(blocks, h.waiting()...)
	blocks = append(blocks, h.unread...)
	blocks = append(blocks, section("*My campaigns*"))
	blocks = append(blocks, h.campaigns()...)
	return &slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: blocks}}
}

// waiting is what is TBD, what waits for the shop, and who must be told
// something.
func (h home) waiting() []slack.Block {
	var blocks []slack.Block
	if len(h.tbd.tallies) > 0 {
		blocks = append(blocks, section(tbdSentence(h.tbd.tallies, store.DateOf(h.now))))
	}
	for _, i := range h.tbd.items {
		blocks = append(blocks, i.block(h.now))
	}
	if more := h.tbd.tallies.rows() - len(h.tbd.items); more > 0 {
		blocks = append(blocks, fine(fmt.Sprintf("And %d more: `/influencer tbd mine`", more)))
	}
	blocks = append(blocks, shopBlocks(h.shop, maxShops, h.now)...)
	if h.unsent.all > 0 {
		blocks = append(blocks, h.unsent.blocks(len(h.unsent.items), h.now)...)
	}
	return blocks
}

// campaigns are theirs, each with who covers for whom.
func (h home) campaigns() []slack.Block {
	if len(h.mine) == 0 {
		return []slack.Block{section("None yet.")}
	}
	today := store.DateOf(h.now)
	var blocks []slack.Block
	for _, c := range h.mine[:min(len(h.mine), homeCampaigns)] {
		head := campaignHead(c)
		if c.Launches != "" {
			head += " · " + launchWords(c.Launches, today)
		}
		text := []string{head}
		for _, o := range covering(c, h.covers) {
			text = append(text, coverLine(o, today))
		}
		id := campaignID(c)
		blocks = append(blocks, slack.NewSectionBlock(mrkdwn(strings.Join(text, "\n")), nil, slack.NewAccessory(button(copyShow, routeCampaignShow, id, id))))
	}
	if more := len(h.mine) - homeCampaigns; more > 0 {
		blocks = append(blocks, fine(fmt.Sprintf("And %d more: `/campaign list`", more)))
	}
	return blocks
}

// homeButtons are the daily things, and what one does now and then.
func homeButtons() []slack.Block {
	return []slack.Block{menuButtons(), actions(
		button("New campaign", routeCampaignNew, "", ""),
		handoverButton(nil),
		button("Daily digest", routeDigestOpen, "", ""),
	)}
}
