package commands

import (
	"cmp"
	"context"
	"slices"
	"time"

	"codekeeper/store"
)

const (
	maxOpen  = 10_000 // of what is open, so many applications are looked at
	openPage = 1000   // are read at once of what need not be in memory whole
)

// An item is one thing that is open: an influencer with something TBD, what
// everyone in a campaign shares, or a campaign's codes that wait for the shop.
type item struct {
	campaign store.Campaign
	row      *store.Row // nil: what everyone shares
	everyone int        // how many influencers wait for what everyone shares
	still    int        // how many of those use the one before
	many     int        // how many influencers one row of the digest stands for, 0 for one
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

// openItems are what is TBD in these rows. What is shared is one item for
// everyone in the campaign, whoever else waits for something of their own.
func openItems(rows []store.Row) []item {
	var items []item
	shared := map[int64]*item{}
	for _, r := range rows {
		own := item{campaign: r.Campaign, row: &r, live: r.GoesLiveOn()}
		for _, k := range kinds {
			switch m := (missing{k, tbdSince(k, r), k.mode(r).WaitsForInfluencer()}); {
			case !k.tbd(r):
			case k.mode(r).Unique():
				own.missing = append(own.missing, m)
			case shared[r.CampaignID] == nil:
				shared[r.CampaignID] = &item{campaign: r.Campaign, missing: []missing{m}}
			default:
				shared[r.CampaignID].wait(m)
			}
		}
		if len(own.missing) > 0 {
			items = append(items, own)
		}
		if s := shared[r.CampaignID]; s != nil && sharesTBD(r) {
			s.everyone++
			if len(stillUsed(r)) > 0 {
				s.still++
			}
			s.live = earlier(s.live, own.live)
		}
	}
	for _, s := range shared {
		items = append(items, *s)
	}
	return sortedByLaunch(items)
}

// sharesTBD says whether the row waits for what everyone shares.
func sharesTBD(r store.Row) bool {
	return slices.ContainsFunc(kinds, func(k kind) bool { return k.tbd(r) && k.mode(r) == store.Shared })
}

// wait adds what is missing, the link before the code; one that is there
// already waits as long as the first of them.
func (i *item) wait(m missing) {
	for n, known := range i.missing {
		if known.kind == m.kind {
			if m.since.Before(known.since) {
				i.missing[n].since = m.since
			}
			return
		}
	}
	i.missing = append(i.missing, m)
	slices.SortFunc(i.missing, func(m, n missing) int {
		return cmp.Compare(slices.Index(kinds, m.kind), slices.Index(kinds, n.kind))
	})
}

// earlier is the earlier of two dates; none is later than any.
func earlier(d, e store.Date) store.Date {
	if d == "" || e != "" && e < d {
		return e
	}
	return d
}

// only keeps what is TBD of this kind; "" keeps all.
func only(items []item, k kind) []item {
	if k == "" {
		return items
	}
	var kept []item
	for _, i := range items {
		i.missing = slices.DeleteFunc(slices.Clone(i.missing), func(m missing) bool { return m.kind != k })
		if len(i.missing) > 0 {
			kept = append(kept, i)
		}
	}
	return kept
}

// urgency sorts items for the digest: overdue, then live within a week, then the rest.
func (i item) urgency(today store.Date) int {
	switch {
	case i.live == "":
		return 2
	case i.live < today:
		return 0
	case today.Days(i.live) <= 7:
		return 1
	}
	return 2
}

// byUrgency orders as the digest does: overdue first, then launching within
// 7 days, then longest waiting.
func byUrgency(today store.Date) func(a, b item) int {
	return func(a, b item) int {
		return cmp.Or(cmp.Compare(a.urgency(today), b.urgency(today)), a.since().Compare(b.since()), byLaunch(a, b))
	}
}

// byLaunch orders as tbd does: by launch, no date last, then longest waiting.
func byLaunch(a, b item) int { return a.place().compare(b.place()) }

// sortedByLaunch are the items by launch. Each is asked for its place once: of
// thousands, asking takes longer than sorting.
func sortedByLaunch(items []item) []item {
	type placed struct {
		place
		at int
	}
	places := make([]placed, len(items))
	for n, i := range items {
		places[n] = placed{i.place(), n}
	}
	slices.SortFunc(places, func(a, b placed) int { return a.compare(b.place) })
	sorted := make([]item, len(items))
	for n, p := range places {
		sorted[n] = items[p.at]
	}
	return sorted
}

// A place is where an item stands by launch. The next page begins after a
// place, so that what was done meanwhile moves nothing out of sight.
type place struct {
	Live   store.Date `json:"l,omitempty"`
	Since  time.Time  `json:"t"`
	Slug   string     `json:"c"`
	Handle string     `json:"h,omitempty"`
}

func (i item) place() place {
	p := place{Live: i.live, Since: i.since(), Slug: i.campaign.Slug}
	if i.row != nil {
		p.Handle = i.row.Influencer.Handle.Key()
	}
	return p
}

// compare says which stands first. store.ByLaunch reads rows in the same order,
// by their dates and how long they wait.
func (p place) compare(q place) int {
	return cmp.Or(
		cmp.Compare(lastIfNone(p.Live), lastIfNone(q.Live)), p.Since.Compare(q.Since),
		cmp.Compare(p.Slug, q.Slug), cmp.Compare(p.Handle, q.Handle))
}

func lastIfNone(d store.Date) store.Date {
	if d == "" {
		return "9999-12-31"
	}
	return d
}

// open reads what is TBD, by launch.
func (a *App) open(ctx context.Context, team string, f store.Filter) ([]item, error) {
	rows, err := a.waiting(ctx, team, f)
	return openItems(rows), err
}

// waiting reads who waits for what is TBD, by launch.
func (a *App) waiting(ctx context.Context, team string, f store.Filter) ([]store.Row, error) {
	f.TBD, f.Limit, f.Order = true, maxOpen, store.ByLaunch
	return a.everyRow(ctx, team, f)
}
