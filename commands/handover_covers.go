package commands

import (
	"context"
	"fmt"
	"slices"

	"codekeeper/bot"
	"codekeeper/store"
)

// Who covers for somebody is asked instead of them: the digest mentions them,
// and what waits for them counts as theirs.

// covers are who covers for whom today, where the person is.
func (a *App) covers(ctx context.Context, r *bot.Request) (store.Covers, error) {
	return a.store.Covers(ctx, r.TeamID, store.DateOf(local(r)))
}

// coversNow is covers for an answer to what is done already: where they can't
// be read any more, it comes without.
func (a *App) coversNow(ctx context.Context, r *bot.Request) store.Covers {
	covers, err := a.covers(ctx, r)
	if err != nil {
		a.log.WarnContext(ctx, "covers not read", "err", err)
	}
	return covers
}

// theirCampaigns are those of the campaigns that are live and somebody's, as an
// owner or because they cover for one.
func theirCampaigns(campaigns []store.Campaign, covers store.Covers, user string) []store.Campaign {
	covered := idsOf(covers.Covered(user, live(campaigns)))
	return slices.DeleteFunc(live(campaigns), func(c store.Campaign) bool {
		return !slices.Contains(c.Owners, user) && !slices.Contains(covered, c.ID)
	})
}

// asked are campaigns with those for owners who are asked in them.
func asked(campaigns []store.Campaign, covers store.Covers) []store.Campaign {
	all := slices.Clone(campaigns)
	for n, c := range all {
		all[n].Owners = covers.Owners(c)
	}
	return all
}

// already is the handover of all campaigns by which the colleague covers the one
// that is to be handed over, for as long at least: what is to be made adds
// nothing to it.
func (h handing) already(user string) (store.Handover, bool) {
	var all store.Handover
	for _, o := range h.covers {
		switch {
		case h.campaign.ID == 0 || o.From != user:
		case o.CampaignID == h.campaign.ID && o.To != h.to.ID: // goes before that of all
			return store.Handover{}, false
		case o.CampaignID == 0 && o.To == h.to.ID:
			all = o
		}
	}
	return all, all.ID != 0 && (all.Until == "" || h.until != "" && h.until <= all.Until)
}

// alreadyCovered says that nothing was done, and by which handover.
func alreadyCovered(h store.Handover, c store.Campaign, today store.Date) bot.Message {
	first := fmt.Sprintf("Nothing to do. <@%s> covers all your campaigns for you already%s: *%s* is one of them.", h.To, untilWords(h, today), esc(c.Name))
	return message(first, fine(copyCovers), actions(takeBack(h)))
}

// coverLine is "@Ben covers for @Ana until Fri 4 Dec", in mrkdwn.
func coverLine(h store.Handover, today store.Date) string {
	return fmt.Sprintf("<@%s> covers for <@%s>%s", h.To, h.From, untilWords(h, today))
}

// untilWords say how long a handover stands, to follow what it does.
func untilWords(h store.Handover, today store.Date) string {
	if h.Until == "" {
		return ""
	}
	return " until " + dayNear(h.Until, today)
}

// covering are the handovers by which a campaign's owners are covered.
func covering(c store.Campaign, covers store.Covers) []store.Handover {
	var found []store.Handover
	for _, owner := range c.Owners {
		if h, ok := covers.Of(owner, c.ID); ok {
			found = append(found, h)
		}
	}
	return found
}
