package commands

import (
	"context"
	"maps"
	"slices"
	"time"

	"codekeeper/store"
)

// What became of a row that today's digest showed stands in the database: in
// the state of what the row is about, and in the history of who made it so. No
// handler tells the digest.

// A doneRow is a row of the digest that is no longer open in it.
type doneRow struct {
	store.DigestRow
	campaign string // its name
}

// words say in mrkdwn what became of the row, and who did that.
func (r doneRow) words() string {
	what := "done"
	switch r.Ended {
	case store.EndedArchived:
		what = esc(clip(r.campaign, maxCampaignInRow)) + " was archived"
	case store.EndedWithdrawn, store.EndedTakenBack, store.EndedSnoozed, store.EndedChanged:
		what = string(r.Ended)
	case store.EndedUnneeded:
		return "nobody needs it any more"
	case store.EndedElsewhere:
		return "still open, and no longer asked for here"
	case store.EndedDone, store.StillOpen:
	}
	if r.DoneBy == "" {
		return what
	}
	return what + " by <@" + r.DoneBy + ">"
}

// doneSince are the rows shown of which nothing is open any more in the
// target's digest. What ended for good stays as it is shown; who is forgotten
// is no longer shown at all.
func (a *App) doneSince(ctx context.Context, d digestNow, today store.Date, t target, shown []store.DigestRow) ([]doneRow, error) {
	open := d.keys()
	over := slices.DeleteFunc(slices.Clone(shown), func(row store.DigestRow) bool { return open[row.Key] || row.Text == "" })
	if len(over) == 0 {
		return nil, nil
	}
	var applications, campaigns []int64
	for _, row := range over {
		applications, campaigns = append(applications, row.ApplicationID), append(campaigns, row.CampaignID)
	}
	rows, err := a.store.ApplicationsBy(ctx, a.identity.TeamID, applications)
	if err != nil {
		return nil, err
	}
	over = slices.DeleteFunc(over, func(row store.DigestRow) bool { return openAlone(row.Key, rows[row.ApplicationID].Row, today, t) })
	named, err := a.store.CampaignsBy(ctx, a.identity.TeamID, campaigns)
	if err != nil {
		return nil, err
	}
	done := make([]doneRow, len(over))
	for n, row := range over {
		c := named[row.CampaignID]
		switch row.Ended {
		case store.StillOpen, store.EndedSnoozed, store.EndedElsewhere:
			row.Ended, row.DoneBy = endOf(row, rows[row.ApplicationID], c, slices.Contains(idsOf(t.campaigns), c.ID))
		case store.EndedDone, store.EndedChanged, store.EndedWithdrawn, store.EndedTakenBack, store.EndedUnneeded, store.EndedArchived: // for good
		}
		done[n] = doneRow{row, c.Name}
	}
	return done, nil
}

// keys are of what is open: of what the digest shows, and of all that many may
// wait for.
func (d digestNow) keys() map[string]bool {
	keys := maps.Clone(d.alike)
	for p, open := range d.open {
		for _, i := range open.rows {
			keys[i.key(p)] = true
		}
	}
	for _, c := range d.ended {
		keys[endedKey(c)] = true
	}
	return keys
}

// openAlone says whether the row of a key is open in the target's digest today,
// of one application, though there may be no room to show it.
func openAlone(key string, r store.Row, today store.Date, t target) bool {
	if r.Snoozed(today) || !slices.Contains(idsOf(t.campaigns), r.CampaignID) {
		return false
	}
	switch key {
	case aloneKey(partTBD, r.ID):
		return len(ownItem(r, "").missing) > 0
	case aloneKey(partChanged, r.ID), aloneKey(partReady, r.ID):
		return key == aloneKey(unsentPart(r), r.ID)
	}
	return false
}

