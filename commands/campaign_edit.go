package commands

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"codekeeper/bot"
	"codekeeper/store"
)

// /campaign edit campaign
//
// Opens the form Edit campaign. Edit buttons open the same form. Alone it asks
// for the campaign first.

const (
	routeCampaignEdit   = "campaign.edit"
	routeCampaignDigest = "campaign.digest" // the digest's Update
)

func (a *App) campaignEdit() bot.Command {
	return bot.Command{
		Slash:    slashCampaign,
		Name:     "edit",
		Usage:    "edit campaign",
		Summary:  "Open the form with a campaign's terms, shared link and code, owners, channel and dates. Alone it asks which.",
		Who:      bot.Editors,
		Examples: []string{"/campaign edit", "/campaign edit summer-glow", `/campaign edit "Summer Glow"`},
		Parse:    func(text string) error { _, err := parseCampaign("edit", text); return err },
		Run:      a.runCampaignEdit,
		Clicks: []bot.Route{
			{ID: routeCampaignEdit, Who: bot.Editors, Run: a.clickCampaignEdit("")},
			{ID: routeCampaignDigest, Who: bot.Editors, Run: a.clickCampaignEdit(store.ByDigest)},
		},
		Forms: []bot.Route{
			{ID: formEditCampaign, Who: bot.Editors, Run: a.saveCampaignEdit},
			a.asksCampaign(a.toEditCampaign(), bot.Editors),
		},
	}
}

// toEditCampaign leads to the form.
func (a *App) toEditCampaign() campaignLed {
	return campaignLed{"edit", "Edit campaign", "Next", func(ctx context.Context, r *bot.Request, c store.Campaign) (*bot.Reply, error) {
		reply, err := a.openCampaignEdit(ctx, c, wayOf(r))
		if err != nil {
			return nil, err
		}
		return &bot.Reply{Update: reply.Open}, nil
	}}
}

func (a *App) runCampaignEdit(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	if alone(r.Text) {
		return a.openAskCampaign(ctx, r, a.toEditCampaign())
	}
	c, err := a.campaignMeant(ctx, r, "edit")
	if err != nil {
		return nil, err
	}
	return a.openCampaignEdit(ctx, c, wayOf(r))
}

// clickCampaignEdit is *Edit*. The form shows the campaign as it is now, so
// that a button of an older version does no harm. way is "" where the request
// tells it.
func (a *App) clickCampaignEdit(way store.Way) bot.Handler {
	return func(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
		c, _, err := a.clickedCampaign(ctx, r)
		if err != nil {
			return nil, err
		}
		return a.openCampaignEdit(ctx, c, cmp.Or(way, wayOf(r)))
	}
}

func (a *App) openCampaignEdit(ctx context.Context, c store.Campaign, way store.Way) (*bot.Reply, error) {
	if c.Archived() {
		return nil, archivedError(c)
	}
	form := campaignFormOf(c)
	form.meta.Way = way
	var err error
	if form.meta.Earlier, err = a.sharedEarlier(ctx, c); err != nil {
		return nil, err
	}
	return &bot.Reply{Open: form.view()}, nil
}

// sharedEarlier says of what ("l", "c", "lc") somebody still shares the
// campaign's who was selected before its mode changed: only in this form can
// it be set for them. A campaign that nobody changed has nobody like that.
func (a *App) sharedEarlier(ctx context.Context, c store.Campaign) (string, error) {
	if c.Version == 1 {
		return "", nil
	}
	link, code, err := a.store.SharedEarlier(ctx, a.identity.TeamID, c.ID)
	earlier := ""
	if link && c.LinkMode != store.Shared {
		earlier = "l"
	}
	if code && c.CodeMode != store.Shared {
		earlier += "c"
	}
	return earlier, err
}

func (a *App) saveCampaignEdit(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	s, err := a.savingCampaign(ctx, r)
	if err != nil {
		return nil, err
	}
	saved := s.form.saved
	if saved.ID == 0 {
		return nil, errOldForm
	}
	if s.again {
		return &bot.Reply{Update: s.form.view()}, nil
	}
	// A form of an older version is refused by the store, or was saved already
	// by this very request: nothing is checked, and no channel joined, for it.
	if saved.Version == s.form.meta.Version {
		if other, ok := sameName(s.campaigns, s.terms.Name, saved.ID); ok {
			return nil, bot.FieldErrors{termName: nameTaken(other)}
		}
		if again, err := a.checkCampaign(ctx, r, &s); again || err != nil {
			return s.reply(again), err
		}
	}
	change, err := a.store.EditCampaign(ctx, act(r), saved.ID, s.form.meta.Version, s.terms)
	if stale, ok := errors.AsType[*store.Stale[store.Campaign]](err); ok {
		if stale.Current.Archived() {
			return nil, archivedError(stale.Current)
		}
		return &bot.Reply{Update: s.form.moved(stale.Current, stale.By).view()}, nil
	}
	if err != nil {
		return nil, userError(err)
	}
	counts := a.counted(ctx, r, change.After)
	first := strings.Join(append([]string{savedWords(change)}, effects(change, counts)...), " ")
	changed := change.Before.Version != change.After.Version
	blocks := append(campaignCard(change.After, counts, a.coversNow(ctx, r), local(r)), messagePreview(change)...)
	blocks = append(blocks, a.sharedOffer(ctx, r.TeamID, change)...)
	return bot.Say(undoable(r, changed, message(first, blocks...))), nil
}
