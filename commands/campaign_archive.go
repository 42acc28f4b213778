package commands

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// /campaign archive campaign
//
// The campaign leaves lists and digests; nothing is deleted. /campaign
// reopen brings it back. Alone it asks for the campaign first, and then whether.

const (
	routeCampaignArchive = "campaign.archive"
	routeArchiveDigest   = "campaign.archive.digest" // the digest's Archive
)

func (a *App) campaignArchive() bot.Command {
	return bot.Command{
		Slash:    slashCampaign,
		Name:     "archive",
		Usage:    "archive campaign",
		Summary:  "Take a campaign out of lists and digests. Nothing is deleted." + copyAlone,
		Who:      bot.Editors,
		Examples: []string{"/campaign archive", "/campaign archive summer-glow"},
		Parse:    func(text string) error { _, err := parseCampaign("archive", text); return err },
		Run: func(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
			if alone(r.Text) {
				return a.openAskCampaign(ctx, r, toArchive())
			}
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
		Forms: []bot.Route{
			a.asksCampaign(toArchive(), bot.Editors),
			{ID: formArchive, Who: bot.Editors, Run: a.saveArchive},
		},
	}
}

// archiveMeta is what the question carries: the campaign as it was shown.
type archiveMeta struct {
	ID      int64 `json:"i"`
	Version int64 `json:"v"`
	openedBy
}

// toArchive leads to the question.
func toArchive() campaignLed {
	return campaignLed{"archive", "Archive campaign", "Next", func(_ context.Context, r *bot.Request, c store.Campaign) (*bot.Reply, error) {
		if c.Archived() {
			return nil, archivedError(c)
		}
		return &bot.Reply{Update: modal(formArchive, "Archive campaign", copyArchive, encoded(archiveMeta{c.ID, c.Version, openedBy{wayOf(r)}}),
			[]slack.Block{section(fmt.Sprintf("Archive *%s*? %s", esc(c.Name), copyLeaves))})}, nil
	}}
}

// saveArchive is *Archive* below the question.
func (a *App) saveArchive(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	var meta archiveMeta
	if err := json.Unmarshal([]byte(r.Form.Meta), &meta); err != nil {
		return nil, errOldForm
	}
	c, err := a.store.Campaign(ctx, r.TeamID, meta.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil, errOldForm
	}
	if err != nil {
		return nil, err
	}
	return a.setArchived(ctx, r, act(r), c, meta.Version, true)
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
