package commands

import (
	"context"
	"errors"
	"testing"
	"time"

	"codekeeper/store"
)

// Somebody waits for Slack to tell a time zone: nobody else waits longer than
// they want to.
func TestNobodyWaitsForAnotherToLearnAZone(t *testing.T) {
	t.Parallel()
	w := start(t)
	campaigns := []store.Campaign{w.campaign("Summer Glow")}
	w.sim.Slow("users.info", time.Hour)
	first, stop := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		_, err := w.app.firstZone(first, campaigns)
		done <- err
	}()
	second, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := w.app.firstZone(second, campaigns); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the second: %v", err)
	}
	stop()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("the first: %v", err)
	}
}

// A zone is remembered for an hour of the workspace's clock, and longer while
// Slack doesn't tell it.
func TestZoneIsRemembered(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.expectRefusals()
	campaigns := []store.Campaign{w.campaign("Summer Glow")}
	lives := func(want string) {
		t.Helper()
		if zone, err := w.app.firstZone(t.Context(), campaigns); err != nil || zone != want {
			t.Errorf("%q, %v; want %q", zone, err, want)
		}
	}
	lives("Europe/Berlin")
	ana, _ := w.sim.User("ana")
	ana.TZ = "America/Lima"
	w.sim.SetUser(ana)
	w.sim.Clock().Advance(zonesKept / 2)
	lives("Europe/Berlin")
	w.sim.Clock().Advance(zonesKept / 2)
	lives("America/Lima")
	w.sim.Clock().Advance(zonesKept)
	w.sim.FailWith("users.info", "internal_error", 1)
	lives("America/Lima")
}
