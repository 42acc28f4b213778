package commands

import (
	"context"

	"codekeeper/store"
)

// manyAlike is from how many on those who wait for the same thing are one row.
const manyAlike = 10

// openIn is what is open in these campaigns on a day: all of it is counted, and
// at most limit rows of each part are read, the most urgent. alike or more who
// wait for the same thing are one row. Whoever is asked in a campaign is among
// the owners that it has here.
func (a *App) openIn(ctx context.Context, campaigns []store.Campaign, today store.Date, alike, limit int) (digestNow, error) {
	team, ids := a.identity.TeamID, idsOf(campaigns)
	counts, err := a.store.DigestCounts(ctx, team, ids, today)
	if err != nil {
		return digestNow{}, err
	}
	rows, err := a.store.DigestOpen(ctx, team, ids, today, alike, limit)
	if err != nil {
		return digestNow{}, err
	}
	common, err := a.store.OpenShared(ctx, team, store.OpenFilter{CampaignIDs: ids})
	if err != nil {
		return digestNow{}, err
	}
	made, err := a.store.Counts(ctx, team, ids)
	if err != nil {
		return digestNow{}, err
	}
	d := digestCounted(campaigns, counts)
	of := byID(campaigns)
	for _, row := range rows {
		d.show(part(row.Part), digestItem(of[row.CampaignID], row))
	}
	for _, i := range sharedItems(campaigns, common) {
		d.add(partTBD, i, today)
	}
	for _, s := range shopWaits(campaigns, made) {
		d.add(partReady, s.item(), today)
	}
	d.sort(today, limit)
	return d, nil
}

// digestCounted is how much is open, and snoozed, in each of the campaigns.
func digestCounted(campaigns []store.Campaign, counts []store.DigestCount) digestNow {
	d, of := digestNow{open: map[part]openPart{}, alike: map[string]bool{}}, byID(campaigns)
	for _, n := range counts {
		p, c := part(n.Part), of[n.CampaignID]
		d.snoozed.count(p, n)
		if n.Open == 0 {
			continue
		}
		d.alike[alikeKey(p, c.ID, n.Alike)] = true
		t := tally{campaign: c, open: n.Open, us: n.Us, first: store.Place{Live: n.Live, Slug: c.Slug}}
		if n.Since != nil {
			t.first.Since = *n.Since
		}
		open := d.open[p]
		open.tallies = open.tallies.with(t, byLaunch) // all counts of a campaign have the same first
		d.open[p] = open
	}
	return d
}

// show has a row that is counted already among those that are shown; who came
// since it was counted waits for the next time.
func (d digestNow) show(p part, i item) {
	if open := d.open[p]; open.tallies.of(i.campaign.ID).open > 0 {
		open.rows = append(open.rows, i)
		d.open[p] = open
	}
}

// add counts one more thing, and has it among those that are shown.
func (d digestNow) add(p part, i item, today store.Date) {
	open := d.open[p]
	open.tallies, open.rows = open.tallies.with(tallyOf(i), byUrgency(today)), append(open.rows, i)
	d.open[p] = open
	d.alike[i.key(p)] = true
}

// sort puts the most urgent first, and keeps so many rows of each part.
func (d digestNow) sort(today store.Date, limit int) {
	by := byUrgency(today)
	for p, open := range d.open {
		sortItems(open.rows, by)
		d.open[p] = openPart{open.tallies.sorted(by), open.rows[:min(limit, len(open.rows))]}
	}
}

// digestItem is a row as a digest shows it.
func digestItem(c store.Campaign, row store.DigestOpen) item {
	i := ownItem(row.Row, "")
	if part(row.Part) != partTBD {
		i.missing, i.unsent = nil, row.Since
	}
	i.campaign, i.handle, i.many, i.alike = c, row.Handle, row.Many, row.Alike
	for n, m := range i.missing {
		since := row.LinkSince
		if m.kind == aCode {
			since = row.CodeSince
		}
		if since != nil {
			i.missing[n].since = *since
		}
	}
	return i
}
