package commands

import (
	"context"
	"slices"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// homeRows is how many rows the Home tab shows.
const homeRows = 20

// Home shows what waits for the person, their campaigns, and the daily things.
func (a *App) Home(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	all, err := a.store.Campaigns(ctx, r.TeamID)
	if err != nil {
		return nil, err
	}
	mine := slices.DeleteFunc(live(all), func(c store.Campaign) bool { return !slices.Contains(c.Owners, r.UserID) })
	var items []item
	if len(mine) > 0 {
		if items, err = a.open(ctx, r.TeamID, mine, store.Filter{Owner: r.UserID}); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(items, byLaunch)
	now := local(r)
	blocks := []slack.Block{menuButtons(), section("*What is TBD in my campaigns*")}
	if len(items) == 0 {
		blocks = append(blocks, section("Nothing."))
	} else {
		blocks = append(blocks, section(tbdSentence(items, store.DateOf(now))))
	}
	for _, i := range items[:min(len(items), homeRows)] {
		blocks = append(blocks, i.block(now, routeEditOpen, true))
	}
	blocks = append(blocks, section("*My campaigns*"))
	for _, c := range mine[:min(len(mine), homeRows)] {
		text := "*" + esc(c.Name) + "* · `" + c.Slug + "`"
		if c.Launches != "" {
			text += " · " + launchWords(c.Launches, store.DateOf(now))
		}
		blocks = append(blocks, section(text))
	}
	if len(mine) == 0 {
		blocks = append(blocks, section("None yet. Make one with `/campaign new`."))
	}
	return &bot.Reply{Home: &slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: blocks}}}, nil
}
