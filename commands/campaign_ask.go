package commands

import (
	"context"
	"strconv"
	"strings"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// What show, edit, archive and reopen open when they name no campaign: a form
// that asks for it and leads to what the command does. Each has a callback id of
// its own, which says who may.

const (
	routeCampaignAsked = "campaign.asked"
	formAskCampaign    = "campaign.ask." // then the subcommand
	formArchive        = "campaign.archive"
)

// A campaignLed is where a form that asks for a campaign leads.
type campaignLed struct {
	name, title, submit string
	run                 func(ctx context.Context, r *bot.Request, c store.Campaign) (*bot.Reply, error)
}

// couldBe are those that each subcommand can be about.
func couldBe(subcommand string) func([]store.Campaign) []store.Campaign {
	switch subcommand {
	case "show":
		return func(all []store.Campaign) []store.Campaign { return append(live(all), archived(all)...) }
	case "reopen":
		return archived
	}
	return live
}

// openAskCampaign opens the form, where there is one to choose.
func (a *App) openAskCampaign(ctx context.Context, r *bot.Request, to campaignLed) (*bot.Reply, error) {
	all, err := a.store.Campaigns(ctx, r.TeamID)
	if err != nil {
		return nil, err
	}
	could := couldBe(to.name)(all)
	choose := typeahead(routeCampaignAsked, "Choose a campaign")
	switch {
	case len(could) == 0 && to.name == "reopen" && len(all) > 0:
		return nil, &bot.UserError{Problem: "No campaign is archived, so there is none to reopen.", Try: "/campaign list"}
	case len(could) == 0:
		return nil, unknownCampaign(all, "", "")
	case len(could) == 1:
		choose.InitialOption = campaignOption(could[0])
	}
	return &bot.Reply{Open: modal(formAskCampaign+to.name, to.title, to.submit, encoded(askingIn(r)),
		[]slack.Block{input(fieldCampaign, "Campaign", choose, "", false)})}, nil
}

// askedOptions are the campaigns that the form can be about whose name or slug
// contains what was typed.
func (a *App) askedOptions(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	all, err := a.store.Campaigns(ctx, r.TeamID)
	if err != nil || r.Form == nil {
		return &bot.Reply{}, err
	}
	return campaignsLike(couldBe(strings.TrimPrefix(r.Form.Callback, formAskCampaign))(all), r.Text), nil
}

// asksCampaign is the form's submission as a route.
func (a *App) asksCampaign(to campaignLed, who bot.Who) bot.Route {
	return bot.Route{ID: formAskCampaign + to.name, Who: who, Run: func(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
		meta, err := readAskedIn(r.Form)
		if err != nil {
			return nil, err
		}
		id, err := strconv.ParseInt(r.Form.Text(fieldCampaign), 10, 64)
		if err != nil {
			return nil, bot.FieldErrors{fieldCampaign: "Choose a campaign."}
		}
		all, err := a.store.Campaigns(ctx, r.TeamID)
		if err != nil {
			return nil, err
		}
		for _, c := range all {
			if c.ID == id {
				return to.run(ctx, meta.from(r), c)
			}
		}
		return nil, errOldForm
	}}
}
