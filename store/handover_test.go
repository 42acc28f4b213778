package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"codekeeper/store"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
	"pgregory.net/rapid"
)

// handsOver hands over by somebody.
func (w *world) handsOver(from, to string, campaign int64, until store.Date) store.HandoverChange {
	w.t.Helper()
	act := w.act()
	act.User = from
	change, err := w.Handover(w.ctx(), act, to, campaign, until)
	must(w.t, err)
	return change
}

func (w *world) covers(day store.Date) store.Covers {
	w.t.Helper()
	covers, err := w.Covers(w.ctx(), team, day)
	must(w.t, err)
	return covers
}

func TestHandover(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	first := w.handsOver(ana, ben, c.ID, "2025-03-14")
	if h := first.After; h.From != ana || h.To != ben || h.CampaignID != c.ID || h.Until != "2025-03-14" || h.EndedAt != nil || first.Replaced != nil || first.Same {
		t.Errorf("first %+v", first)
	}
	unchanged := w.handsOver(ana, ben, c.ID, "2025-03-14")
	same(t, "the same again", unchanged, store.HandoverChange{After: first.After, Same: true})

	longer := w.handsOver(ana, ben, c.ID, "")
	if longer.Replaced == nil || longer.Replaced.ID != first.After.ID || longer.Replaced.EndedBy != ana || longer.After.Until != "" {
		t.Errorf("longer %+v", longer)
	}
	all := w.handsOver(ana, "U9", 0, "")
	if all.Replaced != nil || len(w.covers(today)) != 2 {
		t.Errorf("all %+v", all)
	}
	ended, err := w.EndHandover(t.Context(), w.act(), longer.After.ID)
	must(t, err)
	if ended.After.EndedAt == nil || ended.After.EndedBy != ana || ended.Same {
		t.Errorf("ended %+v", ended)
	}
	twice, err := w.EndHandover(t.Context(), w.act(), longer.After.ID)
	must(t, err)
	same(t, "ended twice", twice, store.HandoverChange{After: ended.After, Same: true})
	if _, err := w.EndHandover(t.Context(), w.act(), 999); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("unknown: %v", err)
	}
	if _, err := w.Handover(t.Context(), w.act(), ben, 999, ""); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("unknown campaign: %v", err)
	}
	if _, err := w.Handover(t.Context(), w.act(), ana, 0, ""); err == nil {
		t.Error("handed over to oneself")
	}
	if n := w.count(`SELECT count(*) FROM handovers`); n != 3 {
		t.Errorf("%d handovers, want 3", n)
	}
}

func TestCoversEndAfterTheirDay(t *testing.T) {
	w := newWorld(t)
	w.handsOver(ana, ben, 0, "2025-03-14")
	for day, want := range map[store.Date]int{"2025-03-13": 1, "2025-03-14": 1, "2025-03-15": 0} {
		if got := w.covers(day); len(got) != want {
			t.Errorf("on %s %d stand, want %d", day, len(got), want)
		}
	}
	// One that is over is in nobody's way.
	next := w.handsOver(ana, ben, 0, "2025-04-14")
	if next.Replaced == nil || len(w.covers("2025-04-01")) != 1 {
		t.Errorf("next %+v", next)
	}
}

func TestCovers(t *testing.T) {
	one := store.Campaign{ID: 1, Terms: store.Terms{Owners: store.Owners{"A", "B"}}}
	two := store.Campaign{ID: 2, Terms: store.Terms{Owners: store.Owners{"A"}}}
	for name, test := range map[string]struct {
		covers   store.Covers
		one, two []string
	}{
		"nobody":              {nil, []string{"A", "B"}, []string{"A"}},
		"all":                 {store.Covers{{From: "A", To: "C"}}, []string{"C", "B"}, []string{"C"}},
		"one":                 {store.Covers{{From: "A", To: "C", CampaignID: 1}}, []string{"C", "B"}, []string{"A"}},
		"one before all":      {store.Covers{{From: "A", To: "C", CampaignID: 1}, {From: "A", To: "D"}}, []string{"C", "B"}, []string{"D"}},
		"to an owner":         {store.Covers{{From: "A", To: "B"}}, []string{"B"}, []string{"B"}},
		"on and on":           {store.Covers{{From: "A", To: "C"}, {From: "C", To: "D"}}, []string{"D", "B"}, []string{"D"}},
		"in a circle":         {store.Covers{{From: "A", To: "C"}, {From: "C", To: "A"}}, []string{"A", "B"}, []string{"A"}},
		"into a circle":       {store.Covers{{From: "A", To: "C"}, {From: "C", To: "D"}, {From: "D", To: "C"}}, []string{"A", "B"}, []string{"A"}},
		"of somebody else":    {store.Covers{{From: "X", To: "C"}}, []string{"A", "B"}, []string{"A"}},
		"of another campaign": {store.Covers{{From: "A", To: "C", CampaignID: 3}}, []string{"A", "B"}, []string{"A"}},
	} {
		if got := test.covers.Owners(one); !slices.Equal(got, test.one) {
			t.Errorf("%s: %v are asked in one, want %v", name, got, test.one)
		}
		if got := test.covers.Owners(two); !slices.Equal(got, test.two) {
			t.Errorf("%s: %v are asked in two, want %v", name, got, test.two)
		}
		for _, user := range []string{"A", "B", "C", "D"} {
			for _, c := range test.covers.Covered(user, []store.Campaign{one, two}) {
				if slices.Contains(c.Owners, user) || !slices.Contains(test.covers.Owners(c), user) {
					t.Errorf("%s: %s covers %d", name, user, c.ID)
				}
			}
		}
	}
}

