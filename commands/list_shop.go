package commands

import (
	"context"
	"fmt"

	"codekeeper/bot"
	"codekeeper/store"
)

// What waits for the shop, in the list of who is unsent: their messages come
// after it.

// shopIn is what waits for the shop in what a listing lists: in its campaign, or
// in all. Of a search it is not known in which.
func (a *App) shopIn(ctx context.Context, r *bot.Request, l listing, campaign *store.Campaign) ([]shopWait, error) {
	if l.Filter != filterUnsent || len(l.Words) > 0 {
		return nil, nil
	}
	var campaigns []store.Campaign
	var err error
	if campaign != nil {
		campaigns = []store.Campaign{*campaign}
	} else if campaigns, err = a.listedCampaigns(ctx, r, l); err != nil {
		return nil, err
	}
	campaigns = live(campaigns)
	counts, err := a.store.Counts(ctx, r.TeamID, idsOf(campaigns))
	return shopWaits(campaigns, counts), err
}

// alsoShop is a list of who is unsent with what waits for the shop; of a search,
// with how many of those found do.
func (a *App) alsoShop(ctx context.Context, r *bot.Request, m bot.Message, l listing, campaign *store.Campaign) (bot.Message, error) {
	if len(l.Words) == 0 {
		waits, err := a.shopIn(ctx, r, l, campaign)
		return withShop(m, waits, local(r)), err
	}
	f, err := a.filterOf(ctx, r, l)
	if err != nil {
		return m, err
	}
	f.Unsent, f.NotInShop, f.After, f.Limit, f.Order = false, true, "", 1, store.ByHandle
	page, err := a.store.Rows(ctx, r.TeamID, f)
	if err != nil || page.Total == 0 {
		return m, err
	}
	l.Words = nil
	m.Blocks = append(m.Blocks, fine(fmt.Sprintf("And %s, of those who match: %s", shopAre(page.Total), copyable(l.command(campaign)))))
	return m, nil
}

// emptyPage says that nobody was found, and of who is unsent what waits for the
// shop all the same, and who uses an old one.
func (a *App) emptyPage(ctx context.Context, r *bot.Request, l listing, campaign *store.Campaign) (bot.Message, error) {
	m, err := a.emptyBeforeShop(ctx, r, l, campaign)
	if err != nil {
		return m, err
	}
	return a.alsoStillUsing(ctx, r, m, l)
}

// emptyBeforeShop says that nobody was found, and of who is unsent what waits
// for the shop.
func (a *App) emptyBeforeShop(ctx context.Context, r *bot.Request, l listing, campaign *store.Campaign) (bot.Message, error) {
	if m, none, err := a.noneOfTheirs(ctx, r, l); none || err != nil {
		return m, err
	}
	waits, err := a.shopIn(ctx, r, l, campaign)
	switch {
	case err != nil:
		return bot.Message{}, err
	case l.Filter == filterUnsent && len(l.Words) > 0:
		return a.alsoShop(ctx, r, emptyList(l, campaign), l, campaign)
	case len(waits) == 0:
		return emptyList(l, campaign), nil
	case campaign != nil:
		return withPost(r, shopView("Nothing in "+esc(campaign.Name)+" is unsent", waits, local(r)), postList, l.value()), nil
	}
	return withPost(r, shopView("Nothing"+l.where(nil)+" is unsent", waits, local(r)), postList, l.value()), nil
}
