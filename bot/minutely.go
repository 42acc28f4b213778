package bot

import (
	"context"
	"fmt"
	"log/slog"
	"sync"

	"github.com/robfig/cron/v3"
)

// EveryMinute runs something at once and then at the beginning of each minute,
// never twice at a time: a minute in which it still runs is left out. A panic
// is logged and ends only that run. It returns nil when ctx is done and the
// last run has ended.
func EveryMinute(ctx context.Context, log *slog.Logger, run func(ctx context.Context)) error {
	to := cronLog{log}
	minutes := cron.New(cron.WithLogger(to))
	// Recover stands inside: outside it, a panic would keep the place of the
	// run taken, and all later ones would be left out.
	job := cron.NewChain(cron.SkipIfStillRunning(to), cron.Recover(to)).
		Then(cron.FuncJob(func() {
			if ctx.Err() == nil {
				run(ctx)
			}
		}))
	if _, err := minutes.AddJob("* * * * *", job); err != nil {
		return fmt.Errorf("every minute: %w", err)
	}
	var first sync.WaitGroup
	first.Go(job.Run)
	minutes.Start()
	<-ctx.Done()
	<-minutes.Stop().Done()
	first.Wait()
	return nil
}

// cronLog takes cron's log lines: its routine ones to debug.
type cronLog struct{ log *slog.Logger }

// Info is what cron calls for routine messages.
func (c cronLog) Info(msg string, pairs ...any) {
	c.log.Debug("cron", "event", msg, slog.Group("cron", pairs...))
}

// Error is what cron calls for a panic.
func (c cronLog) Error(err error, msg string, pairs ...any) {
	c.log.Error("cron", "event", msg, "err", err, slog.Group("cron", pairs...))
}
