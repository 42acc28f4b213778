package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"

	"golang.org/x/sync/errgroup"

	"codekeeper/bot"
	"codekeeper/commands"
	"codekeeper/store"
)

// serveCommand runs the bot until it is told to stop.
type serveCommand struct{}

// Run serves. A signal ends it without an error, after what was being answered
// is answered.
func (*serveCommand) Run(ctx context.Context, p *program) error {
	err := p.serve(ctx)
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return nil // stopped while it was starting
	}
	return err
}

// serveConfig is all that serve reads, checked.
type serveConfig struct {
	log                *slog.Logger
	apiURL             string
	digest             commands.DigestDefaults
	editors            string
	listenAddr         string
	appToken, botToken string
	database           string
}

func (p *program) serveConfig() (c serveConfig, err error) {
	if c.log, err = p.logger(defaultLevel); err != nil {
		return c, err
	}
	if c.apiURL, err = p.apiURL(); err != nil {
		return c, err
	}
	if c.digest, err = p.digest(); err != nil {
		return c, err
	}
	if c.editors, err = p.editors(); err != nil {
		return c, err
	}
	if c.listenAddr, err = p.listenAddr(); err != nil {
		return c, err
	}
	if c.appToken, c.botToken, err = p.tokens(); err != nil {
		return c, err
	}
	c.database, err = p.databaseURL()
	return c, err
}

func (p *program) serve(ctx context.Context) error {
	c, err := p.serveConfig()
	if err != nil {
		return err
	}
	listener, err := listen(ctx, c.listenAddr)
	if err != nil {
		return err
	}
	if listener != nil {
		defer func() { _ = listener.Close() }()
	}
	if err := migrateUp(ctx, c.database); err != nil {
		return err
	}
	keeper, err := openStore(ctx, c.database)
	if err != nil {
		return err
	}
	defer func() { _ = keeper.Close() }()
	client := bot.NewClient(c.botToken, c.apiURL, c.log)
	defer client.Close()
	identity, err := p.identify(ctx, client)
	if err != nil {
		return err
	}
	if err := p.openSocket(ctx, c.appToken, c.apiURL); errors.Is(err, errRefused) {
		return err // what else is wrong may pass: the bot goes on trying
	}
	if c.editors != "" {
		if _, err := editorsOf(ctx, c.botToken, c.apiURL, c.editors); errors.Is(err, errNoGroup) {
			return err
		}
	}
	if missing := missingScopes(identity); len(missing) > 0 {
		c.log.WarnContext(ctx, "scopes are missing: codekeeper doctor says what to do", "missing", missing)
	}
	c.log.InfoContext(ctx, "starting", "team", identity.Team, "team_id", identity.TeamID)
	return serveWith(ctx, wiring{
		appToken: c.appToken, client: client, identity: identity, store: keeper, clock: bot.RealTime{},
		digest: c.digest, editors: c.editors, log: c.log,
	}, listener)
}

// serveWith runs the bot, the minute's sweep and the health server, until ctx
// ends or one of them fails. The health server answers until the bot has
// drained.
func serveWith(ctx context.Context, w wiring, listener net.Listener) error {
	metrics := newMetrics()
	w.metrics = metrics
	app := w.commands()
	b, err := w.bot(app)
	if err != nil {
		return fmt.Errorf("set the bot up: %w", err)
	}
	running, failed := errgroup.WithContext(ctx)
	healthCtx, stopHealth := context.WithCancel(context.WithoutCancel(ctx))
	defer stopHealth()
	ready := func(ask context.Context) error { return readiness(ask, failed, b, w.store) }
	running.Go(func() error {
		defer stopHealth()
		return tokenProblem(b.Run(failed))
	})
	running.Go(func() error {
		return bot.EveryMinute(failed, w.log, func(ctx context.Context) { sweep(ctx, app, w.log) })
	})
	running.Go(func() error { logWhenReady(failed, b, w.log); return nil })
	running.Go(func() error { return serveHTTP(healthCtx, listener, healthHandler(metrics, ready), w.log) })
	err = running.Wait()
	if err == nil || ctx.Err() != nil && errors.Is(err, context.Canceled) {
		w.log.Info("stopped")
		return nil
	}
	return err
}

// readiness is nil when the bot can answer: connected, not stopping, and the
// database there.
func readiness(ask, running context.Context, b *bot.Bot, keeper *store.Store) error {
	if running.Err() != nil {
		return errors.New("stopping")
	}
	if err := b.Ready(); err != nil {
		return err
	}
	if err := keeper.Ping(ask); err != nil {
		return errors.New("the database does not answer")
	}
	return nil
}

// lookEvery is how often the bot is asked whether it is connected yet.
const lookEvery = 50 * time.Millisecond

// logWhenReady says once that the bot is connected.
func logWhenReady(ctx context.Context, b *bot.Bot, log *slog.Logger) {
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	for b.Ready() != nil {
		select {
		case <-ctx.Done():
			return
		case <-look.C:
		}
	}
	log.InfoContext(ctx, "ready")
}
