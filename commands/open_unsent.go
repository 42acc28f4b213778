package commands

import (
	"context"
	"fmt"
	"slices"
	"time"

	"codekeeper/store"

	"github.com/slack-go/slack"
)

// An influencer who must be told something is an item, too: somebody who uses
// an old link or code, or somebody who is ready and doesn't know yet. And so is
// who uses one that is TBD again: it has to be replaced, but by what nobody
// knows yet.

// unsentItem is somebody who must be told something, or who uses what is TBD
// again.
func unsentItem(r store.Row) item {
	return item{campaign: r.Campaign, row: &r, unsent: unsentSince(r), live: r.GoesLiveOn()}
}

// unsentPart is where a digest says that somebody must be told something, or
// uses what is TBD again; "" where neither is so.
func unsentPart(r store.Row) part {
	switch {
	case r.Changed() || len(stillUsed(r)) > 0:
		return partChanged
	case r.Unsent():
		return partReady
	}
	return ""
}

// stillUsed are the kinds of which the influencer uses one that is TBD again.
func stillUsed(r store.Row) []kind {
	return slices.DeleteFunc(slices.Clone(kinds), func(k kind) bool { return !k.stillUsed(r) })
}

// stillUsed says whether the influencer was told one that is TBD again.
func (k kind) stillUsed(r store.Row) bool {
	if k == aLink {
		return r.StillUsesLink()
	}
	return r.StillUsesCode()
}

// stillWords are what the influencer uses though it is TBD: "they still use code
// `MAYA20`"; "" for nothing.
func stillWords(r store.Row) string {
	var what []string
	for _, k := range stillUsed(r) {
		what = append(what, fmt.Sprintf("%s %s", k, copyable(brief(k.told(r.Application), 60))))
	}
	if len(what) == 0 {
		return ""
	}
	return "they still use " + andList(what)
}

// unsentSince is since when there is something to tell: the first change that
// wasn't told, or for who was told nothing, since they are ready.
func unsentSince(r store.Row) time.Time {
	var since []time.Time
	for _, k := range kinds {
		if k.untold(r) || k.stillUsed(r) {
			since = append(since, tbdSince(k, r))
		}
	}
	switch {
	case len(since) == 0:
		return r.ChangedAt
	case r.Changed() || len(stillUsed(r)) > 0:
		return slices.MinFunc(since, time.Time.Compare)
	}
	return slices.MaxFunc(since, time.Time.Compare)
}

// untold says whether the influencer must be told this row's link or code.
func (k kind) untold(r store.Row) bool {
	if k == aLink {
		return r.OldLink() || r.UntoldLink()
	}
	return r.OldCode() || r.UntoldCode()
}

// old is the link or code that the influencer was told and that is another one
// now, "" for none.
func (k kind) old(r store.Row) string {
	switch {
	case k == aLink && r.OldLink():
		return r.SentLink.String()
	case k == aCode && r.OldCode():
		return r.SentCode.String()
	}
	return ""
}

// unsentWords say what an influencer must be told, and since when.
func (i item) unsentWords(now time.Time) []string {
	if !i.row.Changed() && len(stillUsed(*i.row)) == 0 {
		return []string{"*not sent* " + lasting(i.unsent, now)}
	}
	var old, missing []string
	for _, k := range kinds {
		switch was := k.old(*i.row); {
		case k.stillUsed(*i.row) && i.many > 0:
			old = append(old, string(k)+", now TBD")
		case k.stillUsed(*i.row):
			old = append(old, fmt.Sprintf("%s %s, now TBD", k, copyable(brief(k.told(i.row.Application), 60))))
		case was != "" && i.many > 0:
			old = append(old, string(k))
		case was != "":
			old = append(old, fmt.Sprintf("%s %s, now %s", k, copyable(brief(was, 60)), copyable(brief(k.shares(*i.row), 60))))
		case k.untold(*i.row):
			missing = append(missing, string(k))
		}
	}
	var parts []string
	if len(old) > 0 {
		parts = append(parts, "*old* "+andList(old))
	}
	if len(missing) > 0 {
		parts = append(parts, andList(missing)+" *not sent*")
	}
	parts[len(parts)-1] += " " + lasting(i.unsent, now)
	return parts
}

// unsent are the first of those who must be told something, who uses an old link
// or code before who was told nothing, and how many all are.
type unsent struct {
	items []item
	all   int
}

// unsent reads the first so many in these campaigns.
func (a *App) unsent(ctx context.Context, team string, campaigns []store.Campaign, limit int) (unsent, error) {
	page, err := a.store.Rows(ctx, team, store.Filter{CampaignIDs: idsOf(campaigns), Unsent: true, Order: store.BySending, Limit: limit})
	u := unsent{all: page.Total}
	for _, row := range page.Rows {
		u.items = append(u.items, unsentItem(row))
	}
	return u, err
}

// blocks show at most so many of them, and say how many all are.
func (u unsent) blocks(most int, now time.Time) []slack.Block {
	blocks := []slack.Block{section(notTold(u.all))}
	for _, i := range u.items[:most] {
		blocks = append(blocks, i.block(now))
	}
	if more := u.all - most; more > 0 {
		blocks = append(blocks, fine(fmt.Sprintf("And %d more: `/influencer list unsent mine`", more)))
	}
	return blocks
}

// notTold says how many must be told what they share.
func notTold(n int) string {
	if n == 1 {
		return "1 influencer must still be told what to share:"
	}
	return fmt.Sprintf("%d influencers must still be told what to share:", n)
}
