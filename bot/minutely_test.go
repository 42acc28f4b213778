package bot

import (
	"context"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestEveryMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		to := &logged{}
		log := slog.New(slog.NewTextHandler(to, nil))
		ctx, cancel := context.WithCancel(t.Context())
		var runs, overlapping, most atomic.Int32
		ended := make(chan error, 1)
		began := time.Now()
		go func() {
			ended <- EveryMinute(ctx, log, func(context.Context) {
				n := runs.Add(1)
				most.Store(max(most.Load(), overlapping.Add(1)))
				defer overlapping.Add(-1)
				switch n {
				case 2:
					panic("spilled")
				case 3:
					time.Sleep(150 * time.Second) // two minutes are left out
				}
			})
		}()
		synctest.Wait()
		if runs.Load() != 1 {
			t.Errorf("%d runs at the start", runs.Load())
		}
		time.Sleep(10*time.Minute - time.Since(began) + time.Second)
		synctest.Wait()
		if n := runs.Load(); n < 8 || n > 9 || most.Load() != 1 {
			t.Errorf("%d runs, %d at once", n, most.Load())
		}
		if !strings.Contains(to.String(), "spilled") {
			t.Error("the panic is not logged")
		}
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

func TestEveryMinuteWaitsForItsLastRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var done atomic.Bool
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			_ = EveryMinute(ctx, discard(), func(ctx context.Context) {
				<-ctx.Done()
				time.Sleep(time.Second)
				done.Store(true)
			})
		}()
		synctest.Wait()
		cancel()
		<-ended
		if !done.Load() {
			t.Error("returned before its last run ended")
		}
	})
}
