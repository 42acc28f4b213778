package commands

import (
	"context"

	"codekeeper/bot"
	"codekeeper/store"
)

// /campaign show campaign
//
// Shows a campaign, archived or not: terms, how many are how far, buttons. Alone
// it asks for the campaign first.

const routeCampaignShow = "campaign.show"

func (a *App) campaignShow() bot.Command {
	return bot.Command{
		Slash:    slashCampaign,
		Name:     "show",
		Usage:    "show campaign",
		Summary:  "Show a campaign: its terms, and how many are selected, TBD and ready." + copyAlone,
		Who:      bot.Members,
		Examples: []string{"/campaign show", "/campaign show summer-glow"},
		Parse:    func(text string) error { _, err := parseCampaign("show", text); return err },
		Run: func(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
			if alone(r.Text) {
				return a.openAskCampaign(ctx, r, a.toShowCampaign())
			}
			c, err := a.campaignAny(ctx, r, "show", live)
			if err != nil {
				return nil, err
			}
			return a.showCampaign(ctx, r, c)
		},
		Clicks: []bot.Route{{ID: routeCampaignShow, Who: bot.Members, Run: func(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
			c, _, err := a.clickedCampaign(ctx, r)
			if err != nil {
				return nil, err
			}
			return a.showCampaign(ctx, r, c)
		}}},
		Forms:   []bot.Route{a.asksCampaign(a.toShowCampaign(), bot.Members)},
		Options: []bot.Route{{ID: routeCampaignAsked, Who: bot.Members, Run: a.askedOptions}},
	}
}

// toShowCampaign leads to the card.
func (a *App) toShowCampaign() campaignLed {
	return campaignLed{"show", "Show campaign", "Show", a.showCampaign}
}

func (a *App) showCampaign(ctx context.Context, r *bot.Request, c store.Campaign) (*bot.Reply, error) {
	counts, err := a.store.Counts(ctx, r.TeamID, []int64{c.ID})
	if err != nil {
		return nil, err
	}
	covers, err := a.covers(ctx, r)
	if err != nil {
		return nil, err
	}
	m := bot.Message{Text: campaignHead(c), Blocks: campaignCard(c, new(counts[c.ID]), covers, local(r))}
	for _, unread := range a.unreadNow(ctx, []store.Campaign{c}, covers) {
		m = withOffer(m, said(unreadWords(unread)+" *Edit* chooses a channel or another owner."))
	}
	return bot.Say(m), nil
}
