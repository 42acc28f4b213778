package commands

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"codekeeper/bot"
	"codekeeper/store"
)

// /campaign archive campaign
//
// The campaign leaves lists and digests; nothing is deleted. /campaign
// reopen brings it back.

const (
	routeCampaignArchive = "campaign.archive"
	routeArchiveDigest   = "campaign.archive.digest" // the digest's Archive
)

func (a *App) campaignArchive() bot.Command {
	return bot.Command{
		Slash:    slashCampaign,
		Name:     "archive",
		Usage:    "archive campaign",
		Summary:  "Take a campaign out of lists and digests. Nothing is deleted.",
		Who:      bot.Editors,
		Examples: []string{"/campaign archive summer-glow"},
		Parse:    func(text string) error { _, err := parseCampaign("archive", text); return err },
		Run: func(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
			c, err := a.campaignAny(ctx, r, "archive", live)
			if err != nil {
				return nil, err
			}
			return a.setArchived(ctx, r, act(r), c, c.Version, true)
		},
		Clicks: []bot.Route{
			{ID: routeCampaignArchive, Who: bot.Editors, Run: a.clickArchive("")},
			{ID: routeArchiveDigest, Who: bot.Editors, Run: a.clickArchive(store.ByDigest)},
		},
	}
}

// clickArchive is *Archive*. way is "" where the request tells it.
func (a *App) clickArchive(way store.Way) bot.Handler {
	return func(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
		c, version, err := a.clickedCampaign(ctx, r)
		if err != nil {
			return nil, err
		}
		reply, err := a.setArchived(ctx, r, actBy(r, cmp.Or(way, wayOf(r))), c, version, true)
		return inPlace(reply), err
	}
}

// setArchived archives or reopens a campaign, as it was at a version. One
// that is so already is left alone, and answered as the first time when this
// very request did it.
func (a *App) setArchived(ctx context.Context, r *bot.Request, by store.Act, c store.Campaign, version int64, archived bool) (*bot.Reply, error) {
	if c.Archived() == archived {
		change, done, err := a.store.CampaignDone(ctx, by)
		switch {
		case err != nil:
			return nil, err
		case done:
			return bot.Say(undoable(r, true, a.campaignAnswer(ctx, r, change.After, archivedWords(change.After)))), nil
		}
		return bot.Say(a.campaignAnswer(ctx, r, c, alreadyWords(c))), nil
	}
	change, err := a.store.ArchiveCampaign(ctx, by, c.ID, version, archived)
	stale, isStale := errors.AsType[*store.Stale[store.Campaign]](err)
	switch {
	case isStale && (stale.Current.Archived() == archived || r.Kind == bot.KindCommand):
		// A command names what it wants, whatever was changed.
		return a.setArchived(ctx, r, by, stale.Current, stale.Current.Version, archived)
	case isStale:
		return bot.Say(a.campaignAnswer(ctx, r, stale.Current, movedWords(stale, archived))), nil
	case err != nil:
		return nil, userError(err)
	}
	return bot.Say(undoable(r, true, a.campaignAnswer(ctx, r, change.After, archivedWords(change.After)))), nil
}

func archivedWords(c store.Campaign) string {
	if c.Archived() {
		return fmt.Sprintf("Archived %s. %s", esc(c.Name), copyLeaves)
	}
	return fmt.Sprintf("Reopened %s. It is in lists and digests again.", esc(c.Name))
}

func alreadyWords(c store.Campaign) string {
	if c.Archived() {
		return fmt.Sprintf("Nothing to do: %s is archived already. To bring it back: `/campaign reopen %s`", esc(c.Name), c.Slug)
	}
	return fmt.Sprintf("Nothing to do: %s is not archived. It is in lists and digests.", esc(c.Name))
}

func movedWords(stale *store.Stale[store.Campaign], archived bool) string {
	what := "Reopen"
	if archived {
		what = "Archive"
	}
	return fmt.Sprintf("Nothing was done: <@%s> changed %s since this button was shown. This is how it is now; press %s again if you still want to.",
		stale.By, esc(stale.Current.Name), what)
}
