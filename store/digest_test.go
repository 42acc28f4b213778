package store_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"codekeeper/store"
)

const today = store.Date("2025-03-10")

func TestDigestIsClaimedOnce(t *testing.T) {
	w := newWorld(t)
	var won atomic.Int64
	var wg sync.WaitGroup
	for n := range 20 {
		wg.Go(func() {
			claim := fmt.Sprintf("claim%d", n)
			found, ours, err := w.ClaimDigest(t.Context(), team, "C1", today, claim, day, false)
			if err != nil {
				t.Error(err)
			}
			if ours {
				won.Add(1)
			}
			if ours != (found.Claim == claim) || found.Done || found.Again {
				t.Errorf("%s: %v %+v", claim, ours, found)
			}
		})
	}
	wg.Wait()
	if won.Load() != 1 {
		t.Errorf("%d callers were told it is theirs", won.Load())
	}
}

func TestDigestDayFromClaimToDone(t *testing.T) {
	w := newWorld(t)
	if _, err := w.DigestDay(t.Context(), team, "C1", today); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("not claimed: %v", err)
	}
	w.claims("a", day, false, true)
	w.claims("b", day.Add(4*time.Minute), false, false)
	w.claims("a", day, false, true) // the answer to the first was lost
	done, err := w.DigestsDone(t.Context(), team, []string{"C1"}, today)
	must(t, err)
	same(t, "none done", done, map[string]store.DigestDay{})

	must(t, w.FinishDigest(t.Context(), team, "C1", today, "a", "C1", "123.4", day.Add(time.Minute)))
	must(t, w.FinishDigest(t.Context(), team, "C1", today, "a", "C1", "123.4", day.Add(2*time.Minute))) // once more
	if err := w.FinishDigest(t.Context(), team, "C1", today, "a", "C1", "567.8", day); !errors.Is(err, store.ErrClaimLost) {
		t.Errorf("finished otherwise: %v", err)
	}
	if err := w.FinishDigest(t.Context(), team, "C1", today, "b", "C1", "567.8", day); !errors.Is(err, store.ErrClaimLost) {
		t.Errorf("finished by another: %v", err)
	}
	want := store.DigestDay{Target: "C1", Day: today, Claim: "a", Done: true, ChannelID: "C1", MessageTS: "123.4"}
	found, err := w.DigestDay(t.Context(), team, "C1", today)
	must(t, err)
	same(t, "done", found, want)
	done, err = w.DigestsDone(t.Context(), team, []string{"C1", "C2"}, today)
	must(t, err)
	same(t, "all done", done, map[string]store.DigestDay{"C1": want})
	must(t, w.ReleaseDigest(t.Context(), team, "C1", today, "a")) // does nothing: it is done
	w.claims("a", day.Add(time.Hour), true, false)                // posted: never again
	w.claims("c", day.Add(time.Hour), true, false)
	if _, ours, err := w.ClaimDigest(t.Context(), team, "C1", "2025-03-11", "d", day, false); !ours || err != nil {
		t.Errorf("the next day: %v %v", ours, err)
	}
}

// claims claims today's digest of C1 and checks whether it became ours.
func (w *world) claims(claim string, at time.Time, reopen, want bool) store.DigestDay {
	w.t.Helper()
	found, ours, err := w.ClaimDigest(w.ctx(), team, "C1", today, claim, at, reopen)
	must(w.t, err)
	if ours != want {
		w.t.Errorf("claim %s: ours is %v, want %v", claim, ours, want)
	}
	return found
}

func TestDigestTakeover(t *testing.T) {
	w := newWorld(t)
	w.claims("gone", day, false, true)
	if found := w.claims("b", day.Add(5*time.Minute), false, true); !found.Again {
		t.Errorf("taken over: %+v", found)
	}
	w.claims("c", day.Add(6*time.Minute), false, false)
	if err := w.FinishDigest(t.Context(), team, "C1", today, "gone", "C1", "1", day); !errors.Is(err, store.ErrClaimLost) {
		t.Errorf("the one who was gone came back: %v", err)
	}
	must(t, w.ReleaseDigest(t.Context(), team, "C1", today, "gone"))
	w.claims("d", day.Add(6*time.Minute), false, false)
	must(t, w.ReleaseDigest(t.Context(), team, "C1", today, "b"))
	if found := w.claims("e", day.Add(6*time.Minute), false, true); found.Again {
		t.Errorf("after a release: %+v", found)
	}
}

func TestDigestReopen(t *testing.T) {
	w := newWorld(t)
	w.claims("a", day, false, true)
	must(t, w.FinishDigest(t.Context(), team, "C1", today, "a", "", "", day))
	w.claims("b", day.Add(time.Hour), false, false)
	if found := w.claims("c", day.Add(time.Hour), true, true); found.Again || found.Done {
		t.Errorf("reopened: %+v", found)
	}
	w.claims("d", day.Add(time.Hour), true, false) // somebody is at it
	must(t, w.FinishDigest(t.Context(), team, "C1", today, "c", "C1", "1.2", day.Add(time.Hour)))
	w.claims("e", day.Add(2*time.Hour), true, false)
}