// However people hand over among each other, somebody is asked, and nobody who
// is covered themselves unless all are away.
func TestSomebodyIsAlwaysAsked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		user := rapid.SampledFrom([]string{"A", "B", "C", "D", "E"})
		covers := store.Covers(rapid.SliceOfN(rapid.Custom(func(t *rapid.T) store.Handover {
			return store.Handover{From: user.Draw(t, "from"), To: user.Draw(t, "to"), CampaignID: rapid.Int64Range(0, 2).Draw(t, "campaign")}
		}), 0, 8).Draw(t, "covers"))
		c := store.Campaign{ID: rapid.Int64Range(1, 2).Draw(t, "id"), Terms: store.Terms{Owners: rapid.SliceOfNDistinct(user, 1, 3, rapid.ID).Draw(t, "owners")}}
		asked := covers.Owners(c)
		if len(asked) == 0 || len(asked) > len(c.Owners) {
			t.Fatalf("%v are asked", asked)
		}
		for _, one := range asked {
			if _, away := covers.Of(one, c.ID); away && !slices.Contains(c.Owners, one) {
				t.Fatalf("%s is asked, and covered, and no owner", one)
			}
		}
	})
}

func TestOneOfManyHandoversStands(t *testing.T) {
	w := newWorld(t)
	w.handsOver(ana, ben, 0, "")
	var wg sync.WaitGroup
	for n := range 4 {
		wg.Go(func() {
			if _, err := w.Handover(t.Context(), w.act(), fmt.Sprintf("U1%d", n), 0, ""); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if standing := w.covers(today); len(standing) != 1 {
		t.Errorf("%d stand", len(standing))
	}
	if n := w.count(`SELECT count(*) FROM handovers`); n != 5 {
		t.Errorf("%d handovers", n)
	}
}

func TestHandoversAreHistory(t *testing.T) {
	w := newWorld(t)
	h := w.handsOver(ana, ben, 0, "").After
	for _, statement := range []string{
		`UPDATE handovers SET to_user = 'U9'`, `UPDATE handovers SET until = '2025-01-01'`, `DELETE FROM handovers`, `TRUNCATE handovers`,
		`UPDATE handovers SET since = since + interval '1 s', told_at = since`,
	} {
		if _, err := w.sql().ExecContext(t.Context(), statement); pq.As(err, pqerror.RestrictViolation) == nil {
			t.Errorf("%s: %v", statement, err)
		}
	}
	_, err := w.EndHandover(t.Context(), w.act(), h.ID)
	must(t, err)
	if _, err := w.sql().ExecContext(t.Context(), `UPDATE handovers SET ended_at = NULL, ended_by = NULL, ended_request = NULL`); pq.As(err, pqerror.RestrictViolation) == nil {
		t.Errorf("ended for good: %v", err)
	}
}

func TestTheColleagueIsToldOnce(t *testing.T) {
	w := newWorld(t)
	h := w.handsOver(ana, ben, 0, "").After
	untold := func(want int) {
		t.Helper()
		found, err := w.Untold(t.Context(), team, day.AddDate(0, 0, 1))
		must(t, err)
		if len(found) != want {
			t.Errorf("%d untold, want %d", len(found), want)
		}
	}
	untold(1)
	var mu sync.Mutex
	ours := 0
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			mine, err := w.ClaimHandoverNotice(t.Context(), team, h.ID, day)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Error(err)
			}
			if mine {
				ours++
			}
		})
	}
	wg.Wait()
	if ours != 1 {
		t.Errorf("told %d times", ours)
	}
	untold(0)
	must(t, w.ReleaseHandoverNotice(t.Context(), team, h.ID, day.AddDate(0, 0, 1))) // somebody else's
	untold(0)
	must(t, w.ReleaseHandoverNotice(t.Context(), team, h.ID, day))
	untold(1)
	_, err := w.EndHandover(t.Context(), w.act(), h.ID)
	must(t, err)
	untold(0)
}

func TestAPostIsClaimedOnce(t *testing.T) {
	w := newWorld(t)
	claim := func(key string, want bool) {
		t.Helper()
		ours, err := w.ClaimPost(t.Context(), team, key, ana, day)
		must(t, err)
		if ours != want {
			t.Errorf("%s: %v", key, ours)
		}
	}
	claim("C1 list", true)
	claim("C1 list", false)
	claim("C2 list", true)
	must(t, w.ReleasePost(t.Context(), team, "C1 list", ben, day))
	must(t, w.ReleasePost(t.Context(), team, "C1 list", ana, day.Add(time.Second)))
	claim("C1 list", false) // that was somebody else's, or another time
	must(t, w.ReleasePost(t.Context(), team, "C1 list", ana, day))
	claim("C1 list", true)
	must(t, w.Sweep(t.Context(), day.AddDate(0, 0, 8)))
	claim("C1 list", true)
}
