package main

import (
	"context"
	"log/slog"

	"github.com/prometheus/client_golang/prometheus"

	"codekeeper/bot"
	"codekeeper/commands"
	"codekeeper/store"
)

// wiring is what a bot is made of: serve and demo differ in nothing else.
type wiring struct {
	appToken string
	client   *bot.Client
	identity bot.Identity
	store    *store.Store
	clock    bot.Clock
	digest   commands.DigestDefaults
	editors  string
	metrics  prometheus.Registerer
	log      *slog.Logger
}

func (w wiring) commands() *commands.App {
	return commands.New(commands.Config{
		Store: w.store, Slack: w.client, Identity: w.identity, Clock: w.clock, Log: w.log, Digest: w.digest,
	})
}

func (w wiring) bot(app *commands.App) (*bot.Bot, error) {
	return bot.New(bot.Config{
		AppToken: w.appToken,
		Client:   w.client,
		Commands: app.Commands(),
		Unknown:  app.Unknown,
		Home:     app.Home,
		Editors:  w.editors,
		Owners:   app.Owners,
		Carries:  app.Carries,
		Clock:    w.clock,
		Log:      w.log,
		Metrics:  w.metrics,
	})
}

// sweep posts the digests that are due, and logs what came of it: what is not
// posted now is tried again a minute later.
func sweep(ctx context.Context, app *commands.App, log *slog.Logger) {
	posted, err := app.Sweep(ctx)
	switch {
	case ctx.Err() != nil:
	case err != nil:
		log.ErrorContext(ctx, "digest sweep failed", "posted", posted, "err", err)
	case posted > 0:
		log.InfoContext(ctx, "digest sweep", "posted", posted)
	default:
		log.DebugContext(ctx, "digest sweep", "posted", posted)
	}
}
