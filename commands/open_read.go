package commands

import (
	"context"

	"codekeeper/store"
)

// An openTBD is what is TBD: how much in each campaign, and as many things as
// were asked for, by launch.
type openTBD struct {
	tallies tallies
	items   []item
}

// open reads what is TBD in these campaigns, of this kind or, with "", of both:
// all of it is counted, and at most limit things are read, those that come after
// a place. Where nothing comes after it any more, they are the first.
func (a *App) open(ctx context.Context, team string, campaigns []store.Campaign, k kind, after *store.Place, limit int) (openTBD, error) {
	asked := store.OpenFilter{CampaignIDs: idsOf(campaigns), Link: k == aLink, Code: k == aCode}
	counts, err := a.store.OpenCounts(ctx, team, asked)
	if err != nil {
		return openTBD{}, err
	}
	common, err := a.store.OpenShared(ctx, team, asked)
	if err != nil {
		return openTBD{}, err
	}
	shared := sharedItems(campaigns, common)
	all := openTBD{tallies: tbdTallies(campaigns, counts, shared)}
	for {
		rows, err := a.store.OpenRows(ctx, team, asked, after, limit)
		if err != nil {
			return openTBD{}, err
		}
		all.items = merged(rows, shared, k, after)
		if len(all.items) > 0 || after == nil {
			all.items = all.items[:min(limit, len(all.items))]
			return all, nil
		}
		after = nil
	}
}

// sharedItems are what everyone shares in each of the campaigns.
func sharedItems(campaigns []store.Campaign, common []store.OpenShared) []item {
	items, of := make([]item, len(common)), byID(campaigns)
	for n, s := range common {
		items[n] = sharedItem(of[s.CampaignID], s)
	}
	return items
}

// tbdTallies are how much is TBD in each of the campaigns, by launch.
func tbdTallies(campaigns []store.Campaign, counts []store.OpenCount, shared []item) tallies {
	all, of := make(tallies, len(counts)), byID(campaigns)
	for n, own := range counts {
		c := of[own.CampaignID]
		all[n] = tally{campaign: c, open: own.TBD, us: own.Us, first: store.Place{Live: own.Live, Since: own.Since, Slug: c.Slug}}
	}
	for _, i := range shared {
		all = all.with(tallyOf(i), byLaunch)
	}
	return all.sorted(byLaunch)
}

// merged are rows of their own with what is shared at its place among them, by
// launch, all after a place.
func merged(rows []store.OpenRow, shared []item, k kind, after *store.Place) []item {
	var items []item
	for _, row := range rows {
		i := ownItem(row.Row, k)
		i.handle = row.Place.Handle
		items = append(items, i)
	}
	for _, i := range shared {
		if after == nil || i.place().Compare(*after) > 0 {
			items = append(items, i)
		}
	}
	sortItems(items, byLaunch)
	return items
}
