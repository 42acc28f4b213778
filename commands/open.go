package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"codekeeper/store"

	"github.com/slack-go/slack"
)

// maxOpen is how many open applications the digest and tbd look at.
const maxOpen = 2000

// An item is one thing that is open: an influencer with something TBD, or a
// campaign whose shared link or code is.
type item struct {
	campaign store.Campaign
	row      *store.Row // nil: what everyone in the campaign shares
	missing  []missing
	live     store.Date // when it goes live, "" when nobody knows
}

// missing is a link or code that is TBD.
type missing struct {
	kind       kind
	since      time.Time
	influencer bool // waits for the influencer, not for us
}

// since is the longest that anything in the item has been TBD.
func (i item) since() time.Time {
	first := i.missing[0].since
	for _, m := range i.missing {
		if m.since.Before(first) {
			first = m.since
		}
	}
	return first
}

// waitsForUs says whether the team itself has something to do.
func (i item) waitsForUs() bool {
	return slices.ContainsFunc(i.missing, func(m missing) bool { return !m.influencer })
}

// openItems are what is TBD in these campaigns. A shared link or code is one
// item for everyone; rows hold what is TBD for one.
func openItems(campaigns []store.Campaign, rows []store.Row) []item {
	var items []item
	for _, c := range campaigns {
		i := item{campaign: c, live: c.Launches}
		if c.SharedLinkTBD() {
			i.missing = append(i.missing, missing{kind: aLink, since: c.SharedLinkSince})
		}
		if c.SharedCodeTBD() {
			i.missing = append(i.missing, missing{kind: aCode, since: c.SharedCodeSince})
		}
		if len(i.missing) > 0 {
			items = append(items, i)
		}
	}
	for _, r := range rows {
		i := item{campaign: r.Campaign, row: &r, live: r.GoesLiveOn()}
		for _, k := range kinds {
			if k.tbd(r) && k.mode(r).Unique() {
				i.missing = append(i.missing, missing{k, tbdSince(k, r), k.mode(r).WaitsForInfluencer()})
			}
		}
		if len(i.missing) > 0 {
			items = append(items, i)
		}
	}
	return items
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
		return cmp.Or(cmp.Compare(a.urgency(today), b.urgency(today)), a.since().Compare(b.since()), a.order(b))
	}
}

// byLaunch orders as tbd does: by launch, no date last, then longest waiting.
func byLaunch(a, b item) int {
	return cmp.Or(cmp.Compare(lastIfNone(a.live), lastIfNone(b.live)), a.since().Compare(b.since()), a.order(b))
}

func lastIfNone(d store.Date) store.Date {
	if d == "" {
		return "9999-12-31"
	}
	return d
}

// order settles ties, so that the same items always come in one order.
func (i item) order(j item) int {
	key := func(x item) string {
		if x.row == nil {
			return ""
		}
		return x.row.Influencer.Handle.Key()
	}
	return cmp.Or(cmp.Compare(i.campaign.Slug, j.campaign.Slug), cmp.Compare(key(i), key(j)))
}

// words say who, what is TBD, for how long, and who it waits for.
func (i item) words(now time.Time, withCampaign bool) string {
	name := "*Everyone*"
	if i.row != nil {
		name = who(i.row.Influencer)
	}
	if withCampaign {
		name += " · " + esc(i.campaign.Name)
	}
	var what []string
	for _, m := range i.missing {
		waits := "us"
		if m.influencer {
			waits = "the influencer"
		}
		what = append(what, fmt.Sprintf("*%s TBD* for %s, waits for %s", m.kind, age(m.since, now), waits))
	}
	text := name + " · " + strings.Join(what, " · ")
	if i.live != "" {
		text += " · goes live " + dayWords(i.live)
		if i.live < store.DateOf(now) {
			text += ", *overdue*"
		}
	}
	return text
}

// block is the item with its one button; route is where an influencer's leads.
func (i item) block(now time.Time, route string, withCampaign bool) slack.Block {
	var b *slack.ButtonBlockElement
	if i.row == nil {
		id := fmt.Sprintf("%d.%d", i.campaign.ID, i.campaign.Version)
		b = button(copyUpdate, routeCampaignEdit, id, id)
	} else {
		id := rowID(i.row.Application)
		b = button(copyUpdate, route, id, id)
	}
	return slack.NewSectionBlock(mrkdwn(i.words(now, withCampaign)), nil, slack.NewAccessory(b))
}

// open reads what is TBD in these campaigns.
func (a *App) open(ctx context.Context, team string, campaigns []store.Campaign, f store.Filter) ([]item, error) {
	f.TBD, f.Limit, f.Order = true, maxOpen, store.ByLaunch
	page, err := a.store.Rows(ctx, team, f)
	if err != nil {
		return nil, err
	}
	return openItems(campaigns, page.Rows), nil
}
