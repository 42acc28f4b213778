package commands

import (
	"context"
	"fmt"

	"codekeeper/bot"
	"codekeeper/store"
)

// /campaign reopen campaign
//
// Brings an archived campaign back into lists and digests. Alone it asks for the
// campaign first.

const routeCampaignReopen = "campaign.reopen"

func (a *App) campaignReopen() bot.Command {
	return bot.Command{
		Slash:    slashCampaign,
		Name:     "reopen",
		Usage:    "reopen campaign",
		Summary:  "Bring an archived campaign back into lists and digests." + copyAlone,
		Who:      bot.Editors,
		Examples: []string{"/campaign reopen", "/campaign reopen summer-glow"},
		Parse:    func(text string) error { _, err := parseCampaign("reopen", text); return err },
		Run: func(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
			if alone(r.Text) {
				return a.openAskCampaign(ctx, r, a.toReopen())
			}
			c, err := a.campaignAny(ctx, r, "reopen", archived)
			if err != nil {
				return nil, err
			}
			return a.reopen(ctx, r, c, c.Version)
		},
		Clicks: []bot.Route{{ID: routeCampaignReopen, Who: bot.Editors, Run: a.clickReopen}},
		Forms:  []bot.Route{a.asksCampaign(a.toReopen(), bot.Editors)},
	}
}

// toReopen leads to what the command does.
func (a *App) toReopen() campaignLed {
	return campaignLed{"reopen", "Reopen campaign", "Reopen", func(ctx context.Context, r *bot.Request, c store.Campaign) (*bot.Reply, error) {
		return a.reopen(ctx, r, c, c.Version)
	}}
}

// clickReopen is *Reopen*.
func (a *App) clickReopen(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	c, version, err := a.clickedCampaign(ctx, r)
	if err != nil {
		return nil, err
	}
	reply, err := a.reopen(ctx, r, c, version)
	return inPlace(reply), err
}

// reopen reopens a campaign, unless a live one took its name meanwhile: a
// name would not tell them apart.
func (a *App) reopen(ctx context.Context, r *bot.Request, c store.Campaign, version int64) (*bot.Reply, error) {
	if c.Archived() {
		campaigns, err := a.store.Campaigns(ctx, r.TeamID)
		if err != nil {
			return nil, err
		}
		if other, ok := sameName(campaigns, c.Name, c.ID); ok {
			return nil, &bot.UserError{
				Problem: fmt.Sprintf("A live campaign, %s, has the name %s too. Rename that one first, then reopen this one.", other.Slug, c.Name),
				Try:     "/campaign edit " + other.Slug,
			}
		}
	}
	return a.setArchived(ctx, r, act(r), c, version, false)
}
