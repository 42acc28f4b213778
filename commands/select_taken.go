package commands

import (
	"context"
	"slices"

	"codekeeper/store"
	"codekeeper/store/tracking"
)

// Of many who are selected at once, each takes what is prepared for them, or was
// theirs before. What somebody else in the campaign has now stops nobody: it
// stays TBD, and the answer names both.

// leave leaves a link or code TBD, whatever a pattern would make.
func (c *choice) leave(k kind) {
	if c.left == nil {
		c.left = map[kind]bool{}
	}
	c.left[k] = true
	if k == aLink {
		c.Link = tracking.Link{}
	} else {
		c.Code = tracking.Code{}
	}
}

// leaveTaken leaves TBD what somebody else has in the campaign, and what several
// of the choices would take. Who is selected alone is refused instead: there is
// a field for another one.
func (a *App) leaveTaken(ctx context.Context, team string, campaign int64, all []choice) error {
	leaveTwins(all)
	known, err := a.store.Known(ctx, team, selectionsOf(all))
	if err != nil {
		return err
	}
	for n := range all {
		c := &all[n]
		if c.selected || !known[n] {
			continue
		}
		links, codes, err := a.store.Holders(ctx, team, c.Link, c.Code, c.InfluencerID, 0)
		if err != nil {
			return err
		}
		for k, holdings := range map[kind][]store.Holding{aLink: links, aCode: codes} {
			if slices.ContainsFunc(holdings, holdsIn(campaign)) {
				c.leave(k)
			}
		}
	}
	return nil
}

// holdsIn says whether somebody has something of their own in the campaign now,
// so that nobody else there can.
func holdsIn(campaign int64) func(store.Holding) bool {
	return func(h store.Holding) bool { return h.Campaign.ID == campaign && h.Until == nil && !h.Shared }
}

// leaveTwins leaves TBD what several of the choices would take.
func leaveTwins(all []choice) {
	for _, k := range kinds {
		takers := map[string][]int{}
		for n, c := range all {
			if text := k.textOf(c.Selection); text != tracking.TBD && !c.selected {
				key := k.sameKey(c.Selection)
				takers[key] = append(takers[key], n)
			}
		}
		for _, of := range takers {
			if len(of) == 1 {
				continue
			}
			for _, n := range of {
				all[n].leave(k)
			}
		}
	}
}

// sameKey is what links or codes have in common that only one can have.
func (k kind) sameKey(s store.Selection) string {
	if k == aLink {
		return s.Link.String()
	}
	return s.Code.Key()
}

// hadBefore is the link and code that a change left, as if they were selected with
// them.
func hadBefore(c store.Change) store.Selection {
	return store.Selection{InfluencerID: c.After.InfluencerID, Link: c.Before.Link, Code: c.Before.Code}
}

// leftTo says whether a change left TBD what was prepared, or theirs before.
func (k kind) leftTo(c store.Change) bool {
	return k.mode(c.After).Unique() && k.text(c.Before) != tracking.TBD && k.text(c.After.Application) == tracking.TBD
}

// leftWords say of the changes of many whose link or code stays TBD, as somebody
// else has what was prepared, or theirs before.
func (a *App) leftWords(ctx context.Context, team string, changes []store.Change) ([]string, error) {
	var f filling
	for _, k := range kinds {
		alikes := map[string][]making{}
		var left []making
		for n, c := range changes {
			if !k.leftTo(c) {
				continue
			}
			m := making{n, k, k.text(c.Before), who(c.After.Influencer), true}
			left = append(left, m)
			key := k.sameKey(hadBefore(c))
			alikes[key] = append(alikes[key], m)
		}
		for _, m := range left {
			c := changes[m.at]
			reason, err := a.leftBecause(ctx, team, k, c, alikes[k.sameKey(hadBefore(c))])
			if err != nil {
				return nil, err
			}
			if reason != "" {
				f.stay(k, reason, remedy{}, m.name)
			}
		}
	}
	return f.words(), nil
}

// leftBecause says in mrkdwn who has what a change left, or whose it would have
// been alike; "" where that is nobody's any more.
func (a *App) leftBecause(ctx context.Context, team string, k kind, c store.Change, alikes []making) (string, error) {
	links, codes, err := a.store.Holders(ctx, team, c.Before.Link, c.Before.Code, c.After.InfluencerID, 0)
	if err != nil {
		return "", err
	}
	holdings := codes
	if k == aLink {
		holdings = links
	}
	if n := slices.IndexFunc(holdings, holdsIn(c.After.CampaignID)); n >= 0 {
		return holderWords(holdings[n], copyable(brief(k.text(c.Before), 200))) + ".", nil
	}
	if len(alikes) > 1 {
		return alike(alikes), nil
	}
	return "", nil
}
