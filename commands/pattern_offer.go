package commands

import (
	"context"
	"slices"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// What leads on from an answer to a selection: codes that are TBD and can be made
// from the campaign's pattern, and codes that were made and must be created in the
// shop.

// offers lead on from a selection; empty where there is nothing to do.
type offers struct{ make, shop []slack.Block }

func (o offers) blocks() []slack.Block { return slices.Concat(o.make, o.shop) }

// offersAfter are of a selection. filled are the kinds that it was to fill in
// itself: what of them stays TBD, the pattern can't make.
func (a *App) offersAfter(ctx context.Context, r *bot.Request, changes []store.Change, filled map[kind]bool) offers {
	return offers{a.makeOffer(ctx, r, changes, filled), a.shopOffer(ctx, r, changes)}
}

// makeOffer is *Make 12 codes from the pattern*, for all in the campaign for whom
// it can, where it can for one of those changed. What is saved is saved: where the
// campaign can't be counted, nothing is offered.
func (a *App) makeOffer(ctx context.Context, r *bot.Request, changes []store.Change, filled map[kind]bool) []slack.Block {
	campaign, one := oneCampaign(changes)
	if !one {
		return nil
	}
	open := slices.DeleteFunc(fillable(campaign.Terms), func(k kind) bool {
		return filled[k] || !slices.ContainsFunc(changes, func(c store.Change) bool { return k.canBeMade(c.After) })
	})
	if len(open) == 0 {
		return nil
	}
	n := a.counted(ctx, r, campaign)
	if n == nil {
		return nil
	}
	if buttons := makeButtons(campaign, n, open); len(buttons) > 0 {
		return []slack.Block{actions(buttons...)}
	}
	return nil
}
