package commands

import (
	"context"
	"slices"

	"codekeeper/bot"
	"codekeeper/store"
)

// What is mine in a list is what is in the campaigns that whoever asks owns, or
// covers for an owner.

// mine takes mine out of words, which it is beside a filter; without one it is
// searched for.
func (l *listing) mine(words []word) []word {
	n := slices.IndexFunc(words, func(w word) bool { return w.is("mine") })
	if n < 0 || l.Filter == "" || l.Mine {
		return words
	}
	l.Mine = true
	return slices.Delete(slices.Clone(words), n, n+1)
}

// filterOf is the listing as the store reads it, for who asks.
func (a *App) filterOf(ctx context.Context, r *bot.Request, l listing) (store.Filter, error) {
	f := l.filter()
	if !l.Mine {
		return f, nil
	}
	theirs, err := a.listedCampaigns(ctx, r, l)
	f.CampaignIDs = idsOf(theirs)
	return f, err
}

// listedCampaigns are those in which a listing of no one campaign lists: all, or
// whoever asks's own.
func (a *App) listedCampaigns(ctx context.Context, r *bot.Request, l listing) ([]store.Campaign, error) {
	campaigns, err := a.store.Campaigns(ctx, r.TeamID)
	if err != nil || !l.Mine {
		return campaigns, err
	}
	covers, err := a.covers(ctx, r)
	return theirCampaigns(campaigns, covers, r.UserID), err
}

// noneOfTheirs says that nothing can be listed as theirs, to whoever owns no live
// campaign and covers none; none is false for everybody else.
func (a *App) noneOfTheirs(ctx context.Context, r *bot.Request, l listing) (m bot.Message, none bool, err error) {
	if !l.Mine {
		return m, false, nil
	}
	theirs, err := a.listedCampaigns(ctx, r, l)
	if err != nil || len(theirs) > 0 {
		return m, false, err
	}
	l.Mine = false
	return message("You are not an owner of a live campaign and cover none. Everybody's: " + copyable(l.command(nil))), true, nil
}
