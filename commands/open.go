package commands

import (
	"cmp"
	"slices"
	"time"

	"codekeeper/store"
)

// An item is one thing that is open: an influencer with something TBD, what
// everyone in a campaign shares, or a campaign's codes that wait for the shop.
type item struct {
	campaign store.Campaign
	row      *store.Row // nil: what everyone shares
	handle   string     // of the row, as the database sorts it
	everyone int        // how many influencers wait for what everyone shares
	still    int        // how many of those use the one before
	many     int        // how many influencers one row of the digest stands for, 0 for one
	alike    string     // what these wait for, as store.DigestCount names it
	missing  []missing  // what is TBD; empty for what is unsent
	unsent   time.Time  // since when there is something to tell, for what is unsent
	live     store.Date // when the first of them goes live, "" when nobody knows

	shop *store.CampaignCounts // of codes that wait for the shop, of the whole campaign; nil for anything else
}

// missing is a link or code that is TBD.
type missing struct {
	kind       kind
	since      time.Time
	influencer bool // waits for the influencer, not for us
}

// since is the longest that anything in the item has been TBD, or unsent.
func (i item) since() time.Time {
	if len(i.missing) == 0 {
		return i.unsent
	}
	return slices.MinFunc(i.missing, func(m, n missing) int { return m.since.Compare(n.since) }).since
}

// waitsForUs says whether the team itself has something to do.
func (i item) waitsForUs() bool {
	return len(i.missing) == 0 || slices.ContainsFunc(i.missing, func(m missing) bool { return !m.influencer })
}

// ownItem is what of their own somebody waits for, of this kind or, with "", of
// both.
func ownItem(r store.Row, k kind) item {
	own := item{campaign: r.Campaign, row: &r, live: r.GoesLiveOn()}
	for _, of := range kinds {
		if (k == "" || of == k) && of.tbd(r) && of.mode(r).Unique() {
			own.missing = append(own.missing, missing{of, tbdSince(of, r), of.mode(r).WaitsForInfluencer()})
		}
	}
	return own
}

// sharedItem is what everyone in a campaign shares: one thing for all of them,
// whoever else waits for something of their own.
func sharedItem(c store.Campaign, s store.OpenShared) item {
	i := item{campaign: c, everyone: s.Everyone, still: s.Still, live: s.Live}
	for _, of := range []struct {
		kind  kind
		since *time.Time
	}{{aLink, s.LinkSince}, {aCode, s.CodeSince}} {
		if of.since != nil {
			i.missing = append(i.missing, missing{kind: of.kind, since: *of.since})
		}
	}
	return i
}

// earlier is the earlier of two dates; none is later than any.
func earlier(d, e store.Date) store.Date {
	if d == "" || e != "" && e < d {
		return e
	}
	return d
}

// place is where the item stands among others. The next page begins after a
// place, so that what was done meanwhile moves nothing out of sight.
func (i item) place() store.Place {
	p := store.Place{Live: i.live, Since: i.since(), Slug: i.campaign.Slug}
	if i.row != nil {
		p.Handle, p.ID = i.handle, i.row.ID
	}
	return p
}

// byLaunch orders as tbd does: by launch, no date last, then longest waiting.
func byLaunch(p, q store.Place) int { return p.Compare(q) }

// urgency is of what goes live on a day: overdue, then within a week, then the
// rest. The column urgency of a digest says the same: what everyone shares, and
// what waits for the shop, is put among its rows here.
func urgency(live, today store.Date) int {
	switch {
	case live == "":
		return 2
	case live < today:
		return 0
	case today.Days(live) <= 7:
		return 1
	}
	return 2
}

// byUrgency orders as the digest does: overdue first, then launching within
// 7 days, then longest waiting.
func byUrgency(today store.Date) func(p, q store.Place) int {
	return func(p, q store.Place) int {
		return cmp.Or(cmp.Compare(urgency(p.Live, today), urgency(q.Live, today)), p.Since.Compare(q.Since), byLaunch(p, q))
	}
}

// sortItems sorts items by their places.
func sortItems(items []item, by func(p, q store.Place) int) {
	slices.SortFunc(items, func(i, j item) int { return by(i.place(), j.place()) })
}
