package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	"codekeeper/bot"
	"codekeeper/bot/slacksim"
	"codekeeper/commands"
	"codekeeper/store"
	"codekeeper/store/localpg"
)

// demoAddr is where the demo's page is, unless somebody else is there.
const demoAddr = "127.0.0.1:8080"

// demoCommand runs everything on one machine, with no account anywhere. Of the
// environment it reads LOG_LEVEL and LOG_FORMAT: a database or tokens that
// happen to be set are somebody's real ones.
type demoCommand struct {
	Addr  string `default:"${demoAddr}" placeholder:"HOST:PORT" help:"Where to serve the page. A free port is taken when the default is in use."`
	Empty bool   `help:"Begin without sample data."`
	Data  string `placeholder:"DIR" help:"Keep the data in this folder from run to run. Default: forget it."`
}

// Run runs the demo until a signal ends it, and with it all that it started.
func (d *demoCommand) Run(ctx context.Context, p *program) error {
	err := d.run(ctx, p)
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return nil // stopped while it was starting
	}
	return err
}

func (d *demoCommand) run(ctx context.Context, p *program) (err error) {
	log, err := p.logger(slog.LevelWarn)
	if err != nil {
		return err
	}
	sim, err := d.openPage(p, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, sim.Close()) }()
	server, err := localpg.Start(ctx, localpg.Options{Dir: d.Data, Log: log, Fast: d.Data == ""})
	if err != nil {
		return err
	}
	defer func() {
		stopped := server.Stop()
		if errors.Is(err, errDatabaseGone) {
			log.Debug("the database ended by itself", "err", stopped)
			return
		}
		err = errors.Join(err, stopped)
	}()
	if err := migrateUp(ctx, server.URL()); err != nil {
		return err
	}
	keeper, err := openStore(ctx, server.URL())
	if err != nil {
		return err
	}
	defer func() { _ = keeper.Close() }()
	if err := d.fill(ctx, sim, keeper); err != nil {
		return err
	}
	return d.serve(ctx, p, sim, keeper, server.Ended(), log)
}

// openPage starts the workspace at the address asked for. The default may be
// in use by something else, which is no reason not to start.
func (d *demoCommand) openPage(p *program, log *slog.Logger) (*slacksim.Slack, error) {
	if _, _, err := net.SplitHostPort(d.Addr); err != nil {
		return nil, fmt.Errorf("--addr %q: not an address with a port; try %s", d.Addr, demoAddr)
	}
	sim, err := startWorkspace(d.Addr, log)
	if errors.Is(err, syscall.EADDRINUSE) && d.Addr == demoAddr {
		fmt.Fprintf(p.stdout, "%s is in use, so the page is somewhere else.\n", demoAddr)
		sim, err = startWorkspace("127.0.0.1:0", log)
	}
	if err != nil {
		return nil, fmt.Errorf("--addr %q: %w", d.Addr, err)
	}
	return sim, nil
}

// fill brings people, the time of day, and unless there is data already, the
// sample.
func (d *demoCommand) fill(ctx context.Context, sim *slacksim.Slack, keeper *store.Store) error {
	people := populate(sim)
	kept, err := keeper.Campaigns(ctx, sim.TeamID())
	if err != nil {
		return fmt.Errorf("look for data of an earlier run: %w", err)
	}
	if err := d.beginClock(sim.Clock()); err != nil {
		return err
	}
	if d.Empty || len(kept) > 0 {
		return nil
	}
	return addSample(ctx, keeper, sim.TeamID(), people, sim.Clock().Now().Truncate(time.Minute))
}

// teamZone is where the demo's team is.
const teamZone = "Europe/Berlin"

// thisMorning is a quarter of an hour before the day's digest: the first one
// comes while one is looking, or by moving the clock, or by "digest now".
func thisMorning(now time.Time) (time.Time, error) {
	zone, err := time.LoadLocation(teamZone)
	if err != nil {
		return time.Time{}, fmt.Errorf("find the demo's time zone: %w", err)
	}
	now = now.In(zone)
	return time.Date(now.Year(), now.Month(), now.Day(), 8, 45, 0, 0, zone), nil
}

// errDatabaseGone is a demo whose Postgres was ended by somebody else.
var errDatabaseGone = errors.New("the demo's Postgres has ended, so the demo ends too: start it again")

// serve runs the bot until ctx ends, or the database is gone.
func (d *demoCommand) serve(ctx context.Context, p *program, sim *slacksim.Slack, keeper *store.Store, gone <-chan struct{}, log *slog.Logger) error {
	client := bot.NewClient(sim.BotToken(), sim.APIURL(), log)
	defer client.Close()
	identity, err := client.Identify(ctx)
	if err != nil {
		return fmt.Errorf("sign in to the simulated workspace: %w", err)
	}
	// Whoever tries it at a weekend wants to see the digest too.
	defaults, err := commands.ParseDigestDefaults("", "", "mon-sun", "")
	if err != nil {
		return err
	}
	w := wiring{
		appToken: sim.AppToken(), client: client, identity: identity, store: keeper, clock: sim.Clock(),
		digest: defaults, metrics: prometheus.NewRegistry(), log: log,
	}
	app := w.commands()
	b, err := w.bot(app)
	if err != nil {
		return fmt.Errorf("set the bot up: %w", err)
	}
	running, failed := errgroup.WithContext(ctx)
	running.Go(func() error { return b.Run(failed) })
	running.Go(func() error {
		select {
		case <-gone:
			return errDatabaseGone
		case <-failed.Done():
			return nil
		}
	})
	running.Go(func() error {
		if err := sim.WaitConnected(failed, 1); err != nil {
			return err
		}
		greet(p, sim)
		sweepSimulatedMinutes(failed, sim.Clock(), func() {
			if err := d.keepClock(sim.Clock()); err != nil {
				log.Warn("a further run may begin too early", "err", err)
			}
			sweep(failed, app, log)
		})
		return nil
	})
	if err := running.Wait(); ctx.Err() == nil {
		return err
	}
	fmt.Fprintln(p.stdout, "Stopped.")
	return nil
}

// greet prints the page's address, and those for other machines.
func greet(p *program, sim *slacksim.Slack) {
	fmt.Fprintf(p.stdout, "Codekeeper runs in a simulated workspace: %s\n", sim.URL())
	if others := sim.NetworkURLs(); len(others) > 0 {
		fmt.Fprintf(p.stdout, "Everybody who can reach this machine can use it, at %s\n", strings.Join(others, " or "))
	}
	fmt.Fprintln(p.stdout, "Open that page and type /campaign new or /influencer tbd. Ctrl-C ends everything.")
}

// sweepSimulatedMinutes sweeps whenever the workspace's clock has come to
// another minute, by passing or by being moved, until ctx ends.
func sweepSimulatedMinutes(ctx context.Context, clock bot.Clock, sweep func()) {
	look := time.NewTicker(time.Second)
	defer look.Stop()
	var swept time.Time
	for {
		if minute := clock.Now().Truncate(time.Minute); !minute.Equal(swept) {
			swept = minute
			sweep()
		}
		select {
		case <-ctx.Done():
			return
		case <-look.C:
		}
	}
}
