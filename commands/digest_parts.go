package commands

import (
	"context"
	"fmt"
	"slices"

	"codekeeper/store"
)

// A part is one of the three things that a digest speaks of.
type part string

const (
	partChanged = part(store.DigestChanged) // who uses an old link or code
	partTBD     = part(store.DigestTBD)
	partReady   = part(store.DigestReady) // who knows nothing yet
	partEnded   = part("ended")           // beside the three: a campaign that can be archived
)

// parts are the three, in their order.
var parts = []part{partChanged, partTBD, partReady}

// title is what stands above a part.
func (p part) title() string {
	switch p {
	case partChanged:
		return "*Using an old link or code*"
	case partReady:
		return "*Ready, not sent*"
	}
	return "*TBD*"
}

// counted is how many there are of it: "4 TBD", "2 use an old one", "1 ready,
// not sent, 3 codes not yet in the shop".
func (p part) counted(all tallies) string {
	n, codes := 0, 0
	for _, t := range all {
		n, codes = n+t.open, codes+t.codes
	}
	switch {
	case p == partChanged && n == 1:
		return "1 uses an old one"
	case p == partChanged:
		return fmt.Sprintf("%d use an old one", n)
	case p == partReady && n == 0:
		return shopCount(codes)
	case p == partReady && codes > 0:
		return fmt.Sprintf("%d ready, not sent, %s", n, shopCount(codes))
	case p == partReady:
		return fmt.Sprintf("%d ready, not sent", n)
	}
	return fmt.Sprintf("%d TBD", n)
}

// A digestNow is what a digest has to say at a moment.
type digestNow struct {
	open    map[part]openPart
	alike   map[string]bool // the keys of all that is open and many may wait for
	snoozed snoozed
	ended   []store.Campaign // over, and not archived
	done    []doneRow        // shown earlier today, and no longer open
}

// An openPart is what is open in a part: how much in each campaign, and the rows
// that a digest has room for, most urgent first.
type openPart struct {
	tallies tallies
	rows    []item
}

// nothing says whether there is nothing that waits for anybody.
func (d digestNow) nothing() bool {
	return len(d.open[partChanged].tallies)+len(d.open[partTBD].tallies)+len(d.open[partReady].tallies)+len(d.ended) == 0
}

// digestState is what the target's digest has to say now, most urgent first.
// shown is what today's message shows already.
func (a *App) digestState(ctx context.Context, p plan, t target, shown []store.DigestRow) (digestNow, error) {
	d, err := a.openIn(ctx, t.campaigns, p.day(), manyAlike, digestRows)
	if err != nil {
		return d, err
	}
	if d.ended, err = a.ended(ctx, t.campaigns, p.day(), shown); err != nil {
		return d, err
	}
	d.done, err = a.doneSince(ctx, d, p.day(), t, shown)
	return d, err
}

// ended are the campaigns that are over and that no digest offered to archive
// yet, but today's.
func (a *App) ended(ctx context.Context, campaigns []store.Campaign, today store.Date, shown []store.DigestRow) ([]store.Campaign, error) {
	over := slices.DeleteFunc(slices.Clone(campaigns), func(c store.Campaign) bool { return c.Ends == "" || c.Ends >= today })
	if len(over) == 0 {
		return nil, nil
	}
	keys := make([]string, len(over))
	for n, c := range over {
		keys[n] = endedKey(c)
	}
	offered, err := a.store.DigestKeysShown(ctx, a.identity.TeamID, keys)
	if err != nil {
		return nil, err
	}
	for _, row := range shown {
		delete(offered, row.Key)
	}
	return slices.DeleteFunc(over, func(c store.Campaign) bool { return offered[endedKey(c)] }), nil
}
