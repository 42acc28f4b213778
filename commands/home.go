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

// homeRows is how many rows of each list the Home tab shows.
const homeRows = 20

// Home shows what is TBD in the person's campaigns, those campaigns, and the
// daily things.
func (a *App) Home(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	all, err := a.store.Campaigns(ctx, r.TeamID)
	if err != nil {
		return nil, err
	}
	mine := slices.DeleteFunc(live(all), func(c store.Campaign) bool { return !slices.Contains(c.Owners, r.UserID) })
	var items []item
	if len(mine) > 0 {
		if items, err = a.open(ctx, r.TeamID, store.Filter{Owner: r.UserID}); err != nil {
			return nil, err
		}
	}
	return &bot.Reply{Home: homeView(mine, items, local(r))}, nil
}

// homeView is the Home tab of an owner of these campaigns. now is where they
// are.
func homeView(mine []store.Campaign, items []item, now time.Time) *slack.HomeTabViewRequest {
	today := store.DateOf(now)
	blocks := []slack.Block{menuButtons(), section("*What is TBD in my campaigns*")}
	switch {
	case len(items) > 0:
		blocks = append(blocks, section(tbdSentence(items, today)))
	case len(mine) > 0:
		blocks = append(blocks, section("Nothing."))
	default:
		blocks = append(blocks, section("You are not an owner of a live campaign, so nothing waits for you."))
	}
	for _, i := range items[:min(len(items), homeRows)] {
		blocks = append(blocks, i.block(now))
	}
	if more := len(items) - homeRows; more > 0 {
		blocks = append(blocks, fine(fmt.Sprintf("And %d more: `/influencer tbd mine`", more)))
	}
	blocks = append(blocks, section("*My campaigns*"))
	for _, c := range mine[:min(len(mine), homeRows)] {
		text := campaignHead(c)
		if c.Launches != "" {
			text += " · " + launchWords(c.Launches, today)
		}
		blocks = append(blocks, section(text))
	}
	if more := len(mine) - homeRows; more > 0 {
		blocks = append(blocks, fine(fmt.Sprintf("And %d more: `/campaign list`", more)))
	}
	if len(mine) == 0 {
		blocks = append(blocks, section("None yet. Make one with `/campaign new`."))
	}
	return &slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: blocks}}
}
