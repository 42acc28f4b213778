// Package commands is what a brand's influencer team can do in Slack: one
// file a command, with its grammar, its copy, its form and its handler.
package commands

import (
	"context"
	"log/slog"

	"codekeeper/bot"
	"codekeeper/store"
)

// Config is what the commands work with.
type Config struct {
	Store    *store.Store
	Slack    *bot.Client
	Identity bot.Identity // of auth.test
	Clock    bot.Clock
	Log      *slog.Logger
	Digest   DigestDefaults
}

// App is everything the team can do.
type App struct {
	store    *store.Store
	slack    *bot.Client
	identity bot.Identity
	clock    bot.Clock
	log      *slog.Logger
	defaults DigestDefaults
	zones    zones

	rewriting slots // by a digest's target, while it is written anew
}

// New makes the commands.
func New(c Config) *App {
	return &App{store: c.Store, slack: c.Slack, identity: c.Identity, clock: c.Clock, log: c.Log, defaults: c.Digest}
}

// Owners are whom a refused person may ask, each once: those who are asked in
// live campaigns, then the owners for whom somebody covers.
func (a *App) Owners(ctx context.Context) ([]string, error) {
	campaigns, err := a.store.Campaigns(ctx, a.identity.TeamID)
	if err != nil {
		return nil, err
	}
	covers, err := a.store.Covers(ctx, a.identity.TeamID, store.DateOf(a.clock.Now()))
	if err != nil {
		return nil, err
	}
	var askedFirst, owners []string
	for _, c := range live(campaigns) {
		askedFirst, owners = append(askedFirst, covers.Owners(c)...), append(owners, c.Owners...)
	}
	return distinct(append(askedFirst, owners...)), nil
}

const (
	slashInfluencer = "/influencer"
	slashCampaign   = "/campaign"
)

// A Slash is a slash command as Slack knows it.
type Slash struct{ Command, Description, Hint string }

// Slashes are the two slash commands, for the app's manifest.
func Slashes() []Slash {
	return []Slash{
		{slashInfluencer, "Select influencers, and keep their links and codes", "select, code, link, tbd, sent, show, list, help"},
		{slashCampaign, "Campaigns and the daily digest", "new, edit, list, show, archive, handover, digest, help"},
	}
}

// A Shortcut is a global shortcut as Slack knows it.
type Shortcut struct{ Name, CallbackID, Description string }

// Shortcuts are the three global shortcuts, for the app's manifest.
func Shortcuts() []Shortcut {
	return []Shortcut{
		{"Select influencer", shortcutSelect, "Select influencers for a campaign"},
		{"Update link or code", shortcutUpdate, "Set or update an influencer's link or code"},
		{"What is TBD", shortcutTBD, "Links and codes that are not known yet"},
	}
}

// Commands are all of them, in the order help shows them.
func (a *App) Commands() []bot.Command {
	return a.striking([]bot.Command{
		a.menu(),
		a.add(),
		a.profile(),
		a.selectInfluencers(),
		a.decline(),
		a.code(),
		a.link(),
		a.edit(),
		a.show(),
		a.list(),
		a.tbd(),
		a.sent(),
		a.history(),
		a.forget(),
		a.imports(),
		a.export(),
		a.posting(),
		a.unsentList(),
		a.undoing(),
		a.patterns(),
		a.shop(),
		a.wholeList(),
		a.help(slashInfluencer),

		a.campaignMenu(),
		a.campaignNew(),
		a.campaignEdit(),
		a.campaignList(),
		a.campaignShow(),
		a.campaignArchive(),
		a.campaignReopen(),
		a.handover(),
		a.digest(),
		a.help(slashCampaign),
	})
}