// endOf is what became of a row that is no longer open in a digest, and who did
// that: r is whose it is, c its campaign, and here says whether the digest still
// speaks of that.
func endOf(row store.DigestRow, r store.RowBy, c store.CampaignBy, here bool) (store.Ending, string) {
	p := partOf(row.Key)
	switch {
	case c.Archived():
		return store.EndedArchived, c.ArchivedBy
	case p == partEnded:
		return store.EndedChanged, c.ChangedBy
	case row.ApplicationID == 0 && !here:
		return store.EndedElsewhere, ""
	case row.Key == everyoneKey(c.ID):
		return endOfShared(c)
	case row.Key == shopKey(c.ID): // r is of one of the codes
		return endOfShop(r, here)
	case row.ApplicationID == 0 && c.LastState == store.TakenBack:
		return store.EndedTakenBack, c.LastBy
	case row.ApplicationID == 0: // many who waited for the same thing
		return store.EndedDone, c.LastBy
	case r.State == store.TakenBack:
		return store.EndedTakenBack, r.StateBy
	case r.State != store.Selected:
		return store.EndedWithdrawn, r.StateBy
	case p == partTBD:
		return endOfTBD(r)
	}
	return endOfUnsent(p, r, c)
}

// endOfShared is what became of a link or code that everyone waited for.
func endOfShared(c store.CampaignBy) (store.Ending, string) {
	link, code := !c.SharedLink.TBD(), !c.SharedCode.TBD()
	switch {
	case code && (!link || c.SharedCodeSince.After(c.SharedLinkSince)):
		return store.EndedDone, c.SharedCodeBy
	case link:
		return store.EndedDone, c.SharedLinkBy
	}
	return store.EndedUnneeded, ""
}

// endOfShop is what became of codes that weren't in the shop yet.
func endOfShop(r store.RowBy, here bool) (store.Ending, string) {
	switch {
	case !here:
		return store.EndedElsewhere, ""
	case r.State == store.TakenBack:
		return store.EndedTakenBack, r.StateBy
	}
	return store.EndedDone, r.ChangedBy
}

// endOfTBD is what became of somebody's own link or code that was TBD.
func endOfTBD(r store.RowBy) (store.Ending, string) {
	var since time.Time
	var by string
	for _, k := range kinds {
		switch {
		case !k.mode(r.Row).Unique():
		case k.tbd(r.Row) && r.SnoozedUntil != "": // or it would be open
			return store.EndedSnoozed, r.SnoozedBy
		case k.tbd(r.Row):
			return store.EndedElsewhere, ""
		case by == "" || tbdSince(k, r.Row).After(since):
			since, by = tbdSince(k, r.Row), k.by(r, store.CampaignBy{})
		}
	}
	if by == "" {
		return store.EndedUnneeded, r.StateBy
	}
	return store.EndedDone, by
}

// endOfUnsent is what became of somebody who had to be told something.
func endOfUnsent(p part, r store.RowBy, c store.CampaignBy) (store.Ending, string) {
	if r.Unsent() && r.Changed() == (p == partChanged) || len(stillUsed(r.Row)) > 0 && p == partChanged {
		if r.SnoozedUntil != "" { // or it would be open
			return store.EndedSnoozed, r.SnoozedBy
		}
		return store.EndedElsewhere, ""
	}
	var since time.Time
	by := r.ChangedBy
	for _, k := range kinds {
		if at := tbdSince(k, r.Row); k.mode(r.Row).Needed() && at.After(since) {
			since, by = at, k.by(r, c)
		}
	}
	if r.SentAt != nil && !r.SentAt.Before(since) {
		return store.EndedDone, r.SentBy
	}
	return store.EndedChanged, by
}

// by is who set what the row's influencer shares, or made it TBD.
func (k kind) by(r store.RowBy, c store.CampaignBy) string {
	shared := k.mode(r.Row) == store.Shared
	switch {
	case k == aLink && shared:
		return c.SharedLinkBy
	case k == aLink:
		return r.LinkBy
	case shared:
		return c.SharedCodeBy
	}
	return r.CodeBy
}
